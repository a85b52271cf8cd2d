"""The signs of a conflict graph: boxes of states, arrows of moves, numbers of steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import Literal

from irenic.report.charts.curves import Curve, Frame, Point, straight
from irenic.report.charts.marks import key_picture
from irenic.report.charts.svg import coordinate, label, path, tag

__all__ = [
    "MAKER_STYLES",
    "OUT",
    "PILL",
    "STEP",
    "Face",
    "Kind",
    "box_size",
    "draw_arrow",
    "draw_state",
    "draw_step",
    "draw_way",
    "maker_class",
    "move_key",
    "pill_width",
    "state_key",
]

#: A move makes its maker better off, perhaps (not known), or not.
Kind = Literal["", "better", "maybe", "other"]

#: Colours and dashes told apart in the style sheet; more decision makers take them again.
MAKER_STYLES = 6
#: Height of the words above and below a box; most of it stands out.
PILL = 15.0
#: How far the middle of these words stands outside the border.
OUT = 4.5
#: Radius of the number of a step.
STEP = 8.5
#: Widths of a letter: in small capitals on a box, of its name, and on a pill.
MONO, BOLD, SMALL = 6.7, 9.5, 7.4
#: Length of an arrow's head.
HEAD = {"better": 10.0, "maybe": 10.0, "other": 6.5, "": 0.0}
#: Size and pitch of the squares that say who stays.
PIP, PIP_PITCH = 7.0, 9.5


@dataclass(frozen=True, slots=True)
class Face:
    """What stands on the box of a state; ``above`` and ``below`` are words on its border."""

    name: str
    lines: tuple[str, ...]
    stays: tuple[bool | None, ...] = ()
    above: str = ""
    below: str = ""


def pill_width(words: str) -> float:
    """Return the room that words on the border of a box take."""
    return len(words) * SMALL + 12 if words else 0.0


def box_size(faces: Sequence[Face]) -> tuple[float, float]:
    """Return the width and height that all boxes have, so that each has room for its words."""
    wide, lines = 58.0, 0
    for face in faces:
        head = len(face.name) * BOLD + (8 + len(face.stays) * PIP_PITCH if face.stays else 0)
        longest = max((len(line) for line in face.lines), default=0) * MONO
        wide = max(wide, head + 14, longest + 14)
        lines = max(lines, len(face.lines))
    return wide, 27.0 + 13.0 * lines + (2 if lines else 0)


def maker_class(maker: int) -> str:
    """Return the class that gives a decision maker its colour and dash."""
    return f"m{maker % MAKER_STYLES}"


def draw_state(face: Face, box: Frame, tooltip: str) -> str:
    """Return the box of a state with its words and signs."""
    left, top, right, bottom = box
    kind = "state" + (" here" if face.above else "") + (" rest" if face.below else "")
    parts = [tag("title", _escaped(tooltip))] if tooltip else []
    if face.below:
        ring = {"x": left - 3.5, "y": top - 3.5, "rx": 9.0}
        size = {"width": right - left + 7, "height": bottom - top + 7}
        parts.append(tag("rect", class_="state-ring", **ring, **size))
    parts.append(
        tag("rect", x=left, y=top, width=right - left, height=bottom - top, rx=6, class_="box")
    )
    parts += _words(face, box)
    middle = (left + right) / 2
    if face.above:
        parts.append(_pill(face.above, middle, top - OUT, "above"))
    if face.below:
        parts.append(_pill(face.below, middle, bottom + OUT, "below"))
    return tag("g", *parts, class_=kind)


def _words(face: Face, box: Frame) -> list[str]:
    left, top, right, _ = box
    middle = (left + right) / 2
    lead = top + 18.0
    parts = []
    if face.stays:
        parts.append(label(face.name, left + 8, lead, "state-name"))
        first = right - 8 - (len(face.stays) - 1) * PIP_PITCH - PIP
        parts += [
            _pip(state, maker, first + maker * PIP_PITCH, lead - 8.5)
            for maker, state in enumerate(face.stays)
        ]
    else:
        parts.append(label(face.name, middle, lead, "state-name", text_anchor="middle"))
    for k, line in enumerate(face.lines):
        y = lead + 14 + 13 * k
        parts.append(label(line, middle, y, "state-letters", text_anchor="middle"))
    return parts


def _pip(stays: bool | None, maker: int, x: float, y: float) -> str:
    kind = {True: "stays", False: "goes", None: "unsure"}[stays]
    return tag(
        "rect", x=x, y=y, width=PIP, height=PIP, rx=1, class_=f"pip {maker_class(maker)} {kind}"
    )


def _pill(words: str, x: float, y: float, place: str) -> str:
    width = pill_width(words)
    return tag(
        "g",
        tag(
            "rect",
            x=x - width / 2,
            y=y - PILL / 2,
            width=width,
            height=PILL,
            rx=PILL / 2,
            class_=f"pill {place}",
        ),
        label(words, x, y + 3.6, "pill-words", text_anchor="middle"),
    )


def draw_arrow(curve: Curve, maker: int, there: Kind, back: Kind, tooltip: str = "") -> str:
    """Return a move as a line with a head at its end, and one at its start if it goes back."""
    kinds = (there, back)
    kind = next((k for k in ("better", "maybe") if k in kinds), "other")
    room = _length(curve)
    first = min(HEAD[back] * (0.8 if back != "other" else 0.0) / room, 0.4)
    last = 1 - min(HEAD[there] * (0.8 if there != "other" else 0.0) / room, 0.4)
    parts = [tag("title", _escaped(tooltip))] if tooltip else []
    parts.append(tag("path", d=_line(curve.part(first, last)), class_="move-line"))
    parts += [_head(curve, there, 1.0)] if there else []
    parts += [_head(curve, back, 0.0)] if back else []
    return tag("g", *parts, class_=f"move {maker_class(maker)} {kind}")


def draw_way(curve: Curve) -> str:
    """Return the broad band below a move that is a step of the path."""
    return tag("path", d=_line(curve), class_="way")


def draw_step(number: int, at: Point) -> str:
    """Return the number of a step."""
    return tag(
        "g",
        tag("circle", cx=at[0], cy=at[1], r=STEP, class_="step"),
        label(str(number), at[0], at[1] + 4, "step-number", text_anchor="middle"),
    )


def _length(curve: Curve) -> float:
    """Return about how long a curve is."""
    return sum(hypot(q[0] - p[0], q[1] - p[1]) for p, q in pairwise(curve.points(12))) or 1.0


def _line(curve: Curve) -> str:
    a, b, c, d = (
        f"{coordinate(p[0])} {coordinate(p[1])}"
        for p in (curve.start, curve.first, curve.second, curve.end)
    )
    return f"M{a}C{b} {c} {d}"


def _head(curve: Curve, kind: Kind, t: float) -> str:
    """Return a head: full for a better state, hollow for perhaps, two small strokes otherwise."""
    tip, (dx, dy) = curve.at(t), curve.direction(t)
    if t < 0.5:
        dx, dy = -dx, -dy
    size = HEAD[kind]
    wide = size * (0.5 if kind == "other" else 0.42)
    x, y = tip[0] - dx * size, tip[1] - dy * size
    points = [(x - dy * wide, y + dx * wide), tip, (x + dy * wide, y - dx * wide)]
    name = "polyline" if kind == "other" else "polygon"
    return tag(name, points=path(points), class_=f"head {kind}")


def _escaped(words: str) -> str:
    from html import escape

    return escape(words)


def move_key(maker: int, kind: Kind) -> str:
    """Return a move for a legend."""
    curve = straight((1, 8), (34, 8))
    return key_picture(draw_arrow(curve, maker, kind, ""), 36, 16)


def state_key(what: Literal["rest", "way", "stays", "goes", "unsure"]) -> str:
    """Return a sign of a state, or of the path, for a legend."""
    if what == "way":
        curve = straight((1, 9), (35, 9))
        return key_picture(draw_way(curve) + draw_step(1, (18, 9)), 36, 18)
    if what in ("stays", "goes", "unsure"):
        return key_picture(tag("rect", x=2, y=3, width=9, height=9, class_=f"pip {what}"), 13, 14)
    box = tag("rect", x=5, y=4, width=26, height=12, rx=4, class_="box")
    ring = tag("rect", x=2, y=1, width=32, height=18, rx=6, class_="state-ring")
    return key_picture(
        tag("g", ring if what == "rest" else "", box, class_=f"state {what}"), 36, 20
    )
