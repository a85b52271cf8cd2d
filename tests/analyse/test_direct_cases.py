"""A case answered without its frontier says the same as one answered from it."""

from __future__ import annotations

import pytest
from analyse.random_cases import random_case

from irenic.analyse.settlement import analyse_case
from irenic.solve.direct import DIRECT

CHUNK = 25


@pytest.mark.parametrize("chunk", range(4))
def test_solutions_and_score_cards_are_the_same(chunk):
    """Values, tied vectors and counts of every method; efficiency and best scores of every card."""
    solved = cards = 0
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        case = random_case(seed)
        if not case.issues or case.share_issues:
            continue
        listed, direct = analyse_case(case), analyse_case(case, method="direct")
        assert direct.zone == listed.zone, seed
        for one, other in zip(listed.solutions, direct.solutions, strict=True):
            if one.method not in DIRECT:
                continue
            assert (other.status, other.value) == (one.status, one.value), (seed, one.method)
            if len(one.utilities) < 50:
                assert set(other.utilities) == set(one.utilities), (seed, one.method)
            assert other.count == one.count, (seed, one.method)
            solved += bool(one.packages)
        for one in listed.proposals:
            other = next(c for c in direct.proposals if c.id == one.id)
            assert other.efficient == one.efficient, (seed, one.id)
            assert (other.improvement is None) == (one.improvement is None), (seed, one.id)
            for a, b in zip(one.scores, other.scores, strict=True):
                assert (a.attainable, a.relative_gain) == (b.attainable, b.relative_gain), seed
                assert a.share_of_attainable == b.share_of_attainable, seed
            cards += 1
    assert solved > 50
    assert cards > 5
