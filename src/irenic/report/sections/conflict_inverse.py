"""What would make a state of a conflict hold."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from irenic.analyse.inverse_results import InverseAnswer, Need, Together
from irenic.analyse.results import Status
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Strong, Text, plain, text
from irenic.report.wording.inverse import (
    change_facts,
    demand_fact,
    order_facts,
    order_words,
    rankings_words,
    swaps_words,
)
from irenic.report.wording.witnesses import concept_letters

__all__ = ["inverse"]

#: Most conditions shown of one decision maker under one concept.
MAX_DEMANDS = 12


def inverse(labels: ConflictLabels, answer: InverseAnswer) -> Section | None:
    """Return what would have to be true of preferences for a state to hold."""
    if not answer.needs:
        return None
    target = answer.target
    blocks: list[Block] = [
        Prose(
            text(
                labels.state_with_id(target),
                ": ",
                labels.describe(target),
                ". What would have to be true of one decision maker's preference for it to be "
                "stable, with everybody else's as it is. Being equally good is enough for “not "
                "prefer”. ✓ is true now, ✗ is not.",
            )
        )
    ]
    for maker in answer.free:
        needs = [need for need in answer.needs if need.decision_maker == maker]
        blocks.append(Subhead(text(Strong(plain(labels.maker(maker))))))
        blocks += _conditions(labels, target, needs)
        blocks.append(_figures(labels, target, needs))
        blocks += _changes(labels, target, needs)
    if answer.together:
        blocks.append(_together(labels, answer.together))
    if answer.reason:
        blocks.append(Prose((f"{answer.reason[0].upper()}{answer.reason[1:]}.",), "note"))
    title = f"What would make {plain(labels.state(target))} hold"
    return Section("inverse", title, tuple(blocks))


def _alike(needs: Sequence[Need], key: Callable[[Need], Hashable]) -> list[tuple[Text, Need]]:
    """Return needs that say the same once, with the letters of their concepts."""
    groups: dict[Hashable, list[Need]] = {}
    for need in needs:
        groups.setdefault(key(need), []).append(need)
    return [((concept_letters([n.concept for n in same]),), same[0]) for same in groups.values()]


def _conditions(labels: ConflictLabels, target: str, needs: Sequence[Need]) -> list[Block]:
    blocks: list[Block] = []
    for letters, need in _alike(needs, lambda n: n.demands):
        who = labels.maker(need.decision_maker)
        if not need.demands:
            words = text(": nothing; ", labels.state(target), " is stable for ", who)
            blocks.append(Prose(text(letters, words, " whatever it prefers.")))
            continue
        all_of = "this" if len(need.demands) == 1 else "all of this"
        blocks.append(Prose(text(letters, f": {all_of} has to be true.")))
        shown = need.demands[:MAX_DEMANDS]
        facts = [demand_fact(labels, need.decision_maker, target, demand) for demand in shown]
        more = len(need.demands) - len(shown)
        if more:
            facts.append(Fact((f"{more} more conditions of this kind.",), "note"))
        blocks.append(Bullets(tuple(facts)))
    return blocks


def _figures(labels: ConflictLabels, target: str, needs: Sequence[Need]) -> Table:
    ordered = any(need.order is not None for need in needs)
    rows = []
    for need in needs:
        change = need.change
        cells = [
            Cell((concept_letters([need.concept]),)),
            Cell(("",), mark="yes" if need.stable else "no"),
            Cell(rankings_words(need.share, need.count, need.total)),
            Cell(rankings_words(need.equilibrium_share, need.equilibrium_count, need.total)),
            Cell(("–",) if change is None else swaps_words(change.swaps)),
        ]
        if ordered:
            cells.append(Cell(order_words(need.order)))
        rows.append(tuple(cells))
    here, who = labels.state(target), labels.maker(needs[0].decision_maker)
    columns: list[Text] = [
        ("Concept",),
        ("Now",),
        ("Rankings that do",),
        ("… and it is an equilibrium",),
        ("Smallest change",),
    ]
    if ordered:
        columns.append(("Of its statements",))
    return Table(
        text("When ", here, " is stable for ", who),
        tuple(columns),
        tuple(rows),
        (
            "Rankings: strict orders of all states. A swap exchanges two neighbours of the present "
            "ranking, or of the list of statements; breaking a tie counts a half.",
        ),
    )


def _changes(labels: ConflictLabels, target: str, needs: Sequence[Need]) -> list[Block]:
    blocks: list[Block] = []
    for letters, need in _alike(needs, lambda n: (n.change, n.order)):
        facts = (*change_facts(labels, target, need), *order_facts(need.order))
        if facts:
            blocks += [Prose(text(letters, ":")), Bullets(facts)]
    return blocks


def _together(labels: ConflictLabels, together: Sequence[Together]) -> Table:
    rows = []
    for found in together:
        words = swaps_words(found.swaps)
        if found.status is Status.LIMIT:
            words = text("at most ", words, ", at least ", swaps_words(found.bound))
        who = labels.makers(tuple(found.rankings)) or ("nobody",)
        rows.append((Cell((concept_letters([found.concept]),)), Cell(words), Cell(who, "long")))
    return Table(
        ("Everybody together: the smallest change with which it is an equilibrium",),
        (("Concept",), ("Smallest change",), ("Whose ranking changes",)),
        tuple(rows),
    )
