"""Counting feasible packages and packages that carry, against the definition."""

from __future__ import annotations

from random import Random
from time import process_time

import pytest
from oracles import (
    feasible_by_definition,
    utility_by_definition,
    zone_by_definition,
)
from spaces import random_space

from irenic.solve import count
from irenic.solve.count import count_feasible, zone_count
from irenic.solve.result import Status
from irenic.solve.space import Space, Term

#: A no-deal value that refuses, and one that accepts, whatever the package.
NEVER, ALWAYS = 10**40, -(10**40)


def question(seed: int) -> tuple[Space, list[int], int, list[int]]:
    """Return a space, no-deal values that matter, and a decision rule."""
    space = random_space(seed)
    rng = Random(seed)
    feasible = feasible_by_definition(space)
    scores = [utility_by_definition(space, p) for p in feasible] or [(0,) * space.n_parties]
    floors = [rng.choice(scores)[i] + rng.choice([0, 0, 1, -1]) for i in range(space.n_parties)]
    at_least = rng.randint(1, space.n_parties)
    must = rng.sample(range(space.n_parties), rng.choice([0, 0, 1]))
    return space, floors, at_least, must


@pytest.mark.parametrize("by_states", [False, True])
@pytest.mark.parametrize("chunk", range(6))
def test_counts_are_the_definition(chunk, by_states, monkeypatch):
    """Both exact ways: package by package, and equal partial scores together."""
    if by_states:
        monkeypatch.setattr(count, "MAX_COUNTED", 0)
    for seed in range(chunk * 100, chunk * 100 + 100):
        space, floors, at_least, must = question(seed)
        carried, accepted = zone_by_definition(space, floors, at_least, must)
        found = zone_count(space, floors, at_least=at_least, must=must)
        answer = (found.status, found.exact, found.low, found.high, list(found.accepted_by))
        assert answer == (Status.OPTIMAL, carried, carried, carried, accepted), seed
        assert count_feasible(space) == len(feasible_by_definition(space)), seed


@pytest.mark.parametrize("by_states", [False, True])
@pytest.mark.parametrize("seed", range(120))
def test_an_unknown_no_deal_value_gives_exact_bounds(seed, by_states, monkeypatch):
    if by_states:
        monkeypatch.setattr(count, "MAX_COUNTED", 0)
    space, floors, at_least, must = question(seed)
    rng = Random(seed)
    known = [rng.random() < 0.6 for _ in floors]
    partly = [f if sure else None for f, sure in zip(floors, known, strict=True)]
    low = [f if sure else NEVER for f, sure in zip(floors, known, strict=True)]
    high = [f if sure else ALWAYS for f, sure in zip(floors, known, strict=True)]
    found = zone_count(space, partly, at_least=at_least, must=must)
    least, accepted = zone_by_definition(space, low, at_least, must)
    most, _ = zone_by_definition(space, high, at_least, must)
    assert (found.low, found.high) == (least, most)
    assert found.exact == (least if least == most else None)
    assert list(found.accepted_by) == [
        a if sure else None for a, sure in zip(accepted, known, strict=True)
    ]


@pytest.mark.parametrize("seed", range(300))
def test_two_halves_count_what_the_definition_counts(seed, monkeypatch):
    """Meeting in the middle, forced on small spaces of two parties."""
    monkeypatch.setattr(count, "MAX_COUNTED", 0)
    monkeypatch.setattr(count, "MAX_STATES", 0)
    monkeypatch.setattr(count, "SAMPLES", 10)
    rng = Random(seed)
    tables = tuple(
        tuple((rng.randint(-3, 5), rng.randint(-3, 5)) for _ in range(rng.randint(1, 4)))
        for _ in range(rng.randint(2, 5))
    )
    parts = tuple((j, frozenset({0})) for j in range(2))
    terms = (Term(parts, (rng.randint(-4, 4), 1)),) if rng.random() < 0.3 else ()
    space = Space(2, (*tables, ((0, 0), (1, 0))), terms)
    floors = [rng.randint(-5, 12), rng.randint(-5, 12)]
    at_least, must = rng.randint(1, 2), rng.sample(range(2), rng.randint(0, 1))
    found = zone_count(space, floors, at_least=at_least, must=must)
    carried, accepted = zone_by_definition(space, floors, at_least, must)
    assert (found.exact, list(found.accepted_by)) == (carried, accepted)
    half_known = zone_count(space, (floors[0], None), at_least=at_least, must=must)
    assert half_known.low == zone_by_definition(space, [floors[0], NEVER], at_least, must)[0]
    assert half_known.high == zone_by_definition(space, [floors[0], ALWAYS], at_least, must)[0]


