"""Shares beside options for any number of parties: honest results hold, planted errors do not."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction as F
from itertools import product
from random import Random

import pytest
from mixed_cases import mixed_case
from verified_cases import choice, options, result_of, view

from irenic.analyse.results import Audience
from irenic.model import (
    Case,
    Curve,
    Decision,
    Party,
    Preference,
    Proposal,
    Quantity,
    ShareIssue,
)
from irenic.verify.checker import verify_result
from irenic.verify.simplex import greatest


def not_confirmed(result, case):
    return [c for c in verify_result(result, case) if c.verdict != "confirmed"]


@pytest.mark.parametrize("block", range(2))
def test_random_mixed_cases_are_confirmed_in_every_claim(block):
    for seed in range(block * 6, block * 6 + 6):
        case = mixed_case(seed)
        assert not_confirmed(result_of(case), case) == [], seed
        left = not_confirmed(result_of(case, Audience("joint")), case)
        # Without the multipliers a product is not always proved.
        assert {(c.verdict, "withheld" in c.detail) for c in left} <= {("not checked", True)}


@pytest.mark.parametrize("seed", range(60))
def test_the_checkers_own_programs_agree_with_all_corners(seed):
    """In two variables the best corner is where two bounds meet."""
    rng = Random(seed)
    rows = [([F(rng.randint(-3, 5)), F(rng.randint(-3, 5))], F(rng.randint(-2, 8)))
            for _ in range(rng.randint(1, 4))]  # fmt: skip
    rows += [([F(1), F(0)], F(9)), ([F(0), F(1)], F(9))]
    aim = [F(rng.randint(-4, 4)), F(rng.randint(-4, 4))]
    edges = [*rows, ([F(-1), F(0)], F(0)), ([F(0), F(-1)], F(0))]
    corners = []
    for (a, b), (c, d) in product(edges, repeat=2):
        turn = a[0] * c[1] - a[1] * c[0]
        if turn:
            x = ((b * c[1] - d * a[1]) / turn, (a[0] * d - c[0] * b) / turn)
            if all(r[0] * x[0] + r[1] * x[1] <= bound for r, bound in edges):
                corners.append(aim[0] * x[0] + aim[1] * x[1])
    found = greatest(aim, rows)
    assert (found is None) == (not corners)
    if found is not None:
        assert found[0] == max(corners)
        assert found[0] == aim[0] * found[1][0] + aim[1] * found[1][1]


# --- planted errors


def curve(*points):
    return Curve(tuple((F(x), Quantity.exactly(F(y))) for x, y in points))


EXACT = {p: Quantity.exactly(F(d)) for p, d in (("a", 30), ("b", 25), ("c", 20))}
CASE = Case(
    "Mixed",
    tuple(Party(p, p) for p in "abc"),
    (
        choice("site", "north", "south"),
        ShareIssue("water", "water", ("a", "b", "c")),
        ShareIssue("jobs", "jobs", ("a", "b", "c")),
    ),
    {
        "a": Preference("a", EXACT["a"], {
            "site": view(1, options(north=20, south=5)), "water": view(40, None),
            "jobs": view(1, curve((0, 0), ("1/2", 25), (1, 30))),
        }),
        "b": Preference("b", EXACT["b"], {
            "site": view(1, options(north=0, south=20)), "water": view(50, None),
            "jobs": view(20, None),
        }),
        "c": Preference("c", EXACT["c"], {
            "site": view(1, options(north=5, south=12)), "water": view(30, None),
            "jobs": view(45, None),
        }),
    },
    proposals=(Proposal("thirds", {"site": "north"}, {
        i: {p: F(1, 3) for p in "abc"} for i in ("water", "jobs")
    }),),
)  # fmt: skip
HONEST = result_of(CASE)
TWO = Case(
    "Two",
    (Party("a", "a"), Party("b", "b")),
    (choice("site", "north", "south", "none"), ShareIssue("land", "land", ("a", "b"))),
    {
        "a": Preference("a", EXACT["b"], {
            "site": view(1, options(north=40, south=0, none=5)), "land": view(60, None)}),
        "b": Preference("b", EXACT["b"], {
            "site": view(1, options(north=0, south=50, none=5)), "land": view(50, None)}),
    },
)  # fmt: skip
RUNS = result_of(TWO)


def method(result, name):
    return next(s for s in result["solutions"] if s["method"] == name)


def swap_package(r, name, other):
    for key in ("packages", "utilities", "value", "count"):
        method(r, name)[key] = copy.deepcopy(method(r, other)[key])


def nash_is_the_utilitarian_one(r):
    swap_package(r, "nash", "utilitarian")


def leximin_of_another_method(r):
    swap_package(r, "egalitarian", "greatest-least-score")


def value_raised(r):
    method(r, "kalai-smorodinsky")["value"][0] = "99/100"


def share_changed(r):
    held = method(r, "egalitarian")["packages"][0]["jobs"]
    held.update({"a": "1/3", "b": "1/3", "c": "1/3"})


def shares_over_one(r):
    method(r, "nash")["packages"][0]["water"] = {"a": "1", "b": "1/2", "c": "0"}


def proofs_dropped(r):
    method(r, "nash")["certificate"]["multipliers"] = []


def proofs_weakened(r):
    rows = method(r, "egalitarian")["certificate"]["multipliers"]
    rows[:] = [["1", "0", "0"]]


def negative_multiplier(r):
    method(r, "utilitarian")["certificate"]["multipliers"].append(["1", "-1", "1"])


def tolerance_claimed(r):
    method(r, "nash")["certificate"]["certified_within"] = "0.1"


def no_zone_claimed(r):
    for s in r["solutions"]:
        if s["status"] == "optimal" and s["method"] == "nash":
            s.update(status="no-zone", packages=[], utilities=[], value=[], count=0)


def zone_denied(r):
    r["zone"].update(status="no-zone", size=0)


def excuse_invented(r):
    r["frontier"]["reason"] = "shares-not-concave"


def called_efficient(r):
    card = next(c for c in r["proposals"] if c["id"] == "thirds")
    card.update(efficient=True, improvement=None)
    card["just"]["efficient"] = True


def attainable_changed(r):
    card = next(c for c in r["proposals"] if c["id"] == "thirds")
    card["scores"][2]["attainable"] = "1"


def improvement_is_none(r):
    card = next(c for c in r["proposals"] if c["id"] == "thirds")
    card["improvement"]["package"] = card["package"]


PLANTED = [
    (nash_is_the_utilitarian_one, "nash"),
    (leximin_of_another_method, "egalitarian"),
    (value_raised, "kalai-smorodinsky"),
    (share_changed, "egalitarian"),
    (shares_over_one, "nash"),
    (proofs_dropped, "nash"),
    (proofs_weakened, "egalitarian"),
    (negative_multiplier, "utilitarian"),
    (tolerance_claimed, "nash"),
    (no_zone_claimed, "nash"),
    (zone_denied, "zone of agreement"),
    (excuse_invented, "the reason for not listing"),
    (called_efficient, "proposal thirds: efficient"),
    (attainable_changed, "proposal thirds: relative gains"),
    (improvement_is_none, "proposal thirds: efficient"),
]


def refuted(result, case):
    return [c for c in verify_result(result, case) if c.verdict == "refuted"]


@pytest.mark.parametrize(("plant", "broken"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_planted_error_is_refuted(plant, broken):
    result = copy.deepcopy(HONEST)
    plant(result)
    assert result != HONEST
    found = refuted(result, CASE)
    assert [c for c in found if c.claim.startswith(broken)], found


def run_dropped(r):
    first, last = r["frontier"]["runs"].pop()
    del r["frontier"]["points"][first : last + 1]
    r["frontier"]["size"] = len(r["frontier"]["points"])


def open_end_closed(r):
    r["frontier"]["open_ends"].pop()


def runs_joined(r):
    (first, _), (_, last) = r["frontier"]["runs"][:2]
    r["frontier"]["runs"][:2] = [[first, last]]


def called_unbroken(r):
    r["frontier"].update(kind="line", runs=[], open_ends=[])


@pytest.mark.parametrize("plant", [run_dropped, open_end_closed, runs_joined, called_unbroken])
def test_a_planted_error_in_the_runs_is_refuted(plant):
    result = copy.deepcopy(RUNS)
    plant(result)
    found = refuted(result, TWO)
    assert [c for c in found if "corner" in c.claim], found


def test_the_honest_results_are_confirmed():
    assert not_confirmed(HONEST, CASE) == []
    assert RUNS["frontier"]["kind"] == "lines"
    assert RUNS["frontier"]["open_ends"]
    assert not_confirmed(RUNS, TWO) == []


def test_a_majority_with_a_veto_is_checked_group_by_group():
    proud = replace(CASE.preferences["a"], no_deal=Quantity.exactly(F(60)))
    wants = {**CASE.preferences, "a": proud}
    totals = []
    for decision in (Decision(), Decision(2, ("b",))):
        case = replace(CASE, preferences=wants, decision=decision)
        result = result_of(case)
        assert not_confirmed(result, case) == []
        totals.append(F(method(result, "utilitarian-in-zone")["value"][0]))
    assert totals[0] < totals[1]
