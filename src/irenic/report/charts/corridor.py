"""One party along the steps of an agreement: what it has if the process stops, and its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from irenic.report.charts.marks import key_picture, spread
from irenic.report.charts.placing import Anchor, Placer, word_width
from irenic.report.charts.scale import Scale, tick_text, ticks
from irenic.report.charts.svg import label, path, picture, tag

__all__ = ["WIDE", "CorridorChart", "corridor_keys", "draw_corridor"]

#: From so many steps on a chart takes the whole width of the page.
WIDE = 9
NARROW_WIDTH, WIDE_WIDTH = 420.0, 900.0
LEFT, RIGHT, TOP, HEIGHT = 48.0, 82.0, 18.0, 210.0
#: Room kept free of the line above and below for words on it.
ABOVE_LINE, BELOW_LINE = 24.0, 26.0
#: A step never gets less room than its slanted name needs.
LEAST_ROOM = 22.0
#: Limits further from the line than this part of its range are shown as arrows at the edge.
NEAR = 0.6
#: Longest name of a step under the chart.
STEP_NAME = 14
#: Least room between two lines of words.
LINE = 14.0


@dataclass(frozen=True, slots=True)
class CorridorChart:
    """What is drawn for one party.

    ``values`` is what it has if the process stops, before the first step and after each.
    ``ceiling`` is given at its own steps; ``tempted`` holds the words for those at which it is
    above (empty elsewhere).  ``worst`` is the place in ``values`` of its worst moment, with
    ``worst_words``.  ``floor`` is ``None`` where no limit is given.
    """

    title: str
    description: str
    steps: tuple[str, ...]
    values: tuple[float, ...]
    no_deal: float
    floor: float | None
    ceiling: tuple[float | None, ...]
    tempted: tuple[str, ...]
    worst: int | None = None
    worst_words: str = ""
    end_words: str = ""

    @property
    def wide(self) -> bool:
        """Return whether the chart takes the whole width of the page."""
        return len(self.steps) >= WIDE


class _Frame:
    """Where things are on one chart."""

    def __init__(self, chart: CorridorChart) -> None:
        self.chart = chart
        count = len(chart.values)
        width = WIDE_WIDTH if chart.wide else NARROW_WIDTH
        right = max(RIGHT, word_width(chart.end_words) + 10)
        self.room = max((width - LEFT - right) / count, LEAST_ROOM)
        self.width = LEFT + right + self.room * count
        self.end = LEFT + self.room * count
        self.bottom = TOP + HEIGHT
        low, high = self._range()
        self.low, self.high = low, high
        self.y = Scale(low, high, self.bottom - BELOW_LINE, TOP + ABOVE_LINE)

    def _range(self) -> tuple[float, float]:
        values = (*self.chart.values, self.chart.no_deal)
        low, high = min(values), max(values)
        room = NEAR * (high - low or 1.0)
        limits = [x for x in (self.chart.floor, *self.chart.ceiling) if x is not None]
        seen = [*values, *(x for x in limits if low - room <= x <= high + room)]
        low, high = min(seen), max(seen)
        return (low, high) if low < high else (low - 1.0, high + 1.0)

    def at(self, place: int) -> float:
        """Return where the stretch after so many steps begins."""
        return LEFT + self.room * place

    def inside(self, value: float) -> bool:
        return self.low <= value <= self.high

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(_short(name) for name in self.chart.steps)

    @cached_property
    def slanted(self) -> bool:
        """Return whether the names of the steps are too long to stand side by side."""
        return any(word_width(name) + 4 > self.room for name in self.names)

    @cached_property
    def total(self) -> float:
        longest = max((word_width(name) for name in self.names), default=0)
        return self.bottom + (28 + 0.78 * longest if self.slanted else 32)


def draw_corridor(chart: CorridorChart, /) -> str:
    """Return the picture; every sign in it differs in shape, not in colour alone."""
    frame = _Frame(chart)
    placer = Placer((LEFT, TOP - 6, frame.end, frame.bottom))
    _obstacles(frame, placer)
    signs = [*_tempted(frame, placer), *_worst(frame, placer)]
    parts = [
        *_ground(frame, placer),
        *_limits(frame),
        *_exposed(frame),
        *_ceilings(frame),
        tag("polyline", points=path(_line(frame)), class_="corridor-line"),
        *_axis(frame),
        *_right(frame),
        *signs,
    ]
    kind = "chart corridor wide" if chart.wide else "chart corridor"
    return picture(frame.width, frame.total, chart.title, chart.description, *parts, kind=kind)


def _short(name: str) -> str:
    """Return a name cut in its middle: the ends of names of steps tell them apart."""
    if len(name) <= STEP_NAME:
        return name
    half = (STEP_NAME - 1) // 2
    return f"{name[: STEP_NAME - 1 - half]}…{name[-half:]}"


def _line(frame: _Frame) -> list[tuple[float, float]]:
    points = []
    for place, value in enumerate(frame.chart.values):
        y = frame.y(value)
        points += [(frame.at(place), y), (frame.at(place + 1), y)]
    return points


def _obstacles(frame: _Frame, placer: Placer) -> None:
    """Tell the placer where lines run."""
    points = _line(frame)
    for (x, y), (x2, y2) in pairwise(points):
        placer.avoid((min(x, x2) - 2, min(y, y2) - 2, max(x, x2) + 2, max(y, y2) + 2))
    limits = [frame.chart.no_deal]
    limits += [] if frame.chart.floor is None else [frame.chart.floor]
    for value in limits:
        if frame.inside(value):
            y = frame.y(value)
            placer.avoid((LEFT, y - 1, frame.end, y + 1))
    for step, ceiling in enumerate(frame.chart.ceiling):
        if ceiling is not None:
            y, x = frame.y(ceiling), frame.at(step + 1)
            placer.avoid((x - _bar(frame), y - 4, x, y + 4))


def _ground(frame: _Frame, placer: Placer) -> list[str]:
    """Return the field of exposure below the floor, and the lines of the axis."""
    parts = []
    floor = frame.chart.floor
    if floor is not None and frame.inside(floor):
        y = frame.y(floor)
        parts.append(
            tag(
                "rect",
                x=LEFT,
                y=y,
                width=frame.end - LEFT,
                height=frame.bottom - y,
                class_="loss",
            )
        )
        words = "exposed"
        spots: list[tuple[float, float, Anchor]] = [
            (LEFT + 6, frame.bottom - 6, "start"),
            (frame.end - 6, frame.bottom - 6, "end"),
            ((LEFT + frame.end) / 2, frame.bottom - 6, "middle"),
        ]
        found = placer.place(words, spots) if frame.bottom - y > LINE + 3 else None
        if found:
            parts.append(label(words, found[0], found[1], "chart-word", text_anchor=found[2]))
    for value in ticks(frame.low, frame.high, 4):
        y = frame.y(value)
        parts.append(tag("line", x1=LEFT, x2=frame.end, y1=y, y2=y, class_="grid"))
        parts.append(label(tick_text(value), LEFT - 6, y + 4, "tick", text_anchor="end"))
    return parts


def _limits(frame: _Frame) -> list[str]:
    """Return the line of no deal and the floor."""
    chart, parts = frame.chart, []
    y = frame.y(chart.no_deal)
    parts.append(tag("line", x1=LEFT, x2=frame.end, y1=y, y2=y, class_="ideal"))
    if chart.floor is not None and frame.inside(chart.floor):
        y = frame.y(chart.floor)
        parts.append(tag("line", x1=LEFT, x2=frame.end, y1=y, y2=y, class_="no-deal"))
    return parts


def _exposed(frame: _Frame) -> list[str]:
    """Return what lies between the floor and the line where the line is below."""
    floor, parts = frame.chart.floor, []
    if floor is None:
        return []
    for place, value in enumerate(frame.chart.values):
        if value < floor:
            y = frame.y(floor)
            parts.append(
                tag(
                    "rect",
                    x=frame.at(place),
                    y=y,
                    width=frame.room,
                    height=frame.y(value) - y,
                    class_="below-floor",
                )
            )
    return parts


def _bar(frame: _Frame) -> float:
    """Return how long the mark of a ceiling is."""
    return min(0.72 * frame.room, 34.0)


def _ceilings(frame: _Frame) -> list[str]:
    """Return the mark of each ceiling; an arrow where it is beyond the edge."""
    parts = []
    for step, ceiling in enumerate(frame.chart.ceiling):
        if ceiling is None:
            continue
        x, y, width = frame.at(step + 1), frame.y(ceiling), _bar(frame)
        if not frame.inside(ceiling):
            up = -1 if ceiling > frame.high else 1
            tip = [(x - width / 2 - 4, y - 6 * up), (x - width / 2 + 4, y - 6 * up)]
            tip.append((x - width / 2, y))
            parts.append(tag("polygon", points=path(tip), class_="pin"))
            continue
        value = frame.y(frame.chart.values[step])
        if frame.chart.tempted[step] and value < y:
            parts.append(
                tag("rect", x=x - width, y=value, width=width, height=y - value, class_="over")
            )
        parts.append(_ceiling_mark(x, y, width))
    return parts


def _ceiling_mark(x: float, y: float, width: float) -> str:
    """Return a bar whose ends point down: what is below it is inside."""
    points = [(x - width, y + 4), (x - width, y), (x, y), (x, y + 4)]
    return tag("polyline", points=path(points), class_="ceiling")


def _tempted(frame: _Frame, placer: Placer) -> list[str]:
    """Return a triangle and words wherever the party is above its ceiling."""
    parts = []
    for step, words in enumerate(frame.chart.tempted):
        if not words:
            continue
        x = frame.at(step + 1) - _bar(frame) / 2
        y = frame.y(frame.chart.values[step])
        tip = [(x - 5, y - 4), (x + 5, y - 4), (x, y - 12)]
        placer.take((x - 5, y - 12, x + 5, y - 4))
        parts.append(tag("polygon", points=path(tip), class_="pin"))
        spots: list[tuple[float, float, Anchor]] = [
            (x, y - 16, "middle"),
            (x - 8, y - 5, "end"),
            (x + 8, y - 5, "start"),
            (x, y + 16, "middle"),
            (x, y - 30, "middle"),
        ]
        parts += _words(words, placer, spots)
    return parts


def _worst(frame: _Frame, placer: Placer) -> list[str]:
    """Return a ring at the worst moment, with its words."""
    place = frame.chart.worst
    if place is None:
        return []
    x, y = frame.at(place) + frame.room / 2, frame.y(frame.chart.values[place])
    placer.take((x - 6, y - 6, x + 6, y + 6))
    spots: list[tuple[float, float, Anchor]] = [
        (x, y + 19, "middle"),
        (x, y - 9, "middle"),
        (x + 9, y + 4, "start"),
        (x - 9, y + 4, "end"),
        (x, y + 32, "middle"),
        (x + 9, y + 17, "start"),
        (x - 9, y + 17, "end"),
    ]
    ring = tag("circle", cx=x, cy=y, r=5, class_="worst")
    return [ring, *_words(frame.chart.worst_words, placer, spots)]


def _words(words: str, placer: Placer, spots: Sequence[tuple[float, float, Anchor]]) -> list[str]:
    """Return words at the first free place; without one they stand in the table only."""
    found = placer.place(words, spots) if words else None
    if found is None:
        return []
    return [label(words, found[0], found[1], "corridor-word", text_anchor=found[2])]


def _axis(frame: _Frame) -> list[str]:
    """Return the steps below: full squares and strong names for the party's own."""
    y = frame.bottom + 9
    parts = [tag("line", x1=LEFT, x2=frame.end, y1=frame.bottom, y2=frame.bottom, class_="axis")]
    for step, name in enumerate(frame.names):
        x, own = frame.at(step + 1), frame.chart.ceiling[step] is not None
        if own:
            parts.append(tag("rect", x=x - 4, y=y - 4, width=8, height=8, class_="pin"))
        else:
            parts.append(tag("circle", cx=x, cy=y, r=3, class_="step-other"))
        kind = "chart-word strong" if own else "chart-word"
        if frame.slanted:
            turn = f"rotate(-45 {x + 4:.1f} {y + 16:.1f})"
            anchor = {"text_anchor": "end", "transform": turn}
            parts.append(label(name, x + 4, y + 16, kind, **anchor))
        else:
            parts.append(label(name, x, y + 19, kind, text_anchor="middle"))
    return parts


