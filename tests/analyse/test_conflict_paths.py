"""Paths from the status quo with the names of the case."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hand_conflicts import elmira, graph, maker

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.conflict_paths import CrewMove, conflict_paths
from irenic.analyse.stability_results import MoveTo
from irenic.model import Conflict, ConflictPreference, Holds, Not, Statement, Statements
from irenic.report.jsonable import plain
from irenic.solve.result import Status

ELMIRA = {"nash": ("s5", "s8", "s9"), "gmr": ("s1", "s4", "s5", "s8", "s9")}


def test_elmira_the_local_government_and_then_a_coalition():
    """Guide to GMCR+ (2014), section 5.3: s1 by LG to s5, then by MoE and UR to s8."""
    model = model_conflict(elmira())
    answer = conflict_paths(model, ELMIRA, coalitions=[("UR", "MoE")])
    assert answer.status is Status.OPTIMAL
    assert answer.improvements is not None
    assert answer.together is not None
    alone = {r.state: r for r in answer.improvements.routes}
    assert alone["s5"].paths == ((MoveTo("LG", "s5"),),)
    assert set(alone) == {"s1", "s5"}
    joined = {r.state: r for r in answer.together.routes}
    assert joined["s8"].paths == ((CrewMove(("LG",), "s5"), CrewMove(("MoE", "UR"), "s8")),)
    assert answer.together.unreached == ("s9", "s4")
    assert set(answer.not_by_improvements) == {"s4", "s8", "s9"}


def test_elmira_by_any_moves():
    answer = conflict_paths(model_conflict(elmira()), ELMIRA)
    assert answer.moves is not None
    assert [(r.state, r.length, r.shortest) for r in answer.moves.routes] == [
        ("s1", 0, 1),
        ("s5", 1, 1),
        ("s9", 1, 1),
        ("s4", 2, 2),
        ("s8", 3, 6),
    ]
    assert (answer.moves.unreached, answer.together) == ((), None)


def test_each_equilibrium_is_told_once_with_all_its_concepts():
    answer = conflict_paths(model_conflict(elmira()), ELMIRA)
    assert answer.moves is not None
    assert {r.state: r.concepts for r in answer.moves.routes}["s5"] == ("nash", "gmr")


def test_what_no_moves_reach_and_what_improvements_do_not():
    conflict = graph(
        {"a": {"p": "q"}, "b": {"q": "r"}},
        ["p", "q", "r", "island"],
        {"a": ["r", "p", "q island"], "b": ["r", "p q island"]},
        "p",
    )
    answer = conflict_paths(model_conflict(conflict), {"nash": ["p", "r", "island"]})
    assert answer.improvements is not None
    assert answer.moves is not None
    assert answer.moves.unreached == ("island",)
    assert answer.improvements.unreached == ("r", "island")
    assert answer.not_by_improvements == ("r",)


def test_without_a_status_quo_there_is_no_path_and_that_is_said():
    answer = conflict_paths(model_conflict(replace(elmira(), status_quo="")), ELMIRA)
    assert (answer.status, answer.moves) == (Status.UNKNOWN, None)
    assert "no status quo" in answer.reason


def climbers(n: int, each: int) -> Conflict:
    """Return n decision makers who want their own options taken, the first one most."""
    makers = [maker(f"d{i}", *(f"o{i}x{k}" for k in range(each))) for i in range(n)]
    wants = {
        f"d{i}": ConflictPreference(
            f"d{i}",
            Statements(tuple(Statement("", Holds(i * each + k)) for k in range(each))),
        )
        for i in range(n)
    }
    return Conflict(tuple(makers), status_quo="N" * n * each, preferences=wants)


@pytest.mark.parametrize("each", [2, 4])
def test_implicit_moves_give_the_same_answer_as_listed_ones(each):
    conflict = climbers(2, each)
    goals = {"nash": ["Y" * 2 * each, "Y" * each + "N" * each]}
    quick = conflict_paths(model_conflict(conflict), goals)
    slow = conflict_paths(model_conflict(conflict, listed=True), goals)
    assert quick.improvements is not None
    assert slow.improvements is not None
    for a, b in zip(quick.improvements.routes, slow.improvements.routes, strict=True):
        assert (a.state, a.length, a.shortest, set(a.paths)) == (
            b.state,
            b.length,
            b.shortest,
            set(b.paths),
        )


def test_twenty_options_and_an_unknown_preference():
    conflict = climbers(5, 4)
    blind = ConflictPreference("d0", Statements((Statement("", Not(Holds(0))),)))
    conflict = replace(conflict, preferences={**conflict.preferences, "d0": blind})
    answer = conflict_paths(model_conflict(conflict), {"nash": ["N" * 4 + "Y" * 16, "Y" * 20]})
    assert answer.improvements is not None
    assert answer.moves is not None
    assert [(r.length, r.shortest) for r in answer.improvements.routes] == [(4, 24)]
    assert answer.not_by_improvements == ("Y" * 20,)
    assert [r.length for r in answer.moves.routes] == [4, 5]


def test_the_answer_becomes_json():
    found = plain(conflict_paths(model_conflict(elmira()), ELMIRA, coalitions=[("MoE", "UR")]))
    assert found["improvements"]["routes"][1]["paths"] == [[{"by": "LG", "to": "s5"}]]
    assert found["together"]["routes"][2]["paths"][0][1] == {"by": ["MoE", "UR"], "to": "s8"}
