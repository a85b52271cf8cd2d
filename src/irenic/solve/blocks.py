"""Cut a space into blocks of issues that do not influence each other.

Issues that occur together in a together-term, a forbidden pattern or a limit form one block;
every other issue is a block of its own.  Utilities add up over blocks, and a package is feasible
exactly when each of its parts is.

Inside a :class:`Plan` utilities are small non-negative integers ``w`` with
``u_i = base_i + unit_i * w_i``: subtracting a constant and dividing by a common divisor
changes no comparison, and keeps more cases inside machine integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from math import gcd, prod

from irenic.solve.limits import prune, simplify_limit, simplify_pattern
from irenic.solve.space import Limit, Pattern, Space, Term, matches

__all__ = ["Block", "Plan", "Vector", "plan_blocks", "whole"]

Vector = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Issues that must be looked at together.

    ``issues`` ascend; ``options[j]`` are the original numbers of the options of issue *j*
    of the block that no rule removes; ``tables[j][o]`` their utility vectors in the units
    of the plan; ``terms``, ``forbidden`` and ``limits`` use positions in ``issues`` and
    ``options``; ``start`` is added to every combination so that no sum is negative.
    """

    issues: tuple[int, ...]
    options: tuple[tuple[int, ...], ...]
    tables: tuple[tuple[Vector, ...], ...]
    terms: tuple[Term, ...]
    forbidden: tuple[Pattern, ...]
    start: Vector
    limits: tuple[Limit, ...] = ()

    @property
    def combinations(self) -> int:
        """Return the number of combinations of options, feasible or not."""
        return prod(len(options) for options in self.options)

    def rows(self) -> Iterable[tuple[int, Vector]]:
        """Yield number and utility vector of each feasible combination, in plain Python.

        Combinations are numbered in lexicographic order, infeasible ones included.
        """
        ranges = [range(len(options)) for options in self.options]
        for number, combination in enumerate(product(*ranges)):
            if any(matches(pattern, combination) for pattern in self.forbidden):
                continue
            if not all(limit.allows(combination) for limit in self.limits):
                continue
            parts = [self.start]
            parts += [t[o] for t, o in zip(self.tables, combination, strict=True)]
            parts += [term.add for term in self.terms if matches(term.when, combination)]
            yield number, tuple(map(sum, zip(*parts, strict=True)))


