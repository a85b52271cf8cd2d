"""Deliveries against payments and instalments: published rules, figures by hand, all orders."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.errors import LimitReached
from irenic.solve.guarantees.exchange import (
    chunks,
    final_penalty_plan,
    gift_margin,
    largest_first_share,
    least_ratio,
    level_margin,
    levels_limit,
    order_deliveries,
)

F = Fraction
amounts = st.fractions(0, 9, max_denominator=4)


def needed_for(order, cost, value):
    """Return the least D of an order, from the condition at each delivery."""
    least = F(0)
    for place, i in enumerate(order):
        least = max(least, cost[i] - sum(value[j] - cost[j] for j in order[place + 1 :]))
    return least


@settings(max_examples=100)
@given(items=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
def test_no_order_of_deliveries_needs_less(items):
    cost, value = zip(*items, strict=True)
    found = order_deliveries(cost, value)
    assert sorted(found.order) == list(range(len(items)))
    every = [needed_for(order, cost, value) for order in permutations(range(len(items)))]
    assert found.needed == needed_for(found.order, cost, value) == min(every)


@settings(max_examples=60)
@given(
    items=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=5),
    price=amounts,
    losses=st.tuples(amounts, amounts),
)
def test_payments_exist_exactly_when_enough_is_lost_by_breaking_off(items, price, losses):
    cost, value = zip(*items, strict=True)
    found = order_deliveries(
        cost, value, price=price, loss_supplier=losses[0], loss_receiver=losses[1]
    )
    assert all(x.least <= x.most for x in found.deliveries) == (sum(losses) >= found.needed)
    # What is paid never has to be given back: both ends rise with every delivery.
    for now, then in zip(found.deliveries, found.deliveries[1:], strict=False):
        assert now.least <= then.least
        assert now.most <= then.most


def test_neither_side_gains_by_leaving_at_any_payment_in_between():
    cost, value, price = [F(3), F(1), F(2)], [F(4), F(3), F(5)], F(9)
    found = order_deliveries(cost, value, price=price, loss_receiver=F(1))
    assert (found.order, found.needed) == ((0, 2, 1), 1)
    given_to = F(0)
    for x in found.deliveries:
        # The supplier, before it delivers: keep what is paid, or deliver all and have the price.
        left = sum(cost[i] for i in range(3)) - given_to
        assert x.most <= price - left
        given_to += cost[x.item]


@pytest.mark.parametrize(
    ("args", "sizes"),
    [
        ((7, 1, 2, 1), [4, 2, 1]),
        ((10, 2, 3, 1), ["3.40625", "2.53125", "1.6875", "1.125", ".75", ".5"]),
        ((7, 1, 2, 2), [1, 4, 2]),
        ((7, 1, 2, 7), [7]),
        ((3, 1, 1, 1), [1, 1, 1]),
    ],
)
def test_chunks_shrink(args, sizes):
    assert chunks(*map(F, args)) == tuple(map(F, sizes))


def test_without_a_loss_the_last_chunk_unravels():
    assert chunks(F(7), F(1), F(2), F(0)) is None
    assert chunks(F(2), F(2), F(1), F(2)) is None
    assert chunks(F(1), F(2), F(1), F(2)) == (F(1),)
    with pytest.raises(LimitReached, match="10,000 chunks"):
        chunks(F(20_000), F(1), F(1), F(1))


@settings(max_examples=60)
@given(
    amount=st.integers(1, 20),
    cost=st.integers(1, 3),
    more=st.integers(1, 3),
    loss=st.integers(1, 4),
)
def test_the_fewest_chunks_by_the_formula_and_each_is_safe(amount, cost, more, loss):
    value = cost + more
    found = chunks(F(amount), F(cost), F(value), F(loss))
    assert sum(found) == amount
    to_come = F(amount)
    for size in found:
        to_come -= size
        assert size * cost <= (value - cost) * to_come + loss
    # n = ceil(ln(1 + Y(b-c)/D) / ln(b/c)) says: n is the least with (b/c)^n at least this.
    n, reach = len(found), 1 + F(amount * more, loss)
    assert F(value, cost) ** (n - 1) < reach <= F(value, cost) ** n


def test_the_next_gift_is_at_least_so_large():
    c, b, delta = F(1), F(2), F("0.95")
    rho = least_ratio(c, b, delta)
    assert round(float(rho), 6) == 0.526316
    assert gift_margin(c, b, delta, rho) == 0
    assert round(float(gift_margin(c, b, delta, rho - F("0.02"))), 3) == -0.049
    assert round(float(gift_margin(c, b, delta, rho + F("0.02"))), 3) == 0.052
    assert largest_first_share(rho) == 1 - rho


def test_the_margin_of_a_gift_is_the_sum_of_what_follows():
    c, b, delta, rho = 1.0, 2.0, 0.95, 0.55
    signs = ((-c if t % 2 == 0 else b) * (delta * rho) ** t for t in range(200))
    exact = gift_margin(F(1), F(2), F("0.95"), F("0.55"))
    assert abs(sum(signs) - float(exact)) < 1e-9  # the rest of the series is smaller


def test_levels_rise_by_the_same_ratio_and_end_short_of_all():
    c, b, delta = F(1), F(2), F("0.9")
    ratio = least_ratio(c, b, delta)
    assert ratio == F(5, 9)
    assert levels_limit(F(1), ratio) == F("2.25")
    assert [level_margin(ratio**t, ratio, c, b, delta) for t in range(5)] == [0] * 5
    assert level_margin(F(1), ratio - F("0.02"), c, b, delta) < 0
    assert levels_limit(F(1), F(1)) is None


def test_the_margin_of_levels_is_the_difference_of_two_streams():
    c, b, delta, ratio = 1.0, 2.0, 0.9, 0.6
    level, last, stream = 1.0, 0.0, 0.0
    for t in range(600):
        stream += delta**t * (b - c) * level
        level += ratio ** (t + 1)
    leave = (b * 1.0 - c * last) / (1 - delta)
    exact = level_margin(F(1), F("0.6"), F(1), F(2), F("0.9"))
    assert abs(stream - leave - float(exact)) < 1e-9  # what comes after 600 periods is smaller


def test_a_small_penalty_at_the_end_carries_a_large_exchange():
    plan = final_penalty_plan(F(1), F(2), F(1), 5)
    assert plan == (24, 12, 6, 3, 1)
    assert (sum(plan[::2]), sum(plan[1::2])) == (31, 15)
    assert final_penalty_plan(F(1), F(2), F(1), 0) == ()


@given(c=st.integers(1, 3), b=st.integers(1, 5), penalty=st.integers(1, 4), n=st.integers(1, 7))
def test_every_gift_of_the_plan_is_just_worth_making(c, b, penalty, n):
    plan = final_penalty_plan(F(c), F(b), F(penalty), n)
    for t in range(n):
        gives, gets = sum(plan[t::2]) * c, sum(plan[t + 1 :: 2]) * b
        assert gives == gets + penalty
