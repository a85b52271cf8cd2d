"""The Pareto frontier of a space: every efficient utility vector, and how many packages have it.

Three algorithms; :mod:`irenic.solve.choose` says which one fits a space:

*merge* adds one issue after the other and drops dominated partial sums, so that its cost
follows the size of the frontier and not the number of packages;
*cutset* fixes some issues where rules and terms tie too many together, and merges what is left;
*enumerate* looks at every package, in slices of bounded memory; it shares no step with the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from irenic.errors import LimitReached, NotCovered
from irenic.solve.blocks import Plan, Vector, plan_blocks, whole
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.choose import METHODS, Choice, choose
from irenic.solve.linked import NOTHING_OPEN, unlinked
from irenic.solve.merge import merge
from irenic.solve.merge2 import Pairs
from irenic.solve.packages import MAX_COMBINATIONS, Layer, Step, Trail
from irenic.solve.result import Status
from irenic.solve.space import Package, Space
from irenic.solve.ways import Way

__all__ = ["MAX_POINTS", "Frontier", "pareto_frontier"]

#: More efficient points than this are of no use to a reader, and cost about 1 GB.
MAX_POINTS = 1_000_000

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
    trail: Way | None = field(default=None, repr=False, compare=False)

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
        points = self.points[:limit]
        if isinstance(self.trail, Trail):
            return self.trail.one_of_each(points)
        return [self.one_package(k) for k in range(len(points))]

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
    method: str = "auto",
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
    method : {"auto", "enumerate", "merge", "cutset"}
        ``enumerate`` looks at every package, up to
        :data:`~irenic.solve.packages.MAX_COMBINATIONS`; ``merge`` adds issue after issue;
        ``cutset`` fixes some issues first; ``auto`` is :func:`irenic.solve.choose.choose`.
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

    Raises
    ------
    UnknownName
        When no method of that name finds a frontier.
    NotCovered
        When the method does not give the frontier itself.

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
    plan = whole(space) if method == "enumerate" else plan_blocks(space)
    choice = choose(space, "frontier", method=method, plan=plan)
    if choice.method == "cover":
        raise NotCovered("a cover is close to the frontier, but it is not the frontier")
    if choice.method == "enumerate" and method == "auto":
        plan = whole(space)
    words = f"{METHODS[choice.method].title}{_carried(plan, choice)}, {choice.why}"
    if plan.impossible:
        return Frontier(Status.INFEASIBLE, words)
    try:
        if choice.method == "cutset":
            points, counts, way = _in_parts(space, max_points, budget)
            return _frontier(words, points, counts, way)
        run = _enumerated if choice.method == "enumerate" else _merged
        inside, counts, trail = run(plan, max_points, progress, budget)
    except LimitReached as stop:
        return Frontier(Status.LIMIT, words, reason=str(stop))
    outside = tuple(plan.utilities(inside)) if inside else ()
    return _frontier(words, outside, counts, trail)


def _frontier(words: str, points: Sequence[Vector], counts: Sequence[int], way: Way) -> Frontier:
    if not points:
        return Frontier(Status.INFEASIBLE, words)
    return Frontier(Status.OPTIMAL, words, tuple(points), tuple(counts), trail=way)


def _carried(plan: Plan, choice: Choice) -> str:
    linked = choice.method == "merge" and any(len(block.issues) > 1 for block in plan.blocks)
    return ", with rules and together terms carried along" if linked else ""


def _in_parts(
    space: Space, max_points: int, budget: Budget
) -> tuple[Sequence[Vector], Sequence[int], Way]:
    from irenic.solve.cutset import cutset_of
    from irenic.solve.parts import frontier_of_parts

    def solve(part: Space) -> Frontier:
        return pareto_frontier(part, method="merge", max_points=max_points, budget=budget)

    found = frontier_of_parts(space, cutset_of(space), solve, budget=budget)
    return found.points, found.counts, found.way


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
