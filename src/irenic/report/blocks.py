"""What a document is made of: plain data that HTML and the terminal both draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from irenic.report.text import Text

__all__ = [
    "Block",
    "Bullets",
    "Card",
    "Cards",
    "Cell",
    "Compare",
    "Document",
    "Fact",
    "Figure",
    "Key",
    "Mark",
    "Meter",
    "Numbers",
    "Panel",
    "Panels",
    "Prose",
    "Section",
    "Subhead",
    "Table",
]

Mark = Literal["", "yes", "no", "unknown", "note"]


@dataclass(frozen=True, slots=True)
class Prose:
    """One paragraph; ``lead`` opens the page, ``note`` is set small."""

    text: Text
    kind: Literal["", "lead", "note"] = ""


@dataclass(frozen=True, slots=True)
class Subhead:
    """A heading inside a section."""

    text: Text


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement with a sign before it: holds, does not hold, not known."""

    text: Text
    mark: Mark = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of statements."""

    items: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table; ``svg`` is a small picture below the text."""

    text: Text
    kind: Literal["text", "number", "long"] = "text"
    mark: Mark = ""
    svg: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows; ``note`` stands below it."""

    caption: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Text = ()
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: a small picture and its meaning."""

    svg: str
    text: Text


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart, what it shows in words, and the same data as a table."""

    id: str
    title: Text
    subtitle: Text
    svg: str
    legend: tuple[Key, ...] = ()
    note: Text = ()
    table: Table | None = None
    readout: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One small chart among several of the same kind; a ``wide`` one can be scrolled sideways."""

    title: Text
    svg: str
    note: Text = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Panels:
    """Small charts side by side, with one table of all their data."""

    title: Text
    subtitle: Text
    items: tuple[Panel, ...]
    legend: tuple[Key, ...] = ()
    note: Text = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Meter:
    """One of the three questions asked of a package: a strip, a verdict, the facts."""

    title: str
    question: str
    verdict: Text
    svg: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A package under the three meters, which are never merged."""

    id: str
    title: Text
    verdict: Fact
    meters: tuple[Meter, ...]
    rest: tuple[tuple[str, tuple[Fact, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Cards:
    """Several packages under the three meters; the legend explains the strips."""

    items: tuple[Card, ...]
    legend: tuple[Key, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbers:
    """The counts that head a report: number and what it counts."""

    items: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two packages side by side, chosen by the reader; needs the page's script."""

    data: Mapping[str, Any] = field(default_factory=dict)


Block = Prose | Subhead | Bullets | Table | Figure | Panels | Cards | Numbers | Compare


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document under its own heading."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report, for one audience; ``what`` says in two words what it is."""

    title: str
    banner: Text
    kind: str
    subtitle: Text
    sections: tuple[Section, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    what: str = "settlement analysis"
