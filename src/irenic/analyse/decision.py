"""Who accepts, what carries, who can block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING

from irenic.model import Case
from irenic.solve.result import Status

if TYPE_CHECKING:
    from irenic.analyse.results import Blocking, Zone

__all__ = ["accepts", "blocking_coalitions", "carries", "needed", "no_zone_known"]

#: Most blocking coalitions listed; beyond it the most fragile ones are.
MAX_COALITIONS = 30
#: Most combinations looked through for them.
MAX_COMBINATIONS = 5_000


def needed(case: Case) -> int:
    """Return how many parties must accept."""
    at_least = case.decision.at_least
    return len(case.parties) if at_least is None else at_least


def no_zone_known(case: Case) -> Zone:
    """Return a zone of agreement of which nothing is said."""
    from irenic.analyse.results import Zone

    return Zone(Status.UNKNOWN, None, None, None, False, {}, (), needed(case), case.decision.must)


def accepts(score: Fraction, no_deal: Fraction | None) -> bool | None:
    """Return whether a score is at least the no-deal value; ``None`` when that is unknown."""
    return None if no_deal is None else score >= no_deal


def carries(case: Case, answers: Sequence[bool | None]) -> bool | None:
    """Return whether enough parties accept, those who must among them.

    ``None`` when it depends on an answer that is not known.
    """
    must = set(case.decision.must)
    vetoes = [a for p, a in zip(case.party_ids, answers, strict=True) if p in must]
    yes = sum(a is True for a in answers)
    perhaps = sum(a is None for a in answers)
    if False in vetoes or yes + perhaps < needed(case):
        return False
    if None in vetoes or yes < needed(case):
        return None
    return True


def blocking_coalitions(
    case: Case, answers: Mapping[str, bool | None], margins: Mapping[str, Fraction | None]
) -> tuple[Blocking, ...]:
    """Return the smallest sets whose refusal stops a package, most fragile first.

    A party that must accept blocks alone; otherwise it takes one party more than the
    decision rule can spare.  A set refuses once its firmest member does, so its margin is
    the largest of its members' ``margins``.
    """
    from irenic.analyse.results import Blocking

    must = set(case.decision.must)
    size = len(case.parties) - needed(case) + 1
    alone = set(case.party_ids) if size == 1 else must
    sets: list[tuple[str, ...]] = [(p,) for p in case.party_ids if p in alone]
    others = [p for p in case.party_ids if p not in alone]
    if size > 1 and len(others) >= size:
        if comb(len(others), size) > MAX_COMBINATIONS:
            ranked = sorted(others, key=lambda p: (margins[p] is None, margins[p] or 0))
            others = [p for p in others if p in ranked[: size + 2]]
        sets.extend(combinations(others, size))
    found = []
    for members in sets:
        known = [m for p in members if (m := margins[p]) is not None]
        margin = max(known) if len(known) == len(members) else None
        refuses = all(answers[p] is False for p in members)
        found.append(Blocking(members, margin, refuses))
    found.sort(key=lambda b: (b.margin is None, b.margin or 0))
    return tuple(found[:MAX_COALITIONS])
