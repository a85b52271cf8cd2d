"""How far one ranking is from another, and the nearest one with which a state holds.

Distance: a pair of states turned round counts 1, a tie that is broken or made counts 1/2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from typing import Any, Protocol

from irenic.model import ConflictPreference, StateRanking
from irenic.verify.claims import at, differs, items, number, text, texts
from irenic.verify.conflict import Board

__all__ = ["Condition", "change_errors", "distance", "groups_of", "reranked", "smallest_swaps"]

Groups = Sequence[Sequence[int]]
HALF = Fraction(1, 2)


class Condition(Protocol):
    """What one decision maker's preference has to satisfy."""

    def met(self, low: frozenset[int], /) -> bool:
        """Return whether it is enough that these states are not preferred to the target."""
        ...

    def open_moves(self, low: frozenset[int], /) -> list[int]:
        """Return the moves that nothing keeps it from then."""
        ...


def groups_of(board: Board, maker: str, /) -> list[list[int]]:
    """Return a complete preference as groups of equally good states, best first."""
    found: list[list[int]] = []
    for s in sorted(board.states, key=lambda s: board.worth(maker, s), reverse=True):
        if found and board.compare(maker, found[-1][0], s) == "~":
            found[-1].append(s)
        else:
            found.append([s])
    return found


def distance(old: Groups, new: Groups, /) -> Fraction:
    """Return the distance of two rankings of the same states, pair by pair."""
    before, after = ({s: k for k, g in enumerate(groups) for s in g} for groups in (old, new))
    found = Fraction(0)
    for s, t in combinations(before, 2):
        signs = [(p[s] > p[t]) - (p[s] < p[t]) for p in (before, after)]
        found += HALF * abs(signs[0] - signs[1])
    return found


class _Climb:
    """How far the target has to rise in a ranking before a condition is met.

    To get state x of a better group below the target costs at least: 1 for the two themselves;
    1 for every state between (it is passed by the one or the other); 1/2 for every equal of x
    and for every equal of the target (a tie with one of the two breaks, or more).  Two or more of
    a group cost no less than all of it.  So the first group that helps gives the least.
    """

    def __init__(self, board: Board, maker: str, target: int, condition: Condition) -> None:
        groups = groups_of(board, maker)
        place = next(k for k, group in enumerate(groups) if target in group)
        self.low = frozenset(s for group in groups[place:] for s in group)
        self.passed: list[int] = []
        self.group: list[int] = []
        self.alone = False
        self.cost = self.swaps = self.level = Fraction(0)
        if condition.met(self.low):
            return
        self.cost = HALF * (len(groups[place]) - 1)
        for self.group in reversed(groups[:place]):
            if condition.met(self.low | set(self.group)):
                break
            self.low |= set(self.group)
            self.passed += self.group
            self.cost += len(self.group)
        size = len(self.group)
        self.level = self.cost + HALF * size
        self.singles = [s for s in self.group if condition.met(self.low | {s})]
        self.alone = size > 1 and bool(self.singles)
        self.swaps = self.cost + (HALF * (size + 1) if self.alone else size)


def smallest_swaps(board: Board, maker: str, target: int, condition: Condition, /) -> Fraction:
    """Return how far the nearest ranking is with which a condition is met, no ties made."""
    return _Climb(board, maker, target, condition).swaps


def change_errors(
    stated: Mapping[str, Any], board: Board, maker: str, target: int, condition: Condition, /
) -> Iterator[str]:
    """Yield what is wrong with the smallest change of a ranking."""
    climb = _Climb(board, maker, target, condition)
    yield from differs("swaps", number(at(stated, "swaps")), climb.swaps)
    yield from differs("level_swaps", number(at(stated, "level_swaps")), climb.level)
    below = [board.state(name) for name in texts(at(stated, "below"))]
    risen = [*climb.passed, *(() if climb.alone else climb.group)]
    yield from differs("below", sorted(below), sorted(risen))
    single = at(stated, "single")
    if climb.alone:
        if single is None or board.state(text(single)) not in climb.singles:
            yield "the single state that falls is not one that is enough"
    else:
        yield from differs("single", single, None)
    # One move that nothing keeps it from is enough to show that less is not; not all are named.
    still_open = {board.state(name) for name in texts(at(stated, "still_open"))}
    true = set(condition.open_moves(climb.low))
    if not still_open <= true or bool(still_open) is not bool(true):
        yield from differs("still_open", sorted(still_open), sorted(true))
    old = groups_of(board, maker)
    rankings = [at(stated, "ranking"), *items(at(stated, "others"))]
    for ranking in rankings:
        new = [[board.state(name) for name in texts(group)] for group in items(ranking)]
        if not new and board.size > 100:
            continue
        if sorted(s for group in new for s in group) != sorted(board.states):
            yield "a ranking does not list every state once"
            continue
        yield from differs("the distance of a ranking", distance(old, new), climb.swaps)
        place = next(k for k, group in enumerate(new) if target in group)
        if not condition.met(frozenset(s for group in new[place:] for s in group)):
            yield "a ranking does not meet the conditions"


def reranked(board: Board, rankings: Mapping[str, Sequence[Sequence[int]]], /) -> Board:
    """Return the conflict with other rankings for some decision makers."""
    preferences = dict(board.conflict.preferences)
    for maker, groups in rankings.items():
        names = tuple(tuple(map(board.name, group)) for group in groups)
        preferences[maker] = ConflictPreference(maker, StateRanking(names))
    return Board(replace(board.conflict, preferences=preferences))
