"""Paths, measures and the search equal their definitions, on packages looked at one by one."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import product
from math import prod
from random import Random

import pytest
from verified_cases import random_case, wide_case

from irenic.model import Forbid, OneOf, Together
from irenic.verify import paths as paths_module
from irenic.verify import search as search_module
from irenic.verify.claims import Unchecked
from irenic.verify.measures import Measure, root_below
from irenic.verify.paths import paths_of
from irenic.verify.question import Question, Rooms, undominated_of
from irenic.verify.spaces import scale_case
from irenic.verify.utility import Yardstick

SEEDS = range(24)


def packages(scaled):
    """Return utility vector -> number of packages that keep the rules, one by one."""
    found = {}
    for picks in product(*(range(len(o)) for o in scaled.options)):
        package = scaled.package(picks)
        if not scaled.yardstick.broken(package.choices):
            vector = scaled.whole(scaled.yardstick.scores(package))
            found[vector] = found.get(vector, 0) + 1
    return found


def sums_of_paths(paths):
    now = {(0, paths.base): 1}
    for stage in paths.stages:
        after = {}
        for (state, vector), times in now.items():
            for edge in stage.edges:
                if edge.source == state:
                    total = tuple(x + y for x, y in zip(vector, edge.add, strict=True))
                    key = edge.target, total
                    after[key] = after.get(key, 0) + times * edge.count
        now = after
    return {vector: times for (_, vector), times in now.items()}


def random_measure(rng, scaled):
    """Return a measure near what packages have, with fractions and parties left out."""
    n = scaled.n_parties
    kind = rng.choice(["sum", "product", "smallest"])
    compared = [i for i in range(n) if rng.random() < 0.8] or [0]
    slope = [F(rng.randint(1, 4), rng.randint(1, 3)) for _ in range(n)]
    offset = [F(rng.randint(-8, 8), rng.randint(1, 3)) for _ in range(n)]
    if kind == "sum":
        compared = list(range(n))
    keep = set(compared)
    return Measure(
        kind,
        tuple(x if i in keep else F(0) for i, x in enumerate(slope)),
        tuple(x if i in keep else F(0) for i, x in enumerate(offset)),
        tuple(compared),
    )


def reaches(vector, low):
    return all(x >= y for x, y in zip(vector, low, strict=True))


def open_cases():
    for seed in SEEDS:
        scaled = scale_case(Yardstick(random_case(seed)))
        if true := packages(scaled):
            yield seed, scaled, true


def test_paths_are_the_packages_that_keep_the_rules():
    for seed in range(120):
        scaled = scale_case(Yardstick(random_case(seed)))
        true, paths = packages(scaled), paths_of(scaled)
        assert paths.blocked == (not true), seed
        if true:
            assert sums_of_paths(paths) == true, seed
            rng = Random(seed)
            row = [F(rng.randint(0, 5), rng.randint(1, 3)) for _ in range(scaled.n_parties)]
            best = max(sum(m * x for m, x in zip(row, v, strict=True)) for v in true)
            assert paths.support(row) == best, seed


@pytest.mark.parametrize("big", [False, True])
def test_a_question_finds_every_package_as_good_and_no_other(big, monkeypatch):
    if big:  # Python's own integers instead of floating point
        monkeypatch.setattr(search_module, "WIDEST", 0)
    asked = 0
    for seed, scaled, true in open_cases():
        rng, rooms = Random(seed), Rooms(scaled)
        for _ in range(1 if big else 3):
            measure = random_measure(rng, scaled)
            near, other = (rng.choice(list(true)) for _ in range(2))
            low = tuple(min(x, y) - rng.randint(0, 2) for x, y in zip(near, other, strict=True))
            low = tuple(max(x, y) for x, y in zip(low, rooms.paths.least, strict=True))
            key = measure.key(near)
            for above in (False, True):
                good = {
                    v: times
                    for v, times in true.items()
                    if reaches(v, low)
                    and (measure.key(v) > key if above else measure.key(v) >= key)
                }
                rooms.searcher.start()
                found = Question(rooms, measure, low, key, (), above=above).answer()
                assert found == good, (seed, measure, low, key)
                rooms.searcher.start()
                one = Question(rooms, measure, low, key, (), above=above, first=True).answer()
                assert set(one) <= set(good), seed
                assert bool(one) == bool(good), seed
                asked += bool(good)
    assert asked > 15


def test_leximin_is_split_up_when_the_first_attempt_takes_too_long(monkeypatch):
    """One party is stuck at its floor, so that very many packages reach the smallest value."""
    rng = Random(5)
    case = wide_case(5, 3, 7, 4, top=9)
    stuck = case.preferences["p0"].issues
    for name in stuck:
        values = stuck[name].values.values
        values.update(dict.fromkeys(values, next(iter(values.values()))))
    scaled = scale_case(Yardstick(case))
    true, rooms = packages(scaled), Rooms(scaled)
    measure = Measure("smallest", (F(3), F(1), F(1)), (F(3 * max(true)[0]), F(0), F(0)), (0, 1, 2))
    key = max(measure.key(v) for v in rng.sample(sorted(true), 40))
    good = {v: times for v, times in true.items() if measure.key(v) >= key}
    plain = Question(rooms, measure, rooms.paths.least, key, ())
    assert plain.answer() == good
    whole = rooms.searcher.spent
    monkeypatch.setattr(rooms.searcher, "limit", whole)
    rooms.searcher.start()
    assert Question(rooms, measure, rooms.paths.least, key, ()).answer() == good


@pytest.mark.parametrize("seed", range(60))
def test_what_multipliers_need_and_imply_holds_for_every_package(seed):
    rng = Random(seed)
    scaled = scale_case(Yardstick(random_case(seed)))
    true = packages(scaled)
    measure = random_measure(rng, scaled)
    row = [F(rng.randint(0, 9)) for _ in range(scaled.n_parties)]
    for low in list(true)[:5]:
        inside = [v for v in true if reaches(v, low)]
        top = max(sum(m * x for m, x in zip(row, v, strict=True)) for v in inside)
        best = max(measure.key(v)[0] for v in inside)
        for vector in inside:
            target = measure.key(vector)[0] if measure.kind != "smallest" else None
            least = measure.least(row, low, target)
            for other in inside:
                if target is None or measure.key(other)[0] >= target:
                    assert sum(m * x for m, x in zip(row, other, strict=True)) >= least
        assert not measure.implies(row, low, top, best - F(1, 1000))


def test_the_bound_of_means_is_sharp_where_all_terms_are_equal():
    """Three gains of 4, multipliers 1: the sum is 12, and the product is 64, not below."""
    measure = Measure("product", (F(1),) * 3, (F(1),) * 3, (0, 1, 2))
    row, low = [F(1)] * 3, (0, 0, 0)
    assert measure.implies(row, low, F(15), F(64))
    assert not measure.implies(row, low, F(15), F(64) - F(1, 10**9))
    assert measure.least(row, low, F(64)) == 15


@pytest.mark.parametrize("n", [1, 2, 3, 7])
def test_roots_are_rounded_down(n):
    for x in [*range(40), 10**30, 10**30 + 1, 2**200 - 1]:
        root = root_below(x, n)
        assert root**n <= x < (root + 1) ** n


def test_vectors_that_another_beats_are_left_out():
    assert undominated_of({(1, 2): 3, (1, 1): 1, (0, 5): 2, (1, 0): 9}) == {(1, 2): 3, (0, 5): 2}


def test_a_chain_of_rules_and_terms_needs_no_combinations():
    """24 issues in one chain, 10^14 packages: the paths have few states and count exactly."""
    chain = tuple(Forbid({f"i{j}": OneOf(("o0",)), f"i{j + 1}": OneOf(("o1",))}) for j in range(23))
    case = wide_case(3, 2, 24, 4, rules=chain)
    terms = tuple(
        Together(
            {f"i{j}": OneOf(("o2",)), f"i{j + 1}": OneOf(("o3",))},
            case.preferences["p0"].no_deal,
        )
        for j in range(23)
    )
    object.__setattr__(case.preferences["p0"], "together", terms)
    scaled = scale_case(Yardstick(case))
    paths = paths_of(scaled)
    assert len(paths.stages) == 24
    assert sum(len(stage.edges) for stage in paths.stages) < 24 * 4 * 4
    ends = {0: 1}
    for stage in paths.stages:
        after = {}
        for edge in stage.edges:
            after[edge.target] = after.get(edge.target, 0) + ends[edge.source] * edge.count
        ends = after
    # Words of 24 letters out of four in which 0 is never followed by 1.
    free, zero = 3, 1
    for _ in range(23):
        free, zero = 3 * free + 2 * zero, free + zero
    assert ends == {0: free + zero}
    assert prod(len(o) for o in scaled.options) == 4**24


def test_too_many_linked_issues_are_left_with_the_reason(monkeypatch):
    monkeypatch.setattr(paths_module, "MAX_EDGES", 10)
    with pytest.raises(Unchecked, match="link too many issues"):
        paths_of(scale_case(Yardstick(wide_case(1, 2, 4, 5, rules=(
            Forbid({"i0": OneOf(("o0",)), "i1": OneOf(("o1",))}),
        )))))  # fmt: skip


def test_a_search_that_takes_too_long_says_how_far_it_came():
    rooms = Rooms(scale_case(Yardstick(wide_case(1, 3, 12, 5))))
    measure = Measure("sum", (F(1),) * 3, (F(0),) * 3, (0, 1, 2))
    rooms.searcher.limit = 3_000
    question = Question(rooms, measure, rooms.paths.least, (F(0),), ())
    with pytest.raises(Unchecked, match=r"given up after \d+ partial packages"):
        question.answer()
