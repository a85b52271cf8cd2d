"""The Pareto frontier: two algorithms against the definition, and where floats go wrong."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest
from oracles import dominates, feasible_by_definition, pareto_by_definition, utility_by_definition
from spaces import random_space

from irenic.errors import LimitReached
from irenic.solve import enumeration, merge, merge2, merge_many, packages
from irenic.solve.frontier import pareto_frontier
from irenic.solve.packages import packages_with
from irenic.solve.result import Status
from irenic.solve.space import Pattern, Space, Term

CHUNK = 250


@pytest.mark.parametrize("chunk", range(40))
def test_ten_thousand_spaces_by_definition(chunk, monkeypatch):
    """Points, counts and packages of both algorithms equal the literal definition."""
    for seed in range(chunk * CHUNK, (chunk + 1) * CHUNK):
        space = random_space(seed)
        truth = pareto_by_definition(space)
        points = tuple(sorted(truth, reverse=True))
        counts = tuple(len(truth[u]) for u in points)
        status = Status.OPTIMAL if truth else Status.INFEASIBLE
        for method in ("merge", "enumerate"):
            found = pareto_frontier(space, method=method)
            answer = (found.status, found.points, found.counts)
            assert answer == (status, points, counts), (seed, method)
            # Both ways of listing packages: sorted at once, and searched for in order.
            monkeypatch.setattr(packages, "SORTED_AT_ONCE", 20_000 if seed % 2 else 0)
            listed = [list(found.packages_at(k)) for k in range(len(points))]
            assert listed == [truth[u] for u in points], (seed, method)
            some = [found.one_package(k) for k in range(len(points))]
            assert all(p in truth[u] for p, u in zip(some, points, strict=True)), (seed, method)


def agrees_with_definition(seed: int, methods: tuple[str, ...]) -> None:
    space = random_space(seed)
    truth = pareto_by_definition(space)
    for method in methods:
        found = pareto_frontier(space, method=method)
        assert found.points == tuple(sorted(truth, reverse=True)), (seed, method)
        assert found.counts == tuple(len(truth[u]) for u in found.points), (seed, method)
        listed = [list(found.packages_at(k)) for k in range(len(truth))]
        assert listed == [truth[u] for u in found.points], (seed, method)


@pytest.mark.parametrize("chunk", range(6))
def test_linked_issues_decided_one_by_one(chunk, monkeypatch):
    """The way of large blocks of rules and terms, forced on small ones."""
    monkeypatch.setattr(merge, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(merge, "LISTED", 0)
    for seed in range(chunk * 100, chunk * 100 + 100):
        monkeypatch.setattr(packages, "SORTED_AT_ONCE", 20_000 if seed % 2 else 0)
        agrees_with_definition(seed, ("merge",))


@pytest.mark.parametrize("chunk", range(6))
def test_small_limits_take_the_numpy_ways_too(chunk, monkeypatch):
    """Linked issues listed in numpy, slices and batches of a few columns."""
    for module in (merge, merge2, packages):
        monkeypatch.setattr(module, "PYTHON_COMBINATIONS", 0)
    monkeypatch.setattr(merge, "FEW_STATES", 0)
    monkeypatch.setattr(merge_many, "BATCH", 5)
    monkeypatch.setattr(enumeration, "SLICE", 7)
    for seed in range(chunk * 25, chunk * 25 + 25):
        agrees_with_definition(seed, ("auto", "merge", "enumerate"))


def larger_space(seed: int) -> Space:
    """Return about 3,000 packages of 2 to 4 parties with ties, terms and rules."""
    rng = Random(seed)
    n = rng.randint(2, 4)
    sizes = [rng.randint(2, 6) for _ in range(5)]
    tables = tuple(
        tuple(tuple(rng.randint(-9, 9) for _ in range(n)) for _ in range(size)) for size in sizes
    )

    def pattern() -> Pattern:
        chosen = rng.sample(range(5), 2)
        return tuple((j, frozenset(rng.sample(range(sizes[j]), 1))) for j in chosen)

    terms = tuple(Term(pattern(), tuple(rng.randint(-5, 9) for _ in range(n))) for _ in range(2))
    return Space(n, tables, terms, (pattern(),))


@pytest.mark.parametrize("seed", range(12))
def test_merge_and_enumeration_agree_on_larger_spaces(seed):
    space = larger_space(seed)
    merged = pareto_frontier(space, method="merge")
    listed = pareto_frontier(space, method="enumerate")
    assert (merged.points, merged.counts) == (listed.points, listed.counts)
    assert merged.packages >= len(merged.points) > 1


def shuffled(space: Space, rng: Random) -> tuple[Space, list[int], list[list[int]]]:
    """Return the space with issues and options in another order, and both orders."""
    issues = list(range(space.n_issues))
    rng.shuffle(issues)
    options = [list(range(size)) for size in space.sizes]
    for order in options:
        rng.shuffle(order)

    def moved(pattern: Pattern) -> Pattern:
        return tuple(
            (issues.index(j), frozenset(options[j].index(o) for o in chosen))
            for j, chosen in pattern
        )

    other = Space(
        space.n_parties,
        tuple(tuple(space.tables[j][o] for o in options[j]) for j in issues),
        tuple(Term(moved(t.when), t.add) for t in space.terms),
        tuple(moved(p) for p in space.forbidden),
    )
    return other, issues, options


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_issues_and_options_does_not_matter(seed):
    space = larger_space(seed)
    other, issues, options = shuffled(space, Random(seed))
    one, two = pareto_frontier(space), pareto_frontier(other)
    assert (one.points, one.counts) == (two.points, two.counts)

    def back(package: tuple[int, ...]) -> tuple[int, ...]:
        place = {j: options[j][package[k]] for k, j in enumerate(issues)}
        return tuple(place[j] for j in range(space.n_issues))

    for k in range(len(one.points)):
        assert sorted(map(back, two.packages_at(k))) == list(one.packages_at(k))


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_parties_and_their_units_do_not_matter(seed):
    """Permuting parties permutes the frontier; positive rescaling and shifts carry over."""
    space = larger_space(seed)
    rng = Random(seed)
    order = list(range(space.n_parties))
    rng.shuffle(order)
    scale = [rng.choice([1, 3, 10, 2**60, 10**19]) for _ in order]
    shift = [rng.choice([0, -7, 5, 10**20]) for _ in order]

    def moved(row: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(row[i] * scale[i] for i in order)

    other = Space(
        space.n_parties,
        tuple(tuple(moved(row) for row in table) for table in space.tables),
        (
            *(Term(t.when, moved(t.add)) for t in space.terms),
            Term((), tuple(shift[i] for i in order)),
        ),
        space.forbidden,
    )
    one, two = pareto_frontier(space), pareto_frontier(other)
    expected = {
        tuple(u[i] * scale[i] + shift[i] for i in order): count
        for u, count in zip(one.points, one.counts, strict=True)
    }
    assert dict(zip(two.points, two.counts, strict=True)) == expected


# What the peer gets wrong


def decimal_space(seed: int) -> tuple[Space, list[list[list[float]]]]:
    """Return weights in steps of 0.05 and values in steps of 0.1: exact, and as floats."""
    rng = Random(seed)
    weights = [[rng.randint(1, 20) for _ in range(2)] for _ in range(5)]
    values = [[[rng.randint(0, 10) for _ in range(2)] for _ in range(5)] for _ in range(5)]
    tables = tuple(
        tuple(tuple(weights[j][i] * row[i] for i in range(2)) for row in values[j])
        for j in range(5)
    )
    floats = [
        [[(weights[j][i] * 0.05) * (row[i] * 0.1) for i in range(2)] for row in values[j]]
        for j in range(5)
    ]
    return Space(2, tables), floats


def float_frontier(floats: list[list[list[float]]]) -> set[tuple[int, ...]]:
    """Return what float arithmetic takes for the efficient packages."""
    scores = {
        pick: tuple(sum(floats[j][o][i] for j, o in enumerate(pick)) for i in range(2))
        for pick in product(range(5), repeat=5)
    }
    best, kept = float("-inf"), set()
    for pick, (_, b) in sorted(scores.items(), key=lambda item: item[1], reverse=True):
        if b > best:
            best = b
            kept.add(pick)
    return kept


def test_floats_keep_dominated_packages_and_integers_do_not():
    """Peer's error 2: on ordinary decimals a float frontier holds dominated packages."""
    wrong = 0
    for seed in range(12):
        space, floats = decimal_space(seed)
        truth = pareto_frontier(space)
        efficient = {p for k in range(len(truth.points)) for p in truth.packages_at(k)}
        by_floats = float_frontier(floats)
        for package in by_floats - efficient:
            u = space.utility(package)
            assert any(dominates(v, u) for v in truth.points)
            wrong += 1
        assert not any(dominates(v, u) for u in truth.points for v in truth.points)
        assert {utility_by_definition(space, p) for p in efficient} == set(truth.points)
    assert wrong > 0


