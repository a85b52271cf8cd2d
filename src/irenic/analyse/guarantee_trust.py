"""What has to be believed, how patient everybody must be, and what open-ended phases need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from irenic.analyse.agreement_deal import AgreementModel
from irenic.analyse.guarantees_more_results import (
    ChainTrust,
    DiscountSet,
    PhaseThreshold,
    Trust,
    TrustStep,
)
from irenic.analyse.guarantees_results import OrderView
from irenic.solve.guarantees.discount import MOST_PERIODS, patience
from irenic.solve.guarantees.phases import grim_trigger
from irenic.solve.guarantees.roots import Span
from irenic.solve.guarantees.trust import confidence, first_trust

__all__ = ["discount_sets", "phase_thresholds", "trust"]


def trust(model: AgreementModel, view: OrderView, /) -> Trust:
    """Return how sure each performer has to be of the next step of another, and of all of them."""
    order = [model.index[name] for name in view.order]
    actors = [model.parties[model.deal.actor[k]] for k in order]
    steps = []
    for place, k in enumerate(order):
        needed = first_trust(model.deal, order, place)
        bare = first_trust(model.bare, order, place)
        following = next((t for t in range(place, len(order)) if actors[t] != actors[place]), None)
        if needed is None or bare is None or following is None:
            continue
        steps.append(
            TrustStep(
                model.ids[k],
                actors[place],
                view.order[following],
                actors[following],
                needed,
                bare,
            )
        )
    least = confidence(model.deal, order).least
    found = None if least is None else (least.low, least.high)
    return Trust(tuple(steps), (ChainTrust(view.order, found),))


def discount_sets(model: AgreementModel, view: OrderView, /) -> tuple[DiscountSet, ...]:
    """Return for which discount factors each party keeps all its steps; empty without due dates.

    A period is a month: dates in the same month count as the same moment.
    """
    order = [model.index[name] for name in view.order]
    dates = [model.obligations[k].due for k in range(len(order))]
    if not all(dates):
        return ()
    months = [date.fromisoformat(d).year * 12 + date.fromisoformat(d).month for d in dates]
    first = min(months)
    periods = [m - first for m in months]
    along = [periods[k] for k in order]
    if along != sorted(along) or along[-1] > MOST_PERIODS:
        return ()
    found = []
    for one in patience(model.deal, order, periods):
        party = model.parties[one.party]
        spans = tuple(
            (_middle(s.start.low, s.start.high), _middle(s.end.low, s.end.high)) for s in one.enough
        )
        width = max((_width(s) for s in one.enough), default=Fraction(0))
        binding = next((model.ids[k] for k in one.binding), "")
        found.append(DiscountSet(party, spans, width, binding, _enough(model, party, spans)))
    return tuple(found)


def _middle(low: Fraction, high: Fraction) -> Fraction:
    return low if low == high else (low + high) / 2


def _width(span: Span) -> Fraction:
    return max(span.start.high - span.start.low, span.end.high - span.end.low)


def _enough(
    model: AgreementModel, party: str, spans: Sequence[tuple[Fraction, Fraction]]
) -> bool | None:
    standing = model.agreement.standings.get(party)
    if standing is None or standing.discount is None:
        return None
    low, high = standing.discount.low, standing.discount.high
    if any(a <= low and high <= b for a, b in spans):
        return True
    return None if any(a <= high and low <= b for a, b in spans) else False


def phase_thresholds(model: AgreementModel, /) -> tuple[PhaseThreshold, ...]:
    """Return how patient each party must be to keep to each open-ended phase (grim trigger).

    delta* = (d - c) / (d - p), with c kept, d once for breaking it, p in every period after that.
    """
    found = []
    for phase in model.agreement.phases:
        for party in phase.kept:
            keeps = phase.kept[party].midpoint
            breaks = phase.breach[party].midpoint if party in phase.breach else keeps
            after = phase.punished[party].midpoint if party in phase.punished else Fraction(0)
            needed = grim_trigger(keeps, breaks, after)
            enough = None
            standing = model.agreement.standings.get(party)
            if needed is None:
                enough = False
            elif standing is not None and standing.discount is not None:
                low, high = standing.discount.low, standing.discount.high
                enough = True if low >= needed else False if high < needed else None
            found.append(PhaseThreshold(phase.id, party, needed, enough))
    return tuple(found)
