"""A quick look at the shape of a plain case, without loading a schema.

Accepts only cases that :mod:`irenic.casefile.check` accepts; says "not sure" of everything else,
among it all that few cases have: rules, together terms, backers, claims, included files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from irenic.casefile.document import id_fault
from irenic.casefile.nodes import Listing, Node, Scalar, Table, number_of

__all__ = ["PLAIN_CASE", "Keys", "surely_right"]

Check = Callable[[Node], bool]


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping with fixed keys: what each may hold, and which are needed."""

    section: str
    fields: Mapping[str, Check]
    needed: tuple[str, ...] = ()

    def __call__(self, node: Node) -> bool:
        """Return whether a node is surely such a mapping."""
        if not isinstance(node, Table) or any(key not in node.entries for key in self.needed):
            return False
        return all(
            (check := self.fields.get(key)) is not None and check(value)
            for key, value in node.entries.items()
        )


def surely_right(root: Table, /) -> bool:
    """Return whether every key and value of a case surely has the shape of the format."""
    return PLAIN_CASE(root)


def _version(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "1"


def _free(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.is_nothing


def _text(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.is_nothing and bool(node.text.strip())


def _id(node: Node) -> bool:
    return isinstance(node, Scalar) and id_fault(node) is None


def _number(node: Node) -> bool:
    return number_of(node) is not None


def _list(inner: Check, least: int = 0) -> Check:
    def check(node: Node) -> bool:
        return (
            isinstance(node, Listing) and len(node.items) >= least and all(map(inner, node.items))
        )

    return check


def _by_id(inner: Check, least: int = 0) -> Check:
    def check(node: Node) -> bool:
        if not isinstance(node, Table) or len(node.entries) < least:
            return False
        return all(map(inner, node.entries.values()))

    return check


def _either(*checks: Check) -> Check:
    return lambda node: any(check(node) for check in checks)


_RANGE = Keys("RangeOfNumbers", {"from": _number, "to": _number}, ("from", "to"))


def _pair(node: Node) -> bool:
    return isinstance(node, Listing) and len(node.items) == 2 and all(map(_number, node.items))


def _unknown(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == "unknown"


_ids = _list(_id)
_quantity = _either(_number, _pair, _RANGE)

_SOURCE = Keys("SourceSection", {"citation": _text, "url": _free, "what": _free}, ("citation",))
_ABOUT = Keys(
    "AboutSection",
    {"description": _free, "sources": _list(_SOURCE), "exact": _free, "not_verified": _free},
)
_PARTY = Keys("PartySection", {"name": _text, "role": _free}, ("name",))
_GRID = Keys(
    "RangeSection",
    {"from": _number, "to": _number, "step": _number, "unit": _free},
    ("from", "to", "step"),
)
_ISSUE = Keys(
    "IssueSection",
    {
        "title": _text,
        "options": _either(_by_id(_text, 1), _list(_id, 1)),
        "range": _GRID,
        "share": _ids,
    },
    ("title",),
)
_VIEW = Keys(
    "IssuePreferenceSection",
    {
        "weight": _quantity,
        "values": _by_id(_quantity),
        "order": _list(_either(_id, _list(_id, 1))),
        "by": _free,
        "evidence": _ids,
    },
)
_PREFERENCE = Keys(
    "PreferenceSection",
    {
        "no_deal": _either(_quantity, _unknown),
        "by": _free,
        "evidence": _ids,
        "issues": _by_id(_VIEW),
        "points": _by_id(_number),
        "ranking": _ids,
    },
)
_DECISION = Keys("DecisionSection", {"at_least": _number, "must": _ids})
_ABSENT = Keys("AbsentSection", {"name": _text, "why": _free}, ("name",))
_EVIDENCE = Keys(
    "EvidenceSection",
    {"citation": _text, "date": _free, "url": _free, "says": _free},
    ("citation",),
)

PLAIN_CASE = Keys(
    "CaseFile",
    {
        "irenic": _version,
        "title": _text,
        "as_of": _free,
        "about": _ABOUT,
        "parties": _by_id(_PARTY, 1),
        "issues": _by_id(_ISSUE),
        "preferences": _by_id(_PREFERENCE),
        "decision": _DECISION,
        "proposals": _by_id(_by_id(_either(_id, _by_id(_number)))),
        "absent": _by_id(_ABSENT),
        "evidence": _by_id(_EVIDENCE),
    },
    ("irenic", "title"),
)
