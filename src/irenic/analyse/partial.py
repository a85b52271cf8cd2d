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
from irenic.solve.goals import Goal
from irenic.solve.optimum import optimise

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
    situation = solved.situation
    example = None
    if situation.boxes:
        base = tuple(c * d for c, d in zip(situation.factor, situation.floors, strict=True))
        goal = Goal("leximin", situation.factor, base)
        best = optimise(space, goal, boxes=situation.boxes, budget=solved.budget)
        if best.points:
            example = compiled.package(restriction.original(best.one_package(0)))
    return Completions(feasible, count.exact, example)
