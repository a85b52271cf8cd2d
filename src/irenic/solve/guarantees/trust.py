r"""How much confidence in each other a deal needs where nothing holds it.

Before a party performs, it has to believe with some probability that the next step of another
will follow.  With R what it has by refusing, b' what it is left with when it performs and nothing
follows, C what it is then compensated, U the whole deal, it performs when

.. math:: \pi U + (1 - \pi)(b' + C) \ge R, \qquad \pi^* = \frac{R - b' - C}{U - b' - C}.

Along the whole chain each later step of another is one more doubt:

.. math::
    V_i(t) = \pi_t V_i(t+1) + (1 - \pi_t)(b_i(S_t) + C), \qquad V_i(m) = U_i

at steps of others, :math:`V_i(t) = V_i(t+1)` at its own, where :math:`V_i(t) \ge R` has to hold.
With one confidence for all steps, V is a polynomial in it, and the set of confidences that are
enough is found exactly.  It need not be an interval: a party that has more when the deal breaks off
later on than when it is completed does not want too much of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.refusal import refusal
from irenic.solve.guarantees.roots import Point, Span, meet, where

__all__ = ["Confidence", "chain_values", "confidence", "first_trust"]

Poly = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Confidence:
    """The confidences, the same at every step of another, with which everybody performs.

    ``enough`` holds for all; ``by_step`` for each own step of a performer alone, in the order.
    """

    enough: tuple[Span, ...]
    by_step: tuple[tuple[Span, ...], ...]

    @property
    def least(self) -> Point | None:
        """Return the least confidence that is enough, ``None`` when none is."""
        return self.enough[0].start if self.enough else None


def first_trust(deal: Deal, order: Sequence[int], place: int, /) -> Fraction | None:
    """Return how sure of the next step of another a performer has to be.

    Its own steps that follow at once are counted with this one.  Above 1: trust alone can never
    do it.  ``None``: there is no step of another to trust in, or more trust is no help.

    Examples
    --------
    >>> from fractions import Fraction as F
    >>> none, steps = (F(0), F(0)), ((F(-2), F(4)), (F(6), F(-5)))
    >>> deal = Deal((0, 1), steps, steps, none, (None, None), none, none, (none, none), (0, 0),
    ...             (3, 3), (0, 0), none)
    >>> first_trust(deal, (0, 1), 0)
    Fraction(1, 3)
    """
    step, done = order[place], sum(1 << k for k in order[:place])
    i = deal.actor[step]
    run = next((n for n, k in enumerate(order[place:]) if deal.actor[k] != i), None)
    if run is None:
        return None
    refused = refusal(deal, step, done, order[place + 1 :])
    after = done | sum(1 << k for k in order[place : place + run])
    left = deal.collapse(i, after) + deal.cover[order[place + run]][i]
    if left >= refused:
        return Fraction(0)
    whole = deal.complete[i]
    return (refused - left) / (whole - left) if whole > left else None


def chain_values(
    deal: Deal, order: Sequence[int], party: int, confident: Sequence[Fraction], /
) -> tuple[Fraction, ...]:
    """Return V_i before each step and at the end, for given confidences in each step.

    Confidence in the party's own steps is not used.  Complexity: O(m) values.
    """
    values = [deal.complete[party]]
    for place in reversed(range(len(order))):
        step = order[place]
        if deal.actor[step] == party:
            values.append(values[-1])
            continue
        stays = deal.collapse(party, sum(1 << k for k in order[:place])) + deal.cover[step][party]
        values.append(confident[place] * values[-1] + (1 - confident[place]) * stays)
    return tuple(values[::-1])


def confidence(deal: Deal, order: Sequence[int], /) -> Confidence:
    """Return the set of confidences, one for all steps, with which every step is performed.

    Complexity: O(m n) for the polynomials, of degree m at most, then their roots.
    """
    lines = {i: _polynomials(deal, order, i) for i in {deal.actor[k] for k in order}}
    by_step, enough = [], where((Fraction(0),))
    for place, step in enumerate(order):
        refused = refusal(deal, step, sum(1 << k for k in order[:place]), order[place + 1 :])
        first, *rest = lines[deal.actor[step]][place]
        by_step.append(where((first - refused, *rest)))
        enough = meet(enough, by_step[-1])
    return Confidence(enough, tuple(by_step))


def _polynomials(deal: Deal, order: Sequence[int], party: int) -> list[Poly]:
    """Return V_i before each step as a polynomial in the common confidence."""
    values: list[Poly] = [(deal.complete[party],)]
    for place in reversed(range(len(order))):
        step, after = order[place], values[-1]
        if deal.actor[step] == party:
            values.append(after)
            continue
        stays = deal.collapse(party, sum(1 << k for k in order[:place])) + deal.cover[step][party]
        shifted = [Fraction(0), *after]
        shifted[0] += stays
        shifted[1] -= stays
        values.append(tuple(shifted))
    return values[::-1]
