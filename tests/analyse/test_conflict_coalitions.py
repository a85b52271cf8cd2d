"""Coalitions in a conflict with names, and how the two readings of "together" differ."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hand_conflicts import elmira, maker, ranking
from hypothesis import given
from hypothesis import strategies as st

from irenic.analyse.conflict_coalitions import conflict_coalitions
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.stability import Examiner
from irenic.analyse.stability_results import MoveTo
from irenic.model import Conflict, ConflictPreference, KnownPreference, NoMove
from irenic.report.jsonable import plain
from irenic.solve.result import Status


def test_elmira_the_ministry_and_the_firm_leave_s5_only_together():
    """Kilgour, Hipel, Fang, Peng (2001); Guide to GMCR+ (2014), sections 5.2 and 5.3."""
    answer = conflict_coalitions(model_conflict(elmira()), ["s5", "s8", "s9"])
    assert (answer.status, answer.coalitions) == (Status.OPTIMAL, 7)
    s5, s8, s9 = answer.states
    for semantics in ("joint", "merged"):
        (move,) = s5.moves[semantics]
        assert (move.members, move.target) == (("MoE", "UR"), "s8")
        assert set(move.answers.values()) == {None}
        assert set(s5.stable[semantics].values()) == {False}
        assert set(s8.stable[semantics].values()) == {True}
        assert set(s9.stable[semantics].values()) == {True}
    assert s5.moves["joint"][0].path == (MoveTo("MoE", "s6"), MoveTo("UR", "s8"))


def swap(**changes) -> Conflict:
    """Return two neighbours who would both gain if both gave way at the same time."""
    base = Conflict(
        (maker("a", "x"), maker("b", "y")),
        status_quo="NN",
        preferences={k: ranking(k, "YY", "NN YN NY") for k in ("a", "b")},
    )
    return replace(base, **changes)


def test_joint_moves_need_every_state_in_between_and_merged_moves_do_not():
    ranks = {k: ranking(k, "YY", "NN") for k in ("a", "b")}
    closed = swap(infeasible=("YN", "NY"), preferences=ranks)
    (state,) = conflict_coalitions(model_conflict(closed), ["NN"]).states
    assert state.moves["joint"] == ()
    (move,) = state.moves["merged"]
    assert (move.members, move.target, move.path) == (("a", "b"), "YY", ())
    assert state.stable["joint"]["nash"] is True
    assert state.stable["merged"]["seq"] is False


def test_directions_bind_a_coalition_too():
    stuck = swap(decision_makers=(maker("a", "x:to-no"), maker("b", "y")))
    (state,) = conflict_coalitions(model_conflict(stuck), ["NN"]).states
    assert state.moves == {"joint": (), "merged": ()}


@pytest.mark.parametrize(("by", "possible"), [("", False), ("a", False), ("c", True)])
def test_a_closed_move_is_closed_to_a_coalition_of_those_it_is_closed_to(by, possible):
    conflict = swap(
        decision_makers=(maker("a", "x"), maker("b", "y"), maker("c", "z")),
        no_moves=(NoMove("NN-", "YY-", by),),
        preferences={
            **{k: ranking(k, "YYN YYY", "NNN YNN NYN NNY YNY NYY") for k in ("a", "b")},
            "c": ranking("c", "YYN YYY NNN YNN NYN NNY YNY NYY"),
        },
    )
    (state,) = conflict_coalitions(model_conflict(conflict), ["NNN"]).states
    merged = {m.members: m.target for m in state.moves["merged"]}
    assert (merged.get(("a", "b")) == "YYN") is possible
    # One after the other they never make that move.
    assert [(m.members, m.target) for m in state.moves["joint"]] == [(("a", "b"), "YYN")]


def test_a_coalesced_state_is_left_by_way_of_any_of_its_members():
    conflict = Conflict(
        (maker("a", "x"), maker("b", "y"), maker("c", "z")),
        coalesce=("--Y",),
        preferences={k: ranking(k, "YYN", "--Y", "NNN YNN NYN") for k in ("a", "b")}
        | {"c": ranking("c", "--Y", "YYN NNN YNN NYN")},
    )
    (state,) = conflict_coalitions(model_conflict(conflict), ["--Y"]).states
    assert state.moves == {"joint": (), "merged": ()}  # a and b cannot undo what c has done
    free = replace(conflict, coalesce=("Y-Y", "N-Y"))
    free = replace(
        free,
        preferences={k: ranking(k, "YYN", "Y-Y N-Y NNN YNN NYN") for k in ("a", "b", "c")},
    )
    (state,) = conflict_coalitions(model_conflict(free), ["N-Y"]).states
    # From its member NYY, one change by a and c together; everybody has nobody left to answer.
    found = [(m.members, m.target) for m in state.moves["merged"]]
    assert found == [(("a", "c"), "YYN"), (("a", "b", "c"), "YYN")]


@given(
    infeasible=st.sets(st.sampled_from([f"{a}{b}{c}" for a, b, c in product("YN", repeat=3)])),
    directions=st.lists(st.sampled_from(["both", "to-yes", "to-no"]), min_size=3, max_size=3),
)
def test_one_merged_move_changes_any_options_of_the_members_as_directions_allow(
    infeasible, directions
):
    """The listed and the implicit form of the same options give the same merged moves."""
    makers = [maker(k, f"{o}:{d}") for k, o, d in zip("abc", "xyz", directions, strict=True)]
    states = ["".join(s) for s in product("YN", repeat=3) if "".join(s) not in infeasible]
    if not states:
        return
    best = states[0]
    others = " ".join(states[1:]) or None
    conflict = Conflict(
        tuple(makers),
        infeasible=tuple(infeasible),
        preferences={k: ranking(k, *([best, others] if others else [best])) for k in "abc"},
    )
    for model in (model_conflict(conflict), model_conflict(conflict, listed=True)):
        for state in conflict_coalitions(model, states).states:
            changed = {k for k in range(3) if best[k] != state.state[k]}
            allowed = all(
                directions[k] in ("both", "to-yes" if best[k] == "Y" else "to-no") for k in changed
            )
            least = {"abc"[k] for k in changed}
            found = {m.members for m in state.moves["merged"]}
            # Larger coalitions are named where they leave nobody to answer.
            assert all(allowed and least <= set(members) for members in found)
            if allowed and len(least) > 1:
                assert tuple(sorted(least)) in found


def test_thirteen_decision_makers_are_too_many_for_all_coalitions():
    names = [f"d{k:02}" for k in range(13)]
    conflict = Conflict(
        tuple(maker(name, f"o{name}") for name in names[:2])
        + tuple(maker(name) for name in names[2:]),
        status_quo="NN",
        preferences={k: ranking(k, "YY", "NN YN NY") for k in names},
    )
    answer = conflict_coalitions(model_conflict(conflict), ["NN", "YY"])
    assert answer.status is Status.LIMIT
    assert "4,095 coalitions" in answer.reason
    left, right = answer.states
    assert left.stable["joint"]["nash"] is False  # what was found is certain
    assert right.stable["joint"]["nash"] is None  # what was not looked at is not


def test_the_answer_becomes_json():
    found = plain(conflict_coalitions(model_conflict(elmira()), ["s5"]))
    (state,) = found["states"]
    assert state["moves"]["joint"][0]["members"] == ["MoE", "UR"]
    assert state["stable"]["merged"]["seq"] is False


def test_with_unknown_comparisons_single_decision_makers_are_judged_as_in_the_verdicts():
    known = KnownPreference(((("YY",), ("NY",)), (("YN",), ("NN",))))
    conflict = swap()
    conflict = replace(
        conflict, preferences={**conflict.preferences, "a": ConflictPreference("a", known)}
    )
    model = model_conflict(conflict)
    assert not model.ranked
    states = model.ids(model.moves.states())
    examiner = Examiner(model)
    answer = conflict_coalitions(model, states)
    seen = set()
    for found in answer.states:
        s = model.index(found.state)
        for concept, holds in found.stable["joint"].items():
            alone = all(examiner.examine(concept, i, s).stable for i in range(model.moves.n_makers))
            together = any(m.answers[concept] is None for m in found.moves["joint"])
            assert holds == (alone and not together)
            seen.add(holds)
    assert seen == {True, False}
