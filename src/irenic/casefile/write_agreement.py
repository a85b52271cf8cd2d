"""The agreement of a case as plain data, in the order of the format."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from irenic.casefile.emit import Number, Value
from irenic.casefile.write_parts import Data, condition_data, filled, quantity_data
from irenic.model import (
    Agreement,
    Guarantee,
    Issue,
    Lever,
    Obligation,
    Phase,
    Quantity,
    Record,
    Reliability,
    Standing,
)

__all__ = ["agreement_data", "record_data"]

_CERTAIN = Quantity.exactly(1)


def agreement_data(agreement: Agreement, issues: Mapping[str, Issue], /) -> Data:
    """Return an agreement as the ``agreement`` section of a case file.

    Parameters
    ----------
    issues : mapping
        The issues of the case, by id.
    """
    return filled(
        {
            "parties": {s.party: _standing(s) for s in agreement.standings.values()},
            "order": list(agreement.order),
            "margin": _unless(agreement.margin, 0),
            "obligations": {o.id: _obligation(o, issues) for o in agreement.obligations},
            "guarantees": {g.id: _guarantee(g) for g in agreement.guarantees},
            "shared": {cause: Number(part) for cause, part in agreement.shared.items()},
            "levers": {lever.id: _lever(lever) for lever in agreement.levers},
            "phases": {phase.id: _phase(phase) for phase in agreement.phases},
            "record": [record_data(record) for record in agreement.records],
        }
    )


def _unless(value: Fraction | int | None, absent: int | None) -> Value:
    """Return a number; nothing when it is what an absent key means."""
    return "" if value is None or value == absent else Number(Fraction(value))


def _quantity(quantity: Quantity | None, absent: int | None = None) -> Value:
    nothing = quantity is None or (quantity.is_certain and quantity.low == absent)
    return "" if quantity is None or nothing else quantity_data(quantity)


def _amounts(amounts: Mapping[str, Quantity]) -> Data:
    return {party: quantity_data(amount) for party, amount in amounts.items()}


def _standing(standing: Standing) -> Data:
    return filled(
        {
            "no_deal": _quantity(standing.no_deal, 0),
            "exposure": _unless(standing.exposure, None),
            "discount": _quantity(standing.discount),
        }
    )


def _obligation(obligation: Obligation, issues: Mapping[str, Issue]) -> Data:
    stops: Value = "" if obligation.stops is None else list(obligation.stops) or "none"
    return filled(
        {
            "title": obligation.title,
            "by": obligation.by,
            "value": _amounts(obligation.value),
            "kept": _amounts(obligation.kept),
            "gain": _quantity(obligation.gain, 0),
            "due": obligation.due,
            "days": _unless(obligation.days, None),
            "after": list(obligation.after),
            "pieces": _unless(obligation.pieces, 1),
            "stops": stops,
            "notice": _unless(obligation.notice, 0),
            "undone": _unless(obligation.undone, 0),
            "when": condition_data(obligation.when, issues),
            "judged_by": obligation.judged_by,
            "evidence": list(obligation.evidence),
        }
    )


def _reliability(reliability: Reliability) -> Value:
    """Return the factors; one number when only how willing the guarantor is, is in doubt."""
    if reliability.noticed == reliability.able == _CERTAIN:
        return _quantity(reliability.willing, 1)
    return filled(
        {
            "noticed": _quantity(reliability.noticed, 1),
            "willing": _quantity(reliability.willing, 1),
            "able": _quantity(reliability.able, 1),
        }
    )


def _guarantee(guarantee: Guarantee) -> Data:
    return filled(
        {
            "title": guarantee.title,
            "kind": guarantee.kind,
            "guarantor": guarantee.guarantor,
            "covers": list(guarantee.covers),
            "size": _quantity(guarantee.size),
            "most": _unless(guarantee.most, None),
            "reliability": _reliability(guarantee.reliability),
            "cost": _unless(guarantee.cost, 0),
            "fixed": _unless(guarantee.fixed, 0),
            "cause": guarantee.cause,
            "pays": guarantee.pays,
            "in_force": "" if guarantee.in_force else "no",
            "judged_by": guarantee.judged_by,
            "evidence": list(guarantee.evidence),
        }
    )


def _lever(lever: Lever) -> Data:
    return filled(
        {
            "title": lever.title,
            "kind": lever.kind,
            "for": lever.party,
            "size": _quantity(lever.size),
            "most": _unless(lever.most, None),
            "after": lever.after,
            "reliability": _unless(lever.reliability, 1),
            "cost": _unless(lever.cost, 0),
            "in_force": "" if lever.in_force else "no",
        }
    )


def _phase(phase: Phase) -> Data:
    return filled(
        {
            "title": phase.title,
            "kept": _amounts(phase.kept),
            "breach": _amounts(phase.breach),
            "punished": _amounts(phase.punished),
            "transfers": "yes" if phase.transfers else "",
        }
    )


def record_data(record: Record, /) -> Data:
    """Return an entry of the record."""
    return filled(
        {
            "obligation": record.obligation,
            "date": record.date,
            "status": Number(Fraction(record.status)),
            "note": record.note,
            "by": record.by,
        }
    )
