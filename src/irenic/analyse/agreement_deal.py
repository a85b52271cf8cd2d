"""An agreement as numbered parties and steps: where its names meet the solvers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from irenic.errors import NotCovered, UnknownName
from irenic.model import Agreement, Case, Guarantee, Lever, Obligation
from irenic.model.verdicts import verdict
from irenic.solve.guarantees.deal import Deal

__all__ = ["HOLDING", "AgreementModel", "expected_size", "model_agreement"]

#: Kinds of guarantees that make refusing cost something.
HOLDING = ("penalty", "deposit", "snapback")
_ZERO = Fraction(0)


@dataclass(frozen=True)
class AgreementModel:
    """The obligations that apply, in numbers, with the order that is looked at.

    ``bare`` is the deal without any guarantee or outside lever, ``deal`` with those in force.
    Ranges stand at their named midpoint.
    """

    case: Case
    agreement: Agreement
    obligations: tuple[Obligation, ...]
    order: tuple[int, ...]
    bare: Deal
    deal: Deal
    guarantees: tuple[Guarantee, ...]
    levers: tuple[Lever, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the ids of the obligations that apply."""
        return tuple(o.id for o in self.obligations)

    @cached_property
    def index(self) -> Mapping[str, int]:
        """Return the number of each obligation."""
        return {name: k for k, name in enumerate(self.ids)}

    @property
    def parties(self) -> tuple[str, ...]:
        """Return the ids of the parties."""
        return self.case.party_ids

    def named(self, order: Sequence[int], /) -> tuple[str, ...]:
        """Return the ids of obligations in an order."""
        return tuple(self.ids[k] for k in order)

    def with_order(self, order: Sequence[int], /) -> AgreementModel:
        """Return the same agreement with another order."""
        return replace(self, order=tuple(order))


def model_agreement(
    case: Case, /, *, choices: Mapping[str, str] | None = None, order: Sequence[str] = ()
) -> AgreementModel:
    """Return the agreement of a case in numbers.

    Parameters
    ----------
    choices : mapping of issue to option, optional
        The package; obligations whose ``when`` it does not meet are left out.
    order : sequence of obligation ids, optional
        Another order than the proposed one.

    Raises
    ------
    NotCovered
        When the case has no agreement, or the package leaves no obligation.
    UnknownName
        When ``order`` is not an order of the obligations.
    """
    agreement = case.agreement
    if agreement is None:
        raise NotCovered(
            f"{case.title} has no agreement part; `irenic guarantees` needs obligations with who "
            "performs them and what they are worth (section agreement)"
        )
    chosen = choices or {}
    applies = tuple(
        o
        for o in agreement.obligations
        if not o.when or choices is None or verdict(o.when, chosen) is True
    )
    if not applies:
        raise NotCovered(f"{case.title}: no obligation applies to this package")
    index = {o.id: k for k, o in enumerate(applies)}
    bare = _bare_deal(case, agreement, applies, index)
    model = AgreementModel(
        case,
        agreement,
        applies,
        _order(agreement, applies, index, order),
        bare,
        bare,
        tuple(g for g in agreement.guarantees if any(c in index for c in g.covers)),
        agreement.levers,
    )
    return replace(model, deal=_held(model))


def _bare_deal(
    case: Case, agreement: Agreement, steps: Sequence[Obligation], index: Mapping[str, int]
) -> Deal:
    """Return the deal without guarantees and levers."""
    parties = case.party_ids
    standings = agreement.standings
    every = (1 << len(steps)) - 1

    def mask(names: Sequence[str]) -> int:
        return sum(1 << index[name] for name in set(names) if name in index)

    value, kept = [], []
    for o in steps:
        worth = {p: o.value[p].midpoint for p in o.value}
        held = {p: o.kept[p].midpoint for p in o.kept}
        value.append(tuple(worth.get(p, _ZERO) for p in parties))
        kept.append(tuple(held.get(p, worth.get(p, _ZERO)) for p in parties))
    return Deal(
        actor=tuple(parties.index(o.by) for o in steps),
        value=tuple(value),
        kept=tuple(kept),
        start=tuple(standings[p].no_deal.midpoint if p in standings else _ZERO for p in parties),
        caps=tuple(standings[p].exposure if p in standings else None for p in parties),
        gain=tuple(o.gain.midpoint for o in steps),
        penalty=(_ZERO,) * len(steps),
        cover=((_ZERO,) * len(parties),) * len(steps),
        needs=tuple(mask(o.after) for o in steps),
        stops=tuple(every if o.stops is None else mask(o.stops) for o in steps),
        notice=tuple(o.notice for o in steps),
        undone=tuple(o.undone for o in steps),
    )


