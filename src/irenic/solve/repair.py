r"""The smallest change of a package that carries, and what is better for everyone.

Changes are counted by one more "party" whose utility is the number of issues left as
proposed.  Then the fewest changes are a greatest sum within the boxes of the decision rule,
and everything else is a question about the packages that tie there.

Of packages with equally few changes the *concession* decides,

.. math:: \sum_i c_i \max(0, s_i - u_i(x)),

where :math:`s_i` is what party *i* has under the proposal and :math:`c_i` says what a unit
of its score counts.  Who gains by a change is not credited to who loses by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from irenic.errors import LimitReached
from irenic.solve.blocks import Vector
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.extremes import extremes
from irenic.solve.goals import Goal
from irenic.solve.optimum import Box, Optimum, optimise
from irenic.solve.result import Status
from irenic.solve.space import Package, Space, Term

__all__ = [
    "Picks",
    "Tied",
    "concession",
    "counting_space",
    "efficient_repair",
    "fewest_changes",
    "hoped_for",
    "least_concession",
]

#: One option per issue; ``None`` where the proposal leaves the issue open.
Picks = tuple[int | None, ...]


def counting_space(space: Space, picks: Picks, /) -> Space:
    """Return the space with one more party, who has one unit for each issue left as proposed.

    An open issue counts for nothing: to settle it is no change.

    Examples
    --------
    >>> counting_space(Space(1, (((5,), (7,)), ((0,), (2,)))), (1, None)).tables
    (((5, 0), (7, 1)), ((0, 0), (2, 0)))
    """
    tables = tuple(
        tuple((*row, int(o == pick)) for o, row in enumerate(table))
        for table, pick in zip(space.tables, picks, strict=True)
    )
    terms = tuple(Term(t.when, (*t.add, 0)) for t in space.terms)
    return Space(space.n_parties + 1, tables, terms, space.forbidden, space.limits)


@dataclass(frozen=True)
class Tied:
    """Packages with equally many changes and the same concession; none beats another.

    ``points`` are their distinct utility vectors (without the count of kept issues) and
    ``counts`` the packages behind each.  ``kept`` issues stay as proposed.  ``bound`` says
    that no package that carries keeps more; with status LIMIT it may exceed ``kept``.
    """

    status: Status
    kept: int = -1
    points: tuple[Vector, ...] = ()
    counts: tuple[int, ...] = ()
    concession: Fraction | None = None
    bound: Fraction | None = None
    reason: str = ""
    source: Optimum | None = field(default=None, repr=False, compare=False)
    rows: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @property
    def total(self) -> int:
        """Return how many packages tie."""
        return sum(self.counts)

    def one_package(self, k: int, /) -> Package:
        """Return one package with utility ``points[k]``, always the same one."""
        if self.source is None:
            raise IndexError(f"no point {k} among the tied")
        return self.source.one_package(self.rows[k])

    def iter_packages(self) -> Iterator[Package]:
        """Yield every package, point by point."""
        for row in self.rows if self.source is not None else ():
            yield from self.source.iter_packages(row) if self.source else ()

    def packages(self, limit: int | None = None) -> tuple[Package, ...]:
        """Return the first ``limit`` packages; all by default."""
        return tuple(islice(self.iter_packages(), limit))


def hoped_for(space: Space, picks: Picks, /) -> Vector:
    """Return what each party can have at most under the proposal, rules aside.

    That is its utility when the proposal is complete.  Where issues are open it is the best
    way of settling them for that party alone: what it gives up when it gets less.

    Raises
    ------
    LimitReached
        When terms over open issues are entangled too widely.
    """
    free = Space(space.n_parties, space.tables, space.terms)
    settled = [pick for pick in picks if pick is not None]
    if len(settled) == len(picks):
        return free.utility(tuple(settled))
    allowed = {j: frozenset({p}) for j, p in enumerate(picks) if p is not None}
    part = free.restrict(allowed).space
    found = [extremes(part, i) for i in range(space.n_parties)]
    return tuple(pair[1] for pair in found if pair is not None)


def concession(start: Sequence[int], u: Sequence[int], rate: Sequence[Fraction], /) -> Fraction:
    """Return what the parties give up together, each unit of a score at its own rate.

    Examples
    --------
    >>> concession((5, 5), (3, 9), (Fraction(1), Fraction(1, 2)))
    Fraction(2, 1)
    """
    parts = zip(start, u, rate, strict=True)
    return sum((c * (s - x) for s, x, c in parts if s > x), Fraction(0))


def fewest_changes(
    space: Space, picks: Picks, boxes: Sequence[Box], /, *, budget: Budget = UNLIMITED
) -> Tied:
    r"""Return every undominated package that carries with the fewest changed options.

    .. math:: \operatorname{arg\,min}_x |\{j : x_j \ne p_j\}|
              \quad\text{subject to } x \text{ feasible and in some box}

    Parameters
    ----------
    space : Space
    picks : Picks
        The proposal *p*; ``None`` where it leaves an issue open.
    boxes : sequence of Box
        What carries (:mod:`irenic.solve.decision_boxes`).
    budget : Budget

    Returns
    -------
    Tied
        Status OPTIMAL, NO_ZONE, INFEASIBLE or LIMIT (then ``bound`` limits what may be kept).

    Notes
    -----
    Of packages that keep equally much, those are left out than which another is better for
    somebody and worse for nobody.

    Examples
    --------
    >>> space = Space(2, (((3, 0), (2, 2), (0, 3)), ((1, 0), (0, 2))))
    >>> fewest_changes(space, (0, 0), [(1, 1)]).packages()
    ((0, 1), (1, 0), (2, 0))
    """
    if not boxes:
        return Tied(Status.NO_ZONE)
    n = space.n_parties
    goal = Goal("sum", (*(0,) * n, 1), (0,) * (n + 1))
    wide = [(*box, None) for box in boxes]
    found = optimise(counting_space(space, picks), goal, boxes=wide, budget=budget)
    rows = tuple(range(len(found.points)))
    return _tied(found, rows, found.value[0] if found.value else -1, None)


def _tied(found: Optimum, rows: tuple[int, ...], kept: int, given: Fraction | None) -> Tied:
    points = tuple(found.points[k][:-1] for k in rows)
    counts = tuple(found.counts[k] for k in rows)
    return Tied(found.status, kept, points, counts, given, found.bound, found.reason, found, rows)


def least_concession(tied: Tied, start: Sequence[int], rate: Sequence[Fraction], /) -> Tied:
    """Return those of the tied packages in which the parties give up least.

    Parameters
    ----------
    tied : Tied
    start : sequence of shape (n_parties,)
        What each party has under the proposal.
    rate : sequence of shape (n_parties,)
        What a unit of each party's score counts.
    """
    if not tied.points or tied.source is None:
        return tied
    costs = [concession(start, u, rate) for u in tied.points]
    least = min(costs)
    rows = tuple(k for k, cost in zip(tied.rows, costs, strict=True) if cost == least)
    return _tied(tied.source, rows, tied.kept, least)


def efficient_repair(
    space: Space,
    picks: Picks,
    boxes: Sequence[Box],
    start: Sequence[int],
    rate: Sequence[Fraction],
    /,
    *,
    kept: int,
    budget: Budget = UNLIMITED,
) -> Tied:
    """Return the best repairs that nothing in the space dominates.

    Fewest changes first, then least concession, among the packages that carry and are on
    the Pareto frontier of the space.

    Parameters
    ----------
    space, picks, boxes, budget
        As in :func:`fewest_changes`.
    start, rate
        As in :func:`least_concession`.
    kept : int
        What is kept at most; no efficient repair keeps more than the smallest one.

    Notes
    -----
    Levels of more and more changes, each with all its undominated packages; a package of a
    level is efficient exactly when nobody can have more while nobody has less, which is one
    more search for a greatest sum.  What such a search finds rules out others unasked.
    """
    n = space.n_parties
    wide = counting_space(space, picks)
    nothing = Goal("sum", (0,) * (n + 1), (0,) * (n + 1))
    test = _Efficient(space, budget)
    settled = sum(pick is not None for pick in picks)
    width = 0
    while True:
        floor = max(0, kept - width)
        within = [(*box, floor) for box in boxes]
        found = optimise(wide, nothing, boxes=within, budget=budget)
        if found.status not in (Status.OPTIMAL, Status.NO_ZONE):
            return Tied(found.status, reason=found.reason)
        best = _first_efficient(found, test, start, rate)
        if best is not None:
            return best
        if floor == 0:
            return Tied(Status.NO_ZONE)
        width = min(settled, 2 * width + 1)


def _first_efficient(
    found: Optimum, test: _Efficient, start: Sequence[int], rate: Sequence[Fraction]
) -> Tied | None:
    def rank(k: int) -> tuple[int, Fraction]:
        return -found.points[k][-1], concession(start, found.points[k][:-1], rate)

    best: tuple[int, Fraction] | None = None
    rows: list[int] = []
    for k in sorted(range(len(found.points)), key=rank):
        if best is not None and rank(k) > best:
            break
        if test(found.points[k][:-1]):
            best = rank(k)
            rows.append(k)
    return None if best is None else _tied(found, tuple(rows), -best[0], best[1])


class _Efficient:
    """Says whether a utility vector is on the Pareto frontier; remembers what beats others."""

    def __init__(self, space: Space, budget: Budget) -> None:
        self.space, self.budget = space, budget
        self.goal = Goal("sum", (1,) * space.n_parties, (0,) * space.n_parties)
        self.known: dict[Vector, bool] = {}
        self.strong: set[Vector] = set()

    def __call__(self, u: Vector) -> bool:
        if u not in self.known:
            self.known[u] = self._look(u)
        return self.known[u]

    def _look(self, u: Vector) -> bool:
        for v in self.strong:
            if v != u and all(x >= y for x, y in zip(v, u, strict=True)):
                return False
        found = optimise(self.space, self.goal, boxes=[u], ties=False, budget=self.budget)
        if found.status is not Status.OPTIMAL:
            raise LimitReached(found.reason)
        self.strong.update(found.points)
        return found.value[0] == sum(u)
