"""Looking at every package: counts, the zone of agreement, and whether the frontier covers all.

Packages are numbered with the last issue turning fastest and looked at in slices, so that
memory does not grow with their number.  Arithmetic is exact: machine integers while sums
stay far below their limit, Python's own integers beyond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from irenic.verify.claims import Unchecked
from irenic.verify.spaces import Pattern, Scaled, Total, Vector
from irenic.verify.utility import Settlement

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["MAX_BIG", "MAX_PACKAGES", "Survey", "dominated_pair", "survey"]

#: Most packages looked at one by one (some seconds for three parties).
MAX_PACKAGES = 2_100_000
#: The same when scores exceed machine integers, which is about fifty times slower.
MAX_BIG = 200_000
#: Sums below this stay exact in 64-bit integers, with room for one more addition.
MACHINE = 2**62
SLICE = 1 << 16
#: Comparisons of packages with listed points before giving up (about half a minute).
MAX_WORK = 20_000_000_000
#: Listed points compared at once with what is still uncovered.
BATCH = 16
#: Entries of one array of comparisons (bytes).
ROOM = 20_000_000


@dataclass
class Survey:
    """What looking at every package found.

    ``certain`` packages carry, ``possible`` ones carry unless an unknown no-deal value
    stands in the way; ``accepted[i]`` of the certain ones are accepted by party *i*.
    ``counts[k]`` packages attain listed point *k*; ``stray`` is a feasible package that
    no listed point is as good as for everyone.  ``low`` and ``high`` are each party's
    least and greatest score over the feasible packages.
    """

    feasible: int = 0
    certain: int = 0
    possible: int = 0
    accepted: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    stray: Settlement | None = None
    unfinished: str = ""
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)


def survey(scaled: Scaled, points: Sequence[Vector] = (), *, cover: bool = False) -> Survey:
    """Return what looking at every package says about ``points``, the listed frontier.

    O(packages x parties) and, for three and more parties, up to O(packages x points);
    ``unfinished`` says so when that is too much.

    Raises
    ------
    Unchecked
        When there are too many packages.
    """
    machine = scaled.largest < MACHINE
    limit = MAX_PACKAGES if machine else MAX_BIG
    if scaled.total > limit:
        raise Unchecked(f"{scaled.total} packages; at most {limit} are looked at one by one")
    found = Survey(accepted=[0] * scaled.n_parties, counts=[0] * len(points))
    listed = _Listed(points, machine) if points else None
    for start in range(0, scaled.total, SLICE):
        _slice(scaled, start, machine, found, listed, cover)
    if listed is not None:
        found.counts = [found.counts[listed.row_of[int(name)]] for name in listed.rows]
    return found


def _slice(
    scaled: Scaled, start: int, machine: bool, found: Survey, listed: _Listed | None, cover: bool
) -> None:
    import numpy as np

    index = np.arange(start, min(start + SLICE, scaled.total))
    picks = _picks(scaled, index)
    feasible = np.ones(len(index), dtype=bool)
    for rule in scaled.rules:
        feasible &= _keeping(rule, picks, len(index))
    dtype: Any = np.int64 if machine else object
    u = np.zeros((len(index), scaled.n_parties), dtype=dtype)
    for j, table in enumerate(scaled.tables):
        u += np.array(table, dtype=dtype)[picks[j]]
    for when, add in scaled.terms:
        u[_where(when, picks, len(index))] += np.array(add, dtype=dtype)
    index, u = index[feasible], u[feasible]
    if not len(index):
        return
    found.feasible += len(index)
    _count_zone(scaled, u, found)
    columns = [u[:, i] for i in range(scaled.n_parties)]
    lows, highs = [int(c.min()) for c in columns], [int(c.max()) for c in columns]
    found.low = [min(a, b) for a, b in zip(found.low or lows, lows, strict=True)]
    found.high = [max(a, b) for a, b in zip(found.high or highs, highs, strict=True)]
    row: int | None = None
    if listed is not None:
        row = listed.look(u, found, cover)
    elif cover:
        row = 0
    if row is not None and found.stray is None:
        one = index[row : row + 1]
        found.stray = scaled.package([int(p[0]) for p in _picks(scaled, one)])


def _picks(scaled: Scaled, index: Array) -> list[Array]:
    picks = []
    for options in reversed(scaled.options):
        picks.append(index % len(options))
        index = index // len(options)
    return picks[::-1]


def _where(pattern: Pattern, picks: Sequence[Array], size: int) -> Array:
    import numpy as np

    holds = np.ones(size, dtype=bool)
    for j, passing in pattern.items():
        holds &= np.array(passing, dtype=bool)[picks[j]]
    return holds


def _keeping(rule: Total, picks: Sequence[Array], size: int) -> Array:
    """Return which packages keep to a rule."""
    import numpy as np

    dtype: Any = np.int64 if rule.largest < MACHINE else object
    total = np.zeros(size, dtype=dtype)
    for pattern in rule.patterns:
        total += _where(pattern, picks, size)
    for j, weights in rule.weights.items():
        total += np.array(weights, dtype=dtype)[picks[j]]
    kept = np.ones(size, dtype=bool)
    if rule.low is not None:
        kept &= (total >= rule.low).astype(bool)
    if rule.high is not None:
        kept &= (total <= rule.high).astype(bool)
    if rule.when:
        applies = [_where(when, picks, size) for when in rule.when]
        kept |= ~np.logical_or.reduce(applies)
    return kept


def _count_zone(scaled: Scaled, u: Array, found: Survey) -> None:
    import numpy as np

    shape = (len(u), scaled.n_parties)
    surely, perhaps = np.zeros(shape, dtype=bool), np.ones(shape, dtype=bool)
    for i, floor in enumerate(scaled.floors):
        if floor is not None:
            surely[:, i] = perhaps[:, i] = (u[:, i] >= floor).astype(bool)
    certain, possible = (_carried(scaled, yes) for yes in (surely, perhaps))
    found.certain += int(certain.sum())
    found.possible += int(possible.sum())
    for i in range(scaled.n_parties):
        found.accepted[i] += int((certain & surely[:, i]).sum())


def _carried(scaled: Scaled, yes: Array) -> Array:
    carried: Array = yes.sum(axis=1) >= scaled.yardstick.needed
    for i in scaled.yardstick.must:
        carried = carried & yes[:, i]
    return carried


class _Listed:
    """The listed points, ready to be compared with many packages.

    A score counts only by its place among the listed scores of its party, which keeps
    comparisons exact whatever the size of the numbers.
    """

    def __init__(self, points: Sequence[Vector], machine: bool) -> None:
        import numpy as np

        dtype: Any = np.int64 if machine else object
        self.work = 0
        rows = np.array(points, dtype=dtype).reshape(len(points), -1)
        self.values = [np.array(sorted(set(column)), dtype=dtype) for column in rows.T.tolist()]
        self.places = self._places(rows)
        # Points that are good for everyone cover most, so they are compared first.
        order = np.argsort(-self.places.sum(axis=1), kind="stable")
        self.strong = self.places[order]
        self.heads: list[Array] = []
        self.rows = self._identify(self.places, learn=True)
        self.row_of = {int(name): k for k, name in enumerate(self.rows)}
        if self.places.shape[1] == 2:
            best = np.full(len(self.values[0]) + 1, -1)
            np.maximum.at(best, self.places[:, 0], self.places[:, 1])
            self.best = np.maximum.accumulate(best[::-1])[::-1]

    def _places(self, u: Array) -> Array:
        import numpy as np

        pairs = zip(self.values, u.T, strict=True)
        return np.stack([np.searchsorted(v, column) for v, column in pairs], axis=1)

    def _identify(self, places: Array, *, learn: bool = False) -> Array:
        """Return one number per row of places; -1 for rows that are no listed point."""
        import numpy as np

        name = np.zeros(len(places), dtype=np.int64)
        known = np.ones(len(places), dtype=bool)
        for i, values in enumerate(self.values):
            key = name * (len(values) + 1) + places[:, i]
            if learn:
                self.heads.append(np.unique(key))
            heads = self.heads[i]
            name = np.minimum(np.searchsorted(heads, key), len(heads) - 1)
            known &= heads[name] == key
        return np.where(known, name, -1)

    def look(self, u: Array, found: Survey, cover: bool) -> int | None:
        """Count packages at each point; return the row of one that no point covers."""
        import numpy as np

        places = self._places(u)
        exact = np.ones(len(u), dtype=bool)
        for i, values in enumerate(self.values):
            inside = np.minimum(places[:, i], len(values) - 1)
            exact &= (values[inside] == u[:, i]).astype(bool)
        name = np.where(exact, self._identify(places), -1)
        for seen, times in zip(*np.unique(name, return_counts=True), strict=True):
            if seen >= 0:
                found.counts[self.row_of[int(seen)]] += int(times)
        if not cover or found.unfinished:
            return None
        return self._uncovered(places, np.flatnonzero(name < 0), found)

    def _uncovered(self, places: Array, rows: Array, found: Survey) -> int | None:
        import numpy as np

        left = places[rows]
        if left.shape[1] == 1:
            rows = rows[left[:, 0] >= len(self.values[0])]
        elif left.shape[1] == 2:
            rows = rows[self.best[left[:, 0]] < left[:, 1]]
        else:
            for batch in self._batches():
                self.work += left.size * len(batch)
                if self.work > MAX_WORK:
                    found.unfinished = "too many packages for so many efficient points"
                    return None
                below = np.any(np.all(left[:, None, :] <= batch[None, :, :], axis=2), axis=1)
                rows, left = rows[~below], left[~below]
                if not len(rows):
                    break
        return int(rows[0]) if len(rows) else None

    def _batches(self) -> Iterator[Array]:
        yield self.strong[:1]
        for start in range(1, len(self.strong), BATCH):
            yield self.strong[start : start + BATCH]

    def dominated(self) -> tuple[int, int] | None:
        """Return a listed point and another that is at least as good for everyone."""
        import numpy as np

        if self.places.size * len(self.places) > MAX_WORK:
            raise Unchecked(f"{len(self.places)} points are too many to compare with each other")
        step = max(1, ROOM // self.places.size)
        for start in range(0, len(self.places), step):
            block = self.places[start : start + step]
            below = np.all(block[:, None, :] <= self.places[None, :, :], axis=2)
            below[np.arange(len(block)), np.arange(start, start + len(block))] = False
            if below.any():
                k, better = np.argwhere(below)[0]
                return start + int(k), int(better)
        return None


def dominated_pair(points: Sequence[Vector]) -> tuple[int, int] | None:
    """Return the places of a listed point and of one at least as good for everyone.

    O(points squared x parties).

    Raises
    ------
    Unchecked
        When there are too many points.
    """
    big = any(abs(x) >= MACHINE for row in points for x in row)
    return _Listed(points, not big).dominated() if points else None
