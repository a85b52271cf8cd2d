"""Paths from the status quo, against the list of all legal sequences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from graph_models import listed_models, option_models
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.result import Status
from irenic.solve.stability.findings import Step
from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.status_quo import find_routes
from irenic.solve.stability.status_quo_options import find_option_routes


def sequences(moves, may, start, goal, longest, crews=None) -> Iterator[tuple[Step, ...]]:
    """Yield every legal sequence that ends where it first arrives at the goal, the short first."""
    crews = crews or [{i} for i in range(moves.n_makers)]
    layer = [((), start)]
    for _ in range(longest + 1):
        further = []
        for path, state in layer:
            if state == goal:
                yield path
                continue
            for maker in range(moves.n_makers):
                if path and set(crews[maker]) & set(crews[path[-1].maker]):
                    continue
                further += [
                    ((*path, Step(maker, t)), t)
                    for t in moves.of(maker, state)
                    if may(maker, state, t)
                ]
        layer = further


def any_move(_maker, _state, _target):
    return True


def improvement(preferences):
    return lambda i, s, t: preferences[i].rank[t] > preferences[i].rank[s]


@given(model=listed_models(makers=(1, 3), states=(2, 4), most=2), improving=st.booleans())
@settings(max_examples=150)
def test_lengths_counts_and_paths_are_those_of_the_list_of_all_legal_sequences(model, improving):
    moves, preferences = model
    may = improvement(preferences) if improving else any_move
    goals = range(moves.size)
    found = find_routes(moves, 0, goals, may, listed=10_000)
    assert found.status is Status.OPTIMAL
    longest = 6
    for goal, route in zip(goals, found.routes, strict=True):
        everything = list(sequences(moves, may, 0, goal, longest))
        if route.length is None:
            assert (everything, route.every, route.endless) == ([], 0, False)
            continue
        if route.length <= longest:
            shortest = [p for p in everything if len(p) == route.length]
            assert min(map(len, everything)) == route.length
            assert sorted(route.paths, key=repr) == sorted(shortest, key=repr)
            assert route.shortest == len(shortest)


@given(model=listed_models(makers=(1, 2), states=(2, 3), most=1), improving=st.booleans())
@settings(max_examples=200)
def test_all_paths_are_counted_and_circles_are_noticed(model, improving):
    moves, preferences = model
    may = improvement(preferences) if improving else any_move
    # A sequence longer than there are pairs (state, last mover) has been in one of them twice.
    pairs = moves.size * moves.n_makers + 1
    for goal, route in enumerate(find_routes(moves, 0, range(moves.size), may).routes):
        lengths = [len(p) for p in sequences(moves, may, 0, goal, 2 * pairs)]
        assert route.endless == any(length > pairs for length in lengths)
        if not route.endless:
            assert route.every == len(lengths)


def test_a_path_may_pass_a_state_again_after_another_mover():
    # 0 -a-> 1 -b-> 0 is legal, and then b may not go to 2 but a may.
    moves = ListedMoves((((1,), (), ()), ((), (0,), ())))
    route = find_routes(moves, 0, [1], any_move).routes[0]
    assert (route.length, route.shortest, route.every, route.endless) == (1, 1, 1, False)


def test_the_last_mover_matters_where_moves_are_not_transitive():
    # a: 0->1->2, b: 1->3, 3->1.  a cannot move on from 1 at once; it can after b has been away.
    moves = ListedMoves((((1,), (2,), (), ()), ((), (3,), (), (1,))))
    route = find_routes(moves, 0, [2], any_move).routes[0]
    assert route.length is None  # 0-a-1-b-3: only b can go on, and it has just moved
    moves = ListedMoves((((1,), (2,), (), (1,)), ((), (3,), (), ())))
    assert find_routes(moves, 0, [2], any_move).routes[0].length is None
    moves = ListedMoves((((1,), (2,), (), ()), ((), (3,), (), ()), ((), (), (), (1,))))
    route = find_routes(moves, 0, [2], any_move).routes[0]
    assert route.paths == ((Step(0, 1), Step(1, 3), Step(2, 1), Step(0, 2)),)


def test_a_common_move_is_one_path_for_each_of_its_movers():
    moves = ListedMoves((((1,), ()), ((1,), ())))
    assert find_routes(moves, 0, [1], any_move).routes[0].shortest == 2


def test_the_start_is_reached_without_a_move():
    route = find_routes(ListedMoves((((1,), (0,)),)), 0, [0], any_move).routes[0]
    assert (route.length, route.paths, route.every) == (0, ((),), 1)


def test_a_path_ends_at_its_first_arrival_even_where_moves_lead_on_and_back():
    # a: 0->1, 2->1; b: 1->2.  From the goal 2 a could go back to 1, but then it has arrived.
    moves = ListedMoves((((1,), (), (1,)), ((), (2,), ())))
    route = find_routes(moves, 0, [2], any_move).routes[0]
    assert (route.length, route.every, route.endless) == (2, 1, False)
    # Behind the goal 1 there is a circle 2 -> 3 -> 2 that also leads back to it.
    moves = ListedMoves((((1,), (), (3,), ()), ((), (2,), (), (2, 1)), ((), (), (), (1,))))
    route = find_routes(moves, 0, [1], any_move).routes[0]
    assert (route.length, route.every, route.endless) == (1, 1, False)


@given(model=listed_models(makers=(2, 3), states=(3, 6)), most=st.integers(1, 60))
@settings(max_examples=200)
def test_a_limit_is_a_status_and_what_was_found_is_right(model, most):
    moves, _ = model
    whole = find_routes(moves, 0, range(moves.size), any_move)
    part = find_routes(moves, 0, range(moves.size), any_move, most=most)
    if part.status is Status.OPTIMAL:
        assert part == whole
        return
    assert part.status is Status.LIMIT
    for route in part.routes:
        full = whole.routes[route.goal]
        if route.length is None:
            assert (route.every, route.endless) == (None, None)  # not "no paths"
        else:
            assert (route.length, route.every) == (full.length, None)
            assert route.shortest in (None, full.shortest)


def test_a_limit_leaves_most_of_a_long_line_unseen():
    size = 200
    moves = ListedMoves(
        tuple(tuple((s + k,) if s + k < size else () for s in range(size)) for k in (1, 2))
    )
    part = find_routes(moves, 0, range(size), any_move, most=50)
    assert part.status is Status.LIMIT
    assert 10 < sum(r.length is not None for r in part.routes) < size


@given(model=option_models(), improving=st.booleans(), data=st.data())
@settings(max_examples=150)
def test_layers_of_options_find_what_the_search_by_last_mover_finds(model, improving, data):
    moves, preferences = model
    states = list(moves.states())
    start = data.draw(st.sampled_from(states))
    may = improvement(preferences) if improving else any_move
    slow = find_routes(moves, start, states, may, listed=100_000, most=10**7)
    orders = preferences if improving else None
    quick = find_option_routes(moves, start, states, orders, listed=100_000)
    assert quick.status is Status.OPTIMAL
    few = find_option_routes(moves, start, states, orders, listed=1)
    assert [r.shortest for r in few.routes] == [r.shortest or None for r in slow.routes]
    # With fewer paths than goals asked for, everything is found by layers, nothing directly.
    layers = find_option_routes(
        moves, start, states, orders, listed=100_000, nearest=len(states) - 1
    )
    for a, b, c in zip(slow.routes, quick.routes, layers.routes, strict=True):
        assert (a.goal, a.length) == (c.goal, c.length)
        if c.paths:
            assert sorted(a.paths, key=repr) == sorted(c.paths, key=repr)
        assert (a.goal, a.length) == (b.goal, b.length)
        if a.length is not None and a.shortest <= 100_000:
            assert sorted(a.paths, key=repr) == sorted(b.paths, key=repr)
            assert a.shortest == b.shortest


def wide(m: int, n: int) -> OptionMoves:
    return OptionMoves(tuple(m * k // n for k in range(n + 1)), (0,) * m, b"\x01" * (1 << m))


def test_a_million_states_in_seconds():
    moves = wide(20, 6)
    # Everybody wants more of its own options taken, and is hurt by those of the next.
    import numpy as np

    codes = np.arange(1 << 20)
    low, high = moves.starts[:-1], moves.starts[1:]
    own = [sum((codes >> k & 1) for k in range(a, b)) for a, b in zip(low, high, strict=True)]
    preferences = [Ranked(2 * own[i] - own[(i + 1) % 6]) for i in range(6)]
    everything = (1 << 20) - 1
    found = find_option_routes(moves, 0, [everything, 1, 0], preferences)
    assert found.status is Status.OPTIMAL
    assert [(r.length, r.shortest) for r in found.routes] == [(6, 720), (1, 1), (0, 1)]
    assert len(found.routes[0].paths) == 20
    anyhow = find_option_routes(moves, everything, [0], None)
    assert (anyhow.routes[0].length, anyhow.routes[0].shortest) == (6, 720)
    assert find_option_routes(moves, everything, [0], preferences).routes[0].length is None


def test_a_limit_of_the_search_over_options_is_a_status():
    # 4095 needs a way round: what lies straight between is impossible.
    feasible = bytearray(b"\x01" * 4096)
    for first in (0b1111, 0b11110000, 0b111100000000):
        feasible[first] = 0
    moves = OptionMoves((0, 4, 8, 12), (0,) * 12, feasible)
    assert find_option_routes(moves, 0, [4095], None).routes[0].length == 4
    found = find_option_routes(moves, 0, [1, 4095], None, most=500)
    assert found.status is Status.LIMIT
    assert [r.length for r in found.routes] == [1, None]
    assert found.routes[1].every is None


def test_straight_paths_need_no_search_however_many_states_there_are():
    moves = wide(24, 6)
    everything = (1 << 24) - 1
    found = find_option_routes(moves, 0, [everything, 1 | 1 << 23], None, most=0)
    assert (found.status, found.reached) == (Status.OPTIMAL, 1)
    assert [(r.length, r.shortest, len(r.paths)) for r in found.routes] == [(6, 720, 20), (2, 2, 2)]


@pytest.mark.parametrize("direction", [1, -1])
def test_goals_that_one_way_options_rule_out_are_known_at_once(direction):
    moves = OptionMoves((0, 10, 20), (direction,) + (0,) * 19, b"\x01" * (1 << 20))
    start, goal = (1, 0) if direction == 1 else (0, 1)
    found = find_option_routes(moves, start, [goal], None)
    assert (found.status, found.reached, found.routes[0].every) == (Status.OPTIMAL, 1, 0)


def test_paths_go_to_the_nearest_goals_only_when_there_are_many():
    found = find_option_routes(wide(8, 4), 0, range(256), None, nearest=10)
    assert all(r.length is not None for r in found.routes)
    assert sum(bool(r.paths) for r in found.routes) == 10
    assert max(r.length for r in found.routes if r.paths) == 1


@given(model=listed_models(makers=(3, 3), states=(2, 4), most=1))
def test_nobody_moves_twice_in_a_row_alone_or_with_others(model):
    moves, _ = model
    crews = [{0}, {1}, {0, 1}]
    for goal, route in enumerate(
        find_routes(moves, 0, range(moves.size), any_move, crews=crews, listed=9999).routes
    ):
        expected = list(sequences(moves, any_move, 0, goal, 6, crews))
        shortest = [p for p in expected if len(p) == route.length]
        if route.length is None:
            assert not expected
        elif route.length <= 6:
            assert sorted(shortest, key=repr) == sorted(route.paths, key=repr)
