"""Would an agreement be kept: everything that is asked of it, in one answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from irenic.analyse.agreement_deal import AgreementModel, model_agreement
from irenic.analyse.guarantee_changes import flip_list, split_results, swap_plans
from irenic.analyse.guarantee_levers import lever_effects
from irenic.analyse.guarantee_orders import break_evens, corridors, view_order, view_parties
from irenic.analyse.guarantee_package import (
    cheapest_package,
    cheapest_package_and_order,
)
from irenic.analyse.guarantee_ranges import value_ranges
from irenic.analyse.guarantee_trust import discount_sets, phase_thresholds, trust
from irenic.analyse.guarantee_warnings import warned
from irenic.analyse.guarantees_more_results import (
    BestOrder,
    Comparison,
    GuaranteesMore,
)
from irenic.analyse.guarantees_results import Corridor, OrderView, PartyView
from irenic.errors import LimitReached
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.guarantees.local_orders import local_order
from irenic.solve.guarantees.orders import best_order
from irenic.solve.result import Status

__all__ = ["MOST_STEPS", "GuaranteesAnswer", "analyse_agreement"]

#: The best order is looked for among all up to so many obligations (2^22 sets of steps); with more
#: by local search, with a bound.
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
        package=ask("the cheapest guarantees", lambda: cheapest_package(model, view)),
        joint=ask("the cheapest order", lambda: cheapest_package_and_order(model)),
        splits=ask("pieces", lambda: split_results(model, budget)) or (),
        swaps=ask("swaps", lambda: swap_plans(model)) or (),
        flips=ask("what would turn the verdict", lambda: flip_list(model, view)) or (),
        levers=ask("levers", lambda: lever_effects(model, view)),
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
        found = local_order(model.deal, model.order, budget=budget)
    else:
        found = best_order(model.deal, budget=budget)
    if not found.order:
        return BestOrder(view, view, status=found.status, reason=found.words)
    return BestOrder(view_order(model, found.order), view, status=found.status, reason=found.words)
