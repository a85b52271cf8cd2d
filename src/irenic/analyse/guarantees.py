"""Would an agreement be kept: everything that is asked of it, in one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeVar

from irenic.analyse.agreement_deal import HOLDING, AgreementModel, model_agreement
from irenic.analyse.guarantee_orders import break_evens, corridors, view_order, view_parties
from irenic.analyse.guarantee_ranges import value_ranges
from irenic.analyse.guarantee_trust import discount_sets, phase_thresholds, trust
from irenic.analyse.guarantee_warnings import warned
from irenic.analyse.guarantees_more_results import (
    BestOrder,
    CheapestPackage,
    Comparison,
    GuaranteesMore,
    PackageItem,
    ShadowPrice,
)
from irenic.analyse.guarantees_results import Corridor, OrderView, PartyView
from irenic.errors import LimitReached
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.guarantees.cheapest import Monitor, Offer, Program, cheapest
from irenic.solve.guarantees.orders import best_order
from irenic.solve.result import Status

__all__ = ["MOST_STEPS", "GuaranteesAnswer", "analyse_agreement"]

#: The best order is looked for among all up to so many obligations (2^22 sets of steps).
MOST_STEPS = 22
A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class GuaranteesAnswer:
    """Whether an agreement would be kept in an order, by whom not, and what would hold it.

    ``proposal`` names the package that the obligations belong to; empty: all obligations.
    ``missed`` are questions that a limit left out.
    """

    case: Case
    proposal: str
    status: Status
    view: OrderView
    parties: tuple[PartyView, ...]
    corridors: tuple[Corridor, ...]
    more: GuaranteesMore
    missed: tuple[str, ...] = ()


def analyse_agreement(
    case: Case,
    /,
    *,
    choices: Mapping[str, str] | None = None,
    proposal: str = "",
    order: Sequence[str] = (),
    budget: Budget = UNLIMITED,
) -> GuaranteesAnswer:
    """Return whether the agreement of a case would be kept, and what would hold it.

    Parameters
    ----------
    choices : mapping of issue to option, optional
        The package; obligations tied to other options are left out.
    order : sequence of obligation ids, optional
        Another order to look at; it is compared with the proposed one.

    Raises
    ------
    NotCovered
        When the case has no agreement.
    UnknownName
        When ``order`` is not an order of the obligations.
    """
    model = model_agreement(case, choices=choices, order=order)
    view = view_order(model)
    missed: list[str] = []

    def ask(topic: str, question: Callable[[], A]) -> A | None:
        budget.say(topic)
        try:
            budget.check()
            return question()
        except LimitReached:
            missed.append(topic)
            return None

    compared: tuple[Comparison, ...] = ()
    if order and case.agreement is not None and case.agreement.order:
        proposed = model_agreement(case, choices=choices)
        compared = (Comparison("asked for", view, "proposed", view_order(proposed)),)
    more = GuaranteesMore(
        best=ask("the best order", lambda: _best(model, view, budget)),
        comparisons=compared,
        break_evens=break_evens(model, view),
        trust=ask("what has to be believed", lambda: trust(model, view)),
        package=ask("the cheapest guarantees", lambda: _package(model, view)),
        warnings=ask("warnings", lambda: warned(model, view)) or (),
        ranges=ask("ranges", lambda: value_ranges(model, view)),
        discounts=ask("discount factors", lambda: discount_sets(model, view)) or (),
        phases=phase_thresholds(model),
    )
    return GuaranteesAnswer(
        case,
        proposal,
        Status.LIMIT if missed else Status.OPTIMAL,
        view,
        view_parties(model, view),
        corridors(model, view),
        more,
        tuple(missed),
    )


def _best(model: AgreementModel, view: OrderView, budget: Budget) -> BestOrder | None:
    """Return the order in which the greatest temptation is least, guarantees in force counted."""
    if len(model.ids) > MOST_STEPS:
        return None
    found = best_order(model.deal, budget=budget)
    if not found.order:
        return BestOrder(view, view, status=found.status, reason=found.words)
    return BestOrder(view_order(model, found.order), view, status=found.status, reason=found.words)


def _package(model: AgreementModel, view: OrderView) -> CheapestPackage | None:
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
    offers = tuple(
        Offer(
            tuple(Fraction(name in g.covers) for name in model.ids),
            g.reliability.noticed.midpoint,
            g.reliability.willing.midpoint * g.reliability.able.midpoint,
            g.cost,
            g.fixed,
            g.most if g.size is None else g.size.midpoint,
            g.size is not None,
        )
        for g in offered
    )
    monitors = [g for g in model.guarantees if g.kind == "monitor"]
    watchers = tuple(
        Monitor(
            sum(1 << k for k, name in enumerate(model.ids) if name in g.covers),
            g.reliability.noticed.midpoint,
            g.fixed,
        )
        for g in monitors
    )
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
    from irenic.analyse.agreement_deal import expected_size

    name = model.ids[step]
    covering = [g for g in model.guarantees if g.in_force and name in g.covers]
    seen = max(
        (g.reliability.noticed.midpoint for g in covering if g.kind == "monitor"),
        default=Fraction(0),
    )
    return [expected_size(g, noticed=seen) for g in covering if g.kind in HOLDING]
