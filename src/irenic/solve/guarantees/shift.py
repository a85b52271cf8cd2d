"""Which step shifts power: by how much it changes what each party has when the process stops.

A party that has more when the process stops than of the completed deal and what refusing costs it
has no reason to go on.  A step of another that lifts it above that ceiling is the problem of Powell
(2006) inside an agreement: the fear is not what is given but what it does to the next decision.

References
----------
Robert Powell, "War as a Commitment Problem", International Organization 60 (2006) 169-203.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal

__all__ = ["Shift", "shifts"]


@dataclass(frozen=True, slots=True)
class Shift:
    """What one step does to one party's collapse value.

    ``ceiling`` is the collapse value above which the party refuses its next own step (the whole
    deal and the penalty, less whatever else it would gain by refusing); ``None`` when no own
    step is left to refuse.
    """

    step: int
    party: int
    before: Fraction
    after: Fraction
    ceiling: Fraction | None

    @property
    def change(self) -> Fraction:
        """Return by how much the step changes what the party has when the process stops."""
        return self.after - self.before

    @property
    def jumps(self) -> bool:
        """Return whether the step lifts the party above its ceiling."""
        return self.ceiling is not None and self.before <= self.ceiling < self.after


def shifts(deal: Deal, order: Sequence[int], /) -> tuple[Shift, ...]:
    """Return what each step of an order does to each party's collapse value, in the order.

    Complexity: O(m^2 n).
    """
    found, done = [], 0
    for place, step in enumerate(order):
        before, done = done, done | 1 << step
        for i in range(deal.n_parties):
            after = deal.collapse(i, done)
            ceiling = _ceiling(deal, order, i, place + 1, done)
            found.append(Shift(step, i, deal.collapse(i, before), after, ceiling))
    return tuple(found)


def _ceiling(
    deal: Deal, order: Sequence[int], party: int, place: int, done: int
) -> Fraction | None:
    own = next((t for t in range(place, len(order)) if deal.actor[order[t]] == party), None)
    if own is None:
        return None
    tempted = deal.temptation(order[own], done, order[own + 1 :])
    return deal.collapse(party, done) - tempted
