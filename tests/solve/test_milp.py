"""HiGHS against the definition and against the exact search; quiet, limited, or not there."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from random import Random

import pytest
from oracles import feasible_by_definition
from spaces import linked_space, random_space
from test_optimum import best_by_definition, random_boxes, random_goal

from irenic.errors import FeatureMissing
from irenic.solve import highs, milp
from irenic.solve.blocks import plan_blocks
from irenic.solve.budget import Budget
from irenic.solve.goals import Goal
from irenic.solve.highs import Program
from irenic.solve.milp_model import Columns
from irenic.solve.optimum import optimise
from irenic.solve.result import Status
from irenic.solve.space import Space

CHUNK = 250


def check(seed: int) -> str:
    space, rng = random_space(seed), Random(seed)
    goal = random_goal(rng, space.n_parties)
    boxes = random_boxes(rng, space, goal)
    best, winners = best_by_definition(space, goal, boxes)
    found = optimise(space, goal, boxes=boxes, method="milp")
    if found.status is Status.LIMIT:
        assert found.value <= best, seed
        refused = ("too fine a scale for floating point", "too large for HiGHS")
        assert any(words in found.reason for words in refused), (seed, found.reason)
    else:
        assert found.value == best, seed
        assert set(found.points) <= set(winners), seed
        assert (found.status is Status.INFEASIBLE) == (not feasible_by_definition(space)), seed
    if best and found.bound is not None:
        if goal.kind == "product":
            assert best[1] <= found.bound ** best[0], seed
        else:
            assert best[0] <= found.bound, seed
    for k, u in enumerate(found.points):
        [package] = found.iter_packages(k)
        assert space.is_feasible(package), seed
        assert space.utility(package) == u, seed
        assert not found.all_ties
        assert found.tolerance is not None
        assert 0 < found.tolerance < 0.5
    return found.status.name


@pytest.mark.parametrize("chunk", range(12))
def test_three_thousand_spaces_by_definition(chunk):
    seen = Counter(check(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK))
    assert seen["OPTIMAL"] > CHUNK // 5
    # Scores beyond 2**53 are refused rather than rounded.
    assert 0 < seen["LIMIT"] < CHUNK // 2


@pytest.mark.parametrize("kind", ["sum", "product", "leximin"])
@pytest.mark.parametrize(
    ("n", "pairs", "rules", "terms"),
    [(2, 30, 2, 0), (2, 40, 2, 0), (2, 30, 1, 1), (3, 20, 2, 1), (4, 20, 1, 2)],
)
def test_highs_and_the_exact_search_agree_on_large_spaces(kind, n, pairs, rules, terms):
    space = linked_space(1, n, sizes=(5,) * 20, pairs=pairs, rules=rules, terms=terms)
    goal = Goal(kind, tuple(range(1, n + 1)), (0,) * n)
    exact = optimise(space, goal, boxes=[(1,) * n], method="direct")
    found = optimise(space, goal, boxes=[(1,) * n], method="milp")
    assert (found.status, exact.status) == (Status.OPTIMAL, Status.OPTIMAL)
    assert found.value == exact.value
    assert set(found.points) <= set(exact.points)
    assert "certified within" in found.method


def test_every_pattern_is_linearised_exactly():
    """Fix each package in turn: the program allows it exactly when it is feasible."""
    for seed in range(150):
        space = random_space(seed)
        if space.total_packages > 60 or not space.n_issues:
            continue
        plan = plan_blocks(space)
        if plan.impossible or max(plan.span) > 10**6:
            continue
        if any(abs(x) > 10**6 for b in plan.blocks for t in b.limits for _, x in t.parts):
            continue
        feasible = set(feasible_by_definition(space))
        columns = Columns(plan)
        found = set()
        program = columns.program.copy()
        while (answer := program.maximise({}, Budget())).values:
            package = columns.package(answer.values)
            assert package in feasible, seed
            found.add(package)
            columns.exclude(program, package)
        assert answer.impossible
        # Options without a column are alike and no better than one that has a column.
        kept = {p for p in feasible if all((j, o) in columns.options for j, o in enumerate(p))}
        assert found == kept, seed


def test_nothing_is_printed(capfd):
    optimise(
        linked_space(1, 2, sizes=(3,) * 5, pairs=4), Goal("sum", (1, 1), (0, 0)), method="milp"
    )
    assert capfd.readouterr() == ("", "")


def test_the_banner_of_a_fresh_process_is_kept_out():
    code = (
        "from irenic.solve.goals import Goal\n"
        "from irenic.solve.optimum import optimise\n"
        "from irenic.solve.space import Space\n"
        "print(optimise(Space(1, (((1,), (2,)),)), Goal('sum', (1,), (0,)), method='milp').value)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("(2,)\n", "")


def test_without_highs_the_message_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    space = Space(1, (((1,), (2,)),))
    with pytest.raises(FeatureMissing, match=r"pip install 'irenic\[milp\]'"):
        optimise(space, Goal("sum", (1,), (0,)), method="milp")


def test_a_time_limit_gives_what_is_known():
    space = linked_space(3, 3, sizes=(6,) * 30, pairs=120, rules=1, terms=4)
    found = optimise(
        space, Goal("leximin", (1, 1, 1), (0, 0, 0)), method="milp", budget=Budget(seconds=0.0)
    )
    assert found.status is Status.LIMIT
    assert "time limit of 0 seconds" in found.reason
    assert all(space.is_feasible(found.one_package(k)) for k in range(len(found.points)))


def test_an_interrupt_from_outside_ends_the_search():
    budget = Budget()
    budget.cancelled = True
    space = linked_space(3, 3, sizes=(6,) * 30, pairs=120, rules=1, terms=4)
    found = optimise(space, Goal("sum", (1, 1, 1), (0, 0, 0)), method="milp", budget=budget)
    assert (found.status, found.reason) == (Status.LIMIT, "it was interrupted")


def test_scores_too_fine_for_floating_point_are_refused_not_rounded():
    big = 2**53
    space = Space(1, (((big,), (big + 1,), (0,)),))
    found = optimise(space, Goal("sum", (1,), (0,)), method="milp")
    assert found.status is Status.LIMIT
    assert "too fine a scale for floating point" in found.reason
    assert found.bound is None
    amount = 2**62
    program = Program([0.0], [1.0], [True], [(0.0, 1.0, {0: float(amount)})])
    with pytest.raises(Exception, match="too large for HiGHS"):
        program.maximise({0: 1.0}, Budget())


def test_packages_with_products_too_close_are_told_apart_or_not_decided(monkeypatch):
    """Two products that differ by one part in 10**11: both are looked at, exactly."""
    space = Space(2, (((10**6, 10**6), (10**6 + 1, 10**6 - 1), (10**6 + 2, 10**6 - 2), (0, 1)),))
    goal = Goal("product", (1, 1), (0, 0))
    found = optimise(space, goal, boxes=[(1, 1)], method="milp")
    assert (found.status, found.value) == (Status.OPTIMAL, (2, 10**12))
    monkeypatch.setattr(milp, "MAX_ROUNDS", 2)
    cut = optimise(space, goal, boxes=[(1, 1)], method="milp")
    assert cut.status is Status.LIMIT
    assert "too close" in cut.reason
    assert cut.bound**2 >= 10**12


def test_a_product_without_positive_floors_is_not_answered():
    found = optimise(Space(1, (((1,), (2,)),)), Goal("product", (1,), (1,)), method="milp")
    assert (found.status, found.points) == (Status.LIMIT, ())
    assert "every factor positive" in found.reason


def test_a_bound_that_does_not_close_is_a_limit(monkeypatch):
    """A solver that stops two units early must not be believed."""
    real = Program.maximise

    def loose(self, goal, budget, *, gap=0.0):
        answer = real(self, goal, budget, gap=gap)
        return highs.Answer(answer.values, answer.bound + 2, answer.closed, answer.impossible)

    monkeypatch.setattr(Program, "maximise", loose)
    found = optimise(Space(1, (((1,), (5,)),)), Goal("sum", (1,), (0,)), method="milp")
    assert (found.status, found.value) == (Status.LIMIT, (5,))
    assert found.bound is not None
    assert found.bound >= 7
