"""Places for the states of any graph: columns by distance from the status quo, then improved.

Every second column stands half a row lower, so that a line along a row passes between the boxes
of the column between.  The order within columns is that of the neighbours' middle
(Sugiyama, Tagawa, Toda 1981); afterwards states change places while that shortens the lines,
uncrosses them or takes them off other states.  No chance is involved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import ceil, floor, hypot, sqrt

from irenic.report.charts.curves import Point

__all__ = ["Slot", "layered_slots", "slot_places"]

#: Column and row.
Slot = tuple[int, int]

#: The most columns; more layers than these share columns.
MAX_COLUMNS = 8
#: Rounds of changing places, and pairs of lines looked at in search of crossings.
ROUNDS, WORK = 6, 1_500_000
#: What a line through another state a crossing and an improvement that runs back cost, in rows.
THROUGH, CROSSING, BACK = 1.5, 0.35, 0.5
#: Half the height of a box in rows, half its width in columns, with some room.
BOX_HIGH, BOX_WIDE = 0.38, 0.3
#: How far a state may move to uncross lines, in rows.
NEIGHBOUR = 2.0
#: How much wider than high a place is.
ASPECT = 1.35


def layered_slots(
    count: int,
    lines: Sequence[tuple[int, int]],
    root: int,
    ahead: Iterable[tuple[int, int]] = (),
) -> tuple[Slot, ...]:
    """Return the column and row of each state.

    Parameters
    ----------
    count : int
    lines : sequence of (int, int)
        Which states are joined; each pair once.
    root : int
        The state that stands first: the status quo.
    ahead : iterable of (int, int)
        Improvements, from where to where; they run to the right where that costs little.
    """
    near: list[list[int]] = [[] for _ in range(count)]
    for a, b in lines:
        near[a].append(b)
        near[b].append(a)
    layers = _layers(count, near, root)
    rows = max(2, ceil(sqrt(count / ASPECT)))
    table = _Table(near, rows, lines, frozenset(ahead), root)
    for layer, column in zip(layers, _columns(layers, rows), strict=True):
        table.fill(column, layer)
    table.improve()
    return table.slots()


def _layers(count: int, near: Sequence[Sequence[int]], root: int) -> list[list[int]]:
    """Return the states by their distance from the root; what is not joined comes last."""
    layers: list[list[int]] = []
    seen: set[int] = set()
    for start in (root, *range(count)):
        layer = [] if start in seen else [start]
        while layer:
            seen.update(layer)
            layers.append(layer)
            layer = sorted({t for s in layer for t in near[s]} - seen)
    return layers


def _columns(layers: Sequence[Sequence[int]], rows: int) -> list[int]:
    """Return the first column of each layer: its own where there are few, else shared."""
    needed = sum(ceil(len(layer) / rows) for layer in layers)
    firsts, column, used = [], 0, 0
    for layer in layers:
        if needed > MAX_COLUMNS:  # one state after the other, column by column
            firsts.append(used // rows)
            used += len(layer)
        else:
            firsts.append(column)
            column += ceil(len(layer) / rows)
    return firsts


@dataclass
class _Table:
    """Which state stands where."""

    near: Sequence[Sequence[int]]
    rows: int
    lines: Sequence[tuple[int, int]]
    ahead: frozenset[tuple[int, int]]
    root: int
    at: dict[int, Slot] = field(default_factory=dict)
    held: dict[Slot, int] = field(default_factory=dict)
    work: int = 0

    def slots(self) -> tuple[Slot, ...]:
        """Return the place of each state."""
        return tuple(self.at[s] for s in range(len(self.near)))

    def fill(self, column: int, layer: Sequence[int]) -> None:
        """Put a layer into free places from a column on, near its neighbours' middle."""
        order = sorted(layer, key=lambda s: (self._middle(s), s))
        free = self._free(column, len(order))
        for state, slot in zip(order, free, strict=True):
            self._put(state, slot)

    def _free(self, column: int, count: int) -> list[Slot]:
        found: list[Slot] = []
        while len(found) < count:
            empty = [(column, r) for r in range(self.rows) if (column, r) not in self.held]
            take = min(count - len(found), len(empty))
            skip = (len(empty) - take) // 2
            found += empty[skip : skip + take]
            column += 1
        return found

    def _middle(self, state: int) -> float:
        rows = [self.at[t][1] for t in self.near[state] if t in self.at]
        return sum(rows) / len(rows) if rows else self.rows / 2

    def _put(self, state: int, slot: Slot) -> None:
        self.at[state] = slot
        self.held[slot] = state

    def improve(self) -> None:
        """Let states change places, or move to free ones, while that makes the picture better."""
        columns = max(c for c, _ in self.held) + 1
        slots = [(c, r) for c in range(columns) for r in range(self.rows)]
        for cross in (False, True):
            for _ in range(ROUNDS):
                if not self._round(slots, cross=cross):
                    break

    def _round(self, slots: Sequence[Slot], *, cross: bool) -> bool:
        """Try every state in every place (in near ones only, to uncross); return what changed."""
        changed = False
        for state in range(len(self.near)):
            for slot in slots:
                if self.work > WORK or (cross and _distance(self.at[state], slot) > NEIGHBOUR):
                    continue
                changed = self._try(state, slot, cross=cross) or changed
        return changed

    def _try(self, state: int, slot: Slot, *, cross: bool) -> bool:
        """Move a state to a place (its holder goes the other way) if that is better."""
        home, other = self.at[state], self.held.get(slot)
        fixed = self.root in (state, other)
        if home == slot or fixed or (other is not None and other < state):
            return False
        moved = {state} if other is None else {state, other}
        before = self._cost(moved, cross=cross)
        self._swap(state, other, home, slot)
        if self._cost(moved, cross=cross) < before - 1e-6:
            return True
        self._swap(state, other, slot, home)
        return False

    def _swap(self, state: int, other: int | None, home: Slot, slot: Slot) -> None:
        del self.held[home]
        self._put(state, slot)
        if other is not None:
            self._put(other, home)

    def _cost(self, moved: set[int], *, cross: bool) -> float:
        touched = {(s, t) if s < t else (t, s) for s in moved for t in self.near[s]}
        cost = 0.0
        for a, b in touched:
            cost += BACK * self._back(a, b)
            cost += _distance(self.at[a], self.at[b]) + THROUGH * self._through(a, b)
        if cross:
            cost += CROSSING * self._crossings(touched)
        return cost

    def _back(self, a: int, b: int) -> int:
        """Return how many moves between two states run to the left."""
        left, right = self.at[a][0], self.at[b][0]
        return ((a, b) in self.ahead and right < left) + ((b, a) in self.ahead and left < right)

    def _through(self, a: int, b: int) -> int:
        """Return how many states the straight line between two would run into."""
        (x, y), (x2, y2) = sorted((self.at[a], self.at[b]))
        held = self.held
        return sum((x + c, y + r) in held for c, r in _between(x % 2, x2 - x, y2 - y))

    def _crossings(self, touched: set[tuple[int, int]]) -> int:
        found = 0
        ends = [(c, d, _fine(self.at[c]), _fine(self.at[d])) for c, d in self.lines]
        self.work += len(touched) * len(ends)
        for a, b in touched:
            p, q = _fine(self.at[a]), _fine(self.at[b])
            left, right = (p[0], q[0]) if p[0] < q[0] else (q[0], p[0])
            for c, d, r, s in ends:
                if (r[0] < left and s[0] < left) or (r[0] > right and s[0] > right):
                    continue
                if a not in (c, d) and b not in (c, d):
                    found += _cross(p, q, r, s)
        return found


