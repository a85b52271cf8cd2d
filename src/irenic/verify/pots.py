r"""Divisible issues among any number of parties, as pots that are handed out.

A *way* is one efficient choice of options with one stretch of each value that is not concave
(one whose slope rises is cut where it does).  Beside a way the divisions form a polytope, so
questions about it are small linear programs; and for weights :math:`\lambda` nothing passes
:math:`\lambda \cdot \text{start} + \sum_{\text{pots}} \max`, each pot going to the cells with
the greatest weighted slope.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise, product

from irenic.verify.claims import Unchecked
from irenic.verify.halving import frontier_by_halves
from irenic.verify.simplex import greatest
from irenic.verify.spaces import scale_case
from irenic.verify.utility import Yardstick

__all__ = ["Demand", "Floors", "Mix", "Pot", "Pots", "Way", "demands_of", "mix_of"]

#: Most linear programs for one result, about a minute.
MAX_PROGRAMS = 20_000
#: Most ways looked at.
MAX_WAYS = 20_000
#: Most groups of parties that can carry a package.
MAX_CARRYING = 2_000

ZERO, ONE = Fraction(0), Fraction(1)
Vector = tuple[Fraction, ...]
Floors = tuple[Fraction | None, ...]
#: Party -> weight, and what the weighted sum of utilities has to reach.
Demand = tuple[Mapping[int, Fraction], Fraction]
Stretch = Sequence[tuple[Fraction, Fraction]]


@dataclass(frozen=True)
class Pot:
    """``total`` to hand out to cells (party, slope, width)."""

    total: Fraction
    cells: tuple[tuple[int, Fraction, Fraction], ...]

    def most(self, weights: Sequence[Fraction]) -> Fraction:
        """Return the greatest weighted worth."""
        left, worth = self.total, ZERO
        for value, width in sorted(((weights[i] * s, w) for i, s, w in self.cells), reverse=True):
            taken = min(left, width)
            worth, left = worth + value * taken, left - taken
        return worth


@dataclass(frozen=True)
class Pots:
    """One mode: what parties have of the stretches before, and the pots."""

    start: Vector
    pots: tuple[Pot, ...]

    def most(self, weights: Sequence[Fraction]) -> Fraction:
        """Return the greatest weighted worth of all pots, their start included."""
        worth = sum((w * x for w, x in zip(weights, self.start, strict=True)), ZERO)
        return worth + sum((pot.most(weights) for pot in self.pots), ZERO)


@dataclass(frozen=True)
class Way:
    """Efficient options with the scores ``base``, and a mode of the pots."""

    base: Vector
    mode: Pots

    def top(self, weights: Sequence[Fraction]) -> Fraction:
        """Return a bound of the weighted sum of scores over all divisions."""
        worth = sum((w * x for w, x in zip(weights, self.base, strict=True)), ZERO)
        return worth + self.mode.most(weights)

    def least(self, party: int) -> Fraction:
        """Return a number that the score of a party never falls below."""
        return -self.top([-ONE if i == party else ZERO for i in range(len(self.base))])


class Mix:
    """A case with divisible issues among any number of parties."""

    def __init__(self, yardstick: Yardstick, bases: Sequence[Vector], modes: Sequence[Pots]):
        self.yardstick = yardstick
        if len(bases) * len(modes) > MAX_WAYS:
            raise Unchecked(f"there are {len(bases) * len(modes)} ways (limit {MAX_WAYS})")
        self.ways = [Way(base, mode) for base in bases for mode in modes]
        floors = [p.no_deal for p in yardstick.parties if p.no_deal is not None]
        self.floors = tuple(floors) if len(floors) == len(yardstick.parties) else None
        self.programs = 0
        self._ideals: dict[tuple[int, bool], Fraction | None] = {}

    @cached_property
    def groups(self) -> list[Floors]:
        """Return the floors of each smallest group of parties that can carry a package."""
        if self.floors is None:
            return []
        must, n = self.yardstick.must, len(self.floors)
        others = [i for i in range(n) if i not in must]
        more = max(0, self.yardstick.needed - len(must))
        found: list[Floors] = []
        for extra in combinations(others, more):
            if len(found) >= MAX_CARRYING:
                raise Unchecked("too many groups of parties can carry a package")
            members = {*must, *extra}
            found.append(tuple(d if i in members else None for i, d in enumerate(self.floors)))
        return found

    def program(
        self, way: Way, targets: Sequence[Demand], demands: Sequence[Demand]
    ) -> tuple[Fraction, Vector] | None:
        """Make the least excess over the targets greatest; return it, and the scores."""
        self.programs += 1
        if self.programs > MAX_PROGRAMS:
            raise Unchecked(f"it takes more than {MAX_PROGRAMS} linear programs")
        cells = [(j, *cell) for j, pot in enumerate(way.mode.pots) for cell in pot.cells]
        before = [x + y for x, y in zip(way.base, way.mode.start, strict=True)]
        # The last two variables are the two halves of the excess, which may be negative.
        at_most = []
        for rows, excess in ((targets, ONE), (demands, ZERO)):
            for coefficients, least in rows:
                line = [-coefficients.get(i, ZERO) * s for _, i, s, _ in cells]
                have = sum((c * before[i] for i, c in coefficients.items()), ZERO)
                at_most.append(([*line, excess, -excess], have - least))
        size = len(cells)
        for k, (_, _, _, width) in enumerate(cells):
            unit = [Fraction(int(k == c)) for c in range(size)]
            at_most.append(([*unit, ZERO, ZERO], width))
        exactly = [
            ([*(Fraction(int(c[0] == j)) for c in cells), ZERO, ZERO], pot.total)
            for j, pot in enumerate(way.mode.pots)
        ]
        aim = [ZERO] * size + ([ONE, -ONE] if targets else [ZERO, ZERO])
        found = greatest(aim, at_most, exactly)
        if found is None:
            return None
        scores = list(before)
        for (_, i, slope, _), x in zip(cells, found[1], strict=False):
            scores[i] += slope * x
        return found[0], tuple(scores)

    def best(self, way: Way, party: int, floors: Floors) -> Fraction | None:
        """Return a party's best score beside a way, within floors."""
        found = self.program(way, [({party: ONE}, ZERO)], demands_of(floors))
        return None if found is None else found[0]

    def open_to(self, way: Way, floors: Floors) -> bool:
        """Return whether a division keeps the floors."""
        for i, floor in enumerate(floors):
            alone = [Fraction(int(k == i)) for k in range(len(floors))]
            if floor is not None and way.top(alone) < floor:
                return False
        return self.program(way, (), demands_of(floors)) is not None

    @cached_property
    def empty(self) -> bool:
        """Return whether nothing carries."""
        return not any(self.open_to(way, floors) for floors in self.groups for way in self.ways)

    def ideal(self, party: int, *, in_zone: bool) -> Fraction | None:
        """Return a party's best score, anywhere or among what carries."""
        if (party, in_zone) not in self._ideals:
            self._ideals[party, in_zone] = self._ideal(party, in_zone=in_zone)
        return self._ideals[party, in_zone]

    def _ideal(self, party: int, *, in_zone: bool) -> Fraction | None:
        if in_zone and self.floors is None:
            return None
        n = len(self.yardstick.parties)
        alone = [Fraction(int(i == party)) for i in range(n)]
        ranked = sorted(((way.top(alone), k) for k, way in enumerate(self.ways)), reverse=True)
        best: Fraction | None = None
        for floors in self.groups if in_zone else [(None,) * n]:
            for top, k in ranked:
                if best is not None and top <= best:
                    break
                if in_zone and not self.open_to(self.ways[k], floors):
                    continue
                found = self.best(self.ways[k], party, floors)
                if found is not None and (best is None or found > best):
                    best = found
        return best

    def beaten(self, scores: Sequence[Fraction]) -> bool:
        """Return whether some division is better for somebody and worse for nobody."""
        total = dict.fromkeys(range(len(scores)), ONE)
        for way in self.ways:
            if way.top([ONE] * len(scores)) <= sum(scores):
                continue
            found = self.program(way, [(total, sum(scores, ZERO))], demands_of(tuple(scores)))
            if found is not None and found[0] > 0:
                return True
        return False