def test_packages_of_equal_utility_are_all_kept():
    """Peer's error 3: alternatives that nobody ranks differently are what a mediator needs."""
    space = Space(2, (((5, 0), (0, 5), (5, 0)), ((2, 1), (1, 2), (2, 1)), ((0, 0), (0, 0))))
    found = pareto_frontier(space)
    assert found.points == ((7, 1), (6, 2), (2, 6), (1, 7))
    assert found.counts == (8, 4, 4, 2)
    assert found.packages_at(1) == ((0, 1, 0), (0, 1, 1), (2, 1, 0), (2, 1, 1))
    assert found.packages == 18


def test_a_difference_beyond_floats_decides():
    """2**53 and 2**53 + 1 are one float but two scores; also in the filter of three parties."""
    big = 2**53
    space = Space(3, (((big, big, 3), (big + 1, big, 3), (0, 0, 4)), ((0, 0, 0), (1, 1, 1))))
    for method in ("merge", "enumerate"):
        assert pareto_frontier(space, method=method).points == (
            (big + 2, big + 1, 4),
            (1, 1, 5),
        )


# Findings and limits


def test_rules_that_nothing_satisfies_are_a_finding():
    two = ((0, 0), (1, 1))
    everything = frozenset({0, 1})
    contradiction = (
        ((0, frozenset({0})), (1, everything)),
        ((0, frozenset({1})), (1, everything)),
    )
    found = pareto_frontier(Space(2, (two, two), forbidden=contradiction))
    assert (found.status, found.points) == (Status.INFEASIBLE, ())
    xor = tuple(((0, frozenset({a})), (1, frozenset({b}))) for a in range(2) for b in range(2))
    for n in (1, 2, 3):
        table = (((0,) * n), ((1,) * n))
        assert pareto_frontier(Space(n, (table, table), forbidden=xor)).status is Status.INFEASIBLE
    assert pareto_frontier(Space(2, ((),))).status is Status.INFEASIBLE


