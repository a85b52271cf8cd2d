"""A section as plain words, block by block."""

from __future__ import annotations

from irenic.report.blocks import Bullets, Prose, Section, Subhead, Table
from irenic.report.text import plain


def words_of(section: Section) -> str:
    """Return what a reader reads, one line for each sentence or row."""
    lines = [section.title]
    for block in section.blocks:
        if isinstance(block, Prose | Subhead):
            lines.append(plain(block.text))
        elif isinstance(block, Bullets):
            lines += ["- " + plain(fact.text) for fact in block.items]
        elif isinstance(block, Table):
            lines.append(plain(block.caption))
            lines.append(" | ".join(plain(column) for column in block.columns))
            lines += [" | ".join(plain(cell.text) for cell in row) for row in block.rows]
            lines += [plain(block.note)] if block.note else []
        else:
            raise TypeError(block)
    return "\n".join(lines)
