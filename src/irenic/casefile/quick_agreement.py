"""A quick look at the shape of a plain agreement, as part of :mod:`irenic.casefile.quick_shape`."""

from __future__ import annotations

from typing import get_args

from irenic.casefile.nodes import Listing, Node, Scalar
from irenic.casefile.quick_checks import (
    Check,
    Keys,
    by_id,
    either,
    is_free,
    is_id,
    is_number,
    is_text,
    list_of,
)
from irenic.model import GuaranteeKind, LeverKind

__all__ = ["PLAIN_AGREEMENT"]


def _pair(node: Node) -> bool:
    return isinstance(node, Listing) and len(node.items) == 2 and all(map(is_number, node.items))


def _word(*words: str) -> Check:
    return lambda node: isinstance(node, Scalar) and node.text in words


_quantity = either(is_number, _pair)
_amounts = by_id(_quantity)
_some_amounts = by_id(_quantity, 1)
_yes_no = _word("yes", "no")
_ids = list_of(is_id)

_STANDING = Keys(
    "StandingSection", {"no_deal": _quantity, "exposure": is_number, "discount": _quantity}
)
_OBLIGATION = Keys(
    "ObligationSection",
    {
        "title": is_text,
        "by": is_id,
        "value": _amounts,
        "kept": _amounts,
        "gain": _quantity,
        "due": is_text,
        "days": is_number,
        "after": _ids,
        "pieces": is_number,
        "stops": either(_word("all", "none"), _ids),
        "notice": is_number,
        "undone": is_number,
        "when": by_id(either(is_id, list_of(is_id, 1)), 1),
        "judged_by": is_free,
        "evidence": _ids,
    },
    ("title", "by"),
)
_RELIABILITY = Keys(
    "ReliabilitySection", {"noticed": _quantity, "willing": _quantity, "able": _quantity}
)
_GUARANTEE = Keys(
    "GuaranteeSection",
    {
        "title": is_text,
        "kind": _word(*get_args(GuaranteeKind)),
        "guarantor": is_free,
        "covers": list_of(is_id, 1),
        "size": _quantity,
        "most": is_number,
        "reliability": either(_quantity, _RELIABILITY),
        "cost": is_number,
        "fixed": is_number,
        "cause": is_free,
        "pays": is_id,
        "in_force": _yes_no,
        "judged_by": is_free,
        "evidence": _ids,
    },
    ("title", "kind", "covers"),
)
_LEVER = Keys(
    "LeverSection",
    {
        "title": is_text,
        "kind": _word(*get_args(LeverKind)),
        "for": is_id,
        "size": _quantity,
        "most": is_number,
        "after": is_id,
        "reliability": is_number,
        "cost": is_number,
        "in_force": _yes_no,
    },
    ("title", "kind", "for"),
)
_PHASE = Keys(
    "PhaseSection",
    {
        "title": is_text,
        "kept": _some_amounts,
        "breach": _some_amounts,
        "punished": _some_amounts,
        "transfers": _yes_no,
    },
    ("title", "kept", "breach", "punished"),
)
_RECORD = Keys(
    "RecordSection",
    {"obligation": is_id, "date": is_text, "status": is_number, "note": is_free, "by": is_free},
    ("obligation", "date", "status"),
)

PLAIN_AGREEMENT = Keys(
    "AgreementSection",
    {
        "parties": by_id(_STANDING),
        "order": _ids,
        "margin": is_number,
        "obligations": by_id(_OBLIGATION, 1),
        "guarantees": by_id(_GUARANTEE),
        "shared": by_id(is_number),
        "levers": by_id(_LEVER),
        "phases": by_id(_PHASE),
        "record": list_of(_RECORD),
    },
    ("obligations",),
)
