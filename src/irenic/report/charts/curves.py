"""Lines between boxes: bent as little as needed so that they pass other boxes by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, hypot, pi

__all__ = ["Curve", "Frame", "Point", "cut_to_boxes", "overlap", "route", "straight"]

Point = tuple[float, float]
#: left, top, right, bottom
Frame = tuple[float, float, float, float]

#: Points of a curve at which it is looked at.
STEPS = 24
#: How far a line keeps from boxes that it does not belong to.
CLEAR = 7.0
#: How far a line may be pushed aside: as parts of its length, and in pixels.
BENDS = (0.1, 0.2, 0.32, 0.48)
PUSHES = (36.0, 55.0, 80.0, 110.0, 150.0, 200.0, 260.0)
#: How far each control point may be pushed where that was not enough.
WIDE_PUSHES = tuple(40.0 * k for k in range(-7, 8))
#: Shapes of a bend: how far along the two control points stand, and how much each is pushed.
SHAPES = (
    (0.3, 0.7, 1.0, 1.0),
    (0.05, 0.95, 1.0, 1.0),
    (0.15, 0.7, 1.0, 0.2),
    (0.3, 0.85, 0.2, 1.0),
)
#: Lines that run along one another count as one when they are nearer than this, and closer in
#: direction than that.
NEAR, ALIKE = 9.0, 0.35
#: What a point inside another box, a point along another line, and a bend cost.
HIT, ALONG, BEND, LENGTH = 100.0, 5.0, 12.0, 0.02
#: How far from the centre of a box a line may end, as a part of its half height: lines from the
#: same side then end apart.
SPREAD = 0.55


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve."""

    start: Point
    first: Point
    second: Point
    end: Point

    def at(self, t: float) -> Point:
        """Return the point at a part of the way."""
        u = 1 - t
        a, b, c, d = u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t
        return (
            a * self.start[0] + b * self.first[0] + c * self.second[0] + d * self.end[0],
            a * self.start[1] + b * self.first[1] + c * self.second[1] + d * self.end[1],
        )

    def direction(self, t: float) -> Point:
        """Return the direction at a part of the way, of length one."""
        u = 1 - t
        a, b, c = u * u, 2 * u * t, t * t
        p, q, r, s = self.start, self.first, self.second, self.end
        x = a * (q[0] - p[0]) + b * (r[0] - q[0]) + c * (s[0] - r[0])
        y = a * (q[1] - p[1]) + b * (r[1] - q[1]) + c * (s[1] - r[1])
        size = hypot(x, y) or 1.0
        return x / size, y / size

    def part(self, low: float, high: float) -> Curve:
        """Return the piece between two parts of the way."""
        return self._till(high)._from(low / high if high else 0.0)

    def _till(self, t: float) -> Curve:
        p, q, r, s = self.start, self.first, self.second, self.end
        a, b, c = _mix(p, q, t), _mix(q, r, t), _mix(r, s, t)
        d, e = _mix(a, b, t), _mix(b, c, t)
        return Curve(p, a, d, _mix(d, e, t))

    def _from(self, t: float) -> Curve:
        turned = Curve(self.end, self.second, self.first, self.start)._till(1 - t)
        return Curve(turned.end, turned.second, turned.first, turned.start)

    def points(self, steps: int = STEPS) -> list[Point]:
        """Return points along the curve, both ends included."""
        return [self.at(k / steps) for k in range(steps + 1)]

    def shifted(self, by: float) -> Curve:
        """Return the curve moved sideways, so that several can run beside one another."""
        x, y = self.end[0] - self.start[0], self.end[1] - self.start[1]
        size = hypot(x, y) or 1.0
        dx, dy = -y / size * by, x / size * by
        moved = ((p[0] + dx, p[1] + dy) for p in (self.start, self.first, self.second, self.end))
        return Curve(*moved)


def straight(start: Point, end: Point) -> Curve:
    """Return a straight line as a curve."""
    return Curve(start, _mix(start, end, 1 / 3), _mix(start, end, 2 / 3), end)


