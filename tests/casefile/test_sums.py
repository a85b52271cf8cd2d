"""Comparisons of sums: reading, writing, and reading back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import ODD_NAMES, numbers, odd_ids

from irenic.casefile.sums import SumFault, read_comparison, write_comparison
from irenic.model import Compare, Sum

F = Fraction


@pytest.mark.parametrize(
    ("text", "left", "relation", "right"),
    [
        ("wages <= bonus + 2", Sum((("wages", F(1)),)), "<=", Sum((("bonus", F(1)),), F(2))),
        (
            "2*wages + bonus <= 10",
            Sum((("wages", F(2)), ("bonus", F(1)))),
            "<=",
            Sum((), F(10)),
        ),
        ("-a - 5/9*b > .5", Sum((("a", F(-1)), ("b", F(-5, 9)))), ">", Sum((), F(1, 2))),
        ("a*2+1e2==b", Sum((("a", F(2)),), F(100)), "==", Sum((("b", F(1)),))),
        ("  3 - a\n< -`x y` ", Sum((("a", F(-1)),), F(3)), "<", Sum((("x y", F(-1)),))),
        ("`a``b` >= `<= 4`", Sum((("a`b", F(1)),)), ">=", Sum((("<= 4", F(1)),))),
        ("`1e5` >= 0", Sum((("1e5", F(1)),)), ">=", Sum()),
        ("größe_2 >= 日本", Sum((("größe_2", F(1)),)), ">=", Sum((("日本", F(1)),))),
    ],
)
def test_what_is_written_is_read(text, left, relation, right):
    assert read_comparison(text) == (left, relation, right)
    assert read_comparison(write_comparison(Compare(left, relation, right))) == (
        left,
        relation,
        right,
    )


def test_it_is_written_as_people_write_it():
    rule = Compare(
        Sum((("wages", F(2)), ("pay-rise", F(-1))), F(-1, 3)), "<=", Sum((("b", F(-1)),), F(3, 2))
    )
    assert write_comparison(rule) == "2*wages - `pay-rise` - 1/3 <= -b + 1.5"
    assert write_comparison(Compare(Sum(), "<", Sum((("b", F(1)),)))) == "0 < b"


sums = st.builds(
    lambda terms, constant: Sum(tuple(terms.items()), constant),
    st.dictionaries(st.sampled_from(ODD_NAMES) | odd_ids, numbers.filter(bool), max_size=4),
    numbers,
)


@given(left=sums, right=sums, relation=st.sampled_from(["<", "<=", ">", ">=", "=="]))
def test_reading_what_was_written_gives_the_same_comparison(left, right, relation):
    assert read_comparison(write_comparison(Compare(left, relation, right))) == (
        left,
        relation,
        right,
    )


@given(text=st.text("ab12.*+-/<>=!`e ()", max_size=20) | st.text(max_size=10))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        left, relation, right = read_comparison(text)
    except SumFault as fault:
        said = (fault.found, fault.expected)
    else:
        rule = Compare(left, relation, right)
        said = ("read", write_comparison(rule))
        assert read_comparison(said[1]) == (left, relation, right)
    assert all(said)
