"""One analysis made ready for drawing: labels, lettered candidates, per-issue figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from irenic.analyse.points import PartyPoints, midpoint
from irenic.analyse.results import (
    Analysis,
    Audience,
    FrontierAnswer,
    Package,
    PackageCount,
    PartyScore,
    ScoreCard,
    Status,
    Zone,
)
from irenic.model import Case, Quantity
from irenic.report.labels import SHORT, Labels, letter, method_name, shorten
from irenic.report.text import Badge, Name, Text, listed, text

__all__ = ["Candidate", "Limits", "View", "bare_view", "issue_span"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is drawn, so that a page stays readable and below two megabytes."""

    dots: int = 2_000
    strands: int = 400
    rows: int = 50
    highlighted: int = 8
    bars: int = 6_000
    details: int = 24

    def halved(self) -> Limits:
        """Return limits under which about half as much is drawn."""
        return Limits(
            self.dots // 2,
            self.strands // 2,
            max(self.rows // 2, 5),
            max(self.highlighted // 2, 2),
            self.bars // 2,
            max(self.details // 2, 4),
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A package that the page talks about; ``letter`` names it in every chart and table.

    ``scores`` holds, per party, its score (``None`` while it is not one number).
    """

    letter: str
    name: str
    is_proposal: bool
    package: Package
    card: ScoreCard | None
    methods: tuple[str, ...]

    @property
    def scores(self) -> Mapping[str, PartyScore]:
        """Return the scores that the audience may see, by party."""
        return {s.party: s for s in self.card.scores} if self.card else {}

    @property
    def label(self) -> Text:
        """Return ``A ministry-draft``."""
        return text(Badge(self.letter, self.is_proposal), " ", Name(shorten(self.name), self.name))

    @property
    def brief(self) -> Text:
        """Return the label with its short name, for the head of a narrow column."""
        return text(Badge(self.letter, self.is_proposal), " ", Name(self.short, self.name))

    @property
    def short(self) -> str:
        """Return the name, short enough for a chart: ``Nash + 2`` for three methods."""
        if self.is_proposal or len(self.methods) < 2:
            return shorten(self.name, SHORT)
        first = method_name(self.methods[0], self.name)
        return f"{first[0].upper()}{first[1:]} + {len(self.methods) - 1}"


def issue_span(points: PartyPoints, issue: str) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest contribution of an issue to a party's score."""
    if issue in points.shares:
        heights = [y for _, y in points.shares[issue]]
    else:
        heights = list(points.options.get(issue, {"": Fraction(0)}).values())
    return min(heights), max(heights)


class View:
    """An analysis with what every section of a report needs of it, worked out once."""

    def __init__(self, analysis: Analysis, limits: Limits | None = None) -> None:
        self.analysis = analysis
        self.limits = limits or Limits()
        self.case = analysis.case
        self.labels = Labels(analysis.case)

    @property
    def is_mediator(self) -> bool:
        """Return whether every party's figures may be shown."""
        return self.analysis.audience.kind == "mediator"

    @property
    def has_issues(self) -> bool:
        """Return whether there are packages to choose from."""
        return bool(self.case.issues)

    @property
    def has_frontier(self) -> bool:
        """Return whether there are efficient points to draw."""
        frontier = self.analysis.frontier
        return frontier.kind != "none" and bool(frontier.points)

    @cached_property
    def points(self) -> Mapping[str, PartyPoints]:
        """Return the named midpoint of each party whose preferences may be seen."""
        found, _ = midpoint(self.case)
        return {p.party: p for p in found if p.party in self.case.preferences}

    @cached_property
    def seen(self) -> tuple[str, ...]:
        """Return the parties whose figures may be shown, in file order."""
        return tuple(p for p in self.case.party_ids if p in self.points)

    @cached_property
    def importance(self) -> Mapping[str, Mapping[str, Fraction]]:
        """Return per party and issue the issue's part of the party's whole range of scores."""
        found = {}
        for party, points in self.points.items():
            spans = {i.id: issue_span(points, i.id) for i in self.case.issues}
            total = sum((high - low for low, high in spans.values()), Fraction(0))
            found[party] = {
                issue: (high - low) / total if total else Fraction(0)
                for issue, (low, high) in spans.items()
            }
        return found

    def no_deal(self, party: str) -> Quantity | None:
        """Return a party's no-deal value, ``None`` when unknown."""
        preference = self.case.preferences.get(party)
        return preference.no_deal if preference else None

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """Return the proposals, then the distinct packages that methods chose."""
        titles = {s.method: s.title for s in self.analysis.solutions}
        found: list[Candidate] = []
        for card in self.analysis.scorecards:
            if not card.is_proposal and any(card.package == c.package for c in found):
                continue
            name = card.id if card.is_proposal else self._named(card.chosen_by, titles)
            place = letter(len(found))
            found.append(
                Candidate(place, name, card.is_proposal, card.package, card, card.chosen_by)
            )
        known = [c.package for c in found]
        for solution in self.analysis.solutions:
            package = next(iter(solution.packages), None)
            if package is None or package in known:
                continue
            methods = tuple(s.method for s in self.analysis.solutions if package in s.packages[:1])
            name = self._named(methods, titles)
            found.append(Candidate(letter(len(found)), name, False, package, None, methods))
            known.append(package)
        return tuple(found)

    @staticmethod
    def _named(methods: tuple[str, ...], titles: Mapping[str, str]) -> str:
        names = [method_name(m, titles.get(m, "")) for m in methods]
        words = "".join(str(part) for part in listed(names, limit=2)) or "package"
        return words[0].upper() + words[1:]

    @cached_property
    def proposals(self) -> tuple[Candidate, ...]:
        """Return the candidates that are proposals."""
        return tuple(c for c in self.candidates if c.is_proposal)

    @cached_property
    def highlighted(self) -> tuple[Candidate, ...]:
        """Return the candidates that charts and wide tables show."""
        limit = self.limits.highlighted
        if len(self.candidates) <= limit:
            return self.candidates
        chosen = [c for c in self.candidates if not c.is_proposal]
        room = max(limit - len(chosen), limit // 2)
        kept = [*self.proposals[:room], *chosen]
        letters = {c.letter for c in kept[:limit]}
        return tuple(c for c in self.candidates if c.letter in letters)

    def candidate_of(self, package: Package) -> Candidate | None:
        """Return the lettered candidate that is this package."""
        return next((c for c in self.candidates if c.package == package), None)

    def score(self, candidate: Candidate, party: str) -> Fraction | None:
        """Return the score of a party under a candidate, ``None`` when it is not one number."""
        found = candidate.scores.get(party)
        return found.score if found else None

    @cached_property
    def best(self) -> Mapping[str, Fraction]:
        """Return each party's best score: in the zone of agreement, else on the frontier."""
        frontier = self.analysis.frontier.points
        rows = [p for p in frontier if p.in_zone] or list(frontier)
        found: dict[str, Fraction] = {}
        for i, party in enumerate(self.case.party_ids):
            if rows:
                found[party] = max(row.utilities[i] for row in rows)
            elif party in self.points:
                found[party] = self._ceiling(self.points[party])
        return found

    @staticmethod
    def _ceiling(points: PartyPoints) -> Fraction:
        parts = [max(table.values()) for table in points.options.values() if table]
        parts += [max(y for _, y in line) for line in points.shares.values()]
        return sum(parts, Fraction(0))

    @property
    def has_zone(self) -> bool:
        """Return whether some efficient package is known to carry."""
        return self.analysis.zone.status is Status.OPTIMAL and any(
            p.in_zone for p in self.analysis.frontier.points
        )


def bare_view(case: Case, audience: Audience, *cards: ScoreCard) -> View:
    """Return the view of a case of which nothing was analysed but the given score cards."""
    count = len(case.parties) if case.decision.at_least is None else case.decision.at_least
    zone = Zone(Status.UNKNOWN, None, None, None, False, {}, (), count, case.decision.must)
    frontier = FrontierAnswer(Status.UNKNOWN, "none", (), None, "")
    nothing = PackageCount(None, None)
    return View(Analysis(audience, case, (), nothing, zone, frontier, (), cards, (), ()))
