"""The two-party frontier, issue by issue, in plain Python integers.

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

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace

__all__ = ["Curve", "add_curves", "curve_of"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A two-party frontier: ``minus_a`` and ``b`` strictly ascend together.

    ``minus_a`` is the utility of party 0 times -1, so that one direction serves both.
    """

    minus_a: Sequence[int]
    b: Sequence[int]
    counts: Sequence[int]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.b)


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
