"""In which order linked issues are decided: the one with the fewest states.

After the issues of a set *D* are decided, a state is which patterns are still open and have
matched so far, and how far the open limits are used.  A pattern with one issue in *D* asks
only in which group of alike options that issue is; a pattern with more asks yes or no.  The
product over issues, patterns and limits bounds the number of states from above, without
building any.  Several ways to order issues are tried, and the bound decides.

References
----------
J. Petit, "Experiments on the Minimum Linear Arrangement Problem", ACM Journal of Experimental
Algorithmics 8 (2003): improving an order by moving one element.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import log2

from irenic.solve.blocks import Block
from irenic.solve.limits import tally
from irenic.solve.space import Limit, Pattern

__all__ = ["Shape", "best_order", "members", "order_of", "quick_order", "shape", "shape_of"]

#: An order with fewer states than this in all is not worth improving.
FEW = 200.0
#: How many sets of decided issues are looked at when an order is improved; about 0.2 seconds.
LOOKS = 100_000
#: Exponents beyond this are all "far too many".
FAR = 1000.0


@dataclass(frozen=True, slots=True)
class _Group:
    """Patterns over the same issues; ``labels[j][o]`` are the patterns that the option matches."""

    scope: int
    patterns: int
    labels: Mapping[int, tuple[frozenset[int], ...]]


@dataclass(frozen=True, slots=True)
class _Sum:
    """A limit; ``room[j]`` is by how much issue *j* can move its sum, in steps.

    ``labels[j][o]`` is what the option adds by itself.
    """

    scope: int
    room: Mapping[int, int]
    labels: Mapping[int, tuple[int, ...]]


@dataclass
class Shape:
    """How the issues of a block are linked, for asking many times how many states there are."""

    sizes: tuple[int, ...]
    groups: tuple[_Group, ...]
    sums: tuple[_Sum, ...]
    _exponents: dict[int, float] = field(default_factory=dict)
    _kinds: dict[tuple[int, tuple[int, ...]], float] = field(default_factory=dict)

    def exponent(self, decided: int, /) -> float:
        """Return a bound of log2 of the states when the issues of the bit set are decided."""
        if decided not in self._exponents:
            self._exponents[decided] = min(self._bound(decided), FAR)
        return self._exponents[decided]

    def _bound(self, decided: int) -> float:
        asked: dict[int, list[int]] = {}
        total = 0.0
        for k, group in enumerate(self.groups):
            inside = group.scope & decided
            if not inside or inside == group.scope:
                continue
            if inside & (inside - 1):
                most = sum(log2(self.sizes[j]) for j in members(inside))
                total += min(float(group.patterns), most)
            else:
                asked.setdefault(inside.bit_length() - 1, []).append(k)
        total += sum(self._log_kinds(j, tuple(open_here)) for j, open_here in asked.items())
        for limit in self.sums:
            inside = limit.scope & decided
            if inside and inside != limit.scope:
                total += log2(1 + sum(limit.room[j] for j in members(inside)))
        return total

    def _log_kinds(self, issue: int, groups: tuple[int, ...]) -> float:
        key = issue, groups
        if key not in self._kinds:
            columns = [self.groups[k].labels[issue] for k in groups]
            self._kinds[key] = log2(len(set(zip(*columns, strict=True))))
        return self._kinds[key]

    def states(self, order: Sequence[int], /) -> float:
        """Return a bound of the number of states of all steps together."""
        decided, total = 0, 0.0
        for j in order:
            decided |= 1 << j
            total += 2.0 ** self.exponent(decided)
        return total

    def peak(self, order: Sequence[int], /) -> float:
        """Return a bound of the number of states of the widest step."""
        decided, most = 0, 0.0
        for j in order:
            decided |= 1 << j
            most = max(most, self.exponent(decided))
        return float(2.0**most)

    def scopes(self) -> list[int]:
        """Return the issues that each group of patterns and each limit ties together."""
        return [*(g.scope for g in self.groups), *(s.scope for s in self.sums)]

    def linked(self) -> int:
        """Return the bit set of the issues that something ties to another one."""
        found = 0
        for scope in self.scopes():
            found |= scope
        return found

    def without_issue(self, issue: int, /) -> Shape:
        """Return what is left of the ties once an issue is fixed."""
        keep = ~(1 << issue)
        groups = tuple(
            replace(g, scope=g.scope & keep) for g in self.groups if _several(g.scope & keep)
        )
        sums = tuple(replace(s, scope=s.scope & keep) for s in self.sums if s.scope & keep)
        return Shape(self.sizes, groups, sums)

    def without_scope(self, scope: int, /) -> Shape:
        """Return the shape without the patterns and limits over exactly these issues."""
        groups = tuple(g for g in self.groups if g.scope != scope)
        return Shape(self.sizes, groups, tuple(s for s in self.sums if s.scope != scope))

    def kinds(self, issue: int, /) -> list[frozenset[int]]:
        """Return the options of an issue in groups that every pattern and limit treats alike."""
        columns: list[Sequence[Hashable]] = []
        columns += [g.labels[issue] for g in self.groups if issue in g.labels]
        columns += [s.labels[issue] for s in self.sums if issue in s.labels]
        found: dict[tuple[Hashable, ...], list[int]] = {}
        for o in range(self.sizes[issue]):
            found.setdefault(tuple(column[o] for column in columns), []).append(o)
        return [frozenset(options) for options in found.values()]


def _several(bits: int) -> bool:
    return bits & (bits - 1) != 0


def shape_of(block: Block, /) -> Shape:
    """Return how the issues of a block are linked."""
    sizes = tuple(len(options) for options in block.options)
    patterns = [*block.forbidden, *(term.when for term in block.terms)]
    return shape(sizes, patterns, block.limits)


def shape(sizes: tuple[int, ...], patterns: Iterable[Pattern], limits: Iterable[Limit], /) -> Shape:
    """Return how patterns and limits tie issues together; every pattern has several parts."""
    limits = tuple(limits)
    joint = (p for limit in limits for p, _ in limit.parts if len(p) > 1)
    by_scope: dict[int, list[dict[int, frozenset[int]]]] = {}
    for pattern in (*patterns, *joint):
        parts = dict(pattern)
        by_scope.setdefault(sum(1 << j for j in parts), []).append(parts)
    groups = tuple(
        _Group(scope, len(set(map(_frozen, alike))), _labels(scope, alike, sizes))
        for scope, alike in by_scope.items()
    )
    return Shape(sizes, groups, tuple(_sum(limit, sizes) for limit in limits))


def _frozen(parts: Mapping[int, frozenset[int]]) -> frozenset[tuple[int, frozenset[int]]]:
    return frozenset(parts.items())


def _labels(
    scope: int, alike: Sequence[Mapping[int, frozenset[int]]], sizes: Sequence[int]
) -> dict[int, tuple[frozenset[int], ...]]:
    return {
        j: tuple(
            frozenset(k for k, parts in enumerate(alike) if o in parts[j]) for o in range(sizes[j])
        )
        for j in members(scope)
    }


def _sum(limit: Limit, sizes: Sequence[int]) -> _Sum:
    counted = tally(limit, [range(size) for size in sizes])
    room = {j: max(row.values()) - min(row.values()) for j, row in counted.single.items()}
    for pattern, amount in counted.joint:
        for j, _ in pattern:
            room[j] = room.get(j, 0) + abs(amount)
    labels = {j: tuple(row[o] for o in range(sizes[j])) for j, row in counted.single.items()}
    return _Sum(sum(1 << j for j in room), room, labels)


def members(bits: int, /) -> Iterator[int]:
    """Yield the numbers in a bit set, ascending."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


