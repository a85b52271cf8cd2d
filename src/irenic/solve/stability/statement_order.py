"""The smallest re-ordering of prioritised statements with which a state becomes stable.

Statements are 0 .. h-1, most important first.  A state is preferred to the target when the first
statement that tells the two apart holds in it.  Distance: swaps of neighbouring statements.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from irenic.solve.result import Status
from irenic.solve.stability.inverse import Requirement, satisfied

__all__ = ["OrderChange", "Shift", "Telling", "nearest_order", "not_preferred", "single_shifts"]


@dataclass(frozen=True, slots=True)
class Telling:
    """The statements that tell one state from the target, as sets of bits.

    ``favour`` hold in the state and not in the target, ``against`` the other way round.
    """

    favour: int
    against: int


@dataclass(frozen=True, slots=True)
class Shift:
    """One statement moved from one place to another, both counted from 0."""

    statement: int
    place: int

    @property
    def swaps(self) -> int:
        """Return how many neighbours it passes."""
        return abs(self.statement - self.place)

    def order(self, n_statements: int, /) -> tuple[int, ...]:
        """Return all statements in their new order."""
        found = [j for j in range(n_statements) if j != self.statement]
        found.insert(self.place, self.statement)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class OrderChange:
    """The nearest order found.

    Status: optimal, infeasible (no order of these statements does) or limit reached.  ``swaps``
    and ``order`` are ``None`` when none is known; no order with fewer than ``bound`` swaps does.
    """

    status: Status
    swaps: int | None
    order: tuple[int, ...] | None
    bound: int
    examined: int


def not_preferred(order: Sequence[int], telling: Telling, /) -> bool:
    """Return whether a state is not preferred to the target under an order of the statements."""
    for j in order:
        bit = 1 << j
        if telling.favour & bit:
            return False
        if telling.against & bit:
            return True
    return True


def single_shifts(
    requirements: Sequence[Requirement], telling: Mapping[int, Telling], n_statements: int, /
) -> tuple[Shift, ...]:
    """Return the smallest moves of one statement that do; all of the same length, none otherwise.

    Notes
    -----
    Tries all h(h-1) moves; O(h^3 x states).
    """
    h = n_statements
    shifts = (Shift(j, k) for j in range(h) for k in range(h) if j != k)
    for_length: dict[int, dict[tuple[int, ...], Shift]] = {}
    for shift in shifts:
        order = shift.order(h)
        if satisfied(requirements, lambda s, o=order: not_preferred(o, telling[s])):  # type: ignore[misc]
            for_length.setdefault(shift.swaps, {}).setdefault(order, shift)
    return tuple(for_length[min(for_length)].values()) if for_length else ()


def nearest_order(
    requirements: Sequence[Requirement],
    telling: Mapping[int, Telling],
    n_statements: int,
    /,
    *,
    most: int = 20_000,
) -> OrderChange:
    """Return an order of the statements with fewest swaps that meets a condition.

    Parameters
    ----------
    telling : mapping of state to Telling
        For every state that the condition speaks of.
    most : int
        The most partial orders to examine.

    Notes
    -----
    A shortest path over partial orders: the statements are placed from the top.  Placing one
    costs a swap for each more important statement that is not placed yet.  Two partial orders with
    the same statements that settle the same states in the same way are one node.  The condition is
    monotone: a partial order that already meets it is completed at no cost, and one that cannot
    meet it any more is dropped.
    """
    search = _Search(requirements, telling, n_statements)
    start = (0, 0)
    queue: list[tuple[int, int, int, int]] = [(0, 0, *start)]
    cost_of: dict[tuple[int, int], int] = {start: 0}
    before: dict[tuple[int, int], tuple[tuple[int, int], int]] = {}
    done: set[tuple[int, int]] = set()
    examined = 0
    while queue:
        cost, _, placed, better = heapq.heappop(queue)
        if (placed, better) in done:
            continue
        if examined >= most:
            return OrderChange(Status.LIMIT, None, None, cost, examined)
        done.add((placed, better))
        examined += 1
        if search.met(placed, better):
            order = _order(before, (placed, better), n_statements)
            return OrderChange(Status.OPTIMAL, cost, order, cost, examined)
        passed = 0
        for j in range(n_statements):
            if placed >> j & 1:
                continue
            after = search.after(placed, better, j)
            total = cost + passed
            passed += 1
            if search.possible(after[1]) and total < cost_of.get(after, total + 1):
                cost_of[after] = total
                before[after] = ((placed, better), j)
                heapq.heappush(queue, (total, -after[0].bit_count(), *after))
    return OrderChange(Status.INFEASIBLE, None, None, 0, examined)


def _order(
    before: Mapping[tuple[int, int], tuple[tuple[int, int], int]],
    node: tuple[int, int],
    n_statements: int,
) -> tuple[int, ...]:
    """Return the statements on the way to a node, then all others in their old order."""
    found: list[int] = []
    while node in before:
        node, j = before[node]
        found.append(j)
    found.reverse()
    return (*found, *(j for j in range(n_statements) if j not in found))


class _Search:
    """The states as bits, what each statement says of them, and the condition on them."""

    def __init__(
        self, requirements: Sequence[Requirement], telling: Mapping[int, Telling], n: int
    ) -> None:
        place = {state: k for k, state in enumerate(telling)}
        told = list(telling.values())
        self.favour = [_where(t.favour >> j & 1 for t in told) for j in range(n)]
        self.apart = [_where((t.favour | t.against) >> j & 1 for t in told) for j in range(n)]
        self.wavering = _where(t.favour for t in told)
        self.ways = [
            [sum(1 << place[s] for s in way.states) for way in r.ways] for r in requirements
        ]
        self._settled = {0: 0}
        self._possible: dict[int, bool] = {}

    def after(self, placed: int, better: int, statement: int) -> tuple[int, int]:
        """Return the node with one more statement placed."""
        settled = self.settled(placed)
        return placed | 1 << statement, better | (self.favour[statement] & ~settled)

    def settled(self, placed: int) -> int:
        """Return the states that the placed statements tell from the target."""
        if placed not in self._settled:
            low = placed & -placed
            self._settled[placed] = self.settled(placed ^ low) | self.apart[low.bit_length() - 1]
        return self._settled[placed]

    def met(self, placed: int, better: int) -> bool:
        """Return whether every completion meets the condition."""
        return self.possible(better | (self.wavering & ~self.settled(placed)))

    def possible(self, above: int) -> bool:
        """Return whether the condition is met when exactly these states are preferred."""
        if above not in self._possible:
            self._possible[above] = all(any(not way & above for way in ways) for ways in self.ways)
        return self._possible[above]


def _where(flags: Iterable[int]) -> int:
    """Return the places of what is not 0, as a set of bits."""
    return sum(1 << k for k, flag in enumerate(flags) if flag)
