"""Every claim of an honest result is confirmed, and hardly one is left."""

from __future__ import annotations

import pytest
from verified_cases import HARBOUR, random_case, result_of

from irenic.analyse.results import Audience
from irenic.verify.checker import verify_result

READERS = [Audience(), Audience("joint"), Audience("party", "p0")]


def not_confirmed(result, case):
    return [c for c in verify_result(result, case) if c.verdict != "confirmed"]


@pytest.mark.parametrize("block", range(5))
def test_random_cases_are_confirmed_in_every_claim(block):
    for seed in range(block * 16, block * 16 + 16):
        case = random_case(seed)
        for reader in READERS:
            assert not_confirmed(result_of(case, reader), case) == [], (seed, reader)


@pytest.mark.parametrize("method", ["enumerate", "merge"])
def test_both_ways_to_the_frontier_are_confirmed(method):
    assert not_confirmed(result_of(HARBOUR, method=method), HARBOUR) == []


def test_the_hand_made_case_has_something_to_check():
    claims = verify_result(result_of(HARBOUR), HARBOUR)
    assert len(claims) > 100
    assert {c.claim.partition(":")[0] for c in claims} >= {"nash", "equal-loss", "proposal poor"}
