"""Rules that count and compare: confirmed when right, refuted when anything about them is not."""

from __future__ import annotations

import copy
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from verified_cases import HARBOUR, random_case, result_of

from irenic.analyse import compile as compiling
from irenic.model import (
    Case,
    Compare,
    Comparison,
    Count,
    NumericIssue,
    OneOf,
    Party,
    Proposal,
    Require,
    Sum,
)
from irenic.model.verdicts import is_broken
from irenic.verify.checker import verify_result
from irenic.verify.halving import feasible_packages
from irenic.verify.rules import broken
from irenic.verify.spaces import scale_case
from irenic.verify.survey import survey
from irenic.verify.utility import Yardstick

F = Fraction
SHORT, H38 = ({"hours": OneOf((name,))} for name in ("h36", "h38"))
VOTE = {"seat": OneOf(("vote",))}
DEAR = {"wages": Comparison(">=", F(3))}
BONUS = NumericIssue("bonus", "Bonus", F(0), F(2), F(1, 2))
RULED = replace(
    HARBOUR,
    issues=(*HARBOUR.issues, BONUS),
    rules=(
        Count((SHORT, DEAR, VOTE), 0, 1),
        Count((DEAR, VOTE), 1, 1, when=({"hours": OneOf(("h40",))},)),
        Compare(Sum((("wages", F(1)),)), "<=", Sum((("bonus", F(3, 2)),), F(1, 2))),
        Compare(Sum((("wages", F(1)), ("bonus", F(1)))), "<", Sum((), F(7, 2)), when=(H38, VOTE)),
        Require((VOTE, {"bonus": Comparison("<", F(2))})),
    ),
    proposals=(
        Proposal("many", {"hours": "h36", "seat": "vote"}),
        Proposal("few", {"hours": "h40", "wages": "0", "seat": "no", "bonus": "0"}),
        Proposal("dear", {"wages": "4"}),
        Proposal("sum", {"seat": "vote", "wages": "2", "bonus": "2"}),
        Proposal("plain", {"seat": "no", "bonus": "2"}),
        Proposal("kept", {"hours": "h38", "wages": "2", "seat": "vote", "bonus": "1"}),
    ),
)
BROKEN = {"many": [0], "few": [1], "dear": [2], "sum": [3], "plain": [4], "kept": []}


def cards(result):
    return {card["id"]: card for card in result["proposals"]}


def refuted(result, case=RULED):
    return [c.claim for c in verify_result(result, case) if c.verdict == "refuted"]


@pytest.fixture(scope="module")
def honest():
    return result_of(RULED)


def test_each_rule_is_broken_by_the_proposal_made_for_it(honest):
    found = {name: [b["index"] for b in cards(honest)[name]["broken_rules"]] for name in BROKEN}
    assert found == BROKEN
    assert [c for c in verify_result(honest, RULED) if c.verdict != "confirmed"] == []


@pytest.mark.parametrize("name", [name for name, rules in BROKEN.items() if rules])
def test_a_broken_rule_that_is_left_out_is_refuted(honest, name):
    result = copy.deepcopy(honest)
    cards(result)[name]["broken_rules"] = []
    assert any(f"proposal {name}" in claim for claim in refuted(result))


@pytest.mark.parametrize("index", range(5))
def test_a_rule_said_to_be_broken_that_is_not_is_refuted(honest, index):
    result = copy.deepcopy(honest)
    cards(result)["kept"]["broken_rules"] = [{"index": index, "why": "", "by": ""}]
    assert any("proposal kept" in claim for claim in refuted(result))


def test_a_count_of_packages_that_forgets_the_rules_is_refuted(honest):
    result = copy.deepcopy(honest)
    result["packages"]["feasible"] = result["packages"]["total"]
    assert any("packages.feasible" in claim for claim in refuted(result))


@pytest.mark.parametrize("lost", range(4))
def test_an_analysis_that_loses_one_limit_is_refuted(monkeypatch, lost):
    bounds = list(compiling.rule_bounds(RULED))
    assert len(bounds) == 4
    kept = [bound for k, bound in enumerate(bounds) if k != lost]
    monkeypatch.setattr(compiling, "rule_bounds", lambda case: kept)
    assert refuted(result_of(RULED))


@pytest.mark.parametrize("block", range(4))
def test_the_checker_and_the_analysis_agree_on_partial_packages_and_on_counts(block):
    for seed in range(block * 60, (block + 1) * 60):
        case, rng = random_case(seed), Random(seed)
        scaled = scale_case(Yardstick(case))
        ids = [issue.id for issue in case.issues]
        everything = list(product(*(issue.option_ids for issue in case.issues)))
        whole = [dict(zip(ids, options, strict=True)) for options in everything]
        kept = [p for p in whole if not any(broken(case, r, p) for r in case.rules)]
        assert survey(scaled).feasible == feasible_packages(scaled) == len(kept), seed
        for package in rng.sample(whole, min(len(whole), 8)):
            partial = {i: o for i, o in package.items() if rng.random() < 0.6}
            for rule in case.rules:
                for choices in (package, partial):
                    assert broken(case, rule, choices) is is_broken(
                        rule, choices, case.issue_by_id
                    ), (seed, rule, choices)


def test_numbers_beyond_machine_integers_are_compared_exactly():
    """10^25 * a <= 10^25 * b + 1/3 is a <= b; in 64 bits or in floats it would not be."""
    a, b = (NumericIssue(name, name, F(0), F(3), F(1)) for name in "ab")
    big = F(10) ** 25
    rule = Compare(Sum((("a", big),)), "<=", Sum((("b", big),), F(1, 3)))
    case = Case("Big", (Party("p", "P"),), (a, b), rules=(rule,))
    scaled = scale_case(Yardstick(case))
    assert survey(scaled).feasible == feasible_packages(scaled) == 10
    strict = replace(case, rules=(replace(rule, relation="<", right=Sum((("b", big),))),))
    assert survey(scale_case(Yardstick(strict))).feasible == 6
