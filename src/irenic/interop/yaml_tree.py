"""YAML text -> tree with places, inside stated limits.

Works on the events of ruamel.yaml's pure Python parser, so that every limit holds before
anything is built.  Anchors, aliases and tags are refused: they are how small files become
enormous, and how a file names Python objects to be made.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

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

__all__ = ["parse_yaml"]


def parse_yaml(text: str, file: str, problems: Problems, /) -> Node | None:
    """Return the tree of the one YAML document in ``text``, or ``None`` when it is none.

    Parameters
    ----------
    text : str
        The file's text.
    file : str
        Its name in messages.
    problems : Problems
        Gets what is wrong, each with line and column.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _Reader(YAML(typ="safe", pure=True).parse(text), file, problems).document()
    except Stop:
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        found = f"text that is not YAML ({error.problem or error.context})"
        problems.add("the file", place, found, "a YAML document")
    except (YAMLError, ValueError, OverflowError, IndexError, AttributeError) as error:
        # ruamel.yaml raises plain Python errors for a few malformed escapes and numbers.
        problems.add("the file", Place(file), f"text that is not YAML ({error})", "YAML")
    return None


class _Reader:
    """Builds the tree from events; depth and count are limited."""

    def __init__(self, events: Iterator[Any], file: str, problems: Problems) -> None:
        self._events = events
        self._file = file
        self._problems = problems
        self._left = MAX_NODES

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._fail(event, "a second YAML document", "one document a file")
            elif name in ("ScalarEvent", "MappingStartEvent", "SequenceStartEvent", "AliasEvent"):
                root = self._node(event, 0)
        return root

    def _place(self, event: Any) -> Place:
        return Place(self._file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _fail(self, event: Any, found: str, expected: str) -> None:
        self._problems.add("the file", self._place(event), found, expected)
        raise Stop

    def _check(self, event: Any, depth: int) -> None:
        self._left -= 1
        if self._left < 0:
            self._fail(event, f"more than {MAX_NODES:,} keys and values", "a smaller file")
        if depth >= MAX_DEPTH:
            self._fail(event, f"values nested more than {MAX_DEPTH} deep", "values less deep")
        if type(event).__name__ == "AliasEvent":
            self._fail(event, f"an alias (*{event.anchor})", "the value written out")
        if event.anchor is not None:
            self._fail(event, f"an anchor (&{event.anchor})", "the value written out")
        if event.tag is not None and event.tag != "!":
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self._fail(event, f"a YAML tag ({quoted(tag)})", "plain values; tags are not read")

    def _node(self, event: Any, depth: int) -> Node:
        self._check(event, depth)
        place = self._place(event)
        match type(event).__name__:
            case "ScalarEvent":
                return Scalar(event.value, event.style is not None, place)
            case "SequenceStartEvent":
                found = Listing([], place)
                while type(inner := next(self._events)).__name__ != "SequenceEndEvent":
                    found.items.append(self._node(inner, depth + 1))
                return found
            case _:
                return self._table(place, depth)

    def _table(self, place: Place, depth: int) -> Table:
        found = Table({}, {}, place)
        while type(event := next(self._events)).__name__ != "MappingEndEvent":
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                found.odd_keys.append(key.place)
            elif key.text in found.entries:
                first = found.keys[key.text].place.line
                twice = f"the key {quoted(key.text)} a second time"
                once = f"each key once; it stands on line {first} already"
                self._problems.add("the file", key.place, twice, once)
            else:
                found.entries[key.text] = value
                found.keys[key.text] = key
        return found
