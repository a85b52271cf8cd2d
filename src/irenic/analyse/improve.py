"""A package that is better for somebody and worse for nobody, and the trade that makes it so."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction

from irenic.analyse.compile import Compiled
from irenic.analyse.results import Improvement, Package, Trade
from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.improvement import best_mutual
from irenic.solve.repair import Tied, efficient_repair
from irenic.solve.space import Package as Picks

__all__ = ["find_improvement", "improvement_between"]


def find_improvement(
    compiled: Compiled,
    package: Package,
    vector: Sequence[int],
    /,
    *,
    fewest: bool = True,
    budget: Budget = UNLIMITED,
) -> Improvement | None:
    """Return an efficient package that dominates ``package``.

    With ``fewest`` the one that changes the fewest issues; among equally few changes most
    parties gain, then the worst-off gains most.  Where there are very many packages that
    would take long; then, and where it reaches a limit, the one that shares the gains most
    evenly (:mod:`irenic.solve.improvement`).  Both are exact.  ``None`` when a limit was in
    the way of the second as well.
    """
    picks, start = compiled.picks(package.choices), tuple(vector)
    chosen = None
    if fewest:
        with suppress(LimitReached):
            chosen = _fewest_changes(compiled, picks, start, budget)
    if chosen is None:
        chosen = best_mutual(compiled.space, picks, start, budget=budget).package
    return (
        None if chosen is None else improvement_between(compiled, package, compiled.package(chosen))
    )


def _fewest_changes(
    compiled: Compiled, picks: Sequence[int], start: tuple[int, ...], budget: Budget
) -> Picks | None:
    n = len(start)
    boxes = [tuple(x + (k == i) for k, x in enumerate(start)) for i in range(n)]
    free = [Fraction(0)] * n
    found = efficient_repair(
        compiled.space, tuple(picks), boxes, start, free, kept=len(picks), budget=budget
    )
    return _most_winners(compiled, found, start)


def _most_winners(compiled: Compiled, found: Tied, start: Sequence[int]) -> Picks | None:
    before = compiled.common(start)

    def rank(k: int) -> tuple[int, list[int]]:
        after = compiled.common(found.points[k])
        gains = [x - y for x, y in zip(after, before, strict=True)]
        return sum(g > 0 for g in gains), sorted(gains)

    best = max(range(len(found.points)), key=rank, default=None)
    return None if best is None else found.one_package(best)


def _changed(package: Package, other: Package) -> list[str]:
    return [i for i, option in other.choices.items() if package.choices.get(i) != option]


def improvement_between(compiled: Compiled, package: Package, other: Package, /) -> Improvement:
    """Return what changing one package into another gives and takes, issue by issue."""
    points = compiled.points
    trades = tuple(
        Trade(
            issue,
            package.choices.get(issue, ""),
            other.choices[issue],
            {p.party: p.issue_score(issue, other) - p.issue_score(issue, package) for p in points},
        )
        for issue in _changed(package, other)
    )
    terms = {p.party: p.term_score(other.choices) - p.term_score(package.choices) for p in points}
    scores = tuple(p.score(other) for p in points)
    gains: dict[str, Fraction] = {
        p.party: score - p.score(package) for p, score in zip(points, scores, strict=True)
    }
    return Improvement(other, scores, gains, trades, {p: x for p, x in terms.items() if x})
