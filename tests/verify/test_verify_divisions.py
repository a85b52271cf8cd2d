"""Cases with divisible issues: honest results hold, planted errors are refuted."""

from __future__ import annotations

import copy
from fractions import Fraction as F
from itertools import product
from random import Random

import pytest
from verified_cases import points_case, result_of, share_case

from irenic.analyse.results import Audience
from irenic.verify.checker import verify_result
from irenic.verify.lines import Division

CASE = points_case({"a": 50, "b": 30, "c": 20}, {"a": 20, "b": 35, "c": 45}, 30, 25)
HONEST = result_of(CASE)


def not_confirmed(result, case):
    return [c for c in verify_result(result, case) if c.verdict != "confirmed"]


@pytest.mark.parametrize("nasty", [False, True])
def test_random_share_cases_are_confirmed_in_every_claim(nasty):
    for seed in range(25):
        case = share_case(seed, nasty=nasty)
        for reader in (Audience(), Audience("joint"), Audience("party", "p1")):
            assert not_confirmed(result_of(case, reader), case) == [], (seed, reader)


# --- the points a division can reach, against all corners of the set of divisions


def reachable(division):
    """Return every way to give whole pieces away; their mixtures are all divisions."""
    for whole in product((0, 1), repeat=len(division.pieces)):
        given = list(zip(division.pieces, whole, strict=True))
        yield (
            division.base[0] + sum(a for (a, _), x in given if x),
            division.base[1] + sum(b for (_, b), x in given if not x),
        )


def best_mixture(corners, party, floor):
    """Return the best of a party over mixtures of two corners that give the other the floor."""
    found = []
    for p, q in product(corners, repeat=2):
        other = 1 - party
        if p[other] >= floor:
            found.append(p[party])
        if p[other] < floor <= q[other]:
            t = (floor - p[other]) / (q[other] - p[other])
            found.append(p[party] + t * (q[party] - p[party]))
    return max(found)


@pytest.mark.parametrize("seed", range(40))
def test_bounds_by_weights_agree_with_mixtures_of_whole_pieces(seed):
    rng = Random(seed)
    pieces = tuple((F(rng.randint(-2, 5)), F(rng.randint(-2, 5))) for _ in range(rng.randint(1, 4)))
    division = Division((F(rng.randint(-2, 2)), F(rng.randint(-2, 2))), pieces)
    corners = list(reachable(division))
    for point in corners:
        assert division.room(point) >= 0
        better = (
            best_mixture(corners, 0, point[1]) > point[0]
            or best_mixture(corners, 1, point[0]) > point[1]
        )
        assert division.beats(point) == better
        assert division.best(0, point[1]) == best_mixture(corners, 0, point[1])
        assert division.best(1, point[0]) == best_mixture(corners, 1, point[0])
        above = (point[0], best_mixture(corners, 1, point[0]) + 1)
        assert division.room(above) < 0
    assert set(division.corners) <= set(corners)


# --- planted errors


def method(result, name):
    return next(s for s in result["solutions"] if s["method"] == name)


def winner_split_elsewhere(r):
    """Still 50 + 15 = 65 of its own points for the first party, but one more issue is split."""
    shares = method(r, "adjusted-winner")["packages"][0]
    shares["c"] = {"us": "1/10", "them": "9/10"}


def winner_not_equitable(r):
    shares = method(r, "adjusted-winner")["packages"][0]
    shares["b"] = {"us": "1", "them": "0"}


def winner_denied(r):
    method(r, "adjusted-winner").update(status="unknown", packages=[], utilities=[], count=0)


def winner_value_changed(r):
    method(r, "adjusted-winner")["value"] = ["66"]


def winner_bound_changed(r):
    method(r, "adjusted-winner")["certificate"]["bound"] = "70"


def nash_moved(r):
    other = r["frontier"]["points"][0]
    method(r, "nash").update(packages=[other["package"]], utilities=[other["utilities"]])


