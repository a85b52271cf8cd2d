"""Thresholds of phases without an end, against plans and games written out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irenic.solve.guarantees.phases import (
    for_split,
    grim_trigger,
    inspection_game,
    inspections_needed,
    peace_dividend,
    split,
    trust_to_cooperate,
    with_transfers,
)

F = Fraction
amounts = st.integers(-6, 6).map(F)
deltas = st.fractions(0, F(39, 40), max_denominator=40)
chances = st.fractions(0, 1, max_denominator=12)


def test_worked_figures():
    assert grim_trigger(F(3), F(5), F(1)) == F(1, 2)
    assert with_transfers(F(6), [F(5), F(4)], [F(1), F(1)]) == F(3, 7)
    assert split([F(5), F(4)], [F(1), F(1)], F(3, 7)) == (F(23, 7), F(19, 7))
    assert for_split([F(3), F(3)], [F(5), F(4)], [F(1), F(1)]) == F(1, 2)
    assert peace_dividend(F(6), F(2)) == F(3, 4)
    assert trust_to_cooperate(F(4), F(0), F(3), F(2)) == F(2, 3)
    assert inspections_needed(F(2), F(6)) == F(1, 4)
    assert inspections_needed(F(2), F(6), F(1, 2)) == F(1, 2)


def test_published_values_of_the_inspection_game():
    """Dresher 1962."""
    assert inspection_game(2, 1) == F(-1, 3)
    assert inspection_game(3, 1) == F(-1, 2)
    assert inspection_game(4, 2) == F(-3, 11)
    assert float(inspection_game(10, 3)) == pytest.approx(-0.477273, abs=5e-7)


def value_of(game):
    """Return the value of a 2 x 2 zero-sum game to the one who chooses the row."""
    (a, b), (c, d) = game
    low = max(min(a, b), min(c, d))
    high = min(max(a, c), max(b, d))
    return low if low == high else F(a * d - b * c) / (a + d - b - c)


def recursive(n, m):
    if m >= n:
        return F(0)
    if m == 0:
        return F(-1)
    inspect = (F(1), recursive(n - 1, m - 1))
    do_not = (F(-1), recursive(n - 1, m))
    return value_of((inspect, do_not))


@pytest.mark.parametrize("n", range(1, 10))
def test_inspections_period_by_period(n):
    """Violate or not, inspect or not; a violation that is found is 1, one that is not -1."""
    assert all(inspection_game(n, m) == recursive(n, m) for m in range(n + 2))


def sustained(c, d, p, delta):
    """Play out the plan: keep to it until somebody breaks it, then p for ever."""
    keeping, punishing = c / (1 - delta), p / (1 - delta)
    return keeping >= d + delta * punishing


@given(amounts, amounts, amounts, deltas)
def test_enough_patience_is_what_makes_one_breach_not_pay(c, d, p, delta):
    least = grim_trigger(c, d, p)
    if c <= p and d > c:
        assert least is None
        assert not sustained(c, d, p, delta)
    elif c > p or d <= c:
        assert least is not None
        if c > p:
            assert sustained(c, d, p, delta) == (delta >= least)


@given(amounts, amounts, chances, deltas)
def test_a_flow_lost_for_ever(gain, flow, forgiven, delta):
    least = peace_dividend(gain, flow, forgiven)
    if flow >= 0:
        pays = gain <= (1 - forgiven) * flow * delta / (1 - delta)
        assert pays == (least is not None and delta >= least)


@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=4), amounts, deltas)
def test_transfers_do_it_exactly_when_some_split_does(pairs, joint, delta):
    breaks, punished = [max(p) for p in pairs], [min(p) for p in pairs]
    least = with_transfers(joint, breaks, punished)
    enough = sum(split(breaks, punished, delta)) <= joint
    if sum(breaks) > sum(punished):
        assert enough == (least is not None and delta >= least)
    if enough:
        parts = list(split(breaks, punished, delta))
        parts[0] += joint - sum(parts)
        assert all(
            y >= (1 - delta) * c + delta * v
            for y, c, v in zip(parts, breaks, punished, strict=True)
        )


@given(st.lists(st.tuples(amounts, amounts), min_size=2, max_size=3), st.data())
def test_no_split_needs_less_patience_than_the_best_one(pairs, data):
    breaks, punished = [max(p) for p in pairs], [min(p) for p in pairs]
    shares = data.draw(st.lists(amounts, min_size=len(pairs), max_size=len(pairs)))
    own, best = for_split(shares, breaks, punished), with_transfers(sum(shares), breaks, punished)
    if own is not None and all(y > v for y, v in zip(shares, punished, strict=True)):
        assert best is not None
        assert best <= own


@given(amounts, amounts, amounts, amounts, chances)
def test_trust_is_what_makes_cooperating_no_worse(cc, cd, dc, dd, sure):
    least = trust_to_cooperate(cc, cd, dc, dd)
    if cc >= dc and (cc > dc or dd != cd):
        better = sure * cc + (1 - sure) * cd >= sure * dc + (1 - sure) * dd
        assert better == (sure >= least)


@given(st.integers(1, 6), st.integers(0, 6), chances, chances)
def test_inspections_are_enough_when_violating_does_not_pay(gain, sanction, finds, often):
    least = inspections_needed(F(gain), F(sanction), finds)
    found = often * finds
    pays = (1 - found) * gain - found * sanction > 0
    assert pays == (least is None or often < least)
