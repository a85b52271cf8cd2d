"""Collecting everything that is wrong, with the place and in one manner of speaking."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from fractions import Fraction

from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table
from irenic.errors import Problem
from irenic.model import show_number

__all__ = [
    "MAX_PROBLEMS",
    "Problems",
    "brief",
    "closest",
    "did_you_mean",
    "list_of",
    "listed",
    "quoted",
    "shown",
]

#: After this many problems the list stops and says so: nobody reads on, and a hostile file
#: must not be able to fill the memory or the screen.
MAX_PROBLEMS = 1_000
#: Longest piece of the file that is repeated in a message.
_LONGEST = 40
#: Names compared in search of the closest one, over a whole file; the search takes time in
#: the number of names, and after this many there are enough suggestions.
_MOST_COMPARISONS = 20_000
#: Longest exact number shown in full in a message.
_LONGEST_NUMBER = 20


class Problems:
    """Everything found wrong with a case so far."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Place, str], Problem] = {}
        self._compared = 0
        self._files: dict[str | None, None] = {}
        self.overflowing = False

    def opened(self, file: str | None) -> None:
        """Note that ``file`` is read now; problems are listed in the order of reading."""
        self._files.setdefault(file)

    def add(self, where: str, place: Place, found: str, expected: str) -> None:
        """Record one problem; the same one twice counts once."""
        if len(self._found) >= MAX_PROBLEMS:
            self.overflowing = True
            return
        key = (where, place, found)
        if key not in self._found:
            self._found[key] = Problem(
                where or "the case file", found, expected, place.file, place.line, place.column
            )

    def at(self, node: Node, found: str, expected: str) -> None:
        """Record a problem with the value ``node``."""
        self.add(node.where, node.place, found, expected)

    def suggest(self, name: str, names: Collection[str]) -> str:
        """Return ``; did you mean 'x'?`` for the closest of ``names``, or nothing."""
        near = self.closest(name, names)
        return f"; did you mean {quoted(near)}?" if near else ""

    def closest(self, name: str, names: Collection[str], *, cutoff: float = 0.6) -> str | None:
        """Return the closest of ``names``, if one is close and the search is affordable."""
        self._compared += len(names)
        if self._compared > _MOST_COMPARISONS:
            return None
        return closest(name, names, cutoff=cutoff)

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
            last = Problem(
                "the case file",
                f"more than {MAX_PROBLEMS:,} problems; the rest are not listed",
                "a file in the format of `irenic new`; put these right first, then check again",
                files[0],
            )
            found.append(last)
        return tuple(found)


def closest(name: str, names: Iterable[str], /, *, cutoff: float = 0.6) -> str | None:
    """Return the one of ``names`` that is spelled most like ``name``, if any is close."""
    by_folded = {other.casefold(): other for other in names}
    found = difflib.get_close_matches(name[:100].casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[found[0]] if found else None


def did_you_mean(name: str, names: Iterable[str], /) -> str:
    """Return ``; did you mean 'x'?`` for the closest of ``names``, or nothing.

    Examples
    --------
    >>> did_you_mean("prefrences", ["preferences", "parties"])
    "; did you mean 'preferences'?"
    """
    near = closest(name, names)
    return f"; did you mean {quoted(near)}?" if near else ""


def quoted(text: str, /) -> str:
    """Return ``text`` in quotes, on one line, shortened."""
    shown_text = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    inner = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in shown_text)
    return f'"{inner}"' if "'" in inner and '"' not in inner else f"'{inner}'"


def list_of(count: int, /) -> str:
    """Return ``a list of 3 entries``."""
    return f"a list of {count} entr{'y' if count == 1 else 'ies'}" if count else "an empty list"


def brief(value: Fraction, /) -> str:
    """Return a number as it reads best in a sentence; a long one is rounded and says so."""
    limit = 10**_LONGEST_NUMBER
    if abs(value.numerator) < limit and value.denominator < limit:
        exact = show_number(value)
        if len(exact) <= _LONGEST_NUMBER:
            return exact
    return f"about {float(value):.6g}"


def listed(names: Iterable[str], /, *, most: int = 6) -> str:
    """Return ``a, b, c``; a long list is cut and says how many are left.

    Examples
    --------
    >>> listed("abcdefgh")
    'a, b, c, d, e, f and 2 more'
    """
    names = list(names)
    text = ", ".join(
        name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…" for name in names[:most]
    )
    return text if len(names) <= most else f"{text} and {len(names) - most} more"


def shown(node: Node, /) -> str:
    """Return what stands in the file, in a few words."""
    match node:
        case Scalar():
            return "nothing" if node.is_nothing else quoted(node.text)
        case Listing():
            return list_of(len(node.items))
        case Table():
            if not node.entries:
                return "an empty mapping {}"
            return f"a mapping with the key{'s'[: len(node.entries) > 1]} {listed(node.entries)}"
