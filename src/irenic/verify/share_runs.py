"""Claims about the frontier of two parties who divide things: runs of straight edges."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

from irenic.verify.claims import (
    Claim,
    Unchecked,
    at,
    claim,
    differs,
    flag,
    items,
    numbers,
    shown,
    whole,
)
from irenic.verify.halving import frontier_by_halves
from irenic.verify.lines import Division, Pair, divide
from irenic.verify.spaces import scale_case
from irenic.verify.utility import Settlement, Yardstick

__all__ = ["Lines", "as_lines", "run_claims"]


@dataclass(frozen=True)
class Lines:
    """A case of two parties, as one set of divisions for each efficient choice of options."""

    yardstick: Yardstick
    divisions: list[Division]
    floors: Pair | None

    def beaten(self, scores: Sequence[Fraction]) -> bool:
        """Return whether some division is better for somebody and worse for nobody."""
        point = scores[0], scores[1]
        return any(division.beats(point) for division in self.divisions)

    @cached_property
    def zone(self) -> list[tuple[Pair, ...]]:
        """Return the frontier of each division, as far as both accept it."""
        return [d.acceptable(self.floors) for d in self.divisions] if self.floors else []

    def ideal(self, party: int, *, in_zone: bool) -> Fraction | None:
        """Return a party's best score, anywhere or among what both accept."""
        parts = self.zone if in_zone else [d.corners for d in self.divisions]
        return max((corner[party] for corners in parts for corner in corners), default=None)


def as_lines(yardstick: Yardstick) -> Lines | str:
    """Return the case as divisions, or why this checker cannot."""
    try:
        scaled = scale_case(yardstick)
        bases = [scaled.scores(v) for v in frontier_by_halves(scaled)]
        divisions = divide(yardstick, bases)
    except Unchecked as error:
        return str(error)
    a, b = (party.no_deal for party in yardstick.parties)
    return Lines(yardstick, divisions, None if a is None or b is None else (a, b))


def _lines(case: Lines | str) -> Lines:
    if isinstance(case, str):
        raise Unchecked(case)
    return case


def run_claims(frontier: Mapping[str, Any], case: Lines | str, reason: str) -> Iterator[Claim]:
    """Yield the claims on the frontier; ``reason`` is why it is not listed."""
    yield claim("frontier.kind and status fit the case", _kind(frontier, reason))
    if frontier.get("kind") in ("line", "lines"):
        yield claim("every corner has the scores of its division", _corners(frontier, case))
        yield claim("no division is better than a corner", _efficient(frontier, case))
        yield claim("the corners are the whole frontier", _whole_line(frontier, case))


def _kind(frontier: Mapping[str, Any], reason: str) -> Iterator[str]:
    kind, status = at(frontier, "kind"), at(frontier, "status")
    yield from differs("frontier.packages", at(frontier, "packages"), None)
    if reason:
        expected = "infeasible" if reason == "infeasible" else "unknown"
        yield from differs("kind and status", (kind, status), ("none", expected))
        return
    yield from differs("frontier.status", status, "optimal")
    if kind not in ("line", "lines"):
        yield "the frontier is not listed, and no reason is given"
    yield from differs("size", at(frontier, "size"), len(items(at(frontier, "points"))))


def _spans(frontier: Mapping[str, Any]) -> tuple[list[tuple[int, int]], set[int]]:
    """Return first and last corner of each run, and the corners that are open ends."""
    size = len(items(at(frontier, "points")))
    if frontier.get("kind") == "line":
        return [(0, size - 1)], set()
    spans = []
    for pair in items(at(frontier, "runs")):
        first, last = (whole(k) for k in items(pair))
        spans.append((first, last))
    return spans, {whole(k) for k in items(at(frontier, "open_ends"))}


def _points(frontier: Mapping[str, Any], case: Lines) -> list[tuple[Settlement, Pair]]:
    found = []
    for stated in items(at(frontier, "points")):
        package = case.yardstick.read_complete(at(stated, "package"))
        scores = case.yardstick.scores(package)
        found.append((package, (scores[0], scores[1])))
    return found


def _corners(frontier: Mapping[str, Any], case: Lines | str) -> Iterator[str]:
    known = _lines(case)
    stated = items(at(frontier, "points"))
    for (package, scores), point in zip(_points(frontier, known), stated, strict=True):
        if known.yardstick.broken(package.choices):
            yield f"{shown(package.choices)} breaks a rule"
        yield from differs("its scores", numbers(at(point, "utilities")), scores)
        inside = known.yardstick.in_zone(scores)
        yield from differs(f"in_zone of {shown(scores)}", flag(at(point, "in_zone")), inside)
        yield from differs(f"the count of {shown(scores)}", whole(at(point, "count")), 1)


def _efficient(frontier: Mapping[str, Any], case: Lines | str) -> Iterator[str]:
    known = _lines(case)
    _, open_ends = _spans(frontier)
    for k, (_, scores) in enumerate(_points(frontier, known)):
        if known.beaten(scores) != (k in open_ends):
            yield f"{shown(scores)} is {'not ' if k in open_ends else ''}dominated"


def _whole_line(frontier: Mapping[str, Any], case: Lines | str) -> Iterator[str]:
    """The ends are the best of each party, edges are efficient, and jumps are level or upright."""
    known = _lines(case)
    points = [scores for _, scores in _points(frontier, known)]
    if not points:
        yield "no corner is listed"
        return
    spans, open_ends = _spans(frontier)
    listed = [k for first, last in spans for k in range(first, last + 1)]
    yield from differs("the corners of all runs", listed, list(range(len(points))))
    ends = {k for span in spans for k in span}
    if not open_ends <= ends:
        yield "an open end is not the end of a run"
    for first, last in spans:
        for p, q in pairwise(points[first : last + 1]):
            if p[0] >= q[0] or p[1] <= q[1]:
                yield "along a run the first party does not always gain, and the second lose"
            elif known.beaten(((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)):
                yield f"between {shown(p)} and {shown(q)} lies something better"
    for (_, last), (first, _) in pairwise(spans):
        here, there = points[last], points[first]
        level = last in open_ends and first not in open_ends and here[1] == there[1]
        upright = first in open_ends and last not in open_ends and here[0] == there[0]
        apart = last not in open_ends and first not in open_ends
        if apart and here[0] < there[0] and here[1] > there[1]:
            # Whoever gives the first party more than here gives the second at most what is there.
            if any(
                d.corners[-1][0] > here[0] and d.best(1, here[0]) > there[1]
                for d in known.divisions
            ):
                yield f"between {shown(here)} and {shown(there)} something is left out"
        elif not (level or upright):
            yield f"nothing leads from {shown(here)} to {shown(there)}"
    for party, end in ((1, points[0]), (0, points[-1])):
        yield from differs("the best end", end[party], known.ideal(party, in_zone=False))
