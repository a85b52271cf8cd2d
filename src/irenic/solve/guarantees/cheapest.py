r"""The cheapest guarantees that hold a fixed order of steps.

.. math:: \min \sum_g F_g z_g + c_g y_g + \sum_m F_m z_m
          \quad\text{subject to } \sum_g q_{gk} w_{gk} y_g \ge D_k \text{ for every step } k,
          \quad 0 \le y_g \le Y_g z_g, \quad z \in \{0, 1\}

:math:`D_k` is by how much step k tempts its performer, :math:`w_{gk}` what a unit of guarantee g
costs this performer when it refuses, in the performer's own unit, and :math:`q_{gk}` how sure that
is: noticed, times willing and able.  A monitor raises "noticed" at the steps that it watches; where
several watch, the best counts, because what they see may be the same.

Without fixed costs and monitors this is a linear program.  With them the choices are searched by
branch and bound; a choice still open counts with the share of its fixed cost that is used, an open
monitor as if it were free, so that no package of guarantees is cheaper than the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush

from irenic.solve.guarantees.covering import Covering, cover_at_least_cost
from irenic.solve.guarantees.deal import Deal
from irenic.solve.result import Status

__all__ = [
    "NODES", "Cheapest", "Monitor", "Offer", "Program", "cheapest", "cost_bound", "demands",
    "savings",
]  # fmt: skip

Vector = tuple[Fraction, ...]
NOTHING = Fraction(0)
#: So many partly made choices are looked at: about 15 seconds with a dozen guarantees, which were
#: settled within 50 (measured).
NODES = 2_000


@dataclass(frozen=True, slots=True)
class Offer:
    """A guarantee that can be had.

    ``weights[k]`` is what a unit of it costs the performer of step k when it refuses (0: the step
    is not covered).  ``noticed`` and ``acts`` are the probabilities that a refusal is noticed in
    time, and that then somebody acts.  ``unit`` and ``fixed`` are its costs.  ``most`` is its
    largest size; with ``whole`` it is had in this size or not at all.
    """

    weights: Vector
    noticed: Fraction = Fraction(1)
    acts: Fraction = Fraction(1)
    unit: Fraction = NOTHING
    fixed: Fraction = NOTHING
    most: Fraction | None = None
    whole: bool = False

    @property
    def switched(self) -> bool:
        """Return whether having it is a choice of its own, besides its size."""
        return self.whole or self.fixed > 0


@dataclass(frozen=True, slots=True)
class Monitor:
    """Somebody who watches a set of steps, so that a refusal is ``noticed`` with this chance."""

    steps: int
    noticed: Fraction
    fixed: Fraction


@dataclass(frozen=True, slots=True)
class Program:
    """What is to be held, shape (m,), and what there is to hold it.

    Raises
    ------
    ValueError
        When a number of weights, a cost, a size or a probability makes no sense.
    """

    demand: Vector
    offers: tuple[Offer, ...]
    monitors: tuple[Monitor, ...] = ()

    def __post_init__(self) -> None:
        m = len(self.demand)
        for offer in self.offers:
            if len(offer.weights) != m:
                raise ValueError(f"an offer has {len(offer.weights)} weights for {m} steps")
            if offer.whole and offer.most is None:
                raise ValueError("an offer that is had whole needs its size")
            amounts = (*offer.weights, offer.unit, offer.fixed, offer.most or NOTHING)
            if min(amounts) < 0 or not (0 <= offer.noticed <= 1 and 0 <= offer.acts <= 1):
                raise ValueError("weights, costs and sizes are at least 0, probabilities at most 1")
        if any(w.fixed < 0 or not 0 <= w.noticed <= 1 for w in self.monitors):
            raise ValueError("costs of monitors are at least 0, probabilities at most 1")

    def hold(self, offer: Offer, step: int, monitors: Sequence[int], /) -> Fraction:
        """Return q_gk w_gk: what a unit of an offer is expected to cost who refuses a step."""
        seen = [self.monitors[j].noticed for j in monitors if self.monitors[j].steps >> step & 1]
        return offer.weights[step] * offer.acts * max(offer.noticed, *seen, NOTHING)

    def most(self, offer: Offer, /) -> Fraction:
        """Return the size above which an offer has no further use."""
        useful = NOTHING
        for k, d in enumerate(self.demand):
            seen = (offer.noticed, *(w.noticed for w in self.monitors if w.steps >> k & 1))
            # A monitor less sure than the guarantor itself is of no use, and may not count here.
            levels = [q for q in seen if q >= offer.noticed and q * offer.weights[k] * offer.acts]
            if d > 0 and levels:
                useful = max(useful, d / (min(levels) * offer.weights[k] * offer.acts))
        if offer.whole and useful:
            return offer.most or NOTHING
        return useful if offer.most is None else min(useful, offer.most)

    def short(self) -> Vector:
        """Return by how much every step still tempts with all guarantees at their most."""
        everybody = range(len(self.monitors))
        left = []
        for k, d in enumerate(self.demand):
            rates = [(self.hold(o, k, everybody), o.most) for o in self.offers]
            held = any(rate and most is None for rate, most in rates)
            supply = sum((rate * most for rate, most in rates if most is not None), NOTHING)
            left.append(NOTHING if held else max(NOTHING, d - supply))
        return tuple(left)


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The cheapest guarantees, with the proof of their cost.

    Parameters
    ----------
    status : Status
        OPTIMAL; LIMIT, when the search was stopped: then nothing is cheaper than ``bound``;
        INFEASIBLE, when something in ``short`` is positive or the cost is above the budget.
    cost, bound : Fraction or None
        What this package costs, and what no package can cost less than.
    sizes : tuple of Fraction
        How much of each offer; 0 for one that is not taken.
    watching : tuple of bool
        Which monitors are taken.
    prices : tuple of Fraction
        With this choice of guarantees, what one unit less temptation at each step would save.
        It is 0 where only whole guarantees hold: see :func:`savings` for what they would save.
    short : tuple of Fraction
        By how much each step tempts beyond everything that is on offer.
    nodes : int
        How many partly made choices were looked at.
    """

    status: Status
    cost: Fraction | None = None
    bound: Fraction | None = None
    sizes: Vector = ()
    watching: tuple[bool, ...] = ()
    prices: Vector = ()
    short: Vector = ()
    nodes: int = 0


