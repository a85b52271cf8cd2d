"""How to divide what is not enough: every claims rule side by side."""

from __future__ import annotations

from irenic.analyse.results import Award
from irenic.model import Case
from irenic.solve.claims import CLAIMS_RULES
from irenic.solve.result import Status

__all__ = ["claim_awards"]


def claim_awards(case: Case) -> tuple[Award, ...]:
    """Return what each rule awards each party, or nothing when the case has no claims."""
    if case.claims is None:
        return ()
    amounts = tuple(case.claims.amounts[p] for p in case.party_ids)
    found = []
    for rule in CLAIMS_RULES.values():
        result = rule.function(case.claims.estate, amounts)
        if result.status is Status.OPTIMAL:
            found.append(
                Award(rule.id, rule.title, rule.citation, result.awards, result.certificate)
            )
    return tuple(found)
