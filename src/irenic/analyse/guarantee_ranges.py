"""Which verdicts on an order hold whatever the values in their ranges are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from irenic.analyse.agreement_deal import HOLDING, AgreementModel
from irenic.analyse.guarantees_more_results import Ranges, StepRange
from irenic.analyse.guarantees_results import OrderView
from irenic.model import Quantity
from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.robust import Ranges as DealRanges
from irenic.solve.guarantees.robust import step_ranges

__all__ = ["value_ranges"]

_ZERO = Fraction(0)


def value_ranges(model: AgreementModel, view: OrderView, /) -> Ranges | None:
    """Return the ranges of temptations and exposures; ``None`` when every number is certain."""
    low, high = _end(model, low=True), _end(model, low=False)
    if low == high:
        return None
    tied = tuple(tuple(p not in o.kept for p in model.parties) for o in model.obligations)
    order = [model.index[name] for name in view.order]
    margin = model.agreement.margin
    steps = []
    exposure = dict.fromkeys(model.parties, (_ZERO, _ZERO))
    for row in step_ranges(DealRanges(low, high, tied), order):
        least, most = row.temptation
        kept = True if most <= -margin else False if least > -margin else None
        steps.append(StepRange(model.ids[row.step], model.parties[row.actor], (least, most), kept))
        for party, (best, worst) in zip(model.parties, row.exposure, strict=True):
            before = exposure[party]
            exposure[party] = (max(before[0], best), max(before[1], worst))
    verdicts = [s.kept for s in steps]
    holds = False if False in verdicts else None if None in verdicts else True
    for party, cap in zip(model.parties, model.deal.caps, strict=True):
        if cap is not None and exposure[party][0] > cap:
            holds = False
        elif cap is not None and exposure[party][1] > cap and holds:
            holds = None
    return Ranges(tuple(steps), exposure, holds)


def _end(model: AgreementModel, *, low: bool) -> Deal:
    """Return the deal with every number at one end of its range."""

    def end(quantity: Quantity) -> Fraction:
        return quantity.low if low else quantity.high

    parties, deal = model.parties, model.deal
    value, kept = [], []
    for k, o in enumerate(model.obligations):
        # What levers in force add stays as it is.
        more = [x - y for x, y in zip(deal.value[k], model.bare.value[k], strict=True)]
        worth = {p: end(o.value[p]) for p in o.value}
        held = {p: end(o.kept[p]) for p in o.kept}
        value.append(tuple(worth.get(p, _ZERO) + m for p, m in zip(parties, more, strict=True)))
        kept.append(
            tuple(held.get(p, worth.get(p, _ZERO)) + m for p, m in zip(parties, more, strict=True))
        )
    penalty = list(deal.penalty)
    for k, name in enumerate(model.ids):
        for g in model.guarantees:
            if g.in_force and g.size is not None and g.kind in HOLDING and name in g.covers:
                sure = g.reliability.low if low else g.reliability.high
                middle = (
                    g.reliability.noticed.midpoint
                    * g.reliability.willing.midpoint
                    * g.reliability.able.midpoint
                )
                penalty[k] += end(g.size) * sure - g.size.midpoint * middle
    standings = model.agreement.standings
    return replace(
        deal,
        value=tuple(value),
        kept=tuple(kept),
        start=tuple(end(standings[p].no_deal) if p in standings else _ZERO for p in parties),
        gain=tuple(end(o.gain) for o in model.obligations),
        penalty=tuple(max(_ZERO, x) for x in penalty),
    )
