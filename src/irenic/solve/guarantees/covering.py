r"""The cheapest amounts that cover every demand, in exact arithmetic.

.. math:: \min_y \; c \cdot y \quad\text{subject to } \sum_g a_{kg}\, y_g \ge d_k
          \text{ for every row } k, \quad 0 \le y_g \le Y_g

with costs and coefficients that are not negative.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.exact_lp import Row, maximise

__all__ = ["Covering", "cover_at_least_cost"]

Vector = tuple[Fraction, ...]
NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Covering:
    """What covering costs, with how much of each, and the price of every row.

    ``prices[k]`` proves the cost: with the prices of the amounts at their most, it adds up to the
    same sum.  Where d_k is a unit smaller, the cost falls by at most this; by exactly this while
    the same rows and amounts bind.
    """

    cost: Fraction
    amounts: Vector
    prices: Vector


def cover_at_least_cost(
    costs: Sequence[Fraction],
    rows: Sequence[Sequence[Fraction]],
    demand: Sequence[Fraction],
    most: Sequence[Fraction | None],
    /,
) -> Covering | None:
    """Return the cheapest covering; ``None`` when there is none.

    Parameters
    ----------
    costs : sequence of shape (n_amounts,)
        Not negative.
    rows : sequence of shape (n_rows, n_amounts)
        Not negative.
    demand : sequence of shape (n_rows,)
    most : sequence of shape (n_amounts,)
        ``None`` for no limit.

    Examples
    --------
    >>> found = cover_at_least_cost([Fraction(1, 10)], [[Fraction(9, 10)]], [Fraction(3)], [None])
    >>> str(found.cost), str(found.amounts[0]), str(found.prices[0])
    ('1/3', '10/3', '1/9')
    """
    n = len(costs)
    asked = [k for k, d in enumerate(demand) if d > 0]
    if any(all(a == 0 for a in rows[k]) for k in asked):
        return None
    prices = [NOTHING] * len(demand)
    if not asked:
        return Covering(NOTHING, (NOTHING,) * n, tuple(prices))
    program = [Row(tuple(-a for a in rows[k]), -demand[k]) for k in asked]
    for g, limit in enumerate(most):
        unit = tuple(Fraction(int(g == h)) for h in range(n))
        program.append(Row(tuple(-u for u in unit), NOTHING))
        if limit is not None:
            program.append(Row(unit, limit))
    answer = maximise([-c for c in costs], program)
    if answer.value is None:
        return None
    for k, price in zip(asked, answer.y, strict=False):
        prices[k] = price
    return Covering(-answer.value, answer.x, tuple(prices))
