"""The main question: which packages are possible, efficient, fair, acceptable?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from irenic.analyse.audience import reduce_case, share_solution, withhold
from irenic.analyse.candidates import candidates
from irenic.analyse.coalitions import coalition_answers
from irenic.analyse.compile import compile_case
from irenic.analyse.decision import needed, no_zone_known
from irenic.analyse.divisible import analyse_shares, score_shares
from irenic.analyse.estates import claim_awards
from irenic.analyse.no_zone import nearest_gap
from irenic.analyse.points import midpoint
from irenic.analyse.results import (
    Analysis,
    Audience,
    Findings,
    FrontierAnswer,
    PackageCount,
    ScoreCard,
    Solution,
    Zone,
)
from irenic.analyse.scorecard import Candidate, score_package
from irenic.analyse.solutions import label_solution
from irenic.analyse.solved import Solved
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.count import count_feasible, zone_count
from irenic.solve.frontier import MAX_POINTS, pareto_frontier
from irenic.solve.frontier import Method as Search
from irenic.solve.methods import METHODS
from irenic.solve.result import Status

__all__ = ["analyse_case", "score_proposal", "solve_case"]

MEDIATOR = Audience()
#: From so many parties on, frontiers soon have more points than anybody reads, and the
#: solutions are found without them.
MANY_PARTIES = 4
#: Points after which the frontier of so many parties is given up.
MAX_POINTS_OF_MANY = 100_000
Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Report progress to nobody."""


def analyse_case(
    case: Case,
    audience: Audience = MEDIATOR,
    *,
    method: Search = "auto",
    progress: Progress = _silent,
    budget: Budget = UNLIMITED,
) -> Analysis:
    """Return everything that can be said about a case, reduced to what a reader may see.

    Parameters
    ----------
    case : Case
        A checked case.
    audience : Audience
        For a party or for everyone, whatever is private to others is left out.
    method : {"auto", "enumerate", "merge"}
        How the frontier is found.
    progress : callable
        Called with one short sentence before each long step.
    budget : Budget
        Time and memory; when they run out, what is known so far is returned and says so.
    """
    if audience.kind == "mediator":
        return _full(case, audience, method, progress, budget)
    reduced = reduce_case(case, audience)
    own = _full(reduced, audience, method, progress, budget)
    solutions: tuple[Solution, ...] = ()
    if audience.kind == "joint":
        full = _full(case, Audience(), method, progress, budget)
        solutions = tuple(share_solution(s) for s in full.solutions)
    return Analysis(
        audience=audience,
        case=reduced,
        assumptions=tuple(a for a in own.assumptions if a.party == audience.party),
        packages=own.packages,
        zone=no_zone_known(case),
        frontier=FrontierAnswer(Status.UNKNOWN, "none", (), None, "", "withheld"),
        solutions=solutions,
        scorecards=tuple(withhold(card, audience) for card in own.proposals),
        awards=own.awards,
        coalition_answers=(),
    )


def score_proposal(
    case: Case,
    candidate: Candidate,
    *,
    method: Search = "auto",
    progress: Progress = _silent,
    budget: Budget = UNLIMITED,
) -> ScoreCard:
    """Return the score card of one package (``irenic score``)."""
    points, _ = midpoint(case)
    if case.share_issues:
        return score_shares(case, points, candidate)
    solved = solve_case(case, method=method, progress=progress, budget=budget)
    return score_package(solved, candidate)


def solve_case(
    case: Case,
    *,
    method: Search = "auto",
    progress: Progress = _silent,
    budget: Budget = UNLIMITED,
) -> Solved:
    """Return the frontier of a case without divisible issues, or that it is too large."""
    points, _ = midpoint(case)
    compiled = compile_case(case, points)
    progress("finding the Pareto frontier")
    most = MAX_POINTS if len(case.parties) < MANY_PARTIES else MAX_POINTS_OF_MANY
    frontier = pareto_frontier(compiled.space, method=method, max_points=most, budget=budget)
    return Solved(compiled, frontier, budget)


def _full(
    case: Case, audience: Audience, method: Search, progress: Progress, budget: Budget
) -> Analysis:
    points, assumptions = midpoint(case)
    gap = None
    if case.share_issues:
        progress("dividing the shares")
        found = analyse_shares(case, points)
        cards = tuple(score_shares(case, points, c) for c in candidates(case, found.solutions))
        found = replace(found, scorecards=cards)
    elif case.issues:
        solved = solve_case(case, method=method, progress=progress, budget=budget)
        found = _packages(solved, progress)
        if audience.kind == "mediator" and found.zone.status is Status.NO_ZONE:
            progress("looking for the smallest relaxation")
            gap = nearest_gap(solved.compiled, budget=budget)
    else:
        found, assumptions = _nothing_to_choose(case), ()
    progress("dividing claims and coalitions")
    return Analysis(
        audience=audience,
        case=case,
        assumptions=assumptions,
        packages=found.packages,
        zone=found.zone,
        frontier=found.frontier,
        solutions=found.solutions,
        scorecards=found.scorecards,
        awards=claim_awards(case),
        coalition_answers=coalition_answers(case),
        gap=gap,
    )


def _nothing_to_choose(case: Case) -> Findings:
    frontier = FrontierAnswer(Status.UNKNOWN, "none", (), None, "", "no-issues")
    return Findings(PackageCount(0, 0), no_zone_known(case), frontier)


def _packages(solved: Solved, progress: Progress) -> Findings:
    progress("counting the zone of agreement")
    frontier, space = solved.frontier, solved.compiled.space
    counts = PackageCount(space.total_packages, count_feasible(space))
    zone = _zone(solved)
    answer = FrontierAnswer(
        frontier.status,
        "points" if solved.complete else "none",
        solved.frontier_points(),
        sum(frontier.counts) if solved.complete else None,
        frontier.method,
        frontier.reason,
    )
    solutions = []
    for m in METHODS.values():
        progress(f"choosing by each method: {m.title}")
        solutions.append(label_solution(solved, m))
    progress("scoring the proposals")
    chosen = tuple(solutions)
    cards = tuple(score_package(solved, c) for c in candidates(solved.case, chosen))
    return Findings(counts, zone, answer, chosen, cards)


def _zone(solved: Solved) -> Zone:
    case = solved.case
    must = [case.party_ids.index(p) for p in case.decision.must]
    count = zone_count(
        solved.compiled.space, solved.compiled.floors, at_least=needed(case), must=must
    )
    empty = count.exact == 0 or solved.zone_is_empty is True
    status = Status.OPTIMAL
    if solved.frontier.status is Status.INFEASIBLE:
        status = Status.INFEASIBLE
    elif empty:
        status = Status.NO_ZONE
    elif count.exact is None:
        status = Status.UNKNOWN if solved.compiled.unknown else Status.LIMIT
    return Zone(
        status=status,
        size=0 if empty else count.exact,
        low=count.low,
        high=count.high,
        estimate=count.estimate is not None,
        accepted_by=dict(zip(case.party_ids, count.accepted_by, strict=True)),
        unknown=solved.compiled.unknown,
        needed=needed(case),
        must=case.decision.must,
    )
