"""Repairs of a proposal as labelled answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from irenic.analyse.results import BrokenRule, Improvement, Package, Status

__all__ = ["KeptProof", "Measure", "MutualGain", "Repair", "RepairAnswer", "RepairSet"]

#: What a concession is counted in: points of the case file, or parts of each party's range.
Measure = Literal["points", "range"]


@dataclass(frozen=True, slots=True)
class Repair:
    """One package that carries, and what it changes.

    ``change`` holds the trades, scores and gains against the proposal (a trade from ``""``
    settles an open issue).  ``concessions`` are what each party has less than it could hope
    for under the proposal, in points.  ``refusing`` parties are not needed.
    """

    package: Package
    change: Improvement
    concessions: Mapping[str, Fraction]
    accepting: tuple[str, ...]
    refusing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairSet:
    """Repairs that tie: equally many changes, the same total concession.

    ``count`` is their exact number; ``repairs`` may be fewer.  Repairs that another one with
    as many changes dominates are left out.
    """

    measure: Measure
    changes: int
    concession: Fraction
    count: int
    repairs: tuple[Repair, ...]


@dataclass(frozen=True, slots=True)
class KeptProof:
    """Multipliers that prove: no package that ``coalition`` accepts keeps more than ``bound``."""

    coalition: tuple[str, ...]
    multipliers: Mapping[str, Fraction]
    bound: Fraction


@dataclass(frozen=True, slots=True)
class MutualGain:
    """What could be better for everyone than a package that carries.

    ``best`` shares the possible gains most evenly: ``relative`` is the part of its attainable
    gain that each party gets (``None`` when it cannot gain).  ``count`` packages tie.
    ``nearest`` changes the fewest options and is better for every party.  Both are ``None``
    when there is none.
    """

    status: Status
    best: Improvement | None
    relative: Mapping[str, Fraction | None]
    attainable: Mapping[str, Fraction]
    count: int
    nearest: Improvement | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RepairAnswer:
    """How a proposal can be made to carry, for one reader.

    ``carries`` says whether the proposal carries as it is; then ``improvement`` says what is
    better.  ``settled`` issues are settled by the proposal and ``changes`` of them change;
    with status LIMIT no repair changes fewer than ``at_least``.  ``other`` holds the smallest
    repairs by the other measure when they differ.  ``proved_by`` is ``multipliers`` when
    ``proofs`` alone show that fewer changes do not carry, otherwise ``search``.  ``unknown``
    parties have no known no-deal value.  ``scope`` says whose acceptance counts: ``rule`` is
    the decision rule; ``own`` and ``none`` are for readers who may not know what others accept.
    """

    id: str
    package: Package
    open_issues: tuple[str, ...]
    closed: tuple[str, ...]
    scope: Literal["rule", "own", "none"]
    status: Status
    carries: bool | None
    refusing: tuple[str, ...]
    broken_rules: tuple[BrokenRule, ...]
    settled: int
    unknown: tuple[str, ...]
    changes: int | None = None
    at_least: int | None = None
    smallest: RepairSet | None = None
    other: RepairSet | None = None
    efficient: RepairSet | None = None
    efficient_status: Status | None = None
    proofs: tuple[KeptProof, ...] = ()
    proved_by: Literal["multipliers", "search", ""] = ""
    improvement: MutualGain | None = None
    reason: str = ""
