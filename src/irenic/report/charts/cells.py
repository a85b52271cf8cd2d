"""Small bars inside a table cell: what an option is worth to each party."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.report.charts.svg import coordinate, label, tag

__all__ = ["CellBar", "draw_cell"]

WIDTH, ROW = 96, 9

#: (letters of the party, part of the widest that the issue matters, part of that obtained)
CellBar = tuple[str, float, float | None]


def draw_cell(words: str, bars: Sequence[CellBar]) -> str:
    """Return the bars of one cell: pale for what the issue matters, dark for what is got."""
    left = 26
    pale, dark, none = [], [], []
    letters = []
    for k, (name, matters, got) in enumerate(bars):
        y = k * ROW + 4.5
        letters.append(label(name, 0, y + 3, "cell-word"))
        width = max(matters * WIDTH, 1)
        pale.append(f"M{left} {coordinate(y)}h{coordinate(width)}")
        if got is None:
            none.append(f"M{left} {coordinate(y)}h{coordinate(width)}")
        elif got > 0:
            dark.append(f"M{left} {coordinate(y)}h{coordinate(width * got)}")
    parts = [tag("path", d="".join(pale), class_="cell-all")]
    if dark:
        parts.append(tag("path", d="".join(dark), class_="cell-got"))
    if none:
        parts.append(tag("path", d="".join(none), class_="cell-open"))
    width, height = left + WIDTH, max(len(bars) * ROW, 1)
    return tag(
        "svg",
        *letters,
        *parts,
        class_="cell",
        role="img",
        aria_label=words,
        viewBox=f"0 0 {coordinate(width)} {coordinate(height)}",
        width=width,
        height=height,
    )
