"""The frontier of one party or two, issue by issue, in plain Python integers.

A partial frontier is two lists: ``a`` ascending for party 0 and ``b``, strictly descending,
for party 1, with the number of packages behind each point.  Adding one issue unites one
shifted copy of it per option.  A heap walks the copies from the best point of party 0 down;
a copy that has fallen behind skips, by bisection, to its next point that beats what party 1
already has.

The method is the dominance merge of Nemhauser and Ullmann; skipping makes its cost follow
the size of the result.

References
----------
G. L. Nemhauser, Z. Ullmann, "Discrete Dynamic Programming and Capital Allocation",
Management Science 15 (1969) 494-505.
R. Beier, H. Roeglin, C. Roesner, B. Voecking, "The Smoothed Number of Pareto-Optimal
Solutions in Bicriteria Integer Optimization", Mathematical Programming 200 (2023) 319-355.
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import Any

from irenic.solve.blocks import Block, Plan, Vector
from irenic.solve.budget import Budget
from irenic.solve.curve import Curve
from irenic.solve.packages import PYTHON_COMBINATIONS, Layer

__all__ = ["LONG", "Pairs", "add_curves", "curve_of"]

#: Curves with at least so many points are merged in numpy.  The second number holds while numpy
#: is not loaded: loading it takes as long as all steps up to a curve of some 15,000 points.
LONG = (300, 16_000)


def curve_of(points: Sequence[tuple[int, ...]], counts: Sequence[int], /) -> Curve:
    """Return the frontier of the points, equal points merged; O(n log n)."""
    rows = sorted(((-x, -y, c) for (x, y), c in zip(points, counts, strict=True)))
    minus_a: list[int] = []
    b: list[int] = []
    total: list[int] = []
    for p, q, count in rows:
        if b and b[-1] == -q and minus_a[-1] == p:
            total[-1] += count
        elif not b or -q > b[-1]:
            minus_a.append(p)
            b.append(-q)
            total.append(count)
    return Curve(minus_a, b, total)


def add_curves(one: Curve, two: Curve, /) -> Curve:
    """Return the frontier of all sums of a point of ``one`` and a point of ``two``.

    Time O(k + visited * log(len(one))), where k is the length of the shorter curve.
    """
    long, short = (one, two) if len(one) >= len(two) else (two, one)
    if len(short) == 1:
        p, y, c = short.minus_a[0], short.b[0], short.counts[0]
        return Curve(
            [x + p for x in long.minus_a], [x + y for x in long.b], [x * c for x in long.counts]
        )
    return _unite(long, short)


def _unite(long: Curve, short: Curve) -> Curve:
    xs, ys, cs = long.minus_a, long.b, long.counts
    dx, dy, dc = short.minus_a, short.b, short.counts
    end = len(ys)
    at = [0] * len(dy)
    heap = [(xs[0] + x, j) for j, x in enumerate(dx)]
    heapify(heap)
    minus_a: list[int] = []
    b: list[int] = []
    counts: list[int] = []
    last_x, last_y = heap[0][0] - 1, ys[0] + min(dy) - 1
    while heap:
        x, j = heap[0]
        k = at[j]
        y = ys[k] + dy[j]
        if y > last_y:
            if x == last_x:  # as good for party 0, better for party 1
                b[-1] = y
                counts[-1] = cs[k] * dc[j]
            else:
                minus_a.append(x)
                b.append(y)
                counts.append(cs[k] * dc[j])
                last_x = x
            last_y = y
            k += 1
        elif y == last_y and x == last_x:
            counts[-1] += cs[k] * dc[j]
            k += 1
        else:
            k = bisect_right(ys, last_y - dy[j], k + 1)
        if k < end:
            at[j] = k
            heapreplace(heap, (xs[k] + dx[j], j))
        else:
            heappop(heap)
    return Curve(minus_a, b, counts)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Curves as the arithmetic of a merge for one party or two.

    One party is two of whom the second always has 0.
    """

    plan: Plan
    max_points: int
    budget: Budget

    def zero(self) -> Curve:
        """Return the frontier before any issue."""
        return Curve([0], [0], [1])

    def rows(self, block: Block, positions: Sequence[int] | None, /) -> Curve:
        """Return the efficient vectors of a block, or of some options of its only issue."""
        if len(block.issues) == 1:
            table = block.tables[0]
            chosen = table if positions is None else [table[o] for o in positions]
            return self._curve([(row, 1) for row in chosen])
        if block.combinations > PYTHON_COMBINATIONS:
            from irenic.solve.enumeration import frontier_of_block

            values, counts = frontier_of_block(
                block, self.plan, max_points=self.max_points, budget=self.budget
            )
            rows = [tuple(w) for w in values.T.tolist()]
            return self._curve(list(zip(rows, counts.tolist(), strict=True)))
        return self._curve([(row, 1) for _, row in block.rows()])

    def _curve(self, rows: list[tuple[Vector, int]]) -> Curve:
        return curve_of([(*row, 0)[:2] for row, _ in rows], [count for _, count in rows])

    def add(self, one: Curve, two: Curve, /) -> Curve:
        """Return the frontier of all sums."""
        self.budget.check()
        long, short = (one, two) if len(one) >= len(two) else (two, one)
        if len(short) > 1 and len(long) >= LONG["numpy" not in sys.modules]:
            from irenic.solve.merge2_long import add_long

            if (found := add_long(long, short)) is not None:
                return found
        return add_curves(one.listed(), two.listed())

    def shift(self, curve: Curve, vector: Vector, /) -> Curve:
        """Return the frontier moved by a vector."""
        if not any(vector):
            return curve
        curve = curve.listed()
        x, y = (*vector, 0)[:2]
        return Curve([a - x for a in curve.minus_a], [b + y for b in curve.b], curve.counts)

    def unite(self, curves: Sequence[Curve], /) -> Curve:
        """Return the frontier of all points of several curves."""
        if len(curves) == 1:
            return curves[0]
        curves = [curve.listed() for curve in curves]
        points = [(-a, b) for c in curves for a, b in zip(c.minus_a, c.b, strict=True)]
        return curve_of(points, [count for c in curves for count in c.counts])

    def size(self, curve: Curve, /) -> int:
        """Return the number of points."""
        return len(curve)

    def layer(self, curve: Curve, /) -> Layer:
        """Return the points in a compact form to look them up in."""
        columns = (_packed(curve.minus_a), _packed(curve.b))
        return Layer(columns[: self.plan.n_parties], sign=-1)

    def points(self, curve: Curve, /) -> list[Vector]:
        """Return the points, best for party 0 first."""
        curve = curve.listed()
        pairs = zip(curve.minus_a, curve.b, strict=True)
        return [(-a, b)[: self.plan.n_parties] for a, b in pairs]

    def counts(self, curve: Curve, /) -> list[int]:
        """Return the number of packages behind each point."""
        return list(curve.listed().counts)


def _packed(numbers: Any) -> Sequence[int]:
    """Return the numbers in eight bytes each where they fit."""
    if not isinstance(numbers, list):
        packed = array("q")
        packed.frombytes(numbers.tobytes())
        return packed
    fits = not numbers or max(abs(numbers[0]), abs(numbers[-1])) < 1 << 63
    return array("q", numbers) if fits else numbers
