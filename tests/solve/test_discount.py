"""How patient each party has to be."""

from __future__ import annotations

from fractions import Fraction

import pytest
from deal_strategies import deals
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import G2, GOV, ORDER_A, R1, R2, REB, make_deal, worked_example

from irenic.solve.guarantees.discount import MOST_PERIODS, patience, worth
from irenic.solve.guarantees.roots import value_at

F = Fraction


def test_order_a_at_four_dates():
    gov, reb = patience(worked_example(penalty={R1: F(7, 2), R2: F(7, 2)}), ORDER_A, (0, 1, 2, 3))
    (span,) = gov.enough
    assert (span.start.exact, span.end.exact) == (F(4, 5), 1)
    assert gov.binding == (G2,)
    assert (gov.party, reb.party) == (GOV, REB)
    assert reb.enough[0].end.exact == 1
    assert reb.enough[0].start.high < F(4, 5)


def test_a_penalty_too_small_and_no_patience_is_enough():
    assert patience(worked_example(), ORDER_A, (0, 1, 2, 3))[REB].enough == ()


def test_the_patient_and_the_rather_impatient_but_not_those_between():
    """-1 + 3.5 d - 2.9 d^2 + 0.6 d^12 at dates 0, 1, 2 and 12."""
    rows = [(0, (-1, 0)), (1, (F(7, 2), 0)), (0, (F(-29, 10), 0)), (1, (F(6, 10), 0))]
    deal = make_deal(rows, penalty={2: 3})
    first, second = patience(deal, (0, 1, 2, 3), (0, 1, 2, 12))[0].enough
    ends = [first.start.low, first.end.low, second.start.low, second.end.low]
    assert [float(x) for x in ends] == pytest.approx([0.4644, 0.773, 0.9315, 1], abs=5e-5)


def test_two_steps_that_bind_at_the_same_irrational_factor():
    rows = [(0, (-1, 0)), (1, (2, 0)), (0, (-1, 0)), (1, (2, 0))]
    deal = make_deal(rows)
    found = patience(deal, (0, 1, 2, 3), (0, 2, 4, 6))[0]
    assert found.enough[0].start.exact is None
    assert found.binding == (0, 2)
    more = make_deal([(0, (-1, 0)), (1, (3, 0)), (0, (-1, 0)), (1, (2, 0))])
    assert patience(more, (0, 1, 2, 3), (0, 2, 4, 6))[0].binding == (2,)


def test_dates_that_cannot_be_taken():
    with pytest.raises(ValueError, match="none before the last"):
        worth(worked_example(), ORDER_A, (0, 2, 1, 3), 0)
    with pytest.raises(ValueError, match="longer periods"):
        worth(worked_example(), ORDER_A, (0, 1, 2, MOST_PERIODS + 1), 0)


@st.composite
def dated(draw, *, plain):
    deal = draw(deals(plain=plain))
    order = draw(st.permutations(range(deal.n_steps)))
    gaps = draw(st.lists(st.integers(0, 3), min_size=len(order), max_size=len(order)))
    dates = [0] * len(order)
    for t, k in enumerate(order):
        dates[k] = sum(gaps[: t + 1])
    return deal, order, dates


@given(dated(plain=False))
def test_without_discounting_it_is_the_temptation(given_):
    deal, order, dates = given_
    for place, moment in enumerate(deal.moments(order)):
        assert value_at(worth(deal, order, dates, place), F(1)) == -moment.temptation


@given(dated(plain=True))
def test_a_factor_is_in_the_set_exactly_when_every_step_is_worth_it(given_):
    deal, order, dates = given_
    for party in patience(deal, order, dates):
        i = party.party
        for x in (F(k, 7) for k in range(8)):
            keeps = all(
                sum(x ** (dates[j] - dates[k]) * deal.value[j][i] for j in order[t:])
                + deal.penalty[k]
                >= 0
                for t, k in enumerate(order)
                if deal.actor[k] == i
            )
            assert keeps == any(s.start.high <= x <= s.end.low for s in party.enough)
