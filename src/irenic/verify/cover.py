"""Claims about a list that comes close to every package: the proof of its epsilon, worked anew.

The corners of the list are found here in another way than where it was made, the greatest
weighted sum of scores is found group by group, and the last word is in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import gcd, prod
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
    number,
    numbers,
    record,
    shown,
    text,
    whole,
)
from irenic.verify.frontier import Ground, Point, broken_rules, wrong_utilities, wrong_zone
from irenic.verify.halving import MAX_GROUP, all_totals
from irenic.verify.spaces import Vector

__all__ = ["cover_claims"]

#: Comparisons of a corner or a package with a listed package.
MAX_WORK = 40_000_000
#: Stands for "any score, however small" in a corner.
OPEN = None
Corner = tuple[int | None, ...]


@dataclass(frozen=True)
class _Cover:
    """A cover as it is stated, and what its packages truly give."""

    ground: Ground
    stated: Mapping[str, Any]
    points: tuple[Point, ...]

    @cached_property
    def vectors(self) -> list[Vector]:
        """Return what the listed packages give, in whole numbers."""
        return [point.vector for point in self.points]

    @cached_property
    def epsilon(self) -> Fraction:
        """Return the stated epsilon."""
        return number(at(self.stated, "epsilon"))

    @cached_property
    def in_zone_only(self) -> bool:
        """Return whether only packages that certainly carry are meant."""
        scope = text(at(self.stated, "scope"))
        if scope not in ("zone", "feasible"):
            raise Malformed(f"there is no scope {scope}")
        return scope == "zone"

    @cached_property
    def sums(self) -> list[list[Vector]]:
        """Return what each group of linked issues can add."""
        scaled = self.ground.scaled
        if any(not when for when, _ in scaled.terms):
            raise Unchecked("a together term without a condition belongs to no group of issues")
        found = []
        for group in scaled.groups:
            if prod(len(scaled.options[j]) for j in group) > MAX_GROUP:
                raise Unchecked(f"a group of linked issues has more than {MAX_GROUP} combinations")
            found.append(list(scaled.group_totals(group)))
        return found

    def most(self, weights: Sequence[int]) -> int:
        """Return the greatest weighted sum of scores over all packages."""
        return sum(
            max(sum(w * x for w, x in zip(weights, v, strict=True)) for v in group)
            for group in self.sums
        )

    @cached_property
    def tops(self) -> Vector:
        """Return the greatest score of each party."""
        return tuple(self.most(unit) for unit in self._units(1))

    @cached_property
    def lows(self) -> Vector:
        """Return the least score of each party."""
        return tuple(-self.most(unit) for unit in self._units(-1))

    def _units(self, sign: int) -> list[list[int]]:
        n = self.ground.scaled.n_parties
        return [[sign * (i == k) for i in range(n)] for k in range(n)]

    @cached_property
    def boxes(self) -> list[Vector]:
        """Return the least scores of a package in scope: one row for each way to carry."""
        if not self.in_zone_only:
            return [self.lows]
        yardstick, floors = self.ground.yardstick, self.ground.scaled.floors
        known = [i for i, floor in enumerate(floors) if floor is not None]
        found: list[Vector] = []
        for size in range(len(known) + 1):
            for members in combinations(known, size):
                answers = [i in members for i in range(len(floors))]
                if yardstick.carries(answers) is True:
                    row = [
                        self._attained(i, floor) if i in members and floor is not None else low
                        for i, (floor, low) in enumerate(zip(floors, self.lows, strict=True))
                    ]
                    if not any(all(x >= y for x, y in zip(row, b, strict=True)) for b in found):
                        found.append(tuple(row))
        return found

    def _attained(self, party: int, floor: int) -> int:
        """Return a floor raised to a score that the steps between scores can lead to."""
        low = self.lows[party]
        step = gcd(*(v[party] - group[0][party] for group in self.sums for v in group)) or 1
        return low + max(0, -((low - floor) // step)) * step


def cover_claims(result: Mapping[str, Any], ground: Ground) -> Iterator[Claim]:
    """Yield the claims of a frontier of kind ``cover``."""
    frontier = record(at(result, "frontier"))
    stated = record(at(frontier, "cover"))
    cover = _Cover(ground, stated, tuple(ground.read(p) for p in items(at(frontier, "points"))))
    yield claim(
        "every listed package keeps every rule", broken_rules(cover.points, cover.ground.yardstick)
    )
    yield claim("every listed package has the utilities stated", wrong_utilities(cover.points))
    yield claim("every listed package says rightly whether it carries", wrong_zone(cover.points))
    yield claim("no listed package repeats or dominates another", _undominated(cover))
    yield claim("frontier.size and frontier.status fit the list", _frame(frontier, cover))
    yield claim("cover.ranges and cover.least are those of all packages", _ranges(cover))
    yield claim("the multipliers prove that every package is within epsilon", _proof(cover))
    yield claim("no package lies further than epsilon from every listed one", _looked(cover))
    yield claim("every package called efficient is", _efficient(cover))


def _undominated(cover: _Cover) -> Iterator[str]:
    import numpy as np

    _affordable(len(cover.points) ** 2)
    rows = np.array(cover.vectors, dtype=object)
    for k, row in enumerate(rows):
        above = np.flatnonzero((rows >= row).all(axis=1))
        if len(above) > 1:
            yield f"{shown(cover.points[k].scores)} is repeated or dominated"


def _affordable(work: int) -> None:
    if work > MAX_WORK:
        raise Unchecked(f"it takes {work} comparisons, more than {MAX_WORK}")


def _frame(frontier: Mapping[str, Any], cover: _Cover) -> Iterator[str]:
    yield from differs("frontier.size", at(frontier, "size"), len(cover.points))
    yield from differs("frontier.packages", at(frontier, "packages"), None)
    enough = cover.epsilon <= number(at(cover.stated, "asked"))
    status = "optimal" if enough else "limit-reached"
    yield from differs("frontier.status", text(at(frontier, "status")), status)
    if not cover.points:
        yield "nothing is listed"


def _ranges(cover: _Cover) -> Iterator[str]:
    scaled = cover.ground.scaled
    least, ranges = record(at(cover.stated, "least")), record(at(cover.stated, "ranges"))
    sizes = scaled.scores([a - b for a, b in zip(cover.tops, cover.lows, strict=True)])
    ids = [party.id for party in cover.ground.yardstick.parties]
    for party, low, size in zip(ids, scaled.scores(cover.lows), sizes, strict=True):
        yield from differs(f"cover.least of {party}", number(at(least, party)), low)
        yield from differs(f"cover.ranges of {party}", number(at(ranges, party)), size)


def _proof(cover: _Cover) -> Iterator[str]:
    """Yield a corner of the list for which no stated multipliers prove epsilon."""
    pairs = enumerate(zip(cover.tops, cover.lows, strict=True))
    moving = [i for i, (top, low) in pairs if top > low]
    if (cover.epsilon >= 1 or not moving) and cover.points:
        return  # scores never differ by more than their range
    rows = _weights(cover)
    searched, left = whole(at(cover.stated, "searched")), set[Corner]()
    if not rows:
        yield "no multipliers are stated"
        return
    tops = [cover.most(row) for row in rows]
    corners = _corners([tuple(v[i] for i in moving) for v in cover.vectors])
    for box in cover.boxes:
        if any(x > top for x, top in zip(box, cover.tops, strict=True)):
            continue  # nobody can have that much
        floors = [box[i] for i in moving]
        inner = [[row[i] for i in moving] for row in rows]
        for corner, order in _tried(corners, floors, inner, tops):
            if not any(_excludes(cover, corner, moving, box, rows[k], tops[k]) for k in order):
                left.add(corner)
                if len(left) <= searched:
                    continue
                where = ", ".join("any" if c is None else str(c) for c in corner)
                yield f"above the corner ({where}) they do not exclude a package"
    if left:
        raise Unchecked(
            f"for {len(left)} corners the result rests on a search, which is not repeated here"
        )


def _excludes(
    cover: _Cover, corner: Corner, moving: Sequence[int], box: Vector, row: Vector, top: int
) -> bool:
    """Return whether a row of multipliers excludes what lies epsilon above a corner."""
    above, share = top, 0
    at = dict(zip(moving, corner, strict=True))
    for i, (weight, floor) in enumerate(zip(row, box, strict=True)):
        c = at.get(i)
        if c is not None and c >= floor:
            above -= weight * c
            share += weight * (cover.tops[i] - cover.lows[i])
        else:
            above -= weight * floor
    return above <= cover.epsilon * share if share else above < 0


def _weights(cover: _Cover) -> list[Vector]:
    """Return the stated multipliers for scores in whole numbers; only their ratio matters."""
    found = []
    for stated in items(at(cover.stated, "multipliers")):
        row = numbers(stated)
        if len(row) != cover.ground.scaled.n_parties or min(row) < 0:
            raise Malformed("multipliers are one number for each party, none negative")
        parts = [x / s for x, s in zip(row, cover.ground.scaled.scale, strict=True)]
        whole = prod({x.denominator for x in parts})
        found.append(tuple(int(x * whole) for x in parts))
    return found


def _tried(
    corners: Sequence[Corner], floors: Sequence[int], rows: Sequence[Sequence[int]], tops: list[int]
) -> Iterator[tuple[Corner, list[int]]]:
    """Yield each corner with the rows, those first that exclude most; floats only sort."""
    import numpy as np

    _affordable(len(corners) * len(rows))
    size = [max(sum(row), 1) for row in rows]
    weights = np.array([[x / s for x in row] for row, s in zip(rows, size, strict=True)])
    heights = np.array([t / s for t, s in zip(tops, size, strict=True)])
    for corner in corners:
        counted = np.array([c is not None and c >= f for c, f in zip(corner, floors, strict=True)])
        base = [c if c is not None and c >= f else f for c, f in zip(corner, floors, strict=True)]
        above = heights - weights @ np.array([float(x) for x in base])
        # The most is excluded where little is left above the corner, for much weight in it.
        share = weights @ counted
        left = np.where(above < 0, above, np.inf)
        np.divide(above, share, out=left, where=share > 0)
        yield corner, np.argsort(left, kind="stable").tolist()


def _corners(vectors: Sequence[Vector]) -> list[Corner]:
    """Return the corners of what the vectors leave open, adding one after the other."""
    n = len(vectors[0])
    found: list[Corner] = [(OPEN,) * n]
    work = 0
    for z in vectors:
        work += len(found)
        _affordable(work)
        gone: list[Corner] = []
        kept: list[Corner] = []
        for c in found:
            (gone if all(_below(x, y) for x, y in zip(c, z, strict=True)) else kept).append(c)
        for i in range(n):
            fresh = {(*c[:i], z[i], *c[i + 1 :]) for c in gone}
            level = [c for c in kept if c[i] == z[i]]
            for c in fresh:
                others = (*(fresh - {c}), *level)
                if not any(all(_under(x, y) for x, y in zip(o, c, strict=True)) for o in others):
                    kept.append(c)
        found = kept
    return found


def _below(x: int | None, y: int) -> bool:
    return x is None or x < y


def _under(x: int | None, y: int | None) -> bool:
    return x is None or (y is not None and x <= y)


def _looked(cover: _Cover) -> Iterator[str]:
    """Yield a package that is further than epsilon from every listed one."""
    import numpy as np

    ground = cover.ground
    totals = all_totals(ground.scaled)
    _affordable(len(totals) * len(cover.points))
    sizes = [a - b for a, b in zip(cover.tops, cover.lows, strict=True)]
    room = [int(cover.epsilon * size) for size in sizes]  # whole scores: rounding down is exact
    rows = np.array(cover.vectors, dtype=object)
    if ground.scaled.largest < 1 << 60:
        rows = rows.astype(np.int64)
    for vector in totals:
        scores = ground.scaled.scores(vector)
        if cover.in_zone_only and ground.yardstick.in_zone(scores) is not True:
            continue
        wanted = [x - r for x, r in zip(vector, room, strict=True)]
        if not (rows >= np.array(wanted, dtype=rows.dtype)).all(axis=1).any():
            yield f"a package gives {shown(scores)}"


def _efficient(cover: _Cover) -> Iterator[str]:
    flags = [flag(x) for x in items(at(cover.stated, "efficient"))]
    yield from differs("the length of cover.efficient", len(flags), len(cover.points))
    called = [p for p, said in zip(cover.points, flags, strict=True) if said]
    totals = all_totals(cover.ground.scaled)
    _affordable(len(totals) * len(called))
    for point in called:
        v = point.vector
        if any(u != v and all(x >= y for x, y in zip(u, v, strict=True)) for u in totals):
            yield f"{shown(point.scores)} is dominated"
