"""The best division beside one choice of options, for each kind of goal, with its proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.mixed_goals import MixedGoal
from irenic.solve.nash_shares import NASH_TOLERANCE, nash_division
from irenic.solve.pools import Pools
from irenic.solve.share_program import Demand, floor_demands, leximin, program

__all__ = ["PointAnswer", "polish", "solve_point"]

ZERO, ONE = Fraction(0), Fraction(1)
Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class PointAnswer:
    """What is best beside one choice of options; infeasible: the weights prove it.

    ``weights`` on utilities are the proof of the first level of the key: with the support of
    the pools they bound what any division beside these options reaches.  ``ceiling`` bounds
    a product, and equals it when ``exact``.
    """

    feasible: bool
    key: Vector
    amounts: tuple[Vector, ...]
    weights: Vector
    exact: bool = True
    ceiling: Fraction = ZERO


def solve_point(
    goal: MixedGoal,
    point: Vector,
    pools: Pools,
    box: Sequence[Fraction | None],
    key: Vector,
    /,
) -> PointAnswer:
    """Return the best division; only as far as needed to see that it stays below ``key``."""
    n = len(point)
    if goal.kind == "product":
        return _product(goal, point, pools)
    demands = floor_demands(box)
    if goal.kind == "sum" or not goal.compared:
        targets: tuple[Demand, ...] = (goal.total,) if goal.compared else ()
        answer = program(point, pools, targets, demands)
        found: tuple[Fraction, ...] = (answer.value,) if goal.compared else ()
        amounts = answer.amounts
    else:
        targets = goal.targets
        levels = leximin(point, pools, targets, demands, least=key[0] if key else None)
        answer, found = levels.levels[0][0], levels.key
        amounts = levels.levels[-1][0].amounts
        if len(found) < len(targets):  # it stays below the key, whatever follows
            found = found[:1]
    weights = answer.weights(targets, demands, n)
    if not answer.feasible:
        return PointAnswer(False, (), (), weights)
    return PointAnswer(True, found, amounts, weights)


def _product(goal: MixedGoal, point: Vector, pools: Pools) -> PointAnswer:
    found = nash_division(point, pools, goal.base)
    if not found.feasible:
        return PointAnswer(False, (), (), found.weights)
    key = (Fraction(len(found.gaining)), found.product)
    k = len(found.gaining)
    ceiling = found.product
    if not found.exact:
        ceiling = (found.bound / k) ** k
        for i in found.gaining:
            ceiling /= found.weights[i]
    if ceiling > found.product * (1 + NASH_TOLERANCE):
        raise ArithmeticError("the product of gains is not certified within its tolerance")
    return PointAnswer(True, key, found.amounts, found.weights, found.exact, ceiling)


def polish(
    goal: MixedGoal,
    point: Vector,
    pools: Pools,
    box: Sequence[Fraction | None],
    answer: PointAnswer,
    /,
) -> tuple[Vector, ...]:
    """Return a division as good under the goal, and best in what the goal leaves open.

    A sum leaves open who gets it: the smallest compared value is made greatest, then the
    next.  Leximin leaves open what parties get that it does not compare: their sum is made
    greatest.
    """
    if goal.kind == "product":
        return answer.amounts
    demands = floor_demands(box)
    fixed: list[Demand] = list(demands)
    amounts = answer.amounts
    if goal.kind == "sum" and goal.compared:
        total = goal.total
        fixed.append(Demand(total.coefficients, total.least + answer.key[0]))
        amounts = leximin(point, pools, goal.targets, fixed).levels[-1][0].amounts
    rest = [i for i in range(len(point)) if not goal.weight[i]]
    if not rest:
        return amounts
    levels = leximin(point, pools, goal.targets, fixed)
    order = [goal.compared[k] for level in levels.settled for k in level]
    for i, value in zip(order, levels.key, strict=True):
        fixed.append(Demand({i: goal.weight[i]}, goal.base[i] + value))
    return program(point, pools, (Demand(dict.fromkeys(rest, 1), ZERO),), fixed).amounts
