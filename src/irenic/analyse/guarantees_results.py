"""Answers about whether an agreement would be kept, with the names of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.solve.result import Status

__all__ = ["BreakEven", "Corridor", "OrderView", "PartyView", "StepView"]


@dataclass(frozen=True, slots=True)
class PartyView:
    """What a party has of the whole: ``complete`` against ``no_deal``; ``accepts`` compares them.

    ``outside`` is what levers add to its side of the comparison.  ``cap`` is the exposure it
    accepts; ``worst_exposure`` the greatest along the order, after compensation, reached after
    the step ``worst_after``.
    """

    party: str
    complete: Fraction
    no_deal: Fraction
    outside: Fraction
    accepts: bool
    cap: Fraction | None
    worst_exposure: Fraction
    worst_after: str
    too_exposed: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the order.

    ``temptation`` is what the performer gains by refusing, everything in force counted; it
    performs when that is at most minus the margin asked for (``kept``).  ``bare`` is the same
    without guarantees and levers, ``held`` what these take away.  ``collapse`` and ``exposure``
    are those of each party after the step.
    """

    obligation: str
    by: str
    temptation: Fraction
    bare: Fraction
    held: Fraction
    kept: bool
    held_by: tuple[str, ...]
    collapse: Mapping[str, Fraction]
    exposure: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class OrderView:
    """An order of the steps and what it asks of everybody.

    ``holds``: nobody is tempted anywhere and nobody is exposed beyond its cap.  ``needed`` is, per
    party, the expected penalty that would hold it at all its steps without any guarantee.
    """

    order: tuple[str, ...]
    steps: tuple[StepView, ...]
    worst: Fraction
    worst_step: str
    needed: Mapping[str, Fraction]
    exposed: Mapping[str, Fraction]
    holds: bool


@dataclass(frozen=True, slots=True)
class BreakEven:
    """How reliable a guarantee would have to be to hold one step alone.

    ``needed`` above 1 says that no reliability is enough.  ``claimed`` is what the file says, as
    a range; ``enough`` is true, false, or ``None`` when it depends on where in the range it is.
    """

    obligation: str
    guarantee: str
    temptation: Fraction
    size: Fraction
    needed: Fraction
    claimed: tuple[Fraction, Fraction]
    enough: bool | None


@dataclass(frozen=True, slots=True)
class Corridor:
    """One party's collapse value along the order, between its floor and its ceiling.

    ``floor`` is what it must have left (no deal less the exposure it accepts; ``None``: no
    limit); above ``ceiling[k]`` it would refuse at step k.  ``values`` begins before any step.
    """

    party: str
    values: tuple[Fraction, ...]
    floor: Fraction | None
    ceiling: tuple[Fraction | None, ...] = field(default=())
    status: Status = Status.OPTIMAL
