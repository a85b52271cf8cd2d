"""JSON text -> tree with places, inside stated limits.

The standard library's parser keeps no positions, and takes ``NaN`` and keys given twice
without a word; both matter here.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from irenic.interop.tree import (
    MAX_DEPTH,
    MAX_NODES,
    Listing,
    Node,
    Place,
    Problems,
    Scalar,
    Stop,
    Table,
    quoted,
)

__all__ = ["parse_json"]

_BLANKS = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(
    r"(?P<mark>[{}\[\],:])"
    r'|(?P<text>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")'
    r"|(?P<number>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])"
    r"|(?P<word>true|false|null)(?!\w)"
)
_WRONG = re.compile(r"[^\s,:{}\[\]]{1,40}|.")


def parse_json(text: str, file: str, problems: Problems, /) -> Node | None:
    """Return the tree of a JSON text, or ``None`` when it is not JSON.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name in messages.
    problems : Problems
        Gets what is wrong, each with line and column.
    """
    reader = _Reader(text, file, problems)
    try:
        return reader.document()
    except Stop:
        return None


class _Reader:
    """Reads values one after the other; depth and count are limited."""

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self._text = text
        self._file = file
        self._problems = problems
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._at = 0
        self._left = MAX_NODES

    def document(self) -> Node:
        root = self._value(0)
        self._skip()
        if self._at < len(self._text):
            self._fail(self._wrong(), "the end of the file")
        return root

    def _skip(self) -> None:
        match = _BLANKS.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _place(self, at: int) -> Place:
        line = bisect_right(self._starts, at)
        return Place(self._file, line, at - self._starts[line - 1] + 1)

    def _wrong(self) -> str:
        match = _WRONG.match(self._text, self._at)
        return quoted(match[0]) if match else "the end of the file"

    def _fail(self, found: str, expected: str) -> None:
        self._problems.add("the file", self._place(self._at), found, expected)
        raise Stop

    def _next(self, expected: str) -> tuple[str, str, int]:
        """Return kind, text and start of the next piece."""
        self._skip()
        start = self._at
        match = _TOKEN.match(self._text, start)
        if match is None or match.lastgroup is None:
            self._fail(self._wrong(), expected)
            raise Stop
        self._at = match.end()
        return match.lastgroup, match[0], start

    def _peek(self) -> str:
        self._skip()
        return self._text[self._at : self._at + 1]

    def _value(self, depth: int) -> Node:
        kind, piece, start = self._next("a JSON value")
        place = self._place(start)
        self._left -= 1
        if self._left < 0:
            self._problems.add("the file", place, f"more than {MAX_NODES:,} values", "fewer")
            raise Stop
        if depth >= MAX_DEPTH:
            deep = f"values nested more than {MAX_DEPTH} deep"
            self._problems.add("the file", place, deep, "values less deep")
            raise Stop
        if kind == "text":
            return Scalar(self._string(piece, start), True, place)
        if kind in ("number", "word"):
            return Scalar(piece, False, place)
        if piece == "[":
            return self._listing(place, depth)
        if piece == "{":
            return self._table(place, depth)
        self._at = start
        self._fail(quoted(piece), "a JSON value")
        raise Stop

    def _string(self, piece: str, start: int) -> str:
        text: str = json.loads(piece)
        if any("\ud800" <= char <= "\udfff" for char in text):
            self._at = start
            self._fail("half of a character (a surrogate)", "whole characters")
        return text

    def _listing(self, place: Place, depth: int) -> Listing:
        found = Listing([], place)
        if self._peek() == "]":
            self._at += 1
            return found
        while True:
            found.items.append(self._value(depth + 1))
            _, piece, start = self._next("a comma or ]")
            if piece == "]":
                return found
            if piece != ",":
                self._at = start
                self._fail(quoted(piece), "a comma or ]")

    def _table(self, place: Place, depth: int) -> Table:
        found = Table({}, {}, place)
        if self._peek() == "}":
            self._at += 1
            return found
        while True:
            kind, piece, start = self._next("a key in double quotes")
            if kind != "text":
                self._at = start
                self._fail(quoted(piece), "a key in double quotes")
            key = Scalar(self._string(piece, start), True, self._place(start))
            _, piece, start = self._next("a colon")
            if piece != ":":
                self._at = start
                self._fail(quoted(piece), "a colon")
            value = self._value(depth + 1)
            if key.text in found.entries:
                first = found.keys[key.text].place.line
                twice = f"the key {quoted(key.text)} a second time"
                once = f"each key once; it stands on line {first} already"
                self._problems.add("the file", key.place, twice, once)
            else:
                found.entries[key.text] = value
                found.keys[key.text] = key
            _, piece, start = self._next("a comma or }")
            if piece == "}":
                return found
            if piece != ",":
                self._at = start
                self._fail(quoted(piece), "a comma or }")
