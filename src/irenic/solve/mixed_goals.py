r"""Goals in fractions, for packages that mix options with divisible issues.

The same three goals as :mod:`irenic.solve.goals`, on :math:`y_i = a_i u_i - b_i`, and what a
bound on :math:`\lambda \cdot u` says of them.  Here utilities are fractions, because a share
can be any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from irenic.solve.goals import ROOT_BITS, Kind, root_floor
from irenic.solve.share_program import Demand

__all__ = ["MixedGoal"]

ZERO, ONE = Fraction(0), Fraction(1)
Vector = Sequence[Fraction]


@dataclass(frozen=True, slots=True)
class MixedGoal:
    """One goal: ``weight[i]`` is 0 for parties that it does not look at.

    A product has weights 0 and 1 only.

    Examples
    --------
    >>> goal = MixedGoal("leximin", (Fraction(2), Fraction(1)), (Fraction(0), Fraction(3)))
    >>> [str(x) for x in goal.key((Fraction(4), Fraction(5)))]
    ['2', '8']
    """

    kind: Kind
    weight: tuple[Fraction, ...]
    base: tuple[Fraction, ...]

    @property
    def compared(self) -> tuple[int, ...]:
        """Return the parties that the goal looks at."""
        return tuple(i for i, a in enumerate(self.weight) if a)

    @property
    def targets(self) -> tuple[Demand, ...]:
        """Return one target for each compared value."""
        return tuple(Demand({i: self.weight[i]}, self.base[i]) for i in self.compared)

    @property
    def total(self) -> Demand:
        """Return the sum of the compared values as one target."""
        seen = self.compared
        return Demand({i: self.weight[i] for i in seen}, sum((self.base[i] for i in seen), ZERO))

    def key(self, u: Vector, /) -> tuple[Fraction, ...]:
        """Return what is compared, greater is better."""
        y = [self.weight[i] * u[i] - self.base[i] for i in self.compared]
        if self.kind == "sum" and y:
            return (sum(y, ZERO),)
        if self.kind == "leximin" or not y:
            return tuple(sorted(y))
        positive = [x for x in y if x > 0]
        return Fraction(len(positive)), prod(positive, start=ONE)

    def raised(self, floors: Vector, key: Vector, /) -> list[Fraction]:
        """Return what each party has at least in anything as good as ``key``, within floors."""
        if self.kind != "leximin" or not key:
            return list(floors)
        return [
            max(f, (key[0] + b) / a) if a else f
            for f, a, b in zip(floors, self.weight, self.base, strict=True)
        ]

    def least(self, weights: Vector, floors: Vector, key: Vector, /) -> Fraction:
        r"""Return a number that :math:`\lambda \cdot u` reaches in anything as good as ``key``.

        See :meth:`irenic.solve.goals.Goal.least` for the inequalities.
        """
        low = self.raised(floors, key)
        by_floors = sum((w * f for w, f in zip(weights, low, strict=True)), ZERO)
        seen = self.compared
        if self.kind == "leximin" or not key or not seen:
            return by_floors
        if self.kind == "sum":
            theta = min(weights[i] / self.weight[i] for i in seen)
            rest = self._rest(weights, low, theta)
            return max(by_floors, theta * (key[0] + self.total.least) + rest)
        if key[0] < len(seen) or any(not weights[i] for i in seen):
            return by_floors
        n = len(seen)
        inner = prod((weights[i] for i in seen), start=key[1])
        root = root_floor((inner.numerator << (ROOT_BITS * n)) // inner.denominator, n)
        others = self._rest(weights, low, None)
        moved = sum((weights[i] * self.base[i] for i in seen), ZERO)
        return max(by_floors, n * Fraction(root, 1 << ROOT_BITS) + moved + others)

    def _rest(self, weights: Vector, floors: Vector, theta: Fraction | None) -> Fraction:
        """Return what the floors pay for the part of the weights that the goal does not use."""
        total = ZERO
        for w, a, f in zip(weights, self.weight, floors, strict=True):
            if theta is not None:
                total += (w - theta * a) * f
            elif not a:
                total += w * f
        return total

    def rank(self, weights: Vector, floors: Vector, /) -> tuple[float, float]:
        """Return shift and factor: (weights . u - shift) * factor bounds the goal; floats.

        For a product it bounds the geometric mean.  For ranking only.
        """
        seen = self.compared
        if not seen or any(not weights[i] for i in seen):
            return -1e300, 1.0
        ratio = [weights[i] / self.weight[i] for i in seen]
        if self.kind == "sum":
            theta = min(ratio)
            shift = self._rest(weights, floors, theta) + theta * self.total.least
            return float(shift), float(1 / theta)
        moved = sum((r * self.base[i] for r, i in zip(ratio, seen, strict=True)), ZERO)
        shift = self._rest(weights, floors, None) + moved
        if self.kind == "leximin":
            return float(shift), float(1 / sum(ratio, ZERO))
        mean = prod(float(r) ** (1 / len(ratio)) for r in ratio)
        return float(shift), 1 / (len(ratio) * mean)
