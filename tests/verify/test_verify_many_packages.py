"""Looking at every package, and the second algorithm for cases with too many of them."""

from __future__ import annotations

import copy
from fractions import Fraction as F
from itertools import product
from random import Random

import pytest
from verified_cases import choice, options, random_case, result_of, view

from irenic.model import Case, Forbid, OneOf, Party, Preference, Quantity
from irenic.verify import survey as survey_module
from irenic.verify.checker import verify_result
from irenic.verify.claims import Unchecked
from irenic.verify.halving import all_totals, feasible_packages, frontier_by_halves, undominated
from irenic.verify.spaces import scale_case
from irenic.verify.survey import dominated_pair, survey
from irenic.verify.utility import Yardstick


def dominates(a, b):
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


def wide_case(issues, parties, *, unit=1, seed=0, rules=(), top=9):
    """Return a case of ``issues`` with three options each, and values times ``unit``."""
    rng = Random(seed)
    names = [f"i{j}" for j in range(issues)]
    preferences = {
        f"p{i}": Preference(
            f"p{i}",
            Quantity.exactly(F(2 * issues) * unit),
            {j: view(1, options(**{o: rng.randint(0, top) * unit for o in "abc"})) for j in names},
        )
        for i in range(parties)
    }
    people = tuple(Party(f"p{i}", f"Party {i}") for i in range(parties))
    return Case("Wide", people, tuple(choice(j, "a", "b", "c") for j in names), preferences, rules)


def not_confirmed(result, case):
    return [c for c in verify_result(result, case) if c.verdict != "confirmed"]


LINKED = (Forbid({"i0": OneOf(("a",)), "i1": OneOf(("b", "c"))}),)


@pytest.mark.parametrize("parties", [1, 2, 3])
def test_a_case_too_large_to_look_at_is_confirmed_by_halving(parties):
    case = wide_case(14, parties, rules=LINKED, top=4)
    assert survey_module.MAX_PACKAGES < 3**16
    claims = {c.claim: c.verdict for c in verify_result(result_of(case), case)}
    assert "refuted" not in claims.values()
    assert claims["every feasible package is matched or beaten by a frontier point"] == "confirmed"
    assert claims["every frontier point counts its packages rightly"] == "confirmed"
    assert claims["packages.feasible counts those that keep every rule"] == "confirmed"


def dropped(r):
    r["frontier"]["size"] -= 1
    r["frontier"]["packages"] -= r["frontier"]["points"].pop(3)["count"]


def miscounted(r):
    r["frontier"]["points"][3]["count"] += 1
    r["frontier"]["packages"] += 1


@pytest.mark.parametrize("plant", [dropped, miscounted])
def test_errors_in_a_large_case_are_refuted(plant):
    case = wide_case(14, 2, rules=LINKED, top=4)
    assert survey_module.MAX_PACKAGES < 3**14
    result = copy.deepcopy(result_of(case))
    plant(result)
    assert any(c.verdict == "refuted" for c in verify_result(result, case))


def test_scores_beyond_machine_integers_are_exact():
    """2^70 and 2^70 + 1 are the same float, and no 64-bit integer."""
    case = wide_case(5, 2, unit=2**70)
    values = dict(case.preferences["p0"].issues["i0"].values.values)
    values["a"] = Quantity.exactly(values["b"].low + 1)
    case.preferences["p0"].issues["i0"].values.values.update(values)
    assert not_confirmed(result_of(case), case) == []


def definition(scaled):
    """Return utility vector -> number of feasible packages, by the definition."""
    found = {}
    yardstick = scaled.yardstick
    for picks in product(*(range(len(o)) for o in scaled.options)):
        package = scaled.package(picks)
        if not yardstick.broken(package.choices):
            vector = scaled.whole(yardstick.scores(package))
            found[vector] = found.get(vector, 0) + 1
    return found


@pytest.mark.parametrize("seed", range(25))
def test_both_algorithms_agree_with_the_definition(seed):
    scaled = scale_case(Yardstick(random_case(seed)))
    true = definition(scaled)
    efficient = {v: n for v, n in true.items() if not any(dominates(w, v) for w in true)}
    assert all_totals(scaled) == true
    assert feasible_packages(scaled) == sum(true.values())
    assert frontier_by_halves(scaled) == efficient
    points = list(efficient)
    found = survey(scaled, points, cover=True)
    assert found.feasible == sum(true.values())
    assert dict(zip(points, found.counts, strict=True)) == efficient
    assert found.stray is None
    if len(points) > 1:
        stray = survey(scaled, points[1:], cover=True).stray
        vector = scaled.whole(scaled.yardstick.scores(stray))
        assert vector in true
        assert not any(p == vector or dominates(p, vector) for p in points[1:])


@pytest.mark.parametrize("seed", range(60))
def test_undominated_vectors(seed):
    rng = Random(seed)
    width = rng.randint(1, 5)
    found = {tuple(rng.randint(0, 4) for _ in range(width)): 1 for _ in range(rng.randint(0, 40))}
    efficient = {v for v in found if not any(dominates(w, v) for w in found)}
    assert set(undominated(found)) == efficient
    pair = dominated_pair(list(found))
    assert (pair is None) == (len(efficient) == len(found))
    if pair is not None:
        worse, better = (list(found)[k] for k in pair)
        assert dominates(better, worse)


def test_too_many_packages_are_left_with_the_reason(monkeypatch):
    monkeypatch.setattr(survey_module, "MAX_PACKAGES", 100)
    with pytest.raises(Unchecked, match="243 packages"):
        survey(scale_case(Yardstick(wide_case(5, 2))))


def test_seven_parties_are_confirmed():
    case = wide_case(5, 7)
    assert not_confirmed(result_of(case), case) == []
