"""The cheapest guarantees that hold an order, or any order, of all that the file offers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from irenic.analyse.agreement_deal import HOLDING, AgreementModel, expected_size
from irenic.analyse.guarantees_more_results import CheapestPackage, PackageItem, ShadowPrice
from irenic.analyse.guarantees_results import OrderView
from irenic.model import Guarantee
from irenic.solve.guarantees.cheapest import Cheapest, Monitor, Offer, Program, cheapest
from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.joint import cheapest_order
from irenic.solve.result import Status

__all__ = ["cheapest_package", "cheapest_package_and_order"]


def cheapest_package(model: AgreementModel, view: OrderView, /) -> CheapestPackage | None:
    """Return the cheapest guarantees, of all that the file offers, that hold the order."""
    if not _offered(model):
        return None
    order = [model.index[name] for name in view.order]
    demand = [Fraction(0)] * len(model.ids)
    for moment in _unheld(model).moments(order):
        demand[moment.step] = max(Fraction(0), moment.temptation + model.agreement.margin)
    offers, watchers = _offers(model)
    found = cheapest(Program(tuple(demand), offers, watchers))
    prices = tuple(
        ShadowPrice(name, model.parties[model.deal.actor[k]], demand[k], found.prices[k])
        for k, name in enumerate(model.ids)
        if found.prices and demand[k] > 0
    )
    missing = {name: x for name, x in zip(model.ids, found.short, strict=False) if x > 0}
    items = _items(model, found)
    return CheapestPackage(
        view.order, items, found.cost, prices, missing or None, found.bound, found.status
    )


def cheapest_package_and_order(model: AgreementModel, /) -> CheapestPackage | None:
    """Return the order that costs least to hold, with the guarantees that hold it.

    No prices are told: what a step asks changes with the order.
    """
    if not _offered(model):
        return None
    offers, watchers = _offers(model)
    margin = model.agreement.margin
    found = cheapest_order(_unheld(model), offers, watchers, margin=margin)
    if found.guarantees is None:
        reason = "" if found.ordered else "no order keeps what comes before what and every limit"
        return CheapestPackage((), (), None, status=found.status, reason=reason)
    held = found.guarantees
    reason = "not every order was looked at" if found.status is Status.LIMIT else ""
    return CheapestPackage(
        model.named(found.order),
        _items(model, held),
        held.cost,
        bound=found.bound,
        status=found.status,
        reason=reason,
    )


def _offered(model: AgreementModel) -> list[Guarantee]:
    return [g for g in model.guarantees if g.kind in HOLDING]


def _monitors(model: AgreementModel) -> list[Guarantee]:
    return [g for g in model.guarantees if g.kind == "monitor"]


def _unheld(model: AgreementModel) -> Deal:
    """Return the deal without its guarantees; what levers in force hold is kept."""
    levers = [
        held - sum(_expected(model, k), Fraction(0)) for k, held in enumerate(model.deal.penalty)
    ]
    return replace(model.deal, penalty=tuple(max(Fraction(0), x) for x in levers))


def _offers(model: AgreementModel) -> tuple[tuple[Offer, ...], tuple[Monitor, ...]]:
    offers = tuple(_offer(model, g) for g in _offered(model))
    return offers, tuple(_watcher(model, g) for g in _monitors(model))


def _items(model: AgreementModel, found: Cheapest) -> tuple[PackageItem, ...]:
    sized = zip(_offered(model), found.sizes, strict=False)
    items = [PackageItem(g.id, size, g.fixed + g.cost * size) for g, size in sized if size]
    watching = zip(_monitors(model), found.watching, strict=False)
    return (*items, *(PackageItem(g.id, None, g.fixed) for g, on in watching if on))


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
