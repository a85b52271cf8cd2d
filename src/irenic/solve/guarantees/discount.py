r"""How patient each party has to be: the discount factors with which it keeps its own steps.

With dates t and :math:`\delta_i` what a unit one period later is worth to party i now, what it
gains by performing its step k rather than refusing is

.. math::
    W_{ik}(\delta_i) = \sum_{l \ge k} \delta_i^{t_l - t_k} v_{il} + P_{ik} - g_k + \dots \ge 0

where the dots are what it would lose or regain of steps that are done, and steps of others that
would still happen.  At :math:`\delta_i = 1` this is minus the temptation.  The set of discount
factors need not be an interval: a late reward can be what counts for the very patient, and a late
cost what no longer counts for the impatient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.refusal import still_happening
from irenic.solve.guarantees.roots import Span, meet, same, where

__all__ = ["MOST_PERIODS", "Patience", "patience", "worth"]

#: Twenty years in months: beyond that, roots take many seconds and nobody can judge a discount
#: factor per period so finely.  Count in longer periods.
MOST_PERIODS = 240


@dataclass(frozen=True, slots=True)
class Patience:
    """The discount factors from 0 to 1 with which a party keeps all its steps, and each."""

    party: int
    enough: tuple[Span, ...]
    by_step: tuple[tuple[int, tuple[Span, ...]], ...]

    @property
    def binding(self) -> tuple[int, ...]:
        """Return the steps at which the least discount factor that is enough is just enough."""
        least = self.enough[0].start if self.enough else None
        if least is None or least.exact == 0:
            return ()
        return tuple(
            step for step, spans in self.by_step if any(same(span.start, least) for span in spans)
        )


def worth(deal: Deal, order: Sequence[int], dates: Sequence[int], place: int, /) -> list[Fraction]:
    """Return W at a place of the order as a polynomial in the performer's discount factor.

    Parameters
    ----------
    dates : sequence of int, shape (m,)
        The period of each step k, not falling along the order.

    Raises
    ------
    ValueError
        If dates fall along the order, or are more than ``MOST_PERIODS`` apart.
    """
    periods = [dates[k] for k in order]
    if periods != sorted(periods):
        raise ValueError(f"found dates {periods} along the order; expected none before the last")
    if periods and periods[-1] - periods[0] > MOST_PERIODS:
        raise ValueError(
            f"found dates {periods[-1] - periods[0]} periods apart; expected at most "
            f"{MOST_PERIODS}: count in longer periods"
        )
    step, later = order[place], order[place + 1 :]
    i, done = deal.actor[step], sum(1 << k for k in order[:place])
    poly = [Fraction(0)] * (periods[-1] - dates[step] + 1)
    still = still_happening(deal, step, later)
    total = Fraction(0)
    for k in order[place:]:
        if k not in still:
            poly[dates[k] - dates[step]] += deal.value[k][i]
            total += deal.value[k][i]
    poly[0] += -deal.temptation(step, done, later) - total
    return poly


def patience(deal: Deal, order: Sequence[int], dates: Sequence[int], /) -> tuple[Patience, ...]:
    """Return for each party the discount factors with which it performs each of its steps.

    Notes
    -----
    Exact: see `irenic.solve.guarantees.roots`.  One deviation at each step
    is all there is to look at, since a refusal ends the deal.
    """
    found = []
    for i in range(deal.n_parties):
        own = [place for place, k in enumerate(order) if deal.actor[k] == i]
        by_step = tuple((order[t], where(worth(deal, order, dates, t))) for t in own)
        enough = where([0])
        for _, spans in by_step:
            enough = meet(enough, spans)
        found.append(Patience(i, enough, by_step))
    return tuple(found)
