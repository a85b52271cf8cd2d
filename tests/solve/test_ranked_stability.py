"""The quick way to verdicts against the definitions, twice: the literal solver, and sets of ends.

Definitions: L. Fang, K. W. Hipel, D. M. Kilgour, "Interactive Decision Making" (1993).
"""

from __future__ import annotations

import random
import tracemalloc
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.stability import improvement_closure, rows, workers
from irenic.solve.stability.estimate import estimate, estimate_listed, refuse_beyond
from irenic.solve.stability.foresight import Foresight, Reading
from irenic.solve.stability.moves import ListedMoves, OptionMoves, is_transitive
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.ranked import QUICK_CONCEPTS, verdicts

SEEDS = st.integers(0, 10**9)
#: How far ranks are apart: few levels, one byte, two, four, eight, and beyond any machine number.
SCALES = (1, 5, 100, 30_000, 10**6, 10**12, 10**30)


def random_ranks(rng, size):
    scale = rng.choice(SCALES)
    levels = rng.choice((2, 4, 10**9))
    ranks = [rng.randint(-levels, levels) * scale // levels for _ in range(size)]
    fits = scale < 10**15
    return Ranked(np.array(ranks) if fits and rng.random() < 0.5 else tuple(ranks))


def random_options(rng, most=6):
    """Return a conflict in option form: 1 to 5 makers, ties, one-way options, impossible states."""
    n = rng.randint(1, 5)
    widths = [0] * n
    for _ in range(rng.randint(1, most)):
        widths[rng.randrange(n)] += 1
    starts = [sum(widths[:i]) for i in range(n + 1)]
    one_way, impossible = rng.choice((0, 0.3, 1)), rng.choice((0, 0, 0.15, 0.5))
    directions = [rng.choice((1, -1)) if rng.random() < one_way else 0 for _ in range(starts[-1])]
    size = 1 << starts[-1]
    feasible = bytes(int(rng.random() >= impossible) for _ in range(size))
    moves = OptionMoves(tuple(starts), tuple(directions), feasible)
    return moves, [random_ranks(rng, size) for _ in range(n)]


def random_graph(rng):
    """Return a conflict with listed moves, which are rarely transitive."""
    n, size, density = rng.randint(1, 5), rng.randint(1, 16), rng.choice((0.05, 0.15, 0.4))
    targets = tuple(
        tuple(
            tuple(t for t in range(size) if t != s and rng.random() < density) for s in range(size)
        )
        for _ in range(n)
    )
    return ListedMoves(targets), [random_ranks(rng, size) for _ in range(n)]


def random_merged(rng):
    """Return a conflict in option form some of whose states are merged into one."""
    single, _ = random_options(rng)
    groups = {}
    for code in single.states():
        groups.setdefault(rng.choice((code, code, -1)), []).append(code)
    members = list(groups.values()) or [[0]]
    home = {code: s for s, codes in enumerate(members) for code in codes}
    targets = tuple(
        tuple(
            tuple(sorted({home[t] for c in codes for t in single.of(i, c)} - {s}))
            for s, codes in enumerate(members)
        )
        for i in range(single.n_makers)
    )
    moves = ListedMoves(targets)
    return moves, [random_ranks(rng, len(members)) for _ in range(single.n_makers)]


FAMILIES = {"options": random_options, "graph": random_graph, "merged": random_merged}


def as_sets(found):
    return {c: [set(mask.nonzero()[0].tolist()) for mask in each] for c, each in found.items()}


def literal(moves, preferences, sanctions="sequences"):
    solver = Foresight(moves, preferences, Reading(sanctions=sanctions))
    return {
        c: [
            {s for s in moves.states() if solver.examine(c, i, s).stable}
            for i in range(moves.n_makers)
        ]
        for c in QUICK_CONCEPTS
    }


def ends_by_definition(steps, start, others):
    """Return the ends of all legal sequences of others from a state, by growing a set of pairs."""
    pairs = {(t, j) for j in others for t in steps[j][start]}
    while True:
        more = {(t, j) for s, last in pairs for j in others if j != last for t in steps[j][s]}
        if more <= pairs:
            return {s for s, _ in pairs}
        pairs |= more


def by_definition(moves, preferences):
    """Return the verdicts from sets alone; shares no code with either solver."""
    n, states = moves.n_makers, list(moves.states())
    rank = [[int(r) for r in p.rank] for p in preferences]
    reach = [{s: set(moves.of(i, s)) for s in states} for i in range(n)]
    gain = [
        {s: {t for t in reach[i][s] if rank[i][t] > rank[i][s]} for s in states} for i in range(n)
    ]
    found = {c: [set() for _ in range(n)] for c in QUICK_CONCEPTS}
    for i in range(n):
        others, r = [j for j in range(n) if j != i], rank[i]
        any_end = {s: ends_by_definition(reach, s, others) for s in states}
        good_end = {s: ends_by_definition(gain, s, others) for s in states}
        for s in states:
            low = {t for t in states if r[t] <= r[s]}
            stuck = {t for t in low if reach[i][t] <= low}
            holds = {
                "nash": not gain[i][s],
                "gmr": all(any_end[t] & low for t in gain[i][s]),
                "smr": all(any_end[t] & stuck for t in gain[i][s]),
                "seq": all(good_end[t] & low for t in gain[i][s]),
            }
            for concept, stable in holds.items():
                if stable:
                    found[concept][i].add(s)
    return found


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=60)
@given(seed=SEEDS)
def test_verdicts_agree_with_the_definition(family, seed):
    moves, preferences = FAMILIES[family](random.Random(seed))
    assert as_sets(verdicts(moves, preferences)) == by_definition(moves, preferences)