def inefficient_choice(r):
    half = {i: {"us": "1/2", "them": "1/2"} for i in "abc"}
    method(r, "egalitarian").update(packages=[half], utilities=[["50", "50"]], value=["20", "25"])


def value_changed(r):
    method(r, "kalai-smorodinsky")["value"][0] = "1/2"


def proof_bound_lowered(r):
    method(r, "nash")["certificate"]["lines"][0]["bound"] = "1"


def proof_weights_changed(r):
    method(r, "egalitarian")["certificate"]["lines"][0]["weights"] = ["1/2", "1/3"]


def proof_dropped(r):
    method(r, "greatest-total")["certificate"]["lines"] = []


def status_changed(r):
    method(r, "equal-loss")["status"] = "no-zone"


def shares_of_101_percent(r):
    method(r, "nash")["packages"][0]["a"] = {"us": "1", "them": "1/100"}


def corner_dropped(r):
    r["frontier"]["points"].pop(1)
    r["frontier"]["size"] -= 1


def end_dropped(r):
    r["frontier"]["points"].pop()
    r["frontier"]["size"] -= 1


def corner_changed(r):
    r["frontier"]["points"][1]["utilities"][1] = "81"


def corner_below_the_line(r):
    half = {i: {"us": "1/2", "them": "1/2"} for i in "abc"}
    point = {"utilities": ["50", "50"], "package": half, "count": 1, "in_zone": True}
    r["frontier"]["points"].insert(1, point)
    r["frontier"]["size"] += 1


def zone_denied(r):
    r["zone"].update(status="no-zone", size=0)


def packages_counted(r):
    r["packages"]["total"] = 8


def excuse_invented(r):
    r["frontier"].update(reason="shares-among-many", kind="none", points=[])


def halves_called_efficient(r):
    card = next(c for c in r["proposals"] if c["id"] == "halves")
    card.update(efficient=True, improvement=None)
    card["just"]["efficient"] = True


def attainable_changed(r):
    card = next(c for c in r["proposals"] if c["id"] == "halves")
    card["scores"][0]["attainable"] = "1"


def envy_hidden(r):
    """Whoever has the first corner's division leaves the other nothing it wants."""
    card = next(c for c in r["proposals"] if c["id"] == "halves")
    card["just"]["envy"] = [["us", "them"]]


PLANTED = [
    (winner_split_elsewhere, "adjusted-winner"),
    (winner_not_equitable, "adjusted-winner"),
    (winner_denied, "adjusted-winner"),
    (winner_value_changed, "adjusted-winner"),
    (winner_bound_changed, "adjusted-winner"),
    (nash_moved, "nash"),
    (inefficient_choice, "egalitarian"),
    (value_changed, "kalai-smorodinsky"),
    (proof_bound_lowered, "nash"),
    (proof_weights_changed, "egalitarian"),
    (proof_dropped, "greatest-total"),
    (status_changed, "equal-loss"),
    (shares_of_101_percent, "nash"),
    (corner_dropped, "the corners are the whole"),
    (end_dropped, "the corners are the whole"),
    (corner_changed, "every corner has"),
    (corner_below_the_line, "no division is better"),
    (zone_denied, "zone of agreement"),
    (packages_counted, "packages are endless"),
    (excuse_invented, "the reason for not listing"),
    (halves_called_efficient, "proposal halves: efficient"),
    (attainable_changed, "proposal halves: relative gains"),
    (envy_hidden, "proposal halves: just"),
]


@pytest.mark.parametrize(("plant", "broken"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_planted_error_is_refuted(plant, broken):
    result = copy.deepcopy(HONEST)
    plant(result)
    assert result != HONEST
    refuted = [c for c in verify_result(result, CASE) if c.verdict == "refuted"]
    assert [c for c in refuted if c.claim.startswith(broken)], refuted


def test_the_honest_result_is_confirmed():
    assert not_confirmed(HONEST, CASE) == []
