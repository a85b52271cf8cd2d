r"""Steps cut into equal pieces: smaller steps, smaller temptations.

A state counts the pieces done of each step; pieces of a step are alike, so that there are
:math:`\prod_k (s_k + 1)` states and not 2 to the number of pieces.

Two bounds need no search.  The last piece of all is never followed by anything, so no order gets
below the least temptation at a last piece, for plain deals :math:`\min_k |v_k| / s_k`.  And by the
Steinitz lemma vectors that add up to zero can be ordered so that every partial sum stays within
their number of dimensions times the longest of them.  Take for vectors the pieces less their
mean: all collapse values then stay that close to a straight line.  If no party loses by the whole,
then enough equal pieces always make an order safe.

References
----------
E. Steinitz, "Bedingt konvergente Reihen und konvexe Systeme", Journal fuer die reine und angewandte
Mathematik 143 (1913) 128-176.
V. S. Grinberg, S. V. Sevast'yanov, "Value of the Steinitz constant", Functional Analysis and Its
Applications 14 (1980) 125-126: the constant is the number of dimensions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil

from irenic.errors import LimitReached, NotCovered
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.guarantees.affine import affine
from irenic.solve.guarantees.deal import Deal, bits
from irenic.solve.guarantees.lattice import Lattice
from irenic.solve.guarantees.orders import BestOrder, judge, no_order
from irenic.solve.result import Status

__all__ = ["best_split_order", "enough_pieces", "last_piece", "split"]


def split(deal: Deal, pieces: Sequence[int], /) -> tuple[Deal, tuple[int, ...]]:
    """Return the deal with every piece a step of its own, and of which step each is a piece.

    A piece has its share of what the step is worth; gain, penalty and compensation belong to a
    refusal and stay.  A step follows all pieces of what it needs, and pieces follow each other.

    Raises
    ------
    NotCovered
        When some refusals are noticed late: how many pieces happen until then is not said.
    """
    if any(s > 1 for s in pieces) and any(deal.notice):
        raise NotCovered("steps in pieces, some of whose refusals are noticed late")
    first = [sum(pieces[:k]) for k in range(len(pieces))]
    parent = tuple(k for k, s in enumerate(pieces) for _ in range(s))

    def spread(steps: int) -> int:
        return sum(((1 << pieces[k]) - 1) << first[k] for k in bits(steps & deal.everything))

    def share(row: tuple[Fraction, ...], k: int) -> tuple[Fraction, ...]:
        return tuple(x / pieces[k] for x in row)

    needs = [
        spread(deal.needs[k]) | (1 << (p - 1) if p > first[k] else 0) for p, k in enumerate(parent)
    ]
    whole = replace(
        deal,
        actor=tuple(deal.actor[k] for k in parent),
        value=tuple(share(deal.value[k], k) for k in parent),
        kept=tuple(share(deal.kept[k], k) for k in parent),
        gain=tuple(deal.gain[k] for k in parent),
        penalty=tuple(deal.penalty[k] for k in parent),
        cover=tuple(deal.cover[k] for k in parent),
        needs=tuple(needs),
        stops=tuple(spread(deal.stops[k]) for k in parent),
        notice=tuple(deal.notice[k] for k in parent),
        undone=tuple(deal.undone[k] for k in parent),
    )
    return whole, parent


def best_split_order(
    deal: Deal,
    pieces: Sequence[int],
    /,
    *,
    units: Sequence[Fraction] | None = None,
    budget: Budget = UNLIMITED,
) -> BestOrder:
    """Return the best order of steps cut into equal pieces.

    Parameters
    ----------
    deal : Deal
    pieces : sequence of int, shape (m,)
        Into how many equal pieces each step is cut; 1 for a step that cannot be divided.
    units : sequence of Fraction, shape (n,)
        What counts as one for each party; 1 each when left out.

    Notes
    -----
    Exact; time and memory O(m prod(s + 1)), up to about four million states.  In the order a step
    stands once for each of its pieces, and ``binding`` is a place in it.  The answer is never
    worse than with whole steps when performing a step costs its performer something; who gains by
    its own step can be more tempted half-way.

    Raises
    ------
    NotCovered
        When some refusals are noticed late.
    """
    whole, parent = split(deal, pieces)
    try:
        lattice = Lattice(affine(deal, pieces=pieces, units=units), budget)
        if not lattice.feasible:
            return no_order(lattice)
        order, ties = lattice.order(), lattice.count()
    except LimitReached as stop:
        return BestOrder(Status.LIMIT, str(stop))
    piece = [iter([p for p, k in enumerate(parent) if k == step]) for step in range(deal.n_steps)]
    words = "dynamic programming over pieces done, exact"
    found = judge(whole, [next(piece[k]) for k in order], units, words, ties)
    return replace(found, order=order)


def last_piece(
    deal: Deal, pieces: Sequence[int], /, *, units: Sequence[Fraction] | None = None
) -> Fraction | None:
    """Return a bound: in every order somebody is tempted so much at the last piece of all.

    ``None`` when no step can come last.  It does not hold for simultaneous release.
    """
    rows = affine(deal, pieces=pieces, units=units)
    before = [k for k, s in enumerate(pieces) for _ in range(s)]
    found = []
    for k in range(deal.n_steps):
        if not any(needs >> k & 1 for needs in deal.needs):
            done = list(before)
            done.remove(k)
            found.append(rows.value(rows.temptation(k, done)))
    return min(found, default=None)


def enough_pieces(deal: Deal, hold: Sequence[Fraction], /) -> int | None:
    r"""Return a number of equal pieces that always allows an order nobody leaves.

    .. math:: s \ge n \frac{w_i}{\min(P_i - b^0_i + o_i, X_i)} \text{ for every party } i,
              \qquad w_i = \max_k \left| v_{ki} - \bar v_i \right|

    Parameters
    ----------
    deal : Deal
        Its steps in any order, all kept on collapse, every refusal stopping everything; gains,
        penalties and compensation in it are not looked at.
    hold : sequence of Fraction, shape (n,)
        P: what each party would lose by refusing any step, less what it would gain in addition.

    Returns
    -------
    int or None
        Enough, mostly far more than needed.  ``None`` when the lemma says nothing: a party loses
        by the whole, or is not held at all, or not ready to be exposed at all.

    Notes
    -----
    :math:`\bar v_i` is the mean of the steps, o what comes from outside with completion.  At the
    share t of all pieces a collapse value is within :math:`n w_i / s` of
    :math:`b^0_i + t m \bar v_i`.  With a mean of at least 0 that is at least b0 less this distance
    (exposure), and it exceeds U by at most b0 and this distance less o (temptation).  Each
    condition is in the unit of its party.
    """
    most = Fraction(1)
    for i in range(deal.n_parties):
        whole = sum((row[i] for row in deal.value), Fraction(0))
        if whole < 0:
            return None
        far = max(abs(row[i] - whole / deal.n_steps) for row in deal.value)
        held, cap = hold[i] - deal.start[i] + deal.complete[i] - whole, deal.caps[i]
        room = held if cap is None else min(held, cap)
        if room < 0 or (far and not room):
            return None
        if far:
            most = max(most, deal.n_parties * far / room)
    return ceil(most)
