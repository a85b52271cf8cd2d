"""Why a state is stable for a decision maker, in sentences made from the moves that show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from irenic.analyse.stability_results import CONCEPTS, Counter, Witness
from irenic.report.blocks import Fact
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Text, listed, text

__all__ = ["concept_letters", "improvement_fact", "reason_facts"]

#: Which answer is told first: one that its movers would want to give, and that cannot be escaped.
_TELLING = ("seq", "smr", "sim", "gmr")
#: What an answer under each concept costs or leaves open, beyond being an answer.
_REMARK = {
    "seq": "each of these moves makes its mover better off",
    "smr": "whether they want to is open, but there is no way back up",
    "sim": "both moving at once",
    "gmr": "whether they want to is open, and there is a way back up",
}

_PASSED_OVER = " Under SIM, GMCR+ passes over this improvement and counts it as answered."


def concept_letters(concepts: Iterable[str]) -> str:
    """Return the letters of concepts: "GMR, SMR and SEQ"."""
    wanted = set(concepts)
    found = [CONCEPTS[c].letters for c in CONCEPTS if c in wanted]
    return ", ".join(found[:-1]) + " and " + found[-1] if len(found) > 1 else "".join(found)


def reason_facts(labels: ConflictLabels, witnesses: Sequence[Witness]) -> tuple[Fact, ...]:
    """Return the reasons for the verdicts on one state for one decision maker.

    ``witnesses`` are those of one state and one decision maker, under one or more concepts.
    """
    nash = next((w for w in witnesses if w.concept == "nash"), witnesses[0])
    who = labels.maker(nash.decision_maker)
    if not nash.answers:
        return (Fact(text(who, " has no move that makes it better off."), "yes"),)
    facts = []
    for answer in nash.answers:
        held = {
            w.concept: counter
            for w in witnesses
            if w.concept != "nash"
            for counter in w.answers
            if counter.improvement == answer.improvement
        }
        facts.append(
            improvement_fact(labels, nash.decision_maker, nash.state, answer.improvement, held)
        )
    return tuple(facts)


def improvement_fact(
    labels: ConflictLabels,
    maker: str,
    state: str,
    improvement: str,
    held: Mapping[str, Counter | None],
) -> Fact:
    """Return what becomes of one improvement: who would answer how, or that nobody would."""
    who = labels.maker(maker)
    answered = {c: a for c, a in held.items() if a is not None and a.sanction}
    if not answered:
        would = "may" if labels.doubtful else "would"
        # an answer without moves: GMCR+ does not look for one (see solve/stability/gmcr_plus.py)
        passed_over = any(a is not None and a.sanction == () for a in held.values())
        words = text(
            who,
            " would ",
            labels.would(state, improvement),
            f": it {would} be better off, and no answer of the others would undo that.",
            _PASSED_OVER if passed_over else "",
        )
        return Fact(words, "no")
    main = next(c for c in _TELLING if c in answered)
    counter = answered[main]
    refused = text(who, " would not ", labels.would(state, improvement), ": ")
    answer = _answer(labels, main, state, counter)
    where = f" ({concept_letters(answered)}; {_REMARK[main]})."
    return Fact(text(refused, answer, ", which leaves ", who, " no better off", where), "yes")


def _answer(labels: ConflictLabels, concept: str, state: str, counter: Counter) -> Text:
    path = counter.sanction or ()
    if concept == "sim":
        together = [text(labels.maker(s.by), " would ", labels.would(state, s.to)) for s in path]
        return text("at the same time ", listed(together))
    return labels.would_path(counter.improvement, path)
