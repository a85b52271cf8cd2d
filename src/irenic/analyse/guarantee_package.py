"""The cheapest guarantees that hold an order, of all that the file offers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from irenic.analyse.agreement_deal import HOLDING, AgreementModel, expected_size
from irenic.analyse.guarantees_more_results import CheapestPackage, PackageItem, ShadowPrice
from irenic.analyse.guarantees_results import OrderView
from irenic.model import Guarantee
from irenic.solve.guarantees.cheapest import Monitor, Offer, Program, cheapest

__all__ = ["cheapest_package"]


def cheapest_package(model: AgreementModel, view: OrderView, /) -> CheapestPackage | None:
    """Return the cheapest guarantees, of all that the file offers, that hold the order."""
    offered = [g for g in model.guarantees if g.kind in HOLDING]
    if not offered:
        return None
    order = [model.index[name] for name in view.order]
    margin = model.agreement.margin
    unheld = replace(model.deal, penalty=model.bare.penalty)
    # What levers in force hold is kept; only guarantees are chosen anew.
    levers = [
        held - sum(_expected(model, k), Fraction(0)) for k, held in enumerate(model.deal.penalty)
    ]
    unheld = replace(unheld, penalty=tuple(max(Fraction(0), x) for x in levers))
    demand = [Fraction(0)] * len(model.ids)
    for moment in unheld.moments(order):
        demand[moment.step] = max(Fraction(0), moment.temptation + margin)
    offers = tuple(_offer(model, g) for g in offered)
    monitors = [g for g in model.guarantees if g.kind == "monitor"]
    watchers = tuple(_watcher(model, g) for g in monitors)
    found = cheapest(Program(tuple(demand), offers, watchers))
    items = [
        PackageItem(g.id, size, g.fixed + g.cost * size)
        for g, size in zip(offered, found.sizes, strict=False)
        if size
    ]
    items += [
        PackageItem(g.id, None, g.fixed)
        for g, on in zip(monitors, found.watching, strict=False)
        if on
    ]
    prices = tuple(
        ShadowPrice(name, model.parties[model.deal.actor[k]], demand[k], found.prices[k])
        for k, name in enumerate(model.ids)
        if found.prices and demand[k] > 0
    )
    missing = {name: x for name, x in zip(model.ids, found.short, strict=False) if x > 0}
    return CheapestPackage(
        view.order, tuple(items), found.cost, prices, missing or None, found.bound, found.status
    )


def _expected(model: AgreementModel, step: int) -> list[Fraction]:
    """Return what each guarantee in force is expected to cost who refuses a step."""
    name = model.ids[step]
    covering = [g for g in model.guarantees if g.in_force and name in g.covers]
    seen = max(
        (g.reliability.noticed.midpoint for g in covering if g.kind == "monitor"),
        default=Fraction(0),
    )
    return [expected_size(g, noticed=seen) for g in covering if g.kind in HOLDING]


def _offer(model: AgreementModel, guarantee: Guarantee) -> Offer:
    sure = guarantee.reliability
    return Offer(
        tuple(Fraction(name in guarantee.covers) for name in model.ids),
        sure.noticed.midpoint,
        sure.willing.midpoint * sure.able.midpoint,
        guarantee.cost,
        guarantee.fixed,
        guarantee.most if guarantee.size is None else guarantee.size.midpoint,
        guarantee.size is not None,
    )


def _watcher(model: AgreementModel, guarantee: Guarantee) -> Monitor:
    covered = sum(1 << k for k, name in enumerate(model.ids) if name in guarantee.covers)
    return Monitor(covered, guarantee.reliability.noticed.midpoint, guarantee.fixed)
