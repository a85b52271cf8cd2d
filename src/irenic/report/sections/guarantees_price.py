"""What it costs to hold an agreement: the cheapest guarantees, outside levers, sanctions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.guarantees_more_results import (
    CheapestPackage,
    GuaranteesMore,
    LeverAnswer,
    LeverEffect,
    ShadowPrice,
    Trigger,
)
from irenic.analyse.results import Status
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import number
from irenic.report.blocks import Block, Bullets, Cell, Fact, Mark, Prose, Section, Subhead, Table
from irenic.report.text import Name, Text, join, text

__all__ = ["cheapest_package", "joint_package", "levers", "triggers"]


def cheapest_package(
    labels: AgreementLabels, answer: CheapestPackage, /, costs_in: str = ""
) -> Section:
    """Return which guarantees hold the order at least cost, and what redrafting would save."""
    blocks: list[Block] = [Prose(_package_headline(labels, answer, costs_in), "lead")]
    blocks += _items(labels, answer)
    if answer.missing:
        facts = [
            Fact(text(labels.obligation(k), ": ", number(x), " is not held by any of them."), "no")
            for k, x in answer.missing.items()
            if x
        ]
        blocks.append(Bullets(tuple(facts)))
    blocks += _prices(labels, answer.prices, costs_in)
    blocks += _unfinished(answer, costs_in)
    return Section("package", "The cheapest guarantees", tuple(blocks))


def joint_package(labels: AgreementLabels, more: GuaranteesMore, /) -> Section | None:
    """Return the order that costs least to hold, chosen together with its guarantees."""
    answer, package, costs_in = more.joint, more.package, more.costs_in
    if answer is None:
        return None
    title = "The cheapest order, with its guarantees"
    if answer.total is None:
        words = (
            "No order in which nobody is exposed beyond what it accepts can be held by the "
            "guarantees of the file."
        )
        if answer.status is Status.UNKNOWN:
            words = "Of the orders looked at, none can be held by the guarantees of the file."
        elif answer.reason:
            words = f"Guarantees against refusing do not help: {answer.reason}."
        return Section("joint", title, (Prose((words,), "lead"),))
    order = labels.order(answer.order)
    cost = _cost(answer.total, costs_in)
    if package is not None and package.total == answer.total:
        lead = text("No other order is known to cost less to hold: ", cost, " for this one.")
        if answer.status is Status.OPTIMAL:
            lead = text("No order costs less to hold than this one: ", cost, ".")
        return Section("joint", title, (Prose(lead, "lead"), *_unfinished(answer, costs_in)))
    least = (
        "The least for which an order can be held that exposes nobody beyond what it accepts is "
    )
    if answer.status is Status.LIMIT:
        least = (
            "Of the orders looked at that expose nobody beyond what it accepts, the cheapest to "
            "hold costs "
        )
    lead = text(least, cost, ": ", order, ".")
    blocks: list[Block] = [Prose(lead, "lead"), *_items(labels, answer)]
    return Section("joint", title, (*blocks, *_unfinished(answer, costs_in)))


def _items(labels: AgreementLabels, answer: CheapestPackage) -> list[Block]:
    if not answer.items:
        return []
    rows = tuple(
        (
            Cell(labels.guarantee_by(item.guarantee)),
            Cell(("–" if item.size is None else number(item.size),), "number"),
            Cell((number(item.cost),), "number"),
        )
        for item in answer.items
    )
    head: tuple[Text, ...] = (("Guarantee",), ("Size",), ("Cost",))
    return [Table(("The cheapest guarantees",), head, rows, numeric=(1, 2))]


def _unfinished(answer: CheapestPackage, costs_in: str) -> list[Block]:
    """Say that a search was stopped, and below which cost nothing is."""
    if answer.status is not Status.LIMIT:
        return []
    words = f"The search was not finished: {answer.reason}." if answer.reason else ""
    words = words or "The search was not finished."
    bound = answer.bound
    least = ("",) if bound is None else text(" It costs at least ", _cost(bound, costs_in), ".")
    return [Prose(text(words, least), "note")]


def _package_headline(labels: AgreementLabels, answer: CheapestPackage, costs_in: str) -> Text:
    order = text("the order ", labels.order(answer.order))
    if answer.total is None:
        return text("The guarantees of the file cannot hold ", order, ".")
    if not answer.items:
        return text("To hold ", order, " no further guarantee is needed.")
    cost = _cost(answer.total, costs_in)
    if answer.status is Status.LIMIT:
        return text("Of what was looked at, the cheapest that holds ", order, " costs ", cost, ".")
    return text("The least for which guarantees can hold ", order, " is ", cost, ".")


def _cost(value: Fraction, costs_in: str) -> Text:
    return text(number(value), " ", Name(costs_in)) if costs_in else (number(value),)


def _prices(labels: AgreementLabels, prices: Sequence[ShadowPrice], costs_in: str) -> list[Block]:
    """Return which clause to redraft: what one unit less temptation would save."""
    saving = sorted((p for p in prices if p.saves > 0), key=lambda p: (-p.saves, p.obligation))
    if not saving:
        return []
    facts = [
        Fact(
            text(
                "One unit less temptation of ",
                labels.party(p.by),
                " at ",
                labels.obligation(p.obligation),
                " would save ",
                _cost(p.saves, costs_in),
                ".",
            ),
            "note",
        )
        for p in saving
    ]
    return [Subhead(("Which clause to redraft",)), Bullets(tuple(facts))]


def levers(labels: AgreementLabels, answer: LeverAnswer, /, costs_in: str = "") -> Section:
    """Return what each outside lever buys: the signature, or compliance."""
    rows = tuple(_lever_row(labels, effect) for effect in answer.effects)
    head: tuple[Text, ...] = (
        ("Lever",),
        ("Party",),
        ("Adds to accepting",),
        ("Adds at its steps",),
        ("Enough alone from",),
        ("What it buys",),
    )
    blocks: list[Block] = []
    if rows:
        blocks.append(
            Table(("Outside levers, in the unit of the party",), head, rows, numeric=(2, 4))
        )
    if answer.searched and answer.total is None:
        blocks.append(Prose(("No mix of these levers closes every gap.",)))
    elif answer.searched:
        parts = [
            text(labels.lever(use.lever), " of ", number(use.size))
            for use in answer.mix
            if use.size
        ]
        mix = join(parts, ", ") if parts else ("none of them",)
        cost = _cost(answer.total or Fraction(0), costs_in)
        blocks.append(Prose(text("The cheapest mix: ", mix, ", at a cost of ", cost, ".")))
    blocks += _prices(labels, answer.prices, costs_in)
    return Section("levers", "What outside levers buy", tuple(blocks))


def _lever_row(labels: AgreementLabels, effect: LeverEffect) -> tuple[Cell, ...]:
    steps = {k: x for k, x in effect.compliance.items() if x > 0}
    parts = [text(labels.step(k), " ", number(x)) for k, x in steps.items()]
    mark: Mark = "note"
    if effect.signature > 0 and steps:
        buys, mark = "signature and compliance", "yes"
    elif effect.signature > 0:
        buys, mark = "the signature only", "unknown"
    elif steps:
        buys, mark = "compliance only", "yes"
    else:
        buys, mark = "nothing", "no"
    return (
        Cell(labels.lever(effect.lever)),
        Cell(labels.party(effect.party)),
        Cell((number(effect.signature),), "number"),
        Cell(join(parts, ", ") if parts else ("nothing",), "long"),
        Cell(("no size" if effect.tipping is None else number(effect.tipping),), "number"),
        Cell((buys,), mark=mark),
    )


def triggers(labels: AgreementLabels, answers: Sequence[Trigger], /) -> Section | None:
    """Return which sanctions whoever has to use them would be no worse off for using."""
    if not answers:
        return None
    return Section(
        "triggers",
        "Which sanctions would be used",
        (Bullets(tuple(_trigger(labels, answer) for answer in answers)),),
    )


def _trigger(labels: AgreementLabels, answer: Trigger) -> Fact:
    who = labels.guarantor(answer.punisher)
    what = text(labels.guarantee(answer.guarantee), " at ", labels.step(answer.obligation))
    if answer.used is None:
        words = text("Whether ", who, " would use ", what, " is not known: what it costs ", who)
        return Fact(text(words, " is not given."), "unknown")
    sums = text("using it costs ", number(answer.cost), ", letting the breach pass ")
    sums = text(sums, number(answer.saves))
    if answer.used:
        return Fact(text(who, " would be no worse off for using ", what, ": ", sums, "."), "yes")
    words = text(who, " would be worse off for using ", what, ": ", sums)
    return Fact(text(words, "; it should not be counted on."), "no")
