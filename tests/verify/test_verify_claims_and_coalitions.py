"""Estates and coalition games: honest results hold, planted errors are refuted."""

from __future__ import annotations

import copy
from fractions import Fraction as F
from itertools import combinations
from random import Random

import pytest
from verified_cases import result_of

from irenic.model import Case, Claims, Coalition, Party, show_number
from irenic.verify.balance import has_balanced_part, is_balanced
from irenic.verify.checker import verify_result


def parties(n):
    return tuple(Party(f"p{i}", f"Party {i}") for i in range(n))


def estate_case(estate, *amounts):
    claims = Claims(F(estate), {f"p{i}": F(x) for i, x in enumerate(amounts)})
    return Case("Estate", parties(len(amounts)), claims=claims)


def game_case(n, values):
    """Return a game; ``values`` in the order of size, then of members."""
    sets = [c for size in range(1, n + 1) for c in combinations(range(n), size)]
    found = [
        Coalition(tuple(f"p{i}" for i in members), F(value))
        for members, value in zip(sets, values, strict=True)
    ]
    return Case("Game", parties(n), coalitions=tuple(found))


def not_confirmed(case):
    return [c for c in verify_result(result_of(case), case) if c.verdict != "confirmed"]


def refuted(case, plant):
    result = copy.deepcopy(result_of(case))
    plant(result)
    return [c.claim for c in verify_result(result, case) if c.verdict == "refuted"]


@pytest.mark.parametrize("seed", range(30))
def test_random_estates_are_confirmed(seed):
    rng = Random(seed)
    amounts = [rng.randint(0, 9) for _ in range(rng.randint(1, 5))]
    assert not_confirmed(estate_case(rng.randint(0, sum(amounts)), *amounts)) == []


@pytest.mark.parametrize("seed", range(40))
def test_random_games_are_confirmed(seed):
    rng = Random(seed)
    n = rng.randint(1, 5)
    values = [rng.randint(-2, 12) for _ in range(2**n - 1)]
    if rng.random() < 0.6:
        values[-1] = rng.randint(10, 40)
    assert not_confirmed(game_case(n, values)) == []


TALMUD = estate_case(200, 100, 200, 300)


def award(result, rule):
    return next(a for a in result["claims"] if a["rule"] == rule)


@pytest.mark.parametrize(
    "rule",
    ["proportional", "constrained-equal-awards", "constrained-equal-losses", "talmud",
     "random-arrival"],
)  # fmt: skip
def test_one_unit_moved_between_two_claimants_is_refuted(rule):
    def plant(result):
        awards = award(result, rule)["awards"]
        awards[1], awards[2] = (show_number(F(awards[1]) - 1), show_number(F(awards[2]) + 1))

    assert refuted(TALMUD, plant) == [f"{rule}: awards"]


def test_a_rule_passed_off_as_another_is_refuted():
    def plant(result):
        award(result, "talmud")["awards"] = award(result, "proportional")["awards"]

    assert refuted(TALMUD, plant) == ["talmud: awards"]


def test_the_contested_garment_is_refuted_when_halved():
    def plant(result):
        award(result, "contested-garment")["awards"] = ["50", "50"]

    assert refuted(estate_case(100, 100, 50), plant) == ["contested-garment: awards"]


def test_more_than_the_estate_and_a_missing_rule_are_refuted():
    def plant(result):
        award(result, "talmud")["awards"][0] = "51"
        result["claims"].remove(award(result, "proportional"))

    assert refuted(TALMUD, plant) == ["every claims rule is listed once", "talmud: awards"]


# T. S. Ferguson, Game Theory, Part IV: the nucleolus is (8/3, 2/3, 5/3).
FERGUSON = game_case(3, [-1, 0, 1, 3, 4, 2, 5])
# L. Susskind, Three-Party Coalition Exercise: 118 + 84 + 50 is more than twice 121.
SUSSKIND = game_case(3, [0, 0, 0, 118, 84, 50, 121])


def answer(result, name):
    return next(a for a in result["coalitions"] if a["method"] == name)


def test_the_published_nucleolus_is_confirmed_and_its_neighbours_are_refuted():
    assert answer(result_of(FERGUSON), "nucleolus")["division"] == ["8/3", "2/3", "5/3"]
    for change in ([1, -1, 0], [0, F(1, 9), F(-1, 9)], [F(-1, 99), 0, F(1, 99)]):

        def plant(result, change=change):
            found = answer(result, "nucleolus")
            pairs = zip(found["division"], change, strict=True)
            found["division"] = [show_number(F(x) + F(y)) for x, y in pairs]

        assert refuted(FERGUSON, plant) == ["nucleolus: its answer"]


def shapley_changed(r):
    answer(r, "shapley")["division"][0] = "57"


def core_claimed(r):
    answer(r, "core").update(division=["75", "43", "3"], finding="")


def proof_weight_changed(r):
    answer(r, "core")["certificate"]["balanced"][0]["weight"] = "1/3"


def proof_too_weak(r):
    alone = [{"coalition": [i], "weight": "1", "value": "0"} for i in range(3)]
    answer(r, "core")["certificate"].update(balanced=alone, needed="0")


def epsilon_changed(r):
    answer(r, "least-core")["certificate"]["epsilon"] = "1"


def least_core_moved(r):
    answer(r, "least-core")["division"] = ["121", "0", "0"]


def concept_dropped(r):
    r["coalitions"].remove(answer(r, "shapley"))


@pytest.mark.parametrize(
    ("plant", "broken"),
    [
        (shapley_changed, "shapley: its answer"),
        (core_claimed, "core: its answer"),
        (proof_weight_changed, "core: its answer"),
        (proof_too_weak, "core: its answer"),
        (epsilon_changed, "least-core: its answer"),
        (least_core_moved, "least-core: its answer"),
        (concept_dropped, "every coalition concept is listed once"),
    ],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_a_planted_error_is_refuted(plant, broken):
    assert refuted(SUSSKIND, plant) == [broken]


def test_an_empty_core_claimed_for_a_game_that_has_one_is_refuted():
    def plant(result):
        proof = [{"coalition": [i], "weight": "1", "value": "0"} for i in range(3)]
        answer(result, "core").update(
            division=None,
            finding="core-empty",
            blocking=[["p0"], ["p1"], ["p2"]],
            certificate={"balanced": proof, "needed": "0", "available": "5"},
        )

    assert refuted(FERGUSON, plant) == ["core: its answer"]


def test_balanced_collections():
    """L. Shapley (1967): partitions, and the three pairs, are balanced; a chain is not."""
    pairs = [0b011, 0b101, 0b110]
    assert has_balanced_part(pairs, 3)
    assert is_balanced(pairs, [], 3)
    assert is_balanced([0b001, 0b110], [], 3)
    assert not is_balanced([0b001, 0b011], [], 3)
    assert not is_balanced([0b001, 0b110, 0b010], [], 3)
    assert has_balanced_part([0b001, 0b110, 0b010], 3)
    assert is_balanced([0b001, 0b010], [0b100], 3)
    assert not is_balanced([0b001, 0b010], [0b110], 3)
