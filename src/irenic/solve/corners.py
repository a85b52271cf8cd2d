r"""Where something better than a list of points could still be: the corners of its search region.

A point *u* is matched or beaten by a list *S* unless it lies strictly above some *corner c*,

.. math:: \{u : \text{no } s \in S \text{ with } s \ge u\} = \bigcup_c \{u : u_i > c_i \text{ for
          every } i\},

so that finitely many corners describe all that a list misses.  Every coordinate of a corner is
a coordinate of some point, or open downwards (:data:`OPEN`).

References
----------
K. Klamroth, R. Lacour, D. Vanderpooten, "On the representation of the search region in
multi-objective optimization", European Journal of Operational Research 245 (2015) 767-778.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["OPEN", "corners_of"]

#: Stands for "any value, however small"; scores inside a plan are never negative.
OPEN = -1
#: So many corners are compared pair by pair; more are sorted out by moocore.
FEW = 60
#: Points between two looks at the clock.
OFTEN = 256


def corners_of(
    points: Array, /, *, max_corners: int | None = None, budget: Budget = UNLIMITED
) -> Array:
    """Return the corners of the search region of some points.

    Parameters
    ----------
    points : array of shape (n, n_parties)
        Whole numbers, none negative; at least one row.
    max_corners : int, optional
    budget : Budget

    Returns
    -------
    array of shape (n_corners, n_parties)
        Of the type of ``points``.  Where scores of four and more parties tie, a few say
        what others say already.

    Raises
    ------
    LimitReached
        When there are more corners than ``max_corners``, or the budget is spent.

    Notes
    -----
    Points are added by falling score of the first party.  A corner of the other parties'
    scores that a point cuts off lasted down to that point's score for the first party, and
    is a corner of the whole.  For three parties O(n log n + corners), beyond that
    O(n * corners of one party fewer).

    Examples
    --------
    >>> corners_of(np.array([[3, 1], [1, 2]])).tolist()
    X
    """
    # Corners only repeat coordinates, so that their ranks say all; they fit small integers.
    columns = [np.unique(column, return_inverse=True) for column in points.T]
    ranks = np.array([inverse for _, inverse in columns], dtype=np.int64).T
    order = np.lexsort(-ranks.T[::-1])
    found = _swept(ranks[order], max_corners, budget)
    corners: Array = np.empty(found.shape, dtype=points.dtype)
    for i, (values, _) in enumerate(columns):
        corners[:, i] = np.where(found[:, i] < 0, OPEN, values[np.maximum(found[:, i], 0)])
    return corners


def _swept(ranks: Array, most: int | None, budget: Budget) -> Array:
    """Return the corners in ranks, of points in falling order."""
    n = ranks.shape[1]
    if n == 1:
        return ranks[:1]
    swept: _Stairs | _Growing = _Stairs() if n == 3 else _Growing(n - 1)
    rows: list[Array] = []
    total = 0
    for k, (level, *rest) in enumerate(ranks.tolist()):
        gone = swept.add(rest)
        if gone:
            rows.append(np.array([(level, *c) for c in gone], dtype=np.int64))
            total += len(gone)
        if most is not None and total + swept.size() > most:
            raise LimitReached(f"{len(ranks)} points have more than {most} corners between them")
        if k % OFTEN == 0:
            budget.check()
    last = swept.corners()
    rows.append(np.concatenate([np.full((len(last), 1), OPEN), last], axis=1))
    return _born_and_gone(rows)


def _born_and_gone(rows: list[Array]) -> Array:
    """Return all corners; of those that differ in the first place only, the lowest."""
    every = np.concatenate(rows)
    order = np.lexsort(every.T)  # the last party first, the first party last
    every = every[order]
    fresh = np.ones(len(every), dtype=bool)
    fresh[1:] = (every[1:, 1:] != every[:-1, 1:]).any(axis=1)
    kept: Array = every[fresh]
    return kept


class _Stairs:
    """The corners of points in a plane: a falling staircase, kept as two sorted lists."""

    def __init__(self) -> None:
        self.x: list[int] = []  # ascending
        self.y: list[int] = []  # descending, so that -y ascends
        self.negative: list[int] = []

    def size(self) -> int:
        """Return the number of corners."""
        return len(self.x) + 1

    def add(self, point: list[int]) -> list[tuple[int, int]]:
        """Add a point and return the corners that lie strictly below it."""
        x, y = point
        right = bisect_left(self.x, x)  # steps from here on reach at least as far
        if right < len(self.x) and self.y[right] >= y:
            return []
        # Steps before ``right`` with at most y are hidden by the new one.
        left = bisect_left(self.negative, -y, 0, right)
        equal = right < len(self.x) and self.x[right] == x
        xs = [self.x[left - 1] if left else OPEN, *self.x[left:right]]
        ys = [*self.y[left:right], self.y[right] if right < len(self.x) else OPEN]
        gone = [(a, b) for a, b in zip(xs, ys, strict=True) if a < x and b < y]
        end = right + 1 if equal else right
        self.x[left:end], self.y[left:end], self.negative[left:end] = [x], [y], [-y]
        return gone

    def corners(self) -> Array:
        """Return the corners now."""
        found: Array = np.array([[OPEN, *self.x], [*self.y, OPEN]], dtype=np.int64).T
        return found


class _Growing:
    """The corners of points in any number of dimensions, one point after the other."""

    def __init__(self, n: int) -> None:
        self.now: Array = np.full((1, n), OPEN, dtype=np.int64)

    def size(self) -> int:
        """Return the number of corners."""
        return len(self.now)

    def add(self, point: list[int]) -> list[tuple[int, ...]]:
        """Add a point and return the corners that lie strictly below it."""
        z: Array = np.array(point, dtype=np.int64)
        below = (self.now < z).all(axis=1)
        gone = self.now[below]
        if not len(gone):
            return []
        stay = self.now[~below]
        fresh = [stay]
        for i in range(len(z)):
            raised = gone.copy()
            raised[:, i] = z[i]
            # Of the corners that stay only one with the same number here can lie below.
            level = stay[stay[:, i] == z[i]]
            fresh.append(_lowest(raised, level))
        self.now = np.concatenate(fresh)
        return [tuple(c) for c in gone.tolist()]

    def corners(self) -> Array:
        """Return the corners now."""
        return self.now


def _lowest(raised: Array, others: Array) -> Array:
    """Return the distinct rows that no different row, and no row of ``others``, is below."""
    rows = np.unique(raised, axis=0) if len(raised) > 1 else raised
    if len(others):
        near = others[(others <= rows.max(axis=0)).all(axis=1)]
        if len(near):
            rows = rows[~(near[None] <= rows[:, None]).all(axis=2).any(axis=1)]
    if len(rows) < 2:
        return rows
    if len(rows) <= FEW:
        under: Array = np.all(rows[:, None] <= rows[None], axis=2)
        np.fill_diagonal(under, False)
        return rows[~under.any(axis=0)]
    from moocore import is_nondominated

    least: Array = is_nondominated(rows.astype(np.float64), keep_weakly=True)
    return rows[least]
