r"""Every order worth considering: what each party must be held by, and how far it is exposed.

For an order let :math:`D_i` be the greatest temptation of party i, at least 0 (so much more it
would have to lose by refusing), and :math:`X_i` its greatest exposure, at least 0.  An order is
worth considering when no other has all of these at most as great and one smaller.  Nothing of one
party is compared with anything of another.

Sets of steps carry labels: the vectors of the ways to them that no other way dominates.  What
follows depends on the set only, so a dominated way need not be followed; where refusals are
noticed late, a set remembers the next steps too.

References
----------
P. Hansen, "Bicriterion Path Problems", in Multiple Criteria Decision Making Theory and Application,
Springer (1980) 109-127: labels that are vectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.dominance import EXACT_FLOAT, ranks, undominated
from irenic.solve.guarantees.affine import Affine, affine
from irenic.solve.guarantees.deal import Deal, bits
from irenic.solve.guarantees.grid import number_type
from irenic.solve.guarantees.orders import NO_ORDER
from irenic.solve.guarantees.windows import Window, first_windows, next_windows, windows
from irenic.solve.result import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = [
    "MAX_LABELS",
    "MAX_WINDOWS",
    "OrderFrontier",
    "OrderNeeds",
    "least_deposit",
    "needs_of",
    "order_frontier",
]

#: Sets of steps (with what comes next) that may carry labels: 16 steps, some seconds.
MAX_WINDOWS = 1 << 16
#: Labels kept in all, about 100 bytes each.
MAX_LABELS = 4_000_000


@dataclass(frozen=True, slots=True)
class OrderNeeds:
    """One order: the deposit each party would need to give, and the exposure it would bear."""

    order: tuple[int, ...]
    deposit: tuple[Fraction, ...]
    exposure: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class OrderFrontier:
    """The orders worth considering, one for each vector, sorted by their vectors.

    OPTIMAL: these are all vectors; INFEASIBLE: there is no order; LIMIT: not finished, none given.
    """

    status: Status
    words: str
    orders: tuple[OrderNeeds, ...] = ()


@dataclass
class _Labels:
    """The vectors of a state, with the step that led to each and the label before it."""

    vectors: Array
    step: Array
    origin: list[Window]
    place: Array
    row: Array


def order_frontier(
    deal: Deal, /, *, exposures: bool = True, budget: Budget = UNLIMITED
) -> OrderFrontier:
    """Return the orders that are worth considering, one for each vector of needs.

    Parameters
    ----------
    deal : Deal
        Up to about 12 steps.  Accepted exposures are kept; without them, exposure is only told.
    exposures : bool
        Whether exposures count, beside deposits.

    Notes
    -----
    Exact.  Time and memory grow with 2^m and with the number of labels.
    """
    rows = affine(deal)
    try:
        if windows(rows) > MAX_WINDOWS:
            raise LimitReached(
                f"{windows(rows):,} sets of steps are more than the {MAX_WINDOWS:,} that are "
                "looked at with all their vectors"
            )
        found = _search(deal, rows, exposures, budget)
    except LimitReached as stop:
        return OrderFrontier(Status.LIMIT, str(stop))
    if not found:
        return OrderFrontier(Status.INFEASIBLE, NO_ORDER)
    needs = sorted(
        (needs_of(deal, order) for order in found), key=lambda x: (x.deposit, x.exposure, x.order)
    )
    return OrderFrontier(Status.OPTIMAL, "labels over sets of steps, exact", tuple(needs))


def needs_of(deal: Deal, order: Sequence[int], /) -> OrderNeeds:
    """Return what an order needs, by the definition."""
    deposit, exposure = [Fraction(0)] * deal.n_parties, [Fraction(0)] * deal.n_parties
    for x in deal.moments(order):
        deposit[x.actor] = max(deposit[x.actor], x.temptation)
        for i, here in enumerate(x.before):
            exposure[i] = max(exposure[i], here.exposure - deal.cover[x.step][i])
    return OrderNeeds(tuple(order), tuple(deposit), tuple(exposure))


def least_deposit(
    deal: Deal, /, *, prices: Sequence[Fraction] | None = None, budget: Budget = UNLIMITED
) -> OrderFrontier:
    """Return the orders whose deposits cost least in all.

    Parameters
    ----------
    prices : sequence of Fraction, shape (n,)
        What one unit of each party's deposit costs whoever pays, in one currency; 1 each when
        left out.  This is what makes deposits of different parties comparable: an assumption of
        whoever asks.
    """
    one = prices or [Fraction(1)] * deal.n_parties
    found = order_frontier(deal, exposures=False, budget=budget)

    def cost(needs: OrderNeeds) -> Fraction:
        return sum((p * d for p, d in zip(one, needs.deposit, strict=True)), Fraction(0))

    least = min(map(cost, found.orders), default=None)
    cheapest = tuple(x for x in found.orders if cost(x) == least)
    return OrderFrontier(found.status, found.words, cheapest)


def _search(deal: Deal, rows: Affine, exposures: bool, budget: Budget) -> list[tuple[int, ...]]:
    """Return one order for each vector; none when there is no order."""
    import numpy as np

    n, kind = deal.n_parties, number_type(rows.greatest())[0]
    zero = np.zeros((1, 2 * n), dtype=kind)
    solved: dict[Window, _Labels] = {}
    layer: dict[Window, list[tuple[Array, int, Window | None]]] = {
        window: [(zero, -1, None)] for window in first_windows(rows)
    }
    kept = 0
    for _ in range(deal.n_steps + 1):
        coming: dict[Window, list[tuple[Array, int, Window | None]]] = {}
        for window, arrivals in layer.items():
            budget.check()
            labels = solved[window] = _merge(arrivals)
            kept += len(labels.vectors)
            if kept > MAX_LABELS:
                raise LimitReached(f"more than {MAX_LABELS:,} vectors of needs on the way")
            for step, tempted, after in next_windows(rows, window):
                here = _asked(deal, rows, step, tempted, window[0], exposures)
                reached = np.maximum(labels.vectors, np.array([here], dtype=kind))
                coming.setdefault(after, []).append((reached, step, window))
        if coming:
            layer = coming
    end = solved.get((deal.everything, ()))
    return [] if end is None else [_back(solved, end, row) for row in range(len(end.vectors))]


def _asked(
    deal: Deal, rows: Affine, step: int, tempted: int, done: int, exposures: bool
) -> list[int]:
    """Return the least vector of an order in which a step is asked for after others.

    A party with compensation counts from what it bears itself; whole numbers of each party.
    """
    n = deal.n_parties
    found = [0] * (2 * n)
    found[deal.actor[step]] = max(0, tempted)
    if exposures:
        for i in range(n):
            lost = sum(rows.loss[i][k] for k in bits(done))
            found[n + i] = max(0, lost - rows.covered[step][i])
    return found


def _merge(arrivals: list[tuple[Array, int, Window | None]]) -> _Labels:
    """Return the vectors that no other dominates, each once."""
    import numpy as np

    vectors = np.concatenate([a for a, _, _ in arrivals])
    sizes = [len(a) for a, _, _ in arrivals]
    place = np.repeat(np.arange(len(arrivals)), sizes)
    row = np.concatenate([np.arange(s) for s in sizes])
    plain = ranks(vectors.T).T if _large(vectors) else vectors
    _, first = np.unique(plain, axis=0, return_index=True)
    # Greatest is best there, least is best here.
    chosen = first[undominated(-plain[first].T.astype(np.int64))]
    steps = np.array([step for _, step, _ in arrivals])
    return _Labels(
        vectors[chosen],
        steps[place[chosen]],
        [window for _, _, window in arrivals if window is not None],
        place[chosen],
        row[chosen],
    )


def _large(vectors: Array) -> bool:
    return vectors.dtype == object or bool(vectors.max() >= EXACT_FLOAT)


def _back(solved: dict[Window, _Labels], end: _Labels, row: int) -> tuple[int, ...]:
    """Return the steps that led to a label."""
    order: list[int] = []
    labels = end
    while labels.step[row] >= 0:
        order.append(int(labels.step[row]))
        before, row = labels.origin[labels.place[row]], int(labels.row[row])
        labels = solved[before]
    return tuple(reversed(order))
