r"""What a method maximises, and the least that multipliers make of any package as good.

A measure looks at :math:`y_i = s_i v_i - o_i` of the parties it compares, where *v* are
utilities as whole numbers (:class:`irenic.verify.spaces.Scaled`): at the sum of all, at their
product (of those above zero), or at the smallest, then the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm, prod
from typing import Literal

from irenic.verify.spaces import Vector

__all__ = ["Measure", "Row", "root_below"]

Row = tuple[Fraction, ...]
Kind = Literal["sum", "product", "smallest"]
ZERO = Fraction(0)


@dataclass(frozen=True)
class Measure:
    """One criterion; ``slope[i]`` and ``offset[i]`` count for the ``compared`` parties only."""

    kind: Kind
    slope: Row
    offset: Row
    compared: tuple[int, ...]

    def values(self, vector: Sequence[int]) -> Row:
        """Return what is compared, in party order."""
        return tuple(self.slope[i] * vector[i] - self.offset[i] for i in self.compared)

    def key(self, vector: Sequence[int]) -> Row:
        """Return what is maximised; greater is better."""
        y = self.values(vector)
        if self.kind == "sum":
            return (sum(y, ZERO),)
        if self.kind == "smallest":
            return tuple(sorted(y))
        return (prod(y, start=Fraction(1)) if all(x > 0 for x in y) else ZERO,)

    def grain(self) -> Fraction:
        """Return the least by which two different sums, or two different products, differ."""
        if self.kind == "sum":
            return Fraction(1, lcm(*(x.denominator for x in (*self.slope, *self.offset))))
        scales = (lcm(self.slope[i].denominator, self.offset[i].denominator) for i in self.compared)
        return Fraction(1, prod(scales))

    def floor_of(self, party: int, value: Fraction, *, above: bool = False) -> int:
        """Return the least whole utility at which ``y`` reaches ``value``, or exceeds it."""
        exact = (value + self.offset[party]) / self.slope[party]
        return floor(exact) + 1 if above else ceil(exact)

    def least(self, multipliers: Sequence[Fraction], low: Vector, target: Fraction | None) -> int:
        r"""Return what :math:`\lambda \cdot v` reaches wherever the measure reaches ``target``.

        The multipliers are whole numbers; ``low`` is what every party has in any case.
        *sum*: with :math:`\lambda = \theta s + \text{rest}` the first part pays for the target
        and the rest is paid by ``low``.
        *product*: the weighted mean is at least the geometric one,
        :math:`\sum \mu_i y_i \ge n (\prod \mu_i \prod y_i)^{1/n}`, its root rounded down.
        """
        by_low = sum((m * x for m, x in zip(multipliers, low, strict=True)), ZERO)
        found = by_low
        if target is not None and self.kind == "sum":
            theta, rest = self.split(multipliers, low)
            found = max(found, theta * (target + sum(self.offset, ZERO)) + rest)
        if target is not None and self.kind == "product" and target > 0:
            mu = [multipliers[i] / self.slope[i] for i in self.compared]
            if all(mu):
                n = len(mu)
                root = root_below(floor(prod(mu, start=target) * n**n), n)
                found = max(found, root + self.shift(multipliers, low))
        return ceil(found)

    def split(self, multipliers: Sequence[Fraction], low: Vector) -> tuple[Fraction, Fraction]:
        """Return the part of the multipliers that measures the sum, and what the rest is worth."""
        theta = min((multipliers[i] / self.slope[i] for i in self.compared), default=ZERO)
        rest = sum(
            (
                (m - theta * s) * x
                for m, s, x in zip(multipliers, self.slope, low, strict=True)
            ),
            ZERO,
        )  # fmt: skip
        return theta, rest

    def shift(self, multipliers: Sequence[Fraction], low: Vector) -> Fraction:
        """Return the part of the weighted sum that does not depend on the compared values."""
        return sum(
            (
                m * self.offset[i] / self.slope[i] if i in self.compared else m * low[i]
                for i, m in enumerate(multipliers)
            ),
            ZERO,
        )

    def implies(
        self, multipliers: Sequence[Fraction], low: Vector, top: Fraction, bound: Fraction
    ) -> bool:
        r"""Return whether :math:`\lambda \cdot v \le` ``top`` keeps the measure within ``bound``.

        The measure is here the sum, the product or the smallest value.
        """
        if sum((m * x for m, x in zip(multipliers, low, strict=True)), ZERO) > top:
            return True
        if not self.compared or not all(multipliers[i] > 0 for i in self.compared):
            return False
        if self.kind == "sum":
            theta, rest = self.split(multipliers, low)
            return (top - rest) / theta - sum(self.offset, ZERO) <= bound
        left = top - self.shift(multipliers, low)
        mu = [multipliers[i] / self.slope[i] for i in self.compared]
        if self.kind == "smallest":
            return left <= bound * sum(mu)
        # Powers instead of roots: (left / n)^n <= bound * prod(mu).
        return bound >= 0 and (left <= 0 or (left / len(mu)) ** len(mu) <= bound * prod(mu))


def root_below(x: int, n: int) -> int:
    """Return the largest whole number whose ``n``-th power is at most ``x``; by halving.

    Examples
    --------
    >>> root_below(26, 3), root_below(27, 3)
    (2, 3)
    """
    low, high = 0, 1 << (x.bit_length() // n + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**n <= x else (low, middle)
    return low
