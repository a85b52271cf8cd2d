"""Score cards against literal definitions on random cases: improvements, ranks, completions."""

from __future__ import annotations

from itertools import product

import pytest
from analyse.random_cases import random_case
from analyse.test_against_definitions import carries, feasible, literal

from irenic.analyse.candidates import find_candidate
from irenic.analyse.settlement import analyse_case, score_proposal


def dominates(a, b):
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


@pytest.mark.parametrize("chunk", range(8))
def test_improvements_dominate_and_change_as_little_as_possible(chunk):
    for seed in range(chunk * 25, (chunk + 1) * 25):
        case = random_case(seed)
        _, packages, u, _ = literal(case)
        efficient = [k for k in range(len(u)) if not any(dominates(v, u[k]) for v in u)]
        for package, own in list(zip(packages, u, strict=True))[:6]:
            spelt = ",".join(f"{i}={o}" for i, o in package.items())
            card = score_proposal(case, find_candidate(case, spelt))
            better = [k for k in efficient if dominates(u[k], own)]
            assert card.efficient is (not better), (seed, package)
            if better:
                changes = [sum(packages[k][i] != o for i, o in package.items()) for k in better]
                assert card.improvement is not None
                chosen = card.improvement.package.choices
                assert dominates(card.improvement.utilities, own), (seed, package)
                assert sum(chosen[i] != o for i, o in package.items()) == min(changes), seed
                for party, gain in card.improvement.gains.items():
                    traded = sum(t.changes[party] for t in card.improvement.trades)
                    traded += card.improvement.term_changes.get(party, 0)
                    assert traded == gain, (seed, package, party)


@pytest.mark.parametrize("chunk", range(4))
def test_what_a_method_chose_has_the_first_place_and_what_is_forbidden_none(chunk):
    for seed in range(chunk * 75, (chunk + 1) * 75):
        case = random_case(seed)
        analysis = analyse_case(case)
        for card in analysis.scorecards:
            places = {rank.method: rank.place for rank in card.just.ranks}
            if card.broken_rules:
                assert places == {}, seed
            for solution in analysis.solutions:
                if card.package in solution.packages:
                    assert places[solution.method] == 1, (seed, solution.method)
                elif solution.packages and solution.method in places:
                    assert places[solution.method] > 1, (seed, solution.method)


@pytest.mark.parametrize("chunk", range(4))
def test_completions_are_counted_exactly(chunk):
    for seed in range(chunk * 75, (chunk + 1) * 75):
        case = random_case(seed)
        _, packages, u, d = literal(case)
        if None in d:
            continue
        settled = case.proposals[0].choices
        card = score_proposal(case, find_candidate(case, "first"))
        matching = [k for k, p in enumerate(packages) if all(p[i] == o for i, o in settled.items())]
        if card.completions is not None:
            assert card.completions.feasible == len(matching), seed
            assert card.completions.carrying == sum(carries(case, u[k], d) for k in matching), seed
            for score, party in zip(card.scores, range(len(d)), strict=True):
                if matching:
                    own = [u[k][party] for k in matching]
                    assert (score.low, score.high) == (min(own), max(own)), seed


@pytest.mark.parametrize("seed", range(40))
def test_broken_rules_are_named_exactly_when_a_package_is_not_feasible(seed):
    case = random_case(seed)
    options = [i.option_ids for i in case.issues]
    for picks in product(*options):
        package = dict(zip((i.id for i in case.issues), picks, strict=True))
        spelt = ",".join(f"{i}={o}" for i, o in package.items())
        card = score_proposal(case, find_candidate(case, spelt))
        assert card.feasible is feasible(case, package), package
        assert bool(card.broken_rules) is not card.feasible
