"""The Pareto frontier of a space: every efficient utility vector, and how many packages have it.

Two algorithms that share no step of the search:

*merge* adds one issue after the other and drops dominated partial sums, so that its cost
follows the size of the frontier and not the number of packages;
*enumerate* looks at every package, in slices of bounded memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

from irenic.errors import LimitReached
from irenic.solve.blocks import Plan, Vector, plan_blocks, whole
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.linked import NOTHING_OPEN, unlinked
from irenic.solve.merge import merge
from irenic.solve.merge2 import Pairs
from irenic.solve.packages import MAX_COMBINATIONS, Layer, Step, Trail
from irenic.solve.result import Status
from irenic.solve.space import Package, Space

__all__ = ["MAX_POINTS", "Frontier", "Method", "pareto_frontier"]

#: More efficient points than this are of no use to a reader, and cost about 1 GB.
MAX_POINTS = 1_000_000

#: From this many parties on nearly every partial package is efficient, so that in a space of
#: at most that many packages looking at each is quicker than merging (measured: up to twice).
MANY_PARTIES, FEW_PACKAGES = 5, 10_000

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

    def one_package(self, k: int, /) -> Package:
        """Return one package with utility ``points[k]``, always the same one."""
        found = None if self.trail is None else self.trail.one(self.points[k])
        if found is None:
            raise IndexError(f"no point {k} on this frontier")
        return found

    def one_package_each(self, limit: int | None = None) -> list[Package]:
        """Return :meth:`one_package` of the first points, much quicker than one by one."""
        return [] if self.trail is None else self.trail.one_of_each(self.points[:limit])

    def iter_packages(self, k: int, /) -> Iterator[Package]:
        """Yield every feasible package whose utility is ``points[k]``, in lexicographic order."""
        return iter(()) if self.trail is None else self.trail.packages(self.points[k])

    def packages_at(self, k: int, limit: int | None = None) -> tuple[Package, ...]:
        """Return the first ``limit`` packages with utility ``points[k]``; all by default."""
        return tuple(islice(self.iter_packages(k), limit))


def pareto_frontier(
    space: Space,
    /,
    *,
    method: Method = "auto",
    max_points: int = MAX_POINTS,
    progress: Progress | None = None,
    budget: Budget = UNLIMITED,
) -> Frontier:
    r"""Return the Pareto frontier of the feasible packages, with all packages on it.

    .. math:: \{u(x) : x \text{ feasible, no feasible } y \text{ with }
              u(y) \ge u(x),\ u(y) \ne u(x)\}

    Parameters
    ----------
    space : Space
        Integer utilities, so every comparison is exact.
    method : {"auto", "enumerate", "merge"}
        ``enumerate`` looks at every package, up to
        :data:`~irenic.solve.packages.MAX_COMBINATIONS`; ``merge`` adds issue after issue;
        ``auto`` merges, except in small spaces of five parties or more.
    max_points : int
        A partial or final frontier with more points ends the search with status LIMIT.
    progress : callable, optional
        Called with (work done, work in all) now and then.
    budget : Budget
        Asked after each step and inside long ones; when it is spent, the status is LIMIT.

    Returns
    -------
    Frontier
        Status OPTIMAL, INFEASIBLE (no package satisfies every rule) or LIMIT.

    Notes
    -----
    With :math:`F_t` points after step *t* and :math:`k_t` points in the step, a merge of
    two parties costs :math:`O(\sum_t F_t \log F_t)` when skipping pays and
    :math:`O(\sum_t F_{t-1} k_t \log k_t)` at worst; of more parties
    :math:`O(\sum_t N_t \log^{n-2} N_t)` with :math:`N_t = F_{t-1} k_t`.  Linked issues have
    one partial frontier per state (:mod:`irenic.solve.linked`).

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
    small = space.n_parties >= MANY_PARTIES and space.total_packages <= FEW_PACKAGES
    listed = method == "enumerate" or (method == "auto" and small)
    plan = whole(space) if listed else plan_blocks(space)
    words = _describe(plan, method, listed)
    if plan.impossible:
        return Frontier(Status.INFEASIBLE, words)
    run = _enumerated if listed else _merged
    try:
        points, counts, trail = run(plan, max_points, progress, budget)
    except LimitReached as stop:
        return Frontier(Status.LIMIT, words, reason=str(stop))
    if not points:
        return Frontier(Status.INFEASIBLE, words)
    outside = tuple(plan.utilities(points))
    return Frontier(Status.OPTIMAL, words, outside, tuple(counts), trail=trail)


def _describe(plan: Plan, method: Method, listed: bool) -> str:
    if listed:
        few = "because there are few packages and many parties"
        return f"enumeration of every package, {'as asked' if method == 'enumerate' else few}"
    linked = any(len(block.issues) > 1 for block in plan.blocks)
    kept = ", with rules and together terms carried along" if linked else ""
    why = "as asked" if method == "merge" else "because scores add up over issues"
    return f"merge issue by issue{kept}, {why}"


def _enumerated(
    plan: Plan, max_points: int, progress: Progress | None, budget: Budget
) -> tuple[list[Vector], list[int], Trail]:
    from irenic.solve.enumeration import frontier_of_block

    [block] = plan.blocks
    if block.combinations > MAX_COMBINATIONS:
        raise LimitReached(
            f"{block.combinations} packages are more than the limit of {MAX_COMBINATIONS} "
            "for looking at every one"
        )
    values, counts = frontier_of_block(
        block, plan, max_points=max_points, progress=progress, budget=budget
    )
    inside = [tuple(w) for w in values.T[::-1].tolist()]
    origin = Layer(tuple([0] for _ in plan.base))
    step = Step(unlinked(block), (inside,), {NOTHING_OPEN: origin})
    return inside, counts[::-1].tolist(), Trail(plan, (step,))


def _merged(
    plan: Plan, max_points: int, progress: Progress | None, budget: Budget
) -> tuple[list[Vector], list[int], Trail]:
    if plan.n_parties <= 2:
        pairs = Pairs(plan, max_points, budget)
        return merge(plan, pairs, max_points=max_points, progress=progress, budget=budget)
    from irenic.solve.merge_many import Arrays

    arrays = Arrays(plan, max_points, budget)
    return merge(plan, arrays, max_points=max_points, progress=progress, budget=budget)
