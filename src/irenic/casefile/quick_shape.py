"""A quick look at the shape of a plain case, without loading a schema.

Accepts only cases that :mod:`irenic.casefile.check` accepts; says "not sure" of everything else,
among it all that few cases have: rules, together terms, backers, claims, included files.
"""

from __future__ import annotations

from irenic.casefile.nodes import Listing, Node, Scalar, Table
from irenic.casefile.quick_agreement import PLAIN_AGREEMENT
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
from irenic.casefile.quick_conflict import PLAIN_CONFLICT

__all__ = ["PLAIN_CASE", "surely_right"]


def surely_right(root: Table, /) -> bool:
    """Return whether every key and value of a case surely has the shape of the format."""
    return PLAIN_CASE(root)


def _version(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "1"


_RANGE = Keys("RangeOfNumbers", {"from": is_number, "to": is_number}, ("from", "to"))


def _pair(node: Node) -> bool:
    return isinstance(node, Listing) and len(node.items) == 2 and all(map(is_number, node.items))


def _unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "unknown"


_ids = list_of(is_id)
_quantity = either(is_number, _pair, _RANGE)

_SOURCE = Keys(
    "SourceSection", {"citation": is_text, "url": is_free, "what": is_free}, ("citation",)
)
_ABOUT = Keys(
    "AboutSection",
    {
        "description": is_free,
        "sources": list_of(_SOURCE),
        "exact": is_free,
        "not_verified": is_free,
    },
)
_PARTY = Keys("PartySection", {"name": is_text, "role": is_free}, ("name",))
_GRID = Keys(
    "RangeSection",
    {"from": is_number, "to": is_number, "step": is_number, "unit": is_free},
    ("from", "to", "step"),
)
_ISSUE = Keys(
    "IssueSection",
    {
        "title": is_text,
        "options": either(by_id(is_text, 1), list_of(is_id, 1)),
        "range": _GRID,
        "share": _ids,
    },
    ("title",),
)
_VIEW = Keys(
    "IssuePreferenceSection",
    {
        "weight": _quantity,
        "values": by_id(_quantity),
        "order": list_of(either(is_id, list_of(is_id, 1))),
        "by": is_free,
        "evidence": _ids,
    },
)
_PREFERENCE = Keys(
    "PreferenceSection",
    {
        "no_deal": either(_quantity, _unknown),
        "by": is_free,
        "evidence": _ids,
        "issues": by_id(_VIEW),
        "points": by_id(is_number),
        "ranking": _ids,
    },
)
_DECISION = Keys("DecisionSection", {"at_least": is_number, "must": _ids})
_ABSENT = Keys("AbsentSection", {"name": is_text, "why": is_free}, ("name",))
_EVIDENCE = Keys(
    "EvidenceSection",
    {"citation": is_text, "date": is_free, "url": is_free, "says": is_free},
    ("citation",),
)

PLAIN_CASE = Keys(
    "CaseFile",
    {
        "irenic": _version,
        "title": is_text,
        "as_of": is_free,
        "about": _ABOUT,
        "parties": by_id(_PARTY, 1),
        "issues": by_id(_ISSUE),
        "preferences": by_id(_PREFERENCE),
        "decision": _DECISION,
        "conflict": PLAIN_CONFLICT,
        "agreement": PLAIN_AGREEMENT,
        "proposals": by_id(by_id(either(is_id, by_id(is_number)))),
        "absent": by_id(_ABSENT),
        "evidence": by_id(_EVIDENCE),
    },
    ("irenic", "title"),
)
