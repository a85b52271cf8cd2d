"""Bargaining solutions: published examples, literal definitions, one property per condition."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles_of_bargaining import chosen_by_definition, efficient

from irenic.solve.bargaining import choose
from irenic.solve.methods import METHODS
from irenic.solve.result import Status

# item: (who owns it, utility to Bill, utility to Jack); Nash 1950, section "Examples"
NASH_1950 = {
    "book": ("Bill", 2, 4), "whip": ("Bill", 2, 2), "ball": ("Bill", 2, 1),
    "bat": ("Bill", 2, 2), "box": ("Bill", 4, 1),
    "pen": ("Jack", 10, 1), "toy": ("Jack", 4, 1), "knife": ("Jack", 6, 2), "hat": ("Jack", 2, 2),
}  # fmt: skip


def trades() -> tuple[list[frozenset[str]], list[tuple[int, int]]]:
    """Return all 512 trades (what changes hands) with the gains of Bill and Jack."""
    moved, gains = [], []
    for moves in product([False, True], repeat=len(NASH_1950)):
        goods = [item for item, move in zip(NASH_1950, moves, strict=True) if move]
        bill = sum(NASH_1950[g][1] * (-1 if NASH_1950[g][0] == "Bill" else 1) for g in goods)
        jack = sum(NASH_1950[g][2] * (-1 if NASH_1950[g][0] == "Jack" else 1) for g in goods)
        moved.append(frozenset(goods))
        gains.append((bill, jack))
    return moved, gains


def test_nash_1950_bill_and_jack():
    """Nash (1950), Econometrica 18: Bill gives book, whip, ball, bat; Jack pen, toy, knife."""
    moved, gains = trades()
    choice = METHODS["nash"].solve(gains, [0, 0], [min(g) >= 0 for g in gains])
    assert [moved[k] for k in choice.winners] == [
        frozenset({"book", "whip", "ball", "bat", "pen", "toy", "knife"})
    ]
    assert [gains[k] for k in choice.winners] == [(12, 5)]
    assert choice.value == (2, 60)


def test_two_losses_do_not_multiply_into_a_gain():
    """The peer's first error: it returns (-3, -3, 10), which two of three parties reject."""
    u = [(-3, -3, 10), (1, 1, 1)]
    choice = METHODS["nash"].solve(u, [0, 0, 0], [False, True])
    assert choice.winners == (1,)


def test_no_zone_of_agreement_is_a_finding_not_a_point():
    """The peer's first error, second half: it returns (-1, -1)."""
    choice = METHODS["nash"].solve([(-1, -1), (-2, 3)], [0, 0], [False, False])
    assert (choice.status, choice.winners) == (Status.NO_ZONE, ())


def test_nearest_to_equal_can_leave_the_worst_off_with_less():
    """The peer's fourth error: by smallest spread a party gets 0.34 where 0.60 was available."""
    u = [(100, 0), (60, 90), (34, 35), (0, 100)]
    zone, d = [True] * 4, [0, 0]
    nearest = METHODS["kalai-smorodinsky-nearest"].solve(u, d, zone)
    leximin = METHODS["kalai-smorodinsky"].solve(u, d, zone)
    assert [u[k] for k in nearest.winners] == [(34, 35)]
    assert [u[k] for k in leximin.winners] == [(60, 90)]


def test_ideal_over_zone_and_over_all_feasible_differ():
    """The two variants of the ideal point give different Kalai-Smorodinsky packages."""
    u = [(20, -1), (6, 4), (5, 6), (4, 7), (0, 8)]
    d = [0, 0]
    zone = [min(row) >= 0 for row in u]
    by_zone = METHODS["kalai-smorodinsky"].solve(u, d, zone)
    by_all = METHODS["kalai-smorodinsky-feasible-ideal"].solve(u, d, zone)
    # least relative gains over the zone, I = (6, 8): 1/2, 3/4, 2/3 for the middle points;
    # over all feasible points, I = (20, 8): 3/10, 1/4, 1/5
    assert [u[k] for k in by_zone.winners] == [(5, 6)]
    assert [u[k] for k in by_all.winners] == [(6, 4)]


@pytest.mark.parametrize(
    "name", [m for m in METHODS if m.startswith(("kalai-smorodinsky", "equal-loss", "egal"))]
)
def test_leximin_goes_on_after_the_worst_off(name):
    """Both middle points leave the worst-off 4 of 10; the second leaves the next one more."""
    u = [(10, 0, 0), (0, 10, 0), (0, 0, 10), (4, 5, 8), (4, 6, 7)]
    winners = METHODS[name].solve(u, [0, 0, 0], [True] * 5).winners
    assert winners == (4,)


