"""What outside help and pressure buy: a signature, or that it is kept."""

from __future__ import annotations

from fractions import Fraction

from irenic.analyse.agreement_deal import AgreementModel
from irenic.analyse.guarantees_more_results import (
    LeverAnswer,
    LeverEffect,
    LeverUse,
    ShadowPrice,
)
from irenic.analyse.guarantees_results import OrderView
from irenic.model import Lever as FileLever
from irenic.solve.guarantees.levers import Kind, Lever, Target, cheapest_mix, effect, tipping

__all__ = ["lever_effects"]

_ZERO = Fraction(0)


def lever_effects(model: AgreementModel, view: OrderView, /) -> LeverAnswer | None:
    """Return what each lever of the file buys, and the cheapest mix for everybody.

    What guarantees in force hold is counted; no lever is.  ``None`` when the file has none.
    """
    if not model.levers:
        return None
    effects, mix, prices = [], [], []
    total: Fraction | None = _ZERO
    for party in model.parties:
        own = [lever for lever in model.levers if lever.party == party]
        target = _target(model, view, party)
        levers = [_lever(view, lever) for lever in own]
        steps = [view.order[p] for p in target.places]
        for known, lever in zip(own, levers, strict=True):
            size = known.size.midpoint if known.size else known.most or Fraction(1)
            found = effect([lever], [size], target.places)
            gained = {s: m for s, m in zip(steps, found.margins, strict=True) if m}
            needed = tipping(lever, target).both
            effects.append(LeverEffect(known.id, party, found.acceptance, gained, needed))
        if not any(target.demand):
            continue
        best = cheapest_mix(levers, target)
        if best.cost is None:
            total = None
            continue
        total = None if total is None else total + best.cost
        mix += [
            LeverUse(known.id, size, size * known.cost)
            for known, size in zip(own, best.sizes, strict=True)
            if size
        ]
        prices += [
            ShadowPrice(s, party, d, p)
            for s, d, p in zip(steps, target.demand[1:], best.prices[1:], strict=True)
            if d > 0
        ]
    return LeverAnswer(tuple(effects), tuple(mix), total, True, tuple(prices))


def _lever(view: OrderView, lever: FileLever) -> Lever:
    after = view.order.index(lever.after) if lever.after in view.order else None
    most = lever.size.midpoint if lever.size else lever.most
    return Lever(Kind(lever.kind), lever.reliability, lever.cost, most, after)


def _target(model: AgreementModel, view: OrderView, party: str) -> Target:
    """Return what is asked of a party, without levers, with the guarantees in force."""
    i = model.parties.index(party)
    places = tuple(p for p, s in enumerate(view.steps) if s.by == party)
    tempted = []
    for p in places:
        step = view.steps[p]
        k = model.index[step.obligation]
        from_levers = sum(
            (
                lever.size.midpoint * lever.reliability
                for lever in model.levers
                if lever.in_force
                and lever.size is not None
                and lever.party == party
                and lever.kind in ("snapback", "breach-penalty")
            ),
            _ZERO,
        )
        tempted.append(step.bare - (model.deal.penalty[k] - from_levers))
    gain = model.bare.complete[i] - model.bare.start[i]
    return Target(gain, places, tuple(tempted))
