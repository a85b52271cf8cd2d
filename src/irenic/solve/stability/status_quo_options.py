r"""Shortest legal paths from the status quo in the option form, for a million states and more.

In the option form two moves of one decision maker in a row are one move of it, and two
improvements in a row are one improvement.  So a shortest sequence never has the same decision
maker twice in a row, and it is enough to search over states instead of pairs (state, last mover).
A layer is an array; each way of changing options is applied to all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from irenic.solve.result import Status
from irenic.solve.stability.findings import Step
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.status_quo import LISTED, Route, Routes
from irenic.solve.stability.status_quo_direct import direct_route

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["find_option_routes"]

#: To how many goals paths are listed; the others get their length only.
NEAREST = 100
#: How many moves a search looks at before it stops; some seconds.
MOST_MOVES = 600_000_000
#: How many states on shortest paths are visited, over all goals, when these are counted.
MOST_COUNTED = 20_000


def find_option_routes(
    moves: OptionMoves,
    start: int,
    goals: Sequence[int],
    preferences: Sequence[Ranked] | None,
    /,
    *,
    listed: int = LISTED,
    nearest: int = NEAREST,
    most: int = MOST_MOVES,
) -> Routes:
    """Return the shortest legal paths from one state to each of several others.

    Parameters
    ----------
    goals : sequence of int
    preferences : sequence of Ranked, shape (n_makers,), optional
        Only improvements of the mover are taken into account; ``None``: any moves.
    listed : int
        How many shortest paths to list for each goal.
    nearest : int
        To how many goals, the nearest first, paths are listed and counted; the others get
        their length only.
    most : int
        The most moves to look at.

    Notes
    -----
    Few goals are first tried without a search (:func:`direct_route`); one that one-way options
    rule out needs none.  The search stops as soon as all others have been reached, so ``reached``
    may be fewer than can be reached.  Time O(arcs of what is reached), memory three bytes for
    each combination of options.
    """
    import numpy as np

    ranks = None if preferences is None else [np.asarray(p.rank) for p in preferences]
    direct = _direct(moves, start, goals, ranks, listed) if len(goals) <= nearest else {}
    left = [goal for goal in goals if goal not in direct]
    search = _Layers(moves, start, left, ranks)
    complete = search.run(most)
    back = _Back(moves, search.distance, ranks)
    close = sorted((int(search.distance[g]), g) for g in left if search.distance[g] >= 0)
    shown = {goal for _, goal in close[:nearest]}
    found = {g: back.route(g, listed) if g in shown else back.length(g, complete) for g in left}
    status = Status.OPTIMAL if complete else Status.LIMIT
    return Routes(status, search.reached, tuple((direct | found)[goal] for goal in goals))


def _direct(
    moves: OptionMoves,
    start: int,
    goals: Sequence[int],
    ranks: Sequence[NDArray[np.int64]] | None,
    listed: int,
) -> dict[int, Route]:
    """Return the goals that are reached with as few moves as can be, by their first try."""

    def may(maker: int, state: int, target: int) -> bool:
        return ranks is None or bool(ranks[maker][target] > ranks[maker][state])

    tried = {goal: direct_route(moves, start, goal, may, listed=listed) for goal in goals}
    return {goal: route for goal, route in tried.items() if route is not None}


class _Layers:
    """A search that moves whole layers; ``distance`` is -1 where it has not been."""

    def __init__(
        self,
        moves: OptionMoves,
        start: int,
        goals: Sequence[int],
        ranks: Sequence[NDArray[np.int64]] | None,
    ) -> None:
        import numpy as np

        self.moves = moves
        self.ranks = ranks
        self.one_way = _one_way(moves)
        self.feasible = np.frombuffer(moves.feasible, dtype=np.uint8)
        self.distance = np.full(moves.size, -1, dtype=np.int16)
        self.distance[start] = 0
        self.layer = np.array([start], dtype=np.int64)
        self.reached = 1
        possible = [g for g in goals if not _ruled_out(moves, start, g)]
        self.goals = np.array(possible, dtype=np.int64)

    def run(self, most: int) -> bool:
        """Search until nothing is left to find; return whether the search got there."""
        import numpy as np

        spent, depth = 0, 0
        masks = _changes(self.moves)
        while len(self.layer) and (self.distance[self.goals] < 0).any():
            spent += len(self.layer) * len(masks)
            if spent > most:
                return False
            depth += 1
            found = [self._step(maker, change, depth) for maker, change in masks]
            self.layer = np.concatenate(found) if found else self.layer[:0]
            self.reached += len(self.layer)
        return True

    def _step(self, maker: int, change: int, depth: int) -> NDArray[np.int64]:
        """Return the new states that one change of options leads to from the layer."""
        stuck_at_yes, stuck_at_no = (change & mask for mask in self.one_way)
        origin = self.layer
        if stuck_at_yes | stuck_at_no:
            fixed = (origin & stuck_at_yes) | (~origin & stuck_at_no)
            origin = origin[fixed == 0]
        target: NDArray[np.int64] = origin ^ change
        fresh = (self.distance[target] < 0) & (self.feasible[target] != 0)
        target = target[fresh]
        if self.ranks is not None:
            rank = self.ranks[maker]
            target = target[rank[target] > rank[origin[fresh]]]
        self.distance[target] = depth
        return target


def _changes(moves: OptionMoves) -> list[tuple[int, int]]:
    """Return every decision maker with every way to change its options, as a mask."""
    blocks = enumerate(zip(moves.starts, moves.starts[1:], strict=False))
    return [(i, k << low) for i, (low, high) in blocks for k in range(1, 1 << (high - low))]


def _one_way(moves: OptionMoves) -> tuple[int, int]:
    """Return the masks of the options that may only be taken, and only be given up."""
    to_yes = sum(1 << k for k, d in enumerate(moves.directions) if d > 0)
    to_no = sum(1 << k for k, d in enumerate(moves.directions) if d < 0)
    return to_yes, to_no


def _ruled_out(moves: OptionMoves, start: int, goal: int) -> bool:
    """Return whether a one-way option would have to go the other way."""
    to_yes, to_no = _one_way(moves)
    return bool((start & ~goal & to_yes) | (~start & goal & to_no)) or not moves.feasible[goal]


class _Back:
    """Goes back from a goal to the start, each step one layer closer."""

    def __init__(
        self,
        moves: OptionMoves,
        distance: NDArray[np.int16],
        ranks: Sequence[NDArray[np.int64]] | None,
    ) -> None:
        turned = tuple(-d for d in moves.directions)
        self.moves = OptionMoves(moves.starts, turned, moves.feasible)
        self.distance = distance
        self.ranks = ranks
        self.ways: dict[int, int] = {}
        self.visited = 0

    def length(self, goal: int, complete: bool) -> Route:
        """Return how far a goal is, without paths."""
        length = int(self.distance[goal])
        if length < 0:
            return Route(goal, every=0, endless=False) if complete else Route(goal)
        return Route(goal, length)

    def route(self, goal: int, listed: int) -> Route:
        """Return the shortest paths to a goal that was reached."""
        paths: list[tuple[Step, ...]] = []
        for path in self._paths(goal):
            if len(paths) == listed:
                break
            paths.append(path)
        shortest = len(paths) if len(paths) < listed else self._count(goal)
        return Route(goal, int(self.distance[goal]), shortest, tuple(paths))

    def _before(self, state: int) -> list[tuple[int, int]]:
        """Return who may have made the last move of a shortest path, and from where."""
        distance = self.distance
        closer = distance[state] - 1
        if closer < 0:
            return []
        return [
            (maker, origin)
            for maker in range(self.moves.n_makers)
            for origin in self.moves.of(maker, state)
            if distance[origin] == closer
            and (self.ranks is None or self.ranks[maker][state] > self.ranks[maker][origin])
        ]

    def _paths(self, goal: int) -> Iterator[tuple[Step, ...]]:
        stack: list[tuple[int, tuple[Step, ...]]] = [(goal, ())]
        while stack:
            state, rest = stack.pop()
            if not self.distance[state]:
                yield rest
                continue
            before = self._before(state)
            stack.extend((p, (Step(maker, state), *rest)) for maker, p in reversed(before))

    def _count(self, goal: int) -> int | None:
        """Return the number of shortest paths, or ``None`` when counting takes too long."""
        layer = {goal}
        layers: list[dict[int, list[tuple[int, int]]]] = []
        while layer:
            self.visited += len(layer)
            if self.visited > MOST_COUNTED:
                return None
            steps = {s: self._before(s) for s in layer if s not in self.ways}
            layers.append(steps)
            layer = {p for before in steps.values() for _, p in before}
        for steps in reversed(layers):
            for state, before in steps.items():
                self.ways[state] = sum(self.ways[p] for _, p in before) if before else 1
        return self.ways[goal]
