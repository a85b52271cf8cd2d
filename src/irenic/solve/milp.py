r"""The best packages under a goal by mixed-integer programming, for the most entangled spaces.

*sum* is one program; *leximin* a sequence: the k-th smallest value is at least *t* when at
most *k* - 1 values are below it, and each stage fixes the whole number found before it;
*product* maximises the sum of logarithms, each bounded by tangents that are added where a
package was found (outer approximation), until no other package can be as good.

Every package is evaluated again in whole numbers.  That nothing better exists rests on the
bound of HiGHS, a floating-point program: values are whole numbers, so a bound that is less
than one unit above the best package closes the search, with :data:`ROUNDING` to spare.
Otherwise the status is LIMIT and the bound is given.

References
----------
M. A. Duran, I. E. Grossmann, "An Outer-Approximation Algorithm for a Class of Mixed-Integer
Nonlinear Programs", Mathematical Programming 36 (1986) 307-339.
W. Ogryczak, T. Sliwinski, "On Direct Methods for Lexicographic Min-Max Optimization",
ICCSA 2006: the k-th smallest value by counting.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from importlib.util import find_spec
from math import exp, floor, gcd, isfinite, log, log1p

from irenic.errors import LimitReached
from irenic.solve.best import Box, Optimum
from irenic.solve.blocks import Plan, Vector
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.goals import Goal
from irenic.solve.highs import Answer, Program
from irenic.solve.milp_model import Columns
from irenic.solve.result import Status
from irenic.solve.space import Package, Space
from irenic.solve.ways import Listed

__all__ = ["LOG_ROUNDING", "MAX_ROUNDS", "ROUNDING", "known_by_highs", "optimise_by_highs"]

#: A bound of HiGHS is trusted up to this part of the range of the goal: ten times the
#: tolerance it works with (:data:`irenic.solve.highs.FEASIBILITY`).
ROUNDING = 1e-8
#: The same for sums of logarithms, which stay below about 500.
LOG_ROUNDING = 1e-6
#: HiGHS may stop this close to the best whole number.
HALF = 0.4
#: Tangents of each logarithm to begin with.
TANGENTS = 8
#: Packages looked at for a product before the search gives up.
MAX_ROUNDS = 100
#: For finding a package to begin an exact search with.
START_SECONDS = 2.0


def optimise_by_highs(
    space: Space,
    plan: Plan,
    goal: Goal,
    /,
    *,
    boxes: Sequence[Box] = (),
    words: str = "mixed-integer programming with HiGHS",
    budget: Budget = UNLIMITED,
) -> Optimum:
    """Return one best package; others may tie.  Parameters as for ``optimise``.

    Raises
    ------
    FeatureMissing
        When HiGHS is not installed.
    """
    boxes = boxes or [(None,) * space.n_parties]
    search = _Search(space, plan, goal, budget)
    search.unbounded = len(boxes)
    reason = ""
    try:
        search.check_limits()
        for box in boxes:
            search.visit(box)
        if search.best is not None:
            search.polish()
        elif search.any_package() is None:
            return Optimum(Status.INFEASIBLE, words)
    except LimitReached as stop:
        reason = str(stop)
    return search.result(words, reason)


def known_by_highs(
    space: Space, plan: Plan, goal: Goal, boxes: Sequence[Box], budget: Budget, /
) -> tuple[Package, ...]:
    """Return a good package to begin an exact search with, where HiGHS is there to find one.

    It only saves time: the exact search finds the same without.
    """
    if find_spec("highspy") is None:
        return ()
    left = budget.left()
    short = Budget(seconds=START_SECONDS if left is None else min(left, START_SECONDS))
    found = optimise_by_highs(space, plan, goal, boxes=boxes, budget=short)
    return tuple(found.one_package(k) for k in range(len(found.points)))


class _Search:
    """One goal; what one box finds is compared with the next."""

    def __init__(self, space: Space, plan: Plan, goal: Goal, budget: Budget) -> None:
        self.space, self.plan, self.outer, self.budget = space, plan, goal, budget
        inner = goal.rescaled(plan.base, plan.unit)
        common = gcd(*inner.weight, *(inner.base[i] for i in inner.compared)) or 1
        self.unit = common
        self.goal = Goal(
            goal.kind,
            tuple(a // common for a in inner.weight),
            tuple(b // common if a else 0 for a, b in zip(inner.weight, inner.base, strict=True)),
        )
        self.columns = Columns(plan)
        self.best: tuple[tuple[int, ...], Vector, Package] | None = None
        self.bounds: list[Fraction] = []
        self.tolerance = Fraction(0)
        self.unbounded, self.is_bounded = 1, False

    def visit(self, box: Box) -> None:
        """Find a best package within a box."""
        self.is_bounded = False
        self._visit(box)
        self._bounded()

    def check_limits(self) -> None:
        """Refuse limits on sums that floating point cannot tell apart."""
        for block in self.plan.blocks:
            for limit in block.limits:
                self._trust(sum(abs(amount) for _, amount in limit.parts))

    def _bounded(self) -> None:
        """Count the boxes about which a bound is known, each once."""
        if not self.is_bounded:
            self.is_bounded = True
            self.unbounded -= 1

    def _visit(self, box: Box) -> None:
        program = self.columns.program.copy()
        floors = [0] * self.plan.n_parties
        pairs = zip(box, self.plan.base, self.plan.unit, strict=True)
        for i, (least, base, unit) in enumerate(pairs):
            if least is not None:
                floors[i] = max(0, -((base - least) // unit))
                self._at_least(program, i, floors[i])
        if any(f > top for f, top in zip(floors, self.plan.span, strict=True)):
            return
        {"sum": self._sum, "leximin": self._leximin, "product": self._product}[self.goal.kind](
            program, floors
        )

    def _at_least(self, program: Program, party: int, least: int) -> None:
        row = {k: float(x) for k, x in self.columns.scores[party].items()}
        program.row(row, low=least - self.columns.start[party])

    def _most(self, i: int) -> int:
        return self.goal.weight[i] * self.plan.span[i] - self.goal.base[i]

    def _trust(self, span: int) -> float:
        """Return how far a bound may be off when values range over ``span``."""
        off = ROUNDING * max(1, span)
        if off >= HALF:
            raise LimitReached(
                f"values range over {span}, too fine a scale for floating point; the other "
                "methods are exact at any size"
            )
        self.tolerance = max(self.tolerance, Fraction(off))
        return off

    def _take(self, answer: Answer) -> tuple[Vector, list[int]] | None:
        """Return scores and compared values of the package found, evaluated exactly."""
        if not answer.values:
            return None
        package = self.columns.package(answer.values)
        u = self.space.utility(package)
        if not self.space.is_feasible(package):
            raise LimitReached("HiGHS returned a package that breaks a rule: rounding went wrong")
        w = self.plan.inside(u) or u
        key = self.outer.key(u)
        if self.best is None or key > self.best[0]:
            self.best = key, u, package
        return w, self.goal.values(w)

    def _solve(
        self,
        program: Program,
        goal: dict[int, float],
        least: int,
        trust: float,
        *,
        of_goal: bool = True,
    ) -> tuple[list[int], int] | None:
        """Return the values found and the whole number that bounds the goal, if any.

        ``of_goal`` says that the bound is about the goal itself, not about a later stage.
        """
        answer = program.maximise(goal, self.budget, gap=HALF)
        if answer.impossible:
            return None
        found = self._take(answer)
        bound = floor(answer.bound + trust) + least if isfinite(answer.bound) else None
        if found is None or bound is None or not answer.closed:
            if of_goal and bound is not None:
                self._note(bound)
            raise LimitReached(self.budget.spent() or "HiGHS ended before it had finished")
        return found[1], bound

    def _note(self, bound: int) -> None:
        self._bounded()
        self.bounds.append(Fraction(bound * self.unit))

    def _close(self, best: int, bound: int, *, of_goal: bool = True) -> None:
        if bound > best:
            if of_goal:
                self._note(bound)
            raise LimitReached("the bound of HiGHS is a whole unit above the best package")

    def _sum(self, program: Program, floors: Sequence[int]) -> None:
        del floors
        seen = self.goal.compared
        trust = self._trust(sum(self.goal.weight[i] * self.plan.span[i] for i in seen))
        goal: dict[int, float] = {}
        for i in seen:
            for k, x in self.columns.scores[i].items():
                goal[k] = goal.get(k, 0.0) + self.goal.weight[i] * x
        least = sum(self.goal.weight[i] * self.columns.start[i] - self.goal.base[i] for i in seen)
        found = self._solve(program, goal, least, trust)
        if found is not None:
            values, bound = found
            self._close(sum(values), bound)
            self._note(sum(values))

    def _leximin(self, program: Program, floors: Sequence[int]) -> None:
        seen = self.goal.compared
        low = {i: self.goal.weight[i] * floors[i] - self.goal.base[i] for i in seen}
        high = {i: self._most(i) for i in seen}
        trust = self._trust(max(high.values()) - min(low.values()))
        fixed: list[int] = []
        for k in range(len(seen)):
            least = fixed[-1] if fixed else min(low.values())
            stage = program.copy()
            t = stage.column(least, max(high.values()), whole=True)
            below = {i: stage.column(0, 1, whole=True) for i in seen} if k else {}
            if k:
                stage.row(dict.fromkeys(below.values(), 1.0), high=k)
            for i in seen:
                slack = {below[i]: float(max(high.values()) - low[i])} if k else {}
                stage.row(self._value(i) | {t: -1.0} | slack, low=self._offset(i))
            found = self._solve(stage, {t: 1.0}, 0, trust, of_goal=k == 0)
            if found is None:
                return
            values = sorted(found[0])
            if values[:k] != fixed:
                raise LimitReached("a stage of leximin lost what an earlier one had found")
            self._close(values[k], found[1], of_goal=k == 0)
            if k == 0:
                self._note(values[0])
            fixed.append(values[k])
            self._keep(program, seen, low, k, values[k])

    def _value(self, i: int) -> dict[int, float]:
        return {k: float(self.goal.weight[i] * x) for k, x in self.columns.scores[i].items()}

    def _offset(self, i: int) -> int:
        """Return what the columns of party *i* must reach for its value to reach 0."""
        return self.goal.base[i] - self.goal.weight[i] * self.columns.start[i]

    def _keep(
        self, program: Program, seen: Sequence[int], low: dict[int, int], k: int, value: int
    ) -> None:
        """Ask that at most ``k`` values are below ``value`` from now on."""
        below = {i: program.column(0, 1, whole=True) for i in seen} if k else {}
        if k:
            program.row(dict.fromkeys(below.values(), 1.0), high=k)
        for i in seen:
            if value > low[i]:
                slack = {below[i]: float(value - low[i])} if k else {}
                program.row(self._value(i) | slack, low=value + self._offset(i))

    def _product(self, program: Program, floors: Sequence[int]) -> None:
        seen = self.goal.compared
        low = {i: self.goal.weight[i] * floors[i] - self.goal.base[i] for i in seen}
        if min(low.values()) <= 0:
            raise LimitReached("a product by HiGHS needs floors that make every factor positive")
        high = {i: max(self._most(i), low[i]) for i in seen}
        self._trust(max(high.values()))
        self.tolerance = max(self.tolerance, Fraction(LOG_ROUNDING))
        logs = {
            i: program.column(log(low[i]), log(high[i]) + LOG_ROUNDING, whole=False) for i in seen
        }
        for i in seen:
            for step in range(TANGENTS):
                ratio = (high[i] / low[i]) ** (step / (TANGENTS - 1))
                self._tangent(program, i, logs[i], max(1, round(low[i] * ratio)))
        self._outer_approximation(program, logs)

    def _tangent(self, program: Program, i: int, column: int, at: int) -> None:
        # log y <= log c + (y - c) / c, with both sides times c to keep the numbers near 1
        row = {k: -x / at for k, x in self._value(i).items()} | {column: 1.0}
        program.row(row, high=log(at) - 1 - self._offset(i) / at)

    def _outer_approximation(self, program: Program, logs: dict[int, int]) -> None:
        goal = dict.fromkeys(logs.values(), 1.0)
        best = 0
        for _ in range(MAX_ROUNDS):
            answer = program.maximise(goal, self.budget)
            level = _log(best) if best else None
            if answer.impossible:
                self._note_mean(level, len(logs))
                return
            top = max(answer.bound, level or answer.bound)
            found = self._take(answer)
            if found is None or not answer.closed:
                self._note_mean(top if isfinite(top) else None, len(logs))
                raise LimitReached(self.budget.spent() or "HiGHS ended before it had finished")
            values = dict(zip(logs, found[1], strict=True))
            product = 1
            for x in values.values():
                product *= x
            if product > best:
                best = product
                program.row(goal, low=_log(best) - LOG_ROUNDING)
            for i, x in values.items():
                self._tangent(program, i, logs[i], x)
            self.columns.exclude(program, self.columns.package(answer.values))
        self._note_mean(top, len(logs))
        raise LimitReached(f"{MAX_ROUNDS} packages are too close to each other to tell them apart")

    def _note_mean(self, level: float | None, n: int) -> None:
        """Note a bound of the geometric mean, from the sum of logarithms."""
        if level is not None:
            self._bounded()
            self.bounds.append(Fraction(exp((level + LOG_ROUNDING) / n)) * self.unit)

    def polish(self) -> None:
        """Replace the best package by one that no package dominates."""
        if self.best is None:
            return
        w = self.plan.inside(self.best[1]) or self.best[1]
        program = self.columns.program.copy()
        goal: dict[int, float] = {}
        for i, least in enumerate(w):
            self._at_least(program, i, least)
            for k, x in self.columns.scores[i].items():
                goal[k] = goal.get(k, 0.0) + x
        trust = self._trust(sum(self.plan.span))
        before, self.best = self.best, None
        found = self._solve(program, goal, sum(self.columns.start), trust, of_goal=False)
        after = self.best
        if found is None or after is None or after[0] < before[0]:
            self.best = before
            return
        w = self.plan.inside(after[1]) or after[1]
        self._close(sum(w), found[1], of_goal=False)

    def any_package(self) -> Package | None:
        """Return a package that satisfies every rule, wherever it lies."""
        answer = self.columns.program.maximise({}, self.budget)
        if answer.values:
            return self.columns.package(answer.values)
        if answer.impossible:
            return None
        raise LimitReached(self.budget.spent() or "HiGHS ended before it had finished")

    def result(self, words: str, reason: str) -> Optimum:
        """Return what was found; ``reason`` says what stopped the search."""
        status = Status.LIMIT if reason else Status.OPTIMAL if self.best else Status.NO_ZONE
        bound = max(self.bounds) if self.bounds and not self.unbounded else None
        if self.best is None:
            return Optimum(status, words, bound=bound, reason=reason)
        key, u, package = self.best
        return Optimum(
            status,
            f"{words}; certified within {float(self.tolerance):.0e} of the value",
            key,
            (u,),
            (1,),
            bound,
            reason,
            all_ties=False,
            tolerance=self.tolerance,
            trails=(Listed({u: (package,)}),),
        )


def _log(x: int) -> float:
    """Return the logarithm of a whole number of any size, rounded."""
    shift = max(0, x.bit_length() - 1000)
    return log(x >> shift) + shift * log1p(1.0)
