"""Drawing: nothing overlaps, nothing is lost, shapes tell what colours tell."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

import pytest
from builders import analysis_of, many_parties
from hypothesis import given
from hypothesis import strategies as st

from irenic.analyse.results import Audience
from irenic.analyse.settlement import analyse_case
from irenic.report.charts.marks import Spot, draw_spot, spread
from irenic.report.charts.parallel import Row, place_of
from irenic.report.charts.scale import Scale, tick_text, ticks
from irenic.report.charts.strips import sign
from irenic.report.charts.svg import picture, tag
from irenic.report.document import make_document
from irenic.report.html import render
from irenic.report.naming import file_name
from irenic.report.sections.space import thinned
from irenic.report.view import View


def test_each_run_of_a_frontier_is_a_line_of_its_own():
    page = render(analysis_of("several_lines"))
    found = re.findall(r'<polyline points="([^"]+)" class="frontier"', page)
    assert [len(points.split()) for points in found] == [2, 2]
    assert "form 2 unbroken lines with 4 corners in all" in page


places = st.lists(st.floats(0, 100, allow_subnormal=False), max_size=12)


@given(places)
def test_spread_signs_do_not_overlap_and_keep_their_order(found):
    moved = spread(found, 5.0, -1000.0, 1000.0)
    order = sorted(range(len(found)), key=lambda k: (found[k], k))
    for a, b in itertools.pairwise(order):
        assert moved[b] - moved[a] >= 5.0 - 1e-6


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_lie_on_the_axis_and_are_few(low, width):
    found = ticks(low, low + width)
    assert all(low - 1e-3 * width <= t <= low + 1.001 * width for t in found)
    assert 2 <= len(found) <= 12


def test_tick_texts_are_short():
    assert tick_text(0.30000000000000004) == "0.3"
    assert tick_text(-20.0) == "−20"
    assert tick_text(1944000.0) == "1,944,000"


def test_scale_keeps_to_its_ends():
    scale = Scale(0, 10, 100, 200)
    assert [scale(v) for v in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]
    assert Scale(3, 3, 0, 10)(3) == 5


def test_no_deal_is_at_zero_and_the_best_at_one():
    row = Row("Union", "", worst=10, best=90, no_deal=(30, 40, 50))
    assert place_of(row, 40) == 0
    assert place_of(row, 90) == 1
    assert place_of(row, 15) == -0.5
    assert place_of(Row("Firm", "", 10, 90, None), 10) == 0


def test_proposals_and_chosen_packages_differ_in_shape():
    assert "<rect" in draw_spot(Spot("A", "", True, ()), 0, 0)
    assert "<circle" in draw_spot(Spot("B", "", False, ()), 0, 0)
    signs = [re.sub(r'class="[^"]*"', "", sign(state)) for state in (True, False)]
    assert signs[0] != signs[1]
    assert "line" in signs[1]


def test_words_in_pictures_are_escaped():
    drawn = picture(10, 10, "<b>", '"&', tag("rect", class_="<"))
    root = ET.fromstring(drawn)
    assert root.get("aria-label") == '<b>. "&'


@pytest.mark.parametrize("name", ["two_parties", "many_parties", "shares", "claims_only"])
def test_pictures_are_xml_and_have_numbers_only(name):
    pictures = re.findall(r"<svg.*?</svg>", repr_of_pictures(name), flags=re.DOTALL)
    assert pictures
    for drawn in pictures:
        ET.fromstring(drawn)
        assert not re.search(r'="[^"]*\b(nan|inf|None)\b', drawn)


def repr_of_pictures(name: str) -> str:
    document = make_document(analysis_of(name))
    found = []
    for section in document.sections:
        for block in section.blocks:
            found.append(getattr(block, "svg", ""))
            found.extend(getattr(item, "svg", "") for item in getattr(block, "items", ()))
    return "\n".join(str(f) for f in found)


def test_thinning_keeps_the_best_of_each_party():
    view = View(analyse_case(many_parties(6, 7)))
    points = view.analysis.frontier.points
    assert len(points) > 200
    rows = thinned(view, 100)
    assert len(rows) <= 100
    assert rows == tuple(sorted(set(rows)))
    for i in range(6):
        best = max(p.utilities[i] for p in points)
        assert any(points[k].utilities[i] == best for k in rows)


def test_file_names_say_whom_a_report_is_for():
    assert file_name("harbour", Audience()) == "harbour.mediator.report.html"
    assert file_name("harbour", Audience("joint")) == "harbour.joint.report.html"
    assert file_name("a/../b", Audience("party", "x y/z")) == "a_.._b.party-x_y_z.report.html"
