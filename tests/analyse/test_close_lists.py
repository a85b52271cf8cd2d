"""Covers and summaries of cases, against the packages themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import product

import pytest
from analyse.random_cases import random_case

from irenic.analyse.compile import compile_case
from irenic.analyse.cover import EPSILON, approximate_frontier, as_frontier, summarise
from irenic.analyse.points import midpoint
from irenic.analyse.results import Audience, FrontierPoint, Package
from irenic.analyse.settlement import analyse_case
from irenic.model import (
    Case,
    ChoiceIssue,
    IssuePreference,
    Option,
    OptionValues,
    Party,
    Preference,
    Quantity,
)
from irenic.solve.representatives import representatives
from irenic.solve.result import Status


def compiled_of(case: Case):
    return compile_case(case, midpoint(case)[0])


def settled(**choices: str) -> Package:
    return Package(choices)


def by_hand() -> Case:
    """Pay divides the two, the flag is settled alike, nobody cares for the venue."""

    def values(**worth: int) -> IssuePreference:
        exact = {option: Quantity.exactly(F(x)) for option, x in worth.items()}
        return IssuePreference(Quantity.exactly(F(1)), OptionValues(exact))

    def issue(name: str, *options: str) -> ChoiceIssue:
        return ChoiceIssue(name, name, tuple(Option(o, o) for o in options))

    return Case(
        "By hand",
        (Party("ann", "Ann"), Party("bob", "Bob")),
        (
            issue("pay", "low", "mid", "high"),
            issue("flag", "red", "blue"),
            issue("venue", "x", "y"),
        ),
        {
            "ann": Preference(
                "ann",
                Quantity.exactly(F(0)),
                {"pay": values(low=0, mid=5, high=10), "flag": values(red=3, blue=0)},
            ),
            "bob": Preference(
                "bob",
                Quantity.exactly(F(0)),
                {"pay": values(low=10, mid=6, high=0), "flag": values(red=1, blue=0)},
            ),
        },
    )


def points_by_hand() -> tuple[FrontierPoint, ...]:
    def point(pay: str, venue: str, ann: int, bob: int) -> FrontierPoint:
        package = settled(pay=pay, flag="red", venue=venue)
        return FrontierPoint((F(ann), F(bob)), package, 1, True)

    return (point("high", "x", 13, 1), point("mid", "y", 8, 7), point("low", "x", 3, 11))


def test_a_summary_by_hand():
    compiled = compiled_of(by_hand())
    mid = points_by_hand()[1].package
    found = summarise(compiled, points_by_hand(), chosen={"nash": mid, "other": mid}, limit=2)
    assert [r.utilities for r in found.representatives] == [(13, 1), (3, 11)]
    assert [r.best_for for r in found.representatives] == [("ann",), ("bob",)]
    assert found.radius == F(1, 2)
    assert found.spread == {"ann": (3, 13), "bob": (1, 11)}
    assert [(s.issue, s.option, s.share) for s in found.settled] == [("flag", "red", 1)]
    assert [s.issue for s in found.separating] == ["pay", "venue"]
    assert found.separating[0].favours == {"ann": ("high", 10), "bob": ("low", 10)}
    assert found.separating[1].options == {"x": 2, "y": 1}
    assert found.separating[1].favours == {}
    more = summarise(compiled, points_by_hand(), chosen={"nash": mid, "other": mid})
    assert [r.methods for r in more.representatives] == [(), (), ("nash", "other")]
    assert more.radius == 0


def test_nothing_to_summarise():
    assert summarise(compiled_of(by_hand()), ()) is None


@pytest.mark.parametrize("chunk", range(8))
def test_representatives_by_definition(chunk):
    """The radius is the true distance; every party's best is there; nothing is repeated."""
    for seed in range(chunk * 25, chunk * 25 + 25):
        analysis = analyse_case(random_case(seed))
        points = analysis.frontier.points
        if not points:
            continue
        compiled = compiled_of(analysis.case)
        vectors = [compiled.vector(p.utilities) for p in points]
        for limit in (1, 3, 9):
            found = representatives(vectors, limit=limit)
            rows = [vectors[k] for k in found.rows]
            assert len(set(found.rows)) == len(found.rows) <= limit
            sizes = [max(b - a, 1) for a, b in zip(found.low, found.high, strict=True)]
            away = [
                min(
                    max(F(abs(x - y), r) for x, y, r in zip(u, v, sizes, strict=True)) for v in rows
                )
                for u in vectors
            ]
            assert found.radius == max(away), seed
            if limit >= len(found.low):
                assert [max(row[i] for row in rows) for i in range(len(sizes))] == [*found.high]


@pytest.mark.parametrize("zone", [False, True])
@pytest.mark.parametrize("chunk", range(4))
def test_covers_of_random_cases(chunk, zone):
    for seed in range(chunk * 15, chunk * 15 + 15):
        case = random_case(seed)
        compiled = compiled_of(case)
        found = approximate_frontier(compiled, epsilon=F(1, 10), zone=zone)
        exact = analyse_case(case).frontier
        wanted = [p for p in exact.points if p.in_zone is True or not zone]
        assert (found.status in (Status.OPTIMAL, Status.LIMIT)) == bool(wanted), seed
        assert not zone or all(p.in_zone is True for p in found.points), seed
        known = {p.utilities: p.in_zone for p in exact.points}
        for listed in found.points:
            picks = compiled.picks(listed.package.choices)
            assert compiled.scores(compiled.space.utility(picks)) == listed.utilities, seed
            if listed.utilities in known:
                assert listed.in_zone == known[listed.utilities], seed
            assert listed.efficient is not True or listed.utilities in known, seed
        sizes = list(found.ranges.values())
        for point, _ in product(wanted, [0]):
            assert any(
                all(
                    x <= y + found.epsilon * r
                    for x, y, r in zip(point.utilities, s, sizes, strict=True)
                )
                for s in (p.utilities for p in found.points)
            ), seed


def test_it_takes_the_place_of_the_frontier_for_the_mediator_only():
    analysis = analyse_case(by_hand())
    covered = analyse_case(by_hand(), epsilon=EPSILON)
    assert covered.frontier.kind == "cover"
    assert covered.frontier.cover.scope == "feasible"
    assert covered.frontier.summary.size == len(covered.frontier.points)
    assert replace(covered, frontier=analysis.frontier) == analysis
    joint = analyse_case(by_hand(), Audience("joint"), epsilon=EPSILON)
    assert joint == analyse_case(by_hand(), Audience("joint"))


def test_without_a_list_the_kind_is_none():
    compiled = compiled_of(by_hand())
    found = approximate_frontier(replace(compiled, floors=(10**6, 10**6)), zone=True)
    assert as_frontier(found).kind == "none"
    assert as_frontier(found).status is Status.NO_ZONE