def demands(deal: Deal, order: Sequence[int], /, margin: Fraction = NOTHING) -> Vector:
    """Return what has to be held at each step: its temptation and the margin, at least 0.

    The deal comes without the guarantees that are on offer.
    """
    found = [NOTHING] * deal.n_steps
    for moment in deal.moments(order):
        found[moment.step] = max(NOTHING, moment.temptation + margin)
    return tuple(found)


def cheapest(
    program: Program, /, *, budget: Fraction | None = None, limit: int = NODES
) -> Cheapest:
    """Return the cheapest guarantees that hold every step.

    Parameters
    ----------
    budget : Fraction, optional
        What they may cost; when the cheapest cost more, the answer says how much.
    limit : int
        How many partly made choices are looked at before the search is stopped.

    Notes
    -----
    Exact.  The problem is a weighted cover, NP-hard; a choice takes one linear program with as
    many variables as there are offers, and there are few.

    Examples
    --------
    A deposit on one step that tempts by 3, sure to 9/10, at 1/10 a unit:

    >>> deposit = Offer((Fraction(1),), noticed=Fraction(9, 10), unit=Fraction(1, 10))
    >>> found = cheapest(Program((Fraction(3),), (deposit,)))
    >>> str(found.cost), str(found.sizes[0]), str(found.prices[0])
    ('1/3', '10/3', '1/9')
    """
    short = program.short()
    if any(short):
        return Cheapest(Status.INFEASIBLE, short=short)
    search = _Search(program)
    search.run(limit)
    found = search.answer(short)
    if budget is None or found.cost is None or found.cost <= budget:
        return found
    beyond = found.bound is not None and found.bound > budget
    return replace(found, status=Status.INFEASIBLE) if beyond else found