def test_a_sum_is_not_bought_with_one_partys_loss():
    u = [(9, 9, -1), (5, 5, 5)]
    zone = [True, True]  # two of three are enough
    assert METHODS["utilitarian"].solve(u, [0, 0, 0], zone).winners == (1,)
    assert METHODS["utilitarian-in-zone"].solve(u, [0, 0, 0], zone).winners == (0,)


def test_no_strict_gain_counts_the_parties_that_do_gain():
    u = [(0, 3, 0), (0, 1, 2), (0, 2, 2), (5, 0, 0)]
    choice = METHODS["nash"].solve(u, [0, 0, 0], [True] * 4)
    assert (choice.status, choice.winners) == (Status.NO_STRICT_GAIN, (2,))
    assert choice.value == (2, 4)


# -- literal definitions ------------------------------------------------------------------


@st.composite
def tables(draw):
    n = draw(st.integers(1, 4))
    row = st.tuples(*[st.integers(-3, 4)] * n)
    u = draw(st.lists(row, min_size=1, max_size=12, unique=True))
    d = draw(st.tuples(*[st.integers(-3, 3)] * n))
    at_least = draw(st.integers(1, n))
    zone = [sum(x >= r for x, r in zip(v, d, strict=True)) >= at_least for v in u]
    return u, d, zone


@pytest.mark.parametrize("name", METHODS)
@given(case=tables())
def test_every_method_equals_its_definition(name, case):
    """Looking at the frontier alone must give what the definition gives over everything."""
    u, d, zone = case
    rows = efficient(u)
    frontier, inside = [u[k] for k in rows], [zone[k] for k in rows]
    choice = METHODS[name].solve(frontier, d, inside)
    expected = chosen_by_definition(name, u, d, zone)
    assert {frontier[k] for k in choice.winners} == {u[k] for k in expected}


# -- one property per defining condition ---------------------------------------------------


@given(case=tables())
def test_nash_never_leaves_a_party_below_no_deal(case):
    u, d, zone = case
    choice = METHODS["nash"].solve(u, d, zone)
    assert all(x >= r for k in choice.winners for x, r in zip(u[k], d, strict=True))


@given(case=tables(), scale=st.integers(1, 9), shift=st.integers(-9, 9))
@pytest.mark.parametrize("name", [m.id for m in METHODS.values() if not m.compares_scores], ids=str)
def test_methods_that_compare_no_scores_ignore_units(name, case, scale, shift):
    """Invariance to positive affine changes of one party's scale (Nash 1950, axiom 1)."""
    u, d, zone = case
    v = [(row[0] * scale + shift, *row[1:]) for row in u]
    e = (d[0] * scale + shift, *d[1:])
    assert METHODS[name].solve(u, d, zone).winners == METHODS[name].solve(v, e, zone).winners


@given(case=tables(), data=st.data())
@pytest.mark.parametrize("name", METHODS)
def test_no_method_prefers_a_party_for_its_place(name, case, data):
    """Symmetry: permuting the parties permutes nothing but names."""
    u, d, zone = case
    order = data.draw(st.permutations(range(len(d))))
    v = [tuple(row[i] for i in order) for row in u]
    e = tuple(d[i] for i in order)
    assert METHODS[name].solve(u, d, zone).winners == METHODS[name].solve(v, e, zone).winners


@given(case=tables())
def test_nash_ignores_irrelevant_alternatives(case):
    u, d, zone = case
    chosen = {u[k] for k in METHODS["nash"].solve(u, d, zone).winners}
    fewer = [row for k, row in enumerate(u) if row in chosen or k % 2]
    again = METHODS["nash"].solve(fewer, d, [True] * len(fewer))
    assert {fewer[k] for k in again.winners} == chosen


@given(case=tables())
@pytest.mark.parametrize("name", METHODS)
def test_ties_are_all_reported(name, case):
    """No row that is left out is as good as a winner by the method's own key."""
    u, d, zone = case
    rule = METHODS[name].rule(u, d, zone)
    choice = choose(u, rule)
    left_out = set(rule.rows) - set(choice.winners)
    assert all(rule.key(u[k]) < choice.value for k in left_out)
    assert all(rule.key(u[k]) == choice.value for k in choice.winners)


def test_rows_of_the_table_are_complete():
    """Every method states its criterion, a citation and an id fit for the command line."""
    for name, method in METHODS.items():
        assert name == method.id
        assert name.replace("-", "").isalpha()
        assert name.islower()
        assert any(char.isdigit() for char in method.citation), "a citation has a year"
        assert method.criterion
