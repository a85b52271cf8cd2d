"""The frontier, and the best packages under a goal, of a space that is solved in parts.

:mod:`irenic.solve.cutset` says how a space is divided; here the answers of the parts are put
together.  What earlier parts hold decides which later ones can be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.blocks import Vector
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.cutset import Cutset, easier, parts
from irenic.solve.goals import Goal
from irenic.solve.result import Status
from irenic.solve.space import Package, Restriction, Space
from irenic.solve.ways import Listed, Part, Several, Way

if TYPE_CHECKING:
    from irenic.solve.best import Box, Optimum
    from irenic.solve.frontier import Frontier

__all__ = [
    "Best",
    "Gathered",
    "best_of_parts",
    "frontier_of_parts",
    "has_package",
    "total",
    "undominated",
]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Efficient vectors, sorted descending, with counts and the way back to packages."""

    points: tuple[Vector, ...]
    counts: tuple[int, ...]
    way: Way


def frontier_of_parts(
    space: Space, cutset: Cutset, solve: Callable[[Space], Frontier], /, *, budget: Budget
) -> Gathered:
    """Return the frontier of all parts together.

    Parameters
    ----------
    space : Space
    cutset : Cutset
    solve : callable
        Returns the frontier of a part, or of an easier space.
    budget : Budget

    Raises
    ------
    LimitReached
        When a part or the budget comes to its end.

    Notes
    -----
    A part is left out only when all its packages are dominated, not merely equalled, so the
    counts stay exact.
    """
    judge = _Points(space.n_parties, solve)
    for part in parts(space, cutset, judge, budget=budget):
        found = solve(part.space)
        if found.status is Status.LIMIT:
            raise LimitReached(found.reason)
        judge.take(found, part)
        budget.say(f"{judge.parts} parts solved, {len(judge.known)} points")
    return judge.gathered()


class _Points:
    """Judges parts by the points known so far; a promise is the frontier of the easier space."""

    def __init__(self, n_parties: int, solve: Callable[[Space], Frontier]) -> None:
        self.n, self.solve = n_parties, solve
        self.known: list[Vector] = []
        self.total: dict[Vector, int] = {}
        self.ways: dict[Vector, tuple[Way, ...]] = {}
        self.parts = 0

    def look(self, part: Restriction, easy: Space, /) -> tuple[Vector, ...] | None:
        found = self.solve(easy)
        if found.status is Status.LIMIT:
            raise LimitReached(found.reason)
        some = [found.one_package(k) for k in range(len(found.points))]
        self._note([part.space.utility(p) for p in some if part.space.is_feasible(p)])
        return found.points or None

    def worth(self, promise: tuple[Vector, ...], /) -> int:
        return len(self._open(promise))

    def is_open(self, promise: tuple[Vector, ...], /) -> bool:
        return bool(self._open(promise))

    def _open(self, promise: tuple[Vector, ...]) -> list[Vector]:
        best = set(undominated(self.n, [*promise, *self.known]))
        return [u for u in promise if u in best]

    def _note(self, points: Sequence[Vector]) -> None:
        self.known = undominated(self.n, [*self.known, *points])

    def take(self, found: Frontier, part: Restriction) -> None:
        """Add the frontier of a part."""
        self.parts += 1
        for u, count in zip(found.points, found.counts, strict=True):
            self.total[u] = self.total.get(u, 0) + count
            if found.trail is not None:
                self.ways[u] = (*self.ways.get(u, ()), Part(found.trail, part))
        self._note(found.points)

    def gathered(self) -> Gathered:
        """Return what all parts together have shown."""
        points = sorted(self.known, reverse=True)
        counts = tuple(self.total[u] for u in points)
        return Gathered(tuple(points), counts, Several({u: self.ways[u] for u in points}))


def undominated(n: int, points: Sequence[Vector], /) -> list[Vector]:
    """Return the distinct points that no other one dominates."""
    distinct = sorted(set(points), reverse=True)
    if n <= 2:
        found: list[Vector] = []
        for u in distinct:
            if not found or u[-1] > found[-1][-1]:
                found.append(u)
        return found[:1] if n == 1 else found
    import numpy as np

    from irenic.solve.dominance import distinct_frontier

    if not distinct:
        return []
    low = [min(u[i] for u in distinct) for i in range(n)]
    high = max(u[i] - low[i] for u in distinct for i in range(n))
    rows = [[x - m for x, m in zip(u, low, strict=True)] for u in distinct]
    columns = np.array(rows, dtype=np.int64 if high < 1 << 62 else object).T
    best, _ = distinct_frontier(columns, np.ones(len(rows), dtype=np.int64), high)
    return [tuple(int(x) + m for x, m in zip(w, low, strict=True)) for w in best.T.tolist()]


@dataclass(frozen=True, slots=True)
class Best:
    """The best vectors of all parts, with counts and ways back, and what bounds the goal.

    Status NO_ZONE says only that no package lies in a box; there may be none at all.
    """

    status: Status
    found: dict[Vector, tuple[int, Way]]
    bound: Fraction | None
    reason: str
    partial: int


