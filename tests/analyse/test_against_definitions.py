"""10,000 random small cases: every analysis equals the literal definition.

The literal side works on names and fractions, straight from the model and over all packages;
it shares no code with the analysis except the model itself.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from analyse.random_cases import random_case
from analyse.rules_by_definition import feasible, meets
from oracles_of_bargaining import chosen_by_definition, efficient

from irenic.analyse.settlement import analyse_case, solve_case
from irenic.model import Case, Curve, NumericIssue, OptionValues, Order
from irenic.solve.methods import METHODS
from irenic.solve.result import Status

CHUNKS, PER_CHUNK = 40, 250


def value(issue, view, option) -> Fraction:
    match view.values:
        case OptionValues(values):
            return (values[option].low + values[option].high) / 2
        case Order(groups):
            place = next(k for k, group in enumerate(groups) if option in group)
            steps = max(len(groups) - 1, 1)
            return Fraction(100 * (steps - place), steps)
        case Curve(((x0, y0), (x1, y1))):
            low, high = (y0.low + y0.high) / 2, (y1.low + y1.high) / 2
            return low + (high - low) * (Fraction(option) - x0) / (x1 - x0)
    raise AssertionError("no other kind of values is drawn")


def score(case: Case, party: str, package) -> Fraction:
    preference = case.preferences[party]
    total = Fraction(0)
    for issue in case.issues:
        if issue.id in preference.issues:
            view = preference.issues[issue.id]
            weight = (view.weight.low + view.weight.high) / 2
            total += weight * value(issue, view, package[issue.id])
    for term in preference.together:
        if meets(term.when, package):
            total += (term.add.low + term.add.high) / 2
    return total


def literal(case: Case):
    """Return all feasible packages, their scores, the no-deal values and who carries."""
    ids = [i.id for i in case.issues]
    options = [
        [str(x) for x in i.grid] if isinstance(i, NumericIssue) else [o.id for o in i.options]
        for i in case.issues
    ]
    everything = [dict(zip(ids, picks, strict=True)) for picks in product(*options)]
    packages = [p for p in everything if feasible(case, p)]
    u = [tuple(score(case, party, p) for party in case.party_ids) for p in packages]
    floors = [case.preferences[p].no_deal for p in case.party_ids]
    d = [None if q is None else (q.low + q.high) / 2 for q in floors]
    return len(everything), packages, u, d


def carries(case: Case, row, d) -> bool:
    yes = {p: x >= r for p, x, r in zip(case.party_ids, row, d, strict=True)}
    at_least = case.decision.at_least or len(yes)
    return sum(yes.values()) >= at_least and all(yes[p] for p in case.decision.must)


def as_set(packages) -> set[tuple[str, ...]]:
    return {tuple(p.values()) for p in packages}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_analysis_equals_the_literal_definition(chunk):
    for seed in range(chunk * PER_CHUNK, (chunk + 1) * PER_CHUNK):
        compare(seed)


def compare(seed: int) -> None:
    case = random_case(seed)
    total, packages, u, d = literal(case)
    found = analyse_case(case)
    assert (found.packages.total, found.packages.feasible) == (total, len(packages)), seed
    rows = efficient(u)
    points = {p.utilities: p for p in found.frontier.points}
    assert set(points) == {u[k] for k in rows}, seed
    assert len(points) == len(found.frontier.points), seed
    assert found.frontier.packages == (len(rows) if packages else None), seed
    for utilities, point in points.items():
        assert point.count == u.count(utilities), seed
        assert u[packages.index(dict(point.package.choices))] == utilities, seed
    if None not in d:
        zone = [carries(case, row, d) for row in u]
        assert found.zone.size == sum(zone), seed
        for utilities, point in points.items():
            assert point.in_zone is carries(case, utilities, d), seed
        for i, party in enumerate(case.party_ids):
            accepted = sum(inside and row[i] >= d[i] for inside, row in zip(zone, u, strict=True))
            assert found.zone.accepted_by[party] == accepted, seed
    for solution in found.solutions:
        compare_solution(seed, case, solution, packages, u, d)


def compare_solution(seed, case, solution, packages, u, d) -> None:
    where = (seed, solution.method)
    if not packages:
        assert solution.status is Status.INFEASIBLE, where
        return
    if None in d and METHODS[solution.method].needs_no_deal:
        assert solution.status is Status.UNKNOWN, where
        assert solution.packages == (), where
        return
    d = [Fraction(0) if x is None else x for x in d]
    zone = [carries(case, row, d) for row in u]
    expected = chosen_by_definition(solution.method, u, d, zone)
    assert as_set(p.choices for p in solution.packages) == as_set(packages[k] for k in expected), (
        where
    )
    assert solution.count == len(expected), where
    assert set(solution.utilities) == {u[k] for k in expected}, where
    if not expected:
        assert solution.status is Status.NO_ZONE, where


def test_both_search_methods_agree_on_every_shape():
    for seed in range(300):
        case = random_case(seed)
        merged = solve_case(case, method="merge").frontier
        enumerated = solve_case(case, method="enumerate").frontier
        assert (merged.points, merged.counts) == (enumerated.points, enumerated.counts), seed