def cost_bound(program: Program, /) -> Fraction | None:
    """Return a cost below which nothing holds every step; ``None`` when nothing holds them."""
    if any(program.short()):
        return None
    return _Search(program).relaxed({}).bound


def savings(program: Program, /, *, limit: int = NODES) -> tuple[Fraction | None, ...]:
    """Return for each step what would be saved if it tempted nobody any more.

    ``None`` when one of the two costs is not known exactly.
    """
    whole = cheapest(program, limit=limit)
    found: list[Fraction | None] = []
    for k, d in enumerate(program.demand):
        if d <= 0:
            found.append(NOTHING if whole.status is Status.OPTIMAL else None)
            continue
        easier = replace(program, demand=(*program.demand[:k], NOTHING, *program.demand[k + 1 :]))
        other = cheapest(easier, limit=limit)
        known = whole.status is other.status is Status.OPTIMAL
        found.append(whole.cost - other.cost if known else None)  # type: ignore[operator]
    return tuple(found)


#: Offer g is key g, monitor j is key -1-j; what is not there is open.
_Choices = dict[int, bool]


@dataclass(frozen=True, slots=True)
class _Node:
    """A bound of everything these choices allow, one package, and what to choose next."""

    bound: Fraction | None
    cost: Fraction = NOTHING
    taken: frozenset[int] = frozenset()
    next: int | None = None


