"""The best order of steps: the worked example, and every order of small deals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_deals import deals, possible_orders
from worked_deals import GOV, ORDER_A, ORDER_B, REB, make_deal, worked_example

from irenic.solve.budget import Budget
from irenic.solve.guarantees import orders, windows
from irenic.solve.guarantees.affine import affine
from irenic.solve.guarantees.orders import best_order
from irenic.solve.result import Status

F = Fraction


def check(deal, found):
    """Compare with every order, by the definition."""
    worst = {order: max(t) for order, t in possible_orders(deal)}
    if not worst:
        assert found.status is Status.INFEASIBLE
        return
    assert found.status is Status.OPTIMAL
    assert found.worst == found.bound == min(worst.values()) == worst[found.order]
    assert found.ties in (None, sum(w == found.worst for w in worst.values()))


@settings(max_examples=150)
@given(deal=deals(most_steps=5))
def test_the_best_order_is_the_best_of_all_orders(deal):
    found = best_order(deal)
    check(deal, found)
    assert found.status is Status.INFEASIBLE or found.ties is not None


@settings(max_examples=4)
@given(deal=deals(most_steps=7))
def test_seven_steps_too(deal):
    check(deal, best_order(deal))


@settings(max_examples=80)
@given(deal=deals(most_steps=5, lagged=True))
def test_refusals_noticed_late_are_exact_for_few_steps(deal):
    check(deal, best_order(deal))


@settings(max_examples=80)
@given(deal=deals(most_steps=5, lagged=True))
def test_with_many_steps_the_answer_lies_between_its_bound_and_its_order(deal):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(orders, "EXACT_STATES", 0)
        found = best_order(deal)
    worst = {order: max(t) for order, t in possible_orders(deal)}
    if not worst:
        assert found.status is Status.INFEASIBLE
        return
    assert found.bound <= min(worst.values()) <= found.worst == worst[found.order]
    assert (found.status is Status.OPTIMAL) == (found.bound == found.worst)
    assert found.status in (Status.OPTIMAL, Status.LIMIT)


def test_all_orders_of_nine_steps_are_few_enough():
    rows = affine(make_deal([(k % 2, (1, 1)) for k in range(9)], notice=[8] * 9))
    assert windows.longest(rows) == 8
    assert windows.windows(rows) <= windows.EXACT_STATES


@pytest.mark.parametrize(
    ("caps", "worst"), [(None, 2), ([4, 0], 4), ([4, 1], 3), ([3, 3], 2), ([2, 2], 3)]
)
def test_what_each_party_accepts_decides_how_good_an_order_can_be(caps, worst):
    found = best_order(worked_example(caps=caps))
    assert (found.status, found.worst) == (Status.OPTIMAL, worst)


def test_order_b_ties_with_one_other():
    found = best_order(worked_example())
    assert found.ties == 2
    assert found.order == ORDER_B
    assert found.binding == 3


def test_who_can_be_held_should_move_last():
    held_reb = worked_example(penalty={1: 3, 3: 3})
    held_gov = worked_example(penalty={0: 2, 2: 2})
    assert best_order(held_reb).order == ORDER_A
    assert best_order(held_reb).holds() is best_order(held_gov).holds() is True
    assert best_order(held_gov).order[-1] == 0
    assert max(m.temptation for m in held_reb.moments(best_order(held_gov).order)) > 0


def test_whoever_shifts_power_by_its_step_should_not_move_first():
    kept = [(-2, 4), (9, -9), (-4, 7), (5, -3)]
    found = best_order(worked_example(kept=kept))
    moments = worked_example(kept=kept).moments(ORDER_B)
    assert moments[1].temptation == 4
    assert moments[0].after[REB].exposure == 9
    assert moments[0].after[GOV].collapse == 9
    assert found.worst == 2
    assert max(m.temptation for m in worked_example(kept=kept).moments(found.order)) == 2


def test_where_nothing_can_come_next_is_said():
    deal = worked_example(caps=[0, 0])
    found = best_order(deal)
    assert found.status is Status.INFEASIBLE
    assert found.holds() is False
    assert found.stuck == ((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1))
    assert found.reached == 5


def test_prerequisites_in_a_circle_leave_no_order():
    found = best_order(worked_example(needs={0: 0b10, 1: 0b01}))
    assert found.status is Status.INFEASIBLE
    assert found.stuck == ((0, 0, 1, 1),)


def test_numbers_beyond_64_bits_stay_exact():
    huge = 10**40
    rows = [(0, (-2 * huge, 4)), (1, (6 * huge, -5)), (0, (-4 * huge + 1, 7)), (1, (5 * huge, -3))]
    deal = make_deal(rows)
    units = [F(huge), F(1)]
    found = best_order(deal, units=units)
    one = {
        order: max(t / units[deal.actor[k]] for k, t in zip(order, ts, strict=True))
        for order, ts in possible_orders(deal)
    }
    assert found.worst == min(one.values()) == one[found.order]


def test_too_many_steps_are_refused_with_their_number():
    found = best_order(make_deal([(k % 2, (1, 1)) for k in range(23)]))
    assert found.status is Status.LIMIT
    assert "8,388,608 states" in found.words
    assert found.holds() is None


def test_a_spent_budget_is_said():
    found = best_order(worked_example(), budget=Budget(cancelled=True))
    assert (found.status, found.words) == (Status.LIMIT, "it was interrupted")


@settings(max_examples=60)
@given(deal=deals(), step=st.integers(0, 5), more=st.sampled_from([F(1, 2), F(1), F(4)]))
def test_a_greater_penalty_never_makes_it_worse(deal, step, more):
    k = step % deal.n_steps
    penalty = tuple(p + more if j == k else p for j, p in enumerate(deal.penalty))
    before, after = best_order(deal), best_order(replace(deal, penalty=penalty))
    assert after.status is before.status
    assert before.worst is None or after.worst <= before.worst


@settings(max_examples=60)
@given(deal=deals(most_steps=5), party=st.integers(0, 2), factor=st.sampled_from([F(1, 3), F(7)]))
def test_the_unit_of_a_party_does_not_decide_whether_an_order_holds(deal, party, factor):
    i = party % deal.n_parties
    there = {order for order, t in possible_orders(deal) if max(t) <= 0}
    other = in_another_unit(deal, i, factor)
    assert {order for order, t in possible_orders(other) if max(t) <= 0} == there
    assert best_order(other).holds() is best_order(deal).holds() is bool(there)
    units = [F(1)] * deal.n_parties
    units[i] = factor
    back = best_order(other, units=units)
    assert (back.worst, back.order) == (best_order(deal).worst, best_order(deal).order)


def in_another_unit(deal, i, factor):
    def row(vector):
        return tuple(x * factor if j == i else x for j, x in enumerate(vector))

    def own(vector):
        return tuple(x * factor if deal.actor[k] == i else x for k, x in enumerate(vector))

    return replace(
        deal,
        value=tuple(map(row, deal.value)),
        kept=tuple(map(row, deal.kept)),
        cover=tuple(map(row, deal.cover)),
        start=row(deal.start),
        bonus=row(deal.bonus),
        caps=tuple(c * factor if j == i and c is not None else c for j, c in enumerate(deal.caps)),
        gain=own(deal.gain),
        penalty=own(deal.penalty),
    )
