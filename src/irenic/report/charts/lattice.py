"""Places for the states of an option form: each decision maker's choices run in one direction.

Like a drawing of a cube: one decision maker moves to the side, one up and down, all others
aslant.  No two states of such a block share a row or a column, so that moves to the side and up
and down pass all other states by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, permutations, product

from irenic.report.charts.curves import Point

__all__ = ["Cell", "lattice_places"]

#: A picture wider or higher than this is not made so.
MAX_WIDTH, MAX_HEIGHT = 980.0, 1250.0
#: Among pictures the one that fits best into a frame of this shape is taken.
SHAPE = 900.0, 600.0
#: Room between blocks, for the arrows.
GAP_X, GAP_Y = 54.0, 46.0
#: Room beside a line that passes a box, between rows of a block, and between its columns where
#: boxes do not stand one above another.
LANE, BETWEEN, BESIDE = 12.0, 17.0, 34.0
#: With at most so many states there is room for more room.
FEW, ROOMY = 16, 1.7
#: With more choices than this they stand in counting order.
MOST_TRIED = 6
#: Least part of the places that must be taken.
FULL = 0.4


@dataclass(frozen=True, slots=True)
class Cell:
    """The room that a box takes with its signs; ``reach[k]`` is the width of those of state k."""

    width: float
    height: float
    reach: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Axes:
    """Which decision makers run to the side and down; all others share the slanting blocks."""

    across: int
    down: int | None
    rest: tuple[int, ...]


def lattice_places(
    letters: Sequence[str],
    groups: Sequence[int],
    cell: Cell,
    lines: Sequence[tuple[int, int, int]] = (),
) -> tuple[Point, ...] | None:
    """Return the centre of each state, or ``None`` where the picture would be too large.

    Parameters
    ----------
    letters : sequence of str
        The letters of each state; a coalesced one (with ``-``) stands to the right.
    groups : sequence of int
        How many letters belong to each decision maker.
    cell : Cell
        The room that a state takes.
    lines : sequence of (int, int, int)
        Which states are joined, and whose move it is: choices that are joined stand side by side.
    """
    starts = [sum(groups[:k]) for k in range(len(groups) + 1)]
    plain = [k for k, name in enumerate(letters) if "-" not in name]
    values = {k: tuple(letters[k][a:b] for a, b in pairwise(starts)) for k in plain}
    active = [i for i in range(len(groups)) if len({v[i] for v in values.values()}) > 1]
    if not active:
        return None
    orders = {i: _order(i, values, lines) for i in active}
    best: tuple[tuple[float, float], dict[int, Point]] | None = None
    room = ROOMY if len(values) <= FEW else 1.0
    for axes, wide in product(_choices(active), (False, True)):
        lane = cell.width + BESIDE * room if wide else cell.width / 2 + LANE
        places = _placed(values, axes, orders, cell, lane)
        width = max(p[0] for p in places.values()) + cell.width
        height = max(p[1] for p in places.values()) + cell.height
        if width > MAX_WIDTH or height > MAX_HEIGHT or not _full(values, axes):
            continue
        size = (max(width / SHAPE[0], height / SHAPE[1]), width * height)
        if best is None or size < best[0]:
            best = size, places
    return None if best is None else _with_others(best[1], len(letters), cell)


def _choices(active: Sequence[int]) -> list[_Axes]:
    if len(active) == 1:
        return [_Axes(active[0], None, ())]
    return [
        _Axes(i, j, tuple(k for k in active if k not in (i, j))) for i, j in permutations(active, 2)
    ]


def _full(values: dict[int, tuple[str, ...]], axes: _Axes) -> bool:
    """Return whether enough of the places are taken for the picture to be read as a lattice."""
    across = {v[axes.across] for v in values.values()}
    down = {v[axes.down] if axes.down is not None else "" for v in values.values()}
    inner = {tuple(v[k] for k in axes.rest) for v in values.values()}
    return len(values) >= FULL * len(across) * len(down) * len(inner)


def _placed(
    values: dict[int, tuple[str, ...]],
    axes: _Axes,
    orders: dict[int, dict[str, int]],
    cell: Cell,
    lane_x: float,
) -> dict[int, Point]:
    room = ROOMY if len(values) <= FEW else 1.0
    blocks = {k: tuple(orders[j][v[j]] for j in axes.rest) for k, v in values.items()}
    inner = set(blocks.values())
    by_row = {block: k for k, block in enumerate(sorted(inner))}
    by_column = {block: k for k, block in enumerate(sorted(inner, key=lambda b: b[::-1]))}
    reach = dict.fromkeys(inner, cell.width)
    for k, block in blocks.items():
        reach[block] = max(reach[block], cell.reach[k])
    lane_y = cell.height / 2 + LANE
    for a, b in combinations(inner, 2):  # those one above another must not touch
        if abs(by_row[a] - by_row[b]) * lane_x < (reach[a] + reach[b] + LANE) / 2:
            rows = abs(by_column[a] - by_column[b])
            lane_y = max(lane_y, (cell.height + BETWEEN * room) / rows)
    gap_x = max(GAP_X * room, max(cell.reach) - cell.width + LANE)
    width = cell.width + (len(inner) - 1) * lane_x + gap_x
    height = cell.height + (len(inner) - 1) * lane_y + GAP_Y * room
    places = {}
    for k, v in values.items():
        row = 0 if axes.down is None else orders[axes.down][v[axes.down]]
        x = orders[axes.across][v[axes.across]] * width + by_row[blocks[k]] * lane_x
        places[k] = (x, row * height + by_column[blocks[k]] * lane_y)
    return places


def _order(
    maker: int, values: dict[int, tuple[str, ...]], lines: Sequence[tuple[int, int, int]]
) -> dict[str, int]:
    """Return the order of a decision maker's choices that joins most neighbours.

    Counting order where the choices are too many to try all orders, and among equal ones.
    """
    choices = sorted({v[maker] for v in values.values()}, key=_code)
    if len(choices) > MOST_TRIED:
        return {v: k for k, v in enumerate(choices)}
    joined: dict[tuple[str, str], int] = {}
    for first, last, by in lines:
        if by == maker and first in values and last in values:
            pair = values[first][maker], values[last][maker]
            joined[pair] = joined.get(pair, 0) + 1

    def reach(order: Sequence[str]) -> int:
        at = {v: k for k, v in enumerate(order)}
        return sum(count * (abs(at[a] - at[b]) - 1) for (a, b), count in joined.items())

    best = min(permutations(choices), key=reach)
    return {v: k for k, v in enumerate(best)}


def _code(letters: str) -> list[str]:
    """Return what sorts choices in counting order, the first option changing fastest."""
    return list(reversed(letters))


def _with_others(places: dict[int, Point], count: int, cell: Cell) -> tuple[Point, ...]:
    """Add the coalesced states in a column to the right, in the middle of the height."""
    others = [k for k in range(count) if k not in places]
    right = max(p[0] for p in places.values()) + max(cell.width, *cell.reach) + 2 * GAP_X
    middle = (max(p[1] for p in places.values()) + min(p[1] for p in places.values())) / 2
    pitch = cell.height + 2 * GAP_Y
    for j, k in enumerate(others):
        places[k] = (right, middle + (j - (len(others) - 1) / 2) * pitch)
    return tuple(places[k] for k in range(count))