def test_no_issues_give_one_empty_package():
    found = pareto_frontier(Space(3, ()))
    assert (found.status, found.points, found.counts) == (Status.OPTIMAL, ((0, 0, 0),), (1,))
    assert found.packages_at(0) == ((),)


@pytest.mark.parametrize("method", ["merge", "enumerate"])
@pytest.mark.parametrize("n", [2, 3])
def test_too_many_points_end_with_a_reason(method, n):
    zero_sum = tuple(tuple((o, 9 - o, o)[:n] for o in range(10)) for _ in range(3))
    found = pareto_frontier(Space(n, zero_sum), method=method, max_points=20)
    assert found.status is Status.LIMIT
    assert "20" in found.reason
    assert found.points == ()
    assert pareto_frontier(Space(n, zero_sum), method=method, max_points=28).status is (
        Status.OPTIMAL
    )


def test_too_many_linked_issues_end_with_a_reason(monkeypatch):
    table = tuple((o, 9 - o) for o in range(10))
    space = Space(2, (table,) * 12, forbidden=(tuple((j, frozenset({0})) for j in range(9)),))
    assert pareto_frontier(space).status is Status.OPTIMAL
    monkeypatch.setattr(merge, "MAX_STATES", 1)
    found = pareto_frontier(space)
    assert found.status is Status.LIMIT
    assert "1000000000 combinations" in found.reason
    with pytest.raises(LimitReached, match="1000000000000 are more than"):
        packages_with(space, (0, 0))
    assert pareto_frontier(space, method="enumerate").status is Status.LIMIT


