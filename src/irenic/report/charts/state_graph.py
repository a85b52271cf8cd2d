"""A conflict as a picture: a box for each state, an arrow for each move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from irenic.report.charts.curves import Curve, Frame, Point, cut_to_boxes, overlap, route
from irenic.report.charts.lattice import Cell, lattice_places
from irenic.report.charts.layered import layered_slots, slot_places
from irenic.report.charts.state_marks import (
    OUT,
    PILL,
    STEP,
    Face,
    Kind,
    box_size,
    draw_arrow,
    draw_state,
    draw_step,
    draw_way,
    pill_width,
)
from irenic.report.charts.svg import coordinate, picture, tag

__all__ = [
    "MOST_SQUARES",
    "Detail",
    "GraphMove",
    "GraphState",
    "Line",
    "StateGraph",
    "detail_of",
    "draw_states",
    "footprints",
    "shown_lines",
]

#: With more lines than this only improvements are drawn; with more improvements than the second
#: figure, those are left out that follow from two others.
MANY_LINES, MANY_IMPROVEMENTS = 64, 96
#: With more decision makers than this a box has no squares for who would stay.
MOST_SQUARES = 4
#: Longest line of letters in a box, and of a name that stands for letters.
LETTERS, NAME = 14, 12
#: How far lines that join the same states run apart, and the room around the picture.
BESIDE, MARGIN = 8.0, 10.0
#: A picture at least so wide is not made narrower than the page allows.
WIDE = 640
#: Room between boxes in columns.
ROOM_X, ROOM_Y = 62.0, 34.0
#: How far words on a border may stand out into that room.
LAP = 40.0

#: What is drawn: all moves; improvements only; of these none that follows from two others.
Detail = Literal["all", "improvements", "steps"]


@dataclass(frozen=True, slots=True)
class GraphState:
    """One state: number on the page, letters of its options, words, and what is known of it.

    ``rests`` names the concepts under which it is an equilibrium; ``stays`` says for each
    decision maker whether it would stay (``None``: not known); both may be empty.
    """

    number: int
    letters: str
    title: str = ""
    rests: tuple[str, ...] = ()
    stays: tuple[bool | None, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphMove:
    """A move of one decision maker between two states, by their places in the list.

    ``better`` says whether it makes the decision maker better off; ``None``: not known.
    """

    by: int
    origin: int
    target: int
    better: bool | None = False


@dataclass(frozen=True, slots=True)
class StateGraph:
    """What a picture of a conflict shows.

    ``groups`` says how many letters of a state belong to each decision maker (empty when the
    states are not made of options).  ``path`` are the moves of the path to be drawn thick.
    """

    title: str
    description: str
    makers: tuple[str, ...]
    states: tuple[GraphState, ...]
    moves: tuple[GraphMove, ...]
    status_quo: int | None = None
    path: tuple[GraphMove, ...] = ()
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The moves of one decision maker between two states, both ways where it has both."""

    first: int
    last: int
    by: int
    there: Kind
    back: Kind


def _kind(better: bool | None) -> Kind:
    return "maybe" if better is None else "better" if better else "other"


def _lines(moves: Iterable[GraphMove]) -> list[Line]:
    found: dict[tuple[int, int, int], list[Kind]] = {}
    for move in moves:
        if move.origin == move.target:
            continue
        low, high = sorted((move.origin, move.target))
        kinds = found.setdefault((low, high, move.by), ["", ""])
        kinds[move.origin == high] = _kind(move.better)
    return [Line(*key, *kinds) for key, kinds in sorted(found.items())]


def detail_of(graph: StateGraph) -> Detail:
    """Return how much is drawn, so that the picture can still be read."""
    if len(_lines(graph.moves)) <= MANY_LINES:
        return "all"
    useful = [m for m in graph.moves if m.better is not False]
    return "improvements" if len(_lines(useful)) <= MANY_IMPROVEMENTS else "steps"


def shown_lines(graph: StateGraph) -> list[Line]:
    """Return the lines that are drawn; moves of the path always are."""
    detail = detail_of(graph)
    moves = list(graph.moves)
    if detail != "all":
        moves = [m for m in moves if m.better is not False]
    if detail == "steps":
        moves = _without_composed(moves)
    kinds = {(m.by, m.origin, m.target): m for m in graph.moves}
    asked = [kinds.get((m.by, m.origin, m.target), m) for m in graph.path]
    return _lines([*moves, *asked])


