r"""Divisible issues between two parties, linear in shares: the frontier as a line of corners.

Party 0 gets the share :math:`x_j \in [0, 1]` of issue *j*, party 1 the rest:

.. math:: u_0 = \text{base}_0 + \sum_j w_{j0} x_j, \qquad
          u_1 = \text{base}_1 + \sum_j w_{j1} (1 - x_j)

``base`` holds what options chosen elsewhere give, so a case with options and shares is one
line for each combination of options.  How solutions are chosen on such lines is in
:mod:`irenic.solve.share_solutions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Place", "SharePolyline", "between", "share_frontier"]

Rational = Fraction | int
Point = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Place:
    """A point of a frontier: utilities, and the share of party 0 in every issue."""

    utilities: Point
    shares: tuple[Fraction, ...]

    @property
    def split(self) -> tuple[int, ...]:
        """Return the issues that are divided (those that nobody values among them)."""
        return tuple(j for j, x in enumerate(self.shares) if 0 < x < 1)


@dataclass(frozen=True, slots=True)
class SharePolyline:
    """The Pareto frontier of one set of divisible issues.

    Attributes
    ----------
    weights : tuple of shape (n_issues, 2)
    base : tuple of shape (2,)
    corners : tuple of Place
        At least one.  Along it party 0 gains and party 1 loses; between two corners only the
        issue ``moving`` goes over to party 0, so utilities are linear there.
    moving : tuple of shape (n_corners - 1,)
    indifferent : tuple of int
        Issues worth nothing to both; their share is set to one half and changes nothing.
    interchangeable : tuple of tuple of int
        Groups of issues with the same ratio of weights: where one of them is being moved,
        other shares within the group give the same utilities.
    """

    weights: tuple[Point, ...]
    base: Point
    corners: tuple[Place, ...]
    moving: tuple[int, ...]
    indifferent: tuple[int, ...]
    interchangeable: tuple[tuple[int, ...], ...]

    def support(self, weights: Sequence[Fraction], /) -> Fraction:
        r"""Return the greatest :math:`\lambda_0 u_0 + \lambda_1 u_1` over all divisions.

        .. math:: \lambda \cdot \text{base} + \sum_j \max(\lambda_0 w_{j0}, \lambda_1 w_{j1})

        A bound for every division that needs no search: each issue where it counts most.
        """
        a, b = weights
        most = (max(a * first, b * second) for first, second in self.weights)
        return sum(most, a * self.base[0] + b * self.base[1])

    def slopes(self, place: Place, /) -> tuple[Fraction, Fraction | None]:
        r"""Return the ratios :math:`\lambda_1/\lambda_0` of weights that the place maximises.

        The least and the greatest one; ``None`` stands for infinity.
        """
        # A part that both want to be rid of counts the other way round: party 0 holds it.
        pairs = [
            (a / b, x if a > 0 else 1 - x)
            for (a, b), x in zip(self.weights, place.shares, strict=True)
            if a * b > 0
        ]
        kept = [ratio for ratio, x in pairs if x > 0]
        given = [ratio for ratio, x in pairs if x < 1]
        return max(given, default=Fraction(0)), min(kept, default=None)


def between(a: Place, b: Place, part: Fraction, /) -> Place:
    """Return the place that lies ``part`` of the way from ``a`` to ``b``."""
    first, second = (p + part * (q - p) for p, q in zip(a.utilities, b.utilities, strict=True))
    shares = tuple(p + part * (q - p) for p, q in zip(a.shares, b.shares, strict=True))
    return Place((first, second), shares)


def share_frontier(
    weights: Sequence[tuple[Rational, Rational]], base: tuple[Rational, Rational] = (0, 0), /
) -> SharePolyline:
    """Return the exact Pareto frontier of divisible issues.

    It starts where party 1 has everything it values and party 0 the rest; then issues go
    over to party 0 in the order of what they are worth to it, relative to party 1.

    Parameters
    ----------
    weights : sequence of shape (n_issues, 2)
        What the whole of each issue is worth to each party.  Where both weights are negative
        (nobody wants it), handing it over goes the other way: from party 0 to party 1.
    base : pair
        Utilities without the divisible issues.

    Notes
    -----
    Exact; O(n_issues log n_issues) comparisons, one corner per issue that both value.

    References
    ----------
    Trading in the order of ratios is the step of Adjusted Winner (Brams and Taylor 1996,
    chapter 4), here followed from end to end.

    Examples
    --------
    >>> line = share_frontier([(60, 30), (40, 70)])
    >>> [tuple(str(u) for u in place.utilities) for place in line.corners], line.moving
    ([('0', '100'), ('60', '70'), ('100', '0')], (0, 1))
    """
    pairs = tuple((Fraction(a), Fraction(b)) for a, b in weights)
    start = (Fraction(base[0]), Fraction(base[1]))
    contested = [j for j, (a, b) in enumerate(pairs) if a * b > 0]
    ratio = {j: pairs[j][0] / pairs[j][1] for j in contested}
    moving = tuple(sorted(contested, key=lambda j: (-ratio[j], j)))
    indifferent = tuple(j for j, pair in enumerate(pairs) if not any(pair))
    shares = [Fraction(int(a > b if a * b <= 0 else a < 0)) for a, b in pairs]
    for j in indifferent:
        shares[j] = Fraction(1, 2)
    corners = [_place(pairs, start, shares)]
    for j in moving:
        shares[j] = Fraction(int(pairs[j][0] > 0))
        corners.append(_place(pairs, start, shares))
    groups = (tuple(k for k in contested if ratio[k] == r) for r in sorted(set(ratio.values())))
    return SharePolyline(
        pairs,
        start,
        tuple(corners),
        moving,
        indifferent,
        tuple(group for group in groups if len(group) > 1),
    )


def _place(pairs: Sequence[Point], base: Point, shares: Sequence[Fraction]) -> Place:
    held = list(zip(pairs, shares, strict=True))
    first = sum((a * x for (a, _), x in held), base[0])
    second = sum((b * (1 - x) for (_, b), x in held), base[1])
    return Place((first, second), tuple(shares))
