"""What would make a state hold, from a conflict with names to an answer with names."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.inverse import find_inverse
from irenic.errors import UnknownName
from irenic.model import (
    AllOf,
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Holds,
    Iff,
    KnownPreference,
    Not,
    Statement,
    Statements,
    StateRanking,
)
from irenic.report.jsonable import plain
from irenic.solve.result import Status
from irenic.solve.stability.foresight import Foresight

CONCEPTS = ("nash", "gmr", "smr", "seq")


def maker(ident, *options):
    return DecisionMaker(ident, ident.title(), tuple(ConflictOption(o, o) for o in options))


MAKERS = (maker("ann", "a", "b"), maker("bob", "c"), maker("cid", "d"))
FORMULAS = [Holds(k) for k in range(4)] + [Not(Holds(k)) for k in range(4)]
FORMULAS += [
    Iff(Holds(0), Holds(2)),
    AllOf((Holds(1), Not(Holds(3)))),
    Not(Iff(Holds(1), Holds(2))),
]


@st.composite
def conflicts(draw, coalesce=True):
    """Two or three decision makers with statements, some states impossible, some merged."""
    n = draw(st.integers(2, 3))
    used = n + 1
    fitting = [k for k, f in enumerate(FORMULAS) if max(places(f)) < used]
    stated = st.lists(st.sampled_from(fitting), min_size=1, max_size=4, unique=True)
    preferences = {
        m.id: ConflictPreference(
            m.id,
            Statements(tuple(Statement(f"{m.id}{k}", FORMULAS[k]) for k in draw(stated))),
        )
        for m in MAKERS[:n]
    }
    merged = draw(st.sampled_from(["", "YY", "-Y"])) if coalesce else ""
    return Conflict(
        MAKERS[:n],
        infeasible=draw(st.sampled_from([(), ("NY" + "-" * (n - 1),)])),
        coalesce=(merged + "-" * (n - 1),) if merged else (),
        preferences=preferences,
    )


def places(formula):
    match formula:
        case Holds(k):
            return [k]
        case Not(of):
            return places(of)
        case AllOf(parts):
            return [k for part in parts for k in places(part)]
        case Iff(left, right):
            return places(left) + places(right)


def stable(conflict, concept, ident, target):
    model = model_conflict(conflict, listed=True)
    foresight = Foresight(model.moves, model.preferences)
    place = conflict.maker_ids.index(ident)
    return foresight.examine(concept, place, model.index(target)).stable


def preferring(conflict, ident, form):
    return replace(
        conflict,
        preferences={**conflict.preferences, ident: ConflictPreference(ident, form)},
    )


@settings(max_examples=40)
@given(conflicts(), st.data())
def test_new_rankings_and_orders_do_what_is_said(conflict, data):
    """Put into the conflict as a preference, each makes the target stable by the definitions."""
    model = model_conflict(conflict, listed=True)
    target = data.draw(st.sampled_from(model.names))
    for need in find_inverse(model_conflict(conflict), target, free=conflict.maker_ids).needs:
        who, concept = need.decision_maker, need.concept
        assert need.stable == stable(conflict, concept, who, target)
        assert need.stable == all(demand.met for demand in need.demands)
        assert (need.change.swaps == 0) == need.stable
        for ranking in (need.change.ranking, *need.change.others):
            changed = preferring(conflict, who, StateRanking(ranking))
            assert stable(changed, concept, who, target)
        if need.stable:
            assert need.order.swaps == 0
        items = conflict.preferences[who].form.items
        fits = [
            order
            for order in permutations(range(len(items)))
            if stable(
                preferring(conflict, who, Statements(tuple(items[j] for j in order))),
                concept,
                who,
                target,
            )
        ]
        if not fits:
            assert need.order.status is Status.INFEASIBLE
            continue
        assert need.order.status is Status.OPTIMAL
        assert tuple(j - 1 for j in need.order.order) in fits
        assert need.order.swaps == min(map(turned, fits))
        assert need.order.statements == tuple(items[j - 1].text for j in need.order.order)
        for move in need.order.moves:
            order = [j for j in range(len(items)) if j != move.place - 1]
            order.insert(move.new_place - 1, move.place - 1)
            assert tuple(order) in fits
            assert items[move.place - 1].text == move.statement


def turned(order):
    return sum(a > b for a, b in combinations(order, 2))


@settings(max_examples=12)
@given(conflicts(), st.data())
def test_changed_together_the_target_is_an_equilibrium(conflict, data):
    model = model_conflict(conflict, listed=True)
    target = data.draw(st.sampled_from(model.names))
    for found in find_inverse(model, target).together:
        changed = conflict
        for ident, ranking in found.rankings.items():
            changed = preferring(changed, ident, StateRanking(ranking))
        assert all(stable(changed, found.concept, i, target) for i in conflict.maker_ids)
        assert found.bound <= found.swaps
        assert (found.bound == found.swaps) or found.status is Status.LIMIT


@settings(max_examples=10)
@given(conflicts(coalesce=False))
def test_listed_or_not_the_answer_is_the_same(conflict):
    target = model_conflict(conflict, listed=True).names[0]
    both = (
        find_inverse(model_conflict(conflict, listed=listed), target, free=["ann"])
        for listed in (True, False)
    )
    assert next(both) == next(both)


SYRIA_LIKE = Conflict(
    (maker("ann", "a", "b"), maker("bob", "c")),
    infeasible=("YY-",),
    preferences={
        "ann": ConflictPreference(
            "ann", StateRanking((("NNN",), ("NYN",), ("NYY",), ("YNN",), ("NNY",), ("YNY",)))
        ),
        "bob": ConflictPreference(
            "bob", StateRanking((("YNN",), ("NNY",), ("NYY",), ("NNN",), ("YNY",), ("NYN",)))
        ),
    },
)


def test_who_is_free_is_asked_about_alone():
    found = find_inverse(model_conflict(SYRIA_LIKE), "YNN", free=["ann"], concepts=["seq"])
    assert [(n.concept, n.decision_maker) for n in found.needs] == [("seq", "ann")]
    assert found.together == ()
    assert found.free == ("ann",)
    need = found.needs[0]
    assert (need.count, need.total, need.share) == (384, 720, Fraction(8, 15))
    assert [(d.move, d.met) for d in need.demands] == [("NNN", True), ("NYN", False)]
    way = need.demands[1].ways[1]
    assert way.states == ("NYY",)
    assert [(step.by, step.to) for step in way.answer] == [("bob", "NYY")]
    assert need.change.below == ("NYY",)
    assert need.change.still_open == ("NYN",)
    assert need.order is None


def test_an_answer_becomes_json():
    found = find_inverse(model_conflict(SYRIA_LIKE), "YNN")
    told = json.loads(json.dumps(plain(found)))
    assert told["status"] == "optimal"
    assert told["needs"][0]["share"] == "1/3"
    assert told["needs"][0]["change"]["swaps"] == "3"
    assert told["together"][3]["rankings"] == {
        "ann": [["NNN"], ["NYN"], ["YNN"], ["NYY"], ["NNY"], ["YNY"]]
    }


@pytest.mark.parametrize(
    ("target", "free", "words"),
    [("YYN", (), "the pattern 'YY-' excludes it"), ("YNN", ("anne",), "did you mean ann?")],
)
def test_unknown_names_are_refused(target, free, words):
    with pytest.raises(UnknownName) as caught:
        find_inverse(model_conflict(SYRIA_LIKE), target, free=free)
    assert words in str(caught.value)


def test_a_preference_known_in_part_gets_conditions_and_counts():
    """Ann is known to like YNN better than NYN, and nothing else."""
    known = KnownPreference(((("YNN",), ("NYN",)),))
    found = find_inverse(model_conflict(preferring(SYRIA_LIKE, "ann", known)), "YNN")
    nash = found.needs[0]
    assert [(d.move, d.met) for d in nash.demands] == [("NNN", None), ("NYN", True)]
    assert nash.count == 240
    assert nash.change is None
    assert found.together == ()


def test_graph_form_has_conditions_too():
    conflict = Conflict(
        (maker("ann"), maker("bob")),
        titles={s: s for s in ("p", "q", "r")},
        moves={"ann": {"p": ("q",)}, "bob": {"q": ("r",)}},
        preferences={
            "ann": ConflictPreference("ann", StateRanking((("q",), ("p", "r")))),
            "bob": ConflictPreference("bob", StateRanking((("r",), ("q",), ("p",)))),
        },
    )
    found = find_inverse(model_conflict(conflict), "p", free=["ann"])
    nash, _, _, seq = found.needs
    assert (nash.stable, seq.stable) == (False, True)
    assert seq.share == Fraction(2, 3)
    # the target leaves its equal (1/2), and passes q (1)
    assert nash.change.swaps == Fraction(3, 2)
    assert nash.change.level_swaps == 1
    assert nash.change.ranking == (("p",), ("q",), ("r",))


def test_a_large_conflict_is_asked_about_nash_only():
    many = tuple(f"o{k}" for k in range(7))
    makers = (maker("ann", *many), maker("bob", *(f"p{k}" for k in range(6))))
    statements = Statements((Statement("o0", Holds(0)),))
    preferences = {m.id: ConflictPreference(m.id, statements) for m in makers}
    found = find_inverse(model_conflict(Conflict(makers, preferences=preferences)), "N" * 13)
    assert found.status is Status.LIMIT
    assert "8,192 states" in found.reason
    assert {need.concept for need in found.needs} == {"nash"}
    assert found.needs[0].share == Fraction(1, 128)
    assert found.needs[0].change is None


def test_a_conflict_of_a_hundred_states_and_more_is_quick_and_says_what_is_left_out():
    makers = (maker("ann", "a", "b", "c", "d"), maker("bob", "e", "f", "g"))
    statements = Statements(tuple(Statement(str(k), Holds(k)) for k in (6, 0, 4, 1, 2)))
    preferences = {m.id: ConflictPreference(m.id, statements) for m in makers}
    found = find_inverse(model_conflict(Conflict(makers, preferences=preferences)), "N" * 7)
    gmr = found.needs[2]
    assert gmr.concept == "gmr"
    assert gmr.share is not None
    assert gmr.total is None
    assert gmr.change.ranking == ()
