"""Spaces solved in parts: equal to the definition, to the whole, and with parts left out."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest
from oracles import (
    all_packages,
    feasible_by_definition,
    pareto_by_definition,
    utility_by_definition,
)
from spaces import linked_space, random_space
from test_optimum import best_by_definition, random_boxes, random_goal

from irenic.solve import bounded_search, cutset, milp
from irenic.solve.blocks import plan_blocks
from irenic.solve.budget import Budget
from irenic.solve.cutset import cutset_of, easier, issues_to_fix
from irenic.solve.frontier import pareto_frontier
from irenic.solve.goals import Goal
from irenic.solve.optimum import optimise
from irenic.solve.parts import undominated
from irenic.solve.result import Status
from irenic.solve.space import Space


@pytest.fixture
def small(monkeypatch):
    """Divide every space in which anything is tied, and drop ties for every bound."""
    monkeypatch.setattr(cutset, "PART_STATES", 1)
    monkeypatch.setattr(cutset, "EASY_STATES", 1)


@pytest.mark.parametrize("chunk", range(12))
def test_frontiers_in_parts_by_definition(chunk, small):
    """Points, counts and packages, however many parts there are."""
    divided = 0
    for seed in range(chunk * 200, chunk * 200 + 200):
        space = random_space(seed)
        divided += bool(issues_to_fix(space))
        truth = pareto_by_definition(space)
        found = pareto_frontier(space, method="cutset")
        assert found.status is (Status.OPTIMAL if truth else Status.INFEASIBLE), seed
        assert found.points == tuple(sorted(truth, reverse=True)), seed
        assert found.counts == tuple(len(truth[u]) for u in found.points), seed
        for k, u in enumerate(found.points):
            assert list(found.packages_at(k)) == truth[u], seed
            assert found.one_package(k) in truth[u], seed
    assert divided > 80


@pytest.mark.parametrize("chunk", range(6))
def test_best_packages_in_parts_by_definition(chunk, small, monkeypatch):
    """Value, every tie and its packages, the bound; and what is no zone or infeasible."""
    monkeypatch.setattr(bounded_search, "BEAMS", (1, 3))
    for seed in range(chunk * 150, chunk * 150 + 150):
        space, rng = random_space(seed), Random(seed)
        goal = random_goal(rng, space.n_parties)
        boxes = random_boxes(rng, space, goal)
        best, winners = best_by_definition(space, goal, boxes)
        found = optimise(space, goal, boxes=boxes, method="cutset")
        one = optimise(space, goal, boxes=boxes, method="cutset", ties=False)
        expected = Status.OPTIMAL if winners else Status.NO_ZONE
        if not feasible_by_definition(space):
            expected = Status.INFEASIBLE
        assert (found.status, one.status) == (expected, expected), seed
        assert found.value == one.value == best, seed
        assert set(found.points) == set(winners), seed
        for k, u in enumerate(found.points):
            assert found.counts[k] == len(winners[u]), seed
            assert list(found.iter_packages(k)) == winners[u], seed
        if winners:
            assert goal.key(space.utility(one.one_package(0))) == best, seed
        if winners and found.bound is not None:
            assert (best[-1] if goal.kind == "product" else best[0]) <= (
                found.bound ** best[0] if goal.kind == "product" else found.bound
            ), seed


@pytest.mark.parametrize("seed", range(400))
def test_an_easier_space_is_never_worse(seed):
    """Whatever ties are dropped, each package is allowed there too and nobody has less."""
    space, rng = random_space(seed), Random(seed)
    scopes = [scope for scope in cutset.tied(space).scopes() if scope]
    dropped = frozenset(
        frozenset(j for j in range(space.n_issues) if scope >> j & 1)
        for scope in scopes
        if rng.random() < 0.7
    )
    easy = easier(space, dropped)
    for package in all_packages(space):
        u, v = utility_by_definition(space, package), utility_by_definition(easy, package)
        assert easy.is_feasible(package) or not space.is_feasible(package)
        if space.is_feasible(package):
            assert all(x <= y for x, y in zip(u, v, strict=True)), (seed, package)
    if not dropped:
        assert {easy.utility(p) for p in all_packages(space)} == {
            space.utility(p) for p in all_packages(space)
        }


def test_the_best_case_looks_at_combinations_and_the_rough_one_bounds_it(monkeypatch):
    """Terms that exclude each other are not all granted, unless there are too many."""
    space = linked_space(1, 2, sizes=(4, 4), pairs=[(0, 1)], rules=3, terms=9)
    scope = frozenset({frozenset({0, 1})})
    exact = easier(space, scope)
    monkeypatch.setattr(cutset, "BEST_CASE", 1)
    rough = easier(space, scope)
    for package in product(range(4), repeat=2):
        if space.is_feasible(package):
            u = space.utility(package)
            assert all(x <= y for x, y in zip(u, rough.utility(package), strict=True))
    assert sum(map(sum, exact.tables[0])) + sum(map(sum, exact.tables[1])) <= sum(
        map(sum, rough.tables[0])
    ) + sum(map(sum, rough.tables[1]))


@pytest.mark.parametrize("seed", range(60))
def test_the_parts_are_the_space(seed, small):
    """Every package lies in exactly one part."""
    space = random_space(seed)
    fixed = issues_to_fix(space)
    for issue, kinds in fixed:
        assert sorted(o for kind in kinds for o in kind) == list(range(space.sizes[issue]))
    assert cutset_of(space).issues == tuple(issue for issue, _ in fixed)


@pytest.mark.parametrize(("pairs", "rules", "terms"), [(30, 2, 0), (30, 1, 1)])
def test_parts_and_whole_agree_on_large_spaces(pairs, rules, terms, monkeypatch):
    """20 issues of 5 options, 10**14 packages: two algorithms, one frontier, one solution."""
    monkeypatch.setattr(cutset, "PART_STATES", 100 if pairs == 30 else 1_000)
    space = linked_space(1, 2, sizes=(5,) * 20, pairs=pairs, rules=rules, terms=terms)
    whole = pareto_frontier(space, method="merge")
    divided = pareto_frontier(space, method="cutset")
    assert "fix some issues" in divided.method
    assert (whole.points, whole.counts) == (divided.points, divided.counts)
    assert cutset_of(space).parts > 3
    for k in range(0, len(whole.points), 9):
        assert whole.packages_at(k) == divided.packages_at(k)
    for kind in ("sum", "product", "leximin"):
        goal = Goal(kind, (1, 1), (0, 0))
        one = optimise(space, goal, boxes=[(1, 1)], method="direct")
        two = optimise(space, goal, boxes=[(1, 1)], method="cutset")
        assert (one.value, one.points, one.counts) == (two.value, two.points, two.counts)


@pytest.mark.parametrize("n", [1, 3, 4])
def test_parts_and_whole_agree_for_other_numbers_of_parties(n, monkeypatch):
    monkeypatch.setattr(cutset, "PART_STATES", 10)
    monkeypatch.setattr(cutset, "EASY_STATES", 4)
    space = linked_space(n, n, sizes=(4,) * 8, pairs=12, rules=1, terms=1, top=9)
    whole = pareto_frontier(space, method="merge")
    divided = pareto_frontier(space, method="cutset")
    assert cutset_of(space).parts > 2
    assert (whole.points, whole.counts) == (divided.points, divided.counts)
    goal = Goal("leximin", (1,) * n, (0,) * n)
    one, two = (optimise(space, goal, method=method) for method in ("direct", "cutset"))
    assert (one.value, one.points, one.counts) == (two.value, two.points, two.counts)


def test_the_answer_is_the_same_with_and_without_a_start_by_highs(monkeypatch):
    monkeypatch.setattr(cutset, "PART_STATES", 60)
    space = linked_space(4, 2, sizes=(5,) * 20, pairs=30)
    goal = Goal("product", (1, 1), (0, 0))
    with_start = optimise(space, goal, boxes=[(1, 1)], method="cutset")
    assert milp.known_by_highs(space, plan_blocks(space), goal, [(1, 1)], Budget())
    monkeypatch.setattr(milp, "find_spec", lambda name: None)
    assert milp.known_by_highs(space, plan_blocks(space), goal, [(1, 1)], Budget()) == ()
    without = optimise(space, goal, boxes=[(1, 1)], method="cutset")
    assert (with_start.points, with_start.counts) == (without.points, without.counts)
    assert with_start.value == without.value


def test_parts_that_cannot_matter_are_left_out(monkeypatch):
    monkeypatch.setattr(cutset, "PART_STATES", 60)
    space = linked_space(1, 2, sizes=(5,) * 20, pairs=30)
    said: list[str] = []
    optimise(
        space,
        Goal("leximin", (1, 1), (0, 0)),
        method="cutset",
        budget=Budget(progress=said.append),
    )
    solved = [words for words in said if "parts solved" in words]
    assert 0 < len(solved) < cutset_of(space).parts / 2


def test_a_limit_gives_the_best_known_and_a_bound(monkeypatch):
    """A budget that ends after a few parts: what is said stays true."""
    monkeypatch.setattr(cutset, "PART_STATES", 60)
    space = linked_space(2, 2, sizes=(5,) * 20, pairs=30)
    goal = Goal("sum", (1, 1), (0, 0))
    best = optimise(space, goal, method="direct")

    class Short(Budget):
        asked = 0
        most = 10**9

        def spent(self) -> str:
            self.asked += 1
            return "the test ended it" if self.asked > self.most else ""

    whole = Short()
    assert optimise(space, goal, method="cutset", budget=whole).value == best.value
    budget = Short()
    budget.most = whole.asked * 2 // 3
    cut = optimise(space, goal, method="cutset", budget=budget)
    assert (cut.status, cut.reason) == (Status.LIMIT, "the test ended it")
    assert cut.bound is not None
    assert cut.value <= best.value
    assert best.value[0] <= cut.bound
    assert cut.points
    assert space.utility(cut.one_package(0)) == cut.points[0]
    budget = Short()
    budget.most = 100
    frontier = pareto_frontier(space, method="cutset", budget=budget)
    assert (frontier.status, frontier.points) == (Status.LIMIT, ())


@pytest.mark.parametrize("n", range(1, 5))
def test_points_that_no_other_dominates(n):
    rng = Random(n)
    for _ in range(50):
        points = [tuple(rng.randint(-3, 3) * 10**17 for _ in range(n)) for _ in range(12)]
        truth = {
            u
            for u in points
            if not any(v != u and all(x >= y for x, y in zip(v, u, strict=True)) for v in points)
        }
        assert set(undominated(n, points)) == truth
    assert undominated(n, []) == []


def test_a_space_without_ties_is_one_part():
    space = Space(2, (((3, 0), (0, 2)), ((1, 1), (0, 0))))
    assert cutset_of(space).issues == ()
    assert pareto_frontier(space, method="cutset").points == pareto_frontier(space).points
