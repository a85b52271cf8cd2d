"""Nearest orders of statements against every order there is."""

from __future__ import annotations

from itertools import combinations, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.result import Status
from irenic.solve.stability.inverse import Requirement, Way, satisfied
from irenic.solve.stability.statement_order import (
    Shift,
    Telling,
    nearest_order,
    not_preferred,
    single_shifts,
)


@st.composite
def problems(draw, most=5):
    """A condition on states 1 .. 4, and which of h statements hold in them and in the target."""
    h = draw(st.integers(1, most))
    truth = [draw(st.integers(0, (1 << h) - 1)) for _ in range(5)]
    way = st.builds(Way, st.frozensets(st.integers(1, 4), min_size=1, max_size=2))
    if draw(st.booleans()):  # none of the four may be preferred
        return h, truth, [Requirement(s, (Way(frozenset({s})),)) for s in range(1, 5)]
    requirement = st.lists(way, min_size=1, max_size=3).map(lambda w: Requirement(w[0], tuple(w)))
    asked = draw(st.lists(requirement, min_size=1, max_size=3))
    return h, truth, asked


def tellings(truth):
    return {s: Telling(truth[s] & ~truth[0], truth[0] & ~truth[s]) for s in range(1, 5)}


def meets(order, truth, asked):
    """By scores: the first statement counts twice as much as all after it."""

    def score(state):
        return sum((truth[state] >> j & 1) << k for k, j in enumerate(reversed(order)))

    return satisfied(asked, lambda s: score(s) <= score(0))


def turned(order):
    return sum(a > b for a, b in combinations(order, 2))


@settings(max_examples=200)
@given(problems())
def test_no_order_is_nearer(problem):
    h, truth, asked = problem
    fits = [o for o in permutations(range(h)) if meets(o, truth, asked)]
    found = nearest_order(asked, tellings(truth), h)
    if not fits:
        assert found.status is Status.INFEASIBLE
        assert found.order is None
        return
    assert found.status is Status.OPTIMAL
    assert found.order in fits
    assert found.swaps == found.bound == turned(found.order) == min(map(turned, fits))


@settings(max_examples=200)
@given(problems())
def test_a_stopped_search_gives_a_lower_bound(problem):
    h, truth, asked = problem
    full = nearest_order(asked, tellings(truth), h)
    cut = nearest_order(asked, tellings(truth), h, most=2)
    if cut.status is Status.LIMIT:
        assert cut.swaps is None
        assert full.swaps is None or cut.bound <= full.swaps
    else:
        assert cut == full


@settings(max_examples=200)
@given(problems())
def test_single_shifts_are_the_shortest_there_are(problem):
    h, truth, asked = problem
    moved = {}
    for j in range(h):
        for k in range(h):
            if j != k:
                order = [x for x in range(h) if x != j]
                order.insert(k, j)
                if meets(order, truth, asked):
                    moved.setdefault(abs(j - k), set()).add(tuple(order))
    found = single_shifts(asked, tellings(truth), h)
    if not moved:
        assert found == ()
        return
    least = min(moved)
    assert {s.swaps for s in found} == {least}
    assert {s.order(h) for s in found} == moved[least]
    assert len({s.order(h) for s in found}) == len(found)


def test_twenty_statements_are_a_short_search():
    """Only the last statement speaks for the target against state 1, and all others against it."""
    h = 20
    telling = {1: Telling((1 << h - 1) - 1, 1 << h - 1)}
    found = nearest_order([Requirement(1, (Way(frozenset({1})),))], telling, h)
    assert found.status is Status.OPTIMAL
    assert found.swaps == h - 1
    assert found.order == (h - 1, *range(h - 1))


def test_the_first_statement_that_tells_two_states_apart_decides():
    assert not_preferred((0, 1), Telling(favour=2, against=1))
    assert not not_preferred((1, 0), Telling(favour=2, against=1))
    assert not_preferred((0, 1), Telling(0, 0))
    assert Shift(2, 0).order(3) == (2, 0, 1)


def test_a_state_that_is_settled_stays_so():
    """State 1 is settled by statement 1, so that statement 2, which speaks for it, may follow."""
    telling = {1: Telling(favour=4, against=2), 2: Telling(favour=1, against=4)}
    asked = [Requirement(s, (Way(frozenset({s})),)) for s in (1, 2)]
    found = nearest_order(asked, telling, 3)
    assert (found.status, found.order, found.swaps) == (Status.OPTIMAL, (1, 2, 0), 2)
