"""Claims about packages, the zone of agreement and the Pareto frontier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    flag,
    items,
    numbers,
    record,
    shown,
    text,
    texts,
    whole,
)
from irenic.verify.halving import all_totals, feasible_packages, frontier_by_halves, undominated
from irenic.verify.spaces import Scaled, Vector, scale_case
from irenic.verify.survey import Survey, dominated_pair, survey
from irenic.verify.utility import Settlement, Yardstick

__all__ = [
    "Ground",
    "Point",
    "broken_rules",
    "examine",
    "packages_claims",
    "points_claims",
    "wrong_utilities",
    "wrong_zone",
]


@dataclass(frozen=True, slots=True)
class Point:
    """A listed frontier point: its package, and what that package truly gives."""

    package: Settlement
    scores: tuple[Fraction, ...]
    vector: Vector
    in_zone: bool | None
    stated: Mapping[str, Any]


@dataclass
class Ground:
    """What the checker knows before it looks at the methods.

    ``points`` is ``None`` when no frontier is listed or it cannot be read (``reason``).
    ``counts`` are the true numbers of packages at each point, where known.  ``missing``
    is a score vector that no listed point covers; ``open`` says why that is not known.
    """

    yardstick: Yardstick
    scaled: Scaled
    points: list[Point] | None = None
    reason: str = ""
    looked: Survey | None = None
    counts: list[int] | None = None
    missing: str = ""
    open: str = ""
    problems: list[str] = field(default_factory=list)

    def efficient(self) -> tuple[list[Vector], list[int] | None]:
        """Return the distinct listed frontier, or where none is listed the one found here.

        With it, how many packages attain each point, where that is known.
        """
        if self.points is None and self.problems:
            raise Unchecked(self.reason)
        if self.points is None:
            found = frontier_by_halves(self.scaled)
            return list(found), list(found.values())
        rows = {p.vector: k for k, p in enumerate(self.points)}
        counts = None if self.counts is None else [self.counts[k] for k in rows.values()]
        return list(rows), counts

    @property
    def listed(self) -> list[Point]:
        """Return the listed points; refuses when there are none to go by."""
        if self.points is None:
            raise Unchecked(self.reason)
        return self.points

    def each(self) -> Iterator[Point]:
        """Yield the listed points; refuses only when the first is asked for."""
        yield from self.listed

    def read(self, stated: object) -> Point:
        """Return a listed package, scored anew."""
        return _point(self, stated)


def examine(result: Mapping[str, Any], yardstick: Yardstick) -> Ground:
    """Return the listed frontier, read and scored anew, and what the packages say about it."""
    ground = Ground(yardstick, scale_case(yardstick))
    try:
        frontier = record(at(result, "frontier"))
        if frontier.get("kind") == "points":
            ground.points = [_point(ground, p) for p in items(at(frontier, "points"))]
        else:
            ground.reason = "the whole frontier is not listed"
    except Malformed as error:
        ground.reason = f"the listed frontier cannot be read: {error}"
        ground.problems.append(ground.reason)
    vectors = [p.vector for p in ground.points or []]
    try:
        ground.looked = survey(ground.scaled, vectors, cover=ground.points is not None)
    except Unchecked as error:
        ground.open = str(error)
        _by_halves(ground, vectors)
    else:
        ground.counts = ground.looked.counts
        ground.open = ground.looked.unfinished
        if ground.looked.stray is not None:
            stray = ground.looked.stray
            scores = yardstick.scores(stray)
            ground.missing = f"{shown(stray.choices)} gives {shown(scores)}"
    return ground


def _point(ground: Ground, stated: object) -> Point:
    package = ground.yardstick.read_complete(at(stated, "package"))
    scores = ground.yardstick.scores(package)
    vector = ground.scaled.whole(scores)
    if vector is None:
        raise Malformed("a score is no whole multiple of the unit of the case")
    return Point(package, scores, vector, ground.yardstick.in_zone(scores), record(stated))


def _by_halves(ground: Ground, vectors: Sequence[Vector]) -> None:
    """Find the frontier by halving, and compare."""
    if ground.points is None:
        return
    try:
        true = frontier_by_halves(ground.scaled)
    except Unchecked as error:
        ground.open = f"{ground.open}; {error}"
        return
    ground.open = ""
    ground.counts = [true.get(vector, 0) for vector in vectors]
    lost = next(iter(set(true) - set(vectors)), None)
    if lost is not None:
        ground.missing = f"an efficient package gives {shown(ground.scaled.scores(lost))}"


def packages_claims(result: Mapping[str, Any], ground: Ground, reader: str) -> Iterator[Claim]:
    """Yield the claims on how many packages there are, and on the zone of agreement.

    Only the mediator's result (``reader``) says anything about the zone.
    """
    scaled = ground.scaled
    stated = at(result, "packages")
    yield claim(
        "packages.total is the number of packages",
        differs("packages.total", at(stated, "total"), scaled.total),
    )
    yield claim("packages.feasible counts those that keep every rule", _feasible(stated, ground))
    if reader != "mediator":
        return
    zone = at(result, "zone")
    yield claim("zone: decision rule and unknown no-deal values", _zone_frame(zone, ground))
    counts: _ZoneCount | None = None
    reason = ""
    try:
        counts = _zone_counts(ground)
    except Unchecked as error:
        reason = str(error)
    title = "zone of agreement: status, size, bounds and who accepts"
    if flag(at(zone, "estimate")):
        title = "zone of agreement: the truth lies in the estimated interval"
    yield claim(title, _zone(zone, ground, counts, reason))


@dataclass(frozen=True, slots=True)
class _ZoneCount:
    feasible: int
    certain: int
    possible: int
    accepted: tuple[int, ...]


def _feasible(stated: object, ground: Ground) -> Iterator[str]:
    said = at(stated, "feasible")
    if said is None:
        raise Unchecked("the result does not say")
    true = feasible_packages(ground.scaled) if ground.looked is None else ground.looked.feasible
    yield from differs("packages.feasible", said, true)


def _zone_frame(zone: object, ground: Ground) -> Iterator[str]:
    yardstick = ground.yardstick
    yield from differs("zone.needed", at(zone, "needed"), yardstick.needed)
    yield from differs("zone.must", texts(at(zone, "must")), yardstick.case.decision.must)
    yield from differs("zone.unknown", set(texts(at(zone, "unknown"))), set(yardstick.unknown))


def _zone_counts(ground: Ground) -> _ZoneCount:
    looked, scaled = ground.looked, ground.scaled
    if looked is not None:
        accepted = tuple(looked.accepted)
        return _ZoneCount(looked.feasible, looked.certain, looked.possible, accepted)
    feasible = certain = possible = 0
    accepting = [0] * scaled.n_parties
    for vector, times in all_totals(scaled).items():
        answers = [
            None if floor is None else x >= floor
            for x, floor in zip(vector, scaled.floors, strict=True)
        ]
        carried = ground.yardstick.carries(answers)
        feasible += times
        certain += times * (carried is True)
        possible += times * (carried is not False)
        for i, answer in enumerate(answers):
            accepting[i] += times * (carried is True and answer is True)
    return _ZoneCount(feasible, certain, possible, tuple(accepting))


def _zone(zone: object, ground: Ground, counts: _ZoneCount | None, reason: str) -> Iterator[str]:
    low, high = at(zone, "low"), at(zone, "high")
    if counts is None:
        yield from _zone_by_points(zone, ground)
        raise Unchecked(reason)
    if flag(at(zone, "estimate")):
        if not whole(low) <= counts.certain <= whole(high):
            yield f"the estimate says {low} to {high}, but {counts.certain} packages carry"
        return
    exact = counts.certain if counts.certain == counts.possible else None
    yield from differs("zone.size", at(zone, "size"), exact)
    yield from differs("zone.low", low, counts.certain)
    yield from differs("zone.high", high, counts.possible)
    status = "unknown" if exact is None else "optimal"
    if counts.feasible == 0:
        status = "infeasible"
    elif counts.possible == 0:
        status = "no-zone"
    yield from differs("zone.status", text(at(zone, "status")), status)
    accepted = record(at(zone, "accepted_by"))
    yield from differs("the parties of zone.accepted_by", set(accepted), _parties(ground))
    for party, count in zip(ground.yardstick.parties, counts.accepted, strict=True):
        true = None if party.no_deal is None else count
        yield from differs(f"zone.accepted_by.{party.id}", accepted[party.id], true)


def _parties(ground: Ground) -> set[str]:
    return {party.id for party in ground.yardstick.parties}


def _zone_by_points(zone: object, ground: Ground) -> Iterator[str]:
    """Yield a contradiction between the zone and the listed frontier points."""
    inside = [p.in_zone is True for p in ground.points or []]
    if any(inside) and at(zone, "high") is not None and whole(at(zone, "high")) < 1:
        yield "zone.high is 0, but an efficient package carries"


def points_claims(result: Mapping[str, Any], ground: Ground) -> Iterator[Claim]:
    """Yield the claims on the Pareto frontier."""
    frontier = record(at(result, "frontier"))
    yield claim("frontier.status fits the packages", _status(frontier, ground))
    if ground.points is None:
        return
    yield claim("frontier.size and frontier.packages add up", _sums(frontier, ground))
    yield claim(
        "every frontier package keeps every rule", broken_rules(ground.each(), ground.yardstick)
    )
    yield claim(
        "every frontier point has the utilities of its package", wrong_utilities(ground.each())
    )
    yield claim("every frontier point says rightly whether it carries", wrong_zone(ground.each()))
    yield claim("the frontier points are distinct", _distinct(ground))
    yield claim("no frontier point dominates another", _undominated(ground))
    yield claim("every frontier point counts its packages rightly", _counts(ground))
    yield claim("every feasible package is matched or beaten by a frontier point", _covers(ground))


def _status(frontier: Mapping[str, Any], ground: Ground) -> Iterator[str]:
    yield from ground.problems
    status = text(at(frontier, "status"))
    if status == "limit-reached":
        raise Unchecked("the result says that its search was stopped by a limit")
    if frontier.get("kind") == "zone":
        raise Unchecked("only the zone of agreement is listed, and that is not checked here")
    if ground.looked is None and status != "infeasible":
        empty = False
    elif ground.looked is None:
        empty = feasible_packages(ground.scaled) == 0
    else:
        empty = ground.looked.feasible == 0
    yield from differs("frontier.status", status, "infeasible" if empty else "optimal")
    if not empty and ground.points is None:
        yield "there are feasible packages, but no frontier is listed"


def _sums(frontier: Mapping[str, Any], ground: Ground) -> Iterator[str]:
    yield from differs("frontier.size", at(frontier, "size"), len(ground.listed))
    total = sum(whole(at(p.stated, "count")) for p in ground.listed)
    yield from differs("frontier.packages", at(frontier, "packages"), total)


def broken_rules(points: Iterable[Point], yardstick: Yardstick) -> Iterator[str]:
    """Yield what listed packages break."""
    for point in points:
        for index in yardstick.broken(point.package.choices):
            yield f"{shown(point.package.choices)} breaks rule {index + 1}"


def wrong_utilities(points: Iterable[Point]) -> Iterator[str]:
    """Yield where the stated utilities are not those of the package."""
    for point in points:
        stated = numbers(at(point.stated, "utilities"))
        yield from differs(f"the utility of {shown(point.package.choices)}", stated, point.scores)


def wrong_zone(points: Iterable[Point]) -> Iterator[str]:
    """Yield where it is stated wrongly whether a package carries."""
    for point in points:
        stated = flag(at(point.stated, "in_zone"))
        yield from differs(f"in_zone of {shown(point.package.choices)}", stated, point.in_zone)


def _distinct(ground: Ground) -> Iterator[str]:
    seen: set[Vector] = set()
    for point in ground.listed:
        if point.vector in seen:
            yield f"{shown(point.scores)} is listed twice"
        seen.add(point.vector)


def _undominated(ground: Ground) -> Iterator[str]:
    points = ground.listed
    vectors = list({p.vector: None for p in points})
    if ground.scaled.n_parties <= 3:
        kept = undominated(dict.fromkeys(vectors, 1))
        for vector in vectors:
            if vector not in kept:
                yield f"{shown(ground.scaled.scores(vector))} is dominated by another point"
    elif (pair := dominated_pair(vectors)) is not None:
        worse, better = (shown(ground.scaled.scores(vectors[k])) for k in pair)
        yield f"{worse} is dominated by {better}"


def _counts(ground: Ground) -> Iterator[str]:
    if ground.counts is None:
        raise Unchecked(ground.open)
    for point, true in zip(ground.listed, ground.counts, strict=True):
        where = f"the number of packages at {shown(point.scores)}"
        yield from differs(where, whole(at(point.stated, "count")), true)


def _covers(ground: Ground) -> Iterator[str]:
    if ground.missing:
        yield ground.missing
    if ground.open:
        raise Unchecked(ground.open)
