r"""Linear programs over the divisions beside one choice of options, exact and proved.

.. math:: \max t \quad\text{subject to } c_k \cdot u \ge r_k + t \text{ for every target, }
          c_k \cdot u \ge r_k \text{ for every demand}

where :math:`u` is what the options give plus the worth of a division.  What is solved is the
dual, whose variables are a weight for each target and demand and a price for each pool: with
:math:`\lambda = \sum_k y_k c_k`,

.. math:: t \le \lambda \cdot \text{point} + h(\lambda) - \sum_k y_k r_k

for all weights :math:`y \ge 0` that add up to 1 over the targets, *h* being the support of
the pools.  The weights found attain it, so anybody can check the answer by adding up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.exact_lp import Row, maximise
from irenic.solve.pools import Pool, Pools
from irenic.solve.result import Status

__all__ = ["Demand", "Leximin", "Program", "floor_demands", "leximin", "program"]

Rational = Fraction | int
Vector = tuple[Fraction, ...]
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Demand:
    """``sum(coefficients[i] * u_i) >= least``; as a target, ``least`` is where counting starts."""

    coefficients: Mapping[int, Rational]
    least: Fraction


@dataclass(frozen=True, slots=True)
class Program:
    """What a program amounts to.

    ``feasible`` false: the weights of the demands prove it, ``value`` being below zero.
    ``amounts`` fill the cells of each pool.
    """

    feasible: bool
    value: Fraction
    target_weights: Vector
    demand_weights: Vector
    amounts: tuple[Vector, ...]

    def weights(
        self, targets: Sequence[Demand], demands: Sequence[Demand], n_parties: int, /
    ) -> Vector:
        """Return the weight on each party's utility that the proof uses."""
        found = [ZERO] * n_parties
        pairs = [*zip(targets, self.target_weights, strict=True)]
        pairs += zip(demands, self.demand_weights, strict=True)
        for demand, y in pairs:
            for i, c in demand.coefficients.items():
                found[i] += y * c
        return tuple(found)


def floor_demands(floors: Sequence[Fraction | None], /) -> tuple[Demand, ...]:
    """Return the demands that parties with a floor get at least that."""
    return tuple(Demand({i: 1}, f) for i, f in enumerate(floors) if f is not None)


def program(
    point: Sequence[Fraction],
    pools: Pools,
    targets: Sequence[Demand],
    demands: Sequence[Demand],
    /,
) -> Program:
    """Return the division that makes the least target greatest while all demands are met.

    Parameters
    ----------
    point : sequence of shape (n_parties,)
        What the options give.
    pools : Pools
    targets : sequence of Demand
        None: only whether the demands can be met.
    demands : sequence of Demand

    Notes
    -----
    One exact linear program with a variable for each target, demand and pool, and for each
    cell narrower than its pool.
    """
    rows_of = [*targets, *demands]
    n, t = len(rows_of), len(targets)
    narrow = [(j, k) for j, pool in enumerate(pools) for k in _narrow(pool)]
    price = {jk: n + len(pools) + p for p, jk in enumerate(narrow)}
    size = n + len(pools) + len(narrow)

    def row(entries: Mapping[int, Rational], bound: Rational, *, equal: bool = False) -> Row:
        return Row(tuple(entries.get(k, 0) for k in range(size)), bound, equal)

    rows = []
    for j, pool in enumerate(pools):
        for k, cell in enumerate(pool.cells):
            entries: dict[int, Rational] = {n + j: -1}
            if (j, k) in price:
                entries[price[j, k]] = -1
            for r, demand in enumerate(rows_of):
                if c := demand.coefficients.get(cell.party, 0):
                    entries[r] = c * cell.slope
            rows.append(row(entries, 0))
    rows += [row({k: -1}, 0) for k in (*range(n), *price.values())]
    if t:
        rows.append(row(dict.fromkeys(range(t), 1), 1, equal=True))
    start = [x + sum((pool.base[i] for pool in pools), ZERO) for i, x in enumerate(point)]
    cost = [d.least - sum((c * start[i] for i, c in d.coefficients.items()), ZERO) for d in rows_of]
    cost += [-pool.total for pool in pools]
    cost += [-pools[j].cells[k].width for j, k in narrow]
    answer = maximise(cost, rows)
    if answer.status is not Status.OPTIMAL:
        # The weights can grow for ever: the demands contradict each other.
        gain = sum((c * y for c, y in zip(cost, answer.ray, strict=True)), ZERO)
        return Program(False, -gain, answer.ray[:t], answer.ray[t:n], ())
    amounts, at = [], 0
    for pool in pools:
        amounts.append(_refilled(pool, answer.y[at : at + len(pool.cells)]))
        at += len(pool.cells)
    return Program(True, -(answer.value or ZERO), answer.x[:t], answer.x[t:n], tuple(amounts))


def _narrow(pool: Pool) -> list[int]:
    """Return the cells whose width has to be a condition.

    Where a party could take the whole pool, its last and flattest cell needs none: whatever
    is too much there fits into steeper cells.
    """
    room: dict[int, Fraction] = {}
    last: dict[int, int] = {}
    for k, cell in enumerate(pool.cells):
        room[cell.party] = room.get(cell.party, ZERO) + cell.width
        last[cell.party] = k
    return [
        k
        for k, cell in enumerate(pool.cells)
        if cell.width < pool.total
        and not (k == last[cell.party] and room[cell.party] >= pool.total)
    ]


def _refilled(pool: Pool, amounts: Sequence[Fraction]) -> Vector:
    """Let each party fill its steepest cells first; nobody has less, and every width is kept."""
    left: dict[int, Fraction] = {}
    for cell, x in zip(pool.cells, amounts, strict=True):
        left[cell.party] = left.get(cell.party, ZERO) + x
    found = []
    for cell in pool.cells:
        found.append(min(cell.width, left[cell.party]))
        left[cell.party] -= found[-1]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Leximin:
    """The leximin division, level by level: ``key`` ascending, one entry for each target.

    ``levels`` are (program, targets still open, all demands at that level); ``settled`` the
    targets that each level settled.
    """

    feasible: bool
    key: Vector
    levels: tuple[tuple[Program, tuple[Demand, ...], tuple[Demand, ...]], ...]
    settled: tuple[tuple[int, ...], ...]


def leximin(
    point: Sequence[Fraction],
    pools: Pools,
    targets: Sequence[Demand],
    demands: Sequence[Demand],
    /,
    *,
    least: Fraction | None = None,
) -> Leximin:
    """Make the smallest target greatest, then the next, and so on.

    Stops after the first level when that stays below ``least``.  At most one program for each
    target; a target is settled at a level when its weight there is positive, because then it
    cannot be above that level.
    """
    open_targets = dict(enumerate(targets))
    fixed: list[Demand] = []
    key: list[Fraction] = []
    levels, settled = [], list[tuple[int, ...]]()
    while open_targets:
        names, now = tuple(open_targets), tuple(open_targets.values())
        all_demands = (*demands, *fixed)
        answer = program(point, pools, now, all_demands)
        levels.append((answer, now, all_demands))
        if not answer.feasible:
            return Leximin(False, (), tuple(levels), tuple(settled))
        done = tuple(k for k, y in zip(names, answer.target_weights, strict=True) if y > 0)
        settled.append(done)
        for k in done:
            demand = open_targets.pop(k)
            fixed.append(Demand(demand.coefficients, demand.least + answer.value))
            key.append(answer.value)
        if least is not None and key[0] < least:
            break
    return Leximin(True, tuple(key), tuple(levels), tuple(settled))
