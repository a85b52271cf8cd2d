r"""Divisible issues as pools: what is given out, who may take it, what each part is worth.

A party's value is a line of straight pieces over its own share.  Where the slopes fall (the
value is concave), each piece is a *cell*: a width and a slope.  Whoever makes the most of a
pool takes the steepest cells first, so no order has to be enforced, and with weights
:math:`\lambda` on the parties

.. math:: h(\lambda) = \max \Big\{ \sum_c \lambda_{i(c)} s_c x_c :
          \sum_c x_c = \text{total}, \; 0 \le x_c \le \text{width}_c \Big\}

is found by taking the cells in the order of :math:`\lambda_{i(c)} s_c`.  A value that is not
concave is cut where its slope rises: which stretch a party's share lies in is a choice, and
every combination of stretches is a *mode* with concave pools.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import prod

from irenic.errors import LimitReached

__all__ = [
    "MAX_MODES",
    "Cell",
    "Polyline",
    "Pool",
    "Pools",
    "fill",
    "held_shares",
    "modes_of",
    "support",
    "worth",
]  # fmt: skip

#: Most combinations of stretches of values that are not concave.
MAX_MODES = 64

Rational = Fraction | int
#: A value over the own share: corners from share 0 to share 1.
Polyline = Sequence[tuple[Fraction, Fraction]]
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of a party's share on which its value has one slope."""

    party: int
    slope: Fraction
    width: Fraction


@dataclass(frozen=True, slots=True)
class Pool:
    """One divisible issue: ``total`` goes to its cells.

    ``held`` is what each party that shares in it has before, ``base`` what that is worth to
    every party.
    """

    total: Fraction
    cells: tuple[Cell, ...]
    held: tuple[tuple[int, Fraction], ...]
    base: tuple[Fraction, ...]


Pools = tuple[Pool, ...]


def modes_of(
    values: Sequence[Sequence[tuple[int, Polyline]]], n_parties: int, /
) -> tuple[Pools, ...]:
    """Return the pools of every mode; a single one where all values are concave.

    Parameters
    ----------
    values : sequence of shape (n_issues,) of sequences of (party, polyline)
        Who shares in each issue, and what its own share is worth to it.
    n_parties : int

    Raises
    ------
    LimitReached
        When values that are not concave make more than :data:`MAX_MODES` modes.

    Examples
    --------
    >>> line = [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(6))]
    >>> [[pool]] = modes_of([[(0, line), (1, line)]], 2)
    >>> [(cell.party, str(cell.slope)) for cell in pool.cells]
    [(0, '6'), (1, '6')]
    """
    per_issue = [[[(i, s) for s in _stretches(line)] for i, line in issue] for issue in values]
    count = prod(len(stretches) for issue in per_issue for stretches in issue)
    if count > MAX_MODES:
        raise LimitReached(
            f"values that rise faster the more one has make {count} modes (limit {MAX_MODES})"
        )
    pools = [
        [p for held in product(*issue) if (p := _pool(held, n_parties)) is not None]
        for issue in per_issue
    ]
    return tuple(product(*pools))


def _stretches(line: Polyline) -> list[Polyline]:
    """Cut a line where its slope rises."""
    found: list[list[tuple[Fraction, Fraction]]] = [[line[0]]]
    before: Fraction | None = None
    for (x0, y0), (x1, y1) in pairwise(line):
        slope = (y1 - y0) / (x1 - x0)
        if before is not None and slope > before:
            found.append([(x0, y0)])
        found[-1].append((x1, y1))
        before = slope
    return [list(part) for part in found]


def _pool(held: Sequence[tuple[int, Polyline]], n_parties: int) -> Pool | None:
    """Return the pool in which each party's share lies in the given stretch, if any can."""
    base, cells = [ZERO] * n_parties, []
    for i, line in held:
        base[i] += line[0][1]
        for (x0, y0), (x1, y1) in pairwise(line):
            cells.append(Cell(i, (y1 - y0) / (x1 - x0), x1 - x0))
    total = 1 - sum((line[0][0] for _, line in held), ZERO)
    if total < 0 or sum((c.width for c in cells), ZERO) < total:
        return None
    return Pool(total, tuple(cells), tuple((i, line[0][0]) for i, line in held), tuple(base))


def fill(pool: Pool, weights: Sequence[Rational], /) -> tuple[Fraction, tuple[Fraction, ...]]:
    """Return the greatest weighted worth of a pool without its base, and the cells that give it.

    O(cells log cells).
    """
    worth_of = [weights[c.party] * c.slope for c in pool.cells]
    order = sorted(range(len(worth_of)), key=lambda k: (-worth_of[k], k))
    left, value, amounts = pool.total, ZERO, [ZERO] * len(worth_of)
    for k in order:
        amounts[k] = min(left, pool.cells[k].width)
        value += amounts[k] * worth_of[k]
        left -= amounts[k]
        if not left:
            break
    return value, tuple(amounts)


def support(pools: Pools, weights: Sequence[Rational], /) -> Fraction:
    r"""Return the greatest :math:`\lambda \cdot s` over all divisions of all pools."""
    total = ZERO
    for pool in pools:
        total += fill(pool, weights)[0]
        total += sum((w * b for w, b in zip(weights, pool.base, strict=True) if b), ZERO)
    return total


def worth(pools: Pools, amounts: Sequence[Sequence[Fraction]], n_parties: int, /) -> list[Fraction]:
    """Return what a division is worth to each party when the cells are filled as given."""
    found = [ZERO] * n_parties
    for pool, row in zip(pools, amounts, strict=True):
        found = [x + b for x, b in zip(found, pool.base, strict=True)]
        for cell, x in zip(pool.cells, row, strict=True):
            found[cell.party] += cell.slope * x
    return found


def held_shares(pool: Pool, amounts: Sequence[Fraction], /) -> dict[int, Fraction]:
    """Return the share of each party that shares in the pool; they add up to 1."""
    shares = dict(pool.held)
    for cell, x in zip(pool.cells, amounts, strict=True):
        shares[cell.party] += x
    return shares
