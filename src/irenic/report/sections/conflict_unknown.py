"""What holds in a conflict although not every preference is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from irenic.analyse.stability_results import CONCEPTS
from irenic.analyse.unknown_preference import KnownThat, OpenState, UnknownPreferenceAnswer
from irenic.report.amounts import count_of
from irenic.report.blocks import (
    Block,
    Bullets,
    Cell,
    Fact,
    Mark,
    Prose,
    Section,
    Subhead,
    Table,
)
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Code, Text, listed, text
from irenic.report.wording.witnesses import concept_letters

__all__ = ["unknown_preferences"]

#: Most states in a table and most open states told in sentences.
MAX_ROWS = 40
MAX_OPEN = 12
_HOW = {"better": " better than ", "worse": " worse than ", "equal": " as good as "}


def unknown_preferences(labels: ConflictLabels, answer: UnknownPreferenceAnswer) -> Section | None:
    """Return what is sure whatever the unknown comparisons are, and what would settle the rest."""
    if not any(answer.unknown.values()):
        return None
    blocks: list[Block] = [Prose(_headline(labels, answer), "lead")]
    shown = _possible(answer)
    if shown:
        blocks.append(_robust_table(labels, answer, shown))
    facts = _open_facts(labels, answer.open)
    if facts:
        blocks += [Subhead(("What would settle it",)), Bullets(facts)]
    blocks += [_extensions_table(answer), Prose(_note(answer), "note")]
    return Section("unknown", "With preferences that are not known", tuple(blocks))


def _headline(labels: ConflictLabels, answer: UnknownPreferenceAnswer) -> Text:
    lacking = [
        text(labels.maker(maker), f" ({count_of(n, 'pair')} of states)")
        for maker, n in answer.unknown.items()
        if n
    ]
    head = text("It is not known how all states compare for ", listed(lacking), ". ")
    sure = {s for how in answer.robust_equilibria.values() for s in how.always}
    if sure:
        count = count_of(len(sure), "state is an equilibrium", "states are equilibria")
        return text(head, f"Whatever the answer is, {count} under some concept.")
    if _possible(answer):
        words = "No state is an equilibrium whatever the answer is; some are for some answers."
        return text(head, words)
    return text(head, "No state is an equilibrium, whatever the answer is.")


def _possible(answer: UnknownPreferenceAnswer) -> list[str]:
    """Return the states that are, or may be, equilibria under some concept."""
    found = dict.fromkeys(
        state
        for how in answer.robust_equilibria.values()
        for state in (*how.always, *how.sometimes, *how.undecided)
    )
    return list(found)


def _robust_table(
    labels: ConflictLabels, answer: UnknownPreferenceAnswer, shown: Sequence[str]
) -> Table:
    rows = []
    for state in shown[:MAX_ROWS]:
        cells = [Cell((Code(state),)), Cell(labels.describe(state), "long")]
        for how in answer.robust_equilibria.values():
            words, mark = _verdict(state, how.always, how.sometimes, how.undecided)
            cells.append(Cell((words,), mark=mark))
        rows.append(tuple(cells))
    note = (
        "always: stable for everyone whatever the unknown comparisons are; depends: for some of "
        "them; never: for none."
    )
    if len(shown) > MAX_ROWS:
        note += f" {count_of(len(shown) - MAX_ROWS, 'more state')} may be equilibria."
    return Table(
        ("What may be an equilibrium",),
        (
            ("State",),
            ("What is done in it",),
            *((CONCEPTS[c].letters,) for c in answer.robust_equilibria),
        ),
        tuple(rows),
        (note,),
    )


def _verdict(
    state: str, always: Iterable[str], sometimes: Iterable[str], undecided: Iterable[str]
) -> tuple[str, Mark]:
    if state in always:
        return "always", "yes"
    if state in sometimes:
        return "depends", "unknown"
    return ("not decided", "unknown") if state in undecided else ("never", "no")


def _open_facts(labels: ConflictLabels, found: Sequence[OpenState]) -> tuple[Fact, ...]:
    """Return what would settle each open state; concepts that hang on the same are joined."""
    joined: dict[tuple[object, ...], list[OpenState]] = {}
    for one in found:
        joined.setdefault((one.state, one.holds_if, one.fails_if), []).append(one)
    facts = []
    for same in joined.values():
        first = same[0]
        letters = concept_letters([one.concept for one in same])
        words = text(labels.state(first.state), f" ({letters})")
        if first.holds_if:
            words = text(words, " surely holds if ", _conditions(labels, first.holds_if))
        if first.fails_if:
            glue = "; it surely fails if " if first.holds_if else " surely fails if "
            words = text(words, glue, _conditions(labels, first.fails_if))
        if not (first.holds_if or first.fails_if):
            hang = labels.makers(first.hangs_on)
            words = text(words, " hangs on what is not known of ", hang)
        facts.append(Fact(text(words, "."), "unknown"))
    left = len(facts) - MAX_OPEN
    if left > 0:
        more = f"{count_of(left, 'more case')} like these; the JSON output lists them."
        return (*facts[:MAX_OPEN], Fact((more,), "note"))
    return tuple(facts)


def _conditions(labels: ConflictLabels, conditions: Sequence[KnownThat]) -> Text:
    return listed(
        [
            text(
                labels.maker(c.decision_maker),
                " finds ",
                labels.state(c.state),
                _HOW[c.relation],
                labels.state(c.than),
            )
            for c in conditions
        ]
    )


def _extensions_table(answer: UnknownPreferenceAnswer) -> Table:
    rows = []
    for extension in answer.extensions:
        cells = [
            Cell((Code(extension.id),)),
            Cell((extension.assumes,), "long"),
        ]
        for states in answer.equilibria[extension.id].values():
            more = [f"{len(states) - 6} more"] if len(states) > 6 else []
            named = listed([*((Code(s),) for s in states[:6]), *more])
            cells.append(Cell(named if states else ("none",)))
        rows.append(tuple(cells))
    concepts = next(iter(answer.equilibria.values()))
    return Table(
        ("Equilibria under the four extensions for unknown preference",),
        (
            ("Ext.",),
            ("What everybody is taken to do",),
            *((CONCEPTS[c].letters,) for c in concepts),
        ),
        tuple(rows),
    )


def _note(answer: UnknownPreferenceAnswer) -> Text:
    words = (
        "Under Nash, GMR and SMR “always” is the same as extension a and “always or depends” the "
        "same as extension d. Under SEQ all ways to complete the preferences are searched, because "
        "there it also matters what the others are not known to want."
    )
    if answer.status.value == "limit-reached":
        words += " Where it says “not decided”, the search was ended before an answer was found."
    return (words,)
