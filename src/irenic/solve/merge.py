"""Merge step by step: the part of the method that does not depend on how points are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from irenic.errors import LimitReached
from irenic.solve.blocks import Block, Plan, Vector
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.linked import NOTHING_OPEN, Link, State, chain, unlinked
from irenic.solve.packages import (
    MAX_COMBINATIONS,
    PYTHON_COMBINATIONS,
    Layer,
    Step,
    Trail,
)

__all__ = ["FEW_STATES", "LISTED", "MAX_STATES", "Arithmetic", "merge", "steps_of"]

#: With no more states than this, deciding linked issues one by one beats listing them.
FEW_STATES = 100
#: Up to this many combinations of linked issues are listed when there are more states.
LISTED = 2_000_000
#: More states than this, each with a frontier of its own, take too long (about a minute).
MAX_STATES = 50_000

F = TypeVar("F")
Progress = Callable[[int, int], None]


class Arithmetic(Protocol[F]):
    """How partial frontiers are stored and combined."""

    def zero(self) -> F:
        """Return the frontier before any issue."""
        ...

    def rows(self, block: Block, positions: Sequence[int] | None, /) -> F:
        """Return the efficient vectors of a block, or of some options of its only issue."""
        ...

    def add(self, one: F, two: F, /) -> F:
        """Return the frontier of all sums."""
        ...

    def shift(self, front: F, vector: Vector, /) -> F:
        """Return the frontier moved by a vector."""
        ...

    def unite(self, fronts: Sequence[F], /) -> F:
        """Return the frontier of all points of several frontiers."""
        ...

    def size(self, front: F, /) -> int:
        """Return the number of points."""
        ...

    def layer(self, front: F, /) -> Layer:
        """Return the points in a compact form to look them up in."""
        ...

    def points(self, front: F, /) -> list[Vector]:
        """Return the points, best for party 0 first."""
        ...

    def counts(self, front: F, /) -> list[int]:
        """Return the number of packages behind each point."""
        ...


def merge(
    plan: Plan,
    arithmetic: Arithmetic[F],
    /,
    *,
    max_points: int,
    progress: Progress | None = None,
    budget: Budget = UNLIMITED,
) -> tuple[list[Vector], list[int], Trail]:
    """Return the efficient vectors in the units of the plan, their counts, and the way back.

    No vectors at all means that no package is feasible.

    Raises
    ------
    LimitReached
        When a step leaves more than ``max_points`` points, when linked issues have too many
        combinations and states, or when the budget is spent.
    """
    links = [link for block in sorted(plan.blocks, key=_reach) for link in steps_of(block)]
    now: dict[State, F] = {NOTHING_OPEN: arithmetic.zero()}
    steps: list[Step] = []
    for done, link in enumerate(links, 1):
        budget.check()
        rows = [arithmetic.rows(link.block, positions) for positions in link.kinds]
        found = [arithmetic.points(row) for row in rows]
        layers = {state: arithmetic.layer(front) for state, front in now.items()}
        steps.append(Step(link, tuple(found), layers))
        fresh: dict[State, list[F]] = {}
        for state, front in now.items():
            for arrow in link.arrows.get(state, ()):
                if found[arrow.kind]:
                    sums = arithmetic.shift(arithmetic.add(front, rows[arrow.kind]), arrow.add)
                    fresh.setdefault(arrow.after, []).append(sums)
        now = {state: arithmetic.unite(fronts) for state, fronts in fresh.items()}
        _check(sum(map(arithmetic.size, now.values())), max_points, done, len(links))
        if progress is not None:
            progress(done, len(links))
    if NOTHING_OPEN not in now:
        return [], [], Trail(plan, ())
    points = arithmetic.points(now[NOTHING_OPEN])
    return points, arithmetic.counts(now[NOTHING_OPEN]), Trail(plan, tuple(steps))


def _check(size: int, max_points: int, done: int, steps: int) -> None:
    if size > max_points:
        raise LimitReached(
            f"after {done} of {steps} steps {size} partial points are efficient, "
            f"more than the limit of {max_points}"
        )


def _reach(block: Block) -> int:
    """Return how far the block can move scores: small blocks first keeps partial layers small."""
    parties = range(len(block.start))
    tables = [max(row[i] for row in table) for table in block.tables for i in parties]
    return sum(tables) + sum(abs(x) for term in block.terms for x in term.add)


def steps_of(block: Block, /) -> tuple[Link, ...]:
    """Return the steps that decide a block: at once where it is small, else issue by issue."""
    if len(block.issues) == 1 or block.combinations <= PYTHON_COMBINATIONS:
        return (unlinked(block),)
    listed = block.combinations <= LISTED
    links = chain(block, max_states=FEW_STATES if listed else MAX_STATES)
    if links is None and block.combinations > MAX_COMBINATIONS:
        raise LimitReached(
            f"{len(block.issues)} issues linked by rules and together terms have "
            f"{block.combinations} combinations, more than the limit of {MAX_COMBINATIONS}, "
            f"and more than {MAX_STATES} states when decided one by one"
        )
    return (unlinked(block),) if links is None else links
