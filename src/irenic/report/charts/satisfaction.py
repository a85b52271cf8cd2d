"""One package: how far each party is from its no-deal value towards its best, as bars."""

from __future__ import annotations

from dataclasses import dataclass

from irenic.report.charts.scale import Scale
from irenic.report.charts.svg import label, path, picture, tag

__all__ = ["Bar", "draw_satisfaction"]

WIDTH, TOP, ROW = 380, 22, 23
#: Bars lie between the names and the figures.
LEFT, RIGHT = 148, 294
#: Relative places drawn; what is further out is moved to the edge.
LEAST, MOST = -0.6, 1.05


@dataclass(frozen=True, slots=True)
class Bar:
    """One party under one package.

    ``place`` is 0 at no deal and 1 at the best attainable; ``low`` and ``high`` bound it
    while issues are open.  All are ``None`` when the no-deal value is unknown, and then
    ``part`` is the part of the way from the worst to the best score.
    """

    name: str
    words: str
    place: float | None
    low: float | None
    high: float | None
    part: float | None
    accepts: bool | None


def draw_satisfaction(title: str, description: str, bars: tuple[Bar, ...]) -> str:
    """Return the picture of one package."""
    scale = Scale(LEAST, MOST, LEFT, RIGHT)
    zero, one = scale(0), scale(1)
    bottom = TOP + ROW * len(bars)
    parts = [
        label("no deal", zero, 11, "chart-word", text_anchor="middle"),
        label("best", one, 11, "chart-word", text_anchor="middle"),
        tag("line", x1=one, x2=one, y1=TOP - 4, y2=bottom, class_="ideal"),
    ]
    for k, bar in enumerate(bars):
        y = TOP + ROW * k
        parts.append(label(bar.name, 0, y + 14, "bar-name"))
        parts.append(label(bar.words, WIDTH, y + 14, "bar-words", text_anchor="end"))
        parts.extend(_bar(bar, scale, y + 6))
    parts.append(tag("line", x1=zero, x2=zero, y1=TOP - 4, y2=bottom, class_="no-deal"))
    return picture(WIDTH, bottom + 4, title, description, *parts, kind="chart small")


def _bar(bar: Bar, scale: Scale, y: float) -> list[str]:
    zero = scale(0)
    parts = [tag("line", x1=LEFT, x2=RIGHT, y1=y + 4, y2=y + 4, class_="rail")]
    if bar.place is not None:
        x = scale(bar.place)
        kind = "gain" if bar.place >= 0 else "shortfall"
        parts.append(
            tag("rect", x=min(zero, x), width=abs(x - zero), y=y - 1, height=10, class_=kind)
        )
        if LEAST <= bar.place <= MOST:
            parts.append(tag("line", x1=x, x2=x, y1=y - 3, y2=y + 11, class_="bar-end"))
        else:  # an arrow: the bar goes on beyond the edge
            tip = x - 7 if bar.place < 0 else x + 7
            points = path([(x, y - 3), (tip, y + 4), (x, y + 11)])
            parts.append(tag("polygon", points=points, class_="bar-tip"))
    elif bar.low is not None and bar.high is not None:
        low, high = scale(bar.low), scale(bar.high)
        parts.append(
            tag("rect", x=low, width=max(high - low, 2), y=y + 1, height=6, class_="perhaps")
        )
    elif bar.part is not None:
        x = LEFT + (RIGHT - LEFT) * min(max(bar.part, 0.0), 1.0)
        parts.append(tag("circle", cx=x, cy=y + 4, r=4, class_="dot open"))
    return parts
