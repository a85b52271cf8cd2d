"""What is asked of a conflict beyond its verdicts, each question where it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from irenic.analyse.conflict_coalitions import ConflictCoalitions, conflict_coalitions
from irenic.analyse.conflict_graph import ConflictGraph, conflict_graph
from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.conflict_paths import ConflictPaths, conflict_paths
from irenic.analyse.interventions import ConflictInterventions, find_interventions
from irenic.analyse.inverse import find_inverse
from irenic.analyse.inverse_results import InverseAnswer
from irenic.analyse.limited_moves import LimitedMovesAnswer, examine_limited_moves
from irenic.analyse.sensitivity import SensitivityAnswer, find_sensitive
from irenic.analyse.stability import MOST_EXAMINED, Sanctions, ranks_of
from irenic.analyse.stability_results import Verdicts
from irenic.analyse.state_patterns import StatePatterns, state_patterns
from irenic.analyse.strength import StrengthAnswer, examine_strength
from irenic.analyse.unknown_preference import UnknownPreferenceAnswer, read_unknown
from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.reach import reachable

A = TypeVar("A")

__all__ = ["Further", "Questions", "Reach", "ask_further"]

#: More equilibria than this are told by patterns; ways to each would fill pages.
MOST_WAYS = 200
#: Coalitions are asked about without being asked for in conflicts up to this size.
MOST_COALITION_STATES = 500
MOST_COALITION_MAKERS = 6
#: Most states for which coalitions are asked about.
MOST_LEFT = 40
#: All readings of unknown comparisons are told up to this size; it takes some ten seconds.
MOST_UNKNOWN = 256
#: Up to so many states a table says all; beyond, equilibria are told by patterns too.
FEW_STATES = 60


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a conflict.

    ``own`` gives decision makers a concept of their own; the others have Nash.  ``explain``
    are states whose verdicts are wanted with their reasons.  ``target`` is a state of which is
    asked what would make it hold, of the decision makers in ``free`` (all when empty).
    ``horizon`` is how many moves two decision makers look ahead.
    """

    sanctions: Sanctions = "sequences"
    own: Mapping[str, str] = field(default_factory=dict)
    explain: tuple[str, ...] = ()
    target: str = ""
    free: tuple[str, ...] = ()
    sensitivity: bool = False
    interventions: bool = False
    coalitions: bool = False
    horizon: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many states, and equilibria of each concept, the status quo leads to.

    ``improvements``: by moves that each make their mover better off; ``moves``: by any moves.
    """

    improvements: int
    moves: int
    equilibria_by_improvements: Mapping[str, int]
    equilibria_by_moves: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Further:
    """The answers beyond the verdicts; ``None`` for what was not asked or makes no sense.

    ``missed`` are the topics that a limit left out, ``limit`` says which limit.
    """

    graph: ConflictGraph | None = None
    paths: ConflictPaths | None = None
    reach: Reach | None = None
    patterns: Mapping[str, StatePatterns] = field(default_factory=dict)
    reached_patterns: Mapping[str, StatePatterns] = field(default_factory=dict)
    coalitions: ConflictCoalitions | None = None
    unknown: UnknownPreferenceAnswer | None = None
    strength: StrengthAnswer | None = None
    limited_moves: LimitedMovesAnswer | None = None
    inverse: InverseAnswer | None = None
    sensitivity: SensitivityAnswer | None = None
    interventions: ConflictInterventions | None = None
    missed: tuple[str, ...] = ()
    limit: str = ""


def ask_further(
    model: ConflictModel,
    verdicts: Verdicts,
    flags: Mapping[str, Sequence[Any]],
    questions: Questions,
    budget: Budget,
    /,
) -> Further:
    """Return the answers to what was asked, and to what is cheap enough to be told unasked."""
    small, few = model.n_states <= MOST_EXAMINED, model.n_states <= MOST_UNKNOWN
    strong = any(isinstance(p, Ranked) and p.degrees for p in model.preferences)
    ask = _Asking(budget)
    reading: Any = "one-step" if questions.sanctions == "one-step" else "sequences"
    told = ask("what the status quo leads to", lambda: _in_few_words(model, flags, budget))
    patterns, reached, reach = told or ({}, {}, None)
    coalitions = ask("who could leave together", lambda: _coalitions(model, verdicts, questions))
    further = Further(
        graph=ask("the picture", lambda: conflict_graph(model)),
        paths=ask("ways from the status quo", lambda: _paths(model, verdicts, _crews(coalitions))),
        reach=reach,
        patterns=patterns,
        reached_patterns=reached,
        coalitions=coalitions,
        unknown=ask(
            "what is sure though comparisons are unknown",
            lambda: read_unknown(model, budget=budget),
        )
        if not model.ranked and few
        else None,
        strength=ask("strength", lambda: examine_strength(model, budget=budget))
        if small and strong
        else None,
        limited_moves=ask("moves ahead", lambda: _limited(model, questions)),
        inverse=ask(
            "what would make the state hold",
            lambda: find_inverse(model, questions.target, free=questions.free, sanctions=reading),
        )
        if questions.target
        else None,
        sensitivity=ask("sensitivity", lambda: find_sensitive(model))
        if questions.sensitivity
        else None,
        interventions=ask("interventions", lambda: _interventions(model, questions, budget)),
    )
    return replace(further, missed=tuple(ask.missed), limit=ask.limit)


class _Asking:
    """Asks one question after the other; once a limit is reached, the others are left out."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.missed: list[str] = []
        self.limit = ""

    def __call__(self, topic: str, question: Callable[[], A]) -> A | None:
        """Return the answer to a question, or ``None`` when a limit came first."""
        self._budget.say(topic)
        try:
            self._budget.check()
            return question()
        except LimitReached as limit:
            self.missed.append(topic)
            self.limit = self.limit or str(limit)
            return None


