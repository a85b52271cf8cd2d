"""Atomic swaps: the worked example, all ordered partitions, and that a swap never hurts."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from worked_deals import G1, G2, R1, R2, make_deal, worked_example

from irenic.errors import NotCovered
from irenic.solve.guarantees.orders import best_order
from irenic.solve.guarantees.swaps import best_swaps

F = Fraction


def test_one_escrow_is_enough_in_the_worked_example():
    none, one, two = best_swaps(worked_example())
    assert (none.swaps, none.worst) == (0, 2)
    assert (one.swaps, one.worst) == (1, 0)
    assert (two.swaps, two.worst) == (2, -2)
    assert {frozenset(b) for b in two.blocks} == {frozenset({G1, R2}), frozenset({G2, R1})}


def test_the_printed_plan_with_two_swaps_keeps_a_margin_of_one():
    """{G1, R1}, then {G2, R2}: each of the four loses at least 1 by refusing."""
    deal = worked_example()
    tempted = [deal.temptation(k, 0, (R1, G2, R2)) for k in (G1,)]
    tempted.append(deal.temptation(R1, 0, (G1, G2, R2)))
    done = 1 << G1 | 1 << R1
    tempted += [deal.temptation(G2, done, (R2,)), deal.temptation(R2, done, (G2,))]
    assert max(tempted) == -1


def test_the_printed_plan_with_one_swap_is_as_good():
    """R2, G1, then {R1, G2} together: margin 0."""
    deal = worked_example()
    tempted = [deal.temptation(R2, 0, (G1, R1, G2)), deal.temptation(G1, 1 << R2, (R1, G2))]
    done = 1 << R2 | 1 << G1
    tempted += [deal.temptation(R1, done, (G2,)), deal.temptation(G2, done, (R1,))]
    assert max(tempted) == 0


def partitions(steps: tuple[int, ...]):
    """Yield all sequences of blocks of one or two."""
    if not steps:
        yield ()
    for k in steps:
        rest = tuple(x for x in steps if x != k)
        for tail in partitions(rest):
            yield ((k,), *tail)
        for other in rest:
            if k < other:
                for tail in partitions(tuple(x for x in rest if x != other)):
                    yield ((k, other), *tail)


def random_deal(rng: Random):
    m, n = rng.randint(1, 4), rng.randint(2, 3)
    rows = [(rng.randrange(n), [rng.randint(-4, 6) for _ in range(n)]) for _ in range(m)]
    caps = [rng.choice([None, None, 3]) for _ in range(n)]
    needs = {k: 1 << (k - 1) for k in range(1, m) if rng.random() < 0.3}
    return make_deal(rows, caps=caps, needs=needs, penalty={0: rng.randint(0, 2)})


@pytest.mark.parametrize("seed", range(60))
def test_it_equals_all_sequences_of_blocks(seed):
    deal = random_deal(Random(seed))
    expected: dict[int, Fraction] = {}
    for blocks in partitions(tuple(range(deal.n_steps))):
        done, tempted, fine = 0, [], True
        for block in blocks:
            apart = len({deal.actor[k] for k in block}) == len(block)
            able = all(deal.needs[k] & ~done == 0 for k in block)
            borne = all(
                cap is None or deal.exposure(i, done) <= cap for i, cap in enumerate(deal.caps)
            )
            fine = fine and apart and able and borne
            for k in block:
                later = [x for x in range(deal.n_steps) if not done >> x & 1 and x != k]
                tempted.append(deal.temptation(k, done, later))
            done |= sum(1 << k for k in block)
        if fine:
            count = sum(len(b) > 1 for b in blocks)
            expected[count] = min(expected.get(count, max(tempted)), max(tempted))
    found = best_swaps(deal)
    for plan in found:
        assert plan.worst == min(w for c, w in expected.items() if c <= plan.swaps), seed
    assert bool(found) == bool(expected)
    if found and expected:
        assert found[-1].worst == min(expected.values())


@pytest.mark.parametrize("seed", range(20))
def test_a_swap_never_raises_the_least_worst_temptation(seed):
    deal = random_deal(Random(1000 + seed))
    plain, plans = best_order(deal), best_swaps(deal)
    if plain.worst is not None:
        assert plans[0].worst == plain.worst
        assert all(p.worst <= plain.worst for p in plans)


def test_what_is_not_covered_is_said():
    with pytest.raises(NotCovered, match="more than 12 steps"):
        best_swaps(make_deal([(0, (1, 1))] * 13))
    with pytest.raises(NotCovered, match="seen late"):
        best_swaps(worked_example(notice=[1, 0, 0, 0]))
