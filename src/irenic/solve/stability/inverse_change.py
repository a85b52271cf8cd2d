"""The smallest change of one ranking with which a state becomes stable for a decision maker.

Distance of Kemeny and Snell, in swaps of neighbouring states: a pair of states whose order is
turned round counts 1, a tie that is broken counts 1/2.  New ties are not made.  Between strict
rankings this is Kendall's tau.

References
----------
J. G. Kemeny, J. L. Snell, "Mathematical Models in the Social Sciences" (1962), chapter 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from irenic.solve.stability.inverse import Requirement

__all__ = ["Groups", "RankChange", "groups_of", "least_swaps", "places_of", "smallest_change"]

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


@dataclass(frozen=True, slots=True)
class _Depths:
    """How far above the target each state stands, in groups; 0 when it is not above it.

    ``deepest`` is how far the target has to rise so that a condition is met, and ``critical`` are
    the requirements that ask for it.
    """

    groups: Groups
    at: int
    depth: Mapping[int, int]
    deepest: int
    critical: tuple[Requirement, ...]

    @classmethod
    def of(cls, requirements: Sequence[Requirement], groups: Groups, target: int) -> _Depths:
        at = next(k for k, group in enumerate(groups) if target in group)
        depth = {s: at - k for k, group in enumerate(groups[:at]) for s in group}
        needs = [
            min(max((depth.get(s, 0) for s in way.states), default=0) for way in r.ways)
            for r in requirements
        ]
        deepest = max(needs, default=0)
        critical = tuple(
            r for r, need in zip(requirements, needs, strict=True) if need == deepest > 0
        )
        return cls(groups, at, depth, deepest, critical)

    def before_last(self) -> Fraction:
        """Return what it costs to leave the equals of the target and to pass all but the last."""
        between = self.groups[self.at - self.deepest + 1 : self.at]
        return Fraction(len(self.groups[self.at]) - 1, 2) + sum(map(len, between))

    def singles(self) -> list[int]:
        """Return the states of the last group of which one is enough, with all nearer ones."""
        last = self.groups[self.at - self.deepest]
        found = set(last)
        for requirement in self.critical:
            tops = (
                {s for s in way.states if self.depth.get(s, 0) >= self.deepest}
                for way in requirement.ways
            )
            inside = [top for top in tops if len(top) == 1 and top <= set(last)]
            found &= set().union(*inside)
        return sorted(found)


def least_swaps(requirements: Sequence[Requirement], groups: Groups, target: int, /) -> Fraction:
    """Return the distance of the smallest change; see :func:`smallest_change`."""
    depths = _Depths.of(requirements, groups, target)
    if not depths.deepest:
        return Fraction(0)
    size = len(groups[depths.at - depths.deepest])
    alone = size > 1 and depths.singles()
    return depths.before_last() + (Fraction(size + 1, 2) if alone else size)


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
    one state of group p if that is enough, else with all of it.  That p is the greatest over the
    requirements of the least over their ways of how far above their highest state stands:
    O(states + condition).
    """
    depths = _Depths.of(requirements, groups, target)
    if not depths.deepest:
        return RankChange(Fraction(0), (), None, groups, Fraction(0))
    at, last = depths.at, depths.at - depths.deepest
    group, between = groups[last], groups[last + 1 : at]
    mates = tuple(s for s in groups[at] if s != target)
    rest = (*((mates,) if mates else ()), *groups[at + 1 :])
    passed = tuple(s for near in reversed(between) for s in near)
    cost = depths.before_last()
    level = cost + Fraction(len(group), 2)
    still_open = tuple(r.move for r in depths.critical)
    alone = depths.singles()
    if len(group) > 1 and alone:
        equals = tuple(s for s in group if s != alone[0])
        ranking = (*groups[:last], equals, (target,), (alone[0],), *between, *rest)
        swaps = cost + Fraction(len(group) + 1, 2)
        return RankChange(swaps, passed, alone[0], ranking, level, (), still_open)
    ranking = (*groups[:last], (target,), group, *between, *rest)
    others: tuple[Groups, ...] = ()
    if len(group) == 1:
        stay = _may_stay(requirements, depths, group[0])
        if stay:
            # the last state falls past those that stay, the target rises past the others
            tail = (*between[:stay], (target,), group, *between[stay:], *rest)
            others = ((*groups[:last], *tail),)
    return RankChange(
        cost + len(group), (*passed, *group), None, ranking, level, others, still_open
    )


def _may_stay(requirements: Sequence[Requirement], depths: _Depths, last: int) -> int:
    """Return how many of the groups between may stay above the target when ``last`` falls."""
    enough = max(
        min(
            max((depths.depth.get(s, 0) for s in way.states if s != last), default=0)
            for way in r.ways
        )
        for r in requirements
    )
    return depths.deepest - 1 - enough
