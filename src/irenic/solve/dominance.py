"""Which columns are dominated, exactly, in numpy and moocore.

Arrays hold one row per party and one column per point; more is better.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = [
    "EXACT_FLOAT",
    "distinct",
    "distinct_frontier",
    "drop_dominated",
    "maxima",
    "ranks",
    "undominated",
]

#: Integers below 2**53 are exact in float64, which is what moocore compares.
EXACT_FLOAT = 1 << 53
#: Fewer columns than this are compared at once, without the grid.
SIEVED = 1_000
#: The grid of the sieve has at most 2**18 cells: 2 MB, about what a processor keeps at hand.
GRID_BITS = 18
#: Equal columns are found without sorting up to so many possible vectors for each column.
CELLS = 4
#: Sorting by one number needs all parties' numbers side by side in 63 bits.
KEY_BITS = 63
#: How many strong points a slice is held against before the exact filter.
CHAMPIONS = 12


def distinct_frontier(values: Columns, counts: Columns, bound: int, /) -> tuple[Columns, Columns]:
    """Return the distinct non-dominated columns with the counts of equal columns added up.

    Parameters
    ----------
    values : array of shape (n_parties, n)
        Non-negative integers of at most ``bound``, 64-bit (or as float64) or Python integers.
    counts : array of shape (n,)
        Packages behind each column.
    bound : int
        Decides whether float64 can carry the comparison; if not, ranks do.

    Returns
    -------
    tuple of arrays
        Points sorted lexicographically ascending, and their counts.

    Notes
    -----
    Dominated columns go first and equal ones are merged after, because few survive.

    References
    ----------
    H. T. Kung, F. Luccio, F. P. Preparata, "On Finding the Maxima of a Set of Vectors",
    Journal of the ACM 22 (1975) 469-476; as implemented by moocore.
    """
    if len(values) > 2:
        places = maxima(values, bound)
        return distinct(values[:, places], counts[places])
    values, counts = distinct(values, counts)
    keep = undominated(values if values.dtype != object else ranks(values))
    return values[:, keep], counts[keep]


def maxima(values: Columns, bound: int, /) -> Columns:
    """Return the places of the columns of three parties or more that no other dominates.

    Equal columns are all kept; the places ascend.  A grid first drops what some column
    beats by a whole cell in every row but the last; moocore judges the rest.
    """
    keys = values if values.dtype != object and bound < EXACT_FLOAT else ranks(values)
    places = _sieve(keys)
    left: Columns = places[undominated(keys[:, places])]
    return left


def _sieve(values: Columns) -> Columns:
    """Return the places of columns that may be efficient; drops only dominated ones.

    Every cell of a grid over all rows but the last knows the greatest last number in it and
    in all cells beyond.  O(columns + cells).
    """
    import numpy as np

    n, size = values.shape
    if size < SIEVED:
        return np.arange(size)
    bits = min(GRID_BITS, size.bit_length()) // (n - 1)
    cell: Columns = np.zeros(size, dtype=np.int64)
    shape: list[int] = []
    for row in values[:-1]:
        low = row.min()
        span = int(row.max() - low)
        drop = max(0, span.bit_length() - bits)
        shape.append((span >> drop) + 2)
        cell *= shape[-1]
        above = row - low
        cell += (above if above.dtype.kind == "i" else above.astype(np.int64)) >> drop
    best: Columns = np.full(prod(shape), -1, dtype=values.dtype)
    np.maximum.at(best, cell, values[-1])
    best = best.reshape(shape)
    for axis in range(n - 1):
        best = np.flip(np.maximum.accumulate(np.flip(best, axis), axis=axis), axis)
    beyond = 0
    for width in shape:
        beyond = beyond * width + 1
    return np.flatnonzero(values[-1] > best.reshape(-1)[cell + beyond])


def distinct(values: Columns, counts: Columns, /) -> tuple[Columns, Columns]:
    """Return the distinct columns, sorted lexicographically ascending, equal ones counted up."""
    import numpy as np

    if values.shape[1] <= 1:
        return values, counts
    if values.dtype != object and counts.dtype != object:
        low = values.min(axis=1).astype(np.int64)
        shape = tuple(int(x) + 1 for x in values.max(axis=1).astype(np.int64) - low)
        if prod(shape) <= CELLS * values.shape[1]:
            return _distinct_by_cell(values, counts, low, shape)
    order = _sorted_places(values)
    values, counts = values[:, order], counts[order]
    new = np.ones(values.shape[1], dtype=bool)
    new[1:] = (values[:, 1:] != values[:, :-1]).any(axis=0)
    if new.all():
        return values, counts
    starts = np.flatnonzero(new)
    return values[:, starts], np.add.reduceat(counts, starts)


def _distinct_by_cell(
    values: Columns, counts: Columns, low: Columns, shape: tuple[int, ...]
) -> tuple[Columns, Columns]:
    """Return what :func:`distinct` returns, with a cell for every vector there might be."""
    import numpy as np

    cell: Columns = np.zeros(values.shape[1], dtype=np.int64)
    for row, start, width in zip(values, low, shape, strict=True):
        cell *= width
        cell += row.astype(np.int64, copy=False) - start
    total: Columns = np.zeros(prod(shape), dtype=counts.dtype)
    np.add.at(total, cell, counts)
    met = np.zeros(len(total), dtype=bool)
    met[cell] = True
    cells = np.flatnonzero(met)
    rows = np.array(np.unravel_index(cells, shape)) + low[:, None]
    return rows.astype(values.dtype, copy=False), total[cells]


def _sorted_places(values: Columns) -> Columns:
    """Return the order that sorts the columns lexicographically."""
    import numpy as np

    if values.dtype == object:
        return np.lexsort(ranks(values)[::-1])
    values = values.astype(np.int64, copy=False)
    low = values.min(axis=1)
    bits = [int(x).bit_length() for x in values.max(axis=1) - low]
    if sum(bits) > KEY_BITS:
        return np.lexsort(values[::-1])
    key = values[0] - low[0]
    for row, start, width in zip(values[1:], low[1:], bits[1:], strict=True):
        key <<= width
        key += row - start
    return np.argsort(key, kind="stable")


def undominated(values: Columns, /) -> NDArray[np.bool_]:
    """Return which columns no other column dominates; equal columns are all kept.

    For one or two parties the columns must be distinct and sorted ascending.
    """
    import numpy as np

    n, size = values.shape
    if n <= 2:
        keep = np.ones(size, dtype=bool)
        if size > 1:
            after = np.maximum.accumulate(values[-1][::-1])[::-1]
            keep[:-1] = values[-1][:-1] > after[1:] if n == 2 else False
        return keep
    from moocore import is_nondominated

    points = np.empty((size, n))
    points[:] = values.T
    found: NDArray[np.bool_] = is_nondominated(points, maximise=True, keep_weakly=True)
    return found


def ranks(values: Columns) -> Columns:
    """Return, row by row, the place of each number among the distinct ones; same order."""
    import numpy as np

    return np.array([np.unique(row, return_inverse=True)[1] for row in values])


def drop_dominated(values: Columns, best: Columns, /) -> Columns:
    """Return the columns without many of those that some other column dominates.

    A quick sieve: what it drops is dominated, what it keeps need not be efficient.  It
    compares with a few strong columns of ``values`` and ``best`` (for two parties with all
    of ``best``, which must be a frontier sorted ascending).
    """
    import numpy as np

    n = len(values)
    if n == 2 and best.shape[1]:
        # The first frontier point that is at least as good for party 0 is the best of
        # those for party 1, because party 1 falls as party 0 rises.
        place = np.searchsorted(best[0], values[0])
        reach = np.append(best[1], -1)[place]
        at = np.append(best[0], -1)[place]
        values = values[:, (values[1] > reach) | ((values[1] == reach) & (values[0] == at))]
    for party in range(-1, CHAMPIONS - 1):
        if values.shape[1] <= CHAMPIONS:
            break
        champion = _champion(values, best, party)
        worse = (values <= champion[:, None]).all(axis=0)
        equal = (values == champion[:, None]).all(axis=0)
        values = values[:, ~worse | equal]
    return values


def _champion(values: Columns, best: Columns, turn: int) -> Columns:
    """Return the column with the greatest sum of shares, some party counted more.

    Only speed depends on the choice, so floats are good enough here.
    """
    import numpy as np

    n = len(values)
    weights = np.ones(n)
    if turn >= 0:
        weights[turn % n] += 2.0 ** (1 - turn // n)
    pool = values if best.shape[1] == 0 else np.concatenate([best, values], axis=1)
    top = np.maximum(pool.max(axis=1), 1)
    share = np.array([row / t for row, t in zip(pool, top, strict=True)], dtype=float)
    chosen: Columns = pool[:, int(np.argmax(weights @ share))]
    return chosen
