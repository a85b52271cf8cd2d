"""Claims about dividing an estate: each rule by its definition, not by its algorithm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial
from typing import Any

from irenic.model import Case
from irenic.verify.claims import Claim, Unchecked, at, claim, differs, items, numbers, shown, text

__all__ = ["RULES", "award_claims"]

#: Most claimants for whom every set of earlier arrivals is looked at.
MAX_ARRIVALS = 16
ZERO = Fraction(0)
Amounts = Sequence[Fraction]
Rule = Callable[[Fraction, Amounts, Amounts], Iterator[str]]


def award_claims(result: Mapping[str, Any], case: Case) -> Iterator[Claim]:
    """Yield the claims on every award of the estate."""
    awards = items(at(result, "claims"))
    if case.claims is None:
        yield claim("no awards where there is no estate", differs("awards", len(awards), 0))
        return
    claims = [case.claims.amounts[p] for p in case.party_ids]
    named = [text(at(a, "rule")) for a in awards]
    expected = [r for r in RULES if r != "contested-garment" or len(claims) == 2]
    if len(claims) > MAX_ARRIVALS:
        expected.remove("random-arrival")
    yield claim("every claims rule is listed once", _listed(named, expected))
    for name, award in zip(named, awards, strict=True):
        yield claim(f"{name}: awards", _award(name, award, case.claims.estate, claims))


def _listed(named: Sequence[str], expected: Sequence[str]) -> Iterator[str]:
    for name in expected:
        if named.count(name) != 1:
            yield f"{name} is listed {named.count(name)} times"


def _award(name: str, award: object, estate: Fraction, claims: Amounts) -> Iterator[str]:
    x = numbers(at(award, "awards"))
    if len(x) != len(claims):
        yield f"{len(x)} awards for {len(claims)} parties"
        return
    if sum(x) != estate:
        yield f"the awards add up to {shown(sum(x, ZERO))}, not to {shown(estate)}"
    for got, claimed in zip(x, claims, strict=True):
        if not 0 <= got <= claimed:
            yield f"{shown(got)} is not between 0 and the claim of {shown(claimed)}"
    if name not in RULES:
        raise Unchecked("this checker has no such rule")
    yield from RULES[name](estate, claims, x)


def _proportional(estate: Fraction, c: Amounts, x: Amounts) -> Iterator[str]:
    for got, claimed in zip(x, c, strict=True):
        if got * sum(c) != claimed * estate:
            yield f"{shown(got)} is not the same part of {shown(claimed)} as the estate of all"


def _equal_awards(_estate: Fraction, c: Amounts, x: Amounts) -> Iterator[str]:
    """Everyone has the largest award, or its whole claim."""
    for got, claimed in zip(x, c, strict=True):
        if got != min(claimed, max(x)):
            yield f"{shown(got)} is neither the claim of {shown(claimed)} nor the largest award"


def _equal_losses(_estate: Fraction, c: Amounts, x: Amounts) -> Iterator[str]:
    """Everyone loses as much as who loses most, or everything."""
    most = max(claimed - got for got, claimed in zip(x, c, strict=True))
    for got, claimed in zip(x, c, strict=True):
        if got != max(ZERO, claimed - most):
            yield f"{shown(got)} of {shown(claimed)} is neither nothing nor the largest loss"


def _talmud(estate: Fraction, c: Amounts, x: Amounts) -> Iterator[str]:
    """Equal awards up to half of every claim; beyond that equal losses."""
    halves = [claimed / 2 for claimed in c]
    if 2 * estate <= sum(c):
        yield from _equal_awards(estate, halves, x)
    else:
        lost = [claimed - got for got, claimed in zip(x, c, strict=True)]
        yield from _equal_awards(estate, halves, lost)


def _garment(estate: Fraction, c: Amounts, x: Amounts) -> Iterator[str]:
    """Each has what the other concedes, and half of what neither concedes."""
    if len(c) != 2:
        yield "the rule is for two claimants only"
        return
    conceded = [max(ZERO, estate - other) for other in (c[1], c[0])]
    for got, given in zip(x, conceded, strict=True):
        yield from differs("an award", got, given + (estate - sum(conceded)) / 2)


def _arrival(estate: Fraction, c: Amounts, x: Amounts) -> Iterator[str]:
    """Mean over all orders of arrival, the first served first."""
    n = len(c)
    if n > MAX_ARRIVALS:
        raise Unchecked(f"more than {MAX_ARRIVALS} claimants arrive in too many ways")
    for i, got in enumerate(x):
        others = [claimed for j, claimed in enumerate(c) if j != i]
        total = ZERO
        for size in range(n):
            for before in combinations(others, size):
                served = min(c[i], max(ZERO, estate - sum(before)))
                total += factorial(size) * factorial(n - size - 1) * served
        yield from differs("an award", got, total / factorial(n))


#: Every claims rule that this checker knows, as a search for a counterexample.
RULES: Mapping[str, Rule] = {
    "proportional": _proportional,
    "constrained-equal-awards": _equal_awards,
    "constrained-equal-losses": _equal_losses,
    "contested-garment": _garment,
    "talmud": _talmud,
    "random-arrival": _arrival,
}
