"""Which equilibria can be reached from the status quo, who moves on the way, and which cannot.

Where a preference is partly unknown, a move that may make its mover better off counts as an
improvement, as it does in the verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irenic.analyse.conflict_coalitions import joint_coalitional, moves_to
from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.stability import Examiner
from irenic.analyse.stability_results import MoveTo
from irenic.errors import LimitReached
from irenic.solve.result import Status
from irenic.solve.stability.coalitional import CrewMoves, Spent
from irenic.solve.stability.findings import Step
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.moves import Moves, OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.status_quo import LISTED, Route, Routes, find_routes
from irenic.solve.stability.status_quo_options import find_option_routes

__all__ = ["ConflictPaths", "CrewMove", "Path", "PathsBy", "conflict_paths", "improvement_paths"]

#: Up to so many states every legal path is counted, not only the shortest.
_SMALL = 256
#: Paths are shown to the nearest so many equilibria; how many more are reached is counted.
MOST_GOALS = 100


@dataclass(frozen=True, slots=True)
class CrewMove:
    """One move of one decision maker, or of several together; and to which state."""

    by: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Path:
    """How one equilibrium is reached from the status quo.

    ``length`` is the fewest moves that it takes, ``None`` when no path was found.
    ``shortest`` is the number of legal paths with so few moves, of which ``paths`` lists the
    first; ``every`` the number of legal paths of any length that end when they first get there;
    ``endless`` says that there is no end of these.  ``None``: not counted.
    """

    state: str
    concepts: tuple[str, ...]
    length: int | None
    shortest: int | None
    paths: tuple[tuple[MoveTo | CrewMove, ...], ...]
    every: int | None
    endless: bool | None


@dataclass(frozen=True, slots=True)
class PathsBy:
    """Paths by one kind of moves: ``improvements``, ``moves`` or ``together``.

    ``routes`` has the equilibria that are reached, the nearest first; ``unlisted`` how many
    more are; ``unreached`` those that are not (or, with status LIMIT, were not found).
    ``states`` is the number of states that the search saw.
    """

    kind: str
    status: Status
    routes: tuple[Path, ...]
    unlisted: int
    unreached: tuple[str, ...]
    states: int


@dataclass(frozen=True, slots=True)
class ConflictPaths:
    """Paths from the status quo to the equilibria: by improvements, by any moves, together.

    ``together`` also lets named coalitions move when all their members are better off; it is
    ``None`` when no coalition was named.
    """

    status: Status
    status_quo: str
    improvements: PathsBy | None = None
    moves: PathsBy | None = None
    together: PathsBy | None = None
    reason: str = ""

    @property
    def not_by_improvements(self) -> tuple[str, ...]:
        """Return the equilibria that some moves reach, but improvements alone do not."""
        if self.improvements is None or self.moves is None:
            return ()
        never = set(self.moves.unreached)
        return tuple(s for s in self.improvements.unreached if s not in never)


def conflict_paths(
    model: ConflictModel,
    equilibria: Mapping[str, Sequence[str]],
    /,
    *,
    coalitions: Sequence[Sequence[str]] = (),
    listed: int = LISTED,
) -> ConflictPaths:
    """Return the shortest legal paths from the status quo to each equilibrium.

    Parameters
    ----------
    equilibria : mapping of concept to states
    coalitions : sequence of sequences of str
        Ids of decision makers that may also move together (joint legal sequences) when every
        member is better off afterwards.
    listed : int
        How many shortest paths to list for each equilibrium.
    """
    start_name = model.conflict.status_quo
    if not start_name:
        return ConflictPaths(Status.UNKNOWN, "", reason="the conflict names no status quo")
    concepts: dict[str, list[str]] = {}
    for concept, names in equilibria.items():
        for name in names:
            concepts.setdefault(name, []).append(concept)
    ask = _Ask(model, Examiner(model).foresight, model.index(start_name), concepts, listed)
    better = ask.by("improvements")
    anyhow = ask.by("moves")
    together = ask.together(coalitions) if coalitions else None
    searches = [s for s in (better, anyhow, together) if s is not None]
    status, reason = Status.OPTIMAL, ""
    if any(search.status is Status.LIMIT for search in searches):
        status = Status.LIMIT
        seen = max(search.states for search in searches)
        reason = f"a search for paths stopped early, after {seen:,} states"
    return ConflictPaths(status, start_name, better, anyhow, together, reason)


def improvement_paths(
    model: ConflictModel, states: Sequence[str], /
) -> Mapping[str, tuple[MoveTo, ...] | None]:
    """Return the states that improvements reach from the status quo, with a shortest path each.

    ``None`` stands for a path that is not listed because there are many nearer states.

    Raises
    ------
    LimitReached
        When the search stopped early, so that more states may be reachable.
    """
    if not model.conflict.status_quo:
        return {}
    start = model.index(model.conflict.status_quo)
    ask = _Ask(model, Examiner(model).foresight, start, dict.fromkeys(states, ()), 1)
    found = ask.search("improvements", every=False)
    if found.status is Status.LIMIT:
        raise LimitReached(f"the search for paths stopped early, after {found.reached:,} states")
    return {
        model.name(route.goal): moves_to(model, route.paths[0]) if route.paths else None
        for route in found.routes
        if route.length is not None
    }


@dataclass(frozen=True)
class _Ask:
    """One question: from which state to which, and how many paths to list."""

    model: ConflictModel
    foresight: Foresight
    start: int
    concepts: Mapping[str, Sequence[str]]
    listed: int

    def by(self, kind: str) -> PathsBy:
        """Return the paths by single decision makers."""
        return self._answer(kind, self.search(kind))

    def search(self, kind: str, *, every: bool = True) -> Routes:
        """Return the paths as numbers: in layers of options where these are many."""
        model = self.model
        moves = model.moves
        goals = [model.index(name) for name in self.concepts]
        improving = kind == "improvements"
        rows = [p for p in model.preferences if isinstance(p, Ranked)]
        large = isinstance(moves, OptionMoves) and moves.size > _SMALL
        if isinstance(moves, OptionMoves) and large and (model.ranked or not improving):
            orders = rows if improving else None
            return find_option_routes(moves, self.start, goals, orders, listed=self.listed)
        may = self._better if improving else _any_move
        return find_routes(moves, self.start, goals, may, listed=self.listed, every=every)

    def together(self, coalitions: Sequence[Sequence[str]]) -> PathsBy:
        """Return the paths on which coalitions move too."""
        place = {maker: i for i, maker in enumerate(self.model.conflict.maker_ids)}
        crews = tuple(tuple(sorted(place[m] for m in crew)) for crew in coalitions)
        engine = joint_coalitional(self.model)
        moves: Moves = CrewMoves(self.model.moves, crews, engine.ends)
        members = [*((i,) for i in range(len(place))), *crews]

        def may(maker: int, state: int, target: int) -> bool:
            return all(self._better(i, state, target) for i in members[maker])

        goals = [self.model.index(name) for name in self.concepts]
        try:
            found = find_routes(moves, self.start, goals, may, crews=members, listed=self.listed)
        except Spent:
            found = Routes(Status.LIMIT, 0, tuple(Route(goal) for goal in goals))
        return self._answer("together", found, members)

    def _better(self, maker: int, state: int, target: int) -> bool:
        unknown = self.foresight.reading.leaves_unknown
        return self.foresight.better(maker, target, state, unknown=unknown)

    def _answer(
        self, kind: str, found: Routes, members: Sequence[Sequence[int]] | None = None
    ) -> PathsBy:
        """Return what was found, with names, the nearest first."""
        reached = sorted(
            (r for r in found.routes if r.length is not None), key=lambda r: (r.length, r.goal)
        )
        ids = self.model.conflict.maker_ids

        def step(one: Step) -> MoveTo | CrewMove:
            target = self.model.name(one.target)
            if members is None:
                return MoveTo(ids[one.maker], target)
            return CrewMove(tuple(ids[i] for i in members[one.maker]), target)

        def path(route: Route) -> Path:
            name = self.model.name(route.goal)
            paths = tuple(tuple(map(step, steps)) for steps in route.paths)
            concepts = tuple(self.concepts[name])
            return Path(
                name, concepts, route.length, route.shortest, paths, route.every, route.endless
            )

        return PathsBy(
            kind=kind,
            status=found.status,
            routes=tuple(map(path, reached[:MOST_GOALS])),
            unlisted=max(len(reached) - MOST_GOALS, 0),
            unreached=self.model.ids(r.goal for r in found.routes if r.length is None),
            states=found.reached,
        )


def _any_move(_maker: int, _state: int, _target: int) -> bool:
    return True
