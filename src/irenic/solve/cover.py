r"""A list of packages that comes within epsilon of every package, with its proof.

Where the frontier has too many points, a short list stands for it: no party can gain more
than epsilon of its range, compared with *some* package of the list, whatever package is
proposed,

.. math:: \forall x\ \exists s \in S\ \forall i:\quad
          u_i(x) \le u_i(s) + \varepsilon\,R_i, \qquad
          R_i = \max_y u_i(y) - \min_y u_i(y),

over all feasible *x* and *y* (all feasible *x* that carry, where a decision rule is given).

**The certificate.**  A package that the list does not cover lies more than :math:`\varepsilon R`
above some corner *c* of the list's search region (:mod:`irenic.solve.corners`).  With floors
*r* (least scores where there is no rule), put :math:`A = \{i : c_i \ge r_i\}` and
:math:`b = \max(c, r)`.  For any multipliers :math:`\lambda \ge 0`

.. math:: h(\lambda) \ge \lambda \cdot u(x)
          > \lambda \cdot b + \varepsilon \sum_{i \in A} \lambda_i R_i,

so nothing is uncovered when :math:`\varepsilon = \max_c \min_\lambda (h(\lambda) - \lambda
\cdot b) / \sum_{i \in A} \lambda_i R_i`.  The multipliers are whole numbers and *h* is exact,
hence so is epsilon.  Under a rule below unanimity this is done for each smallest set of
parties that carries a package.  Where a few corners are left for which no multipliers prove
enough, a complete search shows that nothing lies more than epsilon above them
(:mod:`irenic.solve.cover_settle`).

References
----------
C. H. Papadimitriou, M. Yannakakis, "On the Approximability of Trade-offs and Optimal Access of
Web Sources", FOCS 2000, 86-92 (covers); K. Klamroth, R. Lacour, D. Vanderpooten (2015), see
:mod:`irenic.solve.corners`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.blocks import Plan, Vector, plan_blocks
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.result import Status
from irenic.solve.space import Package, Space
from irenic.solve.zone import DecisionRule, inside_floors

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.cover_search import Measure, Search
    from irenic.solve.cover_settle import Settler
    from irenic.solve.network import Network

    Array = NDArray[Any]

__all__ = ["Cover", "cover"]

#: Rounds of refinement; each looks at the worst corners.
ROUNDS = 25
#: Rounds in a row without a better bound that end the search.
STALE = 3
#: Smallest sets of parties that carry a package; each has corners to be bounded.
MAX_BOXES = 80
#: Bounds in floating point within this of the greatest are compared exactly.
CLOSE = 1e-12

#: Rounding can hide this part of a bound until it is worked out exactly.
SAFE = 1e-9

METHOD = "packages best at many weights, then beyond the worst corners"


@dataclass(frozen=True)
class Cover:
    """Packages that come within ``epsilon`` of every package, and what proves it.

    ``points`` are distinct utility vectors, sorted descending, none dominated by another;
    ``packages[k]`` has ``points[k]``.  ``efficient[k]`` says that ``points[k]`` is proved
    efficient (best at some positive weights); else that is not known.  ``ranges[i]`` is the
    greatest less the least score of party *i* over all feasible packages.

    ``multipliers`` are rows of whole weights in the units of the space, with which the
    bound can be worked out again, for all but ``searched`` corners: above these, a search
    found no package.

    Status OPTIMAL: ``epsilon`` is at most what was asked for.  LIMIT: ``epsilon`` is proved,
    but larger than asked for, and ``reason`` says what stopped.  NO_ZONE, INFEASIBLE: there
    is nothing to list.
    """

    status: Status
    method: str
    asked: Fraction
    epsilon: Fraction | None = None
    points: tuple[Vector, ...] = ()
    packages: tuple[Package, ...] = ()
    efficient: tuple[bool, ...] = ()
    ranges: tuple[int, ...] = ()
    least: tuple[int, ...] = ()
    multipliers: tuple[tuple[int, ...], ...] = ()
    searched: int = 0
    reason: str = ""


def cover(
    space: Space,
    epsilon: Fraction | int | str,
    /,
    *,
    floors: Sequence[int | None] | None = None,
    at_least: int | None = None,
    must: Sequence[int] = (),
    budget: Budget = UNLIMITED,
    seed: int = 0,
) -> Cover:
    """Return packages within ``epsilon`` of every feasible package, or as near as was reached.

    Parameters
    ----------
    space : Space
    epsilon : fraction
        As a part of each party's range of scores: 1/100 is one percent.
    floors, at_least, must
        When floors are given, only packages that certainly carry are listed and covered;
        as in :func:`irenic.solve.zone_frontier.zone_frontier`.
    budget : Budget
        Time and memory.  When they run out, what is proved by then is the answer.
    seed : int
        For the weights tried beside the lattice; the same seed gives the same list.

    Notes
    -----
    Practical for up to four parties; beyond, corners are so many that the proved epsilon
    stays large.  There the methods' own solutions inform better than any list.

    Examples
    --------
    >>> space = Space(2, (((9, 0), (8, 2), (0, 4)), ((5, 0), (0, 5))))
    >>> found = cover(space, Fraction(1, 10))
    >>> found.status.value, found.points, found.epsilon
    ('optimal', ((14, 0), (13, 2), (8, 7), (0, 9)), Fraction(0, 1))
    """
    asked = Fraction(epsilon)
    rule = None if floors is None else DecisionRule.of(floors, at_least, must)
    plan = plan_blocks(space)
    if plan.impossible:
        return Cover(Status.INFEASIBLE, METHOD, asked)
    from irenic.solve.network import build_network

    try:
        network = build_network(plan)
        return _Run(space, network, rule, asked, budget, seed).result()
    except LimitReached as stop:
        return Cover(Status.LIMIT, METHOD, asked, reason=str(stop))


class _Run:
    """One cover, from the network to the exact certificate."""

    def __init__(
        self,
        space: Space,
        network: Network,
        rule: DecisionRule | None,
        asked: Fraction,
        budget: Budget,
        seed: int,
    ) -> None:
        import numpy as np

        self.space, self.network, self.rule, self.asked = space, network, rule, asked
        self.plan: Plan = network.plan
        self.budget, self.seed = budget, seed
        units: Array = np.eye(self.plan.n_parties, dtype=network.dtype)
        self.top = network.support(units)[0][0]
        self.feasible = not any(x == -float("inf") for x in self.top.tolist())
        if self.feasible:
            self.low = -network.support(-units)[0][0]
        self.reason = ""

    def result(self) -> Cover:
        """Return the cover."""
        if not self.feasible:
            return Cover(Status.INFEASIBLE, METHOD, self.asked)
        boxes = self._boxes()
        if not boxes:
            return Cover(Status.NO_ZONE, METHOD, self.asked)
        from irenic.solve.cover_search import Search
        from irenic.solve.cover_settle import Settler

        exact = self._array
        search = Search(
            self.network,
            exact(self.low),
            exact(self.top - self.low),
            exact([inside_floors(self.plan, box) for box in boxes]),
            self.seed,
            self.budget,
        )
        self.settler = Settler(search, self.asked)
        search.support(search.extremes())
        if self.rule is not None and not self._start(search, boxes):
            return self._nothing()
        best = self._improve(search)
        return self._labelled(search, best)

    def _array(self, rows: Any) -> Array:
        import numpy as np

        found: Array = np.array(rows, dtype=self.network.dtype)
        return found

    def _boxes(self) -> list[tuple[int | None, ...]]:
        """Return the floors of each smallest set that may carry a package."""
        if self.rule is None:
            return [(None,) * self.plan.n_parties]
        if (sets := self.rule.sets()) > MAX_BOXES:
            raise LimitReached(
                f"{sets} sets of parties can carry a package, more than the limit of {MAX_BOXES}"
            )
        boxes = self.rule.boxes()
        tops = self.top.tolist()
        within = [inside_floors(self.plan, box) for box in boxes]
        return [
            box
            for box, floors in zip(boxes, within, strict=True)
            if all(f <= x for f, x in zip(floors, tops, strict=True))
        ]

    def _start(self, search: Search, boxes: list[tuple[int | None, ...]]) -> bool:
        """List the fairest package of each box, or find that there is none."""
        from irenic.solve.goals import Goal
        from irenic.solve.optimum import optimise
        from irenic.solve.paths import path_of

        sizes = [int(x) * g for x, g in zip(search.ranges.tolist(), self.plan.unit, strict=True)]
        most = max(*sizes, 1)
        weight = tuple(max(1, (most << 20) // x) if x else 1 for x in sizes)
        for box in boxes:
            base = tuple(0 if f is None else a * f for f, a in zip(box, weight, strict=True))
            goal = Goal("leximin", weight, base)
            found = optimise(self.space, goal, boxes=[box], budget=self.budget)
            if found.points:
                path = path_of(self.network, found.one_package(0))
                search.add(path[None], self._flags(False))
            elif found.status is Status.LIMIT:
                self.reason = found.reason
        return bool(len(search.listed.points))

    def _flags(self, value: bool) -> Array:
        import numpy as np

        return np.array([value], dtype=bool)

    def _nothing(self) -> Cover:
        if self.reason:
            return Cover(Status.LIMIT, METHOD, self.asked, reason=self.reason)
        return Cover(Status.NO_ZONE, METHOD, self.asked)

    def _improve(self, search: Search) -> Measure:
        """Refine until the bound is small enough; return the best measured list."""
        target = float(self.asked) * (1 - SAFE)
        # A list of a few packages has few corners, so that something is proved at once.
        search.budget, mine = UNLIMITED, search.budget
        best = search.measure(search.listed)
        search.budget = mine
        if best.bound <= target:
            return best
        stale = 0
        try:
            self.budget.check()
            search.support(search.lattice())
            for number in range(ROUNDS):
                measure = search.measure(search.listed)
                before, now = best.bound, measure.bound
                stale = stale + 1 if now >= before * 0.99 else 0
                if now <= before:
                    best = measure
                self.budget.say(f"round {number + 1}: every package within {now:.2%}")
                if now <= target:
                    return best
                if stale >= STALE:
                    break
                search.refine(measure, target)
            self.budget.say("looking for packages above single corners")
            best = self.settler.run(search.measure(search.listed), target)
        except LimitReached as stop:
            self.reason = str(stop)
        return best

    def _labelled(self, search: Search, measure: Measure) -> Cover:
        from irenic.solve.paths import PackageReader

        epsilon, used, searched = _certify(search, measure, self.settler)
        listed = measure.listed
        reader = PackageReader(self.network)
        order = range(len(listed.points) - 1, -1, -1)
        rows = listed.points.tolist()
        return Cover(
            Status.OPTIMAL if epsilon <= self.asked else Status.LIMIT,
            METHOD,
            self.asked,
            epsilon,
            tuple(self.plan.utility(rows[k]) for k in order),
            tuple(reader.package(listed.paths[k].tolist()) for k in order),
            tuple(bool(listed.proved[k]) for k in order),
            tuple(int(x) * g for x, g in zip(search.ranges.tolist(), self.plan.unit, strict=True)),
            self.plan.utility(self.low.tolist()),
            self._outside(search.pool[used]),
            searched,
            reason="" if epsilon <= self.asked else self.reason,
        )

    def _outside(self, rows: Array) -> tuple[tuple[int, ...], ...]:
        """Return multipliers of scores in a plan as whole multipliers of utilities."""
        from math import gcd, lcm

        unit = lcm(*self.plan.unit)
        found = []
        for row in rows.tolist():
            scaled = [int(x) * (unit // g) for x, g in zip(row, self.plan.unit, strict=True)]
            common = gcd(*scaled) or 1
            found.append(tuple(x // common for x in scaled))
        return tuple(found)


def _certify(search: Search, measure: Measure, settler: Settler) -> tuple[Fraction, Array, int]:
    """Return the proved epsilon, the rows of the pool that prove it, and what was searched."""
    import numpy as np

    done = settler.mask(measure.corners) & (measure.worst > float(settler.asked) * (1 - SAFE))
    best = settler.asked if done.any() else Fraction(0)
    every = measure.corners[~done]
    for box in range(len(search.boxes)):
        floor = np.maximum(search.boxes[box], search.low)
        counted = (every >= floor) & (search.ranges > 0)
        base = np.where(counted, every, floor)
        # What was found later for a corner is never worse than what its measure says.
        known = [search.known[tuple(c)][1][box] for c in every.tolist()]
        rows = np.array(known, dtype=np.intp)
        multipliers = search.pool[rows]
        above = search.tops[rows] - (multipliers * base).sum(axis=1)
        share = (np.where(counted, multipliers, 0) * search.ranges).sum(axis=1)
        fair = (share > 0).astype(bool)
        open_ended = ~fair & (above >= 0).astype(bool)
        if open_ended.any():
            best = Fraction(1)
            continue
        ratio = above[fair].astype(np.float64) / share[fair].astype(np.float64)
        near = np.flatnonzero(ratio >= ratio.max(initial=0.0) * (1 - CLOSE))
        pairs = zip(above[fair][near].tolist(), share[fair][near].tolist(), strict=True)
        best = max([best, *(Fraction(int(a), int(s)) for a, s in pairs)])
    used = sorted({row for c in every.tolist() for row in search.known[tuple(c)][1]})
    return min(best, Fraction(1)), np.array(used, dtype=np.intp), int(done.sum())
