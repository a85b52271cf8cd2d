"""Score cards of packages with divisible issues."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.decision import carries
from irenic.analyse.divisible import Divided
from irenic.analyse.meters import comprehensive, fairness, sustainable
from irenic.analyse.partial import score_range
from irenic.analyse.points import PartyPoints
from irenic.analyse.results import Improvement, IssueCost, Package, PartyScore, ScoreCard, Trade
from irenic.analyse.scorecard import (
    Candidate,
    accepts_range,
    backers_leaving,
    broken_rules,
    less,
    ratio,
    term_loss,
)
from irenic.errors import LimitReached
from irenic.model import show_number
from irenic.solve.count import count_feasible

__all__ = ["score_shares"]


def score_shares(divided: Divided, candidate: Candidate) -> ScoreCard:
    """Return the score card of a package of a case with divisible issues."""
    case, points, package = divided.case, divided.points, candidate.package
    solvable = not divided.obstacle
    settled = {*package.choices, *package.shares}
    open_issues = tuple(issue.id for issue in case.issues if issue.id not in settled)
    scores = tuple(
        _party_score(divided, i, package, open_issues, solvable) for i in range(len(points))
    )
    rules = broken_rules(case, package)
    answers = [s.accepts for s in scores]
    by_party = {s.party: s for s in scores}
    improvement = efficient = None
    if solvable and not open_issues and not rules:
        efficient, improvement = _improvement(divided, package, [s.low for s in scores])
    return ScoreCard(
        id=candidate.id,
        is_proposal=candidate.is_proposal,
        package=package,
        open_issues=open_issues,
        feasible=not rules and (not open_issues or _completable(divided, package)),
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
        sustainable=sustainable(case, scores, candidate.id if candidate.is_proposal else ""),
    )


def _completable(divided: Divided, package: Package) -> bool:
    """Return whether some choice of the open options satisfies the rules."""
    return count_feasible(divided.way.compiled.restricted(package.choices).space) != 0


def _party_score(
    divided: Divided, i: int, package: Package, open_issues: Sequence[str], solvable: bool
) -> PartyScore:
    points, party = divided.points[i], divided.case.parties[i]
    low, high = _range(divided, i, package)
    score = None if open_issues else points.score(package)
    way = divided.way
    reference = way.reference(i) if solvable else None
    ideal = way.ideal(i, in_the_zone=True) if solvable else None
    most = way.ideal(i, in_the_zone=False) if solvable else None
    preference = divided.case.preferences.get(party.id)
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
        backers_leaving=backers_leaving(divided.case, party, package),
    )


def _range(divided: Divided, i: int, package: Package) -> tuple[Fraction, Fraction]:
    """Return a party's lowest and highest score; options and shares vary independently."""
    points = divided.points[i]
    low, high = score_range(divided.way.compiled, i, Package(package.choices))
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
    divided: Divided, package: Package, scores: Sequence[Fraction]
) -> tuple[bool | None, Improvement | None]:
    """Return whether nothing is better, and what is better for the one who gains least."""
    try:
        found = divided.way.improve(scores)
    except LimitReached:
        return None, None
    if found is None:
        return True, None
    other, utilities = found
    gains = {
        p.party: new - old for p, new, old in zip(divided.points, utilities, scores, strict=True)
    }
    trades = []
    for issue in (*other.choices, *other.shares):
        if _text(package, issue) != _text(other, issue):
            changes = {
                p.party: p.issue_score(issue, other) - p.issue_score(issue, package)
                for p in divided.points
            }
            trades.append(Trade(issue, _text(package, issue), _text(other, issue), changes))
    terms = {
        p.party: p.term_score(other.choices) - p.term_score(package.choices) for p in divided.points
    }
    term_changes = {party: change for party, change in terms.items() if change}
    return False, Improvement(other, utilities, gains, tuple(trades), term_changes)