def best_of_parts(
    space: Space,
    cutset: Cutset,
    goal: Goal,
    boxes: Sequence[Box],
    solve: Callable[[Space, tuple[int, ...]], Optimum],
    /,
    *,
    ties: bool = True,
    start: Sequence[Package] = (),
    budget: Budget = UNLIMITED,
) -> Best:
    """Return the best packages of all parts under a goal.

    Parameters
    ----------
    space : Space
    cutset : Cutset
    goal : Goal
    boxes : sequence of Box
        As in :func:`irenic.solve.optimum.optimise`.
    solve : callable
        Returns the best packages of a space that are at least as good as a key; better than
        it when there is no interest in ties.
    ties : bool
        Whether every vector with the best value is wanted, or one.
    start : sequence of Package
        Feasible packages that are known already.
    budget : Budget
    """
    judge = _Keys(goal, boxes, solve, ties)
    for package in start:
        judge.offer(space.utility(package), package)
    reason, top = "", solve(easier(space, cutset.dropped[0]), ())
    if top.status in (Status.INFEASIBLE, Status.NO_ZONE):
        return Best(Status.NO_ZONE, {}, None, "", top.partial)
    try:
        for part in parts(space, cutset, judge, budget=budget):
            judge.take(solve(part.space, judge.key), part)
            budget.say(f"{judge.parts} parts solved")
    except LimitReached as stop:
        reason = str(stop)
    return judge.result(reason, top.bound)


class _Keys:
    """Judges parts by the best key so far; a promise is the best key of the easier space."""

    def __init__(
        self,
        goal: Goal,
        boxes: Sequence[Box],
        solve: Callable[[Space, tuple[int, ...]], Optimum],
        ties: bool,
    ) -> None:
        self.goal, self.boxes, self.solve, self.ties = goal, boxes, solve, ties
        self.key: tuple[int, ...] = ()
        self.some: dict[Vector, Package] = {}
        self.found: dict[Vector, tuple[int, tuple[Way, ...]]] = {}
        self.bounds: list[Fraction] = []
        self.reason = ""
        self.parts = self.partial = 0

    def look(self, part: Restriction, easy: Space, /) -> tuple[int, ...] | None:
        found = self.solve(easy, self.key)
        if found.status is Status.LIMIT:
            return (1 << 2000,)  # nothing is known: better than any key there is
        for k in range(len(found.points)):
            package = found.one_package(k)
            if part.space.is_feasible(package):
                self.offer(part.space.utility(package), part.original(package))
        return found.value or None

    def worth(self, promise: tuple[int, ...], /) -> Any:
        return promise

    def is_open(self, promise: tuple[int, ...], /) -> bool:
        return promise >= self.key if self.ties else promise > self.key

    def offer(self, u: Vector, package: Package) -> None:
        """Take note of a feasible package."""
        inside = not self.boxes or any(
            all(r is None or x >= r for x, r in zip(u, box, strict=True)) for box in self.boxes
        )
        key = self.goal.key(u)
        if inside and key > self.key:
            self.key, self.some = key, {u: package}
            self.found = {}

    def take(self, found: Optimum, part: Restriction) -> None:
        """Add the best packages of a part."""
        self.parts += 1
        self.partial = max(self.partial, found.partial)
        if found.bound is not None:
            self.bounds.append(found.bound)
        self.reason = self.reason or found.reason
        for k, u in enumerate(found.points):
            if found.value >= self.key:
                self.offer(u, part.original(found.one_package(k)))
            if found.value == self.key and found.status is Status.OPTIMAL:
                count, ways = self.found.get(u, (0, ()))
                way = Part(found.trails[k], part)
                self.found[u] = (count + found.counts[k], (*ways, way))

    def result(self, reason: str, top: Fraction | None) -> Best:
        """Return what all parts together have shown; ``reason`` says what stopped them."""
        reason = reason or self.reason
        found: dict[Vector, tuple[int, Way]] = {
            u: (count, Several({u: ways})) for u, (count, ways) in self.found.items()
        }
        if not found and self.some:
            found = {u: (1, Listed({u: (p,)})) for u, p in self.some.items()}
        if reason:
            return Best(Status.LIMIT, found, top, reason, self.partial)
        bound = max(self.bounds) if self.bounds else None
        status = Status.OPTIMAL if found else Status.NO_ZONE
        return Best(status, found, bound, "", self.partial)


def total(n_parties: int, /) -> Goal:
    """Return the plain sum: a goal that every package attains to some degree."""
    return Goal("sum", (1,) * n_parties, (0,) * n_parties)


def has_package(
    space: Space, cutset: Cutset, solve: Callable[[Space, tuple[int, ...]], Optimum], /
) -> bool:
    """Return whether any package satisfies every rule; ``solve`` maximises :func:`total`."""
    judge = _Keys(total(space.n_parties), (), solve, False)
    for part in parts(space, cutset, judge):
        if judge.some or solve(part.space, ()).status is not Status.INFEASIBLE:
            return True
    return bool(judge.some)
