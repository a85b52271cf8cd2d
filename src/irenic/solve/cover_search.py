r"""Packages that come close to every feasible one, and how close: the search behind a cover.

1. A lattice of multipliers gives supported packages: best at some weights.
2. The corners of what is listed (:mod:`irenic.solve.corners`) say where something better
   could be; the support function bounds how much better (:meth:`Search.measure`).
3. From the worst corners further packages are sought, until the bound is small enough.

Scores are taken in parts of each party's range; floating point only steers.

References
----------
I. Das, J. E. Dennis, "Normal-Boundary Intersection: A New Method for Generating the Pareto
Surface in Nonlinear Multicriteria Optimization Problems", SIAM Journal on Optimization 8
(1998) 631-657 (the lattice).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.climbing import Aims, climb_all
from irenic.solve.corners import OPEN, corners_of
from irenic.solve.dominance import EXACT_FLOAT, ranks, undominated
from irenic.solve.dual import whole_multipliers
from irenic.solve.network import Network
from irenic.solve.paths import Detours, best_paths, scores_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Listed", "Measure", "Search", "distinct_best"]

#: Weights of the lattice, about.
LATTICE = 1_000
#: Keeps every weight positive, in steps of the lattice: then what is best is efficient.
INTERIOR = 0.02
#: Corners that one round looks at, worst first.
WORST = 300
#: New multipliers around those of a bad corner.
NEARBY = 4
#: More corners than this are not followed; a part of the list is measured instead.
MAX_CORNERS = 150_000
#: Corners whose bounds are formed at once.
BLOCK = 256
#: Numbers that a batch of detours may hold.
DETOURS = 3_000_000


@dataclass(frozen=True)
class Listed:
    """Listed packages: exact scores, a path each, whether that proves it efficient."""

    points: Array
    paths: Array
    proved: Array


@dataclass(frozen=True)
class Measure:
    """Corners of a list, and per corner and box the multipliers that bound it best.

    ``worst`` is the greatest bound of each corner, in floating point.
    """

    listed: Listed
    corners: Array
    rows: Array
    worst: Array

    @property
    def bound(self) -> float:
        """Return the greatest bound of all corners."""
        return float(self.worst.max(initial=0.0))


class Search:
    """A growing list of packages.

    Parameters
    ----------
    network : Network
    low, ranges : arrays of shape (n_parties,)
        Least score of each party, and greatest less least; exact.
    boxes : array of shape (n_boxes, n_parties)
        What a package has to reach: one of the rows.
    seed : int
    budget : Budget
    """

    def __init__(
        self, network: Network, low: Array, ranges: Array, boxes: Array, seed: int, budget: Budget
    ) -> None:
        self.network, self.low, self.ranges, self.boxes = network, low, ranges, boxes
        self.budget = budget
        self.rng = np.random.default_rng(seed)
        self.seen = np.flatnonzero(ranges > 0)
        self.size = np.maximum(ranges.astype(np.float64), 1.0)
        n, width = len(low), len(network.stages)
        self.pool: Array = np.empty((0, n), dtype=network.dtype)
        self.tops: Array = np.empty(0, dtype=network.dtype)
        self.starts: Array = np.empty((0, width), dtype=np.intp)
        self.weights, self.heights = np.empty((0, n)), np.empty(0)
        nothing: Array = np.empty((0, n), dtype=network.dtype)
        self.listed = Listed(nothing, self.starts, np.empty(0, dtype=bool))
        self.known: dict[tuple[Any, ...], tuple[float, list[int]]] = {}
        if network.simple:
            vectors = np.concatenate([s.vectors for s in network.stages])
            self.vectors = vectors.astype(np.float64) / self.size

    def parts(self, points: Array) -> Array:
        """Return scores as parts of the ranges."""
        found: Array = (points - self.low).astype(np.float64) / self.size
        return found

    # Multipliers

    def extremes(self) -> Array:
        """Return weights that look at one party each, and at all alike."""
        k = len(self.seen)
        return self._spread(np.concatenate([np.eye(k) + INTERIOR / max(k, 1), np.ones((1, k))]))

    def lattice(self) -> Array:
        """Return weights spread evenly, and each party's alone."""
        k = len(self.seen)
        return self._spread(np.concatenate([np.eye(k), _lattice(k) + INTERIOR]))

    def _spread(self, weights: Array) -> Array:
        found = np.zeros((len(weights), len(self.low)))
        found[:, self.seen] = weights
        return found

    def support(self, weights: Array) -> int:
        """Take multipliers into the pool, and the packages that are best at them.

        Returns the number of the first new row of the pool.
        """
        rows = whole_multipliers(self.network, weights / self.size)
        rows[:, self.ranges == 0] = 0
        paths, tops = best_paths(self.network, rows)
        first = len(self.pool)
        sizes = (rows * self.ranges).sum(axis=1).astype(np.float64)
        parts = (rows * self.ranges).astype(np.float64) / np.maximum(sizes, 1.0)[:, None]
        heights = (tops - (rows * self.low).sum(axis=1)).astype(np.float64)
        self.pool = np.concatenate([self.pool, rows])
        self.tops = np.concatenate([self.tops, tops])
        self.starts = np.concatenate([self.starts, paths])
        self.weights = np.concatenate([self.weights, parts])
        self.heights = np.concatenate([self.heights, heights / np.maximum(sizes, 1.0)])
        positive: Array = np.all(rows[:, self.seen] > 0, axis=1)
        self.add(paths, positive)
        return first

    # The list

    def add(self, paths: Array, proved: Array) -> None:
        """List the packages of some paths that carry, and drop what is beaten."""
        points = scores_of(self.network, paths)
        inside = np.zeros(len(points), dtype=bool)
        for box in self.boxes:
            inside |= (points >= box).all(axis=1).astype(bool)
        old = self.listed
        points = np.concatenate([old.points, points[inside]])
        proved = np.concatenate([old.proved, proved[inside]])
        keep = distinct_best(points, proved)
        paths = np.concatenate([old.paths, paths[inside]])
        self.listed = Listed(points[keep], paths[keep], proved[keep])

    # How far from everything

    def measure(self, listed: Listed) -> Measure:
        """Return the corners of a list with their bounds; of a part of it when too many."""
        if not len(self.seen):  # every package gives everyone the same
            nowhere: Array = np.empty((0, len(self.low)), dtype=listed.points.dtype)
            return Measure(listed, nowhere, np.empty((0, len(self.boxes)), np.intp), np.empty(0))
        while True:
            try:
                seen = listed.points[:, self.seen]
                inner = corners_of(seen, max_corners=MAX_CORNERS, budget=self.budget)
                break
            except LimitReached:
                self.budget.check()
                listed = self._thinned(listed)
        corners: Array = np.full((len(inner), len(self.low)), OPEN, dtype=listed.points.dtype)
        corners[:, self.seen] = inner
        names = [tuple(c) for c in corners.tolist()]
        fresh = [k for k, name in enumerate(names) if name not in self.known]
        for low in range(0, len(fresh), BLOCK):
            self.budget.check()
            some = fresh[low : low + BLOCK]
            worst, rows = self.bounds(corners[some], 0)
            for k, value, row in zip(some, worst.tolist(), rows.tolist(), strict=True):
                self.known[names[k]] = (value, row)
        found = [self.known[name] for name in names]
        worst = np.array([value for value, _ in found])
        return Measure(listed, corners, np.array([row for _, row in found], dtype=np.intp), worst)

    def _thinned(self, listed: Listed) -> Listed:
        """Return at most half of a list, spread over a grid."""
        parts = self.parts(listed.points)
        cell = 1 / 64
        while True:
            grid = np.floor(parts / cell).astype(np.int64)
            order = np.argsort(-parts.sum(axis=1), kind="stable")
            _, first = np.unique(grid[order], axis=0, return_index=True)
            keep = np.sort(order[first])
            if len(keep) <= max(1, len(parts) // 2):
                return Listed(listed.points[keep], listed.paths[keep], listed.proved[keep])
            cell *= 1.25

    def aims(self, corners: Array, box: int) -> Aims:
        """Return what a package in a box above a corner has: more than ``base`` if counted."""
        floor = np.maximum(self.boxes[box], self.low)
        counted = (corners >= floor) & (self.ranges > 0)
        base = self.parts(np.where(counted, corners, floor))
        return Aims(base, counted.astype(bool))

    def bounds(self, corners: Array, first: int) -> tuple[Array, Array]:
        """Return the greatest bound per corner, and per box the row of the pool that gives it.

        Only rows from ``first`` on are looked at.
        """
        worst = np.zeros(len(corners))
        rows = np.zeros((len(corners), len(self.boxes)), dtype=np.intp)
        weights, heights = self.weights[first:], self.heights[first:]
        for box in range(len(self.boxes)):
            aims = self.aims(corners, box)
            found = heights - aims.base @ weights.T
            partly = ~aims.counted[:, self.seen].all(axis=1)
            if partly.any():
                share = aims.counted[partly].astype(np.float64) @ weights.T
                with np.errstate(divide="ignore", invalid="ignore"):
                    ratio = found[partly] / share
                empty = np.where(found[partly] < 0, 0.0, np.inf)
                found[partly] = np.where(share > 0, ratio, empty)
            best = found.argmin(axis=1)
            rows[:, box] = first + best
            worst = np.maximum(worst, found[np.arange(len(found)), best])
        return np.minimum(worst, 1.0), rows

    # Further packages

    def refine(self, measure: Measure, asked: float) -> None:
        """Look for packages beyond the worst corners, and for better bounds there."""
        bad = np.flatnonzero(measure.worst > asked)
        bad = bad[np.argsort(-measure.worst[bad], kind="stable")][:WORST]
        corners = measure.corners[bad]
        self._sharpen(corners, measure.rows[bad])
        worst_box = self._worst_boxes(corners)
        for box in np.unique(worst_box):
            mine = np.flatnonzero(worst_box == box)
            rows = np.array([self.known[tuple(c)][1][box] for c in corners[mine].tolist()])
            aims = self.aims(corners[mine], int(box))
            if self.network.simple:
                paths, reached = climb_all(
                    self.network, self.vectors, self.starts[rows], aims, self.weights[rows]
                )
                self.add(paths[reached > 0], np.zeros(int((reached > 0).sum()), dtype=bool))
            else:
                self._detour(aims, self.pool[rows])

    def _sharpen(self, corners: Array, rows: Array) -> None:
        """Try multipliers around those that bound the corners best."""
        near = np.unique(rows)
        if len(near) > WORST:
            near = near[:: len(near) // WORST + 1]
        noise = self.rng.normal(size=(NEARBY, len(near), len(self.low)))
        width = np.array([0.05, 0.1, 0.2, 0.4])[:NEARBY, None, None]
        fresh = self.weights[near] * np.exp(noise * width) + 1e-6
        first = self.support(fresh.reshape(-1, len(self.low)))
        for low in range(0, len(corners), BLOCK):
            some = corners[low : low + BLOCK]
            _, better = self.bounds(some, first)
            for corner, tried in zip(some, better.tolist(), strict=True):
                self._improve(corner, tried)

    def _improve(self, corner: Array, tried: list[int]) -> None:
        """Keep for each box the better of the known and a new row."""
        name = tuple(corner.tolist())
        _, kept = self.known[name]
        values, rows = [], []
        for box, pair in enumerate(zip(kept, tried, strict=True)):
            bound = [self._bound(corner, box, row) for row in pair]
            values.append(min(bound))
            rows.append(pair[bound.index(min(bound))])
        self.known[name] = (min(max(values), 1.0), rows)

    def _bound(self, corner: Array, box: int, row: int) -> float:
        aims = self.aims(corner[None], box)
        share = float(aims.counted[0] @ self.weights[row])
        rest = float(self.heights[row] - aims.base[0] @ self.weights[row])
        if share <= 0:
            return 0.0 if rest < 0 else 1.0
        return max(rest / share, 0.0)

    def _worst_boxes(self, corners: Array) -> Array:
        if len(self.boxes) == 1:
            return np.zeros(len(corners), dtype=np.intp)
        found = []
        for corner in corners:
            rows = self.known[tuple(corner.tolist())][1]
            values = [self._bound(corner, box, row) for box, row in enumerate(rows)]
            found.append(values.index(max(values)))
        return np.array(found, dtype=np.intp)

    def _detour(self, aims: Aims, multipliers: Array) -> None:
        """List the best detour for each corner, in a network with linked issues."""
        widest = max(len(stage.vectors) for stage in self.network.stages)
        step = max(1, DETOURS // (widest * len(self.low)))
        for low in range(0, len(multipliers), step):
            self.budget.check()
            some = slice(low, low + step)
            detours = Detours(self.network, multipliers[some])
            part = Aims(aims.base[some], aims.counted[some])
            q = np.arange(len(part.base))
            best, at = np.full(len(q), -np.inf), np.zeros((len(q), 2), dtype=np.intp)
            for t in range(len(self.network.stages)):
                points = self.parts(detours.scores(t)).transpose(1, 0, 2)
                reached = part.reached(points)
                edge = reached.argmax(axis=1)
                better = reached[q, edge] > best
                best = np.where(better, reached[q, edge], best)
                at[better] = np.stack([np.full(len(q), t), edge], axis=1)[better]
            good = np.flatnonzero(best > 0)
            if len(good):
                found = [detours.path(int(at[k, 0]), int(at[k, 1]), int(k)) for k in good]
                self.add(np.array(found, dtype=np.intp), np.zeros(len(good), dtype=bool))


def distinct_best(points: Array, proved: Array) -> Array:
    """Return the places of the distinct rows that no row dominates, sorted ascending.

    Of equal rows one that is proved efficient is kept.
    """
    columns = points.T
    small = points.dtype != object and float(np.max(points, initial=0)) < EXACT_FLOAT
    keys = columns if small else ranks(columns).reshape(columns.shape)
    order = np.lexsort([~proved, *keys[::-1]])
    keys = keys[:, order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (keys[:, 1:] != keys[:, :-1]).any(axis=0)
    order, keys = order[fresh], keys[:, fresh]
    found: Array = order[undominated(keys)]
    return found


def _lattice(k: int) -> Array:
    """Return all ways to give whole numbers of a fixed sum to ``k`` places."""
    if k < 2:
        return np.ones((k, k))
    steps = 1
    while comb(steps + k, k - 1) <= LATTICE:
        steps += 1
    bars = np.array(list(combinations(range(steps + k - 1), k - 1)))
    ends = np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), steps + k - 1)
    found: Array = np.diff(np.concatenate(ends, axis=1), axis=1) - 1
    return found.astype(np.float64)
