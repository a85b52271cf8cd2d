r"""What guarantees cost or cannot do: common causes, escrow, false alarms, incapacity.

* Guarantors with a common cause fail together; what is left then is all that one can count on.
* A deposit is lost with probability 1 - able even by those who perform: taking part costs
  :math:`(1 - \text{able}) \, \text{size}`.
* Where a false alarm happens with probability :math:`\alpha` to those who perform, each penalty P
  costs :math:`\alpha P` and deters only by :math:`(1 - \alpha) P`.
* Somebody who is able to perform with probability c only is moved by :math:`c P` of a penalty; the
  rest, :math:`(1 - c) P`, falls on those who tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.reliability import Held, demand

__all__ = [
    "CommonCause",
    "FalseAlarm",
    "Incapacity",
    "Participation",
    "common_causes",
    "escrow_risk",
    "false_alarms",
    "incapacity",
]


@dataclass(frozen=True, slots=True)
class CommonCause:
    """A step that several things hold, and what still holds it when one cause fails them all."""

    cause: int
    step: int
    demand: Fraction
    with_it: Fraction
    without: Fraction

    @property
    def depends(self) -> bool:
        """Return whether the step is held only as long as that cause does not fail."""
        return self.without < self.demand <= self.with_it


@dataclass(frozen=True, slots=True)
class Participation:
    """What taking part is worth to a party, and what guarantees cost it although it performs."""

    party: int
    surplus: Fraction
    cost: Fraction

    @property
    def left(self) -> Fraction:
        """Return what is left of its gain from the deal."""
        return self.surplus - self.cost

    @property
    def turns_away(self) -> bool:
        """Return whether the cost alone makes the party worse off than without a deal."""
        return self.left < 0 <= self.surplus


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """A step whose performer may be punished although it performs: its temptation then."""

    step: int
    party: int
    cost: Fraction
    temptation: Fraction
    without: Fraction

    @property
    def breaks(self) -> bool:
        """Return whether only the false alarms make it tempting to refuse."""
        return self.without <= 0 < self.temptation


@dataclass(frozen=True, slots=True)
class Incapacity:
    """How much of a penalty can move somebody, and how much falls on those who were unable."""

    deters: Fraction
    on_the_unable: Fraction


def common_causes(
    deal: Deal, order: Sequence[int], guarantees: Sequence[Held], /
) -> tuple[CommonCause, ...]:
    """Return for each tempting step and each cause what holds it with and without that cause.

    Size times reliability is counted; the penalties of the deal itself are left out.
    """
    found = []
    wanted = demand(deal, order)
    for cause in sorted({g.cause for g in guarantees if g.cause >= 0}):
        for step, needed in wanted.items():
            here = [g for g in guarantees if g.covers >> step & 1]
            if needed > 0 and any(g.cause == cause for g in here):
                total = sum((g.expected for g in here), Fraction(0))
                left = sum((g.expected for g in here if g.cause != cause), Fraction(0))
                found.append(CommonCause(cause, step, needed, total, left))
    return tuple(found)


def escrow_risk(
    deal: Deal, deposits: Sequence[tuple[int, Fraction, Fraction]], /
) -> tuple[Participation, ...]:
    """Return what deposits cost each depositor because the one who holds them may fail.

    Parameters
    ----------
    deposits : sequence of (party, size, able)
        Who pays in, how much, and how surely the holder is able to give it back.

    Examples
    --------
    >>> one, none = (Fraction(1),), (Fraction(0),)
    >>> free = (none, none, (none,), (0,), (1,), (0,), none)
    >>> deal = Deal((0,), (one,), (one,), none, (None,), *free)
    >>> escrow_risk(deal, [(0, Fraction(6), Fraction(3, 4))])[0].turns_away
    True
    """
    costs: dict[int, Fraction] = {}
    for party, size, able in deposits:
        costs[party] = costs.get(party, Fraction(0)) + size * (1 - able)
    return tuple(_participation(deal, i, costs[i]) for i in sorted(costs))


def false_alarms(
    deal: Deal, order: Sequence[int], rate: Fraction, /
) -> tuple[tuple[Participation, ...], tuple[FalseAlarm, ...]]:
    """Return what false alarms cost each party that performs, and how they tempt at each step.

    A performer of step k still runs the risk at k and at all its later steps; that of steps that
    are done is past whether it refuses or not.  Steps without a penalty of any kind are left out
    of the second list.
    """
    costs = [Fraction(0)] * deal.n_parties
    rows = []
    for moment in reversed(deal.moments(order)):
        costs[moment.actor] += rate * deal.penalty[moment.step]
        ahead, tempted = costs[moment.actor], moment.temptation
        if ahead > 0:
            rows.append(FalseAlarm(moment.step, moment.actor, ahead, tempted + ahead, tempted))
    parties = [_participation(deal, i, c) for i, c in enumerate(costs) if c > 0]
    return tuple(parties), tuple(rows[::-1])


def incapacity(penalty: Fraction, able: Fraction, /) -> Incapacity:
    """Return which part of a penalty can move somebody who is able with some probability only.

    Examples
    --------
    >>> incapacity(Fraction(4), Fraction(3, 4))
    Incapacity(deters=Fraction(3, 1), on_the_unable=Fraction(1, 1))
    """
    return Incapacity(penalty * able, penalty * (1 - able))


def _participation(deal: Deal, party: int, cost: Fraction) -> Participation:
    return Participation(party, deal.complete[party] - deal.start[party], cost)