def demands_of(floors: Floors) -> list[Demand]:
    """Return floors as demands."""
    return [({i: ONE}, f) for i, f in enumerate(floors) if f is not None]


def mix_of(yardstick: Yardstick) -> Mix:
    """Return the ways of a case.

    Raises
    ------
    Unchecked
        When there are too many.
    """
    scaled = scale_case(yardstick)
    bases = [scaled.scores(v) for v in frontier_by_halves(scaled)]
    n = len(yardstick.parties)
    index = {party.id: i for i, party in enumerate(yardstick.parties)}
    modes = [Pots((ZERO,) * n, ())]
    for issue in yardstick.case.share_issues:
        held = [
            [(index[p], s) for s in _stretches(yardstick.parties[index[p]].lines.get(issue.id))]
            for p in issue.among
        ]
        fresh = [pot for chosen in product(*held) if (pot := _pot(chosen, n)) is not None]
        modes = [
            Pots(tuple(a + b for a, b in zip(m.start, start, strict=True)), (*m.pots, pot))
            for m in modes
            for start, pot in fresh
        ]
        if len(modes) > MAX_WAYS:
            raise Unchecked("values that rise faster the more one has make too many ways")
    return Mix(yardstick, bases, modes)


def _stretches(line: Stretch | None) -> Iterator[Stretch]:
    corners = list(line or ((ZERO, ZERO), (ONE, ZERO)))
    begin = 0
    for k in range(1, len(corners) - 1):
        (x0, y0), (x1, y1), (x2, y2) = corners[k - 1 : k + 2]
        if (y2 - y1) * (x1 - x0) > (y1 - y0) * (x2 - x1):
            yield corners[begin : k + 1]
            begin = k
    yield corners[begin:]


def _pot(chosen: Sequence[tuple[int, Stretch]], n: int) -> tuple[Vector, Pot] | None:
    start = [ZERO] * n
    cells = []
    for i, stretch in chosen:
        start[i] += stretch[0][1]
        cells += [(i, (d - b) / (c - a), c - a) for (a, b), (c, d) in pairwise(stretch)]
    total = ONE - sum((stretch[0][0] for _, stretch in chosen), ZERO)
    if not 0 <= total <= sum(width for _, _, width in cells):
        return None
    return tuple(start), Pot(total, tuple(cells))
