r"""The named midpoint: one utility function per party, out of the set that is known.

Ranges count as their middle; options known by order only are spread evenly from 100 (best)
to 0 (worst); weights known by ranking only are the rank-order centroid
:math:`w_i = \frac1n \sum_{k=i}^n \frac1k`.  Every such use is an :class:`Assumption`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.analyse.basics import Assumption, Package
from irenic.model import (
    Case,
    Condition,
    Curve,
    IssuePreference,
    NumericIssue,
    OptionValues,
    Order,
    Preference,
    Quantity,
    ShareIssue,
)
from irenic.model.conditions import matching_options

__all__ = [
    "BEST_OF_ORDER",
    "PartyPoints",
    "Term",
    "contributions",
    "interpolate",
    "midpoint",
    "rank_order_centroid",
    "resolve",
]

#: Value of the best option where only an order is known; the worst is 0.
BEST_OF_ORDER = Fraction(100)

Polyline = tuple[tuple[Fraction, Fraction], ...]
Choices = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Term:
    """``add`` to the score when, for every issue named, the option is one of those listed."""

    when: Mapping[str, frozenset[str]]
    add: Fraction

    def holds(self, choices: Choices) -> bool:
        """Return whether the choices meet every test; an open issue meets none."""
        return all(choices.get(issue) in options for issue, options in self.when.items())


@dataclass(frozen=True, slots=True)
class PartyPoints:
    """One party's utility at the named midpoint.

    ``options[issue][option]`` is weight times value; ``shares[issue]`` is weight times
    value as a polyline over the party's own share; ``no_deal`` is ``None`` when unknown.
    """

    party: str
    options: Mapping[str, Mapping[str, Fraction]]
    shares: Mapping[str, Polyline]
    terms: tuple[Term, ...]
    no_deal: Fraction | None

    def issue_score(self, issue: str, package: Package) -> Fraction:
        """Return what one issue contributes under a package (0 while it is open)."""
        if issue in self.shares:
            own = package.shares.get(issue, {}).get(self.party)
            return Fraction(0) if own is None else interpolate(self.shares[issue], own)
        table = self.options.get(issue)
        option = package.choices.get(issue)
        return Fraction(0) if table is None or option is None else table[option]

    def term_score(self, choices: Choices) -> Fraction:
        """Return the sum of the together terms that the choices meet."""
        return sum((term.add for term in self.terms if term.holds(choices)), Fraction(0))

    def score(self, package: Package) -> Fraction:
        """Return the utility of a package: all issues plus the together terms."""
        issues = (*self.options, *self.shares)
        total = sum((self.issue_score(issue, package) for issue in issues), Fraction(0))
        return total + self.term_score(package.choices)


def interpolate(points: Polyline, x: Fraction) -> Fraction:
    """Return the value at ``x`` of the line through ``points`` (``x`` ascending)."""
    if len(points) == 1:
        return points[0][1]
    right = min(max(bisect_right([p[0] for p in points], x), 1), len(points) - 1)
    (x0, y0), (x1, y1) = points[right - 1], points[right]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)


def rank_order_centroid(count: int) -> tuple[Fraction, ...]:
    """Return the centroid of all weights that sum to 1 and fall with rank, most important first.

    References
    ----------
    F. H. Barron, B. E. Barrett, "Decision Quality Using Ranked Attribute Weights",
    Management Science 42 (1996) 1515-1523.

    Examples
    --------
    >>> [str(w) for w in rank_order_centroid(2)]
    ['3/4', '1/4']
    """
    return tuple(
        sum((Fraction(1, k) for k in range(i, count + 1)), Fraction(0)) / count
        for i in range(1, count + 1)
    )


def midpoint(case: Case) -> tuple[tuple[PartyPoints, ...], tuple[Assumption, ...]]:
    """Return the named midpoint of every party, in party order, and what was assumed for it."""
    notes: list[Assumption] = []
    points = []
    for party in case.party_ids:
        preference = case.preferences.get(party)
        if preference is None:
            notes.append(Assumption("no-preferences", party))
            preference = Preference(party)
        points.append(_party_points(case, preference, notes))
    return tuple(points), tuple(notes)


def contributions(case: Case) -> Mapping[str, Mapping[str, Mapping[str, Fraction]]]:
    """Return ``[party][issue][option]`` -> weight times value, for choice and numeric issues."""
    points, _ = midpoint(case)
    return {p.party: p.options for p in points}


def _party_points(case: Case, preference: Preference, notes: list[Assumption]) -> PartyPoints:
    party = preference.party
    ranked = dict(
        zip(preference.ranking, rank_order_centroid(len(preference.ranking)), strict=True)
    )
    options: dict[str, Mapping[str, Fraction]] = {}
    shares: dict[str, Polyline] = {}
    for issue in case.issues:
        view = preference.issues.get(issue.id)
        if isinstance(issue, ShareIssue):
            line = _share_line(issue, preference, view, ranked, notes)
            if line is not None:
                shares[issue.id] = line
            elif party in issue.among and party in case.preferences:
                notes.append(Assumption("no-view", party, issue.id))
        elif view is None:
            if party in case.preferences:
                notes.append(Assumption("no-view", party, issue.id))
        else:
            weight = _weight(party, issue.id, view, ranked, notes)
            values = _option_values(party, issue, view, notes)
            options[issue.id] = {option: weight * value for option, value in values.items()}
    if preference.packages:
        notes.append(Assumption("examples-unused", party))
    terms = tuple(
        Term(resolve(case, term.when), _middle(term.add, "term-midpoint", party, notes))
        for term in preference.together
    )
    no_deal = None
    if preference.no_deal is not None:
        no_deal = _middle(preference.no_deal, "no-deal-midpoint", party, notes)
    elif party in case.preferences:
        notes.append(Assumption("no-deal-unknown", party))
    return PartyPoints(party, options, shares, terms, no_deal)


def resolve(case: Case, condition: Condition) -> dict[str, frozenset[str]]:
    """Return, per issue of a condition, the options that pass its test."""
    found: dict[str, frozenset[str]] = {}
    for issue_id, test in condition.items():
        issue = case.issue_by_id[issue_id]
        if not isinstance(issue, ShareIssue):  # readers refuse conditions on shares
            found[issue_id] = matching_options(issue, test)
    return found


def _middle(
    quantity: Quantity,
    kind: str,
    party: str,
    notes: list[Assumption],
    issue: str = "",
    option: str = "",
) -> Fraction:
    if not quantity.is_certain:
        notes.append(Assumption(kind, party, issue, option, quantity))
    return quantity.midpoint


def _weight(
    party: str,
    issue: str,
    view: IssuePreference | None,
    ranked: Mapping[str, Fraction],
    notes: list[Assumption],
) -> Fraction:
    if view is not None and view.weight is not None:
        return _middle(view.weight, "weight-midpoint", party, notes, issue)
    if issue in ranked:
        notes.append(Assumption("ranking-centroid", party, issue))
        return ranked[issue]
    return Fraction(1)


def _option_values(
    party: str, issue: object, view: IssuePreference, notes: list[Assumption]
) -> dict[str, Fraction]:
    values = view.values
    if isinstance(values, OptionValues):
        name = getattr(issue, "id", "")
        return {
            option: _middle(value, "value-midpoint", party, notes, name, option)
            for option, value in values.values.items()
        }
    if isinstance(values, Order) and not isinstance(issue, ShareIssue):
        notes.append(Assumption("order-spacing", party, getattr(issue, "id", "")))
        return _spread(values.groups)
    if isinstance(values, Curve) and isinstance(issue, NumericIssue):
        line = _line(values, party, issue.id, notes)
        pairs = zip(issue.option_ids, issue.grid, strict=True)
        return {option: interpolate(line, x) for option, x in pairs}
    raise TypeError("the reader lets no other combination of issue and values through")


def _spread(groups: Sequence[Sequence[str]]) -> dict[str, Fraction]:
    last = max(len(groups) - 1, 1)
    return {
        option: BEST_OF_ORDER * (last - place) / last
        for place, group in enumerate(groups)
        for option in group
    }


def _line(curve: Curve, party: str, issue: str, notes: list[Assumption]) -> Polyline:
    return tuple(
        (x, _middle(value, "value-midpoint", party, notes, issue, str(x)))
        for x, value in curve.points
    )


def _share_line(
    issue: ShareIssue,
    preference: Preference,
    view: IssuePreference | None,
    ranked: Mapping[str, Fraction],
    notes: list[Assumption],
) -> Polyline | None:
    if preference.party not in issue.among:
        return None
    if issue.id in preference.points:
        return ((Fraction(0), Fraction(0)), (Fraction(1), preference.points[issue.id]))
    if view is None:
        return None
    weight = _weight(preference.party, issue.id, view, ranked, notes)
    if isinstance(view.values, Curve):
        line = _line(view.values, preference.party, issue.id, notes)
        return tuple((x, weight * y) for x, y in line)
    return ((Fraction(0), Fraction(0)), (Fraction(1), weight))
