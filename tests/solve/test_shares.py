"""Divisible issues: published case, linear programs as oracle, proofs checked by definition."""

from __future__ import annotations

from fractions import Fraction as F
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.adjusted_winner import adjusted_winner
from irenic.solve.exact_lp import Row, maximise
from irenic.solve.methods import METHODS
from irenic.solve.result import Status
from irenic.solve.share_solutions import SHARE_METHODS, in_zone, solve_shares
from irenic.solve.shares import share_frontier

# S. Brams et al., pages.nyu.edu/adjustedwinner/panama.htm (weights after Raiffa 1982)
PANAMA = [(22, 9), (22, 15), (15, 15), (14, 3), (11, 15), (6, 5), (4, 11), (2, 7), (2, 7), (2, 13)]

few = settings(max_examples=50, deadline=None)
weight = st.sampled_from([F(0), F(1), F(1), F(2), F(3), F(5), F(1, 2), F(7, 3), F(-1), F(-3, 2)])
offset = st.sampled_from([F(0), F(0), F(1), F(-2), F(3, 2)])


@st.composite
def frontiers(draw: st.DrawFn):
    weights = draw(st.lists(st.tuples(weight, weight), max_size=4))
    return share_frontier(weights, draw(st.tuples(offset, offset)))


lines = st.lists(frontiers(), min_size=1, max_size=3)
floors = st.tuples(st.sampled_from([F(-3), F(0), F(1), F(2), F(3), F(9, 2)]),
                   st.sampled_from([F(-3), F(0), F(1), F(5, 3), F(4)]))  # fmt: skip


def utilities(line, shares):
    first = sum((a * x for (a, _), x in zip(line.weights, shares, strict=True)), line.base[0])
    second = sum(
        (b * (1 - x) for (_, b), x in zip(line.weights, shares, strict=True)), line.base[1]
    )
    return first, second


def support(line, weights):
    """Return the most that the weighted sum of utilities can be: every issue is 0/1."""
    options = [
        utilities(line, [F(bits >> j & 1) for j in range(len(line.weights))])
        for bits in range(1 << len(line.weights))
    ]
    return max(weights[0] * a + weights[1] * b for a, b in options)


def best_by_program(line, objective, bounds):
    """Maximise a weighted sum within floors over shares, as a plain linear program."""
    n = len(line.weights)
    rows = [
        Row(tuple(s * int(i == j) for j in range(n)), max(s, 0)) for i in range(n) for s in (1, -1)
    ]
    most1 = line.base[1] + sum(b for _, b in line.weights)
    if bounds:
        rows.append(Row(tuple(-a for a, _ in line.weights), line.base[0] - bounds[0]))
        rows.append(Row(tuple(b for _, b in line.weights), most1 - bounds[1]))
    c = [objective[0] * a - objective[1] * b for a, b in line.weights]
    answer = maximise(c, rows)
    if answer.status is not Status.OPTIMAL:
        return None
    return answer.value + objective[0] * line.base[0] + objective[1] * most1


def test_panama_canal_equal_gains_are_adjusted_winner():
    """Published: 66 points each, the United States keeps 2/15 of land and water."""
    solution = solve_shares("egalitarian", [share_frontier(PANAMA)], (0, 0))
    (place,) = solution.places
    assert place.utilities == (66, 66)
    assert place.split == (2,)
    assert place.shares[2] == F(2, 15)


