"""What the files of other programs hold, with places, before it means anything.

Scalars keep the text that was written, so numbers stay exact.  JSON and YAML files become
tables, listings and scalars; XML files become elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.errors import Problem
from irenic.model import parse_number, show_number

__all__ = [
    "MAX_DEPTH",
    "MAX_NODES",
    "MAX_PROBLEMS",
    "Element",
    "Listing",
    "Node",
    "Place",
    "Problems",
    "Scalar",
    "Stop",
    "Table",
    "brief",
    "decimal",
    "listed",
    "quoted",
    "shown",
]

#: Values and keys, or elements and attributes, of one file.  The largest published domains
#: have some thousands; the limit bounds reading to a few seconds.
MAX_NODES = 100_000
#: Values inside values inside values; the deepest place of any of the forms is below 20.
MAX_DEPTH = 50
#: After this many problems the list stops and says so: nobody reads on.
MAX_PROBLEMS = 1_000
#: Longest piece of a file that is repeated in a message.
_LONGEST = 40
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.IGNORECASE)


class Stop(Exception):
    """The rest of a file is not read; the reason is recorded."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a file; line and column count from 1."""

    file: str | None
    line: int | None = None
    column: int | None = None


@dataclass(slots=True)
class Scalar:
    """A single value as written; ``quoted`` when it stands in quotes, so that it is text."""

    text: str
    quoted: bool
    place: Place

    @property
    def is_nothing(self) -> bool:
        """Return whether nothing was written, or the word for it."""
        return not self.quoted and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Listing:
    """Values in order."""

    items: list[Node]
    place: Place


@dataclass(slots=True)
class Table:
    """Values by key, in file order.

    ``keys`` holds the scalar that each key was written as; ``odd_keys`` the places of keys
    that are no scalars, whose values are not kept.
    """

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    place: Place
    odd_keys: list[Place] = field(default_factory=list)


Node = Scalar | Listing | Table


@dataclass(slots=True)
class Element:
    """An XML element."""

    tag: str
    attributes: dict[str, str]
    place: Place
    children: list[Element] = field(default_factory=list)

    def named(self, tag: str) -> list[Element]:
        """Return the children with this tag, in file order."""
        return [child for child in self.children if child.tag == tag]

    def walk(self) -> Iterator[Element]:
        """Yield this element and everything below it, in file order."""
        stack = [self]
        while stack:
            here = stack.pop()
            yield here
            stack.extend(reversed(here.children))


class Problems:
    """Everything found wrong with the files so far, and remarks on what was understood."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Place, str], Problem] = {}
        self._files: dict[str | None, None] = {}
        self.notes: dict[str, None] = {}
        self.overflowing = False

    def add(self, where: str, place: Place, found: str, expected: str) -> None:
        """Record one problem; the same one twice counts once."""
        if len(self._found) >= MAX_PROBLEMS:
            self.overflowing = True
            return
        problem = Problem(where, found, expected, place.file, place.line, place.column)
        self._found.setdefault((where, place, found), problem)

    def opened(self, file: str) -> None:
        """Note that ``file`` is read now; problems are listed in the order of reading."""
        self._files.setdefault(file)

    def note(self, text: str) -> None:
        """Record a remark: nothing is wrong, but somebody may want to know."""
        self.notes.setdefault(text)

    def __len__(self) -> int:
        return len(self._found)

    def in_order(self) -> tuple[Problem, ...]:
        """Return the problems by file, line and column; the last says when more were left out."""
        files = list(self._files | dict.fromkeys(p.file for p in self._found.values()))
        found = sorted(
            self._found.values(),
            key=lambda p: (files.index(p.file), p.line or 0, p.column or 0),
        )
        if self.overflowing:
            more = f"more than {MAX_PROBLEMS:,} problems; the rest are not listed"
            found.append(Problem("the files", more, "files that their own program can read"))
        return tuple(found)


def decimal(text: str, /) -> Fraction:
    """Return the exact value of a decimal number.

    Raises
    ------
    ValueError
        When the text is no decimal: infinities, ``nan`` and fractions are none.

    Examples
    --------
    >>> decimal("0.1") + decimal("2e-1") == decimal(".3")
    True
    """
    text = text.strip()
    if text.isascii() and len(text) <= _LONGEST * 2 and not _DECIMAL.fullmatch(text):
        raise ValueError(f"{text!r} is not a decimal number")
    return parse_number(text)


def quoted(text: str, /) -> str:
    """Return ``text`` in quotes, on one line, shortened."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    inner = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in short)
    return f'"{inner}"' if "'" in inner and '"' not in inner else f"'{inner}'"


def listed(names: Iterable[str], /, *, most: int = 6) -> str:
    """Return ``a, b, c``; a long list is cut and says how many are left."""
    names = list(names)
    text = ", ".join(quoted(name) for name in names[:most])
    return text if len(names) <= most else f"{text} and {len(names) - most} more"


def brief(value: Fraction, /) -> str:
    """Return a number as it reads best in a sentence; a long one is rounded and says so."""
    exact = show_number(value)
    return exact if len(exact) <= _LONGEST // 2 else f"about {float(value):.6g}"


def shown(node: Node | None, /) -> str:
    """Return what stands in the file, in a few words."""
    match node:
        case None:
            return "nothing"
        case Scalar():
            return "nothing" if node.is_nothing else quoted(node.text)
        case Listing():
            return f"a list of {len(node.items)}" if node.items else "an empty list"
        case Table():
            return f"a mapping with {listed(node.entries)}" if node.entries else "an empty mapping"
