"""One order of an agreement, party by party and step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.agreement_deal import HOLDING, AgreementModel, model_agreement
from irenic.analyse.guarantees_results import BreakEven, Corridor, OrderView, PartyView, StepView
from irenic.errors import NotCovered
from irenic.model import Case

__all__ = ["break_evens", "corridors", "order_of", "view_order", "view_parties"]

_ZERO = Fraction(0)


def view_order(model: AgreementModel, order: Sequence[int] | None = None, /) -> OrderView:
    """Return an order step by step; the model's own when none is given."""
    order = tuple(model.order if order is None else order)
    held, bare = model.deal.moments(order), model.bare.moments(order)
    parties, margin = model.parties, model.agreement.margin
    steps = []
    for with_all, without in zip(held, bare, strict=True):
        k = with_all.step
        steps.append(
            StepView(
                model.ids[k],
                parties[with_all.actor],
                with_all.temptation,
                without.temptation,
                without.temptation - with_all.temptation,
                with_all.temptation <= -margin,
                _held_by(model, k),
                {p: q.collapse for p, q in zip(parties, with_all.after, strict=True)},
                {
                    p: q.exposure - _covered(model, i, order, k)
                    for i, (p, q) in enumerate(zip(parties, with_all.after, strict=True))
                },
            )
        )
    worst = max(steps, key=lambda s: s.temptation)
    exposed = {p: max([_ZERO, *(s.exposure[p] for s in steps)]) for p in parties}
    too_far = any(
        cap is not None and exposed[p] > cap
        for p, cap in zip(parties, model.deal.caps, strict=True)
    )
    needed = {p: max([_ZERO, *(s.bare + margin for s in steps if s.by == p)]) for p in parties}
    return OrderView(
        model.named(order),
        tuple(steps),
        worst.temptation,
        worst.obligation,
        needed,
        exposed,
        all(s.kept for s in steps) and not too_far,
    )


def _covered(model: AgreementModel, party: int, order: Sequence[int], step: int) -> Fraction:
    """Return what a party expects to be compensated when the process stops after a step.

    The step that is then refused is the next one in the order.
    """
    place = order.index(step) + 1
    return model.deal.cover[order[place]][party] if place < len(order) else _ZERO


def _held_by(model: AgreementModel, step: int) -> tuple[str, ...]:
    """Return the guarantees in force on a step, and the levers on whoever performs it."""
    name, party = model.ids[step], model.parties[model.deal.actor[step]]
    found = [
        g.id for g in model.guarantees if g.in_force and name in g.covers and g.kind in HOLDING
    ]
    return (
        *found,
        *(lever.id for lever in model.levers if lever.in_force and lever.party == party),
    )


def order_of(case: Case, proposal: str, /) -> OrderView | None:
    """Return the order of the obligations that a proposal brings with it, step by step.

    ``None`` when the case has no agreement, or none of its obligations applies.
    """
    named = next((p for p in case.proposals if p.id == proposal), None)
    if case.agreement is None or named is None:
        return None
    try:
        return view_order(model_agreement(case, choices=dict(named.choices)))
    except NotCovered:
        return None


def view_parties(model: AgreementModel, view: OrderView, /) -> tuple[PartyView, ...]:
    """Return what each party has of the whole, and how exposed it is along the order."""
    found = []
    for i, party in enumerate(model.parties):
        outside = sum(
            (
                lever.size.midpoint * (lever.reliability if lever.kind != "signing" else 1)
                for lever in model.levers
                if lever.in_force
                and lever.size is not None
                and lever.party == party
                and lever.kind in ("signing", "pressure")
            ),
            _ZERO,
        )
        worst = max(view.steps, key=lambda s: s.exposure[party])
        exposure = max(_ZERO, worst.exposure[party])
        cap = model.deal.caps[i]
        found.append(
            PartyView(
                party,
                model.deal.complete[i],
                model.deal.start[i],
                outside,
                model.deal.complete[i] + outside >= model.deal.start[i],
                cap,
                exposure,
                worst.obligation if exposure else "",
                cap is not None and exposure > cap,
            )
        )
    return tuple(found)


def corridors(model: AgreementModel, view: OrderView, /) -> tuple[Corridor, ...]:
    """Return each party's collapse value along the order, with its floor and its ceilings.

    At a step of its own a party refuses when its collapse value is above its ceiling: what it
    has of the completed deal, plus what refusing would cost it.
    """
    found = []
    for i, party in enumerate(model.parties):
        values = (model.deal.start[i], *(s.collapse[party] for s in view.steps))
        ceiling = tuple(
            values[k] - s.temptation if s.by == party else None for k, s in enumerate(view.steps)
        )
        cap = model.deal.caps[i]
        floor = None if cap is None else model.deal.start[i] - cap
        found.append(Corridor(party, values, floor, ceiling))
    return tuple(found)


def break_evens(model: AgreementModel, view: OrderView, /) -> tuple[BreakEven, ...]:
    """Return how reliable each guarantee would have to be to hold each step that it covers, alone.

    q* = D / L, with D what tempts the performer without it, and L what it would lose.
    """
    found = []
    for s in view.steps:
        step = model.index[s.obligation]
        for g in model.guarantees:
            if g.kind not in HOLDING or s.obligation not in g.covers:
                continue
            size = g.size.midpoint if g.size else g.most or _ZERO
            alone = replace(model, guarantees=(), levers=())
            tempted = max(_ZERO, alone.bare.temptation(step, *_before(model, view, s)))
            needed = tempted / size if size else Fraction(2) if tempted else _ZERO
            low, high = g.reliability.low, g.reliability.high
            enough = True if low >= needed else False if high < needed else None
            found.append(BreakEven(s.obligation, g.id, tempted, size, needed, (low, high), enough))
    return tuple(found)


def _before(model: AgreementModel, view: OrderView, step: StepView) -> tuple[int, list[int]]:
    place = view.order.index(step.obligation)
    done = sum(1 << model.index[name] for name in view.order[:place])
    return done, [model.index[name] for name in view.order[place + 1 :]]
