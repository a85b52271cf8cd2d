"""Answers about what would make a state hold, with the names of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from irenic.analyse.stability_results import MoveTo
from irenic.solve.result import Status

__all__ = [
    "Demand",
    "InverseAnswer",
    "Need",
    "NewOrder",
    "NewRanking",
    "Ranking",
    "StatementMove",
    "Together",
    "Unless",
]

#: Groups of equally good states, best first.
Ranking = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Unless:
    """One way to keep a decision maker from a move: it prefers none of ``states`` to the target.

    ``answer`` is how the others bring it there; empty when it is the move itself.
    """

    states: tuple[str, ...]
    answer: tuple[MoveTo, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """A move away from the target, and the ways to keep from it: one of them has to hold.

    ``met`` says whether one does now; ``None`` when the present preference does not tell.
    """

    move: str
    ways: tuple[Unless, ...]
    met: bool | None


@dataclass(frozen=True, slots=True)
class NewRanking:
    """The smallest change of a ranking with which the target is stable.

    ``swaps`` is the distance in swaps of neighbouring states: a pair turned round counts 1, a tie
    that is broken 1/2; no new ties are made.  ``below`` are the states that the target rises above,
    nearest first, and ``single`` the one that has to fall below it where it stands in a group of
    equals.  ``level_swaps`` is enough when being as good as the last of them is enough.
    ``ranking`` is the new one (empty in large conflicts), ``others`` are as near and let fewer
    states change sides.  ``still_open``: moves that stay improvements without answer when only
    nearer states fall below the target, which shows that less is not enough.
    """

    swaps: Fraction
    level_swaps: Fraction
    below: tuple[str, ...]
    single: str | None
    ranking: Ranking
    others: tuple[Ranking, ...]
    still_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementMove:
    """One statement moved from one place to another, both counted from 1."""

    statement: str
    place: int
    new_place: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The smallest re-ordering of prioritised statements with which the target is stable.

    Status: optimal, infeasible (no order of them does) or limit reached; then ``order`` is the
    best known, if any.  ``order`` are places in the present order, counted from 1.  No order
    with fewer than ``bound`` swaps of neighbouring statements does.  ``moves`` are the
    smallest moves of one statement that do.
    """

    status: Status
    swaps: int | None
    bound: int
    order: tuple[int, ...]
    statements: tuple[str, ...]
    moves: tuple[StatementMove, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """What has to be true of one decision maker's preference, everybody else fixed.

    All ``demands`` have to be met.  ``share`` is the part of all strict rankings of the states
    that meet them, ``count`` how many of the ``total`` these are; ``equilibrium_share`` and
    ``equilibrium_count`` ask that the target is stable for all others too.  ``None``: not known
    (a limit), or too long a number.  ``change`` and ``order`` are ``None`` where the present
    preference is not a complete ranking, or no list of statements.
    """

    concept: str
    decision_maker: str
    stable: bool
    demands: tuple[Demand, ...]
    share: Fraction | None
    equilibrium_share: Fraction | None
    count: int | None
    equilibrium_count: int | None
    total: int | None
    change: NewRanking | None
    order: NewOrder | None


@dataclass(frozen=True, slots=True)
class Together:
    """The smallest change of all rankings at once with which the target is an equilibrium.

    ``rankings`` holds those that change.  No change of fewer than ``bound`` swaps does.
    """

    concept: str
    status: Status
    swaps: Fraction
    bound: Fraction
    rankings: Mapping[str, Ranking]
    examined: int


@dataclass(frozen=True, slots=True)
class InverseAnswer:
    """What would make a state hold, for each concept and each decision maker that may change."""

    status: Status
    target: str
    n_states: int
    free: tuple[str, ...]
    needs: tuple[Need, ...]
    together: tuple[Together, ...]
    reason: str = ""