class _Search:
    """Best-first branch and bound over what is taken."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.most = [program.most(o) for o in program.offers]
        self.best: _Node | None = None
        self.bound: Fraction | None = None
        self.stopped = False
        self.nodes = 0

    def run(self, limit: int) -> None:
        """Search until the best package is proved or the limit is reached."""
        heap: list[tuple[Fraction, int, _Node, _Choices]] = []
        self._look({}, heap)
        while heap:
            bound, _, node, choices = heappop(heap)
            if self.best is not None and bound >= self.best.cost:
                break
            if self.nodes >= limit:
                self.stopped, self.bound = True, bound
                break
            for taken in (True, False):
                self._look({**choices, node.next: taken}, heap)  # type: ignore[dict-item]

    def _look(self, choices: _Choices, heap: list[tuple[Fraction, int, _Node, _Choices]]) -> None:
        node = self.relaxed(choices)
        self.nodes += 1
        if node.bound is None:
            return
        if self.best is None or node.cost < self.best.cost:
            self.best = node
        if node.next is not None:
            heappush(heap, (node.bound, self.nodes, node, choices))

    def answer(self, short: Vector) -> Cheapest:
        """Return the best package with sizes and prices of its own."""
        if self.best is None:
            return Cheapest(Status.UNKNOWN, short=short, nodes=self.nodes)
        taken = {k for k in self.best.taken if k < 0 or self.program.offers[k].switched}
        offers = self.program.offers
        watching = [-1 - k for k in taken if k < 0]
        switched = (k for k in range(-len(self.program.monitors), len(offers)))
        decided = {k: k in taken for k in switched if k < 0 or offers[k].switched}
        sizes, found = self._solve(decided, watching)
        if found is None:
            return Cheapest(Status.UNKNOWN, short=short, nodes=self.nodes)
        taken |= {g for g, y in enumerate(sizes) if y}
        cost = self._cost(taken, sizes)
        bound = cost if not self.stopped or self.bound is None else min(cost, self.bound)
        status = Status.OPTIMAL if bound == cost else Status.LIMIT
        on = tuple(-1 - j in taken for j in range(len(self.program.monitors)))
        return Cheapest(status, cost, bound, sizes, on, found.prices, short, self.nodes)

    def relaxed(self, choices: _Choices) -> _Node:
        """Solve with open choices at the share used, and round to a package."""
        p = self.program
        watching = [j for j in range(len(p.monitors)) if choices.get(-1 - j, True)]
        sizes, found = self._solve(choices, watching)
        if found is None:
            return _Node(None)
        decided = {k for k, taken in choices.items() if taken}
        bound = found.cost + self._sure(decided)
        needed = list(watching)
        for j in watching:
            rest = [x for x in needed if x != j]
            if -1 - j not in decided and self._holds(sizes, rest):
                needed = rest
        taken = decided | {-1 - j for j in needed} | {g for g, y in enumerate(sizes) if y}
        cost = self._cost(taken, sizes)
        if cost == bound:
            return _Node(bound, cost, frozenset(taken))
        return _Node(bound, cost, frozenset(taken), self._branch(choices, sizes, needed))

    def _branch(self, choices: _Choices, sizes: Vector, needed: list[int]) -> int | None:
        """Return an open choice that made the package dearer than the bound."""
        for j in needed:
            if -1 - j not in choices:
                return -1 - j
        gaps = {
            g: self._price(g, self.most[g] if o.whole else sizes[g]) - self._rate(g) * sizes[g]
            for g, o in enumerate(self.program.offers)
            if o.switched and g not in choices and sizes[g]
        }
        return max(gaps, key=lambda g: (gaps[g], -g)) if gaps else None

    def _solve(self, choices: _Choices, watching: Sequence[int]) -> tuple[Vector, Covering | None]:
        """Return sizes; whole offers that are taken lower the demand, and are not in the cost."""
        p = self.program
        rates = [[p.hold(o, k, watching) for k in range(len(p.demand))] for o in p.offers]
        demand = list(p.demand)
        free = []
        sizes = [NOTHING] * len(p.offers)
        for g, offer in enumerate(p.offers):
            if not self.most[g] or not choices.get(g, True):
                continue
            if offer.whole and g in choices:
                sizes[g] = self.most[g]
                demand = [d - rate * sizes[g] for d, rate in zip(demand, rates[g], strict=True)]
            else:
                free.append(g)
        costs = [p.offers[g].unit if g in choices else self._rate(g) for g in free]
        rows = [[rates[g][k] for g in free] for k in range(len(demand))]
        found = cover_at_least_cost(costs, rows, demand, [self.most[g] for g in free])
        for g, y in zip(free, found.amounts if found else (), strict=False):
            sizes[g] = y
        return tuple(sizes), found

    def _rate(self, g: int) -> Fraction:
        """Return what a unit of an open offer costs with its share of the fixed cost."""
        offer = self.program.offers[g]
        return offer.unit + offer.fixed / self.most[g] if self.most[g] else offer.unit

    def _price(self, g: int, size: Fraction) -> Fraction:
        return self.program.offers[g].fixed + self.program.offers[g].unit * size

    def _sure(self, taken: set[int]) -> Fraction:
        """Return the costs of choices that are made, which the linear program does not see."""
        total = NOTHING
        for k in taken:
            if k < 0:
                total += self.program.monitors[-1 - k].fixed
            elif self.program.offers[k].whole and self.most[k]:
                total += self._price(k, self.most[k])
            elif not self.program.offers[k].whole:
                total += self.program.offers[k].fixed
        return total

    def _holds(self, sizes: Vector, watching: Sequence[int]) -> bool:
        p = self.program
        return all(
            sum((p.hold(o, k, watching) * y for o, y in zip(p.offers, sizes, strict=True)), NOTHING)
            >= d
            for k, d in enumerate(p.demand)
        )

    def _cost(self, taken: frozenset[int] | set[int], sizes: Vector) -> Fraction:
        """Return what a package costs."""
        total = NOTHING
        for k in taken:
            if k < 0:
                total += self.program.monitors[-1 - k].fixed
            else:
                whole = self.program.offers[k].whole
                total += self._price(k, self.most[k] if whole else sizes[k])
        return total
