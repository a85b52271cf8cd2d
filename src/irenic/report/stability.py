"""The stability of a conflict as sections, for the terminal and for the page."""

from __future__ import annotations

from irenic.analyse.conflict_analysis import StabilityAnswer
from irenic.report.blocks import Document, Section
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.labels import shorten
from irenic.report.paragraphs import WIDTH
from irenic.report.section_text import section_lines
from irenic.report.sections.conflict_verdicts import (
    equilibria,
    reasons,
    settlements,
    who_is_stable,
)
from irenic.report.textual import clean

__all__ = ["stability_document", "stability_sections", "stability_text"]

_BANNER = "for the mediator only: contains every decision maker's preferences"


def stability_sections(answer: StabilityAnswer) -> tuple[Section, ...]:
    """Return what is to be said of a conflict, in reading order."""
    labels = ConflictLabels(answer.conflict)
    made = (
        equilibria(labels, answer),
        settlements(labels, answer),
        who_is_stable(labels, answer),
        reasons(labels, answer),
    )
    return tuple(section for section in made if section is not None)


def stability_document(answer: StabilityAnswer) -> Document:
    """Return the answer as a document for a page."""
    subtitle = "Stability of a conflict"
    if answer.case.as_of:
        subtitle += f", as of {answer.case.as_of}"
    return Document(
        title=answer.case.title,
        banner=(f"{_BANNER[0].upper()}{_BANNER[1:]}.",),
        kind="mediator",
        subtitle=(subtitle,),
        sections=stability_sections(answer),
        what="stability",
    )


def stability_text(answer: StabilityAnswer, *, width: int = WIDTH) -> str:
    """Return the answer as text; no line is longer than ``width``."""
    title = shorten(f"{clean(answer.case.title)}: stability", width)
    lines = [
        title,
        "=" * min(len(title), width),
        _BANNER,
        *section_lines(stability_sections(answer), width=width),
    ]
    return "\n".join(lines) + "\n"
