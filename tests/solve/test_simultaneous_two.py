"""The quick way for two decision makers equals the definition, combination by combination."""

from __future__ import annotations

import random

import numpy as np
import pytest

from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.simultaneous import Codes, examine_sim
from irenic.solve.stability.simultaneous_two import is_two_sided, two_sided_verdicts


def random_two(rng: random.Random) -> tuple[OptionMoves, list[Ranked]]:
    a, b = rng.randint(1, 3), rng.randint(1, 3)
    size = 1 << (a + b)
    feasible = bytes(int(rng.random() < 0.85) for _ in range(size))
    moves = OptionMoves((0, a, a + b), (0,) * (a + b), feasible)
    most = rng.choice([2, 5, 40])
    ranks = [Ranked(np.array([rng.randint(0, most) for _ in range(size)])) for _ in range(2)]
    return moves, ranks


@pytest.mark.parametrize("seed", range(200))
def test_it_equals_the_definition(seed):
    moves, ranks = random_two(random.Random(seed))
    assert is_two_sided(moves)
    found = two_sided_verdicts(moves, ranks)
    codes = Codes(moves)
    for maker in range(2):
        expected = [s for s in moves.states() if examine_sim(codes, ranks, maker, s).stable]
        assert found[maker].nonzero()[0].tolist() == expected, f"seed {seed}"


def test_one_way_options_and_more_decision_makers_are_left_to_the_other_way():
    assert not is_two_sided(OptionMoves((0, 1, 2), (0, 1), b"\1" * 4))
    assert not is_two_sided(OptionMoves((0, 1, 2, 3), (0, 0, 0), b"\1" * 8))


def test_a_spent_budget_stops_it():
    moves, ranks = random_two(random.Random(3))
    with pytest.raises(LimitReached, match="interrupted"):
        two_sided_verdicts(moves, ranks, budget=Budget(cancelled=True))
