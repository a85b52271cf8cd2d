"""Two parties: every efficient outcome on a plane, one axis a party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from irenic.report.charts.marks import Dot, Spot, draw_spot
from irenic.report.charts.scale import Scale, tick_text, ticks
from irenic.report.charts.svg import label, path, picture, tag

__all__ = ["Plane", "PlaneAxis", "draw_plane"]

WIDTH, HEIGHT = 720, 560
LEFT, RIGHT, TOP, BOTTOM = 58, 702, 40, 504
#: Rough width of a letter in chart labels, for keeping labels apart.
LETTER = 7.8
#: Room left around the outermost values, as a part of their range.
MARGIN = 0.06

#: Signs nearer than this are set in a row, so far apart.
CROWD, PITCH = 14, 19
#: With more dots than this, labels cannot keep clear of them.
MANY = 300
#: Places per piece of an unbroken line that labels keep clear of.
STEPS = 12

Box = tuple[float, float, float, float]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlaneAxis:
    """One party's axis; ``no_deal`` is (low, middle, high), ``None`` when unknown."""

    name: str
    no_deal: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Plane:
    """What a plane shows.

    ``zone`` says who must accept: both, the party of one axis, or either; empty when a
    no-deal value is unknown.  ``runs`` are the first and last index of dots to be joined:
    shares can be divided anywhere between such corners.
    """

    title: str
    description: str
    x: PlaneAxis
    y: PlaneAxis
    dots: tuple[Dot, ...]
    spots: tuple[Spot, ...]
    zone: Literal["", "both", "x", "y", "either"] = ""
    runs: tuple[tuple[int, int], ...] = ()


def draw_plane(plane: Plane) -> str:
    """Return the picture of a plane."""
    sx = _scale(plane, 0, plane.x, LEFT, RIGHT)
    sy = _scale(plane, 1, plane.y, BOTTOM, TOP)
    spots = [s for s in plane.spots if None not in s.values]
    places = [(sx(s.values[0] or 0), sy(s.values[1] or 0)) for s in spots]
    return picture(
        WIDTH,
        HEIGHT,
        plane.title,
        plane.description,
        _zone(plane, sx, sy),
        _grid(plane, sx, sy),
        _no_deal(plane, sx, sy),
        _dots(plane, sx, sy),
        _spots(spots, places, _obstacles(plane, sx, sy)),
        kind="chart plane",
    )


def _scale(plane: Plane, axis: int, of: PlaneAxis, start: float, end: float) -> Scale:
    values = [d.values[axis] for d in plane.dots]
    values += [v for s in plane.spots if (v := s.values[axis]) is not None]
    values += of.no_deal or ()
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    room = (high - low) * MARGIN or 1.0
    return Scale(low - room, high + room, start, end)


def _grid(plane: Plane, sx: Scale, sy: Scale) -> str:
    parts = []
    for value in ticks(sx.low, sx.high, 6):
        x = sx(value)
        parts.append(tag("line", x1=x, x2=x, y1=BOTTOM, y2=BOTTOM + 5, class_="axis"))
        parts.append(label(tick_text(value), x, BOTTOM + 20, "tick", text_anchor="middle"))
    for value in ticks(sy.low, sy.high, 6):
        y = sy(value)
        parts.append(tag("line", x1=LEFT, x2=RIGHT, y1=y, y2=y, class_="grid"))
        parts.append(label(tick_text(value), LEFT - 8, y + 4, "tick", text_anchor="end"))
    parts.append(tag("line", x1=LEFT, x2=RIGHT, y1=BOTTOM, y2=BOTTOM, class_="axis"))
    parts.append(label(f"↑ {plane.y.name}", 2, 16, "axis-name"))
    parts.append(label(f"{plane.x.name} →", RIGHT, HEIGHT - 12, "axis-name", text_anchor="end"))
    return tag("g", *parts)


def _zone(plane: Plane, sx: Scale, sy: Scale) -> str:
    if not plane.zone or plane.x.no_deal is None or plane.y.no_deal is None:
        return ""
    x, y = sx(plane.x.no_deal[1]), sy(plane.y.no_deal[1])
    corners: dict[str, list[tuple[float, float]]] = {
        "both": [(x, y), (x, TOP), (RIGHT, TOP), (RIGHT, y)],
        "x": [(x, BOTTOM), (x, TOP), (RIGHT, TOP), (RIGHT, BOTTOM)],
        "y": [(LEFT, y), (LEFT, TOP), (RIGHT, TOP), (RIGHT, y)],
        "either": [(LEFT, y), (LEFT, TOP), (RIGHT, TOP), (RIGHT, BOTTOM), (x, BOTTOM), (x, y)],
    }
    return tag("polygon", points=path(corners[plane.zone]), class_="zone")


