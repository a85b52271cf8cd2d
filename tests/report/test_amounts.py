"""Numbers as people read them: exact when short, near and marked when not."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irenic.model import Quantity, parse_number
from irenic.report.amounts import count_of, grouped, number, percent, plural, quantity, signed
from irenic.report.text import Name, Shown, listed, plain, text

fractions = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


def value_of(shown: Shown) -> Fraction:
    return parse_number(shown.text.lstrip("≈").replace("−", "-").replace(",", ""))


@given(fractions)
def test_unmarked_numbers_are_exact_and_marked_ones_near(value):
    shown = number(value)
    if shown.text.startswith("≈"):
        assert parse_number(shown.exact) == value
        # three figures or two decimals at least: half a unit of the third figure
        assert abs(value_of(shown) - value) <= abs(value) / 199
    else:
        assert shown.exact == ""
        assert value_of(shown) == value
    assert len(shown.text) <= 16


@given(fractions)
def test_signed_numbers_say_plus_only_when_greater_than_zero(value):
    assert ("+" in signed(value).text) == (value > 0)


@given(st.fractions(min_value=0, max_value=1, max_denominator=10**5))
def test_a_part_is_never_called_all_or_nothing_unless_it_is(value):
    shown = percent(value)
    assert (shown.text == "0%") == (value == 0)
    assert (shown.text == "100%") == (value == 1)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Fraction(1, 8), "0.125"),
        (Fraction(2, 15), "2/15"),
        (Fraction(395, 6), "≈65.83"),
        (Fraction(-395, 6), "≈−65.83"),
        (Fraction(10000), "10,000"),
        (Fraction(1, 70000), "≈0.0000143"),
    ],
)
def test_numbers_look_like_this(value, shown):
    assert number(value).text == shown


def test_counts_and_plurals():
    assert count_of(0, "package") == "no packages"
    assert count_of(1, "party", "parties") == "1 party"
    assert plural(2, "party", "parties") == "parties"
    assert grouped(10**50) == "1 × 10⁵⁰"
    assert grouped(-1234567) == "−1,234,567"


def test_ranges_are_shown_as_ranges():
    assert plain(quantity(Quantity(Fraction(35), Fraction(45)))) == "35 to 45"
    assert plain(quantity(Quantity.exactly(40))) == "40"


def test_lists_read_like_sentences():
    names = [Name("a"), Name("b"), Name("c"), Name("d")]
    assert plain(listed(names)) == "a, b, c and d"
    assert plain(listed(names, "or", limit=2)) == "a, b and 2 more"
    assert plain(listed(names[:3], limit=2)) == "a, b and c"
    assert plain(text("x", listed([]))) == "x"
