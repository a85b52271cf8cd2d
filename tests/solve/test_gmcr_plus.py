"""The switch "as GMCR+ computes it": against its rule written out, and where it departs."""

from __future__ import annotations

import random
from functools import partial
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.errors import NotCovered
from irenic.solve.stability.findings import Step
from irenic.solve.stability.foresight import Foresight, Reading
from irenic.solve.stability.gmcr_plus import MAX_STATES, GmcrPlus
from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Ranked

CONCEPTS = ("nash", "gmr", "smr", "seq")


def code(letters):
    return sum(1 << k for k, letter in enumerate(letters) if letter == "Y")


def ranked(text):
    """Return the preference of a list of states, best first."""
    names = text.split()
    return Ranked(
        tuple(len(names) - k for _, k in sorted((code(s), k) for k, s in enumerate(names)))
    )


# The two models of docs/explanation/older-programs.md

LAKE = OptionMoves((0, 1, 2, 3), (0, 0, 0), bytes([1] * 8))
LAKE_RANKS = [
    ranked("YYN YNN YYY NNN NYN YNY NNY NYY"),
    ranked("NNY NNN NYY NYN YNY YYY YYN YNN"),
    ranked("NNN NYN YNN NNY NYY YNY YYY YYN"),
]
DEPOT = OptionMoves((0, 2, 3), (0, 0, 0), bytes([1] * 8))
DEPOT_RANKS = [
    ranked("YNN NYN NYY NNN YYN NNY YNY YYY"),
    ranked("NNY NNN YNY NYY YYY YNN NYN YYN"),
]
TOWN, FARMERS, FACTORY = range(3)


def test_a_second_move_after_someone_else_holds_the_lake_and_gmcr_plus_does_not_see_it():
    exact = Foresight(LAKE, LAKE_RANKS).examine("seq", TOWN, code("NNN"))
    (answer,) = exact.answers
    assert answer.improvement == code("YNN")
    assert answer.path == (
        Step(FARMERS, code("YYN")),
        Step(FACTORY, code("YYY")),
        Step(FARMERS, code("YNY")),
    )
    old = GmcrPlus(LAKE, LAKE_RANKS).examine("seq", TOWN, code("NNN"))
    assert [a.path for a in old.answers] == [None]
    one = Foresight(LAKE, LAKE_RANKS, Reading(sanctions="one-step"))
    assert not one.examine("seq", TOWN, code("NNN")).stable
    assert all(Foresight(LAKE, LAKE_RANKS).examine("seq", i, 0).stable for i in range(3))


def test_the_depot_can_be_sold_and_gmcr_plus_does_not_look_at_that():
    old = GmcrPlus(DEPOT, DEPOT_RANKS).examine("sim", 0, code("NNN"))
    assert [(a.improvement, a.path, a.result) for a in old.answers] == [
        (code("YNN"), (Step(1, code("NNY")),), code("YNY")),
        (code("NYN"), (), None),
    ]
    assert old.stable
    assert GmcrPlus(DEPOT, DEPOT_RANKS).examine("sim", 1, code("NNN")).stable
    assert not sim_by_definition(DEPOT, DEPOT_RANKS, 0, code("NNN"))
    assert sim_by_definition(DEPOT, DEPOT_RANKS, 1, code("NNN"))


def test_who_has_moved_counts_and_not_only_where_one_is():
    """State 2 is reached by either of the others; only if it was the second can the first go on."""
    second = ((), (2,), (3,), ())
    third = ((), (2,), (), ())
    moves = ListedMoves((((1,), (), (), ()), second, third))
    ranks = [Ranked((1, 2, 2, 0)), Ranked((0, 0, 0, 0)), Ranked((0, 0, 0, 0))]
    (answer,) = GmcrPlus(moves, ranks).examine("gmr", 0, 0).answers
    assert answer.path == (Step(2, 2), Step(1, 3))


# The rules, written out


def improvements(moves, ranks, maker, state):
    rank = ranks[maker].rank
    return [t for t in moves.of(maker, state) if rank[t] > rank[state]]


