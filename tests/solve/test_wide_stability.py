"""Answers found among all states at once are those of the definitions, and legal."""

from __future__ import annotations

import random

import pytest
from test_reach import random_moves

from irenic.solve.stability import wide
from irenic.solve.stability.foresight import Foresight, Reading
from irenic.solve.stability.wide import WideForesight


def check_path(moves, ranks, concept, maker, state, answer):
    rank = ranks[maker].rank
    here, last = answer.improvement, None
    assert here in moves.of(maker, state)
    assert rank[here] > rank[state]
    for step in answer.path:
        assert step.maker not in (maker, last)
        assert step.target in moves.of(step.maker, here)
        if concept == "seq":
            assert ranks[step.maker].rank[step.target] > ranks[step.maker].rank[here]
        here, last = step.target, step.maker
    assert rank[here] <= rank[state]
    if concept == "smr":
        assert all(rank[u] <= rank[state] for u in moves.of(maker, here))


@pytest.mark.parametrize("near", [0, 3, 500])
@pytest.mark.parametrize("seed", range(12))
def test_it_equals_the_definitions(seed, near, monkeypatch):
    monkeypatch.setattr(wide, "NEAR", near)
    moves, ranks = random_moves(random.Random(seed))
    slow, quick = Foresight(moves, ranks), WideForesight(moves, ranks)
    for state in list(moves.states())[::3]:
        for maker in range(moves.n_makers):
            for concept in ("nash", "gmr", "smr", "seq"):
                expected = slow.examine(concept, maker, state)
                found = quick.examine(concept, maker, state)
                assert [a.improvement for a in found.answers] == [
                    a.improvement for a in expected.answers
                ]
                free = [a.path is None for a in found.answers]
                assert free == [a.path is None for a in expected.answers], f"seed {seed}"
                for answer in found.answers:
                    if answer.path is not None:
                        check_path(moves, ranks, concept, maker, state, answer)


@pytest.mark.parametrize("seed", range(8))
def test_one_step_answers_are_single_moves(seed):
    moves, ranks = random_moves(random.Random(seed))
    slow = Foresight(moves, ranks, Reading(sanctions="one-step"))
    quick = WideForesight(moves, ranks, one_step=True)
    for state in moves.states():
        for maker in range(moves.n_makers):
            for concept in ("gmr", "smr", "seq"):
                expected = slow.examine(concept, maker, state)
                assert quick.examine(concept, maker, state) == expected
