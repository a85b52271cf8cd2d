"""What would have to be true of a preference, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.inverse_results import (
    Demand,
    Need,
    NewOrder,
    NewRanking,
    Ranking,
    Unless,
)
from irenic.analyse.results import Status
from irenic.report.amounts import grouped, number, percent, plural
from irenic.report.blocks import Fact, Mark
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Name, Text, join, listed, text

__all__ = [
    "change_facts",
    "demand_fact",
    "order_facts",
    "order_words",
    "ranking_words",
    "rankings_words",
    "states_words",
    "swaps_words",
]

#: Most ways, states and groups that one sentence names.
MAX_WAYS = 6
MAX_NAMED = 6
MAX_GROUPS = 20
_MARKS: dict[bool | None, Mark] = {True: "yes", False: "no", None: "unknown"}


def states_words(labels: ConflictLabels, states: Sequence[str], word: str = "and") -> Text:
    """Return states as a list, long ones counted."""
    return listed([labels.state(s) for s in states], word, MAX_NAMED)


def swaps_words(swaps: Fraction) -> Text:
    """Return a distance: "1 swap", "2.5 swaps"."""
    return text(number(swaps), " ", plural(1 if swaps == 1 else 2, "swap"))


def demand_fact(labels: ConflictLabels, maker: str, target: str, demand: Demand) -> Fact:
    """Return one condition: "Syria must not prefer A to B, or it must not prefer C to B"."""
    shown = demand.ways[:MAX_WAYS]
    parts = [
        text(
            labels.maker(maker) if k == 0 else "it",
            " must ",
            _unless(labels, target, way),
            _where(labels, demand.move, way),
        )
        for k, way in enumerate(shown)
    ]
    words = join(parts, ", or ")
    more = len(demand.ways) - len(shown)
    if more:
        words = text(words, f", or one of {more} more {plural(more, 'condition')} holds")
    return Fact(text(words, "."), _MARKS[demand.met])


def _unless(labels: ConflictLabels, target: str, way: Unless) -> Text:
    end = text(" to ", labels.state(target))
    if len(way.states) == 1:
        return text("not prefer ", labels.state(way.states[0]), end)
    if len(way.states) == 2:
        one, other = map(labels.state, way.states)
        return text("prefer neither ", one, " nor ", other, end)
    return text("prefer none of ", states_words(labels, way.states), end)


def _where(labels: ConflictLabels, move: str, way: Unless) -> Text:
    if not way.answer:
        return ()
    return text(" (the answer: ", labels.moves_path(move, way.answer), ")")


def rankings_words(share: Fraction | None, count: int | None, total: int | None) -> Text:
    """Return how many rankings do: "384 of 720 (≈53%)"."""
    if share is None:
        return ("not counted",)
    if share in (0, 1):
        return ("all",) if share else ("none",)
    if count is None or total is None:
        return text(percent(share))
    return text(f"{grouped(count)} of {grouped(total)} (", percent(share), ")")


def ranking_words(labels: ConflictLabels, ranking: Ranking) -> Text:
    """Return a ranking, best first: "A > B ~ C"."""
    shown = [
        join([labels.state(s) for s in group[:MAX_NAMED]], " ~ ")
        if len(group) <= MAX_NAMED
        else text(labels.state(group[0]), f" and {len(group) - 1} as good")
        for group in ranking[:MAX_GROUPS]
    ]
    words = join(shown, " > ")
    return text(words, " > ..") if len(ranking) > MAX_GROUPS else words


def change_facts(labels: ConflictLabels, target: str, need: Need) -> tuple[Fact, ...]:
    """Return the smallest change of a ranking, the proof, and others as near."""
    change = need.change
    if change is None or change.swaps == 0:
        return ()
    here = labels.state(target)
    who = labels.maker(need.decision_maker)
    if change.single is not None:
        done = text(labels.state(change.single), " falls below ", here)
        if change.below:
            done = text(done, ", and both pass ", states_words(labels, change.below))
    else:
        done = text(here, " rises above ", states_words(labels, change.below))
    facts = [Fact(text("Smallest change: ", swaps_words(change.swaps), ". ", done, "."), "note")]
    facts.append(Fact(_proof(labels, who, here, change), "note"))
    if change.ranking:
        facts.append(Fact(text("New ranking: ", ranking_words(labels, change.ranking)), "note"))
    facts += [
        Fact(text("As small: ", ranking_words(labels, other)), "note") for other in change.others
    ]
    if change.level_swaps < change.swaps:
        last = change.single or change.below[-1]
        words = text("It is enough that ", here, " becomes as good as ", labels.state(last), ": ")
        facts.append(Fact(text(words, swaps_words(change.level_swaps), "."), "note"))
    return tuple(facts)


def _proof(labels: ConflictLabels, who: Text, here: Text, change: NewRanking) -> Text:
    last = labels.state(change.single or change.below[-1])
    still = states_words(labels, change.still_open, "or")
    return text(
        "Fewer swaps are not enough: ",
        last,
        " would stay above ",
        here,
        ", and ",
        who,
        " would still gain by moving to ",
        still,
        ".",
    )


def order_words(order: NewOrder | None) -> Text:
    """Return the smallest re-ordering of statements as a short entry of a table."""
    if order is None:
        return ("–",)
    if order.status is Status.INFEASIBLE:
        return ("no order does",)
    if order.status is Status.LIMIT:
        return (f"at least {order.bound}",)
    return text(swaps_words(Fraction(order.swaps or 0)))


def order_facts(order: NewOrder | None) -> tuple[Fact, ...]:
    """Return which order of the statements does, and whether moving one is enough."""
    if order is None or order.swaps == 0:
        return ()
    if order.status is Status.INFEASIBLE:
        words = "No order of its statements is enough; a statement would have to change."
        return (Fact((words,), "note"),)
    facts = [
        Fact(
            text(
                "Moving one statement is enough: “",
                Name(move.statement),
                f"” from place {move.place} to place {move.new_place}.",
            ),
            "note",
        )
        for move in order.moves[:MAX_WAYS]
    ]
    if order.status is Status.LIMIT:
        known = f"the best known takes {order.swaps}" if order.swaps else "none is known"
        stopped = f"The search stopped: no order with fewer than {order.bound} swaps is enough"
        facts.append(Fact((f"{stopped}, {known}.",), "unknown"))
    elif not order.moves or _less(order):
        named = join([text("“", Name(s), "”") for s in order.statements], ", ")
        swaps = swaps_words(Fraction(order.swaps or 0))
        lead = text("Smallest re-ordering of its statements, ", swaps, ": ")
        facts.append(Fact(text(lead, named, "."), "note"))
    return tuple(facts)


def _less(order: NewOrder) -> bool:
    """Return whether a re-ordering is smaller than every move of one statement."""
    passed = abs(order.moves[0].place - order.moves[0].new_place)
    return order.swaps is not None and order.swaps < passed
