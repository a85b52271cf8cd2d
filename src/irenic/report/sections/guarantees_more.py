"""What goes beyond one order of an agreement: other orders, trust, swaps, and so on in turn."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.analyse.guarantees_more_results import (
    BestOrder,
    ChainTrust,
    Comparison,
    GuaranteesMore,
    SplitResult,
    SwapPlan,
    Trust,
    TrustStep,
)
from irenic.analyse.guarantees_results import BreakEven, OrderView
from irenic.analyse.results import Status
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import count_of, number, percent
from irenic.report.blocks import Block, Bullets, Cell, Fact, Mark, Prose, Section, Subhead, Table
from irenic.report.sections.guarantees_limits import (
    base_rates,
    discount_factors,
    flip_list,
    phases,
    verdicts_in_ranges,
    warnings,
)
from irenic.report.sections.guarantees_price import (
    cheapest_package,
    joint_package,
    levers,
    triggers,
)
from irenic.report.text import Name, Text, join, text

__all__ = [
    "best_order",
    "break_even_reliability",
    "comparison",
    "more_sections",
    "swaps_and_splits",
    "trust",
]


def more_sections(labels: AgreementLabels, more: GuaranteesMore, /) -> tuple[Section, ...]:
    """Return the sections on every topic that was asked for, in reading order."""
    found = [
        warnings(labels, more.warnings),
        None if more.best is None else best_order(labels, more.best),
        *(comparison(labels, c, place) for place, c in enumerate(more.comparisons)),
        break_even_reliability(labels, more.break_evens),
        None if more.trust is None else trust(labels, more.trust),
        swaps_and_splits(labels, more.swaps, more.splits),
        None if more.package is None else cheapest_package(labels, more.package, more.costs_in),
        joint_package(labels, more),
        None if more.levers is None else levers(labels, more.levers, more.costs_in),
        triggers(labels, more.triggers),
        flip_list(labels, more.flips),
        None if more.ranges is None else verdicts_in_ranges(labels, more.ranges),
        discount_factors(labels, more.discounts),
        phases(labels, more.phases),
        base_rates(),
    ]
    return tuple(section for section in found if section is not None)


def best_order(labels: AgreementLabels, answer: BestOrder, /) -> Section:
    """Return the order that asks for least, why it begins as it does, and the alternatives."""
    best, proposed = answer.best, answer.proposed
    blocks: list[Block] = [Prose(_best_headline(labels, answer), "lead")]
    tempted = [
        Fact(
            text(
                labels.party(s.by),
                " would be tempted at ",
                labels.obligation(s.obligation),
                ", by ",
                number(s.temptation),
                ".",
            ),
            "no",
        )
        for s in best.steps
        if s.temptation > 0
    ]
    blocks.append(Bullets(tuple(tempted) or (Fact(("Nobody would be tempted in it.",), "yes"),)))
    blocks += _why_first(labels, answer)
    if answer.others:
        blocks.append(_orders_table(labels, (best, *answer.others), complete=answer.complete))
    if proposed is not None and proposed.order != best.order:
        blocks.append(_two_orders(labels, Comparison("This order", best, "As proposed", proposed)))
    words = (
        "“Least” means that the greatest temptation of anybody is least. That compares "
        "temptations of different parties as if their units were alike, which is an assumption "
        "of this question alone."
    )
    blocks.append(Prose((words,), "note"))
    if answer.status is Status.LIMIT:
        blocks.append(Prose((f"The search was not finished: {answer.reason}.",), "note"))
    return Section("best-order", "Which order asks for least", tuple(blocks))


def _best_headline(labels: AgreementLabels, answer: BestOrder) -> Text:
    best, proposed = answer.best, answer.proposed
    lead = (
        "The best order found is "
        if answer.status is Status.LIMIT
        else "The order that asks for least is "
    )
    if proposed is not None and proposed.order == best.order:
        lead = "No order was found that is better than the proposed one, "
    return text(lead, labels.order(best.order), ": ", _asks(labels, best), ".")


def _asks(labels: AgreementLabels, view: OrderView) -> Text:
    """Return what an order asks of everybody: expected penalties, and exposures."""
    exposes = text("exposes ", labels.amounts(view.exposed))
    return text("it needs ", labels.penalties(view.needed), " and ", exposes)


def _why_first(labels: AgreementLabels, answer: BestOrder) -> list[Block]:
    """Return what beginning with each other step would ask for at best."""
    if len(answer.firsts) < 2 or not answer.best.order:
        return []
    start = answer.best.order[0]
    facts = []
    for first in sorted(answer.firsts, key=lambda f: f.obligation != start):
        asks = text(
            "needs ",
            labels.penalties(first.needed),
            " and exposes ",
            labels.amounts(first.exposed),
        )
        words = text(
            "Beginning with ", labels.step(first.obligation), " (", labels.party(first.by), "): "
        )
        mark: Mark = "yes" if first.obligation == start else "note"
        facts.append(Fact(text(words, "the best order then ", asks, "."), mark))
    return [Subhead(text("Why ", labels.step(start), " first")), Bullets(tuple(facts))]


def _orders_table(labels: AgreementLabels, views: Sequence[OrderView], *, complete: bool) -> Table:
    note = "Each asks less of somebody and more of somebody else than the others."
    if not complete:
        note += " There are more such orders."
    return Table(
        ("Orders to choose from; amounts in each party's own unit",),
        (("Order",), ("Penalty needed on",), ("Exposes",)),
        tuple(
            (
                Cell(labels.order(v.order)),
                Cell(labels.amounts(v.needed), "long"),
                Cell(labels.amounts(v.exposed), "long"),
            )
            for v in views
        ),
        note=(note,),
    )


def comparison(labels: AgreementLabels, answer: Comparison, /, place: int = 0) -> Section:
    """Return two orders, or two sets of guarantees, side by side."""
    number_of = f"-{place + 1}" if place else ""
    title = f"Side by side: {answer.first_name}, {answer.second_name}"
    return Section(f"comparison{number_of}", title, (_two_orders(labels, answer),))


def _two_orders(labels: AgreementLabels, answer: Comparison) -> Table:
    views = (answer.first, answer.second)
    rows: list[tuple[Cell, ...]] = [
        (Cell(("Order",)), *(Cell(labels.order(v.order), "long") for v in views)),
        (
            Cell(("Holds",)),
            *(Cell(("yes" if v.holds else "no",), mark="yes" if v.holds else "no") for v in views),
        ),
    ]
    for party in answer.first.exposed:
        name = labels.party(party)
        for words, held in (
            (text(name, ": penalty needed"), [v.needed[party] for v in views]),
            (text(name, ": greatest exposure"), [v.exposed[party] for v in views]),
        ):
            rows.append((Cell(words), *(Cell((number(x),)) for x in held)))
    steps = {s.obligation: s for s in answer.second.steps}
    for step in answer.first.steps:
        other = steps.get(step.obligation)
        cells = [
            Cell(("–",)) if s is None else Cell(_tempted(s.temptation), mark=_mark(s.kept))
            for s in (step, other)
        ]
        rows.append((Cell(text("At ", labels.step(step.obligation))), *cells))
    return Table(
        ("Side by side; amounts in each party's own unit",),
        (("",), (Name(answer.first_name),), (Name(answer.second_name),)),
        tuple(rows),
    )


def _tempted(amount: Fraction) -> Text:
    if amount > 0:
        return text("tempted by ", number(amount))
    return text(number(-amount), " to spare")


def _mark(kept: bool | None) -> Mark:
    return "unknown" if kept is None else "yes" if kept else "no"


def break_even_reliability(
    labels: AgreementLabels, answers: Sequence[BreakEven], /
) -> Section | None:
    """Return how reliable each guarantee would have to be to hold each step alone."""
    if not answers:
        return None
    rows = []
    for a in answers:
        low, high = a.claimed
        claimed = text(percent(low)) if low == high else text(percent(low), " to ", percent(high))
        if a.needed > 1:
            needed: Text = ("no reliability is enough",)
        else:
            needed = (percent(a.needed),) if a.temptation > 0 else ("none",)
        rows.append(
            (
                Cell(labels.obligation(a.obligation)),
                Cell(labels.guarantee_by(a.guarantee), "long"),
                Cell((number(max(a.temptation, Fraction(0))),), "number"),
                Cell((number(a.size),), "number"),
                Cell(needed),
                Cell(claimed),
                Cell(
                    ("enough" if a.enough else "depends" if a.enough is None else "too little",),
                    mark=_mark(a.enough),
                ),
            )
        )
    table = Table(
        ("How reliable each guarantee would have to be, alone",),
        (
            ("Obligation",),
            ("Guarantee",),
            ("Temptation",),
            ("Its size",),
            ("Needed",),
            ("Claimed",),
            ("Verdict",),
        ),
        tuple(rows),
        note=(
            "Reliable: noticed in time, willing to act, able to act, all three together. Needed "
            "is the temptation divided by the size.",
        ),
        numeric=(2, 3),
    )
    return Section("reliability", "How reliable a guarantor would have to be", (table,))


def trust(labels: AgreementLabels, answer: Trust, /) -> Section:
    """Return what the first mover and everybody along the chain would have to believe."""
    facts = [_trust_fact(labels, step) for step in answer.steps]
    blocks: list[Block] = [Bullets(tuple(facts))] if facts else []
    chains = [_chain(labels, chain) for chain in answer.chains]
    if chains:
        blocks += [Subhead(("Along the whole chain",)), Bullets(tuple(chains))]
    return Section("trust", "What each would have to believe", tuple(blocks))


def _trust_fact(labels: AgreementLabels, step: TrustStep) -> Fact:
    lead = text("To perform ", labels.step(step.obligation), ", ", labels.party(step.by))
    then = text(labels.party(step.relies_by), " then performs ", labels.step(step.relies_on))
    if step.needed > 1:
        words = text(lead, " could not be brought by trust alone, however sure it is that ", then)
        return Fact(text(words, "."), "no")
    if step.needed <= 0:
        return Fact(text(lead, " need not believe that ", then, "."), "yes")
    words = text(lead, " would have to be at least ", percent(step.needed), " sure that ", then)
    if step.bare > 1:
        words = text(words, "; without guarantees no trust would be enough")
    elif step.bare > step.needed:
        words = text(words, "; without guarantees ", percent(step.bare))
    return Fact(text(words, "."), "note")


def _chain(labels: AgreementLabels, chain: ChainTrust) -> Fact:
    order = text("In the order ", labels.order(chain.order))
    if chain.found is None:
        return Fact(text(order, " no mutual confidence is enough."), "no")
    low, high = chain.found
    between = (
        text(percent(high))
        if percent(low) == percent(high)
        else text(percent(low), " to ", percent(high))
    )
    words = text(
        order, " everybody would have to be at least ", between, " sure of every next step"
    )
    if chain.by:
        words = text(
            words,
            "; what limits it is ",
            labels.party(chain.by),
            " at ",
            labels.step(chain.obligation),
        )
    return Fact(text(words, "."), "note")


def swaps_and_splits(
    labels: AgreementLabels, swaps: Sequence[SwapPlan], splits: Sequence[SplitResult], /
) -> Section | None:
    """Return what steps at the same moment, and steps in pieces, would change."""
    blocks: list[Block] = []
    if swaps:
        facts = []
        for plan in swaps:
            parts = [
                labels.order(g)
                if len(g) == 1
                else text(join([labels.step(k) for k in g], " and "), " at the same moment")
                for g in plan.groups
            ]
            words = text(join(parts, ", then "), ": ", _plan_asks(labels, plan))
            facts.append(Fact(text(words, "."), "yes" if plan.holds else "no"))
        blocks += [Subhead(("Steps at the same moment",)), Bullets(tuple(facts))]
    if splits:
        told = [
            Fact(
                text(
                    "Every divisible step in one piece: "
                    if s.pieces == 1
                    else f"Every divisible step in {count_of(s.pieces, 'equal piece')}: ",
                    _plan_asks(labels, s),
                    ".",
                ),
                "yes" if s.holds else "no",
            )
            for s in splits
        ]
        blocks += [Subhead(("Steps in pieces",)), Bullets(tuple(told))]
    return Section("swaps", "Swaps and smaller steps", tuple(blocks)) if blocks else None


def _plan_asks(labels: AgreementLabels, plan: SwapPlan | SplitResult) -> Text:
    penalties, exposes = labels.penalties(plan.needed), labels.amounts(plan.exposed)
    words = text("needs ", penalties, " and exposes ", exposes)
    return text("holds, ", words) if plan.holds else words
