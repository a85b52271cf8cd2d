"""The picture of a conflict: nothing overlaps, every move is there once, colours are not needed."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from random import Random
from xml.etree import ElementTree as ET

import pytest
from conflict_builders import (
    NASTY,
    SIZES,
    listed_graph,
    listed_graphs,
    option_graph,
    option_graphs,
    small_conflict,
    verdicts_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.analyse.conflict_graph import conflict_graph
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.stability_results import MoveTo
from irenic.analyse.state_patterns import PatternRow, StatePatterns
from irenic.model import ConflictPreference, KnownPreference
from irenic.report.blocks import Document, Figure
from irenic.report.charts.curves import Curve, cut_to_boxes, overlap, straight
from irenic.report.charts.lattice import MAX_HEIGHT, MAX_WIDTH
from irenic.report.charts.state_graph import (
    GraphMove,
    GraphState,
    StateGraph,
    detail_of,
    draw_states,
    footprints,
    shown_lines,
)
from irenic.report.charts.state_marks import MAKER_STYLES
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.html import document_to_html
from irenic.report.sections.conflict_graph import drawn_graph, picture_of_conflict, strongest
from irenic.report.sections.conflict_patterns import patterns_of_equilibria
from irenic.report.text import plain

SVG = "{http://www.w3.org/2000/svg}"
graphs = st.one_of(option_graphs(), listed_graphs())
few = settings(max_examples=12)


def of_class(root, name):
    return [e for e in root.iter() if name in e.get("class", "").split()]


def grid(count, makers=2):
    """Return states in a row, every second step of which makes its mover better off."""
    moves = [GraphMove(k % makers, k, k + 1, k % 2 == 0) for k in range(count - 1)]
    states = tuple(GraphState(k + 1, f"s{k + 1}") for k in range(count))
    return StateGraph("Row", "", tuple("ABCDEFG"[:makers]), states, tuple(moves), 0)


@few
@given(graphs)
def test_no_two_states_overlap(graph):
    frames = footprints(graph)
    clash = [
        (a, b)
        for a, b in itertools.combinations(range(len(frames)), 2)
        if overlap(frames[a], frames[b])
    ]
    assert clash == []


@few
@given(graphs)
def test_everything_lies_within_the_picture(graph):
    root = ET.fromstring(draw_states(graph))
    width, height = (float(root.get(side)) for side in ("width", "height"))
    group = root.find(f"{SVG}g")
    dx, dy = map(float, re.findall(r"-?[\d.]+", group.get("transform")))
    for rect in group.iter(f"{SVG}rect"):
        x, y, w, h = (float(rect.get(k)) for k in ("x", "y", "width", "height"))
        assert x + dx >= -0.1
        assert x + dx + w <= width + 0.1
        assert y + dy >= -0.1
        assert y + dy + h <= height + 0.1
    for path in group.iter(f"{SVG}path"):
        ends = [tuple(map(float, p.split())) for p in re.findall(r"[\d.-]+ [\d.-]+", path.get("d"))]
        for x, y in (ends[0], ends[-1]):
            assert 0 <= x + dx <= width
            assert 0 <= y + dy <= height


@pytest.mark.parametrize("sizes", [s for s in SIZES if 2 ** sum(s) <= 50])
@pytest.mark.parametrize("rests", [(), ("SMR", "SEQ", "SIM")])
def test_no_two_states_of_a_full_block_overlap(sizes, rests):
    graph = option_graph(Random(1), sizes, range(2 ** sum(sizes)), coalesced=True)
    states = tuple(replace(s, rests=rests) for s in graph.states)
    frames = footprints(replace(graph, states=states, status_quo=0, path=()))
    assert not any(overlap(a, b) for a, b in itertools.combinations(frames, 2))


@few
@given(graphs)
def test_every_move_is_drawn_once_and_what_is_left_out_follows_from_the_rule(graph):
    check_moves(graph)


@pytest.mark.parametrize(
    ("graph", "detail"),
    [
        (listed_graph(Random(5), 12, 40), "all"),
        (listed_graph(Random(5), 40, 120), "improvements"),
        (option_graph(Random(5), (3, 2), range(32)), "steps"),
    ],
)
def test_a_step_of_the_path_is_drawn_even_if_it_makes_nobody_better_off(graph, detail):
    worse = next(m for m in graph.moves if m.better is False)
    graph = replace(graph, status_quo=worse.origin, path=(worse,))
    assert detail_of(graph) == detail
    assert any(m.better is None for m in graph.moves)
    check_moves(graph)
    check_moves(replace(graph, path=()))


def check_moves(graph):
    """Check that what is drawn is what the density of the graph says, each move once."""
    drawn = Counter()
    for line in shown_lines(graph):
        drawn.update({(line.by, line.first, line.last): bool(line.there)})
        drawn.update({(line.by, line.last, line.first): bool(line.back)})
    assert set(drawn.values()) <= {0, 1}
    shown = {move for move, times in drawn.items() if times}
    every = {(m.by, m.origin, m.target) for m in graph.moves}
    better = {(m.by, m.origin, m.target) for m in graph.moves if m.better}
    maybe = {(m.by, m.origin, m.target) for m in graph.moves if m.better is None}
    path = {(m.by, m.origin, m.target) for m in graph.path}
    detail = detail_of(graph)
    if detail == "all":
        assert shown == every
    elif detail == "improvements":
        assert shown == better | maybe | path
    else:
        assert maybe | path <= shown <= better | maybe | path
        for by, origin, target in better - shown:
            between = {t for b, o, t in better if (b, o) == (by, origin)}
            assert any((by, t, target) in better for t in between)


@few
@given(listed_graphs(12))
def test_heads_say_which_way_and_whether_it_is_better(graph):
    root = ET.fromstring(draw_states(graph))
    heads = Counter(
        kind
        for kind in ("better", "maybe", "other")
        for _ in of_class(root, "head")
        if kind in _.get("class").split()
    )
    lines = shown_lines(graph)
    assert heads == Counter(k for line in lines for k in (line.there, line.back) if k)
    assert len(of_class(root, "move-line")) == len(lines)
    assert len(of_class(root, "way")) == len(graph.path) == len(of_class(root, "step"))


@few
@given(st.one_of(option_graphs(), listed_graphs(20)))
def test_the_same_graph_gives_the_same_bytes(graph):
    shuffled = replace(graph, moves=tuple(reversed(graph.moves)))
    assert draw_states(graph) == draw_states(shuffled)


@pytest.mark.parametrize(("count", "most"), [(4, 0), (9, 0), (12, 0), (36, 2), (50, 4)])
def test_few_lines_run_behind_a_state_that_they_do_not_join(count, most):
    """None in small pictures; in large ones by chance a few, which the layout cannot avoid."""
    graph = listed_graph(Random(count), count, 2 * count)
    frames = footprints(graph)
    assert not any(overlap(a, b) for a, b in itertools.combinations(frames, 2))
    assert len(_behind(graph)) <= most


def test_lines_keep_clear_of_states_they_do_not_join():
    """In a block of 3 x 3 x 4 states with every move, no straight or bent line hits a box."""
    names = [
        a + b + c
        for a in ("NN", "YN", "NY")
        for b in ("NN", "YN", "NY")
        for c in ("NN", "YN", "NY", "YY")
    ]
    moves = [
        GraphMove(i, s, t, t > s)
        for i in range(3)
        for s, name in enumerate(names)
        for t, other in enumerate(names)
        if s != t and name[: 2 * i] + name[2 * i + 2 :] == other[: 2 * i] + other[2 * i + 2 :]
    ]
    states = tuple(GraphState(k + 1, name) for k, name in enumerate(names))
    graph = StateGraph("Block", "", ("A", "B", "C"), states, tuple(moves), 0, (), (2, 2, 2))
    assert len(states) == 36
    assert detail_of(graph) == "steps"
    frames = footprints(graph)
    assert max(f[2] for f in frames) <= MAX_WIDTH
    assert max(f[3] for f in frames) <= MAX_HEIGHT
    assert _behind(graph) == []


def _behind(graph):
    """Return which lines run behind which state that they do not join."""
    frames = footprints(graph)
    root = ET.fromstring(draw_states(graph))
    found = []
    for line, element in zip(shown_lines(graph), _in_order(graph, root), strict=True):
        numbers = list(map(float, re.findall(r"-?[\d.]+", element.get("d"))))
        points = Curve(*zip(numbers[::2], numbers[1::2], strict=True)).points(60)
        for k, f in enumerate(frames):
            inside = any(f[0] < x < f[2] and f[1] < y < f[3] for x, y in points)
            if inside and k not in (line.first, line.last):
                found.append((line, k))
    return found


def _in_order(graph, root):
    """Return the paths of the lines in the order of the lines: improvements are drawn last."""
    lines = shown_lines(graph)
    order = sorted(range(len(lines)), key=lambda k: "better" in (lines[k].there, lines[k].back))
    drawn = dict(zip(order, of_class(root, "move-line"), strict=True))
    return [drawn[k] for k in range(len(lines))]


def test_titles_are_escaped_everywhere():
    states = (GraphState(1, NASTY, NASTY, (NASTY,)), GraphState(2, "s2", NASTY))
    graph = StateGraph(NASTY, NASTY, (NASTY,), states, (GraphMove(0, 0, 1, True),), 0)
    drawn = draw_states(graph)
    assert "<script" not in drawn
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    assert NASTY in root.find(f"{SVG}title").text
    assert NASTY in root.find(f"{SVG}desc").text
    assert sum(NASTY in (e.text or "") for e in root.iter(f"{SVG}title")) == 4


def test_several_movers_between_two_states_are_lines_beside_one_another():
    moves = tuple(GraphMove(i, 0, 1, True) for i in range(3))
    graph = replace(grid(2, 3), moves=moves)
    root = ET.fromstring(draw_states(graph))
    lines = of_class(root, "move-line")
    assert len({line.get("d") for line in lines}) == 3
    assert [m.get("class").split()[1] for m in of_class(root, "move")] == ["m0", "m1", "m2"]


def style() -> str:
    return files("irenic.report").joinpath("templates/page.css").read_text(encoding="utf-8")


def test_decision_makers_differ_by_dash_as_well_as_by_colour():
    found = [re.search(rf"\.m{k} {{([^}}]*)}}", style())[1] for k in range(MAKER_STYLES)]
    dashes = [re.sub(r"--maker: [^;]*;", "", words).strip() for words in found]
    assert len(set(dashes)) == MAKER_STYLES
    assert sum(not words for words in dashes) == 1, "one decision maker has an unbroken line"


#: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color Vision
#: Deficiency", IEEE Trans. Visualization and Computer Graphics 15 (2009), severity 1.
EYES = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(colour):
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    return [x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts]


def seen(colour, eye):
    """Return a colour in CIE L*a*b*, as it is seen by an eye."""
    r, g, b = (sum(m * x for m, x in zip(row, linear(colour), strict=True)) for row in EYES[eye])
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
    )
    f = [max(t, 0) ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def lightness(colour):
    r, g, b = linear(colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("page", ["light", "dark"])
def test_colours_of_decision_makers_are_told_apart_by_every_eye(page, eye):
    """A difference of 2 can be seen by careful comparison; 20 at a glance."""
    blocks = re.findall(r"--m0:.*", style())
    line = blocks[0] if page == "light" else blocks[1]
    colours = re.findall(r"#[0-9a-f]{6}", line)[:MAKER_STYLES]
    assert len(colours) == MAKER_STYLES
    for a, b in itertools.combinations(colours, 2):
        assert math.dist(seen(a, eye), seen(b, eye)) >= 20, (a, b)
    papers = re.findall(r"--paper: (#[0-9a-f]{6})", style())
    paper = papers[0] if page == "light" else papers[1]
    for colour in colours:
        light, dark = sorted((lightness(colour), lightness(paper)), reverse=True)
        assert light / dark >= 3, colour


def test_a_chain_of_fifty_states_is_folded_into_the_picture():
    frames = footprints(grid(50))
    assert max(f[2] for f in frames) - min(f[0] for f in frames) < 1100
    assert max(f[3] for f in frames) - min(f[1] for f in frames) < 1100


def test_a_single_state_and_no_moves():
    root = ET.fromstring(draw_states(grid(1)))
    assert len(of_class(root, "state")) == 1
    assert of_class(root, "move-line") == []


def test_a_line_ends_at_the_boxes_that_it_joins():
    left, right = (0.0, 0.0, 10.0, 10.0), (90.0, 0.0, 100.0, 10.0)
    cut = cut_to_boxes(straight((5, 5), (95, 5)), [left], [right], 2.0)
    assert cut.start == pytest.approx((12, 5), abs=0.1)
    assert cut.end == pytest.approx((88, 5), abs=0.1)


@given(st.floats(0.05, 0.45), st.floats(0.55, 0.95))
def test_a_part_of_a_curve_lies_on_it(low, high):
    curve = Curve((0, 0), (10, 40), (60, -20), (100, 10))
    part = curve.part(low, high)
    for t in (0, 0.3, 1):
        assert part.at(t) == pytest.approx(curve.at(low + t * (high - low)), abs=1e-6)


def test_nash_stands_for_the_rest():
    assert strongest(("nash", "gmr", "smr", "seq")) == ("nash",)
    assert strongest(("gmr", "smr", "seq")) == ("smr", "seq")
    assert strongest(("gmr", "sim")) == ("gmr", "sim")


def section_of(conflict, path=()):
    graph = conflict_graph(model_conflict(conflict))
    verdicts = verdicts_of(graph.states, ("--Y",), conflict.maker_ids)
    return picture_of_conflict(ConflictLabels(conflict), graph, verdicts, path)


def test_the_section_has_a_picture_a_legend_and_all_moves_in_a_table():
    section = section_of(small_conflict(), (MoveTo("firm", "--Y"),))
    (figure,) = section.blocks
    assert isinstance(figure, Figure)
    assert [plain(key.text) for key in figure.legend][:2] == ["The city", "The firm"]
    cells = [[plain(cell.text) for cell in row] for row in figure.table.rows]
    assert cells[0] == ["1 NNN (status quo)", "Levy", "no", "2, 3", "4*"]
    assert cells[3][0] == "4 --Y"
    assert cells[3][2:] == ["Nash", "-", "1, 2, 3"]
    assert "The path drawn: The firm moves to 4." in figure.svg


def test_squares_say_who_has_a_better_move_and_where_that_is_not_known():
    known = KnownPreference(((("NNN",), ("YNN",)),))
    conflict = small_conflict(preferences={"city": ConflictPreference("city", known)})
    model = model_conflict(conflict)
    graph = conflict_graph(model)
    drawn = drawn_graph(ConflictLabels(conflict), graph, verdicts_of(graph.states, (), ()))
    stays = {s.letters: s.stays for s in drawn.states}
    assert stays["NNN"] == (None, None), "it knows YNN to be worse, but nothing of NYN"
    assert stays["YNN"] == (False, None)
    (figure,) = section_of(conflict).blocks
    assert "not known whether it has" in [plain(key.text) for key in figure.legend]
    firm = small_conflict()
    graph = conflict_graph(model_conflict(firm))
    drawn = drawn_graph(ConflictLabels(firm), graph, verdicts_of(graph.states, (), ()))
    assert {s.letters: s.stays for s in drawn.states} == {
        "NNN": (True, False),
        "YNN": (False, False),
        "NYN": (False, False),
        "--Y": (True, True),
    }


def test_the_page_with_a_picture_is_one_file_without_markup_from_titles():
    section = section_of(small_conflict(title=NASTY))
    page = document_to_html(Document("x", ("b",), "mediator", ("s",), (section,)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_conflict_too_large_for_a_picture_has_no_such_section():
    conflict = small_conflict()
    verdicts = verdicts_of(("NNN",), (), conflict.maker_ids)
    assert picture_of_conflict(ConflictLabels(conflict), None, verdicts) is None


def test_patterns_in_words_ranked_and_concepts_alike_together():
    conflict = small_conflict()
    rows = tuple(PatternRow(p, c, q) for p, c, q in (("-NN", 2, True), ("--Y", 1, False)))
    found = StatePatterns(rows, 3, 3, True)
    none = StatePatterns((), 0, 0, True)
    section = patterns_of_equilibria(
        ConflictLabels(conflict), {"gmr": found, "smr": found, "nash": none}
    )
    table = section.blocks[1]
    assert plain(table.caption) == "GMR and SMR: 3 equilibria in 2 patterns"
    assert [[plain(c.text) for c in row] for row in table.rows] == [
        ["-NN (status quo)", "2", "The city: not “Ban”; The firm: not “Strike”"],
        ["--Y", "1", "The firm: “Strike”"],
    ]
    assert plain(section.blocks[2].text) == "Under Nash there is none."
    assert patterns_of_equilibria(ConflictLabels(conflict), {}) is None
