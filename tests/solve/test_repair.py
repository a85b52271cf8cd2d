"""Repairs and improvements: equal to the literal definition, on every shape of space."""

from __future__ import annotations

from fractions import Fraction
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

from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.decision_boxes import decision_boxes, winning_coalitions
from irenic.solve.improvement import best_mutual, nearest_better
from irenic.solve.kept_bound import kept_bounds
from irenic.solve.repair import (
    concession,
    counting_space,
    efficient_repair,
    fewest_changes,
    hoped_for,
    least_concession,
)
from irenic.solve.result import Status
from irenic.solve.space import Space

CHUNKS, CHUNK = 16, 250


def random_question(seed: int):
    """A space, a proposal (some issues open), no-deal values near its scores, a decision rule."""
    space, rng = random_space(seed), Random(seed)
    n = space.n_parties
    picks = tuple(None if rng.random() < 0.15 else rng.randrange(size) for size in space.sizes)
    some = [utility_by_definition(space, p) for p in feasible_by_definition(space)]
    near = rng.choice(some) if some else (0,) * n
    floors = tuple(rng.choice([x, x, x - 1, x + 1]) for x in near)
    at_least = rng.randint(1, n)
    must = tuple(sorted(rng.sample(range(n), rng.choice([0, 0, 1, n]) if n > 1 else 0)))
    return space, picks, floors, at_least, must


def kept(picks, package) -> int:
    return sum(p == o for p, o in zip(picks, package, strict=True))


def carrying(space, floors, at_least, must):
    for package in feasible_by_definition(space):
        u = utility_by_definition(space, package)
        if carries_by_definition(u, floors, max(at_least, len(must)), must):
            yield package, u


def hoped_by_definition(space, picks):
    free = Space(space.n_parties, space.tables, space.terms)
    every = [
        utility_by_definition(free, p)
        for p in feasible_by_definition(free)
        if all(pick is None or pick == o for pick, o in zip(picks, p, strict=True))
    ]
    return tuple(max(column) for column in zip(*every, strict=True))


def smallest_by_definition(space, picks, floors, at_least, must):
    """Return kept issues and vector -> packages of the undominated ones that keep most."""
    found = list(carrying(space, floors, at_least, must))
    if not found:
        return -1, {}
    most = max(kept(picks, p) for p, _ in found)
    tied: dict = {}
    for p, u in found:
        if kept(picks, p) == most:
            tied.setdefault(u, []).append(p)
    return most, {u: ps for u, ps in tied.items() if not any(dominates(v, u) for v in tied)}


def check(seed: int) -> str:
    space, picks, floors, at_least, must = random_question(seed)
    boxes = decision_boxes(floors, at_least, must)
    most, tied = smallest_by_definition(space, picks, floors, at_least, must)
    found = fewest_changes(space, picks, boxes)
    assert found.kept == most, seed
    assert dict(zip(found.points, found.counts, strict=True)) == {
        u: len(ps) for u, ps in tied.items()
    }, seed
    assert sorted(found.packages()) == sorted(p for ps in tied.values() for p in ps), seed
    for bound in kept_bounds(space, picks, boxes) if seed % 5 == 0 else ():
        assert all(x >= 0 for x in bound.multipliers), seed
        for p in feasible_by_definition(space):
            u = utility_by_definition(space, p)
            value = kept(picks, p) + sum(
                m * (x - f)
                for m, x, f in zip(bound.multipliers, u, bound.box, strict=True)
                if f is not None
            )
            assert value <= bound.bound, seed
    if not tied:
        return found.status.name
    start = hoped_for(space, picks)
    assert start == hoped_by_definition(space, picks), seed
    rate = [Fraction(1, 1 + i % 3) for i in range(space.n_parties)]
    best = least_concession(found, start, rate)
    least = min(concession(start, u, rate) for u in tied)
    assert best.concession == least, seed
    assert set(best.points) == {u for u in tied if concession(start, u, rate) == least}, seed
    check_efficient(seed, best.kept, start, rate)
    return "WITHOUT_CHANGES" if most == sum(p is not None for p in picks) else found.status.name


def check_efficient(seed, most, start, rate) -> None:
    space, picks, floors, at_least, must = random_question(seed)
    boxes = decision_boxes(floors, at_least, must)
    best = efficient_repair(space, picks, boxes, start, rate, kept=most)
    ranked: dict = {}
    frontier = pareto_by_definition(space)
    for p, u in carrying(space, floors, at_least, must):
        if u in frontier:
            key = (-kept(picks, p), concession(start, u, rate))
            ranked.setdefault(key, []).append(p)
    (changes, given), winners = min(ranked.items())
    assert (best.kept, best.concession) == (-changes, given), seed
    assert sorted(best.packages()) == sorted(winners), seed
    assert best.total == len(winners), seed


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_thousands_of_repairs_by_definition(chunk):
    seen = {check(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK)}
    assert seen == {"OPTIMAL", "NO_ZONE", "INFEASIBLE", "WITHOUT_CHANGES"}


