"""The checker's own reading of conflicts, against the literal definitions and real results."""

from __future__ import annotations

import pytest
from random_conflicts import graph_of, random_conflict
from stability_by_definition import DEFINITIONS, stable

from irenic.model import Conflict
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge, Patience


def concepts_of(conflict: Conflict) -> list[str]:
    return [c for c in DEFINITIONS if c != "sim" or not conflict.is_graph]


@pytest.mark.parametrize("seed", range(5000, 5120))
def test_the_checker_finds_what_the_definitions_say(seed):
    conflict = random_conflict(seed)
    graph, board = graph_of(conflict), Board(conflict)
    judge = Judge(board)
    assert board.size == len(graph.states)
    assert {board.name(s) for s in board.states} == set(graph.states)
    for maker in graph.makers:
        for s in board.states:
            moves = {board.name(t) for t in board.moves(maker, s)}
            assert moves == graph.moves[maker][board.name(s)]
        for concept in concepts_of(conflict):
            wanted = stable(graph, concept, maker)
            found = judge.stable(concept, maker)
            assert {board.name(s) for s in found} == wanted, f"{concept} for {maker}"
            one_by_one = {s for s in board.states if judge.is_stable(concept, maker, s, Patience())}
            assert one_by_one == found, f"{concept} for {maker}"
