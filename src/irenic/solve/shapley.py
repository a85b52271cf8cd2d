"""The Shapley value: what each player adds on average, over all orders of joining."""

from __future__ import annotations

from fractions import Fraction
from math import comb

from irenic.solve.coalition_game import CoalitionGame, CoalitionResult, blocking_coalitions
from irenic.solve.result import Status

__all__ = ["shapley"]


def shapley(game: CoalitionGame, /) -> CoalitionResult:
    r"""Return the mean of the marginal contributions of each player.

    .. math:: \phi_i = \frac1n \sum_{s=0}^{n-1} \binom{n-1}{s}^{-1}
              \sum_{S \not\ni i,\; |S| = s} v(S \cup \{i\}) - v(S)

    It always exists and shares out exactly :math:`v(N)`, but it need not be in the core:
    ``finding`` is ``blocked`` when some coalition gets more by itself, and ``blocking`` lists
    these, the one that gains most first.

    Certificate: ``marginals[i][s]``, the mean of what player *i* adds to coalitions of *s*
    others (their mean over *s* is the value), and ``total``, what is shared out.

    Exact; O(n 2^n).

    References
    ----------
    L. S. Shapley, "A value for n-person games", in Kuhn and Tucker (eds), Contributions to
    the Theory of Games II, Princeton University Press (1953) 307-317.

    Examples
    --------
    >>> game = CoalitionGame.of(2, {(0,): 1, (1,): 2, (0, 1): 5})
    >>> [str(x) for x in shapley(game).division]
    ['2', '3']
    """
    n = game.n_players
    marginals = tuple(_marginals(game, i) for i in range(n))
    division = tuple(sum(means, Fraction(0)) / n for means in marginals)
    blocking = tuple(s for s, _ in blocking_coalitions(game, division))
    return CoalitionResult(
        "shapley",
        Status.OPTIMAL,
        division,
        "blocked" if blocking else "",
        blocking,
        {"marginals": marginals, "total": sum(division, Fraction(0))},
    )


def _marginals(game: CoalitionGame, i: int) -> tuple[Fraction, ...]:
    n = game.n_players
    sums = [Fraction(0)] * n
    for s in range(1 << n):
        if not s >> i & 1:
            sums[s.bit_count()] += game.values[s | 1 << i] - game.values[s]
    return tuple(total / comb(n - 1, size) for size, total in enumerate(sums))
