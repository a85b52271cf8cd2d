"""A changed conflict means what the intervention says, whatever letters it has."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from drawn_conflicts import assignments, conflicts, interventions
from hand_conflicts import elmira, maker, ranking
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from irenic.analyse.conflict_change import (
    frozen,
    state_names,
    with_intervention,
    without_move,
)
from irenic.analyse.conflict_model import model_conflict
from irenic.model import (
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Holds,
    Intervention,
    KnownPreference,
    NoMove,
    OptionWeights,
    SettlementLink,
    Statement,
    Statements,
    StateRanking,
    fits,
)
from irenic.solve.stability.preference import Ranked


def names_of(*makers: DecisionMaker) -> list[str]:
    return [f"{m.id}.{o.id}" for m in makers for o in m.options]


def letters(taken, written) -> str:
    return "".join(taken[name] for name in written)


def in_both(conflict: Conflict, intervention: Intervention):
    """Yield the option-by-option states that an intervention leaves, named in both spellings."""
    old = names_of(*conflict.decision_makers)
    written = [*old, *names_of(*intervention.add)]
    result = names_of(*with_intervention(conflict, intervention).conflict.decision_makers)
    assert sorted(result) == sorted(written)
    for taken in assignments(written):
        if any(fits(letters(taken, old), p) for p in conflict.infeasible):
            continue
        if any(fits(letters(taken, written), p) for p in intervention.infeasible):
            continue
        if any(taken[o] == "Y" for o in intervention.remove):
            continue
        if any(taken[o] == "N" for o in intervention.require):
            continue
        yield taken, letters(taken, old), letters(taken, result)


@given(data=st.data())
@settings(max_examples=150)
def test_states_are_those_that_the_intervention_leaves(data):
    conflict = data.draw(conflicts())
    intervention = data.draw(interventions(conflict))
    changed = with_intervention(conflict, intervention)
    expected = set()
    for _, before, after in in_both(conflict, intervention):
        home = next((p for p in conflict.coalesce if fits(before, p)), None)
        if home is None:
            expected.add(after)
            assert changed.before(after) == before
        else:
            pattern = next(p for p in changed.conflict.coalesce if fits(after, p))
            assert changed.before(pattern) == home
            expected.add(pattern)
    assert set(state_names(changed.conflict)) == expected


@given(data=st.data())
@settings(max_examples=150)
def test_everybody_prefers_what_it_preferred_before(data):
    """Indifferent to what is added, unmoved by what is gone; coalesced states stay as they are."""
    conflict = data.draw(conflicts())
    intervention = data.draw(interventions(conflict))
    if conflict.coalesce:  # statements about merged states hold in fewer members afterwards
        intervention = replace(intervention, infeasible=(), remove=(), require=())
    changed = with_intervention(conflict, intervention)
    assume(state_names(changed.conflict))
    before = model_conflict(conflict)
    after = model_conflict(changed.conflict)
    states = state_names(changed.conflict)
    for i, maker_id in enumerate(conflict.maker_ids):
        old, new = before.preferences[i], after.preferences[i]
        for s in states:
            for t in states:
                was = old.compare(before.index(changed.before(s)), before.index(changed.before(t)))
                now = new.compare(after.index(s), after.index(t))
                assert now is was, (maker_id, s, t)


@given(data=st.data())
@settings(max_examples=100)
def test_everybody_moves_as_its_options_and_their_directions_say(data):
    conflict = replace(data.draw(conflicts()), coalesce=(), preferences={}, status_quo="")
    intervention = data.draw(interventions(conflict))
    changed = with_intervention(conflict, intervention).conflict
    directions = {
        f"{m.id}.{o.id}": intervention.directions.get(f"{m.id}.{o.id}", o.direction)
        for m in (*conflict.decision_makers, *intervention.add)
        for o in m.options
    }
    listed = {after: taken for taken, _, after in in_both(conflict, intervention)}
    assume(listed)
    model = model_conflict(changed)
    for i, maker_id in enumerate(changed.maker_ids):
        for s, here in listed.items():
            expected = set()
            for t, there in listed.items():
                turned = [o for o in here if here[o] != there[o]]
                if turned and all(
                    o.startswith(f"{maker_id}.")
                    and directions[o] in ("both", "to-yes" if there[o] == "Y" else "to-no")
                    for o in turned
                ):
                    expected.add(t)
            assert set(model.ids(model.moves.of(i, model.index(s)))) == expected


TWO = Conflict((maker("a", "x"), maker("b", "y")), status_quo="YN")
ADD_TO_A = (DecisionMaker("a", "Maker a", (ConflictOption("z", "option z"),)),)


def test_an_added_option_stands_after_those_of_its_decision_maker():
    link = SettlementLink("p", "YN", "YY", ("NN",))
    conflict = replace(
        TWO,
        infeasible=("NY",),
        no_moves=(NoMove("Y-", "-N", "a"),),
        titles={"YN": "here"},
        settlements=(link,),
    )
    intervention = Intervention("i", "", add=ADD_TO_A, infeasible=("-YY",))
    changed = with_intervention(conflict, intervention)
    assert [o.id for o in changed.conflict.options] == ["x", "z", "y"]
    assert changed.conflict.infeasible == ("N-Y", "-YY")
    assert changed.conflict.no_moves == (NoMove("Y--", "--N", "a"),)
    assert changed.conflict.titles == {"YNN": "here"}
    assert changed.conflict.status_quo == "YNN"
    assert changed.conflict.settlements == (SettlementLink("p", "YNN", "YNY", ("NNN",)),)
    assert (changed.kept, changed.added) == ((0, 2), (1,))
    assert changed.new_options("YYN") == ("option z",)


def test_the_status_quo_has_what_is_required_and_not_what_is_removed():
    required = with_intervention(TWO, Intervention("i", "", add=ADD_TO_A, require=("z", "b.y")))
    assert required.conflict.status_quo == "YYY"
    removed = with_intervention(TWO, Intervention("i", "", remove=("x",)))
    assert removed.conflict.status_quo == "NN"
    excluded = with_intervention(TWO, Intervention("i", "", infeasible=("YN",)))
    assert excluded.conflict.status_quo == ""


@pytest.mark.parametrize(
    ("infeasible", "expected"), [((), "-Y-"), (("YY-",), "-Y-"), (("-Y-",), "")]
)
def test_a_merged_status_quo_lasts_as_long_as_one_of_its_members(infeasible, expected):
    conflict = Conflict((maker("a", "x", "y", "z"),), coalesce=("-Y-",), status_quo="-Y-")
    changed = with_intervention(conflict, Intervention("i", "", infeasible=infeasible))
    assert changed.conflict.status_quo == expected


def test_new_preferences_speak_of_the_options_as_they_are_written_there():
    fresh = ConflictPreference("a", Statements((Statement("z", Holds(2)),)))
    ranked = ranking("b", "NNY YNY NYY YYY", "NNN YNN NYN YYN")
    changed = with_intervention(
        TWO, Intervention("i", "", add=ADD_TO_A, preferences={"a": fresh, "b": ranked})
    )
    model = model_conflict(changed.conflict)
    for preference in model.preferences:
        assert isinstance(preference, Ranked)
        for s in state_names(changed.conflict):
            for t in state_names(changed.conflict):
                better = preference.rank[model.index(s)] > preference.rank[model.index(t)]
                assert better == (s[1] == "Y" and t[1] == "N")


def test_an_added_option_of_the_same_name_has_no_weight():
    weights = OptionWeights({"x": Fraction(2), "y": Fraction(-1)})
    conflict = replace(TWO, preferences={"a": ConflictPreference("a", weights)})
    newcomer = DecisionMaker("c", "C", (ConflictOption("x", "another x"),))
    model = model_conflict(with_intervention(conflict, Intervention("i", "", (newcomer,))).conflict)
    rank = model.preferences[0].rank
    assert rank[model.index("NNY")] == rank[model.index("NNN")]
    assert rank[model.index("YNN")] > rank[model.index("NNN")] > rank[model.index("NYN")]


def test_steps_over_states_that_are_gone_keep_the_strongest_degree():
    form = StateRanking((("YY",), ("YN",), ("NN",), ("NY",)), (1, 2, 1))
    conflict = replace(TWO, preferences={"a": ConflictPreference("a", form)})
    changed = with_intervention(conflict, Intervention("i", "", infeasible=("NN",))).conflict
    after = changed.preferences["a"].form
    assert after == StateRanking((("YY",), ("YN",), ("NY",)), (1, 2))


def test_what_follows_by_way_of_a_state_that_is_gone_stays_known():
    known = KnownPreference(((("YY",), ("YN",)), (("YN",), ("NN",))))
    conflict = replace(TWO, preferences={"a": ConflictPreference("a", known)})
    changed = with_intervention(conflict, Intervention("i", "", infeasible=("YN",))).conflict
    assert changed.preferences["a"].form == KnownPreference(((("YY",), ("NN",)),))


def test_nobody_else_is_frozen():
    for conflict in (elmira(), replace(TWO, preferences={}, status_quo="")):
        who = conflict.maker_ids[0]
        before, after = model_conflict(conflict), model_conflict(frozen(conflict, who))
        for i in range(before.moves.n_makers):
            for s in before.moves.states():
                now = after.ids(after.moves.of(i, after.index(before.name(s))))
                assert set(now) == (set(before.ids(before.moves.of(i, s))) if i else set())


def test_one_listed_move_is_closed_for_one_decision_maker():
    closed = without_move(elmira(), "UR", "s1", "s9")
    assert closed.moves["UR"]["s1"] == ("s3",)
    assert {k: v for k, v in closed.moves["UR"].items() if k != "s1"} == {
        k: v for k, v in elmira().moves["UR"].items() if k != "s1"
    }
    assert closed.moves["LG"] == elmira().moves["LG"]
