r"""Packages as paths: one stage for each issue, and what rules and together terms still wait for.

Issues that no rule or together term links need no memory.  Linked issues come one after the
other, and the state between two of them is what the items begun so far still wait for: which
patterns may still hold, and the total of a rule so far.  Every package that keeps the rules is
one path from the first state to the last; its utility is the sum along the path.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from irenic.verify.claims import Unchecked
from irenic.verify.spaces import Pattern, Scaled, Total, Vector

__all__ = ["MAX_EDGES", "Edge", "Paths", "Stage", "paths_of"]

#: Most steps from state to state in all stages together; finding them takes some seconds.
MAX_EDGES = 150_000

#: What items wait for: hashable, different for each item, ``()`` when nothing is open.
State = tuple[tuple[int, "Memory"], ...]
#: Patterns that may still hold, the total so far, conditions that may still hold, one held.
Memory = tuple[tuple[int, ...], int, tuple[int, ...], bool]


@dataclass(frozen=True, slots=True)
class Edge:
    """One way through a stage: an option (one of ``count`` alike), and what it adds."""

    source: int
    target: int
    add: Vector
    count: int
    option: int


@dataclass(frozen=True)
class Stage:
    """One issue; ``edges`` are sorted by their source."""

    issue: int
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class Paths:
    """All packages that keep the rules, as paths; ``base`` is added to each."""

    n_parties: int
    base: Vector
    stages: tuple[Stage, ...]

    @property
    def blocked(self) -> bool:
        """Return whether there is no package at all."""
        return any(not stage.edges for stage in self.stages)

    @cached_property
    def spans(self) -> Vector:
        """Return an upper bound on what each party can have above the least."""
        return tuple(sum(column) for column in zip(*self._widths, strict=True))

    @cached_property
    def lows(self) -> tuple[Vector, ...]:
        """Return the least that an edge of each stage adds, for every party."""
        return tuple(_lows(stage, self.n_parties) for stage in self.stages)

    @cached_property
    def _widths(self) -> list[Vector]:
        start = [(0,) * self.n_parties]
        for stage, low in zip(self.stages, self.lows, strict=True):
            columns = zip(*(edge.add for edge in stage.edges), strict=True)
            start.append(tuple(max(c) - x for c, x in zip(columns, low, strict=True)))
        return start

    @cached_property
    def least(self) -> Vector:
        """Return a lower bound on every utility."""
        rows = (self.base, *self.lows)
        return tuple(sum(column) for column in zip(*rows, strict=True))

    def support(self, multipliers: Sequence[Fraction]) -> Fraction:
        r"""Return :math:`\max_x \lambda \cdot u(x)`, exactly; there must be a package."""
        after: Mapping[int, Fraction] = {0: Fraction(0)}
        for stage in reversed(self.stages):
            best: dict[int, Fraction] = {}
            for edge in stage.edges:
                value = after[edge.target] + _dot(multipliers, edge.add)
                if edge.source not in best or value > best[edge.source]:
                    best[edge.source] = value
            after = best
        return after[0] + _dot(multipliers, self.base)


def _dot(multipliers: Sequence[Fraction], add: Vector) -> Fraction:
    return sum((m * x for m, x in zip(multipliers, add, strict=True) if x), Fraction(0))


def _lows(stage: Stage, n_parties: int) -> Vector:
    if not stage.edges:
        return (0,) * n_parties
    return tuple(min(column) for column in zip(*(e.add for e in stage.edges), strict=True))


def paths_of(scaled: Scaled) -> Paths:
    """Return the packages of a case as paths.

    Raises
    ------
    Unchecked
        When the rules and terms link too many issues with each other.
    """
    base = [0] * scaled.n_parties
    for when, add in scaled.terms:
        if not when:
            base = [x + y for x, y in zip(base, add, strict=True)]
    stages: list[Stage] = []
    room = MAX_EDGES
    for group in scaled.groups:
        found = _group(scaled, group, room)
        room -= sum(len(stage.edges) for stage in found)
        stages += found
    if not all(rule.keeps({}) for rule in scaled.rules if not rule.issues):
        stages.append(Stage(-1, ()))
    return Paths(scaled.n_parties, tuple(base), tuple(stages))


class _Item:
    """A rule or a together term on its way through the issues of its group.

    A term is a rule without bounds whose pattern adds something in the end.  The memory of
    an item: the patterns that may still hold (by number), how many whole ones held, the sum
    of the weights so far, and the same of its ``when``.
    """

    def __init__(self, number: int, rule: Total, add: Vector | None, last: Mapping[int, int]):
        self.number, self.rule, self.add, self.last = number, rule, add, last
        self.end = max(last[j] for j in rule.issues)
        patterns, when = tuple(range(len(rule.patterns))), tuple(range(len(rule.when)))
        self.start: Memory = (patterns, 0, when, False)

    def step(self, memory: Memory, place: int, issue: int, pick: int) -> Memory:
        """Return the memory after one more issue is settled; ``None`` when a rule is broken."""
        open_, total, when, applies = memory
        open_, held = self._follow(self.rule.patterns, open_, place, issue, pick)
        when, met = self._follow(self.rule.when, when, place, issue, pick)
        total += held
        if issue in self.rule.weights:
            total += self.rule.weights[issue][pick]
        if self.rule.when and not when and not (applies or met):
            # The rule says nothing of this package: all such states are one.
            return (), 0, (), False
        return open_, total, when, applies or bool(met)

    def _follow(
        self, patterns: Sequence[Pattern], open_: Sequence[int], place: int, issue: int, pick: int
    ) -> tuple[tuple[int, ...], int]:
        left, held = [], 0
        for k in open_:
            pattern = patterns[k]
            if issue in pattern and not pattern[issue][pick]:
                continue
            if max((self.last[j] for j in pattern), default=-1) <= place:
                held += 1
            else:
                left.append(k)
        return tuple(left), held

    def done(self, memory: Memory) -> Vector | None:
        """Return what the item adds in the end; ``None`` when the rule is broken."""
        _, total, _, applies = memory
        if self.add is not None:
            return self.add if total else ()
        low, high = self.rule.low, self.rule.high
        inside = (low is None or total >= low) and (high is None or total <= high)
        return () if inside or (self.rule.when and not applies) else None


def _group(scaled: Scaled, group: Sequence[int], room: int) -> list[Stage]:
    inside = set(group)
    rules = [r for r in scaled.rules if r.issues and r.issues <= inside]
    terms = [(when, add) for when, add in scaled.terms if when and set(when) <= inside]
    links = [set(r.issues) for r in rules] + [set(when) for when, _ in terms]
    order = _order(group, links)
    last = {j: place for place, j in enumerate(order)}
    items = [_Item(k, rule, None, last) for k, rule in enumerate(rules)]
    for when, add in terms:
        items.append(_Item(len(items), Total((), (when,), {}, None, None), add, last))
    states: dict[State, int] = {(): 0}
    drafts: list[list[Edge]] = []
    for place, issue in enumerate(order):
        edges, states = _stage(scaled, place, issue, items, states, room)
        room -= len(edges)
        drafts.append(edges)
    return _trimmed(order, drafts)


def _order(group: Sequence[int], links: Sequence[set[int]]) -> list[int]:
    """Return the issues such that few items are open at a time, greedily."""
    left, order = set(group), list[int]()
    while left:
        placed = set(order)

        def opened(j: int, placed: set[int] = placed) -> tuple[int, int]:
            now = placed | {j}
            return sum(bool(link & now) and not link <= now for link in links), j

        issue = min(left, key=opened)
        order.append(issue)
        left.remove(issue)
    return order


def _stage(
    scaled: Scaled,
    place: int,
    issue: int,
    items: Sequence[_Item],
    states: Mapping[State, int],
    room: int,
) -> tuple[list[Edge], dict[State, int]]:
    begun = [i for i in items if min(i.last[j] for j in i.rule.issues) == place]
    found: dict[tuple[int, int, Vector], Edge] = {}
    after: dict[State, int] = {}
    for state, source in states.items():
        memories = dict(state) | {item.number: item.start for item in begun}
        for pick, add in enumerate(scaled.tables[issue]):
            moved = _move(items, memories, place, issue, pick, add)
            if moved is None:
                continue
            target = after.setdefault(moved[0], len(after))
            key = source, target, moved[1]
            seen = found.get(key)
            count = 1 if seen is None else seen.count + 1
            found[key] = Edge(source, target, moved[1], count, seen.option if seen else pick)
        if len(found) > room:
            raise Unchecked("rules or together terms link too many issues with each other")
    return list(found.values()), after


def _move(
    items: Sequence[_Item],
    memories: Mapping[int, Memory],
    place: int,
    issue: int,
    pick: int,
    add: Vector,
) -> tuple[State, Vector] | None:
    """Return the state after an option and what it adds; ``None`` when it breaks a rule."""
    open_: list[tuple[int, Memory]] = []
    for number, memory in memories.items():
        item = items[number]
        if issue in item.rule.issues:
            memory = item.step(memory, place, issue, pick)
        if item.end > place:
            open_.append((number, memory))
            continue
        more = item.done(memory)
        if more is None:
            return None
        if more:
            add = tuple(x + y for x, y in zip(add, more, strict=True))
    return tuple(open_), add


def _trimmed(order: Sequence[int], drafts: Sequence[Sequence[Edge]]) -> list[Stage]:
    """Return the stages without states from which no way leads to the end."""
    alive = {0}
    stages = []
    for issue, edges in zip(reversed(order), reversed(drafts), strict=True):
        kept = sorted((e for e in edges if e.target in alive), key=lambda e: e.source)
        stages.append(Stage(issue, tuple(kept)))
        alive = {e.source for e in kept}
    return stages[::-1]
