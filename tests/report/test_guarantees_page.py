"""The page on an agreement: sentences, escaping, same bytes, charts whose words never overlap."""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction
from xml.etree import ElementTree as ET

import pytest
from agreement_builders import every_topic, force_on_rebels, invented_case, worked_case
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import Page
from section_words import words_of

from irenic.analyse.agreement_deal import model_agreement
from irenic.analyse.guarantee_orders import break_evens, corridors, view_order, view_parties
from irenic.analyse.guarantees import GuaranteesAnswer
from irenic.analyse.guarantees_more_results import GuaranteesMore, Ranges, StepRange
from irenic.analyse.results import Status
from irenic.model import Case
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.base_rates import BASE_RATES
from irenic.report.blocks import Panels
from irenic.report.charts.corridor import CorridorChart, draw_corridor
from irenic.report.charts.curves import overlap
from irenic.report.charts.placing import word_frame
from irenic.report.guarantees import guarantees_document, guarantees_sections, guarantees_text
from irenic.report.html import document_to_html
from irenic.report.sections.guarantees_order import in_short, step_by_step, who_is_exposed

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert(1)</script>&\"'\x1b[31m"
numbers = st.integers(-60, 60)


def answered(case: Case, more: GuaranteesMore | None = None, **options) -> GuaranteesAnswer:
    """Return the answer on the order alone, with whatever else is given."""
    model = model_agreement(case, **options)
    view = view_order(model)
    return GuaranteesAnswer(
        case,
        "",
        Status.OPTIMAL,
        view,
        view_parties(model, view),
        corridors(model, view),
        more or GuaranteesMore(break_evens=break_evens(model, view)),
    )


def full(case: Case) -> GuaranteesAnswer:
    answer = answered(case)
    return replace(answer, more=every_topic(answer.view))


def said(answer: GuaranteesAnswer) -> str:
    """Return the text on one line."""
    return " ".join(guarantees_text(answer).split())


def test_worked_example_says_who_would_be_tempted_where_and_why():
    """Order A of the worked example: temptations -5, 1, -1, 3; exposures Gov 2 and Reb 1."""
    words = said(answered(worked_case()))
    assert "does not hold as it stands. Rebels would be tempted first, at R1" in words
    assert (
        "Rebels would be tempted: refusing is worth 1 more to that party than performing, because "
        "G1 is already done and what is still to come for it (G2: 7) is worth less than what it "
        "would still have to give (R1: 5, R2: 3)."
    ) in words
    assert "Nothing holds R2; a penalty of 3 at least would have to be expected." in words
    assert "Government by 2 after G1 and Rebels by 1 after R1" in words
    assert "The values were judged by: analyst estimate, 2026-02" in words
    assert "what would have to be true for the deal to be kept, not what will happen" in words


def test_a_penalty_of_three_holds_the_worked_example():
    case = worked_case(guarantees=[force_on_rebels(3, low="1", high="1")])
    answer = answered(case)
    words = said(answer)
    assert answer.view.holds
    assert "The order G1 → R1 → G2 → R2 holds, if the values below are right" in words
    assert "Why, and what would have to hold it" not in words


def test_a_reliability_known_as_a_range_leaves_the_verdict_open():
    """4 x 0.7 = 2.8 of 3 needed; within 0.5 to 0.9 it may be 3.6."""
    answer = answered(worked_case(guarantees=[force_on_rebels()]))
    labels = AgreementLabels(answer.case)
    even = answer.more.break_evens
    table = words_of(step_by_step(labels, answer.view, break_evens=even))
    assert "| 3 | 2.8 | depends on a value known as a range" in table
    short = words_of(in_short(labels, answer.view, answer.parties, break_evens=even))
    assert "expected to take away 2.8 of the 3 needed: 0.2 at least is missing" in short
    assert "Within the ranges of the file it may hold." in short
    sure = Ranges((StepRange("R2", "reb", (Fraction(1), Fraction(2)), False),), {}, False)
    marks = step_by_step(labels, answer.view, break_evens=even, ranges=sure).blocks[0].rows
    assert [row[-1].mark for row in marks] == ["yes", "yes", "yes", "no"]


def test_exposure_beyond_a_limit_names_who_could_cause_it():
    answer = answered(worked_case(caps=(1, None)))
    labels = AgreementLabels(answer.case)
    table = words_of(who_is_exposed(labels, answer.view, answer.parties))
    assert "Government | after G1 (Release of prisoners) | 2 | 1 | Rebels, by refusing R1" in table
    assert "| not said |" in table
    assert "exposed by 2 after G1, more than the 1 that it accepts" in said(answer)


@pytest.mark.parametrize(("n_parties", "n_steps"), [(2, 4), (4, 15), (3, 20)])
def test_every_line_of_the_terminal_fits(n_parties, n_steps):
    for long_names in (False, True):
        answer = answered(invented_case(n_parties, n_steps, long_names=long_names))
        assert max(map(len, guarantees_text(answer).splitlines())) <= 100


def test_every_topic_is_drawn_once_in_both_forms():
    answer = full(worked_case(guarantees=[force_on_rebels()]))
    text = guarantees_text(answer)
    assert max(map(len, text.splitlines())) <= 100
    sections = guarantees_sections(answer)
    ids = [section.id for section in sections]
    assert len(set(ids)) == len(ids)
    page = Page(document_to_html(guarantees_document(answer)))
    assert page.errors == []
    for section in sections:
        assert section.title in page.text
        # The terminal has no pictures; what they show stands in the tables after them.
        assert (f"\n{section.title}\n---" in text) == (section.id != "corridor")


