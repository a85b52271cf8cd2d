"""Tables of a conflict: complete, read back, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest
from conflict_builders import NASTY, small_conflict, verdicts_of
from hypothesis import given
from hypothesis import strategies as st

from irenic.analyse.conflict_graph import conflict_graph
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.state_patterns import PatternRow, StatePatterns
from irenic.model import ConflictPreference, KnownPreference
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.conflict_tables import conflict_csv, conflict_markdown
from irenic.report.tables import guarded, unguarded

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def tables(conflict, **given):
    model = model_conflict(conflict)
    graph = conflict_graph(model)
    found = conflict_csv(
        ConflictLabels(conflict),
        verdicts_of(graph.states, graph.states[:1], conflict.maker_ids),
        graph,
        **given,
    )
    return {name: list(csv.reader(io.StringIO(text))) for name, text in found.items()}, graph


@given(st.text(max_size=6))
def test_guarded_cells_read_back_and_never_begin_a_formula(words):
    assert unguarded(guarded(words)) == words
    assert not guarded(words).lstrip(" ").startswith(DANGEROUS)


@pytest.mark.parametrize("words", ["-Y-", "--", "=1+1", "@x", "+1", "  =1", "'quoted", "＝1"])
def test_what_could_be_a_formula_gets_one_apostrophe(words):
    assert guarded(words) == "'" + words


def test_all_states_verdicts_moves_and_places_are_in_the_tables():
    conflict = small_conflict()
    found, graph = tables(conflict)
    assert set(found) == {
        "states.csv",
        "stability.csv",
        "equilibria.csv",
        "moves.csv",
        "preferences.csv",
    }
    assert found["states.csv"][0] == [
        *("number", "state", "title", "status_quo"),
        *("city.levy", "city.ban", "firm.strike"),
    ]
    assert [unguarded(row[1]) for row in found["states.csv"][1:]] == list(graph.states)
    assert found["states.csv"][4][1] == "'--Y"
    assert [row[3] for row in found["states.csv"][1:]] == ["yes", "no", "no", "no"]
    assert found["stability.csv"][0] == ["state", "decision_maker", "nash", "gmr"]
    assert len(found["stability.csv"]) == 1 + 4 * 2
    assert found["stability.csv"][1] == ["NNN", "city", "yes", "yes"]
    assert [row[0] for row in found["equilibria.csv"][1:]] == ["NNN"]
    moves = {
        (row[0], unguarded(row[1]), unguarded(row[2])): row[3] for row in found["moves.csv"][1:]
    }
    assert moves == {(a.by, a.origin, a.to): "yes" if a.better else "no" for a in graph.arcs}
    assert moves["firm", "NNN", "--Y"] == "yes"
    assert moves["city", "NNN", "YNN"] == "no"
    places = {(row[0], unguarded(row[1])): row[2] for row in found["preferences.csv"][1:]}
    assert places["city", "NNN"] == "1"
    assert places["city", "--Y"] == "4"
    assert places["firm", "--Y"] == "1"


def test_what_is_known_of_a_preference_stands_instead_of_places():
    known = KnownPreference(((("NNN",), ("YNN",)),))
    preferences = {"city": ConflictPreference("city", known)}
    found, graph = tables(small_conflict(preferences=preferences))
    rows = {(r[0], unguarded(r[1])): (r[2], unguarded(r[3])) for r in found["preferences.csv"][1:]}
    assert rows["city", "NNN"] == ("", "YNN")
    assert rows["firm", "NNN"] == ("", "")
    assert {row[3] for row in found["moves.csv"][1:]} == {"yes", "no", "unknown"}
    assert graph.known == {"city": (("NNN", "YNN"),), "firm": ()}


def test_a_title_cannot_become_a_formula():
    found, _ = tables(small_conflict(title='=HYPERLINK("http://example.org")', status_quo="YNN"))
    cells = [cell for rows in found.values() for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith(DANGEROUS) for cell in cells)


def test_patterns_are_a_table_of_their_own():
    row = PatternRow("-Y-", 2, False)
    found, _ = tables(small_conflict(), patterns={"nash": StatePatterns((row,), 2, 2, True)})
    assert found["patterns.csv"] == [
        ["concept", "pattern", "states", "status_quo"],
        ["nash", "'-Y-", "2", "no"],
    ]


def test_markdown_has_the_same_cells_and_no_markup_from_titles():
    conflict = small_conflict(title=NASTY + "|*x*\ny")
    graph = conflict_graph(model_conflict(conflict))
    verdicts = verdicts_of(graph.states, graph.states, conflict.maker_ids)
    found = conflict_markdown(ConflictLabels(conflict), verdicts, graph)
    lines = found["states.md"].splitlines()
    assert lines[1] == "| --- | --- | --- | --- | --- | --- | --- |"
    assert len(lines) == 2 + 4
    assert all(line.replace("\\|", "").count("|") == 8 for line in lines)
    assert "<script" not in found["moves.md"]
    assert "| --Y |" in found["states.md"]


def test_moves_beyond_the_limit_are_left_out_and_said():
    model = model_conflict(small_conflict())
    everything = conflict_graph(model)
    some = conflict_graph(model, most_arcs=3)
    assert everything.complete
    assert not some.complete
    assert some.arcs == everything.arcs[:3]
    labels = ConflictLabels(model.conflict)
    verdicts = verdicts_of(some.states, (), model.conflict.maker_ids)
    assert "moves-incomplete.csv" in conflict_csv(labels, verdicts, some)
    assert "moves.csv" not in conflict_csv(labels, verdicts, some)
    assert conflict_graph(model, most=3) is None
