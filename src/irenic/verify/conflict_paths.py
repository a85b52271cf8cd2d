"""Claims about paths from the status quo: legal, shortest, how many, and what none reaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    flag,
    items,
    record,
    text,
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge, Patience, sequence_ends
from irenic.verify.witnesses import path_of

__all__ = ["path_claims"]

Crew = frozenset[str]
#: A place in a sequence: the state, and who moved last.
Place = tuple[int, Crew]
NOBODY: Crew = frozenset()


def path_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about how the equilibria are reached from the status quo."""
    stated = record(at(result, "paths"))
    quo = board.conflict.status_quo
    yield claim("paths: they start at the status quo", differs("it", at(stated, "status_quo"), quo))
    if not quo:
        status = text(at(stated, "status"))
        yield claim("paths: none without a status quo", differs("status", status, "unknown"))
        return
    kinds = [k for k in ("improvements", "moves", "together") if stated.get(k) is not None]
    partial = any(at(stated, kind, "status") != "optimal" for kind in kinds)
    status = "limit-reached" if partial else "optimal"
    yield claim("paths: whether all were found", differs("it", at(stated, "status"), status))
    goals: dict[int, list[str]] = {}
    for concept, names in record(at(result, "equilibria")).items():
        for name in texts(names):
            goals.setdefault(board.state(name), []).append(concept)
    known = goals if at(result, "listed") is True else None
    for kind in ("improvements", "moves", "together"):
        if stated.get(kind) is None:
            if kind != "together":
                yield Claim(f"paths by {kind}", "refuted", "they are missing")
            continue
        name = "paths together" if kind == "together" else f"paths by {kind}"
        crews = _crews(result, board) if kind == "together" else []
        by = _By(record(at(stated, kind)), board, kind, crews, known)
        yield claim(f"{name}: each is legal, and gets there", by.legal())
        yield claim(f"{name}: every equilibrium is reached or named", by.all_goals())
        yield claim(f"{name}: none is shorter, and how many are as short", by.shortest())
        yield claim(f"{name}: what is not reached cannot be", by.unreached())
        yield claim(f"{name}: how many of any length", by.counted())


def _crews(result: Mapping[str, Any], board: Board) -> list[Crew]:
    """Return the coalitions that are said to be able to leave some state together."""
    found: dict[Crew, None] = {}
    if result.get("coalitions"):
        for one in items(at(result, "coalitions", "states")):
            for moves in record(at(one, "moves")).values():
                found.update((frozenset(texts(at(m, "members"))), None) for m in items(moves))
    if any(len(crew) < 2 or not crew <= set(board.makers) for crew in found):
        raise Malformed("somebody in a coalition is no decision maker, or alone in it")
    return list(found)


