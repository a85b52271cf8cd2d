"""Two parties with divisible issues as frontier lines: one for each efficient choice of options.

What two parties share is cut into pieces on which both values are straight; they are handed
over in the order of what they are worth to one, relative to the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from irenic.analyse.compile import Compiled, compile_case
from irenic.analyse.decision import carries, no_zone_known
from irenic.analyse.mixed import blank
from irenic.analyse.points import PartyPoints, Polyline, interpolate
from irenic.analyse.results import FrontierAnswer, FrontierPoint, Package, Solution, Zone
from irenic.analyse.solved import Solved
from irenic.model import Case
from irenic.solve.frontier import pareto_frontier
from irenic.solve.methods import METHODS
from irenic.solve.result import Status
from irenic.solve.share_envelope import Run, envelope
from irenic.solve.share_solutions import SHARE_METHODS, in_zone, solve_shares
from irenic.solve.shares import Place, SharePolyline, share_frontier

__all__ = ["MAX_LINES", "Piece", "Shared", "no_lines"]

#: Most lines (efficient choices of the options that are not divisible) looked at.
MAX_LINES = 2_000
#: Methods that mean the same as another one where both parties must agree.
SAME_AS = {"utilitarian-in-zone": "utilitarian"}

ZERO, ONE = Fraction(0), Fraction(1)
#: What a party without a view on an issue has of any share of it.
NOTHING: Polyline = ((ZERO, ZERO), (ONE, ZERO))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the first party's share of an issue, and what it is worth to each."""

    issue: int
    width: Fraction
    worth: tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Shared:
    """Two parties, divisible issues of concave value, perhaps options beside them."""

    case: Case
    points: tuple[PartyPoints, ...]

    @cached_property
    def compiled(self) -> Compiled:
        """Return the options of the case as integers."""
        return compile_case(self.case, self.points)

    @cached_property
    def options(self) -> Solved:
        """Return the frontier of the issues that are not divisible."""
        return Solved(self.compiled, pareto_frontier(self.compiled.space))

    @cached_property
    def choices(self) -> tuple[Package, ...]:
        """Return one package of options for each line."""
        rows = range(len(self.options.frontier.points))
        return tuple(self.options.one_package(k) for k in rows)

    @cached_property
    def values(self) -> tuple[tuple[Polyline, Polyline], ...]:
        """Return what its own share of each divisible issue is worth to each party."""
        a, b = self.points
        return tuple(
            (a.shares.get(i.id, NOTHING), b.shares.get(i.id, NOTHING))
            for i in self.case.share_issues
        )

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Return the divisible issues cut where the value of either party bends."""
        found = []
        for j, (ours, theirs) in enumerate(self.values):
            cuts = sorted({x for x, _ in ours} | {1 - x for x, _ in theirs})
            for low, high in pairwise(cuts):
                gain = interpolate(ours, high) - interpolate(ours, low)
                loss = interpolate(theirs, 1 - low) - interpolate(theirs, 1 - high)
                found.append(Piece(j, high - low, (gain, loss)))
        return tuple(found)

    @cached_property
    def weights(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Return what the whole of each divisible issue is worth to each party."""
        return tuple((a[-1][1] - a[0][1], b[-1][1] - b[0][1]) for a, b in self.values)

    @cached_property
    def lines(self) -> tuple[SharePolyline, ...]:
        """Return the frontier lines, in the order of ``choices``."""
        a, b = (sum((pair[i][0][1] for pair in self.values), ZERO) for i in (0, 1))
        worths = [piece.worth for piece in self.pieces]
        return tuple(
            share_frontier(
                worths,
                (
                    a + _of_options(self.points[0], package),
                    b + _of_options(self.points[1], package),
                ),
            )
            for package in self.choices
        )

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Return the frontier over all lines."""
        return envelope(self.lines)

    @property
    def floors(self) -> tuple[Fraction, Fraction] | None:
        """Return the no-deal values, ``None`` when one of them is unknown."""
        a, b = (p.no_deal for p in self.points)
        return None if a is None or b is None else (a, b)

    def package(self, line: int, place: Place) -> Package:
        """Return a place on a line as a package."""
        first, second = self.case.party_ids
        held = [ZERO] * len(self.values)
        for piece, x in zip(self.pieces, place.shares, strict=True):
            held[piece.issue] += piece.width * x
        shares = {
            issue.id: {first: x, second: 1 - x}
            for issue, x in zip(self.case.share_issues, held, strict=True)
        }
        return Package(self.choices[line].choices, shares)

    @property
    def obstacle(self) -> str:
        """Return why there is no answer at all, or nothing."""
        return "" if self.lines else "infeasible"

    def reference(self, party: int) -> Package | None:
        """Return the best package of a party in the zone; without one, of all."""
        best = self.best_in_zone(party)
        return None if best is None else self.package(*best)

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

    def improve(self, scores: Sequence[Fraction]) -> tuple[Package, tuple[Fraction, ...]] | None:
        """Return the package that raises the smaller gain over ``scores`` most, if any gains."""
        found = solve_shares("egalitarian", self.lines, (scores[0], scores[1]))
        if not found.places or found.places[0].utilities == tuple(scores):
            return None
        return self.package(found.lines[0], found.places[0]), found.places[0].utilities

    def zone(self) -> Zone:
        """Return whether both can accept anything."""
        zone = no_zone_known(self.case)
        if self.floors is None:
            unknown = tuple(p.party for p in self.points if p.no_deal is None)
            return replace(zone, unknown=unknown)
        if not any(in_zone(line, self.floors) for line in self.lines):
            return replace(zone, status=Status.NO_ZONE, size=0, low=0, high=0)
        return replace(zone, status=Status.OPTIMAL)

    def frontier(self) -> FrontierAnswer:
        """Return the corners of the frontier, run by run."""
        found: list[FrontierPoint] = []
        spans, open_ends = [], []
        for run in self.runs:
            spans.append((len(found), len(found) + len(run.corners) - 1))
            open_ends += [spans[-1][0]] * run.open_start + [spans[-1][1]] * run.open_end
            for line, place in run.corners:
                pairs = zip(place.utilities, (p.no_deal for p in self.points), strict=True)
                inside = carries(self.case, [None if d is None else u >= d for u, d in pairs])
                package = self.package(line, place)
                found.append(FrontierPoint(place.utilities, package, 1, inside))
        unbroken = len(spans) == 1 and not open_ends
        return FrontierAnswer(
            Status.OPTIMAL,
            "line" if unbroken else "lines",
            tuple(found),
            None,
            "parts handed over in the order of what they are worth to one, relative to the other",
            runs=() if unbroken else tuple(spans),
            open_ends=tuple(open_ends),
        )

    def solution(self, name: str) -> Solution:
        """Return what a method chooses: every best place, or both ends of a stretch of them."""
        rule = SAME_AS.get(name, name)
        if rule not in SHARE_METHODS:
            return replace(blank(name), reason="not-for-shares")
        if METHODS[name].needs_no_deal and self.floors is None:
            return replace(blank(name), reason="no-deal-unknown")
        found = solve_shares(rule, self.lines, self.floors)
        places = list(zip(found.lines, found.places, strict=True))
        certificate: Mapping[str, object] = {
            "kind": "share-lines",
            "value": found.value,
            "compared": tuple(self.case.party_ids[i] for i in found.compared),
            "segments": found.segments,
            **found.certificate,
        }
        return replace(
            blank(name),
            status=found.status,
            packages=tuple(self.package(line, place) for line, place in places),
            count=len(places),
            utilities=tuple(dict.fromkeys(place.utilities for _, place in places)),
            value=found.value[1:] if rule == "nash" else found.value,
            certificate=certificate,
            how="the frontier line of each efficient choice of options",
        )


def _of_options(points: PartyPoints, package: Package) -> Fraction:
    scores = (points.issue_score(issue, package) for issue in points.options)
    return sum(scores, ZERO) + points.term_score(package.choices)


def _concave(line: Polyline) -> bool:
    slopes = [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in pairwise(line)]
    return all(a >= b for a, b in pairwise(slopes))


def no_lines(shared: Shared) -> str:
    """Return why the frontier is not a set of lines, or nothing."""
    case = shared.case
    if len(case.parties) != 2:
        return "shares-among-many"
    if any(set(issue.among) != set(case.party_ids) for issue in case.share_issues):
        return "shares-not-among-all"
    if not all(_concave(line) for pair in shared.values for line in pair):
        return "shares-not-concave"
    frontier = shared.options.frontier
    if frontier.status is Status.INFEASIBLE:
        return ""
    if frontier.status is not Status.OPTIMAL or len(frontier.points) > MAX_LINES:
        return "too-many-lines"
    return ""
