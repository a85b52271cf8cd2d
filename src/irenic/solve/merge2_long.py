"""Adding an issue to a long two-party curve, in numpy.

Two ways, both exact, which give what :func:`irenic.solve.merge2.add_curves` gives:

*dense* holds the best utility of party 1 for every whole number that party 0 can give up, and
takes the maximum of shifted copies; it pays where scores are coarse, so that most numbers
between the ends of the curve are points of it;
*sorted* sorts the points of all shifted copies and keeps the new maxima.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.curve import Curve

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

__all__ = ["add_long"]

#: The dense way is taken up to this many whole numbers for each point of the curve.
DENSE = 16
#: More whole numbers than this take too much memory for the dense way.
DENSE_CELLS = 1 << 24
#: Sums and keys below this fit a signed 64-bit integer.
MACHINE = 1 << 62


def add_long(long: Curve, short: Curve, /) -> Curve | None:
    """Return the frontier of all sums; ``None`` where machine integers cannot hold them.

    Notes
    -----
    With *k* points on the shorter curve: dense O(k * length of the scale), sorted
    O(k * len(long) * log k).
    """
    reach = int(long.minus_a[-1]) - int(long.minus_a[0])
    more = int(short.minus_a[-1]) - int(short.minus_a[0])
    if _extent(long) + _extent(short) >= MACHINE:
        return None
    one, two = _arrays(long), _arrays(short)
    most = sum(map(int, long.counts)) if one[2].dtype == object else int(one[2].sum())
    if most * int(two[2].sum()) >= MACHINE:
        one, two = (*one[:2], one[2].astype(object)), (*two[:2], two[2].astype(object))
    dense = reach + more < min(DENSE * len(long), DENSE_CELLS)
    return _curve(*(_dense if dense else _sorted)(one, two))


_Columns = tuple["Numbers", "Numbers", "Numbers"]


def _curve(*columns: Any) -> Curve:
    return Curve(*columns)


def _extent(curve: Curve) -> int:
    return max(abs(int(x)) for c in (curve.minus_a, curve.b) for x in (c[0], c[-1]))


def _arrays(curve: Curve) -> _Columns:
    counts: Any = curve.counts
    if not isinstance(counts, np.ndarray):
        dtype = np.int64 if sum(counts) < MACHINE else object
        counts = np.array(counts, dtype=dtype)
    a, b = (np.asarray(column, dtype=np.int64) for column in (curve.minus_a, curve.b))
    return a, b, counts


def _dense(one: _Columns, two: _Columns) -> _Columns:
    (xs, ys, cs), (dx, dy, dc) = one, two
    place, move = xs - xs[0], (dx - dx[0]).tolist()
    rise = ys - ys[0]
    small = int(rise[-1]) + int(dy[-1] - dy[0]) < 1 << 31
    # Where the curve has no point, what a better score of party 0 leaves is possible too.
    rise = rise.astype(np.int32 if small else np.int64)
    stairs = np.repeat(rise, np.diff(place, append=place[-1] + 1))
    lift = (dy - dy[0]).astype(stairs.dtype)
    size = len(stairs)
    best = np.full(size + move[-1], -1, dtype=stairs.dtype)
    room = np.empty_like(stairs)
    for shift, up in zip(move, lift, strict=True):
        part = best[shift : shift + size]
        np.maximum(part, np.add(stairs, up, out=room), out=part)
    best = np.maximum.accumulate(best)
    new = np.flatnonzero(np.diff(best, prepend=np.array([-1], dtype=best.dtype)))
    height = best[new]
    ways = np.zeros(size, dtype=cs.dtype)
    ways[place] = cs
    counts = np.zeros(len(new), dtype=cs.dtype)
    for shift, up, times in zip(move, lift, dc, strict=True):
        low, high = np.searchsorted(new, (shift, shift + size))
        source = new[low:high] - shift
        # A step that is no point of the curve lies no higher than the one before it.
        hit = np.flatnonzero(stairs[source] + up == height[low:high])
        counts[low + hit] += ways[source[hit]] * times
    return new + (xs[0] + dx[0]), height.astype(np.int64) + (ys[0] + dy[0]), counts


def _sorted(one: _Columns, two: _Columns) -> _Columns:
    (xs, ys, cs), (dx, dy, dc) = one, two
    low, top = xs[0] + dx[0], ys[-1] + dy[-1]
    x = (xs + (dx[:, None] - low)).reshape(-1)
    behind = (top - ys - dy[:, None]).reshape(-1)
    places = _sieve(x, behind)
    places = places[_order(x[places], behind[places])]
    x, behind = x[places], behind[places]
    new = np.ones(len(x), dtype=bool)
    new[1:] = behind[1:] < np.minimum.accumulate(behind)[:-1]
    starts = np.flatnonzero(new)
    # Equal sums follow each other; each run begins with the one that is new.
    latest = starts[np.cumsum(new) - 1]
    same = np.flatnonzero((x == x[latest]) & (behind == behind[latest]))
    row, column = np.divmod(places[same], len(xs))
    counts = np.add.reduceat(dc[row] * cs[column], np.flatnonzero(new[same]))
    return x[starts] + low, top - behind[starts], counts


def _order(x: Numbers, behind: Numbers) -> Numbers:
    """Return the order by party 0, then by party 1, best first: by one number if it fits."""
    width = int(behind.max()) + 1
    if (int(x.max()) + 1) * width < MACHINE:
        return np.argsort(x * width + behind)
    return np.lexsort((behind, x))


def _sieve(x: Numbers, behind: Numbers) -> Numbers:
    """Return the places of points that none in an earlier cell of ``x`` dominates."""
    last = int(x.max())
    drop = max(0, last.bit_length() - len(x).bit_length())
    cell = x >> drop
    best = np.full((last >> drop) + 2, np.iinfo(np.int64).max)
    np.minimum.at(best, cell + 1, behind)
    return np.flatnonzero(behind < np.minimum.accumulate(best)[cell])
