"""The frontier of three and more parties, step by step, in numpy and moocore.

After each step the sums of every partial point and every point of the step are formed and
dominated ones dropped: what is dominated part way stays dominated by the same completion,
so nothing efficient is lost.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.blocks import Block, Plan, Vector
from irenic.solve.budget import Budget
from irenic.solve.dominance import distinct, distinct_frontier, maxima
from irenic.solve.enumeration import MACHINE_INT, exact_dtype, frontier_of_block
from irenic.solve.packages import Layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["BATCH", "Arrays"]

#: Sums formed at once; 4 parties then take 64 MB, and twice that while they are filtered.
BATCH = 4_000_000
#: Scores below this are added and filtered in 32 bits.
HALF_INT = 1 << 31

#: Points as columns (n_parties, n), sorted lexicographically ascending, and counts (n,).
Front = tuple["Columns", "Columns"]


@dataclass(frozen=True, slots=True)
class Arrays:
    """Sorted columns as the arithmetic of a merge for any number of parties.

    Counts are 64-bit while all packages behind a frontier together fit, which is nearly
    always, and Python integers beyond.
    """

    plan: Plan
    max_points: int
    budget: Budget

    @property
    def _bound(self) -> int:
        return max(self.plan.span)

    def zero(self) -> Front:
        """Return the frontier before any issue."""
        values: Columns = np.zeros((self.plan.n_parties, 1), dtype=exact_dtype(self._bound))
        return values, np.ones(1, dtype=np.int64)

    def rows(self, block: Block, positions: Sequence[int] | None, /) -> Front:
        """Return the efficient vectors of a block, or of some options of its only issue."""
        if len(block.issues) > 1:
            return frontier_of_block(
                block, self.plan, max_points=self.max_points, budget=self.budget
            )
        table = block.tables[0]
        chosen = table if positions is None else [table[o] for o in positions]
        values = np.array(chosen, dtype=exact_dtype(self._bound)).T
        return distinct_frontier(values, np.ones(len(chosen), dtype=np.int64), self._bound)

    def add(self, one: Front, two: Front, /) -> Front:
        """Return the frontier of all sums; counts multiply, and equal sums add theirs up."""
        (a, ca), (b, cb) = (one, two) if one[0].shape[1] >= two[0].shape[1] else (two, one)
        ca, cb = _fitting([ca, cb], _total(ca) * _total(cb))
        if b.shape[1] == 1:
            return a + b, ca * cb[0]
        wide, step = a.dtype, max(1, BATCH // a.shape[1])
        if self._bound < HALF_INT:  # half as much memory to go through
            a, b = a.astype(np.int32), b.astype(np.int32)
        best, counts = a[:, :0], ca[:0]
        for low in range(0, b.shape[1], step):
            self.budget.check()
            part, times = b[:, low : low + step], cb[low : low + step]
            sums = (a[:, None, :] + part[:, :, None]).reshape(len(a), -1)
            if best.shape[1]:
                sums = np.concatenate([sums, best], axis=1)
            places = maxima(sums, self._bound)
            fresh = places[: np.searchsorted(places, len(times) * a.shape[1])]
            row, column = np.divmod(fresh, a.shape[1])
            ways = times[row] * ca[column]
            if len(fresh) < len(places):
                ways = np.concatenate([ways, counts[places[len(fresh) :] - len(times) * len(ca)]])
            best, counts = distinct(sums[:, places], ways)
        return best.astype(wide, copy=False), counts

    def shift(self, front: Front, vector: Vector, /) -> Front:
        """Return the frontier moved by a vector."""
        values, counts = front
        return values + np.array(vector, dtype=values.dtype)[:, None], counts

    def unite(self, fronts: Sequence[Front], /) -> Front:
        """Return the frontier of all points of several frontiers."""
        if len(fronts) == 1:
            return fronts[0]
        self.budget.check()
        counts = _fitting([c for _, c in fronts], sum(_total(c) for _, c in fronts))
        values = np.concatenate([v for v, _ in fronts], axis=1)
        return distinct_frontier(values, np.concatenate(counts), self._bound)

    def size(self, front: Front, /) -> int:
        """Return the number of points."""
        return int(front[0].shape[1])

    def layer(self, front: Front, /) -> Layer:
        """Return the points in a compact form to look them up in."""
        if front[0].dtype == object:
            return Layer(tuple(row.tolist() for row in front[0]))
        code = "i" if self._bound < HALF_INT else "q"
        return Layer(tuple(_packed(row, code) for row in front[0]))

    def points(self, front: Front, /) -> list[Vector]:
        """Return the points, best for party 0 first."""
        return list(zip(*(row[::-1].tolist() for row in front[0]), strict=True))

    def counts(self, front: Front, /) -> list[int]:
        """Return the number of packages behind each point."""
        found: list[int] = front[1][::-1].tolist()
        return found


def _packed(row: Columns, code: str) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(row.astype(np.dtype(code)).tobytes())
    return numbers


def _total(counts: Columns) -> int:
    """Return how many packages are behind all points together; 64-bit counts never overflow."""
    return int(counts.sum())


def _fitting(counts: Sequence[Columns], most: int) -> list[Columns]:
    """Return the counts in a type in which ``most`` packages can be counted."""
    dtype = np.dtype(np.int64) if most < MACHINE_INT else np.dtype(object)
    return [c.astype(dtype, copy=False) for c in counts]
