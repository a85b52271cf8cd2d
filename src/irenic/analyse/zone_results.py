"""The zone of agreement, or why there is none, as labelled answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from irenic.analyse.basics import Package
from irenic.solve.result import Status

__all__ = ["Alone", "CoalitionGap", "Lift", "NoZone", "ZoneAnswer"]


@dataclass(frozen=True, slots=True)
class Alone:
    """How far one party's no-deal value would have to fall, all others standing.

    ``reach`` is the most that the party can have while enough others are satisfied; a zone
    opens when its no-deal value falls to it, by ``fall``.  All are ``None`` when it is not up
    to this party alone.  ``package`` is one with which the zone then opens.
    """

    party: str
    no_deal: Fraction
    reach: Fraction | None
    fall: Fraction | None
    package: Package | None


@dataclass(frozen=True, slots=True)
class CoalitionGap:
    """What one coalition whose agreement would be enough lacks.

    ``part`` is the smallest part of its own range (best less worst possible score) that every
    member has to give up of its no-deal value; ``None`` when no part is enough.  ``package``
    then carries; it is the one kindest to the worst-off.  ``lowered`` are the no-deal values
    after everyone gave up that part; ``short`` is what the package itself lacks per member.
    """

    coalition: tuple[str, ...]
    part: Fraction | None
    package: Package | None
    scores: Mapping[str, Fraction]
    lowered: Mapping[str, Fraction]
    short: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Lift:
    """A minimal set of rules (places in the file, from 0) whose lifting is enough.

    ``package`` is one that then carries (or, for rules that contradict each other, one that
    keeps the rest).
    """

    rules: tuple[int, ...]
    package: Package


@dataclass(frozen=True, slots=True)
class NoZone:
    """Why nothing carries.

    ``impossible`` says that the rules alone exclude every package; then only ``lifts`` holds
    anything.  ``conflicts`` are the smallest sets of parties whose demands cannot be met
    together, ``together`` the largest whose demands can.  ``gaps`` are coalitions that would
    be enough, nearest first (empty where there are too many to compare), ``coalitions`` their
    number.  ``lifts_complete`` is false when
    larger sets of rules were not looked for.
    """

    impossible: bool
    alone: tuple[Alone, ...]
    gaps: tuple[CoalitionGap, ...]
    coalitions: int
    conflicts: tuple[tuple[str, ...], ...]
    together: tuple[tuple[str, ...], ...]
    lifts: tuple[Lift, ...]
    lifts_complete: bool


@dataclass(frozen=True, slots=True)
class ZoneAnswer:
    """How large the zone of agreement is; when there is none, why.

    Status OPTIMAL: there is one; NO_ZONE or INFEASIBLE: there is none, ``why`` explains;
    UNKNOWN: it depends on ``unknown`` no-deal values; LIMIT.  ``size`` is exact or ``None``.
    ``limiting`` names the party without whose demand most more packages would carry, with
    their number; ``least`` and ``most`` are each party's worst and best score in the zone.
    ``scope`` is as in :class:`irenic.analyse.repair_results.RepairAnswer`.
    """

    status: Status
    scope: Literal["rule", "own", "none"]
    total: int
    feasible: int | None
    size: int | None
    needed: int
    must: tuple[str, ...]
    unknown: tuple[str, ...]
    without: Mapping[str, int | None]
    most: Mapping[str, Fraction]
    example: Package | None
    why: NoZone | None = None
    reason: str = ""
