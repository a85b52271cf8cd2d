"""A good order of many steps by local search, with a bound on how much better any could be.

Beyond some twenty steps the exact search over sets of steps needs too much memory.  The bound is
the greatest of what each single step tempts at the place best for itself; no order is below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.joint import least_temptations
from irenic.solve.guarantees.orders import BestOrder
from irenic.solve.result import Status

__all__ = ["MOST_ROUNDS", "local_order"]

#: Rounds in which every step is tried at every other place.
MOST_ROUNDS = 20
_Key = tuple[int, Fraction, Fraction]


def local_order(deal: Deal, start: Sequence[int], /, *, budget: Budget = UNLIMITED) -> BestOrder:
    """Return an order whose worst temptation no move of a single step lowers, and a bound.

    Parameters
    ----------
    start : sequence of int
        An order that keeps the prerequisites.

    Notes
    -----
    Orders with fewer exposures beyond what is accepted come first, then those with a smaller
    worst temptation, then a smaller sum of what tempts.  A spent budget ends the search with the
    best order so far.  O(m^2) orders a round, each O(m^2 n).
    """
    order, key = tuple(start), _key(deal, start)
    for _ in range(MOST_ROUNDS):
        better = _improved(deal, order, key, budget)
        if better is None:
            break
        order, key = better
    worst = key[1]
    bound = max(least_temptations(deal), default=worst)
    fits = key[0] == 0
    status = Status.OPTIMAL if fits and worst <= bound else Status.LIMIT
    tempted = [m.temptation for m in deal.moments(order)]
    words = "local search: no step moved to another place lowers the greatest temptation"
    if not fits:
        words += "; somebody is exposed beyond what it accepts"
    return BestOrder(status, words, order, worst, tempted.index(worst), min(bound, worst))


def _improved(
    deal: Deal, order: tuple[int, ...], key: _Key, budget: Budget
) -> tuple[tuple[int, ...], _Key] | None:
    """Return the best order that differs in the place of one step, if it is better."""
    best: tuple[tuple[int, ...], _Key] | None = None
    for place, step in enumerate(order):
        rest = order[:place] + order[place + 1 :]
        for other in range(len(order)):
            if budget.spent():
                return best
            tried = (*rest[:other], step, *rest[other:])
            if other == place or not _may(deal, tried):
                continue
            found = _key(deal, tried)
            if found < (key if best is None else best[1]):
                best = (tried, found)
    return best


def _may(deal: Deal, order: Sequence[int]) -> bool:
    done = 0
    for step in order:
        if deal.needs[step] & ~done:
            return False
        done |= 1 << step
    return True


def _key(deal: Deal, order: Sequence[int]) -> _Key:
    moments = deal.moments(order)
    beyond = sum(
        cap is not None and position.exposure - deal.cover[after.step][i] > cap
        for moment, after in pairwise(moments)
        for i, (position, cap) in enumerate(zip(moment.after, deal.caps, strict=True))
    )
    tempted = [m.temptation for m in moments]
    positive = sum((t for t in tempted if t > 0), Fraction(0))
    return beyond, max(tempted), positive
