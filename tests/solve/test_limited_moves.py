"""Looking a fixed number of moves ahead: against a plain recursion over all tie-breaks."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graphs import graphs, is_stable, orders

from irenic.solve.stability.limited_moves import FarSighted, Hold, look_ahead
from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Ranked

TWO_BY_TWO = OptionMoves((0, 1, 2), (0, 0), bytes([1] * 4))


def possible_ends(moves, pay, h, i, s):
    """Return where play can end: for each way to settle what follows each move, the best of it."""
    if h == 0:
        return {s}
    found = set()
    after = [possible_ends(moves, pay, h - 1, 1 - i, m) for m in moves.of(i, s)]
    for ends in product(*after):
        best = max((pay[i][e] for e in ends), default=None)
        if best is None or best <= pay[i][s]:
            found.add(s)
        else:
            found |= {e for e in ends if pay[i][e] == best}
    return found


@st.composite
def games(draw):
    moves = draw(graphs(most_makers=2))
    return moves, tuple(Ranked(draw(orders(moves.size))) for _ in range(2))


@settings(deadline=None, max_examples=80)
@given(game=games())
def test_ends_are_those_of_a_plain_recursion(game):
    moves, order = game
    pay = [p.rank for p in order]
    found = look_ahead(moves, order)
    for h, i, s in product(range(5), (0, 1), range(moves.size)):
        assert set(found.round(h)[i][s]) == possible_ends(moves, pay, h, i, s)


@given(game=games())
def test_one_move_ahead_is_nash(game):
    moves, order = game
    found = look_ahead(moves, order)
    for i, s in product((0, 1), range(moves.size)):
        stays = found.hold(1, i, s) is Hold.STAYS
        assert stays == is_stable(moves, [p.rank for p in order], "nash", i, s)
        assert (found.hold(1, i, s) is Hold.LEAVES) == (not stays)


@settings(deadline=None)
@given(game=games())
def test_it_repeats_from_where_it_is_said_to(game):
    """Walk two more periods by hand; an earlier start or a shorter period is wrong too."""
    moves, order = game
    found = look_ahead(moves, order)
    assert found.settles is not None
    game_ = FarSighted.of(moves, *order)
    rounds = [({s: (s,) for s in range(moves.size)},) * 2]
    length = found.settles + 2 * found.period + 1
    while len(rounds) < length:
        one, two = rounds[-1]
        rounds.append(
            (
                {s: game_.ends(0, s, two) for s in range(moves.size)},
                {s: game_.ends(1, s, one) for s in range(moves.size)},
            )
        )
    assert [found.round(h) for h in range(length)] == rounds
    tail = rounds[found.settles : found.settles + found.period]
    assert all(tail.count(row) == 1 for row in tail)
    assert found.settles == 0 or rounds[found.settles - 1] != tail[-1]


@settings(deadline=None)
@given(game=games(), h=st.integers(1, 6))
def test_lines_of_play_are_legal_and_nobody_regrets_a_move(game, h):
    moves, order = game
    found = look_ahead(moves, order)
    sighted = FarSighted.of(moves, *order)
    for i, s in product((0, 1), range(moves.size)):
        for end in found.round(h)[i][s]:
            line = sighted.line(found, h, i, s, end)
            assert len(line) <= h
            here, mover = s, i
            for step in line:
                assert step.maker == mover
                assert step.target in moves.of(mover, here)
                assert order[mover].rank[end] > order[mover].rank[here]
                here, mover = step.target, 1 - mover
            assert here == end
        worst = [order[i].rank[end] for _, _, end in sighted.answers(found, h, i, s)]
        stays = found.hold(h, i, s)
        if stays is not Hold.LEAVES:
            assert all(pay <= order[i].rank[s] for pay in worst)
        else:
            assert max(worst) > order[i].rank[s]


# Published and well-known games


def equilibria(found, h):
    return [s for s in range(4) if all(found.hold(h, i, s) is Hold.STAYS for i in (0, 1))]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Prisoner's dilemma, bit set = cooperates: defection, from two moves cooperation too
        ((1, 0, 3, 2), (1, 3, 0, 2), {1: [0], 2: [0, 3], 3: [0, 3], 9: [0, 3]}),
        # Chicken, bit set = does not swerve: only mutual swerving lasts
        ((2, 3, 1, 0), (2, 1, 3, 0), {1: [1, 2], 2: [], 3: [0], 9: [0]}),
    ],
    ids=["prisoners-dilemma", "chicken"],
)
def test_famous_games(first, second, expected):
    """Fang, Hipel and Kilgour (1993), as recalled in the project's definitions."""
    found = look_ahead(TWO_BY_TWO, (Ranked(first), Ranked(second)))
    assert {h: equilibria(found, h) for h in expected} == expected
    assert found.period == 1


def test_some_two_by_two_games_never_settle():
    """Each would rather the other moved: whether to stay depends on whose turn is the last."""
    first, second = Ranked((0, 2, 1, 3)), Ranked((0, 3, 1, 2))
    found = look_ahead(TWO_BY_TWO, (first, second))
    assert (found.settles, found.period) == (2, 4)
    assert set(found.in_the_long_run(0, 1)) == {Hold.STAYS, Hold.LEAVES}


def test_the_78_games():
    """There are 78 strict games of two by two, and a plain recursion gives the same verdicts."""
    kinds = {kind(a, b) for a, b in product(permutations(range(4)), repeat=2)}
    assert len(kinds) == 78
    settled = cycling = 0
    for a, b in kinds:
        found = look_ahead(TWO_BY_TWO, (Ranked(a), Ranked(b)))
        for h in range(1, 9):
            stays = [
                s
                for s in range(4)
                if all(possible_ends(TWO_BY_TWO, (a, b), h, i, s) == {s} for i in (0, 1))
            ]
            assert equilibria(found, h) == stays
        settled += found.period == 1
        cycling += found.period > 1
    assert (settled, cycling) == (61, 17)


def kind(a, b):
    """Return one name for a game whichever way its rows, columns and players are called."""
    names = []
    for flip in range(4):
        x, y = tuple(a[s ^ flip] for s in range(4)), tuple(b[s ^ flip] for s in range(4))
        names += [(x, y), (tuple(y[s] for s in (0, 2, 1, 3)), tuple(x[s] for s in (0, 2, 1, 3)))]
    return min(names)


def test_ties_may_decide_whether_to_stay():
    """From 0 the first goes to 1 and finds 2 and 3 worth the same to the second, not to itself."""
    moves = ListedMoves((((1,), (), (), ()), ((), (2, 3), (), ())))
    found = look_ahead(moves, (Ranked((1, 0, 0, 2)), Ranked((0, 0, 1, 1))))
    assert found.round(2)[0][0] == (0, 3)
    assert found.hold(2, 0, 0) is Hold.TIES
    strict = look_ahead(moves, (Ranked((1, 0, 0, 2)), Ranked((0, 0, 1, 2))))
    assert strict.hold(2, 0, 0) is Hold.LEAVES


def test_work_that_ends_early_is_said():
    found = look_ahead(TWO_BY_TWO, (Ranked((2, 3, 1, 0)), Ranked((2, 1, 3, 0))), work=40)
    assert found.settles is None
    assert len(found.rounds) > 1
    assert found.in_the_long_run(0, 0) == ()
