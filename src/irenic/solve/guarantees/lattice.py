"""All states of a deal with the least worst temptation from each of them on, in numpy.

States are taken layer by layer, by the number of pieces done, from the completed deal back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached, NotCovered
from irenic.solve.budget import Budget
from irenic.solve.guarantees.affine import Affine
from irenic.solve.guarantees.deal import bits
from irenic.solve.guarantees.grid import Grid, Layer, number_type

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["COUNTED", "MAX_STATES", "Lattice"]

#: 22 steps: 2**22 states, about 100 MB and some seconds.
MAX_STATES = 1 << 22
#: 20! orders still fit into 63 bits.
COUNTED = 20
#: How many dead ends are listed when no order keeps everybody's cap.
LISTED = 20


class Lattice:
    """The states of a deal, solved.

    Parameters
    ----------
    rows : Affine
    budget : Budget
    worst_case : bool
        With refusals noticed late: whether the most that could come next happens, or the least.

    Raises
    ------
    LimitReached
        When there are more than :data:`MAX_STATES`, or the budget is spent.
    NotCovered
        For steps in pieces whose refusal is noticed late.
    """

    def __init__(self, rows: Affine, budget: Budget, /, *, worst_case: bool = True) -> None:
        self.rows, self.budget = rows, budget
        self.grid = Grid(rows.pieces)
        if self.grid.size > MAX_STATES:
            raise LimitReached(
                f"{self.grid.size:,} states of the deal are more than the {MAX_STATES:,} "
                "that are looked at one by one"
            )
        if rows.patient and max(rows.pieces) > 1:
            raise NotCovered("steps in pieces, some of whose refusals are noticed late")
        self.kind, self.never = number_type(rows.greatest())
        self.sign = 1 if worst_case else -1
        self._sums = {row: self.grid.tables(row, self.kind) for row in {*rows.weight, *rows.loss}}
        m = range(rows.n_steps)
        self._full = [self.grid.indicator(k, rows.pieces[k]) for k in m]
        self.best = self._solve()

    @property
    def feasible(self) -> bool:
        """Return whether there is an order."""
        return bool(self.best[0] != self.never)

    @property
    def least(self) -> int:
        """Return the least worst temptation of all orders, as a whole number."""
        return int(self.best[0])

    def order(self) -> tuple[int, ...]:
        """Return a best order: each step is followed by the best from there on."""
        import numpy as np

        found: list[int] = []
        state, last = 0, self.grid.size - 1
        while state != last:
            best, step = self.never, -1
            for k, tempted, may in self._next(self.grid.layer(np.array([state]))):
                if may[0]:
                    worst = max(int(tempted[0]), int(self.best[state + self.grid.strides[k]]))
                    if worst < best:
                        best, step = worst, k
            found.append(step)
            state += self.grid.strides[step]
        return tuple(found)

    def count(self) -> int | None:
        """Return how many orders are as good as the best; ``None`` when that takes too long.

        Not to be used where refusals are noticed late.
        """
        import numpy as np

        if sum(self.rows.pieces) > COUNTED or self.rows.patient:
            return None
        ways = np.zeros(self.grid.size, dtype=np.int64)
        ways[-1] = 1
        for layer in self.grid.layers():
            for k, tempted, may in self._next(layer):
                good = may & (tempted <= self.least)
                states = layer.states[good]
                ways[states] += ways[states + self.grid.strides[k]]
        return int(ways[0])

    def dead_ends(self) -> tuple[tuple[tuple[int, ...], ...], int]:
        """Return the states that are reached and from which nothing goes on, and how many are.

        The largest first, at most :data:`LISTED`.
        """
        import numpy as np

        reached = np.zeros(self.grid.size, dtype=bool)
        reached[0] = True
        stuck: list[tuple[int, ...]] = []
        for layer in self.grid.layers(forward=True):
            here = self.grid.layer(layer.states[reached[layer.states]])
            if not here.states.size:
                break
            onward = np.zeros(here.states.shape, dtype=bool)
            for k, _, may in self._next(here):
                reached[here.states[may] + self.grid.strides[k]] = True
                onward |= may
            ends = [int(s) for s in here.states[~onward][:LISTED]]
            stuck = [*map(self.grid.counts, ends), *stuck][:LISTED]
        return tuple(stuck), int(reached.sum())

    def _solve(self) -> Array:
        import numpy as np

        best = np.full(self.grid.size, self.never, dtype=self.kind)
        # Less than every temptation: the completed deal asks nothing more.
        best[-1] = -self.never
        for layer in self.grid.layers():
            self.budget.check()
            if layer.states[0] == self.grid.size - 1:
                continue
            least = best[layer.states]
            for k, tempted, may in self._next(layer):
                # Beyond the last piece of a step the number is of another state: masked.
                onward = np.minimum(layer.states + self.grid.strides[k], self.grid.size - 1)
                worst = np.maximum(tempted, best[onward])
                np.copyto(least, worst, where=may & (worst < least))
            best[layer.states] = least
        return best

    def _next(self, layer: Layer) -> Iterator[tuple[int, Array, Array]]:
        """Yield for each step its temptation and where it may come next, among some states."""
        sums = {row: self.grid.total(self._sums[row], layer) for row in set(self.rows.weight)}
        losses = [
            self.grid.total(self._sums[row], layer)
            if any(r[i] is not None for r in self.rows.room)
            else None
            for i, row in enumerate(self.rows.loss)
        ]
        full = [self.grid.holds(mark, layer) for mark in self._full]
        bearable: dict[tuple[int | None, ...], Array] = {}
        for k in range(self.rows.n_steps):
            room = self.rows.room[k]
            if room not in bearable:
                bearable[room] = _within(losses, room, layer)
            may = bearable[room] & ~full[k]
            for needed in bits(self.rows.needs[k]):
                may &= full[needed]
            tempted = sums[self.rows.weight[k]] + self.rows.constant[k]
            if self.rows.lag[k] and any(self.rows.late[k]):
                tempted += self._unnoticed(k, full)
            yield k, tempted, may

    def _unnoticed(self, step: int, full: list[Array]) -> Array:
        """Return the most (or least) that may happen before a refusal is noticed.

        The steps that add most are taken one after the other, unless they are done already.
        """
        import numpy as np

        late = self.rows.late[step]
        found = np.zeros(full[0].shape, dtype=self.kind)
        room = np.full(full[0].shape, self.rows.lag[step])
        for k in sorted(range(len(late)), key=lambda k: -self.sign * late[k]):
            if self.sign * late[k] <= 0:
                break
            if k != step:
                takes = ~full[k] & (room > 0)
                found[takes] += late[k]
                room -= takes
        return found


def _within(losses: list[Array | None], room: tuple[int | None, ...], layer: Layer) -> Array:
    """Return where no party is exposed more than it has room for."""
    import numpy as np

    ok = np.ones(layer.states.shape, dtype=bool)
    for loss, most in zip(losses, room, strict=True):
        if loss is not None and most is not None:
            ok &= loss <= most
    return ok
