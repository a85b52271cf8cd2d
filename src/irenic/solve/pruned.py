"""A merge that drops every partial package which cannot become good enough.

Partial sums are merged stage by stage as for the frontier.  What a partial sum can still
become is bounded by support functions; a partial sum that misses a floor or the value of a
package already known is dropped.  With ``beam`` only the most promising are kept, which gives
good packages quickly; without it, what is left at the end is complete, and that is the proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.errors import LimitReached
from irenic.solve.blocks import Vector
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.dominance import distinct, distinct_frontier
from irenic.solve.network import Network, Stage
from irenic.solve.packages import Layer, Step, Trail

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Cuts", "Rule", "Survivors", "as_vectors", "pruned_merge", "viable"]

#: Partial sums formed at once; bounds at a hundred multipliers then take 50 MB.
BATCH = 60_000
#: Numbers kept to find the packages behind the last sums (80 MB, or 160 where scores are large).
MAX_STORED = 20_000_000
#: Packages behind a point stay 64-bit while all of them together are fewer than this.
MACHINE_COUNT = 1 << 62


@dataclass(frozen=True)
class Rule:
    """Who has to get at least its floor: ``at_least`` parties, and all of ``must``."""

    floors: Array
    known: Array
    at_least: int
    must: tuple[int, ...]

    def may_hold(self, best: Array, /) -> Array:
        """Return which rows of best completions may still satisfy the rule."""
        reached = (best >= self.floors) & self.known
        mask: Array = reached.sum(axis=1) >= self.at_least
        for i in self.must:
            mask &= reached[:, i]
        return mask


@dataclass(frozen=True)
class Cuts:
    """What a package must reach: ``multipliers @ w >= least``, and the rule.

    ``shift`` and ``factor`` turn ``multipliers @ w`` into a bound of the goal; they only
    rank partial sums for a beam.
    """

    rule: Rule | None
    multipliers: Array
    least: Array
    shift: Array
    factor: Array


@dataclass(frozen=True)
class Survivors:
    """What is left of a merge: ``points`` of shape (n, n_parties), and ``counts``.

    ``dropped`` is the greatest bound of the goal among partial sums that a beam dropped;
    ``None`` when it dropped none: then nothing good enough is missing.  ``largest`` is the
    greatest number of partial sums that stood side by side.
    """

    points: Array
    counts: Array
    trail: Trail
    dropped: float | None
    largest: int


def viable(network: Network, cuts: Cuts, /) -> Network:
    """Return the network without the edges that lie on no package good enough; O(edges * q)."""
    q = cuts.multipliers
    left, right = network.reach(q), network.support(q)
    stages = []
    for t, stage in enumerate(network.stages):
        best = stage.vectors @ q.T + left[t][stage.source] + right[t + 1][stage.target]
        stages.append(stage.keep(np.flatnonzero((best >= cuts.least).all(axis=1))))
    return Network(network.plan, tuple(stages), network.exact_float)


#: Partial sums by state: rows of points, sorted lexicographically, and counts.
_Front = tuple["Array", "Array"]


def pruned_merge(
    network: Network,
    cuts: Cuts,
    /,
    *,
    beam: int | None = None,
    max_points: int | None = None,
    sieve: bool = True,
    budget: Budget = UNLIMITED,
) -> Survivors:
    """Return the non-dominated sums that pass every cut, with their counts and a way back.

    Parameters
    ----------
    network : Network
    cuts : Cuts
    beam : int, optional
        Keep at most so many partial sums after each stage.
    max_points : int, optional
        More partial sums than this end the search.
    sieve : bool
        Whether dominated partial sums are dropped.  With many parties few are dominated, and
        finding these costs more than carrying them along.
    budget : Budget

    Raises
    ------
    LimitReached
        When a limit is reached; with a beam as well.

    Notes
    -----
    O(sum over stages of partial sums * options * multipliers).  Dropping dominated sums
    loses nothing: goals and floors are monotone, and what completes a dominated sum
    completes the other one too.
    """
    run = _Run(network, cuts, beam, sieve)
    stored = 0
    for t, stage in enumerate(network.stages):
        budget.check()
        run.advance(t, stage)
        size = run.size()
        stored += size * network.plan.n_parties
        if stored > MAX_STORED:
            raise LimitReached(
                f"after {t + 1} of {len(network.stages)} steps the partial packages kept for the "
                f"way back hold {stored} numbers, more than the limit of {MAX_STORED}"
            )
        if max_points is not None and size > max_points:
            raise LimitReached(
                f"after {t + 1} of {len(network.stages)} steps {size} partial packages are still "
                f"good enough, more than the limit of {max_points}"
            )
        budget.say(f"step {t + 1} of {len(network.stages)}: {size} partial packages")
    return run.result()


class _Run:
    """The state of one merge."""

    def __init__(self, network: Network, cuts: Cuts, beam: int | None, sieve: bool) -> None:
        self.network, self.cuts, self.beam, self.sieve = network, cuts, beam, sieve
        n = network.plan.n_parties
        self.units: Array = np.eye(n, dtype=network.dtype)
        self.best = network.support(self.units) if cuts.rule is not None else None
        self.bounds = network.support(cuts.multipliers)
        origin: Array = np.zeros((1, n), dtype=network.dtype)
        self.now: dict[int, _Front] = {0: (origin, np.ones(1, dtype=np.int64))}
        self.steps: list[Step] = []
        self.dropped: float | None = None
        self.limit = int(max(network.plan.span, default=0))
        self.largest = 1

    def size(self) -> int:
        """Return the number of partial sums in all states."""
        return sum(len(values) for values, _ in self.now.values())

    def advance(self, t: int, stage: Stage) -> None:
        """Decide one stage."""
        self._remember(stage)
        starts = stage.starts
        ends = np.append(starts[1:], len(stage.source))
        where = {int(stage.source[a]): (int(a), int(b)) for a, b in zip(starts, ends, strict=True)}
        fresh: dict[int, list[_Front]] = {}
        for state, front in self.now.items():
            if state in where:
                low, high = where[state]
                for target in dict.fromkeys(stage.target[low:high].tolist()):
                    edges = low + np.flatnonzero(stage.target[low:high] == target)
                    grown = self._grow(t, stage, front, edges, target)
                    if len(grown[0]):
                        fresh.setdefault(target, []).append(grown)
        self.now = {state: self._unite(fronts) for state, fronts in fresh.items()}
        self.largest = max(self.largest, self.size())
        if self.beam is not None and self.size() > self.beam:
            self._narrow(t + 1)

    def _grow(self, t: int, stage: Stage, front: _Front, edges: Array, target: int) -> _Front:
        """Add the edges to a front and keep what passes every cut."""
        values, counts = front
        vectors = stage.vectors[edges]
        pairs = zip(stage.kind[edges].tolist(), stage.row[edges].tolist(), strict=True)
        ways = [stage.counts[k][r] for k, r in pairs]
        times = _counts(ways, sum(counts.tolist()) * max(ways))
        if counts.dtype != times.dtype:
            counts = counts.astype(times.dtype)
        if len(edges) == 1:
            sums, many = values + vectors, counts * times[0]
            keep = self._passes(t, sums, target)
            return sums[keep], many[keep]
        pieces: list[_Front] = []
        step = max(1, BATCH // len(edges))
        for low in range(0, len(values), step):
            part = values[low : low + step]
            sums = (part[:, None, :] + vectors[None, :, :]).reshape(-1, values.shape[1])
            many = (counts[low : low + step, None] * times[None, :]).reshape(-1)
            keep = self._passes(t, sums, target)
            pieces.append(self._unite([(sums[keep], many[keep])]))
        return pieces[0] if len(pieces) == 1 else self._unite(pieces)

    def _passes(self, t: int, sums: Array, target: int) -> Array:
        """Return the places of the sums that may still become good enough."""
        if self.cuts.rule is not None and self.best is not None:
            places = np.flatnonzero(self.cuts.rule.may_hold(sums + self.best[t + 1][target]))
        else:
            places = np.arange(len(sums))
        rest = self.bounds[t + 1][target]
        q = len(rest)
        # The first multipliers are the best ones; the others see fewer sums.
        for low, high in ((0, 1), (1, 9), (9, q)):
            if low < min(high, q) and len(places):
                best = sums[places] @ self.cuts.multipliers[low:high].T + rest[low:high]
                places = places[(best >= self.cuts.least[low:high]).all(axis=1)]
        return places

    def _unite(self, fronts: Sequence[_Front]) -> _Front:
        if len(fronts) == 1 and len(fronts[0][0]) == 1:
            return fronts[0]
        values = np.concatenate([v for v, _ in fronts])
        big = any(c.dtype == object for _, c in fronts) or sum(
            float(c.sum()) for _, c in fronts
        ) >= float(MACHINE_COUNT)
        counts = np.concatenate([c.astype(object) if big else c for _, c in fronts])
        if not len(values):
            return values, counts
        if self.sieve:
            columns, total = distinct_frontier(values.T, counts, self.limit)
        else:
            columns, total = distinct(values.T, counts)
        return np.ascontiguousarray(columns.T), total

    def _narrow(self, t: int) -> None:
        """Keep the most promising partial sums of all states together."""
        scores: list[Array] = []
        for state, (values, _) in self.now.items():
            step = max(1, BATCH // 10)
            parts = [values[low : low + step] for low in range(0, len(values), step)]
            scores.append(np.concatenate([self._promise(t, state, part) for part in parts]))
        every = np.concatenate(scores)
        level = np.partition(every, len(every) - (self.beam or 0))[len(every) - (self.beam or 0)]
        below = every[every < level]
        if not len(below):  # all tie: none is less promising than another
            return
        lost = float(below.max())
        self.dropped = lost if self.dropped is None else max(self.dropped, lost)
        kept = {}
        for (state, (values, counts)), score in zip(self.now.items(), scores, strict=True):
            places = np.flatnonzero(score >= level)
            if len(places):
                kept[state] = values[places], counts[places]
        self.now = kept

    def _promise(self, t: int, state: int, values: Array) -> Array:
        """Return the smallest bound of the goal for each partial sum."""
        best = values @ self.cuts.multipliers.T + self.bounds[t][state]
        rank: Array = ((best - self.cuts.shift) * self.cuts.factor).astype(np.float64)
        smallest: Array = rank.min(axis=1)
        return smallest

    def _remember(self, stage: Stage) -> None:
        small = self.network.exact_float and self.limit < 1 << 31  # half the memory
        layers = {
            stage.states[k]: Layer(_columns(values.astype(np.int32) if small else values))
            for k, (values, _) in self.now.items()
        }
        self.steps.append(Step(stage.link, stage.rows, layers))

    def result(self) -> Survivors:
        """Return what is left after the last stage."""
        n = self.network.plan.n_parties
        nothing: Array = np.empty((0, n), dtype=self.network.dtype)
        points, counts = self.now.get(0, (nothing, np.empty(0, dtype=np.int64)))
        trail = Trail(self.network.plan, tuple(self.steps))
        return Survivors(points, counts, trail, self.dropped, self.largest)


def _columns(values: Array) -> tuple[Any, ...]:
    return tuple(values[:, i] for i in range(values.shape[1]))


def _counts(numbers: Sequence[int], most: int) -> Array:
    return np.array(numbers, dtype=np.int64 if most < MACHINE_COUNT else object)


def as_vectors(points: Array, /) -> list[Vector]:
    """Return rows as tuples of Python integers."""
    return [tuple(int(x) for x in row) for row in points.tolist()]
