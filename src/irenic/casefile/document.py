"""YAML text -> tree of nodes, inside stated limits.

Works on the events of ruamel.yaml's pure Python parser, so that every limit holds before
anything is built, and so that keys given twice are found with both lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table
from irenic.casefile.problems import Problems, quoted

__all__ = [
    "MAX_DEPTH",
    "MAX_ENTRIES",
    "MAX_ID",
    "MAX_ITEMS",
    "MAX_NODES",
    "Budget",
    "id_fault",
    "parse_document",
]

#: Keys and values in a case with all its files.  The parser needs some 50 microseconds for
#: each, so the limit bounds reading to a few seconds; a case with seven parties and ten
#: issues has about 1,000.
MAX_NODES = 50_000
#: Entries of a top-level section; more are not read.  No section of the format may have more.
MAX_ENTRIES = 1_000
#: Items of a list that is a section: more than the coalitions of 12 parties.
MAX_ITEMS = 5_000
#: Values inside values inside values ...: the deepest place of the format is at 8.
MAX_DEPTH = 50
#: Longest key; ids appear in tables and file names.
MAX_ID = 80

#: How many mappings are open inside a top-level section.
_SECTION = 2

_DIRECTIVE = re.compile(r"\A\ufeff?(?:[ \t]*(?:#[^\n]*)?\r?\n)*%")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_IDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
#: What ruamel.yaml says -> what we say was found, and what was expected.
_PLAIN_WORDS = (
    ("could not find expected ':'", "a key without its colon", "`key: value`"),
    (
        "mapping values are not allowed",
        "a colon where no key can stand",
        "one `key: value` a line; quotes around a text that contains ': '",
    ),
    ("found character '\\t'", "a tab", "blanks for indentation"),
    (
        "cannot start any token",
        "a character that cannot start a value",
        "quotes around a text that starts with >, |, @, ` or %",
    ),
    (
        "chomping or indentation indicators",
        "a text that starts with > or |",
        'quotes around it, as in ">= 4"',
    ),
    (
        "expected alphabetic or numeric character",
        "a text that starts with & or *",
        "quotes around it",
    ),
    ("expected ',' or ']'", "a list that is not closed", "a comma or ']'"),
    ("expected ',' or '}'", "a mapping that is not closed", "a comma or '}'"),
    (
        "expected <block end>",
        "a line that does not fit the section before it",
        "the same indentation for all entries of a section, and no keys among a list's entries",
    ),
    (
        "unexpected end of stream",
        "the end of the file inside a quoted text",
        "a closing quotation mark",
    ),
    (
        "escape",
        "a backslash that stands for nothing in a text in double quotes",
        "\\\\ for a backslash, or single quotes",
    ),
    (
        "expected the node content",
        "something where a value should start",
        "a value; a bracket or brace may be open or closed once too often",
    ),
    (
        "<document start>",
        "something after the end of the case",
        "one mapping; a bracket or brace may be closed once too often",
    ),
)
_AFTER_VALUE = (
    "text after the end of a value",
    "a new line; quotes around the whole text, and quotation marks inside it doubled",
)


@dataclass(slots=True)
class Budget:
    """What may still be read of a case, over all its files."""

    nodes: int = MAX_NODES


class _Stop(Exception):
    """The rest of the file is not read; the reason is recorded."""


def parse_document(
    text: str, file: str | None, budget: Budget, problems: Problems, /
) -> Node | None:
    """Return the tree of a YAML document, or ``None`` when there is none to read.

    Everything wrong with the YAML itself is added to ``problems``; anchors, aliases, tags
    and merge keys are refused there too, and reading goes on after them.

    Parameters
    ----------
    text : str
        The file's text, without byte order mark or characters that YAML forbids.
    file : str or None
        Its name in messages.
    budget : Budget
        What may still be read; reduced by what is.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if _DIRECTIVE.match(text):
        place = Place(file, text[: text.index("%")].count("\n") + 1, 1)
        problems.add("", place, "a YAML directive (a line that starts with %)", "no directives")
        return None
    builder = _Builder(file, budget, problems)
    try:
        return builder.build(YAML(typ="safe", pure=True).parse(text))
    except _Stop:
        return None
    except MarkedYAMLError as error:
        _syntax_problem(error, text, file, problems)
    except (YAMLError, ValueError, OverflowError, IndexError) as error:
        # ruamel.yaml raises plain Python errors for a few malformed escapes and numbers.
        problems.add("", Place(file), f"text that is not YAML ({error})", "a YAML document")
    return None


