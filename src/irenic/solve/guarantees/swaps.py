r"""Atomic swaps: some steps happen at the same moment or not at all, through an escrow.

An order is now a sequence of blocks.  When a block of several steps is due after the steps S, each
performer in it can only refuse to take part: then no step of the block happens, and nothing after
it that its refusal stops.  So its temptation is that of its step after S, without whatever the
others' steps in the block would have given it anyway.  Exposure counts between blocks only.

The fewer swaps the better: each needs somebody who holds both sides and whom both believe.  For
every number of swaps the least worst temptation is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.errors import NotCovered
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.guarantees.affine import Affine, affine
from irenic.solve.guarantees.deal import Deal, bits
from irenic.solve.guarantees.grid import number_type

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["MAX_STEPS", "SwapOrder", "best_swaps", "fewest", "refusals"]

#: 3**12 is half a million pairs of a set and the block after it.
MAX_STEPS = 12
Blocks = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class SwapOrder:
    """Blocks in their order; those of several steps are ``swaps`` in number."""

    swaps: int
    worst: Fraction
    blocks: tuple[tuple[int, ...], ...]


def best_swaps(
    deal: Deal,
    /,
    *,
    largest: int = 2,
    units: Sequence[Fraction] | None = None,
    budget: Budget = UNLIMITED,
) -> tuple[SwapOrder, ...]:
    """Return, for each number of swaps that is worth it, the order whose worst temptation is least.

    From one to the next there are more swaps and less temptation; the first has none, if there
    is an order without.  Nothing at all: there is no order.

    Parameters
    ----------
    deal : Deal
    largest : int
        How many steps one swap may hold.  With all of them, one swap settles every deal that
        each party gains by.
    units : sequence of Fraction, shape (n,)
        What counts as one for each party; 1 each when left out.

    Raises
    ------
    NotCovered
        When there are more than :data:`MAX_STEPS` steps, or refusals are noticed late.
    LimitReached
        When the budget is spent.

    Notes
    -----
    Exact; time O(3^m m) for each number of swaps.  What a step needs must be done before its block
    begins, and a swap is among two parties at least.  Among orders that are equally good the first
    block is as small as can be.
    """
    rows = affine(deal, units=units)
    if deal.n_steps > MAX_STEPS or rows.patient:
        raise NotCovered(
            f"swaps among more than {MAX_STEPS} steps, or where breaches are seen late"
        )
    return tuple(_Partitions(deal, rows, largest, budget).plans())


def fewest(orders: Sequence[SwapOrder], margin: Fraction = Fraction(0), /) -> SwapOrder | None:
    """Return the order with fewest swaps in which each performer loses so much by refusing."""
    return next((order for order in orders if order.worst <= -margin), None)


def refusals(deal: Deal, block: Sequence[int], done: int, /) -> tuple[Fraction, ...]:
    """Return the temptation at each step of a block, by the definition, for any order after it."""
    inside = sum(1 << k for k in block)
    later = list(bits(deal.everything & ~done & ~inside))
    return tuple(deal.temptation(k, done, later) for k in block)


class _Partitions:
    """For each number of swaps left: the least worst temptation from each set on."""

    def __init__(self, deal: Deal, rows: Affine, largest: int, budget: Budget) -> None:
        import numpy as np

        self.deal, self.rows, self.budget = deal, rows, budget
        self.kind, self.never = number_type(rows.greatest())
        self.size = 1 << deal.n_steps
        sets = np.arange(self.size)
        count = np.array([int(s).bit_count() for s in range(self.size)])
        mixed = np.array([len({deal.actor[k] for k in bits(s)}) > 1 for s in range(self.size)])
        self.blocks = sets[(count == 1) | (mixed & (count <= largest))]
        self.blocks = self.blocks[np.argsort(count[self.blocks], kind="stable")]
        self.several = count[self.blocks] > 1
        self.holds = [(self.blocks >> k & 1).astype(bool) for k in range(deal.n_steps)]
        self.anyway = [self._anyway(k) for k in range(deal.n_steps)]
        self.best: list[Array] = []

    def plans(self) -> list[SwapOrder]:
        """Return the plans that are worth their swaps."""
        found: list[SwapOrder] = []
        for swaps in range(self.deal.n_steps // 2 + 1):
            self._add_level()
            worst = int(self.best[swaps][0])
            if worst == self.never or (found and self.rows.value(worst) >= found[-1].worst):
                continue
            found.append(SwapOrder(swaps, self.rows.value(worst), self._read(swaps)))
        return found

    def _add_level(self) -> None:
        """Solve for one swap more than before."""
        import numpy as np

        best = np.full(self.size, self.never, dtype=self.kind)
        best[-1] = -self.never
        self.best.append(best)
        for done in range(self.size - 2, -1, -1):
            if done % 64 == 0:
                self.budget.check()
            _, worst = self._options(done, len(self.best) - 1)
            if worst.size:
                best[done] = worst.min()

    def _options(self, done: int, swaps: int) -> tuple[Array, Array]:
        """Return the blocks that can come next and the worst temptation from here on with each."""
        import numpy as np

        able, tempted = self._able(done)
        fits = (self.blocks & ~able) == 0
        if not swaps:
            fits &= ~self.several
        blocks = self.blocks[fits]
        worst = np.full(blocks.shape, -self.never, dtype=self.kind)
        for k in bits(able):
            here = tempted[k] - self.anyway[k][fits]
            np.maximum(worst, here, out=worst, where=self.holds[k][fits])
        several = self.several[fits]
        onward = np.where(
            several, self.best[max(0, swaps - 1)][done | blocks], self.best[swaps][done | blocks]
        )
        return blocks, np.maximum(worst, onward)

    def _able(self, done: int) -> tuple[int, dict[int, int]]:
        """Return the steps that can come next, with their temptations."""
        before = tuple(bits(done))
        able = [
            k
            for k in range(self.deal.n_steps)
            if self.deal.may(k, done) and self.rows.bearable(k, before)
        ]
        return sum(1 << k for k in able), {k: self.rows.temptation(k, before) for k in able}

    def _anyway(self, step: int) -> Array:
        """Return what the blocks would give the performer of a step in spite of its refusal."""
        import numpy as np

        found = np.zeros(self.blocks.shape, dtype=self.kind)
        for k, gives in enumerate(self.rows.anyway[step]):
            if gives and k != step:
                found[self.holds[k]] += gives
        return found

    def _read(self, swaps: int) -> Blocks:
        """Return the blocks of a best plan."""
        import numpy as np

        done, found = 0, []
        while done != self.size - 1:
            blocks, worst = self._options(done, swaps)
            block = int(blocks[int(np.argmin(worst))])
            found.append(tuple(bits(block)))
            swaps -= block.bit_count() > 1
            done |= block
        return tuple(found)
