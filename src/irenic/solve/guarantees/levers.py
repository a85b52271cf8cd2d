r"""What help and pressure from outside buy: the signature, or keeping the deal.

For party i with :math:`U_i` of the completed deal, what it would have without one, and its own
later steps k with margins :math:`-T_k`, a lever of size y and reliability q adds

=================================  ===========  =================================
lever                              acceptance   margin at an own step
=================================  ===========  =================================
paid, or lifted, at signing        q y          0
paid after a step (milestone)      q y          q y up to that step, then 0
paid at completion                 q y          q y
pressure while there is no deal    q y          0
returns on breach (snapback)       0            q y
falls due on breach (penalty)      0            q y
=================================  ===========  =================================

Pressure that is lifted at signing and returns on breach is two levers.  The acceptance to be
reached and the temptations are given apart: what a party would have by not signing, and what it
falls back to when a signed deal collapses, need not be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from itertools import combinations

from irenic.solve.guarantees.covering import cover_at_least_cost
from irenic.solve.result import Status

__all__ = [
    "Effect",
    "Kind",
    "Lever",
    "Mix",
    "Target",
    "Tipping",
    "cheapest_mix",
    "effect",
    "frontier",
    "tipping",
    "unit_effect",
]

Vector = tuple[Fraction, ...]
NOTHING = Fraction(0)


class Kind(Enum):
    """When a lever takes effect."""

    SIGNING = "signing"
    MILESTONE = "milestone"
    COMPLETION = "completion"
    PRESSURE = "pressure"
    SNAPBACK = "snapback"
    BREACH = "breach-penalty"


#: What counts when a party decides to sign, and at its steps wherever they are.
_SIGNING = {Kind.SIGNING, Kind.MILESTONE, Kind.COMPLETION, Kind.PRESSURE}
_ALWAYS = {Kind.COMPLETION, Kind.SNAPBACK, Kind.BREACH}


@dataclass(frozen=True, slots=True)
class Lever:
    """A lever on one party: ``after`` is the place in the order of a milestone's step."""

    kind: Kind
    reliability: Fraction = Fraction(1)
    unit: Fraction = Fraction(1)
    most: Fraction | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of a party.

    ``gain`` is the completed deal less what it would have without one (negative: it would not
    sign), ``places`` are its own steps in the order, ``temptations`` what it gains by refusing
    them, all without the levers.
    """

    gain: Fraction
    places: tuple[int, ...]
    temptations: Vector

    @property
    def demand(self) -> Vector:
        """Return what levers have to add: to acceptance, then to each own step."""
        return tuple(max(NOTHING, d) for d in (-self.gain, *self.temptations))


@dataclass(frozen=True, slots=True)
class Effect:
    """What levers add to acceptance and to the margin at each own step."""

    acceptance: Fraction
    margins: Vector

    @property
    def signature_only(self) -> bool:
        """Return whether it makes signing better and keeping no better."""
        return self.acceptance > 0 and not any(self.margins)


@dataclass(frozen=True, slots=True)
class Tipping:
    """The least size of one lever alone that suffices; ``None`` when no size does."""

    signs: Fraction | None
    keeps: Fraction | None
    both: Fraction | None


@dataclass(frozen=True, slots=True)
class Mix:
    """The cheapest mix of levers.

    ``prices`` are what a unit less would save: a unit of what is missing for acceptance first,
    then a unit of temptation at each own step.  ``short`` is what all levers at their most leave
    missing, row by row.
    """

    status: Status
    cost: Fraction | None = None
    sizes: Vector = ()
    prices: Vector = ()
    short: Vector = ()


def unit_effect(lever: Lever, places: Sequence[int], /) -> Effect:
    """Return what a unit of a lever adds.

    Examples
    --------
    >>> half_way = unit_effect(Lever(Kind.MILESTONE, after=1), (1, 3))
    >>> str(half_way.acceptance), [str(m) for m in half_way.margins]
    ('1', ['1', '0'])
    """
    q = lever.reliability
    paid_later = lever.kind is Kind.MILESTONE and lever.after is not None
    margins = tuple(
        q
        if lever.kind in _ALWAYS
        or (paid_later and lever.after is not None and place <= lever.after)
        else NOTHING
        for place in places
    )
    return Effect(q if lever.kind in _SIGNING else NOTHING, margins)


def effect(levers: Sequence[Lever], sizes: Sequence[Fraction], places: Sequence[int], /) -> Effect:
    """Return what levers of these sizes add together."""
    columns = [_column(lever, places) for lever in levers]
    total = [
        sum((c[r] * y for c, y in zip(columns, sizes, strict=True)), NOTHING)
        for r in range(len(places) + 1)
    ]
    return Effect(total[0], tuple(total[1:]))


def tipping(lever: Lever, target: Target, /) -> Tipping:
    """Return how large a lever alone has to be for signing, for keeping, and for both."""
    column = _column(lever, target.places)
    sizes = []
    for a, d in zip(column, target.demand, strict=True):
        size = NOTHING if d == 0 else d / a if a else None
        beyond = size is not None and lever.most is not None and size > lever.most
        sizes.append(None if beyond else size)
    signs, keeps = sizes[0], _greatest(sizes[1:])
    return Tipping(signs, keeps, _greatest([signs, keeps]))


def cheapest_mix(levers: Sequence[Lever], target: Target, /) -> Mix:
    """Return the cheapest sizes with which a party signs and keeps every step.

    Notes
    -----
    A linear program with a row for acceptance and one for each own step; exact.
    """
    columns = [_column(lever, target.places) for lever in levers]
    demand = target.demand
    rows = [[c[r] for c in columns] for r in range(len(demand))]
    most = [lever.most for lever in levers]
    found = cover_at_least_cost([lever.unit for lever in levers], rows, demand, most)
    short = tuple(_short(row, d, most) for row, d in zip(rows, demand, strict=True))
    if found is None:
        return Mix(Status.INFEASIBLE, short=short)
    return Mix(Status.OPTIMAL, found.cost, found.amounts, found.prices, short)


def frontier(
    first: Lever, second: Lever, target: Target, /
) -> tuple[tuple[Fraction, Fraction], ...]:
    """Return the corners of the least pairs of sizes with which a party signs and keeps.

    Between neighbouring corners lie all other pairs of which neither size can be lowered.  Empty
    when no pair suffices.

    Notes
    -----
    The least second size is convex and piecewise linear in the first; its corners are where two
    rows meet.  O(r^3) for r rows.
    """
    a, b = _column(first, target.places), _column(second, target.places)
    rows = [(x, y, d) for x, y, d in zip(a, b, target.demand, strict=True) if d > 0]
    places = {NOTHING} | {d / x for x, _, d in rows if x}
    for (x, y, d), (u, v, e) in combinations(rows, 2):
        if cross := x * v - u * y:
            places.add((d * v - e * y) / cross)
    if second.most is not None:
        places |= {(d - y * second.most) / x for x, y, d in rows if x}
    points: list[tuple[Fraction, Fraction]] = []
    for size in sorted(p for p in places if p >= 0 and (first.most is None or p <= first.most)):
        other = _least(rows, size)
        if other is None or (second.most is not None and other > second.most):
            continue
        if points and other >= points[-1][1]:
            break
        if len(points) > 1 and _straight(points[-2], points[-1], (size, other)):
            points.pop()
        points.append((size, other))
    return tuple(points)


def _least(rows: Sequence[tuple[Fraction, Fraction, Fraction]], size: Fraction) -> Fraction | None:
    """Return the least second size beside a first one."""
    least = NOTHING
    for x, y, d in rows:
        rest = d - x * size
        if rest > 0 and not y:
            return None
        if rest > 0:
            least = max(least, rest / y)
    return least


def _straight(
    p: tuple[Fraction, Fraction], q: tuple[Fraction, Fraction], r: tuple[Fraction, Fraction]
) -> bool:
    return (q[0] - p[0]) * (r[1] - p[1]) == (r[0] - p[0]) * (q[1] - p[1])


def _column(lever: Lever, places: Sequence[int]) -> Vector:
    found = unit_effect(lever, places)
    return (found.acceptance, *found.margins)


def _greatest(sizes: Sequence[Fraction | None]) -> Fraction | None:
    known = [s for s in sizes if s is not None]
    return max(known, default=NOTHING) if len(known) == len(sizes) else None


def _short(row: Sequence[Fraction], demand: Fraction, most: Sequence[Fraction | None]) -> Fraction:
    """Return what all levers at their most leave missing in a row."""
    pairs = list(zip(row, most, strict=True))
    if any(a and limit is None for a, limit in pairs):
        return NOTHING
    supply = sum((a * limit for a, limit in pairs if limit is not None), NOTHING)
    return max(NOTHING, demand - supply)
