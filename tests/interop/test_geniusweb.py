"""GeniusWeb JSON: exact scores, the reservation bid as no-deal value, and what is refused."""

from __future__ import annotations

import json
from fractions import Fraction as F
from itertools import product

import pytest
from interop.hand_made import JOB_DOMAIN, job_profile, scores_of, write

from irenic.errors import CaseError
from irenic.interop.formats import import_case

#: Salaries and shares of a full-time post on their grids; 1.05 is not on the second one.
SALARIES = [F(2000 + 250 * k) for k in range(9)]
SHARES = [F(k, 10) for k in range(5, 11)]
BID = '{"issuevalues": {"car": "no", "salary": 2500, "fte": "0.8"}}'


def expected_scores(car_weight, salary_weight, fte_weight):
    """Return the scores of GeniusWeb's rule, written out for the profile of ``job_profile``."""
    car = {"yes": F(1), "no": F("0.333333")}
    table = {}
    for c, s, f in product(car, SALARIES, SHARES):
        score = car_weight * car[c]
        score += salary_weight * (F("0.1") + F("0.9") * (s - 2000) / 2000)
        score += fte_weight * (1 - (f - F("0.5")) / F("0.55"))
        table[c, s, f] = score
    return table


def imported(tmp_path, steps=None, **files):
    return import_case([write(tmp_path / "jobs", **files)], "geniusweb", steps or {})


def test_every_package_scores_by_the_rule_of_geniusweb(tmp_path):
    case = imported(tmp_path, a_json=job_profile("boss"), b_json=job_profile("staff")).case
    expected = expected_scores(F("0.2"), F("0.5"), F("0.3"))
    found = {(c, F(s), F(f)): u for (c, s, f), u in scores_of(case, "boss").items()}
    assert found == expected
    assert case.party_ids == ("boss", "staff")
    assert case.title == "jobs"


def test_the_no_deal_value_is_the_score_of_the_reservation_bid_exactly(tmp_path):
    case = imported(tmp_path, a_json=job_profile("boss", reservation=BID)).case
    score = expected_scores(F("0.2"), F("0.5"), F("0.3"))["no", F(2500), F("0.8")]
    assert case.preferences["boss"].no_deal.low == score
    assert "score of the reservation bid: car no, salary 2500, fte 0.8" in case.evidence[0].says


def test_issues_that_the_reservation_bid_leaves_out_add_nothing(tmp_path):
    bid = '{"issuevalues": {"car": "yes"}}'
    case = imported(tmp_path, a_json=job_profile("boss", reservation=bid)).case
    assert case.preferences["boss"].no_deal.low == F("0.2")


def test_no_reservation_bid_is_an_unknown_no_deal_value(tmp_path):
    assert imported(tmp_path, a_json=job_profile("a")).case.preferences["a"].no_deal is None


def test_a_domain_file_may_come_along_and_a_step_may_be_chosen(tmp_path):
    case = imported(
        tmp_path, {"salary": F(500)}, a_json=job_profile("boss"), domain_json=JOB_DOMAIN
    ).case
    assert case.issues[1].step == 500
    assert case.party_ids == ("boss",)


PARTIAL = (
    '{"DefaultPartialOrdering": {"domain": {}, "name": "p", "bidslist": [], "betterlist": []}}'
)
GROUPS = '{"SumOfGroupsUtilitySpace": {"domain": {}, "name": "p", "partUtilities": {}}}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PARTIAL, "which bids are better than which, without scores"),
        (GROUPS, "it scores groups of issues, not single issues"),
    ],
)
def test_other_kinds_of_profile_are_refused_with_the_reason(tmp_path, text, reason):
    with pytest.raises(CaseError, match=reason) as caught:
        imported(tmp_path, a_json=text)
    assert (caught.value.problems[0].line, caught.value.problems[0].column) == (1, 2)


