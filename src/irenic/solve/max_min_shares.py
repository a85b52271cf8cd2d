"""Divisible issues among any number of parties: make the worst-off as well off as possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.solve.exact_lp import LinearAnswer, Row, maximise
from irenic.solve.result import Status

__all__ = ["MaxMinShares", "max_min_shares"]

Rational = Fraction | int


@dataclass(frozen=True, slots=True)
class MaxMinShares:
    """A division, its utilities, and a proof for each level of the worst-off.

    Attributes
    ----------
    shares : tuple of shape (n_issues, n_parties)
        They add up to 1 in every issue.
    utilities : tuple of shape (n_parties,)
    indifferent : tuple of int
        Issues worth nothing to any party that shares in them; divided equally.
    certificate : mapping
        ``levels``, see :func:`max_min_shares`.
    """

    method: str
    status: Status
    shares: tuple[tuple[Fraction, ...], ...]
    utilities: tuple[Fraction, ...]
    indifferent: tuple[int, ...]
    certificate: Mapping[str, object]


def max_min_shares(
    weights: Sequence[Sequence[Rational]],
    base: Sequence[Rational],
    /,
    *,
    sharers: Sequence[Sequence[int]] | None = None,
    leximin: bool = True,
) -> MaxMinShares:
    r"""Divide the issues so that the smallest utility is greatest, then the next, and so on.

    .. math:: u_i = \text{base}_i + \sum_j w_{ji} x_{ji}, \qquad \sum_i x_{ji} = 1, \; x \ge 0

    Utilities of different parties are compared.  With gains for utilities (no-deal values
    subtracted from ``base``) this is the egalitarian solution; with gains and weights divided
    by attainable gains it is Kalai-Smorodinsky.  A negative smallest gain says that there is
    no zone of agreement.

    Certificate: each level has its ``value`` *t*, the parties ``settled`` at it, and
    ``weights`` :math:`\lambda \ge 0` over all parties that prove it.  The weights of parties
    not settled at earlier levels add up to 1, and with :math:`v_i` the value of those that
    were,

    .. math:: t = \lambda \cdot \text{base} + \sum_j \max_{i \text{ shares in } j} \lambda_i w_{ji}
              - \sum_{i \text{ settled earlier}} \lambda_i v_i

    which is at least the smallest utility of the unsettled in every division that gives the
    settled what they have.  A party is settled when its weight is positive.

    Parameters
    ----------
    weights : sequence of shape (n_issues, n_parties)
        What the whole of each issue is worth.
    base : sequence of shape (n_parties,)
        Utilities without the divisible issues.
    sharers : sequence of shape (n_issues,) of sequences of int, optional
        Who may get a part of each issue; everyone by default.
    leximin : bool
        Whether to go on after the smallest utility.

    Raises
    ------
    ValueError
        When there is no party, or an issue without a party to share in it.

    Notes
    -----
    Exact; at most n_parties linear programs of n_issues + n_parties variables.

    References
    ----------
    H. Moulin, "Axioms of Cooperative Decision Making", Cambridge University Press (1988),
    chapter 1 (leximin).

    Examples
    --------
    >>> result = max_min_shares([(60, 30), (40, 70)], (0, 0))
    >>> [str(u) for u in result.utilities]
    ['700/11', '700/11']
    """
    n = len(base)
    who = sharers if sharers is not None else [range(n)] * len(weights)
    if not n or not all(who):
        raise ValueError("every issue needs a party that shares in it, and there must be parties")
    cells = [(j, i) for j, parties in enumerate(who) for i in parties]
    values: dict[int, Fraction] = {}
    levels = []
    while True:
        answer = _least_weighted_sum(weights, base, cells, values)
        lam, t = answer.x[:n], -(answer.value or Fraction(0))
        settled = tuple(i for i in range(n) if i not in values and lam[i] > 0)
        levels.append({"value": t, "settled": settled, "weights": lam})
        values |= dict.fromkeys(settled, t)
        if not leximin or len(values) == n:
            break
    indifferent = tuple(
        j for j, parties in enumerate(who) if not any(weights[j][i] for i in parties)
    )
    shares = [[Fraction(0)] * n for _ in weights]
    for (j, i), x in zip(cells, answer.y, strict=False):
        shares[j][i] = Fraction(1, len(who[j])) if j in indifferent else x
    utilities = tuple(
        sum((w[i] * x[i] for w, x in zip(weights, shares, strict=True)), Fraction(base[i]))
        for i in range(n)
    )
    return MaxMinShares(
        "leximin-shares" if leximin else "max-min-shares",
        Status.OPTIMAL,
        tuple(map(tuple, shares)),
        utilities,
        indifferent,
        {"levels": tuple(levels)},
    )


def _least_weighted_sum(
    weights: Sequence[Sequence[Rational]],
    base: Sequence[Rational],
    cells: Sequence[tuple[int, int]],
    values: Mapping[int, Fraction],
) -> LinearAnswer:
    """Minimise over the weights of parties what the best division makes of them.

    The dual of "maximise the smallest utility": its variables are a weight for each party and
    the worth of each issue under these weights, far fewer than the shares, which are the
    multipliers of the first rows.
    """
    n, size = len(base), len(base) + len(weights)

    def row(entries: Mapping[int, Rational], bound: Rational, *, equal: bool = False) -> Row:
        return Row(tuple(entries.get(k, 0) for k in range(size)), bound, equal)

    rows = [row({i: weights[j][i], n + j: -1}, 0) for j, i in cells]
    rows += [row({i: -1}, 0) for i in range(n)]
    rows.append(row({i: 1 for i in range(n) if i not in values}, 1, equal=True))
    cost = [values.get(i, 0) - start for i, start in enumerate(base)]
    return maximise((*cost, *(-1 for _ in weights)), rows)