def _mix(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t


def overlap(a: Frame, b: Frame) -> bool:
    """Return whether two frames have more than a border in common."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(point: Point, frames: Iterable[Frame]) -> bool:
    x, y = point
    return any(f[0] < x < f[2] and f[1] < y < f[3] for f in frames)


def cut_to_boxes(
    curve: Curve, first: Sequence[Frame], last: Sequence[Frame], gap: float = 2.0
) -> Curve:
    """Return the piece of a curve between the box it leaves and the one it reaches."""
    start = _crossing(curve, [_grown(f, gap) for f in first], forward=True)
    end = _crossing(curve, [_grown(f, gap) for f in last], forward=False)
    return curve.part(start, end) if start < end else curve


def _crossing(curve: Curve, frames: Sequence[Frame], *, forward: bool) -> float:
    """Return where a curve is last inside some frames, from its start or from its end."""
    inside, outside = (0.0, 0.5) if forward else (1.0, 0.5)
    for _ in range(30):
        middle = (inside + outside) / 2
        if _inside(curve.at(middle), frames):
            inside = middle
        else:
            outside = middle
    return outside


def _grown(f: Frame, by: float) -> Frame:
    return f[0] - by, f[1] - by, f[2] + by, f[3] + by


def route(
    boxes: Sequence[Frame],
    around: Sequence[Frame],
    ends: Sequence[tuple[int, int]],
    wide: Sequence[float],
) -> list[Curve]:
    """Return a curve for each pair of boxes, from about centre to centre.

    Parameters
    ----------
    boxes, around : sequences of frames
        The boxes, and what each takes with the signs on its border.
    ends : sequence of (int, int)
        The boxes that each line joins.
    wide : sequence of float
        Half the width of each line, where several run side by side.

    Notes
    -----
    Short lines are laid first; each takes the cheapest of a few bends: none, if it then
    neither runs through a box nor along another line.
    """
    taken: dict[tuple[int, int], list[tuple[int, float]]] = {}
    found: dict[int, Curve] = {}
    anchors = [_anchors(boxes[a], boxes[b]) for a, b in ends]
    order = sorted(range(len(ends)), key=lambda k: (_distance(*anchors[k]), ends[k], k))
    for k in order:
        room = CLEAR + wide[k]
        others = [_grown(f, room) for j, f in enumerate(around) if j not in ends[k]]
        found[k] = _cheapest(*anchors[k], others, taken)
        _remember(found[k], k, taken)
    return [found[k] for k in range(len(ends))]


def _distance(a: Point, b: Point) -> float:
    return hypot(b[0] - a[0], b[1] - a[1])


def _anchors(a: Frame, b: Frame) -> tuple[Point, Point]:
    """Return where a line between two boxes starts and ends: near the centres, on its side."""
    x, y = (a[0] + a[2]) / 2, (a[1] + a[3]) / 2
    x2, y2 = (b[0] + b[2]) / 2, (b[1] + b[3]) / 2
    slope = (y2 - y) / (hypot(x2 - x, y2 - y) or 1.0) * SPREAD
    if abs(x2 - x) < (a[2] - a[0]) / 2:  # one above the other: the centres serve
        slope = 0.0
    return (x, y + slope * (a[3] - a[1]) / 2), (x2, y2 - slope * (b[3] - b[1]) / 2)


def _cheapest(
    start: Point,
    end: Point,
    others: Sequence[Frame],
    taken: dict[tuple[int, int], list[tuple[int, float]]],
) -> Curve:
    """Return the best of a few curves, the straight line first, then the smallest bends."""
    size = _distance(start, end) or 1.0
    best, least = straight(start, end), float("inf")
    for candidates in (_candidates, _more_candidates):
        for base, curve in candidates(start, end, size):
            if base >= least:
                break
            cost = base + _cost(curve, others, taken)
            if cost < least - 1e-3:
                best, least = curve, cost
        if least < HIT:
            break
    return best


def _candidates(start: Point, end: Point, size: float) -> list[tuple[float, Curve]]:
    """Return curves with what their bend and length cost, cheapest first."""
    pushes = sorted({*(b * size for b in BENDS), *(p for p in PUSHES if p < 1.2 * size)})
    found = [(LENGTH * size, straight(start, end))]
    x, y = (end[0] - start[0]) / size, (end[1] - start[1]) / size
    for amount in pushes:
        for shape, (t, u, first, second) in enumerate(SHAPES):
            base = LENGTH * size + BEND * (amount / size + 0.04 * shape) + 1.0
            for push in (amount, -amount):
                p, q = _mix(start, end, t), _mix(start, end, u)
                a = (p[0] + y * push * first, p[1] - x * push * first)
                b = (q[0] + y * push * second, q[1] - x * push * second)
                found.append((base, Curve(start, a, b, end)))
    return sorted(found, key=lambda entry: entry[0])


def _more_candidates(start: Point, end: Point, size: float) -> list[tuple[float, Curve]]:
    """Return curves whose two control points are pushed each in its own way, cheapest first."""
    x, y = (end[0] - start[0]) / size, (end[1] - start[1]) / size
    found = []
    for t, u in ((0.2, 0.8), (0.0, 1.0), (0.5, 0.9), (0.1, 0.5)):
        p, q = _mix(start, end, t), _mix(start, end, u)
        for first in WIDE_PUSHES:
            for second in WIDE_PUSHES:
                a = (p[0] + y * first, p[1] - x * first)
                b = (q[0] + y * second, q[1] - x * second)
                bend = (abs(first) + abs(second) + abs(first - second)) / 2
                found.append((LENGTH * size + BEND * bend / size + 1.0, Curve(start, a, b, end)))
    return sorted(found, key=lambda entry: entry[0])


def _cost(
    curve: Curve,
    others: Sequence[Frame],
    taken: dict[tuple[int, int], list[tuple[int, float]]],
) -> float:
    cost = 0.0
    points = curve.points()
    around = _around(points)
    near = [f for f in others if overlap(f, around)]
    for k, point in enumerate(points):
        if near and _inside(point, near):
            cost += HIT
        if 3 <= k <= STEPS - 3:
            cost += ALONG * _alongside(point, _angle(curve, k), taken)
    return cost


def _around(points: Sequence[Point]) -> Frame:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) - 1, min(ys) - 1, max(xs) + 1, max(ys) + 1


def _angle(curve: Curve, k: int) -> float:
    x, y = curve.direction(k / STEPS)
    return atan2(y, x) % pi


def _alongside(
    point: Point, angle: float, taken: dict[tuple[int, int], list[tuple[int, float]]]
) -> int:
    """Return how many lines already run here in about the same direction."""
    cell = round(point[0] / NEAR), round(point[1] / NEAR)
    lines = set()
    for line, other in taken.get(cell, ()):
        turn = abs(angle - other)
        if min(turn, pi - turn) < ALIKE:
            lines.add(line)
    return len(lines)


def _remember(
    curve: Curve, line: int, taken: dict[tuple[int, int], list[tuple[int, float]]]
) -> None:
    fine = 4 * STEPS
    for k in range(fine // 10, fine - fine // 10):
        x, y = curve.at(k / fine)
        dx, dy = curve.direction(k / fine)
        cell = round(x / NEAR), round(y / NEAR)
        entry = (line, atan2(dy, dx) % pi)
        held = taken.setdefault(cell, [])
        if not held or held[-1][0] != line:
            held.append(entry)
