"""The worked example of four steps, every figure checked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from worked_deals import GOV, ORDER_A, ORDER_B, REB, worked_example

F = Fraction


def test_what_each_party_has_of_the_whole():
    assert worked_example().complete == (5, 3)


def test_temptations_and_exposures_of_order_a():
    moments = worked_example().moments(ORDER_A)
    assert [m.temptation for m in moments] == [-5, 1, -1, 3]
    assert [m.after[GOV].exposure for m in moments] == [2, -4, 0, -5]
    assert [m.after[REB].exposure for m in moments] == [-4, 1, -6, -3]


def test_temptations_of_order_b():
    moments = worked_example().moments(ORDER_B)
    assert [m.temptation for m in moments] == [-3, 1, -1, 2]
    assert max(m.after[REB].exposure for m in moments) == 5


@pytest.mark.parametrize(
    ("changes", "margins"),
    [
        ({}, [5, -1, 1, -3]),
        ({"stops": [0, 0, 0, 0]}, [-6, -8, -4, -3]),
        ({"notice": [1, 1, 1, 1]}, [-1, -8, -4, -3]),
        ({"undone": [F(1, 2)] * 4}, [5, 1, 4, F(5, 2)]),
    ],
    ids=["all linked", "nothing stops", "noticed one step late", "half undone"],
)
def test_how_each_clause_changes_the_margins_of_order_a(changes, margins):
    moments = worked_example(**changes).moments(ORDER_A)
    assert [-m.temptation for m in moments] == margins