def literal(moves, ranks, concept, maker, state):
    """Return whether every improvement is sanctioned by others who move once, in any order."""
    rank = ranks[maker].rank
    others = [j for j in range(moves.n_makers) if j != maker]
    for target in improvements(moves, ranks, maker, state):
        ends = set()
        for size in range(1, len(others) + 1) if concept != "nash" else ():
            for order in permutations(others, size):
                here = {target}
                for j in order:
                    here = {
                        t
                        for s in here
                        for t in (
                            improvements(moves, ranks, j, s) if concept == "seq" else moves.of(j, s)
                        )
                    }
                ends |= here
        fitting = [
            end
            for end in ends
            if rank[end] <= rank[state]
            and (concept != "smr" or all(rank[u] <= rank[state] for u in moves.of(maker, end)))
        ]
        if not fitting:
            return False
    return True


def sim_by_definition(moves, ranks, maker, state):
    """Return whether some joint improvement of the others spoils each improvement."""
    rank = ranks[maker].rank
    changes = {0}
    for j in range(moves.n_makers):
        if j != maker:
            own = {t ^ state for t in improvements(moves, ranks, j, state)} | {0}
            changes = {a ^ b for a in changes for b in own}
    return all(
        any(
            moves.feasible[target ^ change] and rank[target ^ change] <= rank[state]
            for change in changes
        )
        for target in improvements(moves, ranks, maker, state)
    )


@st.composite
def option_models(draw, most_makers=4):
    makers = draw(st.integers(1, most_makers))
    sizes = [draw(st.integers(0 if k else 1, 2)) for k in range(makers)]
    starts = tuple(sum(sizes[:k]) for k in range(makers + 1))
    size = 1 << starts[-1]
    directions = tuple(draw(st.sampled_from([0, 0, 1, -1])) for _ in range(starts[-1]))
    feasible = bytes(draw(st.lists(st.sampled_from([1, 1, 1, 0]), min_size=size, max_size=size)))
    return OptionMoves(starts, directions, feasible), draw(rankings(makers, size))


@st.composite
def listed_models(draw):
    makers, size = draw(st.integers(1, 3)), draw(st.integers(2, 5))
    row = st.sets(st.integers(0, size - 1))
    targets = tuple(
        tuple(tuple(sorted(draw(row) - {s})) for s in range(size)) for _ in range(makers)
    )
    return ListedMoves(targets), draw(rankings(makers, size))


def rankings(makers, size):
    rank = st.lists(st.integers(0, 5), min_size=size, max_size=size)
    return st.lists(rank.map(lambda r: Ranked(tuple(r))), min_size=makers, max_size=makers)


@settings(max_examples=150, deadline=None)
@given(option_models() | listed_models(), st.sampled_from(CONCEPTS))
def test_every_verdict_is_that_of_the_rule_written_out(model, concept):
    moves, ranks = model
    old = GmcrPlus(moves, ranks)
    for state in moves.states():
        for maker in range(moves.n_makers):
            found = old.examine(concept, maker, state)
            assert found.stable == literal(moves, ranks, concept, maker, state)


@settings(max_examples=100, deadline=None)
@given(option_models() | listed_models(), st.sampled_from(["gmr", "smr", "seq"]))
def test_every_sanction_is_one_that_the_rule_allows(model, concept):
    moves, ranks = model
    for state in moves.states():
        for maker in range(moves.n_makers):
            rank = ranks[maker].rank
            for answer in GmcrPlus(moves, ranks).examine(concept, maker, state).answers:
                assert rank[answer.improvement] > rank[state]
                if answer.path is None:
                    continue
                movers = [step.maker for step in answer.path]
                assert movers
                assert len(set(movers)) == len(movers)
                assert maker not in movers
                here = answer.improvement
                for step in answer.path:
                    allowed = improvements(moves, ranks, step.maker, here)
                    every = moves.of(step.maker, here)
                    assert step.target in (allowed if concept == "seq" else every)
                    here = step.target
                assert rank[here] <= rank[state]
                if concept == "smr":
                    assert all(rank[u] <= rank[state] for u in moves.of(maker, here))


@settings(max_examples=100, deadline=None)
@given(option_models() | listed_models(), st.sampled_from(CONCEPTS))
def test_one_step_holds_less_and_the_definitions_hold_more(model, concept):
    moves, ranks = model
    one = Foresight(moves, ranks, Reading(sanctions="one-step"))
    old, exact = GmcrPlus(moves, ranks), Foresight(moves, ranks)
    for state in moves.states():
        for maker in range(moves.n_makers):
            verdicts = [x.examine(concept, maker, state).stable for x in (one, old, exact)]
            assert verdicts == sorted(verdicts)


