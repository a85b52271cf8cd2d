"""A short road for plain case files; anything unusual takes the long one.

Most files hold mappings, numbers and names and nothing odd.  For these a parser of a small part
of YAML, or Python's own of JSON, gives the same tree in a tenth of the time, and a look at keys
and kinds does without loading a schema.  Both only ever say "yes, surely" or "not sure": whatever
they are not sure of, and every file with a problem, is read again by the reader that knows places
and lists all problems.
"""

from __future__ import annotations

import re
from typing import NoReturn

from irenic.casefile.document import id_fault
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table

__all__ = ["quick_tree"]

#: More than these are left to the reader that counts exactly.
MOST_NODES, MOST_ENTRIES, DEEPEST = 40_000, 500, 20

_NOWHERE = Place(None)
#: Plain text inside braces: starts with a letter, digit or bracket, has no punctuation of YAML.
_IN_FLOW = re.compile(r"-?[\w(][\w ()/%+.€$;&*!=<>|@^'’-]*")
_KEY = re.compile(r"""([\w(][\w ()/%+.€$;&*!=<>|@^'’-]*|"[^"\\]*"|'[^']*'):(?: +(.*))?""")
_PLAIN = re.compile(r"-?[\w(](?:[^:#]|:(?=[^\s]))*")
_QUOTED = re.compile(r"""(["'])((?:(?!\1)[^\\])*)\1""")


class _NotSure(Exception):
    """The text is left to the other reader."""


def quick_tree(text: str, /) -> Table | None:
    """Return the tree of a plain case file, without places; ``None`` when not sure.

    Whatever is returned is what :func:`irenic.casefile.document.parse_document` builds,
    without any problem, places apart.
    """
    if "\\" in text or not text.replace("\n", "").isprintable():
        return None
    try:
        if text.lstrip().startswith("{"):
            return _json(text)
        return _Lines(text).document()
    except (_NotSure, RecursionError):
        return None


def _not_sure() -> NoReturn:
    raise _NotSure


def _table(pairs: list[tuple[str, Node]]) -> Table:
    entries = dict(pairs)
    if len(entries) != len(pairs) or len(entries) > MOST_ENTRIES:
        _not_sure()
    return Table(entries, dict.fromkeys(entries, _NOWHERE), _NOWHERE)


def _listing(items: list[Node]) -> Listing:
    if len(items) > MOST_ENTRIES:
        _not_sure()
    return Listing(items, _NOWHERE)


def _key(text: str, *, plain: bool) -> str:
    if id_fault(Scalar(text, plain, _NOWHERE)):
        _not_sure()
    return text


def _json(text: str) -> Table | None:
    import json

    if text.count(":") * 2 + text.count(",") > MOST_NODES:
        return None

    def number(digits: str) -> Scalar:
        return Scalar(digits, True, _NOWHERE)

    def node(value: object, depth: int) -> Node:
        if isinstance(value, str):
            return Scalar(value, False, _NOWHERE)
        if isinstance(value, list) and depth < DEEPEST:
            return _listing([node(item, depth + 1) for item in value])
        if isinstance(value, Scalar | Table):
            return value
        _not_sure()  # true, false and null

    def table(pairs: list[tuple[str, object]]) -> Table:
        return _table([(_key(key, plain=False), node(value, 0)) for key, value in pairs])

    try:
        root = json.loads(
            text,
            object_pairs_hook=table,
            parse_int=number,
            parse_float=number,
            parse_constant=lambda _: _not_sure(),
        )
    except ValueError:
        return None
    return root if isinstance(root, Table) and _depth(root) < DEEPEST else None


def _depth(node: Node) -> int:
    inner = node.entries.values() if isinstance(node, Table) else getattr(node, "items", ())
    return 1 + max(map(_depth, inner), default=0)


