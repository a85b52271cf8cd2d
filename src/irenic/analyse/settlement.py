"""The main question: which packages are possible, efficient, fair, acceptable?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.audience import reduce_case, share_solution, withhold
from irenic.analyse.coalitions import coalition_answers
from irenic.analyse.compile import compile_case
from irenic.analyse.decision import needed, no_zone_known
from irenic.analyse.divisible import analyse_shares, score_shares
from irenic.analyse.estates import claim_awards
from irenic.analyse.points import midpoint
from irenic.analyse.results import (
    Analysis,
    Audience,
    Findings,
    FrontierAnswer,
    Package,
    PackageCount,
    ScoreCard,
    Solution,
    Zone,
)
from irenic.analyse.scorecard import Candidate, score_package
from irenic.analyse.solved import Solved
from irenic.errors import UnknownName
from irenic.model import Case, Proposal, ShareIssue
from irenic.solve.count import count_feasible, zone_count
from irenic.solve.frontier import Method as Search
from irenic.solve.frontier import pareto_frontier
from irenic.solve.methods import METHODS, Method
from irenic.solve.result import Status

__all__ = ["MAX_TIES", "analyse_case", "find_candidate", "score_proposal", "solve_case"]

#: Most tied packages listed for one method; their exact number is always given.
MAX_TIES = 1_000

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Report progress to nobody."""


def analyse_case(
    case: Case,
    audience: Audience = Audience(),  # noqa: B008  # frozen, so sharing it is safe
    *,
    method: Search = "auto",
    progress: Progress = _silent,
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
    """
    if audience.kind == "mediator":
        return _full(case, audience, method, progress)
    reduced = reduce_case(case, audience)
    own = _full(reduced, audience, method, progress)
    solutions: tuple[Solution, ...] = ()
    if audience.kind == "joint":
        full = _full(case, Audience(), method, progress)
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
    case: Case, candidate: Candidate, *, method: Search = "auto", progress: Progress = _silent
) -> ScoreCard:
    """Return the score card of one package (``irenic score``)."""
    points, _ = midpoint(case)
    if case.share_issues:
        return score_shares(case, points, candidate)
    return score_package(solve_case(case, method=method, progress=progress), candidate)


def solve_case(case: Case, *, method: Search = "auto", progress: Progress = _silent) -> Solved:
    """Return the frontier of a case without divisible issues."""
    points, _ = midpoint(case)
    compiled = compile_case(case, points)
    progress("finding the Pareto frontier")
    return Solved(compiled, pareto_frontier(compiled.space, method=method))


def _full(case: Case, audience: Audience, method: Search, progress: Progress) -> Analysis:
    points, assumptions = midpoint(case)
    if case.share_issues:
        progress("dividing the shares")
        found = analyse_shares(case, points)
        cards = tuple(score_shares(case, points, c) for c in candidates(case, found.solutions))
        found = replace(found, scorecards=cards)
    elif case.issues:
        found = _packages(solve_case(case, method=method, progress=progress), progress)
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
    progress("choosing by each method")
    solutions = tuple(_solution(solved, m) for m in METHODS.values())
    progress("scoring the proposals")
    cards = tuple(score_package(solved, c) for c in candidates(solved.case, solutions))
    return Findings(counts, zone, answer, solutions, cards)


def candidates(case: Case, solutions: tuple[Solution, ...]) -> tuple[Candidate, ...]:
    """Return the proposals, then each package that some method chose first."""
    chosen: dict[str, tuple[Package, list[str]]] = {}
    for solution in solutions:
        if solution.packages:
            package = solution.packages[0]
            chosen.setdefault(repr(package), (package, []))[1].append(solution.method)
    found = []
    for proposal in case.proposals:
        package = as_package(proposal)
        methods = tuple(s.method for s in solutions if package in s.packages)
        found.append(Candidate(proposal.id, package, True, methods))
        chosen.pop(repr(package), None)
    found.extend(
        Candidate(methods[0], package, False, tuple(methods))
        for package, methods in chosen.values()
    )
    return tuple(found)


def as_package(proposal: Proposal) -> Package:
    """Return a proposal without its name."""
    return Package(dict(proposal.choices), dict(proposal.shares))


def _zone(solved: Solved) -> Zone:
    case = solved.case
    must = [case.party_ids.index(p) for p in case.decision.must]
    count = zone_count(
        solved.compiled.space, solved.compiled.floors, at_least=needed(case), must=must
    )
    empty = count.exact == 0 or (solved.complete and not any(i is not False for i in solved.zone))
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


def _solution(solved: Solved, method: Method) -> Solution:
    base = Solution(
        method.id,
        method.title,
        method.citation,
        Status.UNKNOWN,
        criterion=method.criterion,
        compares_scores=method.compares_scores,
    )
    if solved.frontier.status is Status.INFEASIBLE:
        return replace(base, status=Status.INFEASIBLE)
    if not solved.complete:
        return replace(base, status=Status.LIMIT, reason=solved.frontier.reason)
    if method.id not in solved.choices:
        return replace(base, reason="no-deal-unknown")
    rule, choice = solved.choices[method.id]
    compiled, parties = solved.compiled, solved.case.party_ids
    scale = {0: rule.scale, 1: compiled.unit}.get(
        method.power, compiled.unit ** rule.facts.get("gaining", 0)
    )
    value = choice.value[1:] if method.power == -1 else choice.value
    exact = tuple(Fraction(x, scale) for x in value)
    ideal = {p: Fraction(x, compiled.unit) for p, x in zip(parties, rule.ideal, strict=False)}
    certificate: Mapping[str, object] = {
        "kind": "best-on-frontier",
        "value": exact,
        "points_compared": len(rule.rows),
        **({"ideal": ideal} if ideal else {}),
        **({"compared": tuple(parties[i] for i in rule.compared)} if rule.compared else {}),
        **rule.facts,
    }
    return replace(
        base,
        status=choice.status,
        packages=solved.packages(choice.winners, MAX_TIES),
        count=sum(solved.frontier.counts[k] for k in choice.winners),
        utilities=tuple(compiled.scores(solved.frontier.points[k]) for k in choice.winners),
        value=exact,
        certificate=certificate,
    )


def find_candidate(case: Case, text: str) -> Candidate:
    """Return the proposal of that id, or the package spelt ``issue=option,issue=option``.

    Raises
    ------
    UnknownName
        When there is no such proposal, issue or option; lists everything that is wrong.
    """
    for proposal in case.proposals:
        if proposal.id == text:
            return Candidate(text, as_package(proposal), True)
    if "=" not in text:
        known = ", ".join(p.id for p in case.proposals) or "the case has none"
        raise UnknownName(
            f"no proposal {text!r} (proposals: {known}); a package is spelt issue=option,issue=option"
        )
    choices: dict[str, str] = {}
    wrong: list[str] = []
    for part in text.split(","):
        name, _, option = (piece.strip() for piece in part.partition("="))
        issue = case.issue_by_id.get(name)
        if issue is None:
            wrong.append(f"no issue {name!r} (issues: {', '.join(case.issue_by_id)})")
        elif isinstance(issue, ShareIssue):
            wrong.append(f"issue {name!r} is divisible; write its shares in the case file")
        elif option not in issue.option_ids:
            wrong.append(f"no option {option!r} in {name!r} ({', '.join(issue.option_ids[:20])})")
        else:
            choices[name] = option
    if wrong:
        raise UnknownName("; ".join(wrong))
    return Candidate("package", Package(choices), True)
