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
    assert found["nash"].packages[0].shares["land"] == dict.fromkeys("abc", third)
    assert found["nash"].value == (Fraction(70, 3) ** 3,)
    poor = solutions(text.replace("no_deal: 10", "no_deal: 40"))
    assert poor["egalitarian"].status is Status.NO_ZONE


def test_a_method_without_the_no_deal_value_it_needs_says_so():
    found = solutions(TWO.replace("no_deal: 0, points: {land: 60", "points: {land: 60"))["nash"]
    assert (found.status, found.reason) == (Status.UNKNOWN, "no-deal-unknown")
    assert found.packages == ()


BENT = "{no_deal: 0, issues: {land: {values: {0: 0, 0.5: 40, 1: 60}}, boat: {weight: 40}}}"


def test_a_bent_value_is_handed_over_piece_by_piece():
    """The first half of the land is worth 40 to a, the second 20; b gives 15 for either."""
    text = TWO.replace("{no_deal: 0, points: {land: 60, boat: 40}}", BENT)
    analysis = analyse_case(read_text(HEAD + text))
    corners = [p.utilities for p in analysis.frontier.points]
    assert analysis.frontier.kind == "line"
    assert corners == [(0, 100), (40, 85), (60, 70), (100, 0)]
    found = {s.method: s for s in analysis.solutions}
    assert found["nash"].utilities == ((60, 70),)
    assert found["adjusted-winner"].reason == "shares-not-linear"


@pytest.mark.parametrize(
    ("values", "parties", "reason"),
    [
        ("{0: 0, 0.5: 10, 1: 60}", "a, b", "shares-not-concave"),
        ("{0: 0, 0.5: 40, 1: 60}", "a, b, c", "shares-among-many"),
    ],
)
def test_an_unlisted_frontier_has_its_reason_and_methods_still_answer(values, parties, reason):
    text = f"""\
parties: {{a: {{name: A}}, b: {{name: B}}}}
issues: {{land: {{title: Land, share: [{parties}]}}}}
preferences:
  a: {{no_deal: 5, issues: {{land: {{values: {values}}}}}}}
  b: {{no_deal: 5, issues: {{land: {{weight: 30}}}}}}
"""
    if "c" in parties:
        text += "  c: {no_deal: 0, issues: {land: {weight: 20}}}\n"
        text = text.replace("b: {name: B}", "b: {name: B}, c: {name: C}")
    analysis = analyse_case(read_text(HEAD + text))
    assert (analysis.frontier.kind, analysis.frontier.reason) == ("none", reason)
    assert analysis.zone.status is Status.OPTIMAL
    answered = {s.method for s in analysis.solutions if s.status is Status.OPTIMAL}
    silent = {"adjusted-winner", "kalai-smorodinsky-nearest"}
    assert answered == {s.method for s in analysis.solutions} - silent


def test_a_majority_can_leave_a_party_with_less_than_no_deal():
    """With two of three, a takes all; unanimity keeps a fifth of the land for c."""
    text = """\
parties: {a: {name: A}, b: {name: B}, c: {name: C}}
issues: {land: {title: Land, share: [a, b, c]}}
preferences:
  a: {no_deal: 0, issues: {land: {weight: 100}}}
  b: {no_deal: 0, issues: {land: {weight: 90}}}
  c: {no_deal: 10, issues: {land: {weight: 50}}}
"""
    everyone, two = solutions(text), solutions(text + "decision: {at_least: 2}\n")
    assert everyone["utilitarian-in-zone"].value == (80,)
    assert everyone["utilitarian-in-zone"].packages[0].shares["land"]["c"] == Fraction(1, 5)
    assert two["utilitarian-in-zone"].value == (90,)
    assert two["utilitarian"].value == (80,)
    assert two["nash"].utilities == everyone["nash"].utilities


def test_options_make_the_frontier_several_lines():
    """Either the north (40 for a) or the south (50 for b) beside the land."""
    text = """\
parties: {a: {name: A}, b: {name: B}}
issues:
  site: {title: Site, options: [north, south]}
  land: {title: Land, share: [a, b]}
preferences:
  a: {no_deal: 0, issues: {land: {weight: 60}, site: {values: {north: 40, south: 0}}}}
  b: {no_deal: 0, issues: {land: {weight: 30}, site: {values: {north: 0, south: 50}}}}
"""
    frontier = analyse_case(read_text(HEAD + text)).frontier
    assert frontier.kind == "lines"
    assert [p.utilities for p in frontier.points] == [(0, 80), (60, 50), (60, 20), (100, 0)]
    assert frontier.runs == ((0, 1), (2, 3))
    assert frontier.open_ends == (2,)
    assert [p.package.choices["site"] for p in frontier.points] == ["south"] * 2 + ["north"] * 2


def test_a_dominated_division_is_improved_by_trading():
    case = read_text(
        HEAD + TWO + "proposals: {half: {land: {a: 1/2, b: 1/2}, boat: {a: 1/2, b: 1/2}}}\n"
    )
    card = score_proposal(case, find_candidate(case, "half"))
    assert [s.score for s in card.scores] == [50, 50]
    assert card.efficient is False
    assert card.improvement is not None
    assert min(card.improvement.gains.values()) == Fraction(700, 11) - 50