@lru_cache(maxsize=16)
def order_of(block: Block, /) -> tuple[tuple[int, ...], float]:
    """Return the best order of a block, and the bound of the states of its widest step."""
    found = shape_of(block)
    order = best_order(found)
    return tuple(order), found.peak(order)


def best_order(shape: Shape, /) -> list[int]:
    """Return the order with the fewest states, as far as the bound and a short search show.

    The effort follows the need: where few states are expected, one greedy order is enough.

    Examples
    --------
    >>> pair = {j: (frozenset({0}), frozenset()) for j in range(3)}
    >>> chain = (_Group(0b011, 1, pair), _Group(0b110, 1, pair))
    >>> best_order(Shape((2, 2, 2), chain, ()))
    [0, 1, 2]
    """
    n = len(shape.sizes)
    best = quick_order(shape)
    if shape.states(best) <= FEW:
        return best
    for order in (best, *(_greedy(shape, n, j) for j in range(n))):
        better = _improved(shape, order, max(LOOKS // (n + 1), n * n))
        if shape.states(better) < shape.states(best):
            best = better
    return best


def quick_order(shape: Shape, /) -> list[int]:
    """Return an order that is found without any search."""
    return _greedy(shape, len(shape.sizes), None)


def _greedy(shape: Shape, n: int, first: int | None) -> list[int]:
    """Decide next what leaves the fewest states, beginning with ``first``."""
    order = [] if first is None else [first]
    decided = sum(1 << j for j in order)
    left = [j for j in range(n) if j not in order]
    while left:
        j = min(left, key=lambda j: (shape.exponent(decided | 1 << j), j))
        left.remove(j)
        order.append(j)
        decided |= 1 << j
    return order


def _improved(shape: Shape, order: list[int], most: int) -> list[int]:
    """Move one issue at a time to a better place, until none helps or the looks are used up."""
    cost, looks, better = shape.states(order), 0, True
    while better and looks < most:
        better = False
        for j in tuple(order):
            rest = [i for i in order if i != j]
            for place in range(len(order)):
                moved = [*rest[:place], j, *rest[place:]]
                looks += len(order)
                fresh = shape.states(moved)
                if fresh < cost:
                    order, cost, better = moved, fresh, True
            if looks >= most:
                break
    return order
