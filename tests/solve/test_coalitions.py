"""Coalition games: published cases, second algorithms, one property per defining condition."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.claims import random_arrival, talmud
from irenic.solve.coalition_game import (
    CoalitionGame,
    blocking_coalitions,
    coalition_sums,
    mask_of,
    members,
    superadditivity,
)
from irenic.solve.coalition_methods import COALITION_METHODS
from irenic.solve.core import core, least_core
from irenic.solve.exact_lp import Row, maximise
from irenic.solve.excess import least_excess
from irenic.solve.nucleolus import nucleolus
from irenic.solve.result import Status
from irenic.solve.shapley import shapley

PAIRS = [(0,), (1,), (2,), (0, 1), (0, 2), (1, 2), (0, 1, 2)]
QUADS = [(0,), (1,), (2,), (3,), (0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3),
         (0, 1, 2), (0, 1, 3), (0, 2, 3), (1, 2, 3), (0, 1, 2, 3)]  # fmt: skip


def game(n, values, order):
    return CoalitionGame.of(n, dict(zip(order, values, strict=True)))


FOUR = game(4, [0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21], QUADS)
FERGUSON = game(3, [-1, 0, 1, 3, 4, 2, 5], PAIRS)
LEMAIRE = game(3, [46125, F("17437.5"), F("5812.5"), F("69187.5"), F("53812.5"), 30750, 90000],
               PAIRS)  # fmt: skip
SUSSKIND = game(3, [0, 0, 0, 118, 84, 50, 121], PAIRS)


@pytest.mark.parametrize(
    ("case", "published"),
    [
        (FOUR, "3.5 4.5 5.5 7.5"),  # CoopGame (CRAN), manual page nucleolus
        (FERGUSON, "8/3 2/3 5/3"),  # T. Ferguson, Game Theory IV; CoopGame test_49_nucleolus.R
        (LEMAIRE, "52687.5 24468.75 12843.75"),  # J. Lemaire (1991), from memory
    ],
    ids=["four players", "ferguson", "lemaire"],
)
def test_published_nucleolus(case, published):
    assert nucleolus(case).division == tuple(map(F, published.split()))


def test_lemaire_shapley_value():
    """J. Lemaire (1991), ASTIN Bulletin 21(1), from memory; values as in GameTheory (CRAN)."""
    assert shapley(LEMAIRE).division == (51750, 25875, 12375)


def test_shapley_values_by_hand():
    assert shapley(FOUR).division == (F(47, 12), F(21, 4), F(21, 4), F(79, 12))
    assert shapley(FERGUSON).division == (F(5, 3), F(7, 6), F(13, 6))


def test_susskind_three_parties_have_an_empty_core():
    """L. Susskind, Three-Party Coalition Exercise: 118 + 84 + 50 = 252 > 2 * 121."""
    result = core(SUSSKIND)
    assert (result.division, result.finding) == (None, "core-empty")
    assert result.blocking == ((0, 1), (0, 2), (1, 2))
    assert (result.certificate["needed"], result.certificate["available"]) == (126, 121)
    assert [item["weight"] for item in result.certificate["balanced"]] == [F(1, 2)] * 3
    assert shapley(SUSSKIND).division == (F(172, 3), F(121, 3), F(70, 3))
    assert nucleolus(SUSSKIND).division == (F(223, 3), F(121, 3), F(19, 3))
    # Each pair lacks the same: 252 - 242 = 10 in all.
    assert least_core(SUSSKIND).certificate["epsilon"] == F(10, 3)
    assert shapley(SUSSKIND).blocking[0] == (0, 1)
    assert blocking_coalitions(SUSSKIND, (60, 51, 10))[0] == ((0, 2), 14)
    assert superadditivity(SUSSKIND).count == 0


def test_majority_of_three():
    """Von Neumann and Morgenstern (1944): any two divide one; no division is stable."""
    majority = game(3, [0, 0, 0, 1, 1, 1, 1], PAIRS)
    assert core(majority).finding == "core-empty"
    assert nucleolus(majority).division == shapley(majority).division == (F(1, 3),) * 3


def test_one_player():
    alone = CoalitionGame.of(1, {(0,): 7})
    for method in COALITION_METHODS.values():
        assert method.function(alone).division == (7,)


def test_floors_matter():
    """By hand: alone player 0 gets 2, the other two get 2, and all three only 2.

    Equal complaints of {0} and {1, 2} give player 0 one; but alone it gets 2, and (2, 0, 0) is
    the only division that gives nobody less than alone.
    """
    case = game(3, [2, 0, 0, 0, 0, 2, 2], PAIRS)
    assert nucleolus(case, individually_rational=False).division == (1, F(1, 2), F(1, 2))
    assert nucleolus(case, individually_rational=False).method == "prenucleolus"
    assert nucleolus(case).division == (2, 0, 0)


def test_no_imputation_is_a_finding():
    result = nucleolus(game(3, [1, 1, 1, 0, 0, 0, 2], PAIRS))
    assert (result.status, result.finding) == (Status.INFEASIBLE, "no-imputation")
    assert result.certificate == {"needed": 3, "available": 2}
    assert result.blocking == ((0,), (1,), (2,))
    assert result.division is None


def test_the_program_says_when_its_conditions_contradict_each_other():
    with pytest.raises(ValueError, match="no division gives everyone its floor"):
        least_excess(FOUR, range(1, 15), {}, (F(10),) * 4)


@pytest.mark.parametrize(
    ("n", "values", "words"),
    [(0, (0,), "0 players"), (13, (0,), "13 players"), (2, (0, 1), "2 values for 2 players"),
     (1, (1, 1), "empty coalition has the value 1")],
)  # fmt: skip
def test_games_that_are_not_games(n, values, words):
    with pytest.raises(ValueError, match=words):
        CoalitionGame(n, tuple(map(F, values)))


def test_a_coalition_without_a_value_is_refused():
    with pytest.raises(ValueError, match="every non-empty coalition"):
        CoalitionGame.of(2, {(0,): 1, (1,): 2})
    with pytest.raises(ValueError, match="once"):
        CoalitionGame.of(2, {(0,): 1, (1,): 2, (0, 1): 3, (1, 0): 4})
    with pytest.raises(ValueError, match="a division among 2 players, not 3"):
        blocking_coalitions(SUSSKIND, (1, 2))


def test_the_program_starts_well_even_when_no_small_coalition_is_free():
    """By hand: two complementary pairs add up to zero, so the worse has excess -1000 at least."""
    pairs = [s for s in range(16) if s.bit_count() == 2]
    case = CoalitionGame(4, tuple(F(-1000 if s in pairs else 0) for s in range(16)))
    assert least_excess(case, pairs, {}).t == -1000


def test_masks_and_members():
    assert all(mask_of(members(s)) == s for s in range(64))
    assert coalition_sums([F(1), F(2), F(4)]) == list(range(8))


few = settings(max_examples=50, deadline=None)
numbers = st.sampled_from([F(0), F(0), F(1), F(2), F(3), F(5), F(8), F(-2), F(7, 3)])


@st.composite
def games(draw: st.DrawFn, most: int = 4, least: int = 2) -> CoalitionGame:
    n = draw(st.integers(least, most))
    values = draw(st.lists(numbers, min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    if draw(st.booleans()):
        values[-1] += 10
    return CoalitionGame(n, (F(0), *values))


@few
@given(case=games(), most=st.integers(0, 4))
def test_superadditivity_lists_the_worst_pairs_and_counts_all(case, most):
    """Oracle: every pair of coalitions without a common player."""
    losses = [
        case.values[s] + case.values[t] - case.values[s | t]
        for s in range(1, case.everyone + 1)
        for t in range(1, s)
        if not s & t
    ]
    lost = sorted((loss for loss in losses if loss > 0), reverse=True)
    found = superadditivity(case, most=most)
    assert (found.count, [c.loss for c in found.worst]) == (len(lost), lost[:most])
    for c in found.worst:
        first, second = mask_of(c.first), mask_of(c.second)
        assert first & second == 0
        assert c.loss == case.values[first] + case.values[second] - case.values[first | second]


def excesses(case, x):
    sums = coalition_sums(x)
    return {s: case.values[s] - sums[s] for s in range(1, case.everyone)}


def cover(items, n):
    """Return how often each player is covered by weighted coalitions."""
    return [sum((w for s, w in items if i in s), F(0)) for i in range(n)]


def pairs_of(listed):
    return [(item["coalition"], item["weight"]) for item in listed]


@few
@given(case=games())
def test_what_is_called_a_core_point_is_one_and_emptiness_is_proved(case):
    result = core(case)
    if result.division is not None:
        assert sum(result.division) == case.total
        assert blocking_coalitions(case, result.division) == ()
        assert result.certificate["excess"] == max(excesses(case, result.division).values())
        return
    balanced = result.certificate["balanced"]
    assert result.finding == "core-empty"
    assert all(w > 0 for _, w in pairs_of(balanced))
    assert cover(pairs_of(balanced), case.n_players) == [1] * case.n_players
    needed = sum(w * case.values[mask_of(s)] for s, w in pairs_of(balanced))
    assert needed == result.certificate["needed"] > case.total
    assert sorted(s for s, _ in pairs_of(balanced)) == list(result.blocking)


@few
@given(case=games(most=3, least=3))
def test_the_core_of_three_players_is_empty_exactly_when_a_sum_is_too_large(case):
    """Oracle: the five minimal balanced collections of three players (Shapley 1967)."""
    a, b, ab, c, ac, bc, total = case.values[1:]
    empty = max(a + b + c, a + bc, b + ac, c + ab, (ab + ac + bc) / 2) > total
    assert (core(case).finding == "core-empty") == empty


def direct_least_core(case):
    """Return the epsilon of one plain linear program with a row for every coalition."""
    n = case.n_players
    rows = [Row((*(1,) * n, 0), case.total, equal=True)]
    rows += [
        Row((*(-(s >> i & 1) for i in range(n)), -1), -case.values[s])
        for s in range(1, case.everyone)
    ]
    return -maximise((*(0,) * n, -1), rows).value


@few
@given(case=games())
def test_least_core_attains_its_bound(case):
    result = least_core(case)
    epsilon, weights = result.certificate["epsilon"], result.certificate["weights"]
    assert epsilon == direct_least_core(case)
    assert sum(result.division) == case.total
    assert max(excesses(case, result.division).values()) == epsilon
    assert all(w > 0 for _, w in pairs_of(weights))
    assert sum(w for _, w in pairs_of(weights)) == 1
    mu = result.certificate["cover"]
    assert cover(pairs_of(weights), case.n_players) == [mu] * case.n_players
    assert sum(i["weight"] * i["value"] for i in weights) - mu * case.total == epsilon
    assert result.blocking == (
        tuple(sorted(s for s, _ in pairs_of(weights))) if epsilon > 0 else ()
    )


def check_levels(case, result, floors):
    """Confirm a nucleolus with linear arithmetic alone, as its docstring says."""
    n, gap = case.n_players, excesses(case, result.division)
    assert sum(result.division) == case.total
    settled = [[F(1)] * n]
    for level in result.certificate["levels"]:
        t, new, earlier = level["excess"], level["settled"], level["earlier"]
        free = [s for s in gap if rank([*settled, indicator(s, n)]) > rank(settled)]
        assert max(gap[s] for s in free) == t
        assert all(mask_of(i["coalition"]) in free and i["weight"] > 0 for i in new)
        assert sum(i["weight"] for i in new) == 1
        assert all(gap[mask_of(i["coalition"])] == t for i in new)
        assert all(indicator(mask_of(i["coalition"]), n) in settled for i in earlier)
        z = level["floors"] or [F(0)] * n
        assert min(z) >= 0
        left = [a + b for a, b in zip(cover(pairs_of(new), n), z, strict=True)]
        assert left == [level["everyone"] + x for x in cover(pairs_of(earlier), n)]
        value = sum(i["weight"] * i["value"] for i in new)
        value += sum(a * b for a, b in zip(z, floors or z, strict=True))
        value -= sum(i["weight"] * i["given"] for i in earlier)
        for i in earlier:
            mask = mask_of(i["coalition"])
            assert i["given"] == case.values[mask] - gap[mask]
        assert value - level["everyone"] * case.total == t
        settled += [indicator(mask_of(i["coalition"]), n) for i in new]
    assert rank(settled) == n


def indicator(mask, n):
    return [F(mask >> i & 1) for i in range(n)]


def rank(vectors):
    rows, found = [list(v) for v in vectors], 0
    for column in range(len(rows[0])):
        pivot = next((r for r in rows[found:] if r[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows = [
            [a - r[column] / pivot[column] * b for a, b in zip(r, pivot, strict=True)] if k >= found
            else r for k, r in enumerate(rows)
        ]  # fmt: skip
        rows.insert(found, pivot)
        found += 1
    return found


@few
@given(case=games(most=5), rational=st.booleans())
def test_the_levels_prove_the_nucleolus(case, rational):
    result = nucleolus(case, individually_rational=rational)
    floors = case.single_values if rational else ()
    if rational and sum(floors) > case.total:
        assert result.finding == "no-imputation"
        return
    check_levels(case, result, floors)


@few
@given(case=games(), rational=st.booleans())
def test_kohlbergs_criterion(case, rational):
    """Oracle: E. Kohlberg, SIAM J. Appl. Math. 20 (1971) 62-66.

    No side payment may hurt none of the coalitions with excess above a level, nor a player at
    its floor, and help one of the coalitions.
    """
    x = nucleolus(case, individually_rational=rational).division
    if x is None:
        return
    n, gap = case.n_players, excesses(case, x)
    at_floor = [i for i in range(n) if rational and x[i] == case.values[1 << i]]
    for level in set(gap.values()):
        above = [s for s in gap if gap[s] >= level]
        rows = [Row((1,) * n, 0, equal=True)]
        rows += [Row(tuple(-int(v) for v in indicator(s, n)), 0) for s in above]
        rows += [Row(tuple(-int(i == k) for k in range(n)), 0) for i in at_floor]
        gain = [sum(s >> i & 1 for s in above) for i in range(n)]
        assert maximise(gain, rows).value == 0


@few
@given(case=games(), seed=st.integers(0, 99))
def test_no_side_payment_lowers_the_sorted_excesses(case, seed):
    """The definition (Schmeidler 1969), against random divisions near and far."""
    x, rng = nucleolus(case).division, Random(seed)
    if x is None:
        return
    best = sorted(excesses(case, x).values(), reverse=True)
    for _ in range(20):
        step = F(rng.choice([1, 1, 2, 5]), rng.choice([1, 2, 7, 100]))
        giver, taker = rng.sample(range(case.n_players), 2)
        other = [v + step * ((i == taker) - (i == giver)) for i, v in enumerate(x)]
        if all(v >= low for v, low in zip(other, case.single_values, strict=True)):
            assert sorted(excesses(case, other).values(), reverse=True) > best


@few
@given(case=games())
def test_nobody_gets_less_than_alone_in_the_nucleolus(case):
    x = nucleolus(case).division
    assert x is None or all(v >= low for v, low in zip(x, case.single_values, strict=True))


@few
@given(case=games())
def test_the_nucleolus_is_in_the_core_when_there_is_one(case):
    if core(case).division is not None:
        assert blocking_coalitions(case, nucleolus(case).division) == ()


claims = st.lists(st.sampled_from([F(1), F(2), F(5, 2), F(7), F(10)]), min_size=2, max_size=4)


@few
@given(amounts=claims, part=st.sampled_from([F(0), F(1, 5), F(1, 2), F(2, 3), F(1)]))
def test_a_bankruptcy_game_gives_the_talmud_and_random_arrival(amounts, part):
    """R. Aumann and M. Maschler (1985), theorem D; B. O'Neill (1982)."""
    estate, sums = part * sum(amounts), coalition_sums(amounts)
    case = CoalitionGame(len(amounts), tuple(max(F(0), estate - sums[-1] + s) for s in sums))
    assert nucleolus(case).division == talmud(estate, amounts).awards
    assert shapley(case).division == random_arrival(estate, amounts).awards


