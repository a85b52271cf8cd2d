"""Claims rules: published tables, second algorithms, one property per defining condition."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve import claims as module
from irenic.solve.claims import CLAIMS_RULES, random_arrival
from irenic.solve.result import Status

FOR_ALL = [rule for rule in CLAIMS_RULES if rule != "contested-garment"]
THIRDS = (F(100, 3), F(100, 3), F(100, 3))


def awards(rule, estate, claims):
    return CLAIMS_RULES[rule].function(estate, claims).awards


@pytest.mark.parametrize(
    ("estate", "published"), [(100, THIRDS), (200, (50, 75, 75)), (300, (50, 100, 150))]
)
def test_talmud_estates(estate, published):
    """Mishna, Kethubot 93a; R. Aumann and M. Maschler (1985), J. Econ. Theory 36:195-213."""
    assert awards("talmud", estate, [100, 200, 300]) == published


@pytest.mark.parametrize(
    ("rule", "estate", "expected"),
    [
        ("constrained-equal-awards", 100, THIRDS),
        ("constrained-equal-awards", 200, (F(200, 3), F(200, 3), F(200, 3))),
        ("constrained-equal-awards", 300, (100, 100, 100)),
        ("constrained-equal-losses", 100, (0, 0, 100)),
        ("constrained-equal-losses", 200, (0, 50, 150)),
        ("constrained-equal-losses", 300, (0, 100, 200)),
        ("proportional", 100, (F(50, 3), F(100, 3), 50)),
        ("proportional", 200, (F(100, 3), F(200, 3), 100)),
        ("proportional", 300, (50, 100, 150)),
    ],
)
def test_the_other_rules_on_the_same_estates(rule, estate, expected):
    """From the formulas, as in the CRAN ClaimsProblems manual."""
    assert awards(rule, estate, [100, 200, 300]) == expected


@pytest.mark.parametrize("rule", ["contested-garment", "talmud", "random-arrival"])
def test_contested_garment(rule):
    """Mishna, Baba Metzia 2a: three quarters and one quarter.

    For two claimants the three rules agree (Aumann and Maschler 1985; O'Neill 1982).
    """
    assert awards(rule, 100, [100, 50]) == (75, 25)


def test_the_contested_garment_is_for_two():
    result = CLAIMS_RULES["contested-garment"].function(100, [100, 200, 300])
    assert result.status is Status.UNKNOWN
    assert result.finding == "two-claimants-only"
    assert result.awards == ()


def test_nothing_to_divide_and_nobody_to_divide_it():
    for rule in FOR_ALL:
        assert awards(rule, 0, []) == ()
        assert awards(rule, 0, [0, 0]) == (0, 0)
        assert awards(rule, 0, [3, 5]) == (0, 0)
        assert awards(rule, 8, [3, 5]) == (3, 5)


@pytest.mark.parametrize("rule", CLAIMS_RULES)
@pytest.mark.parametrize(
    ("estate", "claims", "words"),
    [(-1, [1, 2], "-1 is not between 0"), (4, [1, 2], "sum of the claims, 3"),
     (0, [1, -1], r"claims \[1\] are negative")],
)  # fmt: skip
def test_impossible_claims_are_refused(rule, estate, claims, words):
    with pytest.raises(ValueError, match=words):
        CLAIMS_RULES[rule].function(estate, claims)


def test_random_arrival_says_when_there_are_too_many_sums(monkeypatch):
    monkeypatch.setattr(module, "MOST_SUMS", 4)
    result = random_arrival(100, [1, 2, 4, 90, 100])
    assert (result.status, result.awards) == (Status.LIMIT, ())


few = settings(max_examples=40, deadline=None)


@st.composite
def problems(draw: st.DrawFn, most: int = 5, least: int = 1) -> tuple[F, list[F]]:
    """An estate and claims, with equal and zero claims and awkward fractions."""
    amount = st.sampled_from([F(0), F(1), F(1), F(2), F(5, 2), F(7, 3), F(10)])
    claims = draw(st.lists(amount, min_size=least, max_size=most))
    part = draw(st.sampled_from([F(0), F(1, 7), F(1, 3), F(1, 2), F(3, 5), F(9, 10), F(1)]))
    return part * sum(claims), claims


@pytest.mark.parametrize("rule", FOR_ALL)
@few
@given(problem=problems())
def test_awards_share_out_the_estate_within_the_claims(rule, problem):
    estate, claims = problem
    found = awards(rule, estate, claims)
    assert sum(found) == estate
    assert all(0 <= x <= c for x, c in zip(found, claims, strict=True))


@few
@given(problem=problems(most=2, least=2))
def test_the_contested_garment_shares_out_the_estate_and_is_what_talmud_says(problem):
    estate, claims = problem
    found = awards("contested-garment", estate, claims)
    assert sum(found) == estate
    assert all(0 <= x <= c for x, c in zip(found, claims, strict=True))
    assert found == awards("talmud", estate, claims)


@few
@given(problem=problems())
def test_talmud_agrees_with_the_contested_garment_on_every_pair(problem):
    """The defining condition of the rule (Aumann and Maschler 1985, theorem A)."""
    estate, claims = problem
    found = awards("talmud", estate, claims)
    for i in range(len(claims)):
        for j in range(i):
            pair = awards("contested-garment", found[i] + found[j], [claims[i], claims[j]])
            assert pair == (found[i], found[j])


@few
@given(problem=problems())
def test_equal_awards_are_equal_unless_a_claim_is_met(problem):
    estate, claims = problem
    found = awards("constrained-equal-awards", estate, claims)
    most = max(found, default=F(0))
    assert all(x in (most, c) for x, c in zip(found, claims, strict=True))


@few
@given(problem=problems())
def test_equal_losses_are_equal_unless_nothing_is_awarded(problem):
    estate, claims = problem
    found = awards("constrained-equal-losses", estate, claims)
    losses = [c - x for x, c in zip(found, claims, strict=True)]
    most = max(losses, default=F(0))
    assert all(loss == most or x == 0 for x, loss in zip(found, losses, strict=True))


@few
@given(problem=problems())
def test_proportional_awards_are_proportional(problem):
    estate, claims = problem
    found = awards("proportional", estate, claims)
    for x, c in zip(found, claims, strict=True):
        assert all(x * d == y * c for y, d in zip(found, claims, strict=True))


@few
@given(problem=problems())
def test_random_arrival_is_the_mean_over_all_orders(problem):
    """Oracle: every order, first come, first served."""
    estate, claims = problem
    totals, orders = [F(0)] * len(claims), list(permutations(range(len(claims))))
    for order in orders:
        rest = estate
        for i in order:
            paid = min(rest, claims[i])
            totals[i] += paid
            rest -= paid
    assert awards("random-arrival", estate, claims) == tuple(t / len(orders) for t in totals)


@few
@given(problem=problems())
def test_awards_and_losses_are_treated_alike(problem):
    """Duality (Aumann and Maschler 1985): equal awards of what is lost are equal losses."""
    estate, claims = problem
    lost = sum(claims) - estate
    for rule, dual in [
        ("constrained-equal-awards", "constrained-equal-losses"), ("talmud", "talmud"),
        ("proportional", "proportional"), ("random-arrival", "random-arrival"),
    ]:  # fmt: skip
        other = awards(dual, lost, claims)
        assert awards(rule, estate, claims) == tuple(
            c - x for c, x in zip(claims, other, strict=True)
        )


def from_certificate(rule, estate, claims, certificate):
    """Recompute the awards from the certificate alone, by the rule's formula."""
    match rule:
        case "proportional":
            return [certificate["factor"] * c for c in claims]
        case "constrained-equal-awards":
            return [min(c, certificate["cap"]) for c in claims]
        case "constrained-equal-losses":
            return [max(F(0), c - certificate["loss"]) for c in claims]
        case "talmud":
            capped = [min(c / 2, certificate["cap"]) for c in claims]
            if certificate["equal"] == "awards":
                assert 2 * estate <= sum(claims)
                return capped
            assert 2 * estate >= sum(claims)
            return [c - x for c, x in zip(claims, capped, strict=True)]
        case "contested-garment":
            return [m + certificate["contested"] / 2 for m in certificate["conceded"]]
    return [t / certificate["orders"] for t in certificate["totals"]]


@pytest.mark.parametrize("rule", CLAIMS_RULES)
@few
@given(problem=problems(most=2, least=2))
def test_the_certificate_gives_the_awards(rule, problem):
    estate, claims = problem
    result = CLAIMS_RULES[rule].function(estate, claims)
    assert tuple(from_certificate(rule, estate, claims, result.certificate)) == result.awards


@pytest.mark.parametrize("rule", FOR_ALL)
@few
@given(problem=problems(), rng=st.randoms())
def test_the_order_of_claimants_does_not_matter(rule, problem, rng):
    estate, claims = problem
    order = rng.sample(range(len(claims)), len(claims))
    found = awards(rule, estate, claims)
    assert awards(rule, estate, [claims[i] for i in order]) == tuple(found[i] for i in order)
