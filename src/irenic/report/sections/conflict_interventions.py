"""What a third party could change, and what would hold then."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.analyse.conflict_change import with_intervention
from irenic.analyse.interventions import (
    ConflictInterventions,
    EquilibriumChange,
    InterventionEffect,
)
from irenic.analyse.results import Status
from irenic.model import ConflictOption, DecisionMaker
from irenic.report.amounts import count_of, grouped
from irenic.report.blocks import Block, Bullets, Fact, Prose, Section, Subhead
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.labels import LONG, shorten
from irenic.report.text import Name, Text, join, listed, text

__all__ = ["conflict_interventions_section"]

#: How many simple changes, and how many states of each, are told.
_CHANGES = 12
_STATES = 4
_TITLES = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sim": "SIM"}


def conflict_interventions_section(
    labels: ConflictLabels, answer: ConflictInterventions
) -> Section | None:
    """Return the section; ``None`` when nothing was tried."""
    blocks: list[Block] = []
    for effect in answer.own:
        blocks += _own(labels, effect)
    if answer.tried:
        blocks.append(Subhead(("Simple changes, tried one by one",)))
        blocks.append(Prose(_summary(labels, answer)))
    if answer.automatic:
        told = [_simple(labels, effect, answer.wanted) for effect in answer.automatic[:_CHANGES]]
        blocks.append(Bullets(tuple(told)))
        more = len(answer.automatic) - _CHANGES
        if more > 0:
            blocks.append(Prose((f"{grouped(more)} more would change something.",), "note"))
    if answer.status is Status.LIMIT:
        blocks.append(Prose((f"Not finished: {answer.reason}.",), "note"))
    if not blocks:
        return None
    return Section("conflict-interventions", "What a third party could change", tuple(blocks))


def _own(labels: ConflictLabels, effect: InterventionEffect) -> list[Block]:
    """Return what an intervention of the file does."""
    intervention = next(i for i in labels.conflict.interventions if i.id == effect.id)
    title = shorten(intervention.title or effect.id, LONG)
    blocks: list[Block] = [Subhead((Name(title, intervention.title if title else ""),))]
    if intervention.why:
        blocks.append(Prose((Name(f"Why it may work: {intervention.why}."),)))
    if effect.status is Status.LIMIT:
        return [*blocks, Bullets((Fact((f"Not examined: {effect.reason}.",), "unknown"),))]
    after = ConflictLabels(with_intervention(labels.conflict, intervention).conflict)
    facts = _facts(labels, after, effect)
    return [*blocks, Bullets(facts or (Fact(("It changes no equilibrium.",)),))]


def _facts(
    labels: ConflictLabels, after: ConflictLabels, effect: InterventionEffect
) -> tuple[Fact, ...]:
    """Return what holds that did not, what does no longer, and where the status quo leads."""
    facts = [Fact(text(_gained(labels, after, c), "."), "yes") for c in effect.gained[:_STATES]]
    facts += _more(effect.gained, "becomes an equilibrium", "become equilibria")
    facts += [Fact(text(_lost(labels, after, c), "."), "no") for c in effect.lost[:_STATES]]
    facts += _more(effect.lost, "holds no longer", "hold no longer")
    if effect.gone:
        facts.append(Fact(text(_gone(labels, effect.gone), "."), "note"))
    for reached in effect.reached[:_STATES]:
        words = text("From the status quo, improvements now lead to ", labels.state(reached.state))
        if reached.path:
            path = after.moves_path(effect.status_quo, reached.path)
            words = text(words, ": ", path)
        elif reached.after == effect.status_quo:
            words = text("The status quo, ", labels.state(reached.state), ", itself holds")
        facts.append(Fact(text(words, "."), "yes"))
    if effect.out_of_reach:
        states = listed([labels.state(s) for s in effect.out_of_reach], "or", limit=_STATES)
        words = text("From the status quo, improvements lead no longer to ", states, ".")
        facts.append(Fact(words, "note"))
    return tuple(facts)


def _more(changes: Sequence[EquilibriumChange], one: str, many: str) -> list[Fact]:
    more = len(changes) - _STATES
    return [Fact((f"{grouped(more)} more {one if more == 1 else many}.",))] if more > 0 else []


def _gained(labels: ConflictLabels, after: ConflictLabels, change: EquilibriumChange) -> Text:
    words = text(labels.state(change.state), " becomes an equilibrium (", _senses(change), ")")
    if change.only_with:
        taken = listed([text("“", Name(shorten(o, LONG)), "”") for o in change.only_with])
        words = text(words, " with ", taken, " taken up")
    if change.makers:
        words = text(words, "; ", after.makers(change.makers), " would no longer leave it")
    return words


def _lost(labels: ConflictLabels, after: ConflictLabels, change: EquilibriumChange) -> Text:
    words = text(labels.state(change.state), " is an equilibrium no longer (", _senses(change))
    return text(words, "); ", after.makers(change.makers), " would leave it")


def _gone(labels: ConflictLabels, states: Sequence[str]) -> Text:
    names = listed([labels.state(s) for s in states], limit=_STATES)
    which = "which is an equilibrium" if len(states) == 1 else "which are equilibria"
    return text(names, f", {which} now, would be impossible")


def _senses(change: EquilibriumChange) -> str:
    return ", ".join(_TITLES[c] for c in change.concepts)


def _summary(labels: ConflictLabels, answer: ConflictInterventions) -> Text:
    """Return how many changes do something, and how many make a wanted state hold."""
    useful = len(answer.automatic)
    words: Text = (
        f"Of {count_of(answer.tried, 'change')} of one option or one decision maker, "
        f"{grouped(useful) if useful else 'none'} would change what holds or where the status "
        "quo leads.",
    )
    if not answer.wanted:
        return words
    wanted = listed([labels.state(s) for s in answer.wanted], "or", limit=_STATES)
    helpful = sum(bool(e.wanted) for e in answer.automatic)
    if not helpful:
        return text(words, " None of them makes ", wanted, " hold that did not.")
    count = f" {grouped(helpful)} of them would make "
    first = "it comes first" if helpful == 1 else "these come first"
    return text(words, count, wanted, f" hold; {first}.")


def _simple(labels: ConflictLabels, effect: InterventionEffect, wanted: Sequence[str]) -> Fact:
    """Return what one simple change does, in one sentence."""
    first = [c for c in effect.gained if c.state in wanted]
    shown = first or list(effect.gained[:1])
    parts = [_gained(labels, labels, c) for c in shown]
    more = len(effect.gained) - len(shown)
    if more > 0:
        parts.append(text(f"{count_of(more, 'other state')} too"))
    if effect.lost:
        parts.append(_lost(labels, labels, effect.lost[0]))
        if len(effect.lost) > 1:
            parts.append(text(f"{count_of(len(effect.lost) - 1, 'other state')} no longer"))
    if effect.gone:
        parts.append(_gone(labels, effect.gone))
    if not parts:
        parts.append(_ways(labels, effect))
    words = text(_condition(labels, effect), ": ", join(parts, "; "), ".")
    return Fact(words, "yes" if effect.wanted else "note")


def _ways(labels: ConflictLabels, effect: InterventionEffect) -> Text:
    """Return where the status quo leads, when no equilibrium changes."""
    parts = []
    if effect.reached:
        states = listed([labels.state(r.state) for r in effect.reached], limit=_STATES)
        parts.append(text("improvements lead from the status quo to ", states))
    if effect.out_of_reach:
        states = listed([labels.state(s) for s in effect.out_of_reach], "or", limit=_STATES)
        parts.append(text("improvements no longer lead from the status quo to ", states))
    return join(parts, "; ")


def _condition(labels: ConflictLabels, effect: InterventionEffect) -> Text:
    """Return what is changed: "If the city could not move"."""
    if effect.kind == "frozen":
        return text("If ", labels.maker(effect.subject[0]), " could not move")
    if effect.kind == "move":
        mover, origin, target = effect.subject
        words = text("If ", labels.maker(mover), " could not move from ", labels.state(origin))
        return text(words, " to ", labels.state(target))
    maker, option = _option(labels, effect.subject[0])
    what = text("“", Name(shorten(option.title, LONG)), "”")
    who = labels.maker(maker.id)
    match effect.kind:
        case "removed":
            return text("If ", who, " could not choose ", what)
        case "imposed":
            return text("If ", who, " were bound to ", what)
        case "to-yes":
            return text("If ", who, " could not take back ", what, " once it is done")
        case "to-no":
            return text("If ", who, " could not take up ", what, " (again)")
    return text("If ", who, " could take up and drop ", what, " at any time")


def _option(labels: ConflictLabels, name: str) -> tuple[DecisionMaker, ConflictOption]:
    return next(
        (maker, option)
        for maker in labels.conflict.decision_makers
        for option in maker.options
        if f"{maker.id}.{option.id}" == name
    )
