r"""A handful of points that stand for many, and how far the rest lies from them.

First the points that are named anyway (each party's best, what methods chose), then again
and again the point that is farthest from all chosen ones,

.. math:: p_{k+1} = \arg\max_p \min_{j \le k} d(p, p_j), \qquad
          d(p, q) = \max_i \frac{|p_i - q_i|}{R_i}

with :math:`R_i` the range of party *i* over the points.

References
----------
T. F. Gonzalez, "Clustering to minimize the maximum intercluster distance", Theoretical
Computer Science 38 (1985) 293-306.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.solve.blocks import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["MANY", "Representatives", "representatives"]

#: Points that a reader can hold side by side.
MANY = 9


@dataclass(frozen=True, slots=True)
class Representatives:
    """``rows`` of the chosen points, in the order of choice, and why each was chosen.

    ``best_for[k]`` are the parties for whom ``rows[k]`` is best; ``named[k]`` says that the
    caller asked for it.  Every point is within ``radius`` of a chosen one for every party,
    as a part of that party's range over the points.  ``low`` and ``high`` enclose the points.
    """

    rows: tuple[int, ...]
    best_for: tuple[tuple[int, ...], ...]
    named: tuple[bool, ...]
    radius: Fraction
    low: Vector
    high: Vector


def representatives(
    points: Sequence[Vector], /, *, named: Sequence[int] = (), limit: int = MANY
) -> Representatives:
    """Return a few points that stand for all.

    Parameters
    ----------
    points : sequence of shape (n, n_parties)
        At least one; scores are compared party by party only.
    named : sequence of int
        Rows that are chosen in any case, as far as ``limit`` allows.
    limit : int
        Points chosen at most; at least one.

    Notes
    -----
    O(n * limit * n_parties).  Of equally distant points the first is chosen; a party's best
    point is its highest score, then the point that is best for the worst-off of the others.

    Examples
    --------
    >>> found = representatives([(9, 0), (8, 5), (7, 6), (2, 8), (0, 9)], limit=3)
    >>> found.rows, found.best_for, found.radius
    ((0, 4, 2), ((0,), (1,), ()), Fraction(2, 9))
    """
    import numpy as np

    columns = list(zip(*points, strict=True))
    low, high = tuple(map(min, columns)), tuple(map(max, columns))
    ranges = [max(b - a, 1) for a, b in zip(low, high, strict=True)]
    parts = np.array(
        [[(x - a) / r for x, a, r in zip(point, low, ranges, strict=True)] for point in points],
        dtype=np.float64,
    )
    best = [_best_for(columns, parts, i) for i in range(len(columns))]
    rows = list(dict.fromkeys([*best, *named]))[:limit]
    away: Array = np.full(len(points), np.inf)
    for row in rows:
        away = np.minimum(away, np.abs(parts - parts[row]).max(axis=1))
    while len(rows) < min(limit, len(points)) and float(away.max()) > 0:
        rows.append(int(away.argmax()))
        away = np.minimum(away, np.abs(parts - parts[rows[-1]]).max(axis=1))
    return Representatives(
        tuple(rows),
        tuple(tuple(i for i, row in enumerate(best) if row == k) for k in rows),
        tuple(k in named for k in rows),
        _radius(points, rows, ranges, away),
        low,
        high,
    )


def _best_for(columns: Sequence[Sequence[int]], parts: Array, party: int) -> int:
    top = max(columns[party])
    rows = [k for k, x in enumerate(columns[party]) if x == top]
    return max(rows, key=lambda k: (sorted(parts[k].tolist()), -k))


def _radius(
    points: Sequence[Vector], rows: Sequence[int], ranges: Sequence[int], away: Array
) -> Fraction:
    """Return the greatest distance exactly: floats only say where it can be."""
    far = [k for k, x in enumerate(away.tolist()) if x >= float(away.max()) - 1e-9]

    def distance(p: Vector, q: Vector) -> Fraction:
        return max(Fraction(abs(x - y), r) for x, y, r in zip(p, q, ranges, strict=True))

    return max(min(distance(points[k], points[row]) for row in rows) for k in far)
