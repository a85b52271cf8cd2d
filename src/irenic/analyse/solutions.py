"""What each method chose, with names, exact values and a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from irenic.analyse.results import Solution, Status
from irenic.analyse.solved import Solved
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
    if not solved.complete:
        return replace(base, status=Status.LIMIT, reason=solved.frontier.reason)
    if method.id not in solved.choices:
        return replace(base, reason="no-deal-unknown")
    rule, choice = solved.choices[method.id]
    compiled, parties = solved.compiled, solved.case.party_ids
    scale = {0: rule.scale, 1: compiled.unit}.get(
        method.power, compiled.unit ** rule.facts.get("gaining", 0)
    )
    value = choice.value[1:] if method.power == -1 else choice.value
    exact = tuple(Fraction(x, scale) for x in value)
    ideal = {p: Fraction(x, compiled.unit) for p, x in zip(parties, rule.ideal, strict=False)}
    certificate: Mapping[str, object] = {
        "kind": "best-on-frontier",
        "value": exact,
        "points_compared": len(rule.rows),
        **({"ideal": ideal} if ideal else {}),
        **({"compared": tuple(parties[i] for i in rule.compared)} if rule.compared else {}),
        **rule.facts,
    }
    return replace(
        base,
        status=choice.status,
        packages=solved.packages(choice.winners, MAX_TIES),
        count=sum(solved.frontier.counts[k] for k in choice.winners),
        utilities=tuple(compiled.scores(solved.frontier.points[k]) for k in choice.winners),
        value=exact,
        certificate=certificate,
    )
