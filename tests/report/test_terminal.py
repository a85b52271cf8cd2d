"""Text for the terminal: fits, is clean, and says what was found."""

from __future__ import annotations

import unicodedata

import pytest
from builders import EVERY, MEDIATOR, foreign, made, two_parties
from hypothesis import given
from hypothesis import strategies as st

from irenic.analyse.audience import reduce_case, withhold
from irenic.analyse.candidates import find_candidate
from irenic.analyse.results import Audience
from irenic.analyse.settlement import analyse_case, score_proposal
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.terminal import score_card, summary
from irenic.report.textual import clean, columns

every = pytest.mark.parametrize(("name", "reader"), EVERY)


@every
@pytest.mark.parametrize("width", [100, 60])
def test_summary_fits(name, reader, width):
    words = summary(made(name, reader), width=width)
    assert max(len(line) for line in words.splitlines()) <= width
    assert "None" not in words
    assert words.endswith("\n")
    assert not [c for c in words if unicodedata.category(c)[0] == "C" and c != "\n"]


def test_terminal_codes_in_a_title_are_taken_out():
    analysis = analyse_case(two_parties())
    object.__setattr__(analysis.case, "title", "\x1b[31mred\x07 \u202egnol")
    assert summary(analysis).startswith("[31mred gnol\n")


@pytest.mark.parametrize("proposal", ["draft", "ruled-out", "one-sided", "outline"])
def test_score_card_fits(proposal):
    case = two_parties()
    card = score_proposal(case, find_candidate(case, proposal))
    words = score_card(case, MEDIATOR, card)
    assert max(len(line) for line in words.splitlines()) <= 100
    assert "None" not in words
    for meter in ("Comprehensive: ", "Just: ", "Sustainable: "):
        assert words.count(meter) == 1


def test_score_card_says_who_refuses_and_why():
    case = two_parties()
    card = score_proposal(case, find_candidate(case, "one-sided"))
    words = " ".join(score_card(case, MEDIATOR, card).split())
    assert card.refusing == ("buyer",)
    # Buyer: 0.5 x 0 + 0.2 x 0 + 0.3 x 0 = 0, against 30 to 40 without a deal
    assert "Buyer gets 0; without a deal it has 30 to 40 (the middle, 35, was used)" in words
    assert "what costs it most is" in words


def test_score_card_shows_the_trade_of_a_dominated_package():
    """By hand: date b to a costs the buyer 0.2 x 60, gives the seller 0.25 x 100."""
    case = two_parties()
    card = score_proposal(case, find_candidate(case, "price=c,date=b,support=0"))
    words = " ".join(score_card(case, MEDIATOR, card).split())
    assert "Another package is better for everyone: Buyer +18 and Seller +10." in words
    assert "Delivery date: b of date → a of date. Buyer gives 12 and Seller gains 25." in words
    assert "Support: 0 years → 2 years. Seller gives 15 and Buyer gains 30." in words


def test_names_in_other_scripts_are_shown():
    words = summary(analyse_case(foreign()))
    assert "港湾局" in words


cells = st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=40)


@given(
    st.integers(1, 9).flatmap(
        lambda n: st.tuples(
            st.lists(cells, min_size=n, max_size=n),
            st.lists(st.lists(cells, min_size=n, max_size=n), max_size=4),
        )
    ),
    st.integers(40, 120),
)
def test_columns_fit_and_lose_no_letter(table, width):
    head, rows = table
    lines = columns(
        [clean(h) for h in head], [[clean(c) for c in row] for row in rows], set(), width
    )
    assert all(len(line) <= width for line in lines)
    shown = "".join("".join(lines).split())
    for cell in (c for row in rows for c in row):
        for word in clean(cell).split():
            assert set(word) <= set(shown)


def test_a_partys_page_claims_nothing_about_others():
    """What is worked out from one party's figures must not be said of all."""
    case = read_case(resolve("abdelnabi-2024-port"))
    text = summary(analyse_case(case, Audience("party", "sportco")))
    card = score_proposal(case, find_candidate(case, "notebook"))
    assert "No party gets its worst" in score_card(case, Audience(), card)
    assert "No party" not in text
    reduced = reduce_case(case, Audience("party", "sportco"))
    own = withhold(
        score_proposal(reduced, find_candidate(reduced, "notebook")), Audience("party", "sportco")
    )
    words = score_card(reduced, Audience("party", "sportco"), own)
    assert "No party" not in words
    assert "SportCo does not get its worst" in words
