"""Repairs and explained zones: the checker agrees on thousands, and notices planted errors."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from verified_cases import random_case

from irenic.analyse.audience import reduce_case
from irenic.analyse.candidates import find_candidate
from irenic.analyse.no_zone import explain_zone
from irenic.analyse.repair import repair_proposal
from irenic.analyse.results import Audience, Package
from irenic.analyse.scorecard import Candidate
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.model import Decision, Quantity
from irenic.report.jsonable import repair_to_json, zone_to_json
from irenic.verify import trial
from irenic.verify.checker import verify_result


def program(value):
    """What a program reads of what is printed."""
    return json.loads(json.dumps(value))


def repaired(case, candidate, audience=None, **options):
    reader = audience or Audience()
    reduced = reduce_case(case, reader)
    answer = repair_proposal(reduced, candidate, reader, **options)
    return program(repair_to_json(reduced, reader, answer))


def zoned(case, audience=None):
    reader = audience or Audience()
    reduced = reduce_case(case, reader)
    return program(zone_to_json(reduced, reader, explain_zone(reduced, reader)))


def verdicts(result, case):
    return {claim.claim: claim for claim in verify_result(result, case)}


def refuted(result, case):
    return [c for c in verify_result(result, case) if c.verdict == "refuted"]


def random_question(seed: int):
    """A random case, often demanding, under a random rule, with a package and closed issues."""
    case, rng = random_case(seed), Random(seed)
    raised = {}
    for name, preference in case.preferences.items():
        more = rng.choice([0, 0, 1, 3, 6])
        if preference.no_deal is not None and more:
            low = preference.no_deal.midpoint + more
            preference = replace(preference, no_deal=Quantity.exactly(low))
        raised[name] = preference
    n = len(case.parties)
    must = tuple(rng.sample(case.party_ids, rng.choice([0, 0, 1])))
    decision = rng.choice([Decision(), Decision(rng.randint(1, n), must)])
    case = replace(case, preferences=raised, decision=decision)
    choices = {i.id: rng.choice(i.option_ids) for i in case.issues if rng.random() < 0.85}
    closed = tuple(i for i in choices if rng.random() < 0.15)
    return case, Candidate("package", Package(choices), True), closed


def shape(result):
    found = result["repair"]
    return found["status"], found["carries"], bool(found["other"]), bool(found["improvement"])


@pytest.mark.parametrize("chunk", range(6))
def test_the_checker_confirms_random_repairs(chunk):
    shapes = set()
    for seed in range(chunk * 100, (chunk + 1) * 100):
        case, candidate, closed = random_question(seed)
        if not case.issues:
            continue
        options = {"closed": closed, "efficient": True}
        options["measure"] = "points" if seed % 2 else "range"
        result = repaired(case, candidate, **options)
        claims = verify_result(result, case)
        wrong = [c for c in claims if c.verdict != "confirmed"]
        assert wrong == [], seed
        shapes.add(shape(result))
        party = case.party_ids[seed % len(case.party_ids)]
        for reader in (Audience("joint"), Audience("party", party)):
            private = repaired(case, candidate, reader, closed=closed)
            assert refuted(private, case) == [], (seed, reader)
    assert {status for status, *_ in shapes} >= {"optimal", "no-zone", "unknown"}
    assert any(better for *_, better in shapes)


@pytest.mark.parametrize("chunk", range(6))
def test_the_checker_confirms_random_zones(chunk):
    statuses = set()
    for seed in range(chunk * 100, (chunk + 1) * 100):
        case, _, _ = random_question(seed)
        if not case.issues:
            continue
        result = zoned(case)
        wrong = [c for c in verify_result(result, case) if c.verdict != "confirmed"]
        assert wrong == [], seed
        statuses.add(result["zone_explained"]["status"])
        party = case.party_ids[seed % len(case.party_ids)]
        for reader in (Audience("joint"), Audience("party", party)):
            assert refuted(zoned(case, reader), case) == [], (seed, reader)
    assert statuses >= {"optimal", "no-zone", "unknown"}


def quarry():
    return read_case(resolve("quarry"))


def port():
    return read_case(resolve("abdelnabi-2024-port"))


def first(r, name="smallest"):
    return r["repair"][name]["repairs"][0]


def more(number, by=1):
    return str(Fraction(number) + by)


def a_repair_that_fails(r):
    first(r)["package"]["A"] = "A1"


def another_count(r):
    r["repair"]["smallest"]["count"] += 1


def another_concession(r):
    r["repair"]["smallest"]["concession"] = more(r["repair"]["smallest"]["concession"])


def another_share_of_it(r):
    first(r)["concessions"]["mayor"] = "1"


def a_gain_invented(r):
    first(r)["change"]["gains"]["cities"] = "99"


def a_refusal_hidden(r):
    first(r)["refusing"] = []


def said_to_carry(r):
    r["repair"]["carries"] = True


def a_larger_repair(r):
    """One change more than needed, honestly described but for its being the smallest."""
    r["repair"]["changes"] += 1
    for name in ("smallest", "efficient"):
        r["repair"][name]["changes"] += 1


def a_dominated_one_said_to_be_efficient(r):
    first(r, "efficient")["package"] = {
        **first(r, "efficient")["package"],
        "F": "F2",
    }


def a_closed_issue_moved(r):
    r["repair"]["closed"] = ["F"]


PLANTED_REPAIRS = [
    a_repair_that_fails,
    another_count,
    another_concession,
    another_share_of_it,
    a_gain_invented,
    a_refusal_hidden,
    said_to_carry,
    a_larger_repair,
    a_dominated_one_said_to_be_efficient,
    a_closed_issue_moved,
]


@pytest.fixture(scope="module")
def opening():
    case = port()
    return case, repaired(case, find_candidate(case, "sportco-opening"), efficient=True)


def test_the_repair_of_the_port_is_confirmed(opening):
    case, result = opening
    assert [c for c in verify_result(result, case) if c.verdict != "confirmed"] == []


@pytest.mark.parametrize("plant", PLANTED_REPAIRS, ids=lambda f: f.__name__)
def test_a_planted_error_in_a_repair_is_refuted(opening, plant):
    case, result = opening
    wrong = deepcopy(result)
    plant(wrong)
    assert refuted(wrong, case), plant.__name__


def a_smaller_fall(r):
    r["zone_explained"]["why"]["alone"][0]["fall"] = "1"


def a_party_left_out(r):
    r["zone_explained"]["why"]["alone"].pop()


def a_smaller_conflict(r):
    r["zone_explained"]["why"]["conflicts"] = [["village", "farmers"]]


def less_together(r):
    r["zone_explained"]["why"]["together"].pop()


def a_smaller_part(r):
    gap = r["zone_explained"]["why"]["gaps"][0]
    gap["part"] = more(gap["part"], Fraction(-1, 100))


def other_lowered_values(r):
    gap = r["zone_explained"]["why"]["gaps"][0]
    gap["lowered"]["village"] = more(gap["lowered"]["village"], -1)


def another_rule(r):
    r["zone_explained"]["why"]["lifts"][0]["rules"] = [1]


def no_rule(r):
    r["zone_explained"]["why"]["lifts"] = []


def a_zone_invented(r):
    r["zone_explained"]["status"] = "optimal"


def a_package_carries(r):
    r["zone_explained"]["size"] = 1


PLANTED_ZONES = [
    a_smaller_fall,
    a_party_left_out,
    a_smaller_conflict,
    less_together,
    a_smaller_part,
    other_lowered_values,
    another_rule,
    no_rule,
    a_zone_invented,
    a_package_carries,
]


@pytest.mark.parametrize("plant", PLANTED_ZONES, ids=lambda f: f.__name__)
def test_a_planted_error_in_a_zone_is_refuted(plant):
    case = quarry()
    result = zoned(case)
    assert [c for c in verify_result(result, case) if c.verdict != "confirmed"] == []
    plant(result)
    assert refuted(result, case), plant.__name__


def test_where_packages_are_too_many_multipliers_are_checked_or_it_is_left(opening, monkeypatch):
    case = quarry()
    low = replace(case, rules=())
    draft = find_candidate(low, "company-offer")
    result = repaired(low, draft)
    monkeypatch.setattr(trial, "MAX_TRIED", 1)
    found = verdicts(result, low)["no repair changes less"]
    proved = result["repair"]["proved_by"] == "multipliers"
    assert found.verdict == ("confirmed" if proved else "not checked")
    result["repair"]["proved_by"] = "multipliers"
    for proof in result["repair"]["proofs"]:
        proof["multipliers"] = dict.fromkeys(proof["multipliers"], "0")
    left = verdicts(result, low)["no repair changes less"]
    assert left.verdict == "not checked"
    result["repair"]["proofs"] = []
    assert verdicts(result, low)["no repair changes less"].verdict == "refuted"
