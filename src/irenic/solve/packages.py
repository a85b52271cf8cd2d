"""Which packages have a given utility vector, found by walking a merge backwards.

The partial frontiers that a merge went through are kept.  A point of the last one came from
a point of the one before plus a point of the last block; following these links down to
nothing gives every package behind the point, without having stored any.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product
from math import prod
from operator import sub

from irenic.errors import LimitReached
from irenic.solve.blocks import Block, Plan, Vector, whole
from irenic.solve.linked import NOTHING_OPEN, Arrow, Link, State
from irenic.solve.space import Package, Space

__all__ = [
    "MAX_COMBINATIONS",
    "PYTHON_COMBINATIONS",
    "Key",
    "Layer",
    "Numbers",
    "Step",
    "Trail",
    "combination",
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

#: From this many points on numpy finds their packages side by side.
MANY_POINTS = 500

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


#: A point on the way: the state after a step, and the sum of vectors up to there.
Node = tuple[State, Vector]
#: Options of a step that are alike: the kind, and the utility vector they share.
Key = tuple[int, Vector]
#: From a node, the (options of the step, node before it) that it is made of.
Links = dict[Node, list[tuple[Key, Node]]]


@dataclass(frozen=True)
class Step:
    """One step of a merge: what was decided, and what stood before.

    ``points[c]`` are the efficient vectors of kind *c*; ``layers[state]`` the partial
    frontier in that state before the step.
    """

    link: Link
    points: tuple[Sequence[Vector], ...]
    layers: Mapping[State, Layer]

    def numbers(self, plan: Plan) -> dict[Key, Numbers]:
        """Return the numbers of the combinations behind each efficient vector."""
        found: dict[Key, Numbers] = {}
        for c, (positions, points) in enumerate(zip(self.link.kinds, self.points, strict=True)):
            if positions is None:
                here = members(self.link.block, points, plan)
            else:
                table = self.link.block.tables[0]
                here = {r: [o for o in positions if table[o] == r] for r in points}
            found |= {(c, r): numbers for r, numbers in here.items()}
        return found

    @cached_property
    def _places(self) -> tuple[dict[Vector, int], ...]:
        return tuple({r: k for k, r in enumerate(points)} for points in self.points)

    def _fitting(self, kind: int, layer: Layer, rest: Vector) -> Iterable[Vector]:
        """Return the vectors of a kind that may complete a layer to ``rest``, in their order.

        One issue can have far more options than there are sums before it (a price); then the
        sums are looked through instead.
        """
        points, places = self.points[kind], self._places[kind]
        if len(points) <= len(layer.columns[0]):
            return points
        rows = ((layer.sign * x, *more) for x, *more in zip(*layer.columns, strict=True))
        needed = (tuple(map(sub, rest, left)) for left in rows)
        return [points[k] for k in sorted(places[r] for r in needed if r in places)]

    def back(self, node: Node) -> Iterator[tuple[Key, Node]]:
        """Yield the ways in which the step leads to a node."""
        after, w = node
        for before, arrow in self.arrows_to(after):
            rest, layer = tuple(map(sub, w, arrow.add)), self.layers[before]
            for r in self._fitting(arrow.kind, layer, rest):
                left = tuple(map(sub, rest, r))
                if left in layer:
                    yield (arrow.kind, r), (before, left)

    def arrows_to(self, after: State) -> Iterator[tuple[State, Arrow]]:
        """Yield the arrows that lead to a state, with the state that each starts from."""
        for before in self.layers:
            for arrow in self.link.arrows.get(before, ()):
                if arrow.after == after:
                    yield before, arrow


@dataclass(frozen=True)
class Trail:
    """The steps of a merge, in order.  Plain enumeration is a trail of one step."""

    plan: Plan
    steps: tuple[Step, ...]

    @cached_property
    def _found(self) -> tuple[dict[Key, Numbers], ...]:
        return tuple(step.numbers(self.plan) for step in self.steps)

    @cached_property
    def _known(self) -> tuple[Links, ...]:
        """Links met before: points of a frontier share most of their way down."""
        return tuple({} for _ in self.steps)

    @cached_property
    def _one_way(self) -> tuple[dict[Node, tuple[Key, Node]], ...]:
        """One way back from each node met by :meth:`one`."""
        return tuple({} for _ in self.steps)

    def packages(self, u: Vector, /) -> Iterator[Package]:
        """Yield the packages with utility ``u`` in lexicographic order, exactly."""
        w = self.plan.inside(u)
        if w is None:
            return iter(())
        end = (NOTHING_OPEN, w)
        links = self._links(end)
        if self._ways(links, end) <= SORTED_AT_ONCE:
            return iter(sorted(self._walk(links, end)))
        blocks = tuple(step.link.block for step in self.steps)
        return _Search(blocks, links, self._found, end).packages()

    def one(self, u: Vector, /) -> Package | None:
        """Return one package with utility ``u``, always the same; None when there is none.

        One way back is enough: whatever is in a layer can be reached.  O(steps * points of
        a block) look-ups, where :meth:`packages` follows every way.
        """
        w = self.plan.inside(u)
        if w is None:
            return None
        node: Node = (NOTHING_OPEN, w)
        numbers: list[int] = []
        for t in range(len(self.steps) - 1, -1, -1):
            ways = self._one_way[t]
            edge = ways.get(node) or next(iter(self._back(t, node)), None)
            if edge is None:
                return None
            ways[node] = edge
            key, node = edge
            numbers.append(self._found[t][key][0])
        return self._package(numbers[::-1])

    def one_of_each(self, points: Sequence[Vector], /) -> list[Package]:
        """Return :meth:`one` for many utility vectors of the frontier, all at once."""
        if len(points) >= MANY_POINTS:
            from irenic.solve.way_back import one_of_each

            inside = [w for u in points if (w := self.plan.inside(u)) is not None]
            if (found := one_of_each(self, inside)) is not None:
                return found
        return [package for u in points if (package := self.one(u)) is not None]

    def numbers(self, t: int) -> dict[Key, Numbers]:
        """Return the numbers of the combinations behind each efficient vector of a step."""
        return self._found[t]

    def _links(self, end: Node) -> list[Links]:
        links: list[Links] = []
        level: Iterable[Node] = [end]
        for t in range(len(self.steps) - 1, -1, -1):
            known = self._known[t]
            for node in level:
                if node not in known:
                    known[node] = list(self._back(t, node))
            links.append({node: known[node] for node in level})
            level = dict.fromkeys(before for node in level for _, before in known[node])
        return links[::-1]

    def _back(self, t: int, node: Node) -> Iterator[tuple[Key, Node]]:
        step = self.steps[t]
        if t == 0 and step.link.kinds == (None,):  # nothing comes before: no need to search
            key, origin = (0, node[1]), (NOTHING_OPEN, (0,) * len(node[1]))
            return iter([(key, origin)] if key in self._found[0] else [])
        return step.back(node)

    def _ways(self, links: list[Links], end: Node) -> int:
        ways: dict[Node, int] = {(NOTHING_OPEN, (0,) * len(end[1])): 1}
        for here, numbers in zip(links, self._found, strict=True):
            ways = {
                node: sum(len(numbers[r]) * ways[before] for r, before in edges)
                for node, edges in here.items()
            }
        return ways.get(end, 0)

    def _walk(self, links: list[Links], end: Node) -> Iterator[Package]:
        """Yield the packages in no particular order, by depth-first search from the end."""
        stack: list[tuple[int, Node, tuple[Numbers, ...]]] = [(len(self.steps), end, ())]
        while stack:
            t, here, chosen = stack.pop()
            if t == 0:
                for numbers in product(*chosen):
                    yield self._package(numbers)
                continue
            for r, before in links[t - 1][here]:
                stack.append((t - 1, before, (self._found[t - 1][r], *chosen)))

    def _package(self, numbers: Sequence[int]) -> Package:
        blocks = [step.link.block for step in self.steps]
        package = [0] * sum(len(block.issues) for block in blocks)
        for block, number in zip(blocks, numbers, strict=True):
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
        found: Sequence[dict[Key, Numbers]],
        end: Node,
    ) -> None:
        self.blocks = blocks
        self.links = links
        self.found = found
        self.end = end
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
        alike = self._live(ranges)[t]
        for k, option in enumerate(block.options[j]):
            part = (low + k * width, low + (k + 1) * width)
            if part[1] <= high and any(_meets(self.found[t][r], part) for r in alike):
                yield from self._extend((*head, option), [*ranges[:t], part, *ranges[t + 1 :]])

    def _live(self, ranges: list[tuple[int, int]]) -> list[set[Key]]:
        """Return, per step, the options on some path from the point down to nothing."""
        allowed = [
            {r for r, numbers in found.items() if _meets(numbers, part)}
            for found, part in zip(self.found, ranges, strict=True)
        ]
        reach: list[set[Node]] = [{(NOTHING_OPEN, (0,) * len(self.end[1]))}]
        for here, may in zip(self.links, allowed, strict=True):
            reach.append(
                {
                    n
                    for n, edges in here.items()
                    if any(r in may and b in reach[-1] for r, b in edges)
                }
            )
        live: list[set[Key]] = []
        level = {self.end} & reach[-1]
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
