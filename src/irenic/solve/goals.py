r"""What a search without the frontier maximises, and what any better package must reach.

A goal looks at :math:`y_i = a_i u_i - b_i` for the parties with :math:`a_i > 0`:

* *sum*: :math:`\sum_i y_i`;
* *product*: how many :math:`y_i` are positive, then the product of these;
* *leximin*: the smallest :math:`y_i`, then the next, and so on.

All three are monotone: more for somebody and less for nobody is never worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Literal

__all__ = ["Goal", "Kind", "root_floor"]

Kind = Literal["sum", "product", "leximin"]
#: Binary digits kept behind the point of an n-th root, so that rounding it down costs nothing.
ROOT_BITS = 24


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: ``weight[i]`` is 0 for parties that it does not look at; all integers.

    Examples
    --------
    >>> Goal("leximin", (2, 1), (0, 3)).key((4, 5))
    (2, 8)
    >>> Goal("product", (1, 1), (1, 1)).key((4, 5))
    (2, 12)
    """

    kind: Kind
    weight: tuple[int, ...]
    base: tuple[int, ...]

    @property
    def compared(self) -> tuple[int, ...]:
        """Return the parties that the goal looks at."""
        return tuple(i for i, a in enumerate(self.weight) if a)

    def values(self, u: Sequence[int], /) -> list[int]:
        """Return the compared values of a utility vector."""
        return [self.weight[i] * u[i] - self.base[i] for i in self.compared]

    def key(self, u: Sequence[int], /) -> tuple[int, ...]:
        """Return what is compared, greater is better, exactly."""
        y = self.values(u)
        if self.kind == "sum":
            return (sum(y),)
        if self.kind == "leximin":
            return tuple(sorted(y))
        positive = [x for x in y if x > 0]
        return len(positive), prod(positive)

    def rescaled(self, base: Sequence[int], unit: Sequence[int], /) -> Goal:
        """Return the goal on ``w`` where ``u = base + unit * w``."""
        weight = tuple(a * g for a, g in zip(self.weight, unit, strict=True))
        start = tuple(b - a * x for b, a, x in zip(self.base, self.weight, base, strict=True))
        return Goal(self.kind, weight, start)

    def better(self, key: Sequence[int], /) -> tuple[int, ...]:
        """Return the least key above ``key``; nothing when no key is known."""
        return (*key[:-1], key[-1] + 1) if key else ()

    def floors(self, key: Sequence[int], /) -> tuple[int, ...]:
        """Return what each party has at least in a package at least as good as ``key``.

        Only leximin says something of each party; 0, the least of a plan, stands elsewhere.
        """
        if self.kind != "leximin" or not key:
            return (0,) * len(self.weight)
        return tuple(
            max(0, -((-key[0] - b) // a)) if a else 0
            for a, b in zip(self.weight, self.base, strict=True)
        )

    def least(
        self, multipliers: Sequence[int], floors: Sequence[int], key: Sequence[int], /
    ) -> int:
        r"""Return a number that :math:`\sum_i \lambda_i w_i` reaches in any package as good as key.

        Parameters
        ----------
        multipliers : sequence of shape (n_parties,)
            Not negative.
        floors : sequence of shape (n_parties,)
            What each party has at least; ``w`` is never negative.
        key : sequence
            Of a known package; empty when none is known.

        Notes
        -----
        *product* uses the inequality of arithmetic and geometric means,
        :math:`\sum_i \mu_i y_i \ge n (\prod_i \mu_i y_i)^{1/n}`, with the root rounded down;
        *sum* scales the goal so that no multiplier exceeds :math:`\lambda` and pays the
        rest by the floors.
        """
        by_floors = sum(m * f for m, f in zip(multipliers, floors, strict=True))
        if self.kind == "leximin" or not key:
            return by_floors
        if self.kind == "sum":
            return max(by_floors, self._least_of_sum(multipliers, floors, key[0]))
        if key[0] < len(self.compared) or any(not multipliers[i] for i in self.compared):
            return by_floors
        return max(by_floors, self._least_of_product(multipliers, floors, key[1]))

    def _least_of_sum(self, multipliers: Sequence[int], floors: Sequence[int], total: int) -> int:
        # lambda = theta * a + rest with rest >= 0: theta is the smallest ratio, a fraction
        # p / q, and q * lambda . w >= p * (total + base) + (q * lambda - p * a) . floors.
        p, q = 1, 0
        for m, a in zip(multipliers, self.weight, strict=True):
            if a and (q == 0 or m * q < p * a):
                p, q = m, a
        if q == 0:
            return 0
        rest = sum(
            (q * m - p * a) * f for m, a, f in zip(multipliers, self.weight, floors, strict=True)
        )
        return -(-(p * (total + sum(self.base[i] for i in self.compared)) + rest) // q)

    def _least_of_product(
        self, multipliers: Sequence[int], floors: Sequence[int], product: int
    ) -> int:
        # With mu_i = lambda_i / a_i:  lambda . w = sum mu_i (y_i + b_i) over the compared.
        n = len(self.compared)
        scale = prod(self.weight[i] for i in self.compared)
        inner = prod(multipliers[i] for i in self.compared) * product
        root = root_floor((inner << (ROOT_BITS * n)) // scale, n)  # of the mean, in fixed point
        shifted = sum(
            multipliers[i] * self.base[i] * (scale // self.weight[i]) for i in self.compared
        )
        others = sum(
            m * f for m, a, f in zip(multipliers, self.weight, floors, strict=True) if not a
        )
        top = n * root * scale + (shifted << ROOT_BITS)
        return -(-top // (scale << ROOT_BITS)) + others


def root_floor(x: int, n: int, /) -> int:
    """Return the largest integer whose ``n``-th power is at most ``x``; Newton's method.

    Examples
    --------
    >>> root_floor(26, 3), root_floor(27, 3)
    (2, 3)
    """
    if x < 2 or n == 1:
        return x
    guess = 1 << -(-x.bit_length() // n)
    while True:
        better = ((n - 1) * guess + x // guess ** (n - 1)) // n
        if better >= guess:
            return guess
        guess = better
