r"""The greatest product of gains over the divisions beside one choice of options.

.. math:: \max \prod_i g_i, \qquad g = \text{point} + s - d \ge 0, \; s \text{ a division}

This is the program of Eisenberg and Gale with something added to each utility.  Its dual
multipliers are :math:`1 / g_i`, and a division is best exactly when

.. math:: \sum_i \frac{\text{point}_i - d_i}{g_i} + h(1/g) = n,

which needs no solver to check.  As values are straight lines over stretches of shares, the
answer is rational: who shares in which pool at the margin fixes the ratios of the gains, and
adding up fixes the gains.  An interior-point method in floating point finds who that is; the
fractions that follow are then checked against the equation.  Should no pattern hold exactly,
the division found is taken as it is, and the bound of its own multipliers says how far from
the best it can be.

References
----------
E. Eisenberg, D. Gale, "Consensus of Subjective Probabilities: The Pari-Mutuel Method",
Annals of Mathematical Statistics 30 (1959) 165-168.
V. V. Vazirani, "The notion of a rational convex program, and an algorithm for the Arrow-Debreu
Nash bargaining game", J. ACM 59 (2012) 7:1-36.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any

from irenic.solve.pools import Pool, Pools, fill, support, worth
from irenic.solve.share_program import Demand, leximin, program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["NASH_TOLERANCE", "NashDivision", "nash_division"]

#: Relative excess of the bound over the product that still counts as certified.  The
#: interior-point method reaches about 1e-11 in double precision; this leaves a margin.
NASH_TOLERANCE = Fraction(1, 10**9)
#: How near to its pool's price (relative) a cell has to be to count as at the margin; tried
#: in turn until the fractions that follow prove themselves.
MARGINS = (1e-9, 1e-7, 1e-11, 1e-6, 1e-5, 1e-4, 1e-3)
#: Digits kept of a division found in floating point, where no exact one proved itself.
DENOMINATOR = 10**12

ZERO, ONE = Fraction(0), Fraction(1)
Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class NashDivision:
    """The best division: who gains, their product, and the proof.

    ``weights`` prove ``(bound / n) ** n / prod(weights of those who gain)`` to be an upper
    bound of the product, with ``bound`` = weights . (point - d) + h(weights) and n who gain.
    When ``exact``, that is the product itself.  Infeasible: ``feasible`` is false, and the
    bound of the weights is below zero.
    """

    feasible: bool
    gaining: tuple[int, ...]
    product: Fraction
    amounts: tuple[Vector, ...]
    weights: Vector
    bound: Fraction
    exact: bool


def nash_division(
    point: Sequence[Fraction], pools: Pools, d: Sequence[Fraction], /
) -> NashDivision:
    """Return the division with the most gaining parties and the greatest product of their gains.

    Examples
    --------
    >>> from irenic.solve.pools import modes_of
    >>> lines = [[(Fraction(0), Fraction(0)), (Fraction(1), Fraction(w))] for w in (10, 4)]
    >>> [pools] = modes_of([list(enumerate(lines))], 2)
    >>> found = nash_division((Fraction(0), Fraction(0)), pools, (Fraction(2), Fraction(0)))
    >>> found.exact, str(found.product)
    (True, '32/5')
    """
    n = len(point)
    targets = tuple(Demand({i: 1}, d[i]) for i in range(n))
    first = leximin(point, pools, targets, (), least=ZERO)
    if not first.feasible or first.key[0] < 0:
        answer, now, demands = first.levels[0]
        weights = answer.weights(now, demands, n)
        return NashDivision(False, (), ZERO, (), weights, _bound(point, pools, d, weights), True)
    whole = first if first.key[0] > 0 else leximin(point, pools, targets, ())
    pinned_weights, pinned, amounts = _pinned(whole.levels, whole.settled, n)
    gaining = tuple(i for i in range(n) if i not in pinned)
    if not gaining:
        bound = _bound(point, pools, d, pinned_weights)
        return NashDivision(True, (), ONE, amounts, pinned_weights, bound, True)
    inner = _open_to(pools, pinned_weights) if pinned else pools
    offset = [p - x for p, x in zip(point, d, strict=True)]
    game = _Game(offset, inner, gaining)
    start = game.start(amounts if not pinned else None)
    rough = game.interior(start)
    for margin in MARGINS:
        gains = game.candidate(rough, margin)
        if gains is None:
            continue
        demands = tuple(Demand({i: 1}, d[i] + gains.get(i, ZERO)) for i in range(n))
        reached = program(point, pools, (), demands)
        weights = tuple(1 / gains[i] if i in gains else ZERO for i in range(n))
        weights = _raised(point, pools, d, weights, pinned_weights, len(gaining))
        bound = _bound(point, pools, d, weights)
        if reached.feasible and bound == len(gaining):
            product = prod(gains.values(), start=ONE)
            return NashDivision(True, gaining, product, reached.amounts, weights, bound, True)
    return _approximate(point, pools, d, game, rough, pinned_weights)


def _bound(
    point: Sequence[Fraction], pools: Pools, d: Sequence[Fraction], weights: Sequence[Fraction]
) -> Fraction:
    pairs = zip(weights, point, d, strict=True)
    return sum((w * (p - x) for w, p, x in pairs), support(pools, weights))


def _pinned(
    levels: Sequence[tuple[Any, Any, Any]], settled: Sequence[tuple[int, ...]], n: int
) -> tuple[Vector, frozenset[int], tuple[Vector, ...]]:
    """Return who can never gain, weights that prove it, and a division with the best least gain."""
    pinned: set[int] = set()
    total = [ZERO] * n
    for (answer, targets, demands), done in zip(levels, settled, strict=True):
        if answer.value > 0:
            break
        pinned |= set(done)
        total = [a + b for a, b in zip(total, answer.weights(targets, demands, n), strict=True)]
    return tuple(total), frozenset(pinned), levels[-1][0].amounts


def _open_to(pools: Pools, weights: Sequence[Fraction]) -> Pools:
    """Return what is left to decide when ``weights`` leave no room: cells at the margin only.

    Cells above the margin are full in every acceptable division and move to the base.
    """
    found = []
    for pool in pools:
        amounts = fill(pool, weights)[1]
        worths = [weights[c.party] * c.slope for c in pool.cells]
        price = min((w for w, x in zip(worths, amounts, strict=True) if x), default=ZERO)
        base, left, cells = list(pool.base), pool.total, []
        for cell, value in zip(pool.cells, worths, strict=True):
            if value > price:
                base[cell.party] += cell.slope * cell.width
                left -= cell.width
            elif value == price:
                cells.append(cell)
        found.append(replace(pool, total=left, cells=tuple(cells), base=tuple(base)))
    return tuple(found)


def _raised(
    point: Sequence[Fraction],
    pools: Pools,
    d: Sequence[Fraction],
    weights: Vector,
    pinned: Vector,
    goal: int,
) -> Vector:
    """Add so much of the weights that pin some parties that nothing is left but the margin."""
    if not any(pinned):
        return weights
    times = ONE
    for _ in range(64):
        found = tuple(w + times * p for w, p in zip(weights, pinned, strict=True))
        if _bound(point, pools, d, found) <= goal:
            break
        times *= 4
    return found


def _settled(pool: Pool) -> Pool:
    """Return the pool, with nothing left to decide where every cell has to be full anyway."""
    if sum((c.width for c in pool.cells), ZERO) > pool.total:
        return pool
    base = list(pool.base)
    for cell in pool.cells:
        base[cell.party] += cell.slope * cell.width
    return replace(pool, total=ZERO, base=tuple(base))


class _Game:
    """The parties that gain, the cells they may get something from, and the pools."""

    def __init__(self, offset: Sequence[Fraction], pools: Pools, gaining: tuple[int, ...]) -> None:
        self.gaining = gaining
        self.pools = pools = tuple(_settled(pool) for pool in pools)
        self.offset = [x + sum((p.base[i] for p in pools), ZERO) for i, x in enumerate(offset)]
        self.cells = [
            (j, k)
            for j, pool in enumerate(pools)
            if pool.total > 0
            for k, cell in enumerate(pool.cells)
            if cell.party in gaining or not cell.slope
        ]

    def start(self, amounts: Sequence[Vector] | None) -> list[Fraction]:
        """Return amounts inside every cell at which everybody gains."""
        middle = [self._middle(self.pools[j])[k] for j, k in self.cells]
        if amounts is None:
            targets = [Demand({i: 1}, ZERO) for i in self.gaining]
            pools = tuple(replace(p, base=(ZERO,) * len(p.base)) for p in self.pools)
            amounts = program(self.offset, pools, targets, ()).amounts
        best = [amounts[j][k] for j, k in self.cells]
        part = ONE
        while True:
            mixed = [(1 - part) * b + part * m for b, m in zip(best, middle, strict=True)]
            if min(self.gains(mixed).values()) > 0 and part < 1:
                return mixed
            part /= 4

    def _middle(self, pool: Pool) -> list[Fraction]:
        here = [k for j, k in self.cells if self.pools[j] is pool]
        width = sum((pool.cells[k].width for k in here), ZERO)
        return [
            pool.total * c.width / width if k in here else ZERO for k, c in enumerate(pool.cells)
        ]

    def gains(self, amounts: Sequence[Fraction]) -> dict[int, Fraction]:
        """Return the gain of each gaining party."""
        found = {i: self.offset[i] for i in self.gaining}
        for (j, k), x in zip(self.cells, amounts, strict=True):
            cell = self.pools[j].cells[k]
            if cell.party in found:
                found[cell.party] += cell.slope * x
        return found

    def interior(self, start: Sequence[Fraction]) -> Array:
        """Return amounts close to the best, by a primal-dual interior-point method."""
        import numpy as np

        from irenic.solve.interior import interior_point

        if not self.cells:
            return np.zeros(0)
        place = {i: r for r, i in enumerate(self.gaining)}
        chosen = [self.pools[j].cells[k] for j, k in self.cells]
        slopes: Array = np.zeros((len(place), len(chosen)))
        for c, cell in enumerate(chosen):
            if cell.party in place:
                slopes[place[cell.party], c] = float(cell.slope)
        offset = np.array([float(self.offset[i]) for i in self.gaining])
        size = np.maximum(np.abs(slopes).max(axis=1), 1e-300)
        used = sorted({j for j, _ in self.cells})
        member = np.array([[float(j == u) for j, _ in self.cells] for u in used])
        width = np.array([
            float(cell.width) if cell.width < self.pools[j].total else np.inf
            for cell, (j, _) in zip(chosen, self.cells, strict=True)
        ])  # fmt: skip
        x = np.array([float(v) for v in start])
        return interior_point(slopes / size[:, None], offset / size, member, width, x)

    def candidate(self, rough: Array, margin: float) -> dict[int, Fraction] | None:
        """Return the gains that follow exactly from who is at the margin of each pool."""
        near = self._margin(rough, margin)
        ratio, parts = self._ratios(near)
        if ratio is None:
            return None
        worths = dict.fromkeys(parts.values(), ZERO)
        sizes = dict.fromkeys(parts.values(), 0)
        fixed = dict.fromkeys(self.gaining, ZERO)
        for i in self.gaining:
            fixed[i] = self.offset[i]
        for j, (full, tied) in near.items():
            pool = self.pools[j]
            left = pool.total - sum((pool.cells[k].width for k in full), ZERO)
            for k in full:
                if pool.cells[k].party in fixed:
                    fixed[pool.cells[k].party] += pool.cells[k].slope * pool.cells[k].width
            paid = [k for k in tied if pool.cells[k].slope]
            if left and paid and len(paid) == len(tied):
                cell = pool.cells[paid[0]]
                worths[parts[cell.party]] += left * cell.slope / ratio[cell.party]
        for i in self.gaining:
            worths[parts[i]] += fixed[i] / ratio[i]
            sizes[parts[i]] += 1
        gains = {i: ratio[i] * worths[parts[i]] / sizes[parts[i]] for i in self.gaining}
        return gains if min(gains.values()) > 0 else None

    def _margin(self, rough: Array, margin: float) -> dict[int, tuple[list[int], list[int]]]:
        """Return, per pool, the cells above its price and those at it."""
        gains = self.gains([Fraction(float(v)) for v in rough])
        found: dict[int, tuple[list[int], list[int]]] = {}
        for j in dict.fromkeys(j for j, _ in self.cells):
            here = [(k, float(x)) for (jj, k), x in zip(self.cells, rough, strict=True) if jj == j]
            value = {
                k: float(c.slope / gains[c.party]) if c.party in gains else 0.0
                for k, _ in here
                for c in [self.pools[j].cells[k]]
            }
            left, price = float(self.pools[j].total), 0.0
            for k in sorted(value, key=lambda k: (-value[k], k)):
                price = value[k]
                left -= float(self.pools[j].cells[k].width)
                if left <= 1e-12:  # rounding of widths that add up to the total
                    break
            near = margin * max(abs(price), 1e-9)
            full = [k for k, v in value.items() if v > price + near]
            found[j] = full, [k for k, v in value.items() if abs(v - price) <= near]
        return found

    def _ratios(
        self, near: Mapping[int, tuple[list[int], list[int]]]
    ) -> tuple[dict[int, Fraction] | None, dict[int, int]]:
        """Return the gains as multiples of one gain of each group that shares at a margin."""
        edges: dict[int, list[tuple[int, Fraction]]] = {i: [] for i in self.gaining}
        for j, (_, tied) in near.items():
            paid = [self.pools[j].cells[k] for k in tied if self.pools[j].cells[k].slope]
            for a in paid[1:]:
                b = paid[0]
                if a.party != b.party:
                    edges[a.party].append((b.party, b.slope / a.slope))
                    edges[b.party].append((a.party, a.slope / b.slope))
        ratio: dict[int, Fraction] = {}
        parts: dict[int, int] = {}
        for root in self.gaining:
            if root in ratio:
                continue
            ratio[root], parts[root], waiting = ONE, root, [root]
            while waiting:
                i = waiting.pop()
                for other, times in edges[i]:
                    if times < 0:
                        return None, parts
                    if other not in ratio:
                        ratio[other], parts[other] = ratio[i] * times, root
                        waiting.append(other)
        return ratio, parts


def _approximate(
    point: Sequence[Fraction],
    pools: Pools,
    d: Sequence[Fraction],
    game: _Game,
    rough: Array,
    pinned: Vector,
) -> NashDivision:
    """Return the division of the interior-point method as fractions, with its own bound."""
    gains = game.gains([Fraction(float(v)).limit_denominator(DENOMINATOR) for v in rough])
    least = {i: g * (1 - Fraction(1, DENOMINATOR)) for i, g in gains.items()}
    n = len(point)
    demands = tuple(Demand({i: 1}, d[i] + least.get(i, ZERO)) for i in range(n))
    reached = program(point, pools, [Demand(dict.fromkeys(game.gaining, 1), ZERO)], demands)
    amounts = reached.amounts
    if not reached.feasible:
        floors = tuple(Demand({i: 1}, d[i]) for i in range(n))
        tops = [Demand({i: 1 / gains[i]}, d[i] / gains[i]) for i in game.gaining]
        amounts = program(point, pools, tops, floors).amounts
    given = worth(pools, amounts, n)
    real = {i: point[i] + given[i] - d[i] for i in game.gaining}
    weights = tuple(1 / real[i] if i in real else ZERO for i in range(n))
    weights = _raised(point, pools, d, weights, pinned, n)
    bound = _bound(point, pools, d, weights)
    return NashDivision(True, game.gaining, prod(real.values(), start=ONE), amounts, weights,
                        bound, False)  # fmt: skip
