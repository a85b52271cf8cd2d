"""The checker confirms covers, and finds every planted error."""

from __future__ import annotations

import json
from collections import Counter
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from verified_cases import HARBOUR, random_case

from irenic.analyse.settlement import analyse_case
from irenic.model import Case
from irenic.report.jsonable import analysis_to_json
from irenic.verify.checker import verify_result


def cover_of(case: Case, epsilon: str = "1/4", *, zone: bool = False) -> dict[str, Any]:
    method = "zone" if zone else "auto"
    analysis = analyse_case(case, epsilon=Fraction(epsilon), method=method)
    return json.loads(json.dumps(analysis_to_json(analysis)))


def verdicts(result: dict[str, Any], case: Case) -> dict[str, str]:
    return {c.claim: c.verdict for c in verify_result(result, case)}


def refuted(result: dict[str, Any], case: Case) -> list[str]:
    return [f"{c.claim}: {c.detail}" for c in verify_result(result, case) if c.verdict == "refuted"]


def about_covers(words: str) -> bool:
    return any(word in words for word in ("listed", "cover.", "frontier", "epsilon", "efficient"))


PROOF = "the multipliers prove that every package is within epsilon"
LOOKED = "no package lies further than epsilon from every listed one"


@pytest.mark.parametrize("zone", [False, True])
def test_a_cover_is_confirmed(zone):
    result = cover_of(HARBOUR, zone=zone)
    assert result["frontier"]["kind"] == "cover"
    found = verdicts(result, HARBOUR)
    assert refuted(result, HARBOUR) == []
    assert found[PROOF] == found[LOOKED] == "confirmed"
    assert found["every package called efficient is"] == "confirmed"


def test_what_rests_on_a_search_is_left_unchecked_but_looked_at():
    result = cover_of(HARBOUR, "1/20")
    assert result["frontier"]["cover"]["searched"] == 8
    found = verdicts(result, HARBOUR)
    assert refuted(result, HARBOUR) == []
    assert found[PROOF] == "not checked"
    assert found[LOOKED] == "confirmed"
    result["frontier"]["cover"]["searched"] = 7
    assert verdicts(result, HARBOUR)[PROOF] == "refuted"


@pytest.mark.parametrize("chunk", range(6))
def test_random_covers_are_confirmed(chunk):
    seen: Counter[str] = Counter()
    for seed in range(chunk * 25, chunk * 25 + 25):
        case = random_case(seed)
        result = cover_of(case, "1/10", zone=seed % 2 == 1)
        if result["frontier"]["kind"] != "cover":
            continue
        found = [words for words in refuted(result, case) if about_covers(words)]
        assert found == [], seed
        seen[verdicts(result, case)[PROOF]] += 1
    assert seen["confirmed"] > 5


def first(result):
    return result["frontier"]["points"][0]


def other_option(result):
    point = first(result)
    point["package"]["flag"] = {"red": "blue", "blue": "red"}[point["package"]["flag"]]
    point["package"]["hours"] = {"h36": "h40", "h38": "h36", "h40": "h36"}[
        point["package"]["hours"]
    ]


def set_cover(key, value):
    return lambda result: result["frontier"]["cover"].__setitem__(key, value)


def drop_points(result):
    frontier = result["frontier"]
    frontier["points"] = frontier["points"][:1]
    frontier["cover"]["efficient"] = frontier["cover"]["efficient"][:1]
    frontier["size"] = 1


def twice(result):
    frontier = result["frontier"]
    frontier["points"].append(deepcopy(frontier["points"][0]))
    frontier["cover"]["efficient"].append(frontier["cover"]["efficient"][0])
    frontier["size"] += 1


def widen(key):
    def change(result):
        stated = result["frontier"]["cover"][key]
        stated["firm"] = str(Fraction(stated["firm"]) + 1)

    return change


PLANTED = {
    "another package": (other_option, "utilities stated"),
    "a better score": (lambda r: first(r)["utilities"].__setitem__(0, "99"), "utilities stated"),
    "carries": (
        lambda r: first(r).__setitem__("in_zone", not first(r)["in_zone"]),
        "whether it carries",
    ),
    "a list that is too short": (drop_points, "within epsilon"),
    "seen to be too short": (drop_points, "further than epsilon"),
    "a smaller epsilon": (set_cover("epsilon", "1/100000"), "within epsilon"),
    "asked for and not reached": (set_cover("asked", "0"), "fit the list"),
    "no multipliers": (set_cover("multipliers", []), "within epsilon"),
    "multipliers of one party": (set_cover("multipliers", [["1", "0"]]), "within epsilon"),
    "negative multipliers": (set_cover("multipliers", [["1", "-1"]]), "within epsilon"),
    "listed twice": (twice, "repeats or dominates"),
    "a wider range": (widen("ranges"), "ranges"),
    "another least": (widen("least"), "least"),
    "a scope of its own": (set_cover("scope", "some"), "within epsilon"),
    "size": (lambda r: r["frontier"].__setitem__("size", 3), "fit the list"),
    "a count of packages": (lambda r: r["frontier"].__setitem__("packages", 3), "fit the list"),
    "status": (lambda r: r["frontier"].__setitem__("status", "unknown"), "fit the list"),
    "too few flags": (set_cover("efficient", []), "called efficient"),
    "no cover": (lambda r: r["frontier"].pop("cover"), "shape of its format"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_errors_are_found(name):
    plant, expected = PLANTED[name]
    result = cover_of(HARBOUR)
    plant(result)
    found = refuted(result, HARBOUR)
    assert any(expected in words for words in found), found


def test_an_inefficient_package_called_efficient_is_found():
    result = cover_of(HARBOUR)
    frontier = result["frontier"]
    settled = {"hours": "h36", "wages": "0", "seat": "no", "flag": "red"}
    frontier["points"] = [{**first(result), "package": settled}]
    frontier["cover"]["efficient"] = [True]
    found = refuted(result, HARBOUR)
    assert any("called efficient" in words and "dominated" in words for words in found), found
