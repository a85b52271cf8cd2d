r"""Two parties dividing things: which points are efficient, decided by weights.

Every divisible issue is cut into pieces on which both values are linear.  With the first
party's score weighted :math:`\lambda` and the second's :math:`\mu`, each piece belongs to
whoever makes more of it, so that

.. math:: h(\lambda, \mu) = \lambda a_0 + \mu b_0
          + \sum_{\text{pieces}} \max(\lambda a_j, \mu b_j)

is the greatest weighted sum that any division reaches.  A point is efficient when it reaches
that bound for some positive weights, and a point can be reached or bettered when it passes
no bound.  Both need only the finitely many weights at which a piece changes hands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from irenic.verify.claims import Unchecked
from irenic.verify.utility import Party, Yardstick, height

__all__ = ["Division", "divide"]

ZERO, ONE = Fraction(0), Fraction(1)
Pair = tuple[Fraction, Fraction]


@dataclass(frozen=True)
class Division:
    """``base`` is what each has without any piece; ``pieces`` what each piece adds to each."""

    base: Pair
    pieces: tuple[Pair, ...]

    def bound(self, weights: Pair) -> Fraction:
        """Return the greatest weighted sum of the two scores over all divisions."""
        left, right = weights
        most = (max(left * a, right * b) for a, b in self.pieces)
        return left * self.base[0] + right * self.base[1] + sum(most, ZERO)

    @cached_property
    def turns(self) -> tuple[Pair, ...]:
        """Return the weights (sum 1) at which a piece changes hands, and the two ends."""
        inner = {b / (a + b) for a, b in self.pieces if a * b > 0}
        return tuple((x, 1 - x) for x in sorted({ZERO, ONE, *inner}))

    @cached_property
    def _bounds(self) -> tuple[tuple[Pair, Fraction], ...]:
        return tuple((w, self.bound(w)) for w in self.turns)

    def room(self, point: Pair) -> Fraction:
        """Return how far a point stays below the bounds; negative when it passes one.

        Zero: it can be reached or bettered, but not for both.
        """
        return min(top - _dot(w, point) for w, top in self._bounds)

    @cached_property
    def corners(self) -> tuple[Pair, ...]:
        """Return the corners of the frontier, from the second party's best to the first's.

        Between two turns exactly one point reaches the bound, whatever the weights.
        """
        found = []
        for (p, _), (q, _) in pairwise(self.turns):
            left, right = (p + q) / 2, 1 - (p + q) / 2
            ours = (a for a, b in self.pieces if left * a > right * b)
            theirs = (b for a, b in self.pieces if left * a < right * b)
            found.append((self.base[0] + sum(ours, ZERO), self.base[1] + sum(theirs, ZERO)))
        return tuple(found)

    def acceptable(self, floors: Pair) -> tuple[Pair, ...]:
        """Return the corners of the part of the frontier that keeps both floors."""
        if self.room(floors) < 0:
            return ()
        most = self.best(0, floors[1]), self.best(1, floors[0])
        ends = (self.best(0, most[1]), most[1]), (most[0], self.best(1, most[0]))
        inner = [c for c in self.corners if ends[0][0] < c[0] < ends[1][0]]
        return tuple(dict.fromkeys((ends[0], *inner, ends[1])))

    def beats(self, point: Pair) -> bool:
        """Return whether a division is better for somebody and worse for nobody."""
        if self.room(point) < 0:
            return False
        return self.best(0, point[1]) > point[0] or self.best(1, point[0]) > point[1]

    def best(self, party: int, floor: Fraction) -> Fraction:
        """Return a party's greatest score while the other gets at least ``floor``.

        By duality the least of h(1, m) - m x floor over m >= 0; that is piecewise linear,
        so one of the turns has it.  The floor must be one that can be reached.
        """
        return min(
            (top - w[1 - party] * floor) / w[party] for w, top in self._bounds if w[party] > 0
        )


def _dot(weights: Pair, point: Pair) -> Fraction:
    return weights[0] * point[0] + weights[1] * point[1]


def divide(yardstick: Yardstick, bases: Sequence[Sequence[Fraction]]) -> list[Division]:
    """Return the divisions of what two parties share, one for each of ``bases``.

    A base holds what the options chosen beside the divisible issues give to each.

    Raises
    ------
    Unchecked
        When there are more parties, or values that rise faster the more one has (then no
        weights decide).
    """
    case = yardstick.case
    if len(case.parties) != 2 or any(len(issue.among) != 2 for issue in case.share_issues):
        raise Unchecked("divisible issues are checked where two parties share all of them")
    first, second = yardstick.parties
    start, pieces = (ZERO, ZERO), []
    for issue in case.share_issues:
        ours, theirs = _heights(first, issue.id), _heights(second, issue.id)
        start = (start[0] + height(ours, ZERO), start[1] + height(theirs, ZERO))
        cuts = sorted({x for x, _ in ours} | {1 - x for x, _ in theirs})
        steps = [
            (height(ours, q) - height(ours, p), height(theirs, 1 - p) - height(theirs, 1 - q))
            for p, q in pairwise(cuts)
        ]
        widths = [q - p for p, q in pairwise(cuts)]
        slopes = [(a / w, b / w) for (a, b), w in zip(steps, widths, strict=True)]
        if any(s[0] < t[0] or s[1] > t[1] for s, t in pairwise(slopes)):
            raise Unchecked(f"the value of {issue.id} rises faster the more one has")
        pieces += steps
    return [Division((start[0] + a, start[1] + b), tuple(pieces)) for a, b in bases]


def _heights(party: Party, issue: str) -> Sequence[Pair]:
    return party.lines.get(issue, ((ZERO, ZERO), (ONE, ZERO)))
