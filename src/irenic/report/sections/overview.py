"""The top of the page: the answer in a few sentences, and the counts."""

from __future__ import annotations

from irenic.report.amounts import grouped, number
from irenic.report.blocks import Block, Bullets, Fact, Numbers, Prose, Section
from irenic.report.text import Text, join, text
from irenic.report.view import View
from irenic.report.wording.headline import headline

__all__ = ["overview"]


def overview(view: View) -> Section:
    """Return the section "In short"."""
    blocks: list[Block] = [Prose(join(headline(view), " "), "lead")]
    counts = _counts(view)
    if counts:
        blocks.append(Numbers(counts))
    if view.case.about.description:
        blocks.append(Prose((view.case.about.description,)))
    blocks.extend(_people(view))
    return Section("in-short", "In short", tuple(blocks))


def _counts(view: View) -> tuple[tuple[Text, Text], ...]:
    analysis = view.analysis
    found: list[tuple[Text, Text]] = []
    if view.has_issues:
        total, feasible = analysis.packages.total, analysis.packages.feasible
        found.append(((grouped(total) if total is not None else "∞",), ("packages",)))
        if feasible is not None and view.case.rules:
            found.append(((grouped(feasible),), ("keep to the rules",)))
        if view.is_mediator:
            if analysis.zone.size is not None:
                found.append(((grouped(analysis.zone.size),), ("carry (zone of agreement)",)))
            if analysis.frontier.kind == "points":
                size = grouped(len(analysis.frontier.points))
                found.append(((size,), ("efficient outcomes (Pareto frontier)",)))
            elif analysis.frontier.kind == "zone":
                size = grouped(len(analysis.frontier.points))
                found.append(((size,), ("efficient outcomes that carry",)))
            elif analysis.frontier.kind == "cover":
                size = grouped(len(analysis.frontier.points))
                found.append(((size,), ("packages that stand for all",)))
        if view.proposals:
            proposals = len(view.proposals)
            found.append(((str(proposals),), ("proposal" if proposals == 1 else "proposals",)))
    if view.case.claims is not None:
        found.append(((number(view.case.claims.estate),), ("to divide",)))
        total_claims = sum(view.case.claims.amounts.values())
        found.append(((number(total_claims),), ("claimed",)))
    return tuple(found)


def _people(view: View) -> list[Block]:
    """Return who is at the table, with the roles that the case gives them."""
    labels = view.labels
    items = []
    for party in view.case.parties:
        words = text(labels.party(party.id))
        if party.role:
            words = text(words, ": ", party.role)
        if party.id in view.case.decision.must:
            words = text(words, " (must accept)")
        items.append(Fact(words))
    return [Prose(("At the table:",)), Bullets(tuple(items))]
