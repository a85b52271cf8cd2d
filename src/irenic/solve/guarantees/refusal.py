"""What is left for everybody when a step is refused: the outcome of stopping there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from irenic.solve.guarantees.deal import Deal

__all__ = ["outcome_of_refusal", "refusal", "still_happening"]


def still_happening(deal: Deal, step: int, later: Sequence[int], /) -> frozenset[int]:
    """Return the steps of others that still happen when a step is refused.

    Those that the refusal does not stop, and those that come before it is noticed.
    """
    mine = deal.actor[step]
    unnoticed = set(later[: deal.notice[step]])
    return frozenset(
        k
        for k in later
        if deal.actor[k] != mine and (not deal.stops[step] >> k & 1 or k in unnoticed)
    )


def refusal(deal: Deal, step: int, done: int, later: Sequence[int], /) -> Fraction:
    """Return what the performer of a step has when it refuses."""
    return deal.temptation(step, done, later) + deal.complete[deal.actor[step]]


def outcome_of_refusal(
    deal: Deal, step: int, done: int, later: Sequence[int], /
) -> tuple[Fraction, ...]:
    """Return what each party has when a step is refused.

    The others have their collapse value, what still happens, and what they are expected to be
    compensated.  What is taken back from the one who refuses is not counted as theirs.
    """
    still = still_happening(deal, step, later)
    return tuple(
        refusal(deal, step, done, later)
        if i == deal.actor[step]
        else deal.collapse(i, done)
        + sum((deal.value[k][i] for k in still), Fraction(0))
        + deal.cover[step][i]
        for i in range(deal.n_parties)
    )
