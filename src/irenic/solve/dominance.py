"""Which columns are dominated, exactly, in numpy and moocore.

Arrays hold one row per party and one column per point; more is better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["EXACT_FLOAT", "distinct", "distinct_frontier", "drop_dominated", "ranks", "undominated"]

#: Integers below 2**53 are exact in float64, which is what moocore compares.
EXACT_FLOAT = 1 << 53
#: How many strong points a slice is held against before the exact filter.
CHAMPIONS = 12


def distinct_frontier(values: Columns, counts: Columns, bound: int, /) -> tuple[Columns, Columns]:
    """Return the distinct non-dominated columns with the counts of equal columns added up.

    Parameters
    ----------
    values : array of shape (n_parties, n)
        Non-negative integers of at most ``bound``, 64-bit or Python integers.
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
    import numpy as np

    keys = values if values.dtype != object and bound < EXACT_FLOAT else ranks(values)
    if len(values) > 2:
        keep = undominated(keys)
        values, counts, keys = values[:, keep], counts[keep], keys[:, keep]
    order = np.lexsort(keys[::-1])
    keys = keys[:, order]
    new = np.ones(keys.shape[1], dtype=bool)
    new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    starts = np.flatnonzero(new)
    values, keys = values[:, order[starts]], keys[:, starts]
    counts = np.add.reduceat(counts[order], starts) if len(starts) else counts[:0]
    if len(values) <= 2:
        keep = undominated(keys)
        values, counts = values[:, keep], counts[keep]
    return values, counts


def distinct(values: Columns, counts: Columns, /) -> tuple[Columns, Columns]:
    """Return the distinct columns, sorted ascending, with the counts of equal ones added up."""
    import numpy as np

    keys = ranks(values) if values.dtype == object else values
    order = np.lexsort(keys[::-1])
    keys = keys[:, order]
    new = np.ones(keys.shape[1], dtype=bool)
    new[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    starts = np.flatnonzero(new)
    total = np.add.reduceat(counts[order], starts) if len(starts) else counts[:0]
    return values[:, order[starts]], total


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

    points = np.ascontiguousarray(values.T, dtype=np.float64)
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
