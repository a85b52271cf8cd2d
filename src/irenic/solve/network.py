r"""A plan as a layered graph: every path from left to right is a feasible package.

Between two layers lie the options of one step; the nodes of a layer are the states of linked
issues (:mod:`irenic.solve.linked`), a single node where nothing is linked.  The *support
function*

.. math:: h_t(\lambda, s) = \max \{\lambda \cdot w : w \text{ a completion from state } s
          \text{ after step } t\}

is found for many multipliers at once from right to left.  It bounds what any partial package
can become, and that is all that the searches of this package need.

Vectors are whole numbers in float64 while every sum stays below 2**53, where float64 is
exact; else Python integers.

References
----------
D. Bergman, A. A. Cire, "Multiobjective Optimization by Decision Diagrams", CP 2016.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.blocks import Block, Plan, Vector
from irenic.solve.dominance import EXACT_FLOAT
from irenic.solve.linked import NOTHING_OPEN, Link, State
from irenic.solve.merge import steps_of
from irenic.solve.packages import PYTHON_COMBINATIONS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Network", "Stage", "build_network"]


@dataclass(frozen=True)
class Stage:
    """One step as edges, sorted by their source.

    Edge *e* leads from state ``source[e]`` to state ``target[e]`` of the next layer and
    adds ``vectors[e]``; it stands for ``counts[kind[e]][row[e]]`` combinations of options.
    ``starts`` are the places where the edges of the next source begin.
    """

    link: Link
    rows: tuple[tuple[Vector, ...], ...]
    counts: tuple[tuple[int, ...], ...]
    states: tuple[State, ...]
    vectors: Array
    source: Array
    target: Array
    kind: Array
    row: Array

    @property
    def starts(self) -> Array:
        """Return where the edges of each source begin; every source has an edge."""
        return np.flatnonzero(np.diff(self.source, prepend=-1))

    def keep(self, edges: Array) -> Stage:
        """Return the stage with some of its edges only; states keep their numbers."""
        return Stage(
            self.link,
            self.rows,
            self.counts,
            self.states,
            self.vectors[edges],
            self.source[edges],
            self.target[edges],
            self.kind[edges],
            self.row[edges],
        )


@dataclass(frozen=True)
class Network:
    """The stages of a plan, in the order in which they are decided."""

    plan: Plan
    stages: tuple[Stage, ...]
    exact_float: bool

    @property
    def dtype(self) -> Any:
        """Return the type of numbers in which every sum is exact."""
        return np.dtype(np.float64) if self.exact_float else np.dtype(object)

    @property
    def simple(self) -> bool:
        """Return whether there are stages and nothing is linked: every layer is a single node."""
        return bool(self.stages) and all(len(stage.states) == 1 for stage in self.stages)

    def layers(self) -> Iterator[int]:
        """Yield the number of states of each layer, the first and the last included."""
        for stage in self.stages:
            yield len(stage.states)
        yield 1

    def support(self, multipliers: Array, /) -> list[Array]:
        """Return ``h[t][s, q]``: the best completion from state *s* before stage *t*.

        Parameters
        ----------
        multipliers : array of shape (q, n_parties)
            Whole numbers; the products with all sums must stay exact.

        Notes
        -----
        O(edges * q * n_parties).  States from which nothing completes get minus infinity.
        """
        found = [np.zeros((1, len(multipliers)), dtype=self.dtype)]
        for stage in reversed(self.stages):
            values = stage.vectors @ multipliers.T + found[-1][stage.target]
            best: Array = np.full(
                (len(stage.states), len(multipliers)), -float("inf"), dtype=self.dtype
            )
            starts = stage.starts
            best[stage.source[starts]] = np.maximum.reduceat(values, starts, axis=0)
            found.append(best)
        return found[::-1]

    def reach(self, multipliers: Array, /) -> list[Array]:
        """Return the best partial sum that leads to each state of each layer, as `support`."""
        found = [np.zeros((1, len(multipliers)), dtype=self.dtype)]
        sizes = [*self.layers()][1:]
        for stage, size in zip(self.stages, sizes, strict=True):
            values = stage.vectors @ multipliers.T + found[-1][stage.source]
            best: Array = np.full((size, len(multipliers)), -float("inf"), dtype=self.dtype)
            np.maximum.at(best, stage.target, values)
            found.append(best)
        return found


def build_network(plan: Plan, /, *, links: Sequence[Link] | None = None) -> Network:
    """Return the plan as a network; the last layer is the state in which nothing is open.

    Raises
    ------
    LimitReached
        When linked issues have too many combinations and too many states.
    """
    if links is None:
        blocks = sorted(plan.blocks, key=_spread, reverse=True)
        links = [link for block in blocks for link in steps_of(block)]
    bound = max(plan.span, default=0)
    exact = bound < EXACT_FLOAT >> 8
    dtype = np.dtype(np.float64) if exact else np.dtype(object)
    layers = [tuple(link.arrows) for link in links]
    stages = []
    for t, link in enumerate(links):
        ahead = layers[t + 1] if t + 1 < len(links) else (NOTHING_OPEN,)
        after = {state: k for k, state in enumerate(ahead)}
        stages.append(_stage(plan, link, layers[t], after, dtype))
    return Network(plan, tuple(stages), exact)


def _spread(block: Block) -> int:
    """Return how far the block can move scores; what moves them most is decided first."""
    parties = range(len(block.start))
    tables = [
        max(row[i] for row in table) - min(row[i] for row in table)
        for table in block.tables
        for i in parties
    ]
    return sum(tables) + sum(abs(x) for term in block.terms for x in term.add)


def _stage(
    plan: Plan, link: Link, states: tuple[State, ...], after: dict[State, int], dtype: Any
) -> Stage:
    grouped = [_rows(plan, link.block, positions) for positions in link.kinds]
    rows = tuple(tuple(group) for group in grouped)
    arrays = [np.array(group, dtype=dtype).reshape(-1, plan.n_parties) for group in rows]
    pieces: list[tuple[Array, int, int, int]] = []
    for k, state in enumerate(states):
        for arrow in link.arrows[state]:
            if arrow.after in after and rows[arrow.kind]:
                shift = np.array(arrow.add, dtype=dtype)
                pieces.append((arrays[arrow.kind] + shift, k, after[arrow.after], arrow.kind))
    sizes = [len(piece[0]) for piece in pieces]
    empty: Array = np.empty((0, plan.n_parties), dtype=dtype)

    def column(place: int) -> Array:
        return np.repeat(np.array([piece[place] for piece in pieces], dtype=np.intp), sizes)

    return Stage(
        link,
        rows,
        tuple(tuple(group.values()) for group in grouped),
        states,
        np.concatenate([piece[0] for piece in pieces]) if pieces else empty,
        column(1),
        column(2),
        column(3),
        np.concatenate([np.arange(size) for size in sizes]) if sizes else np.empty(0, np.intp),
    )


def _rows(plan: Plan, block: Block, positions: Sequence[int] | None) -> dict[Vector, int]:
    """Return the distinct vectors of a step and how many combinations have each.

    Dominated options of one issue stay: finding them costs more than the bounds do.
    """
    found: dict[Vector, int] = {}
    if len(block.issues) == 1:
        table = block.tables[0]
        for o in range(len(table)) if positions is None else positions:
            found[table[o]] = found.get(table[o], 0) + 1
        return found
    if block.combinations > PYTHON_COMBINATIONS:
        from irenic.solve.enumeration import frontier_of_block

        values, counts = frontier_of_block(block, plan, max_points=block.combinations)
        rows = [tuple(int(x) for x in w) for w in values.T.tolist()]
        return dict(zip(rows, counts.tolist(), strict=True))
    for _, row in block.rows():
        found[row] = found.get(row, 0) + 1
    return found
