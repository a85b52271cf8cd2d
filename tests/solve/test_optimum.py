"""Best packages without the frontier: equal to the literal definition, on every shape of space."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from oracles import dominates, feasible_by_definition, utility_by_definition
from spaces import random_space

from irenic.solve import bounded_search, merge, network
from irenic.solve.goals import Goal, root_floor
from irenic.solve.optimum import optimise
from irenic.solve.result import Status
from irenic.solve.space import Space

CHUNK = 250


def random_goal(rng: Random, n: int) -> Goal:
    kind = rng.choice(["sum", "product", "leximin"])
    weight = tuple(rng.choice([0, 1, 1, 1, 2, 3, 10**6]) for _ in range(n))
    if not any(weight):
        weight = (1,) * n
    return Goal(kind, weight, tuple(rng.choice([0, 0, 1, -2, 5]) if a else 0 for a in weight))


def best_by_definition(space: Space, goal: Goal, boxes):
    """Return the greatest key, and vector -> packages, of the packages in some box."""
    packages: dict[tuple[int, ...], list] = {}
    for package in feasible_by_definition(space):
        u = utility_by_definition(space, package)
        if any(all(r is None or x >= r for x, r in zip(u, box, strict=True)) for box in boxes):
            packages.setdefault(u, []).append(package)
    if not packages:
        return (), {}
    best = max(goal.key(u) for u in packages)
    tied = {u: ps for u, ps in packages.items() if goal.key(u) == best}
    return best, {u: ps for u, ps in tied.items() if not any(dominates(v, u) for v in tied)}


def random_boxes(rng: Random, space: Space, goal: Goal):
    """Boxes near what packages have; a product needs positive values to be a product."""
    some = [utility_by_definition(space, p) for p in feasible_by_definition(space)]
    boxes = []
    for _ in range(rng.choice([1, 1, 2, 3])):
        near = rng.choice(some) if some else (0,) * space.n_parties
        box = [rng.choice([None, x, x - 1, x + 1]) for x in near]
        if goal.kind == "product":
            for i in goal.compared:
                positive = goal.base[i] // goal.weight[i] + 1
                box[i] = positive if box[i] is None else max(box[i], positive)
        boxes.append(tuple(box))
    return boxes


def check(seed: int) -> str:
    space, rng = random_space(seed), Random(seed)
    goal = random_goal(rng, space.n_parties)
    boxes = random_boxes(rng, space, goal)
    best, winners = best_by_definition(space, goal, boxes)
    found = optimise(space, goal, boxes=boxes)
    assert found.value == best, seed
    assert set(found.points) == set(winners), seed
    for k, u in enumerate(found.points):
        assert found.counts[k] == len(winners[u]), seed
        assert list(found.iter_packages(k)) == winners[u], seed
        assert found.one_package(k) in winners[u], seed
    one = optimise(space, goal, boxes=boxes, ties=False)
    assert one.value == best, seed
    assert {goal.key(u) for u in one.points} == ({best} if winners else set()), seed
    if winners and found.bound is not None:
        value = {"sum": best[0], "leximin": best[0]}.get(goal.kind)
        if value is not None:
            assert value <= found.bound, seed
        else:
            assert best[1] <= found.bound ** best[0], seed
    return found.status.name


@pytest.mark.parametrize("chunk", range(20))
def test_five_thousand_spaces_by_definition(chunk):
    """Value, every tied vector, every package behind it, and the bound."""
    seen = Counter(check(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK))
    assert set(seen) <= {"OPTIMAL", "NO_ZONE", "INFEASIBLE"}
    assert seen["OPTIMAL"] > CHUNK // 4


@pytest.mark.parametrize("chunk", range(6))
def test_linked_issues_one_by_one_with_narrow_beams(chunk, monkeypatch):
    """The ways of large spaces, forced on small ones."""
    monkeypatch.setattr(merge, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(merge, "LISTED", 0)
    monkeypatch.setattr(network, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(bounded_search, "BEAMS", (1, 3))
    for seed in range(chunk * 150, chunk * 150 + 150):
        check(seed)


def test_a_limit_gives_the_best_known_and_a_bound(monkeypatch):
    """What is said at a limit stays true: the package exists, nothing exceeds the bound."""
    rng = Random(5)
    tables = tuple(
        tuple(tuple(rng.randint(0, 100) for _ in range(4)) for _ in range(10)) for _ in range(12)
    )
    space, goal = Space(4, tables), Goal("leximin", (1,) * 4, (0,) * 4)
    best = optimise(space, goal)
    monkeypatch.setattr(bounded_search, "MAX_PARTIAL", 5)
    cut = optimise(space, goal)
    assert cut.status is Status.LIMIT
    assert "limit of 5" in cut.reason
    assert cut.value <= best.value
    assert best.value[0] <= cut.bound
    assert cut.points
    assert space.utility(cut.one_package(0)) == cut.points[0]


@pytest.mark.parametrize("n", range(1, 9))
def test_roots_are_rounded_down(n):
    for x in [*range(300), 10**40, 10**40 - 1, 2**300 + 1]:
        root = root_floor(x, n)
        assert root**n <= x < (root + 1) ** n


def test_bounds_hold_where_scores_are_beyond_any_float():
    """Multipliers over scores of 10^20 and more once rounded the root of their product to 2^-64."""
    assert check(6715) == "OPTIMAL"
