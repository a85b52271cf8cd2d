"""One order of an agreement: whether it holds, who is tempted, who is exposed, who accepts it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.guarantees_more_results import Ranges
from irenic.analyse.guarantees_results import BreakEven, OrderView, PartyView, StepView
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import number, percent, signed
from irenic.report.blocks import Block, Bullets, Cell, Fact, Mark, Prose, Section, Subhead, Table
from irenic.report.text import Name, Text, capitalised, listed, text
from irenic.report.wording.guarantees import cause_of_exposure, holding, missing, temptation

__all__ = ["in_short", "step_by_step", "verdict_of", "who_accepts", "who_is_exposed"]

#: Most unsafe steps told in sentences; the table has all of them.
MAX_TOLD = 8


def in_short(
    labels: AgreementLabels,
    view: OrderView,
    parties: Sequence[PartyView],
    /,
    *,
    break_evens: Sequence[BreakEven] = (),
    ranges: Ranges | None = None,
) -> Section:
    """Return whether the order holds, who is tempted first, who is exposed, what is missing."""
    blocks: list[Block] = [Prose(_headline(labels, view, parties), "lead")]
    facts = [Fact(words, mark) for words, mark in _facts(labels, view, parties)]
    if facts:
        blocks.append(Bullets(tuple(facts)))
    unsafe = [s for s in view.steps if not s.kept]
    if unsafe:
        blocks.append(Subhead(("Why, and what would have to hold it",)))
        told = [
            _told(labels, view, s, verdict_of(s, break_evens, ranges)) for s in unsafe[:MAX_TOLD]
        ]
        blocks.append(Bullets(tuple(told)))
        more = len(unsafe) - MAX_TOLD
        if more > 0:
            blocks.append(Prose((f"{more} more unsafe steps stand in the table.",), "note"))
    blocks += [Prose(words, "note") for words in _grounds(labels, view)]
    return Section("in-short", "In short", tuple(blocks))


def _told(labels: AgreementLabels, view: OrderView, step: StepView, kept: bool | None) -> Fact:
    """Return why a step is not safe, and whether that is so throughout the ranges."""
    words = text(temptation(labels, view, step), " ", holding(labels, step))
    if kept is None:
        return Fact(text(words, " Within the ranges of the file it may hold."), "unknown")
    return Fact(words, "no")


def _headline(labels: AgreementLabels, view: OrderView, parties: Sequence[PartyView]) -> Text:
    order = labels.order(view.order)
    if len(view.order) > MAX_TOLD:
        order = (f"of the {len(view.order)} steps below",)
    refuses = [p.party for p in parties if not p.accepts]
    if view.holds and not refuses:
        return text(
            "The order ",
            order,
            " holds, if the values below are right: at no step would refusing pay more than "
            "performing, and nobody is more exposed than it accepts.",
        )
    if view.holds:
        return text(
            "Once signed, the order ",
            order,
            " would hold, but ",
            labels.parties(refuses),
            " would not accept the whole.",
        )
    words = text("The order ", order, " does not hold as it stands.")
    first = next((s for s in view.steps if not s.kept), None)
    if first is not None:
        words = text(
            words,
            " ",
            labels.party(first.by),
            " would be tempted first, at "
            if first.temptation > 0
            else " is the first too near to refusing, at ",
            labels.obligation(first.obligation),
            ".",
        )
    return words


def _facts(
    labels: AgreementLabels, view: OrderView, parties: Sequence[PartyView]
) -> list[tuple[Text, Mark]]:
    """Return who is exposed, what is missing, and who does not accept."""
    found: list[tuple[Text, Mark]] = []
    beyond = [p for p in parties if p.too_exposed]
    for p in beyond:
        words = text(
            labels.party(p.party),
            " would be exposed by ",
            number(p.worst_exposure),
            _after(labels, p),
            ", more than the ",
            number(p.cap or 0),
            " that it accepts.",
        )
        found.append((words, "no"))
    within = [p for p in parties if p.worst_exposure and not p.too_exposed]
    if within:
        parts = [
            text(labels.party(p.party), " by ", number(p.worst_exposure), _after(labels, p))
            for p in within
        ]
        words = text("Exposed at the worst moment: ", listed(parts), ".")
        found.append((words, "note"))
    short = missing(labels, view)
    if short:
        words = text("Missing in expected penalties: at least ", short, ".")
        found.append((words, "no"))
    for p in parties:
        if not p.accepts:
            words = text(labels.party(p.party), " is worse off with the whole than without it.")
            found.append((words, "no"))
    return found


def _after(labels: AgreementLabels, view: PartyView) -> Text:
    if not view.worst_after:
        return ()
    return text(" after ", labels.step(view.worst_after))


def _grounds(labels: AgreementLabels, view: OrderView) -> list[Text]:
    """Return whose judgement the numbers are, and what this page does not say."""
    judges = labels.judges(view.order)
    by = (
        text("The values were judged by: ", listed([Name(j) for j in judges], limit=4))
        if judges
        else ("The values are judgements, and the file does not say whose",)
    )
    return [
        text(
            by,
            ". Each is in its party's own unit, so amounts of different parties cannot be added "
            "or compared. A value known as a range stands at its midpoint unless the text says "
            "otherwise.",
        ),
        (
            "Each party is treated as one will with known values. This page says what would have "
            "to be true for the deal to be kept, not what will happen.",
        ),
    ]


def verdict_of(
    step: StepView, break_evens: Sequence[BreakEven], ranges: Ranges | None, /
) -> bool | None:
    """Return whether a step is kept; ``None`` when that depends on where in a range a value is."""
    if ranges is not None:
        for entry in ranges.steps:
            if entry.obligation == step.obligation:
                return entry.kept
    mine = [
        b for b in break_evens if b.obligation == step.obligation and b.guarantee in step.held_by
    ]
    if step.bare > 0 and len(mine) == len(step.held_by) == 1 and mine[0].enough is None:
        return None
    return step.kept


def step_by_step(
    labels: AgreementLabels,
    view: OrderView,
    /,
    *,
    break_evens: Sequence[BreakEven] = (),
    ranges: Ranges | None = None,
) -> Section:
    """Return each obligation with who performs it, what tempts, what holds, and the verdict."""
    rows = tuple(_row(labels, step, verdict_of(step, break_evens, ranges)) for step in view.steps)
    table = Table(
        ("Obligations in their order; amounts in the performer's own unit",),
        (
            ("Obligation",),
            ("Performed by",),
            ("Tempted by, without guarantees",),
            ("Held by",),
            ("Needed",),
            ("Claimed",),
            ("Verdict",),
        ),
        rows,
        note=(
            "Needed: the least expected penalty with which refusing does not pay. Claimed: what "
            "the guarantees and levers in force are expected to take away, size times "
            "reliability, as the file says. ✓ performs, ✗ would be tempted, ? depends on where "
            "in its range a value is.",
        ),
        numeric=(2, 4, 5),
    )
    return Section("step-by-step", "Step by step", (table,))


def _row(labels: AgreementLabels, step: StepView, kept: bool | None) -> tuple[Cell, ...]:
    needed = max(step.bare + labels.agreement.margin, Fraction(0))
    return (
        Cell(labels.obligation(step.obligation)),
        Cell(labels.party(step.by)),
        Cell((number(step.bare) if step.bare > 0 else "not tempted",), "number"),
        Cell(labels.held_by(step.held_by if step.held else ()), "long"),
        Cell((number(needed) if needed else "–",), "number"),
        Cell((number(step.held) if step.held else "–",), "number"),
        _verdict(labels, step, kept),
    )


def _verdict(labels: AgreementLabels, step: StepView, kept: bool | None) -> Cell:
    """Return whether a step is performed, and by how much."""
    if kept is None:
        return Cell(("depends on a value known as a range",), mark="unknown")
    if kept:
        spare = max(-labels.agreement.margin - step.temptation, Fraction(0))
        return Cell(text(number(spare), " to spare") if spare else ("just held",), mark="yes")
    if step.temptation > 0:
        return Cell(text("tempted by ", number(step.temptation)), mark="no")
    return Cell(("less than the margin",), mark="no")


def who_is_exposed(
    labels: AgreementLabels, view: OrderView, parties: Sequence[PartyView], /
) -> Section:
    """Return each party's worst moment, who could cause it, and what is covered."""
    rows = []
    for p in parties:
        exposed = bool(p.worst_exposure and p.worst_after)
        rows.append(
            (
                Cell(labels.party(p.party)),
                Cell(text("after ", labels.obligation(p.worst_after)) if exposed else ("never",)),
                Cell((number(p.worst_exposure) if exposed else "–",), "number"),
                Cell(
                    ("not said",) if p.cap is None else (number(p.cap),),
                    "number",
                    "" if p.cap is None else "no" if p.too_exposed else "yes",
                ),
                Cell(cause_of_exposure(labels, view, p.worst_after) if exposed else ("–",), "long"),
                Cell(_covered(view, p) if exposed else ("–",)),
            )
        )
    table = Table(
        ("The worst moment of each party, in its own unit",),
        (
            ("Party",),
            ("Worst moment",),
            ("Exposed by",),
            ("Accepts",),
            ("Who could cause it",),
            ("Covered",),
        ),
        tuple(rows),
        note=(
            "Exposed by: how much worse off than without a deal the party would be if the process "
            "stopped there, after compensation.",
        ),
        numeric=(2, 3),
    )
    return Section("exposed", "Who is exposed when", (table,))


