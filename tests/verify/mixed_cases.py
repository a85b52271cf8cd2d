"""Seeded random cases in which any number of parties share things, under any decision rule."""

from __future__ import annotations

from fractions import Fraction as F
from random import Random
from typing import Any

from verified_cases import _issue, _preference, _rule, view

from irenic.model import (
    Case,
    Curve,
    Decision,
    IssuePreference,
    Party,
    Preference,
    Proposal,
    Quantity,
    ShareIssue,
)


def mixed_case(seed: int, parties: int | None = None) -> Case:
    """Return a case with bent, falling and missing values, rules, terms and vetoes."""
    rng = Random(seed)
    names = [f"p{i}" for i in range(parties or rng.choice([1, 2, 2, 3, 3, 3, 4]))]
    shares = tuple(
        ShareIssue(f"s{k}", f"s{k}", tuple(n for n in names if n in _some(rng, names)))
        for k in range(rng.randint(1, 2))
    )
    options = tuple(_issue(rng, f"i{j}") for j in range(rng.choice([0, 1, 2])))
    preferences = {}
    for name in names:
        base = _preference(rng, name, options) if options else Preference(name, _no_deal(rng))
        views = dict(base.issues)
        for issue in shares:
            if name in issue.among and rng.random() < 0.9:
                views[issue.id] = _share_view(rng)
        no_deal = _no_deal(rng) if rng.random() < 0.95 else None
        preferences[name] = Preference(name, no_deal, views, {}, base.ranking, base.together)
    rules = tuple(_rule(rng, options) for _ in range(rng.choice([0, 0, 1]))) if options else ()
    decision = Decision()
    if rng.random() < 0.5:
        must = tuple(n for n in names if rng.random() < 0.3)
        decision = Decision(rng.randint(1, len(names)), must)
    proposals = tuple(_proposal(rng, f"q{k}", options, shares) for k in range(rng.randint(0, 2)))
    people = tuple(Party(n, f"Party {n}") for n in names)
    return Case("Mixed", people, options + shares, preferences, rules, decision, proposals)


def _some(rng: Random, names: list[str]) -> list[str]:
    if rng.random() < 0.7:
        return names
    return rng.sample(names, rng.randint(min(2, len(names)), len(names)))


def _no_deal(rng: Random) -> Quantity:
    return Quantity.exactly(F(rng.randint(-2, 12), rng.choice([1, 1, 2])))


def _share_view(rng: Random) -> IssuePreference:
    weight = F(rng.randint(0, 3), rng.choice([1, 2]))
    kind = rng.random()
    if kind < 0.5:
        return IssuePreference(Quantity.exactly(weight * 3), None)
    inner = sorted({F(rng.randint(1, 9), 10) for _ in range(rng.randint(0, 2))})
    cuts = [F(0), *inner, F(1)]
    slopes = [rng.randint(-2, 9) for _ in cuts[1:]]
    if kind < 0.9:
        slopes.sort(reverse=True)
    height, points = F(0), [(F(0), Quantity.exactly(F(0)))]
    for a, b, slope in zip(cuts, cuts[1:], slopes, strict=False):
        height += slope * (b - a)
        points.append((b, Quantity.exactly(height)))
    return view(str(weight), Curve(tuple(points)))


def _proposal(
    rng: Random, name: str, options: tuple[Any, ...], shares: tuple[ShareIssue, ...]
) -> Proposal:
    choices = {i.id: rng.choice(i.option_ids) for i in options if rng.random() < 0.85}
    held = {}
    for issue in shares:
        if rng.random() < 0.85:
            parts = [rng.randint(0, 3) for _ in issue.among]
            parts[rng.randrange(len(parts))] += 1
            total = sum(parts)
            pairs = zip(issue.among, parts, strict=True)
            held[issue.id] = {p: F(x, total) for p, x in pairs}
    return Proposal(name, choices, held)
