"""What two decision makers would do who look a number of moves ahead."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.analyse.limited_moves import NOT_TWO, Foreseen, LimitedMovesAnswer, WhatFollows
from irenic.report.amounts import count_of
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Text, listed, text

__all__ = ["limited_moves"]

#: Most horizons in the table, states in a cell, states told in sentences and moves of each.
MAX_HORIZONS = 12
MAX_STATES = 8
MAX_LINES = 8
MAX_MOVES = 3
_WHY_NOT = {
    NOT_TWO: "Looking a number of moves ahead is offered for two decision makers. For more, the "
    "literature has two definitions that disagree about who moves next, and verdicts with them."
}
_UNKNOWN = "Looking ahead needs complete preferences; some comparisons here are not known."


def limited_moves(labels: ConflictLabels, answer: LimitedMovesAnswer) -> Section | None:
    """Return which states hold for decision makers who look ahead, and what they foresee."""
    title = "If both look several moves ahead"
    if answer.reason:
        words = _WHY_NOT.get(answer.reason, _UNKNOWN)
        return Section("ahead", title, (Prose((words,), "note"),))
    blocks: list[Block] = [Prose(_headline(labels, answer), "lead"), _table(labels, answer)]
    by_state: dict[str, list[Foreseen]] = {}
    for one in answer.foreseen:
        by_state.setdefault(one.state, []).append(one)
    for state, both in list(by_state.items())[:MAX_LINES]:
        head = text(labels.state(state), f", looking {count_of(both[0].moves, 'move')} ahead")
        facts = [fact for one in both for fact in _facts(labels, one)]
        blocks += [Subhead(head), Bullets(tuple(facts))]
    left = len(by_state) - MAX_LINES
    if left > 0:
        blocks.append(Prose((f"{count_of(left, 'more state')} in the JSON output.",), "note"))
    return Section("ahead", title, tuple(blocks))


def _headline(labels: ConflictLabels, answer: LimitedMovesAnswer) -> Text:
    if answer.settles is None:
        h = len(answer.horizons)
        return (f"Looked at up to {count_of(h, 'move')} ahead; what holds beyond is not decided.",)
    rests = [labels.state(s) for s in answer.non_myopic_equilibria]
    if rests:
        names = listed(rests, limit=MAX_STATES)
        word = "is" if len(rests) == 1 else "are"
        words = text(
            names, f" {word} stable for both however far ahead they look (non-myopic equilibrium)"
        )
    else:
        words = text("No state is stable for both however far ahead they look")
    ahead = count_of(answer.settles, "move")
    if answer.period == 1:
        return text(words, f": from {ahead} on, looking further changes nothing.")
    words = text(
        words,
        f": from {ahead} on, what is foreseen repeats with every {answer.period} further moves, so "
        "some of it never settles.",
    )
    rows = (answer.wavering or {}).items()
    unsettled = [
        text(labels.maker(m), " in ", listed([labels.state_with_id(s) for s in states], limit=4))
        for m, states in rows
        if states
    ]
    return text(words, " It never settles whether to stay: ", listed(unsettled), ".")


def _table(labels: ConflictLabels, answer: LimitedMovesAnswer) -> Table:
    shown = answer.horizons[:MAX_HORIZONS]
    tied = [list(dict.fromkeys(s for held in row.ties.values() for s in held)) for row in shown]
    rows = []
    for row, ties in zip(shown, tied, strict=True):
        ahead = f"{row.moves}"
        if answer.period == 1 and row.moves == answer.settles:
            ahead += " and more"
        cells = [Cell((ahead,)), _states(labels, row.equilibria)]
        rows.append((*cells, _states(labels, ties)) if any(tied) else tuple(cells))
    note = "One move ahead is Nash stability."
    if any(tied):
        note += " Depends on ties: somebody stays or leaves as equally good moves are chosen."
    if len(answer.horizons) > len(shown):
        note += f" {count_of(len(answer.horizons) - len(shown), 'more horizon')} not shown."
    head: tuple[Text, ...] = (("Moves ahead",), ("Stable for both",))
    if any(tied):
        head = (*head, ("Depends on ties",))
    return Table(("Equilibria of limited moves",), head, tuple(rows), (note,))


def _states(labels: ConflictLabels, states: Sequence[str]) -> Cell:
    named = listed([labels.state_with_id(s) for s in states], limit=MAX_STATES)
    return Cell(named or ("none",), "long")


def _facts(labels: ConflictLabels, one: Foreseen) -> list[Fact]:
    who = labels.maker(one.decision_maker)
    if not one.options:
        return [Fact(text(who, " has no move."), "yes")]
    if one.holds == "leaves":
        return [Fact(_leaves(labels, one, " would "), "no")]
    facts = []
    if one.holds != "stays":
        line = text(_leaves(labels, one, " may "), " It may as well stay: some moves are ties.")
        facts.append(Fact(line, "unknown"))
    for option in one.options[:MAX_MOVES]:
        first = labels.would(one.state, option.first)
        words = text(who, " would not ", first, ": ", _follows(labels, who, option))
        facts.append(Fact(words, "yes"))
    left = len(one.options) - MAX_MOVES
    if left > 0:
        more = count_of(left, "other move")
        facts.append(Fact(text(who, f" has {more} that would not help it either."), "yes"))
    return facts


def _leaves(labels: ConflictLabels, one: Foreseen, would: str) -> Text:
    first, *rest = one.line
    words = text(labels.maker(first.by), would, labels.would(one.state, first.to))
    if rest:
        words = text(words, "; then ", labels.would_path(first.to, rest))
    end = labels.state(one.line[-1].to)
    return text(words, ". It ends in ", end, ", where it is better off.")


def _follows(labels: ConflictLabels, who: Text, option: WhatFollows) -> Text:
    if not option.then:
        return text("nothing would follow, and ", who, " is no better off there.")
    path = labels.would_path(option.first, option.then)
    return text(path, ", which leaves ", who, " no better off.")
