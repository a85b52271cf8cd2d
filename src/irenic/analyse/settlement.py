"""The main question: which packages are possible, efficient, fair, acceptable?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.audience import reduce_case, share_solution, withhold
from irenic.analyse.candidates import candidates
from irenic.analyse.coalitions import coalition_answers
from irenic.analyse.compile import compile_case
from irenic.analyse.decision import needed, no_zone_known
from irenic.analyse.divisible import Divided
from irenic.analyse.estates import claim_awards
from irenic.analyse.listing import list_frontier
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
from irenic.analyse.share_cards import score_shares
from irenic.analyse.solutions import label_solution
from irenic.analyse.solved import Solved
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.choose import METHODS as SEARCHES
from irenic.solve.choose import choose
from irenic.solve.count import count_feasible, zone_count
from irenic.solve.frontier import MAX_POINTS, Frontier, pareto_frontier
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
    method: str = "auto",
    progress: Progress = _silent,
    budget: Budget = UNLIMITED,
    epsilon: Fraction | None = None,
) -> Analysis:
    """Return everything that can be said about a case, reduced to what a reader may see.

    Parameters
    ----------
    case : Case
        A checked case.
    audience : Audience
        For a party or for everyone, whatever is private to others is left out.
    method : str
        ``auto``, or a row of :data:`irenic.solve.choose.METHODS`.
    progress : callable
        Called with one short sentence before each long step.
    budget : Budget
        Time and memory; when they run out, what is known so far is returned and says so.
    epsilon : Fraction, optional
        For the mediator: list packages within this part of each party's range of every
        package, instead of all efficient ones.
    """
    if audience.kind == "mediator":
        return _full(case, audience, method, progress, budget, epsilon)
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
    method: str = "auto",
    progress: Progress = _silent,
    budget: Budget = UNLIMITED,
) -> ScoreCard:
    """Return the score card of one package (``irenic score``)."""
    points, _ = midpoint(case)
    if case.share_issues:
        return score_shares(Divided(case, points, budget), candidate)
    solved = solve_case(case, method=method, progress=progress, budget=budget)
    return score_package(solved, candidate)


def solve_case(
    case: Case,
    *,
    method: str = "auto",
    progress: Progress = _silent,
    budget: Budget = UNLIMITED,
) -> Solved:
    """Return the frontier of a case without divisible issues, or that it is too large."""
    points, _ = midpoint(case)
    compiled = compile_case(case, points)
    choice = choose(compiled.space, "listing", method=_listing(method))
    if choice.method in ("zone", "cover"):
        words = f"{SEARCHES[choice.method].title}, {choice.why}"
        nothing = count_feasible(compiled.space) == 0
        status = Status.INFEASIBLE if nothing else Status.LIMIT
        why = "" if nothing else choice.why
        return Solved(compiled, Frontier(status, words, reason=why), budget, method)
    progress("finding the Pareto frontier")
    few = len(case.parties) < MANY_PARTIES
    frontier = pareto_frontier(
        compiled.space,
        method=method,
        max_points=MAX_POINTS if few else MAX_POINTS_OF_MANY,
        budget=budget,
    )
    return Solved(compiled, frontier, budget, method)


def _listing(method: str) -> str:
    """Return how to list packages when a method is asked for; some answer for solutions only."""
    known = method == "auto" or "listing" in SEARCHES[method].questions
    return method if known else "zone"


def _full(
    case: Case,
    audience: Audience,
    method: str,
    progress: Progress,
    budget: Budget,
    epsilon: Fraction | None = None,
) -> Analysis:
    points, assumptions = midpoint(case)
    gap = None
    if case.share_issues:
        progress("dividing the shares")
        divided = Divided(case, points, budget)
        found = divided.findings()
        cards = tuple(score_shares(divided, c) for c in candidates(case, found.solutions))
        found = replace(found, scorecards=cards)
    elif case.issues:
        solved = solve_case(case, method=method, progress=progress, budget=budget)
        found = _packages(solved, progress, epsilon)
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


def _packages(solved: Solved, progress: Progress, epsilon: Fraction | None) -> Findings:
    progress("counting the zone of agreement")
    space = solved.compiled.space
    counts = PackageCount(space.total_packages, count_feasible(space))
    zone = _zone(solved)
    solutions = []
    for m in METHODS.values():
        progress(f"choosing by each method: {m.title}")
        solutions.append(label_solution(solved, m))
    chosen = tuple(solutions)
    progress("listing efficient packages")
    answer = list_frontier(solved, chosen, epsilon=epsilon)
    progress("scoring the proposals")
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