CHANGES = [
    ('"car": 0.2', '"car": "x"', 18, "'x'", "a decimal number"),
    ('"car": 0.2', '"car": 0.3', 18, "weights that add up to 1.1", "exactly 1"),
    ('"car": 0.2', '"car": 0.1', 18, "weights that add up to 0.9", "exactly 1"),
    ('"car": 0.2, ', "", 18, "nothing", "a decimal number"),
    ('"car": 0.2', '"car": -0.2', 18, "the weight -0.2", "0 or more"),
    ('"car": 0.2', '"cat": 0, "car": 0.2', 18, "weight for the unknown issue 'cat'", "one of"),
    ('"car": 0.2', '"car": NaN', 18, "'NaN'", "a JSON value"),
    ('"car": 0.2', '"car": 01', 18, "'01'", "a JSON value"),
    ('"car": 0.2', '"car": 1e99999', 18, "'1e99999'", "a decimal number of usual size"),
    ('"yes": 1', '"yes": 2', 14, "2", "a utility from 0 to 1"),
    ('"yes": 1, ', "", 14, "nothing", "a decimal number"),
    ('"yes": 1', '"yes": 1, "perhaps": 1', 14, "a utility for 'perhaps'", "one of 'yes', 'no'"),
    ('"discreteutils"', '"linearutils"', 14, "a mapping with 'linearutils'", "'discreteutils'"),
    ('"lowValue": 2000', '"lowValue": 1999', 12, "values from 1999 to 4000", "2000 to 4000"),
    ('"lowUtility": 0.1', '"lowUtility": -0.1', 12, "-0.1", "a utility from 0 to 1"),
    ('["yes", "no"]', '["yes", "yes"]', 5, "the value 'yes' a second time", "each value once"),
    ('["yes", "no"]', "[]", 5, "an empty list", "a list of values"),
    ('[2000, "4000", 250]', "[2000, 4000]", 6, "a list of 2", "low, high, step"),
    ('[2000, "4000", 250]', "[4000, 2000, 250]", 6, "a range from 4000 to 2000", "low first"),
    ('[2000, "4000", 250]', "[2000, 4000, 0]", 6, "a step of 0", "a number above 0"),
    ('[2000, "4000", 250]', "[2000, 4000, 0.001]", 6, "2000001 numbers", "--step salary=STEP"),
    ('"reservationBid": null', '"reservationBid": {"issuevalues": {"car": "maybe"}}', 19,
     "'maybe'", "one of 'yes', 'no'"),
    ('"reservationBid": null', '"reservationBid": {"issuevalues": {"salary": 2100}}', 19,
     "2100", "one of the numbers"),
    ('"reservationBid": null', '"reservationBid": {"issuevalues": {"cat": 1}}', 19,
     "an unknown issue", "one of"),
    ('"reservationBid": null', '"reservationBid": null, "name": "b"', 19,
     "the key 'name' a second time", "it stands on line 10"),
    ('"reservationBid": null', '"reservationBid": null, "extra": 1', 19, "'extra'", "one of"),
    ('"reservationBid": null', '"reservationBid": nul', 19, "'nul'", "a JSON value"),
    ('"reservationBid": null', '"reservationBid": null,', 20, "'}'", "a key in double quotes"),
    ('"name": "boss"', '"name": "\\ud800"', 10, "half of a character", "whole characters"),
    ('"name": "boss"', '"name": "bo\nss"', 10, "'\"bo'", "a JSON value"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "found", "expected"), CHANGES)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, found, expected):
    text = job_profile("boss")
    assert text.count(old) == 1
    with pytest.raises(CaseError) as caught:
        imported(tmp_path, a_json=text.replace(old, new))
    named = [p for p in caught.value.problems if p.line == line and found in p.found]
    assert named, caught.value.problems
    assert expected in named[0].expected


def test_profiles_on_different_domains_are_refused(tmp_path):
    other = job_profile("staff").replace("250]", "125]")
    with pytest.raises(CaseError, match="other values for 'salary'"):
        imported(tmp_path, a_json=job_profile("boss"), b_json=other)


def test_the_hand_made_profile_is_json():
    assert json.loads(job_profile("boss", reservation=BID))
