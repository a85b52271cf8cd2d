"""Labelled answers where packages are too many to list: a cover, and a summary of many points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from irenic.analyse.basics import Package
from irenic.solve.result import Status

__all__ = [
    "ApproximateFrontier",
    "ListedPackage",
    "Representative",
    "SeparatingIssue",
    "SettledIssue",
    "Summary",
]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class ListedPackage:
    """One package of a cover.

    ``efficient`` is true when that is proved, ``None`` when it is not known; ``in_zone`` is
    ``None`` when a no-deal value is unknown and decides.
    """

    utilities: Vector
    package: Package
    efficient: bool | None
    in_zone: bool | None


@dataclass(frozen=True, slots=True)
class ApproximateFrontier:
    """Packages that come within ``epsilon`` of every package, for every party.

    For every package within ``scope`` (all that keep the rules, or those of them that
    certainly carry) some listed one gives each party at least as much, less at most
    ``epsilon`` times its range: ``ranges`` holds the greatest less the least score over all
    packages that keep the rules, ``least`` the least.  ``asked`` is the epsilon that was
    wanted; with status LIMIT what is proved is ``epsilon``, which is larger.

    ``multipliers`` prove it: weights of the parties' scores, one row each; for ``searched``
    corners of the list a complete search does.
    """

    status: Status
    scope: Literal["feasible", "zone"]
    asked: Fraction
    epsilon: Fraction | None
    points: tuple[ListedPackage, ...]
    ranges: Mapping[str, Fraction]
    least: Mapping[str, Fraction]
    multipliers: tuple[Vector, ...]
    searched: int
    method: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Representative:
    """A point that stands for others, and why it was chosen.

    It is best for the parties in ``best_for``; it was chosen by the methods in ``methods``;
    when both are empty it lies farthest from those chosen before it.
    """

    utilities: Vector
    package: Package
    best_for: tuple[str, ...]
    methods: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SettledIssue:
    """An issue that (nearly) all points settle in the same way: ``share`` of them."""

    issue: str
    option: str
    share: Fraction


@dataclass(frozen=True, slots=True)
class SeparatingIssue:
    """An issue that points settle differently.

    ``options`` says how many points take each option, most frequent first.  ``favours``
    holds, per party with a view, the option of these that gives it most, and how much more
    than the one that gives it least (0: all are worth the same).  Options taken together
    are not counted in.
    """

    issue: str
    options: Mapping[str, int]
    favours: Mapping[str, tuple[str, Fraction]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What to read instead of very many points.

    Every point is within ``radius`` of a representative for every party, as a part of that
    party's ``spread`` (least and greatest score over the points).
    """

    size: int
    representatives: tuple[Representative, ...]
    radius: Fraction
    spread: Mapping[str, tuple[Fraction, Fraction]]
    settled: tuple[SettledIssue, ...]
    separating: tuple[SeparatingIssue, ...]
