"""Conditions, counts and smallest changes against every ranking there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations, product
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inverse_graphs import (
    distance,
    graphs,
    grouped,
    makes_no_tie,
    option_graphs,
    ranks,
    weak_orders,
)

from irenic.solve.result import Status
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.inverse import Requirement, Way, conditions, satisfied, short
from irenic.solve.stability.inverse_change import groups_of, places_of, smallest_change
from irenic.solve.stability.inverse_count import stable_share
from irenic.solve.stability.inverse_equilibrium import equilibrium_share
from irenic.solve.stability.inverse_joint import joint_change
from irenic.solve.stability.monotone import all_of, any_of, satisfying_sizes, variables
from irenic.solve.stability.moves import ListedMoves
from irenic.solve.stability.preference import Ranked

CONCEPTS = ("nash", "gmr", "smr", "seq")
concepts = st.sampled_from(CONCEPTS)


def foresight_of(moves, rankings):
    return Foresight(moves, [Ranked(ranks(groups)) for groups in rankings])


def verdict(moves, rankings, concept, maker, state):
    return foresight_of(moves, rankings).examine(concept, maker, state).stable


def everyone(moves, rankings, concept, state):
    return all(verdict(moves, rankings, concept, i, state) for i in range(moves.n_makers))


def with_ranking(rankings, maker, groups):
    return (*rankings[:maker], groups, *rankings[maker + 1 :])


def holds_in(groups, target):
    rank = ranks(groups)
    return lambda s: rank[s] <= rank[target]


@settings(max_examples=100)
@given(graphs(most_states=4), concepts)
def test_a_condition_and_its_short_form_say_when_the_state_is_stable(model, concept):
    """For each ranking of the focal decision maker, ties included, the others fixed."""
    moves, rankings = model
    asked = conditions(foresight_of(moves, rankings), concept, 0, 0)
    brief = short(asked)
    for groups in weak_orders(moves.size):
        stable = verdict(moves, with_ranking(rankings, 0, groups), concept, 0, 0)
        assert satisfied(asked, holds_in(groups, 0)) is stable
        assert satisfied(brief, holds_in(groups, 0)) is stable


@given(graphs(), concepts)
def test_a_short_condition_repeats_nothing(model, concept):
    moves, rankings = model
    brief = short(conditions(foresight_of(moves, rankings), concept, 0, 0))
    sure = [s for r in brief if len(r.ways) == 1 for s in r.ways[0].states]
    for r in brief:
        for one, other in combinations(r.ways, 2):
            assert not one.states <= other.states
            assert not other.states <= one.states
        if len(r.ways) > 1:
            assert not any(s in way.states for way in r.ways for s in sure)
        rest = [other for other in brief if other is not r]
        # each requirement rules something out that no other single one does
        assert not any(
            all(any(w.states <= way.states for w in r.ways) for way in other.ways) for other in rest
        )


def test_short_forms_by_hand():
    def ask(move, *ways):
        return Requirement(move, tuple(Way(frozenset(w)) for w in ways))

    asked = (
        ask(1, {1}),  # a unit
        ask(2, {2}, {1}),  # met by it
        ask(3, {3}, {4}, {3, 4}),  # absorbs
        ask(5, {3}, {4}, {5}),  # follows from the one before
        ask(6, {6}, {1, 7}),  # one part is said
        ask(8, {8}, ()),  # always met
    )
    assert short(asked) == (ask(1, {1}), ask(3, {3}, {4}), ask(6, {6}, {7}))


@settings(max_examples=100)
@given(graphs(most_states=5), concepts)
def test_counts_are_those_of_all_rankings(model, concept):
    moves, rankings = model
    count_all(moves, rankings, concept)


@settings(max_examples=60)
@given(option_graphs(), st.integers(0, 2), st.integers(0, 3))
def test_counts_where_moves_connect_few_states(model, maker, target):
    """The rows in which the focal decision maker moves are then pairs."""
    count_all(*model, "seq", maker, target)


def count_all(moves, rankings, concept, maker=0, target=0):
    foresight = foresight_of(moves, rankings)
    asked = conditions(foresight, concept, maker, target)
    share = stable_share(asked)
    both = equilibrium_share(foresight, concept, maker, target, short(asked), share)
    stable = equilibria = count = 0
    for order in permutations(range(moves.size)):
        count += 1
        changed = with_ranking(rankings, maker, tuple((s,) for s in order))
        if verdict(moves, changed, concept, maker, target):
            stable += 1
            equilibria += everyone(moves, changed, concept, target)
    assert share == Fraction(stable, count)
    assert both == Fraction(equilibria, count)


def test_an_equilibrium_that_needs_answers_of_its_own():
    """Three decision makers with an option each, two states impossible; 252 of 720 rankings.

    The third one's order of two pairs decides whether it would answer the others.
    """
    states = (0, 2, 3, 4, 6, 7)
    index = {s: k for k, s in enumerate(states)}
    rows = (
        tuple((index[s ^ bit],) if s ^ bit in index else () for s in states) for bit in (1, 2, 4)
    )
    rankings = ((4, 1, 5, 2, 0, 3), (2, 0, 5, 1, 4, 3), (2, 0, 5, 1, 4, 3))
    groups = tuple(tuple((s,) for s in order) for order in rankings)
    moves = ListedMoves(tuple(rows))
    foresight = foresight_of(moves, groups)
    asked = conditions(foresight, "seq", 2, 5)
    assert equilibrium_share(foresight, "seq", 2, 5, short(asked), stable_share(asked)) == Fraction(
        252, 720
    )
    count_all(moves, groups, "seq", 2, 5)


formulas = st.recursive(
    st.integers(1, 6),
    lambda parts: st.builds(
        lambda kind, items: kind(items),
        st.sampled_from([all_of, any_of]),
        st.lists(parts, min_size=1, max_size=4),
    ),
    max_leaves=12,
)


def meets(formula, chosen):
    if isinstance(formula, int):
        return formula in chosen
    results = [meets(part, chosen) for part in formula.parts]
    return all(results) if type(formula).__name__ == "All" else any(results)


@given(formulas)
def test_sizes_of_satisfying_sets_are_those_of_all_sets(formula):
    used = sorted(variables(formula))
    expected = tuple(
        sum(meets(formula, set(c)) for c in combinations(used, k)) for k in range(len(used) + 1)
    )
    assert satisfying_sizes(formula) == expected


def test_large_conditions_are_counted_without_listing():
    """Forty moves with forty answers each: 1,600 states, of which 2^1600 sets could be below."""
    formula = all_of(any_of(range(40 * k, 40 * k + 40)) for k in range(40))
    sizes = satisfying_sizes(formula)
    assert sum(sizes) == (2**40 - 1) ** 40
    assert sizes[40] == 40**40


def test_alternatives_that_all_parts_share_are_taken_out():
    """As under SMR: each of 30 moves fails by itself, or any of 20 answers of 10 states does."""
    answers = [all_of(range(100 * k, 100 * k + 10)) for k in range(1, 21)]
    sizes = satisfying_sizes(all_of(any_of([move, *answers]) for move in range(30)), most_cases=1)
    no_answer = (2**10 - 1) ** 20
    assert sum(sizes) == 2**30 * (2**200 - no_answer) + no_answer


def test_a_count_that_would_need_too_many_cases_is_refused():
    pairs = [any_of(pair) for pair in combinations(range(12), 2)]
    assert satisfying_sizes(all_of(pairs)) == (*[0] * 11, 12, 1)
    assert satisfying_sizes(all_of(pairs), most_cases=3) is None


def nearest(moves, rankings, concept, target, allowed):
    return min(
        distance(rankings[0], groups)
        for groups in weak_orders(moves.size)
        if allowed(groups) and verdict(moves, with_ranking(rankings, 0, groups), concept, 0, target)
    )


@settings(max_examples=100)
@given(graphs(most_states=4), concepts, st.integers(0, 2))
def test_no_ranking_is_nearer_than_the_smallest_change(model, concept, target):
    moves, rankings = model
    asked = conditions(foresight_of(moves, rankings), concept, 0, target)
    change = smallest_change(asked, rankings[0], target)
    best = nearest(moves, rankings, concept, target, lambda g: makes_no_tie(rankings[0], g))
    assert change.swaps == best
    assert change.level_swaps == nearest(moves, rankings, concept, target, lambda g: True)
    for groups in (change.ranking, *change.others):
        assert distance(rankings[0], groups) == best
        assert verdict(moves, with_ranking(rankings, 0, groups), concept, 0, target)


@settings(max_examples=100)
@given(graphs(), concepts)
def test_the_certificate_of_a_smallest_change(model, concept):
    """With the target just below the last group that it has to pass, its moves are still free."""
    moves, rankings = model
    asked = short(conditions(foresight_of(moves, rankings), concept, 0, 0))
    change = smallest_change(asked, rankings[0], 0)
    if change.swaps == 0:
        assert change.still_open == ()
        return
    last = change.below[-1] if change.single is None else change.single
    place = next(k for k, group in enumerate(rankings[0]) if last in group)
    rest = [tuple(s for s in group if s != 0) for group in rankings[0][place + 1 :]]
    lower = (*rankings[0][: place + 1], (0,), *(group for group in rest if group))
    finding = foresight_of(moves, with_ranking(rankings, 0, lower)).examine(concept, 0, 0)
    free = {answer.improvement for answer in finding.answers if answer.path is None}
    assert change.still_open
    assert set(change.still_open) <= free


@settings(max_examples=60)
@given(graphs(most_makers=2, most_states=6, ties=False), concepts)
def test_between_strict_rankings_the_distance_is_kendalls_tau(model, concept):
    moves, rankings = model
    asked = conditions(foresight_of(moves, rankings), concept, 0, 0)
    change = smallest_change(asked, rankings[0], 0)
    found = {}
    for order in permutations(range(moves.size)):
        groups = tuple((s,) for s in order)
        if satisfied(asked, holds_in(groups, 0)):
            found.setdefault(tau(rankings[0], groups), []).append(groups)
    assert change.swaps == min(found)
    assert {change.ranking, *change.others} <= set(found[min(found)])
    fewest = min(sides(rankings[0], groups) for groups in found[min(found)])
    assert sides(rankings[0], (change.ranking, *change.others)[-1]) == fewest


def sides(one, other):
    """How many states are not on the same side of state 0 in both."""
    a, b = ranks(one), ranks(other)
    return sum((x > a[0]) != (y > b[0]) for x, y in zip(a, b, strict=True))


def tau(one, other):
    place = {s: k for k, (s,) in enumerate(other)}
    return sum(place[a] > place[b] for (a,), (b,) in combinations(one, 2))


@settings(max_examples=60)
@given(graphs(most_makers=2, most_states=4), st.integers(0, 2))
def test_no_profile_is_nearer_than_the_joint_change(model, target):
    moves, rankings = model
    found = joint_change(moves, rankings, target)
    assert found.status is Status.OPTIMAL
    assert found.swaps == found.bound
    assert sum(map(distance, rankings, found.rankings)) == found.swaps
    assert everyone(moves, found.rankings, "seq", target)
    near = [
        [
            (distance(old, groups), groups)
            for groups in weak_orders(moves.size)
            if distance(old, groups) < found.swaps and makes_no_tie(old, groups)
        ]
        for old in rankings
    ]
    for choice in product(*near):
        if sum(d for d, _ in choice) < found.swaps:
            assert not everyone(moves, tuple(g for _, g in choice), "seq", target)


@settings(max_examples=60)
@given(graphs(most_states=5, ties=False), st.integers(0, 2))
def test_a_search_that_is_stopped_says_so_and_its_bounds_hold(model, target):
    moves, rankings = model
    full = joint_change(moves, rankings, target)
    cut = joint_change(moves, rankings, target, most=0)
    assert cut.bound <= full.swaps <= cut.swaps
    assert everyone(moves, cut.rankings, "seq", target)
    if cut.status is Status.LIMIT:
        assert cut.bound < cut.swaps
    else:
        assert cut.swaps == full.swaps


@pytest.mark.parametrize("rank", [(0, 1, 1, 3), (5, 5, 5)])
def test_groups_and_places_are_two_ways_to_say_the_same(rank):
    groups = groups_of(rank, range(len(rank)))
    assert groups == grouped(rank)
    assert groups_of(places_of(groups, len(rank)), range(len(rank))) == groups


def test_binomials_add_up():
    """A formula that is always met counts every set."""
    assert satisfying_sizes(any_of([all_of([]), 1])) == (1,)
    assert satisfying_sizes(any_of(range(5))) == (0, *(comb(5, k) for k in range(1, 6)))
