r"""Stability for two decision makers who look a fixed number of moves ahead.

The two move in turn, i first.  With h moves left, i compares staying with what follows each of
its moves, and moves only if that is strictly better; then it is j's turn with h - 1 moves left:

.. math:: G_0(i, s) = s, \qquad
          G_h(i, s) = s \text{ or } G_{h-1}(j, m) \text{ for some } m \in R_i(s)

State s is :math:`L_h` stable for i when :math:`G_h(i, s) = s`; :math:`L_1` is Nash stability.
It is *non-myopic* stable when it is :math:`L_h` stable for all large h.

Ties.  Two moves that i finds equally good may end in different states, between which j does not
find itself indifferent.  Each choice among them is a line of play that nobody regrets, so
:math:`G_h(i, s)` is kept as a *set*: the ends under every way to break every tie.  The two turns
after different moves are different places in the tree, so ties break independently there, and

* staying is in the set iff after each move something can follow that is no better for i;
* an end that can follow move m is in the set iff it is better for i than staying, and after each
  other move something can follow that is no better than it.

A state is stable when the set is {s}, depends on ties when s is one end of several, and is not
stable otherwise.

Notes
-----
:math:`G_h` is a function of :math:`G_{h-1}` alone, on finitely many values, so the sequence
comes back to a value it had.  From there on it repeats; a period of 1 means that it has settled.
Time O(h x arcs), more with many ties.

References
----------
D. M. Kilgour, "Equilibria for far-sighted players", Theory and Decision 16 (1984) 135-157.
S. J. Brams, D. Wittman, "Nonmyopic equilibria in 2x2 games", Conflict Management and Peace
Science 6 (1981) 39-62.
L. Fang, K. W. Hipel, D. M. Kilgour, "Interactive Decision Making" (1993), chapter 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from irenic.solve.stability.findings import Step
from irenic.solve.stability.moves import Moves
from irenic.solve.stability.preference import Ranked

__all__ = ["FarSighted", "Hold", "Horizons", "look_ahead"]

Ends = tuple[int, ...]
#: For each decision maker, the possible ends from each state.
Round = tuple[dict[int, Ends], dict[int, Ends]]


class Hold(Enum):
    """Whether a decision maker who looks ahead stays."""

    STAYS = "stays"
    TIES = "depends on ties"
    LEAVES = "leaves"


@dataclass(frozen=True)
class Horizons:
    """What two decision makers foresee with 0, 1, 2, .. moves left.

    ``rounds[h][i][s]`` is the set :math:`G_h(i, s)`, ascending.  When ``settles`` is not
    ``None``, ``rounds[settles + period]`` would be ``rounds[settles]`` again; ``None`` says
    that the work ended before that.
    """

    rounds: tuple[Round, ...]
    settles: int | None
    period: int = 0

    def round(self, h: int, /) -> Round:
        """Return what is foreseen with h moves left, for any h >= 0 when it repeats."""
        if h >= len(self.rounds) and self.settles is not None:
            h = self.settles + (h - self.settles) % self.period
        return self.rounds[h]

    def hold(self, h: int, maker: int, state: int, /) -> Hold:
        """Return whether a decision maker with h moves left stays."""
        ends = self.round(h)[maker][state]
        if ends == (state,):
            return Hold.STAYS
        return Hold.TIES if state in ends else Hold.LEAVES

    def in_the_long_run(self, maker: int, state: int, /) -> tuple[Hold, ...]:
        """Return what holds in each round of the part that repeats; empty when not found."""
        if self.settles is None:
            return ()
        hs = range(self.settles, self.settles + self.period)
        return tuple(self.hold(h, maker, state) for h in hs)


@dataclass(frozen=True, slots=True)
class FarSighted:
    """Two decision makers who move in turn and see the same end."""

    moves: Moves
    ranks: tuple[tuple[int, ...], tuple[int, ...]]

    @classmethod
    def of(cls, moves: Moves, first: Ranked, second: Ranked, /) -> FarSighted:
        """Return the two with ranks as plain numbers, whatever they are kept in."""
        return cls(moves, (tuple(map(int, first.rank)), tuple(map(int, second.rank))))

    def ends(self, maker: int, state: int, after: dict[int, Ends], /) -> Ends:
        """Return the possible ends for a decision maker about to move.

        ``after[m]`` are the ends once the other is about to move at m.
        """
        rank = self.ranks[maker]
        here = rank[state]
        options = {m: after[m] for m in self.moves.of(maker, state)}
        if not options:
            return (state,)
        top = max(min(rank[e] for e in ends) for ends in options.values())
        found = {state} if top <= here else set()
        for ends in options.values():
            # the ends of the move with the best worst are never below it
            found.update(e for e in ends if rank[e] > here and rank[e] >= top)
        return tuple(sorted(found))

    def line(
        self, horizons: Horizons, h: int, maker: int, state: int, end: int, /
    ) -> tuple[Step, ...]:
        """Return the moves of one line of play from a state to one of its possible ends."""
        steps: list[Step] = []
        while state != end:
            after = horizons.round(h - 1)[1 - maker]
            state = next(m for m in self.moves.of(maker, state) if end in after[m])
            steps.append(Step(maker, state))
            maker, h = 1 - maker, h - 1
        return tuple(steps)

    def answers(
        self, horizons: Horizons, h: int, maker: int, state: int, /
    ) -> list[tuple[int, tuple[Step, ...], int]]:
        """Return for each move what would follow it and where that ends.

        Of several ends the one that is worst for the mover is taken: it shows that staying can
        be right.
        """
        rank = self.ranks[maker]
        found = []
        for m in self.moves.of(maker, state):
            end = min(horizons.round(h - 1)[1 - maker][m], key=lambda e: (rank[e], e))
            found.append((m, self.line(horizons, h - 1, 1 - maker, m, end), end))
        return found


def look_ahead(
    moves: Moves, preferences: Sequence[Ranked], /, *, work: int = 20_000_000
) -> Horizons:
    """Return what two decision makers foresee, until it repeats.

    Parameters
    ----------
    preferences : two complete orders
    work : int
        The most moves to look at; the rounds found so far are returned when it is used up.

    Examples
    --------
    Prisoner's dilemma: bit 0 and 1 say who cooperates; from mutual cooperation (3) nobody
    leaves when looking two moves ahead.

    >>> from irenic.solve.stability.moves import OptionMoves
    >>> first, second = Ranked((1, 0, 3, 2)), Ranked((1, 3, 0, 2))
    >>> found = look_ahead(OptionMoves((0, 1, 2), (0, 0), bytes([1] * 4)), (first, second))
    >>> [found.hold(h, 0, 3).value for h in (1, 2, 3)], found.settles, found.period
    (['leaves', 'stays', 'stays'], 2, 1)
    """
    first, second = preferences
    game = FarSighted.of(moves, first, second)
    states = list(moves.states())
    arcs = sum(len(moves.of(i, s)) + 1 for i in (0, 1) for s in states)
    start: dict[int, Ends] = {s: (s,) for s in states}
    rounds: list[Round] = [(start, start)]
    seen = {_key(rounds[0]): 0}
    while arcs * len(rounds) <= work:
        one, two = rounds[-1]
        following: Round = (
            {s: game.ends(0, s, two) for s in states},
            {s: game.ends(1, s, one) for s in states},
        )
        key = _key(following)
        if key in seen:
            return Horizons(tuple(rounds), seen[key], len(rounds) - seen[key])
        seen[key] = len(rounds)
        rounds.append(following)
    return Horizons(tuple(rounds), None)


def _key(found: Round) -> tuple[tuple[Ends, ...], tuple[Ends, ...]]:
    return tuple(found[0].values()), tuple(found[1].values())
