"""The frontier of three and more parties, block by block, in numpy and moocore.

After each block the sums of every partial point and every point of the block are formed
and dominated ones dropped: what is dominated part way stays dominated by the same
completion, so nothing efficient is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from irenic.solve.dominance import distinct_frontier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["BATCH", "add_frontiers"]

#: Sums formed at once; 4 parties then take 64 MB, and twice that while they are filtered.
BATCH = 2_000_000


def add_frontiers(
    one: tuple[Columns, Columns], two: tuple[Columns, Columns], bound: int, /
) -> tuple[Columns, Columns]:
    """Return the frontier of all sums of a column of ``one`` and a column of ``two``.

    Each argument is a pair of points (n_parties, n) and counts (n,); sums stay within
    ``bound``.  Counts multiply, and equal sums add theirs up.
    """
    import numpy as np

    (a, ca), (b, cb) = (one, two) if one[0].shape[1] >= two[0].shape[1] else (two, one)
    n = len(a)
    if b.shape[1] == 1:
        return a + b, ca * cb[0]
    step = max(1, BATCH // a.shape[1])
    best: Columns = np.empty((n, 0), dtype=a.dtype)
    counts: Columns = np.empty(0, dtype=ca.dtype)
    for low in range(0, b.shape[1], step):
        sums = (a[:, :, None] + b[:, None, low : low + step]).reshape(n, -1)
        ways = (ca[:, None] * cb[None, low : low + step]).reshape(-1)
        best, counts = distinct_frontier(
            np.concatenate([best, sums], axis=1), np.concatenate([counts, ways]), bound
        )
    return best, counts
