"""Everything that is asked of a conflict, in one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from irenic.analyse.conflict_further import Further, Questions, ask_further
from irenic.analyse.conflict_model import ConflictModel, model_conflict
from irenic.analyse.conflict_names import check_maker, check_state
from irenic.analyse.conflict_size import check_size
from irenic.analyse.settlement_stability import SettlementStability, examine_settlement
from irenic.analyse.stability import (
    MOST_EXAMINED,
    MOST_WITNESSES,
    Examiner,
    concepts_of,
    find_verdicts,
    witnesses_of,
)
from irenic.analyse.stability_results import Verdicts, Witness
from irenic.errors import NotCovered, UnknownName
from irenic.model import Case, Conflict
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.result import Status

#: In large conflicts the status quo is explained unasked where nobody has more moves than this.
MOST_MOVES_EXPLAINED = 64

__all__ = ["MOST_MOVES_EXPLAINED", "Questions", "StabilityAnswer", "analyse_conflict"]


@dataclass(frozen=True, slots=True)
class StabilityAnswer:
    """Which states of a conflict hold, for whom, why, and what follows from it.

    ``doubtful`` says that unknown comparisons were read so that a state is stable only when it
    is in the most doubtful reading.  ``own_equilibria`` are the states that are stable for
    every decision maker under its own concept (``None``: not asked).
    """

    case: Case
    conflict: Conflict
    questions: Questions
    status: Status
    doubtful: bool
    concepts: tuple[str, ...]
    verdicts: Verdicts
    witnesses: tuple[Witness, ...]
    own_equilibria: tuple[str, ...] | None
    settlements: tuple[SettlementStability, ...]
    further: Further


def analyse_conflict(
    case: Case, questions: Questions | None = None, /, *, budget: Budget = UNLIMITED
) -> StabilityAnswer:
    """Return what holds in the conflict of a case, for whom and why.

    Raises
    ------
    NotCovered
        When the case has no conflict.
    LimitReached
        When it is too large for this machine, before the work is begun.
    """
    if case.conflict is None:
        raise NotCovered(
            f"{case.title} has no conflict part; `irenic stability` needs decision makers, their "
            "options and their preferences (section conflict)"
        )
    questions = questions or Questions()
    check_size(case.conflict, budget)
    budget.say("listing states and moves")
    model = model_conflict(case.conflict)
    concepts = concepts_of(model, questions.sanctions)
    _check_names(model, questions, concepts)
    budget.say("looking for stable states")
    verdicts, flags = find_verdicts(
        model,
        concepts,
        sanctions=questions.sanctions,
        sim_in_any_case="sim" in questions.own.values(),
        budget=budget,
    )
    concepts = tuple(flags)
    examiner = Examiner(model, questions.sanctions)
    budget.say("giving reasons")
    explained = _explained(model, verdicts, flags, questions)
    further = ask_further(model, verdicts, flags, questions, budget)
    return StabilityAnswer(
        case=case,
        conflict=case.conflict,
        questions=questions,
        status=Status.LIMIT if further.missed else verdicts.status,
        doubtful=not model.ranked,
        concepts=concepts,
        verdicts=verdicts,
        witnesses=witnesses_of(examiner, concepts, explained),
        own_equilibria=_own(model, flags, questions),
        settlements=tuple(
            examine_settlement(examiner, link, concepts) for link in case.conflict.settlements
        ),
        further=further,
    )


def _check_names(model: ConflictModel, questions: Questions, concepts: tuple[str, ...]) -> None:
    """Refuse names that the conflict does not have.

    Raises
    ------
    UnknownName
    """
    for name in (*questions.explain, *([questions.target] if questions.target else ())):
        check_state(model, name)
    for maker in questions.free:
        check_maker(model.conflict, maker)
    for maker, concept in questions.own.items():
        check_maker(model.conflict, maker)
        if concept not in concepts:
            raise UnknownName(
                f"no concept {concept!r} for this conflict; expected one of: {', '.join(concepts)}"
            )


def _explained(
    model: ConflictModel, verdicts: Verdicts, flags: Mapping[str, Any], questions: Questions
) -> list[int]:
    """Return the states whose verdicts are explained: all of few, else those that matter."""
    if questions.explain:
        return [model.index(name) for name in questions.explain]
    each = model.moves.n_makers * len(flags)
    if verdicts.n_states * each <= MOST_WITNESSES:
        return list(model.moves.states())
    wanted: dict[int, None] = {}
    quo = model.conflict.status_quo
    if quo and (model.n_states <= MOST_EXAMINED or _widest(model) <= MOST_MOVES_EXPLAINED):
        wanted[model.index(quo)] = None
    if model.n_states <= MOST_EXAMINED:
        for names in verdicts.equilibria.values():
            wanted.update(dict.fromkeys(model.index(name) for name in names))
    return list(wanted)[: max(1, MOST_WITNESSES // each)]


def _widest(model: ConflictModel) -> int:
    """Return how many moves a decision maker has at most, where these follow from options."""
    makers = model.conflict.decision_makers
    return max((1 << len(maker.options)) - 1 for maker in makers)


def _own(
    model: ConflictModel, flags: Mapping[str, Any], questions: Questions
) -> tuple[str, ...] | None:
    """Return the states that are stable for every decision maker under its own concept."""
    if not questions.own:
        return None
    import numpy as np

    rows = [
        flags[questions.own.get(maker, "nash")][i]
        for i, maker in enumerate(model.conflict.maker_ids)
    ]
    return model.ids(np.logical_and.reduce(rows).nonzero()[0].tolist())
