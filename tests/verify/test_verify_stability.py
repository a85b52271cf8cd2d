"""The checker's own reading of conflicts, against the literal definitions and real results."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from conflict_cases import WIDE, stability_of
from random_conflicts import graph_of, random_conflict
from stability_by_definition import DEFINITIONS, stable

from irenic.analyse.conflict_further import Questions
from irenic.casefile.reader import read_case
from irenic.model import Conflict, OptionWeights, Statements, StateRanking
from irenic.verify.checker import verify_result
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge, Patience
from irenic.verify.wide import Wide


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


@pytest.mark.parametrize("longest", [None, 1])
@pytest.mark.parametrize("seed", range(6000, 6080))
def test_the_checker_finds_it_on_many_states_at_once(seed, longest):
    conflict = random_conflict(seed)
    graph, board = graph_of(conflict), Board(conflict)
    graph.longest = longest
    if not Wide.covers(board):
        assert conflict.is_graph or conflict.coalesce or conflict.no_moves
        return
    wide = Wide(board, one_step=longest == 1)
    for maker in graph.makers:
        for concept in ("nash", "gmr", "smr", "seq"):
            found = {board.name(s) for s in wide.stable(concept, maker)}
            assert found == stable(graph, concept, maker), f"seed {seed}: {concept} for {maker}"


def test_a_large_conflict_is_looked_at_in_full_or_as_far_as_is_said(monkeypatch):
    """As if 88 states were many: verdicts by arrays, the rest not checked, nothing refuted."""
    honest = stability_of(WIDE)
    changed = copy.deepcopy(honest)
    changed["stable"]["seq"]["m0"].pop()
    monkeypatch.setattr("irenic.verify.conflict.MAX_WORK", 1)
    claims = {c.claim: c.verdict for c in verify_result(honest, WIDE)}
    assert "refuted" not in claims.values()
    for concept in ("nash", "gmr", "smr", "seq"):
        assert claims[f"{concept}: who is stable where, and the equilibria"] == "confirmed"
    assert claims["sim: who is stable where, and the equilibria"] == "not checked"
    refuted = [c.claim for c in verify_result(changed, WIDE) if c.verdict == "refuted"]
    assert "seq: who is stable where, and the equilibria" in refuted


CONFLICTS = [
    path
    for path in sorted((Path(__file__).parents[2] / "catalog").rglob("*.yaml"))
    if "conflict:" in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("path", CONFLICTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("sanctions", ["sequences", "one-step", "gmcr-plus"])
def test_all_that_is_said_of_a_catalogue_conflict_is_confirmed(path, sanctions):
    case = read_case(path)
    conflict = case.conflict
    known = all(
        isinstance(p.form, StateRanking | Statements | OptionWeights)
        for p in conflict.preferences.values()
    )
    questions = Questions(
        sanctions=sanctions if known else "sequences",
        own={conflict.maker_ids[0]: "seq"},
        target=conflict.status_quo,
        sensitivity=known,
        interventions=True,
        coalitions=True,
        horizon=2 if len(conflict.maker_ids) == 2 else None,
    )
    claims = verify_result(stability_of(case, questions), case)
    assert len(claims) > 20
    assert [c for c in claims if c.verdict == "refuted"] == []
    left = {c.claim for c in claims if c.verdict == "not checked"}
    # Rankings and orders of statements that are too many to try; completions that prove nothing.
    assert {c for c in left if "order of statements" not in c and "seq" not in c} == set()
    assert {c for c in left if not c.startswith(("inverse", "unknown"))} == set()
