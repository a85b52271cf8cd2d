"""Cases with divisible issues: Adjusted Winner and the bargaining solutions on shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.decision import carries, no_zone_known
from irenic.analyse.many_sharers import with_max_min
from irenic.analyse.meters import comprehensive, fairness, sustainable
from irenic.analyse.partial import score_range
from irenic.analyse.points import PartyPoints
from irenic.analyse.results import (
    Findings,
    FrontierAnswer,
    FrontierPoint,
    Improvement,
    IssueCost,
    Package,
    PackageCount,
    PartyScore,
    ScoreCard,
    Solution,
    Trade,
    Zone,
)
from irenic.analyse.scorecard import (
    Candidate,
    accepts_range,
    backers_leaving,
    broken_rules,
    less,
    ratio,
    term_loss,
)
from irenic.analyse.shared import Shared, obstacle
from irenic.model import Case, ShareIssue, show_number
from irenic.solve.adjusted_winner import adjusted_winner
from irenic.solve.methods import METHODS
from irenic.solve.result import Status
from irenic.solve.share_solutions import SHARE_METHODS, in_zone, solve_shares

__all__ = ["ADJUSTED_WINNER", "analyse_shares", "score_shares"]

#: Id, title and citation of the method that belongs to divisible issues only.
ADJUSTED_WINNER = ("adjusted-winner", "Adjusted Winner", "Brams and Taylor 1996")

#: Methods that mean the same as another one where both parties must agree.
SAME_AS = {"utilitarian-in-zone": "utilitarian"}


def analyse_shares(case: Case, points: tuple[PartyPoints, ...]) -> Findings:
    """Return the frontier line, the zone and every solution; score cards are added later."""
    shared = Shared(case, points)
    counts = PackageCount(None, None)
    why = obstacle(shared)
    if why:
        status = Status.INFEASIBLE if why == "infeasible" else Status.UNKNOWN
        frontier = FrontierAnswer(status, "none", (), None, "", why)
        blanks = (_blank(ADJUSTED_WINNER[0]), *(_blank(m) for m in METHODS))
        solutions = tuple(replace(blank, status=status, reason=why) for blank in blanks)
        if why == "shares-need-two-parties":
            solutions = with_max_min(case, points, solutions)
        zone = replace(no_zone_known(case), status=status, unknown=_unknown(points))
        return Findings(counts, zone, frontier, solutions)
    found = (_adjusted_winner(shared), *(_solution(shared, method) for method in METHODS))
    return Findings(counts, _zone(shared), _frontier(shared), found)


def _unknown(points: Sequence[PartyPoints]) -> tuple[str, ...]:
    return tuple(p.party for p in points if p.no_deal is None)


def _zone(shared: Shared) -> Zone:
    zone = no_zone_known(shared.case)
    if shared.floors is None:
        return replace(zone, unknown=_unknown(shared.points))
    empty = not any(in_zone(line, shared.floors) for line in shared.lines)
    if empty:
        return replace(zone, status=Status.NO_ZONE, size=0, low=0, high=0)
    return replace(zone, status=Status.OPTIMAL)


def _frontier(shared: Shared) -> FrontierAnswer:
    method = "issues handed over in the order of what they are worth to one, relative to the other"
    if len(shared.lines) > 1:
        reason = "shares-and-options"
        return FrontierAnswer(Status.UNKNOWN, "none", (), None, method, reason)
    found = []
    for place in shared.lines[0].corners:
        pairs = zip(place.utilities, (p.no_deal for p in shared.points), strict=True)
        inside = carries(shared.case, [None if d is None else u >= d for u, d in pairs])
        found.append(FrontierPoint(place.utilities, shared.package(0, place), 1, inside))
    return FrontierAnswer(Status.OPTIMAL, "line", tuple(found), None, method)


def _blank(name: str) -> Solution:
    if name == ADJUSTED_WINNER[0]:
        criterion = "equal points, nothing better for both"
        return Solution(*ADJUSTED_WINNER, Status.UNKNOWN, criterion=criterion)
    method = METHODS[name]
    return Solution(
        name,
        method.title,
        method.citation,
        Status.UNKNOWN,
        criterion=method.criterion,
        compares_scores=method.compares_scores,
    )


def _solution(shared: Shared, name: str) -> Solution:
    rule = SAME_AS.get(name, name)
    if rule not in SHARE_METHODS:
        return replace(_blank(name), reason="not-for-shares")
    if METHODS[name].needs_no_deal and shared.floors is None:
        return replace(_blank(name), reason="no-deal-unknown")
    found = solve_shares(rule, shared.lines, shared.floors)
    places = list(zip(found.lines, found.places, strict=True))
    certificate: Mapping[str, object] = {
        "kind": "share-lines",
        "value": found.value,
        "compared": tuple(shared.case.party_ids[i] for i in found.compared),
        "segments": found.segments,
        **found.certificate,
    }
    return replace(
        _blank(name),
        status=found.status,
        packages=tuple(shared.package(line, place) for line, place in places),
        count=len(places),
        utilities=tuple(dict.fromkeys(place.utilities for _, place in places)),
        value=found.value[1:] if rule == "nash" else found.value,
        certificate=certificate,
    )


def _adjusted_winner(shared: Shared) -> Solution:
    blank = _blank(ADJUSTED_WINNER[0])
    if any(not isinstance(issue, ShareIssue) for issue in shared.case.issues):
        return replace(blank, reason="not-all-divisible")
    totals = [sum(column) for column in zip(*shared.weights, strict=True)]
    if totals[0] != totals[1] or not totals[0]:
        return replace(blank, reason="unequal-points")
    result = adjusted_winner(shared.weights)
    ids = [issue.id for issue in shared.case.share_issues]
    parties = shared.case.party_ids
    shares = {
        issue: {parties[0]: x, parties[1]: 1 - x}
        for issue, x in zip(ids, result.shares, strict=True)
    }
    certificate: Mapping[str, object] = {
        "kind": "adjusted-winner",
        "initial_points": result.initial_points,
        "tied": tuple(ids[j] for j in result.tied),
        "split": None if result.split is None else ids[result.split],
        "transfers": tuple(
            {"issue": ids[t.issue], "giver": parties[t.giver], "share": t.share, "ratio": t.ratio}
            for t in result.transfers
        ),
        **result.certificate,
    }
    return replace(
        blank,
        status=result.status,
        packages=(Package({}, shares),),
        count=1,
        utilities=(result.points,),
        value=result.points[:1],
        certificate=certificate,
    )


def score_shares(case: Case, points: tuple[PartyPoints, ...], candidate: Candidate) -> ScoreCard:
    """Return the score card of a package of a case with divisible issues."""
    shared, package = Shared(case, points), candidate.package
    solvable = not obstacle(shared)
    settled = {*package.choices, *package.shares}
    open_issues = tuple(issue.id for issue in case.issues if issue.id not in settled)
    scores = tuple(
        _party_score(shared, i, package, open_issues, solvable) for i in range(len(points))
    )
    rules = broken_rules(case, package)
    answers = [s.accepts for s in scores]
    by_party = {s.party: s for s in scores}
    improvement = None
    efficient = None
    if solvable and not open_issues and not rules:
        improvement = _improvement(shared, package, [s.low for s in scores])
        efficient = improvement is None
    return ScoreCard(
        id=candidate.id,
        is_proposal=candidate.is_proposal,
        package=package,
        open_issues=open_issues,
        feasible=not rules,
        broken_rules=rules,
        scores=scores,
        accepting=tuple(s.party for s in scores if s.accepts is True),
        refusing=tuple(s.party for s in scores if s.accepts is False),
        undecided=tuple(s.party for s in scores if s.accepts is None),
        missing_vetoes=tuple(p for p in case.decision.must if by_party[p].accepts is False),
        carries=False if rules else carries(case, answers),
        efficient=efficient,
        improvement=improvement,
        completions=None,
        chosen_by=candidate.chosen_by,
        comprehensive=comprehensive(case, points, package, open_issues),
        just=fairness(points, package, scores, efficient, ()),
        sustainable=sustainable(case, scores),
    )


def _party_score(
    shared: Shared, i: int, package: Package, open_issues: Sequence[str], solvable: bool
) -> PartyScore:
    points, party = shared.points[i], shared.case.parties[i]
    low, high = _range(shared, i, package)
    score = None if open_issues else points.score(package)
    best = shared.best_in_zone(i) if solvable else None
    reference = None if best is None else shared.package(*best)
    ideal = shared.ideal(i, in_the_zone=True) if solvable else None
    most = shared.ideal(i, in_the_zone=False) if solvable else None
    preference = shared.case.preferences.get(party.id)
    return PartyScore(
        party=party.id,
        score=score,
        low=low,
        high=high,
        no_deal=None if preference is None else preference.no_deal,
        accepts=accepts_range(low, high, points.no_deal),
        gain=less(score, points.no_deal),
        attainable=less(ideal, points.no_deal),
        relative_gain=ratio(less(score, points.no_deal), less(ideal, points.no_deal)),
        share_of_attainable=ratio(less(score, points.no_deal), less(most, points.no_deal)),
        reference=reference,
        costs=() if reference is None else _costs(points, package, reference),
        term_loss=term_loss(points, package, reference),
        backers_leaving=backers_leaving(shared.case, party, package),
    )


def _range(shared: Shared, i: int, package: Package) -> tuple[Fraction, Fraction]:
    """Return a party's lowest and highest score; options and shares vary independently."""
    points = shared.points[i]
    low, high = score_range(shared.options, i, Package(package.choices))
    for issue, line in points.shares.items():
        if issue in package.shares:
            own = points.issue_score(issue, package)
            low, high = low + own, high + own
        else:
            heights = [y for _, y in line]
            low, high = low + min(heights), high + max(heights)
    return low, high


