"""Utilities, rules and the decision rule, restated from the model as literally as possible.

Nothing here is shared with the solvers or with the analysis: every definition is written
a second time, in exact fractions, so that a mistake in either place shows as a difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from irenic.model import (
    Case,
    Condition,
    Curve,
    Issue,
    NumericIssue,
    OptionValues,
    Order,
    Preference,
    ShareIssue,
)
from irenic.verify.claims import Malformed, number, record
from irenic.verify.rules import broken, meets

__all__ = ["Party", "Settlement", "Yardstick", "height"]

Corners = tuple[tuple[Fraction, Fraction], ...]
Answer = bool | None
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Settlement:
    """A package as the result states it: an option per issue, shares of divisible issues."""

    choices: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Party:
    """One party at the named midpoint: options and own shares to points, terms, no deal."""

    id: str
    options: Mapping[str, Mapping[str, Fraction]]
    lines: Mapping[str, Corners]
    terms: tuple[tuple[Condition, Fraction], ...]
    no_deal: Fraction | None

    def on_issue(self, issue: str, package: Settlement) -> Fraction:
        """Return what one issue adds to the score; an open issue adds nothing."""
        if issue in self.lines and issue in package.shares:
            return height(self.lines[issue], package.shares[issue].get(self.id, ZERO))
        if issue in self.options and issue in package.choices:
            return self.options[issue][package.choices[issue]]
        return ZERO

    def on_terms(self, package: Settlement) -> Fraction:
        """Return what the together terms add."""
        return sum((add for when, add in self.terms if meets(package.choices, when)), ZERO)

    def score(self, package: Settlement) -> Fraction:
        """Return the utility of a package."""
        settled = (*package.choices, *package.shares)
        return sum((self.on_issue(i, package) for i in settled), ZERO) + self.on_terms(package)

    def accepts(self, score: Fraction) -> Answer:
        """Return whether a score is acceptable; equality accepts, unknown stays unknown."""
        return None if self.no_deal is None else score >= self.no_deal


class Yardstick:
    """A case, ready to score packages by the definitions."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.issues = tuple(i for i in case.issues if not isinstance(i, ShareIssue))
        self.options = {issue.id: issue.option_ids for issue in self.issues}
        self.parties = tuple(_party(case, p) for p in case.party_ids)
        self.unknown = tuple(p.id for p in self.parties if p.no_deal is None)
        at_least = case.decision.at_least
        self.needed = len(case.parties) if at_least is None else at_least
        self.must = tuple(case.party_ids.index(p) for p in case.decision.must)

    def scores(self, package: Settlement) -> tuple[Fraction, ...]:
        """Return the utility of a package for every party, in party order."""
        return tuple(party.score(package) for party in self.parties)

    def answers(self, scores: Sequence[Fraction]) -> tuple[Answer, ...]:
        """Return which parties accept these scores."""
        return tuple(p.accepts(x) for p, x in zip(self.parties, scores, strict=True))

    def carries(self, answers: Sequence[Answer]) -> Answer:
        """Return whether enough parties accept, and all who must; ``None`` when it depends."""
        outcomes = {
            sum(filled) >= self.needed and all(filled[i] for i in self.must)
            for filled in ([bool(a) for a in answers], [a is not False for a in answers])
        }
        return outcomes.pop() if len(outcomes) == 1 else None

    def in_zone(self, scores: Sequence[Fraction]) -> Answer:
        """Return whether a package with these scores carries."""
        return self.carries(self.answers(scores))

    def broken(self, choices: Mapping[str, str]) -> tuple[int, ...]:
        """Return the rules that the settled issues break, by their place in the file."""
        return tuple(
            index for index, rule in enumerate(self.case.rules) if broken(self.case, rule, choices)
        )

    def read(self, value: object) -> Settlement:
        """Return a package of the result; refuses unknown issues, options and shares.

        Raises
        ------
        Malformed
            When it names anything that the case does not have.
        """
        choices: dict[str, str] = {}
        shares: dict[str, dict[str, Fraction]] = {}
        for name, picked in record(value).items():
            issue = self.case.issue_by_id.get(name)
            if isinstance(issue, ShareIssue):
                shares[name] = _shares(issue, picked)
            elif issue is None:
                raise Malformed(f"the case has no issue {name}")
            elif not isinstance(picked, str) or picked not in self.options[name]:
                raise Malformed(f"issue {name} has no option {picked}")
            else:
                choices[name] = picked
        return Settlement(choices, shares)

    def read_complete(self, value: object) -> Settlement:
        """Return a package that must settle every issue."""
        package = self.read(value)
        for issue in self.case.issues:
            if issue.id not in package.choices and issue.id not in package.shares:
                raise Malformed(f"the package leaves {issue.id} open")
        return package


