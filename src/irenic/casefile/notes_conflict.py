"""What is no error in a conflict but deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator

from irenic.casefile.conflict_states import OptionStates, states_of
from irenic.casefile.problems import listed, quoted
from irenic.casefile.statements import option_names
from irenic.model import (
    Case,
    Conflict,
    ConflictPreference,
    OptionWeights,
    Statements,
    StateRanking,
)

__all__ = ["MAX_NOTED_OPTIONS", "conflict_evidence", "on_conflict"]

#: With more options patterns and statements are not looked through: it would take too long.
MAX_NOTED_OPTIONS = 16


def on_conflict(case: Case, /) -> Iterator[str]:
    """Yield the remarks on the conflict of a case."""
    conflict = case.conflict
    if conflict is None:
        return
    yield from _on_makers(conflict)
    states = states_of(conflict)
    noted = isinstance(states, OptionStates) and states.n_options <= MAX_NOTED_OPTIONS
    if isinstance(states, OptionStates) and noted:
        yield from _on_patterns(conflict, states)
    if not conflict.status_quo:
        yield "conflict: it has no status_quo, so no path from where things stand is shown"
    for maker in conflict.maker_ids:
        preference = conflict.preferences.get(maker)
        where = f"conflict.preferences.{maker}"
        if preference is None or preference.form is None:
            yield f"{where}: nothing is known of what it prefers"
        elif isinstance(preference.form, StateRanking) and len(preference.form.groups) == 1:
            yield f"{where}: all states are equally good, so that it never moves"
        elif isinstance(states, OptionStates) and noted:
            yield from _on_preference(conflict, preference, states, where)


def _on_makers(conflict: Conflict) -> Iterator[str]:
    gaining = {maker.id for i in conflict.interventions for maker in i.add if maker.options}
    for maker in conflict.decision_makers:
        moves = maker.options if conflict.moves is None else conflict.moves.get(maker.id)
        if not moves and maker.id not in gaining:
            yield f"conflict.decision_makers.{maker.id}: it can do nothing, so that it never moves"


def _on_patterns(conflict: Conflict, states: OptionStates) -> Iterator[str]:
    left = (1 << (1 << states.n_options)) - 1
    for number, pattern in enumerate(conflict.infeasible, start=1):
        excluded = states.where(pattern)
        if not left & excluded:
            yield (
                f"conflict.infeasible[{number}]: {quoted(pattern)} excludes nothing that the "
                "patterns before it do not"
            )
        left &= ~excluded
    for number, pattern in enumerate(conflict.coalesce, start=1):
        members = (states.possible & states.where(pattern)).bit_count()
        if members < 2:
            count = "one possible state only" if members else "no possible state"
            yield f"conflict.coalesce[{number}]: {quoted(pattern)} fits {count}"
    for number, closed in enumerate(conflict.no_moves, start=1):
        for key, pattern in (("from", closed.source), ("to", closed.target)):
            if not states.possible & states.where(pattern):
                yield f"conflict.no_moves[{number}].{key}: {quoted(pattern)} fits no possible state"


def _on_preference(
    conflict: Conflict, preference: ConflictPreference, states: OptionStates, where: str
) -> Iterator[str]:
    form = preference.form
    if isinstance(form, Statements):
        for number, statement in enumerate(form.items, start=1):
            place = f"{where}.statements[{number}]"
            bits = states.truth(statement.formula)
            holds = bits & states.single
            whole = [p for p, members in states.groups if not members & ~bits]
            some = [p for p, members in states.groups if members & bits and members & ~bits]
            if some:
                yield (
                    f"{place}: it holds in a part of {listed(map(quoted, some))} only, "
                    "so it counts as not holding there"
                )
            if not holds and not whole:
                yield f"{place}: it holds in no state, so it says nothing"
            elif holds == states.single and len(whole) == len(states.groups):
                yield f"{place}: it holds in every state, so it says nothing"
    if isinstance(form, OptionWeights):
        pairs = [(maker.id, o.id) for maker in conflict.decision_makers for o in maker.options]
        short = option_names(pairs).short
        for option, weight in form.weights.items():
            taken = states.column(short.index(option))
            some = [p for p, members in states.groups if members & taken and members & ~taken]
            if some and weight:
                yield (
                    f"{where}.weights.{option}: it is taken in a part of "
                    f"{listed(map(quoted, some))} only, so it does not count there"
                )


def conflict_evidence(case: Case, /) -> set[str]:
    """Return the ids of the evidence that the conflict refers to."""
    if case.conflict is None:
        return set()
    tables = [case.conflict.preferences, *(i.preferences for i in case.conflict.interventions)]
    return {name for table in tables for p in table.values() for name in p.evidence}
