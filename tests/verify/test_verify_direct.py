"""Solutions that were found without the frontier: honest ones confirmed, planted errors refuted."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import replace
from fractions import Fraction

import pytest
from verified_cases import HARBOUR, random_case, result_of, unlisted_result_of, wide_case

from irenic.analyse.compile import compile_case
from irenic.analyse.points import midpoint
from irenic.analyse.solutions import label_solution
from irenic.analyse.solved import Solved
from irenic.model import Decision, Forbid, OneOf, Quantity, show_number
from irenic.report.jsonable import plain
from irenic.solve.frontier import Frontier
from irenic.solve.methods import METHODS
from irenic.solve.result import Status
from irenic.verify import search as search_module
from irenic.verify import survey as survey_module
from irenic.verify.checker import verify_result
from irenic.verify.frontier import Ground
from irenic.verify.methods import solution_claims
from irenic.verify.spaces import scale_case
from irenic.verify.utility import Yardstick

#: The one method that needs the frontier.
NEAREST = "kalai-smorodinsky-nearest"


@pytest.fixture
def nothing_surveyed(monkeypatch):
    """Let the checker look at no package one by one, as if there were too many."""
    monkeypatch.setattr(survey_module, "MAX_PACKAGES", 0)
    monkeypatch.setattr(survey_module, "MAX_BIG", 0)


def not_confirmed(result, case):
    """Return what is refuted, and what is said of the solutions and not confirmed."""
    claims = verify_result(result, case)
    assert sum(c.claim.startswith("nash: ") for c in claims) >= 2
    named = {name for name in METHODS if name != NEAREST}
    return [
        c
        for c in claims
        if c.verdict == "refuted"
        or (c.verdict == "not checked" and c.claim.partition(":")[0] in named)
    ]


def method(result, name):
    return next(s for s in result["solutions"] if s["method"] == name)


@pytest.mark.parametrize("block", range(4))
def test_random_cases_are_confirmed_by_the_search(block, nothing_surveyed):
    for seed in range(block * 15, block * 15 + 15):
        case = random_case(seed)
        result = unlisted_result_of(case)
        assert not_confirmed(result, case) == [], seed


@pytest.mark.parametrize("block", range(3))
def test_small_cases_are_confirmed_by_looking_at_every_package(block):
    for seed in range(block * 20, block * 20 + 20):
        case = random_case(seed)
        result = unlisted_result_of(case)
        assert not_confirmed(result, case) == [], seed
        claims = {c.claim for c in verify_result(result, case)}
        # This claim needs the efficient points, which the checker finds by itself.
        assert "nash: chooses the best points, all of them" in claims, seed


def test_a_result_forced_to_be_direct_is_confirmed():
    result = result_of(HARBOUR, method="direct")
    assert method(result, "nash")["certificate"]["kind"] == "bound-and-search"
    assert not_confirmed(result, HARBOUR) == []


def test_nash_of_eight_parties_and_fifty_issues_is_confirmed():
    case = wide_case(1, 8, 50, 10)
    result = only(case, "nash", "utilitarian", "greatest-total")
    assert method(result, "nash")["status"] == "optimal"
    assert left_open(result, case) == []


def test_leximin_of_six_parties_and_twenty_issues_is_confirmed():
    case = wide_case(2, 6, 20, 10)
    result = only(case, "nash", "kalai-smorodinsky", "egalitarian", "greatest-least-score")
    assert method(result, "egalitarian")["status"] == "optimal"
    assert left_open(result, case) == []


def only(case, *names):
    """Return a result with some solutions alone, the frontier not even tried, to save time."""
    stopped = Frontier(Status.LIMIT, "merge", reason="too many efficient points")
    solved = Solved(compile_case(case, midpoint(case)[0]), stopped)
    solutions = [plain(label_solution(solved, METHODS[name])) for name in names]
    return json.loads(json.dumps({"solutions": solutions}))


def claims_on(result, case):
    """Return the claims on the solutions, by the search alone."""
    ground = Ground(Yardstick(case), scale_case(Yardstick(case)), reason="no frontier is listed")
    return list(solution_claims(result, ground, None, withheld=False))


def left_open(result, case):
    claims = claims_on(result, case)
    assert len(claims) > 5
    once = "every method is listed"
    return [c for c in claims if c.verdict != "confirmed" and not c.claim.startswith(once)]


def test_a_decision_rule_below_unanimity_is_confirmed():
    case = replace(wide_case(3, 5, 9, 4), decision=Decision(3, ("p1",)))
    result = only(case, "kalai-smorodinsky", "egalitarian", "utilitarian-in-zone", "nash")
    assert left_open(result, case) == []


# --- planted errors


def another_package(r):
    """The package of another method, with its true scores."""
    other = method(r, "greatest-total")
    method(r, "nash").update(
        packages=other["packages"], utilities=other["utilities"], count=other["count"]
    )


def better_value_exists(r):
    """Consistent in itself, but the greatest total is not the greatest product."""
    case = CASE
    package = {**method(r, "utilitarian")["packages"][0]}
    package["i0"] = "o0" if package["i0"] != "o0" else "o1"
    scores = [
        sum(case.preferences[p].issues[i].values.values[o].low for i, o in package.items())
        for p in case.party_ids
    ]
    gains = [
        x - case.preferences[p].no_deal.low for p, x in zip(case.party_ids, scores, strict=True)
    ]
    value = [show_number(sum(gains))]
    stated = method(r, "utilitarian")
    stated.update(
        packages=[package], utilities=[[show_number(x) for x in scores]], count=1, value=value
    )
    stated["certificate"]["value"] = value


def value_raised(r):
    for place in (method(r, "nash"), method(r, "nash")["certificate"]):
        place["value"] = [show_number(Fraction(place["value"][0]) + 1)]


def bound_below_the_value(r):
    certificate = method(r, "nash")["certificate"]
    certificate["bound"] = show_number(Fraction(certificate["value"][0]) - 1)


def count_raised(r):
    method(r, "egalitarian")["count"] += 1


def score_changed(r):
    method(r, "egalitarian")["utilities"][0][0] = "1"


def ideal_raised(r):
    ideal = method(r, "kalai-smorodinsky")["certificate"]["ideal"]
    ideal["p0"] = show_number(Fraction(ideal["p0"]) + 1)


def ideal_lowered(r):
    ideal = method(r, "kalai-smorodinsky")["certificate"]["ideal"]
    ideal["p0"] = show_number(Fraction(ideal["p0"]) - 1)


def comparison_left_out(r):
    method(r, "kalai-smorodinsky")["certificate"]["compared"].pop()


def zone_denied(r):
    method(r, "egalitarian").update(
        status="no-zone", packages=[], utilities=[], value=[], count=0, certificate={}
    )


def gain_denied(r):
    """Nash with one party fewer that gains, though all can."""
    stated = method(r, "nash")
    stated["status"] = "no-strict-gain"
    stated["certificate"]["gaining"] -= 1


def all_rules_called_impossible(r):
    method(r, "greatest-total").update(
        status="infeasible", packages=[], utilities=[], value=[], count=0, certificate={}
    )


def comparison_denied(r):
    method(r, "utilitarian")["compares_scores"] = False


def no_answer_for_no_reason(r):
    method(r, "nash").update(
        status="unknown", packages=[], utilities=[], value=[], count=0, certificate={},
        reason="no-deal-unknown",
    )  # fmt: skip


def multiplier_below_zero(r):
    method(r, "nash")["certificate"]["multipliers"][0]["p0"] = "-1"


def stopped_with_a_bound_that_is_passed(r):
    """A search that stopped may list a package, but nothing may be beyond its bound."""
    better_value_exists(r)
    stated = method(r, "utilitarian")
    stated.update(status="limit-reached", reason="time", bound=stated["value"][0])
    stated["certificate"]["bound"] = stated["value"][0]


PLANTED = [
    (another_package, "nash: value"),
    (better_value_exists, "utilitarian: no package is better"),
    (value_raised, "nash: value"),
    (bound_below_the_value, "nash: bound"),
    (count_raised, "egalitarian: all that tie"),
    (score_changed, "egalitarian: packages"),
    (ideal_raised, "kalai-smorodinsky: ideal point"),
    (ideal_lowered, "kalai-smorodinsky: ideal point"),
    (comparison_left_out, "kalai-smorodinsky: status"),
    (zone_denied, "egalitarian: status"),
    (gain_denied, "nash: status"),
    (all_rules_called_impossible, "greatest-total: status"),
    (comparison_denied, "utilitarian: assumption"),
    (no_answer_for_no_reason, "nash: status"),
    (multiplier_below_zero, "nash: "),
    (stopped_with_a_bound_that_is_passed, "utilitarian: bound"),
]

CASE = wide_case(4, 4, 14, 6)


@pytest.fixture(scope="module")
def honest():
    names = ("nash", "kalai-smorodinsky", "egalitarian", "utilitarian", "greatest-total")
    return only(CASE, *names)


@pytest.mark.parametrize(("plant", "broken"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_planted_error_is_refuted(plant, broken, honest):
    result = copy.deepcopy(honest)
    plant(result)
    assert result != honest
    refuted = [c for c in claims_on(result, CASE) if c.verdict == "refuted"]
    assert [c for c in refuted if c.claim.startswith(broken) and c.detail], refuted


def test_the_result_before_the_errors_is_confirmed(honest):
    assert left_open(honest, CASE) == []


def test_the_package_that_is_better_is_named(honest):
    result = copy.deepcopy(honest)
    better_value_exists(result)
    [claim] = [
        c
        for c in claims_on(result, CASE)
        if c.claim == "utilitarian: no package is better" and c.verdict == "refuted"
    ]
    value, own = re.search(r"has \((\d+)\), more than \((\d+)\)", claim.detail).groups()
    assert int(own) < int(value) <= int(method(honest, "utilitarian")["value"][0])


def tie_forgotten(r):
    method(r, "utilitarian")["packages"].pop()
    method(r, "utilitarian")["count"] -= 1


def tie_listed_twice(r):
    packages = method(r, "utilitarian")["packages"]
    packages[1] = dict(packages[0])


def barred_package(r):
    method(r, "greatest-total")["packages"][0] = {
        "hours": "h36", "wages": "4", "seat": "no", "flag": "red",
    }  # fmt: skip


def loser_listed(r):
    lost = {"hours": "h40", "wages": "0", "seat": "no", "flag": "red"}
    method(r, "nash").update(packages=[lost], utilities=[["0", "59"]], count=1)


@pytest.mark.parametrize(
    ("plant", "broken"),
    [
        (tie_forgotten, "utilitarian: all that tie"),
        (tie_listed_twice, "utilitarian: packages"),
        (barred_package, "greatest-total: packages"),
        (loser_listed, "nash: packages"),
    ],
)
def test_errors_about_ties_and_rules_are_refuted(plant, broken, nothing_surveyed):
    result = unlisted_result_of(HARBOUR)
    assert not_confirmed(result, HARBOUR) == []
    plant(result)
    refuted = [c for c in verify_result(result, HARBOUR) if c.verdict == "refuted"]
    assert [c for c in refuted if c.claim.startswith(broken)], refuted


def raised_floors(case, by):
    preferences = {
        party: replace(p, no_deal=Quantity.exactly(p.no_deal.low + by))
        for party, p in case.preferences.items()
    }
    return replace(case, preferences=preferences)


def test_no_zone_is_confirmed_where_there_is_none():
    case = raised_floors(wide_case(4, 4, 14, 6), 450)
    result = only(case, "nash", "egalitarian", "kalai-smorodinsky", "greatest-total")
    assert method(result, "egalitarian")["status"] == "no-zone"
    assert left_open(result, case) == []


def test_no_strict_gain_is_confirmed_with_the_parties_that_gain(nothing_surveyed):
    """The first party can get its no-deal value and not more."""
    case = wide_case(6, 3, 5, 3, top=9)
    best = sum(
        max(q.low for q in i.values.values.values()) for i in case.preferences["p0"].issues.values()
    )
    tight = replace(case.preferences["p0"], no_deal=Quantity.exactly(best))
    easy = {
        p: replace(case.preferences[p], no_deal=Quantity.exactly(Fraction(1))) for p in ("p1", "p2")
    }
    case = replace(case, preferences={"p0": tight, **easy})
    result = unlisted_result_of(case)
    nash = method(result, "nash")
    assert nash["status"] == "no-strict-gain"
    assert nash["certificate"]["gaining"] < 3
    assert not_confirmed(result, case) == []
    nash["certificate"]["gaining"] -= 1
    assert any(c.verdict == "refuted" for c in verify_result(result, case))


def test_where_the_limit_of_the_search_is_reached_nothing_is_claimed(monkeypatch, honest):
    monkeypatch.setattr(search_module, "MAX_NODES", 2_000)
    claims = {c.claim: c for c in claims_on(honest, CASE)}
    left = claims["egalitarian: no package is better"]
    assert left.verdict == "not checked"
    assert "given up after" in left.detail
    refuted = [name for name, c in claims.items() if c.verdict == "refuted"]
    assert refuted == ["every method is listed, and only once"]  # five of them are enough here


def test_stopped_with_a_package_and_a_bound_is_confirmed_as_such(honest):
    result = copy.deepcopy(honest)
    stated = method(result, "nash")
    stated.update(status="limit-reached", reason="time", bound=stated["certificate"]["bound"])
    claims = {c.claim: c.verdict for c in claims_on(result, CASE)}
    for part in ("packages", "value", "bound"):
        assert claims[f"nash: {part}"] == "confirmed"
    assert claims["nash: stopped by a limit"] == "not checked"
    assert "nash: no package is better" not in claims


def test_scores_beyond_floating_point_are_confirmed(nothing_surveyed):
    case = wide_case(7, 3, 5, 3, top=2**60)
    assert not_confirmed(unlisted_result_of(case), case) == []


def test_rules_that_leave_nothing_are_confirmed(nothing_surveyed):
    case = wide_case(8, 2, 3, 2)
    case = replace(case, rules=(Forbid({"i0": OneOf(("o0", "o1"))}),))
    result = unlisted_result_of(case)
    assert not_confirmed(result, case) == []


@pytest.mark.parametrize("junk", [None, 3, "x", [], {}, {"p0": "1/3"}, [{"p0": "x"}], [[]]])
@pytest.mark.parametrize("key", ["value", "bound", "multipliers", "ideal", "compared", "gaining"])
def test_a_certificate_may_hold_anything(key, junk, honest):
    result = copy.deepcopy(honest)
    result["solutions"] = [s for s in result["solutions"] if s["method"] in ("nash",)]
    for stated in result["solutions"]:
        stated["certificate"][key] = junk
    claims_on(result, CASE)
