"""Packages that reach beyond given corners, for many corners at once.

From a package each, one option or two are changed as long as that carries the package
further above its corner.  What is found are ordinary packages; nothing rests on their being
the best.  For networks in which nothing is linked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Aims", "climb_all"]

#: Changes made at most.
MOVES = 12
#: Options tried one by one, and in pairs: those that cost least at the corner's multipliers.
SINGLE, PAIRED = 64, 32
#: How much a missed floor counts against a gain.
MISSED = 1000.0
#: Gains below this are rounding.
LEAST_GAIN = 1e-9


@dataclass(frozen=True)
class Aims:
    """Corners to get beyond, in parts of each party's range; one row each.

    Where ``counted`` is false, ``base`` is only a floor to be kept.
    """

    base: Array
    counted: Array

    def reached(self, points: Array, some: Array | slice = slice(None), /) -> Array:
        """Return how far points of shape (rows, n, n_parties) lie above their corners."""
        above = points - self.base[some][:, None]
        floor = np.where(above >= -LEAST_GAIN, np.inf, MISSED * above)
        found: Array = np.where(self.counted[some][:, None], above, floor).min(axis=2)
        return found


def climb_all(
    network: Network, vectors: Array, paths: Array, aims: Aims, multipliers: Array, /
) -> tuple[Array, Array]:
    """Return better paths, and how far each lies above its corner (negative: not above it).

    Parameters
    ----------
    network : Network
        In which nothing is linked.
    vectors : array of shape (n_options, n_parties)
        What each option of each stage adds, in parts of the ranges, stage after stage.
    paths : array of shape (rows, n_stages)
        Where to start from.
    aims : Aims
    multipliers : array of shape (rows, n_parties)
        In parts of the ranges as well: they say which options are worth a try.

    Notes
    -----
    O(moves * rows * (SINGLE + PAIRED**2) * n_parties).
    """
    run = _Climb(network, vectors, paths, aims, multipliers)
    for _ in range(MOVES):
        better = run.change_one()
        stuck = np.flatnonzero(~better)
        if len(stuck):
            better[stuck] = run.change_two(stuck)
        if not better.any():
            break
    return run.chosen - run.first, run.now


class _Climb:
    def __init__(
        self, network: Network, vectors: Array, paths: Array, aims: Aims, multipliers: Array
    ) -> None:
        sizes = np.array([len(stage.vectors) for stage in network.stages])
        self.first = np.cumsum(sizes) - sizes
        self.stage_of = np.repeat(np.arange(len(sizes)), sizes)
        self.vectors, self.aims = vectors, aims
        self.chosen = paths + self.first
        self.points = vectors[self.chosen].sum(axis=1)
        worth = multipliers @ vectors.T
        best = np.maximum.reduceat(worth, self.first, axis=1)
        loss = best[:, self.stage_of] - worth
        most = min(SINGLE + len(sizes), loss.shape[1])
        near = np.argpartition(loss, most - 1, axis=1)[:, :most]
        order = np.argsort(np.take_along_axis(loss, near, axis=1), axis=1, kind="stable")
        self.near = np.take_along_axis(near, order, axis=1)
        self.now = aims.reached(self.points[:, None])[:, 0]

    def _changes(self, rows: Array, near: Array) -> Array:
        here = np.take_along_axis(self.chosen[rows], self.stage_of[near], axis=1)
        changes: Array = self.vectors[near] - self.vectors[here]
        return changes

    def change_one(self) -> Array:
        """Change one option wherever that helps, and return where it did."""
        rows = np.arange(len(self.now))
        changes = self._changes(rows, self.near)
        values = self.aims.reached(self.points[:, None] + changes)
        pick = values.argmax(axis=1)
        better: Array = values[rows, pick] > self.now + LEAST_GAIN
        for r in np.flatnonzero(better).tolist():
            self._move(r, [int(self.near[r, pick[r]])])
        return better

    def change_two(self, rows: Array) -> Array:
        """Change two options of different stages, in some rows."""
        # The first places hold what is chosen at best already; other options follow.
        here = np.take_along_axis(self.chosen[rows], self.stage_of[self.near[rows]], axis=1)
        same = (here == self.near[rows]).astype(np.int8)
        others = np.argsort(same, axis=1, kind="stable")[:, :PAIRED]
        near = np.take_along_axis(self.near[rows], others, axis=1)
        changes = self._changes(rows, near)
        a, b = np.triu_indices(near.shape[1], 1)
        both = self.points[rows][:, None] + changes[:, a] + changes[:, b]
        values = self.aims.reached(both, rows)
        values[self.stage_of[near[:, a]] == self.stage_of[near[:, b]]] = -np.inf
        if not values.shape[1]:
            return np.zeros(len(rows), dtype=bool)
        pick = values.argmax(axis=1)
        better: Array = values[np.arange(len(rows)), pick] > self.now[rows] + LEAST_GAIN
        for k in np.flatnonzero(better).tolist():
            self._move(int(rows[k]), [int(near[k, a[pick[k]]]), int(near[k, b[pick[k]]])])
        return better

    def _move(self, row: int, options: list[int]) -> None:
        for option in options:
            self.chosen[row, self.stage_of[option]] = option
        self.points[row] = self.vectors[self.chosen[row]].sum(axis=0)
        self.now[row] = self.aims.reached(self.points[row][None, None], np.array([row]))[0, 0]
