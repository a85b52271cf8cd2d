"""Least and greatest over what a decision maker, or all others, can reach in option form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.prepared import Axis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["best_of_own", "least_after_any_moves"]

#: Runs of neighbours that numpy is quick with are at least so long.
_RUN = 16
#: Values compared at a time, so that no large array is made for it.
_AT_A_TIME = 1 << 16


def _own_bound(axis: Axis, values: NDArray[Any], which: Literal["least", "greatest"]) -> Any:
    """Return the bound over one move of a decision maker, or none, from each state.

    The shape is (above, width, below), or (above, 1, below) when it is the same for the whole
    row.  A move may jump over impossible states, so values there must not count by themselves.
    """
    import numpy as np

    bound: Any = np.minimum if which == "least" else np.maximum
    rows = axis.view(values)
    if axis.free:
        return bound.reduce(rows, axis=1, keepdims=True)
    # Options that change fastest are taken to the front: numpy is quick with long runs only.
    turn = axis.below < _RUN
    found = np.array(rows.transpose(1, 0, 2) if turn else rows, order="C")
    below = axis.above * axis.below if turn else axis.below
    for k, direction in enumerate(axis.directions):
        split = found.reshape(-1, 2, below << k)
        no, yes = split[:, 0], split[:, 1]
        if direction > 0:
            bound(no, yes, out=no)
        elif direction < 0:
            bound(no, yes, out=yes)
        else:
            bound(no, yes, out=no)
            yes[...] = no
    return found.transpose(1, 0, 2) if turn else found


def best_of_own(axis: Axis, values: NDArray[Any], /) -> NDArray[Any]:
    r"""Return the greatest value within one own move, staying included.

    .. math:: \max_{u \in R_i(s) \cup \{s\}} v(u)

    Parameters
    ----------
    values : array of shape (2^m,)
        Least of all at impossible states.

    Returns
    -------
    array that broadcasts to (above, width, below); without meaning at impossible states.
    """
    found: NDArray[Any] = _own_bound(axis, values, "greatest")
    return found


def least_after_any_moves(
    axes: Sequence[Axis],
    maker: int,
    values: NDArray[Any],
    closed: NDArray[Any] | None,
    /,
    *,
    one_step: bool = False,
    budget: Budget = UNLIMITED,
) -> NDArray[Any]:
    r"""Return the least value that the others can bring about, by any moves or none.

    .. math:: \min_{t \in R_{N \setminus i}(s) \cup \{s\}} v(t)

    Parameters
    ----------
    values : array of shape (2^m,)
        Whole numbers of 0 and more; without meaning at impossible states.
    closed : array of shape (2^m,), optional
        The greatest number of the type at impossible states, else 0.
    one_step : bool
        Only one move of one of the others.

    Returns
    -------
    array that broadcasts to the shape of the maker's axis.

    Notes
    -----
    Where everything is possible, one pass over the others is exact, since what each can reach
    does not depend on the rest.  Else passes follow until nothing changes; slices (one for
    each setting of the maker's own options, which the others cannot change) leave the work as
    soon as they hold their least value everywhere.
    """
    others = [j for j in range(len(axes)) if j != maker and axes[j].width > 1]
    axis = axes[maker]
    if one_step:
        return _after_one_move([axes[j] for j in others], axis, values, closed)
    if closed is None and all(axes[j].free for j in others):
        least: NDArray[Any] = axis.view(values).min(axis=(0, 2), keepdims=True)
        return least
    return _by_slices(axes, maker, values, closed, budget)


def _spread(axis: Axis, values: NDArray[Any], closed: NDArray[Any] | None) -> NDArray[Any]:
    """Return the least within one move of a decision maker, impossible states closed again."""
    import numpy as np

    least = _own_bound(axis, values, "least")
    if closed is None:
        shape = (axis.above, axis.width, axis.below)
        return np.ascontiguousarray(np.broadcast_to(least, shape)).reshape(values.shape)
    shut = least if least.shape[1] == axis.width and least.flags.c_contiguous else None
    return np.asarray(np.bitwise_or(least, axis.view(closed), out=shut)).reshape(values.shape)


def _shut(values: NDArray[Any], closed: NDArray[Any]) -> NDArray[Any]:
    """Return values with the greatest number at impossible states, where some are negative."""
    import numpy as np

    shut: NDArray[Any] = np.bitwise_or(values, closed)
    shut &= np.iinfo(shut.dtype).max
    return shut


def _after_one_move(
    others: Sequence[Axis], axis: Axis, values: NDArray[Any], closed: NDArray[Any] | None
) -> NDArray[Any]:
    import numpy as np

    values = values.copy() if closed is None else _shut(values, closed)
    found = values.copy()
    for other in others:
        rows = other.view(found)
        np.minimum(rows, _own_bound(other, values, "least"), out=rows)
    if closed is not None:
        found |= closed
    return axis.view(found)


def _by_slices(
    axes: Sequence[Axis],
    maker: int,
    values: NDArray[Any],
    closed: NDArray[Any] | None,
    budget: Budget,
) -> NDArray[Any]:
    """Return the least after any moves, slice by slice; a slice is one index of the last axis.

    The slices come last, because long runs of neighbours are what numpy is quick with.
    """
    import numpy as np

    axis = axes[maker]
    now, barred = _turned(axis, values), None
    if closed is not None:
        barred = _turned(axis, closed)
        now = _shut(now, barred)
    inside = [
        replace(a, below=a.below // axis.width if a.below > axis.below else a.below)
        for j, a in enumerate(axes)
        if j != maker and a.width > 1
    ]
    least = now.min(axis=0)
    work = np.arange(axis.width)
    found = now
    while len(work):
        budget.check()
        after = now
        for other in inside:
            inner = replace(
                other,
                above=now.shape[0] // (other.width * other.below),
                below=other.below * len(work),
            )
            after = _spread(inner, after, barred)
        if found is now:
            found = after
        else:
            found[:, work] = after
        if barred is None:
            break
        open_still = ~_settled(after, now, barred, least)
        work, least = work[open_still], least[open_still]
        now = np.ascontiguousarray(after[:, open_still])
        barred = np.ascontiguousarray(barred[:, open_still])
    turned = found.reshape(axis.above, axis.below, axis.width).transpose(0, 2, 1)
    return np.ascontiguousarray(turned)


def _settled(
    after: NDArray[Any], before: NDArray[Any], barred: NDArray[Any], least: NDArray[Any]
) -> NDArray[np.bool_]:
    """Return which slices hold their least value everywhere, or have not changed."""
    import numpy as np

    done, same = np.ones((2, len(least)), dtype=np.bool_)
    step = max(1, _AT_A_TIME // len(least))
    for low in range(0, len(after), step):
        part = after[low : low + step]
        done &= (part == (least | barred[low : low + step])).all(axis=0)
        same &= (part == before[low : low + step]).all(axis=0)
    return np.asarray(done | same)


def _turned(axis: Axis, array: NDArray[Any]) -> NDArray[Any]:
    """Return an array over the states with a decision maker's own options as its last axis."""
    import numpy as np

    turned = axis.view(array).transpose(0, 2, 1)
    return np.ascontiguousarray(turned).reshape(-1, axis.width)