def id_fault(node: Scalar, /) -> tuple[str, str] | None:
    """Return why ``node`` cannot be an id, as (found, expected), or ``None`` when it can."""
    text = node.text
    if node.is_nothing:
        return "an empty key", 'a key; write "null" or "~" in quotes to mean the word'
    if len(text) > MAX_ID:
        return f"a key of {len(text)} characters ({quoted(text)})", f"at most {MAX_ID} characters"
    if _NOT_IN_IDS.search(text):
        return f"the key {quoted(text)}", "a key without control characters"
    if not text or text != text.strip():
        return f"the key {quoted(text)}", "a key without blanks at its ends"
    return None


def _syntax_problem(error: Any, source: str, file: str | None, problems: Problems) -> None:
    """Record a YAML error in plain words."""
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    text = " ".join(str(part) for part in (error.problem, error.context) if part)
    unnamed = (f"text that is not YAML ({error.problem or error.context})", "a YAML document")
    found, expected = next((words for key, *words in _PLAIN_WORDS if key in text), unnamed)
    if mark and "<block end>" in text:
        line = source.splitlines()[mark.line : mark.line + 1]
        if line and line[0][: mark.column].strip(" -"):
            found, expected = _AFTER_VALUE
    start = error.context_mark
    if start and mark and start.line < mark.line:
        found += f", in what begins on line {start.line + 1}"
    problems.add("", place, found, expected)