def test_one_pie_by_hand():
    """Nash (1950): utilities linear in a pie, no deal 0; equal parts whatever the units."""
    two = share_frontier([(60, 30), (40, 70)])  # u0 u1 rises to (60, 70), then falls
    assert solve_shares("nash", [two], (0, 0)).places[0].utilities == (60, 70)
    pie = share_frontier([(10, 4)])
    assert solve_shares("nash", [pie], (0, 0)).places[0].utilities == (5, 2)
    assert solve_shares("nash", [pie], (2, 0)).places[0].utilities == (6, F(8, 5))
    assert solve_shares("kalai-smorodinsky", [pie], (0, 0)).places[0].utilities == (5, 2)
    assert solve_shares("egalitarian", [pie], (0, 0)).places[0].utilities == (F(20, 7), F(20, 7))
    assert solve_shares("utilitarian", [pie], (0, 0)).places[0].utilities == (10, 0)
    # Losses 10 - u0 = 4 - u1 on the line 4 u0 + 10 u1 = 40
    found = solve_shares("equal-loss-absolute", [pie], (0, 0)).places[0].utilities
    assert found == (F(50, 7), F(8, 7))
    # With d0 = 5 party 1 can get 2 at most, but its ideal over all divisions remains 4.
    assert solve_shares("kalai-smorodinsky", [pie], (5, 0)).places[0].utilities == (F(15, 2), 1)
    over_all = solve_shares("kalai-smorodinsky-feasible-ideal", [pie], (5, 0))
    assert over_all.places[0].utilities == (F(20, 3), F(4, 3))


def test_equal_weights_make_a_whole_segment_best():
    solution = solve_shares("utilitarian", [share_frontier([(3, 3), (2, 1)])], (0, 1))
    assert [p.utilities for p in solution.places] == [(2, 3), (4, 1)]
    assert solution.segments == ((0, 1),)


def test_issues_that_nobody_or_one_party_values():
    line = share_frontier([(0, 0), (4, 0), (0, 5), (1, 1)])
    assert line.indifferent == (0,)
    assert line.moving == (3,)
    assert [p.shares for p in line.corners] == [(F(1, 2), 1, 0, 0), (F(1, 2), 1, 0, 1)]
    assert share_frontier([(2, 4), (1, 2), (3, 1)]).interchangeable == ((0, 1),)
    assert share_frontier([], (1, 2)).corners[0].utilities == (1, 2)


def test_no_strict_gain_is_said():
    pie = share_frontier([(10, 4)])
    for d in [(10, 0), (5, 2), (0, 4)]:
        solution = solve_shares("nash", [pie], d)
        assert solution.status is Status.NO_STRICT_GAIN
        assert solution.places[0].utilities == d
    gains = solve_shares("nash", [share_frontier([(1, 0)])], (0, 0))
    assert (gains.status, gains.value) == (Status.NO_STRICT_GAIN, (1, 1))
    assert solve_shares("kalai-smorodinsky", [pie], (5, 2)).status is Status.NO_STRICT_GAIN


def test_missing_no_deal_values_are_refused():
    with pytest.raises(ValueError, match="nash needs the no-deal values"):
        solve_shares("nash", [share_frontier([(1, 1)])])


def test_what_nobody_wants_is_handed_over_the_other_way():
    """Party 0 begins with the chore; giving it away costs party 1 twice what it saves."""
    line = share_frontier([(1, 1), (-1, -2), (1, -1)])
    assert [p.utilities for p in line.corners] == [(0, 1), (1, 0), (2, -2)]
    assert [p.shares for p in line.corners] == [(0, 1, 1), (1, 1, 1), (1, 0, 1)]
    assert line.slopes(line.corners[1]) == (F(1, 2), F(1))


def test_the_methods_are_rows_of_the_table():
    assert set(SHARE_METHODS) < set(METHODS)


@few
@given(line=frontiers(), seed=st.integers(0, 99))
def test_no_division_is_better_than_the_frontier(line, seed):
    rng = Random(seed)
    for a, b in zip(line.corners, line.corners[1:], strict=False):
        assert a.utilities[0] < b.utilities[0]
        assert a.utilities[1] > b.utilities[1]
    for place in line.corners:
        assert utilities(line, place.shares) == place.utilities
    for _ in range(10):
        u = utilities(line, [F(rng.randint(0, 3), 3) for _ in line.weights])
        part = in_zone(line, u)
        assert part, "something on the frontier is at least as good for both"
        normal = [(abs(line.weights[j][1]), abs(line.weights[j][0])) for j in line.moving]
        for (a, b), corner in zip(normal, line.corners, strict=False):
            assert a * u[0] + b * u[1] <= a * corner.utilities[0] + b * corner.utilities[1]


