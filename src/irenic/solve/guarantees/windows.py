"""Orders in which a refusal is noticed late, exactly: states remember the steps that come next.

When a refusal of step k is noticed after *lag* further steps, its temptation depends on which steps
these are.  With the longest lag of a deal L, a state is the set of steps done and the next L steps,
in order; performing the first of them, one more step is planned.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, perm

from irenic.solve.budget import Budget
from irenic.solve.guarantees.affine import Affine
from irenic.solve.guarantees.deal import bits

__all__ = [
    "EXACT_STATES",
    "Window",
    "best_with_delay",
    "first_windows",
    "longest",
    "next_windows",
    "windows",
]

#: The steps done, and the next ones in order.
Window = tuple[int, tuple[int, ...]]
#: All orders of nine steps with everything before their ends: 9! * e = 986,410 states.
EXACT_STATES = 1_000_000


def longest(rows: Affine, /) -> int:
    """Return how many steps ahead matter to any temptation."""
    lags = [n if any(row) else 0 for n, row in zip(rows.lag, rows.late, strict=True)]
    return min(max(lags, default=0), max(rows.n_steps - 1, 0))


def windows(rows: Affine, /) -> int:
    """Return how many states there are at most."""
    m, ahead = rows.n_steps, longest(rows)
    return sum(comb(m, done) * perm(m - done, min(ahead, m - done)) for done in range(m + 1))


def first_windows(rows: Affine, /) -> list[Window]:
    """Return the states to begin with: every plan of the first steps."""
    found: list[Window] = [(0, ())]
    for _ in range(longest(rows)):
        found = [(0, (*plan, k)) for _, plan in found for k in _free(rows, 0, plan)]
    return found


def next_windows(rows: Affine, window: Window, /) -> Iterator[tuple[int, int, Window]]:
    """Yield the step performed, its temptation, and the state after it, where that is possible."""
    done, plan = window
    plans = [(*plan, k) for k in _free(rows, done, plan)]
    for coming in plans or ([plan] if plan else []):
        step, later = coming[0], coming[1:]
        if not _may(rows, step, done):
            continue
        tempted = rows.temptation(step, bits(done))
        tempted += sum(rows.late[step][k] for k in later[: rows.lag[step]])
        yield step, tempted, (done | 1 << step, later)


def best_with_delay(rows: Affine, budget: Budget, /) -> tuple[int, ...] | None:
    """Return the order whose worst temptation is least; ``None`` when there is no order.

    States are visited by their worst temptation so far, least first (a bottleneck shortest path).
    """
    from heapq import heappop, heappush

    m, full = rows.n_steps, (1 << rows.n_steps) - 1
    floor = -rows.greatest()
    queue = [(floor, 0, window) for window in first_windows(rows)]
    came: dict[Window, tuple[Window, int] | None] = {}
    origin: dict[Window, tuple[int, tuple[Window, int] | None]] = {
        window: (floor, None) for _, _, window in queue
    }
    while queue:
        worst, _, window = heappop(queue)
        if window in came:
            continue
        came[window] = origin[window][1]
        if window[0] == full:
            return _back(came, window)
        if len(came) % 1000 == 0:
            budget.check()
        for step, tempted, after in next_windows(rows, window):
            reached = max(worst, tempted)
            if after not in came and (after not in origin or reached < origin[after][0]):
                origin[after] = (reached, (window, step))
                # Of equally good states the one nearest to the end goes first.
                heappush(queue, (reached, m - after[0].bit_count(), after))
    return None


def _free(rows: Affine, done: int, plan: tuple[int, ...]) -> list[int]:
    return [k for k in range(rows.n_steps) if not done >> k & 1 and k not in plan]


def _may(rows: Affine, step: int, done: int) -> bool:
    return rows.needs[step] & ~done == 0 and rows.bearable(step, bits(done))


def _back(came: dict[Window, tuple[Window, int] | None], window: Window) -> tuple[int, ...]:
    found = []
    while (before := came[window]) is not None:
        window, step = before
        found.append(step)
    return tuple(reversed(found))
