"""The best packages under a goal, without the frontier: bound, then a pruned merge.

1. Multipliers bound the goal from above (:mod:`irenic.solve.dual`).
2. A local search, or a merge that keeps only the most promising sums, finds a good package.
3. Options that no package as good as that one can have are dropped.
4. What is left is merged completely.  Nothing better can be missing, and every tie is found.

When a limit stops step 4 the answer is the best package known, and the bound.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.best import Box, Optimum
from irenic.solve.blocks import Plan, Vector, plan_blocks
from irenic.solve.bounds import affine_bound, exact_bound, measure
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.choose import METHODS, choose
from irenic.solve.goals import Goal
from irenic.solve.packages import Trail
from irenic.solve.result import Status
from irenic.solve.space import Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.network import Network
    from irenic.solve.pruned import Cuts, Survivors

    Array = NDArray[Any]

__all__ = ["Box", "Optimum", "optimise"]

#: Sizes of the beams that look for better packages before the complete merge.
BEAMS = (300, 3_000, 30_000)
#: Multipliers around the best ones; more prune more and cost more.
POOL = 96
#: With more parties dominated partial packages are carried along (measured: twice as fast).
SIEVED_PARTIES = 4
#: A complete merge with more partial packages than this is given up.
MAX_PARTIAL = 300_000
#: A bound in floating point is raised by this part of itself, far above its rounding.
SAFE = Fraction(1, 10**9)


def optimise(
    space: Space,
    goal: Goal,
    /,
    *,
    boxes: Sequence[Box] = (),
    ties: bool = True,
    method: str = "auto",
    budget: Budget = UNLIMITED,
) -> Optimum:
    r"""Return every feasible package that is best under the goal, within some box.

    .. math:: \operatorname{arg\,max}\{f(u(x)) : x \text{ feasible, }
              u(x) \ge \text{box for some of the boxes}\}

    Parameters
    ----------
    space : Space
    goal : Goal
        In the units of the space.
    boxes : sequence of Box
        Alternatives; a package has to satisfy one of them.  None given means no floors.
    ties : bool
        Whether to find every vector with the best value; one is found more quickly, and the
        vectors with the best score of one party can be very many.
    method : {"auto", "direct", "cutset", "milp"}
        ``auto`` is :func:`irenic.solve.choose.choose`.
    budget : Budget
        Time and memory; when they run out the status is LIMIT.

    Returns
    -------
    Optimum
        Status OPTIMAL, INFEASIBLE (no feasible package at all), NO_ZONE (none in a box) or
        LIMIT.

    Notes
    -----
    Exact: floating point only chooses the multipliers.  Of packages that tie, dominated
    ones are left out (they can tie where the goal does not look at every party).

    References
    ----------
    H. Everett (1963), see :mod:`irenic.solve.dual`; G. L. Nemhauser, Z. Ullmann (1969), see
    :mod:`irenic.solve.frontier`.

    Examples
    --------
    >>> space = Space(2, (((3, 0), (2, 2), (0, 3)), ((1, 0), (0, 2))))
    >>> best = optimise(space, Goal("product", (1, 1), (0, 0)), boxes=[(1, 1)])
    >>> best.value, best.points, best.one_package(0)
    ((2, 8), ((2, 4),), (1, 1))
    """
    plan = plan_blocks(space)
    choice = choose(space, "solutions", method=method, plan=plan)
    words = f"{METHODS[choice.method].title}, {choice.why}"
    if plan.impossible:
        return Optimum(Status.INFEASIBLE, words, reason="the rules leave an issue without options")
    if choice.method == "milp":
        from irenic.solve.milp import optimise_by_highs

        return optimise_by_highs(space, plan, goal, boxes=boxes, words=words, budget=budget)
    asked = _Asked(goal, boxes, ties, words, budget)
    run = _in_parts if choice.method == "cutset" else _direct
    return run(space, plan, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of a space and of each of its parts."""

    goal: Goal
    boxes: Sequence[Box]
    ties: bool
    words: str
    budget: Budget


