"""Who accepts, what carries, who can block: the decision rule as a table."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from irenic.analyse.decision import blocking_coalitions, carries
from irenic.model import Case, Decision, Party

YES, NO, PERHAPS = True, False, None


def case(at_least, must=(), parties="abc"):
    return Case("", tuple(Party(p, p) for p in parties), decision=Decision(at_least, must))


@pytest.mark.parametrize(
    ("at_least", "must", "answers", "expected"),
    [
        (None, (), [YES, YES, YES], True),
        (None, (), [YES, YES, NO], False),
        (None, (), [YES, YES, PERHAPS], None),
        (2, (), [YES, YES, NO], True),
        (2, (), [YES, NO, NO], False),
        (2, (), [YES, NO, PERHAPS], None),
        (2, (), [PERHAPS, NO, NO], False),
        (2, ("c",), [YES, YES, NO], False),
        (2, ("c",), [YES, YES, PERHAPS], None),
        (2, ("c",), [YES, NO, YES], True),
    ],
)
def test_what_carries(at_least, must, answers, expected):
    assert carries(case(at_least, must), answers) is expected


def test_smallest_blocking_sets_most_fragile_first():
    """Four parties, three needed, a in any case: a alone, or two of the others together."""
    margins = {"a": F(1, 2), "b": F(1, 4), "c": F(-1), "d": None}
    answers = {"a": YES, "b": YES, "c": NO, "d": PERHAPS}
    found = blocking_coalitions(case(3, ("a",), "abcd"), answers, margins)
    assert [(b.parties, b.margin) for b in found] == [
        (("b", "c"), F(1, 4)),  # c refuses already; b is the firmer of the two
        (("a",), F(1, 2)),
        (("b", "d"), None),
        (("c", "d"), None),
    ]
    assert not any(b.refuses_now for b in found)


def test_everyone_blocks_alone_under_unanimity():
    margins = {"a": F(0), "b": F(1), "c": F(-1)}
    found = blocking_coalitions(case(None), {"a": YES, "b": YES, "c": NO}, margins)
    assert [b.parties for b in found] == [("c",), ("a",), ("b",)]
    assert [b.refuses_now for b in found] == [True, False, False]
