"""Sections on unknown preference, strength and looking ahead, as a person reads them."""

from __future__ import annotations

import json

import pytest
from small_conflicts import CHICKEN, ECONOMY, PRISONERS, conflict, gisborne, two_by_two

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.limited_moves import examine_limited_moves
from irenic.analyse.strength import examine_strength
from irenic.analyse.unknown_preference import read_unknown
from irenic.model import StateRanking
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.jsonable import plain
from irenic.report.section_text import section_lines
from irenic.report.sections.conflict_limited_moves import limited_moves
from irenic.report.sections.conflict_strength import strength
from irenic.report.sections.conflict_unknown import unknown_preferences


def drawn(model, section, answer, width=100):
    """Return a section as running text; every line fits."""
    json.dumps(plain(answer))
    lines = section_lines([section(ConflictLabels(model.conflict), answer)], width=width)
    assert all(len(line) <= width for line in lines)
    return " ".join(" ".join(lines).split())


@pytest.mark.parametrize("width", [60, 100])
def test_unknown_preferences_say_what_would_settle_them(width):
    model = gisborne()
    found = drawn(model, unknown_preferences, read_unknown(model), width)
    assert "It is not known how all states compare for provincial (24 pairs of states)." in found
    assert "No state is an equilibrium whatever the answer is; some are for some answers." in found
    assert "YYN (Nash) surely holds if provincial finds YNN worse than YYN" in found
    assert "YYN (GMR and SMR) surely holds if" in found
    assert "? depends" in found
    assert "✗ never" in found


def test_a_search_that_ended_is_named():
    model = gisborne()
    found = drawn(model, unknown_preferences, read_unknown(model, nodes=1))
    assert "? not decided" in found
    assert "the search was ended before an answer was found" in found


def test_known_preferences_need_no_section():
    model = gisborne(ECONOMY)
    labels = ConflictLabels(model.conflict)
    assert unknown_preferences(labels, read_unknown(model)) is None
    assert strength(labels, examine_strength(model)) is None


def test_weak_equilibria_are_named_with_the_move_that_would_hurt_little():
    model = two_by_two("3>1>4>>2", "2>1>4>>3")
    found = drawn(model, strength, examine_strength(model))
    assert "Here 1 state holds only weakly under some concept." in found
    assert "YY holds only weakly for one (GMR, SMR and SEQ): it could drop “x”" in found
    assert "✓ strongly" in found


def test_strong_equilibria_are_said_to_be_so():
    model = two_by_two("1>3>>2=4", "3>1>>2=4")
    assert "All equilibria here hold strongly." in drawn(model, strength, examine_strength(model))
    mild = two_by_two("1>3>>2=4", "3>1>2=4")
    found = drawn(mild, strength, examine_strength(mild))
    assert "two has no strong preferences: nothing would hurt much." in found


def test_looking_ahead_tells_the_line_of_play():
    found = drawn(CHICKEN, limited_moves, examine_limited_moves(CHICKEN))
    assert "YY is stable for both however far ahead they look" in found
    assert "from 3 moves on, looking further changes nothing" in found
    assert (
        "one would not drop “x”: two would drop “y”, then one would take up “x”, which leaves one "
        "no better off." in found
    )
    assert "✗ one would drop “x”; then two would take up “y”. It ends in NY" in found
    both = drawn(PRISONERS, limited_moves, examine_limited_moves(PRISONERS))
    assert "NN and YY are stable for both" in both


def test_ties_have_a_column_where_there_are_any():
    model = two_by_two("1=2>3=4", "1>4>2>3")
    strict = drawn(model, limited_moves, examine_limited_moves(model))
    assert "Depends on ties" not in strict
    options = {"one": ("x",), "two": ("y", "z")}
    first = (("YNY",), ("NNN",), ("YNN", "YYN", "YYY", "NYN", "NNY", "NYY"))
    second = (("YYN", "YNY", "YYY"), ("NNN", "YNN", "NYN", "NNY", "NYY"))
    orders = {"one": StateRanking(first), "two": StateRanking(second)}
    tied = model_conflict(conflict(options, orders))
    found = drawn(tied, limited_moves, examine_limited_moves(tied, horizon=2, explain=["NNN"]))
    assert "Depends on ties" in " ".join(found.split())
    assert "It may as well stay: some moves are ties." in found


def test_what_never_settles_is_named():
    model = two_by_two("1>2>3>4", "2>1>3>4")
    found = drawn(model, limited_moves, examine_limited_moves(model))
    assert "repeats with every 4 further moves" in found
    assert "It never settles whether to stay: one in YN and two in YY." in found


def test_why_looking_ahead_is_not_offered():
    model = gisborne()
    found = drawn(model, limited_moves, examine_limited_moves(model))
    assert "offered for two decision makers" in found
