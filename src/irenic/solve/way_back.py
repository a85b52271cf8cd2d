"""One package for each of many points of a frontier at once, in numpy.

Walks the steps of a merge backwards with all points side by side.  Points share most of
their way down, so that each partial point is looked at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.blocks import Vector
from irenic.solve.linked import NOTHING_OPEN, State
from irenic.solve.packages import Layer, Step, Trail, combination
from irenic.solve.space import Package

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["one_of_each"]

#: Positions of a layer's points in one number, and sums of two, stay below this.
MACHINE = 1 << 62


def one_of_each(trail: Trail, points: Sequence[Vector], /) -> list[Package] | None:
    """Return what ``trail.one`` returns for every point, in the units of the plan.

    ``None`` where machine integers cannot hold the points.  O(steps * points of a block *
    partial points * log(points of a layer)) at worst.
    """
    places: list[dict[State, _Places]] = []
    for step in trail.steps:
        found = {state: _Places.of(layer) for state, layer in step.layers.items()}
        places.append({state: here for state, here in found.items() if here is not None})
        if len(places[-1]) < len(found):
            return None
    try:
        values = np.array(points, dtype=np.int64).T
    except OverflowError:
        return None
    if not len(points):
        return []
    issues = sum(len(step.link.block.issues) for step in trail.steps)
    packages: Array = np.zeros((len(points), issues), dtype=np.int32)
    groups = {NOTHING_OPEN: _Group(np.arange(len(points)), np.arange(len(points)), values)}
    for t in range(len(trail.steps) - 1, -1, -1):
        step, numbers = trail.steps[t], trail.numbers(t)
        before: dict[State, list[tuple[Array, Array]]] = {}
        for after, group in groups.items():
            if t == 0 and step.link.kinds == (None,):  # nothing comes before
                firsts = [numbers[0, tuple(w)][0] for w in group.values.T.tolist()]
            else:
                keys, edge, place = _ways(step, after, group.values, places[t])
                firsts = [numbers[keys[e][1], keys[e][2]][0] for e in edge.tolist()]
                for state in dict.fromkeys(key[0] for key in keys):
                    at = np.array([key[0] == state for key in keys])[edge][group.node]
                    if at.any():
                        pair = group.members[at], place[group.node[at]]
                        before.setdefault(state, []).append(pair)
            options = _options(step, firsts)
            columns = np.array(step.link.block.issues, dtype=np.int64)
            packages[np.ix_(group.members, columns)] = options[group.node]
        groups = {state: _gathered(pairs, places[t][state]) for state, pairs in before.items()}
    return [tuple(row) for row in packages.tolist()]


@dataclass(frozen=True, slots=True)
class _Group:
    """Partial points in one state: ``node[k]`` is the column of ``values`` of ``members[k]``."""

    members: Array
    node: Array
    values: Array


@dataclass(frozen=True, slots=True)
class _Places:
    """The points of a layer as one ascending number each, to find many at once."""

    keys: Array
    values: Array
    low: Array
    high: Array
    stride: Array

    @classmethod
    def of(cls, layer: Layer) -> _Places | None:
        """Return the places, or ``None`` where machine integers cannot hold them."""
        try:
            rows = [np.asarray(column, dtype=np.int64) for column in layer.columns]
        except OverflowError:
            return None
        values = np.array(rows)
        values[0] *= layer.sign
        low, high = values.min(axis=1), values.max(axis=1)
        widths = [int(b) - int(a) + 1 for a, b in zip(low, high, strict=True)]
        if prod(widths) >= MACHINE or max(map(abs, [*low.tolist(), *high.tolist()])) >= MACHINE:
            return None
        stride = np.array([prod(widths[i + 1 :]) for i in range(len(widths))], dtype=np.int64)
        stride[0] *= layer.sign
        return cls(stride @ values, values, low, high, stride)

    def find(self, wanted: Array) -> Array:
        """Return where each column is in the layer; -1 for those that are not in it."""
        inside = ((wanted >= self.low[:, None]) & (wanted <= self.high[:, None])).all(axis=0)
        found: Array = np.full(wanted.shape[1], -1)
        keys = self.stride @ wanted[:, inside]
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found[inside] = np.where(self.keys[at] == keys, at, -1)
        return found


#: A way back: the state before, and the kind and vector of the options of the step.
_Edge = tuple[State, int, Vector]


def _ways(
    step: Step, after: State, values: Array, places: dict[State, _Places]
) -> tuple[list[_Edge], Array, Array]:
    """Return edges, and for each column the first edge that leads back, and to which place."""
    edges: list[_Edge] = []
    edge: Array = np.full(values.shape[1], -1)
    place: Array = np.full(values.shape[1], -1)
    left = np.arange(values.shape[1])
    for before, arrow in step.arrows_to(after):
        for r in step.points[arrow.kind]:
            move = np.array([x + y for x, y in zip(arrow.add, r, strict=True)], dtype=np.int64)
            found = places[before].find(values[:, left] - move[:, None])
            hit = found >= 0
            edge[left[hit]], place[left[hit]] = len(edges), found[hit]
            edges.append((before, arrow.kind, r))
            left = left[~hit]
            if not len(left):
                return edges, edge, place
    raise IndexError("a point that is not on this frontier")


def _options(step: Step, numbers: Sequence[int]) -> Array:
    """Return the options that each number of a combination stands for, one row each."""
    rows = {number: combination(step.link.block, number) for number in dict.fromkeys(numbers)}
    return np.array([rows[number] for number in numbers], dtype=np.int32)


def _gathered(pairs: Sequence[tuple[Array, Array]], places: _Places) -> _Group:
    members = np.concatenate([m for m, _ in pairs])
    found, node = np.unique(np.concatenate([p for _, p in pairs]), return_inverse=True)
    return _Group(members, node, places.values[:, found])
