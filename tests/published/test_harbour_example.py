"""What the comments of the worked example say about its proposals is true."""

from __future__ import annotations

import pytest

from irenic.analyse.candidates import find_candidate
from irenic.analyse.results import ScoreCard
from irenic.analyse.settlement import score_proposal
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case


@pytest.fixture(scope="module")
def cards() -> dict[str, ScoreCard]:
    case = read_case(resolve("harbour"))
    return {p.id: score_proposal(case, find_candidate(case, p.id)) for p in case.proposals}


def test_ministry_draft_carries_and_is_efficient(cards):
    card = cards["ministry-draft"]
    assert card.carries
    assert card.efficient
    assert card.improvement is None


def test_pay_for_hours_carries_but_something_is_better_for_all_three(cards):
    card = cards["pay-for-hours"]
    assert card.carries
    assert not card.efficient
    assert card.improvement is not None
    assert set(card.improvement.gains) == {"city", "union", "firm"}
    assert all(gain > 0 for gain in card.improvement.gains.values())


def test_firm_offer_cannot_be_completed_so_that_it_carries(cards):
    card = cards["firm-offer"]
    assert card.open_issues == ("training", "deputy")
    assert card.completions.feasible > 0
    assert card.completions.carrying == 0


def test_firm_offer_drives_the_federation_away(cards):
    leaving = {score.party: score.backers_leaving for score in cards["firm-offer"].scores}
    assert leaving == {"city": (), "union": ("federation",), "firm": ()}


def test_city_outline_can_be_completed_in_both_ways(cards):
    card = cards["city-outline"]
    assert card.open_issues == ("hours", "wages", "deputy")
    assert 0 < card.completions.carrying < card.completions.feasible