def expected_size(guarantee: Guarantee, /, *, noticed: Fraction | None = None) -> Fraction:
    """Return what the one in breach expects to lose by a guarantee: its size times its reliability.

    ``noticed`` replaces the first factor where a monitor improves it.
    """
    if guarantee.size is None:
        return _ZERO
    sure = guarantee.reliability
    first = max(sure.noticed.midpoint, noticed or _ZERO)
    return guarantee.size.midpoint * first * sure.willing.midpoint * sure.able.midpoint


def _held(model: AgreementModel) -> Deal:
    """Return the deal with the guarantees and levers that are in force."""
    bare, parties = model.bare, model.parties
    penalty = list(bare.penalty)
    cover = [list(row) for row in bare.cover]
    value, kept = [list(r) for r in bare.value], [list(r) for r in bare.kept]
    bonus = [_ZERO] * len(parties)
    in_force = [g for g in model.guarantees if g.in_force]
    for k, name in enumerate(model.ids):
        covering = [g for g in in_force if name in g.covers]
        seen = max(
            (g.reliability.noticed.midpoint for g in covering if g.kind == "monitor"), default=_ZERO
        )
        for g in covering:
            if g.kind in HOLDING:
                penalty[k] += expected_size(g, noticed=seen)
            elif g.kind == "compensation" and g.pays in parties:
                cover[k][parties.index(g.pays)] += expected_size(g, noticed=seen)
    for lever in model.levers:
        if not lever.in_force or lever.size is None:
            continue
        i, sure = parties.index(lever.party), lever.size.midpoint * lever.reliability
        if lever.kind == "completion":
            bonus[i] += sure
        elif lever.kind == "milestone" and lever.after in model.index:
            value[model.index[lever.after]][i] += sure
            kept[model.index[lever.after]][i] += sure
        elif lever.kind in ("snapback", "breach-penalty"):
            for k, actor in enumerate(bare.actor):
                penalty[k] += sure if actor == i else _ZERO
    return replace(
        bare,
        penalty=tuple(penalty),
        cover=tuple(map(tuple, cover)),
        value=tuple(map(tuple, value)),
        kept=tuple(map(tuple, kept)),
        bonus=tuple(bonus),
    )


def _order(
    agreement: Agreement,
    steps: Sequence[Obligation],
    index: Mapping[str, int],
    wanted: Sequence[str],
) -> tuple[int, ...]:
    """Return the order asked for, or the proposed one, or that of the due dates."""
    if wanted:
        unknown = [name for name in wanted if name not in index]
        if unknown:
            raise UnknownName(f"no obligation {unknown[0]!r}; expected one of: {', '.join(index)}")
        if len(set(wanted)) < len(wanted) or len(wanted) < len(steps):
            raise UnknownName(f"an order names each obligation once: {', '.join(index)}")
        order = tuple(index[name] for name in wanted)
        done: set[str] = set()
        for k in order:
            missing = [name for name in steps[k].after if name in index and name not in done]
            if missing:
                raise UnknownName(f"{steps[k].id} comes after {missing[0]} in every order")
            done.add(steps[k].id)
        return order
    if agreement.order:
        return tuple(index[name] for name in agreement.order if name in index)
    left = list(range(len(steps)))
    found: list[int] = []
    while left:
        ready = [k for k in left if all(index.get(n, k) in (*found, k) for n in steps[k].after)]
        first = min(ready, key=lambda k: (steps[k].due or "9999", k))
        found.append(first)
        left.remove(first)
    return tuple(found)
