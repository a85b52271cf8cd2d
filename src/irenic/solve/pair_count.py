"""Counting for two parties by meeting in the middle.

Every package is a sum of a vector of one half of the issues and a vector of the other.  For
each vector of the first half, the vectors of the second that complete it are those that are
large enough in both coordinates; a merge-sort tree counts them without visiting them.

References
----------
E. Horowitz, S. Sahni, "Computing Partitions with Applications to the Knapsack Problem",
Journal of the ACM 21 (1974) 277-292.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["count_pairs"]


def count_pairs(
    one: tuple[Columns, Columns], two: tuple[Columns, Columns], floors: tuple[int, int], /
) -> int:
    r"""Return the number of pairs whose sum reaches both floors.

    .. math:: \sum_{a, b\,:\, a_0 + b_0 \ge f_0,\ a_1 + b_1 \ge f_1} c_a c_b

    Parameters
    ----------
    one, two : (array of shape (2, n), array of shape (n,))
        64-bit integer vectors and how often each occurs; neither is empty.
    floors : (int, int)

    Notes
    -----
    Time O((n + m) log(m)^2), memory O(n + m).  The answer is exact at any size.

    Examples
    --------
    >>> import numpy as np
    >>> half = np.array([[0, 1, 2], [2, 1, 0]]), np.array([1, 1, 1])
    >>> count_pairs(half, half, (2, 2))
    3
    """
    import numpy as np

    (a, times), (b, weight) = one, two
    order = np.argsort(-b[0], kind="stable")
    b, weight = b[:, order], weight[order].astype(object)
    heights = np.unique(b[1])
    rank = np.searchsorted(heights, b[1])
    low = np.searchsorted(heights, floors[1] - a[1])
    # The first ``reach`` vectors of the second half are large enough for party 0.
    reach = np.searchsorted(-b[0], a[0] - floors[0], side="right")
    found: Columns = np.zeros(a.shape[1], dtype=object)
    place = np.arange(b.shape[1])
    for level in range(int(reach.max()).bit_length()):
        # Blocks of 2**level vectors, each sorted by height; ``reach`` is made of the blocks
        # that its binary digits name.
        asked = np.flatnonzero(reach >> level & 1)
        key = (place >> level) * (len(heights) + 1) + rank
        sort = np.argsort(key, kind="stable")
        below = np.concatenate([[0], np.cumsum(weight[sort])])
        block = (reach[asked] >> level) - 1
        first = np.searchsorted(key[sort], block * (len(heights) + 1) + low[asked])
        found[asked] += below[(block + 1) << level] - below[first]
    return int((found * times.astype(object)).sum())
