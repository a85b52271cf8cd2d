r"""Shortest paths in the option form that waste no move, found without a search over states.

Whoever has other options taken in the goal than at the start must move at least once: that
many moves are a lower bound.  A path that meets it has each of them move exactly once, straight to
its part of the goal, so the orders in which they can do so are all shortest paths.  They are
counted over subsets of these decision makers, however many states there are.
"""

from __future__ import annotations

from collections.abc import Iterator

from irenic.solve.stability.findings import Step
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.status_quo import May, Route

__all__ = ["direct_route"]

#: With more decision makers to move, the orders are not tried.
MOST_MOVERS = 12


def direct_route(
    moves: OptionMoves, start: int, goal: int, may: May, /, *, listed: int
) -> Route | None:
    """Return the shortest paths to a goal when some meet the lower bound; otherwise ``None``.

    Parameters
    ----------
    may : function of (maker, from, to)
        Which moves are taken into account.
    listed : int
        How many paths to list.

    Notes
    -----
    O(2^k k) for k decision makers that have to move.
    """
    parts = _parts(moves, start ^ goal)
    if len(parts) > MOST_MOVERS or _turns_back(moves, start, goal):
        return None
    ways = _ways(moves, start, parts, may)
    if not ways.get(start):
        return None
    paths: list[tuple[Step, ...]] = []
    for path in _orders(start, goal, parts, ways, may):
        if len(paths) == listed:
            break
        paths.append(path)
    return Route(goal, len(parts), ways[start], tuple(paths))


def _parts(moves: OptionMoves, change: int) -> tuple[tuple[int, int], ...]:
    """Return who has to move, each with the options that it has to change, as a mask."""
    blocks = enumerate(zip(moves.starts, moves.starts[1:], strict=False))
    masks = ((i, change & ((1 << high) - (1 << low))) for i, (low, high) in blocks)
    return tuple((i, mask) for i, mask in masks if mask)


def _turns_back(moves: OptionMoves, start: int, goal: int) -> bool:
    """Return whether a one-way option would have to change the other way."""
    return any(
        direction and (start ^ goal) >> k & 1 and (goal >> k & 1) != (direction > 0)
        for k, direction in enumerate(moves.directions)
    )


def _ways(
    moves: OptionMoves, start: int, parts: tuple[tuple[int, int], ...], may: May
) -> dict[int, int]:
    """Return for each state on the way in how many orders the rest can move from there."""
    states = [start]
    for _, mask in parts:
        states += [state ^ mask for state in states]
    ways = {states[-1]: int(bool(moves.feasible[states[-1]]))}
    # Backwards, each state comes after all those that one more move leads to.
    for place in range(len(states) - 2, -1, -1):
        state = states[place]
        if not moves.feasible[state]:
            continue
        ways[state] = sum(
            ways.get(state ^ mask, 0)
            for k, (maker, mask) in enumerate(parts)
            if not place >> k & 1 and may(maker, state, state ^ mask)
        )
    return ways


def _orders(
    start: int, goal: int, parts: tuple[tuple[int, int], ...], ways: dict[int, int], may: May
) -> Iterator[tuple[Step, ...]]:
    """Yield the paths, each order of movers once."""
    stack: list[tuple[int, tuple[Step, ...]]] = [(start, ())]
    while stack:
        state, path = stack.pop()
        if state == goal:
            yield path
            continue
        stack.extend(
            (state ^ mask, (*path, Step(maker, state ^ mask)))
            for maker, mask in reversed(parts)
            if (state ^ goal) & mask and ways.get(state ^ mask) and may(maker, state, state ^ mask)
        )