def test_a_hundred_thousand_verdicts_agree_with_the_literal_solver():
    flags = 0
    for seed in range(3000):
        rng = random.Random(seed)
        moves, preferences = FAMILIES[rng.choice(tuple(FAMILIES))](rng)
        assert as_sets(verdicts(moves, preferences)) == literal(moves, preferences), seed
        flags += 4 * moves.n_makers * len(list(moves.states()))
        if flags >= 100_000:
            break
    assert flags >= 100_000


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=30)
@given(seed=SEEDS)
def test_one_step_answers_agree_with_the_literal_solver(family, seed):
    moves, preferences = FAMILIES[family](random.Random(seed))
    found = verdicts(moves, preferences, sanctions="one-step")
    assert as_sets(found) == literal(moves, preferences, "one-step")


@given(seed=SEEDS, family=st.sampled_from(sorted(FAMILIES)))
def test_nash_implies_smr_implies_gmr_and_nash_implies_seq_implies_gmr(seed, family):
    moves, preferences = FAMILIES[family](random.Random(seed))
    found = as_sets(verdicts(moves, preferences))
    for nash, gmr, smr, seq in zip(*(found[c] for c in QUICK_CONCEPTS), strict=True):
        assert nash <= smr <= gmr
        assert nash <= seq <= gmr


@given(seed=SEEDS)
def test_only_the_order_of_ranks_counts(seed):
    moves, preferences = random_options(random.Random(seed))
    stretched = [Ranked(tuple(7**40 * int(r) + 3 for r in p.rank)) for p in preferences]
    assert as_sets(verdicts(moves, stretched)) == as_sets(verdicts(moves, preferences))


@given(seed=SEEDS)
def test_option_form_and_its_listed_moves_agree(seed):
    moves, preferences = random_options(random.Random(seed))
    listed = ListedMoves(
        tuple(
            tuple(tuple(moves.of(i, s)) if moves.feasible[s] else () for s in range(moves.size))
            for i in range(moves.n_makers)
        )
    )
    possible = set(moves.states())
    of_lists = as_sets(verdicts(listed, preferences))
    cut = {c: [found & possible for found in each] for c, each in of_lists.items()}
    assert as_sets(verdicts(moves, preferences)) == cut


