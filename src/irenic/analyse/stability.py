"""Which states of a conflict hold, for whom, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.stability_results import Counter, MoveTo, Verdicts, Witness
from irenic.errors import LimitReached, NotCovered
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.result import Status
from irenic.solve.stability.concepts import CONCEPTS
from irenic.solve.stability.findings import Answer, Finding
from irenic.solve.stability.foresight import CRISP, Foresight, Reading
from irenic.solve.stability.gmcr_plus import GmcrPlus
from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.ranked import verdicts
from irenic.solve.stability.simultaneous import examine_sim
from irenic.solve.stability.simultaneous_all import sim_verdicts, sim_work
from irenic.solve.stability.wide import WideForesight

__all__ = [
    "MOST_EXAMINED",
    "MOST_LISTED",
    "MOST_SIM_STATES",
    "MOST_SIM_WORK",
    "MOST_WITNESSES",
    "Examiner",
    "Sanctions",
    "concepts_of",
    "find_verdicts",
    "named",
    "ranks_of",
    "witness_of",
    "witnesses_of",
]

Sanctions = Literal["sequences", "one-step", "gmcr-plus"]

#: Most states whose verdicts are listed one by one; larger conflicts get patterns.
MOST_LISTED = 70_000
#: Most states examined one by one; each is a search over the sequences of the others.
MOST_EXAMINED = 5_000
#: Simultaneous moves are tried up to so many states and combinations (a few seconds).
MOST_SIM_STATES = 1 << 20
MOST_SIM_WORK = 200_000_000
#: Most verdicts that are explained without being asked for.
MOST_WITNESSES = 2_000

#: What is assumed of unknown comparisons unless asked otherwise: a decision maker leaves also
#: for what may be better, and only what is surely no better deters it; the others make only
#: moves that surely make them better off.  What is stable so is stable whatever is unknown.
_DOUBTFUL = Reading(leaves_unknown=True, others_unknown=False)


@dataclass(frozen=True)
class Examiner:
    """Answers whether one state is stable for one decision maker, with what shows it."""

    model: ConflictModel
    sanctions: Sanctions = "sequences"

    @property
    def reading(self) -> Reading:
        """Return how unknown comparisons are read and how far an answer may go."""
        base = CRISP if self.model.ranked else _DOUBTFUL
        return replace(base, sanctions="one-step" if self.sanctions == "one-step" else "sequences")

    @cached_property
    def foresight(self) -> Foresight:
        """Return the definitions on this conflict."""
        return Foresight(self.model.moves, self.model.preferences, self.reading)

    @cached_property
    def gmcr_plus(self) -> GmcrPlus:
        """Return what the program GMCR+ computes of this conflict."""
        return GmcrPlus(self.model.moves, ranks_of(self.model))

    def examine(self, concept: str, maker: int, state: int, /) -> Finding:
        """Return the verdict on a state for a decision maker, with the moves that show it."""
        if self.sanctions == "gmcr-plus":
            return self.gmcr_plus.examine(concept, maker, state)
        if concept == "sim" and self.model.codes is not None:
            return examine_sim(self.model.codes, ranks_of(self.model), maker, state)
        return self._definitions.examine(concept, maker, state)

    @cached_property
    def _definitions(self) -> Foresight | WideForesight:
        """Return the definitions in the form that suits the size."""
        moves = self.model.moves
        if isinstance(moves, OptionMoves) and moves.size > MOST_EXAMINED and self.model.ranked:
            one_step = self.sanctions == "one-step"
            return WideForesight(moves, ranks_of(self.model), one_step=one_step)
        return self.foresight


def ranks_of(model: ConflictModel, /) -> tuple[Ranked, ...]:
    """Return the preferences of a conflict in which every comparison is known.

    Raises
    ------
    NotCovered
        When some are unknown.
    """
    ranks = tuple(p for p in model.preferences if isinstance(p, Ranked))
    if len(ranks) < len(model.preferences):
        raise NotCovered("this needs preferences in which every comparison is known")
    return ranks


def concepts_of(model: ConflictModel, sanctions: Sanctions = "sequences", /) -> tuple[str, ...]:
    """Return the concepts that a conflict of this form can be examined under.

    Simultaneous moves need options, because in graph form it is not said what two moves make
    together, and complete preferences.  GMCR+ has no merged states for them.
    """
    listed = isinstance(model.moves, ListedMoves)
    no_sim = model.codes is None or not model.ranked or (sanctions == "gmcr-plus" and listed)
    return tuple(c for c in CONCEPTS if c != "sim" or not no_sim)


def find_verdicts(
    model: ConflictModel,
    concepts: Sequence[str],
    /,
    *,
    sanctions: Sanctions = "sequences",
    sim_in_any_case: bool = False,
    budget: Budget = UNLIMITED,
) -> tuple[Verdicts, Mapping[str, Sequence[Any]]]:
    """Return which states are stable for whom, by name and as arrays.

    The second value has, for each concept and decision maker, an array of shape (size,) that is
    true where the state is stable.  Simultaneous moves are left out where they would be much
    work, unless they are wanted ``sim_in_any_case``.

    Raises
    ------
    LimitReached
        When the conflict is too large for this machine, before the work is begun, or the budget
        is spent.
    """
    if not model.ranked or sanctions == "gmcr-plus":
        flags = _one_by_one(model, concepts, sanctions, budget)
    else:
        flags = _all_at_once(model, concepts, sanctions, budget)
    if "sim" in concepts and "sim" not in flags and isinstance(model.moves, OptionMoves):
        ranks = ranks_of(model)
        work = sim_work(model.moves, ranks) if model.moves.size <= MOST_SIM_STATES else None
        if sim_in_any_case or (work is not None and work <= MOST_SIM_WORK):
            flags["sim"] = sim_verdicts(model.moves, ranks, budget=budget)
        else:
            many = "too many" if work is None else f"{work:,}"
            reason = (
                f"Simultaneous moves (SIM) were not tried: {many} combinations; to try them all "
                "the same, give a decision maker the concept sim."
            )
            return _named(model, flags, reason), flags
    return _named(model, flags), flags


def _one_by_one(
    model: ConflictModel, concepts: Sequence[str], sanctions: Sanctions, budget: Budget
) -> dict[str, list[Any]]:
    """Return the verdicts state by state; for partial preferences and small conflicts."""
    import numpy as np

    if model.n_states > MOST_EXAMINED:
        raise LimitReached(
            f"{model.n_states:,} states with unknown preferences or old rules are too many; "
            f"at most {MOST_EXAMINED:,} are examined one by one"
        )
    examiner = Examiner(model, sanctions)
    found = {}
    for concept in concepts:
        rows = [np.zeros(model.moves.size, dtype=bool) for _ in range(model.moves.n_makers)]
        for state in model.moves.states():
            budget.check()
            for maker, row in enumerate(rows):
                row[state] = examiner.examine(concept, maker, state).stable
        found[concept] = rows
    return found


def _all_at_once(
    model: ConflictModel, concepts: Sequence[str], sanctions: Sanctions, budget: Budget
) -> dict[str, list[Any]]:
    """Return the verdicts by propagating the worst that the others can bring about."""
    ranks = ranks_of(model)
    chained = tuple(c for c in concepts if c != "sim")
    reach: Literal["sequences", "one-step"] = "one-step" if sanctions == "one-step" else "sequences"
    found = dict(verdicts(model.moves, ranks, chained, sanctions=reach, budget=budget))
    if "sim" in concepts and not isinstance(model.moves, OptionMoves):
        found |= _one_by_one(model, ("sim",), "sequences", budget)
    return found


def _named(model: ConflictModel, flags: Mapping[str, Sequence[Any]], reason: str = "") -> Verdicts:
    import numpy as np

    together = {c: np.logical_and.reduce(rows) for c, rows in flags.items()}
    counts = {c: int(both.sum()) for c, both in together.items()}
    listed = model.n_states <= MOST_LISTED
    makers = model.conflict.maker_ids

    def names(chosen: Any) -> tuple[str, ...]:
        return model.ids(chosen.nonzero()[0].tolist())

    return Verdicts(
        status=Status.OPTIMAL,
        states=model.ids(model.moves.states()) if listed else (),
        n_states=model.n_states,
        equilibria={c: names(both) for c, both in together.items()} if listed else {},
        stable={
            c: {maker: names(row) for maker, row in zip(makers, rows, strict=True)}
            for c, rows in flags.items()
        }
        if listed
        else {},
        counts=counts,
        listed=listed,
        reason=reason,
    )


def witness_of(examiner: Examiner, concept: str, maker: int, state: int, /) -> Witness:
    """Return why a state is stable for a decision maker, or why it is not, by name."""
    return named(examiner.model, examiner.examine(concept, maker, state))


def named(model: ConflictModel, finding: Finding, /) -> Witness:
    """Return a finding with the names of the case."""
    return Witness(
        model.name(finding.state),
        model.conflict.maker_ids[finding.maker],
        finding.concept,
        finding.stable,
        tuple(_counter(model, answer) for answer in finding.answers),
    )


def _counter(model: ConflictModel, answer: Answer) -> Counter:
    makers = model.conflict.maker_ids
    path = None
    if answer.path is not None:
        path = tuple(MoveTo(makers[step.maker], model.name(step.target)) for step in answer.path)
    result = None if answer.result is None else model.name(answer.result)
    return Counter(model.name(answer.improvement), path, result)


def witnesses_of(
    examiner: Examiner, concepts: Sequence[str], states: Sequence[int], /
) -> tuple[Witness, ...]:
    """Return the reasons for all verdicts on some states where there is an improvement at all.

    A state without improvements is stable under every concept and needs no other reason; it
    is given once, under Nash.
    """
    found = []
    for state in states:
        for maker in range(examiner.model.moves.n_makers):
            nash = witness_of(examiner, "nash", maker, state)
            found.append(nash)
            if nash.answers:
                found += [witness_of(examiner, c, maker, state) for c in concepts if c != "nash"]
    return tuple(found)