@dataclass(frozen=True, slots=True)
class Plan:
    """A space as blocks; ``span[i]`` bounds the sum of ``w_i`` over all blocks.

    ``impossible`` says that the rules leave some issue without any option.
    """

    n_parties: int
    base: Vector
    unit: Vector
    span: Vector
    blocks: tuple[Block, ...]
    impossible: bool

    def utility(self, w: Sequence[int], /) -> Vector:
        """Return the utility vector in the units of the space."""
        return tuple(b + g * int(x) for b, g, x in zip(self.base, self.unit, w, strict=True))

    def utilities(self, points: Sequence[Vector], /) -> Iterable[Vector]:
        """Return the utility vectors of many points; party by party, which is quicker."""
        columns = zip(self.base, self.unit, zip(*points, strict=True), strict=True)
        return zip(*([b + g * x for x in column] for b, g, column in columns), strict=True)

    def inside(self, u: Sequence[int], /) -> Vector | None:
        """Return the vector in the units of the plan; ``None`` when no sum can equal it."""
        rest = [x - b for x, b in zip(u, self.base, strict=True)]
        if any(r % g for r, g in zip(rest, self.unit, strict=True)):
            return None
        return tuple(r // g for r, g in zip(rest, self.unit, strict=True))


def plan_blocks(space: Space, /, *, split: bool = True) -> Plan:
    """Return the blocks of a space; with ``split=False`` one block of all issues.

    Patterns are first simplified: what cannot match is dropped, what always matches is
    added to the base, what depends on one issue is moved into that issue's table.
    """
    options, patterns, limits, impossible = _propagate(space)
    tables = [list(table) for table in space.tables]
    base = [0] * space.n_parties
    terms: list[Term] = []
    for term in space.terms:
        when = simplify_pattern(term.when, options)
        if when is None or not any(term.add):
            continue
        if not when:
            base = [x + y for x, y in zip(base, term.add, strict=True)]
        elif len(when) == 1:
            [(issue, chosen)] = when
            for o in chosen:
                row = tables[issue][o]
                tables[issue][o] = tuple(x + y for x, y in zip(row, term.add, strict=True))
        else:
            terms.append(Term(when, term.add))
    if impossible:
        zero = (0,) * space.n_parties
        return Plan(space.n_parties, zero, (1,) * space.n_parties, zero, (), True)
    kept = [[tables[j][o] for o in chosen] for j, chosen in enumerate(options)]
    linked = _Linked(tuple(terms), tuple(patterns), tuple(limits))
    return _scaled(space.n_parties, base, options, kept, linked, split)


@dataclass(frozen=True, slots=True)
class _Linked:
    """What ties issues to each other, simplified."""

    terms: tuple[Term, ...]
    patterns: tuple[Pattern, ...]
    limits: tuple[Limit, ...]

    def scopes(self) -> list[tuple[int, ...]]:
        """Return the issues that each of them ties together."""
        of_patterns = [tuple(j for j, _ in p) for p in (*self.patterns, *self._whens())]
        of_limits = [tuple({j for p, _ in x.parts for j, _ in p}) for x in self.limits]
        return [scope for scope in of_patterns + of_limits if scope]

    def _whens(self) -> list[Pattern]:
        return [term.when for term in self.terms]


def _propagate(space: Space) -> tuple[list[list[int]], list[Pattern], list[Limit], bool]:
    """Remove options that no feasible package has, as far as single rules show it."""
    options = [list(range(size)) for size in space.sizes]
    patterns, limits = list(space.forbidden), list(space.limits)
    while True:
        simple = [simplify_pattern(pattern, options) for pattern in patterns]
        patterns = [pattern for pattern in simple if pattern is not None and len(pattern) > 1]
        banned = [pattern[0] for pattern in simple if pattern is not None and len(pattern) == 1]
        if () in simple or not all(options):
            return options, [], [], True
        for issue, gone in banned:
            options[issue] = [o for o in options[issue] if o not in gone]
        left, pruned = [], False
        for limit in limits:
            reduced = simplify_limit(limit, options)
            if reduced is False:
                return options, [], [], True
            if isinstance(reduced, Limit):
                left.append(reduced)
                pruned |= prune(reduced, options)
        limits = left
        if not banned and not pruned:
            return options, patterns, limits, False


def _scaled(
    n: int,
    base: list[int],
    options: list[list[int]],
    tables: list[list[Vector]],
    linked: _Linked,
    split: bool,
) -> Plan:
    columns = [list(zip(*table, strict=True)) for table in tables]
    lows = [[min(column) for column in parties] for parties in columns]
    falls = [[min(0, x) for x in term.add] for term in linked.terms]
    unit, span = [], []
    for i in range(n):
        rises = [[x - low[i] for x in c[i]] for c, low in zip(columns, lows, strict=True)]
        jumps = [abs(term.add[i]) for term in linked.terms]
        unit.append(gcd(*(x for rise in rises for x in rise), *jumps) or 1)
        span.append((sum(map(max, rises)) + sum(jumps)) // unit[i])
        base[i] += sum(low[i] for low in [*lows, *falls])
        for c, rise in zip(columns, rises, strict=True):
            c[i] = tuple(x // unit[i] for x in rise)
    ready = [tuple(zip(*parties, strict=True)) for parties in columns]
    small = tuple(
        Term(t.when, tuple(x // g for x, g in zip(t.add, unit, strict=True))) for t in linked.terms
    )
    groups = _groups(len(tables), linked.scopes()) if split else [list(range(len(tables)))]
    scaled = _Linked(small, linked.patterns, linked.limits)
    blocks = tuple(_block(n, group, options, ready, scaled) for group in groups)
    return Plan(n, tuple(base), tuple(unit), tuple(span), blocks, False)


def _groups(n_issues: int, scopes: Sequence[tuple[int, ...]]) -> list[list[int]]:
    """Return the connected components of issues that share a scope (union-find)."""
    leader = list(range(n_issues))

    def find(j: int) -> int:
        while leader[j] != j:
            leader[j] = leader[leader[j]]
            j = leader[j]
        return j

    for scope in scopes:
        first = find(scope[0])
        for issue in scope[1:]:
            leader[find(issue)] = first
    groups: dict[int, list[int]] = {}
    for j in range(n_issues):
        groups.setdefault(find(j), []).append(j)
    return list(groups.values())


def _block(
    n: int,
    group: list[int],
    options: list[list[int]],
    tables: list[tuple[Vector, ...]],
    linked: _Linked,
) -> Block:
    place = {issue: j for j, issue in enumerate(group)}
    number = [{o: k for k, o in enumerate(options[issue])} for issue in group]

    def local(pattern: Pattern) -> Pattern:
        return tuple(
            (place[issue], frozenset(number[place[issue]][o] for o in chosen))
            for issue, chosen in pattern
        )

    mine = [Term(local(t.when), t.add) for t in linked.terms if t.when[0][0] in place]
    limits = [
        Limit(tuple((local(p), x) for p, x in limit.parts), limit.low, limit.high)
        for limit in linked.limits
        if limit.parts[0][0][0][0] in place
    ]
    return Block(
        tuple(group),
        tuple(tuple(options[issue]) for issue in group),
        tuple(tables[issue] for issue in group),
        tuple(mine),
        tuple(local(p) for p in linked.patterns if p[0][0] in place),
        tuple(-sum(min(0, t.add[i]) for t in mine) for i in range(n)),
        tuple(limits),
    )


def whole(space: Space, /) -> Plan:
    """Return the space as a plan of one block of all issues, for plain enumeration."""
    return plan_blocks(space, split=False)
