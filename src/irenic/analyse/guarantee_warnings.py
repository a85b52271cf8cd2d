"""What deserves a second look in an agreement, as findings; sentences are written elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from irenic.analyse.agreement_deal import HOLDING, AgreementModel
from irenic.analyse.guarantees_more_results import Warned
from irenic.analyse.guarantees_results import OrderView
from irenic.solve.guarantees.backward import half_guarantees
from irenic.solve.guarantees.reliability import acts
from irenic.solve.guarantees.shift import shifts

__all__ = ["warned"]


def warned(model: AgreementModel, view: OrderView, /) -> tuple[Warned, ...]:
    """Return the warnings on an order and its guarantees."""
    return (
        *_half(model, view),
        *_last(view),
        *_idle(model),
        *_shifts(model, view),
        *_together(model),
        *_escrow(model),
    )


def _half(model: AgreementModel, view: OrderView) -> Iterator[Warned]:
    """Yield the sizes of one penalty for all with which somebody ends worse than with none."""
    order = [model.index[name] for name in view.order]
    for stretch in half_guarantees(model.bare, order):
        if stretch.place is None:
            continue
        refused = model.ids[order[stretch.place]]
        refuses = view.steps[stretch.place].by
        gave = {s.by for s in view.steps[: stretch.place]} - {refuses}
        for other in (model.parties[i] for i in stretch.worse):
            if other not in gave:
                continue
            yield Warned(
                "half-guarantee",
                party=refuses,
                other=other,
                obligations=(refused,),
                low=stretch.low,
                high=stretch.high,
            )


def _last(view: OrderView) -> Iterator[Warned]:
    last = view.steps[-1]
    if last.bare > 0:
        yield Warned("last-mover", party=last.by, obligations=(last.obligation,), amount=last.bare)


def _idle(model: AgreementModel) -> Iterator[Warned]:
    """Yield parties whose steps gain them something anyway: withholding them threatens nobody."""
    for i, party in enumerate(model.parties):
        own = [
            name
            for k, name in enumerate(model.ids)
            if model.bare.actor[k] == i and model.bare.value[k][i] >= 0
        ]
        if own:
            yield Warned("idle-leverage", party=party, obligations=tuple(own))


def _shifts(model: AgreementModel, view: OrderView) -> Iterator[Warned]:
    order = [model.index[name] for name in view.order]
    for shift in shifts(model.deal, order):
        if shift.jumps:
            yield Warned(
                "power-shift",
                party=model.parties[shift.party],
                other=model.parties[model.deal.actor[shift.step]],
                obligations=(model.ids[shift.step],),
                amount=shift.change,
            )


def _together(model: AgreementModel) -> Iterator[Warned]:
    """Yield guarantees that share a cause and a step, with what is left when it fails."""
    for cause in sorted({g.cause for g in model.guarantees if g.cause}):
        group = [g for g in model.guarantees if g.cause == cause and g.kind in HOLDING]
        if not any(set(a.covers) & set(b.covers) for a, b in combinations(group, 2)):
            continue
        sure = [
            g.reliability.noticed.midpoint
            * g.reliability.willing.midpoint
            * g.reliability.able.midpoint
            for g in group
        ]
        shared = model.agreement.shared.get(cause, Fraction(1))
        yield Warned(
            "fail-together",
            guarantees=tuple(g.id for g in group),
            cause=cause,
            low=acts(sure, shared),
            high=acts(sure),
        )


def _escrow(model: AgreementModel) -> Iterator[Warned]:
    """Yield deposits that may be lost although their owner complies: whoever holds them fails."""
    for g in model.guarantees:
        lost = 1 - g.reliability.able.midpoint
        if g.kind != "deposit" or g.size is None or not lost:
            continue
        owners = {o.by for o in model.obligations if o.id in g.covers}
        for owner in sorted(owners):
            yield Warned(
                "escrow-risk", party=owner, guarantees=(g.id,), amount=lost * g.size.midpoint
            )