def test_sentences_of_the_further_topics():
    words = said(full(worked_case(guarantees=[force_on_rebels()])))
    for sentence in (
        "Government would have to be at least ≈17% sure that Rebels",
        "Rebels could not be brought by trust alone",
        "without guarantees no trust would be enough",
        "no mutual confidence is enough",
        "R2, then G1, then R1 and G2 at the same moment: holds, needs no penalty",
        "Beginning with R1 (Rebels): the best order then needs a penalty of 2 on Government and "
        "exposes Rebels 5.",
        "One unit less temptation of Rebels at R2 (Disbanding the last units) would save 0.11",
        "the signature only",
        "Half a guarantee would be worse than none",
        "nobody has anything left to withhold",
        "at least one works with 72%, not with the 84% of independent ones",
        "would be worse off for using Stabilisation force at R1",
        "0.46 to 0.77 or 0.93 to 1 of one today",
        "The size of Stabilisation force (penalty, Regional union): at 4 instead of 3, the order "
        "would hold.",
        "The search was not finished: the time is up.",
    ):
        assert sentence in words, sentence


def test_base_rates_are_cited_and_come_with_their_warning():
    words = said(answered(worked_case()))
    assert all(rate.citation.startswith("Barbara F. Walter") for rate in BASE_RATES)
    assert "that is how the cases were selected, not an effect" in words
    assert "No figure here enters any result" in words


def test_names_from_the_file_are_escaped_and_cannot_steer_a_terminal():
    case = worked_case(names=(NASTY, NASTY), guarantees=[force_on_rebels()])
    agreement = case.agreement
    steps = tuple(replace(o, title=NASTY, judged_by=NASTY) for o in agreement.obligations)
    held = tuple(replace(g, title=NASTY, guarantor=NASTY) for g in agreement.guarantees)
    case = replace(
        case, title=NASTY, agreement=replace(agreement, obligations=steps, guarantees=held)
    )
    answer = full(case)
    more = replace(answer.more, costs_in=NASTY)
    comparison = replace(more.comparisons[0], first_name=NASTY, second_name=NASTY)
    answer = replace(answer, more=replace(more, comparisons=(comparison,)))
    source = document_to_html(guarantees_document(answer))
    page = Page(source)
    assert page.errors == []
    assert "<script>alert" not in source
    assert len(page.inside["script"]) == 2
    assert "\x1b" not in guarantees_text(answer)


def test_the_same_answer_gives_the_same_bytes():
    first, second = (
        document_to_html(guarantees_document(full(worked_case(guarantees=[force_on_rebels()]))))
        for _ in range(2)
    )
    assert first == second


def test_wide_charts_can_be_reached_by_keyboard():
    source = document_to_html(guarantees_document(answered(invented_case(4, 15))))
    page = Page(source)
    drawn = [d for d in page.of("div") if d.get("aria-label", "").endswith(", chart")]
    assert len(drawn) == 4
    assert all(d["tabindex"] == "0" for d in drawn)


def test_the_table_behind_the_charts_holds_what_they_draw():
    answer = answered(worked_case())
    panels = next(b for s in guarantees_sections(answer) for b in s.blocks if isinstance(b, Panels))
    cells = [[c.text[0] for c in row[3:]] for row in panels.table.rows]
    assert [[c.text for c in row] for row in cells] == [
        ["0", "0"],
        ["−2", "4"],
        ["4", "−1"],
        ["0", "6"],
        ["5", "3"],
    ]


@st.composite
def charts(draw):
    count = draw(st.integers(1, 24))
    values = tuple(map(float, draw(st.lists(numbers, min_size=count + 1, max_size=count + 1))))
    own = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    ceiling = tuple(float(draw(numbers)) if mine else None for mine in own)
    tempted = tuple(
        f"+{v - c:g}" if c is not None and v > c else ""
        for v, c in zip(values, ceiling, strict=False)
    )
    return CorridorChart(
        "A chart",
        "",
        tuple(f"{draw(st.sampled_from(['R', 'release-of-prisoners-']))}{k}" for k in range(count)),
        values,
        values[0],
        draw(st.one_of(st.none(), numbers.map(float))),
        ceiling,
        tempted,
        draw(st.one_of(st.none(), st.integers(1, count))),
        "−12.5",
        f"end: {values[-1]:g}",
    )


@settings(max_examples=60, deadline=None)
@given(charts())
def test_words_in_a_chart_never_overlap_and_stay_inside(chart):
    root = ET.fromstring(draw_corridor(chart))
    width, height = float(root.get("width")), float(root.get("height"))
    frames = [
        word_frame(e.text, float(e.get("x")), float(e.get("y")), e.get("text-anchor", "start"))
        for e in root.iter(f"{SVG}text")
        if e.get("transform") is None and e.get("class") != "tick"
    ]
    assert not [(a, b) for a, b in itertools.combinations(frames, 2) if overlap(a, b)]
    assert all(f[0] >= 0 and f[1] >= 0 and f[2] <= width and f[3] <= height for f in frames)


@given(charts())
@settings(max_examples=30, deadline=None)
def test_signs_of_a_chart_are_as_many_as_what_they_stand_for(chart):
    """Own steps are full squares, others rings; a ceiling is a mark, or an arrow at the edge."""
    root = ET.fromstring(draw_corridor(chart))

    def count(name, kind):
        return sum(kind in (e.get("class") or "") for e in root.iter(f"{SVG}{name}"))

    own = sum(c is not None for c in chart.ceiling)
    tempted = sum(bool(words) for words in chart.tempted)
    assert count("rect", "pin") == own
    assert count("circle", "step-other") == len(chart.steps) - own
    assert count("polyline", "ceiling") + count("polygon", "pin") == own + tempted
    assert count("circle", "worst") == (chart.worst is not None)
    line = next(e for e in root.iter(f"{SVG}polyline") if e.get("class") == "corridor-line")
    assert len(line.get("points").split()) == 2 * len(chart.values)
