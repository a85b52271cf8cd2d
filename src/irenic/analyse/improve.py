"""A package that is better for somebody and worse for nobody, and the trade that makes it so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from irenic.analyse.compile import Compiled
from irenic.analyse.results import Improvement, Package, Trade
from irenic.analyse.solved import Solved

__all__ = ["find_improvement", "improvement_between"]

#: Dominating points looked at in full; more are cut to the best for the worst-off.
MAX_POINTS = 200
#: Packages looked at, over all these points.
MAX_PACKAGES = 20_000


def find_improvement(
    solved: Solved, package: Package, vector: Sequence[int], /
) -> Improvement | None:
    """Return the efficient package that dominates ``package`` and changes the fewest issues.

    Among equally few changes: most parties gain; then the worst-off gains most.  "Fewest"
    is exact among the first ``MAX_POINTS`` dominating points and ``MAX_PACKAGES`` packages,
    those first that are best for the worst-off; that the result dominates is exact always.
    """
    rows = [
        k
        for k, row in enumerate(solved.frontier.points)
        if all(x >= y for x, y in zip(row, vector, strict=True))
    ]
    if not rows:
        return None
    start = solved.compiled.common(vector)

    def gained(k: int) -> list[int]:
        return sorted(x - y for x, y in zip(solved.common[k], start, strict=True))

    rows.sort(key=gained, reverse=True)
    best: tuple[tuple[int, int], int, Package] | None = None
    left = MAX_PACKAGES
    for k in rows[:MAX_POINTS]:
        winners = sum(g > 0 for g in gained(k))
        for picks in _some_packages(solved, k, left):
            left -= 1
            other = solved.compiled.package(picks)
            rank = (len(_changed(package, other)), -winners)
            if best is None or rank < best[0]:
                best = (rank, k, other)
    if best is None:
        return None
    return improvement_between(solved.compiled, package, best[2])


def _some_packages(solved: Solved, row: int, limit: int) -> Iterable[tuple[int, ...]]:
    """Return all packages of a point, or one where there are more than ``limit``."""
    if solved.frontier.counts[row] > limit:
        return (solved.frontier.one_package(row),)
    return solved.frontier.iter_packages(row)


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
