"""Good packages quickly: change one issue, or two, as long as that helps.

What it finds is an ordinary package; nothing rests on it being the best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.goals import Goal
from irenic.solve.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["climb", "standing"]

#: Most changes made.
MOVES = 200
#: The best single changes that are tried in pairs.
PAIRED = 60


def standing(goal: Goal, floors: Array, w: Array, /) -> Array:
    """Return columns to compare rows of ``w`` by, first column first; greater is better.

    First how little is missing to the floors, then the goal (floats: for ranking only).
    """
    compared = list(goal.compared)
    missing = np.maximum(floors - w, 0.0) / np.maximum(floors, 1.0)
    weight = np.array([float(goal.weight[i]) for i in compared])
    base = np.array([float(goal.base[i]) for i in compared])
    y = w[:, compared] * weight - base
    if goal.kind == "sum":
        value = y.sum(axis=1, keepdims=True)
    elif goal.kind == "product":
        value = np.log(np.maximum(y, 1e-9)).sum(axis=1, keepdims=True)
    else:
        value = np.sort(y, axis=1)
    return np.concatenate([-missing.sum(axis=1, keepdims=True), value], axis=1)


def climb(
    network: Network, goal: Goal, floors: Array, multipliers: Array, /
) -> tuple[Array, Array]:
    """Return a package that no change of one issue makes better: its edges, and its scores.

    Starts from the best package at ``multipliers``.  Only for networks in which nothing is
    linked.  O(moves * options * n_parties).
    """
    vectors = np.concatenate([np.asarray(s.vectors, dtype=np.float64) for s in network.stages])
    sizes = [len(stage.vectors) for stage in network.stages]
    stage_of = np.repeat(np.arange(len(sizes)), sizes)
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    weighed = vectors @ np.asarray(multipliers, dtype=np.float64)
    pairs = zip(first.tolist(), sizes, strict=True)
    chosen = np.array([a + int(np.argmax(weighed[a : a + k])) for a, k in pairs])
    w: Array = vectors[chosen].sum(axis=0)
    now = standing(goal, floors, w[None])[0]
    for _ in range(MOVES):
        changes = vectors - vectors[chosen[stage_of]]
        ranks = standing(goal, floors, w + changes)
        order = np.lexsort(ranks.T[::-1])[::-1]
        move = [int(order[0])]
        best = ranks[move[0]]
        if tuple(best) <= tuple(now):
            top = order[:PAIRED]
            a, b = np.triu_indices(len(top), 1)
            apart = stage_of[top[a]] != stage_of[top[b]]
            a, b = top[a[apart]], top[b[apart]]
            if not len(a):
                break
            both = standing(goal, floors, w + changes[a] + changes[b])
            place = int(np.lexsort(both.T[::-1])[-1])
            move, best = [int(a[place]), int(b[place])], both[place]
            if tuple(best) <= tuple(now):
                break
        for edge in move:
            chosen[stage_of[edge]] = edge
        w, now = vectors[chosen].sum(axis=0), best
    return chosen - first, w
