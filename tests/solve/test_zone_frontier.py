"""The frontier within the zone of agreement equals its literal definition, under every rule."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from oracles import (
    carries_by_definition,
    dominates,
    feasible_by_definition,
    pareto_by_definition,
    utility_by_definition,
)
from spaces import random_space

from irenic.solve import merge, network, zone_frontier
from irenic.solve.budget import Budget
from irenic.solve.result import Status
from irenic.solve.space import Space

CHUNK = 250
#: A floor that stands for an unknown one: nothing reaches it.
NEVER = 10**60


def random_decision(rng: Random, vectors, n: int):
    """Floors near what packages have, some unknown, with k of n and vetoes."""
    near = [rng.choice(vectors) if vectors else (0,) * n for _ in range(n)]
    floors = [rng.choice([u[i], u[i], u[i] - 1, u[i] + 1]) for i, u in enumerate(near)]
    if rng.random() < 0.25:
        floors[rng.randrange(n)] = None
    at_least = rng.choice([None, rng.randint(0, n)])
    must = rng.sample(range(n), rng.choice([0, 0, 1]))
    return floors, at_least, must


def carried(u, floors, at_least, must) -> bool:
    hard = [NEVER if f is None else f for f in floors]
    return carries_by_definition(u, hard, len(u) if at_least is None else at_least, must)


def check(seed: int) -> str:
    space, rng = random_space(seed), Random(seed)
    packages = feasible_by_definition(space)
    vectors = [utility_by_definition(space, p) for p in packages]
    floors, at_least, must = random_decision(rng, vectors, space.n_parties)
    zone = {u for u in vectors if carried(u, floors, at_least, must)}
    efficient = {u for u in zone if not any(dominates(v, u) for v in zone)}
    everywhere = pareto_by_definition(space)
    # Efficient in the zone, and efficient among all packages and in the zone: the same.
    assert efficient == {u for u in everywhere if carried(u, floors, at_least, must)}, seed
    found = zone_frontier.zone_frontier(space, floors, at_least=at_least, must=must)
    assert found.points == tuple(sorted(efficient, reverse=True)), seed
    for k, u in enumerate(found.points):
        assert found.counts[k] == len(everywhere[u]), seed
        assert list(found.iter_packages(k)) == everywhere[u], seed
    empty = Status.NO_ZONE if packages else Status.INFEASIBLE
    assert found.status is (Status.OPTIMAL if efficient else empty), seed
    return found.status.name


@pytest.mark.parametrize("chunk", range(12))
def test_three_thousand_zones_by_definition(chunk):
    seen = Counter(check(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK))
    assert min(seen["OPTIMAL"], seen["NO_ZONE"]) > CHUNK // 8


@pytest.mark.parametrize("chunk", range(4))
def test_with_bounds_on_weighted_sums_and_linked_issues_one_by_one(chunk, monkeypatch):
    """The ways of large spaces, forced on small ones."""
    monkeypatch.setattr(zone_frontier, "FEW_PARTIAL", 0)
    monkeypatch.setattr(merge, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(merge, "LISTED", 0)
    monkeypatch.setattr(network, "PYTHON_COMBINATIONS", 0)
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        check(seed)


def many(n: int, issues: int, seed: int) -> Space:
    rng = Random(seed)
    table = [
        tuple(tuple(rng.randint(0, 100) for _ in range(n)) for _ in range(10))
        for _ in range(issues)
    ]
    return Space(n, tuple(table))


def test_a_zone_that_is_found_where_the_frontier_is_too_large():
    """Six parties and 10^12 packages; a higher floor never adds a point."""
    space = many(6, 12, 1)
    best = [sum(max(row[i] for row in table) for table in space.tables) for i in range(6)]
    floors = [int(0.66 * x) for x in best]
    found = zone_frontier.zone_frontier(space, floors)
    assert found.status is Status.OPTIMAL
    assert all(all(x >= f for x, f in zip(u, floors, strict=True)) for u in found.points)
    higher = [floors[0] + 20, *floors[1:]]
    fewer = zone_frontier.zone_frontier(space, higher)
    assert set(fewer.points) == {u for u in found.points if u[0] >= higher[0]}
    assert 0 < len(fewer.points) < len(found.points)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"max_points": 50}, "more than the limit of 50"),
        ({"budget": Budget(seconds=-1)}, "time limit"),
        ({"budget": Budget(cancelled=True)}, "interrupted"),
    ],
)
def test_a_limit_is_said_and_nothing_is_cut_silently(options, reason):
    found = zone_frontier.zone_frontier(many(4, 8, 2), (300,) * 4, **options)
    assert found.status is Status.LIMIT
    assert found.points == ()
    assert reason in found.reason
