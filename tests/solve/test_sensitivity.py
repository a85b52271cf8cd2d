"""Small changes of rankings against all verdicts worked out anew by the definitions."""

from __future__ import annotations

from hypothesis import given, settings
from inverse_graphs import distance, graphs, ranks

from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.sensitivity import examine_changes, small_changes

CONCEPTS = ("nash", "gmr", "smr", "seq")


def verdicts(moves, rankings):
    foresight = Foresight(moves, [Ranked(ranks(groups)) for groups in rankings])
    return {
        (c, i, s): foresight.examine(c, i, s).stable
        for c in CONCEPTS
        for i in range(moves.n_makers)
        for s in range(moves.size)
    }


def equilibria(found, moves):
    return {
        (c, s)
        for c in CONCEPTS
        for s in range(moves.size)
        if all(found[c, i, s] for i in range(moves.n_makers))
    }


def changed(rankings, change):
    groups = rankings[change.maker]
    after = change.place + change.replaced
    new = (*groups[: change.place], *change.groups(), *groups[after:])
    return (*rankings[: change.maker], new, *rankings[change.maker + 1 :])


@settings(max_examples=150)
@given(graphs())
def test_every_flip_and_nothing_else_is_found(model):
    moves, rankings = model
    found = examine_changes(moves, rankings)
    effects = {e.change: e for e in found.effects}
    before = verdicts(moves, rankings)
    held = equilibria(before, moves)
    robust = set(held)
    examined = 0
    for maker, groups in enumerate(rankings):
        for change in small_changes(maker, groups):
            examined += 1
            after = verdicts(moves, changed(rankings, change))
            flips = {(*key, stable) for key, stable in after.items() if stable != before[key]}
            now = equilibria(after, moves)
            robust &= now
            if not flips:
                assert change not in effects
                continue
            effect = effects[change]
            assert {(f.concept, f.maker, f.state, f.stable) for f in effect.flips} == flips
            assert len(effect.flips) == len(flips)
            assert set(effect.appear) == now - held
            assert set(effect.disappear) == held - now
    assert found.examined == examined
    for c in CONCEPTS:
        assert set(found.equilibria[c]) == {s for k, s in held if k == c}
        assert set(found.robust[c]) == {s for k, s in robust if k == c}


@given(graphs())
def test_changes_of_equilibria_come_first(model):
    sizes = [
        (len(e.appear) + len(e.disappear), len(e.flips)) for e in examine_changes(*model).effects
    ]
    assert sizes == sorted(sizes, reverse=True)


@given(graphs())
def test_the_neighbourhood_is_what_it_says(model):
    """Each change is another ranking; each is reached once; a swap turns one pair of groups."""
    _, rankings = model
    seen = [changed(rankings, change) for change in small_changes(0, rankings[0])]
    assert len({ranks(r[0]) for r in seen}) == len(seen)
    for change, (new, *_) in zip(small_changes(0, rankings[0]), seen, strict=True):
        pairs = len(change.upper) * len(change.lower)
        far = distance(rankings[0], new)
        assert far == (pairs if change.kind == "swap" else pairs / 2)
    groups = rankings[0]
    parts = sum(0 if len(g) < 2 else 2 if len(g) == 2 else 2 * len(g) for g in groups)
    assert len(seen) == 2 * (len(groups) - 1) + parts