@few
@given(line=frontiers(), d=floors)
def test_the_zone_is_what_both_accept(line, d):
    part = in_zone(line, d)
    best = [best_by_program(line, w, d) for w in ((1, 0), (0, 1))]
    if not part:
        assert best == [None, None]
        return
    assert all(u >= low for p in part for u, low in zip(p.utilities, d, strict=True))
    assert all(utilities(line, p.shares) == p.utilities for p in part)
    assert all(0 <= x <= 1 for p in part for x in p.shares)
    assert [part[-1].utilities[0], part[0].utilities[1]] == best


def terms(method, lines, d):
    """Return origin, scale and compared parties of a method, from its definition."""
    zone_best = [[best_by_program(line, w, d) for line in lines] for w in ((1, 0), (0, 1))]
    all_best = [[best_by_program(line, w, None) for line in lines] for w in ((1, 0), (0, 1))]
    ideal = [max(v for v in row if v is not None) for row in zone_best]
    if method == "kalai-smorodinsky-feasible-ideal":
        ideal = [max(row) for row in all_best]
    spread = [i - low for i, low in zip(ideal, d, strict=True)]
    compared = [i for i in (0, 1) if spread[i] > 0]
    scale = [s if s > 0 else 1 for s in spread]
    match method:
        case "kalai-smorodinsky" | "kalai-smorodinsky-feasible-ideal":
            return d, scale, compared
        case "equal-loss":
            return ideal, scale, compared
        case "equal-loss-absolute":
            return ideal, (1, 1), [0, 1]
    return d, (1, 1), [0, 1]


def key_of(method, u, origin, scale, compared):
    """Return what the method maximises at utilities ``u``, by its definition."""
    f = [(x - o) / s for x, o, s in zip(u, origin, scale, strict=True)]
    if method == "nash":
        gains = [g for g in f if g > 0]
        return len(gains), (gains[0] if gains else 1) * (gains[1] if len(gains) == 2 else 1)
    if method in ("utilitarian", "greatest-total"):
        return (f[0] + f[1],)
    return tuple(sorted(f[i] for i in compared))


@pytest.mark.parametrize("method", SHARE_METHODS)
@few
@given(lines=lines, d=floors, seed=st.integers(0, 99))
def test_solutions_are_best_and_their_proofs_hold(method, lines, d, seed):
    solution = solve_shares(method, lines, d)
    bound_free = method in ("greatest-total", "greatest-least-score")
    open_to_both = [bool(in_zone(line, d)) or bound_free for line in lines]
    proofs = solution.certificate["lines"]
    assert [p["line"] for p in proofs] == list(range(len(lines)))
    for line, is_open, proof in zip(lines, open_to_both, proofs, strict=True):
        if not is_open:
            assert min(proof["weights"]) >= 0
            below = support(line, proof["weights"]) - dot(proof["weights"], d)
            assert below == proof["bound"] < 0
    if not any(open_to_both):
        assert (solution.status, solution.places) == (Status.NO_ZONE, ())
        return
    origin, scale, compared = (
        terms(method, lines, d) if not bound_free else ((0, 0), (1, 1), [0, 1])
    )
    assert list(solution.compared) == compared
    for place, k in zip(solution.places, solution.lines, strict=True):
        assert utilities(lines[k], place.shares) == place.utilities
        assert all(0 <= x <= 1 for x in place.shares)
        assert bound_free or all(u >= low for u, low in zip(place.utilities, d, strict=True))
        assert key_of(method, place.utilities, origin, scale, compared) == solution.value
    rng = Random(seed)
    for line in lines:
        for _ in range(6):
            u = utilities(line, [F(rng.randint(0, 4), 4) for _ in line.weights])
            if bound_free or all(x >= low for x, low in zip(u, d, strict=True)):
                assert key_of(method, u, origin, scale, compared) <= solution.value
    for line, is_open, proof in zip(lines, open_to_both, proofs, strict=True):
        if is_open:
            check_bound(method, line, proof, d, (origin, scale, compared), solution)
    reached = [p["bound"] for p, is_open in zip(proofs, open_to_both, strict=True) if is_open]
    if solution.status is Status.OPTIMAL:
        assert max(reached) == (solution.value[1] if method == "nash" else solution.value[0])


