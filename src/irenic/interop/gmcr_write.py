"""Case -> GMCR+ JSON: a conflict with options, or what of the case is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from irenic.interop.draft import ids_for
from irenic.interop.gmcr import ABOUT, MAX_OPTIONS
from irenic.interop.gmcr_parts import MAX_RANKED, feasible_states, state_letters
from irenic.interop.losses import Loss
from irenic.interop.names import slug
from irenic.model import (
    AllOf,
    AnyOf,
    Case,
    Conflict,
    Formula,
    Holds,
    Matches,
    Not,
    Statements,
    StateRanking,
)

__all__ = ["gmcr_losses", "write_gmcr"]

_DIRECTIONS = {"both": "both", "to-yes": "fwd", "to-no": "back"}


def gmcr_losses(case: Case, /) -> list[Loss]:
    """Return everything of ``case`` that a GMCR+ file cannot hold."""
    found = list(_beside_the_conflict(case))
    conflict = case.conflict
    if conflict is None:
        return [*found, Loss("conflict", "a case without a conflict")]
    if conflict.is_graph:
        return [*found, Loss("conflict.moves", "moves that are listed, without options")]
    return found + list(_of_the_conflict(conflict)) + list(_of_preferences(conflict))


def write_gmcr(case: Case, /) -> dict[str, str]:
    """Return the text of the file by its name; call when nothing is lost."""
    conflict = case.conflict or Conflict(())
    ranked = any(isinstance(p.form, StateRanking) for p in conflict.preferences.values())
    first = 0
    makers: list[dict[str, Any]] = []
    for maker in conflict.decision_makers:
        entry: dict[str, Any] = {
            "name": maker.name,
            "options": list(range(first, first + len(maker.options))),
            "preferences": [],
        }
        form = conflict.preferences[maker.id].form
        if isinstance(form, StateRanking):
            entry["preferenceRanking"] = _numbers(conflict, form)
        elif isinstance(form, Statements):
            entry["preferences"] = [
                _condition(_patterns(item.formula, len(conflict.options)) or ())
                for item in form.items
            ]
        makers.append(entry)
        first += len(maker.options)
    content = {
        "decisionMakers": makers,
        "coalitions": list(range(len(makers))),
        "options": [
            {"name": option.title, "permittedDirection": _DIRECTIONS[option.direction]}
            for option in conflict.options
        ],
        "infeasibles": [_pairs(pattern) for pattern in conflict.infeasible],
        "useManualPreferenceRanking": ranked,
        "program": "gmcr-py",
        "version": "0.3.13",
    }
    text = json.dumps(content, ensure_ascii=True, indent=1)
    return {f"{slug(case.title)}.gmcr": f"{text}\n"}


def _beside_the_conflict(case: Case) -> Iterator[Loss]:
    for present, where, what, text in (
        (case.parties, "parties", "parties at a table", False),
        (case.issues, "issues", "issues", False),
        (case.preferences, "preferences", "what parties want of issues", False),
        (case.rules, "rules", "rules", False),
        (case.decision.at_least is not None or case.decision.must, "decision", "its rule", False),
        (case.proposals, "proposals", "proposals", False),
        (case.claims, "claims", "claims on an estate", False),
        (case.coalitions, "coalitions", "what parties can get together", False),
        (case.agreement, "agreement", "an agreement and what holds it", False),
        (case.absent, "absent", "absent stakeholders", True),
        (case.as_of, "as_of", "the date of the case", True),
    ):
        if present:
            yield Loss(where, what, text)
    for item in case.evidence:
        yield Loss(f"evidence.{item.id}", "evidence", text=True)
    about = case.about
    own = about.description == ABOUT and not about.sources
    if not own and (about.description or about.sources or about.exact or about.not_verified):
        yield Loss("about", "where the case comes from", text=True)


def _of_the_conflict(conflict: Conflict) -> Iterator[Loss]:
    if len(conflict.options) > MAX_OPTIONS:
        yield Loss("conflict", f"more than {MAX_OPTIONS} options")
    for pattern in conflict.coalesce:
        yield Loss("conflict.coalesce", f"the states {pattern} as one state")
    for number, closed in enumerate(conflict.no_moves, start=1):
        yield Loss(f"conflict.no_moves[{number}]", f"a closed move from {closed.source}")
    for name in conflict.titles:
        yield Loss(f"conflict.states.{name}", "the title of a state", text=True)
    if conflict.status_quo:
        yield Loss("conflict.status_quo", "the status quo", text=True)
    for link in conflict.settlements:
        yield Loss(f"conflict.proposals.{link.proposal}", "where a proposal stands")
    for change in conflict.interventions:
        yield Loss(f"conflict.interventions.{change.id}", "an intervention")
    names = ids_for(maker.name for maker in conflict.decision_makers)
    for maker, name in zip(conflict.decision_makers, names, strict=True):
        where = f"conflict.decision_makers.{maker.id}"
        if maker.id != name:
            yield Loss(where, f"its id beside its name {maker.name!r}", text=True)
        titles = ids_for(option.title for option in maker.options)
        if [option.id for option in maker.options] != titles:
            yield Loss(where, "ids beside the titles of its options", text=True)


def _of_preferences(conflict: Conflict) -> Iterator[Loss]:
    kinds = set()
    for maker in conflict.maker_ids:
        where = f"conflict.preferences.{maker}"
        preference = conflict.preferences.get(maker)
        form = preference.form if preference else None
        if preference and (preference.by or preference.evidence):
            yield Loss(where, "whose judgement it is, and on what evidence", text=True)
        kinds.add(type(form))
        if isinstance(form, StateRanking):
            if any(degree > 1 for degree in form.degrees):
                yield Loss(where, "how strong a preference is")
            if len(conflict.options) > MAX_RANKED:
                yield Loss(where, f"a ranking of the states of more than {MAX_RANKED} options")
        elif isinstance(form, Statements):
            for number, item in enumerate(form.items, start=1):
                if _patterns(item.formula, len(conflict.options)) is None:
                    what = f"a statement that is no pattern or any of several: {item.text}"
                    yield Loss(f"{where}.statements[{number}]", what)
        else:
            yield Loss(where, "a preference that is neither statements nor a ranking")
    if kinds == {StateRanking, Statements}:
        yield Loss("conflict.preferences", "rankings beside statements: the file has one of them")


def _patterns(formula: Formula, n_options: int) -> tuple[str, ...] | None:
    """Return patterns of which any fits exactly where the formula holds, if that is how it reads.

    Options, patterns, AND of those and OR of all these; NOT stands before options only.
    """
    match formula:
        case Matches(pattern):
            return (pattern,)
        case Holds(option):
            return (_with(n_options, option, "Y"),)
        case Not(Holds(option)):
            return (_with(n_options, option, "N"),)
        case AllOf(parts):
            inner = [_patterns(part, n_options) for part in parts]
            single = [found[0] for found in inner if found is not None and len(found) == 1]
            merged = _merged(single) if len(single) == len(parts) else None
            return None if merged is None else (merged,)
        case AnyOf(parts):
            every: list[str] = []
            for part in parts:
                found = _patterns(part, n_options)
                if found is None:
                    return None
                every += found
            return tuple(dict.fromkeys(every)) or None
        case _:
            return None


def _with(n_options: int, option: int, letter: str) -> str:
    return "-" * option + letter + "-" * (n_options - option - 1)


def _merged(patterns: Sequence[str]) -> str | None:
    """Return the pattern of the states that fit all; ``None`` when none does."""
    letters = []
    for column in zip(*patterns, strict=True):
        wanted = set(column) - {"-"}
        if len(wanted) > 1:
            return None
        letters.append(wanted.pop() if wanted else "-")
    return "".join(letters)


def _pairs(pattern: str) -> list[list[Any]]:
    return [[k, letter] for k, letter in enumerate(pattern) if letter != "-"]


def _condition(patterns: Sequence[str]) -> Any:
    if len(patterns) == 1:
        return _pairs(patterns[0])
    return {"compound": True, "members": [_pairs(pattern) for pattern in patterns]}


def _numbers(conflict: Conflict, form: StateRanking) -> list[Any]:
    """Return a ranking with the numbers of GMCR+: the possible states counted from 1."""
    size = len(conflict.options)
    states = feasible_states(size, conflict.infeasible)
    number = {state_letters(state, size): k for k, state in enumerate(states, start=1)}
    groups = [[number[name] for name in group] for group in form.groups]
    return [group[0] if len(group) == 1 else group for group in groups]