@pytest.mark.parametrize("n", [2, 3])
def test_progress_is_reported_to_the_end(n):
    table = tuple((o, 9 - o, o % 3)[:n] for o in range(4))
    seen: list[tuple[int, int]] = []
    pareto_frontier(Space(n, (table,) * 5), progress=lambda done, total: seen.append((done, total)))
    assert seen == [(k, 5) for k in range(1, 6)]


def test_the_method_says_what_was_chosen_and_why():
    table = ((0, 1), (1, 0))
    rule = ((0, frozenset({0})), (1, frozenset({0})))
    linked = Space(2, (table, table), forbidden=(rule,))
    assert pareto_frontier(Space(2, (table, table))).method == (
        "merge issue by issue, because scores add up over issues"
    )
    assert "together terms carried along" in pareto_frontier(linked).method
    assert "as asked" in pareto_frontier(linked, method="merge").method
    assert "as asked" in pareto_frontier(linked, method="enumerate").method
    assert "few packages and many parties" in pareto_frontier(Space(5, (((0,) * 5,),))).method


# Large spaces


def huge_space(n: int, issues: int) -> Space:
    rng = Random(issues)
    return Space(
        n,
        tuple(
            tuple(tuple(rng.randint(0, 20) for _ in range(n)) for _ in range(10))
            for _ in range(issues)
        ),
    )


