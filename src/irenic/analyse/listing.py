"""Which packages are listed as the frontier of a case, when all of them are too many.

In this order: every efficient package; those of them that carry; a list that comes within a
stated part of each party's range of every package.  What is listed always says which of the
three it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.cover import EPSILON, approximate_frontier, as_frontier, summarise
from irenic.analyse.decision import needed
from irenic.analyse.results import FrontierAnswer, FrontierPoint, Solution
from irenic.analyse.solved import Solved
from irenic.solve.result import Status
from irenic.solve.zone_frontier import zone_frontier

__all__ = ["COVERED_PARTIES", "MAX_LISTED", "list_frontier"]

#: Why only what carries is listed.
ONLY_ZONE = "efficient packages that do not carry are too many to list"
#: More efficient points than this are not printed one by one; a list close to all of them is.
MAX_LISTED = 20_000
#: From so many points on a few that stand for all are shown beside them.
SUMMARISED = 200
#: Up to so many parties a list close to every package is short enough to be of use.
COVERED_PARTIES = 4
#: What "close" means for four parties, where one percent would take very long.
EPSILON_OF_MANY = Fraction(5, 100)


def list_frontier(
    solved: Solved, solutions: Sequence[Solution], *, epsilon: Fraction | None = None
) -> FrontierAnswer:
    """Return what is listed as the frontier.

    Parameters
    ----------
    solved : Solved
    solutions : sequence of Solution
        Their packages are kept among the few that stand for all.
    epsilon : Fraction, optional
        Asks for a list within this part of each party's range, however many there are.
    """
    if epsilon is not None:
        found = _cover(solved, solutions, epsilon, zone=solved.method == "zone")
        return _because(found, "as asked")
    if solved.method == "cover":
        return _because(_cover(solved, solutions, _close(solved), zone=False), "as asked")
    if solved.complete and len(solved.frontier.points) <= MAX_LISTED:
        return _with_summary(solved, solutions, _whole(solved))
    if solved.frontier.status is Status.INFEASIBLE:
        return _whole(solved)
    if solved.method in ("auto", "zone"):
        zone = _carrying(solved) if solved.complete else _zone(solved)
        if zone is not None:
            return _because(_with_summary(solved, solutions, zone), f"because {zone.reason}")
    if len(solved.case.parties) <= COVERED_PARTIES and solved.method in ("auto", "zone"):
        inside = not solved.complete and bool(solved.situation.boxes)
        found = _cover(solved, solutions, _close(solved), zone=inside)
        if found.points:
            return _because(found, "because efficient packages are too many to list")
    return _whole(solved)


def _because(answer: FrontierAnswer, why: str) -> FrontierAnswer:
    """Return the answer with the reason why it was found in this way."""
    return replace(answer, method=f"{answer.method}, {why}")


def _close(solved: Solved) -> Fraction:
    many = len(solved.case.parties) >= COVERED_PARTIES
    return EPSILON_OF_MANY if many else EPSILON


def _whole(solved: Solved) -> FrontierAnswer:
    frontier = solved.frontier
    return FrontierAnswer(
        frontier.status,
        "points" if solved.complete else "none",
        solved.frontier_points(),
        sum(frontier.counts) if solved.complete else None,
        frontier.method,
        frontier.reason,
    )


def _carrying(solved: Solved) -> FrontierAnswer | None:
    """Return those points of a frontier that carry, when these are few enough."""
    rows, frontier = solved.zone_rows, solved.frontier
    if not 0 < len(rows) <= MAX_LISTED:
        return None
    points = tuple(
        FrontierPoint(
            solved.compiled.scores(frontier.points[k]),
            solved.one_package(k),
            frontier.counts[k],
            True,
        )
        for k in rows
    )
    counted = sum(frontier.counts[k] for k in rows)
    return FrontierAnswer(Status.OPTIMAL, "zone", points, counted, frontier.method, ONLY_ZONE)


def _zone(solved: Solved) -> FrontierAnswer | None:
    """Return the efficient packages that carry; ``None`` where these are too many as well."""
    case, compiled = solved.case, solved.compiled
    if not solved.situation.boxes or solved.budget.spent():
        return None
    must = [case.party_ids.index(p) for p in case.decision.must]
    found = zone_frontier(
        compiled.space,
        compiled.floors,
        at_least=needed(case),
        must=must,
        max_points=MAX_LISTED,
        budget=solved.budget,
    )
    if found.status is not Status.OPTIMAL:
        return None
    picks = [found.one_package(k) for k in range(len(found.points))]
    points = tuple(
        FrontierPoint(compiled.scores(u), compiled.package(p), count, True)
        for u, p, count in zip(found.points, picks, found.counts, strict=True)
    )
    return FrontierAnswer(
        Status.OPTIMAL,
        "zone",
        points,
        sum(found.counts),
        found.method,
        ONLY_ZONE,
    )


def _cover(
    solved: Solved, solutions: Sequence[Solution], epsilon: Fraction, *, zone: bool
) -> FrontierAnswer:
    found = approximate_frontier(solved.compiled, epsilon=epsilon, zone=zone, budget=solved.budget)
    if not found.points:
        return as_frontier(found)
    return _with_summary(solved, solutions, as_frontier(found))


def _with_summary(
    solved: Solved, solutions: Sequence[Solution], answer: FrontierAnswer
) -> FrontierAnswer:
    if answer.kind != "cover" and len(answer.points) < SUMMARISED:
        return answer
    chosen = {s.method: s.packages[0] for s in solutions if s.packages}
    return replace(answer, summary=summarise(solved.compiled, answer.points, chosen=chosen))
