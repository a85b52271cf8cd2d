"""Lists within epsilon of every package: the promise holds, and is never smaller than the truth."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from oracles import dominates, feasible_by_definition, pareto_by_definition, utility_by_definition
from spaces import random_space
from test_zone_frontier import carried, many, random_decision

from irenic.errors import LimitReached
from irenic.solve import climbing, cover_search, cover_settle, merge, network
from irenic.solve.budget import Budget
from irenic.solve.corners import corners_of
from irenic.solve.cover import cover
from irenic.solve.frontier import pareto_frontier
from irenic.solve.result import Status
from irenic.solve.space import Space

CHUNK = 100
ONE = Fraction(1)


def distance(listed, vectors, ranges) -> Fraction:
    """Return by how much some vector exceeds every listed one for some party, at worst."""
    worst = Fraction(0)
    for u in vectors:
        excess = []
        for s in listed:
            parts = [x - y for x, y in zip(u, s, strict=True)]
            pairs = zip(parts, ranges, strict=True)
            excess.append(max(Fraction(d, r) if r else Fraction(max(d, 0)) for d, r in pairs))
        worst = max(worst, min(excess))
    return worst


def check(seed: int) -> str:
    space, rng = random_space(seed), Random(seed)
    n, packages = space.n_parties, feasible_by_definition(space)
    vectors = zone = [utility_by_definition(space, p) for p in packages]
    asked = rng.choice([Fraction(0), Fraction(1, 100), Fraction(1, 20), Fraction(1, 5)])
    options = {}
    if rng.random() < 0.5:
        floors, at_least, must = random_decision(rng, vectors, n)
        options = {"floors": floors, "at_least": at_least, "must": must}
        zone = [u for u in vectors if carried(u, floors, at_least, must)]
    found = cover(space, asked, **options)
    if not zone:
        assert found.status is (Status.NO_ZONE if vectors else Status.INFEASIBLE), seed
        return found.status.name
    columns = list(zip(*vectors, strict=True))
    assert found.ranges == tuple(max(c) - min(c) for c in columns), seed
    assert found.least == tuple(map(min, columns)), seed
    for u, package in zip(found.points, found.packages, strict=True):
        assert package in packages, seed
        assert utility_by_definition(space, package) == u, seed
    assert set(found.points) <= set(zone), seed
    assert list(found.points) == sorted(set(found.points), reverse=True), seed
    assert not any(dominates(a, b) for a, b in product(found.points, repeat=2)), seed
    efficient = pareto_by_definition(space)
    proved = [u for u, is_proved in zip(found.points, found.efficient, strict=True) if is_proved]
    assert set(proved) <= set(efficient), seed
    assert distance(found.points, zone, found.ranges) <= found.epsilon <= 1, seed
    assert (found.status is Status.OPTIMAL) == (found.epsilon <= asked), seed
    assert bool(found.reason) == (found.status is Status.LIMIT), seed
    if found.epsilon == 0:
        assert set(found.points) == {u for u in efficient if u in zone}, seed
    return found.status.name


@pytest.mark.parametrize("chunk", range(20))
def test_two_thousand_spaces_by_definition(chunk):
    """Every package (of the zone) is within epsilon of a listed one, which exists."""
    seen = Counter(check(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK))
    assert seen["LIMIT"] <= 2  # five parties and an epsilon of 0
    assert seen["OPTIMAL"] > CHUNK // 5


@pytest.mark.parametrize("chunk", range(2))
def test_linked_issues_one_by_one_and_narrow_limits(chunk, monkeypatch):
    """Detours instead of a climb, thinned lists, small batches."""
    monkeypatch.setattr(merge, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(merge, "LISTED", 0)
    monkeypatch.setattr(network, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(cover_search, "MAX_CORNERS", 12)
    monkeypatch.setattr(cover_search, "BLOCK", 3)
    monkeypatch.setattr(cover_search, "LATTICE", 40)
    monkeypatch.setattr(climbing, "PAIRED", 3)
    monkeypatch.setattr(cover_settle, "BATCH", 2)
    monkeypatch.setattr(cover_settle, "MAX_OPEN", 30)
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        check(seed)


@pytest.mark.parametrize("name", ["MAX_OPEN", "MAX_SEARCHES", "MAX_PARTIAL"])
def test_a_limit_of_the_search_leaves_what_is_proved(name, monkeypatch):
    monkeypatch.setattr(cover_settle, name, 1)
    space = many(3, 5, 9)
    found = cover(space, "1/100")
    assert found.status is Status.LIMIT
    assert found.reason
    exact = pareto_frontier(space)
    true = distance(found.points, exact.points, found.ranges)
    assert 0 < true <= found.epsilon < 1


@pytest.mark.parametrize(("n", "issues"), [(2, 12), (3, 8), (3, 12), (4, 6)])
def test_the_promise_against_the_exact_frontier(n, issues):
    """Spaces of a million packages and more; a smaller epsilon takes more packages."""
    space = many(n, issues, 3)
    exact = pareto_frontier(space)
    sizes = []
    for asked in ("1/5", "1/10", "1/20"):
        found = cover(space, asked)
        true = distance(found.points, exact.points, found.ranges)
        assert true <= found.epsilon
        assert found.epsilon <= Fraction(asked)
        assert set(found.points) & set(exact.points)
        sizes.append(len(found.points))
    assert sizes == sorted(sizes)


def test_one_percent_of_ten_to_the_fiftieth():
    space = many(3, 50, 4)
    found = cover(space, "1/100")
    assert found.status is Status.OPTIMAL
    assert found.epsilon <= Fraction(1, 100)
    assert len(found.points) < 3_000
    for u, package in zip(found.points, found.packages, strict=True):
        assert space.utility(package) == u
    rng = Random(6)
    sizes = [float(r) for r in found.ranges]
    listed = np.array(found.points) / sizes
    for _ in range(300):  # best packages at random weights
        weight = [rng.expovariate(1) for _ in range(3)]
        best = [
            max(
                table,
                key=lambda row: sum(w * x / r for w, x, r in zip(weight, row, sizes, strict=True)),
            )
            for table in space.tables
        ]
        u = np.array([sum(row[i] for row in best) for i in range(3)]) / sizes
        assert (u - listed).max(axis=1).min() <= 0.01


def test_the_same_seed_gives_the_same_list():
    space = many(3, 15, 7)
    assert cover(space, "1/50", seed=3) == cover(space, "1/50", seed=3)


@pytest.mark.parametrize(
    ("budget", "reason"),
    [(Budget(seconds=-1), "time limit"), (Budget(cancelled=True), "interrupted")],
)
@pytest.mark.parametrize("n", [3, 8])
def test_what_is_proved_when_time_runs_out_is_still_true(n, budget, reason):
    space = many(n, 4, 8)
    found = cover(space, "1/1000", budget=budget)
    assert found.status is Status.LIMIT
    assert reason in found.reason
    assert found.points
    exact = pareto_frontier(space)
    assert distance(found.points, exact.points, found.ranges) <= found.epsilon


def test_a_zone_that_only_linked_search_finds():
    """A narrow zone: no package that is best at some weights lies in it."""
    space = Space(2, (((10, 0), (6, 3), (3, 6), (0, 10)),))
    found = cover(space, "1/10", floors=(5, 3))
    assert found.points == ((6, 3),)
    assert found.efficient == (False,)


def test_a_rule_with_too_many_ways_to_carry_is_refused_with_its_reason():
    space = Space(12, (((1,) * 12, (0,) * 12),))
    found = cover(space, 0, floors=(1,) * 12, at_least=6)
    assert found.status is Status.LIMIT
    assert found.points == ()
    assert "924 sets of parties can carry" in found.reason


# Corners


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5])
def test_corners_describe_all_that_is_missed(n):
    rng = np.random.default_rng(n)
    for _ in range(150):
        top = int(rng.integers(1, 6 if n < 5 else 4))
        points = rng.integers(0, top + 1, size=(int(rng.integers(1, 9)), n))
        corners = corners_of(points)
        for u in product(range(top + 2), repeat=n):
            beaten = bool((points >= u).all(axis=1).any())
            assert beaten is not bool((np.array(u) > corners).all(axis=1).any()), points.tolist()


def test_corners_of_points_in_general_position_are_few():
    """2 m + 1 for three parties: none is listed that others say already."""
    rng = np.random.default_rng(0)
    x = rng.exponential(size=(500, 3))
    points = (1e9 * x / x.sum(axis=1, keepdims=True)).astype(np.int64)
    assert len(corners_of(points)) == 1001


def test_corners_of_any_size_and_their_limit():
    big = np.array([[10**30, 0], [0, 10**30]], dtype=object)
    assert corners_of(big).tolist() == [[10**30, -1], [0, 0], [-1, 10**30]]
    with pytest.raises(LimitReached, match="more than 2 corners"):
        corners_of(np.array([[3, 1], [2, 2], [1, 3]]), max_corners=2)
