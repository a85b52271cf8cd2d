"""One package under every test: who would refuse it, why, and what would be better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.analyse.decision import carries
from irenic.analyse.improve import find_improvement
from irenic.analyse.meters import comprehensive, just, sustainable
from irenic.analyse.partial import completions, score_range
from irenic.analyse.points import PartyPoints, resolve
from irenic.analyse.results import BrokenRule, IssueCost, Package, PartyScore, ScoreCard
from irenic.analyse.solved import Solved
from irenic.model import Case, Party, ShareIssue
from irenic.model.verdicts import is_broken

__all__ = [
    "Candidate",
    "accepts_range",
    "backers_leaving",
    "broken_rules",
    "issue_costs",
    "less",
    "ratio",
    "score_package",
    "term_loss",
]


#: Up to so many packages the improvement with the fewest changes is looked for; with more
#: that takes minutes, and the one that shares the gains most evenly is found instead.
FEW_PACKAGES = 10**12


@dataclass(frozen=True, slots=True)
class Candidate:
    """A package to be scored; ``chosen_by`` names the methods that chose it."""

    id: str
    package: Package
    is_proposal: bool
    chosen_by: tuple[str, ...] = ()


def score_package(solved: Solved, candidate: Candidate) -> ScoreCard:
    """Return the score card of a complete or partial package of a case without shares."""
    case, package = solved.case, candidate.package
    open_issues = tuple(i.id for i in case.issues if i.id not in package.choices)
    scores = tuple(
        _party_score(solved, i, party, package, bool(open_issues))
        for i, party in enumerate(case.parties)
    )
    answers = [score.accepts for score in scores]
    rules = broken_rules(case, package)
    complete = not open_issues
    carried = carries(case, answers) if complete else None
    filled = None if complete else completions(solved, package)
    if rules:
        carried = False
    elif filled is not None:
        carried = _carries_when_completed(filled.feasible, filled.carrying)
    efficient = improvement = None
    if complete and not rules:
        vector = solved.compiled.vector([s.low for s in scores])
        efficient = solved.is_efficient(vector)
        if efficient is False:
            improvement = find_improvement(
                solved.compiled,
                package,
                vector,
                fewest=solved.compiled.space.total_packages <= FEW_PACKAGES,
                budget=solved.budget,
            )
    by_party = {s.party: s for s in scores}
    return ScoreCard(
        id=candidate.id,
        is_proposal=candidate.is_proposal,
        package=package,
        open_issues=open_issues,
        feasible=not rules and (filled is None or filled.feasible != 0),
        broken_rules=rules,
        scores=scores,
        accepting=tuple(s.party for s in scores if s.accepts is True),
        refusing=tuple(s.party for s in scores if s.accepts is False),
        undecided=tuple(s.party for s in scores if s.accepts is None),
        missing_vetoes=tuple(p for p in case.decision.must if by_party[p].accepts is False),
        carries=carried,
        efficient=efficient,
        improvement=improvement,
        completions=filled,
        chosen_by=candidate.chosen_by,
        comprehensive=comprehensive(case, solved.compiled.points, package, open_issues),
        just=just(solved, package, scores, efficient, complete and not rules),
        sustainable=sustainable(case, scores, candidate.id if candidate.is_proposal else ""),
    )


def _carries_when_completed(feasible: int | None, carrying: int | None) -> bool | None:
    if feasible == 0 or carrying == 0:
        return False
    return True if carrying is not None and carrying == feasible else None


def broken_rules(case: Case, package: Package) -> tuple[BrokenRule, ...]:
    """Return the rules that the settled issues of a package break."""
    return tuple(
        BrokenRule(index, rule.why, rule.by)
        for index, rule in enumerate(case.rules)
        if is_broken(rule, package.choices, case.issue_by_id)
    )


def _meets(choices: Mapping[str, str], pattern: Mapping[str, frozenset[str]]) -> bool:
    return all(choices.get(issue) in options for issue, options in pattern.items())


def backers_leaving(case: Case, party: Party, package: Package) -> tuple[str, ...]:
    """Return the backers of a party who would withdraw their support under a package."""
    return tuple(
        backer.id
        for backer in party.backers
        if backer.leaves_if and _meets(package.choices, resolve(case, backer.leaves_if))
    )


def _party_score(
    solved: Solved, i: int, party: Party, package: Package, is_open: bool
) -> PartyScore:
    points = solved.compiled.points[i]
    if is_open:
        low, high = score_range(solved.compiled, i, package)
        score = None
        accepted = accepts_range(low, high, points.no_deal)
    else:
        score = low = high = points.score(package)
        accepted = None if points.no_deal is None else score >= points.no_deal
    preference = solved.case.preferences.get(party.id)
    reference = solved.reference(i)
    costs = () if reference is None else issue_costs(solved.case, points, package, reference)
    ideal, best = solved.ideal_in_zone[i], solved.ideal_feasible[i]
    return PartyScore(
        party=party.id,
        score=score,
        low=low,
        high=high,
        no_deal=None if preference is None else preference.no_deal,
        accepts=accepted,
        gain=less(score, points.no_deal),
        attainable=less(ideal, points.no_deal),
        relative_gain=ratio(less(score, points.no_deal), less(ideal, points.no_deal)),
        share_of_attainable=ratio(less(score, points.no_deal), less(best, points.no_deal)),
        reference=reference,
        costs=costs,
        term_loss=term_loss(points, package, reference),
        backers_leaving=backers_leaving(solved.case, party, package),
    )


def accepts_range(low: Fraction, high: Fraction, no_deal: Fraction | None) -> bool | None:
    """Return whether a party accepts whatever its score is from ``low`` to ``high``."""
    if no_deal is None:
        return None
    if low >= no_deal:
        return True
    return False if high < no_deal else None


def less(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    """Return ``a - b``, unknown when one of them is."""
    return None if a is None or b is None else a - b


def ratio(gain: Fraction | None, attainable: Fraction | None) -> Fraction | None:
    """Return the part of the attainable gain, unknown when nothing is attainable."""
    if gain is None or attainable is None or attainable <= 0:
        return None
    return gain / attainable


def term_loss(points: PartyPoints, package: Package, reference: Package | None) -> Fraction:
    """Return what together terms alone cost a party against its reference package."""
    if reference is None or not points.terms:
        return Fraction(0)
    return points.term_score(reference.choices) - points.term_score(package.choices)


def issue_costs(
    case: Case, points: PartyPoints, package: Package, reference: Package
) -> tuple[IssueCost, ...]:
    """Return the issues on which a package gives a party less than ``reference``, worst first."""
    found: Sequence[IssueCost] = [
        IssueCost(
            issue.id,
            package.choices[issue.id],
            reference.choices[issue.id],
            points.issue_score(issue.id, reference) - points.issue_score(issue.id, package),
        )
        for issue in case.issues
        if not isinstance(issue, ShareIssue) and issue.id in package.choices
    ]
    return tuple(sorted((c for c in found if c.loss > 0), key=lambda c: -c.loss))
