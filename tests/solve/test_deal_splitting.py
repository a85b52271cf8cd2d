"""Steps in equal pieces: worked examples, every order of the pieces, and the two bounds."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_deals import deals, ring
from worked_deals import worked_example

from irenic.errors import NotCovered
from irenic.solve.guarantees.order_frontier import order_frontier
from irenic.solve.guarantees.orders import best_order
from irenic.solve.guarantees.splitting import best_split_order, enough_pieces, last_piece, split
from irenic.solve.result import Status

F = Fraction


@pytest.mark.parametrize("s", range(1, 7))
def test_the_worst_temptation_of_the_worked_example_falls_with_the_pieces(s):
    found = best_split_order(worked_example(), [s] * 4)
    assert found.worst == F(2, s)
    assert last_piece(worked_example(), [s] * 4) == F(2, s)
    assert sorted(found.order) == sorted([0, 1, 2, 3] * s)


@pytest.mark.parametrize(("s", "worst"), [(1, 3), (2, 1)])
def test_pieces_where_nobody_may_be_exposed_by_more_than_two(s, worst):
    assert best_split_order(worked_example(caps=[2, 2]), [s] * 4).worst == worst


@pytest.mark.parametrize(("s", "worst"), [(1, 2), (2, 1), (4, F(1, 2))])
def test_gifts_round_a_ring_in_pieces(s, worst):
    assert best_split_order(ring(), [s] * 3).worst == worst


def test_pieces_of_the_ring_as_steps_of_their_own():
    """The other way: six half gifts; somebody still has to be held by 1."""
    assert best_order(ring(2)).worst == 1
    assert all(sum(x.deposit) >= 1 for x in order_frontier(ring(2), exposures=False).orders)


@settings(max_examples=60)
@given(deal=deals(most_steps=3), data=st.data())
def test_counting_pieces_is_the_same_as_ordering_them_one_by_one(deal, data):
    pieces = [data.draw(st.integers(1, 3)) for _ in range(deal.n_steps)]
    whole, parent = split(deal, pieces)
    found, other = best_split_order(deal, pieces), best_order(whole)
    assert (found.status, found.worst, found.ties) == (other.status, other.worst, other.ties)
    assert found.order == tuple(parent[k] for k in other.order)
    assert found.binding == other.binding


@settings(max_examples=60)
@given(deal=deals(most_steps=4, simple=True), s=st.integers(2, 3))
def test_pieces_never_make_it_worse_where_own_steps_cost_something(deal, s):
    if not all(deal.accepted(i) and deal.complete[i] >= 0 for i in range(deal.n_parties)):
        return
    before, after = best_order(deal), best_split_order(deal, [s] * deal.n_steps)
    assert before.status is Status.INFEASIBLE or after.worst <= before.worst


@settings(max_examples=60)
@given(deal=deals(most_steps=4))
def test_the_last_piece_bounds_every_order(deal):
    found, bound = best_order(deal), last_piece(deal, [1] * deal.n_steps)
    assert found.status is Status.INFEASIBLE or bound <= found.worst


def test_seven_pieces_are_enough_for_the_worked_example_and_two_are():
    deal = worked_example(caps=[2, 2], penalty=dict.fromkeys(range(4), 2))
    assert enough_pieces(deal, [F(2), F(2)]) == 7
    assert best_split_order(deal, [2] * 4).holds() is True
    assert best_split_order(deal, [7] * 4).holds() is True
    assert best_order(deal).holds() is False


@settings(max_examples=40)
@given(
    deal=deals(most_steps=3, parties=2, simple=True), hold=st.lists(st.integers(1, 9), min_size=2)
)
def test_enough_pieces_are_enough(deal, hold):
    """Only for what the lemma speaks of: no prerequisites, nothing added to a refusal."""
    m = deal.n_steps
    plain = replace(
        deal,
        needs=(0,) * m,
        gain=(F(0),) * m,
        undone=(F(0),) * m,
        penalty=tuple(F(hold[i]) for i in deal.actor),
    )
    s = enough_pieces(plain, [F(x) for x in hold[:2]])
    if s is not None and (s + 1) ** m < 20_000:
        assert best_split_order(plain, [s] * m).holds() is True


def test_the_lemma_says_nothing_where_a_party_loses_or_is_not_held():
    assert enough_pieces(worked_example(), [F(0), F(2)]) is None
    assert enough_pieces(worked_example(start=[2, 0]), [F(1), F(2)]) is None
    assert enough_pieces(worked_example(caps=[0, 2]), [F(1), F(2)]) is None
    losing = worked_example(start=[0, 4])
    assert enough_pieces(losing, [F(2), F(5)]) == 13


def test_a_refusal_noticed_late_does_not_say_how_many_pieces_happen():
    with pytest.raises(NotCovered):
        best_split_order(worked_example(notice=[1] * 4), [2] * 4)


def test_too_many_pieces_are_refused_with_their_number():
    found = best_split_order(worked_example(), [60] * 4)
    assert found.status is Status.LIMIT
    assert "13,845,841 states" in found.words


def test_numbers_beyond_64_bits_in_pieces():
    big = worked_example(penalty={0: F(1, 10**30 + 57)})
    found = best_split_order(big, [3] * 4)
    assert found.worst == best_order(split(big, [3] * 4)[0]).worst