def dot(a, b):
    return sum((x * y for x, y in zip(a, b, strict=True)), F(0))


def check_bound(method, line, proof, d, question, solution):
    """Confirm that nothing on the line exceeds the bound, from the weights alone."""
    origin, scale, compared = question
    weights, h = proof["weights"], support(line, proof["weights"])
    assert min(weights) >= 0
    assert max(weights) > 0
    if method == "nash":
        above = h - dot(weights, d)
        if proof["strict_gain"]:
            assert min(weights) > 0
            assert proof["bound"] == above**2 / (4 * weights[0] * weights[1])
        else:
            assert proof["bound"] == above == 0
        return
    if not compared:
        assert proof["bound"] == h - dot(weights, d) == 0
        return
    mu, nu = proof["criterion_weights"], proof["floor_weights"]
    assert min(*mu, *nu) >= 0
    if method in ("utilitarian", "greatest-total"):
        assert mu == (1, 1)
    else:
        assert sum(mu) == 1
        assert all(i in compared for i in (0, 1) if mu[i])
    inside = [m / s for m, s in zip(mu, scale, strict=True)]
    assert weights == (inside[0] + nu[0], inside[1] + nu[1])
    if method in ("greatest-total", "greatest-least-score"):
        assert nu == (0, 0)
    assert proof["bound"] == h - dot(inside, origin) - dot(nu, d)


@few
@given(lines=lines, d=floors)
def test_the_best_over_several_lines_is_the_best_of_each(lines, d):
    """For methods without an ideal point the lines do not influence each other."""
    for method in ("nash", "egalitarian", "utilitarian"):
        alone = [solve_shares(method, [line], d) for line in lines]
        values = [s.value for s in alone if s.status is not Status.NO_ZONE]
        together = solve_shares(method, lines, d)
        assert together.value == max(values, default=())
        assert set(together.lines) == {
            k for k, s in enumerate(alone) if s.places and s.value == together.value
        }


@few
@given(lines=lines, d=floors)
def test_both_ends_of_a_best_segment_are_given(lines, d):
    for line in lines:
        solution = solve_shares("utilitarian", [line], d)
        if solution.status is Status.NO_ZONE:
            continue
        total, first = solution.value[0] + sum(d), [p.utilities[0] for p in solution.places]
        assert best_by_program(line, (1, 1), d) == total
        part = in_zone(line, d)
        equal = [p.utilities[0] for p in part if sum(p.utilities) == total]
        assert [min(first), max(first)] == [min(equal), max(equal)]
        assert len(solution.segments) == (min(equal) < max(equal))


@few
@given(weights=st.lists(st.tuples(weight, weight), min_size=1, max_size=4))
def test_equal_gains_are_adjusted_winner_when_totals_are_equal(weights):
    totals = [sum(column) for column in zip(*weights, strict=True)]
    if 0 in totals or any(min(pair) < 0 for pair in weights):
        return
    points = [(100 * a / totals[0], 100 * b / totals[1]) for a, b in weights]
    solution = solve_shares("egalitarian", [share_frontier(points)], (0, 0))
    assert solution.places[0].utilities == adjusted_winner(points).points
