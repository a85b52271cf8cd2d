"""Paths of a network, many at once: the best ones at some multipliers, and detours from them.

A path is one edge per stage, and stands for a package.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.network import Network, Stage
from irenic.solve.packages import Key, Numbers, Step, combination
from irenic.solve.space import Package, matches

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Detours", "PackageReader", "best_paths", "path_of", "scores_of"]

#: Products formed at once.
BATCH = 4_000_000


def best_paths(network: Network, multipliers: Array, /) -> tuple[Array, Array]:
    """Return a best path at each row of multipliers, and its value: the support function.

    Parameters
    ----------
    network : Network
        In which some path leads to the end.
    multipliers : array of shape (q, n_parties)
        Whole numbers; the products with all sums must stay exact.

    Returns
    -------
    (array of shape (q, n_stages), array of shape (q,))
        Numbers of edges, and exact values.
    """
    widest = max((len(stage.vectors) for stage in network.stages), default=1)
    step = max(1, BATCH // widest)
    paths: list[Array] = []
    for low in range(0, len(multipliers), step):
        some = multipliers[low : low + step]
        simple = network.simple
        right = None if simple else network.support(some)
        state = np.zeros(len(some), dtype=np.intp)
        chosen: Array = np.empty((len(some), len(network.stages)), dtype=np.intp)
        for t, stage in enumerate(network.stages):
            values = stage.vectors @ some.T
            if right is not None:
                values = values + right[t + 1][stage.target]
                values = np.where(stage.source[:, None] == state, values, -float("inf"))
            chosen[:, t] = values.argmax(axis=0)
            state = stage.target[chosen[:, t]]
        paths.append(chosen)
    every = np.concatenate(paths)
    return every, (scores_of(network, every) * multipliers).sum(axis=1)


def scores_of(network: Network, paths: Array, /) -> Array:
    """Return the scores of each path, exactly; shape (q, n_parties)."""
    total: Array = np.zeros((len(paths), network.plan.n_parties), dtype=network.dtype)
    for t, stage in enumerate(network.stages):
        total = total + stage.vectors[paths[:, t]]
    return total


class PackageReader:
    """Turns paths into packages; always the same package for a path."""

    def __init__(self, network: Network, /) -> None:
        self.stages = network.stages
        self.numbers: list[dict[Key, Numbers]] = [
            Step(stage.link, stage.rows, {}).numbers(network.plan) for stage in network.stages
        ]
        self.met: list[dict[int, Package]] = [{} for _ in network.stages]
        issues = [j for stage in network.stages for j in stage.link.block.issues]
        self.order = sorted(range(len(issues)), key=issues.__getitem__)

    def package(self, path: Sequence[int], /) -> Package:
        """Return the package of a path."""
        found: list[int] = []
        for t, edge in enumerate(path):
            if edge not in self.met[t]:
                self.met[t][edge] = self._options(t, edge)
            found += self.met[t][edge]
        return tuple(found[k] for k in self.order)

    def _options(self, t: int, edge: int) -> Package:
        stage = self.stages[t]
        kind = int(stage.kind[edge])
        row = stage.rows[kind][int(stage.row[edge])]
        return combination(stage.link.block, self.numbers[t][kind, row][0])


@dataclass(frozen=True)
class _Half:
    """Best ways from one end to each state, for each row of multipliers.

    ``value[s, q]`` is their value, ``scores[s, q]`` their scores, ``edge[s, q]`` the edge
    next to the state.
    """

    value: Array
    scores: Array
    edge: Array


class Detours:
    """For each row of multipliers and each edge, the best path that uses this edge.

    In a network in which nothing is linked these are the best path with one change.
    """

    def __init__(self, network: Network, multipliers: Array, /) -> None:
        self.network, q = network, len(multipliers)
        n = network.plan.n_parties
        end = _Half(np.zeros((1, q)), np.zeros((1, q, n)), np.full((1, q), -1, dtype=np.intp))
        self.left, self.right = [end], [end]
        sizes = [*network.layers()]
        for t, stage in enumerate(network.stages):
            half = _grown(
                stage, self.left[-1], stage.source, stage.target, sizes[t + 1], multipliers
            )
            self.left.append(half)
        for t, stage in reversed(list(enumerate(network.stages))):
            half = _grown(stage, self.right[-1], stage.target, stage.source, sizes[t], multipliers)
            self.right.append(half)
        self.right.reverse()

    def scores(self, t: int) -> Array:
        """Return the scores of the detours through each edge of stage *t*; (edges, q, n)."""
        stage = self.network.stages[t]
        vectors = np.asarray(stage.vectors, dtype=np.float64)
        before = self.left[t].scores[stage.source]
        after = self.right[t + 1].scores[stage.target]
        through: Array = before + vectors[:, None] + after
        return through

    def path(self, t: int, edge: int, q: int) -> list[int]:
        """Return the detour through an edge of stage *t* for one row of multipliers."""
        stages = self.network.stages
        found = [edge]
        state = int(stages[t].source[edge])
        for k in range(t - 1, -1, -1):
            found.insert(0, int(self.left[k + 1].edge[state, q]))
            state = int(stages[k].source[found[0]])
        state = int(stages[t].target[edge])
        for k in range(t + 1, len(stages)):
            found.append(int(self.right[k].edge[state, q]))
            state = int(stages[k].target[found[-1]])
        return found


def _grown(
    stage: Stage, half: _Half, old: Array, new: Array, size: int, multipliers: Array
) -> _Half:
    """Extend half of the ways by one stage, from its ``old`` to its ``new`` states."""
    vectors = np.asarray(stage.vectors, dtype=np.float64)
    values = vectors @ np.asarray(multipliers, dtype=np.float64).T + half.value[old]
    q, n = values.shape[1], vectors.shape[1]
    value = np.full((size, q), -np.inf)
    scores = np.full((size, q, n), -np.inf)
    edge = np.full((size, q), -1, dtype=np.intp)
    order = np.argsort(new, kind="stable")
    cuts = np.flatnonzero(np.diff(new[order], prepend=-1))
    for low, high in zip(cuts, [*cuts[1:], len(order)], strict=True):
        mine = order[low:high]
        best = mine[values[mine].argmax(axis=0)]
        state = new[mine[0]]
        value[state] = values[best, np.arange(q)]
        scores[state] = vectors[best] + half.scores[old[best], np.arange(q)]
        edge[state] = best
    return _Half(value, scores, edge)


def path_of(network: Network, package: Package, /) -> Array:
    """Return the path of a feasible package whose scores no step has left out.

    Raises
    ------
    ValueError
        When no path of the network is this package.
    """
    state = 0
    found = []
    for stage in network.stages:
        kind, row = _placed(stage, package)
        fits = (stage.source == state) & (stage.kind == kind)
        rows = stage.rows[kind]
        edges = [e for e in np.flatnonzero(fits).tolist() if rows[int(stage.row[e])] == row]
        if not edges:
            raise ValueError(f"no path of the network is the package {package}")
        found.append(edges[0])
        state = int(stage.target[edges[0]])
    path: Array = np.array(found, dtype=np.intp)
    return path


def _placed(stage: Stage, package: Package) -> tuple[int, tuple[int, ...]]:
    """Return which kind of options of a stage a package has, and what they add."""
    block = stage.link.block
    local = tuple(
        options.index(package[issue])
        for issue, options in zip(block.issues, block.options, strict=True)
    )
    parts = [block.start, *(t[o] for t, o in zip(block.tables, local, strict=True))]
    parts += [term.add for term in block.terms if matches(term.when, local)]
    row = tuple(map(sum, zip(*parts, strict=True)))
    if stage.link.kinds == (None,):
        return 0, row
    kinds = stage.link.kinds
    return next(k for k, places in enumerate(kinds) if local[0] in (places or ())), row