def test_two_halves_agree_with_looking_at_every_package(monkeypatch):
    space = big_space(2, 6, 10**6)
    floors = (3_300_000, 3_200_000)
    looked = zone_count(space, floors)
    monkeypatch.setattr(count, "MAX_COUNTED", 0)
    monkeypatch.setattr(count, "MAX_STATES", 100)
    halves = zone_count(space, floors)
    assert (halves.exact, halves.accepted_by) == (looked.exact, looked.accepted_by)
    assert looked.exact is not None
    assert 10_000 < looked.exact < 990_000


def test_everyone_must_accept_by_default():
    space = Space(2, (((3, 0), (2, 2), (0, 3)),))
    assert zone_count(space, (1, 1)).exact == 1
    assert zone_count(space, (1, 1), at_least=1).exact == 3
    assert zone_count(space, (1, 1), at_least=1, must=(1,)).exact == 2


def test_equality_accepts():
    space = Space(1, (((3,), (2,), (1,)),))
    assert zone_count(space, (2,)).exact == 2


def big_space(n: int, issues: int, top: int) -> Space:
    rng = Random(n)
    return Space(
        n,
        tuple(
            tuple(tuple(rng.randint(0, top) for _ in range(n)) for _ in range(10))
            for _ in range(issues)
        ),
    )


def test_counts_beyond_enumeration_add_up():
    """10**20 packages: those with u >= f and those with u < f are all packages."""
    space = big_space(1, 20, 30)
    mirror = Space(1, tuple(tuple((-x,) for (x,) in table) for table in space.tables))
    for floor in (150, 300, 420):
        above = zone_count(space, (floor,))
        below = zone_count(mirror, (1 - floor,))
        assert above.exact is not None
        assert below.exact is not None
        assert above.exact + below.exact == 10**20
    assert count_feasible(space) == 10**20


def test_feasible_packages_of_a_long_chain_of_rules():
    """No two neighbours may both take option 0: 2 options give the Fibonacci numbers.

    3 options: each sequence ends in 0 or not; a(n) = 2 a(n-1) + 2 a(n-2).
    """
    zero = frozenset({0})
    for options, step in ((2, lambda a, b: a + b), (3, lambda a, b: 2 * a + 2 * b)):
        table = ((0,),) * options
        rules = tuple(((j, zero), (j + 1, zero)) for j in range(59))
        expected, before = options, 1
        for _ in range(59):
            expected, before = step(expected, before), expected
        assert count_feasible(Space(1, (table,) * 60, forbidden=rules)) == expected


def test_an_estimate_says_so_and_its_interval_holds(monkeypatch):
    monkeypatch.setattr(count, "MAX_HALF", 0)
    space = big_space(2, 5, 1000)
    floors = (2600, 2500)
    truth = zone_count(space, floors)
    monkeypatch.setattr(count, "MAX_COUNTED", 0)
    monkeypatch.setattr(count, "MAX_STATES", 10)
    guess = zone_count(space, floors, seed=7)
    assert guess.status is Status.LIMIT
    assert "estimate" in guess.method
    assert guess.exact is None
    assert truth.exact is not None
    assert guess.low <= truth.exact <= guess.high
    assert guess.estimate is not None
    assert guess.low <= guess.estimate <= guess.high
    # sqrt(ln(2 / 0.01) / (2 * 200,000)) = 0.3640 % of 100,000 packages to either side.
    assert 726 <= guess.high - guess.low <= 730
    assert guess == zone_count(space, floors, seed=7)


def test_an_estimate_with_rules_and_terms_holds(monkeypatch):
    monkeypatch.setattr(count, "MAX_COUNTED", 0)
    monkeypatch.setattr(count, "MAX_STATES", 0)
    monkeypatch.setattr(count, "SAMPLES", 20_000)
    monkeypatch.setattr(count, "MAX_HALF", 0)
    missed = 0
    for seed in range(40):
        space, floors, at_least, must = question(seed)
        found = zone_count(space, floors, at_least=at_least, must=must, seed=seed)
        truth, _ = zone_by_definition(space, floors, at_least, must)
        missed += not found.low <= truth <= found.high
    assert missed <= 2  # 40 intervals of 99 %


def test_a_million_packages_are_counted_quickly():
    space = big_space(2, 6, 100)
    start = process_time()
    found = zone_count(space, (350, 350))
    assert found.exact is not None
    assert process_time() - start < 5  # about 0.05 s on a quiet machine
