r"""The order of steps and the guarantees that hold it, chosen together at least cost.

An order matters to the guarantees only through what it asks of them: the vector of temptations.
So orders are built from their last step to their first, and of those that end with the same steps
only the vectors stay that no other is below (dominance is safe, because asking less never
costs more).  Steps that every guarantee and monitor treats alike share one entry, their
greatest: with a deposit for each party there are as many entries as parties.  The vectors of
complete orders are then held at least cost, in the order of their bounds, until no other can be
cheaper.

This is exact, and quick to about nine steps.  Where more than ``width`` vectors of one length are
left, only a beam of those with the least estimated cost stays and the status is LIMIT.  The bound
then comes from the last steps, of which every ending was still there: the cheapest of these with
every other step at the least that it tempts anywhere.  A mixed-integer program with an
order variable for each pair of steps was left aside: its floating-point optimum would have to
be proved again, and these labels also serve a breach that is noticed late, where a
temptation depends on what comes next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from irenic.solve.guarantees.cheapest import (
    NODES,
    Cheapest,
    Monitor,
    Offer,
    Program,
    cheapest,
    cost_bound,
)
from irenic.solve.guarantees.deal import Deal, bits
from irenic.solve.result import Status

__all__ = ["WIDTH", "Joint", "cheapest_order", "least_temptations"]

Vector = tuple[Fraction, ...]
NOTHING = Fraction(0)
#: Ends of orders by what is in them and how they begin.
_Layer = dict[tuple[int, tuple[int, ...]], list[tuple[Vector, tuple[int, ...]]]]
#: With more vectors of one length the search is cut; nine steps with three parties had about half.
WIDTH = 2_000
#: So many are left then: about ten seconds for twenty steps.
BEAM = 200
#: After a cut search so many vectors are priced, for the answer and for the bound.
PRICED = 100


@dataclass(frozen=True, slots=True)
class Joint:
    """The cheapest order with its guarantees.

    Parameters
    ----------
    status : Status
        OPTIMAL; LIMIT, when something cheaper is not excluded; INFEASIBLE, when no order can be
        held; UNKNOWN, when a cut search found none.
    order : tuple of int
    guarantees : Cheapest or None
        What holds this order; its ``bound`` speaks of this order alone.
    bound : Fraction or None
        No order can be held for less.
    ordered : bool
        Whether any order keeps the prerequisites and what everybody accepts to be exposed; when
        this is false, guarantees against refusal do not help.
    labels : int
        How many vectors were looked at.
    """

    status: Status
    order: tuple[int, ...] = ()
    guarantees: Cheapest | None = None
    bound: Fraction | None = None
    ordered: bool = True
    labels: int = 0


def least_temptations(deal: Deal, /) -> Vector:
    """Return for each step the least that it can tempt, were its place best for itself.

    Prerequisites count.  O(m^2).

    Examples
    --------
    >>> one = Fraction(1)
    >>> swap = Deal((0, 1), ((-one, 2 * one), (2 * one, -one)), ((-one, 2 * one), (2 * one, -one)),
    ...             (0 * one,) * 2, (None, None), (0 * one,) * 2, (0 * one,) * 2,
    ...             ((0 * one,) * 2,) * 2, (0, 0), (3, 3), (0, 0), (0 * one,) * 2)
    >>> [str(t) for t in least_temptations(swap)]
    ['-1', '-1']
    """
    needed = _closure(deal.needs)
    found = []
    for k, i in enumerate(deal.actor):
        least = deal.start[i] + deal.gain[k] - deal.penalty[k] - deal.complete[i]
        for j in range(deal.n_steps):
            if j == k:
                continue
            kept, other = deal.kept[j][i], deal.actor[j] != i
            before = kept - deal.undone[j] * kept if other and kept > 0 else kept
            after = deal.value[j][i] if other and not deal.stops[k] >> j & 1 else NOTHING
            if other and deal.notice[k] and deal.stops[k] >> j & 1:
                after = min(NOTHING, deal.value[j][i])
            if needed[k] >> j & 1:
                least += before
            elif needed[j] >> k & 1:
                least += after
            else:
                least += min(before, after)
        found.append(least)
    return tuple(found)


def cheapest_order(
    deal: Deal,
    offers: Sequence[Offer],
    monitors: Sequence[Monitor] = (),
    /,
    *,
    margin: Fraction = NOTHING,
    width: int = WIDTH,
    limit: int = NODES,
) -> Joint:
    """Return the order of steps that costs least to hold, and what holds it.

    Parameters
    ----------
    deal : Deal
        Without the guarantees on offer.  What parties accept to be exposed is kept in any case.
    offers, monitors
        With a weight for each step, whatever the order.
    margin : Fraction
        How much every performer has to lose at least by refusing, in its own unit.
    width : int
        With more vectors of one length the search is cut.
    limit : int
        How many partly made choices of guarantees are looked at for one order.
    """
    blank = Program((NOTHING,) * deal.n_steps, tuple(offers), tuple(monitors))
    search = _Labels(deal, blank, margin, width)
    complete = search.run()
    if not complete:
        if search.cut:
            return Joint(Status.UNKNOWN, labels=search.seen)
        ordered = search.unheld and bool(_Labels(deal, blank, margin, width, free=True).run())
        return Joint(Status.INFEASIBLE, ordered=ordered, labels=search.seen)
    priced = []
    for vector, order in complete[: PRICED if search.cut else None]:
        program = search.program(vector)
        lowest = cost_bound(program)
        if lowest is not None:
            priced.append((lowest, order, program))
    priced.sort(key=lambda found: found[0])
    best: tuple[Cheapest, tuple[int, ...]] | None = None
    bounds = []
    for lowest, order, program in priced:
        if best is not None and best[0].cost is not None and lowest >= best[0].cost:
            break
        found = cheapest(program, limit=limit)
        bounds.append(found.bound)
        if best is None or _below(found.cost, best[0].cost):
            best = (found, order)
    return _joined(search, best, [b for b in bounds if b is not None])


def _joined(
    search: _Labels,
    best: tuple[Cheapest, tuple[int, ...]] | None,
    bounds: Sequence[Fraction],
) -> Joint:
    if best is None or best[0].cost is None:
        return Joint(Status.UNKNOWN, labels=search.seen)
    found, order = best
    bound = min(*bounds, search.bound()) if search.cut else min(bounds)
    status = Status.OPTIMAL if bound == found.cost else Status.LIMIT
    return Joint(status, order, found, bound, True, search.seen)


def _below(cost: Fraction | None, other: Fraction | None) -> bool:
    return cost is not None and (other is None or cost < other)


def _closure(needs: Sequence[int]) -> list[int]:
    """Return for each step all steps that have to be done before, however indirectly."""
    found = list(needs)
    for _ in needs:
        for k, before in enumerate(found):
            for j in bits(before):
                found[k] |= found[j]
    return found


class _Labels:
    """Ends of orders with the vector of what they ask, the dominated ones left out.

    ``free`` leaves out what guarantees can hold, to see whether there is any order.
    """

    def __init__(
        self, deal: Deal, blank: Program, margin: Fraction, width: int, free: bool = False
    ) -> None:
        self.deal, self.blank, self.margin, self.width = deal, blank, margin, width
        self.free, self.cut, self.unheld, self.seen = free, False, False, 0
        self.head = 0 if free else max(deal.notice, default=0)
        self.known: dict[tuple[int, int, tuple[int, ...]], Fraction] = {}
        self.allowed: dict[tuple[int, int], bool] = {}
        alike: dict[object, int] = {}
        self.entry = []
        for k in range(deal.n_steps):
            row = (
                tuple(o.weights[k] for o in blank.offers),
                tuple(w.steps >> k & 1 for w in blank.monitors),
            )
            self.entry.append(alike.setdefault(row, len(alike)))
        self.endings: list[tuple[int, Vector]] = [(0, (NOTHING,) * len(alike))]
        self.first = [self.entry.index(c) for c in range(len(alike))]
        self.most = [self._most(k) for k in self.first]
        self.rate = [self._rate(k) for k in self.first]

    def program(self, vector: Vector) -> Program:
        """Return what has to be held, each entry at the first of the steps that share it."""
        demand = [NOTHING] * self.deal.n_steps
        for k, d in zip(self.first, vector, strict=True):
            demand[k] = d
        return replace(self.blank, demand=tuple(demand))

    def bound(self) -> Fraction:
        """Return a cost below which no order can be held, from endings that are complete."""
        least = [t + self.margin for t in least_temptations(self.deal)]
        found = []
        for later, vector in self.endings:
            asked = list(vector)
            for k in bits(self.deal.everything & ~later):
                asked[self.entry[k]] = max(asked[self.entry[k]], least[k])
            lowest = cost_bound(self.program(tuple(asked)))
            if lowest is not None:
                found.append(lowest)
        return min(found, default=NOTHING)

    def _most(self, step: int) -> Fraction | None:
        """Return the most that can be held at a step; ``None`` for no limit."""
        everybody = range(len(self.blank.monitors))
        total = NOTHING
        for offer in self.blank.offers:
            rate = self.blank.hold(offer, step, everybody)
            if rate and offer.most is None:
                return None
            total += rate * (offer.most or NOTHING)
        return total

    def _rate(self, step: int) -> Fraction:
        """Estimate what holding a step costs for each unit of temptation."""
        everybody = range(len(self.blank.monitors))
        rates = [
            (o.unit + (o.fixed / o.most if o.most else NOTHING)) / rate
            for o in self.blank.offers
            if (rate := self.blank.hold(o, step, everybody))
        ]
        return min(rates, default=NOTHING)

    def run(self) -> list[tuple[Vector, tuple[int, ...]]]:
        """Return the vectors of complete orders, the least estimated cost first."""
        start = (NOTHING,) * len(self.first)
        layer: _Layer = {(0, ()): [(start, ())]}
        for _ in range(self.deal.n_steps):
            following: _Layer = {}
            for (later, _), labels in layer.items():
                for k in bits(self.deal.everything & ~later):
                    self._extend(k, later, labels, following)
            layer = self._narrow(following)
            ends = [(key[0], vector) for key, labels in layer.items() for vector, _ in labels]
            if not self.cut and len(ends) <= PRICED:
                self.endings = ends
        found = [label for labels in layer.values() for label in labels]
        return sorted(found, key=lambda label: (self._estimate(label[0]), label[1]))

    def _extend(
        self,
        k: int,
        later: int,
        labels: Sequence[tuple[Vector, tuple[int, ...]]],
        following: _Layer,
    ) -> None:
        """Put a step before some ends of orders."""
        done = self.deal.everything & ~later & ~(1 << k)
        if not self._open(k, done):
            return
        c = self.entry[k]
        for vector, order in labels:
            asked = NOTHING if self.free else self._asked(k, done, order)
            most = self.most[c]
            if most is not None and asked > most:
                self.unheld = True
                continue
            self.seen += 1
            longer = (*vector[:c], max(vector[c], asked), *vector[c + 1 :])
            whole = (k, *order)
            _add(following.setdefault((later | 1 << k, whole[: self.head]), []), longer, whole)

    def _asked(self, k: int, done: int, order: tuple[int, ...]) -> Fraction:
        key = (k, done, order[: self.deal.notice[k]])
        if key not in self.known:
            tempted = self.deal.temptation(k, done, order) + self.margin
            self.known[key] = max(NOTHING, tempted)
        return self.known[key]

    def _open(self, k: int, done: int) -> bool:
        """Return whether a step can come after others, with nobody exposed too much."""
        deal = self.deal
        if (k, done) not in self.allowed:
            self.allowed[k, done] = deal.may(k, done) and all(
                cap is None or deal.exposure(i, done) - deal.cover[k][i] <= cap
                for i, cap in enumerate(deal.caps)
            )
        return self.allowed[k, done]

    def _estimate(self, vector: Vector) -> Fraction:
        return sum((r * d for r, d in zip(self.rate, vector, strict=True)), NOTHING)

    def _narrow(self, layer: _Layer) -> _Layer:
        """Keep the vectors with the least estimated cost."""
        if sum(map(len, layer.values())) <= self.width:
            return layer
        self.cut = True
        flat = [(self._estimate(v), o, key, v) for key, labels in layer.items() for v, o in labels]
        kept: _Layer = {}
        for _, order, key, vector in sorted(flat)[: min(BEAM, self.width)]:
            kept.setdefault(key, []).append((vector, order))
        return kept


def _add(
    labels: list[tuple[Vector, tuple[int, ...]]], vector: Vector, order: tuple[int, ...]
) -> None:
    """Add an end of orders unless another asks no more; drop those that ask no less."""
    if any(all(a <= b for a, b in zip(v, vector, strict=True)) for v, _ in labels):
        return
    labels[:] = [
        (v, o) for v, o in labels if not all(a <= b for a, b in zip(vector, v, strict=True))
    ]
    labels.append((vector, order))
