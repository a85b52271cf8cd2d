"""What two decision makers do who look a fixed number of moves ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.conflict_names import check_state
from irenic.analyse.stability import MOST_EXAMINED
from irenic.analyse.stability_results import MoveTo
from irenic.errors import LimitReached
from irenic.solve.result import Status
from irenic.solve.stability.findings import Step
from irenic.solve.stability.limited_moves import FarSighted, Hold, Horizons, look_ahead
from irenic.solve.stability.preference import Ranked

__all__ = [
    "COMPARISON_UNKNOWN",
    "NOT_TWO",
    "Foreseen",
    "Horizon",
    "LimitedMovesAnswer",
    "WhatFollows",
    "examine_limited_moves",
]

#: Why there is no answer.  For more than two decision makers the literature has two definitions
#: that disagree about who moves next.
NOT_TWO = "not-two-decision-makers"
COMPARISON_UNKNOWN = "some-comparisons-unknown"


@dataclass(frozen=True, slots=True)
class Horizon:
    """Which states are stable when both look ``moves`` moves ahead (:math:`L_h`).

    ``ties[maker]`` are states where it stays or leaves depending on how somebody breaks a tie
    between equally good moves; they are not counted as stable.
    """

    moves: int
    stable: Mapping[str, tuple[str, ...]]
    equilibria: tuple[str, ...]
    ties: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WhatFollows:
    """One line of play: the first move, what is foreseen after it, and where that ends."""

    first: str
    then: tuple[MoveTo, ...]
    end: str
    better: bool


@dataclass(frozen=True, slots=True)
class Foreseen:
    """Why a decision maker who looks ``moves`` moves ahead stays in a state, or leaves it.

    ``holds`` is "stays", "leaves" or "depends on ties".  ``options`` has one line of play for
    each of its moves: of several possible ones, the one that is worst for it.  ``line`` is what
    is foreseen to happen (empty when it stays), ``ends`` lists all ends that ties allow.
    """

    state: str
    decision_maker: str
    moves: int
    holds: str
    line: tuple[MoveTo, ...]
    ends: tuple[str, ...]
    options: tuple[WhatFollows, ...]


@dataclass(frozen=True, slots=True)
class LimitedMovesAnswer:
    """Stability of limited horizon, and what is left of it in the long run.

    ``horizons`` are those with 1, 2, .. moves, up to one full period of what repeats.  From
    ``settles`` moves on, verdicts repeat with ``period``: 1 says that they do not change any
    more.  ``non_myopic[maker]`` are the states stable at every horizon from there on;
    ``wavering[maker]`` those that are at some of them, or depend on ties.  ``settles`` is ``None``
    when the work ended before that: nothing is said about the long run then.
    """

    status: Status
    reason: str
    horizons: tuple[Horizon, ...] = ()
    settles: int | None = None
    period: int = 0
    non_myopic: Mapping[str, tuple[str, ...]] | None = None
    non_myopic_equilibria: tuple[str, ...] = ()
    wavering: Mapping[str, tuple[str, ...]] | None = None
    foreseen: tuple[Foreseen, ...] = ()


def examine_limited_moves(
    model: ConflictModel,
    /,
    *,
    horizon: int | None = None,
    explain: Sequence[str] = (),
    work: int = 20_000_000,
) -> LimitedMovesAnswer:
    """Return which states hold for two decision makers who look 1, 2, .. moves ahead.

    Parameters
    ----------
    horizon : int, optional
        For how many moves ahead the lines of play are given; the first of the long run when
        not said.
    explain : sequence of states
        States whose lines of play are wanted; else the status quo and all equilibria.
    work : int
        The most moves looked at.

    Raises
    ------
    LimitReached
        When there are more than :data:`MOST_EXAMINED` states, before the work is begun.
    UnknownName
        When a state to explain does not exist.
    """
    first = model.preferences[0]
    second = model.preferences[-1]
    if model.moves.n_makers != 2:
        return LimitedMovesAnswer(Status.UNKNOWN, NOT_TWO)
    if not (isinstance(first, Ranked) and isinstance(second, Ranked)):
        return LimitedMovesAnswer(Status.UNKNOWN, COMPARISON_UNKNOWN)
    if model.n_states > MOST_EXAMINED:
        raise LimitReached(
            f"{model.n_states:,} states are too many to look ahead from; "
            f"at most {MOST_EXAMINED:,} are examined"
        )
    found = look_ahead(model.moves, (first, second), work=work)
    namer = _Namer(model, FarSighted.of(model.moves, first, second), found)
    horizons = tuple(namer.horizon(h) for h in range(1, namer.last + 1))
    chosen = max(1, horizon if horizon is not None else found.settles or 1)
    if found.settles is None:
        chosen = min(chosen, namer.last)
    long_run = namer.long_run()
    wanted = [check_state(model, name) for name in explain] or namer.that_matter(horizons)
    return LimitedMovesAnswer(
        status=Status.LIMIT if found.settles is None else Status.OPTIMAL,
        reason="",
        horizons=horizons,
        settles=None if found.settles is None else max(1, found.settles),
        period=found.period,
        non_myopic=long_run[0],
        non_myopic_equilibria=_common(long_run[0]),
        wavering=long_run[1],
        foreseen=tuple(namer.foreseen(chosen, i, s) for s in wanted for i in (0, 1)),
    )


def _common(rows: Mapping[str, tuple[str, ...]] | None) -> tuple[str, ...]:
    if rows is None:
        return ()
    one, two = rows.values()
    both = set(two)
    return tuple(s for s in one if s in both)


@dataclass(frozen=True, slots=True)
class _Namer:
    """What two decision makers foresee, with the names of the case."""

    model: ConflictModel
    game: FarSighted
    found: Horizons

    @property
    def last(self) -> int:
        """Return the longest horizon worth telling: one full period of what repeats."""
        if self.found.settles is None:
            return max(1, len(self.found.rounds) - 1)
        return max(1, self.found.settles) + self.found.period - 1

    def horizon(self, h: int) -> Horizon:
        makers = self.model.conflict.maker_ids
        states = list(self.model.moves.states())

        def those(wanted: Hold) -> dict[str, tuple[str, ...]]:
            return {
                maker: self.model.ids(s for s in states if self.found.hold(h, i, s) is wanted)
                for i, maker in enumerate(makers)
            }

        stable = those(Hold.STAYS)
        return Horizon(h, stable, _common(stable), those(Hold.TIES))

    def long_run(
        self,
    ) -> tuple[Mapping[str, tuple[str, ...]] | None, Mapping[str, tuple[str, ...]] | None]:
        """Return which states hold at every long horizon, and which at some only."""
        if self.found.settles is None:
            return None, None
        firm, wavering = {}, {}
        for i, maker in enumerate(self.model.conflict.maker_ids):
            runs = {s: set(self.found.in_the_long_run(i, s)) for s in self.model.moves.states()}
            firm[maker] = self.model.ids(s for s, run in runs.items() if run == {Hold.STAYS})
            wavering[maker] = self.model.ids(
                s for s, run in runs.items() if run not in ({Hold.STAYS}, {Hold.LEAVES})
            )
        return firm, wavering

    def that_matter(self, horizons: Sequence[Horizon]) -> list[int]:
        """Return the status quo and every state that is an equilibrium at some horizon."""
        quo = self.model.conflict.status_quo
        names = dict.fromkeys([quo] if quo else [])
        for row in horizons:
            names.update(dict.fromkeys(row.equilibria))
        return [self.model.index(name) for name in names]

    def foreseen(self, h: int, maker: int, state: int) -> Foreseen:
        game, found = self.game, self.found
        rank = game.ranks[maker]
        ends = found.round(h)[maker][state]
        leaving = [e for e in ends if e != state]
        line = game.line(found, h, maker, state, leaving[0]) if leaving else ()
        return Foreseen(
            state=self.model.name(state),
            decision_maker=self.model.conflict.maker_ids[maker],
            moves=h,
            holds=found.hold(h, maker, state).value,
            line=self._moves(line),
            ends=self.model.ids(ends),
            options=tuple(
                WhatFollows(
                    self.model.name(move),
                    self._moves(then),
                    self.model.name(end),
                    rank[end] > rank[state],
                )
                for move, then, end in game.answers(found, h, maker, state)
            ),
        )

    def _moves(self, steps: Sequence[Step]) -> tuple[MoveTo, ...]:
        makers = self.model.conflict.maker_ids
        return tuple(MoveTo(makers[step.maker], self.model.name(step.target)) for step in steps)
