r"""The linear program under the core, the least core and the nucleolus.

The *excess* :math:`v(S) - x(S)` is what coalition *S* would gain by leaving the division *x*.
The program asks for a division whose largest excess is smallest:

.. math:: \min_{x, t}\; t \quad\text{subject to } x(N) = v(N),\quad
          x(S) \ge v(S) - t \;(S \text{ free}),\quad
          x(S) = s_S \;(S \text{ fixed}),\quad x_i \ge \text{floor}_i
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import nsmallest
from math import lcm

from irenic.solve.coalition_game import CoalitionGame, coalition_sums
from irenic.solve.exact_lp import LinearAnswer, Row, maximise
from irenic.solve.result import Status

__all__ = ["LeastExcess", "least_excess"]

Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class LeastExcess:
    r"""The smallest possible largest excess ``t``, a division ``x``, and the proof.

    The multipliers satisfy :math:`y \ge 0`, :math:`\sum_S y_S = 1`, floors :math:`z \ge 0` and

    .. math:: \sum_{S} y_S 1_S + \sum_i z_i e_i
              = \mu 1_N + \sum_{S \text{ fixed}} f_S 1_S

    so that every division of the program has largest excess at least
    :math:`\sum y_S v(S) + \sum z_i \text{floor}_i - \mu v(N) - \sum f_S s_S = t`.
    """

    t: Fraction
    x: Vector
    y: Mapping[int, Fraction]
    fixed: Mapping[int, Fraction]
    floors: Vector
    everyone: Fraction


def least_excess(
    game: CoalitionGame,
    free: Sequence[int],
    fixed: Mapping[int, Fraction],
    floors: Sequence[Fraction] = (),
    /,
) -> LeastExcess:
    """Solve the program.

    Only the rows that matter enter the linear program: it starts with few coalitions and
    takes in the most violated ones until none is violated.

    Parameters
    ----------
    game : CoalitionGame
    free : sequence of int
        Masks; not empty, and with every coalition also the rest of the players.
    fixed : mapping of int to Fraction
        Mask -> what the coalition gets.
    floors : sequence of shape (n_players,) or empty
        What each player gets at least.

    Raises
    ------
    ValueError
        When no division satisfies the conditions.
    """
    n = game.n_players
    hard = [Row((*_indicator(game.everyone, n, 1), 0), game.total, equal=True)]
    hard += [Row((*_indicator(s, n, 1), 0), given, equal=True) for s, given in fixed.items()]
    hard += [Row((*_indicator(1 << i, n, -1), 0), -low) for i, low in enumerate(floors)]
    # Comparing whole numbers over one denominator is ten times faster than fractions.
    unit = lcm(*(value.denominator for value in game.values))
    values = [int(value * unit) for value in game.values]
    working = [s for s in free if s.bit_count() in (1, n - 1)]
    while True:
        soft = [Row((*_indicator(s, n, -1), -1), -game.values[s]) for s in working]
        answer = maximise((*[0] * n, -1), hard + soft)
        if answer.status is Status.INFEASIBLE:
            raise ValueError(
                "no division gives everyone its floor and each fixed coalition its sum"
            )
        violated = _most_violated(values, unit, free, answer)
        if not violated:
            return _with_multipliers(answer, list(fixed), len(floors), working)
        working += violated


def _indicator(mask: int, n: int, sign: int) -> tuple[int, ...]:
    return tuple(sign * (mask >> i & 1) for i in range(n))


def _most_violated(
    values: Sequence[int], unit: int, free: Sequence[int], answer: LinearAnswer
) -> list[int]:
    """Return the coalitions that the point violates most, or the ray along which t falls."""
    bounded = answer.status is Status.OPTIMAL
    point = answer.x if bounded else answer.ray
    common = lcm(unit, *(part.denominator for part in point))
    *x, t = (int(part * common) for part in point)
    sums = coalition_sums(x)
    factor = common // unit if bounded else 0
    found = [(sums[s] + t - factor * values[s], s) for s in free]
    return [s for slack, s in nsmallest(2 * len(x), found) if slack < 0]


def _with_multipliers(
    answer: LinearAnswer, fixed: Sequence[int], n_floors: int, working: Sequence[int]
) -> LeastExcess:
    *x, t = answer.x
    everyone, rest = answer.y[0], answer.y[1:]
    of_fixed = rest[: len(fixed)]
    of_floors = rest[len(fixed) : len(fixed) + n_floors]
    of_free = rest[len(fixed) + n_floors :]
    return LeastExcess(
        t,
        tuple(x),
        {s: y for s, y in zip(working, of_free, strict=True) if y},
        dict(zip(fixed, of_fixed, strict=True)),
        of_floors,
        everyone,
    )
