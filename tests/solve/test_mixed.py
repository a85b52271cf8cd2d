"""Options mixed with shares: mixtures of corners as oracle, first-order conditions, symmetry."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import pairwise, product
from math import prod
from random import Random

import pytest

from irenic.errors import LimitReached
from irenic.solve.goals import Goal
from irenic.solve.mixed import Mixture
from irenic.solve.mixed_goals import MixedGoal
from irenic.solve.nash_shares import NASH_TOLERANCE, nash_division
from irenic.solve.optimum import optimise
from irenic.solve.pools import MAX_MODES, held_shares, modes_of, support, worth
from irenic.solve.result import Status
from irenic.solve.share_envelope import envelope
from irenic.solve.share_solutions import solve_shares
from irenic.solve.shares import share_frontier
from irenic.solve.space import Space, Term
from irenic.verify.simplex import greatest

ZERO, ONE = F(0), F(1)
#: Corners of all ways of an instance that the oracle still mixes; larger ones take minutes.
MOST = 1_500


def value_line(rng, *, concave=False):
    """Return corners of a value over the own share, sometimes bent, sometimes falling."""
    inner = rng.choice([0, 0, 0, 1, 2])
    cuts = sorted({ZERO, ONE, *(F(rng.randint(1, 9), 10) for _ in range(inner))})
    slopes = [rng.choice([-2, 0, 1, 2, 3, 5, 5, 8]) for _ in cuts[1:]]
    if concave or rng.random() < 0.8:
        slopes.sort(reverse=True)
    height = F(rng.choice([0, 0, 1, -1]))
    corners = [(ZERO, height)]
    for a, b, slope in zip(cuts, cuts[1:], slopes, strict=False):
        height += slope * (b - a)
        corners.append((b, height))
    return corners


def space_of(rng, n):
    """Return a small space, sometimes with a term and a forbidden pair."""
    sizes = [rng.randint(1, 4) for _ in range(rng.randint(0, 3))]
    tables = tuple(
        tuple(tuple(rng.randint(0, 5) for _ in range(n)) for _ in range(k)) for k in sizes
    )
    terms, forbidden = (), ()
    if len(sizes) > 1 and rng.random() < 0.4:
        when = ((0, frozenset({0})), (1, frozenset({0})))
        terms = (Term(when, tuple(rng.randint(-3, 3) for _ in range(n))),)
    if len(sizes) > 1 and rng.random() < 0.4:
        some = frozenset(range(rng.randint(1, sizes[1])))
        forbidden = (((0, frozenset({0})), (1, some)),)
    return Space(n, tables, terms, forbidden)


class Instance:
    """A random mixture, its parts, and all corners of what divisions give."""

    def __init__(self, seed, n=None, *, concave=False):
        rng = self.rng = Random(seed)
        self.n = n or rng.randint(1, 4)
        self.space = space_of(rng, self.n)
        self.scale = tuple(rng.choice([1, 1, 2, 3]) for _ in range(self.n))
        among = [
            sorted(rng.sample(range(self.n), self.n if concave else rng.randint(1, self.n)))
            for _ in range(rng.randint(0, 2))
        ]
        self.lines = [[(i, value_line(rng, concave=concave)) for i in who] for who in among]
        self.modes = modes_of(self.lines, self.n)
        self.mixture = Mixture.of(self.space, self.scale, self.modes)
        self.d = tuple(F(rng.randint(0, 6)) for _ in range(self.n))

    def options(self):
        """Yield what each feasible choice of options gives."""
        for package in product(*(range(len(t)) for t in self.space.tables)):
            if self.space.is_feasible(package):
                u = self.space.utility(package)
                yield tuple(F(x, s) for x, s in zip(u, self.scale, strict=True))

    def size(self):
        """Return how many corners the oracle has to mix, over all ways."""
        ways = len(list(self.options()))
        return ways * sum(prod(2 ** len(p.cells) for p in pools) for pools in self.modes)

    def corners(self, pools):
        """Return what extreme divisions give: all cells but one of each pool empty or full."""
        found = [(ZERO,) * self.n]
        for pool in pools:
            here = set()
            for k in range(len(pool.cells)):
                others = [c for c in range(len(pool.cells)) if c != k]
                for full in product((False, True), repeat=len(others)):
                    row = [ZERO] * len(pool.cells)
                    for c, taken in zip(others, full, strict=True):
                        row[c] = pool.cells[c].width if taken else ZERO
                    row[k] = pool.total - sum(row)
                    if 0 <= row[k] <= pool.cells[k].width:
                        here.add(tuple(worth((pool,), (tuple(row),), self.n)))
            found = [tuple(a + b for a, b in zip(u, v, strict=True)) for u in found for v in here]
        return list(dict.fromkeys(found))


def hull_best(corners, aims, demands):
    """Make the least aim greatest over mixtures of corners: a program of another shape."""
    at_most = [([-(value(v)) for v in corners] + [ONE, -ONE], ZERO) for value in aims]
    at_most += [([-value(v) for v in corners] + [ZERO, ZERO], -low) for value, low in demands]
    mixed = ([ONE] * len(corners) + [ZERO, ZERO], ONE)
    found = greatest([ZERO] * len(corners) + [ONE, -ONE], at_most, [mixed])
    return None if found is None else found[0]


def hull_leximin(corners, values, demands):
    """Return the sorted leximin key over mixtures of corners, or nothing."""
    key, demands, left = [], list(demands), list(values)
    while left:
        level = hull_best(corners, left, demands)
        if level is None:
            return None
        floor = [(value, level) for value in left]
        stuck = [v for v in left if hull_best(corners, [v], demands + floor) <= level]
        key += [level] * len(stuck)
        demands += [(v, level) for v in stuck]
        left = [v for v in left if v not in stuck]
    return tuple(key)


def compared(i, a, b):
    return lambda u: a * u[i] - b


def oracle(instance, goal, boxes):
    """Return the best key over every choice of options, by mixtures of corners."""
    best = None
    for point in instance.options():
        for pools in instance.modes:
            corners = [
                tuple(a + b for a, b in zip(point, v, strict=True)) for v in instance.corners(pools)
            ]
            for box in boxes or [(None,) * instance.n]:
                demands = [(compared(i, 1, 0), f) for i, f in enumerate(box) if f is not None]
                values = [compared(i, goal.weight[i], goal.base[i]) for i in goal.compared]
                if goal.kind == "sum":
                    aim = [lambda u, vs=values: sum(v(u) for v in vs)]
                    total = hull_best(corners, aim, demands)
                    key = None if total is None else (total,)
                else:
                    key = hull_leximin(corners, values, demands)
                best = key if best is None or (key is not None and key > best) else best
    return best


@pytest.mark.parametrize("block", range(6))
def test_sums_and_leximin_equal_mixtures_of_corners(block):
    for seed in range(block * 20, block * 20 + 20):
        case = Instance(seed)
        if case.size() > MOST:
            continue
        rng = case.rng
        weight = [F(rng.randint(0, 3), rng.choice([1, 2])) for _ in range(case.n)]
        weight[rng.randrange(case.n)] = ONE
        goal = MixedGoal(rng.choice(["sum", "leximin"]), tuple(weight), case.d)
        boxes = rng.choice([
            [], [case.d], [tuple(x if rng.random() < 0.6 else None for x in case.d)] * 2,
        ])  # fmt: skip
        best = case.mixture.best(goal, boxes=boxes)
        expected = oracle(case, goal, boxes)
        assert (best.key or None) == expected, seed
        for winner in best.winners:
            assert goal.key(winner.utilities) == best.key
            pools = case.modes[winner.mode]
            for pool, row in zip(pools, winner.amounts, strict=True):
                assert sum(held_shares(pool, row).values()) == 1
                assert all(0 <= x <= c.width for x, c in zip(row, pool.cells, strict=True))
            assert any(
                all(f is None or u >= f for u, f in zip(winner.utilities, box, strict=True))
                for box in boxes or [(None,) * case.n]
            )


@pytest.mark.parametrize("block", range(6))
def test_the_nash_product_satisfies_its_first_order_condition_everywhere(block):
    """At the best g no corner v has sum(v_i / g_i) > n; with pinned parties, none gains more."""
    for seed in range(1000 + block * 20, 1020 + block * 20):
        case = Instance(seed)
        if case.size() > MOST:
            continue
        goal = MixedGoal("product", (ONE,) * case.n, case.d)
        best = case.mixture.best(goal, boxes=[case.d])
        found = []
        for point in case.options():
            for pools in case.modes:
                corners = [
                    tuple(a + b - c for a, b, c in zip(point, v, case.d, strict=True))
                    for v in case.corners(pools)
                ]
                floors = [(compared(i, 1, 0), ZERO) for i in range(case.n)]
                tops = [hull_best(corners, [compared(i, 1, 0)], floors) for i in range(case.n)]
                if tops[0] is None:
                    continue
                found.append(sum(t > 0 for t in tops))
                division = nash_division(point, pools, case.d)
                assert division.exact
                assert len(division.gaining) == found[-1]
                u = worth(pools, division.amounts, case.n)
                g = [a + b - c for a, b, c in zip(point, u, case.d, strict=True)]
                assert min(g) >= 0
                assert division.product == prod((x for x in g if x > 0), start=ONE)
                assert (F(found[-1]), division.product) <= best.key
                if all(g):
                    slopes = [sum(x / y for x, y in zip(v, g, strict=True)) for v in corners]
                    assert max(slopes) <= case.n
                else:
                    aim = [lambda v, g=g: sum(x / y for x, y in zip(v, g, strict=True) if y)]
                    assert not found[-1] or hull_best(corners, aim, floors) <= found[-1]
        assert best.status is (Status.OPTIMAL if found else
                               (Status.NO_ZONE if case.modes and any(True for _ in case.options())
                                else Status.INFEASIBLE)), seed  # fmt: skip
        if found:
            assert best.key[0] == max(found)


def test_without_shares_it_is_the_search_over_options():
    for seed in range(60):
        rng = Random(seed)
        n = rng.randint(1, 4)
        space = space_of(rng, n)
        d = tuple(rng.randint(0, 6) for _ in range(n))
        kind = rng.choice(["sum", "leximin", "product"])
        other = optimise(space, Goal(kind, (1,) * n, d), boxes=[d])
        goal = MixedGoal(kind, (ONE,) * n, tuple(map(F, d)))
        best = Mixture.of(space, (1,) * n, [()]).best(goal, boxes=[tuple(map(F, d))])
        assert (best.status, best.key) == (other.status, other.value)
        assert {w.utilities for w in best.winners} == set(other.points)
        assert {w.point: w.count for w in best.winners} == dict(
            zip(other.points, other.counts, strict=True)
        )


@pytest.mark.parametrize("method", ["nash", "egalitarian", "utilitarian"])
def test_two_parties_equal_the_walk_along_the_line(method):
    kind = {"nash": "product", "egalitarian": "leximin", "utilitarian": "sum"}[method]
    for seed in range(40):
        rng = Random(seed)
        weights = [(F(rng.randint(-2, 6)), F(rng.randint(-2, 6))) for _ in range(rng.randint(0, 3))]
        options = [(rng.randint(0, 6), rng.randint(0, 6)) for _ in range(rng.randint(1, 4))]
        d = (F(rng.randint(0, 5)), F(rng.randint(0, 5)))
        walk = solve_shares(method, [share_frontier(weights, u) for u in options], d)
        lines = [[(i, [(ZERO, ZERO), (ONE, pair[i])]) for i in (0, 1)] for pair in weights]
        mixture = Mixture.of(Space(2, (tuple(options),)), (1, 1), modes_of(lines, 2))
        best = mixture.best(MixedGoal(kind, (ONE, ONE), d), boxes=[d])
        assert best.key == walk.value
        places = {p.utilities for p in walk.places}
        if kind != "sum":
            assert {w.utilities for w in best.winners} == places
        else:
            assert all(sum(w.utilities) - sum(d) == walk.value[0] for w in best.winners)


def test_multipliers_prove_the_least_value():
    """Each choice of options is ruled out by adding up, with the support found by corners."""
    for seed in range(40):
        case = Instance(seed, concave=True)
        if case.size() > MOST:
            continue
        goal = MixedGoal("leximin", (ONE,) * case.n, (ZERO,) * case.n)
        best = case.mixture.best(goal)
        for point in case.options():
            for pools in case.modes:
                corners = case.corners(pools)
                proved = False
                for row in best.multipliers:
                    assert min(row) >= 0
                    top = max(sum(w * x for w, x in zip(row, v, strict=True)) for v in corners)
                    assert top == support(pools, row)
                    top += sum(w * x for w, x in zip(row, point, strict=True))
                    proved = proved or top <= best.key[0] * sum(row)
                assert proved


def test_units_and_order_of_parties_change_nothing():
    for seed in range(30):
        case = Instance(seed)
        n, rng = case.n, case.rng
        goal = MixedGoal("product", (ONE,) * n, case.d)
        best = case.mixture.best(goal, boxes=[case.d])
        order = list(range(n))
        rng.shuffle(order)
        times = [rng.randint(1, 4) for _ in range(n)]
        tables = tuple(
            tuple(tuple(row[i] * times[i] for i in order) for row in t) for t in case.space.tables
        )
        terms = tuple(
            Term(t.when, tuple(t.add[i] * times[i] for i in order)) for t in case.space.terms
        )
        space = Space(n, tables, terms, case.space.forbidden)
        lines = [
            sorted((order.index(i), [(x, y * times[i]) for x, y in line]) for i, line in issue)
            for issue in case.lines
        ]
        d = tuple(case.d[i] * times[i] for i in order)
        other = Mixture.of(space, [case.scale[i] for i in order], modes_of(lines, n))
        again = other.best(MixedGoal("product", (ONE,) * n, d), boxes=[d])
        assert again.status is best.status
        if len(best.winners) and best.key[0] == n:
            assert again.key[1] == best.key[1] * prod(times)
            moved = {tuple(w.utilities[i] * times[i] for i in order) for w in best.winners}
            assert {w.utilities for w in again.winners} == moved


def test_a_value_that_rises_faster_is_cut_into_stretches():
    """Half of the land is worth 1 to either, the whole 10: whoever gets it gets it whole."""
    steep = [(ZERO, ZERO), (F(1, 2), ONE), (ONE, F(10))]
    modes = modes_of([[(0, steep), (1, steep)]], 2)
    assert len(modes) == 4
    mixture = Mixture.of(Space(2, ()), (1, 1), modes)
    total = mixture.best(MixedGoal("sum", (ONE, ONE), (ZERO, ZERO)))
    assert total.key == (10,)
    assert {w.utilities for w in total.winners} == {(10, 0), (0, 10)}
    least = mixture.best(MixedGoal("leximin", (ONE, ONE), (ZERO, ZERO)))
    assert least.key == (1, 1)
    with pytest.raises(LimitReached, match=f"limit {MAX_MODES}"):
        modes_of([[(0, steep), (1, steep)]] * 4, 2)


def test_nash_by_hand():
    """Three heirs, 100, 60 and 60 for the whole: a third each, whatever the units."""
    line = [[(ZERO, ZERO), (ONE, F(w))] for w in (100, 60, 60)]
    [pools] = modes_of([list(enumerate(line))], 3)
    found = nash_division((ZERO,) * 3, pools, (ZERO,) * 3)
    assert (found.exact, found.product) == (True, F(100 * 60 * 60, 27))
    assert held_shares(pools[0], found.amounts[0]) == dict.fromkeys(range(3), F(1, 3))
    assert found.bound == 3
    assert 0 < NASH_TOLERANCE < F(1, 10**6)


def test_a_jump_between_runs_has_an_open_end():
    runs = envelope([share_frontier([(4, 4)]), share_frontier([(1, 1)], (1, 4))])
    ends = [([p.utilities for _, p in r.corners], r.open_start, r.open_end) for r in runs]
    assert ends == [([(1, 5), (2, 4)], False, False), ([(2, 2), (4, 0)], True, False)]


@pytest.mark.parametrize("block", range(4))
def test_the_envelope_holds_exactly_what_nothing_dominates(block):
    for seed in range(block * 40, block * 40 + 40):
        rng = Random(seed)
        lines = [
            share_frontier(
                [(F(rng.randint(-3, 5)), F(rng.randint(-3, 5))) for _ in range(rng.randint(0, 3))],
                (rng.randint(0, 8), rng.randint(0, 8)),
            )
            for _ in range(rng.randint(1, 4))
        ]
        runs = envelope(lines)
        xs = sorted({c.utilities[0] for line in lines for c in line.corners})
        xs += [(a + b) / 2 for a, b in pairwise(xs)]
        for line in lines:
            for x in xs:
                y = height_at(line, x)
                if y is not None:
                    assert on(runs, (x, y)) == (not dominated(lines, (x, y))), (seed, x)


def height_at(line, x):
    corners = [c.utilities for c in line.corners]
    for a, b in pairwise(corners):
        if a[0] <= x <= b[0]:
            return a[1] + (x - a[0]) / (b[0] - a[0]) * (b[1] - a[1])
    return corners[0][1] if corners[0][0] == x else None


def dominated(lines, point):
    """Along a line the second party loses at once, so its corners and the point's level tell."""
    x, y = point
    for line in lines:
        corners = [c.utilities for c in line.corners]
        here = height_at(line, x)
        if here is not None and here > y:
            return True
        if any(a >= x and b >= y and (a, b) != point for a, b in corners):
            return True
        for (a, b), (c, d) in pairwise(corners):
            if d < y < b and a + (b - y) / (b - d) * (c - a) > x:
                return True
    return False


def on(runs, point):
    for run in runs:
        corners = [p.utilities for _, p in run.corners]
        inner = corners[run.open_start : len(corners) - run.open_end]
        if point in inner:
            return True
        for a, b in pairwise(corners):
            if a[0] < point[0] < b[0]:
                level = a[1] + (point[0] - a[0]) / (b[0] - a[0]) * (b[1] - a[1])
                if level == point[1]:
                    return True
    return False
