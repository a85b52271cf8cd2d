"""The checks that a quick look at a plain case is made of: each says "surely right" or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from irenic.casefile.document import id_fault
from irenic.casefile.nodes import Listing, Node, Scalar, Table, number_of

__all__ = [
    "Check",
    "Keys",
    "by_id",
    "either",
    "is_free",
    "is_id",
    "is_number",
    "is_text",
    "list_of",
]

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


def is_free(node: Node) -> bool:
    """Return whether a node is surely a text, possibly empty."""
    return isinstance(node, Scalar) and not node.is_nothing


def is_text(node: Node) -> bool:
    """Return whether a node is surely a text that is not blank."""
    return isinstance(node, Scalar) and not node.is_nothing and bool(node.text.strip())


def is_id(node: Node) -> bool:
    """Return whether a node is surely an id."""
    return isinstance(node, Scalar) and id_fault(node) is None


def is_number(node: Node) -> bool:
    """Return whether a node is surely a number."""
    return number_of(node) is not None


def list_of(inner: Check, least: int = 0) -> Check:
    """Return the check for a list of ``least`` or more such values."""

    def check(node: Node) -> bool:
        return (
            isinstance(node, Listing) and len(node.items) >= least and all(map(inner, node.items))
        )

    return check


def by_id(inner: Check, least: int = 0) -> Check:
    """Return the check for a mapping with ``least`` or more such values."""

    def check(node: Node) -> bool:
        if not isinstance(node, Table) or len(node.entries) < least:
            return False
        return all(map(inner, node.entries.values()))

    return check


def either(*checks: Check) -> Check:
    """Return the check that one of several passes."""
    return lambda node: any(check(node) for check in checks)
