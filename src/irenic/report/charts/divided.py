"""A sum divided among parties, one bar a rule: claims awards and coalition divisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irenic.report.charts.scale import Scale, tick_text, ticks
from irenic.report.charts.svg import label, picture, tag

__all__ = ["Division", "draw_divisions"]

WIDTH, LEFT, RIGHT = 720, 8, 712
TOP, ROW, THICK = 30, 58, 24
#: Pixels below which a part has no room for its number.
ROOM = 34


@dataclass(frozen=True, slots=True)
class Division:
    """One bar: its name, and per party the part with its text."""

    name: str
    parts: tuple[tuple[float, str], ...]


def draw_divisions(
    title: str, description: str, names: Sequence[str], divisions: Sequence[Division], total: float
) -> str:
    """Return one bar per division; a negative part is drawn left of the line at zero."""
    low = min((sum(min(x, 0) for x, _ in d.parts) for d in divisions), default=0)
    high = max((sum(max(x, 0) for x, _ in d.parts) for d in divisions), default=total)
    scale = Scale(min(low, 0), max(high, total), LEFT, RIGHT)
    bottom = TOP + ROW * len(divisions)
    parts = []
    for value in ticks(scale.low, scale.high, 5):
        x = scale(value)
        anchor = "start" if x < LEFT + 12 else "end" if x > RIGHT - 20 else "middle"
        parts.append(tag("line", x1=x, x2=x, y1=TOP - 8, y2=bottom - 8, class_="grid"))
        parts.append(label(tick_text(value), x, TOP - 14, "tick", text_anchor=anchor))
    for k, division in enumerate(divisions):
        y = TOP + ROW * k
        parts.append(label(division.name, LEFT, y + 12, "bar-name"))
        parts.extend(_bar(division, names, scale, y + 19))
    zero = scale(0)
    parts.append(tag("line", x1=zero, x2=zero, y1=TOP - 8, y2=bottom - 8, class_="axis"))
    return picture(WIDTH, bottom, title, description, *parts, kind="chart")


def _bar(division: Division, names: Sequence[str], scale: Scale, y: float) -> list[str]:
    parts = []
    right = left = 0.0
    for k, (value, words) in enumerate(division.parts):
        start, end = (right, right + value) if value >= 0 else (left + value, left)
        if value >= 0:
            right = end
        else:
            left = start
        x, width = scale(start), scale(end) - scale(start)
        if width <= 0:
            continue
        parts.append(tag("rect", x=x, width=width, y=y, height=THICK, class_=f"part p{k % 8}"))
        if width >= ROOM + 6 * max(len(words) - 4, 0):
            shown = f"{names[k]} {words}"
            if width < 8 + 8 * len(shown) or names[k].endswith("…"):
                shown = words
            kind = f"part-words w{k % 8}"
            parts.append(label(shown, x + 7, y + 16.5, kind))
    return parts
