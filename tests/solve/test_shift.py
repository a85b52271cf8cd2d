"""Which steps shift power, and when a peace that both prefer cannot be agreed."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

from deal_strategies import deals
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import G2, GOV, ORDER_A, ORDER_B, R1, R2, REB, STEPS, worked_example

from irenic.solve.guarantees.commitment import (
    fast_shift,
    first_strike_range,
    peace_range,
    rising_power,
)
from irenic.solve.guarantees.shift import shifts

F = Fraction
chances = st.fractions(0, 1, max_denominator=30)
costs = st.fractions(0, 1, max_denominator=20)
deltas = st.fractions(0, F(29, 30), max_denominator=30)


def armed():
    """Return the worked example when heavy weapons are worth more if it breaks off."""
    kept = [list(values) for _, *values in STEPS.values()]
    kept[R1] = [9, -9]
    return worked_example(kept=kept)


def test_weapons_handed_over_first_shift_power():
    before, after = (d.moments(ORDER_B) for d in (worked_example(), armed()))
    asked = ORDER_B.index(G2)
    assert (before[asked].temptation, after[asked].temptation) == (1, 4)
    assert max(m.after[REB].exposure for m in after) == 9
    gov = next(s for s in shifts(armed(), ORDER_B) if (s.step, s.party) == (R1, GOV))
    assert (gov.change, gov.ceiling, gov.jumps) == (9, 5, True)


def test_the_order_that_is_best_when_weapons_matter_more():
    worst = {o: max(m.temptation for m in armed().moments(o)) for o in permutations(range(4))}
    assert min(worst.values()) == worst[ORDER_A] == 2


def test_a_party_without_own_steps_left_has_no_ceiling():
    last = [s for s in shifts(worked_example(), ORDER_A) if s.step == R2]
    assert [s.ceiling for s in last] == [None, None]


@given(deals(), st.data())
def test_above_the_ceiling_is_tempted_at_the_next_step(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    moments = deal.moments(order)
    after = {(s.step, s.party): s for s in shifts(deal, order)}
    for last, moment in zip(order, moments[1:], strict=False):
        shift = after[last, moment.actor]
        assert shift.after - shift.ceiling == moment.temptation
        if shift.jumps:
            assert moment.temptation > 0
    changes = [sum(after[k, i].change for k in order) for i in range(deal.n_parties)]
    everything = deal.everything
    assert changes == [deal.collapse(i, everything) - deal.start[i] for i in range(deal.n_parties)]


def test_the_advantage_of_striking_first_can_leave_nothing_to_share():
    assert first_strike_range(F(6, 10), F(4, 10), F(5, 100), F(5, 100)) == (F(55, 100), F(45, 100))
    low, high = peace_range(F(1, 2), F(1, 10), F(1, 5))
    assert high - low == F(3, 10)


def test_a_rising_power():
    war = rising_power(F(3, 10), F(8, 10), F(1, 10), F(9, 10))
    assert (war.feared, war.bearable, war.breaks) == (F(42, 100), F(1, 1000), True)
    peace = rising_power(F(1, 2), F(55, 100), F(1, 10), F(9, 10))
    assert (peace.feared, peace.breaks) == (F(-5, 1000), False)
    just = rising_power(F(1, 2), F(557, 1000), F(1, 10), F(9, 10))
    assert (just.feared, just.breaks) == (F(13, 10000), True)
    not_yet = rising_power(F(1, 2), F(5566, 10000), F(1, 10), F(9, 10))
    assert (not_yet.feared, not_yet.breaks) == (F(94, 100000), False)


@given(chances, chances, costs, deltas)
def test_war_is_when_all_of_today_does_not_make_up_for_tomorrow(p1, p2, cost, delta):
    fights_now = (1 - p1) / (1 - delta) - cost
    waits = 1 + delta * ((1 - p2) / (1 - delta) - cost)
    assert rising_power(p1, p2, cost, delta).breaks == (fights_now > waits)


def test_a_fast_shift():
    shift = fast_shift(F(3), F(8), F(4), F(10), F(9, 10))
    assert (shift.feared, shift.bearable, shift.breaks) == (F(42, 10), 3, True)


@given(chances, chances, costs, costs, deltas)
def test_a_fast_shift_of_a_chance_to_win(p1, p2, cost_a, cost_b, delta):
    whole = 1 / (1 - delta)
    now, later = p1 * whole - cost_a, p2 * whole - cost_a
    shift = fast_shift(now, later, (1 - p1) * whole - cost_b, whole, delta)
    assert shift.breaks == (delta * p2 - p1 > (1 - delta) * (cost_b + delta * cost_a))
