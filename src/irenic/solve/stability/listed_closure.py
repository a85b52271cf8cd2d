"""Verdicts of conflicts whose moves are listed one by one, for all states at once.

Two moves of a decision maker in a row need not be one move of it here, so values are kept
apart by who is about to move: nobody moves twice in a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.moves import ListedMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.prepared import small_ranks

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["listed_verdicts"]


@dataclass(frozen=True)
class _Arcs:
    """Moves of one decision maker: from ``origins`` (ascending) to ``targets``."""

    origins: NDArray[np.intp]
    targets: NDArray[np.intp]

    def where(self, keep: NDArray[np.bool_]) -> _Arcs:
        """Return some of the moves."""
        return _Arcs(self.origins[keep], self.targets[keep])

    def bound(self, values: NDArray[Any], start: NDArray[Any], ufunc: np.ufunc) -> NDArray[Any]:
        """Return the least or greatest value one move away; ``start`` where there is no move."""
        import numpy as np

        found = start.copy()
        if len(self.origins):
            first = np.flatnonzero(np.diff(self.origins, prepend=-1))
            found[self.origins[first]] = ufunc.reduceat(values[self.targets], first, axis=0)
        return found


def _arcs(rows: Sequence[Sequence[int]]) -> _Arcs:
    import numpy as np

    counts = np.fromiter(map(len, rows), dtype=np.intp, count=len(rows))
    origins = np.repeat(np.arange(len(rows), dtype=np.intp), counts)
    targets = np.fromiter(chain.from_iterable(rows), dtype=np.intp, count=len(origins))
    return _Arcs(origins, targets)


def listed_verdicts(
    moves: ListedMoves,
    preferences: Sequence[Ranked],
    concepts: Sequence[str],
    /,
    *,
    one_step: bool = False,
    budget: Budget = UNLIMITED,
) -> Mapping[str, list[NDArray[np.bool_]]]:
    """Return for each concept and decision maker in which states it is stable.

    Parameters
    ----------
    concepts : sequence of str
        Some of nash, gmr, smr, seq.
    one_step : bool
        An answer is one move of one opponent.

    Notes
    -----
    Correct for any moves, transitive or not.  O(n arcs) a pass; as many passes as the longest
    of the shortest answers that matter has moves, at most.
    """
    import numpy as np

    n = moves.n_makers
    arcs = [_arcs(rows) for rows in moves.targets]
    pay = np.stack([small_ranks(p.rank, None).astype(np.int32) for p in preferences], axis=1)
    top = np.iinfo(np.int32).max
    found: dict[str, list[NDArray[np.bool_]]] = {}
    gains = [a.where(pay[a.targets, i] > pay[a.origins, i]) for i, a in enumerate(arcs)]
    for concept in concepts:
        budget.say(concept)
        if concept == "nash":
            ends = np.full_like(pay, top)
        elif concept == "smr":
            best = [a.bound(pay[:, i], pay[:, i], np.maximum) for i, a in enumerate(arcs)]
            ends = _least_ends(arcs, np.maximum(pay, np.stack(best, axis=1)), one_step, budget)
        else:
            ends = _least_ends(gains if concept == "seq" else arcs, pay, one_step, budget)
        found[concept] = []
        for i in range(n):
            own = gains[i]
            stable = np.ones(moves.size, dtype=np.bool_)
            stable[own.origins[ends[own.targets, i] > pay[own.origins, i]]] = False
            found[concept].append(stable)
    return found


def _least_ends(
    arcs: Sequence[_Arcs], values: NDArray[Any], one_step: bool, budget: Budget
) -> NDArray[Any]:
    r"""Return, for each state and decision maker, the least value that the others can bring about.

    With Z_k(s) the least at the end of legal sequences from s in which k moves first,

    .. math:: Z_k(s) = \min_{t \in R_k(s)} \min\{v(t), \min_{l \ne k} Z_l(t)\}

    Parameters
    ----------
    values : array of shape (n_states, n_makers)
        One column for each decision maker i who looks ahead; k and l are others than i.
    """
    import numpy as np

    top = np.iinfo(values.dtype).max
    n = len(arcs)
    after = [np.full_like(values, top) for _ in range(n)]
    changed = [True] * n
    while any(changed):
        budget.check()
        for k in range(n):
            if not any(changed[:k] + changed[k + 1 :]):
                changed[k] = False
                continue
            next_values = values.copy()
            if not one_step:
                for other in range(n):
                    if other != k:
                        np.minimum(next_values, after[other], out=next_values)
            least = arcs[k].bound(next_values, np.full_like(values, top), np.minimum)
            least[:, k] = top
            changed[k] = not np.array_equal(least, after[k])
            after[k] = least
        if one_step or n == 1:
            break
    return np.asarray(np.minimum.reduce(after))
