"""Reachability for all states at once equals a search over legal sequences."""

from __future__ import annotations

import random

import numpy as np
import pytest

from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.stability.foresight import legal_ends
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.reach import reachable


def random_moves(rng: random.Random) -> tuple[OptionMoves, list[Ranked]]:
    widths = [rng.randint(1, 3) for _ in range(rng.randint(1, 4))]
    starts = [0]
    for width in widths:
        starts.append(starts[-1] + width)
    size = 1 << starts[-1]
    feasible = bytes(int(rng.random() < 0.8) for _ in range(size))
    directions = tuple(rng.choice([0, 0, 1, -1]) for _ in range(starts[-1]))
    moves = OptionMoves(tuple(starts), directions, feasible)
    ranks = [
        Ranked(np.array([rng.randint(0, 6) for _ in range(size)], dtype=np.int16)) for _ in widths
    ]
    return moves, ranks


@pytest.mark.parametrize("seed", range(150))
def test_it_equals_the_search_over_legal_sequences(seed):
    moves, ranks = random_moves(random.Random(seed))
    start = next(moves.states(), None)
    if start is None:
        start, moves = 0, OptionMoves(moves.starts, moves.directions, b"\1" * moves.size)
    makers = range(moves.n_makers)
    for improving in (False, True):
        ends = legal_ends(
            moves,
            makers,
            start,
            lambda i, s, t, improving=improving: (
                not improving or ranks[i].rank[t] > ranks[i].rank[s]
            ),
        )
        found = reachable(moves, start, ranks if improving else None)
        assert set(found.nonzero()[0].tolist()) == {start, *ends}, f"seed {seed}"


def test_an_impossible_state_is_passed_by_but_not_entered():
    # Two options of one decision maker; taking both is possible, taking one is not.
    moves = OptionMoves((0, 2), (0, 0), bytes([1, 0, 0, 1]))
    assert reachable(moves, 0).tolist() == [True, False, False, True]
    apart = OptionMoves((0, 1, 2), (0, 0), bytes([1, 0, 0, 1]))
    assert reachable(apart, 0).tolist() == [True, False, False, False]


def test_a_spent_budget_stops_it():
    moves, ranks = random_moves(random.Random(1))
    with pytest.raises(LimitReached, match="interrupted"):
        reachable(moves, next(moves.states()), ranks, budget=Budget(cancelled=True))