def _in_few_words(
    model: ConflictModel, flags: Mapping[str, Sequence[Any]], budget: Budget
) -> tuple[dict[str, StatePatterns], dict[str, StatePatterns], Reach | None]:
    """Return the equilibria of a conflict that is not small as patterns, all and reached ones."""
    import numpy as np

    if model.n_states <= FEW_STATES or model.conflict.is_graph:
        return {}, {}, None
    together = {c: np.logical_and.reduce(rows) for c, rows in flags.items()}
    found = _patterns(model, together, budget)
    quo = model.conflict.status_quo
    if not quo or not model.ranked or not isinstance(model.moves, OptionMoves):
        return found, {}, None
    start = model.index(quo)
    better = reachable(model.moves, start, ranks_of(model), budget=budget)
    anyhow = reachable(model.moves, start, budget=budget)
    reach = Reach(
        int(better.sum()),
        int(anyhow.sum()),
        {c: int((both & better).sum()) for c, both in together.items()},
        {c: int((both & anyhow).sum()) for c, both in together.items()},
    )
    return found, _patterns(model, {c: b & better for c, b in together.items()}, budget), reach


def _patterns(
    model: ConflictModel, states: Mapping[str, Any], budget: Budget
) -> dict[str, StatePatterns]:
    found = {c: state_patterns(model, chosen, budget=budget) for c, chosen in states.items()}
    return {c: patterns for c, patterns in found.items() if patterns is not None}


def _at_rest(verdicts: Verdicts) -> list[str]:
    """Return the states that are equilibria under some concept."""
    found: dict[str, None] = {}
    for states in verdicts.equilibria.values():
        found.update(dict.fromkeys(states))
    return list(found)


def _crews(found: ConflictCoalitions | None) -> tuple[tuple[str, ...], ...]:
    """Return the coalitions that would leave some equilibrium together."""
    crews: dict[tuple[str, ...], None] = {}
    for state in found.states if found else ():
        for moves in state.moves.values():
            crews.update(dict.fromkeys(move.members for move in moves))
    return tuple(crews)


def _paths(
    model: ConflictModel, verdicts: Verdicts, crews: Sequence[Sequence[str]]
) -> ConflictPaths | None:
    if not verdicts.listed or len(_at_rest(verdicts)) > MOST_WAYS:
        return None
    if not model.conflict.status_quo:
        return None
    return conflict_paths(model, verdicts.equilibria, coalitions=crews)


def _coalitions(
    model: ConflictModel, verdicts: Verdicts, questions: Questions
) -> ConflictCoalitions | None:
    few = (
        model.n_states <= MOST_COALITION_STATES
        and 2 < model.moves.n_makers <= MOST_COALITION_MAKERS
    )
    if not (few or questions.coalitions) or not verdicts.listed or not model.ranked:
        return None
    wanted = dict.fromkeys(questions.explain)
    wanted.update(dict.fromkeys(_at_rest(verdicts)))
    return conflict_coalitions(model, list(wanted)[:MOST_LEFT]) if wanted else None


def _limited(model: ConflictModel, questions: Questions) -> LimitedMovesAnswer | None:
    if questions.horizon is None:
        return None
    return examine_limited_moves(model, horizon=questions.horizon, explain=questions.explain)


def _interventions(model: ConflictModel, questions: Questions, budget: Budget) -> Any:
    conflict = model.conflict
    if not questions.interventions and not conflict.interventions:
        return None
    kept = [link.kept for link in conflict.settlements]
    asked = [questions.target] if questions.target else [conflict.status_quo, *kept]
    wanted = tuple(dict.fromkeys(state for state in asked if state))
    return find_interventions(
        conflict, wanted=wanted, automatic=questions.interventions, budget=budget
    )
