"""Partial packages: what is still possible when some issues are open."""

from __future__ import annotations

from fractions import Fraction

from irenic.analyse.compile import Compiled
from irenic.analyse.decision import needed
from irenic.analyse.results import Completions, Package
from irenic.analyse.solved import Solved
from irenic.errors import LimitReached
from irenic.solve.count import count_feasible, zone_count
from irenic.solve.extremes import extremes
from irenic.solve.frontier import pareto_frontier
from irenic.solve.result import Status

__all__ = ["completions", "score_range"]


def score_range(compiled: Compiled, party: int, package: Package, /) -> tuple[Fraction, Fraction]:
    """Return a party's lowest and highest score over all feasible completions.

    When nothing feasible completes the package, both are the score of what is settled.
    """
    space = compiled.restricted(package.choices).space
    scale = compiled.scale[party]
    try:
        found = extremes(space, party)
    except LimitReached:
        found = None
    if found is None:
        settled = compiled.points[party].score(package)
        return settled, settled
    worst, best = found
    return Fraction(worst, scale), Fraction(best, scale)


def completions(solved: Solved, package: Package, /) -> Completions:
    """Return how many feasible ways there are to complete a package, and how many carry.

    The example is the completion that carries and is best for whoever gains least.
    """
    compiled, case = solved.compiled, solved.case
    restriction = compiled.restricted(package.choices)
    space = restriction.space
    feasible = count_feasible(space)
    must = [case.party_ids.index(p) for p in case.decision.must]
    count = zone_count(space, compiled.floors, at_least=needed(case), must=must)
    partial = Solved(compiled, pareto_frontier(space))
    example = None
    if partial.frontier.status is Status.OPTIMAL and partial.zone_rows:
        floors = compiled.common([floor or 0 for floor in compiled.floors])

        def least(k: int) -> list[int]:
            return sorted(x - r for x, r in zip(partial.common[k], floors, strict=True))

        row = max(partial.zone_rows, key=least)
        picks = restriction.original(partial.frontier.one_package(row))
        example = compiled.package(picks)
    return Completions(feasible, count.exact, example)
