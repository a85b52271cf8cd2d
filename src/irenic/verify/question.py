"""The definitions of the methods as questions to a search, for cases of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import ceil, comb

from irenic.verify.claims import Unchecked
from irenic.verify.measures import Measure, Row
from irenic.verify.paths import Paths, paths_of
from irenic.verify.search import Searcher
from irenic.verify.spaces import Scaled, Vector

__all__ = [
    "COMPARING",
    "EVERYWHERE",
    "KINDS",
    "MAX_ALTERNATIVES",
    "Question",
    "Rooms",
    "undominated_of",
]

#: Most smallest sets of parties that carry together, or subsets that gain, looked at in turn.
MAX_ALTERNATIVES = 200
#: Most tied score vectors compared with each other (a few seconds).
MAX_COMPARED = 3_000
#: A first attempt at a leximin may take this part of the limit before it is split up.
FIRST_ATTEMPT = 12

#: What each party has at least; one such vector for each way to be acceptable.
Lows = tuple[Vector, ...]

#: Methods that ask that nobody loses, whatever the decision rule.
NOBODY_LOSES = {"nash", "utilitarian"}
#: How each method compares: by the sum, the product, or the smallest, then the next.
KINDS = {
    "nash": "product",
    "kalai-smorodinsky": "smallest",
    "kalai-smorodinsky-feasible-ideal": "smallest",
    "egalitarian": "smallest",
    "utilitarian": "sum",
    "utilitarian-in-zone": "sum",
    "equal-loss": "smallest",
    "equal-loss-absolute": "smallest",
    "greatest-total": "sum",
    "greatest-least-score": "smallest",
}
#: Methods that add or compare scores of different parties, which a result has to say.
COMPARING = {
    "egalitarian",
    "utilitarian",
    "utilitarian-in-zone",
    "equal-loss-absolute",
    "greatest-total",
    "greatest-least-score",
}
#: Methods that use nobody's no-deal value, and so look at every feasible package.
EVERYWHERE = {"greatest-total", "greatest-least-score"}


class Rooms:
    """A case as a search takes it, with what the decision rule asks for."""

    def __init__(self, scaled: Scaled) -> None:
        self.scaled = scaled
        self.ideals: dict[tuple[str, Vector], str] = {}

    @cached_property
    def paths(self) -> Paths:
        """Return the packages as paths."""
        return paths_of(self.scaled)

    @cached_property
    def searcher(self) -> Searcher:
        """Return the search."""
        return Searcher(self.paths)

    @property
    def anywhere(self) -> Lows:
        """Return no condition at all."""
        return (self.paths.least,)

    @property
    def nobody_loses(self) -> Lows:
        """Return the condition that nobody is below no deal."""
        return (self._low(range(self.scaled.n_parties)),)

    @cached_property
    def zone(self) -> Lows:
        """Return the decision rule as alternatives: each smallest set of parties that carries."""
        yardstick = self.scaled.yardstick
        others = [
            i
            for i, floor in enumerate(self.scaled.floors)
            if i not in yardstick.must and floor is not None
        ]
        missing = max(0, yardstick.needed - len(yardstick.must))
        if comb(len(others), missing) > MAX_ALTERNATIVES:
            raise Unchecked(f"more than {MAX_ALTERNATIVES} sets of parties can carry a package")
        return tuple(self._low((*yardstick.must, *more)) for more in combinations(others, missing))

    def _low(self, inside: Sequence[int]) -> Vector:
        low = list(self.paths.least)
        for i in inside:
            low[i] = max(low[i], self.scaled.floors[i] or 0)
        return tuple(low)

    def lows_of(self, method: str) -> Lows:
        """Return which packages a method may choose."""
        if method in EVERYWHERE:
            return self.anywhere
        return self.nobody_loses if method in NOBODY_LOSES else self.zone

    def gaining(self, size: int) -> Iterator[tuple[tuple[int, ...], Vector]]:
        """Yield each set of so many parties, and what everybody has when these gain."""
        n = self.scaled.n_parties
        if comb(n, size) > MAX_ALTERNATIVES:
            raise Unchecked(f"more than {MAX_ALTERNATIVES} sets of parties may gain")
        [base] = self.nobody_loses
        for inside in combinations(range(n), size):
            raised = list(base)
            for i in inside:
                raised[i] = max(raised[i], (self.scaled.floors[i] or 0) + 1)
            yield inside, tuple(raised)

    def one(
        self, lows: Sequence[Vector], party: int | None = None, least: int = 0
    ) -> Vector | None:
        """Return the scores of one package that is acceptable, and gives a party so much."""
        for low in lows:
            raised = tuple(max(x, least) if i == party else x for i, x in enumerate(low))
            found = self.searcher.find(raised, _by_low(raised), first=True)
            if found:
                return next(iter(found))
        return None

    def better_for_somebody(self, vector: Vector) -> Vector | None:
        """Return the scores of a package that is better for somebody and worse for nobody."""
        self.searcher.start()
        found = self.searcher.find(
            vector, _by_low(vector), keep=lambda other: other != vector, first=True
        )
        return next(iter(found), None)

    def measure(self, method: str, ideal: Sequence[Fraction], compared: Sequence[int]) -> Measure:
        """Return what a method maximises, in the units of the case."""
        n, scale = self.scaled.n_parties, self.scaled.scale
        no_deal = [Fraction(f or 0, s) for f, s in zip(self.scaled.floors, scale, strict=True)]
        slope = [Fraction(1, s) for s in scale]
        if method in EVERYWHERE:
            return _measure(method, slope, [Fraction(0)] * n, range(n))
        if method == "equal-loss-absolute":
            return _measure(method, slope, ideal, range(n))
        if KINDS[method] != "smallest" or method == "egalitarian":
            return _measure(method, slope, no_deal, compared)
        room = [i - d for i, d in zip(ideal, no_deal, strict=True)]
        less = 1 if method == "equal-loss" else 0
        slope = [s / r if r > 0 else Fraction(0) for s, r in zip(slope, room, strict=True)]
        offset = [
            d / r + less if r > 0 else Fraction(0) for d, r in zip(no_deal, room, strict=True)
        ]
        return _measure(method, slope, offset, compared)


def _by_low(low: Vector) -> Callable[[Sequence[Fraction]], int]:
    """Return what multipliers make of the least that every party has."""
    return lambda m: ceil(sum((x * y for x, y in zip(m, low, strict=True)), Fraction(0)))


def _measure(
    method: str, slope: Sequence[Fraction], offset: Sequence[Fraction], compared: Sequence[int]
) -> Measure:
    kept = set(compared)
    return Measure(
        KINDS[method],  # type: ignore[arg-type]
        tuple(x if i in kept else Fraction(0) for i, x in enumerate(slope)),
        tuple(x if i in kept else Fraction(0) for i, x in enumerate(offset)),
        tuple(compared),
    )


@dataclass
class Question:
    """Which packages are at least as good as ``key``, under one measure and one condition.

    ``seeds`` are multipliers of whole utilities that cut well.
    """

    rooms: Rooms
    measure: Measure
    low: Vector
    key: Row
    seeds: Sequence[Row]
    above: bool = False
    first: bool = False
    left: int = 0
    found: dict[Vector, int] = field(default_factory=dict)

    def answer(self) -> Mapping[Vector, int]:
        """Return the score vectors of all packages as good (or only better), with their number.

        Raises
        ------
        Unchecked
            When the limit is reached.
        """
        self.left = self.rooms.searcher.limit
        if self.measure.kind == "smallest" and self.key:
            self._smallest(())
        else:
            target = self.key[0] if self.key else None
            if target is not None and self.above:
                target += self.measure.grain()
            self._ask(self.low, target, self.left)
        return self.found

    def _keep(self, vector: Vector) -> bool:
        key = self.measure.key(vector)
        return key > self.key if self.above else key >= self.key

    def _ask(self, low: Vector, target: Fraction | None, limit: int) -> None:
        searcher = self.rooms.searcher
        before = searcher.spent
        least: Callable[[Sequence[Fraction]], int] = lambda m: self.measure.least(m, low, target)  # noqa: E731
        seeds = [*self.seeds, self.measure.slope] if any(self.measure.slope) else self.seeds
        try:
            found = searcher.find(
                low, least, seeds=seeds, keep=self._keep, first=self.first, limit=limit
            )
        finally:
            self.left -= searcher.spent - before
        self.found.update(found)

    def _smallest(self, lowest: tuple[int, ...]) -> None:
        """Look where ``lowest`` have the first places of the key and the others the next.

        Where that is too much: all others above that place, and each other party at it.
        Every package as good has a first place at which it exceeds the key, or none.
        """
        if self.first and self.found:
            return
        place, every = len(lowest), self.measure.compared
        low = self._raised(lowest, place, above=False)
        last = place == len(every) - 1
        try:
            limit = (
                self.left if last else min(self.left, self.rooms.searcher.limit // FIRST_ATTEMPT)
            )
            self._ask(low, None, limit)
        except Unchecked:
            if last or self.left <= 0:
                raise
            self._ask(self._raised(lowest, place, above=True), None, self.left)
            for party in every:
                tied = place > 0 and self.key[place] == self.key[place - 1]
                if party not in lowest and not (tied and party < lowest[-1]):
                    self._smallest((*lowest, party))

    def _raised(self, lowest: tuple[int, ...], place: int, *, above: bool) -> Vector:
        low = list(self.low)
        for k, i in enumerate(lowest):
            low[i] = max(low[i], self.measure.floor_of(i, self.key[k]))
        for i in self.measure.compared:
            if i not in lowest:
                low[i] = max(low[i], self.measure.floor_of(i, self.key[place], above=above))
        return tuple(low)


def undominated_of(found: Mapping[Vector, int]) -> dict[Vector, int]:
    """Return the vectors that no other of them is at least as good as for everyone."""
    if len(found) > MAX_COMPARED:
        raise Unchecked(f"{len(found)} tied score vectors are too many to compare with each other")
    kept: dict[Vector, int] = {}
    for vector in sorted(found, reverse=True):
        if not any(all(x >= y for x, y in zip(k, vector, strict=True)) for k in kept):
            kept[vector] = found[vector]
    return kept