def check_better(seed: int) -> str:
    space, rng = random_space(seed), Random(seed)
    feasible = feasible_by_definition(space)
    if not feasible:
        return "NONE"
    package = rng.choice(feasible)
    start = utility_by_definition(space, package)
    others = {p: utility_by_definition(space, p) for p in feasible}
    above = {p: u for p, u in others.items() if all(x >= s for x, s in zip(u, start, strict=True))}
    best = [max(column) for column in zip(*above.values(), strict=True)]
    found = best_mutual(space, package, start)
    for everyone in (True, False):
        wanted = [
            p
            for p, u in above.items()
            if (all(x > s for x, s in zip(u, start, strict=True)) if everyone else u != start)
        ]
        near = nearest_better(space, package, start, everyone=everyone)
        most = max((kept(package, p) for p in wanted), default=-1)
        assert near.kept == most, seed
        assert set(near.packages()) <= {p for p in wanted if kept(package, p) == most}, seed
    if best == list(start):
        assert found.status is Status.NO_STRICT_GAIN, seed
        return "EFFICIENT"
    assert found.attainable == tuple(best), seed

    def gains(u):
        parts = zip(u, start, best, strict=True)
        return sorted(Fraction(x - s, a - s) for x, s, a in parts if a > s)

    top = max(gains(u) for u in above.values())
    winners = [p for p, u in above.items() if gains(u) == top]
    assert gains(found.point) == top, seed
    assert found.package in winners, seed
    assert kept(package, found.package) == max(
        kept(package, p) for p in winners if others[p] == found.point
    ), seed
    assert found.point in pareto_by_definition(space), seed
    return "BETTER"


@pytest.mark.parametrize("chunk", range(8))
def test_two_thousand_improvements_by_definition(chunk):
    seen = {check_better(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK)}
    assert seen == {"NONE", "EFFICIENT", "BETTER"}


def test_coalitions_that_are_enough_by_definition():
    for n in range(1, 6):
        for at_least in range(n + 2):
            for must in [(), (0,), tuple(range(n))]:
                accepted = [tuple(i for i in range(n) if k >> i & 1) for k in range(2**n)]
                enough = [set(c) for c in accepted if len(c) >= at_least and set(must) <= set(c)]
                smallest = {tuple(sorted(c)) for c in enough if not any(d < c for d in enough)}
                assert set(winning_coalitions(n, at_least, must)) == smallest


def test_unknown_no_deal_values_enclose_what_carries():
    """Whatever the unknown party has without a deal, the truth lies between the two answers."""
    for seed in range(300):
        rng = Random(seed)
        n = rng.randint(1, 4)
        true = [rng.randint(0, 3) for _ in range(n)]
        hidden = [None if rng.random() < 0.4 else x for x in true]
        at_least, must = rng.randint(1, n), tuple(rng.sample(range(n), rng.randint(0, 1)))
        u = [rng.randint(0, 3) for _ in range(n)]

        def inside(boxes, u=u):
            return any(
                all(f is None or x >= f for x, f in zip(u, box, strict=True)) for box in boxes
            )

        truth = inside(decision_boxes(true, at_least, must))
        assert not inside(decision_boxes(hidden, at_least, must)) or truth
        assert inside(decision_boxes(hidden, at_least, must, unknown_accepts=True)) or not truth


def test_too_many_coalitions_are_refused():
    with pytest.raises(LimitReached, match="coalitions are enough"):
        winning_coalitions(40, 20, ())


def test_a_limit_leaves_a_bound_and_no_claim():
    rng = Random(5)
    tables = tuple(
        tuple(tuple(rng.randint(0, 10**6) for _ in range(6)) for _ in range(8)) for _ in range(40)
    )
    space = Space(6, tables)
    picks = (0,) * 40
    floors = tuple(x + 2 * 10**6 for x in space.utility(picks))
    found = fewest_changes(space, picks, [floors], budget=Budget(seconds=0))
    assert found.status is Status.LIMIT
    assert "time limit" in found.reason
    assert found.bound is not None
    assert found.kept <= found.bound


def test_a_large_space_is_repaired_with_the_proof():
    """10^40 packages: two changes are enough, and a bound shows that one is not."""
    rng = Random(2)
    tables = tuple(
        tuple(tuple(rng.randint(0, 100) for _ in range(4)) for _ in range(10)) for _ in range(40)
    )
    space = Space(4, tables)
    picks = tuple(rng.randrange(10) for _ in range(40))
    floors = tuple(x + 40 for x in space.utility(picks))
    found = fewest_changes(space, picks, [floors])
    by_hand = max(
        40 - (a != picks[i]) - (b != picks[j])
        for i in range(40)
        for j in range(i)
        for a in range(10)
        for b in range(10)
        if all(
            u
            + space.tables[i][a][k]
            - space.tables[i][picks[i]][k]
            + space.tables[j][b][k]
            - space.tables[j][picks[j]][k]
            >= f
            for k, (u, f) in enumerate(zip(space.utility(picks), floors, strict=True))
        )
    )
    assert found.kept == by_hand == 38
    assert counting_space(space, picks).utility(found.packages(1)[0])[-1] == 38