def _shares(issue: ShareIssue, value: object) -> dict[str, Fraction]:
    held = {party: number(share) for party, share in record(value).items()}
    if not set(held) <= set(issue.among):
        raise Malformed(f"{issue.id} is shared among {', '.join(issue.among)} only")
    if sum(held.values()) != 1 or min(held.values()) < 0:
        raise Malformed(f"the shares of {issue.id} do not add up to 1")
    return held


def height(corners: Sequence[tuple[Fraction, Fraction]], x: Fraction) -> Fraction:
    """Return the height at ``x`` of the unbroken line through ``corners``."""
    for (x0, y0), (x1, y1) in pairwise(corners):
        if x0 <= x <= x1:
            return y0 + (x - x0) / (x1 - x0) * (y1 - y0)
    if len(corners) == 1 and corners[0][0] == x:
        return corners[0][1]
    raise Malformed(f"{x} lies outside of what a value is known for")


def _party(case: Case, party: str) -> Party:
    preference = case.preferences.get(party, Preference(party))
    options = {}
    lines: dict[str, Corners] = {}
    for issue in case.issues:
        if isinstance(issue, ShareIssue):
            if (line := _line(issue, preference)) is not None:
                lines[issue.id] = line
        elif issue.id in preference.issues:
            weight = _weight(issue.id, preference)
            options[issue.id] = {o: weight * v for o, v in _values(issue, preference).items()}
    terms = tuple((t.when, (t.add.low + t.add.high) / 2) for t in preference.together)
    no_deal = preference.no_deal
    middle = None if no_deal is None else (no_deal.low + no_deal.high) / 2
    return Party(party, options, lines, terms, middle)


def _weight(issue: str, preference: Preference) -> Fraction:
    weight = preference.issues[issue].weight if issue in preference.issues else None
    if weight is not None:
        return (weight.low + weight.high) / 2
    if issue not in preference.ranking:
        return Fraction(1)
    # Rank-order centroid: place i of n weighs (1/i + .. + 1/n) / n.
    count = len(preference.ranking)
    place = preference.ranking.index(issue) + 1
    return Fraction(sum(Fraction(1, k) for k in range(place, count + 1)), count)


def _values(issue: Issue, preference: Preference) -> dict[str, Fraction]:
    values = preference.issues[issue.id].values
    if isinstance(values, OptionValues):
        return {option: (q.low + q.high) / 2 for option, q in values.values.items()}
    if isinstance(values, Order):
        steps = len(values.groups) - 1
        return {
            option: Fraction(100) if steps == 0 else Fraction(100 * (steps - place), steps)
            for place, group in enumerate(values.groups)
            for option in group
        }
    if isinstance(values, Curve) and isinstance(issue, NumericIssue):
        corners = _corners(values)
        return {o: height(corners, x) for o, x in zip(issue.option_ids, issue.grid, strict=True)}
    raise Malformed(f"the case gives {preference.party} no values for the options of {issue.id}")


def _corners(curve: Curve) -> Corners:
    return tuple((x, (q.low + q.high) / 2) for x, q in curve.points)


def _line(issue: ShareIssue, preference: Preference) -> Corners | None:
    if preference.party not in issue.among:
        return None
    if issue.id in preference.points:
        return ((ZERO, ZERO), (Fraction(1), preference.points[issue.id]))
    if issue.id not in preference.issues:
        return None
    weight = _weight(issue.id, preference)
    values = preference.issues[issue.id].values
    corners = _corners(values) if isinstance(values, Curve) else ((ZERO, ZERO), (Fraction(1),) * 2)
    return tuple((x, weight * y) for x, y in corners)
