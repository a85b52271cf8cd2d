"""The search behind :func:`irenic.solve.optimum.optimise`: bounds, beams, complete merges.

One :class:`Search` is one goal on one network; it visits box after box, and what one box
shows prunes the next.  For leximin that beams do not settle, a box is divided again: either
everybody gets more than the smallest value known, or exactly one party gets that and all
others at least the second smallest.  Each of these is a plain box, pruned with multipliers of
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import isfinite
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.best import Box, Optimum
from irenic.solve.blocks import Plan, Vector
from irenic.solve.bounds import affine_bound, exact_bound, measure
from irenic.solve.budget import Budget
from irenic.solve.goals import Goal
from irenic.solve.packages import Trail
from irenic.solve.result import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.network import Network
    from irenic.solve.pruned import Cuts, Survivors

    Array = NDArray[Any]

__all__ = ["Asked", "Search", "Visit"]

#: Sizes of the beams that look for better packages before the complete merge.
BEAMS = (300, 3_000, 30_000)
#: Multipliers around the best ones; more prune more and cost more.
POOL = 96
#: With so many beams a whole box is tried for leximin before it is divided.
WHOLE_BEAMS = 3
#: With more parties dominated partial packages are carried along (measured: twice as fast).
SIEVED_PARTIES = 4
#: A complete merge with more partial packages than this is given up.
MAX_PARTIAL = 300_000
#: A bound in floating point is raised by this part of itself, far above its rounding.
SAFE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a space and of each of its parts."""

    goal: Goal
    boxes: Sequence[Box]
    ties: bool
    words: str
    budget: Budget


