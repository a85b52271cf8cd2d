r"""Which states can be reached from the status quo, on which legal paths.

A path is a sequence of moves in which nobody moves twice in a row.  It ends where it first
arrives at its goal.  The search goes layer by layer over pairs (state, last mover), because
where moves are not transitive it matters who moved last.

References
----------
K. W. Li, D. M. Kilgour, K. W. Hipel, "Status Quo Analysis in the Graph Model for Conflict
Resolution", Journal of the Operational Research Society 56 (2005) 699-707.
H. Xu, K. W. Li, K. W. Hipel, D. M. Kilgour, "A matrix approach to status quo analysis in the
graph model for conflict resolution", Applied Mathematics and Computation 212 (2009) 470-480.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from irenic.solve.result import Status
from irenic.solve.stability.findings import Step
from irenic.solve.stability.moves import Moves

__all__ = ["LISTED", "May", "Route", "Routes", "find_routes"]

#: How many shortest paths to a state are listed; all are counted.
LISTED = 20
#: How many moves a search looks at before it stops; about three seconds.
MOST_MOVES = 1_000_000
#: How many moves counting all paths (not only the shortest) may look at, over all goals.
MOST_COUNTED = 3_000_000

#: Which moves are taken into account: (maker, from, to).
May = Callable[[int, int, int], bool]


@dataclass(frozen=True, slots=True)
class Route:
    """How one state is reached.

    ``length`` is ``None`` when it was not reached.  ``shortest`` is the number of shortest
    legal paths, of which ``paths`` lists the first; ``every`` the number of all legal paths
    that end at their first arrival, ``endless`` whether there is no end of them.  ``None``:
    not counted.
    """

    goal: int
    length: int | None = None
    shortest: int | None = None
    paths: tuple[tuple[Step, ...], ...] = ()
    every: int | None = None
    endless: bool | None = None


@dataclass(frozen=True, slots=True)
class Routes:
    """How each goal is reached; ``reached`` is the number of states that were seen.

    Status LIMIT: the search stopped early, so that a goal without length may be reachable;
    lengths and shortest paths that are given are right all the same.
    """

    status: Status
    reached: int
    routes: tuple[Route, ...]


@dataclass
class _Web:
    """What the search has seen: nodes in the order of their layers, and the moves between them."""

    state: list[int] = field(default_factory=list)
    mover: list[int] = field(default_factory=list)
    layer: list[int] = field(default_factory=list)
    before: list[list[int]] = field(default_factory=list)
    after: list[list[int]] = field(default_factory=list)
    complete: bool = True

    def add(self, state: int, mover: int, layer: int) -> int:
        """Add a node and return its number."""
        self.state.append(state)
        self.mover.append(mover)
        self.layer.append(layer)
        self.before.append([])
        self.after.append([])
        return len(self.state) - 1


def find_routes(
    moves: Moves,
    start: int,
    goals: Sequence[int],
    may: May,
    /,
    *,
    crews: Sequence[Collection[int]] | None = None,
    listed: int = LISTED,
    every: bool = True,
    most: int = MOST_MOVES,
) -> Routes:
    """Return the shortest legal paths from one state to each of several others.

    Parameters
    ----------
    goals : sequence of int
    may : function of (maker, from, to)
        Which moves are taken into account.
    crews : sequence of collections of int, optional
        Who moves when "maker" k moves, where some of them stand for several decision makers.
        Nobody moves twice in a row, alone or with others.
    listed : int
        How many shortest paths to list for each goal.
    every : bool
        Whether to count all paths, not only the shortest.
    most : int
        The most moves to look at.

    Notes
    -----
    O(n x arcs) time and memory for the search; counting all paths takes as much per goal, and
    is left out when that is too much.
    """
    crews = crews or [(k,) for k in range(moves.n_makers)]
    web = _search(moves, start, may, _followers(crews), most)
    arrivals: dict[int, list[int]] = {goal: [] for goal in goals}
    for node, state in enumerate(web.state):
        if state in arrivals:
            arrivals[state].append(node)
    ways = _shortest_counts(web)
    work = len(goals) * sum(map(len, web.after))
    count_all = every and web.complete and work <= MOST_COUNTED
    routes = tuple(_route(web, ways, goal, arrivals[goal], listed, count_all) for goal in goals)
    status = Status.OPTIMAL if web.complete else Status.LIMIT
    return Routes(status, len(set(web.state)), routes)


def _followers(crews: Sequence[Collection[int]]) -> list[list[int]]:
    """Return who may move after each mover; last, who may move first."""
    sets = [frozenset(crew) for crew in crews]
    found = [[k for k, crew in enumerate(sets) if not crew & last] for last in sets]
    return [*found, list(range(len(sets)))]


def _search(moves: Moves, start: int, may: May, followers: list[list[int]], most: int) -> _Web:
    """Return everything that legal sequences from the start reach, layer by layer."""
    web = _Web()
    number = {(start, -1): web.add(start, -1, 0)}
    spent = node = 0
    while node < len(web.state):
        state, layer = web.state[node], web.layer[node]
        for maker in followers[web.mover[node]]:
            targets = moves.of(maker, state)
            spent += len(targets)
            if spent > most:
                web.complete = False
                return web
            for target in targets:
                if not may(maker, state, target):
                    continue
                key = (target, maker)
                if key not in number:
                    number[key] = web.add(target, maker, layer + 1)
                there = number[key]
                web.after[node].append(there)
                web.before[there].append(node)
        node += 1
    return web


def _shortest_counts(web: _Web) -> list[int]:
    """Return in how many ways each node is reached in as few moves as possible."""
    ways = [1] + [0] * (len(web.state) - 1)
    for node in range(1, len(web.state)):
        ways[node] = sum(ways[p] for p in web.before[node] if web.layer[p] < web.layer[node])
    return ways


def _route(
    web: _Web, ways: list[int], goal: int, arrivals: list[int], listed: int, count_all: bool
) -> Route:
    if not arrivals:
        return Route(goal, every=0, endless=False) if web.complete else Route(goal)
    length = web.layer[arrivals[0]]
    nearest = [node for node in arrivals if web.layer[node] == length]
    # In the last layer of an unfinished search, some ways to a node may not have been seen.
    sure = web.complete or length < web.layer[-1]
    shortest = sum(ways[node] for node in nearest) if sure else None
    paths: list[tuple[Step, ...]] = []
    for path in (p for node in nearest for p in _paths_to(web, node)):
        if len(paths) == listed:
            break
        paths.append(path)
    every, endless = _count_all(web, arrivals) if count_all else (None, None)
    return Route(goal, length, shortest, tuple(paths), every, endless)


def _paths_to(web: _Web, node: int) -> Iterator[tuple[Step, ...]]:
    """Yield the shortest legal paths to a node."""
    stack: list[tuple[int, tuple[Step, ...]]] = [(node, ())]
    while stack:
        here, rest = stack.pop()
        if here == 0:
            yield rest
            continue
        path = (Step(web.mover[here], web.state[here]), *rest)
        closer = [p for p in web.before[here] if web.layer[p] < web.layer[here]]
        stack.extend((p, path) for p in reversed(closer))


def _count_all(web: _Web, arrivals: list[int]) -> tuple[int | None, bool]:
    """Return the number of legal paths that end at their first arrival, or that it is endless.

    What lies between start and goal is what both reach, the start forwards and the goal
    backwards, without passing the goal.  A circle in it makes the paths endless.
    """
    ends = set(arrivals)
    if 0 in ends:
        return 1, False
    leads = _spread(web.before, arrivals, ends)
    between = _spread(web.after, [0], ends) & leads
    open_ways = {n: sum(p in between and p not in ends for p in web.before[n]) for n in between}
    ways = dict.fromkeys(between, 0)
    ways[0] = 1
    ready = [n for n, count in open_ways.items() if not count]
    done = 0
    while ready:
        node = ready.pop()
        done += 1
        if node in ends:
            continue
        for there in web.after[node]:
            if there in between:
                ways[there] += ways[node]
                open_ways[there] -= 1
                if not open_ways[there]:
                    ready.append(there)
    if done < len(between):
        return None, True
    return sum(ways[node] for node in ends if node in between), False


def _spread(arrows: list[list[int]], sources: list[int], ends: set[int]) -> set[int]:
    """Return what arrows lead to, none of them leading on from an end (but from a source)."""
    seen = set(sources)
    stack = list(sources)
    while stack:
        node = stack.pop()
        for there in arrows[node]:
            if there not in seen:
                seen.add(there)
                if there not in ends:
                    stack.append(there)
    return seen
