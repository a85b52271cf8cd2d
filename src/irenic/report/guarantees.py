"""Whether an agreement would be kept, as sections, for the terminal and for the page."""

from __future__ import annotations

from irenic.analyse.guarantees import GuaranteesAnswer
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.blocks import Document, Section
from irenic.report.labels import shorten
from irenic.report.paragraphs import WIDTH
from irenic.report.section_text import section_lines
from irenic.report.sections.guarantees_corridor import corridor_charts
from irenic.report.sections.guarantees_more import more_sections
from irenic.report.sections.guarantees_order import (
    in_short,
    step_by_step,
    who_accepts,
    who_is_exposed,
)
from irenic.report.textual import clean

__all__ = ["guarantees_document", "guarantees_sections", "guarantees_text"]

_BANNER = "for the mediator only: contains every party's values and limits"


def guarantees_sections(answer: GuaranteesAnswer, /) -> tuple[Section, ...]:
    """Return what is to be said of an agreement, in reading order."""
    labels, view, more = AgreementLabels(answer.case), answer.view, answer.more
    even, ranges = more.break_evens, more.ranges
    made = [
        in_short(labels, view, answer.parties, break_evens=even, ranges=ranges),
        corridor_charts(labels, view, answer.corridors, answer.parties),
        step_by_step(labels, view, break_evens=even, ranges=ranges),
        who_is_exposed(labels, view, answer.parties),
        who_accepts(labels, answer.parties),
        *more_sections(labels, more),
    ]
    return tuple(section for section in made if section is not None)


def guarantees_document(answer: GuaranteesAnswer, /) -> Document:
    """Return the answer as a document for a page."""
    subtitle = "Will the agreement be kept?"
    if answer.case.as_of:
        subtitle += f" As of {answer.case.as_of}"
    return Document(
        title=answer.case.title,
        banner=(f"{_BANNER[0].upper()}{_BANNER[1:]}.",),
        kind="mediator",
        subtitle=(subtitle,),
        sections=guarantees_sections(answer),
        what="guarantees",
    )


def guarantees_text(answer: GuaranteesAnswer, /, *, width: int = WIDTH) -> str:
    """Return the answer as text; no line is longer than ``width``."""
    title = shorten(f"{clean(answer.case.title)}: guarantees", width)
    lines = [
        title,
        "=" * min(len(title), width),
        _BANNER,
        *section_lines(guarantees_sections(answer), width=width),
    ]
    return "\n".join(lines) + "\n"
