"""The smallest change of one ranking with which a state becomes stable for a decision maker.

Distance of Kemeny and Snell, in swaps of neighbouring states: a pair of states whose order is
turned round counts 1, a tie that is broken counts 1/2.  New ties are not made.  Between strict
rankings this is Kendall's tau.

References
----------
J. G. Kemeny, J. L. Snell, "Mathematical Models in the Social Sciences" (1962), chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from irenic.solve.stability.inverse import Requirement, open_moves, satisfied

__all__ = ["Groups", "RankChange", "groups_of", "places_of", "smallest_change"]

#: A ranking: groups of equally good states, best first.
Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class RankChange:
    """A smallest change, and why nothing smaller does.

    Parameters
    ----------
    swaps : Fraction
        The distance between the old ranking and the new one; 0 when nothing has to change.
    below : tuple of int
        The states that the target has to rise above, nearest first; or, when there is a
        ``single`` one, those that both pass on the way.
    single : int or None
        A state of a group of equals that alone has to fall below the target.
    ranking : tuple of tuple of int
        The new ranking, best first.
    level_swaps : Fraction
        What is enough when the target only rises to be as good as the last of them.
    others : tuple of tuple of tuple of int
        Further rankings at the same distance in which fewer states change sides.
    still_open : tuple of int
        The certificate: when only nearer states fall below the target, these moves from it
        still make the decision maker better off and have no answer.  A ranking that leaves the
        farther states above it cannot do better, and one that brings a farther state below it
        is at least as far away.
    """

    swaps: Fraction
    below: tuple[int, ...]
    single: int | None
    ranking: Groups
    level_swaps: Fraction
    others: tuple[Groups, ...] = ()
    still_open: tuple[int, ...] = ()


def groups_of(rank: Sequence[int], states: Iterable[int], /) -> Groups:
    """Return a ranking as groups, best first.

    Examples
    --------
    >>> groups_of((0, 2, 0, 1), range(4))
    ((1,), (3,), (0, 2))
    """
    ordered = sorted(states, key=lambda s: (-rank[s], s))
    return tuple(tuple(same) for _, same in groupby(ordered, key=lambda s: rank[s]))


def places_of(groups: Groups, size: int, /) -> tuple[int, ...]:
    """Return a ranking as one number for each state, greater is better."""
    rank = [0] * size
    for place, group in enumerate(reversed(groups)):
        for state in group:
            rank[state] = place
    return tuple(rank)


def smallest_change(
    requirements: Sequence[Requirement], groups: Groups, target: int, /
) -> RankChange:
    """Return a nearest ranking that meets a condition, with the proof that none is nearer.

    Notes
    -----
    The condition is monotone in the set of states that are not above the target.  Bringing a
    state of the p-th group above the target below it costs at least 1 for each state of the
    groups between (it is passed by the one or by the other), 1/2 for each of its equals and
    1/2 for each equal of the target.  Raising the target by itself costs no more and brings
    all groups between below it too.  So the first p that meets the condition is the answer: with
    one state of group p if that is enough, else with all of it.  O(groups x condition).
    """
    at = next(k for k, group in enumerate(groups) if target in group)
    mates = tuple(s for s in groups[at] if s != target)
    below = {target, *(s for group in groups[at:] for s in group)}
    if satisfied(requirements, below.__contains__):
        return RankChange(Fraction(0), (), None, groups, Fraction(0))
    passed: list[int] = []
    cost = Fraction(len(mates), 2)
    for p in range(at - 1, -1, -1):
        group = groups[p]
        still_open = open_moves(requirements, below.__contains__)
        if satisfied(requirements, {*below, *group}.__contains__):
            break
        below.update(group)
        passed += group
        cost += len(group)
    high, between, low = groups[:p], groups[p + 1 : at], groups[at + 1 :]
    rest = (*((mates,) if mates else ()), *low)
    alone = [s for s in group if satisfied(requirements, {*below, s}.__contains__)]
    level = cost + Fraction(len(group), 2)
    if len(group) > 1 and alone:
        x = alone[0]
        equals = tuple(s for s in group if s != x)
        ranking = (*high, equals, (target,), (x,), *between, *rest)
        swaps = cost + Fraction(len(group) + 1, 2)
        return RankChange(swaps, tuple(passed), x, ranking, level, (), still_open)
    ranking = (*high, (target,), group, *between, *rest)
    others: list[Groups] = []
    if len(group) == 1:
        others = _fewer_sides(requirements, (high, between, rest), group[0], target, mates)
    swaps = cost + len(group)
    return RankChange(swaps, (*passed, *group), None, ranking, level, tuple(others), still_open)


def _fewer_sides(
    requirements: Sequence[Requirement],
    parts: tuple[Groups, Groups, Groups],
    last: int,
    target: int,
    mates: tuple[int, ...],
) -> list[Groups]:
    """Return the ranking at the same distance in which fewest states fall below the target.

    The last state falls past the groups that stay above; the target rises past the others.
    """
    high, between, rest = parts
    below = {target, last, *mates, *(s for group in rest for s in group)}
    for stay in range(len(between), 0, -1):
        low = {*below, *(s for group in between[stay:] for s in group)}
        if satisfied(requirements, low.__contains__):
            ranking = (*high, *between[:stay], (target,), (last,), *between[stay:], *rest)
            return [ranking]
    return []
