"""Everything between the file and a verdict equals the literal definitions, flag by flag.

A flag is one verdict: (state, decision maker, concept).  More of them than in the suite, from
another seed on:

    PYTHONPATH=tests:src .venv/bin/python tests/analyse/test_stability_against_definitions.py \\
        1000000 5000
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from random_conflicts import graph_of, random_conflict
from stability_by_definition import Graph, legal_ends, legal_sequences, stable

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.stability import Examiner, Sanctions, concepts_of, find_verdicts
from irenic.model import Conflict, OptionWeights, Statements, StateRanking
from irenic.solve.stability.foresight import Foresight

FLAGS = 100_000
SEARCHED = ("nash", "gmr", "smr", "seq")


def compare(seed: int, sanctions: Sanctions = "sequences") -> Counter[str]:
    """Compare all verdicts on one random conflict; return how many of what kind there were.

    They are found in two ways: all at once, as the command does, and state by state.
    """
    conflict = random_conflict(seed)
    graph = graph_of(conflict)
    if sanctions == "one-step":
        graph = replace(graph, longest=1, _ends={})
    model = model_conflict(conflict)
    concepts = concepts_of(model)
    quick = find_verdicts(model, concepts, sanctions=sanctions)[0].stable
    examiner = Examiner(model, sanctions)
    states = {model.name(s): s for s in model.moves.states()}
    assert set(states) == set(graph.states), f"seed {seed}: the states differ"
    counted = Counter(shapes(conflict, graph))
    for i, maker in enumerate(graph.makers):
        moves = {name: set(model.ids(model.moves.of(i, s))) for name, s in states.items()}
        assert moves == graph.moves[maker], f"seed {seed}: the moves of {maker} differ"
        for concept in concepts:
            wanted = stable(graph, concept, maker)
            here = f"seed {seed}: {concept} for {maker} differs"
            assert set(quick[concept][maker]) == wanted, here
            assert {n for n, s in states.items() if examiner.examine(concept, i, s).stable} == (
                wanted
            ), here
            counted["flags"] += len(states)
            counted[concept] += len(wanted)
    return counted


def shapes(conflict: Conflict, graph: Graph) -> list[str]:
    """Return what is special about a conflict, so that a test can count what it has seen."""
    n = len(graph.makers)
    forms = [p.form for p in conflict.preferences.values()]
    found = [f"{n} decision makers", *{type(form).__name__ for form in forms}]
    if any(
        len(set(map(str, score.values()))) < len(graph.states) for score in graph.score.values()
    ):
        found.append("ties")
    for one, some in (
        ("infeasible", conflict.infeasible),
        ("closed moves", conflict.no_moves),
        ("one-way", [o for o in conflict.options if o.direction != "both"]),
        ("coalesced", [s for s in graph.states if "-" in s]),
        ("graph", conflict.titles),
    ):
        found += [one] if some else []
    if conflict.is_graph:
        each = [{(s, t) for s in graph.states for t in graph.moves[i][s]} for i in graph.makers]
        if sum(map(len, each)) > len(set().union(*each)):
            found.append("common moves")
        if any((s, v) not in a for a in each for s, t in a for u, v in a if t == u and s != v):
            found.append("intransitive")
    return found


SHAPES = (
    *(f"{n} decision makers" for n in (2, 3, 4, 5)),
    *(form.__name__ for form in (OptionWeights, Statements, StateRanking)),
    *("ties", "infeasible", "closed moves", "one-way", "coalesced"),
    *("graph", "common moves", "intransitive"),
)


def compare_flags(wanted: int, seed: int = 0) -> Counter[str]:
    total: Counter[str] = Counter()
    while total["flags"] < wanted:
        total += compare(seed)
        seed += 1
    return total


def test_verdicts_equal_the_literal_definitions():
    total = compare_flags(FLAGS)
    assert {shape: total[shape] for shape in SHAPES if total[shape] < 20} == {}
    assert total["nash"] < total["seq"] < total["gmr"]
    assert total["nash"] < total["smr"] < total["gmr"]


@pytest.mark.parametrize("seed", range(1000, 1040))
def test_verdicts_with_answers_of_one_step_equal_the_literal_definitions(seed):
    compare(seed, "one-step")


def test_answers_of_one_step_are_not_all_answers():
    """Else the test above could not fail."""
    graphs = [graph_of(random_conflict(seed)) for seed in range(1000, 1040)]
    shorter = [replace(g, longest=1, _ends={}) for g in graphs]
    assert (
        sum(
            stable(g, c, i) != stable(h, c, i)
            for g, h in zip(graphs, shorter, strict=True)
            for c in ("gmr", "smr", "seq")
            for i in g.makers
        )
        > 20
    )


@pytest.mark.parametrize("seed", range(2000, 2040))
def test_what_is_stable_with_less_foresight_is_stable_with_more(seed):
    graph = graph_of(random_conflict(seed))
    for maker in graph.makers:
        held = {concept: stable(graph, concept, maker) for concept in SEARCHED}
        assert held["nash"] <= held["smr"] <= held["gmr"], f"seed {seed}, {maker}"
        assert held["nash"] <= held["seq"] <= held["gmr"], f"seed {seed}, {maker}"


@pytest.mark.parametrize("seed", range(3000, 3060))
def test_every_witness_holds_literally(seed):
    conflict = random_conflict(seed)
    graph = graph_of(conflict)
    model = model_conflict(conflict)
    foresight = Foresight(model.moves, model.preferences)
    for i, maker in enumerate(graph.makers):
        for state in model.moves.states():
            for concept in SEARCHED:
                finding = foresight.examine(concept, i, state)
                told = {model.name(a.improvement) for a in finding.answers}
                here = f"seed {seed}: {concept} of {model.name(state)} for {maker}"
                assert told == graph.improvements(maker, model.name(state)), here
                for answer in finding.answers:
                    if answer.path is not None:
                        path = [(graph.makers[p.maker], model.name(p.target)) for p in answer.path]
                        start = model.name(answer.improvement)
                        check_sanction(graph, concept, maker, model.name(state), start, path, here)


def check_sanction(g, concept, maker, state, start, path, here):
    """A sanction is a legal sequence of the others that leaves the first mover no better off."""
    assert path, here
    assert maker not in {by for by, _ in path}, here
    assert all(a[0] != b[0] for a, b in pairwise(path)), here
    places = [start, *(to for _, to in path)]
    for (by, to), origin in zip(path, places, strict=False):
        steps = g.improvements(by, origin) if concept == "seq" else g.moves[by][origin]
        assert to in steps, here
    end, worth = places[-1], g.score[maker]
    assert worth[end] <= worth[state], here
    if concept == "smr":
        assert all(worth[u] <= worth[state] for u in g.moves[maker][end]), here


@pytest.mark.parametrize("seed", range(40))
def test_the_search_of_the_oracle_finds_the_ends_of_all_sequences(seed):
    """The oracle itself against sequences listed one by one, as long as any can need to be.

    A shortest sequence to an (end, last mover) meets none of these twice.
    """
    rng = Random(seed)
    states, movers = "abcd"[: rng.choice([3, 4])], "ij"[: rng.choice([1, 2, 2])]
    moves = {
        j: {s: {t for t in states if t != s and rng.random() < 0.45} for s in states}
        for j in movers
    }
    longest = len(states) * len(movers)
    sequences = legal_sequences(movers, "a", lambda j, s: moves[j][s], longest)
    assert {sequence[-1][1] for sequence in sequences} == legal_ends(
        movers, "a", lambda j, s: moves[j][s]
    )


if __name__ == "__main__":
    found = compare_flags(int(sys.argv[1]), int(sys.argv[2]) if sys.argv[2:] else 0)
    sys.stdout.write(f"{dict(found)}\n")
