"""The case file as a tree of text with places, before it means anything.

Scalars keep the text that was written, so numbers stay exact and ``no`` or ``2001-99-99``
cannot turn into something else on the way in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.model import parse_number

__all__ = ["Listing", "Node", "Place", "Scalar", "Table", "number_of", "walk"]

#: Plain scalars that YAML 1.2 reads as "nothing".
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str | None
    line: int | None = None
    column: int | None = None


@dataclass(slots=True)
class Scalar:
    """A single value as written; ``plain`` when it stands without quotes."""

    text: str
    plain: bool
    place: Place
    where: str = ""

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing was written (or YAML's word for it)."""
        return self.plain and self.text in _NOTHING


@dataclass(slots=True)
class Listing:
    """Values in order."""

    items: list[Node]
    place: Place
    where: str = ""


@dataclass(slots=True)
class Table:
    """Values by key, in file order; ``keys`` holds the place of each key."""

    entries: dict[str, Node]
    keys: dict[str, Place]
    place: Place
    where: str = ""
    #: Keys that were refused (given twice, say); they are not reported as missing.
    spoiled: set[str] = field(default_factory=set)


Node = Scalar | Listing | Table


def number_of(node: Node | None, /) -> Fraction | None:
    """Return the exact number written in ``node``, or ``None`` when it is not a number."""
    if not isinstance(node, Scalar):
        return None
    try:
        return parse_number(node.text)
    except ValueError:
        return None


def walk(node: Node, /) -> Iterator[Node]:
    """Yield ``node`` and everything below it, in file order."""
    stack = [node]
    while stack:
        here = stack.pop()
        yield here
        if isinstance(here, Table):
            stack.extend(reversed(here.entries.values()))
        elif isinstance(here, Listing):
            stack.extend(reversed(here.items))
