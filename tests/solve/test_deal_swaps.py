"""Atomic swaps: the worked example, and every ordered partition of small deals."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_deals import deals, ring
from worked_deals import G1, G2, R1, R2, make_deal, worked_example

from irenic.errors import LimitReached, NotCovered
from irenic.solve.budget import Budget
from irenic.solve.guarantees.deal import bits
from irenic.solve.guarantees.orders import best_order
from irenic.solve.guarantees.splitting import split
from irenic.solve.guarantees.swaps import best_swaps, fewest, refusals
from irenic.solve.result import Status

F = Fraction


def partitions(left, largest, actor):
    """Yield every ordered partition of some steps into blocks."""
    if not left:
        yield ()
    for size in range(1, min(largest, len(left)) + 1):
        for block in combinations(left, size):
            if size > 1 and len({actor[k] for k in block}) == 1:
                continue
            for rest in partitions([k for k in left if k not in block], largest, actor):
                yield (block, *rest)


def judged(deal, blocks):
    """Return the worst temptation of a plan, by the definition; nothing when it is impossible."""
    done, worst = 0, []
    for block in blocks:
        for k in block:
            if not deal.may(k, done):
                return None
            for i, cap in enumerate(deal.caps):
                if cap is not None and deal.exposure(i, done) - deal.cover[k][i] > cap:
                    return None
            worst.append(refusal(deal, block, k, done))
        done |= sum(1 << k for k in block)
    return max(worst)


def refusal(deal, block, step, done):
    """Return b(S) + g + what still happens - what is taken back - P - U."""
    i = deal.actor[step]
    after = deal.everything & ~done & ~deal.stops[step] & ~sum(1 << k for k in block)
    still = sum(deal.value[k][i] for k in bits(after) if deal.actor[k] != i)
    others = [k for k in bits(done) if deal.actor[k] != i and deal.kept[k][i] > 0]
    back = sum(deal.undone[k] * deal.kept[k][i] for k in others)
    here = deal.collapse(i, done) + deal.gain[step] + still
    return here - back - deal.penalty[step] - deal.complete[i]


@settings(max_examples=100)
@given(deal=deals(most_steps=4), largest=st.integers(1, 4))
def test_the_plans_are_the_best_of_all_ordered_partitions(deal, largest):
    least = {}
    for blocks in partitions(range(deal.n_steps), largest, deal.actor):
        worst = judged(deal, blocks)
        if worst is not None:
            swaps = sum(len(b) > 1 for b in blocks)
            least[swaps] = min(worst, least.get(swaps, worst))
    found = best_swaps(deal, largest=largest)
    worth = {q: w for q, w in least.items() if all(least[p] > w for p in least if p < q)}
    assert {plan.swaps: plan.worst for plan in found} == worth
    for plan in found:
        assert judged(deal, plan.blocks) == plan.worst
        assert sum(len(b) > 1 for b in plan.blocks) == plan.swaps


@settings(max_examples=40)
@given(deal=deals(most_steps=5))
def test_a_swap_never_makes_it_worse_and_without_any_it_is_the_best_order(deal):
    alone, found = best_order(deal), best_swaps(deal)
    if alone.status is Status.INFEASIBLE:
        assert all(plan.swaps for plan in found)
        return
    assert found[0].swaps == 0
    assert found[0].worst == alone.worst >= found[-1].worst


def test_one_swap_after_two_steps_needs_no_penalty_at_all():
    found = fewest(best_swaps(worked_example()))
    assert (found.swaps, found.worst) == (1, 0)
    assert judged(worked_example(), ((R2,), (G1,), (R1, G2))) == 0


@pytest.mark.parametrize("margin", [F(1, 2), F(1)])
def test_a_margin_takes_two_swaps(margin):
    plan = fewest(best_swaps(worked_example()), margin)
    assert plan.swaps == 2
    assert judged(worked_example(), ((G1, R1), (G2, R2))) <= -margin


def test_in_halves_one_swap_gives_a_margin_of_a_half():
    halves, _ = split(worked_example(), [2] * 4)
    plan = fewest(best_swaps(halves), F(1, 2))
    assert plan.swaps == 1
    g1a, g1b, r1a, r1b, g2a, g2b, r2a, r2b = range(8)
    named = ((g1a,), (r1a,), (g1b,), (r1b,), (g2a,), (r2a,), (g2b, r2b))
    assert judged(halves, named) == plan.worst == F(-1, 2)


def test_everything_at_once_is_what_each_party_gains_by_the_whole():
    found = best_swaps(worked_example(), largest=4)
    assert [(p.swaps, p.worst) for p in found] == [(0, 2), (1, -3)]
    assert fewest(best_swaps(ring(), largest=3), F(1)).blocks == ((0, 1, 2),)
    assert fewest(best_swaps(ring())) is None


def test_the_definition_of_a_refusal_leaves_the_block_out():
    deal = worked_example(stops=[0] * 4)
    assert refusals(deal, (R1, G2), 1 << R2 | 1 << G1) == (
        refusal(deal, (R1, G2), R1, 1 << R2 | 1 << G1),
        refusal(deal, (R1, G2), G2, 1 << R2 | 1 << G1),
    )


def test_what_cannot_be_answered_is_said():
    with pytest.raises(NotCovered):
        best_swaps(worked_example(notice=[1] * 4))
    with pytest.raises(NotCovered, match="12 steps"):
        best_swaps(make_deal([(k % 2, (1, 1)) for k in range(13)]))
    with pytest.raises(LimitReached, match="interrupted"):
        best_swaps(worked_example(), budget=Budget(cancelled=True))
