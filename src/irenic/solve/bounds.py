r"""From a bound on a weighted sum to a bound on a goal.

If :math:`\lambda \cdot w \le x` for every package, then a sum, the geometric mean or the
smallest of the compared values is at most :math:`(x - \text{shift}) \cdot \text{factor}`.
The geometric mean stands for the product: the inequality of arithmetic and geometric means
bounds it.  Parties that a goal does not compare pay for their multipliers with their floors.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, log

from irenic.solve.goals import Goal, root_floor

__all__ = ["affine_bound", "exact_bound", "measure"]


def affine_bound(goal: Goal, row: Sequence[int], floors: Sequence[int]) -> tuple[float, float]:
    """Return shift and factor: (row . w - shift) * factor bounds the goal; floats."""
    seen = goal.compared
    others = sum(m * f for i, (m, f) in enumerate(zip(row, floors, strict=True)) if i not in seen)
    ratio = [row[i] / goal.weight[i] for i in seen]
    if not seen or min(ratio) <= 0:
        return -1e300, 1.0
    if goal.kind == "sum":
        theta = min(ratio)
        rest = sum((m - theta * a) * f for m, a, f in zip(row, goal.weight, floors, strict=True))
        return rest + theta * sum(goal.base[i] for i in seen), 1 / theta
    shift = others + sum(r * goal.base[i] for r, i in zip(ratio, seen, strict=True))
    if goal.kind == "leximin":
        return shift, 1 / sum(ratio)
    mean = exp(sum(log(r) for r in ratio) / len(ratio))
    return shift, 1 / (len(ratio) * mean)


def exact_bound(goal: Goal, row: Sequence[int], floors: Sequence[int], top: int) -> Fraction | None:
    """Return an exact upper bound of the sum, the geometric mean or the smallest value."""
    seen = goal.compared
    if not seen or any(row[i] <= 0 for i in seen):
        return None
    ratio = [Fraction(row[i], goal.weight[i]) for i in seen]
    others = sum(m * f for i, (m, f) in enumerate(zip(row, floors, strict=True)) if i not in seen)
    if goal.kind == "sum":
        theta = min(ratio)
        rest = sum(
            ((m - theta * a) * f for m, a, f in zip(row, goal.weight, floors, strict=True)),
            Fraction(0),
        )
        return (top - rest) / theta - sum(goal.base[i] for i in seen)
    moved = sum((r * goal.base[i] for r, i in zip(ratio, seen, strict=True)), Fraction(0))
    left = top - others - moved
    if goal.kind == "leximin":
        return left / sum(ratio)
    n = len(seen)
    product = Fraction(1)
    for r in ratio:
        product *= r
    # Enough binary digits behind the point that rounding the root down leaves 64 of them.
    bits = 64 + max(0, product.denominator.bit_length() - product.numerator.bit_length()) // n
    root = root_floor((product.numerator << (bits * n)) // product.denominator, n)
    return left / n / Fraction(root, 1 << bits)


def measure(goal: Goal, key: Sequence[int], /) -> Fraction:
    """Return what is bounded: the sum, the smallest value, or the geometric mean (rounded up)."""
    if goal.kind != "product":
        return Fraction(key[0]) if key else Fraction(0)
    n = len(goal.compared)
    if key[0] < n or not n:
        return Fraction(0)
    return Fraction(root_floor(key[1] << (64 * n), n) + 1, 1 << 64)
