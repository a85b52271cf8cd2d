"""Simultaneous stability for two decision makers whose options change both ways.

With two, the improvements of the other in a state are the best of its row: those that it likes
better than the state.  Sorted once, the worst that the first few of them make of each of one's own
moves is a running minimum, so that no combination has to be looked at twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["is_two_sided", "two_sided_verdicts", "two_sided_work"]


def is_two_sided(moves: OptionMoves, /) -> bool:
    """Return whether there are two decision makers and no one-way options."""
    return moves.n_makers == 2 and not any(moves.directions)


def two_sided_work(moves: OptionMoves, /) -> int:
    """Return how many combinations are looked at."""
    first, second = moves.starts[1], moves.starts[2] - moves.starts[1]
    return moves.size * ((1 << first) + (1 << second))


def two_sided_verdicts(
    moves: OptionMoves, preferences: Sequence[Ranked], /, *, budget: Budget = UNLIMITED
) -> list[NDArray[np.bool_]]:
    """Return for both decision makers in which states they are simultaneously stable.

    Raises
    ------
    LimitReached
        When the budget is spent.

    Notes
    -----
    Time O(2^m (2^a + 2^b)) for a and b options, memory O(2^m).
    """
    import numpy as np

    shape = (1 << (moves.starts[2] - moves.starts[1]), 1 << moves.starts[1])
    possible = np.frombuffer(moves.feasible, dtype=np.uint8).astype(bool).reshape(shape)
    first, second = (np.unique(p.rank, return_inverse=True)[1].reshape(shape) for p in preferences)
    # Rows are the other's choices, columns one's own.
    own = _stable(first, second, possible, budget)
    other = _stable(second.T, first.T, possible.T, budget).T
    return [own.reshape(-1), np.ascontiguousarray(other).reshape(-1)]


def _stable(
    own: NDArray[np.int64], other: NDArray[np.int64], possible: NDArray[np.bool_], budget: Budget
) -> NDArray[np.bool_]:
    """Return where the chooser of columns is stable; ranks and possible states as tables."""
    import numpy as np

    columns = own.shape[1]
    worst = own.max() + 1
    outcome = np.where(possible, own, worst)
    stable = np.zeros(own.shape, dtype=bool)
    for here in range(columns):
        budget.check()
        liked = np.where(possible[:, here], other[:, here], -1)
        order = np.argsort(-liked, kind="stable")
        running = np.minimum.accumulate(outcome[order], axis=0)
        # How many of the other's choices it likes better than each.
        better = np.searchsorted(-liked[order], -liked, side="left")
        least = np.where((better > 0)[:, None], running[np.maximum(better - 1, 0)], worst)
        mine = own[:, here][:, None]
        free = possible & (own > mine) & (least > mine)
        stable[:, here] = possible[:, here] & ~free.any(axis=1)
    return stable
