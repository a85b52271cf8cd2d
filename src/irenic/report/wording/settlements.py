"""Would a proposal be signed, kept and not broken, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from irenic.analyse.settlement_stability import Breach, SettlementStability
from irenic.report.blocks import Fact
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Text, text
from irenic.report.wording.witnesses import concept_letters, improvement_fact

__all__ = ["settlement_facts", "settlement_verdict"]


def settlement_verdict(labels: ConflictLabels, found: SettlementStability) -> Fact:
    """Return in one sentence whether a kept agreement holds, and by what."""
    rests = _under(found.kept_rests)
    if found.kept_rests.get("nash"):
        return Fact(("Kept, it holds by itself: nobody gains by moving (Nash).",), "yes")
    if found.kept_rests.get("seq"):
        words = text(
            "Kept, it holds because ",
            labels.makers(found.held_by),
            f" would answer, and would want to ({rests}).",
        )
        return Fact(words, "yes")
    if rests:
        words = text(
            "Kept, it holds only if ",
            labels.makers(found.held_by),
            f" would answer even at a cost to themselves ({rests}).",
        )
        return Fact(words, "unknown")
    return Fact(("Kept, it does not hold: somebody would leave, and no answer undoes that.",), "no")


def settlement_facts(labels: ConflictLabels, found: SettlementStability) -> tuple[Fact, ...]:
    """Return what is to be said of signing, keeping and breaking a proposal."""
    facts = [_signing(labels, found), settlement_verdict(labels, found)]
    for temptation in found.temptations:
        fact = improvement_fact(
            labels, temptation.decision_maker, temptation.state, temptation.to, temptation.held
        )
        if temptation.state != found.kept:
            fact = Fact(text("Once signed: ", fact.text), fact.mark)
        facts.append(fact)
    facts += [_breach(labels, breach) for breach in found.breaches]
    return tuple(facts)


def _signing(labels: ConflictLabels, found: SettlementStability) -> Fact:
    if found.any_way is None:
        if not found.status_quo_rests:
            return Fact(("No status quo is given, so signing is not examined.",), "note")
        return Fact(("No sequence of moves leads from the status quo to a signature.",), "no")
    if not found.any_way:
        return Fact(("It is signed already: the status quo is the signed state.",), "note")
    origin = labels.conflict.status_quo
    if found.signing is not None:
        words = text(
            "It would be signed by moves that each make their mover better off: ",
            labels.moves_path(origin, found.signing),
            ".",
        )
        return Fact(words, "yes")
    words = text(
        "It can be signed, but not by moves that each make their mover better off; for example: ",
        labels.moves_path(origin, found.any_way),
        ".",
    )
    return Fact(text(words, _staying(found.status_quo_rests)), "no")


def _staying(rests: Mapping[str, bool]) -> Text:
    letters = _under(rests)
    return (f" Staying without a signature is stable ({letters}).",) if letters else ()


def _breach(labels: ConflictLabels, breach: Breach) -> Fact:
    state = labels.state_with_id(breach.state)
    letters = _under(breach.rests)
    if not breach.by:
        start = text("Broken as ", state, ": nobody can bring this about in one move")
    elif breach.tempted:
        start = text(
            "Broken as ", state, ": ", labels.makers(breach.tempted), " would be better off so"
        )
    else:
        start = text(
            "Broken as ", state, ": ", labels.makers(breach.by), " would be no better off so"
        )
    if letters:
        rest = text(f"; it would come to rest there ({letters}).")
    elif breach.leaves:
        rest = text("; it would not stay so, since ", labels.makers(breach.leaves), " would move.")
    else:
        rest = text(".")
    bad = bool(breach.tempted) and bool(letters)
    return Fact(text(start, rest), "no" if bad else "yes" if not breach.tempted else "unknown")


def _under(rests: Mapping[str, bool]) -> str:
    return concept_letters([c for c, yes in rests.items() if yes])
