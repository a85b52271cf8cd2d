"""Rules as sentences."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from builders import two_parties

from irenic.analyse.settlement import analyse_case
from irenic.model import (
    ChoiceIssue,
    Compare,
    Comparison,
    Count,
    Forbid,
    NumericIssue,
    OneOf,
    Option,
    Require,
    Sum,
)
from irenic.report.text import plain
from irenic.report.view import View
from irenic.report.wording.rules import rule_words

F = Fraction
H36 = {"hours": OneOf(("h36",))}
H38 = {"hours": OneOf(("h38",))}
DEAR = {"wages": Comparison(">=", F(4))}
WAGES = Sum((("wages", F(1)),))


def words_of(rule) -> str:
    """Return the words for a rule that is the second of a small case."""
    hours = ChoiceIssue("hours", "Hours", tuple(Option(f"h{k}", f"{k} h") for k in (36, 38, 40)))
    wages = NumericIssue("wages", "Pay rise", F(0), F(6), F(1), "%")
    bonus = NumericIssue("bonus", "Bonus", F(0), F(6), F(1))
    case = two_parties()
    case = replace(case, issues=(*case.issues, hours, wages, bonus))
    # What is computed does not matter here: only the words for the rule do.
    view = View(replace(analyse_case(case), case=replace(case, rules=(Forbid(H36), rule))))
    return plain(rule_words(view, 1))


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Forbid({**H36, **DEAR}), "not allowed: Hours is 36 h and Pay rise at least 4%"),
        (Require((DEAR,)), "always: Pay rise at least 4%"),
        (Require((DEAR, H36), why="law"), "always: Pay rise at least 4%, or Hours is 36 h (law)"),
        (Require((DEAR,), (H36,)), "if Hours is 36 h, then Pay rise at least 4%"),
        (
            Require((DEAR,), (H36, H38)),
            "if Hours is 36 h, or Hours is 38 h, then Pay rise at least 4%",
        ),
        (Count((H36, DEAR), 0, 1), "at most 1 of: Hours is 36 h; Pay rise at least 4%"),
        (Count((H36, DEAR), 1), "at least 1 of: Hours is 36 h; Pay rise at least 4%"),
        (Count((H36, DEAR), 1, 2), "at least 1 of: Hours is 36 h; Pay rise at least 4%"),
        (Count((H36, DEAR), 1, 1), "exactly 1 of: Hours is 36 h; Pay rise at least 4%"),
        (Count((H36, DEAR), 0, 0), "none of: Hours is 36 h; Pay rise at least 4%"),
        (Count((H36, DEAR), 2), "all of: Hours is 36 h; Pay rise at least 4%"),
        (
            Count((H36, H38, DEAR), 1, 2),
            "from 1 to 2 of: Hours is 36 h; Hours is 38 h; Pay rise at least 4%",
        ),
        (
            Count((H38, DEAR), 0, 1, (H36,)),
            "if Hours is 36 h, then at most 1 of: Hours is 38 h; Pay rise at least 4%",
        ),
        (
            Compare(WAGES, "<=", Sum((("bonus", F(1)),), F(2))),
            "always: Pay rise is at most Bonus + 2",
        ),
        (
            Compare(Sum((("wages", F(2)), ("bonus", F(-1))), F(-1, 2)), ">", Sum(), (H36,)),
            "if Hours is 36 h, then 2 × Pay rise − Bonus − 0.5 is above 0",
        ),
        (
            Compare(Sum((("bonus", F(-5, 9)),)), "==", WAGES, why="so"),
            "always: −5/9 × Bonus equals Pay rise (so)",
        ),
        (Compare(WAGES, "<", Sum((), F(3))), "always: Pay rise is below 3"),
        (Compare(WAGES, ">=", Sum((), F(-3))), "always: Pay rise is at least −3"),
    ],
)
def test_a_rule_is_a_plain_sentence(rule, words):
    assert words_of(rule) == words


def test_a_long_count_is_cut_and_says_so():
    of = tuple({"wages": Comparison(">=", F(k, 4))} for k in range(20))
    assert words_of(Count(of, 0, 3)).endswith("Pay rise at least 2.75%; 8 more")
