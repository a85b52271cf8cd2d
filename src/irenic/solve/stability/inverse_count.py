"""How many strict rankings of one decision maker make a state stable for it.

A ranking is a strict order of all m states.  Only the set B of states below the target counts,
and a set of k of the other m-1 states is below in exactly k! (m-1-k)! rankings.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate
from operator import mul

from irenic.solve.stability.inverse import Requirement
from irenic.solve.stability.monotone import Formula, all_of, any_of, satisfying_sizes, variables

__all__ = ["condition", "stable_share"]

#: The counts are numbers of thousands of digits with more states in the condition than this.
MAX_COUNTED = 600


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
    formula = condition(requirements)
    k = len(variables(formula))
    sizes = satisfying_sizes(formula) if k <= MAX_COUNTED else None
    if sizes is None:
        return None
    factorials = list(accumulate(range(1, k + 2), mul, initial=1))
    met = sum(count * factorials[j] * factorials[k - j] for j, count in enumerate(sizes))
    return Fraction(met, factorials[k + 1])


def condition(requirements: Sequence[Requirement], /) -> Formula:
    """Return requirements as a formula over the states that are not preferred to the target."""
    return all_of(any_of(all_of(w.states) for w in r.ways) for r in requirements)
