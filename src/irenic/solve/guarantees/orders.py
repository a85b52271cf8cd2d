r"""The best order of steps: exact dynamic programming over sets of steps.

With :math:`T_k(S)` the temptation at step k when the steps in S are done, the least worst
temptation from S on is

.. math:: f(S) = \min_k \max(T_k(S), f(S \cup \{k\})), \qquad f(\text{all}) = -\infty

over the steps k that can come next and at which nobody is exposed more than it accepts.  When all
that is asked is whether some order holds, look at the sign of :math:`f(\emptyset)`.

Temptations of different parties are in different units, and the worst of them compares these.
``units`` says what counts as one for each party; the sign of the answer does not depend on it.

A refusal that is noticed late makes a temptation depend on what comes next.  Then the order is
found with the most that could come, and judged by what does come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.guarantees.affine import affine
from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.lattice import Lattice
from irenic.solve.guarantees.windows import EXACT_STATES, best_with_delay, windows
from irenic.solve.result import Status

__all__ = ["NO_ORDER", "BestOrder", "best_order", "judge", "no_order"]

NO_ORDER = "no order keeps the prerequisites and what each party accepts to be exposed to"


@dataclass(frozen=True, slots=True)
class BestOrder:
    """An order of steps whose worst temptation is least, and how far that is proved.

    Parameters
    ----------
    status : Status
        OPTIMAL; LIMIT, when a better order is not excluded; INFEASIBLE, when prerequisites and
        accepted exposures leave no order.
    words : str
        How it was found.
    order : tuple of int
        Steps, or with pieces a step once for each of its pieces.
    worst : Fraction or None
        The worst temptation in this order, in the units chosen; at most 0: the order holds.
    binding : int or None
        Where in the order it is met.
    bound : Fraction or None
        No order has less.
    ties : int or None
        How many orders are as good; ``None`` when they were not counted.
    stuck : tuple of tuple of int
        When there is no order: how far one gets, as pieces done of each step, each with nothing
        that can come next; the largest first, not all.
    reached : int or None
        When there is no order: from the start so many states can be reached.
    """

    status: Status
    words: str
    order: tuple[int, ...] = ()
    worst: Fraction | None = None
    binding: int | None = None
    bound: Fraction | None = None
    ties: int | None = None
    stuck: tuple[tuple[int, ...], ...] = ()
    reached: int | None = None

    def holds(self, margin: Fraction = Fraction(0)) -> bool | None:
        """Return whether some order leaves nobody tempted; ``None`` when that is not known.

        ``margin`` is how much each performer has to lose at least by refusing.
        """
        if self.status is Status.INFEASIBLE:
            return False
        if self.worst is not None and self.worst <= -margin:
            return True
        return False if self.bound is not None and self.bound > -margin else None


def best_order(
    deal: Deal,
    /,
    *,
    units: Sequence[Fraction] | None = None,
    budget: Budget = UNLIMITED,
) -> BestOrder:
    """Return the order in which the greatest temptation is least.

    Parameters
    ----------
    deal : Deal
        Up to 22 steps; :func:`irenic.solve.guarantees.sat_orders.order_by_sat` takes more.
    units : sequence of Fraction, shape (n,)
        What counts as one for each party; 1 each when left out.

    Notes
    -----
    Exact; time O(2^m m), memory O(2^m).  Of orders that are as good, each step is followed by the
    best there is from there on, and equal ones come in the order of the deal.  Exposure is
    compared with what is accepted whenever a step is asked for, less what is paid when it is
    refused; the completed deal is not a collapse.

    A refusal noticed late is exact as long as the states with what comes next are few
    (:data:`irenic.solve.guarantees.windows.EXACT_STATES`, which all deals of nine steps keep).
    Otherwise the status is LIMIT unless the order found meets the lower bound.
    """
    rows = affine(deal, units=units)
    try:
        if rows.patient:
            if windows(rows) <= EXACT_STATES:
                order = best_with_delay(rows, budget)
                if order is not None:
                    return judge(deal, order, units, "search over what comes next, exact")
            else:
                return _bounded(deal, units, budget)
        lattice = Lattice(rows, budget)
        if lattice.feasible:
            return judge(
                deal, lattice.order(), units, "dynamic programming, exact", lattice.count()
            )
        return no_order(lattice)
    except LimitReached as stop:
        return BestOrder(Status.LIMIT, str(stop))


def no_order(lattice: Lattice, /) -> BestOrder:
    """Return that there is no order, with how far one gets."""
    stuck, reached = lattice.dead_ends()
    return BestOrder(Status.INFEASIBLE, NO_ORDER, stuck=stuck, reached=reached)


def judge(
    deal: Deal,
    order: Sequence[int],
    units: Sequence[Fraction] | None,
    words: str,
    ties: int | None = None,
    bound: Fraction | None = None,
) -> BestOrder:
    """Return an order with its worst temptation, by the definition; optimal without a bound."""
    one = units or [Fraction(1)] * deal.n_parties
    tempted = [x.temptation / one[x.actor] for x in deal.moments(order)]
    worst = max(tempted, default=None)
    least = worst if bound is None else bound
    status = Status.OPTIMAL if least == worst else Status.LIMIT
    binding = None if worst is None else tempted.index(worst)
    return BestOrder(status, words, tuple(order), worst, binding, least, ties)


def _bounded(deal: Deal, units: Sequence[Fraction] | None, budget: Budget) -> BestOrder:
    """Return an order that is best if the most happens before each refusal is noticed."""
    rows = affine(deal, units=units)
    upper = Lattice(rows, budget)
    if not upper.feasible:
        return no_order(upper)
    lower = Lattice(rows, budget, worst_case=False)
    words = (
        "dynamic programming with the most that could happen before a refusal is noticed; "
        "the bound with the least"
    )
    return judge(deal, upper.order(), units, words, bound=rows.value(lower.least))
