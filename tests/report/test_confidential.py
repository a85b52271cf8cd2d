"""What a party may not see is nowhere in its page: not in words, pictures, or source."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from builders import JOINT, MEDIATOR, party_reader, two_parties
from pages import Page

from irenic.analyse.audience import reduce_case, withhold
from irenic.analyse.candidates import find_candidate
from irenic.analyse.settlement import analyse_case, score_proposal
from irenic.model import Backer, Evidence, Forbid, OneOf, OptionValues, Quantity, Together
from irenic.report.html import render
from irenic.report.terminal import score_card, summary

#: Numbers of the seller that occur nowhere else, and that no other number contains.
NO_DEAL, WEIGHT, TERM = 35171, 61343, 7919
WORDS = ("CANARYWHO", "CANARYWHY", "CANARYBACKER", "CANARYEVIDENCE", "CANARYRULE")


def marked():
    """Return a case in which everything private to the seller can be recognised."""
    case = two_parties()
    seller = case.preferences["seller"]
    values = OptionValues({o: Quantity.exactly(v) for o, v in zip("abc", (0, 1, 2), strict=True)})
    price = replace(
        seller.issues["price"],
        weight=Quantity.exactly(WEIGHT),
        values=values,
        by="CANARYWHO",
        evidence=("CANARYEVIDENCE",),
    )
    seller = replace(
        seller,
        no_deal=Quantity.exactly(NO_DEAL),
        by="CANARYWHO",
        issues={**seller.issues, "price": price},
        together=(Together({"price": OneOf(("b",))}, Quantity.exactly(TERM), "CANARYWHY"),),
    )
    parties = (
        case.parties[0],
        replace(
            case.parties[1],
            backers=(Backer("cb", "CANARYBACKER", {"price": OneOf(("a",))}, "CANARYWHY"),),
        ),
    )
    own_rule = Forbid({"price": OneOf(("c",))}, why="CANARYRULE", by="seller")
    return replace(
        case,
        parties=parties,
        preferences={**case.preferences, "seller": seller},
        rules=(*case.rules, own_rule),
        evidence=(*case.evidence, Evidence("CANARYEVIDENCE", "CANARYEVIDENCE")),
    )


def private_numbers() -> set[str]:
    """Return every score of the seller, and what it is made of, as it would be shown."""
    case = marked()
    found = analyse_case(case)
    scores = {s.score for c in found.scorecards for s in c.scores if s.party == "seller"}
    scores |= {p.utilities[1] for p in found.frontier.points}
    numbers = {Fraction(NO_DEAL), Fraction(WEIGHT), Fraction(TERM), *(s for s in scores if s)}
    return {str(round(abs(n))) for n in numbers if abs(n) >= 1000}


def leaks(page: str) -> set[str]:
    digits = re.sub(r"(?<=\d)[,   ](?=\d{3})", "", page)
    return {w for w in WORDS if w in page} | {n for n in private_numbers() if n in digits}


@pytest.mark.parametrize("reader", [party_reader("buyer"), JOINT], ids=str)
def test_nothing_private_to_another_party_is_in_page_or_terminal(reader):
    analysis = analyse_case(marked(), reader)
    assert leaks(render(analysis)) == set()
    assert leaks(summary(analysis)) == set()


@pytest.mark.parametrize("reader", [party_reader("buyer"), JOINT], ids=str)
@pytest.mark.parametrize("proposal", ["draft", "outline", "ruled-out"])
def test_nothing_private_is_on_a_score_card(reader, proposal):
    case = reduce_case(marked(), reader)
    card = withhold(score_proposal(case, find_candidate(case, proposal)), reader)
    assert leaks(score_card(case, reader, card)) == set()


def test_the_canaries_are_seen_where_they_may_be():
    """Without this, a canary that is never shown to anybody would prove nothing."""
    page = render(analyse_case(marked(), MEDIATOR))
    assert {"CANARYWHO", "CANARYEVIDENCE", "CANARYRULE", str(NO_DEAL)} <= leaks(page)
    assert len(leaks(page)) > 6
    own = render(analyse_case(marked(), party_reader("seller")))
    assert {"CANARYWHO", "CANARYRULE", str(NO_DEAL)} <= leaks(own)


def test_a_party_sees_its_own_scores_and_no_frontier():
    page = render(analyse_case(marked(), party_reader("buyer")))
    assert "Buyer would get at least its no-deal value." in Page(page).text
    assert "figure-plane" not in page


def test_joint_page_shows_no_scores():
    page = render(analyse_case(two_parties(), JOINT))
    assert "30 to 40" not in page
    assert "No-deal value" not in page
