"""What a party may see: nothing private of another party, in any form of the answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from analyse.random_cases import random_case

from irenic.analyse.audience import parse_audience, reduce_case
from irenic.analyse.results import Audience
from irenic.analyse.settlement import analyse_case
from irenic.casefile.reader import read_text
from irenic.errors import UnknownName
from irenic.report.html import render
from irenic.report.jsonable import analysis_to_json
from irenic.report.terminal import summary

# Numbers that occur nowhere else, and words that only their owner may read.
CASE = """\
irenic: 1
title: Canaries
parties:
  ann: {name: Ann, backers: {guild: {name: Guild-of-Ann, leaves_if: {rent: low}, why: ann-backer}}}
  bob: {name: Bob, backers: {bank: {name: Bank-of-Bob, why: bob-backer}}}
issues:
  rent: {title: Rent, options: {low: Low, high: High}}
  size: {title: Size, range: {from: 0, to: 2, step: 1}}
preferences:
  ann:
    no_deal: 713.1
    by: ann-judgement
    evidence: [ann-paper]
    issues:
      rent: {weight: 1, values: {low: 7177.3, high: 791.9}, by: ann-rent}
      size: {values: {0: 0, 2: 7411.7}}
    together: [{when: {rent: low}, add: 77.77, why: ann-term}]
  bob:
    no_deal: [911.3, 931.7]
    by: bob-judgement
    evidence: [bob-paper]
    issues:
      rent: {weight: {from: 1, to: 3}, values: {low: 971.9, high: 9311.3}, by: bob-rent}
      size: {values: {0: 9777.1, 2: 0}}
    together: [{when: {rent: high}, add: 99.991, why: bob-term}]
rules:
  - {forbid: {rent: low, size: 2}, why: ann-reason, by: ann}
  - {forbid: {rent: high, size: 0}, why: bob-reason, by: bob}
  - {at_most: 1, of: [{rent: low}, {size: 2}], why: ann-count, by: ann}
  - {require: [{rent: high}, {size: [0, 1]}], why: ann-choice, by: ann}
  - {compare: 2*size >= 1, when: {rent: high}, why: bob-compare, by: bob}
proposals:
  one: {rent: low, size: 1}
  two: {rent: high}
coalitions:
  - {members: [ann], value: 8111.1}
  - {members: [bob], value: 8222.2}
  - {members: [ann, bob], value: 88333.3}
absent: {town: {name: Townspeople, why: mediator-note}}
evidence:
  ann-paper: {citation: ann-secret-source, says: ann-says}
  bob-paper: {citation: bob-secret-source, says: bob-says}
about: {description: mediator-description, not_verified: mediator-doubt}
"""
ANN = [
    "713.1", "7177.3", "791.9", "7411.7", "77.77", "3705.85", "ann-judgement", "ann-rent",
    "ann-term", "ann-backer", "Guild-of-Ann", "ann-secret-source", "ann-says", "ann-reason",
    "ann-count", "ann-choice",
]  # fmt: skip
BOB = [
    "911.3", "921.5", "931.7", "971.9", "9311.3", "9777.1", "99.991", "4888.55", "1943.8",
    "18622.6", "bob-judgement", "bob-rent", "bob-term", "bob-backer", "Bank-of-Bob",
    "bob-secret-source", "bob-says", "bob-reason",
    "bob-compare",
]  # fmt: skip
MEDIATOR = ["8111.1", "8222.2", "88333.3", "mediator-note", "mediator-description"]

FORMS = {
    "json": lambda analysis: json.dumps(analysis_to_json(analysis), ensure_ascii=False),
    "page": render,
    "terminal": summary,
    "object": repr,
}


def seen_by(audience: str, form: str) -> str:
    case = read_text(CASE)
    return FORMS[form](analyse_case(case, parse_audience(audience, case)))


def leaks(text: str, canaries: list[str]) -> list[str]:
    plain = text.replace(",", "").replace("\u202f", "")
    return [c for c in canaries if c in text or c.replace(",", "") in plain]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("audience", "hidden"),
    [
        ("party:ann", BOB + MEDIATOR),
        ("party:bob", ANN + MEDIATOR),
        ("joint", ANN + BOB + MEDIATOR),
    ],
)
def test_nothing_private_of_others_is_in_reach(audience, hidden, form):
    assert leaks(seen_by(audience, form), hidden) == []


def test_the_canaries_are_alive():
    """Each canary does appear where it may, so the test above can fail."""
    everything = seen_by("mediator", "object")
    numbers = [c for c in ANN + BOB if c[0].isalpha()]
    assert leaks(everything, numbers) == numbers
    own = seen_by("party:ann", "page")
    assert "ann-reason" in own or "713.1" in own


@pytest.mark.parametrize("form", ["page", "terminal"])
def test_a_party_sees_its_own_figures(form):
    text = seen_by("party:ann", form).replace(",", "")
    assert "713.1" in text


@pytest.mark.parametrize("seed", range(60))
def test_a_partys_view_does_not_depend_on_what_others_want(seed):
    """Changing another party's preference changes nothing in what a party is shown."""
    case = random_case(seed)
    own = case.party_ids[0]
    changed = {
        p: replace(v, no_deal=None, issues={}, together=()) if p != own else v
        for p, v in case.preferences.items()
    }
    audience = Audience("party", own)
    before = analyse_case(case, audience)
    after = analyse_case(replace(case, preferences=changed), audience)
    assert analysis_to_json(before) == analysis_to_json(after)
    assert render(before) == render(after)


def test_the_mediator_sees_the_case_as_it_is():
    case = read_text(CASE)
    assert reduce_case(case, Audience()) is case


def test_unknown_audiences_are_named():
    with pytest.raises(UnknownName, match="expected one of: mediator, joint, party:ann"):
        parse_audience("party:eve", read_text(CASE))


def test_joint_shows_packages_but_no_scores():
    case = read_text(CASE)
    joint = analyse_case(case, Audience("joint"))
    full = analyse_case(case)
    assert [s.packages for s in joint.solutions] == [s.packages for s in full.solutions]
    assert all(s.utilities == () and s.value == () for s in joint.solutions)
    assert all(card.scores == () for card in joint.scorecards)
