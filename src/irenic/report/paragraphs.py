"""Sentences for a terminal: wrapped, hanging behind a sign, never wider than asked."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from irenic.report.blocks import Fact
from irenic.report.labels import shorten
from irenic.report.text import Text, plain
from irenic.report.textual import clean
from irenic.report.view import View

__all__ = ["SIGNS", "WIDTH", "facts_lines", "hanging", "head_lines", "paragraph"]

#: Widest table a terminal is expected to show.
WIDTH = 100
#: What stands before a fact, by its mark.
SIGNS = {"yes": "✓", "no": "✗", "unknown": "?", "note": "-", "": "-"}


def head_lines(view: View, width: int, what: str = "") -> list[str]:
    """Return the title, and for whom it is."""
    audience = view.analysis.audience
    name = plain(view.labels.party(audience.party)) if audience.kind == "party" else ""
    reader = {
        "mediator": "for the mediator only: contains every party's private figures",
        "party": f"for {name} only: contains no other party's figures",
        "joint": "for everyone at the table: contains no party's private figures",
    }[audience.kind]
    title = clean(view.case.title) + (f": {clean(what)}" if what else "")
    title = shorten(title, width)
    return [title, "=" * min(len(title), width), *wrap(clean(reader), width)]


def facts_lines(facts: Iterable[Fact], width: int) -> list[str]:
    """Return facts, each behind the sign of its mark."""
    return [line for fact in facts for line in hanging(fact.text, width, f"  {SIGNS[fact.mark]} ")]


def paragraph(words: Text, width: int) -> list[str]:
    """Return words as wrapped lines."""
    return wrap(clean(plain(words)), width)


def hanging(words: Text, width: int, lead: str) -> list[str]:
    """Return words behind a lead; further lines start under the first word."""
    return wrap(clean(plain(words)), width, initial_indent=lead, subsequent_indent=" " * len(lead))
