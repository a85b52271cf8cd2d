"""Which packages have a given utility vector, found by walking a merge backwards.

The partial frontiers that a merge went through are kept.  A point of the last one came from
a point of the one before plus a point of the last block; following these links down to
nothing gives every package behind the point, without having stored any.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from math import prod
from operator import sub

from irenic.errors import LimitReached
from irenic.solve.blocks import Block, Plan, Vector, whole
from irenic.solve.space import Package, Space

__all__ = [
    "MAX_COMBINATIONS",
    "PYTHON_COMBINATIONS",
    "Layer",
    "Trail",
    "members",
    "packages_with",
]

#: Combinations of one block, or packages when enumerating, that are looked at one by one.
MAX_COMBINATIONS = 50_000_000
#: Blocks up to this size are listed in plain Python, so that small cases need no numpy.
PYTHON_COMBINATIONS = 5_000
#: Up to this many packages behind one point are listed and sorted; more are searched for in
#: order, which is slower for each but needs no list.
SORTED_AT_ONCE = 20_000

#: Numbers of combinations of a block, ascending.
Numbers = Sequence[int]


@dataclass(frozen=True, slots=True)
class Layer:
    """A partial frontier: columns of numbers, rows sorted lexicographically ascending.

    ``sign`` multiplies party 0 in the first column (merges of two parties store it
    negated).  Columns may be lists, arrays of machine integers or numpy arrays.
    """

    columns: tuple[Sequence[int], ...]
    sign: int = 1

    def __contains__(self, w: object) -> bool:
        """Return whether the vector is a point of the layer; O(parties * log(points))."""
        if not isinstance(w, tuple):
            return False
        low, high = 0, len(self.columns[0])
        for i, column in enumerate(self.columns):
            x = self.sign * w[0] if i == 0 else w[i]
            low, high = bisect_left(column, x, low, high), bisect_right(column, x, low, high)
        return low < high


#: From a sum after a block: the (vector of the block, sum before it) that it is made of.
Links = dict[Vector, list[tuple[Vector, Vector]]]


@dataclass(frozen=True)
class Trail:
    """The steps of a merge: ``layers[t]`` is the frontier before ``blocks[t]`` was added.

    ``points[t]`` are the efficient vectors of block *t*.  Plain enumeration is a trail of
    one block.
    """

    plan: Plan
    blocks: tuple[Block, ...]
    points: tuple[Sequence[Vector], ...]
    layers: tuple[Layer, ...]

    @cached_property
    def _found(self) -> tuple[dict[Vector, Numbers], ...]:
        return tuple(
            members(block, points, self.plan)
            for block, points in zip(self.blocks, self.points, strict=True)
        )

    @cached_property
    def _known(self) -> tuple[Links, ...]:
        """Links met before: points of a frontier share most of their way down."""
        return tuple({} for _ in self.blocks)

    def packages(self, u: Vector, /) -> Iterator[Package]:
        """Yield the packages with utility ``u`` in lexicographic order, exactly."""
        w = self.plan.inside(u)
        if w is None:
            return iter(())
        links = self._links(w)
        if self._ways(links, w) <= SORTED_AT_ONCE:
            return iter(sorted(self._walk(links, w)))
        return _Search(self.blocks, links, self._found, w).packages()

    def _links(self, w: Vector) -> list[Links]:
        links: list[Links] = []
        level: Iterable[Vector] = [w]
        for t in range(len(self.blocks) - 1, -1, -1):
            known = self._known[t]
            for node in level:
                if node not in known:
                    known[node] = self._steps(t, node)
            links.append({node: known[node] for node in level})
            level = dict.fromkeys(before for node in level for _, before in known[node])
        return links[::-1]

    def _steps(self, t: int, node: Vector) -> list[tuple[Vector, Vector]]:
        if t == 0:  # nothing comes before the first block
            return [(node, (0,) * len(node))] if node in self._found[0] else []
        pairs = ((r, tuple(map(sub, node, r))) for r in self.points[t])
        return [(r, before) for r, before in pairs if before in self.layers[t]]

    def _ways(self, links: list[Links], w: Vector) -> int:
        ways: dict[Vector, int] = {(0,) * len(w): 1}
        for here, numbers in zip(links, self._found, strict=True):
            ways = {
                node: sum(len(numbers[r]) * ways[before] for r, before in edges)
                for node, edges in here.items()
            }
        return ways.get(w, 0)

    def _walk(self, links: list[Links], w: Vector) -> Iterator[Package]:
        """Yield the packages in no particular order, by depth-first search from the end."""
        stack: list[tuple[int, Vector, tuple[Numbers, ...]]] = [(len(self.blocks), w, ())]
        while stack:
            t, here, chosen = stack.pop()
            if t == 0:
                for numbers in product(*chosen):
                    yield self._package(numbers)
                continue
            for r, before in links[t - 1][here]:
                stack.append((t - 1, before, (self._found[t - 1][r], *chosen)))

    def _package(self, numbers: Sequence[int]) -> Package:
        package = [0] * sum(len(block.issues) for block in self.blocks)
        for block, number in zip(self.blocks, numbers, strict=True):
            for issue, option in zip(block.issues, combination(block, number), strict=True):
                package[issue] = option
        return tuple(package)


class _Search:
    """Depth-first search in lexicographic order among very many packages of one vector.

    Fixing the options of the first issues of a block leaves a range of its combination
    numbers, so a partial package is one range per block.  A step keeps the options from
    which some path of links still leads to nothing.
    """

    def __init__(
        self,
        blocks: tuple[Block, ...],
        links: list[Links],
        found: Sequence[dict[Vector, Numbers]],
        w: Vector,
    ) -> None:
        self.blocks = blocks
        self.links = links
        self.found = found
        self.w = w
        self.place = {
            issue: (t, j) for t, block in enumerate(blocks) for j, issue in enumerate(block.issues)
        }

    def packages(self) -> Iterator[Package]:
        """Yield the packages."""
        ranges = [(0, block.combinations) for block in self.blocks]
        return self._extend((), ranges)

    def _extend(self, head: Package, ranges: list[tuple[int, int]]) -> Iterator[Package]:
        if len(head) == len(self.place):
            yield head
            return
        t, j = self.place[len(head)]
        block = self.blocks[t]
        width = prod(len(options) for options in block.options[j + 1 :])
        low, high = ranges[t]
        vectors = self._live(ranges)[t]
        for k, option in enumerate(block.options[j]):
            part = (low + k * width, low + (k + 1) * width)
            if part[1] <= high and any(_meets(self.found[t][r], part) for r in vectors):
                yield from self._extend((*head, option), [*ranges[:t], part, *ranges[t + 1 :]])

    def _live(self, ranges: list[tuple[int, int]]) -> list[set[Vector]]:
        """Return, per block, the vectors on some path from the point down to nothing."""
        allowed = [
            {r for r, numbers in found.items() if _meets(numbers, part)}
            for found, part in zip(self.found, ranges, strict=True)
        ]
        reach: list[set[Vector]] = [{(0,) * len(self.w)}]
        for here, may in zip(self.links, allowed, strict=True):
            reach.append(
                {
                    n
                    for n, edges in here.items()
                    if any(r in may and b in reach[-1] for r, b in edges)
                }
            )
        live: list[set[Vector]] = []
        level = {self.w} & reach[-1]
        for t in range(len(self.blocks) - 1, -1, -1):
            edges = [
                (r, before)
                for node in level
                for r, before in self.links[t][node]
                if r in allowed[t] and before in reach[t]
            ]
            live.append({r for r, _ in edges})
            level = {before for _, before in edges}
        return live[::-1]


def _meets(numbers: Numbers, part: tuple[int, int]) -> bool:
    first = bisect_left(numbers, part[0])
    return first < len(numbers) and numbers[first] < part[1]


def combination(block: Block, number: int, /) -> Package:
    """Return the original options of the combination with that number."""
    chosen: list[int] = []
    for options in reversed(block.options):
        number, place = divmod(int(number), len(options))
        chosen.append(options[place])
    return tuple(reversed(chosen))


def members(block: Block, wanted: Iterable[Vector], plan: Plan, /) -> dict[Vector, Numbers]:
    """Return, for each wanted vector, the numbers of the feasible combinations that have it."""
    found: dict[Vector, array[int]] = {r: array("q") for r in wanted}
    rows = block.rows() if block.combinations <= PYTHON_COMBINATIONS else _scan(block, found, plan)
    for number, row in rows:
        if row in found:
            found[row].append(number)
    return dict(found)


def _scan(block: Block, wanted: Iterable[Vector], plan: Plan) -> Iterator[tuple[int, Vector]]:
    """Yield number and vector of feasible combinations, among them all with a wanted vector.

    Each party's number must occur in some wanted vector; that leaves few to look up.
    """
    import numpy as np

    from irenic.solve.enumeration import exact_dtype, slices

    bound = max(plan.span)
    columns = np.array(list(wanted), dtype=exact_dtype(bound)).T
    for piece in slices(block, bound):
        hit = np.ones(piece.values.shape[1], dtype=bool)
        for row, column in zip(piece.values, columns, strict=True):
            hit[hit] = np.isin(row[hit], column)
        if piece.feasible is not None:
            hit &= piece.feasible
        places = np.flatnonzero(hit)
        rows = piece.values[:, places].T.tolist()
        for place, values in zip(places.tolist(), rows, strict=True):
            yield piece.first + place, tuple(values)


def packages_with(space: Space, vector: Vector, /, limit: int | None = None) -> tuple[Package, ...]:
    """Return the first ``limit`` feasible packages with that utility, efficient or not.

    In lexicographic order; all of them by default.  Looks at every package; for points of
    a frontier :meth:`irenic.solve.frontier.Frontier.packages_at` is much faster.

    Raises
    ------
    LimitReached
        When the space has more than :data:`MAX_COMBINATIONS` packages.
    """
    plan = whole(space)
    if plan.impossible:
        return ()
    [block] = plan.blocks
    if block.combinations > MAX_COMBINATIONS:
        raise LimitReached(
            f"listing packages by utility looks at every package; {block.combinations} are "
            f"more than {MAX_COMBINATIONS}"
        )
    w = plan.inside(vector)
    if w is None or any(x < 0 or x > top for x, top in zip(w, plan.span, strict=True)):
        return ()
    numbers = (number for number, _ in _scan(block, [w], plan))  # one vector: each row has it
    return tuple(combination(block, number) for number in islice(numbers, limit))
