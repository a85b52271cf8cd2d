"""Dividing an estate that is smaller than the claims on it.

``estate`` is what there is, ``claims[i]`` what claimant *i* asks for, ``awards[i]`` what it
gets.  Every rule shares out the whole estate and gives nobody less than nothing or more
than its claim.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import factorial

from irenic.solve.result import Status

__all__ = [
    "CLAIMS_RULES",
    "MOST_SUMS",
    "ClaimsResult",
    "ClaimsRule",
    "constrained_equal_awards",
    "constrained_equal_losses",
    "contested_garment",
    "proportional",
    "random_arrival",
    "talmud",
]

#: Most distinct sums of claims that random arrival follows; some seconds of work.
MOST_SUMS = 200_000

Rational = Fraction | int
Amounts = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class ClaimsResult:
    """What a rule awards; ``finding`` is a slug that says why there are no awards."""

    method: str
    status: Status
    awards: Amounts = ()
    certificate: Mapping[str, object] = field(default_factory=dict)
    finding: str = ""


def proportional(estate: Rational, claims: Sequence[Rational], /) -> ClaimsResult:
    r"""Award the same part of every claim.

    .. math:: x_i = \lambda c_i, \qquad \lambda = E / \textstyle\sum_j c_j

    Certificate: ``factor``, the :math:`\lambda`.  Exact; O(n).

    Parameters
    ----------
    estate : Fraction or int
        Between 0 and the sum of the claims.
    claims : sequence of shape (n_claimants,)
        Not negative.

    Raises
    ------
    ValueError
        When a claim is negative or the estate is out of bounds.

    References
    ----------
    W. Thomson, "Axiomatic and game-theoretic analysis of bankruptcy and taxation problems:
    a survey", Mathematical Social Sciences 45 (2003) 249-297.

    Examples
    --------
    >>> [str(x) for x in proportional(300, [100, 200, 300]).awards]
    ['50', '100', '150']
    """
    e, c = _checked(estate, claims)
    total = sum(c, Fraction(0))
    factor = e / total if total else Fraction(0)
    awards = tuple(factor * x for x in c)
    return ClaimsResult("proportional", Status.OPTIMAL, awards, {"factor": factor})


def constrained_equal_awards(estate: Rational, claims: Sequence[Rational], /) -> ClaimsResult:
    r"""Award everybody the same, but nobody more than its claim.

    .. math:: x_i = \min(c_i, \lambda), \qquad \textstyle\sum_i x_i = E

    Certificate: ``cap``, the smallest such :math:`\lambda`.  Exact; O(n log n).  Parameters
    and errors as for :func:`proportional`.

    References
    ----------
    R. J. Aumann and M. Maschler, "Game theoretic analysis of a bankruptcy problem from the
    Talmud", Journal of Economic Theory 36 (1985) 195-213 (there after Maimonides).

    Examples
    --------
    >>> [str(x) for x in constrained_equal_awards(300, [100, 200, 300]).awards]
    ['100', '100', '100']
    """
    e, c = _checked(estate, claims)
    cap = _cap(e, c)
    awards = tuple(min(x, cap) for x in c)
    return ClaimsResult("constrained-equal-awards", Status.OPTIMAL, awards, {"cap": cap})


def constrained_equal_losses(estate: Rational, claims: Sequence[Rational], /) -> ClaimsResult:
    r"""Take the same from everybody's claim, but nobody's claim below zero.

    .. math:: x_i = \max(0, c_i - \lambda), \qquad \textstyle\sum_i x_i = E

    Certificate: ``loss``, the smallest such :math:`\lambda`.  Exact; O(n log n).  Parameters
    and errors as for :func:`proportional`.

    References
    ----------
    Aumann and Maschler (1985), as for :func:`constrained_equal_awards`.

    Examples
    --------
    >>> [str(x) for x in constrained_equal_losses(300, [100, 200, 300]).awards]
    ['0', '100', '200']
    """
    e, c = _checked(estate, claims)
    loss = _cap(sum(c, Fraction(0)) - e, c)
    awards = tuple(max(Fraction(0), x - loss) for x in c)
    return ClaimsResult("constrained-equal-losses", Status.OPTIMAL, awards, {"loss": loss})


def contested_garment(estate: Rational, claims: Sequence[Rational], /) -> ClaimsResult:
    r"""Award each of two claimants what the other concedes, and half of the contested rest.

    .. math:: x_i = m_i + \tfrac12 (E - m_1 - m_2),
              \qquad m_i = \max(0, E - c_j)

    Defined for two claimants only; with more the status is "unknown" and the finding
    ``two-claimants-only`` (:func:`talmud` is the rule that agrees with this one on every
    pair).  Certificate: ``conceded`` (:math:`m`) and ``contested``.  Exact.  Parameters and
    errors as for :func:`proportional`.

    References
    ----------
    Mishna, Baba Metzia 2a, in Aumann and Maschler (1985).

    Examples
    --------
    >>> [str(x) for x in contested_garment(100, [100, 50]).awards]
    ['75', '25']
    """
    e, c = _checked(estate, claims)
    if len(c) != 2:
        return ClaimsResult("contested-garment", Status.UNKNOWN, finding="two-claimants-only")
    conceded = (max(Fraction(0), e - c[1]), max(Fraction(0), e - c[0]))
    contested = e - sum(conceded)
    awards = tuple(m + contested / 2 for m in conceded)
    certificate = {"conceded": conceded, "contested": contested}
    return ClaimsResult("contested-garment", Status.OPTIMAL, awards, certificate)


def talmud(estate: Rational, claims: Sequence[Rational], /) -> ClaimsResult:
    r"""Award equally up to half of each claim; beyond that, let losses be equal.

    .. math:: x_i = \min(c_i/2, \lambda) \text{ when } E \le C/2, \qquad
              x_i = c_i - \min(c_i/2, \lambda) \text{ otherwise},
              \qquad C = \textstyle\sum_j c_j

    It is the only rule that divides between any two claimants what they get together as the
    contested garment does, and it is the nucleolus of the bankruptcy game.  Certificate:
    ``equal`` ("awards" or "losses") and ``cap``, the smallest :math:`\lambda`.  Exact;
    O(n log n).  Parameters and errors as for :func:`proportional`.

    References
    ----------
    Aumann and Maschler (1985), as for :func:`constrained_equal_awards`.

    Examples
    --------
    >>> [str(x) for x in talmud(200, [100, 200, 300]).awards]
    ['50', '75', '75']
    """
    e, c = _checked(estate, claims)
    total = sum(c, Fraction(0))
    halves = [x / 2 for x in c]
    if 2 * e <= total:
        cap = _cap(e, halves)
        awards = tuple(min(h, cap) for h in halves)
        return ClaimsResult("talmud", Status.OPTIMAL, awards, {"equal": "awards", "cap": cap})
    cap = _cap(total - e, halves)
    awards = tuple(x - min(h, cap) for x, h in zip(c, halves, strict=True))
    return ClaimsResult("talmud", Status.OPTIMAL, awards, {"equal": "losses", "cap": cap})


def random_arrival(estate: Rational, claims: Sequence[Rational], /) -> ClaimsResult:
    r"""Award the mean, over all orders of arrival, of "first come, first served".

    .. math:: x_i = \sum_{S \not\ni i} \frac{|S|!\,(n-|S|-1)!}{n!}
              \min\bigl(c_i, \max(0, E - \textstyle\sum_{j \in S} c_j)\bigr)

    The Shapley value of the bankruptcy game.  Certificate: ``orders``, the number of orders,
    and ``totals``, the awards summed over them.  Exact; time grows with the number of
    distinct sums of claims, and the status is "limit reached" beyond :data:`MOST_SUMS`.
    Parameters and errors as for :func:`proportional`.

    References
    ----------
    B. O'Neill, "A problem of rights arbitration from the Talmud", Mathematical Social
    Sciences 2 (1982) 345-371.

    Examples
    --------
    >>> [str(x) for x in random_arrival(300, [100, 200, 300]).awards]
    ['50', '100', '150']
    """
    e, c = _checked(estate, claims)
    n = len(c)
    totals = []
    for i, own in enumerate(c):
        sums = _sums(c[:i] + c[i + 1 :], e)
        if sums is None:
            return ClaimsResult("random-arrival", Status.LIMIT, finding="too-many-sums")
        totals.append(
            sum(
                (
                    count * factorial(size) * factorial(n - size - 1) * min(own, e - taken)
                    for (size, taken), count in sums.items()
                ),
                Fraction(0),
            )
        )
    awards = tuple(x / factorial(n) for x in totals)
    certificate = {"orders": factorial(n), "totals": tuple(totals)}
    return ClaimsResult("random-arrival", Status.OPTIMAL, awards, certificate)


def _sums(claims: Sequence[Fraction], estate: Fraction) -> dict[tuple[int, Fraction], int] | None:
    """Count sets of claimants by size and sum; sets that leave nothing do not matter."""
    found = {(0, Fraction(0)): 1}
    for claim in claims:
        longer = dict(found)
        for (size, taken), count in found.items():
            if taken + claim < estate:
                key = (size + 1, taken + claim)
                longer[key] = longer.get(key, 0) + count
        found = longer
        if len(found) > MOST_SUMS:
            return None
    return found if estate > 0 else {}


def _checked(estate: Rational, claims: Sequence[Rational]) -> tuple[Fraction, Amounts]:
    e, c = Fraction(estate), tuple(Fraction(x) for x in claims)
    if negative := [i for i, x in enumerate(c) if x < 0]:
        raise ValueError(f"claims {negative} are negative")
    if not 0 <= e <= sum(c):
        raise ValueError(f"an estate of {e} is not between 0 and the sum of the claims, {sum(c)}")
    return e, c


def _cap(estate: Fraction, claims: Sequence[Fraction]) -> Fraction:
    """Return the smallest cap under which the capped claims add up to the estate."""
    rest, cap = estate, Fraction(0)
    for served, claim in enumerate(sorted(claims)):
        if rest <= 0:
            break
        level = rest / (len(claims) - served)
        if level <= claim:
            return level
        rest -= claim
        cap = claim
    return cap


@dataclass(frozen=True, slots=True)
class ClaimsRule:
    """One row: what the rule is called, who proposed it, how to run it."""

    id: str
    title: str
    citation: str
    function: Callable[[Rational, Sequence[Rational]], ClaimsResult]


#: Every claims rule.  Adding one is adding a function and a row.
CLAIMS_RULES: dict[str, ClaimsRule] = {
    rule.id: rule
    for rule in (
        ClaimsRule("proportional", "Proportional", "Thomson 2003", proportional),
        ClaimsRule(
            "constrained-equal-awards",
            "Equal awards, nobody above its claim",
            "Aumann and Maschler 1985",
            constrained_equal_awards,
        ),
        ClaimsRule(
            "constrained-equal-losses",
            "Equal losses, nobody below zero",
            "Aumann and Maschler 1985",
            constrained_equal_losses,
        ),
        ClaimsRule(
            "contested-garment",
            "Contested garment (two claimants)",
            "Aumann and Maschler 1985",
            contested_garment,
        ),
        ClaimsRule(
            "talmud",
            "Talmud rule (consistent with the contested garment)",
            "Aumann and Maschler 1985",
            talmud,
        ),
        ClaimsRule(
            "random-arrival",
            "Random arrival (mean over all orders)",
            "O'Neill 1982",
            random_arrival,
        ),
    )
}
