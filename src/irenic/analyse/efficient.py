"""The efficient packages of a case and nothing else, for those who only want the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irenic.analyse.basics import Assumption, FrontierPoint, Package
from irenic.analyse.compile import Compiled, compile_case
from irenic.analyse.decision import carries
from irenic.analyse.points import midpoint
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.frontier import pareto_frontier
from irenic.solve.result import Status

__all__ = ["Efficient", "efficient_packages"]


@dataclass(frozen=True, slots=True)
class Efficient:
    """The first ``points`` of a frontier of ``size`` points, best for the first party first.

    ``packages`` counts all efficient packages.  ``size`` and ``packages`` are ``None`` when a
    limit was reached; ``reason`` says which.
    """

    status: Status
    method: str
    points: tuple[FrontierPoint, ...] = ()
    size: int | None = None
    packages: int | None = None
    reason: str = ""
    assumptions: tuple[Assumption, ...] = ()


def efficient_packages(
    case: Case,
    /,
    *,
    method: str = "auto",
    limit: int | None = None,
    named: bool = True,
    budget: Budget = UNLIMITED,
) -> Efficient:
    """Return the efficient points of a case without divisible issues.

    Parameters
    ----------
    case : Case
        A checked case.
    method : {"auto", "enumerate", "merge"}
        How the frontier is found.
    limit : int, optional
        Label at most so many points; their number is exact all the same.
    named : bool
        Whether each point comes with one package that attains it; else with an empty one.
    budget : Budget
        Limits of time and memory; with status LIMIT there are no points.
    """
    points, assumptions = midpoint(case)
    compiled = compile_case(case, points)
    frontier = pareto_frontier(compiled.space, method=method, budget=budget)
    if frontier.status is Status.LIMIT:
        return Efficient(
            frontier.status, frontier.method, reason=frontier.reason, assumptions=assumptions
        )
    picks = frontier.one_package_each(limit) if named else []
    return Efficient(
        frontier.status,
        frontier.method,
        _labelled(compiled, frontier.points[:limit], frontier.counts, picks),
        len(frontier.points),
        frontier.packages,
        assumptions=assumptions,
    )


def _labelled(
    compiled: Compiled,
    rows: Sequence[tuple[int, ...]],
    counts: Sequence[int],
    picks: Sequence[tuple[int, ...]],
) -> tuple[FrontierPoint, ...]:
    nothing = Package()
    found = []
    for k, row in enumerate(rows):
        pairs = zip(row, compiled.floors, strict=True)
        answers = tuple(None if floor is None else x >= floor for x, floor in pairs)
        package = compiled.package(picks[k]) if picks else nothing
        inside = carries(compiled.case, answers)
        found.append(FrontierPoint(compiled.scores(row), package, counts[k], inside))
    return tuple(found)
