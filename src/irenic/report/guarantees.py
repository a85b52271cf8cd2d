"""Whether an agreement would be kept, as sections, for the terminal and for the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irenic.analyse.guarantees_more_results import GuaranteesMore
from irenic.analyse.guarantees_results import Corridor, OrderView, PartyView
from irenic.model import Case
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

__all__ = ["GuaranteesParts", "guarantees_document", "guarantees_sections", "guarantees_text"]

_BANNER = "for the mediator only: contains every party's values and limits"


@dataclass(frozen=True, slots=True)
class GuaranteesParts:
    """What the page draws: the order that is looked at, and whatever else was asked for."""

    case: Case
    view: OrderView
    parties: Sequence[PartyView]
    corridors: Sequence[Corridor] = ()
    more: GuaranteesMore = GuaranteesMore()


def guarantees_sections(parts: GuaranteesParts, /) -> tuple[Section, ...]:
    """Return what is to be said of an agreement, in reading order."""
    labels, view, more = AgreementLabels(parts.case), parts.view, parts.more
    even, ranges = more.break_evens, more.ranges
    made = [
        in_short(labels, view, parts.parties, break_evens=even, ranges=ranges),
        corridor_charts(labels, view, parts.corridors, parts.parties),
        step_by_step(labels, view, break_evens=even, ranges=ranges),
        who_is_exposed(labels, view, parts.parties),
        who_accepts(labels, parts.parties),
        *more_sections(labels, more),
    ]
    return tuple(section for section in made if section is not None)


def guarantees_document(parts: GuaranteesParts, /) -> Document:
    """Return the answer as a document for a page."""
    subtitle = "Will the agreement be kept?"
    if parts.case.as_of:
        subtitle += f" As of {parts.case.as_of}"
    return Document(
        title=parts.case.title,
        banner=(f"{_BANNER[0].upper()}{_BANNER[1:]}.",),
        kind="mediator",
        subtitle=(subtitle,),
        sections=guarantees_sections(parts),
        what="guarantees",
    )


def guarantees_text(parts: GuaranteesParts, /, *, width: int = WIDTH) -> str:
    """Return the answer as text; no line is longer than ``width``."""
    title = shorten(f"{clean(parts.case.title)}: guarantees", width)
    lines = [
        title,
        "=" * min(len(title), width),
        _BANNER,
        *section_lines(guarantees_sections(parts), width=width),
    ]
    return "\n".join(lines) + "\n"
