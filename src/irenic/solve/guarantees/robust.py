r"""Which verdicts on an order hold whatever the values are within their ranges.

A temptation falls when the value of a step to its performer rises (a remaining step is lost by
refusing; one that is done counts in what is kept and in the whole, or makes more to take back), and
with the penalty; it rises with what is kept of steps that are done, with b0 and with the gain.
These directions are the same at every step and for every party, so one combination of ends is the
worst for all temptations at once, and the opposite one the best.  The bounds are therefore not only
exact for each step alone: an order holds throughout exactly when it holds in the worst corner, and
fails throughout exactly when it fails in the best.  Exposures depend on what is kept, downwards.

Where what is kept is the same judgement as the value ("tied"), both move together: at a done step
nothing is then uncertain but what is taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal

__all__ = ["Ranges", "StepRange", "Throughout", "give_or_take", "order_holds", "step_ranges"]

Table = tuple[tuple[bool, ...], ...]


class Throughout(Enum):
    """Whether a verdict is the same for all values within their ranges."""

    HOLDS = "holds for all values within their ranges"
    FAILS = "fails for all values within their ranges"
    DEPENDS = "depends on the values"


@dataclass(frozen=True, slots=True)
class Ranges:
    """A deal whose values are known to lie between those of two others.

    ``low`` and ``high`` differ in values, what is kept, b0, gains, penalties and covers only.
    ``tied[k][i]``: what party i keeps of step k is the same judgement as its value.
    """

    low: Deal
    high: Deal
    tied: Table

    @property
    def worst(self) -> Deal:
        """Return the deal within the ranges in which every temptation is greatest."""
        return self._corner(self.low, self.high)

    @property
    def best(self) -> Deal:
        """Return the deal within the ranges in which every temptation is least."""
        return self._corner(self.high, self.low)

    def _corner(self, own: Deal, other: Deal) -> Deal:
        """Return values and penalties of one deal, and all that drives the other way of another."""
        kept = tuple(
            tuple(
                own.kept[k][i] if tied else other.kept[k][i] for i, tied in enumerate(self.tied[k])
            )
            for k in range(own.n_steps)
        )
        return replace(own, kept=kept, start=other.start, gain=other.gain)


@dataclass(frozen=True, slots=True)
class StepRange:
    """The least and greatest temptation at a step, and exposure of each party after it."""

    step: int
    actor: int
    temptation: tuple[Fraction, Fraction]
    exposure: tuple[tuple[Fraction, Fraction], ...]

    @property
    def held(self) -> Throughout:
        """Return whether its performer would perform it, throughout."""
        return _judge(*self.temptation)


def step_ranges(ranges: Ranges, order: Sequence[int], /) -> tuple[StepRange, ...]:
    """Return the exact bounds of temptations and exposures along an order.

    Complexity: that of four orders without ranges, O(m^2 n).
    """
    cases = [d.moments(order) for d in (ranges.best, ranges.worst, ranges.high, ranges.low)]
    return tuple(
        StepRange(
            best.step,
            best.actor,
            (best.temptation, worst.temptation),
            tuple(
                (up.exposure, down.exposure) for up, down in zip(high.after, low.after, strict=True)
            ),
        )
        for best, worst, high, low in zip(*cases, strict=True)
    )


def order_holds(ranges: Ranges, order: Sequence[int], /) -> Throughout:
    """Return whether nobody is tempted at any step of an order, throughout."""
    rows = [s.temptation for s in step_ranges(ranges, order)]
    return _judge(max(best for best, _ in rows), max(worst for _, worst in rows))


def give_or_take(deal: Deal, margin: Fraction, /) -> Ranges:
    """Return a deal whose every value may be a margin more or less; what is kept moves with it.

    What is kept of a step keeps its distance from the value, so only exposures and what is taken
    back see it.
    """
    moved = [
        replace(deal, value=_shifted(deal.value, d), kept=_shifted(deal.kept, d))
        for d in (-margin, margin)
    ]
    return Ranges(moved[0], moved[1], ((True,) * deal.n_parties,) * deal.n_steps)


def _shifted(
    rows: tuple[tuple[Fraction, ...], ...], by: Fraction
) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(tuple(x + by for x in row) for row in rows)


def _judge(best: Fraction, worst: Fraction) -> Throughout:
    if worst <= 0:
        return Throughout.HOLDS
    return Throughout.FAILS if best > 0 else Throughout.DEPENDS