class Search:
    """One goal on one network, box after box; what one box finds prunes the next."""

    def __init__(self, plan: Plan, network: Network, asked: Asked) -> None:
        import numpy as np

        self.plan, self.network = plan, network
        self.ties, self.budget, self.words = asked.ties, asked.budget, asked.words
        self.outer, self.goal = asked.goal, asked.goal.rescaled(plan.base, plan.unit)
        self.units: Array = np.eye(plan.n_parties, dtype=network.dtype)
        self.top = network.support(self.units)[0][0]
        self.key: tuple[int, ...] = ()
        self.found: dict[Vector, tuple[int, Trail]] = {}
        self.known: tuple[Vector, Callable[[], Trail]] | None = None
        self.bounds: list[Fraction] = []
        self.multipliers: list[tuple[Fraction, ...]] = []
        self.reason = ""
        self.partial = 0
        self.feasible = not _blocked(self.top)

    def visit(self, box: Box) -> None:
        """Look for the best packages within one box."""
        floors = self._floors(box)
        if not self.feasible or (self.top < floors).any():
            return
        Visit(self, floors).run()

    def _floors(self, box: Box) -> Array:
        import numpy as np

        pairs = zip(box, self.plan.base, self.plan.unit, strict=True)
        wanted = [0 if r is None else max(0, -((b - r) // g)) for r, b, g in pairs]
        cap = [min(f, top + 1) for f, top in zip(wanted, self.plan.span, strict=True)]
        exact: Array = np.array(cap, dtype=self.network.dtype)
        return exact

    def offer(self, w: Sequence[int], way: Callable[[], Trail]) -> None:
        """Take note of a package that lies within the box, and of the way back to it."""
        key = self.goal.key(w)
        if key > self.key or (self.known is None and key == self.key):
            self.key, self.known, self.found = key, (tuple(w), way), {}

    def _undominated(self) -> dict[Vector, tuple[int, Trail]]:
        """Return the winners that no other dominates; none can where the goal sees everybody."""
        n = self.plan.n_parties
        positive = self.goal.kind != "product" or self.key[:1] == (n,)
        if len(self.found) < 2 or (len(self.goal.compared) == n and positive):
            return self.found
        from irenic.solve.parts import undominated

        return {w: self.found[w] for w in undominated(n, list(self.found))}

    def result(self) -> Optimum:
        """Return what all boxes together have shown."""
        if not self.feasible:
            return Optimum(Status.INFEASIBLE, self.words)
        winners = self._undominated()
        if not winners and self.known is not None and (self.reason or not self.ties):
            winners = {self.known[0]: (1, self.known[1]())}
        status = Status.OPTIMAL if winners else Status.NO_ZONE
        if self.reason:
            status = Status.LIMIT
        order = sorted(winners, reverse=True)
        bound = max(self.bounds) if self.bounds else None
        return Optimum(
            status,
            self.words,
            self.outer.key(self.plan.utility(order[0])) if order else (),
            tuple(self.plan.utility(w) for w in order),
            tuple(winners[w][0] for w in order),
            bound,
            self.reason,
            tuple(self.multipliers),
            self.partial,
            all_ties=self.ties,
            trails=tuple(winners[w][1] for w in order),
        )


class Visit:
    """The search within one box."""

    def __init__(self, search: Search, floors: Array) -> None:
        self.search, self.floors = search, floors
        self.goal, self.network = search.goal, search.network

    def run(self) -> None:
        """Find the multipliers, a good package, and then everything at least as good."""
        from irenic.solve.dual import best_multipliers, multipliers_around, whole_multipliers

        found, _ = best_multipliers(self.network, self.goal, self.floors)
        self.pool = whole_multipliers(self.network, found[None])
        self._note_bound()
        if not self._open():
            return
        if self.network.simple:
            self._climb()
        self.pool = whole_multipliers(self.network, multipliers_around(found, POOL))
        try:
            self._merge()
        except LimitReached as stop:
            self.search.reason = str(stop)

    def _note_bound(self) -> None:
        row = [int(x) for x in self.pool[0]]
        top = int(self.network.support(self.pool[:1])[0][0, 0])
        bound = exact_bound(self.goal, row, [int(f) for f in self.floors], top)
        units = self.search.plan.unit
        self.search.multipliers.append(
            tuple(Fraction(x, g) for x, g in zip(row, units, strict=True))
        )
        if bound is not None:
            self.search.bounds.append(bound)

    def _note_dropped(self, dropped: float) -> None:
        """Take note that what a beam dropped is no better than this, nor what it kept."""
        if not self.search.key or not self.search.bounds or not isfinite(dropped):
            return
        top = Fraction(dropped) + abs(Fraction(dropped)) * SAFE
        known = measure(self.goal, self.search.key)
        self.search.bounds[-1] = min(self.search.bounds[-1], max(top, known))

    def _open(self) -> bool:
        """Return whether the bound leaves room for a package as good as the best known."""
        cuts = self._cuts()
        top = self.network.support(cuts.multipliers)[0][0]
        return bool((top >= cuts.least).all())

    def _climb(self) -> None:
        import numpy as np

        from irenic.solve.local_search import climb

        low = np.asarray(self.floors, dtype=np.float64)
        chosen, w = climb(self.network, self.goal, low, self.pool[0])
        if self.network.exact_float and (w >= low).all():
            self.search.offer([int(x) for x in w], lambda: self._way_of(chosen.tolist()))

    def _way_of(self, chosen: Sequence[int]) -> Trail:
        """Return the way to the package of one edge for each stage."""
        import numpy as np

        from irenic.solve.network import Network
        from irenic.solve.pruned import Cuts, pruned_merge

        pairs = zip(self.network.stages, chosen, strict=True)
        stages = tuple(stage.keep(np.array([edge])) for stage, edge in pairs)
        zero, none = self.floors[:0], self.search.units[:0]
        path = Network(self.network.plan, stages, self.network.exact_float)
        return pruned_merge(path, Cuts(None, none, zero, zero, zero)).trail

    def _cuts(self) -> Cuts:
        """Return what a package has to reach to be as good as the best known."""
        search = self.search
        target = search.key if search.ties else self.goal.better(search.key)
        raised = self.goal.floors(target)
        floors = [max(int(f), r) for f, r in zip(self.floors, raised, strict=True)]
        return self._cuts_of(self.goal, target, floors, self.pool)

    def _cuts_of(
        self, goal: Goal, target: Sequence[int], floors: Sequence[int], pool: Array
    ) -> Cuts:
        import numpy as np

        from irenic.solve.pruned import Cuts, Rule

        n, dtype = len(floors), self.network.dtype
        rows = [[int(x) for x in row] for row in pool.tolist()]
        least = [goal.least(row, floors, target) for row in rows]
        ranked = [affine_bound(goal, row, floors) for row in rows]
        array: Array = np.array(floors, dtype=dtype)
        return Cuts(
            Rule(array, np.ones(n, dtype=bool), n, ()),
            pool,
            np.array(least, dtype=dtype),
            np.array([shift for shift, _ in ranked]),
            np.array([factor for _, factor in ranked]),
        )

    def _merge(self) -> None:
        """Merge with wider and wider beams, and at last without one."""
        divisible = self.goal.kind == "leximin" and len(self.goal.compared) > 1
        for k, beam in enumerate((*BEAMS, None)):
            if divisible and k >= WHOLE_BEAMS and self.search.key:
                self._divide()
                return
            left = self._pass(self._cuts(), beam)
            if left is None or left.dropped is None:
                return
            self._note_dropped(left.dropped)

    def _pass(self, cuts: Cuts, beam: int | None) -> Survivors | None:
        """Merge once and take note of what is found; ``None`` when nothing is good enough."""
        from irenic.solve.pruned import pruned_merge, viable

        search = self.search
        network = viable(self.network, cuts)
        if any(not len(stage.vectors) for stage in network.stages):
            return None
        left = pruned_merge(
            network,
            cuts,
            beam=beam,
            max_points=MAX_PARTIAL,
            sieve=len(self.floors) <= SIEVED_PARTIES,
            budget=search.budget,
        )
        search.partial = max(search.partial, left.largest)
        self._take(left)
        return left

    def _divide(self) -> None:
        """Settle leximin part by part.

        Let the best known have *a* as smallest and *b* as second smallest value.  A package
        at least as good gives more than *a* to everybody, or at least *a* to one party and at
        least *b* to all others.  The first part is repeated until it is empty, which proves
        *a*; then each party in turn is the one.
        """
        while self._improves():
            pass
        if self.search.bounds:
            known = measure(self.goal, self.search.key)
            self.search.bounds[-1] = min(self.search.bounds[-1], known)
        for party in self.goal.compared:
            self._close(partial(self._one_least, party))

    def _improves(self) -> bool:
        """Return whether somewhere everybody gets more than the smallest value known."""
        before = self.search.key[0]
        self._close(lambda: self.goal.floors((self.search.key[0] + 1,)))
        return self.search.key[0] > before

    def _one_least(self, party: int) -> tuple[int, ...]:
        key = self.search.key
        low, high = self.goal.floors(key[:1]), self.goal.floors(key[1:2])
        return tuple(low[i] if i == party else f for i, f in enumerate(high))

    def _close(self, part: Callable[[], tuple[int, ...]]) -> None:
        """Find everything in a part whose floors rise with the best known."""
        from irenic.solve.dual import best_multipliers, multipliers_around, whole_multipliers

        pool: Array | None = None
        beams = iter((*BEAMS[1:], None))
        beam = next(beams)
        while True:
            floors = [max(int(f), r) for f, r in zip(self.floors, part(), strict=True)]
            if any(f > top for f, top in zip(floors, self.search.plan.span, strict=True)):
                return
            base = tuple(a * f for a, f in zip(self.goal.weight, floors, strict=True))
            goal = Goal("leximin", self.goal.weight, base)
            if pool is None:
                import numpy as np

                low: Array = np.array(floors, dtype=self.network.dtype)
                found, _ = best_multipliers(self.network, goal, low)
                pool = whole_multipliers(self.network, multipliers_around(found, POOL))
            before = self.search.key
            left = self._pass(self._cuts_of(goal, (), floors, pool), beam)
            if left is None or left.dropped is None:
                return
            if self.search.key == before:
                beam = next(beams)

    def _take(self, left: Survivors) -> None:
        from irenic.solve.pruned import as_vectors

        vectors = as_vectors(left.points)
        keys = [self.goal.key(w) for w in vectors]
        if keys:
            best = max(keys)
            self.search.offer(vectors[keys.index(best)], lambda: left.trail)
        if left.dropped is None:
            counts = left.counts.tolist()
            for w, key, count in zip(vectors, keys, counts, strict=True):
                if key == self.search.key:
                    self.search.found[w] = (int(count), left.trail)


def _blocked(top: Array) -> bool:
    return any(x == -float("inf") for x in top.tolist())