def _text(package: Package, issue: str) -> str:
    if issue in package.choices:
        return package.choices[issue]
    shares = package.shares.get(issue, {})
    return ", ".join(f"{party} {show_number(x)}" for party, x in shares.items())


def _costs(points: PartyPoints, package: Package, reference: Package) -> tuple[IssueCost, ...]:
    found = []
    for issue in (*package.choices, *package.shares):
        loss = points.issue_score(issue, reference) - points.issue_score(issue, package)
        if loss > 0:
            found.append(IssueCost(issue, _text(package, issue), _text(reference, issue), loss))
    return tuple(sorted(found, key=lambda c: -c.loss))


def _improvement(
    shared: Shared, package: Package, scores: Sequence[Fraction]
) -> Improvement | None:
    """Return the division that raises the smaller of the two gains most, if any gains."""
    found = solve_shares("egalitarian", shared.lines, (scores[0], scores[1]))
    if not found.places or found.places[0].utilities == tuple(scores):
        return None
    other = shared.package(found.lines[0], found.places[0])
    gains = {
        p.party: new - old
        for p, new, old in zip(shared.points, found.places[0].utilities, scores, strict=True)
    }
    trades = []
    for issue in (*other.choices, *other.shares):
        if _text(package, issue) != _text(other, issue):
            changes = {
                p.party: p.issue_score(issue, other) - p.issue_score(issue, package)
                for p in shared.points
            }
            trades.append(Trade(issue, _text(package, issue), _text(other, issue), changes))
    terms = {
        p.party: p.term_score(other.choices) - p.term_score(package.choices) for p in shared.points
    }
    term_changes = {party: change for party, change in terms.items() if change}
    return Improvement(other, found.places[0].utilities, gains, tuple(trades), term_changes)
