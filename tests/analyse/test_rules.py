"""Rules for the solvers and rules on partial packages, against the literal definition."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from analyse.random_cases import random_case, random_rule
from analyse.rules_by_definition import breaks, feasible

from irenic.analyse.compile import compile_case
from irenic.analyse.points import midpoint
from irenic.analyse.results import Package
from irenic.analyse.rules import rule_bounds, rule_patterns
from irenic.analyse.scorecard import broken_rules
from irenic.model import (
    Case,
    ChoiceIssue,
    Compare,
    Comparison,
    Count,
    Forbid,
    NumericIssue,
    OneOf,
    Option,
    Party,
    Require,
    Sum,
)
from irenic.model.verdicts import always_holds, difference, is_broken, never_holds
from irenic.verify.rules import broken as broken_for_the_checker

F = Fraction


def packages(case: Case):
    ids = [issue.id for issue in case.issues]
    for options in product(*(issue.option_ids for issue in case.issues)):
        yield dict(zip(ids, options, strict=True))


def ruled(seed: int) -> Case:
    """Return a random case with one to three rules of any kind."""
    rng = Random(seed)
    case = random_case(seed)
    rules = tuple(random_rule(rng, case.issues) for _ in range(rng.randint(1, 3)))
    return replace(case, rules=rules)


def compiled(case: Case):
    points, _ = midpoint(case)
    return compile_case(case, points)


@pytest.mark.parametrize("chunk", range(10))
def test_the_solvers_space_allows_exactly_what_the_rules_allow(chunk):
    kinds: Counter[str] = Counter()
    for seed in range(chunk * 300, (chunk + 1) * 300):
        case = ruled(seed)
        found = compiled(case)
        for package in packages(case):
            allowed = found.space.is_feasible(found.picks(package))
            assert allowed is feasible(case, package), (seed, package)
        kinds.update(type(rule).__name__ for rule in case.rules)
        kinds["limits"] += len(found.space.limits)
        kinds["patterns"] += len(found.space.forbidden)
    assert min(kinds[k] for k in ("Forbid", "Require", "Count", "Compare")) > 20
    assert min(kinds["limits"], kinds["patterns"]) > 100


@pytest.mark.parametrize("chunk", range(4))
def test_a_broken_rule_stays_broken_however_open_issues_are_settled(chunk):
    broken = 0
    for seed in range(chunk * 200, (chunk + 1) * 200):
        case, rng = ruled(seed), Random(seed)
        everything = list(packages(case))
        partial = {i: o for i, o in rng.choice(everything).items() if rng.random() < 0.6}
        ways = [p for p in everything if partial.items() <= p.items()]
        for rule in case.rules:
            for package in ways[:9]:
                assert is_broken(rule, package, case.issue_by_id) is breaks(rule, package), seed
            if is_broken(rule, partial, case.issue_by_id):
                broken += 1
                assert all(breaks(rule, package) for package in ways), (seed, rule)
        named = {b.index for b in broken_rules(case, Package(partial))}
        assert named == {
            k for k, rule in enumerate(case.rules) if is_broken(rule, partial, case.issue_by_id)
        }
    assert broken > 20


def case_of(*rules, sizes=(3, 3, 3)) -> Case:
    choices = [
        ChoiceIssue(f"c{j}", "", tuple(Option(f"o{k}", "") for k in range(size)))
        for j, size in enumerate(sizes)
    ]
    numeric = [NumericIssue(f"n{j}", "", F(0), F(4), F(1, 2)) for j in range(2)]
    return Case("T", (Party("a", "A"),), (*choices, *numeric), rules=tuple(rules))


ONE = [{f"c{j}": OneOf(("o0",))} for j in range(3)]
TWO = [{f"c{j}": OneOf(("o0",)), "n0": Comparison(">=", F(j))} for j in range(3)]


@pytest.mark.parametrize(
    ("rule", "patterns", "bounds"),
    [
        (Forbid(TWO[0]), 1, 0),
        (Require((TWO[0],)), 1, 0),  # n0 >= 0 always holds
        (Require((TWO[1],)), 2, 0),
        (Require(tuple(ONE)), 1, 0),
        (Require(tuple(TWO)), 0, 1),
        (Require((ONE[0],), when=(ONE[1], ONE[2])), 2, 0),
        (Count(tuple(ONE), 0, 0), 3, 0),
        (Count(tuple(ONE), 0, 1), 0, 1),
        (Count(tuple(ONE), 0, 2), 1, 0),
        (Count(tuple(ONE), 0, 3), 0, 0),
        (Count(tuple(ONE), 3), 3, 0),
        (Count(tuple(ONE), 2), 0, 1),
        (Count(tuple(ONE), 1, 1), 1, 1),
        (Count(tuple(ONE), 0, 1, when=(TWO[0],)), 0, 1),
        (Count((*ONE, {"n0": Comparison("<", F(1))}), 2, 2, when=(TWO[0],)), 0, 2),
        (Compare(Sum((("n0", F(1)),)), "<=", Sum((("n1", F(1)),))), 0, 1),
        (Compare(Sum((("n0", F(1)),)), "<=", Sum((), F(1))), 1, 0),
        (Compare(Sum((("n0", F(1)),)), "<=", Sum((), F(9))), 0, 0),
        (Compare(Sum((("n0", F(1)),)), "==", Sum((("n1", F(1)),)), when=(ONE[0],)), 0, 2),
    ],
)
def test_a_rule_is_patterns_where_few_say_it_and_a_bound_otherwise(rule, patterns, bounds):
    case = case_of(rule)
    assert len(list(rule_patterns(case))) == patterns
    assert len(list(rule_bounds(case))) == bounds
    found = compiled(case)
    for package in packages(case):
        assert found.space.is_feasible(found.picks(package)) is feasible(case, package)


def test_a_condition_takes_exactly_the_room_beyond_the_bound():
    """At most 1 of 3, when c0 is o1: sum + 2 * [c0 is o1] <= 3."""
    case = case_of(Count(tuple(ONE), 0, 1, when=({"c0": OneOf(("o1",))},)))
    (bound,) = rule_bounds(case)
    assert bound.parts[-1] == ({"c0": frozenset({"o1"})}, 2)
    assert (bound.low, bound.high) == (None, 3)


def test_a_comparison_is_in_whole_numbers_whatever_the_decimals():
    thirds = Compare(Sum((("n0", F(1, 3)), ("n1", F("0.1")))), "<", Sum((), F(1, 7)))
    case = case_of(thirds)
    (bound,) = rule_bounds(case)
    # Steps of 1/2, thirds, tenths and sevenths: in units of 1/420.
    amounts = {next(iter(p.items())): x for p, x in bound.parts}
    assert amounts["n0", frozenset({"4"})] == 560
    assert amounts["n1", frozenset({"0.5"})] == 21
    assert bound.high == 59


@pytest.mark.parametrize(
    ("relation", "never", "always"),
    [
        ("<", [(0, 1), (1, 2)], [(-2, -1)]),
        ("<=", [(1, 2)], [(-1, 0)]),
        (">", [(-1, 0), (-2, -1)], [(1, 2)]),
        (">=", [(-2, -1)], [(0, 1)]),
        ("==", [(1, 2), (-2, -1)], [(0, 0)]),
    ],
)
def test_never_and_always_at_the_edges(relation, never, always):
    spans = [(-2, -1), (-1, 0), (-1, 1), (0, 0), (0, 1), (1, 2)]
    holds = {
        "<": int.__lt__, "<=": int.__le__, ">": int.__gt__, ">=": int.__ge__, "==": int.__eq__,
    }[relation]  # fmt: skip
    for low, high in spans:
        span = (F(low), F(high))
        inside = [holds(x, 0) for x in range(2 * low, 2 * high + 1)]
        assert never_holds(relation, span) is not any(inside)
        assert always_holds(relation, span) is all(inside)
    assert all(never_holds(relation, (F(a), F(b))) for a, b in never)
    assert all(always_holds(relation, (F(a), F(b))) for a, b in always)


def test_the_difference_narrows_as_issues_are_settled():
    case = case_of()
    rule = Compare(Sum((("n0", F(1)),), F(1)), "<=", Sum((("n1", F(2)),)))
    assert difference(rule, case.issue_by_id) == (-7, 5)
    assert difference(rule, case.issue_by_id, {"n1": "1.5"}) == (-2, 2)
    assert difference(rule, case.issue_by_id, {"n0": "1", "n1": "1.5"}) == (-1, -1)


def test_an_issue_on_both_sides_counts_once():
    rule = Compare(Sum((("n0", F(3)), ("n1", F(1)))), "<=", Sum((("n1", F(1)), ("n0", F(1)))))
    assert rule.factors == {"n0": 2}


@pytest.mark.parametrize(
    ("relation", "edge", "broken"),
    [
        ("<", 1, True), ("<", 2, False), ("<=", 0, True), ("<=", 1, False),
        (">", 5, True), (">", 4, False), (">=", 6, True), (">=", 5, False),
        ("==", 0, True), ("==", 1, False), ("==", 5, False), ("==", 6, True),
    ],
)  # fmt: skip
def test_half_a_comparison_is_broken_when_the_rest_cannot_mend_it(relation, edge, broken):
    """With n0 = 1 the sum of both, each from 0 to 4, is from 1 to 5."""
    case = case_of()
    rule = Compare(Sum((("n0", F(1)), ("n1", F(1)))), relation, Sum((), F(edge)))
    assert is_broken(rule, {"n0": "1"}, case.issue_by_id) is broken
    assert broken_for_the_checker(case, rule, {"n0": "1"}) is broken
