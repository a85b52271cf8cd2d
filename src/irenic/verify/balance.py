r"""Balanced collections of coalitions, decided exactly.

A collection is balanced when weights exist with :math:`\sum_{S \ni i} \lambda_S` the same for
every party.  Everything the checker needs about cores and nucleoli comes down to that.
Coalitions are whole numbers whose bit *i* says whether party *i* belongs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

__all__ = ["has_balanced_part", "is_balanced", "span_adds"]

ZERO = Fraction(0)
Column = list[Fraction]


def _column(coalition: int, n: int) -> Column:
    return [Fraction(coalition >> i & 1) for i in range(n)]


def has_balanced_part(coalitions: Iterable[int], n: int, /) -> bool:
    r"""Return whether weights :math:`\lambda \ge 0` give every party exactly 1.

    Examples
    --------
    >>> has_balanced_part([0b011, 0b101, 0b110], 3), has_balanced_part([0b011, 0b001], 3)
    (True, False)
    """
    columns = [_column(s, n) for s in coalitions]
    return _solvable(columns, [Fraction(1)] * n)


def is_balanced(coalitions: Sequence[int], extra: Iterable[int], n: int, /) -> bool:
    r"""Return whether weights exist that are positive on ``coalitions``, at least 0 on ``extra``.

    Positive weights can be scaled up to at least 1; so this asks for
    :math:`\mu \ge 0,\ t \ge 0` with
    :math:`\sum_S \mu_S 1_S - t\,1_N = -\sum_{S \in \text{coalitions}} 1_S`.
    """
    columns = [_column(s, n) for s in (*coalitions, *extra)]
    columns.append([Fraction(-1)] * n)
    target = [-sum((_column(s, n)[i] for s in coalitions), ZERO) for i in range(n)]
    return _solvable(columns, target)


def _solvable(columns: Sequence[Column], target: Sequence[Fraction]) -> bool:
    """Return whether non-negative weights on ``columns`` add up to ``target``.

    First phase of the simplex method with Bland's rule, which cannot cycle.
    """
    n = len(target)
    signs = [-1 if x < 0 else 1 for x in target]
    rows = [
        [signs[i] * column[i] for column in columns]
        + [Fraction(i == k) for k in range(n)]
        + [signs[i] * target[i]]
        for i in range(n)
    ]
    basis = [len(columns) + i for i in range(n)]
    # What is still missing of the target, as a combination of the columns.
    missing = [sum((row[j] for row in rows), ZERO) for j in range(len(columns))]
    while True:
        enter = next((j for j, gain in enumerate(missing) if gain > 0), None)
        if enter is None:
            return all(
                row[-1] == 0 for row, b in zip(rows, basis, strict=True) if b >= len(columns)
            )
        ratios = [
            (row[-1] / row[enter], basis[i], i) for i, row in enumerate(rows) if row[enter] > 0
        ]
        leave = min(ratios)[2]
        pivot = rows[leave][enter]
        rows[leave] = [x / pivot for x in rows[leave]]
        for i, row in enumerate(rows):
            if i != leave and row[enter]:
                factor = row[enter]
                rows[i] = [x - factor * y for x, y in zip(row, rows[leave], strict=True)]
        factor = missing[enter]
        missing = [
            x - factor * y for x, y in zip(missing, rows[leave][: len(columns)], strict=True)
        ]
        basis[leave] = enter


def span_adds(span: list[Column], coalition: int, n: int, /) -> bool:
    """Return whether a coalition lies outside a span, and if so add it (rows reduced)."""
    vector = _column(coalition, n)
    for row in span:
        lead = next(i for i, x in enumerate(row) if x)
        if vector[lead]:
            factor = vector[lead] / row[lead]
            vector = [x - factor * y for x, y in zip(vector, row, strict=True)]
    if not any(vector):
        return False
    span.append(vector)
    return True
