"""Sections of a document drawn for a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from irenic.report.blocks import Block, Bullets, Cell, Prose, Section, Subhead, Table
from irenic.report.labels import shorten
from irenic.report.paragraphs import SIGNS, WIDTH, facts_lines, paragraph
from irenic.report.text import plain
from irenic.report.textual import clean, columns

__all__ = ["section_lines"]


def section_lines(sections: Iterable[Section | None], *, width: int = WIDTH) -> list[str]:
    """Return sections as lines: a heading, sentences, tables within the width.

    Pictures are left out; their data stand in the tables beside them.
    """
    lines: list[str] = []
    for section in sections:
        if section is None:
            continue
        drawn = [line for block in section.blocks for line in _block_lines(block, width)]
        if drawn:
            title = shorten(clean(section.title), width)
            lines += ["", title, "-" * len(title)]
            lines += drawn if drawn[0] else drawn[1:]
    return lines


def _block_lines(block: Block, width: int) -> list[str]:
    match block:
        case Prose(words):
            return paragraph(words, width)
        case Subhead(words):
            return ["", *paragraph(words, width)]
        case Bullets(items):
            return facts_lines(items, width)
        case Table():
            return ["", *_table_lines(block, width)]
    return []


def _table_lines(table: Table, width: int) -> list[str]:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    head = [clean(plain(column)) for column in table.columns]
    lines = paragraph(table.caption, width)
    lines += columns(head, rows, set(table.numeric), width)
    if table.note:
        lines += [f"  {line}" for line in paragraph(table.note, width - 2)]
    return lines


def _cell(cell: Cell) -> str:
    sign = f"{SIGNS[cell.mark]} " if cell.mark else ""
    return clean(sign + plain(cell.text))
