"""CP-SAT and HiGHS behind one small face, and what is built on it for either of them.

A solver gets the linear constraints of a space and answers ``maximise(objective)``.  What is
asked of it uses published constructions:

*frontier, 2 parties*: epsilon-constraint (Haimes, Lasdon, Wismer 1971), two solves a point;
*frontier, more*: maximise the sum among what no point found so far dominates or equals
(Sylva, Crema 2004);
*leximin*: maximise the sum of the k smallest, for k = 1, 2, .. (Ogryczak, Sliwinski 2006);
*Nash*: outer approximation of the sum of logarithms (Duran, Grossmann 1986).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import ceil, exp, log

from scaling.linear import linear, package_of

#: Logarithms are in steps of 1 / SCALE; rounding is upwards, so that bounds stay bounds.
SCALE = 1_000_000
#: The outer approximation ends when the bound is this close, in logarithms per party.
CLOSE = 2e-6
#: Tangents that are there from the start, per party.
TANGENTS = 12


class OutOfTime(Exception):
    """The time limit was reached; what is known so far is in the arguments."""


@dataclass
class Answer:
    """What one solve found: ``package`` is None when there is none, ``bound`` holds in any case."""

    package: tuple | None
    bound: float
    proved: bool


class CpSat:
    """CP-SAT of OR-tools on two workers, all in integers."""

    def __init__(self, space, deadline):
        from ortools.sat.python import cp_model

        self.cp, self.space, self.deadline = cp_model, space, deadline
        self.made, self.model = linear(space), cp_model.CpModel()
        self.x = [self.model.new_bool_var("") for _ in range(self.made.n_variables)]
        for row, low, high in self.made.rows:
            self.row([(self.x[v], a) for v, a in row.items()], low, high)
        self.score = []
        for i, column in enumerate(self.made.scores):
            least, most = self.made.range_of(i)
            u = self.model.new_int_var(least, most, "")
            self.model.add(u == sum(a * self.x[v] for v, a in column.items()))
            self.score.append(u)

    def number(self, low, high):
        """Return a new integer variable."""
        return self.model.new_int_var(int(low), int(high), "")

    def switch(self):
        """Return a new 0-1 variable."""
        return self.model.new_bool_var("")

    def row(self, terms, low, high):
        """Add ``low <= sum of coefficient * variable <= high``; coefficients are integers."""
        expression = sum(a * v for v, a in terms)
        if low is not None:
            self.model.add(expression >= ceil(low))
        if high is not None:
            self.model.add(expression <= int(high))

    def either(self, choices):
        """Add: for one of the (variable, low) choices, variable >= low."""
        switches = []
        for v, low in choices:
            b = self.switch()
            self.model.add(v >= low).only_enforce_if(b)
            switches.append(b)
        self.model.add_bool_or(switches)

    def maximise(self, terms):
        """Solve; raise OutOfTime when nothing at all is known at the end."""
        cp, solver = self.cp, self.cp.CpSolver()
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        solver.parameters.max_time_in_seconds = left
        solver.parameters.num_workers = 2
        solver.parameters.random_seed = 0
        self.model.maximize(sum(a * v for v, a in terms))
        status = solver.solve(self.model)
        if status == cp.INFEASIBLE:
            return Answer(None, 0, True)
        if status == cp.UNKNOWN:
            return Answer(None, solver.best_objective_bound, False)
        package = package_of(self.made, lambda v: solver.boolean_value(self.x[v]))
        return Answer(package, solver.best_objective_bound, status == cp.OPTIMAL)


class Highs:
    """HiGHS with a MIP gap of zero."""

    def __init__(self, space, deadline):
        import highspy

        self.hp, self.space, self.deadline = highspy, space, deadline
        self.made, self.solver, self.low = linear(space), highspy.Highs(), []
        for name, value in (
            ("output_flag", False),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-7),
            ("random_seed", 0),
        ):
            self.solver.setOptionValue(name, value)
        self.x = [self.switch() for _ in range(self.made.n_variables)]
        for row, low, high in self.made.rows:
            self.row([(self.x[v], a) for v, a in row.items()], low, high)
        self.score = []
        for i, column in enumerate(self.made.scores):
            u = self.number(*self.made.range_of(i))
            self.row([(u, -1), *((self.x[v], a) for v, a in column.items())], 0, 0)
            self.score.append(u)

    def number(self, low, high):
        """Return a new continuous variable."""
        self.solver.addVar(float(low), float(high))
        self.low.append(low)
        return len(self.low) - 1

    def switch(self):
        """Return a new 0-1 variable."""
        v = self.number(0, 1)
        self.solver.changeColIntegrality(v, self.hp.HighsVarType.kInteger)
        return v

    def row(self, terms, low, high):
        """Add ``low <= sum of coefficient * variable <= high``."""
        import numpy as np

        infinity = self.hp.kHighsInf
        columns = np.array([v for v, _ in terms], dtype=np.int32)
        values = np.array([a for _, a in terms], dtype=np.float64)
        self.solver.addRow(
            -infinity if low is None else float(low),
            infinity if high is None else float(high),
            len(columns),
            columns,
            values,
        )

    def either(self, choices):
        """Add: for one of the (variable, low) choices, variable >= low."""
        switches = []
        for v, low in choices:
            b = self.switch()
            least = self.low[v]
            self.row([(v, 1), (b, -(low - least))], least, None)
            switches.append(b)
        self.row([(b, 1) for b in switches], 1, None)

    def maximise(self, terms):
        """Solve; raise OutOfTime when the time is up before the start."""
        import numpy as np

        left = self.deadline - time.monotonic()
        if left <= 0:
            raise OutOfTime
        n = self.solver.getNumCol()
        cost = np.zeros(n)
        for v, a in terms:
            cost[v] = a
        self.solver.changeColsCost(n, np.arange(n, dtype=np.int32), cost)
        self.solver.changeObjectiveSense(self.hp.ObjSense.kMaximize)
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left)
        self.solver.run()
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        if status == self.hp.HighsModelStatus.kInfeasible:
            return Answer(None, 0, True)
        proved = status == self.hp.HighsModelStatus.kOptimal
        if info.primal_solution_status != self.hp.kSolutionStatusFeasible:
            return Answer(None, info.mip_dual_bound, False)
        values = self.solver.getSolution().col_value
        package = package_of(self.made, lambda v: values[self.x[v]] > 0.5)
        return Answer(package, info.mip_dual_bound, proved)


def frontier(solver):
    """Return (points, complete)."""
    points = []
    try:
        step = _two if len(solver.score) == 2 else _many
        while (point := step(solver)) is not None:
            points.append(point)
    except OutOfTime:
        return points, False
    return points, True


def _solved(solver, terms):
    answer = solver.maximise(terms)
    if not answer.proved:
        raise OutOfTime
    return None if answer.package is None else solver.space.utility(answer.package)


def _two(solver):
    one, two = solver.score
    least, most = solver.made.range_of(1)
    if isinstance(solver, CpSat):  # whole numbers: one solve for both goals loses nothing
        best = _solved(solver, [(one, most - least + 1), (two, 1)])
        if best is None:
            return None
    else:
        first = _solved(solver, [(one, 1)])
        if first is None:
            return None
        solver.solver.changeColBounds(one, first[0] - 0.5, solver.hp.kHighsInf)
        best = _solved(solver, [(two, 1)])
        solver.solver.changeColBounds(one, *map(float, solver.made.range_of(0)))
    solver.row([(two, 1)], best[1] + (1 if isinstance(solver, CpSat) else 0.5), None)
    return best


def _many(solver):
    best = _solved(solver, [(u, 1) for u in solver.score])
    if best is not None:
        solver.either([(u, x + 1) for u, x in zip(solver.score, best, strict=True)])
    return best


def leximin(solver, no_deal):
    """Return (point, bound of the smallest gain, proved)."""
    n, best, least = len(no_deal), None, None
    span = max(most - least for least, most in map(solver.made.range_of, range(n)))
    for u, low in zip(solver.score, no_deal, strict=True):
        solver.row([(u, 1)], low, None)
    try:
        for k in range(1, n + 1):
            r = solver.number(0, span)
            terms = [(r, k)]
            for u, low in zip(solver.score, no_deal, strict=True):
                short = solver.number(0, span)  # at least r - (u - low)
                solver.row([(short, 1), (u, 1), (r, -1)], low, None)
                terms.append((short, -1))
            answer = solver.maximise(terms)
            least = answer.bound if k == 1 else least
            if answer.package is not None:
                best = solver.space.utility(answer.package)
            if not answer.proved:
                return best, least, False
            if answer.package is None:
                return None, None, True
            gains = sorted(u - low for u, low in zip(best, no_deal, strict=True))
            whole = isinstance(solver, CpSat)
            solver.row(terms, sum(gains[:k]) - (0 if whole else 0.5), None)
    except OutOfTime:
        return best, least, False
    return best, least, True


def nash(solver, no_deal):
    """Return (point, bound of the geometric mean of gains, proved)."""
    n, logs, known = len(no_deal), [], [set() for _ in no_deal]
    whole = isinstance(solver, CpSat)
    scale = SCALE if whole else 1

    def tangent(i, y):
        # t <= log y + (gain - y) / y; for CP-SAT times SCALE * y, so that all is whole.
        if y in known[i]:
            return
        known[i].add(y)
        if whole:
            right = ceil(SCALE * y * (log(y) - 1)) - SCALE * no_deal[i]
            solver.row([(logs[i], y), (solver.score[i], -SCALE)], None, right)
        else:
            right = log(y) - 1 - no_deal[i] / y
            solver.row([(logs[i], 1), (solver.score[i], -1 / y)], None, right)

    for i, low in enumerate(no_deal):
        most = max(1, solver.made.range_of(i)[1] - low)
        solver.row([(solver.score[i], 1)], low + 1, None)
        logs.append(solver.number(0, ceil(scale * log(most)) + 1))
        for step in range(1, TANGENTS + 1):
            tangent(i, max(1, round(most ** (step / TANGENTS))))
    best, value, bound = None, float("-inf"), float("inf")
    while True:
        try:
            answer = solver.maximise([(t, 1) for t in logs])
        except OutOfTime:
            return best, _mean(bound, n), False
        bound = min(bound, answer.bound / scale)
        if answer.package is None:
            return best, _mean(bound, n), answer.proved
        point = solver.space.utility(answer.package)
        gains = [u - low for u, low in zip(point, no_deal, strict=True)]
        if sum(map(log, gains)) > value:
            best, value = point, sum(map(log, gains))
        if not answer.proved:
            return best, _mean(bound, n), False
        if bound - value <= CLOSE * n:
            return best, _mean(bound, n), True
        for i, y in enumerate(gains):
            tangent(i, y)


def _mean(bound, n):
    return exp(bound / n) if bound < float("inf") else None