def _names_of_lines(frame: _Frame) -> list[tuple[float, str, str]]:
    """Return where the lines end on the right, with their names and kinds."""
    chart = frame.chart
    entries = [(frame.y(chart.no_deal), "no deal", "chart-word")]
    if chart.floor is not None:
        beyond = "" if frame.inside(chart.floor) else " ↓" if chart.floor < frame.low else " ↑"
        entries.append((frame.y(chart.floor), f"floor{beyond}", "no-deal-name"))
    if chart.end_words:
        entries.append((frame.y(chart.values[-1]), chart.end_words, "chart-word strong"))
    return entries


def _right(frame: _Frame) -> list[str]:
    """Return the names of the lines at the right end, moved apart where they would touch."""
    entries = _names_of_lines(frame)
    places = spread([y for y, _, _ in entries], LINE, TOP, frame.bottom - 4)
    return [
        label(words, frame.end + 6, y + 4, kind)
        for y, (_, words, kind) in zip(places, entries, strict=True)
    ]


def corridor_keys() -> tuple[tuple[str, str], ...]:
    """Return the pictures of the legend with what they mean."""
    line = tag("polyline", points="1,11 8,11 8,4 21,4", class_="corridor-line")
    floor = tag("rect", x=0, y=7, width=22, height=7, class_="loss")
    floor += tag("line", x1=0, x2=22, y1=7, y2=7, class_="no-deal")
    over = tag("rect", x=4, y=4, width=14, height=8, class_="over") + _ceiling_mark(18, 12, 14)
    return (
        (key_picture(line), "what the party has if the process stops there"),
        (key_picture(floor), "floor: below it the party is more exposed than it accepts"),
        (
            key_picture(tag("rect", x=4, y=4, width=14, height=9, class_="below-floor")),
            "exposed beyond the floor",
        ),
        (
            key_picture(_ceiling_mark(19, 5, 16)),
            "ceiling at a step of its own: above it, refusing would pay more than performing",
        ),
        (
            key_picture(over + tag("polygon", points="6,3 16,3 11,0", class_="pin")),
            "tempted: above the ceiling, by so much",
        ),
        (
            key_picture(tag("circle", cx=11, cy=7, r=5, class_="worst")),
            "its worst moment, with what it has then",
        ),
        (
            key_picture(tag("rect", x=7, y=3, width=8, height=8, class_="pin")),
            "a step of its own",
        ),
        (key_picture(tag("circle", cx=11, cy=7, r=3, class_="step-other")), "a step of others"),
    )
