"""Every proposal under the three questions, never merged into one score."""

from __future__ import annotations

from irenic.analyse.results import ScoreCard
from irenic.report.blocks import Block, Card, Cards, Fact, Key, Prose, Section
from irenic.report.charts.strips import sign_key
from irenic.report.text import text
from irenic.report.view import Candidate, View
from irenic.report.wording.decision import refusal, verdict
from irenic.report.wording.meters import comprehensive_meter, just_meter, sustainable_meter
from irenic.report.wording.trades import improvement_words, trade_lines

__all__ = ["meters"]


def meters(view: View) -> Section | None:
    """Return the section of the three meters."""
    shown = [c for c in view.proposals if c.card is not None]
    if not shown:
        return None
    limit = view.limits.details
    cards = tuple(_card(view, c) for c in shown[:limit])
    intro = (
        "Three questions are asked of every proposal. They have different answers, so they are "
        "never added up into one."
    )
    legend = (
        Key(sign_key(True), ("yes",)),
        Key(sign_key(False), ("no",)),
        Key(sign_key(None), ("open or not known",)),
    )
    blocks: list[Block] = [Prose((intro,))] if view.seen else []
    blocks.append(Cards(cards, legend))
    if len(shown) > limit:
        blocks.append(
            Prose((f"{len(shown) - limit} more proposals are in the JSON output.",), "note")
        )
    title = "The proposals under three questions" if view.seen else "The proposals"
    return Section("proposals", title, tuple(blocks))


def _card(view: View, candidate: Candidate) -> Card:
    card = candidate.card
    if card is None:
        raise ValueError("a card is drawn only for a scored candidate")
    found = [comprehensive_meter(view, card)]
    if card.scores:
        found.append(just_meter(view, card))
        found.append(sustainable_meter(view, card))
    package = text(view.labels.package(card.package, 40), ".")
    rest: list[tuple[str, tuple[Fact, ...]]] = [("Package", (Fact(package),))]
    if view.is_mediator:
        rest.extend((name, items) for name, items in _reasons(view, card) if items)
    return Card(
        f"proposal-{candidate.letter}",
        candidate.label,
        verdict(view, card),
        tuple(found),
        tuple(rest),
    )


def _reasons(view: View, card: ScoreCard) -> list[tuple[str, tuple[Fact, ...]]]:
    """Return who refuses and why, what would be better, how it could be completed."""
    refusing = [s for s in card.scores if s.party in card.refusing]
    found = [
        ("Who would refuse, and why", tuple(Fact(refusal(view, card, s), "no") for s in refusing))
    ]
    better = card.improvement
    if better is not None:
        lines = (improvement_words(view, better), *trade_lines(view, card.package, better))
        found.append(("A better package, and the trade", tuple(Fact(line) for line in lines)))
    if card.completions is not None and card.completions.example is not None:
        example = view.labels.package(card.completions.example, 40)
        found.append(("It carries, for example, with", (Fact(text(example, ".")),)))
    return found
