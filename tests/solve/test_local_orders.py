"""Local search for long orders: never above its start, never below its bound, often the best."""

from __future__ import annotations

from random import Random

import pytest
from worked_deals import ORDER_A, make_deal, worked_example

from irenic.solve.budget import Budget
from irenic.solve.guarantees.local_orders import local_order
from irenic.solve.guarantees.orders import best_order
from irenic.solve.result import Status


def random_deal(seed: int, m: int):
    rng = Random(seed)
    rows = []
    for _ in range(m):
        who = rng.randrange(3)
        values = [rng.randint(0, 5) for _ in range(3)]
        values[who] = -rng.randint(1, 4)
        rows.append((who, values))
    needs = {k: 1 << rng.randrange(k) for k in range(1, m) if rng.random() < 0.3}
    return make_deal(rows, needs=needs)


def test_the_worked_example():
    found = local_order(worked_example(), ORDER_A)
    assert found.worst == 2
    assert found.bound <= 2
    assert found.status is Status.LIMIT


@pytest.mark.parametrize("seed", range(25))
def test_between_its_bound_and_its_start(seed):
    deal = random_deal(seed, 7)
    start = tuple(range(7))
    found, exact = local_order(deal, start), best_order(deal)
    before = max(m.temptation for m in deal.moments(start))
    assert found.bound <= exact.worst <= found.worst <= before
    assert sorted(found.order) == list(start)
    done = 0
    for step in found.order:
        assert deal.needs[step] & ~done == 0
        done |= 1 << step
    assert found.worst == max(m.temptation for m in deal.moments(found.order))
    if found.status is Status.OPTIMAL:
        assert found.worst == exact.worst


def test_a_spent_budget_keeps_the_start():
    deal = random_deal(3, 7)
    found = local_order(deal, range(7), budget=Budget(cancelled=True))
    assert found.order == tuple(range(7))
