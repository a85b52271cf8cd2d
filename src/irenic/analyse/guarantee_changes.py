"""What small changes would do to a deal: one number turned, two steps at the same moment."""

from __future__ import annotations

from fractions import Fraction

from irenic.analyse.agreement_deal import AgreementModel
from irenic.analyse.guarantees_more_results import Flip, FlipKind, SplitResult, SwapPlan
from irenic.analyse.guarantees_results import OrderView
from irenic.solve.budget import Budget
from irenic.solve.guarantees.flips import flips
from irenic.solve.guarantees.splitting import best_split_order, split
from irenic.solve.guarantees.swaps import MAX_STEPS, SwapOrder, best_swaps, refusals

__all__ = ["MOST_FLIPS", "flip_list", "split_results", "swap_plans"]

#: The smallest changes of each party's numbers that are told.
MOST_FLIPS = 3
_KINDS: dict[str, FlipKind] = {
    "value": "value",
    "kept": "kept",
    "start": "no-deal",
    "gain": "gain",
}


def flip_list(model: AgreementModel, view: OrderView, /) -> tuple[Flip, ...]:
    """Return the smallest single changes, per party, with which the verdict would turn.

    The verdict meant is that everybody performs, is not too exposed and gains by the whole.
    """
    order = [model.index[name] for name in view.order]
    tied = [[p not in o.kept for p in model.parties] for o in model.obligations]
    told: dict[int, int] = {}
    found = []
    for flip in flips(model.deal, order, tied):
        kind = _KINDS.get(flip.what)
        if kind is None or told.get(flip.party, 0) >= MOST_FLIPS:
            continue
        told[flip.party] = told.get(flip.party, 0) + 1
        party = model.parties[flip.party]
        subject = party if flip.step < 0 else model.ids[flip.step]
        found.append(Flip(kind, subject, flip.now, flip.now + flip.change, not view.holds, party))
    return tuple(found)


def swap_plans(model: AgreementModel, /) -> tuple[SwapPlan, ...]:
    """Return orders in which some steps happen at the same moment, and what is still needed.

    Nothing for large agreements and those with breaches that are noticed late.
    """
    if len(model.ids) > MAX_STEPS or any(model.deal.notice):
        return ()
    plans = [plan for plan in best_swaps(model.deal) if plan.swaps]
    return tuple(_plan(model, plan) for plan in plans)


def split_results(model: AgreementModel, budget: Budget, /) -> tuple[SplitResult, ...]:
    """Return what the best order needs when each divisible step is cut into its pieces.

    Nothing when no step is divisible, and where breaches are noticed late.
    """
    pieces = [o.pieces for o in model.obligations]
    if max(pieces) == 1 or any(model.deal.notice):
        return ()
    found = best_split_order(model.deal, pieces, budget=budget)
    if not found.order or found.worst is None:
        return ()
    whole, parent = split(model.deal, pieces)
    waiting = {k: [x for x, p in enumerate(parent) if p == k] for k in set(parent)}
    order = [waiting[k].pop(0) for k in found.order]
    needed = dict.fromkeys(model.parties, Fraction(0))
    exposed = dict.fromkeys(model.parties, Fraction(0))
    for moment in whole.moments(order):
        party = model.parties[moment.actor]
        needed[party] = max(needed[party], moment.temptation + model.agreement.margin)
        for name, position in zip(model.parties, moment.after, strict=True):
            exposed[name] = max(exposed[name], position.exposure)
    holds = found.worst <= -model.agreement.margin
    return (SplitResult(max(pieces), needed, exposed, holds),)


def _plan(model: AgreementModel, plan: SwapOrder) -> SwapPlan:
    deal, margin = model.deal, model.agreement.margin
    needed = dict.fromkeys(model.parties, Fraction(0))
    exposed = dict.fromkeys(model.parties, Fraction(0))
    done = 0
    for block in plan.blocks:
        for k, tempted in zip(block, refusals(deal, block, done), strict=True):
            party = model.parties[deal.actor[k]]
            needed[party] = max(needed[party], tempted + margin)
        done |= sum(1 << k for k in block)
        for i, party in enumerate(model.parties):
            exposed[party] = max(exposed[party], deal.exposure(i, done))
    groups = tuple(model.named(block) for block in plan.blocks)
    return SwapPlan(groups, needed, exposed, plan.worst <= -margin)