def _without_composed(moves: Sequence[GraphMove]) -> list[GraphMove]:
    """Leave out improvements that the same decision maker also reaches by two others."""
    better: dict[tuple[int, int], set[int]] = {}
    for m in moves:
        if m.better:
            better.setdefault((m.by, m.origin), set()).add(m.target)
    return [
        m
        for m in moves
        if not m.better
        or not any(
            m.target in better.get((m.by, between), ()) for between in better[m.by, m.origin]
        )
    ]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where everything stands: the box of each state, and all frames that it takes."""

    boxes: tuple[Frame, ...]
    parts: tuple[tuple[Frame, ...], ...]

    def whole(self, k: int) -> Frame:
        return _around(self.parts[k])


def _face(graph: StateGraph, k: int) -> Face:
    state = graph.states[k]
    above = "status quo" if k == graph.status_quo else ""
    name = str(state.number)
    lines: tuple[str, ...] = ()
    if graph.groups and len(state.letters) == sum(graph.groups):
        lines = _letters(state.letters, graph.groups)
    elif state.letters and state.letters != name:
        shown = state.letters
        lines = (shown if len(shown) <= NAME else shown[: NAME - 1] + "…",)
    stays = state.stays if len(state.stays) <= MOST_SQUARES else ()
    return Face(name, lines, stays, above, " ".join(state.rests))


def _letters(letters: str, groups: Sequence[int]) -> tuple[str, ...]:
    """Return the letters, a space between decision makers, in lines that are not too long."""
    parts, at = [], 0
    if max(groups) == 1 and len(letters) <= LETTERS:
        return (letters,)
    for size in groups:
        if size:
            parts.append(letters[at : at + size])
        at += size
    lines = [""]
    for part in parts:
        if lines[-1] and len(lines[-1]) + 1 + len(part) > LETTERS:
            lines.append("")
        lines[-1] += f" {part}" if lines[-1] else part
    return tuple(lines)


def _layout(graph: StateGraph, faces: Sequence[Face], lines: Sequence[Line]) -> _Layout:
    width, height = box_size(faces)
    reach = tuple(max(pill_width(face.above), pill_width(face.below)) for face in faces)
    cell = Cell(width + 8, height + PILL + 2 * OUT, reach)
    places: Sequence[Point] | None = None
    if graph.groups:
        joined = [(line.first, line.last, line.by) for line in lines]
        places = lattice_places([s.letters for s in graph.states], graph.groups, cell, joined)
    if places is None:
        pairs = sorted({(line.first, line.last) for line in lines})
        ahead = [(m.origin, m.target) for m in graph.moves if m.better]
        slots = layered_slots(len(faces), pairs, graph.status_quo or 0, ahead)
        places = slot_places(
            slots, max(cell.width, max(reach) - LAP) + ROOM_X, cell.height + ROOM_Y
        )
    boxes = tuple((x - width / 2, y - height / 2, x + width / 2, y + height / 2) for x, y in places)
    parts = tuple(_frames(face, box) for face, box in zip(faces, boxes, strict=True))
    return _Layout(boxes, parts)


def _frames(face: Face, box: Frame) -> tuple[Frame, ...]:
    """Return what the signs of a state cover: its box, its ring, the words on its border."""
    left, top, right, bottom = box
    middle = (left + right) / 2
    found = [(left - 4, top - 4, right + 4, bottom + 4) if face.below else box]
    for words, y in ((face.above, top - OUT), (face.below, bottom + OUT)):
        if words:
            half = pill_width(words) / 2
            found.append((middle - half, y - PILL / 2, middle + half, y + PILL / 2))
    return tuple(found)


def footprints(graph: StateGraph) -> list[Frame]:
    """Return the frame that each state takes with all its signs."""
    faces = [_face(graph, k) for k in range(len(graph.states))]
    layout = _layout(graph, faces, shown_lines(graph))
    return [layout.whole(k) for k in range(len(faces))]


def draw_states(graph: StateGraph) -> str:
    """Return the picture of a conflict; the same graph gives the same bytes."""
    lines = shown_lines(graph)
    faces = [_face(graph, k) for k in range(len(graph.states))]
    layout = _layout(graph, faces, lines)
    curves = _curves(layout, lines)
    way, steps = _path(graph, layout, lines, curves)
    order = sorted(range(len(lines)), key=lambda k: "better" in (lines[k].there, lines[k].back))
    content = [
        tag("g", *way) if way else "",
        *(
            draw_arrow(
                curves[k], lines[k].by, lines[k].there, lines[k].back, _said(graph, lines[k])
            )
            for k in order
        ),
        *(
            draw_state(face, box, _tooltip(graph, k))
            for k, (face, box) in enumerate(zip(faces, layout.boxes, strict=True))
        ),
        *(draw_step(number, at) for number, at in steps),
    ]
    frame = _around([*(f for parts in layout.parts for f in parts), *map(_box_of, curves)])
    width, height = frame[2] - frame[0] + 2 * MARGIN, frame[3] - frame[1] + 2 * MARGIN
    shift = f"translate({coordinate(MARGIN - frame[0])} {coordinate(MARGIN - frame[1])})"
    return picture(
        width,
        height,
        graph.title,
        graph.description,
        tag("g", *content, transform=shift),
        kind="chart states wide" if width >= WIDE else "chart states",
    )


def _curves(layout: _Layout, lines: Sequence[Line]) -> list[Curve]:
    """Return the curve of each line; those between the same states run beside one another."""
    pairs = sorted({(line.first, line.last) for line in lines})
    beside = {pair: [k for k, a in enumerate(lines) if (a.first, a.last) == pair] for pair in pairs}
    wide = [(len(beside[pair]) - 1) * BESIDE / 2 for pair in pairs]
    wholes = [layout.whole(k) for k in range(len(layout.boxes))]
    routes = route(layout.boxes, wholes, pairs, wide)
    found: dict[int, Curve] = {}
    for pair, curve in zip(pairs, routes, strict=True):
        members = beside[pair]
        for j, k in enumerate(members):
            moved = curve.shifted((j - (len(members) - 1) / 2) * BESIDE)
            found[k] = cut_to_boxes(moved, layout.parts[pair[0]], layout.parts[pair[1]])
    return [found[k] for k in range(len(lines))]


def _path(
    graph: StateGraph, layout: _Layout, lines: Sequence[Line], curves: Sequence[Curve]
) -> tuple[list[str], list[tuple[int, Point]]]:
    """Return the bands of the path and where the numbers of its steps stand."""
    index = {(line.first, line.last, line.by): k for k, line in enumerate(lines)}
    taken = [f for parts in layout.parts for f in parts]
    bands, steps = [], []
    for number, move in enumerate(graph.path, 1):
        low, high = sorted((move.origin, move.target))
        curve = curves[index[low, high, move.by]]
        bands.append(draw_way(curve))
        places = [curve.at(t) for t in (0.5, 0.4, 0.6, 0.3, 0.7)]
        free = (p for p in places if not any(overlap(_disc(p), f) for f in taken))
        at = next(free, places[0])
        taken.append(_disc(at))
        steps.append((number, at))
    return bands, steps


def _disc(at: Point) -> Frame:
    return at[0] - STEP, at[1] - STEP, at[0] + STEP, at[1] + STEP


def _around(frames: Iterable[Frame]) -> Frame:
    found = list(frames)
    return (
        min(f[0] for f in found),
        min(f[1] for f in found),
        max(f[2] for f in found),
        max(f[3] for f in found),
    )


def _box_of(curve: Curve) -> Frame:
    points = curve.points()
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) - 6, min(ys) - 6, max(xs) + 6, max(ys) + 6


def _tooltip(graph: StateGraph, k: int) -> str:
    state = graph.states[k]
    words = [f"{state.number}", state.title or state.letters]
    if k == graph.status_quo:
        words.append("status quo")
    if state.rests:
        words.append("equilibrium: " + ", ".join(state.rests))
    if state.stays:
        names = [n for n, stays in zip(graph.makers, state.stays, strict=True) if stays is False]
        if names:
            words.append(f"better off by moving: {', '.join(names)}")
        elif None not in state.stays:
            words.append("nobody is better off by moving")
    return ". ".join(words)


def _said(graph: StateGraph, line: Line) -> str:
    """Return a line in words: who, from where to where, and whether it is better off."""
    words = {"better": "better off", "maybe": "perhaps better off", "other": "no better off"}
    first, last = (graph.states[k].number for k in (line.first, line.last))
    said = [
        f"{a} to {b} ({words[kind]})"
        for a, b, kind in ((first, last, line.there), (last, first, line.back))
        if kind
    ]
    return f"{graph.makers[line.by]}: {'; '.join(said)}"
