"""What was taken for granted and what is not known, one sentence a kind."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.analyse.results import Assumption
from irenic.report.amounts import count_of, number, quantity
from irenic.report.blocks import Fact
from irenic.report.text import Text, listed, text
from irenic.report.view import View

__all__ = ["assumption_facts"]

#: Most places named in one sentence; the rest is counted.
MAX_NAMED = 6


def assumption_facts(view: View) -> tuple[Fact, ...]:
    """Return one statement per party and kind of assumption."""
    groups: dict[tuple[str, str], list[Assumption]] = {}
    for assumption in view.analysis.assumptions:
        groups.setdefault((assumption.kind, assumption.party), []).append(assumption)
    return tuple(_fact(view, kind, party, found) for (kind, party), found in groups.items())


def _fact(view: View, kind: str, party: str, found: Sequence[Assumption]) -> Fact:
    name = view.labels.party(party)
    places = listed([_place(view, a) for a in found], limit=MAX_NAMED)
    match kind:
        case "no-deal-unknown":
            words = text("Not known: what ", name, " has without a deal. Methods that need it do")
            return Fact(text(words, " not answer; nothing was put in its place."), "unknown")
        case "no-preferences":
            words = text("Not known: what ", name, " wants. No preferences are recorded, so every")
            return Fact(text(words, " package counts as 0 for it."), "unknown")
        case "no-view":
            return Fact(
                text(
                    name, " has no recorded view on ", places, "; this adds nothing to its score."
                ),
                "unknown",
            )
        case "examples-unused":
            return Fact(text(name, " ranked example packages; they are not used yet."), "unknown")
        case "no-deal-midpoint":
            return Fact(text("No-deal value of ", name, ": ", places, "."), "note")
        case "order-spacing":
            words = text("For ", name, " only the order of options is known on ", places)
            return Fact(
                text(words, "; they were spread evenly from 100 (best) to 0 (worst)."), "note"
            )
        case "ranking-centroid":
            words = text(name, " only ranked its issues (", places, "); weights are the ")
            words = text(words, "centre of all that fit the ranking (rank-order centroid).")
            return Fact(words, "note")
        case "weight-midpoint" | "value-midpoint" | "term-midpoint":
            what = {"weight": "weights", "value": "values", "term": "joint terms"}
            word = what[kind.partition("-")[0]]
            words = text("Of some ", word, " of ", name, " only a range is known (")
            words = text(words, count_of(len(found), "place"), "); the middle was used: ", places)
            return Fact(text(words, "."), "note")
    return Fact(text(name, f": {kind}"), "note")


def _place(view: View, a: Assumption) -> Text:
    words: Text = ()
    if a.issue:
        words = text(view.labels.issue(a.issue))
    if a.option:
        words = text(words, " at ", view.labels.option(a.issue, a.option))
    if a.quantity is not None:
        middle = text(quantity(a.quantity), ", counted as ", number(a.quantity.midpoint))
        words = text(words, " (", middle, ")") if words else middle
    return words
