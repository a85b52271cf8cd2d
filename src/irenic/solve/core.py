"""The core and the least core: divisions that no coalition would rather leave."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from irenic.solve.coalition_game import CoalitionGame, CoalitionResult, members
from irenic.solve.excess import least_excess
from irenic.solve.result import Status

__all__ = ["core", "least_core"]


def core(game: CoalitionGame, /) -> CoalitionResult:
    r"""Return a division in the core, or the coalitions that prove it empty.

    .. math:: x(N) = v(N), \qquad x(S) \ge v(S) \text{ for every coalition } S

    When the core is not empty the division is the point of :func:`least_core`; other points
    may be in the core too.  Certificate: ``excess``, what the coalition that gains most by
    leaving would gain (not positive).

    When it is empty the finding is ``core-empty``, and the certificate is a balanced
    collection: weights :math:`w_S > 0` with :math:`\sum_{S \ni i} w_S = 1` for every player
    and :math:`\sum w_S v(S) > v(N)`.  Any division would have to give the coalitions
    ``needed`` in all, but only ``available`` is there.  ``blocking`` lists its coalitions.

    Exact; one linear program over 2^n coalitions.

    References
    ----------
    O. N. Bondareva, "Some applications of linear programming methods to the theory of
    cooperative games", Problemy Kibernetiki 10 (1963) 119-139.
    L. S. Shapley, "On balanced sets and cores", Naval Research Logistics Quarterly 14
    (1967) 453-460.

    Examples
    --------
    >>> pairs = {(0, 1): 118, (0, 2): 84, (1, 2): 50}
    >>> game = CoalitionGame.of(3, {(0,): 0, (1,): 0, (2,): 0, **pairs, (0, 1, 2): 121})
    >>> result = core(game)
    >>> result.finding, result.blocking, str(result.certificate["needed"])
    ('core-empty', ((0, 1), (0, 2), (1, 2)), '126')
    """
    if game.n_players == 1:
        return CoalitionResult("core", Status.OPTIMAL, (game.total,))
    least = least_excess(game, range(1, game.everyone), {})
    if least.t <= 0:
        return CoalitionResult("core", Status.OPTIMAL, least.x, certificate={"excess": least.t})
    # The multipliers cover every player ``everyone`` times; scaled to once they are balanced.
    weights = {s: y / least.everyone for s, y in sorted(least.y.items())}
    needed = sum((w * game.values[s] for s, w in weights.items()), Fraction(0))
    return CoalitionResult(
        "core",
        Status.OPTIMAL,
        None,
        "core-empty",
        tuple(sorted(members(s) for s in weights)),
        {"balanced": _listed(game, weights), "needed": needed, "available": game.total},
    )


def least_core(game: CoalitionGame, /) -> CoalitionResult:
    r"""Return a division whose largest excess, over all coalitions, is as small as possible.

    .. math:: \varepsilon = \min_{x(N) = v(N)} \; \max_{\emptyset \ne S \ne N} v(S) - x(S)

    Leaving must cost :math:`\varepsilon` before some division is stable; when it is negative
    every coalition loses at least that much by leaving.  The division is one of possibly many
    (:func:`~irenic.solve.nucleolus.nucleolus` singles one out).  ``blocking`` lists the
    coalitions of the certificate when :math:`\varepsilon > 0`.

    Certificate: ``epsilon``, and ``weights`` :math:`y_S > 0` that add up to 1 and cover every
    player :math:`\mu` times (``cover``), so that the largest excess is at least
    :math:`\sum y_S (v(S) - x(S)) = \sum y_S v(S) - \mu v(N) = \varepsilon` in every division.

    Exact; one linear program.  A game of one player has no coalition that could leave;
    then there is no :math:`\varepsilon` and the certificate is empty.

    References
    ----------
    M. Maschler, B. Peleg, L. S. Shapley, "Geometric properties of the kernel, nucleolus,
    and related solution concepts", Mathematics of Operations Research 4 (1979) 303-338.
    """
    if game.n_players == 1:
        return CoalitionResult("least-core", Status.OPTIMAL, (game.total,))
    least = least_excess(game, range(1, game.everyone), {})
    blocking = tuple(sorted(members(s) for s in least.y)) if least.t > 0 else ()
    certificate = {
        "epsilon": least.t,
        "weights": _listed(game, least.y),
        "cover": least.everyone,
    }
    return CoalitionResult("least-core", Status.OPTIMAL, least.x, "", blocking, certificate)


def _listed(
    game: CoalitionGame, weights: Mapping[int, Fraction]
) -> tuple[Mapping[str, object], ...]:
    return tuple(
        {"coalition": members(s), "weight": w, "value": game.values[s]}
        for s, w in sorted(weights.items())
    )