def wide(seed, m=13, n=5, span=10**5, impossible=0.1, one_way=2):
    """Return a conflict whose ranks need four bytes, so that decision makers go in batches."""
    rng = np.random.default_rng(seed)
    starts = tuple(m * k // n for k in range(n + 1))
    directions = np.zeros(m, dtype=int)
    directions[rng.choice(m, one_way, replace=False)] = rng.choice((1, -1), one_way)
    feasible = (rng.random(1 << m) >= impossible).astype(np.uint8)
    moves = OptionMoves(starts, tuple(directions.tolist()), feasible.tobytes())
    return moves, [Ranked(rng.integers(0, span, 1 << m)) for _ in range(n)]


@pytest.mark.parametrize("span", [40, 3_000, 10**9])
def test_two_threads_and_small_pieces_change_nothing(span, monkeypatch):
    moves, preferences = wide(3, span=span)
    once = as_sets(verdicts(moves, preferences, threads=1))
    monkeypatch.setattr(improvement_closure, "_AT_A_TIME", 1 << 9)
    monkeypatch.setattr(rows, "_AT_A_TIME", 1 << 9)
    monkeypatch.setattr(workers, "_FEW", 0)
    assert as_sets(verdicts(moves, preferences, threads=2)) == once


@pytest.mark.parametrize(("n", "span"), [(2, 50), (3, 10**9), (5, 4000)])
def test_larger_conflicts_agree_with_the_literal_solver_where_asked(n, span):
    moves, preferences = wide(n, m=10, n=n, span=span)
    solver = Foresight(moves, preferences)
    found = verdicts(moves, preferences)
    states = random.Random(n).sample(list(moves.states()), 12)
    for concept in QUICK_CONCEPTS:
        for i in range(n):
            for s in states:
                assert found[concept][i][s] == solver.examine(concept, i, s).stable


def test_impossible_states_are_never_stable():
    moves, preferences = wide(1, impossible=0.4)
    impossible = np.frombuffer(moves.feasible, dtype=np.uint8) == 0
    for each in verdicts(moves, preferences).values():
        assert not any((stable & impossible).any() for stable in each)


def test_a_sequence_cannot_pass_an_impossible_state_but_one_move_may_jump_over_it():
    """Decision makers with 1, 2 options; the first leaves NNN for YNN and fears only YYY.

    With YYN and YNY impossible, the second reaches YYY by changing both options at once; when
    these belong to two decision makers nobody can.
    """
    fears = Ranked([0, 2, 1, 1, 1, 1, 1, -1])
    feasible = bytes([1, 1, 1, 0, 1, 0, 1, 1])
    for starts, stable in (((0, 1, 3), True), ((0, 1, 2, 3), False)):
        moves = OptionMoves(starts, (0, 0, 0), feasible)
        others = [Ranked([0] * 8)] * (len(starts) - 2)
        assert verdicts(moves, [fears, *others], ["gmr"])["gmr"][0][0] == stable


def test_nobody_moves_twice_in_a_row_where_that_matters():
    """0 -> 1 by the first; only two moves of the second in a row would lead it down to 3."""
    second = ((), (2,), (3,), ())
    none = ((), (), (), ())
    ranks = [Ranked((1, 2, 2, 0)), Ranked((0, 1, 2, 3)), Ranked((0, 0, 0, 0))]
    moves = ListedMoves((((1,), (), (), ()), second, none))
    assert not is_transitive(moves, 1)
    assert not verdicts(moves, ranks)["gmr"][0][0]
    helped = ListedMoves((((1,), (), (), ()), ((), (2,), (), ()), ((), (), (3,), ())))
    assert verdicts(helped, ranks)["gmr"][0][0]


def test_a_long_chain_of_answers_is_followed_to_its_end():
    size = 60
    makers = [[() for _ in range(size)] for _ in range(3)]
    makers[0][0] = (1,)
    for s in range(1, size - 1):
        makers[1 + s % 2][s] = (s + 1,)
    up = tuple(range(size))
    first = Ranked((1, *([2] * (size - 2)), 0))
    moves = ListedMoves(tuple(tuple(rows) for rows in makers))
    found = verdicts(moves, [first, Ranked(up), Ranked(up)])
    assert all(found[c][0][0] for c in ("gmr", "smr", "seq"))
    assert not found["nash"][0][0]


def test_progress_counts_down_to_nothing_left():
    said = []
    verdicts(*wide(4, m=8, n=3), budget=Budget(progress=said.append))
    left = [int(words.split()[-5].replace(",", "")) for words in said if "rows" in words]
    assert left[0] > left[-1] > 0


def test_only_the_concepts_asked_for_come_back():
    moves, preferences = wide(2, m=6, n=2)
    assert list(verdicts(moves, preferences, ["seq", "nash"])) == ["nash", "seq"]


@pytest.mark.parametrize("concept", ["gmr", "seq"])
def test_a_spent_budget_stops_the_work(concept):
    budget = Budget(cancelled=True)
    moves, preferences = wide(2, m=6, n=2)
    with pytest.raises(LimitReached, match="interrupted"):
        verdicts(moves, preferences, [concept], budget=budget)
    with pytest.raises(LimitReached, match="interrupted"):
        verdicts(*random_graph(random.Random(5)), [concept], budget=budget)


@pytest.mark.parametrize(("n", "span"), [(2, 10**9), (4, 10**9), (6, 300)])
def test_memory_stays_below_the_estimate(n, span):
    moves, preferences = wide(0, m=16, n=n, span=span, one_way=4)
    starts = moves.starts
    parts = list(pairwise(starts))
    fixed = [sum(d != 0 for d in moves.directions[a:b]) for a, b in parts]
    expected = estimate(moves.size, [b - a for a, b in parts], one_way=fixed)
    tracemalloc.start()
    verdicts(moves, preferences)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert expected.bytes / 6 < peak < expected.bytes


def test_memory_of_listed_moves_stays_below_the_estimate():
    rng = random.Random(0)
    targets = tuple(
        tuple(tuple(sorted(rng.sample(range(2000), 20))) for _ in range(2000)) for _ in range(3)
    )
    moves = ListedMoves(targets)
    expected = estimate_listed(2000, [40_000] * 3)
    tracemalloc.start()
    verdicts(moves, [random_ranks(rng, 2000) for _ in range(3)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < expected.bytes


def test_a_question_that_is_too_large_is_refused_with_its_figures():
    expected = estimate(1 << 26, [13, 13])
    with pytest.raises(LimitReached, match=r"26 options: about .* GB and .* limit of 500 MB"):
        refuse_beyond(expected, "26 options", bytes=500_000_000)
    with pytest.raises(LimitReached, match=r"time limit of 0\.5 seconds"):
        refuse_beyond(expected, "26 options", seconds=0.5)
    refuse_beyond(expected, "26 options", bytes=10**11, seconds=10**6)