def _direct(space: Space, plan: Plan, asked: _Asked, known: tuple[int, ...] = ()) -> Optimum:
    """Return the best packages that are at least as good as the ``known`` key.

    Better than it, when ties are of no interest.
    """
    from irenic.solve.network import build_network

    if plan.impossible:
        return Optimum(Status.INFEASIBLE, asked.words)
    try:
        network = build_network(plan)
    except LimitReached as stop:
        return Optimum(Status.LIMIT, asked.words, reason=str(stop))
    search = _Search(plan, network, asked)
    search.key = known
    for box in asked.boxes or [(None,) * space.n_parties]:
        search.visit(box)
    return search.result()


def _in_parts(space: Space, plan: Plan, asked: _Asked) -> Optimum:
    from irenic.solve.cutset import cutset_of
    from irenic.solve.milp import known_by_highs
    from irenic.solve.parts import best_of_parts, has_package, total, undominated

    def solve(part: Space, known: tuple[int, ...]) -> Optimum:
        return _direct(part, plan_blocks(part), asked, known)

    anything = replace(asked, goal=total(space.n_parties), boxes=(), ties=False)

    def solve_freely(part: Space, known: tuple[int, ...]) -> Optimum:
        return _direct(part, plan_blocks(part), anything, known)

    cutset, goal, boxes, budget = cutset_of(space), asked.goal, asked.boxes, asked.budget
    # Where one of many ties is asked for, it must be the same one with and without HiGHS.
    start = known_by_highs(space, plan, goal, boxes, budget) if asked.ties else ()
    best = best_of_parts(
        space, cutset, goal, boxes, solve, ties=asked.ties, start=start, budget=budget
    )
    status = best.status
    if status is Status.NO_ZONE and not has_package(space, cutset, solve_freely):
        status = Status.INFEASIBLE
    points = tuple(sorted(undominated(space.n_parties, list(best.found)), reverse=True))
    return Optimum(
        status,
        asked.words,
        goal.key(points[0]) if points else (),
        points,
        tuple(best.found[u][0] for u in points),
        best.bound,
        best.reason,
        partial=best.partial,
        all_ties=asked.ties,
        trails=tuple(best.found[u][1] for u in points),
    )


class _Search:
    """One goal on one network, box after box; what one box finds prunes the next."""

    def __init__(self, plan: Plan, network: Network, asked: _Asked) -> None:
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
        _Visit(self, floors).run()

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

    def result(self) -> Optimum:
        """Return what all boxes together have shown."""
        if not self.feasible:
            return Optimum(Status.INFEASIBLE, self.words)
        winners = _undominated(self.found)
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


class _Visit:
    """The search within one box."""

    def __init__(self, search: _Search, floors: Array) -> None:
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
        import numpy as np

        from irenic.solve.pruned import Cuts, Rule

        search, n = self.search, len(self.floors)
        target = search.key if search.ties else self.goal.better(search.key)
        raised = self.goal.floors(target)
        floors = [max(int(f), r) for f, r in zip(self.floors, raised, strict=True)]
        rows = [[int(x) for x in row] for row in self.pool.tolist()]
        least = [self.goal.least(row, floors, target) for row in rows]
        ranked = [affine_bound(self.goal, row, floors) for row in rows]
        dtype = self.network.dtype
        array: Array = np.array(floors, dtype=dtype)
        return Cuts(
            Rule(array, np.ones(n, dtype=bool), n, ()),
            self.pool,
            np.array(least, dtype=dtype),
            np.array([shift for shift, _ in ranked]),
            np.array([factor for _, factor in ranked]),
        )

    def _merge(self) -> None:
        from irenic.solve.pruned import pruned_merge, viable

        search = self.search
        for beam in (*BEAMS, None):
            cuts = self._cuts()
            network = viable(self.network, cuts)
            if any(not len(stage.vectors) for stage in network.stages):
                return
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
            if left.dropped is None:
                return
            self._note_dropped(left.dropped)

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


def _undominated(found: dict[Vector, tuple[int, Trail]]) -> dict[Vector, tuple[int, Trail]]:
    def worse(w: Vector) -> bool:
        return any(v != w and all(x >= y for x, y in zip(v, w, strict=True)) for v in found)

    return {w: rest for w, rest in found.items() if not worse(w)}