@few
@given(case=games())
def test_the_shapley_value_is_the_mean_over_all_orders(case):
    n, totals = case.n_players, [F(0)] * case.n_players
    orders = list(permutations(range(n)))
    for order in orders:
        present = 0
        for i in order:
            totals[i] += case.values[present | 1 << i] - case.values[present]
            present |= 1 << i
    result = shapley(case)
    assert result.division == tuple(t / len(orders) for t in totals)
    assert result.certificate["total"] == case.total == sum(result.division)
    for part, row in zip(result.division, result.certificate["marginals"], strict=True):
        assert part == sum(row) / n
    blocking = blocking_coalitions(case, result.division)
    assert result.blocking == tuple(s for s, _ in blocking)
    assert (result.finding == "blocked") == bool(blocking)


@pytest.mark.parametrize("method", COALITION_METHODS)
@few
@given(case=games(), scale=st.integers(1, 5), rng=st.randoms())
def test_names_and_units_do_not_matter(method, case, scale, rng):
    """Renaming players and adding what each has anyway changes nothing else."""
    function, n = COALITION_METHODS[method].function, case.n_players
    order = rng.sample(range(n), n)
    extra = [F(rng.randint(-3, 3)) for _ in range(n)]
    values = [F(0)] * (1 << n)
    for s in range(1, 1 << n):
        renamed = mask_of(order[i] for i in members(s))
        values[renamed] = scale * case.values[s] + sum(extra[i] for i in members(s))
    other, same = function(CoalitionGame(n, tuple(values))), function(case)
    assert (other.finding, other.status) == (same.finding, same.status)
    assert (other.division is None) == (same.division is None)
    if method in ("nucleolus", "shapley") and same.division is not None:
        assert [other.division[order[i]] for i in range(n)] == [
            scale * x + e for x, e in zip(same.division, extra, strict=True)
        ]
    if method == "least-core":
        assert other.certificate["epsilon"] == scale * same.certificate["epsilon"]
