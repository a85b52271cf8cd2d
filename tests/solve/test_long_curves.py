"""Curves and layers of many points: every way of merging them, forced on small spaces."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from oracles import pareto_by_definition
from spaces import random_space

from irenic.solve import dominance, merge, merge2, merge2_long, merge_many, packages, way_back
from irenic.solve.budget import Budget
from irenic.solve.curve import Curve
from irenic.solve.frontier import Frontier, pareto_frontier
from irenic.solve.merge2 import add_curves, curve_of
from irenic.solve.result import Status
from irenic.solve.space import Space

WAYS = {"dense": (1 << 70, 1 << 24), "sorted": (0, 0)}


def random_curve(rng: Random, points: int, top: int, times: int) -> Curve:
    rows = [(rng.randint(-top, top), rng.randint(-top, top)) for _ in range(points)]
    return curve_of(rows, [rng.randint(1, times) for _ in rows])


def columns(curve: Curve) -> tuple[list[int], list[int], list[int]]:
    listed = curve.listed()
    return list(listed.minus_a), list(listed.b), list(listed.counts)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("times", [1, 5, 2**61, 2**70])
def test_numpy_curves_equal_the_heap(way, times, monkeypatch):
    dense, most = WAYS[way]
    monkeypatch.setattr(merge2_long, "DENSE", dense)
    monkeypatch.setattr(merge2_long, "DENSE_CELLS", most)
    rng = Random(times)
    for _ in range(400):
        top = rng.choice([2, 5, 40, 300])
        long, short = (random_curve(rng, rng.randint(1, 60), top, times) for _ in range(2))
        found = merge2_long.add_long(long, short)
        assert found is not None
        assert columns(found) == columns(add_curves(long, short))
        again = merge2_long.add_long(found, short)
        assert again is not None
        assert columns(again) == columns(add_curves(add_curves(long, short), short))
        assert all(type(x) is int for column in columns(again) for x in column)


@pytest.mark.parametrize("top", [2**31 - 1, 2**40, 2**60, 2**61])
def test_large_scores_stay_exact_or_are_left_to_python(top):
    rng = Random(top)
    for _ in range(100):
        long, short = (random_curve(rng, 40, top, 3) for _ in range(2))
        found = merge2_long.add_long(long, short)
        extent = sum(max(abs(x) for c in columns(curve)[:2] for x in c) for curve in (long, short))
        assert (found is None) == (extent >= merge2_long.MACHINE)
        if found is not None:
            assert columns(found) == columns(add_curves(long, short))
    assert merge2_long.add_long(Curve([-(2**63)], [0], [1]), Curve([0], [0], [1])) is None


@pytest.mark.parametrize("chunk", range(4))
@pytest.mark.parametrize("way", WAYS)
def test_spaces_by_definition_with_every_curve_long(chunk, way, monkeypatch):
    dense, most = WAYS[way]
    monkeypatch.setattr(merge2_long, "DENSE", dense)
    monkeypatch.setattr(merge2_long, "DENSE_CELLS", most)
    monkeypatch.setattr(merge2, "LONG", (0, 0))
    if chunk % 2:  # linked issues decided one by one: curves are shifted and united as well
        monkeypatch.setattr(merge, "PYTHON_COMBINATIONS", 0)
        monkeypatch.setattr(merge, "LISTED", 0)
    by_definition(range(chunk * 150, chunk * 150 + 150), most_parties=2)


@pytest.mark.parametrize("chunk", range(4))
def test_spaces_by_definition_with_every_layer_sieved(chunk, monkeypatch):
    monkeypatch.setattr(dominance, "SIEVED", 1)
    monkeypatch.setattr(dominance, "GRID_BITS", 4 + 4 * chunk)
    monkeypatch.setattr(dominance, "KEY_BITS", 63 if chunk % 2 else 0)
    monkeypatch.setattr(merge_many, "BATCH", 20 if chunk < 2 else 2_000_000)
    monkeypatch.setattr(merge_many, "HALF_INT", 1 << 31 if chunk % 2 else 0)
    by_definition(range(chunk * 150, chunk * 150 + 150), least_parties=3)


@pytest.mark.parametrize("chunk", range(4))
@pytest.mark.parametrize("method", ["merge", "enumerate"])
def test_one_package_each_is_the_same_package_for_many_points(chunk, method, monkeypatch):
    monkeypatch.setattr(packages, "MANY_POINTS", 0)
    if chunk % 2:
        monkeypatch.setattr(merge, "PYTHON_COMBINATIONS", 0)
        monkeypatch.setattr(merge, "LISTED", 0)
    together = 0
    for seed in range(chunk * 150, chunk * 150 + 150):
        found = pareto_frontier(random_space(seed), method=method)
        one_by_one = [found.one_package(k) for k in range(len(found.points))]
        assert found.one_package_each() == one_by_one, seed
        if found.trail is not None:
            inside = [found.trail.plan.inside(u) for u in found.points]
            together += way_back.one_of_each(found.trail, inside) is not None
    assert together > 60


def test_one_package_each_of_a_point_that_is_not_there():
    found = pareto_frontier(Space(2, (((3, 0), (0, 3)), ((1, 0), (0, 1)))))
    with pytest.raises(IndexError, match="not on this frontier"):
        way_back.one_of_each(found.trail, [(2, 2)])
    assert Frontier(Status.INFEASIBLE, "").one_package_each() == []


def by_definition(seeds: range, *, least_parties: int = 1, most_parties: int = 9) -> None:
    seen = 0
    for seed in seeds:
        space = random_space(seed)
        if least_parties <= space.n_parties <= most_parties:
            truth = pareto_by_definition(space)
            found = pareto_frontier(space, method="merge")
            assert found.points == tuple(sorted(truth, reverse=True)), seed
            assert found.counts == tuple(len(truth[u]) for u in found.points), seed
            listed = [list(found.packages_at(k)) for k in range(len(truth))]
            assert listed == [truth[u] for u in found.points], seed
            seen += 1
    assert seen > 20


@pytest.mark.parametrize("n", [3, 4, 5])
def test_the_sieve_drops_only_dominated_columns_and_most_of_them(n):
    rng = np.random.default_rng(n)
    values = rng.integers(0, 60 if n > 3 else 4000, size=(n, 6000))
    kept = dominance._sieve(values)
    dropped = np.setdiff1d(np.arange(values.shape[1]), kept)
    assert len(dropped) > len(kept) / 2
    best = values[:, dominance.maxima(values, 1 << 20)]
    for k in dropped[:300]:
        column = values[:, k, None]
        assert ((best >= column).all(axis=0) & (best > column).any(axis=0)).any()
    assert set(dominance.maxima(values, 1 << 20)) == set(
        np.flatnonzero(dominance.undominated(values))
    )


@pytest.mark.parametrize("dtype", [np.int64, np.float64, object])
@pytest.mark.parametrize("cells", [0, 10**9])
def test_equal_columns_are_counted_up_with_and_without_sorting(dtype, cells, monkeypatch):
    monkeypatch.setattr(dominance, "CELLS", cells)
    rng = Random(cells)
    for _ in range(60):
        n, size = rng.randint(1, 4), rng.randint(0, 40)
        rows = [tuple(rng.randint(-3, 3) for _ in range(n)) for _ in range(size)]
        times = [rng.randint(1, 9) for _ in rows]
        truth: dict[tuple[int, ...], int] = {}
        for row, count in zip(rows, times, strict=True):
            truth[row] = truth.get(row, 0) + count
        values = np.array(rows, dtype=dtype).reshape(size, n).T
        counts = np.array(times, dtype=rng.choice([np.int64, object]))
        found, total = dominance.distinct(values, counts)
        assert found.dtype == values.dtype
        assert [tuple(map(int, w)) for w in found.T.tolist()] == sorted(truth)
        assert total.tolist() == [truth[w] for w in sorted(truth)]


def test_counts_beyond_machine_integers_on_long_curves_and_layers(monkeypatch):
    """Every issue has its best option three times, so counts pass 2**62 on the way."""
    monkeypatch.setattr(merge2, "LONG", (0, 0))
    for n in (2, 3):
        row, other = (2,) * n, (*(3,) * (n - 1), 0)
        table = (row, row, row, other)
        found = pareto_frontier(Space(n, (table,) * 60))
        assert len(found.points) == 61
        assert found.counts[found.points.index((120,) * n)] == 3**60
        assert found.packages == 4**60


class Counting(Budget):
    """A budget that is spent when it has been asked a number of times."""

    left = 0

    def spent(self) -> str:
        """Return a reason once the questions are used up."""
        self.left -= 1
        return "enough" if self.left < 0 else ""


@pytest.mark.parametrize("n", [2, 3])
@pytest.mark.parametrize("method", ["merge", "enumerate"])
def test_a_spent_budget_ends_the_search_with_its_reason(n, method, monkeypatch):
    monkeypatch.setattr(merge_many, "BATCH", 10)
    rng = Random(n)
    space = Space(
        n,
        tuple(
            tuple(tuple(rng.randint(0, 9) for _ in range(n)) for _ in range(4)) for _ in range(5)
        ),
    )
    asked = 0
    while True:
        budget = Counting()
        budget.left = asked
        found = pareto_frontier(space, method=method, budget=budget)
        if found.status is Status.OPTIMAL:
            break
        assert (found.status, found.reason, found.points) == (Status.LIMIT, "enough", ())
        asked += 1
    assert asked >= (1 if method == "enumerate" else 5)
    assert found == pareto_frontier(space, method=method)
