"""The smallest change of all rankings together with which a state is a SEQ equilibrium.

Under SEQ a sanction is made of improvements, so what one decision maker needs depends on what
the others prefer, and the changes cannot be chosen one by one.  The search takes profiles of
rankings in the order of their distance from the present ones (A*).  What each decision maker needs
under GMR is a lower bound, because SEQ implies GMR and GMR asks for nobody else's preference.

References
----------
P. E. Hart, N. J. Nilsson, B. Raphael, "A Formal Basis for the Heuristic Determination of Minimum
Cost Paths", IEEE Trans. Systems Science and Cybernetics 4 (1968) 100-107.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from irenic.solve.result import Status
from irenic.solve.stability.foresight import CRISP, Foresight, Reading
from irenic.solve.stability.inverse import conditions, short
from irenic.solve.stability.inverse_change import Groups, least_swaps, places_of, smallest_change
from irenic.solve.stability.moves import Moves
from irenic.solve.stability.preference import Ranked

__all__ = ["JointChange", "joint_change"]

Profile = tuple[Groups, ...]
#: A larger group of equals can be parted in too many ways to search; the bounds remain.
MAX_EQUALS = 8


@dataclass(frozen=True, slots=True)
class JointChange:
    """The nearest profile of rankings found.

    ``bound`` is proved: no profile at a smaller distance does.  It equals ``swaps`` when the
    status is optimal.  ``examined`` profiles were made.
    """

    status: Status
    swaps: Fraction
    bound: Fraction
    rankings: Profile
    examined: int


def joint_change(
    moves: Moves,
    rankings: Profile,
    target: int,
    /,
    *,
    reading: Reading = CRISP,
    most: int = 10_000,
) -> JointChange:
    """Return the smallest change of all rankings that makes a state a SEQ equilibrium.

    Parameters
    ----------
    rankings : tuple of rankings, one for each decision maker
        Groups of equally good states, best first.
    reading : Reading
        How far an answer may go.
    most : int
        The most profiles to make; then the best known one is returned with a bound.

    Notes
    -----
    Changing each ranking so that the state is Nash stable is always enough, which bounds the
    search from above.  Profiles grow exponentially with the distance.
    """
    search = _Search(moves, target, reading)
    best = search.upper(rankings)
    start = 2 * search.lower(rankings)
    if any(len(group) > MAX_EQUALS for groups in rankings for group in groups):
        most = 0
    queue: list[tuple[int, int, int, Profile]] = [(int(start), 0, 0, rankings)]
    nearest: dict[Profile, int] = {rankings: 0}
    closed: set[Profile] = set()
    made = 0
    while queue:
        bound, _, cost, profile = heapq.heappop(queue)
        if bound >= 2 * best[0]:
            break
        if profile in closed:
            continue
        closed.add(profile)
        if search.is_equilibrium(profile):
            best = (Fraction(cost, 2), profile)
            break
        for halves, other in _neighbours(profile):
            if made >= most:
                return JointChange(Status.LIMIT, best[0], Fraction(bound, 2), best[1], made)
            made += 1
            if cost + halves < nearest.get(other, cost + halves + 1):
                nearest[other] = cost + halves
                total = cost + halves + int(2 * search.lower(other))
                if total < 2 * best[0]:
                    heapq.heappush(queue, (total, made, cost + halves, other))
    return JointChange(Status.OPTIMAL, best[0], best[0], best[1], made)


class _Search:
    """The bounds and the test of one search."""

    def __init__(self, moves: Moves, target: int, reading: Reading) -> None:
        self.moves, self.target, self.reading = moves, target, reading
        self.makers = range(moves.n_makers)
        blank = Foresight(moves, [Ranked(()) for _ in self.makers], reading)
        self.nash, self.gmr = (
            tuple(short(conditions(blank, concept, i, target)) for i in self.makers)
            for concept in ("nash", "gmr")
        )
        self._least: dict[tuple[int, Groups], Fraction] = {}

    def lower(self, profile: Profile) -> Fraction:
        """Return what GMR asks for at least."""
        return sum((self._gmr(i, profile[i]) for i in self.makers), Fraction(0))

    def _gmr(self, maker: int, groups: Groups) -> Fraction:
        key = (maker, groups)
        if key not in self._least:
            self._least[key] = least_swaps(self.gmr[maker], groups, self.target)
        return self._least[key]

    def upper(self, profile: Profile) -> tuple[Fraction, Profile]:
        """Return the better of two profiles that do: all Nash stable, or one after the other."""
        found = [self._one_by_one(profile, order) for order in (self.makers, self.makers[::-1])]
        changes = [smallest_change(self.nash[i], profile[i], self.target) for i in self.makers]
        total = sum((c.swaps for c in changes), Fraction(0))
        found.append((total, tuple(c.ranking for c in changes)))
        fits = [pair for pair in found if self.is_equilibrium(pair[1])]
        return min(fits, key=lambda pair: pair[0])

    def _one_by_one(self, profile: Profile, order: Sequence[int]) -> tuple[Fraction, Profile]:
        """Return what comes of changing one ranking after the other, each as little as it needs."""
        now, total = list(profile), Fraction(0)
        for i in order:
            asked = conditions(self._foresight(now), "seq", i, self.target)
            change = smallest_change(asked, now[i], self.target)
            now[i], total = change.ranking, total + change.swaps
        return total, tuple(now)

    def is_equilibrium(self, profile: Profile) -> bool:
        """Return whether the target is SEQ stable for everybody."""
        foresight = self._foresight(profile)
        return all(foresight.examine("seq", i, self.target).stable for i in self.makers)

    def _foresight(self, profile: Sequence[Groups]) -> Foresight:
        size = self.moves.size
        preferences = [Ranked(places_of(groups, size)) for groups in profile]
        return Foresight(self.moves, preferences, self.reading)


def _neighbours(profile: Profile) -> Iterator[tuple[int, Profile]]:
    """Yield profiles one step away, with the distance in halves of a swap.

    Two neighbouring groups change places, or a group of equals is parted in two.  Every ranking
    that makes no new ties is reached by such steps along a shortest way.
    """
    for i, groups in enumerate(profile):
        for k in range(len(groups) - 1):
            turned = (*groups[:k], groups[k + 1], groups[k], *groups[k + 2 :])
            cost = 2 * len(groups[k]) * len(groups[k + 1])
            yield cost, (*profile[:i], turned, *profile[i + 1 :])
        for k, group in enumerate(groups):
            for count in range(1, len(group)):
                for upper in combinations(group, count):
                    lower = tuple(s for s in group if s not in upper)
                    parted = (*groups[:k], upper, lower, *groups[k + 1 :])
                    yield count * len(lower), (*profile[:i], parted, *profile[i + 1 :])
