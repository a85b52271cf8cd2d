"""What changes of a conflict would do, against conflicts that are built changed from the start."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawn_conflicts import conflicts
from hand_conflicts import elmira, maker, ranking
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.analyse.conflict_change import state_names
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.interventions import find_interventions, judge_states
from irenic.analyse.stability_results import MoveTo
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.model import (
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Holds,
    Iff,
    Intervention,
    Not,
    Statement,
    Statements,
    StateRanking,
)
from irenic.report.jsonable import plain
from irenic.solve.budget import Budget
from irenic.solve.result import Status
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.moves import ListedMoves

CONCEPTS = ("nash", "gmr", "smr", "seq")


def equilibria(model) -> dict[str, set[str]]:
    """Return the equilibria of a model, by the definitions."""
    foresight = Foresight(model.moves, model.preferences)
    return {
        concept: {
            model.name(s)
            for s in model.moves.states()
            if all(foresight.examine(concept, i, s).stable for i in range(model.moves.n_makers))
        }
        for concept in CONCEPTS
    }


def changes(effect) -> tuple[dict[str, set[str]], dict[str, set[str]], set[str]]:
    gained = {c: {g.state for g in effect.gained if c in g.concepts} for c in CONCEPTS}
    lost = {c: {g.state for g in effect.lost if c in g.concepts} for c in CONCEPTS}
    return gained, lost, set(effect.gone)


def expected(before, after, there) -> tuple[dict[str, set[str]], dict[str, set[str]], set[str]]:
    held = set().union(*before.values())
    return (
        {c: after[c] - before[c] for c in CONCEPTS},
        {c: (before[c] - after[c]) & there for c in CONCEPTS},
        held - there,
    )


@st.composite
def ranked_conflicts(draw):
    """Draw a conflict in which everybody ranks all states, so that it can be built anew."""
    conflict = replace(draw(conflicts(makers=(2, 3))), coalesce=(), preferences={}, status_quo="")
    names = state_names(conflict)
    preferences = {
        m: ConflictPreference(m, StateRanking(tuple((n,) for n in draw(st.permutations(names)))))
        for m in conflict.maker_ids
    }
    return replace(conflict, preferences=preferences)


def without_option(conflict: Conflict, place: int, letter: str) -> Conflict:
    """Return a conflict that never had an option, because it always has this letter."""
    k = 0
    makers = []
    for m in conflict.decision_makers:
        options = []
        for o in m.options:
            if k != place:
                options.append(o)
            k += 1
        makers.append(replace(m, options=tuple(options)))

    def cut(s: str) -> str:
        return s[:place] + s[place + 1 :]

    return Conflict(
        tuple(makers),
        tuple(cut(p) for p in conflict.infeasible if p[place] in ("-", letter)),
        preferences={
            m: ConflictPreference(
                m, StateRanking(tuple((cut(g[0]),) for g in p.form.groups if g[0][place] == letter))
            )
            for m, p in conflict.preferences.items()
        },
    )


@given(conflict=ranked_conflicts())
@settings(max_examples=25)
def test_an_option_that_is_fixed_might_as_well_not_be_there(conflict):
    found = find_interventions(conflict)
    effects = {e.id: e for e in found.automatic}
    before = equilibria(model_conflict(conflict))
    names = [f"{m.id}.{o.id}" for m in conflict.decision_makers for o in m.options]
    for place, name in enumerate(names):
        for kind, letter in (("removed", "N"), ("imposed", "Y")):
            there = {s for s in state_names(conflict) if s[place] == letter}
            if not there or len(names) == 1:
                continue
            small = equilibria(model_conflict(without_option(conflict, place, letter)))
            after = {
                c: {s[:place] + letter + s[place:] for s in states} for c, states in small.items()
            }
            compare(effects.get(f"{kind}:{name}"), expected(before, after, there))


def compare(effect, wanted) -> None:
    """Compare an effect, or that none is told, with what is to be expected."""
    if effect is None:
        gained, lost, gone = wanted
        assert not any(gained.values())
        assert not any(lost.values())
        assert not gone
    else:
        assert changes(effect) == wanted


@given(conflict=ranked_conflicts())
@settings(max_examples=25)
def test_who_is_frozen_has_no_moves_and_directions_bind(conflict):
    effects = {e.id: e for e in find_interventions(conflict).automatic}
    model = model_conflict(conflict, listed=True)
    before, there = equilibria(model), set(state_names(conflict))
    assert isinstance(model.moves, ListedMoves)
    for i, who in enumerate(conflict.maker_ids):
        rows = list(model.moves.targets)
        rows[i] = ((),) * model.moves.size
        after = equilibria(replace(model, moves=ListedMoves(tuple(rows))))
        compare(effects.get(f"frozen:{who}"), expected(before, after, there))
    place = 0
    for i, m in enumerate(conflict.decision_makers):
        for option in m.options:
            rows = list(model.moves.targets)
            rows[i] = tuple(
                tuple(t for t in row if not (taken(model, s, place) and not taken(model, t, place)))
                for s, row in enumerate(rows[i])
            )
            if option.direction == "both":
                after = equilibria(replace(model, moves=ListedMoves(tuple(rows))))
                compare(effects.get(f"to-yes:{m.id}.{option.id}"), expected(before, after, there))
            place += 1


def taken(model, state: int, place: int) -> bool:
    return model.name(state)[place] == "Y"


def test_a_closed_move_is_tried_only_when_asked():
    assert not any(e.kind == "move" for e in find_interventions(elmira()).automatic)
    found = find_interventions(elmira(), moves=True)
    model = model_conflict(elmira())
    arcs = sum(len(row) for rows in model.moves.targets for row in rows)
    assert found.tried == 3 + arcs
    before, there = equilibria(model), {f"s{k}" for k in range(1, 10)}
    effects = {e.subject: e for e in found.automatic}
    for i, who in enumerate(("MoE", "UR", "LG")):
        for s in range(9):
            for t in model.moves.of(i, s):
                rows = [list(r) for r in model.moves.targets]
                rows[i][s] = tuple(x for x in rows[i][s] if x != t)
                moves = ListedMoves(tuple(map(tuple, rows)))
                after = equilibria(replace(model, moves=moves))
                effect = effects.get((who, f"s{s + 1}", f"s{t + 1}"))
                compare(effect, expected(before, after, there))


def test_ridge_talks_two_interventions_change_what_holds():
    conflict = read_case(resolve("ridge-talks")).conflict
    found = find_interventions(conflict, wanted=["NYN"])
    observers, bridge = found.own
    gained = {g.state: g for g in observers.gained}
    assert gained["NYN"].concepts == CONCEPTS
    assert gained["NYN"].makers == ("league",)
    assert (gained["NYN"].after, gained["NYN"].only_with) == (("NYNY",), ())
    assert observers.status_quo == "NYNY"
    assert observers.letters[-1] == "mediator.observers"
    assert [(r.state, r.path) for r in observers.reached] == [("NYN", ())]
    assert "YNN" in observers.out_of_reach
    assert bridge.reached[0].path == (MoveTo("league", "NYY"),)
    helpful = [e.id for e in found.automatic if e.wanted]
    assert helpful == [e.id for e in found.automatic[: len(helpful)]]
    assert set(helpful) == {"frozen:league", "to-no:league.cut", "removed:league.cut"}


def test_a_state_may_hold_only_with_what_is_added():
    """Inspectors who may come: the quarry stops only while they are there."""
    conflict = Conflict(
        (maker("quarry", "dig"),),
        status_quo="Y",
        preferences={"quarry": ranking("quarry", "Y", "N")},
        interventions=(
            Intervention(
                "inspect",
                "Inspectors may come",
                add=(DecisionMaker("un", "UN", (ConflictOption("look", "inspect"),)),),
                preferences={
                    "quarry": ConflictPreference(
                        "quarry", Statements((Statement("", Iff(Holds(0), Not(Holds(1)))),))
                    ),
                    "un": ConflictPreference("un", Statements((Statement("", Holds(1)),))),
                },
            ),
        ),
    )
    (effect,) = find_interventions(conflict).own
    (gained,) = effect.gained
    assert (gained.state, gained.after, gained.only_with) == ("N", ("NY",), ("inspect",))
    assert gained.makers == ("quarry",)
    # The quarry digs on where nobody inspects, but the inspectors would come.
    assert {g.state: g.makers for g in effect.lost} == {"Y": ("un",)}
    assert [(r.state, r.after, len(r.path)) for r in effect.reached] == [("N", "NY", 2)]


def test_changes_that_change_nothing_are_not_told():
    conflict = Conflict(
        (maker("a", "x"),), status_quo="Y", preferences={"a": ranking("a", "Y", "N")}
    )
    found = find_interventions(conflict)
    assert found.tried == 5
    # To bind or to allow what it does anyway is not worth telling.
    assert {e.id for e in found.automatic} == {"removed:a.x", "to-no:a.x", "frozen:a"}


def test_more_states_than_can_be_tried_are_a_limit(monkeypatch):
    monkeypatch.setattr("irenic.analyse.interventions.MOST_TRIED", 10)
    found = find_interventions(replace(elmira(), interventions=(Intervention("i", ""),)))
    assert (found.status, found.tried) == (Status.LIMIT, 0)
    assert "3 changes of 9 states are too many" in found.reason
    assert len(found.own) == 1


def test_a_spent_budget_is_a_limit_with_its_reason():
    budget = Budget()
    budget.cancelled = True
    found = find_interventions(elmira(), budget=budget)
    assert (found.status, found.reason) == (Status.LIMIT, "it was interrupted")


def test_verdicts_can_come_from_elsewhere():
    asked = []

    def judge(model, concepts):
        asked.append(model.n_states)
        return judge_states(model, concepts)

    find_interventions(elmira(), judge=judge)
    assert asked == [9] * 4


@pytest.mark.parametrize("wanted", [(), ("s8",)])
def test_the_answer_becomes_json(wanted):
    found = plain(find_interventions(elmira(), wanted=wanted))
    assert found["wanted"] == list(wanted)
    assert {"id", "kind", "gained", "reached"} <= set(found["automatic"][0])
