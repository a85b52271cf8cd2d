"""Three and more parties: one horizontal axis a party, one line an efficient outcome.

Parallel coordinates, turned so that party names stand level beside their axes and seven
parties need no more width than three.  Each party has its own scale: its no-deal value is
at the same place on every axis, its ideal at another, so a line left of the first is a
refusal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irenic.report.charts.marks import Dot, Spot, draw_spot, spread
from irenic.report.charts.scale import Scale
from irenic.report.charts.svg import label, path, picture, tag

__all__ = ["LEAST", "MOST", "Bundle", "Row", "draw_bundle", "is_beyond", "place_of"]

WIDTH = 790
LEFT, RIGHT = 216, 764
#: From so many lines on, each is drawn fainter.
MANY = 120
TOP = 58
#: Height of a row: more air where there are few.
ROW, AIRY, FEW = 64, 100, 4
#: Relative places drawn: what is further out is moved to the edge, and the page says so.
LEAST, MOST = -1.0, 1.15


@dataclass(frozen=True, slots=True)
class Row:
    """One party's axis.

    ``no_deal`` is (low, middle, high) in scores; ``None`` when unknown, and then the axis
    runs from the ``worst`` to the ``best`` score drawn.
    """

    name: str
    detail: str
    worst: float
    best: float
    no_deal: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """What the chart shows: axes, efficient outcomes and lettered packages."""

    title: str
    description: str
    rows: tuple[Row, ...]
    dots: tuple[Dot, ...]
    spots: tuple[Spot, ...]
    best_word: str = "best attainable"


def place_of(row: Row, value: float) -> float:
    """Return the relative place of a score: 0 is no deal, 1 the best that is attainable.

    With an unknown no-deal value (or nothing to gain), 0 is the worst score drawn.
    """
    low = row.worst
    if row.no_deal is not None and row.best > row.no_deal[1]:
        low = row.no_deal[1]
    if row.best <= low:
        return 0.0
    return (value - low) / (row.best - low)


def is_beyond(bundle: Bundle) -> bool:
    """Return whether something lies further out than the axes and is drawn at their ends."""
    every = [*(d.values for d in bundle.dots), *(s.values for s in bundle.spots)]
    return any(
        value is not None and not LEAST <= place_of(row, value) <= MOST
        for values in every
        for row, value in zip(bundle.rows, values, strict=True)
    )


def draw_bundle(bundle: Bundle) -> str:
    """Return the picture of a bundle."""
    scale = Scale(LEAST, MOST, LEFT, RIGHT)
    row = AIRY if len(bundle.rows) <= FEW else ROW
    levels = [TOP + row * k + 22.0 for k in range(len(bundle.rows))]
    height = levels[-1] + 30
    return picture(
        WIDTH,
        height,
        bundle.title,
        bundle.description,
        _frame(bundle, scale, levels),
        _strands(bundle, scale, levels),
        _packages(bundle, scale, levels),
        kind="chart bundle many" if len(bundle.dots) >= MANY else "chart bundle",
    )


def _frame(bundle: Bundle, scale: Scale, levels: Sequence[float]) -> str:
    zero, one, bottom = scale(0), scale(1), levels[-1] + 22
    parts = [
        tag("rect", x=LEFT, width=zero - LEFT, y=TOP - 12, height=bottom - TOP + 12, class_="loss"),
        label("← would refuse", zero - 8, 20, "chart-word", text_anchor="end"),
        label("no deal", zero, 40, "chart-word strong", text_anchor="middle"),
        # Long words end at the edge of the picture instead of running over it.
        label(
            bundle.best_word,
            min(one, WIDTH - 4.2 * len(bundle.best_word)),
            40,
            "chart-word strong",
            text_anchor="middle",
        ),
        tag("line", x1=one, x2=one, y1=TOP - 12, y2=bottom, class_="ideal"),
    ]
    for row, y in zip(bundle.rows, levels, strict=True):
        parts.append(tag("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="rail"))
        parts.append(label(row.name, 0, y, "row-name"))
        parts.append(label(row.detail, 0, y + 16, "row-detail"))
        if row.no_deal is None:
            continue
        low, high = (scale(place_of(row, v)) for v in (row.no_deal[0], row.no_deal[2]))
        if high > low:
            parts.append(tag("rect", x=low, width=high - low, y=y - 9, height=18, class_="doubt"))
    parts.append(tag("line", x1=zero, x2=zero, y1=TOP - 12, y2=bottom, class_="no-deal"))
    return tag("g", *parts)


def _strands(bundle: Bundle, scale: Scale, levels: Sequence[float]) -> str:
    parts = []
    # Those that carry are drawn last, so that they stay visible.
    for dot in sorted(bundle.dots, key=lambda d: (d.in_zone is True, d.index)):
        points = [
            (scale(place_of(row, value)), y)
            for row, value, y in zip(bundle.rows, dot.values, levels, strict=True)
        ]
        kind = "strand in" if dot.in_zone else "strand out"
        parts.append(tag("polyline", points=path(points), class_=kind, data_k=str(dot.index)))
    return tag("g", *parts) if parts else ""


def _packages(bundle: Bundle, scale: Scale, levels: Sequence[float]) -> str:
    """Return the strong lines and, on each axis, the letters moved apart where they crowd."""
    lines, signs = [], []
    for number, spot in enumerate(bundle.spots):
        points = [
            (scale(place_of(row, value)), y)
            for row, value, y in zip(bundle.rows, spot.values, levels, strict=True)
            if value is not None
        ]
        kind = f"route r{number % 8} {'proposal' if spot.is_proposal else 'chosen'}"
        lines.append(tag("polyline", points=path(points), class_=kind, data_package=spot.letter))
    for k, (row, y) in enumerate(zip(bundle.rows, levels, strict=True)):
        shown = [s for s in bundle.spots if s.values[k] is not None]
        exact = [scale(place_of(row, s.values[k] or 0)) for s in shown]
        moved = spread(exact, 18.0, LEFT, RIGHT)
        crowded = any(abs(x - at) > 2 for x, at in zip(exact, moved, strict=True))
        for spot, x, at in zip(shown, exact, moved, strict=True):
            if crowded:
                signs.append(tag("line", x1=x, x2=at, y1=y, y2=y - 17, class_="leader"))
                signs.append(tag("circle", cx=x, cy=y, r=2.5, class_="pin"))
                signs.append(draw_spot(spot, at, y - 17, 7.5))
            else:
                signs.append(draw_spot(spot, at, y, 7.5))
    return tag("g", *lines) + tag("g", *signs)
