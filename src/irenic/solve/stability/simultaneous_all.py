"""Simultaneous stability of all states of a conflict in option form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.prepared import Axis, Prepared, prepare
from irenic.solve.stability.rows import row_starts, sort_rows
from irenic.solve.stability.simultaneous_two import (
    is_two_sided,
    two_sided_verdicts,
    two_sided_work,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["sim_verdicts", "sim_work"]

#: Combinations looked at in one go, about 40 bytes each; one state may have more.
_AT_A_TIME = 1 << 18


def sim_work(moves: OptionMoves, preferences: Sequence[Ranked], /) -> int:
    """Return how many combinations of improvements :func:`sim_verdicts` looks at.

    Each takes about 15 nanoseconds.

    Notes
    -----
    The exact number, in O(n 2^m log 2^m) time.
    """
    if is_two_sided(moves):
        return two_sided_work(moves)
    prepared = prepare(moves, preferences)
    counts = _counts(prepared)
    return sum(int(_work(counts, i).sum()) for i in range(len(counts)))


def sim_verdicts(
    moves: OptionMoves, preferences: Sequence[Ranked], /, *, budget: Budget = UNLIMITED
) -> list[NDArray[np.bool_]]:
    """Return for each decision maker in which states it is simultaneously stable.

    A state is stable when each improvement, together with some combination of improvements
    that others have in the same state, makes a possible state that is no better.

    Returns
    -------
    list of arrays of shape (2^m,)
        False at impossible states.

    Raises
    ------
    LimitReached
        When the budget is spent.

    Notes
    -----
    Two decision makers without one-way options have a short way of their own.  Otherwise every
    combination is looked at; :func:`sim_work` says beforehand how many there are.  Nothing
    shorter is known: whether an improvement is deterred depends on all others at once.
    """
    import numpy as np

    if is_two_sided(moves):
        return two_sided_verdicts(moves, preferences, budget=budget)
    prepared = prepare(moves, preferences)
    counts = _counts(prepared)
    found = []
    for i in range(len(prepared.axes)):
        stable = prepared.pay[i] >= 0
        work = _work(counts, i)
        states = work.nonzero()[0]
        ends = np.cumsum(work[states])
        low = 0
        while low < len(states):
            budget.check()
            done = int(ends[low - 1]) if low else 0
            high = max(low + 1, int(np.searchsorted(ends, done + _AT_A_TIME, "right")))
            _judge(prepared, i, states[low:high], stable)
            low = high
        budget.say(f"simultaneous answers, {i + 1} of {len(prepared.axes)}")
        found.append(stable)
    return found


def _counts(prepared: Prepared) -> list[NDArray[np.int64]]:
    """Return how many improvements each decision maker has in each state."""
    import numpy as np

    counts = []
    for axis, pay in zip(prepared.axes, prepared.pay, strict=True):
        count = np.zeros(prepared.size, dtype=np.int64)
        starts = row_starts(axis, np.arange(axis.above * axis.below))
        for rows in sort_rows(axis, pay):
            count[rows.sources[:, None] + starts] = rows.better
        counts.append(count)
    return counts


def _work(counts: Sequence[NDArray[np.int64]], maker: int) -> NDArray[np.int64]:
    """Return how many combinations there are for a decision maker in each state."""
    work = counts[maker].copy()
    for j, count in enumerate(counts):
        if j != maker:
            work *= count + 1
    return work


def _judge(
    prepared: Prepared, maker: int, states: NDArray[np.intp], stable: NDArray[np.bool_]
) -> None:
    """Say for some states, all with an improvement of the decision maker, which are stable."""
    import numpy as np

    place, change = _improvements(prepared, maker, states, staying=False)
    firsts = np.arange(len(place))
    joint, of = change, place
    for j in range(len(prepared.axes)):
        if j == maker:
            continue
        at, theirs = _improvements(prepared, j, states, staying=True)
        count = np.bincount(at, minlength=len(states))
        start = np.cumsum(count) - count
        many = count[of]
        before = np.cumsum(many) - many
        pick = np.arange(int(many.sum())) + np.repeat(start[of] - before, many)
        joint = np.repeat(joint, many) ^ theirs[pick]
        of = np.repeat(of, many)
        firsts = before[firsts]
    pay = prepared.pay[maker]
    after = pay[states[of] ^ joint]
    deters = (after >= 0) & (after <= pay[states][of])
    free = place[~np.logical_or.reduceat(deters, firsts)]
    stable[states[free]] = False


def _improvements(
    prepared: Prepared, maker: int, states: NDArray[np.intp], *, staying: bool
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return improvements as places in ``states``, ascending, and changes of options.

    With ``staying``, the change of nothing comes first in each state.
    """
    import numpy as np

    axis, pay = prepared.axes[maker], prepared.pay[maker]
    changes = np.arange(axis.width) * axis.below
    targets = states[:, None] ^ changes
    better = pay[targets] > pay[states][:, None]
    better &= ~_barred(axis, states // axis.below % axis.width)
    better[:, 0] = staying
    place, k = better.nonzero()
    return place, changes[k]


def _barred(axis: Axis, taken: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Return which changes of own options go against their directions, for each state."""
    import numpy as np

    up = sum(1 << k for k, d in enumerate(axis.directions) if d > 0)
    down = sum(1 << k for k, d in enumerate(axis.directions) if d < 0)
    stuck: Any = (taken & up) | (~taken & down)
    return np.asarray((stuck[:, None] & np.arange(axis.width)) != 0)
