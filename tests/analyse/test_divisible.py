"""Divisible issues: what each method gives, and what it says when it gives nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from irenic.analyse.candidates import find_candidate
from irenic.analyse.results import Status
from irenic.analyse.settlement import analyse_case, score_proposal
from irenic.casefile.reader import read_text

HEAD = "irenic: 1\ntitle: Shares\n"


def solutions(text):
    return {s.method: s for s in analyse_case(read_text(HEAD + text)).solutions}


TWO = """\
parties: {a: {name: A}, b: {name: B}}
issues:
  land: {title: Land, share: [a, b]}
  boat: {title: Boat, share: [a, b]}
preferences:
  a: {no_deal: 0, points: {land: 60, boat: 40}}
  b: {no_deal: 0, points: {land: 30, boat: 70}}
"""


def test_adjusted_winner_is_the_egalitarian_division_of_points():
    """Brams and Taylor 1996: a keeps the land; the boat is split until 60 + 40x = 70(1 - x)."""
    found = solutions(TWO)
    assert found["adjusted-winner"].utilities == ((Fraction(700, 11), Fraction(700, 11)),)
    shares = found["adjusted-winner"].packages[0].shares
    assert shares["boat"] == {"a": Fraction(1, 11), "b": Fraction(10, 11)}
    assert found["egalitarian"].utilities == found["adjusted-winner"].utilities
    # the product 60 * 70 at the corner beats every point of both segments
    assert found["nash"].utilities == ((60, 70),)


def test_options_beside_shares_are_searched_together():
    """With the jeep for a, both can have more: 20 + 60 and 70 against 60 and 70 + 10."""
    text = TWO.replace("preferences:", "  jeep: {title: Jeep, options: [to-a, to-b]}\npreferences:")
    text = text.replace(
        "boat: 40}}", "boat: 40}, issues: {jeep: {values: {to-a: 20, to-b: 0}}}}"
    ).replace("boat: 70}}", "boat: 70}, issues: {jeep: {values: {to-a: 0, to-b: 10}}}}")
    found = solutions(text)
    assert found["utilitarian"].packages[0].choices == {"jeep": "to-a"}
    assert found["utilitarian"].utilities == ((80, 70),)
    assert found["adjusted-winner"].reason == "not-all-divisible"


def test_three_equal_heirs_get_a_third_each():
    text = """\
parties: {a: {name: A}, b: {name: B}, c: {name: C}}
issues: {land: {title: Land, share: [a, b, c]}}
preferences:
  a: {no_deal: 10, points: {land: 100}}
  b: {no_deal: 10, points: {land: 100}}
  c: {no_deal: 10, points: {land: 100}}
"""
    found = solutions(text)
    third = Fraction(1, 3)
    assert found["greatest-least-score"].packages[0].shares["land"] == dict.fromkeys("abc", third)
    assert found["egalitarian"].value == (Fraction(70, 3),) * 3
    assert found["nash"].reason == "shares-need-two-parties"
    poor = solutions(text.replace("no_deal: 10", "no_deal: 40"))
    assert poor["egalitarian"].status is Status.NO_ZONE


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("land: {title: Land, share: [a, b]}", None, "shares-not-linear"),
        ("preferences:", "decision: {at_least: 1}\npreferences:", "shares-need-unanimity"),
        ("no_deal: 0, points: {land: 60", "points: {land: 60", "no-deal-unknown"),
    ],
)
def test_no_answer_has_its_reason(old, new, reason):
    text = (
        TWO.replace(old, new)
        if new
        else TWO.replace(
            "{no_deal: 0, points: {land: 60, boat: 40}}",
            "{no_deal: 0, issues: {land: {values: {0: 0, 0.5: 9, 1: 10}}, boat: {}}}",
        )
    )
    found = solutions(text)["nash"]
    assert (found.status, found.reason, found.packages) == (Status.UNKNOWN, reason, ())


def test_a_dominated_division_is_improved_by_trading():
    case = read_text(
        HEAD + TWO + "proposals: {half: {land: {a: 1/2, b: 1/2}, boat: {a: 1/2, b: 1/2}}}\n"
    )
    card = score_proposal(case, find_candidate(case, "half"))
    assert [s.score for s in card.scores] == [50, 50]
    assert card.efficient is False
    assert card.improvement is not None
    assert min(card.improvement.gains.values()) == Fraction(700, 11) - 50
