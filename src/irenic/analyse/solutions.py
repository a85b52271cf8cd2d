"""What each method chose, with names, exact values and a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.results import Package, Solution, Status
from irenic.analyse.solved import Chosen, Solved
from irenic.solve.methods import Method

__all__ = ["MAX_TIES", "label_solution"]

#: Most tied packages listed for one method; their exact number is always given.
MAX_TIES = 1_000


def label_solution(solved: Solved, method: Method) -> Solution:
    """Return the choice of one method as a labelled result, whatever its status."""
    base = Solution(
        method.id,
        method.title,
        method.citation,
        Status.UNKNOWN,
        criterion=method.criterion,
        compares_scores=method.compares_scores,
    )
    if solved.frontier.status is Status.INFEASIBLE:
        return replace(base, status=Status.INFEASIBLE)
    found = solved.chosen(method)
    if not found.points and found.rows is None:
        return replace(base, status=found.status, reason=found.reason)
    compiled, parties = solved.compiled, solved.case.party_ids
    unit = _unit(solved, method, found)
    value = found.value[1:] if method.power == -1 else found.value
    exact = tuple(Fraction(x, found.scale * unit) for x in value)
    ideal = {p: Fraction(x, compiled.unit) for p, x in zip(parties, found.ideal, strict=False)}
    certificate: Mapping[str, object] = {
        "kind": "bound-and-search" if found.rows is None else "best-on-frontier",
        "value": exact,
        **({} if found.rows is None else {"points_compared": found.rows}),
        **({"ideal": ideal} if ideal else {}),
        **({"compared": tuple(parties[i] for i in found.compared)} if found.compared else {}),
        **found.facts,
    }
    bound = None if found.bound is None else found.bound / unit
    if found.rows is None:
        certificate = {**certificate, "bound": bound, "multipliers": _multipliers(solved, found)}
    return replace(
        base,
        status=found.status,
        packages=_packages(solved, found, MAX_TIES),
        count=sum(found.counts),
        utilities=tuple(compiled.scores(point) for point in found.points),
        value=exact,
        reason=found.reason,
        bound=bound if found.status is Status.LIMIT else None,
        how=found.how,
        certificate=certificate,
    )


def _unit(solved: Solved, method: Method, found: Chosen) -> int:
    """Return what a value of the method has to be divided by to be in the units of the case."""
    if method.power == 0:
        return 1
    factors = 1 if method.power == 1 else found.facts.get("gaining", 0)
    unit: int = solved.compiled.unit**factors
    return unit


def _multipliers(solved: Solved, found: Chosen) -> tuple[dict[str, Fraction], ...]:
    """Return the multipliers of scores that bound the value, one table for each box."""
    return tuple(
        {
            party: x * s
            for party, x, s in zip(solved.case.party_ids, row, solved.compiled.scale, strict=True)
        }
        for row in found.multipliers
    )


def _packages(solved: Solved, found: Chosen, limit: int) -> tuple[Package, ...]:
    """Return all packages of the points chosen; one each where there are too many.

    Points whose packages do not all fit within ``limit`` are represented by one package,
    because a cut list would look complete.
    """
    listed: list[Package] = []
    for k, count in enumerate(found.counts):
        fits = len(listed) + count <= limit
        if fits or len(listed) < limit:
            picks = found.some(k, None if fits and found.status is not Status.LIMIT else 1)
            listed.extend(solved.compiled.package(pick) for pick in picks)
    return tuple(listed)
