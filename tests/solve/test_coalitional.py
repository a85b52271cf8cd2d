"""Coalitions that leave together, against the definitions read aloud."""

from __future__ import annotations

from itertools import combinations

import pytest
from graph_models import listed_models
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.stability.coalitional import (
    COALITION_CONCEPTS,
    Coalitional,
    CoalitionFinding,
    CrewMoves,
    Departure,
    Spent,
    closure_ends,
    coalitions_of,
    least_departures,
)
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.moves import ListedMoves
from irenic.solve.stability.preference import Ranked


def legal(moves, group, start, may):
    """Return where legal sequences of a group end: pairs grow until there are no new ones."""
    pairs = {(t, i) for i in group for t in moves.of(i, start) if may(i, start, t)}
    while True:
        more = {
            (t, i)
            for s, last in pairs
            for i in group
            if i != last
            for t in moves.of(i, s)
            if may(i, s, t)
        }
        if more <= pairs:
            return {s for s, _ in pairs}
        pairs |= more


def closure(moves, group, start):
    """Return where moves of a group lead in any order."""
    seen = {start}
    while True:
        more = {t for s in seen for i in group for t in moves.of(i, s)}
        if more <= seen:
            return seen
        seen |= more


class ByDefinition:
    """Kilgour, Hipel, Fang and Peng (2001), quantifier by quantifier."""

    def __init__(self, moves, preferences, semantics):
        self.moves, self.semantics = moves, semantics
        self.pay = [p.rank for p in preferences]

    def reach(self, group, s):
        if self.semantics == "merged" and len(group) > 1:
            return closure(self.moves, group, s) - {s}
        return legal(self.moves, group, s, lambda *_: True) - {s}

    def improvements(self, group, s):
        return {
            t for t in self.reach(group, s) if all(self.pay[i][t] > self.pay[i][s] for i in group)
        }

    def sanctions(self, concept, group, s, t):
        """Return the states in which the others' answer to the move s -> t deters the group."""
        others = [j for j in range(len(self.pay)) if j not in group]
        if concept == "nash":
            return set()
        if concept == "seq":
            ends = legal(self.moves, others, t, lambda j, a, b: self.pay[j][b] > self.pay[j][a])
        else:
            ends = legal(self.moves, others, t, lambda *_: True)

        def bad(u):
            return any(self.pay[i][u] <= self.pay[i][s] for i in group)

        found = {u for u in ends if bad(u)}
        if concept == "smr":
            found = {u for u in found if all(bad(v) for v in self.reach(group, u))}
        return found

    def stable(self, concept, group, s):
        return all(self.sanctions(concept, group, s, t) for t in self.improvements(group, s))


def engine(moves, preferences, semantics, budget=10**7):
    def merged(members, state):
        return closure_ends(moves, members, state)

    return Coalitional(Foresight(moves, preferences), semantics, merged, budget)


def subsets(n):
    return [c for k in range(1, n + 1) for c in combinations(range(n), k)]


@pytest.mark.parametrize("semantics", ["joint", "merged"])
@given(model=listed_models(makers=(2, 4), states=(2, 5), most=2))
@settings(max_examples=120)
def test_every_coalition_and_state_agrees_with_the_definitions(semantics, model):
    moves, preferences = model
    truth = ByDefinition(moves, preferences, semantics)
    quick = engine(moves, preferences, semantics)
    assert list(coalitions_of(moves.n_makers)) == subsets(moves.n_makers)
    for group in subsets(moves.n_makers):
        for s in range(moves.size):
            finding = quick.examine(group, s)
            assert {d.target for d in finding.departures} == truth.improvements(group, s)
            for concept in COALITION_CONCEPTS:
                assert finding.stable(concept) == truth.stable(concept, group, s)
                for d in finding.departures:
                    answer = d.answers[concept]
                    sanctions = truth.sanctions(concept, group, s, d.target)
                    assert (answer is None) == (not sanctions)
                    assert answer is None or answer[-1].target in sanctions


