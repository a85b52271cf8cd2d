"""A case with divisible issues as frontier lines: one for each efficient choice of options."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from irenic.analyse.compile import compile_case
from irenic.analyse.decision import needed
from irenic.analyse.points import PartyPoints
from irenic.analyse.results import Package
from irenic.analyse.solved import Solved
from irenic.model import Case
from irenic.solve.frontier import pareto_frontier
from irenic.solve.result import Status
from irenic.solve.share_solutions import in_zone
from irenic.solve.shares import Place, SharePolyline, share_frontier

__all__ = ["MAX_LINES", "Shared", "obstacle"]

#: Most lines (efficient choices of the options that are not divisible) looked at.
MAX_LINES = 2_000


@dataclass(frozen=True)
class Shared:
    """Two parties, divisible issues linear in the shares, perhaps options beside them."""

    case: Case
    points: tuple[PartyPoints, ...]

    @cached_property
    def options(self) -> Solved:
        """Return the frontier of the issues that are not divisible."""
        compiled = compile_case(self.case, self.points)
        return Solved(compiled, pareto_frontier(compiled.space))

    @cached_property
    def choices(self) -> tuple[Package, ...]:
        """Return one package of options for each line."""
        rows = range(len(self.options.frontier.points))
        return tuple(self.options.one_package(k) for k in rows)

    @cached_property
    def weights(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Return what the whole of each divisible issue is worth to each party."""
        a, b = self.points
        return tuple((_rise(a, i.id), _rise(b, i.id)) for i in self.case.share_issues)

    @cached_property
    def lines(self) -> tuple[SharePolyline, ...]:
        """Return the frontier lines, in the order of ``choices``."""
        a, b = (sum((line[0][1] for line in p.shares.values()), Fraction(0)) for p in self.points)
        return tuple(
            share_frontier(
                self.weights,
                (
                    a + _of_options(self.points[0], package),
                    b + _of_options(self.points[1], package),
                ),
            )
            for package in self.choices
        )

    @property
    def floors(self) -> tuple[Fraction, Fraction] | None:
        """Return the no-deal values, ``None`` when one of them is unknown."""
        a, b = (p.no_deal for p in self.points)
        return None if a is None or b is None else (a, b)

    def package(self, line: int, place: Place) -> Package:
        """Return a place on a line as a package."""
        first, second = self.case.party_ids
        shares = {
            issue.id: {first: x, second: 1 - x}
            for issue, x in zip(self.case.share_issues, place.shares, strict=True)
        }
        return Package(self.choices[line].choices, shares)

    def best_in_zone(self, party: int) -> tuple[int, Place] | None:
        """Return the line and place that are best for a party among those both accept.

        While a no-deal value is unknown, or when nothing is acceptable to both, the best
        of all.
        """
        found = self._ends(party, in_the_zone=True) if self.floors else ()
        candidates = list(found) or list(self._ends(party, in_the_zone=False))
        return max(candidates, key=lambda pair: pair[1].utilities[party], default=None)

    def ideal(self, party: int, *, in_the_zone: bool) -> Fraction | None:
        """Return the best score of a party over the zone, or over everything feasible."""
        if in_the_zone and self.floors is None:
            return None
        ends = self._ends(party, in_the_zone=in_the_zone)
        return max((place.utilities[party] for _, place in ends), default=None)

    def _ends(self, party: int, *, in_the_zone: bool) -> Iterable[tuple[int, Place]]:
        for k, line in enumerate(self.lines):
            zone = in_the_zone and self.floors is not None
            part = in_zone(line, self.floors or ()) if zone else line.corners
            if part:
                yield k, part[-1] if party == 0 else part[0]


def _of_options(points: PartyPoints, package: Package) -> Fraction:
    scores = (points.issue_score(issue, package) for issue in points.options)
    return sum(scores, Fraction(0)) + points.term_score(package.choices)


def _rise(points: PartyPoints, issue: str) -> Fraction:
    line = points.shares.get(issue)
    return Fraction(0) if line is None else line[-1][1] - line[0][1]


def obstacle(shared: Shared) -> str:
    """Return why the divisible issues of a case cannot be solved exactly, or nothing."""
    case = shared.case
    if len(case.parties) != 2:
        return "shares-need-two-parties"
    if any(set(issue.among) != set(case.party_ids) for issue in case.share_issues):
        return "shares-not-among-all"
    lines = [line for p in shared.points for line in p.shares.values()]
    if any(len(line) != 2 for line in lines):
        return "shares-not-linear"
    if any(min(pair) < 0 for pair in shared.weights):
        return "shares-unwanted"
    if needed(case) < 2:
        return "shares-need-unanimity"
    frontier = shared.options.frontier
    if frontier.status is Status.INFEASIBLE:
        return "infeasible"
    if frontier.status is not Status.OPTIMAL or len(frontier.points) > MAX_LINES:
        return "too-many-lines"
    return ""
