"""An analysis as a document: titled sections of sentences, tables and figures, as plain data."""

from __future__ import annotations

from irenic.analyse.results import Analysis
from irenic.report.blocks import Document, Section
from irenic.report.data import page_data
from irenic.report.sections.division import claims, coalitions
from irenic.report.sections.grounds import grounds, unknowns
from irenic.report.sections.issues import issues
from irenic.report.sections.meters import meters
from irenic.report.sections.methods import methods
from irenic.report.sections.overview import overview
from irenic.report.sections.parties import parties
from irenic.report.sections.space import space
from irenic.report.text import Text, text
from irenic.report.view import Limits, View

__all__ = ["make_document"]

_SECTIONS = (
    overview,
    meters,
    space,
    parties,
    issues,
    methods,
    claims,
    coalitions,
    unknowns,
    grounds,
)


def make_document(analysis: Analysis, limits: Limits | None = None) -> Document:
    """Return the document of an analysis, for the analysis' own audience.

    What the reader may not see is not in the analysis, so it cannot be in the document.
    """
    view = View(analysis, limits)
    made = (make(view) for make in _SECTIONS)
    sections: tuple[Section, ...] = tuple(section for section in made if section is not None)
    subtitle: Text = ("Settlement analysis",)
    if analysis.case.as_of:
        subtitle = text(subtitle, f", as of {analysis.case.as_of}")
    return Document(
        title=analysis.case.title,
        banner=_banner(view),
        kind=analysis.audience.kind,
        subtitle=subtitle,
        sections=sections,
        data=page_data(view),
    )


def _banner(view: View) -> Text:
    audience = view.analysis.audience
    if audience.kind == "mediator":
        return ("For the mediator only: contains every party's private figures.",)
    if audience.kind == "party":
        name = view.labels.party(audience.party)
        return text("For ", name, " only: contains its own figures and nothing of other parties'.")
    return ("For everyone at the table: contains no party's private figures.",)
