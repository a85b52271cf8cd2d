"""The stability of a conflict as sections, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from irenic.analyse.conflict_analysis import StabilityAnswer
from irenic.analyse.conflict_further import Further
from irenic.report.blocks import Document, Section
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.labels import shorten
from irenic.report.paragraphs import WIDTH
from irenic.report.section_text import section_lines
from irenic.report.sections.conflict_coalitions import conflict_coalitions_section
from irenic.report.sections.conflict_graph import picture_of_conflict
from irenic.report.sections.conflict_interventions import conflict_interventions_section
from irenic.report.sections.conflict_inverse import inverse
from irenic.report.sections.conflict_limited_moves import limited_moves
from irenic.report.sections.conflict_paths import conflict_paths_section
from irenic.report.sections.conflict_patterns import patterns_of_equilibria
from irenic.report.sections.conflict_sensitivity import sensitivity
from irenic.report.sections.conflict_strength import strength
from irenic.report.sections.conflict_unknown import unknown_preferences
from irenic.report.sections.conflict_verdicts import (
    equilibria,
    path_drawn,
    reach,
    reasons,
    settlements,
    who_is_stable,
)
from irenic.report.textual import clean

__all__ = ["stability_document", "stability_sections", "stability_text"]

A = TypeVar("A")

_BANNER = "for the mediator only: contains every decision maker's preferences"


def stability_sections(answer: StabilityAnswer) -> tuple[Section, ...]:
    """Return what is to be said of a conflict, in reading order."""
    labels = ConflictLabels(answer.conflict, doubtful=answer.doubtful)
    found = answer.further
    made = [
        equilibria(labels, answer),
        picture_of_conflict(labels, found.graph, answer.verdicts, path_drawn(found.paths)),
        settlements(labels, answer),
        reach(answer),
        _patterns(labels, found),
        _of(conflict_paths_section, labels, found.paths),
        who_is_stable(labels, answer),
        reasons(labels, answer),
        _of(conflict_coalitions_section, labels, found.coalitions),
        _of(unknown_preferences, labels, found.unknown),
        _of(strength, labels, found.strength),
        _of(limited_moves, labels, found.limited_moves),
        _of(inverse, labels, found.inverse),
        _of(sensitivity, labels, found.sensitivity),
        _of(conflict_interventions_section, labels, found.interventions),
    ]
    return tuple(section for section in made if section is not None)


def _patterns(labels: ConflictLabels, found: Further) -> Section | None:
    """Return the equilibria as patterns: those that can be reached, where that leaves some out."""
    fewer = any(
        found.reached_patterns[c].total < patterns.total
        for c, patterns in found.patterns.items()
        if c in found.reached_patterns
    )
    if fewer:
        only = "that the status quo leads to by improvements"
        return patterns_of_equilibria(labels, found.reached_patterns, only=only)
    return patterns_of_equilibria(labels, found.patterns)


def _of(
    draw: Callable[[ConflictLabels, A], Section | None], labels: ConflictLabels, answer: A | None
) -> Section | None:
    """Return the section on an answer, where there is one."""
    return None if answer is None else draw(labels, answer)


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
