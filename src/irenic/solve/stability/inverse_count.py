"""How many strict rankings of one decision maker make a state stable for it.

A ranking is a strict order of all m states.  Only the set B of states below the target counts,
and a set of k of the other m-1 states is below in exactly k! (m-1-k)! rankings.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, permutations
from math import factorial
from operator import mul

from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.inverse import Requirement, conditions, satisfied
from irenic.solve.stability.monotone import Formula, all_of, any_of, satisfying_sizes, variables
from irenic.solve.stability.preference import Preference, Ranked

__all__ = ["equilibrium_share", "stable_share"]

#: The counts are numbers of thousands of digits with more states in the condition than this.
MAX_COUNTED = 600
#: More relevant states than this are not ordered one by one: 5,040 rankings take about a second.
MAX_ORDERED = 7


def stable_share(requirements: Sequence[Requirement], /) -> Fraction | None:
    r"""Return the part of all strict rankings that meet a condition, or ``None`` (limit).

    .. math:: \frac{1}{(k+1)!} \sum_{B \subseteq K,\ B \text{ meets it}} |B|!\,(k-|B|)!

    where K are the k states that the condition speaks of; how the others are ranked among them
    makes no difference.

    Examples
    --------
    >>> from irenic.solve.stability.inverse import Way
    >>> stable_share([Requirement(1, (Way(frozenset({1})), Way(frozenset({2}))))])
    Fraction(2, 3)
    """
    formula = _formula(requirements)
    k = len(variables(formula))
    sizes = satisfying_sizes(formula) if k <= MAX_COUNTED else None
    if sizes is None:
        return None
    factorials = list(accumulate(range(1, k + 2), mul, initial=1))
    met = sum(count * factorials[j] * factorials[k - j] for j, count in enumerate(sizes))
    return Fraction(met, factorials[k + 1])


def _formula(requirements: Sequence[Requirement]) -> Formula:
    return all_of(any_of(all_of(w.states) for w in r.ways) for r in requirements)


def equilibrium_share(
    foresight: Foresight, concept: str, maker: int, target: int, own: Fraction | None, /
) -> Fraction | None:
    """Return the part of one decision maker's strict rankings that make a state an equilibrium.

    Under Nash, GMR and SMR the others' own verdicts do not depend on it.  Under SEQ they may:
    it may be needed for a sanction.  When the others are stable whatever it prefers, or never,
    that settles it; else the rankings of the relevant states are tried one by one, when these
    are at most :data:`MAX_ORDERED`.

    Parameters
    ----------
    own : Fraction or None
        The part of the rankings that make it stable for the decision maker itself.
    """
    others = [j for j in range(foresight.moves.n_makers) if j != maker]

    if concept != "seq":
        hold = all(foresight.examine(concept, j, target).stable for j in others)
        return own if hold else Fraction(0)
    if _Foreseen.of(foresight, maker, willing=False).all_stable(others, target):
        return own
    if not _Foreseen.of(foresight, maker, willing=True).all_stable(others, target):
        return Fraction(0)
    return _ordered_share(foresight, maker, target, others)


def _with(foresight: Foresight, maker: int, preference: Preference) -> Foresight:
    preferences = list(foresight.preferences)
    preferences[maker] = preference
    return Foresight(foresight.moves, preferences, foresight.reading)


class _Foreseen(Foresight):
    """As if every move of one decision maker made it better off, or none did.

    No preference of it can help more with sanctions, or less.
    """

    maker: int = -1
    willing: bool = False

    @classmethod
    def of(cls, foresight: Foresight, maker: int, *, willing: bool) -> _Foreseen:
        found = cls(foresight.moves, foresight.preferences, foresight.reading)
        found.maker, found.willing = maker, willing
        return found

    def all_stable(self, others: Sequence[int], target: int) -> bool:
        return all(self.examine("seq", j, target).stable for j in others)

    def _improves(self, maker: int, state: int, target: int) -> bool:
        return self.willing if maker == self.maker else super()._improves(maker, state, target)


def _ordered_share(
    foresight: Foresight, maker: int, target: int, others: Sequence[int]
) -> Fraction | None:
    """Return the share by trying every order of the states that matter."""
    requirements = conditions(foresight, "seq", maker, target)
    relevant = {target} | variables(_formula(requirements))
    relevant |= _compared(foresight, maker, target)
    if len(relevant) > MAX_ORDERED:
        return None
    rank = [0] * foresight.moves.size
    met = 0
    for order in permutations(sorted(relevant)):
        for place, state in enumerate(order):
            rank[state] = place
        if satisfied(requirements, lambda s: rank[s] <= rank[target]):
            seen = _with(foresight, maker, Ranked(tuple(rank)))
            met += all(seen.examine("seq", j, target).stable for j in others)
    return Fraction(met, factorial(len(relevant)))


def _compared(foresight: Foresight, maker: int, target: int) -> set[int]:
    """Return the states between which the decision maker may move in answers to others."""
    seen = _Foreseen.of(foresight, maker, willing=True)
    found: set[int] = set()
    for j in range(foresight.moves.n_makers):
        if j == maker:
            continue
        for move in seen.improvements(j, target):
            for state in (move, *seen.ends(j, move, improving=True)):
                targets = foresight.moves.of(maker, state)
                found.update((state, *targets) if targets else ())
    return found