@settings(max_examples=100, deadline=None)
@given(option_models(most_makers=2), st.sampled_from(CONCEPTS))
def test_two_decision_makers_with_options_get_the_verdicts_of_the_definitions(model, concept):
    moves, ranks = model
    old, exact = GmcrPlus(moves, ranks), Foresight(moves, ranks)
    for state in moves.states():
        for maker in range(moves.n_makers):
            assert (
                old.examine(concept, maker, state).stable
                == exact.examine(concept, maker, state).stable
            )


@settings(max_examples=150, deadline=None)
@given(option_models())
def test_simultaneous_answers_are_looked_for_at_the_first_improvement_only(model):
    moves, ranks = model
    for state in moves.states():
        for maker in range(moves.n_makers):
            rank = ranks[maker].rank
            found = GmcrPlus(moves, ranks).examine("sim", maker, state)
            own = improvements(moves, ranks, maker, state)
            assert [a.improvement for a in found.answers] == own
            assert all(a.path == () for a in found.answers[1:])
            for answer in found.answers[:1]:
                spoiling = [
                    Step(j, t)
                    for j in range(moves.n_makers)
                    if j != maker
                    for t in improvements(moves, ranks, j, state)
                    if moves.feasible[answer.improvement ^ t ^ state]
                    and rank[answer.improvement ^ t ^ state] <= rank[state]
                ]
                assert answer.path == (tuple(spoiling[:1]) or None)
                if spoiling:
                    assert answer.result == answer.improvement ^ spoiling[0].target ^ state
            if moves.n_makers == 2 and sim_by_definition(moves, ranks, maker, state):
                assert found.stable


# How often an older study can differ


def random_models(seed, makers, count, options=4):
    """Yield models with all states possible and strict rankings, all by chance."""
    rng = random.Random(seed)
    for _ in range(count):
        sizes = [1] * makers
        for _ in range(options - makers):
            sizes[rng.randrange(makers)] += 1
        starts = tuple(sum(sizes[:k]) for k in range(makers + 1))
        size = 1 << options
        ranks = [Ranked(tuple(rng.sample(range(size), size))) for _ in range(makers)]
        yield OptionMoves(starts, (0,) * options, bytes([1] * size)), ranks


def by_gmcr_plus(old, concept, maker, state):
    return old.examine(concept, maker, state).stable


def by_definition(model, exact, concept, maker, state):
    if concept == "sim":
        return sim_by_definition(*model, maker, state)
    return exact.examine(concept, maker, state).stable


def equilibria(model, verdict):
    moves, _ = model
    return [s for s in moves.states() if all(verdict(i, s) for i in range(moves.n_makers))]


def differing(makers, concept, count=300, seed=2020):
    """Return in how many random models GMCR+ lists other equilibria than the definitions."""
    return sum(
        equilibria(model, partial(by_gmcr_plus, GmcrPlus(*model), concept))
        != equilibria(model, partial(by_definition, model, Foresight(*model), concept))
        for model in random_models(seed, makers, count)
    )


@pytest.mark.parametrize(
    ("makers", "concept", "count"),
    [(3, "seq", 73), (4, "seq", 129), (2, "sim", 182), (3, "gmr", 0), (4, "smr", 0)],
)
def test_the_page_says_how_often_random_models_differ(makers, concept, count):
    """Stated in docs/explanation/older-programs.md; 300 models each, seed 2020."""
    assert differing(makers, concept) == count


# What it does not cover


def test_more_states_than_the_program_can_keep_are_refused():
    with pytest.raises(NotCovered, match="up to 4,096 states; this conflict has 8,192"):
        GmcrPlus(OptionMoves((0, 13), (0,) * 13, bytes([1] * (2 * MAX_STATES))), [])


def test_listed_moves_have_no_simultaneous_stability():
    with pytest.raises(NotCovered, match="options only"):
        GmcrPlus(ListedMoves((((),),)), [Ranked((0,))]).examine("sim", 0, 0)
