"""How much confidence is needed where nothing holds a step."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod, sqrt

import pytest
from deal_strategies import deals, shares
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import ORDER_A, ORDER_B, R1, make_deal, worked_example

from irenic.solve.guarantees.refusal import refusal
from irenic.solve.guarantees.roots import WIDTH
from irenic.solve.guarantees.trust import chain_values, confidence, first_trust

F = Fraction


def fined(amount):
    return worked_example(penalty=dict.fromkeys(range(4), amount))


def test_how_sure_the_first_mover_has_to_be():
    assert first_trust(worked_example(), ORDER_A, 0) == F(2, 7)
    insured = worked_example(cover=[[0, 0], [1, 0], [0, 0], [0, 0]])
    assert first_trust(insured, ORDER_A, 0) == F(1, 6)


def test_where_trust_alone_can_never_do_it():
    assert first_trust(worked_example(), ORDER_A, ORDER_A.index(R1)) == F(5, 4)
    assert first_trust(fined(4), ORDER_A, ORDER_A.index(R1)) == F(1, 4)


def test_the_last_step_has_nobody_to_trust_in():
    assert first_trust(worked_example(), ORDER_A, 3) is None


def test_steps_of_one_party_in_a_row_are_one_risk():
    deal = make_deal([(0, (-1, 1)), (0, (-2, 1)), (1, (6, -1))])
    assert first_trust(deal, (0, 1, 2), 0) == F(3, 6)


@pytest.mark.parametrize(
    ("amount", "order", "least"),
    [
        (3, ORDER_A, 0.5),
        (3, ORDER_B, (sqrt(3) - 1) / 2),
        (4, ORDER_A, 0.25),
        (4, ORDER_B, (sqrt(2) - 1) / 2),
    ],
)
def test_least_mutual_confidence(amount, order, least):
    point = confidence(fined(amount), order).least
    assert point.high - point.low <= WIDTH
    assert float(point.low) == pytest.approx(least, abs=1e-11)


def test_least_mutual_confidence_exactly_where_it_is_a_fraction():
    assert confidence(fined(3), ORDER_A).least.exact == F(1, 2)


def test_no_confidence_is_enough_when_the_last_step_tempts():
    assert confidence(worked_example(), ORDER_A).enough == ()


def test_confidence_can_be_too_much():
    """Whoever has more when the last step fails wants to be neither distrusted nor trusted."""
    deal = make_deal([(0, (-1, 0)), (1, (5, 0)), (1, (-7, 0))], penalty={0: F(1, 2)})
    (span,) = confidence(deal, (0, 1, 2)).by_step[0]
    assert float(span.start.low) == pytest.approx((5 - sqrt(11)) / 14, abs=1e-11)
    assert float(span.end.low) == pytest.approx((5 + sqrt(11)) / 14, abs=1e-11)


@given(deals(), st.data())
def test_recursion_is_the_expectation_over_all_courses_of_events(deal, data):
    """Each step of another happens or not; the first that does not ends it."""
    order = data.draw(st.permutations(range(deal.n_steps)))
    sure = data.draw(st.lists(shares, min_size=len(order), max_size=len(order)))
    for party in range(deal.n_parties):
        others = [t for t, k in enumerate(order) if deal.actor[k] != party]
        total = F(0)
        for course in product([True, False], repeat=len(others)):
            chance = prod(
                sure[t] if happens else 1 - sure[t]
                for t, happens in zip(others, course, strict=True)
            )
            fails = next((t for t, h in zip(others, course, strict=True) if not h), None)
            if fails is None:
                has = deal.complete[party]
            else:
                done = sum(1 << k for k in order[:fails])
                has = deal.collapse(party, done) + deal.cover[order[fails]][party]
            total += chance * has
        assert chain_values(deal, order, party, sure)[0] == total


@given(deals(), st.data())
def test_the_set_of_confidences_is_where_the_recursion_says_so(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    spans = confidence(deal, order).enough
    for x in (F(k, 9) for k in range(10)):
        performs = all(
            chain_values(deal, order, deal.actor[k], [x] * len(order))[t]
            >= refusal(deal, k, sum(1 << j for j in order[:t]), order[t + 1 :])
            for t, k in enumerate(order)
        )
        assert performs == any(s.start.high <= x <= s.end.low for s in spans)


@given(deals(), st.data())
def test_full_confidence_is_enough_exactly_when_nobody_is_tempted(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    spans = confidence(deal, order).enough
    held = all(m.temptation <= 0 for m in deal.moments(order))
    assert held == any(s.end.exact == 1 for s in spans)