class _By:
    """What is said of paths by one kind of moves, and the checker's own search."""

    def __init__(
        self,
        stated: Mapping[str, Any],
        board: Board,
        kind: str,
        crews: Sequence[Crew],
        goals: Mapping[int, list[str]] | None,
    ) -> None:
        self.stated, self.board, self.kind, self.goals = stated, board, kind, goals
        self.movers = [frozenset([maker]) for maker in board.makers] + list(crews)
        self.leaves = Judge.of(board).leaves
        self.start = board.state(board.conflict.status_quo)
        self.complete = text(at(stated, "status")) == "optimal"
        self.routes = [(board.state(text(at(r, "state"))), r) for r in items(at(stated, "routes"))]
        self.lost = [board.state(name) for name in texts(at(stated, "unreached"))]
        self.patience = Patience()
        self._layers: list[Counter[Place]] = []

    def steps(self, place: Place) -> Iterator[Place]:
        """Yield the places that one more move leads to; nobody moves twice in a row."""
        state, last = place
        for crew in self.movers:
            if crew & last:
                continue
            for to in self.targets(crew, state):
                if self.kind == "moves" or all(
                    self.board.compare(by, to, state) in self.leaves for by in crew
                ):
                    yield to, crew

    def targets(self, crew: Crew, state: int) -> Collection[int]:
        """Return what somebody, or a coalition by moves of its members, can bring about."""
        if len(crew) > 1:
            ends = sequence_ends(sorted(crew), state, self.board.moves, self.patience)
            return set(ends) - {state}
        (maker,) = crew
        found = self.board.moves(maker, state)
        self.patience.spend(1 + len(found))
        return found

    def path(self, value: object) -> list[Place]:
        """Return a path; who moves is a name, or a list of names where coalitions may move."""
        if self.kind != "together":
            return [(to, frozenset([by])) for by, to in path_of(value, self.board)]
        return [
            (self.board.state(text(at(step, "to"))), frozenset(texts(at(step, "by"))))
            for step in items(value)
        ]

    def layers(self) -> Sequence[Counter[Place]]:
        """Return, for 0, 1, 2, .. moves, the new places and in how many ways each is reached."""
        if not self._layers:
            seen: set[Place] = {(self.start, NOBODY)}
            now = Counter(seen)
            found = []
            while now:
                found.append(now)
                after: Counter[Place] = Counter()
                for place, ways in now.items():
                    for there in self.steps(place):
                        if there not in seen:
                            after[there] += ways
                seen |= after.keys()
                now = after
            self._layers = found
        return self._layers

    def legal(self) -> Iterator[str]:
        """Yield what is wrong with a path as such."""
        board = self.board
        for goal, route in self.routes:
            for path in items(at(route, "paths")):
                here: Place = (self.start, NOBODY)
                for there in self.path(path):
                    if there not in self.steps(here):
                        who, origin = " and ".join(sorted(there[1])), board.name(here[0])
                        yield f"{who} does not go from {origin} to {board.name(there[0])}"
                    here = there
                yield from differs("the end of a path", board.name(here[0]), board.name(goal))

    def all_goals(self) -> Iterator[str]:
        """Yield the equilibria that are neither reached nor said not to be."""
        if self.goals is None:
            raise Unchecked("the equilibria are too many to be listed")
        name = self.board.name
        named = [goal for goal, _ in self.routes] + self.lost
        if len(named) > len(set(named)):
            yield "an equilibrium is named twice"
        for state in named:
            if state not in self.goals:
                yield f"{name(state)} is no equilibrium"
        count = len(named) + whole(at(self.stated, "unlisted"))
        yield from differs("the number of equilibria", count, len(self.goals))
        for goal, route in self.routes:
            concepts = list(texts(at(route, "concepts")))
            yield from differs(f"the concepts of {name(goal)}", concepts, self.goals[goal])

    def shortest(self) -> Iterator[str]:
        """Compare lengths and numbers with those of the checker's own search."""
        true: dict[int, tuple[int | None, int]] = {}
        for length, layer in enumerate(self.layers()):
            ways: Counter[int] = Counter()
            for (state, _), count in layer.items():
                ways[state] += count
            for state, count in ways.items():
                true.setdefault(state, (length, count))
        last = 0
        for goal, route in self.routes:
            name = self.board.name(goal)
            fewest, count = true.get(goal, (None, 0))
            yield from differs(f"the fewest moves to {name}", at(route, "length"), fewest)
            if at(route, "shortest") is not None:
                yield from differs(f"the shortest ways to {name}", at(route, "shortest"), count)
            paths = [tuple(self.path(path)) for path in items(at(route, "paths"))]
            if len(paths) > min(len(set(paths)), count):
                yield f"a path to {name} is listed twice"
            for path in paths:
                yield from differs(f"the moves of a path to {name}", len(path), fewest)
            if fewest is not None and fewest < last:
                yield f"{name} is nearer than what stands before it"
            last = fewest or 0
        yield from differs("the kind", at(self.stated, "kind"), self.kind)
        if self.complete:
            yield from differs("the states seen", whole(at(self.stated, "states")), len(true))

    def unreached(self) -> Iterator[str]:
        """Yield what is reached all the same."""
        if not self.complete and self.lost:
            raise Unchecked("the search was stopped, and does not claim it")
        reached = {state for layer in self.layers() for state, _ in layer}
        for state in self.lost:
            if state in reached:
                yield f"{self.board.name(state)} can be reached"
        if self.goals is None:
            return
        missing = sum(goal in reached for goal in self.goals) - len(self.routes)
        yield from differs("how many more are reached", at(self.stated, "unlisted"), missing)

    def counted(self) -> Iterator[str]:
        """Count all paths to each goal, where that is claimed."""
        for goal, route in self.routes:
            every, endless = at(route, "every"), flag(at(route, "endless"))
            if (every, endless) != (None, None):
                true = self.count(goal)
                name = self.board.name(goal)
                yield from differs(f"the paths to {name}", every, true)
                yield from differs(f"whether paths to {name} go on", endless, true is None)

    def count(self, goal: int) -> int | None:
        """Return how many legal paths first arrive at a goal at their end; ``None``: no end.

        What leads to the goal is found backwards first: a circle elsewhere does not count.
        """
        start: Place = (self.start, NOBODY)
        if self.start == goal:
            return 1
        after: dict[Place, list[Place]] = {}
        before: dict[Place, list[Place]] = {}
        stack = [start]
        while stack:
            place = stack.pop()
            if place not in after:
                after[place] = [] if place[0] == goal else list(self.steps(place))
                for there in after[place]:
                    before.setdefault(there, []).append(place)
                stack.extend(after[place])
        useful: set[Place] = set()
        stack = [place for place in after if place[0] == goal]
        while stack:
            place = stack.pop()
            if place not in useful:
                useful.add(place)
                stack.extend(before.get(place, ()))
        return _ways(start, after, useful)


def _ways(start: Place, after: Mapping[Place, Sequence[Place]], useful: set[Place]) -> int | None:
    """Return the number of ways from a place to places that lead nowhere; ``None``: a circle."""
    ways: dict[Place, int] = {}
    open_places: set[Place] = set()
    stack = [start] if start in useful else []
    while stack:
        place = stack[-1]
        further = [there for there in after[place] if there in useful]
        if place in ways:
            stack.pop()
        elif place in open_places:
            open_places.remove(place)
            ways[place] = sum(ways[there] for there in further) if further else 1
            stack.pop()
        else:
            open_places.add(place)
            if any(there in open_places for there in further):
                return None
            stack.extend(there for there in further if there not in ways)
    return ways.get(start, 0)
