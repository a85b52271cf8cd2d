"""Least values after legal sequences of improvements of the others, for many states at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.prepared import Axis, Prepared
from irenic.solve.stability.rows import SortedRows, row_starts, sort_rows
from irenic.solve.stability.workers import sharing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["least_after_improvements"]

#: States treated at a time; their numbers and values stay in the cache of a core.
_AT_A_TIME = 1 << 15
#: Vectors shorter than this are not worth a call of their own.
_SHORT = 256
#: Values of one state are moved as one item, of at most so many bytes.
_ITEM = 16
#: When fewer states than one in so many have changed, they are looked up one by one.
_SPARSE = 32


def least_after_improvements(
    prepared: Prepared,
    /,
    *,
    one_step: bool = False,
    threads: int = 2,
    budget: Budget = UNLIMITED,
) -> Iterator[NDArray[Any]]:
    r"""Yield, for each decision maker, the least rank that the others' improvements bring about.

    .. math:: \min_{t \in R^+_{N \setminus i}(s) \cup \{s\}} \mathrm{pay}_i(t)

    Parameters
    ----------
    one_step : bool
        Only one improvement of one of the others.

    Yields
    ------
    array of shape (2^m,)
        ``top`` at impossible states.

    Notes
    -----
    Values flow back along improvements.  In a row of a mover sorted by its rank, all that flows
    to a state is the least over the states before it: O(2^m) for a mover and a pass, for all
    decision makers who look ahead together.  A row is visited again only after one of its
    states has changed by another's move; when no row is left, the values are final.
    """
    n = len(prepared.axes)
    movers = [j for j in range(n) if prepared.axes[j].width > 1]
    sorted_rows: dict[int, list[SortedRows]] = {}
    with sharing(threads, prepared.size) as each:
        found = each(lambda j: sort_rows(prepared.axes[j], prepared.pay[j]), movers)
        for j, rows in zip(movers, found, strict=True):
            budget.check()
            sorted_rows[j] = rows
        at_once = _ITEM // prepared.pay[0].itemsize if n > 2 else 1
        for low in range(0, n, at_once):
            focal = range(low, min(low + at_once, n))
            closure = _Closure(prepared, focal, sorted_rows, one_step)
            closure.run(each, budget)
            yield from map(closure.column, focal)


class _Closure:
    """Values of some decision makers side by side, and the rows still to be visited."""

    def __init__(
        self,
        prepared: Prepared,
        focal: Sequence[int],
        sorted_rows: dict[int, list[SortedRows]],
        one_step: bool,
    ) -> None:
        import numpy as np

        self.axes = prepared.axes
        self.focal = focal
        self.sorted_rows = sorted_rows
        self.top = prepared.top
        columns = 1 << (len(focal) - 1).bit_length()
        self.values = np.zeros((prepared.size, columns), dtype=prepared.pay[0].dtype)
        for column, i in enumerate(focal):
            self.values[:, column] = prepared.shut(prepared.pay[i])
        self.source = self.values.copy() if one_step else self.values
        self.one_step = one_step
        self.waiting: dict[int, NDArray[np.bool_] | None] = dict.fromkeys(sorted_rows)

    def column(self, maker: int) -> NDArray[Any]:
        """Return the values of one decision maker."""
        import numpy as np

        return np.ascontiguousarray(self.values[:, self.focal.index(maker)])

    def run(self, each: Callable[..., Iterable[Any]], budget: Budget) -> None:
        """Let values flow until nothing changes."""
        import numpy as np

        lone = list(self.focal) if len(self.focal) == 1 else []
        for j in lone:
            self.waiting.pop(j, None)  # its own moves are no answer
        work = list(self.waiting)
        while work:
            budget.check()
            budget.say(f"answers by improvements: {self.left():,} rows to look at")
            mover = work.pop(0)
            marked = self.waiting[mover]
            axis = self.axes[mover]
            self.waiting[mover] = np.zeros(axis.above * axis.below, dtype=np.bool_)
            rows = None
            if marked is not None and not marked.all():
                rows = marked.nonzero()[0]
            changed = self.visit(mover, rows, each)
            if self.one_step:
                continue
            for j in self.waiting:
                if j != mover and self.mark(j, changed) and j not in work:
                    work.append(j)

    def left(self) -> int:
        """Return how many rows are still to be visited."""
        import numpy as np

        rows = {j: self.axes[j].above * self.axes[j].below for j in self.waiting}
        marked = self.waiting.items()
        return sum(rows[j] if m is None else int(np.count_nonzero(m)) for j, m in marked)

    def mark(self, maker: int, changed: NDArray[Any]) -> bool:
        """Note that rows are to be visited again; say whether any are."""
        waiting = self.waiting[maker]
        if waiting is None:
            return True
        axis = self.axes[maker]
        if changed.dtype == bool:
            waiting |= axis.view(changed).any(axis=1).reshape(-1)
            return True
        waiting[changed // (axis.below * axis.width) * axis.below + changed % axis.below] = True
        return bool(len(changed))

    def visit(
        self, mover: int, rows: NDArray[np.intp] | None, each: Callable[..., Iterable[Any]]
    ) -> NDArray[Any]:
        """Let values flow along the improvements of one mover; return the states changed.

        As numbers where they are few, else as a mask.
        """
        import numpy as np

        axis = self.axes[mover]
        own = self.focal.index(mover) if mover in self.focal else None
        n_rows = axis.above * axis.below if rows is None else len(rows)
        changed = np.zeros(len(self.values), dtype=np.bool_)
        count = 0
        for block in self.sorted_rows[mover]:
            step = max(32, _AT_A_TIME // len(block.targets))
            task = _Task(self, block, axis, own, rows, step, changed)
            count += sum(each(task, range(0, n_rows, step)))
        return changed.nonzero()[0] if count * _SPARSE < len(changed) else changed


@dataclass(frozen=True)
class _Task:
    """One mover's rows, some at a time; different rows share no state, so threads may share."""

    closure: _Closure
    block: SortedRows
    axis: Axis
    own: int | None
    rows: NDArray[np.intp] | None
    step: int
    changed: NDArray[np.bool_]

    def __call__(self, low: int) -> int:
        """Let values flow in some rows; mark the states that changed and return their number."""
        import numpy as np

        block, closure = self.block, self.closure
        if self.rows is None:
            high = min(low + self.step, block.order.shape[1])
            numbers = np.arange(low, high)
            order, better = block.order[:, low:high], block.better[:, low:high]
        else:
            numbers = self.rows[low : low + self.step]
            order, better = block.order.take(numbers, 1), block.better.take(numbers, 1)
        starts = row_starts(self.axis, numbers)
        places = block.targets[order]
        places += starts
        least = self._least_before(_items(closure.source), places)
        pick = better.astype(np.intp)
        pick *= len(starts)
        pick += np.arange(len(starts))
        states = block.sources[:, None] + starts
        values = _items(closure.values)
        old = values[states]
        new = _items(least).reshape(-1)[pick]
        new_values, old_values = _numbers(new, least), _numbers(old, least)
        np.minimum(new_values, old_values, out=new_values)
        differs = _differs(new_values, old_values)
        where = states[differs]
        values[where] = new[differs]
        self.changed[where] = True
        return len(where)

    def _least_before(self, items: NDArray[Any], places: NDArray[np.intp]) -> NDArray[Any]:
        """Return the least over the k best targets, for k = 0, 1, ..; ``top`` for k = 0.

        Shape (T + 1, rows, columns).
        """
        import numpy as np

        n_targets, n_rows = places.shape
        sample = self.closure.values
        least = np.empty((n_targets + 1, n_rows, sample.shape[1]), dtype=sample.dtype)
        least[0] = self.closure.top
        np.take(items, places, out=_items(least)[1:], mode="clip")
        if self.own is not None:
            least[:, :, self.own] = self.closure.top
        if n_rows * sample.shape[1] < _SHORT:
            np.minimum.accumulate(least, axis=0, out=least)
        else:
            for k in range(1, n_targets):
                np.minimum(least[k + 1], least[k], out=least[k + 1])
        return least


def _items(values: NDArray[Any]) -> NDArray[Any]:
    """Return the values of a state as one item, which is quicker to move about.

    Complex numbers are only the largest items that numpy moves as one; nothing is computed.
    """
    import numpy as np

    kinds = {1: np.int8, 2: np.int16, 4: np.int32, 8: np.int64, 16: np.complex128}
    width = values.shape[-1] * values.itemsize
    return values.view(kinds[width])[..., 0]


def _numbers(items: NDArray[Any], like: NDArray[Any]) -> NDArray[Any]:
    """Return items as the values they are made of."""
    return items[..., None].view(like.dtype)


def _differs(a: NDArray[Any], b: NDArray[Any]) -> NDArray[np.bool_]:
    """Return in which states any value differs."""
    import numpy as np

    width = a.shape[-1] * a.itemsize
    kind = {1: np.int8, 2: np.int16, 4: np.int32}.get(width, np.int64)
    unequal: NDArray[np.bool_] = a.view(kind) != b.view(kind)
    return unequal[..., 0] if unequal.shape[-1] == 1 else unequal[..., 0] | unequal[..., 1]
