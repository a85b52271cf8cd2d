"""A better package and the trade that leads to it, in sentences."""

from __future__ import annotations

from irenic.analyse.results import Improvement, Package
from irenic.report.amounts import number, signed
from irenic.report.text import Text, listed, text
from irenic.report.view import View

__all__ = ["improvement_words", "trade_lines"]


def improvement_words(view: View, found: Improvement) -> Text:
    """Return who gains by an improvement and how much."""
    labels = view.labels
    winners = [p for p, gain in found.gains.items() if gain > 0]
    same = [p for p, gain in found.gains.items() if gain == 0]
    gains = listed([text(labels.party(p), " ", signed(found.gains[p])) for p in winners], limit=8)
    if not same:
        return text("Another package is better for everyone: ", gains, ".")
    words = text("Another package is better for ", gains, " and worse for nobody")
    return text(words, ".")


def trade_lines(view: View, package: Package, found: Improvement) -> tuple[Text, ...]:
    """Return the trade issue by issue: ``Weekly hours: 36 to 38; City gives 4, Firm gains 6``."""
    labels = view.labels
    lines = []
    for trade in found.trades:
        head = text(
            labels.issue(trade.issue),
            ": ",
            labels.settled(package, trade.issue),
            " → ",
            labels.settled(found.package, trade.issue),
        )
        gives = [
            text(labels.party(p), " gives ", number(-x)) for p, x in trade.changes.items() if x < 0
        ]
        gains = [
            text(labels.party(p), " gains ", number(x)) for p, x in trade.changes.items() if x > 0
        ]
        changes = listed([*gives, *gains], limit=8) or ("no score changes",)
        lines.append(text(head, ". ", changes, "."))
    terms = [text(labels.party(p), " ", signed(x)) for p, x in found.term_changes.items() if x]
    if terms:
        lines.append(text("Options taken together: ", listed(terms, limit=8), "."))
    return tuple(lines)
