"""Which small change of a preference turns a verdict round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from irenic.analyse.sensitivity import ChangeEffect, SensitivityAnswer, VerdictFlip
from irenic.analyse.stability_results import CONCEPTS
from irenic.report.amounts import count_of
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Text, join, listed, text
from irenic.report.wording.inverse import states_words
from irenic.report.wording.witnesses import concept_letters

__all__ = ["change_words", "sensitivity"]

#: Most changes shown; the others are in the JSON.
MAX_ROWS = 20
#: Most verdicts named for one change.
MAX_FLIPS = 4


def sensitivity(labels: ConflictLabels, answer: SensitivityAnswer) -> Section | None:
    """Return which small changes of one ranking would change the result."""
    title = "How sensitive it is"
    if not answer.examined:
        if not answer.reason:
            return None
        reason = f"Not examined: {answer.reason}."
        return Section("sensitivity", title, (Prose((reason,)),))
    strong = [effect for effect in answer.effects if effect.moves_equilibria]
    weak = [effect for effect in answer.effects if not effect.moves_equilibria]
    blocks: list[Block] = [Prose(_headline(answer, strong))]
    blocks.append(_robust(labels, answer))
    if strong:
        blocks.append(_equilibria(labels, strong))
    if weak:
        blocks.append(Subhead(("Changes of single verdicts, with the same equilibria",)))
        facts = [_flips(labels, effect) for effect in weak[:MAX_ROWS]]
        if len(weak) > MAX_ROWS:
            facts.append(Fact((f"{len(weak) - MAX_ROWS} more changes of this kind.",), "note"))
        blocks.append(Bullets(tuple(facts)))
    return Section("sensitivity", title, tuple(blocks))


def _headline(answer: SensitivityAnswer, strong: Sequence[ChangeEffect]) -> Text:
    looked = (
        f"{count_of(answer.examined, 'small change')} of one decision maker's ranking "
        f"{'was' if answer.examined == 1 else 'were'} tried: two neighbours change places, become "
        "equally good, or one of several equals becomes better or worse. "
    )
    if not answer.effects:
        return (looked + "None of them changes any verdict.",)
    return (
        f"{looked}{len(answer.effects)} of them change some verdict, {len(strong) or 'none'} an "
        "equilibrium.",
    )


def _robust(labels: ConflictLabels, answer: SensitivityAnswer) -> Bullets:
    facts = []
    for concept, held in answer.equilibria.items():
        letters = CONCEPTS[concept].letters
        if not held:
            facts.append(Fact((f"{letters}: there is no equilibrium.",), "note"))
            continue
        robust = answer.robust[concept]
        frail = [s for s in held if s not in robust]
        parts = []
        if robust:
            stays = "stays" if len(robust) == 1 else "stay"
            parts.append(text(states_words(labels, robust), f" {stays}, whichever is made"))
        if frail:
            parts.append(text(states_words(labels, frail), " can be lost by a single one"))
        words = text(f"{letters}: ", join(parts, "; "), ".")
        facts.append(Fact(words, "yes" if robust and not frail else "no" if frail else "note"))
    return Bullets(tuple(facts))


def change_words(labels: ConflictLabels, effect: ChangeEffect) -> Text:
    """Return one change: "Syria prefers A to B"."""
    who = labels.maker(effect.decision_maker)
    upper, lower = states_words(labels, effect.upper), states_words(labels, effect.lower)
    if effect.kind == "swap":
        return text(who, " prefers ", lower, " to ", upper)
    if effect.kind == "level":
        return text(who, " finds ", lower, " as good as ", upper)
    return text(who, " prefers ", upper, " to ", lower, " (equal now)")


def _equilibria(labels: ConflictLabels, strong: Sequence[ChangeEffect]) -> Table:
    rows = [
        (
            Cell(change_words(labels, effect), "long"),
            Cell(_named(labels, effect.appear)),
            Cell(_named(labels, effect.disappear)),
        )
        for effect in strong[:MAX_ROWS]
    ]
    more = len(strong) - len(rows)
    return Table(
        ("Changes that make or end an equilibrium",),
        (("If",), ("Equilibria that appear",), ("… that disappear",)),
        tuple(rows),
        (f"{more} more.",) if more > 0 else (),
    )


def _named(labels: ConflictLabels, found: Mapping[str, Sequence[str]]) -> Text:
    """Return states with the letters of the concepts that they concern."""
    by_state: dict[str, list[str]] = {}
    for concept, states in found.items():
        for state in states:
            by_state.setdefault(state, []).append(concept)
    parts = [
        text(labels.state(state), f" ({concept_letters(concepts)})")
        for state, concepts in by_state.items()
    ]
    return listed(parts, limit=MAX_FLIPS) or ("–",)


def _flips(labels: ConflictLabels, effect: ChangeEffect) -> Fact:
    """Return the verdicts that a change turns round, those on the same state together."""
    grouped: dict[tuple[str, str, bool], list[VerdictFlip]] = {}
    for flip in effect.flips:
        grouped.setdefault((flip.decision_maker, flip.state, flip.stable), []).append(flip)
    parts = [
        text(
            labels.maker(maker),
            " would stay in " if stable else " would leave ",
            labels.state(state),
            f" ({concept_letters([f.concept for f in flips])})",
        )
        for (maker, state, stable), flips in grouped.items()
    ]
    words = text("If ", change_words(labels, effect), ": ", listed(parts, limit=MAX_FLIPS), ".")
    return Fact(words, "note")