@pytest.mark.parametrize(("n", "issues"), [(1, 50), (2, 50), (3, 14), (4, 7)])
def test_far_beyond_enumeration_every_package_has_its_vector(n, issues):
    """10**7 to 10**50 packages: vectors add up, none dominates, counts are exact."""
    space = huge_space(n, issues)
    found = pareto_frontier(space)
    assert found.status is Status.OPTIMAL
    assert list(found.points) == sorted(set(found.points), reverse=True)
    for k in range(0, len(found.points), max(1, len(found.points) // 20)):
        listed = found.packages_at(k, 40)
        assert len(set(listed)) == min(40, found.counts[k])
        assert list(listed) == sorted(listed)
        assert {space.utility(p) for p in listed} == {found.points[k]}
    sample = found.points[:: max(1, len(found.points) // 200)]
    assert not any(dominates(a, b) for a in sample for b in sample)
    best = tuple(max(u[i] for u in found.points) for i in range(n))
    assert best == tuple(sum(max(row[i] for row in t) for t in space.tables) for i in range(n))


def chained_space(n: int, issues: int) -> Space:
    """Return issues of 5 options, each linked to the next by a rule and a term."""
    rng = Random(n)
    one = [[frozenset({rng.randrange(5)}) for _ in range(4)] for _ in range(issues)]
    tables = tuple(
        tuple(tuple(rng.randint(0, 30) for _ in range(n)) for _ in range(5)) for _ in range(issues)
    )
    terms = tuple(
        Term(((j, one[j][0]), (j + 1, one[j][1])), tuple(rng.randint(-20, 40) for _ in range(n)))
        for j in range(issues - 1)
    )
    rules = tuple(((j, one[j][2]), (j + 1, one[j][3])) for j in range(issues - 1))
    return Space(n, tables, terms, rules)


@pytest.mark.parametrize(("n", "issues"), [(1, 7), (2, 7), (3, 7), (4, 7)])
def test_a_chain_of_rules_equals_enumeration(n, issues):
    space = chained_space(n, issues)
    merged, listed = (
        pareto_frontier(space, method="merge"),
        pareto_frontier(space, method="enumerate"),
    )
    assert (merged.points, merged.counts) == (listed.points, listed.counts)
    for k in range(len(merged.points)):
        assert merged.packages_at(k) == listed.packages_at(k)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_a_long_chain_of_rules_is_within_reach(n):
    """5**30 packages, all issues linked: packages satisfy the rules and have their vectors."""
    space = chained_space(n, 30)
    found = pareto_frontier(space)
    assert found.status is Status.OPTIMAL
    for k in range(0, len(found.points), max(1, len(found.points) // 20)):
        for package in found.packages_at(k, 5):
            assert space.is_feasible(package)
            assert space.utility(package) == found.points[k]


def test_an_issue_nobody_cares_about_multiplies_counts_and_nothing_else():
    space = huge_space(2, 30)
    idle = (((0, 0),) * 10,) * 20
    one, two = pareto_frontier(space), pareto_frontier(Space(2, idle + space.tables))
    assert two.points == one.points
    assert two.counts == tuple(count * 10**20 for count in one.counts)
    first = two.packages_at(0, 3)
    assert [p[:20] for p in first] == [(0,) * 19 + (o,) for o in range(3)]
    assert {p[20:] for p in first} == {one.packages_at(0)[0]}


@pytest.mark.parametrize("n", [2, 3])
def test_linked_issues_beyond_python_lists(n):
    """A block of 7,776 combinations inside a larger space, checked by plain enumeration."""
    rng = Random(n)
    tables = tuple(
        tuple(tuple(rng.randint(0, 9) for _ in range(n)) for _ in range(size))
        for size in (6, 3, 6, 6, 6, 6)
    )
    ring = [0, 2, 3, 4, 5]
    terms = tuple(
        Term(((a, frozenset({1})), (b, frozenset({2, 3}))), (4, -2, 3)[:n])
        for a, b in zip(ring, [*ring[1:], 0], strict=True)
    )
    space = Space(n, tables, terms, (((0, frozenset({5})), (5, frozenset({5}))),))
    merged, listed = pareto_frontier(space), pareto_frontier(space, method="enumerate")
    assert (merged.points, merged.counts) == (listed.points, listed.counts)
    for k in range(len(merged.points)):
        assert merged.packages_at(k) == listed.packages_at(k)
        assert merged.packages_at(k) == packages_with(space, merged.points[k])


def test_two_parties_need_no_numpy():
    """Starting numpy costs more than the whole merge of 10**50 packages."""
    code = (
        "import sys\n"
        "from irenic.solve.frontier import pareto_frontier\n"
        "from irenic.solve.space import Space, Term\n"
        "table = tuple((o * 7 % 10, 9 - o) for o in range(10))\n"
        "term = Term(((0, frozenset({1})), (1, frozenset({2}))), (1, 1))\n"
        "found = pareto_frontier(Space(2, (table,) * 50, (term,)))\n"
        "found.packages_at(0, 1)\n"
        "sys.exit('numpy' in sys.modules or not found.points)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("seed", range(80))
def test_packages_with_a_vector_are_those_by_definition(seed):
    space = random_space(seed)
    feasible = feasible_by_definition(space)
    for package in feasible[:: max(1, len(feasible) // 4)]:
        u = utility_by_definition(space, package)
        same = [p for p in feasible if utility_by_definition(space, p) == u]
        assert list(packages_with(space, u)) == same
        assert list(packages_with(space, u, limit=1)) == same[:1]
        beyond = tuple(x + 10**30 for x in u)
        assert packages_with(space, beyond) == ()


def test_no_package_has_a_vector_between_the_units():
    """All scores are multiples of 2 here; 3 is not rounded to a score that exists."""
    space = Space(1, (((0,), (2,)), ((0,), (4,))))
    assert packages_with(space, (3,)) == ()
    assert packages_with(space, (2,)) == ((1, 0),)
    assert packages_with(space, (-2,)) == packages_with(space, (8,)) == ()


def test_fractions_scaled_to_integers_keep_their_order():
    """The border scales by the common denominator; thirds are as exact as halves."""
    thirds = [Fraction(1, 3), Fraction(2, 3), Fraction(1, 2)]
    space = Space(1, (tuple((int(x * 6),) for x in thirds),))
    assert pareto_frontier(space).points == ((4,),)
    assert prod(space.sizes) == space.total_packages == 3


def test_one_issue_with_far_more_options_than_the_rest():
    """A price beside two small issues: every point has its packages, in lexicographic order."""
    prices = tuple((3000 - k, k) for k in range(3001))
    space = Space(2, (((500, 0), (200, 200), (0, 300)), prices, ((0, 200), (150, 60), (400, 0))))
    frontier = pareto_frontier(space)
    behind = {}
    for package in product(range(3), range(3001), range(3)):
        behind.setdefault(space.utility(package), []).append(package)
    assert frontier.status is Status.OPTIMAL
    for k in range(0, len(frontier.points), 97):
        expected = behind[frontier.points[k]]
        assert list(frontier.iter_packages(k)) == expected
        assert frontier.counts[k] == len(expected)
        assert frontier.one_package(k) in expected
