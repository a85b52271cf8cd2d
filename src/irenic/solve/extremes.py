"""The worst and the best that one party can get, over all feasible packages."""

from __future__ import annotations

from irenic.errors import LimitReached
from irenic.solve.frontier import pareto_frontier
from irenic.solve.result import Status
from irenic.solve.space import Space, Term

__all__ = ["extremes"]


def _alone(space: Space, party: int, sign: int) -> Space:
    """Return the space as one party sees it; ``sign`` -1 turns its worst into its best."""
    tables = tuple(tuple((sign * row[party],) for row in table) for table in space.tables)
    terms = tuple(Term(t.when, (sign * t.add[party],)) for t in space.terms if t.add[party])
    return Space(1, tables, terms, space.forbidden, space.limits)


def extremes(space: Space, party: int, /) -> tuple[int, int] | None:
    """Return a party's lowest and highest utility; ``None`` when nothing is feasible.

    A frontier of one party is one point; rules and terms are carried along, so the number
    of packages does not matter.

    Raises
    ------
    LimitReached
        When the rules are entangled too widely.

    Examples
    --------
    >>> extremes(Space(2, (((3, 0), (1, 5)), ((0, 1), (2, 0)))), 0)
    (1, 5)
    """
    found = [pareto_frontier(_alone(space, party, sign)) for sign in (-1, 1)]
    for one in found:
        if one.status is Status.LIMIT:
            raise LimitReached(one.reason)
    if not all(one.points for one in found):
        return None
    worst, best = found
    return -worst.points[0][0], best.points[0][0]
