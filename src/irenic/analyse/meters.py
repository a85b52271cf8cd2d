"""The three meters of a package: comprehensive, just, sustainable.  Never one number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.decision import blocking_coalitions, carries
from irenic.analyse.guarantee_orders import order_of
from irenic.analyse.points import PartyPoints, interpolate
from irenic.analyse.results import (
    Comprehensive,
    Just,
    Package,
    PartyScore,
    Rank,
    Sustainable,
    WorstIssue,
)
from irenic.analyse.settlement_stability import stability_of
from irenic.analyse.solved import Solved
from irenic.model import Case
from irenic.solve.methods import METHODS

__all__ = ["comprehensive", "concessions", "envy", "fairness", "just", "sustainable"]


def _range_of_issue(points: PartyPoints, issue: str) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest contribution of an issue to a party's score."""
    if issue in points.shares:
        heights = [y for _, y in points.shares[issue]]
    else:
        heights = list(points.options.get(issue, {"": Fraction(0)}).values())
    return min(heights), max(heights)


def _spans(points: PartyPoints) -> dict[str, Fraction]:
    """Return the issues that matter to a party, with the width of their contribution."""
    spans = {}
    for issue in (*points.options, *points.shares):
        low, high = _range_of_issue(points, issue)
        if high > low:
            spans[issue] = high - low
    return spans


def _settled(package: Package, issue: str) -> bool:
    return issue in package.choices or issue in package.shares


def _option_text(package: Package, issue: str, party: str) -> str:
    if issue in package.shares:
        return str(package.shares[issue].get(party, Fraction(0)))
    return package.choices[issue]


def comprehensive(
    case: Case, points: Sequence[PartyPoints], package: Package, open_issues: tuple[str, ...]
) -> Comprehensive:
    """Return what a package leaves open, whom it leaves out and whose main issue it fails.

    An issue is important to a party when it makes up more than an even part of the
    party's whole range of scores; it is listed when the package settles it at the
    party's worst option.
    """
    worst = []
    for p in points:
        spans = _spans(p)
        total = sum(spans.values(), Fraction(0))
        for issue, span in spans.items():
            important = span * len(spans) >= total
            low, _ = _range_of_issue(p, issue)
            if important and _settled(package, issue) and p.issue_score(issue, package) == low:
                option = _option_text(package, issue, p.party)
                worst.append(WorstIssue(p.party, issue, option, span / total))
    worst.sort(key=lambda w: -w.importance)
    no_view = tuple(
        (p.party, issue.id)
        for p in points
        if p.party in case.preferences
        for issue in case.issues
        if issue.id not in p.options and issue.id not in p.shares
    )
    return Comprehensive(
        open_issues=open_issues,
        worst=tuple(worst),
        without_preferences=tuple(p for p in case.party_ids if p not in case.preferences),
        no_view=no_view,
        absent=tuple(a.id for a in case.absent),
    )


def concessions(points: Sequence[PartyPoints], package: Package) -> tuple[WorstIssue, ...]:
    """Return, per party, the issue on which it gives up most of its whole range of scores."""
    found = []
    for p in points:
        spans = _spans(p)
        total = sum(spans.values(), Fraction(0))
        given = {
            issue: _range_of_issue(p, issue)[1] - p.issue_score(issue, package)
            for issue in spans
            if _settled(package, issue)
        }
        if given and max(given.values()) > 0:
            issue = max(given, key=lambda i: given[i])
            option = _option_text(package, issue, p.party)
            found.append(WorstIssue(p.party, issue, option, given[issue] / total))
    return tuple(found)


def envy(points: Sequence[PartyPoints], package: Package) -> tuple[tuple[str, str], ...]:
    """Return (envious, envied) pairs: who would rather have another's shares.

    D. Foley, "Resource Allocation and the Public Sector", Yale Economic Essays 7 (1967).
    """
    found: list[tuple[str, str]] = []
    for p in points:
        own = _value_of_shares(p, package, p.party)
        found.extend(
            (p.party, other.party)
            for other in points
            if other is not p and _value_of_shares(p, package, other.party) > own
        )
    return tuple(found)


def _value_of_shares(p: PartyPoints, package: Package, holder: str) -> Fraction:
    lines = ((line, package.shares.get(issue, {})) for issue, line in p.shares.items())
    parts = (interpolate(line, held.get(holder, Fraction(0))) for line, held in lines)
    return sum(parts, Fraction(0))


def fairness(
    points: Sequence[PartyPoints],
    package: Package,
    scores: Sequence[PartyScore],
    efficient: bool | None,
    ranks: tuple[Rank, ...],
) -> Just:
    """Return the fairness tests that need no frontier, with ``efficient`` and ``ranks`` given."""
    relative = [(s.party, s.relative_gain) for s in scores if s.relative_gain is not None]
    least = min(relative, key=lambda pair: pair[1], default=None)
    values = [value for _, value in relative]
    answers = [s.accepts for s in scores]
    return Just(
        acceptable_to_all=False if False in answers else None if None in answers else True,
        efficient=efficient,
        least_relative_gain=least,
        spread=max(values) - min(values) if values else None,
        concedes_most=concessions(points, package),
        envy=envy(points, package) if package.shares else None,
        ranks=ranks,
    )


def just(
    solved: Solved,
    package: Package,
    scores: Sequence[PartyScore],
    efficient: bool | None,
    feasible: bool,
) -> Just:
    """Return the fairness tests of a package side by side; only a feasible one has ranks."""
    ranks: tuple[Rank, ...] = ()
    if feasible and all(s.score is not None for s in scores):
        ranks = _ranks(solved, [s.low for s in scores])
    return fairness(solved.compiled.points, package, scores, efficient, ranks)


def _ranks(solved: Solved, scores: Sequence[Fraction]) -> tuple[Rank, ...]:
    """Return the place of a package among the points each method chooses from.

    The place is one more than the number of efficient points that the method prefers.  A
    method has no place for a package it does not choose from (one that does not carry).
    """
    vector = solved.compiled.common(solved.compiled.vector(scores))
    carried = carries(solved.case, solved.answers_to(scores)) is True
    found = []
    for name, (rule, _) in solved.choices.items():
        method = METHODS[name]
        if not rule.rows or not method.rule((vector,), solved.floors, (carried,)).rows:
            continue
        if not (method.monotone or vector in solved.common_rows):
            continue
        ranking = solved.rankings[name]
        better = len(ranking) - bisect_right(ranking, rule.key(vector))
        found.append(Rank(name, 1 + better, len(ranking)))
    return tuple(found)


def sustainable(case: Case, scores: Sequence[PartyScore], proposal: str = "") -> Sustainable:
    """Return margins over no deal, who leaves first, the sets that could block.

    For a proposal that the case's conflict knows also whether it would be signed and kept; where
    the case has an agreement, whether the obligations of this package would be performed.
    """
    answers = {s.party: s.accepts for s in scores}
    relative = {s.party: s.relative_gain for s in scores}
    for s in scores:
        # A party that nothing better awaits in the zone leaves at the first shift.
        if s.gain is not None and s.relative_gain is None:
            relative[s.party] = Fraction(0)
    known = [p for p, value in relative.items() if value is not None]
    leaves = tuple(sorted(known, key=lambda p: relative[p] or 0))
    backers = tuple((s.party, b) for s in scores for b in s.backers_leaving)
    return Sustainable(
        margins={s.party: s.gain for s in scores},
        leaves_first=leaves,
        blocking=blocking_coalitions(case, answers, relative),
        backers_leaving=backers,
        stability=stability_of(case, proposal),
        agreement=order_of(case, proposal),
    )
