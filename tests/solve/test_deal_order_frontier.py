"""The orders worth considering: both worked examples, and every order of small deals."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from random_deals import deals, possible_orders, ring
from worked_deals import worked_example

from irenic.solve.budget import Budget
from irenic.solve.guarantees.order_frontier import least_deposit, needs_of, order_frontier
from irenic.solve.result import Status

F = Fraction


def vectors(found):
    return [(*x.deposit, *x.exposure) for x in found.orders]


def efficient(points):
    points = set(points)
    return {p for p in points if not any(q != p and all(map(F.__le__, q, p)) for q in points)}


def test_the_eight_vectors_of_the_worked_example():
    deal = worked_example()
    found = order_frontier(deal)
    assert found.status is Status.OPTIMAL
    assert vectors(found) == [
        (0, 3, 2, 1),
        (0, 4, 4, 0),
        (0, 5, 1, 3),
        (0, 5, 2, 0),
        (1, 3, 0, 5),
        (2, 0, 0, 5),
        (2, 1, 0, 3),
        (4, 0, 0, 4),
    ]
    by_vector = dict(zip(vectors(found), (x.order for x in found.orders), strict=True))
    assert by_vector[0, 3, 2, 1] == (0, 1, 2, 3)
    assert by_vector[2, 1, 0, 3] == (3, 2, 1, 0)
    assert all(needs_of(deal, x.order) == x for x in found.orders)


def test_a_ring_is_run_upstream():
    """A gives to B, B to C, C to A: downstream two are tempted, upstream one."""
    deal = ring()
    assert needs_of(deal, (0, 1, 2)).deposit == (0, 2, 2)
    assert needs_of(deal, (2, 1, 0)).deposit == (2, 0, 0)
    found = order_frontier(deal, exposures=False)
    assert [x.deposit for x in found.orders] == [(0, 0, 2), (0, 2, 0), (2, 0, 0)]
    cheapest = least_deposit(deal, prices=[F(2), F(3), F(1)])
    assert [x.deposit for x in cheapest.orders] == [(0, 0, 2)]
    assert len(least_deposit(deal).orders) == 3


@settings(max_examples=100)
@given(deal=deals(most_steps=5), exposures=st.booleans())
def test_the_vectors_are_those_of_all_orders(deal, exposures):
    n = deal.n_parties
    cut = 2 * n if exposures else n
    found = order_frontier(deal, exposures=exposures)
    every = [vector(needs_of(deal, order)) for order, _ in possible_orders(deal)]
    assert (found.status is Status.INFEASIBLE) == (not every)
    assert [v[:cut] for v in vectors(found)] == sorted(efficient(v[:cut] for v in every))
    assert all(vector(needs_of(deal, x.order)) in every for x in found.orders)


@settings(max_examples=40)
@given(deal=deals(most_steps=4, lagged=True))
def test_refusals_noticed_late_are_exact(deal):
    every = [vector(needs_of(deal, order)) for order, _ in possible_orders(deal)]
    assert vectors(order_frontier(deal)) == sorted(efficient(every))


def vector(needs):
    return (*needs.deposit, *needs.exposure)


@settings(max_examples=40)
@given(deal=deals(most_steps=5))
def test_the_least_sum_of_deposits(deal):
    prices = [F(k + 1, 2) for k in range(deal.n_parties)]
    costs = [
        sum(p * d for p, d in zip(prices, needs_of(deal, order).deposit, strict=True))
        for order, _ in possible_orders(deal)
    ]
    found = least_deposit(deal, prices=prices)
    assert (found.status is Status.INFEASIBLE) == (not costs)
    for x in found.orders:
        assert sum(p * d for p, d in zip(prices, x.deposit, strict=True)) == min(costs)


def test_a_spent_budget_gives_nothing_and_says_so():
    found = order_frontier(worked_example(), budget=Budget(cancelled=True))
    assert (found.status, found.words, found.orders) == (
        Status.LIMIT,
        "it was interrupted",
        (),
    )