class _Builder:
    """Builds the tree from events with a stack of its own; never recurses."""

    def __init__(self, file: str | None, budget: Budget, problems: Problems) -> None:
        self._file = file
        self._budget = budget
        self._problems = problems
        self._stack: list[Listing | Table] = []
        #: The key that waits for its value, for every open table; None when a key is next.
        self._keys: list[tuple[str | None, Place] | None] = []
        self._root: Node | None = None

    def build(self, events: Iterator[Any]) -> Node | None:
        """Return the root of the first document; a second one is a problem."""
        documents = 0
        for event in events:
            match type(event).__name__:
                case "ScalarEvent":
                    self._scalar(event)
                case "MappingStartEvent":
                    self._open(Table({}, {}, self._place(event)), event)
                case "SequenceStartEvent":
                    self._open(Listing([], self._place(event)), event)
                case "MappingEndEvent" | "SequenceEndEvent":
                    self._close()
                case "AliasEvent":
                    self._alias(event)
                case "DocumentStartEvent":
                    documents += 1
                    if documents > 1:
                        self._stop(event, "a second YAML document", "one document a file")
        return self._root

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _where(self) -> str:
        parts = [key[0] for key in self._keys if key and key[0] is not None]
        return ".".join(parts)

    def _stop(self, event: Any, found: str, expected: str) -> None:
        self._problems.add("", self._place(event), found, expected)
        raise _Stop

    def _count(self, event: Any) -> None:
        if self._problems.overflowing:
            raise _Stop
        self._budget.nodes -= 1
        if self._budget.nodes < 0:
            self._stop(
                event,
                f"more than {MAX_NODES:,} keys and values up to here",
                "a smaller case; large tables of numbers do not belong in a case file",
            )
        tag, anchor = event.tag, event.anchor
        if anchor is not None:
            self._problems.add(
                self._where(),
                self._place(event),
                f"an anchor (&{anchor})",
                "the value written out; anchors and aliases are not read",
            )
        if tag is not None and tag != "!":
            self._problems.add(
                self._where(),
                self._place(event),
                f"a YAML tag ({str(tag).replace('tag:yaml.org,2002:', '!!')})",
                "a plain value; tags are not read",
            )

    def _open(self, node: Listing | Table, event: Any) -> None:
        self._count(event)
        if len(self._stack) >= MAX_DEPTH:
            self._stop(event, f"values nested more than {MAX_DEPTH} deep", "a case file")
        if self._expects_key():
            self._problems.add(
                self._where(), node.place, "a list or mapping used as a key", "a key of plain text"
            )
            self._keys[-1] = (None, node.place)
        else:
            self._attach(node)
        self._stack.append(node)
        self._keys.append(None)

    def _close(self) -> None:
        closed = self._stack.pop()
        self._keys.pop()
        if self._stack and isinstance(self._stack[-1], Table):
            waiting = self._keys[-1]
            is_key = waiting is not None and waiting[0] is None and waiting[1] is closed.place
            if not is_key:
                self._keys[-1] = None

    def _expects_key(self) -> bool:
        return bool(self._stack) and isinstance(self._stack[-1], Table) and self._keys[-1] is None

    def _scalar(self, event: Any) -> None:
        self._count(event)
        node = Scalar(event.value, event.style in (None, ""), self._place(event))
        waiting = self._keys[-1] if self._keys else None
        if node.plain and not node.text and waiting:
            # The parser sees an empty value where the next thing begins; people see the key.
            node.place = waiting[1]
        if self._expects_key():
            self._keys[-1] = (self._key(node), node.place)
            return
        self._check_text(node)
        self._attach(node)
        if self._stack and isinstance(self._stack[-1], Table):
            self._keys[-1] = None

    def _alias(self, event: Any) -> None:
        place = self._place(event)
        self._problems.add(
            self._where(),
            place,
            f"an alias (*{event.anchor})",
            "the value written out; anchors and aliases are not read",
        )
        if self._expects_key():
            self._keys[-1] = (None, place)
            return
        table = self._stack[-1] if self._stack else None
        waiting = self._keys[-1] if self._keys else None
        if isinstance(table, Table):
            if waiting and waiting[0] is not None:
                table.spoiled.add(waiting[0])
            self._keys[-1] = None

    def _check_text(self, node: Scalar) -> None:
        if bad := _CONTROL.search(node.text):
            self._problems.add(
                self._where(),
                node.place,
                f"a text with the control character U+{ord(bad[0]):04X}",
                "text without control characters",
            )

    def _key(self, node: Scalar) -> str | None:
        """Return the key that ``node`` is, or ``None`` when it cannot be one."""
        fault = ("a merge key (<<)", "the entries written out")
        if not (node.plain and node.text == "<<"):
            fault = id_fault(node) or ("", "")
        if not fault[0]:
            return node.text
        self._problems.add(self._where(), node.place, *fault)
        return None

    def _limit(self, parent: Listing | Table, place: Place) -> None:
        """Stop when a section has more entries than any case needs."""
        if len(self._stack) > _SECTION:
            return
        if isinstance(parent, Listing):
            count, most = len(parent.items), MAX_ITEMS
        else:
            count, most = len(parent.entries), MAX_ENTRIES
        if count >= most:
            section = self._where().partition(".")[0] if len(self._stack) == _SECTION else ""
            self._problems.add(
                section,
                place,
                f"more than {most:,} entries in this section",
                f"at most {most:,}; the rest of the file was not read",
            )
            raise _Stop

    def _attach(self, node: Node) -> None:
        """Put ``node`` where it belongs: root, next item, or value of the waiting key."""
        if not self._stack:
            self._root = node
            return
        parent = self._stack[-1]
        self._limit(parent, node.place)
        if isinstance(parent, Listing):
            parent.items.append(node)
            return
        waiting = self._keys[-1]
        key, place = waiting or (None, node.place)
        if key is None:
            return
        if key in parent.entries:
            first = parent.keys[key]
            self._problems.add(
                self._where(),
                place,
                f"the key {quoted(key)} a second time",
                f"each key once; it stands on line {first.line} already",
            )
            parent.spoiled.add(key)
            return
        parent.entries[key] = node
        parent.keys[key] = place
