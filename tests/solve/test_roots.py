"""Where polynomials are at least 0: against their factors and against points."""

from __future__ import annotations

import time
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.guarantees.roots import WIDTH, power_root, value_at, where, where_all

F = Fraction
fractions = st.fractions(-1, 2, max_denominator=12)


def inside(spans, x):
    return any(s.start.high <= x <= s.end.low for s in spans)


def times(a, b):
    product = [F(0)] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return product


@given(st.lists(fractions, max_size=6), st.sampled_from([F(1), F(-1), F(3, 7)]))
def test_membership_is_the_sign_of_the_product_of_factors(roots, factor):
    poly = [factor]
    for root in roots:
        poly = times(poly, [-root, F(1)])
    spans = where(poly)
    ends = {p.exact for s in spans for p in (s.start, s.end)}
    assert ends <= {*roots, 0, 1}
    for x in [F(k, 37) for k in range(38)] + [r for r in roots if 0 <= r <= 1]:
        assert inside(spans, x) == (value_at(poly, x) >= 0)


@given(st.lists(st.lists(st.integers(-5, 5), max_size=7), min_size=1, max_size=3))
def test_all_hold_exactly_where_each_holds(polys):
    spans = where_all(polys)
    for x in (F(k, 41) for k in range(42)):
        near = any(p.low < x < p.high for s in spans for p in (s.start, s.end))
        assert near or inside(spans, x) == all(value_at(p, x) >= 0 for p in polys)


@given(st.lists(st.lists(st.integers(-5, 5), max_size=7), min_size=1, max_size=3))
def test_spans_are_apart_and_their_inexact_ends_narrow(polys):
    spans = where_all(polys)
    ends = [p for s in spans for p in (s.start, s.end)]
    assert all(p.high - p.low <= WIDTH for p in ends)
    assert all(a.end.high < b.start.low for a, b in pairwise(spans))


def test_a_set_of_two_intervals():
    low, high = where([-1, F(7, 2), F(-29, 10), *[0] * 9, F(6, 10)])
    assert float(low.start.low) == pytest.approx(0.4644, abs=5e-5)
    assert float(low.end.low) == pytest.approx(0.773, abs=5e-5)
    assert float(high.start.low) == pytest.approx(0.9315, abs=5e-5)
    assert high.end.exact == 1


def test_a_set_that_is_one_point():
    (point,) = where([F(-1, 4), 1, -1])
    assert point.start.exact == point.end.exact == F(1, 2)


def test_two_polynomials_that_share_an_irrational_root():
    (point,) = where_all([[-1, 0, 2], [1, 0, -2]])
    assert point.start == point.end
    assert point.start.low**2 < F(1, 2) < point.start.high**2


def test_two_roots_closer_than_the_width():
    apart = WIDTH / 1000
    poly = times([F(-1, 3), F(1)], [-F(1, 3) - apart, F(1)])
    assert len(where(poly)) == 2


@pytest.mark.parametrize(
    ("poly", "all_of_it"), [([], True), ([0], True), ([2], True), ([-2], False)]
)
def test_constants(poly, all_of_it):
    assert bool(where(poly)) is all_of_it


def test_a_root_of_a_number():
    assert power_root(F(1, 4), 3).low ** 3 < F(1, 4) < power_root(F(1, 4), 3).high ** 3
    assert power_root(F(0), 3).exact == 0


@settings(max_examples=1)
@given(st.lists(st.integers(-9, 9), min_size=121, max_size=121))
def test_ten_years_in_months_take_less_than_some_seconds(poly):
    start = time.process_time()
    where(poly)
    assert time.process_time() - start < 5
