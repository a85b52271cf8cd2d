"""The nucleolus: the division whose greatest complaint is smallest, then the next, and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm

from irenic.solve.coalition_game import CoalitionGame, CoalitionResult, coalition_sums, members
from irenic.solve.excess import LeastExcess, least_excess
from irenic.solve.result import Status

__all__ = ["nucleolus"]


def nucleolus(game: CoalitionGame, /, *, individually_rational: bool = True) -> CoalitionResult:
    r"""Return the division that lexicographically minimises the sorted excesses.

    .. math:: \operatorname*{arg\,lexmin}_{x} \;
              \operatorname{sort}_{\ge}\bigl(v(S) - x(S)\bigr)_{\emptyset \ne S \ne N}
              \quad\text{subject to } x(N) = v(N),\; x_i \ge v(\{i\})

    Without the last condition (``individually_rational=False``) it is the prenucleolus.  It
    exists and is unique whenever some division satisfies the conditions; when the players
    get more by themselves than together the finding is ``no-imputation``.

    Certificate: ``levels``, one per linear program.  A coalition is *determined* at a level
    when its indicator is a combination of those of all players and of the coalitions settled
    at earlier levels; its excess is then the same in every division still possible.  A level
    has ``excess`` *t*, the smallest possible largest excess of the coalitions not yet
    determined, and the multipliers that prove it:

    * ``settled``: coalitions with ``weight`` :math:`y_S > 0`, adding up to 1.  In every
      division that attains *t* they have exactly this excess;
    * ``earlier``: coalitions settled before, with ``weight`` :math:`f_S` of any sign and
      what they get, ``given`` :math:`s_S`;
    * ``floors``: :math:`z_i \ge 0` per player, for the condition :math:`x_i \ge v(\{i\})`;
    * ``everyone``: :math:`\mu`;

    with :math:`\sum y_S 1_S + \sum z_i e_i = \mu 1_N + \sum f_S 1_S` and
    :math:`\sum y_S v(S) + \sum z_i v(\{i\}) - \mu v(N) - \sum f_S s_S = t`.  After the last
    level every coalition is determined, so the division is the only one.

    Notes
    -----
    Exact; at most n - 1 linear programs, O(2^n) memory.

    References
    ----------
    D. Schmeidler, "The nucleolus of a characteristic function game", SIAM Journal on
    Applied Mathematics 17 (1969) 1163-1170.
    The sequence of programs: A. Kopelowitz, "Computation of the kernels of simple games and
    the nucleolus of n-person games", Hebrew University of Jerusalem (1967).

    Examples
    --------
    >>> pairs = {(0, 1): 3, (0, 2): 4, (1, 2): 2}
    >>> game = CoalitionGame.of(3, {(0,): -1, (1,): 0, (2,): 1, **pairs, (0, 1, 2): 5})
    >>> [str(x) for x in nucleolus(game).division]
    ['8/3', '2/3', '5/3']
    """
    method = "nucleolus" if individually_rational else "prenucleolus"
    floors = game.single_values if individually_rational else ()
    if floors and sum(floors) > game.total:
        certificate = {"needed": sum(floors, Fraction(0)), "available": game.total}
        alone = tuple((i,) for i in range(game.n_players))
        return CoalitionResult(method, Status.INFEASIBLE, None, "no-imputation", alone, certificate)
    division: Sequence[Fraction] = (game.total,)
    span = _Span(game.n_players)
    span.add(game.everyone)
    fixed: dict[int, Fraction] = {}
    levels = []
    while free := span.outside():
        least = least_excess(game, free, fixed, floors)
        levels.append(_level(game, least, fixed))
        for s in sorted(least.y):
            if span.add(s):
                fixed[s] = game.values[s] - least.t
        division = least.x
    return CoalitionResult(
        method, Status.OPTIMAL, tuple(division), certificate={"levels": tuple(levels)}
    )


def _level(
    game: CoalitionGame, least: LeastExcess, fixed: Mapping[int, Fraction]
) -> Mapping[str, object]:
    return {
        "excess": least.t,
        "settled": tuple(
            {"coalition": members(s), "weight": y, "value": game.values[s]}
            for s, y in sorted(least.y.items())
        ),
        "earlier": tuple(
            {"coalition": members(s), "weight": f, "given": fixed[s]}
            for s, f in sorted(least.fixed.items())
            if f
        ),
        "floors": least.floors,
        "everyone": least.everyone,
    }


class _Span:
    """The indicators that are combinations of those added, told by what is orthogonal to them.

    ``normals`` is a basis of the orthogonal space: a coalition is in the span when it sums to
    zero over every one of them.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self.normals = [[Fraction(int(i == k)) for k in range(n)] for i in range(n)]

    def add(self, mask: int) -> bool:
        """Add an indicator; return whether the span grew."""
        sums = [
            sum((v for i, v in enumerate(normal) if mask >> i & 1), Fraction(0))
            for normal in self.normals
        ]
        pivot = next((k for k, s in enumerate(sums) if s), None)
        if pivot is None:
            return False
        removed = self.normals[pivot]
        self.normals = [
            [v - sums[k] / sums[pivot] * r for v, r in zip(normal, removed, strict=True)]
            for k, normal in enumerate(self.normals)
            if k != pivot
        ]
        return True

    def outside(self) -> list[int]:
        """Return the proper coalitions that are not in the span."""
        found: set[int] = set()
        for normal in self.normals:
            unit = lcm(*(v.denominator for v in normal))
            sums = coalition_sums([int(v * unit) for v in normal])
            found.update(s for s, total in enumerate(sums) if total)
        return sorted(found)
