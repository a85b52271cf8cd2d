"""HiGHS, an optional solver of mixed-integer programs, made quiet and told to be exact.

Whole numbers go in and whole numbers come out; in between HiGHS calculates in floating point,
so everything taken from it is evaluated again in integers by the caller, and what it says
about *all* packages (a bound) holds within a stated tolerance.

References
----------
Q. Huangfu, J. A. J. Hall, "Parallelizing the Dual Revised Simplex Method", Mathematical
Programming Computation 10 (2018) 119-142.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from math import inf
from typing import Any

from irenic.errors import FeatureMissing, LimitReached
from irenic.solve.budget import Budget

__all__ = ["FEASIBILITY", "INSTALL", "Answer", "Program"]

INSTALL = "pip install 'irenic[milp]'"
#: How far HiGHS may miss a bound, a row or a whole number; its default is 1e-6, and 1e-10 the
#: least it accepts.
FEASIBILITY = 1e-9


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS found: ``values`` by column, none without a solution; ``bound`` of the goal.

    ``closed`` says that HiGHS ended by itself; ``impossible`` that there is no solution.
    """

    values: tuple[float, ...]
    bound: float
    closed: bool
    impossible: bool


@dataclass
class Program:
    """A linear program with whole-number columns, to be maximised."""

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, Mapping[int, float]]] = field(default_factory=list)

    def column(self, low: float, high: float, *, whole: bool) -> int:
        """Add a column between two bounds; return its number."""
        self.low.append(low)
        self.high.append(high)
        self.whole.append(whole)
        return len(self.low) - 1

    def row(self, coefficients: Mapping[int, float], low: float = -inf, high: float = inf) -> None:
        """Add a row: its weighted sum of columns lies between two bounds."""
        self.rows.append((low, high, dict(coefficients)))

    def copy(self) -> Program:
        """Return a program to which rows can be added without changing this one."""
        return Program([*self.low], [*self.high], [*self.whole], [*self.rows])

    def maximise(self, goal: Mapping[int, float], budget: Budget, *, gap: float = 0.0) -> Answer:
        """Return the best solution, or the best known when the budget is spent.

        Parameters
        ----------
        goal : mapping of column to coefficient
        budget : Budget
        gap : float
            HiGHS may stop when the bound is so close to the best solution.

        Raises
        ------
        FeatureMissing
            When HiGHS is not installed.
        LimitReached
            When the numbers are too large for it.
        """
        highspy = _highspy()
        with _quiet():
            solver = highspy.Highs()
        for name, value in _options(budget, gap).items():
            solver.setOptionValue(name, value)
        if solver.passModel(self._model(highspy, goal)) == highspy.HighsStatus.kError:
            raise LimitReached("the numbers are too large for HiGHS")
        for event in (solver.cbMipInterrupt, solver.cbSimplexInterrupt):
            event.subscribe(lambda e: e.interrupt() if budget.spent() else None)
        solver.run()
        return _answer(highspy, solver)

    def _model(self, highspy: Any, goal: Mapping[int, float]) -> Any:
        model = highspy.HighsLp()
        n, kinds = len(self.low), highspy.HighsVarType
        model.num_col_, model.num_row_ = n, len(self.rows)
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = [float(goal.get(k, 0)) for k in range(n)]
        model.col_lower_, model.col_upper_ = self.low, self.high
        model.integrality_ = [kinds.kInteger if w else kinds.kContinuous for w in self.whole]
        model.row_lower_ = [low for low, _, _ in self.rows]
        model.row_upper_ = [high for _, high, _ in self.rows]
        starts = [0]
        for _, _, row in self.rows:
            starts.append(starts[-1] + len(row))
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = starts
        model.a_matrix_.index_ = [k for _, _, row in self.rows for k in row]
        model.a_matrix_.value_ = [float(x) for _, _, row in self.rows for x in row.values()]
        return model


def _options(budget: Budget, gap: float) -> dict[str, object]:
    """Return what makes HiGHS quiet, exact and the same every time."""
    options: dict[str, object] = {
        "output_flag": False,
        "log_to_console": False,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": gap,
        "mip_feasibility_tolerance": FEASIBILITY,
        "primal_feasibility_tolerance": FEASIBILITY,
        "dual_feasibility_tolerance": FEASIBILITY,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
    }
    if (left := budget.left()) is not None:
        options["time_limit"] = left
    return options


def _highspy() -> Any:
    try:
        with _quiet():
            return import_module("highspy")
    except ModuleNotFoundError as missing:
        raise FeatureMissing(
            f"the method milp needs HiGHS, which is not installed: {INSTALL}"
        ) from missing


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the banner that the C++ side prints, whatever its options, from the output."""
    sys.stdout.flush()
    try:
        kept = os.dup(1)
    except OSError:  # there is no standard output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)


def _answer(highspy: Any, solver: Any) -> Answer:
    status, info = solver.getModelStatus(), solver.getInfo()
    known = highspy.SolutionStatus.kSolutionStatusFeasible
    values = solver.getSolution().col_value if info.primal_solution_status == known else ()
    closed = status == highspy.HighsModelStatus.kOptimal
    bound = float(info.mip_dual_bound)
    return Answer(
        tuple(float(x) for x in values),
        bound,
        closed,
        status == highspy.HighsModelStatus.kInfeasible,
    )
