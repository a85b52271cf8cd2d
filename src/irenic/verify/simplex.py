"""A small linear-programming method of the checker's own: a full tableau in fractions.

It shares nothing with the solver that found a result: that one works on the dual, in whole
numbers; this one keeps the textbook tableau and Bland's rule, which cannot cycle.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

__all__ = ["greatest"]

ZERO = Fraction(0)
Row = tuple[Sequence[Fraction], Fraction]


def greatest(
    objective: Sequence[Fraction], at_most: Sequence[Row], exactly: Sequence[Row] = ()
) -> tuple[Fraction, tuple[Fraction, ...]] | None:
    """Return the greatest objective and a point, over x >= 0; ``None`` when none is allowed.

    ``at_most`` rows are ``a . x <= b``, ``exactly`` rows ``a . x = b``.  The objective must
    not grow for ever.
    """
    n, slack = len(objective), len(at_most)
    table: list[list[Fraction]] = []
    for k, (row, bound) in enumerate((*at_most, *exactly)):
        extra = [Fraction(int(k == s)) for s in range(slack)]
        line = [*row, *extra, bound]
        table.append([-x for x in line] if bound < 0 else line)
    rows = len(table)
    # Every row starts with a variable of its own that has to become zero.
    width = n + slack
    for k, line in enumerate(table):
        line[-1:-1] = [Fraction(int(k == s)) for s in range(rows)]
    basis = [width + k for k in range(rows)]
    first = [ZERO] * width + [Fraction(-1)] * rows
    _climb(table, basis, first, width + rows)
    if any(j >= width and line[-1] for j, line in zip(basis, table, strict=True)):
        return None
    for k, j in enumerate(basis):
        if j >= width:
            enter = next((c for c in range(width) if table[k][c]), None)
            if enter is not None:
                _pivot(table, basis, k, enter)
    _climb(table, basis, [*objective, *[ZERO] * (slack + rows)], width)
    x = [ZERO] * (width + rows)
    for j, line in zip(basis, table, strict=True):
        x[j] = line[-1]
    return sum((c * v for c, v in zip(objective, x, strict=False)), ZERO), tuple(x[:n])


def _climb(
    table: list[list[Fraction]], basis: list[int], cost: Sequence[Fraction], allowed: int
) -> None:
    while True:
        prices = [cost[j] for j in basis]
        enter = next(
            (
                c
                for c in range(allowed)
                if cost[c]
                > sum((p * line[c] for p, line in zip(prices, table, strict=True) if p), ZERO)
            ),
            None,
        )
        if enter is None:
            return
        ratios = [
            (line[-1] / line[enter], basis[k], k) for k, line in enumerate(table) if line[enter] > 0
        ]
        if not ratios:
            raise ArithmeticError("the objective grows for ever")
        _pivot(table, basis, min(ratios)[2], enter)


def _pivot(table: list[list[Fraction]], basis: list[int], row: int, column: int) -> None:
    pivot = table[row][column]
    table[row] = here = [x / pivot for x in table[row]]
    for k, line in enumerate(table):
        if k != row and (factor := line[column]):
            table[k] = [x - factor * y if y else x for x, y in zip(line, here, strict=True)]
    basis[row] = column
