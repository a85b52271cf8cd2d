"""Why nothing carries: equal to the literal definition, on every shape of space."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from oracles import feasible_by_definition, utility_by_definition
from spaces import random_space

from irenic.solve.decision_boxes import winning_coalitions
from irenic.solve.extremes import extremes
from irenic.solve.minimal_sets import minimal_hitting_sets, minimal_openings
from irenic.solve.no_zone import conflicts, least_relaxation, reach_alone

CHUNKS, CHUNK = 8, 250


def subsets(things):
    things = sorted(things)
    return [frozenset(s) for k in range(len(things) + 1) for s in combinations(things, k)]


def minimal(sets):
    return {s for s in sets if not any(t < s for t in sets)}


def check(seed: int) -> str:
    space, rng = random_space(seed), Random(seed)
    n = space.n_parties
    us = [utility_by_definition(space, p) for p in feasible_by_definition(space)]
    near = rng.choice(us) if us else (0,) * n
    floors = tuple(None if rng.random() < 0.1 else x + rng.choice([0, 1, 2, 3, 9]) for x in near)
    ranges = [extremes(space, i) for i in range(n)]
    if not us:
        assert ranges == [None] * n, seed
        return "INFEASIBLE"
    assert ranges == [(min(c), max(c)) for c in zip(*us, strict=True)], seed

    def met(u, members):
        return all(floors[i] is None or u[i] >= floors[i] for i in members)

    at_least, must = rng.randint(1, n), ((0,) if rng.random() < 0.3 else ())
    coalitions = winning_coalitions(n, at_least, must)
    for i in range(n):
        found = reach_alone(space, floors, coalitions, i)
        reach = [u[i] for u in us for c in coalitions if i in c and met(u, set(c) - {i})]
        assert (found[0] if found else None) == max(reach, default=None), seed
        if found:
            assert utility_by_definition(space, found[1])[i] == found[0], seed
    for c in coalitions:
        check_relaxation(seed, space, us, floors, c, ranges)
    asking = [i for i in range(n) if floors[i] is not None]
    possible = [s for s in subsets(asking) if any(met(u, s) for u in us)]
    clash = [s for s in subsets(asking) if s not in possible]
    found = conflicts(space, floors)
    assert set(map(frozenset, found.minimal)) == minimal(clash), seed
    largest = {s for s in possible if not any(s < t for t in possible)}
    assert set(map(frozenset, found.together)) == largest, seed
    assert len(set(found.together)) == len(found.together), seed
    return "NO_ZONE" if clash else "ZONE"


def check_relaxation(seed, space, us, floors, coalition, ranges) -> None:
    asked = [i for i in coalition if floors[i] is not None]
    span = [best - worst for worst, best in ranges]

    def needed(u):
        """Return the part that a package needs; None when no part is enough."""
        lacks = [i for i in asked if u[i] < floors[i]]
        if any(not span[i] for i in lacks):
            return None
        return max((Fraction(floors[i] - u[i], span[i]) for i in lacks), default=Fraction(0))

    parts = [p for u in us if (p := needed(u)) is not None]
    found = least_relaxation(space, floors, coalition, ranges)
    assert found.part == (min(parts) if parts else None), seed
    if found.part is None:
        return
    u = utility_by_definition(space, found.package)
    assert u == found.utility, seed
    assert needed(u) == found.part, seed
    assert list(found.short) == [
        max(0, floors[i] - u[i]) if i in asked else 0 for i in range(space.n_parties)
    ], seed


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_two_thousand_spaces_by_definition(chunk):
    seen = {check(seed) for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK)}
    assert seen == {"INFEASIBLE", "ZONE", "NO_ZONE"}


def test_minimal_sets_by_definition():
    for seed in range(600):
        rng = Random(seed)
        n = rng.randint(0, 6)
        basis = [frozenset(k for k in range(n) if rng.random() < 0.4) for _ in range(3)]
        basis = basis[: rng.randint(0, 3)]
        asked = []

        def opens(out, basis=basis, asked=asked):
            asked.append(out)
            return any(b <= out for b in basis)

        found = minimal_openings(n, opens)
        assert set(found.sets) == minimal(basis), seed
        assert found.complete
        assert len(asked) <= 2 + 2**n + n * 2**n
        hits = [h for h in subsets(range(n)) if all(h & b for b in basis)]
        assert set(minimal_hitting_sets(basis)) == minimal(hits), seed
        part = minimal_openings(n, opens, max_size=1)
        assert set(part.sets) == {s for s in minimal(basis) if len(s) <= 1}, seed
        assert part.complete == (set(part.sets) == minimal(basis)), seed


def test_a_cut_list_of_sets_says_so():
    found = minimal_openings(5, lambda out: bool(out), max_sets=2)
    assert found.sets == (frozenset({0}), frozenset({1}))
    assert not found.complete
