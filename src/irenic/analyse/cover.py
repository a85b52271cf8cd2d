"""What can be said of packages that are too many to list one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from irenic.analyse.compile import Compiled
from irenic.analyse.cover_results import (
    ApproximateFrontier,
    ListedPackage,
    Representative,
    SeparatingIssue,
    SettledIssue,
    Summary,
)
from irenic.analyse.decision import accepts, carries, needed
from irenic.analyse.results import FrontierAnswer, FrontierPoint, Package
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.cover import cover
from irenic.solve.representatives import MANY, representatives

__all__ = ["EPSILON", "approximate_frontier", "as_frontier", "summarise"]

#: One percent of a party's range is finer than most judgements behind its scores.
EPSILON = Fraction(1, 100)
#: An issue that this part of the points settles alike counts as settled.
NEARLY_ALL = Fraction(95, 100)


def approximate_frontier(
    compiled: Compiled,
    *,
    epsilon: Fraction = EPSILON,
    zone: bool = False,
    budget: Budget = UNLIMITED,
    seed: int = 0,
) -> ApproximateFrontier:
    """Return packages within ``epsilon`` of every package of a case.

    Parameters
    ----------
    compiled : Compiled
    epsilon : Fraction
        As a part of each party's range of scores.
    zone : bool
        List and cover only packages that certainly carry.
    budget : Budget
        When it runs out, what is proved by then is the answer.
    seed : int
    """
    case = compiled.case
    must = [case.party_ids.index(p) for p in case.decision.must]
    floors = compiled.floors if zone else None
    found = cover(
        compiled.space,
        epsilon,
        floors=floors,
        at_least=needed(case) if zone else None,
        must=must if zone else (),
        budget=budget,
        seed=seed,
    )
    points = []
    for vector, picks, proved in zip(found.points, found.packages, found.efficient, strict=True):
        scores = compiled.scores(vector)
        answers = [accepts(x, r) for x, r in zip(scores, compiled.no_deal, strict=True)]
        inside = carries(case, answers)
        points.append(ListedPackage(scores, compiled.package(picks), proved or None, inside))
    # Multipliers of the solver's scores, scaled to the scores of the case.
    multipliers = tuple(
        tuple(Fraction(x * s) for x, s in zip(row, compiled.scale, strict=True))
        for row in found.multipliers
    )
    return ApproximateFrontier(
        found.status,
        "zone" if zone else "feasible",
        epsilon,
        found.epsilon,
        tuple(points),
        _by_party(compiled, found.ranges),
        _by_party(compiled, found.least),
        multipliers,
        found.searched,
        found.method,
        found.reason,
    )


def _by_party(compiled: Compiled, vector: Sequence[int]) -> Mapping[str, Fraction]:
    if not vector:
        return {}
    return dict(zip(compiled.case.party_ids, compiled.scores(vector), strict=True))


def as_frontier(found: ApproximateFrontier, summary: Summary | None = None) -> FrontierAnswer:
    """Return a cover as the frontier of an analysis, of kind ``cover``.

    How many packages have each score is not counted: ``count`` is 0.
    """
    points = tuple(FrontierPoint(p.utilities, p.package, 0, p.in_zone) for p in found.points)
    return FrontierAnswer(
        found.status,
        "cover" if points else "none",
        points,
        None,
        found.method,
        found.reason,
        found,
        summary,
    )


def summarise(
    compiled: Compiled,
    points: Sequence[FrontierPoint | ListedPackage],
    *,
    chosen: Mapping[str, Package] | None = None,
    limit: int = MANY,
) -> Summary | None:
    """Return a few points that stand for all, and what separates the points.

    Parameters
    ----------
    compiled : Compiled
    points : sequence
        Of a frontier, or of a cover.
    chosen : mapping, optional
        Method id -> the package it chose; those among the points are kept in any case.
    limit : int
        Representatives at most.

    Returns
    -------
    Summary or None
        ``None`` when there is no point.
    """
    if not points:
        return None
    row_of = {_key(p.package): k for k, p in enumerate(points)}
    methods: dict[int, list[str]] = {}
    for method, package in (chosen or {}).items():
        if (row := row_of.get(_key(package))) is not None:
            methods.setdefault(row, []).append(method)
    vectors = [compiled.vector(p.utilities) for p in points]
    found = representatives(vectors, named=tuple(methods), limit=limit)
    ids = compiled.case.party_ids
    chosen_points = tuple(
        Representative(
            points[k].utilities,
            points[k].package,
            tuple(ids[i] for i in best_for),
            tuple(methods.get(k, ())),
        )
        for k, best_for in zip(found.rows, found.best_for, strict=True)
    )
    low, high = compiled.scores(found.low), compiled.scores(found.high)
    settled, separating = _issues(compiled, points)
    return Summary(
        len(points),
        chosen_points,
        found.radius,
        {p: (a, b) for p, a, b in zip(ids, low, high, strict=True)},
        settled,
        separating,
    )


def _key(package: Package) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(package.choices.items()))


def _issues(
    compiled: Compiled, points: Sequence[FrontierPoint | ListedPackage]
) -> tuple[tuple[SettledIssue, ...], tuple[SeparatingIssue, ...]]:
    """Return what is settled alike, and what is not: what moves scores most comes first."""
    settled, separating = [], []
    spread = [max(c) - min(c) for c in zip(*(p.utilities for p in points), strict=True)]
    for issue in compiled.issues:
        options = Counter(p.package.choices[issue.id] for p in points)
        option, most = options.most_common(1)[0]
        share = Fraction(most, len(points))
        if share >= NEARLY_ALL:
            settled.append(SettledIssue(issue.id, option, share))
            continue
        favours = {}
        weight = Fraction(0)
        for party, width in zip(compiled.points, spread, strict=True):
            worth = party.options.get(issue.id)
            if worth is not None:
                best = max(options, key=worth.__getitem__)
                stake = worth[best] - min(worth[o] for o in options)
                favours[party.party] = (best, stake)
                weight = max(weight, stake / width if width else Fraction(0))
        counted = dict(options.most_common())
        separating.append((weight, SeparatingIssue(issue.id, counted, favours)))
    separating.sort(key=lambda pair: -pair[0])
    return tuple(settled), tuple(issue for _, issue in separating)
