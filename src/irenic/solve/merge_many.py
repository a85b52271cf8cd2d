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
from irenic.solve.dominance import distinct_frontier
from irenic.solve.enumeration import MACHINE_INT, exact_dtype, frontier_of_block
from irenic.solve.packages import Layer

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["BATCH", "Arrays"]

#: Sums formed at once; 4 parties then take 64 MB, and twice that while they are filtered.
BATCH = 2_000_000

#: Points as columns (n_parties, n), sorted lexicographically ascending, and counts (n,).
Front = tuple["Columns", "Columns"]


@dataclass(frozen=True, slots=True)
class Arrays:
    """Sorted columns as the arithmetic of a merge for any number of parties.

    ``packages`` bounds the counts, and decides whether they fit machine integers.
    """

    plan: Plan
    max_points: int
    packages: int

    @property
    def _bound(self) -> int:
        return max(self.plan.span)

    def _count_type(self) -> Any:
        return np.dtype(np.int64) if self.packages < MACHINE_INT else np.dtype(object)

    def zero(self) -> Front:
        """Return the frontier before any issue."""
        values: Columns = np.zeros((self.plan.n_parties, 1), dtype=exact_dtype(self._bound))
        return values, np.ones(1, dtype=self._count_type())

    def rows(self, block: Block, positions: Sequence[int] | None, /) -> Front:
        """Return the efficient vectors of a block, or of some options of its only issue."""
        if len(block.issues) > 1:
            values, counts = frontier_of_block(block, self.plan, max_points=self.max_points)
            return values, counts.astype(self._count_type())
        table = block.tables[0]
        chosen = table if positions is None else [table[o] for o in positions]
        values = np.array(chosen, dtype=exact_dtype(self._bound)).T
        ones: Columns = np.ones(len(chosen), dtype=self._count_type())
        return distinct_frontier(values, ones, self._bound)

    def add(self, one: Front, two: Front, /) -> Front:
        """Return the frontier of all sums; counts multiply, and equal sums add theirs up."""
        (a, ca), (b, cb) = (one, two) if one[0].shape[1] >= two[0].shape[1] else (two, one)
        if b.shape[1] == 1:
            return a + b, ca * cb[0]
        step = max(1, BATCH // a.shape[1])
        best, counts = a[:, :0], ca[:0]
        for low in range(0, b.shape[1], step):
            sums = (a[:, :, None] + b[:, None, low : low + step]).reshape(len(a), -1)
            ways = (ca[:, None] * cb[None, low : low + step]).reshape(-1)
            best, counts = self._join([(best, counts), (sums, ways)])
        return best, counts

    def _join(self, fronts: Sequence[Front]) -> Front:
        values = np.concatenate([values for values, _ in fronts], axis=1)
        counts = np.concatenate([counts for _, counts in fronts])
        return distinct_frontier(values, counts, self._bound)

    def shift(self, front: Front, vector: Vector, /) -> Front:
        """Return the frontier moved by a vector."""
        values, counts = front
        return values + np.array(vector, dtype=values.dtype)[:, None], counts

    def unite(self, fronts: Sequence[Front], /) -> Front:
        """Return the frontier of all points of several frontiers."""
        return fronts[0] if len(fronts) == 1 else self._join(fronts)

    def size(self, front: Front, /) -> int:
        """Return the number of points."""
        return int(front[0].shape[1])

    def layer(self, front: Front, /) -> Layer:
        """Return the points in a compact form to look them up in."""
        if front[0].dtype == object:
            return Layer(tuple(row.tolist() for row in front[0]))
        code = "i" if self._bound < 1 << 31 else "q"
        return Layer(tuple(array(code, row.tolist()) for row in front[0]))

    def points(self, front: Front, /) -> list[Vector]:
        """Return the points, best for party 0 first."""
        return [tuple(w) for w in front[0].T[::-1].tolist()]

    def counts(self, front: Front, /) -> list[int]:
        """Return the number of packages behind each point."""
        found: list[int] = front[1][::-1].tolist()
        return found
