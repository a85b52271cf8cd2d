"""A quick look at the shape of a plain conflict, as part of :mod:`irenic.casefile.quick_shape`."""

from __future__ import annotations

from irenic.casefile.nodes import Node, Scalar
from irenic.casefile.quick_checks import (
    Keys,
    by_id,
    either,
    is_free,
    is_id,
    is_number,
    is_text,
    list_of,
)

__all__ = ["PLAIN_CONFLICT"]


def _direction(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text in ("both", "to-yes", "to-no")


def _true(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and node.text == "true"


_texts = list_of(is_text)
_groups = list_of(either(is_text, list_of(is_text, 1)), 1)
_OPTION = Keys("ConflictOptionSection", {"title": is_text, "direction": _direction}, ("title",))
_MAKER = Keys("DecisionMakerSection", {"name": is_text, "options": by_id(either(is_text, _OPTION))})
_NO_MOVE = Keys(
    "NoMoveSection",
    {"from": is_text, "to": is_text, "by": is_id, "why": is_free},
    ("from", "to"),
)
_PREFERENCE = Keys(
    "ConflictPreferenceSection",
    {
        "ranking": either(is_text, _groups),
        "statements": list_of(is_text, 1),
        "weights": by_id(is_number, 1),
        "known": list_of(_groups, 1),
        "unknown": _true,
        "by": is_free,
        "evidence": list_of(is_id),
    },
)
_SETTLEMENT = Keys(
    "SettlementSection", {"signed": is_text, "kept": is_text, "broken": _texts}, ("signed",)
)
_INTERVENTION = Keys(
    "InterventionSection",
    {
        "title": is_text,
        "why": is_free,
        "add": by_id(_MAKER),
        "remove": list_of(is_id),
        "require": list_of(is_id),
        "directions": by_id(_direction),
        "infeasible": _texts,
        "preferences": by_id(_PREFERENCE),
    },
    ("title",),
)

PLAIN_CONFLICT = Keys(
    "ConflictSection",
    {
        "decision_makers": by_id(_MAKER, 1),
        "infeasible": _texts,
        "coalesce": _texts,
        "no_moves": list_of(_NO_MOVE),
        "states": by_id(is_text),
        "moves": by_id(by_id(_texts)),
        "status_quo": is_text,
        "preferences": by_id(_PREFERENCE),
        "proposals": by_id(_SETTLEMENT),
        "interventions": by_id(_INTERVENTION),
    },
    ("decision_makers",),
)