def _covered(view: OrderView, party: PartyView) -> Text:
    """Return how much of the exposure a compensation is expected to cover."""
    step = next(s for s in view.steps if s.obligation == party.worst_after)
    whole = party.no_deal - step.collapse[party.party]
    covered = whole - party.worst_exposure
    if covered <= 0 or whole <= 0:
        return ("nothing",)
    return text(number(covered), " of ", number(whole), " (", percent(covered / whole), ")")


def who_accepts(labels: AgreementLabels, parties: Sequence[PartyView], /) -> Section:
    """Return whether each party is at least as well off with the whole as without it."""
    refusing = [p.party for p in parties if not p.accepts]
    headline = (
        text(labels.parties(refusing), " would not accept the whole.")
        if refusing
        else ("Everyone is at least as well off with the whole as without it.",)
    )
    rows = tuple(
        (
            Cell(labels.party(p.party)),
            Cell((signed(p.complete),), "number"),
            Cell((signed(p.no_deal),), "number"),
            Cell((signed(p.outside) if p.outside else "–",), "number"),
            Cell(_balance(p), "text", "yes" if p.accepts else "no"),
        )
        for p in parties
    )
    table = Table(
        ("The whole against no deal, in each party's own unit",),
        (
            ("Party",),
            ("Completed deal",),
            ("No deal",),
            ("Added from outside",),
            ("Accepts the whole",),
        ),
        rows,
        note=("Counted from today. From outside: what levers add to the side of accepting.",),
        numeric=(1, 2, 3),
    )
    return Section("accepts", "Who accepts the whole", (Prose(capitalised(headline)), table))


def _balance(party: PartyView) -> Text:
    spare = party.complete + party.outside - party.no_deal
    if spare == 0:
        return ("just as well off",)
    return text(number(abs(spare)), " better off" if spare > 0 else " worse off")
