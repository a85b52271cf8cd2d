"""Which states can be reached from one state, for conflicts of many options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["best_target", "least_source", "reachable"]


def reachable(
    moves: OptionMoves,
    start: int,
    preferences: Sequence[Ranked] | None = None,
    /,
    *,
    budget: Budget = UNLIMITED,
) -> NDArray[np.bool_]:
    r"""Return the states in which legal sequences of everybody's moves from one state can end.

    .. math:: \{s\} \cup R_N(s), \quad\text{or}\quad \{s\} \cup R_N^+(s)

    Parameters
    ----------
    preferences : sequence of Ranked, optional
        With them, every move must make its mover better off.

    Returns
    -------
    array of shape (size,)
        True at the start and at every state that can be reached.

    Raises
    ------
    LimitReached
        When the budget is spent.

    Notes
    -----
    In option form two moves in a row of one decision maker are one move, so that the rule that
    nobody moves twice in a row excludes no state.  A pass over a decision maker finds, for every
    state, the least rank among the reached states from which it can move there, one option at
    a time: O(m 2^m) for a pass over all; passes are repeated until nothing is new.
    """
    import numpy as np

    possible = np.frombuffer(moves.feasible, dtype=np.uint8).astype(bool)
    found = np.zeros(moves.size, dtype=bool)
    found[start] = True
    ranks = [np.asarray(p.rank) for p in preferences] if preferences else []
    while True:
        before = int(found.sum())
        for maker in range(moves.n_makers):
            budget.check()
            if ranks:
                least = least_source(moves, maker, ranks[maker], found)
                found |= possible & (ranks[maker] > least)
            else:
                none = np.zeros(moves.size, dtype=np.int8)
                found |= possible & (least_source(moves, maker, none, found) == 0)
        if int(found.sum()) == before:
            return found


def least_source(
    moves: OptionMoves, maker: int, rank: NDArray[Any], found: NDArray[np.bool_], /
) -> NDArray[Any]:
    """Return the least rank of the marked states from which a decision maker can move here.

    A state counts as its own source.  Where there is none: the greatest number of the type.
    """
    import numpy as np

    least = np.where(found, rank, np.iinfo(rank.dtype).max)
    for option in range(moves.starts[maker], moves.starts[maker + 1]):
        pairs = least.reshape(-1, 2, 1 << option)
        no, yes = pairs[:, 0], pairs[:, 1]
        direction = moves.directions[option]
        both = np.minimum(no, yes)
        if direction <= 0:
            no[...] = both
        if direction >= 0:
            yes[...] = both
    return least


def best_target(moves: OptionMoves, maker: int, rank: NDArray[Any], /) -> NDArray[Any]:
    """Return the greatest rank of the possible states to which a decision maker can move.

    A possible state counts as its own target.
    """
    import numpy as np

    possible = np.frombuffer(moves.feasible, dtype=np.uint8).astype(bool)
    best = np.where(possible, rank, np.iinfo(rank.dtype).min)
    for option in range(moves.starts[maker], moves.starts[maker + 1]):
        pairs = best.reshape(-1, 2, 1 << option)
        no, yes = pairs[:, 0], pairs[:, 1]
        direction = moves.directions[option]
        both = np.maximum(no, yes)
        if direction >= 0:
            no[...] = both
        if direction <= 0:
            yes[...] = both
    return best
