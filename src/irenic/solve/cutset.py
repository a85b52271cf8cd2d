"""Cutset conditioning: a space too entangled for one merge, in parts that are not.

Fixing an issue to options that every rule treats alike unties it from all others.  Fix enough
issues and few states remain; the parts together are the whole space, and no package lies in
two of them.  Most parts need no search: for each an *easier* space is solved first, in which
ties that make the states many are dropped and every term is granted as if it were at its best.
Nothing in the part is better than the best there, so that a part which cannot hold anything
wanted is left out.

References
----------
J. Pearl, "Probabilistic Reasoning in Intelligent Systems" (1988), section 4.4.2: conditioning.
R. Dechter, I. Rish, "Mini-buckets: A General Scheme for Bounded Inference", Journal of the ACM
50 (2003) 107-153: bounds from ties that are cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import log2, prod
from typing import Any, Protocol, TypeVar

from irenic.solve.blocks import Vector
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.limits import simplify_pattern
from irenic.solve.orders import Shape, best_order, members, quick_order, shape
from irenic.solve.space import Limit, Package, Pattern, Restriction, Space, Term, matches

__all__ = ["Cutset", "Judge", "cutset_of", "easier", "issues_to_fix", "parts", "tied"]

#: A part with at most this many states in its widest step is solved as a whole.
PART_STATES = 4_000
#: States of the easier spaces that bound a part.
EASY_STATES = 300
#: Combinations of issues tied by one dropped pattern that are looked at for its best case.
BEST_CASE = 2_000

P = TypeVar("P")


class Judge(Protocol[P]):
    """What decides whether a part is worth looking at."""

    def look(self, part: Restriction, easy: Space, /) -> P | None:
        """Return what the part promises by its easier space; ``None`` for nothing at all."""
        ...

    def worth(self, promise: P, /) -> Any:
        """Return a number; the most promising part is divided first."""
        ...

    def is_open(self, promise: P, /) -> bool:
        """Return whether the promise still matters, given what was found meanwhile."""
        ...


@dataclass(frozen=True)
class Cutset:
    """Issues to fix, in this order, with the options that belong together.

    ``dropped[d]`` are the scopes of the ties to drop for a bound when the first *d* issues
    are fixed.
    """

    issues: tuple[int, ...]
    kinds: tuple[tuple[frozenset[int], ...], ...]
    dropped: tuple[frozenset[frozenset[int]], ...]

    @property
    def parts(self) -> int:
        """Return into how many parts the space falls."""
        return prod(len(kinds) for kinds in self.kinds)


def cutset_of(space: Space, /) -> Cutset:
    """Return issues to fix, and which ties to drop for a bound when some are fixed."""
    rest = tied(space)
    fixed = issues_to_fix(space)
    shapes = [rest]
    for issue, _ in fixed:
        rest = rest.without_issue(issue)
        shapes.append(rest)
    return Cutset(
        tuple(issue for issue, _ in fixed),
        tuple(kinds for _, kinds in fixed),
        tuple(_to_drop(shape) for shape in shapes),
    )


def issues_to_fix(space: Space, /) -> list[tuple[int, tuple[frozenset[int], ...]]]:
    """Return issues whose fixing leaves at most :data:`PART_STATES` states, and their kinds.

    Greedy: next comes the issue after whose fixing the parts have the fewest states in all.
    """
    whole = rest = tied(space)
    chosen: list[int] = []
    while rest.peak(best_order(rest)) > PART_STATES:
        _, issue = min((_price(rest, j), j) for j in members(rest.linked()))
        chosen.append(issue)
        rest = rest.without_issue(issue)
    return [(j, tuple(whole.kinds(j))) for j in chosen]


def _price(rest: Shape, issue: int) -> float:
    left = rest.without_issue(issue)
    return log2(len(rest.kinds(issue))) + log2(left.states(quick_order(left)))


def _to_drop(rest: Shape) -> frozenset[frozenset[int]]:
    """Return scopes without which few states remain: each time the one that matters most."""
    dropped: list[frozenset[int]] = []
    order = best_order(rest)
    while rest.peak(order) > EASY_STATES:
        scopes = _across(rest, order)
        fewer = [(rest.without_scope(scope), scope) for scope in scopes]
        rest, gone = min(fewer, key=lambda pair: (pair[0].states(order), pair[1]))
        dropped.append(frozenset(members(gone)))
        order = min(order, quick_order(rest), key=rest.states)
    return frozenset(dropped)


def _across(rest: Shape, order: Sequence[int]) -> list[int]:
    """Return the scopes that are open after the widest step."""
    decided = [sum(1 << j for j in order[: now + 1]) for now in range(len(order))]
    widest = max(decided, key=rest.exponent)
    return sorted({scope for scope in rest.scopes() if scope & widest and scope & ~widest})


def tied(space: Space, /) -> Shape:
    """Return how the rules and terms of a space tie its issues together."""
    options = [range(size) for size in space.sizes]
    patterns = [*space.forbidden, *(term.when for term in space.terms)]
    simple = [simplify_pattern(pattern, options) for pattern in patterns]
    several = [p for p in simple if p is not None and len(p) > 1]
    limits = [_simple_limit(limit, options) for limit in space.limits]
    return shape(space.sizes, several, [limit for limit in limits if limit.parts])


def _simple_limit(limit: Limit, options: Sequence[Sequence[int]]) -> Limit:
    parts = [(simplify_pattern(p, options), x) for p, x in limit.parts]
    return replace(limit, parts=tuple((p, x) for p, x in parts if p))


def parts(
    space: Space, cutset: Cutset, judge: Judge[P], /, *, budget: Budget = UNLIMITED
) -> Iterator[Restriction]:
    """Yield the parts that may matter, the most promising first.

    Depth first: whoever takes a part should let the judge know of what it holds before
    asking for the next one.

    Raises
    ------
    LimitReached
        When the budget is spent.
    """
    yield from _divide(space, cutset, judge, budget, {}, 0)


def _divide(
    space: Space,
    cutset: Cutset,
    judge: Judge[P],
    budget: Budget,
    fixed: Mapping[int, frozenset[int]],
    depth: int,
) -> Iterator[Restriction]:
    if depth == len(cutset.issues):
        yield space.restrict(fixed)
        return
    issue = cutset.issues[depth]
    found: list[tuple[Any, int, P]] = []
    for c, kind in enumerate(cutset.kinds[depth]):
        budget.check()
        part = space.restrict({**fixed, issue: kind})
        promise = judge.look(part, easier(part.space, cutset.dropped[depth + 1]))
        if promise is not None:
            found.append((judge.worth(promise), c, promise))
    for _, c, promise in sorted(found, key=lambda item: (item[0], -item[1]), reverse=True):
        if judge.is_open(promise):
            deeper = {**fixed, issue: cutset.kinds[depth][c]}
            yield from _divide(space, cutset, judge, budget, deeper, depth + 1)


def easier(space: Space, dropped: frozenset[frozenset[int]], /) -> Space:
    """Return a space with the same packages in which none is worse and none more is forbidden.

    Patterns over the ``dropped`` sets of issues decide nothing there.  Instead one of these
    issues grants, option by option and party by party, the most that the patterns could add;
    limits over them are left out.

    Examples
    --------
    >>> tied = Space(1, (((0,), (1,)), ((0,), (0,))), (Term(((0, frozenset({1})),
    ...     (1, frozenset({1}))), (5,)),))
    >>> easier(tied, frozenset({frozenset({0, 1})})).tables[0]
    ((0,), (6,))
    """
    options = [range(size) for size in space.sizes]
    kept_terms: list[Term] = []
    kept_rules: list[Pattern] = []
    cut: dict[frozenset[int], _Cut] = {}
    for pattern in space.forbidden:
        simple = simplify_pattern(pattern, options)
        if simple is not None:
            scope = _scope([simple])
            rules = cut.setdefault(scope, _Cut([], [])).rules if scope in dropped else kept_rules
            rules.append(simple)
    for term in space.terms:
        simple = simplify_pattern(term.when, options)
        if simple is not None:
            scope = _scope([simple])
            terms = cut.setdefault(scope, _Cut([], [])).terms if scope in dropped else kept_terms
            terms.append(Term(simple, term.add))
    tables = [list(table) for table in space.tables]
    for scope, gone in cut.items():
        if gone.terms:
            _grant(space, tables, sorted(scope), gone)
    limits = tuple(limit for limit in space.limits if not _is_cut(limit, options, dropped))
    granted = tuple(tuple(table) for table in tables)
    return Space(space.n_parties, granted, tuple(kept_terms), tuple(kept_rules), limits)


@dataclass(frozen=True, slots=True)
class _Cut:
    """The dropped terms and rules over the same issues."""

    terms: list[Term]
    rules: list[Pattern]


def _scope(patterns: Sequence[Pattern]) -> frozenset[int]:
    return frozenset(j for pattern in patterns for j, _ in pattern)


def _is_cut(
    limit: Limit, options: Sequence[Sequence[int]], dropped: frozenset[frozenset[int]]
) -> bool:
    patterns = [p for p, _ in _simple_limit(limit, options).parts]
    return _scope(patterns) in dropped or any(_scope([p]) in dropped for p in patterns)


def _grant(space: Space, tables: list[list[Vector]], scope: Sequence[int], cut: _Cut) -> None:
    """Let one issue of the scope grant the most that the dropped terms could add."""
    many = prod(space.sizes[j] for j in scope) > BEST_CASE
    best: tuple[int, int, list[Vector]] | None = None
    for pivot in scope:
        rows = [
            _most(space, cut, pivot, o) if many else _best_case(space, scope, cut, pivot, o)
            for o in range(space.sizes[pivot])
        ]
        loose = sum(map(max, zip(*rows, strict=True)))
        if best is None or loose < best[0]:
            best = loose, pivot, rows
    if best is not None:
        _, pivot, rows = best
        tables[pivot] = [_sum(row, more) for row, more in zip(tables[pivot], rows, strict=True)]


def _sum(one: Vector, two: Vector) -> Vector:
    return tuple(x + y for x, y in zip(one, two, strict=True))


def _most(space: Space, cut: _Cut, pivot: int, option: int) -> Vector:
    adds = [t.add for t in cut.terms if option in dict(t.when)[pivot]]
    return tuple(sum(max(0, add[i]) for add in adds) for i in range(space.n_parties))


def _best_case(space: Space, scope: Sequence[int], cut: _Cut, pivot: int, option: int) -> Vector:
    """Return the most, party by party, over all allowed combinations with the option."""
    package = [0] * space.n_issues
    ranges = [[option] if j == pivot else range(space.sizes[j]) for j in scope]
    best: Vector | None = None
    for chosen in product(*ranges):
        for j, o in zip(scope, chosen, strict=True):
            package[j] = o
        here: Package = tuple(package)
        if any(matches(rule, here) for rule in cut.rules):
            continue
        total: Vector = (0,) * space.n_parties
        for term in cut.terms:
            if matches(term.when, here):
                total = _sum(total, term.add)
        best = total if best is None else tuple(map(max, best, total))
    return best or (0,) * space.n_parties
