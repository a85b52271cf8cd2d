"""Break-even reliability, several guarantors, common causes, and what could be mended."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import ORDER_A, R1, R2, worked_example

from irenic.solve.guarantees.reliability import (
    Held,
    acts,
    each_needed,
    factors_needed,
    needed,
    needs_of,
    number_needed,
)

F = Fraction
chances = st.fractions(0, 1, max_denominator=10)
amounts = st.fractions(F(1, 4), 12, max_denominator=4)


def test_one_two_and_three_guarantors_who_are_equally_reliable():
    """D = 3, L = 4."""
    assert needed(F(3), F(4)) == F(3, 4)
    assert each_needed(F(3), F(4), 1) == (F(3, 4), F(3, 4))
    assert each_needed(F(3), F(4), 2) == (F(1, 2), F(1, 2))
    low, high = each_needed(F(3), F(4), 3)
    assert low < high
    assert float(low) == pytest.approx(0.370, abs=5e-4)


def test_how_many_are_needed():
    assert number_needed(F(6), F(10), F(1, 2)) == 2
    assert number_needed(F(11), F(10), F(1, 2)) is None
    assert number_needed(F(0), F(10), F(1, 2)) == 0
    assert number_needed(F(6), F(10), F(1, 2), shared=F(9, 10)) is None


def test_a_common_cause_takes_most_of_what_more_guarantors_add():
    q = F(3, 5)
    assert [acts([q] * n) for n in (1, 2, 3)] == [F(60, 100), F(84, 100), F(936, 1000)]
    assert [acts([q] * n, shared=F(1, 2)) for n in (1, 2, 3)] == [
        F(60, 100),
        F(72, 100),
        F(768, 1000),
    ]


@given(st.lists(chances, min_size=1, max_size=4))
def test_at_least_one_acts_by_counting_all_cases(reliabilities):
    cases = product([True, False], repeat=len(reliabilities))
    total = sum(
        prod(q if acted else 1 - q for q, acted in zip(reliabilities, case, strict=True))
        for case in cases
        if any(case)
    )
    assert acts(reliabilities) == total


@given(amounts, amounts, chances, chances)
def test_the_number_is_the_least_that_is_enough(demand, size, q, shared):
    n = number_needed(demand, size, q, shared)
    if n is not None:
        assert size * acts([q] * n, shared) >= demand
        assert n == 1 or size * acts([q] * (n - 1), shared) < demand
    else:
        assert size * acts([q] * 60, shared) < demand


@given(amounts, amounts, st.integers(1, 5))
def test_each_needed_is_enough_at_the_upper_end_and_not_below(demand, size, n):
    ends = each_needed(demand, size, n)
    assert (ends is None) == (demand > size)
    if ends is not None:
        low, high = ends
        assert size * acts([high] * n) >= demand
        assert low == high or size * acts([low] * n) < demand
        assert low == 0 or size * acts([low - F(1, 10**9)] * n) < demand


@given(st.lists(chances, min_size=3, max_size=3), amounts, amounts)
def test_a_factor_raised_to_what_is_needed_is_just_enough(factors, demand, size):
    for k, wanted in enumerate(factors_needed(factors, demand, size)):
        if wanted is None:
            assert prod(factors[:k] + factors[k + 1 :]) == 0
        else:
            assert prod([*factors[:k], wanted, *factors[k + 1 :]]) * size == demand


def test_only_what_is_unlikely_need_be_mended():
    noticed, willing, able = factors_needed([F(1, 2), F(9, 10), F(1)], F(3), F(4))
    assert noticed < 1 < willing < able


def test_every_tempting_step_with_every_guarantee_that_covers_it():
    deposit = Held(1 << R1 | 1 << R2, F(2), F(9, 10))
    force = Held(1 << R2, F(4), F(1, 2))
    needs = {
        (n.step, n.guarantee): n for n in needs_of(worked_example(), ORDER_A, [deposit, force])
    }
    assert set(needs) == {(R1, 0), (R2, 0), (R2, 1)}
    assert needs[R1, 0].alone == F(1, 2)
    assert needs[R1, 0].enough
    assert needs[R2, 0].alone == F(3, 2)
    assert needs[R2, 0].beside == F(1, 2)
    assert needs[R2, 1].alone == F(3, 4)
    assert needs[R2, 1].beside == F(3, 10)
    assert needs[R2, 1].enough


def test_penalties_of_the_deal_are_not_counted_twice():
    held = worked_example(penalty={R2: 3})
    guarantee = [Held(1 << R2, F(4), F(1))]
    assert needs_of(held, ORDER_A, guarantee) == needs_of(worked_example(), ORDER_A, guarantee)
