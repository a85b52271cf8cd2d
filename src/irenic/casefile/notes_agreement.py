"""What is no error in an agreement but deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator

from irenic.model import Case

__all__ = ["agreement_evidence", "on_agreement"]


def on_agreement(case: Case, /) -> Iterator[str]:
    """Yield the remarks on the agreement of a case."""
    agreement = case.agreement
    if agreement is None:
        return
    performers = {obligation.by for obligation in agreement.obligations}
    for party in case.party_ids:
        if party not in performers:
            yield f"agreement.obligations: {party} has none to perform"
    dated = any(obligation.due for obligation in agreement.obligations)
    for obligation in agreement.obligations:
        if dated and not obligation.due:
            yield (
                f"agreement.obligations.{obligation.id}: it has no due date, though others have one"
            )


def agreement_evidence(case: Case, /) -> set[str]:
    """Return the ids of the evidence that the agreement refers to."""
    if case.agreement is None:
        return set()
    cited = [o.evidence for o in case.agreement.obligations]
    cited += [g.evidence for g in case.agreement.guarantees]
    return {name for names in cited for name in names}
