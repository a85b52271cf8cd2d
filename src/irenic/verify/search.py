"""Every package that is at least so good: depth first, in batches, cut by several multipliers.

A partial package is dropped when some multipliers show that nothing can complete it: what it
has, plus the most that the issues left can add, is below what any package as good has.  All
numbers are whole and stay below 2^53, where floating point is exact; larger ones are taken
as Python's own integers, more slowly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.verify.claims import Unchecked
from irenic.verify.paths import Paths
from irenic.verify.spaces import Vector
from irenic.verify.steps import Step, completions, merged, products, segments_of, step_of, top_sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["MAX_BIG_NODES", "MAX_FOUND", "MAX_NODES", "Need", "Searcher"]

#: Most partial packages looked at for one question (about five seconds), and for one solution.
#: ``TRIES`` tries of multipliers count as much as all of them, and a package at the end of its
#: path as ``PER_END`` partial ones.
MAX_NODES = 30_000_000
MAX_SPENT = 60_000_000
TRIES, PER_END = 60_000, 20
#: The same when scores exceed what floating point holds exactly, about fifty times slower.
MAX_BIG_NODES = 600_000
#: Scores of more bits than this do not even fit the choice of multipliers.
MAX_BITS = 900
#: Most different score vectors that one question may be answered with.
MAX_FOUND = 200_000
#: Sums of multipliers times scores stay below this power of two; large scores get more room.
EXACT_BITS, MORE_BITS = 50, 40
#: Widest range of one party's scores for exact floating point: multipliers keep 14 digits.
WIDEST = 2**36
#: Partial packages expanded at once, and children looked at in one array.
BATCH, CHILDREN = 20_000, 400_000
#: Rounds in which better multipliers are sought, how many in each, and how far away.
ROUNDS, TRIALS = 24, 48
#: Multipliers that cut, in blocks: most children fail the first few.
BLOCKS = ((0, 6), (6, 20), (20, 60))
SPREADS = (0.03, 0.1, 0.3, 0.8)

#: Multipliers -> the least whole number that they make of any package as good as asked for.
Need = Callable[[Sequence[Fraction]], int]


class Searcher:
    """The packages of a case, ready to be searched."""

    def __init__(self, paths: Paths) -> None:
        import numpy as np

        self.paths, self.n = paths, paths.n_parties
        if max(paths.spans, default=0).bit_length() > MAX_BITS:
            raise Unchecked(f"scores of more than {MAX_BITS} bits are too large for a search")
        self.exact = max(paths.spans, default=0) < WIDEST
        self.dtype: Any = np.float64 if self.exact else object
        self.limit = MAX_NODES if self.exact else MAX_BIG_NODES
        self.spent = self.started = 0
        #: Multipliers that cut best in the last searches; the next one is often alike.
        self.recent: list[list[Fraction]] = []
        lows = dict(zip(map(id, paths.stages), paths.lows, strict=True))
        self.segments = [
            [step_of(stage, lows[id(stage)], self.dtype) for stage in segment]
            for segment in segments_of(paths.stages)
        ]

    def start(self) -> None:
        """Begin with another solution: its searches together have a limit of their own."""
        self.started = self.spent

    def charge(self, nodes: int) -> None:
        """Count partial packages; refuses when a solution has cost too many."""
        self.spent += nodes
        used = self.spent - self.started
        if used > self.limit * (MAX_SPENT // MAX_NODES):
            raise Unchecked(f"the search was given up after {used} partial packages")

    def find(
        self,
        low: Vector,
        need: Need,
        *,
        seeds: Sequence[Sequence[Fraction]] = (),
        keep: Callable[[Vector], bool] = lambda _: True,
        first: bool = False,
        limit: int | None = None,
    ) -> dict[Vector, int]:
        """Return the score vectors of all packages with at least ``low`` and ``need``.

        Parameters
        ----------
        low : sequence of shape (n_parties,)
            What every party has at least, as whole numbers.
        need : callable
            Multipliers -> the least that they make of any package looked for.
        seeds : sequence
            Multipliers that are known to cut well.
        keep : callable
            Which of the vectors found to return.
        first : bool
            Stop at the first one that is kept.
        limit : int, optional
            Most partial packages to look at.

        Returns
        -------
        dict
            Vector -> number of packages that have it.

        Raises
        ------
        Unchecked
            When the limit of partial packages is reached; says how far it came.
        """
        least, spans = self.paths.least, self.paths.spans
        if any(x > a + s for x, a, s in zip(low, least, spans, strict=True)):
            return {}
        cuts = _Cuts(self, need, seeds)
        if cuts.empty:
            return {}
        self.recent = [[Fraction(x) for x in cuts.rows[0]], *self.recent[:3]]
        return _Run(self, cuts, keep, first, self.limit if limit is None else limit).run()


class _Cuts:
    """Multipliers with what they need, best first; ``empty`` when one shows that nothing fits."""

    def __init__(self, searcher: Searcher, need: Need, seeds: Sequence[Sequence[Fraction]]) -> None:
        import numpy as np

        self.searcher, self.need = searcher, need
        widest = max(searcher.paths.spans, default=0).bit_length()
        self.bits = EXACT_BITS if searcher.exact else widest + MORE_BITS
        self.empty = False
        self.best: list[Fraction] = []
        spans: Array = np.array([float(max(s, 1)) for s in searcher.paths.spans])
        self.spans = spans
        rng = np.random.default_rng(0)
        known = [row for row in (*seeds, *searcher.recent) if any(row)]
        rows = [[float(x / max(row)) for x in row] for row in known]
        starts = [np.array(row) * spans for row in rows] + [np.ones(len(spans))]
        units = np.eye(len(spans))
        self.rows: list[list[int]] = []
        self.needs: list[int] = []
        pool = np.array(starts)
        gaps = self._try(np.concatenate([pool, units]))[: len(pool)]
        width = 0.5
        for _ in range(ROUNDS):
            if self.empty:
                searcher.recent = [self.best, *searcher.recent[:3]]
                return
            best = pool[int(np.argmin(gaps))]
            noise = rng.normal(size=(TRIALS, len(spans))) * width
            trial = np.maximum(best, best.max() * 1e-4) * np.exp(noise)
            new = self._try(trial)
            width *= 1.1 if new.min() < gaps.min() else 0.8
            pool, gaps = np.concatenate([pool, trial]), np.concatenate([gaps, new])
        best = pool[int(np.argmin(gaps))]
        around = [best[None], units]
        around += [best * np.exp(rng.normal(size=(12, len(spans))) * s) for s in SPREADS]
        self.rows, self.needs = [], []
        self._try(np.concatenate(around))

    def whole(self, row: Array) -> list[int]:
        """Return multipliers as whole numbers, small enough for exact sums."""
        rate = row / self.spans
        fits = [a / float(row.sum()) for a in rate]
        return [int(Fraction(a) * (1 << self.bits)) for a in fits]

    def _try(self, pool: Array) -> Array:
        """Add multipliers to the pool; return by how much each fails to show emptiness."""
        import numpy as np

        rows = [self.whole(row) for row in pool]
        least = self.searcher.paths.least
        needs = [
            self.need([Fraction(x) for x in row])
            - sum(x * a for x, a in zip(row, least, strict=True))
            for row in rows
        ]
        array: Array = np.array(rows, dtype=self.searcher.dtype)
        tops = [int(x) for x in top_sums(self.searcher.segments, array)]
        self.searcher.charge(self.searcher.limit * len(rows) // TRIES)
        proofs = [r for r, t, x in zip(rows, tops, needs, strict=True) if t < x]
        if proofs:
            self.empty, self.best = True, [Fraction(x) for x in proofs[0]]
        self.rows += rows
        self.needs += needs
        scale = [float(sum(x * s for x, s in zip(r, self.searcher.paths.spans, strict=True))) or 1.0
                 for r in rows]  # fmt: skip
        return np.array([(t - x) / s for t, x, s in zip(tops, needs, scale, strict=True)])


class _Run:
    """One search."""

    def __init__(
        self,
        searcher: Searcher,
        cuts: _Cuts,
        keep: Callable[[Vector], bool],
        first: bool,
        limit: int,
    ) -> None:
        import numpy as np

        self.searcher, self.keep, self.first, self.limit = searcher, keep, first, limit
        self.rows: Array = np.array(cuts.rows, dtype=searcher.dtype)
        cap = 1 << (cuts.bits + 2)
        needs = [max(-1, min(x, cap)) for x in cuts.needs]
        self.needs: Array = np.array(needs, dtype=searcher.dtype)
        self.steps = [s for segment in self._ordered() for s in segment]
        self.rest = completions(self.steps, self.rows)
        self.batch = BATCH if not first else 500
        self.nodes = 0
        self.found: dict[Vector, int] = {}

    def _ordered(self) -> list[list[Step]]:
        """Return the segments, those on which options differ most first."""
        best = self.rows[:1]

        def spread(segment: list[Step]) -> float:
            top = completions(segment, best)[0][0, 0]
            mean = sum(float((s.add @ best.T).mean()) for s in segment)
            return mean - float(top)

        return sorted(self.searcher.segments, key=spread)

    def run(self) -> dict[Vector, int]:
        """Return what was found."""
        import numpy as np

        n = self.searcher.n
        start: Array = np.zeros((1, n), dtype=self.searcher.dtype)
        stack = [(0, start, np.zeros(1, dtype=np.int64), np.ones(1, dtype=np.int64))]
        while stack:
            depth, w, state, count = stack.pop()
            if depth == len(self.steps):
                if self._take(w, count):
                    break
                continue
            w, state, count = self._children(depth, w, state, count)
            if self.first:
                order = np.argsort((w @ self.rows[0]).astype(float), kind="stable")
                w, state, count = w[order], state[order], count[order]
            for k in range(0, len(w), self.batch):
                part = slice(k, k + self.batch)
                stack.append((depth + 1, w[part], state[part], count[part]))
        return self.found

    def _charge(self, nodes: int) -> None:
        self.nodes += nodes
        self.searcher.charge(nodes)
        if self.nodes > self.limit:
            raise Unchecked(f"the search was given up after {self.nodes} partial packages")

    def _take(self, w: Array, count: Array) -> bool:
        least = self.searcher.paths.least
        self._charge(PER_END * len(w))
        for row, times in zip(w.tolist(), count.tolist(), strict=True):
            vector = tuple(int(x) + a for x, a in zip(row, least, strict=True))
            if self.keep(vector):
                self.found[vector] = self.found.get(vector, 0) + int(times)
                if self.first:
                    return True
        if len(self.found) > MAX_FOUND:
            raise Unchecked(f"more than {MAX_FOUND} different score vectors are as good")
        return False

    def _children(
        self, depth: int, w: Array, state: Array, count: Array
    ) -> tuple[Array, Array, Array]:
        import numpy as np

        step = self.steps[depth]
        parts: list[tuple[Array, Array, Array]] = []
        for s in np.unique(state).tolist():
            low, high = int(step.starts[s]), int(step.starts[s + 1])
            rows = np.flatnonzero(state == s)
            size = max(1, CHILDREN // max(1, high - low))
            chunks = [rows[k : k + size] for k in range(0, len(rows), size)]
            parts += [self._expand(depth, w, count, chunk, low, high) for chunk in chunks]
        w, state, count = (np.concatenate([p[k] for p in parts]) for k in range(3))
        return merged(w, state, count)

    def _expand(
        self, depth: int, w: Array, count: Array, rows: Array, low: int, high: int
    ) -> tuple[Array, Array, Array]:
        import numpy as np

        step, rest = self.steps[depth], self.rest[depth + 1]
        self._charge(len(rows) * (high - low))
        add, target = step.add[low:high], step.target[low:high]
        parent = w[rows]
        up, edge = np.arange(0), np.arange(0)
        for number, (a, b) in enumerate(BLOCKS):
            lines, needs = self.rows[a:b].T, self.needs[a:b]
            missing = needs - add @ lines - rest[target][:, a:b]
            has = parent @ lines
            if number == 0:
                fits = np.ones((len(rows), high - low), dtype=bool)
                for p in range(has.shape[1]):
                    fits &= (has[:, p, None] >= missing[None, :, p]).astype(bool)
                up, edge = np.nonzero(fits)
            elif has.shape[1]:
                good = (has[up] >= missing[edge]).astype(bool).all(axis=1)
                up, edge = up[good], edge[good]
        times = count[rows][up]
        if step.most > 1:
            times = products(times, [step.count[low + k] for k in edge.tolist()])
        return parent[up] + add[edge], target[edge], times
