"""The Pareto frontier of a space: every efficient utility vector, and how many packages have it.

Two algorithms that share no step of the search:

*merge* adds one block of issues after the other and drops dominated partial sums, so that
its cost follows the size of the frontier and not the number of packages;
*enumerate* looks at every package, in slices of bounded memory.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from irenic.solve.blocks import Block, Plan, Vector, plan_blocks, whole
from irenic.solve.merge2 import Curve, add_curves, curve_of
from irenic.solve.packages import MAX_COMBINATIONS, PYTHON_COMBINATIONS, Layer, Trail
from irenic.solve.result import Status
from irenic.solve.space import Package, Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["MAX_POINTS", "Frontier", "Method", "pareto_frontier"]

#: More efficient points than this are of no use to a reader, and cost about 1 GB.
MAX_POINTS = 1_000_000

Method = Literal["auto", "enumerate", "merge"]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Frontier:
    """The efficient utility vectors of a space.

    ``points`` are distinct and sorted lexicographically descending; ``counts[k]`` is the
    exact number of feasible packages with utility ``points[k]``.  ``method`` says in plain
    words which algorithm ran and why.  With status LIMIT there are no points, because
    nothing is known to be efficient before the end, and ``reason`` says what stopped it.
    """

    status: Status
    method: str
    points: tuple[Vector, ...] = ()
    counts: tuple[int, ...] = ()
    reason: str = ""
    trail: Trail | None = field(default=None, repr=False, compare=False)

    @property
    def packages(self) -> int:
        """Return the number of efficient packages."""
        return sum(self.counts)

    def iter_packages(self, k: int, /) -> Iterator[Package]:
        """Yield every feasible package whose utility is ``points[k]``, in lexicographic order."""
        return iter(()) if self.trail is None else self.trail.packages(self.points[k])

    def packages_at(self, k: int, limit: int | None = None) -> tuple[Package, ...]:
        """Return the first ``limit`` packages with utility ``points[k]``; all by default."""
        return tuple(islice(self.iter_packages(k), limit))


class _TooLarge(Exception):
    """A stated limit was passed; carries the reason."""


def pareto_frontier(
    space: Space,
    /,
    *,
    method: Method = "auto",
    max_points: int = MAX_POINTS,
    progress: Progress | None = None,
) -> Frontier:
    r"""Return the Pareto frontier of the feasible packages, with all packages on it.

    .. math:: \{u(x) : x \text{ feasible, no feasible } y \text{ with }
              u(y) \ge u(x),\ u(y) \ne u(x)\}

    Parameters
    ----------
    space : Space
        Integer utilities, so every comparison is exact.
    method : {"auto", "enumerate", "merge"}
        ``enumerate`` looks at every package (up to :data:`MAX_COMBINATIONS`); ``merge``
        adds block after block; ``auto`` merges unless all issues form one block.
    max_points : int
        A partial or final frontier with more points ends the search with status LIMIT.
    progress : callable, optional
        Called with (work done, work in all) now and then.

    Returns
    -------
    Frontier
        Status OPTIMAL, INFEASIBLE (no package satisfies every rule) or LIMIT.

    Notes
    -----
    *merge*: with :math:`F_t` points after block *t* and :math:`k_t` points in the block,
    two parties cost :math:`O(\sum_t F_t \log F_t)` heap steps when skipping pays and
    :math:`O(\sum_t F_{t-1} k_t \log k_t)` at worst; more parties
    :math:`O(\sum_t N_t \log^{n-2} N_t)` with :math:`N_t = F_{t-1} k_t`.

    References
    ----------
    G. L. Nemhauser, Z. Ullmann, "Discrete Dynamic Programming and Capital Allocation",
    Management Science 15 (1969) 494-505.

    Examples
    --------
    >>> found = pareto_frontier(Space(2, (((3, 0), (0, 2), (0, 1)), ((0, 0), (0, 0)))))
    >>> found.points, found.counts, found.packages_at(0)
    (((3, 0), (0, 2)), (2, 2), ((0, 0), (0, 1)))
    """
    plan = whole(space) if method == "enumerate" else plan_blocks(space)
    words = _describe(plan, method)
    if plan.impossible:
        return Frontier(Status.INFEASIBLE, words)
    try:
        if method == "enumerate":
            points, counts, trail = _enumerated(plan, max_points, progress)
        elif plan.n_parties == 1:
            points, counts, trail = _best_for_one(plan, max_points)
        elif plan.n_parties == 2:
            points, counts, trail = _merged_two(plan, max_points, progress)
        else:
            points, counts, trail = _merged_many(plan, max_points, progress)
    except _TooLarge as stop:
        return Frontier(Status.LIMIT, words, reason=str(stop))
    if not points:
        return Frontier(Status.INFEASIBLE, words)
    return Frontier(Status.OPTIMAL, words, tuple(points), tuple(counts), trail=trail)


_Found = tuple[list[Vector], list[int], Trail]


def _describe(plan: Plan, method: Method) -> str:
    coupled = max((len(block.issues) for block in plan.blocks), default=0)
    if method == "enumerate":
        return "enumeration of every package, as asked"
    if coupled > 1 and len(plan.blocks) == 1:
        return "enumeration of every package, because rules and together terms link all issues"
    unit = "issue" if coupled <= 1 else "block of linked issues"
    why = "as asked" if method == "merge" else "because scores add up over them"
    return f"merge by {unit}, {why}"


def _enumerated(plan: Plan, max_points: int, progress: Progress | None) -> _Found:
    [block] = plan.blocks
    values, counts = _numpy_rows(block, plan, max_points, progress)
    inside = [tuple(w) for w in values.T[::-1].tolist()]
    origin = Layer(tuple([0] for _ in plan.base))
    trail = Trail(plan, (block,), (inside,), (origin,))
    return [plan.utility(w) for w in inside], counts[::-1].tolist(), trail


def _best_for_one(plan: Plan, max_points: int) -> _Found:
    total, count = 0, 1
    points, layers = [], []
    for block in plan.blocks:
        rows, ways = _python_rows(block, plan, max_points)
        if not rows:
            return [], [], Trail(plan, (), (), ())
        layers.append(Layer(([total],)))
        points.append(rows)
        total, count = total + rows[0][0], count * ways[0]
    trail = Trail(plan, plan.blocks, tuple(points), tuple(layers))
    return [plan.utility((total,))], [count], trail


def _merged_two(plan: Plan, max_points: int, progress: Progress | None) -> _Found:
    blocks = sorted(plan.blocks, key=_reach)
    now = Curve([0], [0], [1])
    points, layers = [], []
    for done, block in enumerate(blocks, 1):
        rows, ways = _python_rows(block, plan, max_points)
        if not rows:
            return [], [], Trail(plan, (), (), ())
        layers.append(Layer((_packed(now.minus_a), _packed(now.b)), sign=-1))
        points.append(rows)
        now = add_curves(now, curve_of(rows, ways))
        _check(len(now), max_points, done, len(blocks))
        if progress is not None:
            progress(done, len(blocks))
    trail = Trail(plan, tuple(blocks), tuple(points), tuple(layers))
    found = [plan.utility((-x, y)) for x, y in zip(now.minus_a, now.b, strict=True)]
    return found, list(now.counts), trail


def _merged_many(plan: Plan, max_points: int, progress: Progress | None) -> _Found:
    import numpy as np

    from irenic.solve.enumeration import MACHINE_INT, exact_dtype
    from irenic.solve.merge_many import add_frontiers

    bound = max(plan.span)
    few = prod(block.combinations for block in plan.blocks) < MACHINE_INT
    blocks = sorted(plan.blocks, key=_reach)
    now = (
        np.zeros((plan.n_parties, 1), dtype=exact_dtype(bound)),
        np.ones(1, dtype=np.int64 if few else object),
    )
    points, layers = [], []
    for done, block in enumerate(blocks, 1):
        rows, ways = _numpy_rows(block, plan, max_points, None)
        if not rows.shape[1]:
            return [], [], Trail(plan, (), (), ())
        layers.append(Layer(tuple(_narrow(row, bound) for row in now[0])))
        points.append([tuple(w) for w in rows.T.tolist()])
        now = add_frontiers(now, (rows, ways.astype(now[1].dtype)), bound)
        _check(now[0].shape[1], max_points, done, len(blocks))
        if progress is not None:
            progress(done, len(blocks))
    trail = Trail(plan, tuple(blocks), tuple(points), tuple(layers))
    return [plan.utility(w) for w in now[0].T[::-1].tolist()], now[1][::-1].tolist(), trail


def _check(size: int, max_points: int, done: int, blocks: int) -> None:
    if size > max_points:
        raise _TooLarge(
            f"after {done} of {blocks} blocks of issues {size} partial points are efficient, "
            f"more than the limit of {max_points}"
        )


def _check_combinations(block: Block) -> None:
    if block.combinations > MAX_COMBINATIONS:
        raise _TooLarge(
            f"{len(block.issues)} issues that must be looked at together have "
            f"{block.combinations} combinations, more than the limit of {MAX_COMBINATIONS}"
        )


def _reach(block: Block) -> int:
    """Return how far the block can move scores: small blocks first keeps partial layers small."""
    parties = range(len(block.start))
    tables = [max(row[i] for row in table) for table in block.tables for i in parties]
    return sum(tables) + sum(abs(x) for term in block.terms for x in term.add)


def _python_rows(block: Block, plan: Plan, max_points: int) -> tuple[list[Vector], list[int]]:
    """Return the efficient vectors of a block for one or two parties, and their counts."""
    _check_combinations(block)
    if len(block.issues) > 1 and block.combinations > PYTHON_COMBINATIONS:
        values, counts = _numpy_rows(block, plan, max_points, None)
        return [tuple(w) for w in values.T.tolist()], counts.tolist()
    ways: dict[Vector, int] = {}
    for _, row in block.rows():
        ways[row] = ways.get(row, 0) + 1
    rows: list[Vector] = []
    for row in sorted(ways, reverse=True):
        if not rows or (len(row) == 2 and row[1] > rows[-1][1]):
            rows.append(row)
    return rows, [ways[row] for row in rows]


def _numpy_rows(
    block: Block, plan: Plan, max_points: int, progress: Progress | None
) -> tuple[Columns, Columns]:
    """Return the efficient vectors of a block, one per column, and their counts."""
    import numpy as np

    from irenic.solve.dominance import distinct_frontier
    from irenic.solve.enumeration import exact_dtype, frontier_by_slices

    _check_combinations(block)
    bound = max(plan.span)
    if len(block.issues) == 1:
        values = np.array(block.tables[0], dtype=exact_dtype(bound)).T
        return distinct_frontier(values, np.ones(values.shape[1], dtype=np.int64), bound)
    found = frontier_by_slices(block, bound, max_points=max_points, progress=progress)
    if found is None:
        raise _TooLarge(f"more than {max_points} vectors are efficient")
    return found


def _packed(numbers: Sequence[int]) -> Sequence[int]:
    """Return the numbers in eight bytes each where they fit."""
    fits = not numbers or max(abs(numbers[0]), abs(numbers[-1])) < 1 << 63
    return array("q", numbers) if fits else numbers


def _narrow(column: Columns, bound: int) -> Sequence[int]:
    """Return a column in four or eight bytes a number where they fit."""
    if column.dtype == object:
        return list(column)
    return array("i" if bound < 1 << 31 else "q", column.tolist())
