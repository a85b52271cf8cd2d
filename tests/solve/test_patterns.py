"""Patterns stand for exactly a set of states, none of them is too narrow or one too many."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from irenic.solve.budget import Budget
from irenic.solve.stability import patterns as module
from irenic.solve.stability.patterns import Pattern, patterns
from irenic.solve.stability.prime_cover import prime_patterns


def states_of(pattern, m):
    """Return the states that fit a pattern, by looking at each."""
    return {s for s in range(1 << m) if s & pattern.fixed == pattern.value}


def primes_by_definition(member, possible, m):
    """Return every prime pattern by trying all 3^m."""
    on = {s for s in range(1 << m) if member[s] and possible[s]}
    off = {s for s in range(1 << m) if possible[s] and not member[s]}
    found = set()
    for fixed in range(1 << m):
        for value in range(1 << m):
            if value & ~fixed:
                continue
            inside = states_of(Pattern(fixed, value, 0), m)
            if inside & off or not inside & on:
                continue
            wider = [
                states_of(Pattern(fixed & ~(1 << k), value & ~(1 << k), 0), m)
                for k in range(m)
                if fixed >> k & 1
            ]
            if all(w & off for w in wider):
                found.add((fixed, value))
    return found


@st.composite
def sets(draw, most=5):
    m = draw(st.integers(0, most))
    size = 1 << m
    member = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    possible = draw(
        st.one_of(st.just([True] * size), st.lists(st.booleans(), min_size=size, max_size=size))
    )
    return np.array(member), np.array(possible), m


@pytest.fixture(params=["exact", "widened"], autouse=True)
def road(request, monkeypatch):
    """Run each test on both roads: all patterns at once, and widening one by one."""
    if request.param == "widened":
        monkeypatch.setattr(module, "MAX_EXACT", -1)
    return request.param


@given(case=sets())
def check_cover(case):
    member, possible, m = case
    on = {s for s in range(1 << m) if member[s] and possible[s]}
    found = patterns(member, possible, m)
    inside = [states_of(p, m) for p in found.found]
    together = set().union(*inside)
    assert found.complete
    assert found.total == len(on)
    assert {s for s in together if possible[s]} == on
    for k, p in enumerate(found.found):
        assert p.count == len(inside[k] & on)
        rest = set().union(*(x for j, x in enumerate(inside) if j != k))
        assert inside[k] & on - rest, "a pattern that the others make needless"
    assert {(p.fixed, p.value) for p in found.found} <= primes_by_definition(member, possible, m)
    assert [p.count for p in found.found] == sorted((p.count for p in found.found), reverse=True)


def test_patterns_are_prime_irredundant_and_cover_exactly_the_set():
    check_cover()


@given(case=sets(4))
def check_all_primes(case):
    member, possible, m = case
    found = {(p.fixed, p.value) for p in prime_patterns(member & possible, possible, m)}
    assert found == primes_by_definition(member, possible, m)


@given(case=sets(3))
def check_fewest(case):
    """No shorter list of primes does the same: all lists are tried."""
    member, possible, m = case
    on = {s for s in range(1 << m) if member[s] and possible[s]}
    found = patterns(member, possible, m)
    primes = [states_of(Pattern(*p, 0), m) for p in primes_by_definition(member, possible, m)]
    assert found.minimal
    if on:
        shorter = combinations(primes, len(found.found) - 1)
        assert not any(on <= set().union(*some) for some in shorter)


def test_all_primes_are_found_and_the_list_is_the_shortest(road):
    if road == "exact":
        check_all_primes()
        check_fewest()


def codes(*letters):
    m = len(letters[0])
    flags = np.zeros(1 << m, dtype=bool)
    for word in letters:
        flags[sum(1 << k for k, x in enumerate(word) if x == "Y")] = True
    return flags


def words(found, m):
    return {
        "".join("-" if not p.fixed >> k & 1 else "Y" if p.value >> k & 1 else "N" for k in range(m))
        for p in found.found
    }


def test_mccluskey_1956_needs_its_cyclic_core_solved(road):
    """f = sum(0, 1, 2, 5, 6, 7), the smallest cyclic table: two lists of three primes each."""
    member = np.isin(np.arange(8), [0, 1, 2, 5, 6, 7])
    found = patterns(member, np.ones(8, bool), 3)
    assert len(prime_patterns(member, np.ones(8, bool), 3)) == 6
    assert all(p.count == 2 for p in found.found)
    assert len(found.found) == 3 if road == "exact" else len(found.found) in (3, 4)


def test_sum_of_quine_mccluskey_with_states_that_never_occur():
    """f = sum(4, 8, 10, 11, 12, 15), 9 and 14 do not occur: three primes are enough."""
    member = np.isin(np.arange(16), [4, 8, 10, 11, 12, 15])
    possible = ~np.isin(np.arange(16), [9, 14])
    found = patterns(member, possible, 4)
    assert len(found.found) == 3


def test_extremes():
    nothing, everything = np.zeros(8, bool), np.ones(8, bool)
    assert patterns(nothing, everything, 3).found == ()
    assert patterns(everything, everything, 3).found == (Pattern(0, 0, 8),)
    assert patterns(nothing, nothing, 3).complete
    alone = patterns(codes("YNY"), codes("YNY"), 3)
    assert alone.found == (Pattern(0, 0, 1),), "the only possible state needs no condition"


def test_bytes_do_as_well_as_arrays():
    member, possible = codes("YN", "NN"), np.ones(4, bool)
    assert patterns(member.tobytes(), possible.tobytes(), 2) == patterns(member, possible, 2)
    assert words(patterns(member, possible, 2), 2) == {"-N"}


def test_a_list_that_is_cut_says_so():
    parity = np.array([bin(s).count("1") % 2 == 1 for s in range(16)])
    found = patterns(parity, np.ones(16, bool), 4, most=3)
    assert (len(found.found), found.covered, found.total) == (3, 3, 8)
    assert not found.complete
    assert not found.minimal
    assert "3 patterns" in found.reason


def test_a_spent_budget_gives_what_is_known(road):
    if road == "widened":
        found = patterns(np.ones(8, bool), np.ones(8, bool), 3, budget=Budget(cancelled=True))
        assert found.found == ()
        assert found.reason == "it was interrupted"
        assert not found.complete


def test_a_million_states_take_few_patterns():
    m = 20
    cube = np.zeros((2,) * m, dtype=bool)
    cube[(1,) + (slice(None),) * 3 + (0,)] = True
    cube[(slice(None),) * 10 + (1, 1, 0)] = True
    member = cube.reshape(-1)
    found = patterns(member, np.ones(1 << m, bool), m)
    assert {(p.fixed, p.value) for p in found.found} == {
        (1 << 19 | 1 << 15, 1 << 19),
        (7 << 7, 6 << 7),
    }
    assert found.complete
