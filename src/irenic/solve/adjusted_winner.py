"""Adjusted Winner: two parties spread equal points over divisible issues.

Shares are those of party 0; party 1 has the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.result import Status

__all__ = ["AdjustedWinnerResult", "Transfer", "adjusted_winner"]

Rational = Fraction | int
Points = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Transfer:
    """One step of the adjustment: ``giver`` hands over ``share`` of ``issue``.

    ``ratio`` is what the issue is worth to the giver over what it is worth to the receiver.
    """

    issue: int
    giver: int
    share: Fraction
    ratio: Fraction


@dataclass(frozen=True, slots=True)
class AdjustedWinnerResult:
    """A division, and the steps that lead to it.

    Attributes
    ----------
    shares : tuple of shape (n_issues,)
        What party 0 gets of each issue.
    points : tuple of shape (2,)
        The points of each party, by its own valuation; they are equal.
    split : int or None
        The only issue that is divided.
    winners : tuple of shape (n_issues,)
        Who holds each issue before the adjustment.
    tied : tuple of int
        Issues worth the same to both.  Those worth nothing to both are ``indifferent`` too.
    certificate : mapping
        ``weights`` (non-negative, sum 1) and ``bound``, see :func:`adjusted_winner`;
        ``half``, half the total, which ``points`` must reach for envy-freeness.
    """

    method: str
    status: Status
    shares: tuple[Fraction, ...]
    points: Points
    split: int | None
    winners: tuple[int, ...]
    initial_points: Points
    transfers: tuple[Transfer, ...]
    tied: tuple[int, ...]
    indifferent: tuple[int, ...]
    certificate: Mapping[str, object]


def adjusted_winner(points: Sequence[tuple[Rational, Rational]], /) -> AdjustedWinnerResult:
    r"""Divide the issues equitably, efficiently and without envy; split at most one.

    Each issue goes to the party that gives it more points.  Then the party that is ahead
    hands issues over, those with the smallest ratio (its points over the other's) first,
    until both have the same points; the last issue handed over may be split.

    Ties: an issue worth the same to both is placed after the others, in the order given,
    with the party that has fewer points so far (party 0 when level).  Issues of equal ratio
    move in the order given.  Other rules lead to other shares, but to the same points: the
    points are where the Pareto frontier meets the diagonal.

    The certificate holds weights :math:`\mu \ge 0`, :math:`\mu_0 + \mu_1 = 1`, with

    .. math:: \min(p_0, p_1) \le \mu_0 p_0 + \mu_1 p_1
              \le \sum_j \max(\mu_0 a_j, \mu_1 b_j) = \text{bound}

    for *every* division.  The division reaches the bound and both weights are positive
    (unless all points are zero), so nothing is better for both, and no division gives the
    worse-off party more.

    Parameters
    ----------
    points : sequence of shape (n_issues, 2)
        Points of party 0 and of party 1, not negative, with equal totals.

    Raises
    ------
    ValueError
        When a number is negative or the totals differ.

    Notes
    -----
    Exact; O(n_issues log n_issues).

    References
    ----------
    S. J. Brams and A. D. Taylor, "Fair Division: From Cake-Cutting to Dispute Resolution",
    Cambridge University Press (1996), chapter 4.

    Examples
    --------
    >>> result = adjusted_winner([(60, 30), (40, 70)])
    >>> [str(x) for x in result.shares], [str(x) for x in result.points], result.split
    (['1', '1/11'], ['700/11', '700/11'], 1)
    """
    worth = [(Fraction(a), Fraction(b)) for a, b in points]
    total = _common_total(worth)
    winners = _winners(worth)
    held = _held(worth, winners)
    shares = [Fraction(1 - winner) for winner in winners]
    transfers = _transfers(worth, winners, held)
    for step in transfers:
        shares[step.issue] += step.share if step.giver == 1 else -step.share
    final = _points(worth, shares)
    weights = _weights(worth, shares)
    bound = sum((max(weights[0] * a, weights[1] * b) for a, b in worth), Fraction(0))
    return AdjustedWinnerResult(
        method="adjusted-winner",
        status=Status.OPTIMAL,
        shares=tuple(shares),
        points=final,
        split=next((j for j, x in enumerate(shares) if 0 < x < 1), None),
        winners=winners,
        initial_points=held,
        transfers=transfers,
        tied=tuple(j for j, (a, b) in enumerate(worth) if a == b),
        indifferent=tuple(j for j, (a, b) in enumerate(worth) if a == b == 0),
        certificate={"weights": weights, "bound": bound, "half": total / 2},
    )


def _common_total(worth: Sequence[Points]) -> Fraction:
    if negative := [j for j, pair in enumerate(worth) if min(pair) < 0]:
        raise ValueError(f"points of issues {negative} are negative")
    first = sum((a for a, _ in worth), Fraction(0))
    second = sum((b for _, b in worth), Fraction(0))
    if first != second:
        raise ValueError(f"the parties spread different totals: {first} and {second}")
    return first


def _points(worth: Sequence[Points], shares: Sequence[Fraction]) -> Points:
    return (
        sum((a * x for (a, _), x in zip(worth, shares, strict=True)), Fraction(0)),
        sum((b * (1 - x) for (_, b), x in zip(worth, shares, strict=True)), Fraction(0)),
    )


def _held(worth: Sequence[Points], winners: Sequence[int]) -> Points:
    return _points(worth, [Fraction(1 - winner) for winner in winners])


def _winners(worth: Sequence[Points]) -> tuple[int, ...]:
    winners = {j: 0 if a > b else 1 for j, (a, b) in enumerate(worth) if a != b}
    held = [sum((worth[j][i] for j, w in winners.items() if w == i), Fraction(0)) for i in (0, 1)]
    for j, (a, b) in enumerate(worth):
        if a == b:
            winners[j] = 0 if held[0] <= held[1] else 1
            held[winners[j]] += a
    return tuple(winners[j] for j in range(len(worth)))


def _transfers(
    worth: Sequence[Points], winners: Sequence[int], held: Points
) -> tuple[Transfer, ...]:
    giver = 0 if held[0] > held[1] else 1
    ahead = held[giver] - held[1 - giver]
    # An issue worth nothing to the receiver is never reached: once the receiver has all that
    # it values it has the whole total, and cannot be behind.
    ratios = {
        j: pair[giver] / pair[1 - giver]
        for j, pair in enumerate(worth)
        if winners[j] == giver and pair[1 - giver] > 0
    }
    steps = []
    for j in sorted(ratios, key=lambda j: (ratios[j], j)):
        if ahead == 0:
            break
        share = min(Fraction(1), ahead / sum(worth[j]))
        ahead -= share * sum(worth[j])
        steps.append(Transfer(j, giver, share, ratios[j]))
    return tuple(steps)


def _weights(worth: Sequence[Points], shares: Sequence[Fraction]) -> Points:
    """Return weights under which every issue is where it counts most.

    With t = weight of party 1 over weight of party 0 that is a/b >= t for what party 0 holds
    and a/b <= t for what party 1 holds; the procedure's order leaves such a t.  When party 1
    holds only what is worthless to party 0, both have all they value and any t will do.
    """
    given = [a / b for (a, b), x in zip(worth, shares, strict=True) if x < 1 and b > 0]
    t = max(given, default=Fraction(0)) or Fraction(1)
    return 1 / (1 + t), t / (1 + t)
