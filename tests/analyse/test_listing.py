"""What is listed as the frontier: all of it, what carries, or a list close to all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from analyse.random_cases import random_case

from irenic.analyse import listing
from irenic.analyse.settlement import analyse_case
from irenic.solve import choose


def cases():
    for seed in range(60):
        case = random_case(seed)
        if case.issues and not case.share_issues and analyse_case(case).frontier.points:
            yield seed, case


@pytest.mark.parametrize("complete", [True, False])
def test_where_all_are_too_many_those_that_carry_are_listed(complete, monkeypatch):
    """Found from the whole frontier or without it, they are the same points and counts."""
    whole = {seed: analyse_case(case).frontier for seed, case in cases()}
    if not complete:
        monkeypatch.setattr(choose, "LISTABLE", {1: 0})
        monkeypatch.setattr(choose, "LISTABLE_BEYOND", 0)
    seen = 0
    for seed, case in cases():
        certain = {p.utilities: p.count for p in whole[seed].points if p.in_zone}
        if not certain:
            continue
        with monkeypatch.context() as patch:
            if complete:
                patch.setattr(listing, "MAX_LISTED", len(whole[seed].points) - 1)
                if len(certain) == len(whole[seed].points):
                    continue
            found = analyse_case(case).frontier
        assert found.kind == "zone", seed
        assert {p.utilities: p.count for p in found.points} == certain, seed
        assert found.packages == sum(certain.values()), seed
        seen += 1
    assert seen > 5


def test_where_these_are_too_many_as_well_a_list_close_to_all_is_given(monkeypatch):
    monkeypatch.setattr(listing, "MAX_LISTED", 0)
    seen = 0
    for seed, case in cases():
        if len(case.parties) > listing.COVERED_PARTIES:
            continue
        found = analyse_case(case).frontier
        assert found.kind in ("cover", "none"), seed
        if found.cover is not None:
            most = listing.EPSILON_OF_MANY if len(case.parties) == 4 else listing.EPSILON
            assert found.cover.epsilon <= most or found.status.value == "limit-reached", seed
            seen += 1
    assert seen > 5


def test_a_list_is_given_when_asked_for_and_says_so():
    for _, case in list(cases())[:10]:
        found = analyse_case(case, epsilon=Fraction(1, 4)).frontier
        assert found.kind == "cover"
        assert found.cover.asked == Fraction(1, 4)
        assert found.method.endswith("as asked")