@cache
def _between(odd: int, across: int, down: int) -> tuple[Slot, ...]:
    """Return the places, from the left end of a line, in which a box would be run into.

    ``odd`` says whether the line starts in a column that stands half a row lower.
    """
    if across == 0:
        return tuple((0, row) for row in range(1, down))
    low = odd / 2
    slope = (down + (odd + across) % 2 / 2 - low) / across
    wide = BOX_HIGH + BOX_WIDE * abs(slope)
    found = []
    for column in range(across + 1):
        at = low + slope * column - (odd + column) % 2 / 2
        rows = range(ceil(at - wide), floor(at + wide) + 1)
        found += [(column, row) for row in rows]
    return tuple(slot for slot in found if slot not in ((0, 0), (across, down)))


def _fine(slot: Slot) -> Slot:
    """Return a place on the grid of half rows."""
    return slot[0], 2 * slot[1] + slot[0] % 2


def _distance(a: Slot, b: Slot) -> float:
    (x, y), (x2, y2) = _fine(a), _fine(b)
    return hypot(ASPECT * (x2 - x), (y2 - y) / 2)


def _cross(p: Slot, q: Slot, r: Slot, s: Slot) -> bool:
    return _turn(p, q, r) * _turn(p, q, s) < 0 and _turn(r, s, p) * _turn(r, s, q) < 0


def _turn(p: Slot, q: Slot, r: Slot) -> int:
    value = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return (value > 0) - (value < 0)


def slot_places(slots: Sequence[Slot], pitch_x: float, pitch_y: float) -> tuple[Point, ...]:
    """Return the centres of states for their columns and rows, empty columns left out."""
    used = {column: k for k, column in enumerate(sorted({c for c, _ in slots}))}
    low = min(r for _, r in slots)
    return tuple((used[c] * pitch_x, (r - low + c % 2 / 2) * pitch_y) for c, r in slots)
