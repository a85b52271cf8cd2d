"""What every group of players can get by itself: games with transferable value.

A *coalition* is a set of players 0, 1, ...; inside this package it is a bit mask (player *i*
is bit ``1 << i``), in results a tuple of player numbers in increasing order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import nsmallest
from math import lcm
from typing import TypeVar

from irenic.solve.result import Status

__all__ = [
    "MOST_PLAYERS",
    "CoalitionGame",
    "CoalitionResult",
    "Conflict",
    "Superadditivity",
    "blocking_coalitions",
    "coalition_sums",
    "mask_of",
    "members",
    "superadditivity",
]

#: Beyond this the number of coalitions, not the method, is what nobody can supply.
MOST_PLAYERS = 12

Rational = Fraction | int
Number = TypeVar("Number", int, Fraction)
Coalition = tuple[int, ...]
Division = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class CoalitionGame:
    """The value of every coalition.

    ``values[mask]`` is what the coalition gets without the others; ``values[0]`` is 0 and
    the last one is what all players get together.

    Raises
    ------
    ValueError
        When the number of values does not fit, there are no players or more than
        :data:`MOST_PLAYERS`, or the empty coalition has a value.
    """

    n_players: int
    values: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if not 1 <= self.n_players <= MOST_PLAYERS:
            raise ValueError(f"{self.n_players} players; a game has 1 to {MOST_PLAYERS}")
        if len(self.values) != 1 << self.n_players:
            raise ValueError(
                f"{len(self.values)} values for {self.n_players} players; expected one for each "
                f"of the {1 << self.n_players} coalitions, the empty one included"
            )
        if self.values[0]:
            raise ValueError(f"the empty coalition has the value {self.values[0]}, not 0")

    @classmethod
    def of(cls, n_players: int, values: Mapping[Coalition, Rational]) -> CoalitionGame:
        """Return the game with these values; every non-empty coalition is needed once.

        Examples
        --------
        >>> game = CoalitionGame.of(2, {(0,): 1, (1,): 2, (0, 1): 5})
        >>> [str(v) for v in game.values]
        ['0', '1', '2', '5']
        """
        by_mask = {mask_of(coalition): Fraction(value) for coalition, value in values.items()}
        if set(by_mask) != set(range(1, 1 << n_players)) or len(by_mask) != len(values):
            raise ValueError("expected a value for every non-empty coalition, once")
        return cls(n_players, (Fraction(0), *(by_mask[s] for s in range(1, 1 << n_players))))

    @property
    def everyone(self) -> int:
        """Return the mask of the coalition of all players."""
        return (1 << self.n_players) - 1

    @property
    def total(self) -> Fraction:
        """Return what all players get together."""
        return self.values[-1]

    @property
    def single_values(self) -> Division:
        """Return what each player gets alone."""
        return tuple(self.values[1 << i] for i in range(self.n_players))


@dataclass(frozen=True, slots=True)
class CoalitionResult:
    """What one concept says about a game.

    ``division[i]`` is the part of player *i*, ``None`` when the concept gives none.
    ``finding`` is a slug; ``blocking`` lists the coalitions that show why.
    """

    method: str
    status: Status
    division: Division | None
    finding: str = ""
    blocking: tuple[Coalition, ...] = ()
    certificate: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two coalitions without a common player that get ``loss`` less when they join."""

    first: Coalition
    second: Coalition
    loss: Fraction


@dataclass(frozen=True, slots=True)
class Superadditivity:
    """How many pairs of coalitions would lose by joining, and the pairs that lose most."""

    count: int
    worst: tuple[Conflict, ...]


def members(mask: int, /) -> Coalition:
    """Return the players of a bit mask.

    Examples
    --------
    >>> members(0b1011)
    (0, 1, 3)
    """
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def mask_of(coalition: Iterable[int], /) -> int:
    """Return the bit mask of a coalition; the inverse of :func:`members`."""
    return sum(1 << i for i in set(coalition))


def coalition_sums(x: Sequence[Number], /) -> list[Number]:
    r"""Return :math:`x(S) = \sum_{i \in S} x_i` for every mask ``S``; O(2^n)."""
    sums = [type(x[0])(0)]
    for part in x:
        sums += [part + s for s in sums]
    return sums


def blocking_coalitions(
    game: CoalitionGame, division: Sequence[Rational], /
) -> tuple[tuple[Coalition, Fraction], ...]:
    r"""Return every coalition that gets more by itself, with how much more, most first.

    A coalition blocks when :math:`v(S) > x(S)`.  The division need not share out the total.
    O(2^n).

    Raises
    ------
    ValueError
        When the division has another number of players.

    Examples
    --------
    >>> game = CoalitionGame.of(2, {(0,): 1, (1,): 2, (0, 1): 5})
    >>> [(s, str(more)) for s, more in blocking_coalitions(game, (4, 1))]
    [((1,), '1')]
    """
    if len(division) != game.n_players:
        raise ValueError(f"a division among {len(division)} players, not {game.n_players}")
    sums = coalition_sums([Fraction(x) for x in division])
    found = [
        (members(mask), value - given)
        for mask, (value, given) in enumerate(zip(game.values, sums, strict=True))
        if value > given
    ]
    return tuple(sorted(found, key=lambda item: (-item[1], item[0])))


def superadditivity(game: CoalitionGame, /, *, most: int = 10) -> Superadditivity:
    r"""Return the pairs of coalitions that would lose by joining, greatest loss first.

    .. math:: v(S) + v(T) > v(S \cup T), \qquad S \cap T = \emptyset

    Nothing is wrong with such a game, but "all together" may then not be what the players
    would form, and a mediator wants to know.  At most ``most`` pairs are listed; all are
    counted.  O(3^n).

    Examples
    --------
    >>> game = CoalitionGame.of(2, {(0,): 3, (1,): 3, (0, 1): 5})
    >>> [(c.first, c.second, str(c.loss)) for c in superadditivity(game).worst]
    [((0,), (1,), '1')]
    """
    unit = lcm(*(value.denominator for value in game.values))
    values = [int(value * unit) for value in game.values]
    found = []
    for union in range(1, 1 << game.n_players):
        rest = union & (union - 1)
        part = rest
        while part:  # every non-empty part that leaves the lowest player to the other side
            loss = values[part] + values[union ^ part] - values[union]
            if loss > 0:
                found.append((-loss, union ^ part, part))
            part = (part - 1) & rest
    worst = tuple(
        Conflict(members(first), members(second), Fraction(-minus_loss, unit))
        for minus_loss, first, second in nsmallest(most, found)
    )
    return Superadditivity(len(found), worst)
