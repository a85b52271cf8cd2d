"""Who performs until where, and penalties that make it worse than none."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from deal_strategies import deals, perfect_endings
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import GOV, ORDER_A, R1, R2, worked_example

from irenic.solve.guarantees.backward import ending, endings, half_guarantees
from irenic.solve.guarantees.refusal import outcome_of_refusal

F = Fraction


@pytest.mark.parametrize(
    ("penalty", "place", "outcome"),
    [
        (0, 0, (0, 0)),
        (1, 0, (-1, 0)),
        (F(21, 10), 1, (-2, F(19, 10))),
        (F(29, 10), 1, (-2, F(11, 10))),
        (F(299, 100), 1, (-2, F(101, 100))),
        (3, None, (5, 3)),
    ],
)
def test_the_same_penalty_on_both_sides(penalty, place, outcome):
    found = ending(worked_example(penalty=dict.fromkeys(range(4), penalty)), ORDER_A)
    assert (found.place, found.outcome) == (place, outcome)


def test_half_a_guarantee_is_worse_than_none_up_to_three():
    refused, betrayed = half_guarantees(worked_example(), ORDER_A)
    assert (refused.low, refused.high, refused.place) == (0, 2, 0)
    assert (refused.with_low, refused.with_high) == (False, False)
    assert (betrayed.low, betrayed.high, betrayed.place) == (2, 3, 1)
    assert (betrayed.with_low, betrayed.with_high) == (True, False)
    assert refused.worse == betrayed.worse == (GOV,)
    assert betrayed.outcome == ((-2, 0), (4, -1))


def test_a_penalty_on_reb_alone_harms_nobody_on_the_way():
    assert half_guarantees(worked_example(), ORDER_A, [F(0), F(1), F(0), F(1)]) == ()
    last = endings(worked_example(), ORDER_A, [F(0), F(1), F(0), F(1)])[-1]
    assert (last.low, last.place) == (3, None)


def test_who_is_held_at_its_first_step_only_is_not_held():
    shares = [F(0), F(1), F(0), F(0)]
    assert endings(worked_example(), ORDER_A, shares)[-1].place is not None
    assert endings(worked_example(penalty={R2: 3}), ORDER_A, shares)[-1].place is None
    assert R1 == 1


@given(deals(steps=(1, 5)), st.data())
def test_thinking_backwards_finds_a_plan_nobody_would_change(deal, data):
    """Over all plans; the game is small enough to look at each of them."""
    order = data.draw(st.permutations(range(deal.n_steps)))
    outcomes = []
    for t, k in enumerate(order):
        done = sum(1 << j for j in order[:t])
        outcomes.append(outcome_of_refusal(deal, k, done, order[t + 1 :]))
    outcomes.append(deal.complete)
    found = perfect_endings(deal, order, outcomes)
    assert ending(deal, order).outcome in found
    if all(m.temptation <= 0 for m in deal.moments(order)):
        assert ending(deal, order).place is None


@given(deals(), st.data())
def test_pieces_are_what_each_size_of_penalty_gives(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    pieces = endings(deal, order)
    none = ending(deal, order).outcome
    cuts = {p.low for p in pieces} | {F(k, 3) for k in range(20)}
    for p in cuts | {c + F(1, 1000) for c in cuts}:
        raised = replace(deal, penalty=tuple(x + p for x in deal.penalty))
        expected = ending(raised, order)
        (piece,) = [s for s in pieces if covers(s, p)]
        assert piece.place == expected.place
        assert tuple(a + c * p for a, c in piece.outcome) == expected.outcome
        worse = tuple(i for i, x in enumerate(expected.outcome) if x < none[i])
        assert piece.worse == worse


def covers(piece, p):
    above = piece.low < p or (piece.with_low and piece.low == p)
    below = piece.high is None or p < piece.high or (piece.with_high and piece.high == p)
    return above and below
