"""Who could leave an equilibrium together, and whether the others would answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from irenic.analyse.conflict_coalitions import (
    CoalitionMove,
    ConflictCoalitions,
    StateCoalitions,
)
from irenic.analyse.results import Status
from irenic.report.amounts import count_of
from irenic.report.blocks import Block, Bullets, Fact, Prose, Section, Subhead
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Text, listed, text

__all__ = ["conflict_coalitions_section"]

#: How many states, and how many departures from each, are told.
_STATES = 20
_MOVES = 10
_TITLES = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}
_WAYS = {
    "joint": "by moves of their own, one after the other (joint legal sequences)",
    "merged": "by changing all their options at once, as one decision maker (merged)",
}
_READINGS = (
    "A group leaves a state when it can get to another one in which every member is better off. "
    "Together means: by moves of their own, one after the other (joint legal sequences), or by "
    "one move, as if they were one decision maker (merged). The others may answer with moves of "
    "their own; an answer deters the group when it leaves a member no better off."
)


def conflict_coalitions_section(
    labels: ConflictLabels, answer: ConflictCoalitions
) -> Section | None:
    """Return the section; ``None`` when no state was asked about or nobody can join anybody."""
    if not answer.states or answer.coalitions < 3:
        return None
    blocks: list[Block] = [Prose((_READINGS,))]
    quiet = [s for s in answer.states if not any(s.moves.values())]
    if quiet:
        blocks.append(Bullets(_quiet(labels, quiet)))
    for state in [s for s in answer.states if any(s.moves.values())][:_STATES]:
        title = text("From ", labels.state_with_id(state.state))
        blocks += [Subhead(title), Bullets(_facts(labels, state))]
    if answer.status is Status.LIMIT:
        blocks.append(Prose((f"Not finished: {answer.reason}.",), "note"))
    return Section("conflict-coalitions", "Who could leave together", tuple(blocks))


def _quiet(labels: ConflictLabels, states: Sequence[StateCoalitions]) -> tuple[Fact, ...]:
    """Return in one sentence which states no group of two or more would leave."""
    sure = [s for s in states if _clear(s)]
    unsure = [s for s in states if not _clear(s)]
    facts = []
    if sure:
        names = listed([labels.state(s.state) for s in sure], "or", limit=8)
        facts.append(Fact(text("No two or more could gain by leaving ", names, "."), "yes"))
    if unsure:
        names = listed([labels.state(s.state) for s in unsure], "or", limit=8)
        words = text("No group was found that could gain by leaving ", names)
        facts.append(Fact(text(words, ", but not all groups were looked at."), "unknown"))
    return tuple(facts)


def _clear(state: StateCoalitions) -> bool:
    return all(v is not None for row in state.stable.values() for v in row.values())


def _facts(labels: ConflictLabels, state: StateCoalitions) -> tuple[Fact, ...]:
    """Return the departures from a state, then under which concepts it holds against all."""
    facts = [_departure(labels, move, ways) for move, ways in _merged_rows(state)]
    more = len(facts) - _MOVES
    if more > 0:
        facts[_MOVES:] = [Fact((f"… and {count_of(more, 'further way', 'further ways')}.",))]
    rows = list(state.stable.items())
    if len({tuple(row.items()) for _, row in rows}) == 1:
        return (*facts, _holds(rows[0][1], "both readings"))
    return (*facts, *(_holds(row, f"{semantics} moves") for semantics, row in rows))


def _holds(row: Mapping[str, bool | None], reading: str) -> Fact:
    """Return in which sense a state holds whatever coalition forms."""
    holds = [_TITLES[c] for c, yes in row.items() if yes]
    under = f"(universally coalitionally stable, {reading})"
    if holds:
        senses = listed([text(c) for c in holds])
        words = text("Whoever joins whom, it holds in the sense of ", senses, f" {under}.")
        return Fact(words, "yes")
    if any(value is None for value in row.values()):
        return Fact((f"Whether it holds whoever joins whom is not known ({reading}).",), "unknown")
    return Fact((f"It does not hold in any sense once coalitions may form ({reading}).",), "no")


def _merged_rows(state: StateCoalitions) -> list[tuple[CoalitionMove, tuple[str, ...]]]:
    """Return each departure once, with the readings under which it is possible."""
    rows: dict[tuple[tuple[str, ...], str, frozenset[str]], tuple[CoalitionMove, list[str]]] = {}
    for semantics, moves in state.moves.items():
        for move in moves:
            free = frozenset(c for c, answer in move.answers.items() if answer is None)
            rows.setdefault((move.members, move.target, free), (move, []))[1].append(semantics)
    return [(move, tuple(ways)) for move, ways in rows.values()]


def _departure(labels: ConflictLabels, move: CoalitionMove, ways: Sequence[str]) -> Fact:
    who = labels.makers(move.members)
    goal = labels.state(move.target)
    all_better = "both would be" if len(move.members) == 2 else "all of them would be"
    words = text(who, " could go to ", goal, f" together, where {all_better} better off")
    if len(ways) == 1:
        words = text(words, ", ", _WAYS[ways[0]])
    if move.path and "joint" in ways:
        words = text(words, ": ", labels.moves_path(move.origin, move.path))
    return Fact(text(words, ". ", _answer(labels, move)), "no" if move.is_free else "note")


def _answer(labels: ConflictLabels, move: CoalitionMove) -> Text:
    """Return what the others would do, or that nothing they do would deter the group."""
    free = [_TITLES[c] for c, answer in move.answers.items() if answer is None and c != "nash"]
    found = {c: a for c, a in move.answers.items() if a is not None}
    if not found:
        return ("Nothing that the others can do would leave one of them no better off.",)
    concept = next(c for c in ("seq", "smr", "gmr") if c in found)
    path = labels.moves_path(move.target, found[concept])
    words = text("The others could answer (", _TITLES[concept], "): ", path)
    if free:
        kind = listed([text(c) for c in free])
        return text(words, "; no answer of the kind that ", kind, " asks for deters them.")
    return text(words, ".")
