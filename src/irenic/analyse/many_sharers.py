"""Divisible issues among three and more parties: the worst-off as well off as possible.

The other methods need the frontier of the divisions, which is drawn for two parties only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.points import PartyPoints
from irenic.analyse.results import Package, Solution, Status
from irenic.model import Case, ShareIssue
from irenic.solve.max_min_shares import max_min_shares

__all__ = ["with_max_min"]


def with_max_min(
    case: Case, points: tuple[PartyPoints, ...], solutions: tuple[Solution, ...]
) -> tuple[Solution, ...]:
    """Return the solutions with the two leximin methods answered, where that is possible.

    Possible means: every issue is divisible and worth to each sharer a fixed, not negative,
    amount per share; for ``egalitarian`` also that all no-deal values are known.
    """
    lines = [line for p in points for line in p.shares.values()]
    if any(not isinstance(issue, ShareIssue) for issue in case.issues):
        return solutions
    if any(len(line) != 2 or line[1][1] < line[0][1] for line in lines):
        return solutions
    start = [sum((line[0][1] for line in p.shares.values()), Fraction(0)) for p in points]
    floors = [p.no_deal for p in points]
    gains = [s - (d or 0) for s, d in zip(start, floors, strict=True)]
    found = {"greatest-least-score": _answer(case, points, start)}
    if None not in floors:
        found["egalitarian"] = _answer(case, points, gains)
    return tuple(_fill(s, found, points) for s in solutions)


_Answer = tuple[Package, tuple[Fraction, ...], Mapping[str, object]]


def _answer(case: Case, points: tuple[PartyPoints, ...], base: list[Fraction]) -> _Answer:
    weights = [
        [
            p.shares[issue.id][1][1] - p.shares[issue.id][0][1] if issue.id in p.shares else 0
            for p in points
        ]
        for issue in case.share_issues
    ]
    sharers = [[case.party_ids.index(p) for p in issue.among] for issue in case.share_issues]
    result = max_min_shares(weights, base, sharers=sharers)
    shares = {
        issue.id: {case.party_ids[i]: row[i] for i in who}
        for issue, row, who in zip(case.share_issues, result.shares, sharers, strict=True)
    }
    return Package({}, shares), tuple(sorted(result.utilities)), result.certificate


def _fill(
    solution: Solution,
    found: Mapping[str, _Answer],
    points: tuple[PartyPoints, ...],
) -> Solution:
    if solution.method not in found:
        return solution
    package, value, certificate = found[solution.method]
    if solution.method == "egalitarian" and value[0] < 0:
        return replace(solution, status=Status.NO_ZONE, reason="", certificate=certificate)
    return replace(
        solution,
        status=Status.OPTIMAL,
        reason="",
        packages=(package,),
        count=1,
        utilities=(tuple(p.score(package) for p in points),),
        value=value,
        certificate={"kind": "max-min-shares", **certificate},
    )
