"""What the answers rest on: assumptions, what is not known, rules, sources, how to check."""

from __future__ import annotations

from irenic.report.amounts import quantity
from irenic.report.blocks import Block, Bullets, Cell, Fact, Prose, Section, Subhead, Table
from irenic.report.text import Code, Link, Name, Text, capitalised, text
from irenic.report.view import View
from irenic.report.wording.assumptions import assumption_facts
from irenic.report.wording.decision import needed_words
from irenic.report.wording.rules import rule_words

__all__ = ["grounds", "unknowns"]


def unknowns(view: View) -> Section | None:
    """Return the section on assumptions and on what is not known."""
    facts = list(assumption_facts(view))
    blocks: list[Block] = []
    if facts:
        blocks.append(Bullets(tuple(facts)))
    elif view.has_issues and view.seen:
        blocks.append(Prose(("Every number used is recorded as certain; nothing was assumed.",)))
    absent = [
        Fact(text(Name(a.name), f": {a.why}" if a.why else ""), "unknown") for a in view.case.absent
    ]
    if absent:
        blocks += [Subhead(("Concerned, but not at the table",)), Bullets(tuple(absent))]
    about = view.case.about
    if about.exact:
        blocks.append(Prose(text("Exact in the case file: ", about.exact)))
    if about.not_verified:
        blocks.append(Prose(text("Not verified: ", about.not_verified)))
    if view.is_mediator and view.has_issues:
        parts = (("stability", view.case.conflict), ("guarantees", view.case.agreement))
        left_out = ", ".join(name for name, part in parts if part is None)
        if left_out:
            words = f"Whether an agreement would hold over time ({left_out}) is not examined."
            blocks.append(Prose((words,)))
    if not blocks:
        return None
    return Section("not-known", "Assumptions, and what is not known", tuple(blocks))


def grounds(view: View) -> Section:
    """Return the section on rules, sources, methods of computation and checking."""
    blocks: list[Block] = []
    if view.has_issues and len(view.case.parties) > 1:
        needs = text("A package carries when ", needed_words(view), ".")
        blocks.append(Prose(needs))
    if view.case.rules:
        items = []
        for index, rule in enumerate(view.case.rules):
            words = capitalised(rule_words(view, index))
            if rule.by:
                words = text(words, ", put forward by ", view.labels.party(rule.by))
            items.append(Fact(text(words, ".")))
        blocks += [Subhead(("Rules that every package keeps",)), Bullets(tuple(items))]
    blocks.extend(_judgements(view))
    blocks.extend(_sources(view))
    blocks.extend(_checking(view))
    return Section("grounds", "Where the figures come from, and how to check them", tuple(blocks))


def _judgements(view: View) -> list[Block]:
    rows = []
    for party in view.seen:
        preference = view.case.preferences[party]
        known = preference.no_deal
        rows.append(
            (
                Cell(text(view.labels.party(party))),
                Cell(quantity(known) if known else ("unknown",), "number"),
                Cell((preference.by or "not recorded",)),
                Cell((", ".join(preference.evidence) or "none recorded",)),
            )
        )
    if not rows:
        return []
    head = (("Party",), ("No-deal value",), ("Whose judgement",), ("Evidence",))
    return [Table(("Whose figures these are",), head, tuple(rows), (), (1,))]


def _sources(view: View) -> list[Block]:
    items = []
    for source in view.case.about.sources:
        words = text(source.citation)
        if source.what:
            words = text(words, f" ({source.what})")
        if source.url:
            words = text(words, " ", Link(source.url))
        items.append(Fact(words))
    for evidence in view.case.evidence:
        words = text(f"{evidence.id}: {evidence.citation}")
        if evidence.date:
            words = text(words, f", {evidence.date}")
        if evidence.says:
            words = text(words, f": {evidence.says}")
        if evidence.url:
            words = text(words, " ", Link(evidence.url))
        items.append(Fact(words))
    return [Subhead(("Sources",)), Bullets(tuple(items))] if items else []


def _checking(view: View) -> list[Block]:
    facts: list[Text] = []
    if view.has_issues:
        facts.append(
            (
                "A party's score of a package is the sum over issues of weight times value, plus "
                "what is recorded for options taken together. All arithmetic is exact; a number "
                "marked ≈ is rounded for reading only, and its exact value is in its tooltip.",
            )
        )
    if view.is_mediator:
        facts.append(
            text(
                "Every answer carries a certificate. To check them all without the solver, save "
                "the result with ",
                Code("irenic analyze CASE --json > RESULT.json"),
                " and run ",
                Code("irenic verify RESULT.json CASE"),
                ".",
            )
        )
    return [Subhead(("How to check",)), *(Prose(f) for f in facts)] if facts else []