def _no_deal(plane: Plane, sx: Scale, sy: Scale) -> str:
    parts = []
    if plane.x.no_deal is not None:
        low, middle, high = (sx(v) for v in plane.x.no_deal)
        if high > low:
            parts.append(
                tag("rect", x=low, width=high - low, y=TOP, height=BOTTOM - TOP, class_="doubt")
            )
        parts.append(tag("line", x1=middle, x2=middle, y1=TOP, y2=BOTTOM, class_="no-deal"))
        end = middle > RIGHT - 160
        anchor = "end" if end else "start"
        words = f"{plane.x.name}: no deal"
        parts.append(
            label(
                words, middle + (-6 if end else 6), BOTTOM - 8, "no-deal-name", text_anchor=anchor
            )
        )
    if plane.y.no_deal is not None:
        low, middle, high = (sy(v) for v in plane.y.no_deal)
        if low > high:
            parts.append(
                tag("rect", x=LEFT, width=RIGHT - LEFT, y=high, height=low - high, class_="doubt")
            )
        parts.append(tag("line", x1=LEFT, x2=RIGHT, y1=middle, y2=middle, class_="no-deal"))
        words = f"{plane.y.name}: no deal"
        parts.append(label(words, RIGHT, middle - 6, "no-deal-name", text_anchor="end"))
    return tag("g", *parts) if parts else ""


def _dots(plane: Plane, sx: Scale, sy: Scale) -> str:
    parts = []
    for first, last in plane.runs:
        ordered = sorted((d for d in plane.dots if first <= d.index <= last), key=_values)
        points = [(sx(d.values[0]), sy(d.values[1])) for d in ordered]
        if len(points) > 1:
            parts.append(tag("polyline", points=path(points), class_="frontier"))
    for dot in plane.dots:
        kind = "dot in" if dot.in_zone else "dot out" if dot.in_zone is False else "dot open"
        parts.append(
            tag(
                "circle",
                cx=sx(dot.values[0]),
                cy=sy(dot.values[1]),
                r=3.2,
                class_=kind,
                data_k=str(dot.index),
            )
        )
    return tag("g", *parts) if parts else ""


def _spots(spots: Sequence[Spot], places: Sequence[Place], taken: list[Box]) -> str:
    """Return the lettered signs; crowded ones stand in a row, tied to their exact places."""
    groups: dict[Place, list[int]] = {}
    for k, (x, y) in enumerate(places):
        near = next((g for g in groups if abs(g[0] - x) < CROWD and abs(g[1] - y) < CROWD), None)
        groups.setdefault(near or (x, y), []).append(k)
    rows = []
    for (x, y), members in groups.items():
        first = min(x, RIGHT - PITCH * (len(members) - 1))
        ends = (first, first + PITCH * (len(members) - 1))
        taken.append((ends[0] - 9, y - 9, ends[1] + 9, y + 9))
        rows.append((ends, y, members))
    ties: list[str] = []  # drawn below the signs, so that these stay readable
    parts: list[str] = []
    for (first, last), y, members in rows:
        for j, k in enumerate(members):
            at, (x, exact) = first + PITCH * j, places[k]
            if abs(at - x) > 2 or abs(y - exact) > 2:
                ties.append(tag("line", x1=x, y1=exact, x2=at, y2=y, class_="leader"))
                ties.append(tag("circle", cx=x, cy=exact, r=3, class_="pin"))
            parts.append(draw_spot(spots[k], at, y))
        names = ", ".join(spots[k].name for k in members)
        placed = _free_place(taken, first, last, y, len(names) * LETTER)
        if placed is not None:
            taken.append(placed)
            parts.append(_named(names, placed, first))
    return tag("g", *ties, *parts)


def _obstacles(plane: Plane, sx: Scale, sy: Scale) -> list[Box]:
    """Return boxes that labels keep clear of: the dots, and steps along an unbroken line."""
    ordered = sorted(plane.dots, key=_values)
    points = [(sx(d.values[0]), sy(d.values[1])) for d in ordered]
    if len(points) > MANY:
        return []
    found = list(points)
    for first, last in plane.runs:
        run = [p for p, d in zip(points, ordered, strict=True) if first <= d.index <= last]
        found += [
            (x + (x2 - x) * k / STEPS, y + (y2 - y) * k / STEPS)
            for (x, y), (x2, y2) in pairwise(run)
            for k in range(1, STEPS)
        ]
    return [(x - 3, y - 3, x + 3, y + 3) for x, y in found]


def _values(dot: Dot) -> tuple[float, ...]:
    return dot.values


def _named(names: str, box: Box, x: float) -> str:
    """Return a label anchored at the side that its sign is on."""
    if box[2] < x:
        return label(names, box[2], box[3] - 4, "spot-name", text_anchor="end")
    return label(names, box[0], box[3] - 4, "spot-name")


def _free_place(
    taken: Sequence[Box], first: float, last: float, y: float, width: float
) -> Box | None:
    """Return the first free box for a label: right, left, above, below; ``None`` if none is."""
    middle = (first + last) / 2
    for left, top in (
        (last + 13, y - 9),
        (first - 13 - width, y - 9),
        (last + 8, y - 27),
        (last + 8, y + 9),
        (middle - width / 2, y - 30),
        (middle - width / 2, y + 12),
        (first - 8 - width, y - 27),
        (first - 8 - width, y + 9),
    ):
        box = (left, top, left + width, top + 17)
        inside = left >= LEFT and box[2] <= WIDTH and top >= TOP - 20 and box[3] <= BOTTOM
        if inside and not any(_overlap(box, other) for other in taken):
            return box
    return None


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
