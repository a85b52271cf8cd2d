"""Simultaneous stability: every state at once, state by state, and by sets, must agree."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from irenic.errors import LimitReached
from irenic.solve.budget import Budget
from irenic.solve.stability import simultaneous_all
from irenic.solve.stability.findings import Answer, Step
from irenic.solve.stability.foresight import Reading
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Partial, Ranked
from irenic.solve.stability.simultaneous import Codes, examine_sim
from irenic.solve.stability.simultaneous_all import sim_verdicts, sim_work
from irenic.solve.stability.simultaneous_two import is_two_sided

SEEDS = st.integers(0, 10**9)


def random_conflict(rng, most=6):
    """Return moves and preferences: 1 to 4 makers, ties, one-way options, impossible states."""
    n = rng.randint(1, 4)
    widths = [0] * n
    for _ in range(rng.randint(1, most)):
        widths[rng.randrange(n)] += 1
    starts = tuple(sum(widths[:i]) for i in range(n + 1))
    one_way, impossible = rng.choice((0, 0.4)), rng.choice((0, 0.15, 0.5))
    directions = tuple(
        rng.choice((1, -1)) if rng.random() < one_way else 0 for _ in range(starts[-1])
    )
    size = 1 << starts[-1]
    feasible = bytes(int(rng.random() >= impossible) for _ in range(size))
    levels = rng.choice((1, 4, 10**6))
    ranks = [Ranked(tuple(rng.randint(0, levels) for _ in range(size))) for _ in range(n)]
    return OptionMoves(starts, directions, feasible), ranks


def random_merged(rng):
    """Return codes of a conflict with merged states and closed moves, and preferences."""
    moves, _ = random_conflict(rng, most=5)
    groups = {}
    for code in moves.states():
        groups.setdefault(rng.choice((code, code, -1, -2)), []).append(code)
    members = tuple(map(tuple, groups.values())) or ((0,),)
    if not any(moves.feasible):
        moves = replace(moves, feasible=bytes([1, *moves.feasible[1:]]))
    banned = {pair for pair in product(moves.states(), repeat=2) if rng.random() < 0.1}
    codes = Codes(moves, members, lambda _maker, s, t: (s, t) in banned)
    levels = rng.choice((2, 6))
    ranks = [Ranked(tuple(rng.randint(0, levels) for _ in members)) for _ in range(moves.n_makers)]
    return codes, ranks


def joint_changes(codes, preferences, state):
    """Return (code, one choice for each maker) for every way in which improvements can meet.

    A choice is the code to which the maker alone would go; its own code when it stays.
    """
    found = []
    for code in codes.codes(state):
        choices = [
            [code]
            + [
                t
                for t in codes.single.of(i, code)
                if p.rank[codes.home(t)] > p.rank[state] and not codes.closed(i, code, t)
            ]
            for i, p in enumerate(preferences)
        ]
        found += [(code, choice) for choice in product(*choices)]
    return found


def together(code, choice):
    result = code
    for t in choice:
        result ^= t ^ code
    return result


def stable_by_definition(codes, preferences, maker, state):
    rank = preferences[maker].rank
    improvements, deterred = set(), set()
    for code, choice in joint_changes(codes, preferences, state):
        if choice[maker] == code:
            continue
        target, result = codes.home(choice[maker]), together(code, choice)
        improvements.add(target)
        if codes.single.feasible[result] and rank[codes.home(result)] <= rank[state]:
            deterred.add(target)
    return improvements <= deterred


def check_witness(codes, preferences, finding):
    """Every answer must be made of improvements from one code whose joint result is no better."""
    ways = joint_changes(codes, preferences, finding.state)
    for answer in finding.answers:
        if answer.path is None:
            assert answer.result is None
            continue
        wanted = {finding.maker: answer.improvement} | {s.maker: s.target for s in answer.path}
        assert len(wanted) == len(answer.path) + 1 > 1
        assert any(
            {i: codes.home(t) for i, t in enumerate(choice) if t != code} == wanted
            and codes.single.feasible[together(code, choice)]
            and codes.home(together(code, choice)) == answer.result
            for code, choice in ways
        )
        rank = preferences[finding.maker].rank
        assert rank[answer.result] <= rank[finding.state]


@settings(max_examples=60)
@given(seed=SEEDS)
def test_all_states_at_once_agree_with_the_definition_and_with_witnesses(seed):
    moves, preferences = random_conflict(random.Random(seed))
    codes = Codes(moves)
    found = sim_verdicts(moves, preferences)
    for i, stable in enumerate(found):
        for s in range(moves.size):
            if not moves.feasible[s]:
                assert not stable[s]
                continue
            finding = examine_sim(codes, preferences, i, s)
            assert finding.stable == stable_by_definition(codes, preferences, i, s) == stable[s]
            check_witness(codes, preferences, finding)


@settings(max_examples=60)
@given(seed=SEEDS)
def test_merged_states_and_closed_moves_agree_with_the_definition(seed):
    codes, preferences = random_merged(random.Random(seed))
    for i in range(codes.single.n_makers):
        for s in range(len(codes.members)):
            finding = examine_sim(codes, preferences, i, s)
            assert finding.stable == stable_by_definition(codes, preferences, i, s)
            check_witness(codes, preferences, finding)


@given(seed=SEEDS)
def test_the_work_is_the_number_of_combinations(seed):
    moves, preferences = random_conflict(random.Random(seed))
    assume(not is_two_sided(moves))
    codes = Codes(moves)
    count = sum(
        choice[i] != code
        for s in moves.states()
        for code, choice in joint_changes(codes, preferences, s)
        for i in range(moves.n_makers)
    )
    assert sim_work(moves, preferences) == count


def test_small_pieces_change_nothing(monkeypatch):
    rng = random.Random(16)
    moves = OptionMoves((0, 2, 4, 6), (0, 0, 1, 0, 0, 0), bytes([1] * 64))
    preferences = [Ranked(rng.sample(range(64), 64)) for _ in range(3)]
    assert sim_work(moves, preferences) > 1000
    whole = [stable.tolist() for stable in sim_verdicts(moves, preferences)]
    monkeypatch.setattr(simultaneous_all, "_AT_A_TIME", 10)
    assert [stable.tolist() for stable in sim_verdicts(moves, preferences)] == whole


def test_cooperation_holds_in_the_prisoners_dilemma():
    """Whoever leaves cooperation finds that the other may leave at the same moment: 3 is worse.

    Option k is "defect" for maker k: state 0 is mutual cooperation, 3 mutual defection.
    """
    moves = OptionMoves((0, 1, 2), (0, 0), bytes([1] * 4))
    preferences = [Ranked((2, 3, 0, 1)), Ranked((2, 0, 3, 1))]
    first, second = (stable.tolist() for stable in sim_verdicts(moves, preferences))
    assert first == [True, True, False, True]
    assert second == [True, False, True, True]


def test_a_spent_budget_stops_the_work():
    moves, preferences = random_conflict(random.Random(16))
    with pytest.raises(LimitReached, match="interrupted"):
        sim_verdicts(moves, preferences, budget=Budget(cancelled=True))


def test_unknown_comparisons_are_read_as_asked():
    """Whoever may be better off may move against the first; a doubtful gain is left on request."""
    moves = OptionMoves((0, 1, 2), (0, 0), bytes([1] * 4))
    first = Ranked((1, 2, 1, 0))
    unsure = Partial((0, 0, 0, 0), (1, 2, 4, 8))
    codes = Codes(moves)
    finding = examine_sim(codes, [first, unsure], 0, 0)
    assert finding.answers == (Answer(1, (Step(1, 2),), 3),)
    assert not examine_sim(codes, [first, Ranked((0, 0, 0, 0))], 0, 0).stable
    assert examine_sim(codes, [unsure, first], 0, 0).answers == ()
    doubtful = examine_sim(codes, [unsure, first], 0, 0, reading=Reading(leaves_unknown=True))
    assert not doubtful.stable
    both = Reading(leaves_unknown=True, deterred_unknown=True)
    assert examine_sim(codes, [unsure, unsure], 0, 0, reading=both).stable