@given(model=listed_models(makers=(2, 4), states=(2, 5), most=2))
def test_witness_paths_are_moves_of_the_right_people_one_after_the_other(model):
    moves, preferences = model
    quick = engine(moves, preferences, "joint")
    for group in subsets(moves.n_makers):
        for s in range(moves.size):
            for d in quick.examine(group, s).departures:
                legal_path(moves, s, d.path, set(group), d.target)
                for concept, answer in d.answers.items():
                    if answer is not None:
                        others = set(range(moves.n_makers)) - set(group)
                        legal_path(moves, d.target, answer, others, None)
                        if concept == "seq":
                            improving(preferences, d.target, answer)


def legal_path(moves, start, path, movers, end):
    here, last = start, None
    for step in path:
        assert step.maker in movers
        assert step.maker != last
        assert step.target in moves.of(step.maker, here)
        here, last = step.target, step.maker
    assert end is None or here == end


def improving(preferences, start, path):
    here = start
    for step in path:
        assert preferences[step.maker].rank[step.target] > preferences[step.maker].rank[here]
        here = step.target


@given(model=listed_models(makers=(2, 4), states=(2, 5), most=2))
def test_one_decision_maker_alone_is_a_coalition_that_is_stable_as_ever(model):
    moves, preferences = model
    foresight = Foresight(moves, preferences)
    quick = engine(moves, preferences, "joint")
    for maker in range(moves.n_makers):
        for s in range(moves.size):
            finding = quick.examine((maker,), s)
            for concept in COALITION_CONCEPTS:
                assert finding.stable(concept) == foresight.examine(concept, maker, s).stable


@given(model=listed_models(makers=(2, 4), states=(2, 5), most=2))
def test_what_holds_against_coalitions_keeps_the_inclusions(model):
    moves, preferences = model
    quick = engine(moves, preferences, "joint")
    for group in subsets(moves.n_makers):
        for s in range(moves.size):
            holds = {c: quick.examine(group, s).stable(c) for c in COALITION_CONCEPTS}
            assert holds["nash"] <= holds["smr"] <= holds["gmr"]
            assert holds["nash"] <= holds["seq"] <= holds["gmr"]


def test_the_two_readings_differ_where_a_member_moves_twice_in_a_row():
    # Maker 0 can go 0 -> 1 -> 2; maker 1 cannot move.  Jointly 2 is out of reach.
    moves = ListedMoves((((1,), (2,), ()), ((), (), ())))
    preferences = (Ranked((1, 0, 2)), Ranked((0, 0, 1)))
    assert engine(moves, preferences, "joint").examine((0, 1), 0).departures == ()
    merged = engine(moves, preferences, "merged").examine((0, 1), 0)
    assert [d.target for d in merged.departures] == [2]


def departure(members, target, free):
    answers = {c: None if c in free else () for c in COALITION_CONCEPTS}
    return Departure(members, 0, target, (), answers)


def finding(*departures):
    return CoalitionFinding(departures[0].members, 0, departures)


def test_a_larger_coalition_is_named_only_when_it_can_do_more():
    small = finding(departure((0, 1), 5, {"nash"}))
    same = finding(departure((0, 1, 2), 5, {"nash"}))
    freer = finding(departure((0, 1, 2), 5, {"nash", "gmr"}), departure((0, 1, 2), 6, {"nash"}))
    other = finding(departure((2, 3), 5, {"nash"}))
    assert least_departures([same, small, other]) == [*small.departures, *other.departures]
    assert least_departures([freer, small]) == [*small.departures, *freer.departures]


def test_too_many_moves_are_a_limit_not_a_wrong_answer():
    size = 30
    moves = ListedMoves(tuple(tuple(((s + k) % size,) for s in range(size)) for k in (1, 2, 3)))
    preferences = tuple(Ranked(tuple(range(size))) for _ in range(3))
    with pytest.raises(Spent):
        engine(moves, preferences, "joint", budget=20).examine((0, 1), 0)


@given(model=listed_models(makers=(3, 3), states=(2, 5), most=2), data=st.data())
def test_coalitions_on_paths_move_where_their_sequences_end(model, data):
    moves, preferences = model
    quick = engine(moves, preferences, "joint")
    crews = CrewMoves(moves, ((0, 2),), quick.ends)
    s = data.draw(st.integers(0, moves.size - 1))
    assert crews.n_makers == 4
    assert crews.of(1, s) == moves.of(1, s)
    assert set(crews.of(3, s)) == legal(moves, (0, 2), s, lambda *_: True) - {s}