class _Lines:
    """YAML made of block mappings and lists, one-line braces and brackets, and plain text."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.nodes = 0

    def document(self) -> Table | None:
        """Return the mapping that the text is."""
        start = self._next(0)
        if start == len(self.lines) or self.lines[start].startswith((" ", "-")):
            return None
        table, end = self._mapping(start, 0, 0)
        return table if end == len(self.lines) else None

    def _next(self, at: int) -> int:
        """Return the next line that is neither blank nor a comment."""
        while at < len(self.lines) and self.lines[at].lstrip(" ")[:1] in ("", "#"):
            at += 1
        return at

    def _count(self, number: int) -> None:
        self.nodes += number
        if self.nodes > MOST_NODES:
            _not_sure()

    def _content(self, at: int) -> tuple[int, str]:
        """Return indentation and content of a line, without a comment at its end."""
        line = self.lines[at]
        words = line.strip(" ")
        if " #" in words:
            if '"' in words or "'" in words:
                _not_sure()
            words = words[: words.index(" #")].rstrip(" ")
        return len(line) - len(line.lstrip(" ")), words

    def _mapping(self, at: int, indent: int, depth: int) -> tuple[Table, int]:
        pairs: list[tuple[str, Node]] = []
        if depth > DEEPEST:
            _not_sure()
        while at < len(self.lines):
            here, words = self._content(at)
            if here < indent:
                break
            found = _KEY.fullmatch(words)
            if here > indent or found is None:
                _not_sure()
            key, rest = found[1], (found[2] or "").strip(" ")
            quoted = key[0] in "\"'"
            self._count(2)
            key = _key(key[1:-1] if quoted else key, plain=not quoted)
            value: Node
            if not rest:
                value, at = self._below(self._next(at + 1), indent, depth)
            elif rest[0] in ">|":
                value, at = self._prose(at + 1, indent, rest)
            else:
                value, at = self._inline(rest), self._next(at + 1)
            pairs.append((key, value))
        return _table(pairs), at

    def _below(self, at: int, indent: int, depth: int) -> tuple[Node, int]:
        """Return the value that stands below its key, further in."""
        if at == len(self.lines):
            _not_sure()
        here, words = self._content(at)
        if here <= indent:
            _not_sure()
        if words.startswith("- "):
            return self._list(at, here, depth + 1)
        return self._mapping(at, here, depth + 1)

    def _list(self, at: int, indent: int, depth: int) -> tuple[Listing, int]:
        found: list[Node] = []
        while at < len(self.lines):
            here, words = self._content(at)
            if here < indent:
                break
            if here > indent or not words.startswith("- "):
                _not_sure()
            rest = words[2:].lstrip(" ")
            self._count(1)
            if rest[:1] not in ("{", "[", "", "-") and _KEY.fullmatch(rest):
                inner = indent + len(words) - len(rest)
                self.lines[at] = " " * inner + rest
                value, at = self._mapping(at, inner, depth + 1)
                found.append(value)
            else:
                found.append(self._inline(rest))
                at = self._next(at + 1)
        return _listing(found), at

    def _prose(self, at: int, indent: int, style: str) -> tuple[Scalar, int]:
        """Return a text of several lines without blank ones, folded (>) or kept (|)."""
        if style not in (">", ">-", "|", "|-"):
            _not_sure()
        rows: list[str] = []
        margin = 0
        while at < len(self.lines):
            line = self.lines[at]
            here = len(line) - len(line.lstrip(" "))
            if not line.strip(" "):
                after = self._next(at)
                if after < len(self.lines) and self._content(after)[0] > indent:
                    _not_sure()
                break
            if here <= indent:
                break
            margin = margin or here
            if here != margin or line.endswith(" "):
                _not_sure()
            rows.append(line[margin:])
            at += 1
        if at == len(self.lines):  # the last line has no end
            _not_sure()
        if not rows or any("#" in line.lstrip(" ")[:1] for line in self.lines[at : self._next(at)]):
            _not_sure()
        text = (" " if style[0] == ">" else "\n").join(rows)
        return Scalar(text + "\n" * (len(style) == 1), False, _NOWHERE), self._next(at)

    def _inline(self, words: str) -> Node:
        """Return the value that a line ends with."""
        if words[:1] in ("{", "["):
            value, end = self._flow(words, 0, 0)
            if end != len(words):
                _not_sure()
            return value
        if words[:1] in ('"', "'"):
            quoted = _QUOTED.fullmatch(words)
            if quoted is None:
                _not_sure()
            return Scalar(quoted[2], False, _NOWHERE)
        if not _PLAIN.fullmatch(words):
            _not_sure()
        return Scalar(words, True, _NOWHERE)

    def _flow(self, words: str, at: int, depth: int) -> tuple[Node, int]:
        """Return the value in braces, brackets or neither that starts there, and its end."""
        self._count(1)
        if depth > DEEPEST:
            _not_sure()
        if words[at] not in "{[":
            text, at, plain = self._word(words, at)
            return Scalar(text, plain, _NOWHERE), at
        close = "}" if words[at] == "{" else "]"
        pairs: list[tuple[str, Node]] = []
        found: list[Node] = []
        at = _skip(words, at + 1)
        while words[at] != close:
            if close == "}":
                key, at, plain = self._word(words, at)
                if words[at : at + 2] != ": ":
                    _not_sure()
                value, at = self._flow(words, _skip(words, at + 1), depth + 1)
                pairs.append((_key(key, plain=plain), value))
            else:
                value, at = self._flow(words, at, depth + 1)
                found.append(value)
            at = _skip(words, at)
            if words[at] == ",":
                at = _skip(words, at + 1)
            elif words[at] != close:
                _not_sure()
        return (_table(pairs) if close == "}" else _listing(found)), at + 1

    def _word(self, words: str, at: int) -> tuple[str, int, bool]:
        quoted = _QUOTED.match(words, at)
        if quoted is not None:
            return quoted[2], quoted.end(), False
        plain = _IN_FLOW.match(words, at)
        if plain is None:
            _not_sure()
        return plain[0].rstrip(" "), plain.end(), True


def _skip(words: str, at: int) -> int:
    """Return the next place that is not blank."""
    while at < len(words) and words[at] == " ":
        at += 1
    if at == len(words):
        _not_sure()
    return at
