"""Which equilibria of a conflict hold strongly, and which only weakly."""

from __future__ import annotations

from irenic.analyse.stability_results import CONCEPTS, Witness
from irenic.analyse.strength import StrengthAnswer
from irenic.report.amounts import count_of
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Code, Text, listed, text
from irenic.report.wording.witnesses import concept_letters

__all__ = ["strength"]

#: Most states in the table and most weak points told in sentences.
MAX_ROWS = 40
MAX_WEAK = 12


def strength(labels: ConflictLabels, answer: StrengthAnswer) -> Section | None:
    """Return which equilibria rest on answers that would hurt much, and which on mild ones."""
    if not answer.has_strength:
        return None
    blocks: list[Block] = [Prose(_headline(labels, answer), "lead")]
    shown = list(dict.fromkeys(s for e in answer.levels[0].equilibria.values() for s in e))
    if shown:
        blocks.append(_table(labels, answer, shown))
    facts = _weak_points(labels, answer)
    if facts:
        blocks += [Subhead(("Where an answer would hurt only a little",)), Bullets(facts)]
    return Section("strength", "How strongly it holds", tuple(blocks))


def _headline(labels: ConflictLabels, answer: StrengthAnswer) -> Text:
    if answer.undefined:
        return text(
            "Strength of preference is not defined for ",
            labels.makers(answer.undefined),
            ", some of whose comparisons are unknown; so nothing is said of equilibria.",
        )
    words: Text = (
        "An equilibrium holds strongly when whoever leaves it can be answered so that it ends up "
        "much worse off; weakly when an answer leaves it no better off, but not much worse.",
    )
    weak = {s for states in answer.weak_equilibria.values() for s in states}
    if not any(answer.levels[0].equilibria.values()):
        words = text(words, " There are no equilibria of these kinds.")
    elif not weak:
        words = text(words, " All equilibria here hold strongly.")
    else:
        count = count_of(len(weak), "state holds", "states hold")
        words = text(words, f" Here {count} only weakly under some concept.")
    if answer.mild:
        who = labels.makers(answer.mild)
        has = "has" if len(answer.mild) == 1 else "have"
        words = text(words, " ", who, f" {has} no strong preferences: nothing would hurt much.")
    return words


def _table(labels: ConflictLabels, answer: StrengthAnswer, shown: list[str]) -> Table:
    rows = []
    for state in shown[:MAX_ROWS]:
        cells = [Cell((Code(state),)), Cell(labels.describe(state), "long")]
        cells += [_how_strong(answer, concept, state) for concept in answer.levels[0].equilibria]
        rows.append(tuple(cells))
    note = (
        "strongly: every answer that is needed leaves whoever left much worse off. Where nobody "
        "gains by leaving, nothing has to be answered, and the state counts as strong."
    )
    if len(shown) > MAX_ROWS:
        note += f" {count_of(len(shown) - MAX_ROWS, 'more equilibrium', 'more equilibria')}."
    concepts = answer.levels[0].equilibria
    return Table(
        ("How strongly each equilibrium holds",),
        (("State",), ("What is done in it",), *((CONCEPTS[c].letters,) for c in concepts)),
        tuple(rows),
        (note,),
    )


def _how_strong(answer: StrengthAnswer, concept: str, state: str) -> Cell:
    general, *strong = answer.levels
    if state not in general.equilibria[concept]:
        return Cell(("no equilibrium",), mark="no")
    held = [level.degree for level in strong if state in level.equilibria[concept]]
    if not held:
        return Cell(("weakly",), mark="note")
    if len(strong) == 1:
        return Cell(("strongly",), mark="yes")
    return Cell((f"strongly, degree {max(held)}",), mark="yes")


def _weak_points(labels: ConflictLabels, answer: StrengthAnswer) -> tuple[Fact, ...]:
    """Return whom nothing would hurt much, state by state; concepts are joined."""
    joined: dict[tuple[str, str, tuple[str, ...]], list[Witness]] = {}
    for witness in answer.witnesses:
        free = tuple(a.improvement for a in witness.answers if a.sanction is None)
        if free:
            joined.setdefault((witness.state, witness.decision_maker, free), []).append(witness)
    facts = []
    for (state, maker, free), same in joined.items():
        could = listed([labels.would(state, target) for target in free[:4]], "or")
        letters = concept_letters([w.concept for w in same])
        words = text(
            labels.state(state),
            " holds only weakly for ",
            labels.maker(maker),
            f" ({letters}): it could ",
            could,
            ", and no answer would leave it much worse off.",
        )
        facts.append(Fact(words, "note"))
    left = len(facts) - MAX_WEAK
    if left > 0:
        return (*facts[:MAX_WEAK], Fact((f"{count_of(left, 'more case')} like these.",), "note"))
    return tuple(facts)
