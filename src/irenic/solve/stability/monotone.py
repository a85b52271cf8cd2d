"""How many sets of each size satisfy a monotone formula.

A formula is a variable (a whole number), ``All(parts)`` or ``Any(parts)``; a set satisfies a
variable when it contains it.  Where parts share no variable they are counted on their own and
multiplied; a part common to all alternatives is taken out; only what is left is split by cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from math import comb

__all__ = ["All", "Any", "Formula", "all_of", "any_of", "satisfying_sizes", "settled", "variables"]


@dataclass(frozen=True, slots=True)
class All:
    """Every part is satisfied; without parts always so."""

    parts: frozenset[Formula]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part is satisfied; without parts never so."""

    parts: frozenset[Formula]


Formula = int | All | Any
Sizes = tuple[int, ...]
TRUE, FALSE = All(frozenset()), Any(frozenset())


def all_of(parts: Iterable[Formula], /) -> Formula:
    """Return the conjunction of formulas, without nested ones and without constants."""
    found: set[Formula] = set()
    for part in parts:
        if isinstance(part, All):
            found |= part.parts
        elif part == FALSE:
            return FALSE
        else:
            found.add(part)
    return next(iter(found)) if len(found) == 1 else All(frozenset(found))


def any_of(parts: Iterable[Formula], /) -> Formula:
    """Return the disjunction of formulas, without nested ones and without constants."""
    found: set[Formula] = set()
    for part in parts:
        if isinstance(part, Any):
            found |= part.parts
        elif part == TRUE:
            return TRUE
        else:
            found.add(part)
    return next(iter(found)) if len(found) == 1 else Any(frozenset(found))


def variables(formula: Formula, /) -> frozenset[int]:
    """Return the variables of a formula."""
    if isinstance(formula, int):
        return frozenset({formula})
    return frozenset().union(*map(variables, formula.parts))


def settled(formula: Formula, inside: Collection[int], outside: Collection[int], /) -> Formula:
    """Return a formula where some variables are known to be in the set, others not to be.

    Examples
    --------
    >>> settled(all_of([any_of([1, 2]), any_of([1, 3])]), {2}, {1})
    3
    """
    if isinstance(formula, int):
        return TRUE if formula in inside else FALSE if formula in outside else formula
    parts = (settled(part, inside, outside) for part in formula.parts)
    return all_of(parts) if isinstance(formula, All) else any_of(parts)


def satisfying_sizes(
    formula: Formula, /, *, among: int | None = None, most_cases: int = 20_000
) -> Sizes | None:
    """Return how many sets of 0, 1, 2, .. of the formula's variables satisfy it.

    Parameters
    ----------
    among : int, optional
        Of how many variables the sets are made, when there are more than the formula's own.
    most_cases : int
        The most splits by cases; ``None`` is returned when more would be needed.

    Examples
    --------
    >>> satisfying_sizes(all_of([any_of([1, 2]), any_of([3, 4])]))
    (0, 0, 4, 4, 1)
    """
    counter = _Counter(most_cases)
    try:
        found = counter.sizes(formula)
        return found if among is None else _widened(found, among - len(found) + 1)
    except _TooManyCases:
        return None


class _TooManyCases(Exception):
    """Only inside this file: the limit is an answer, not an error."""


@dataclass
class _Counter:
    most_cases: int
    cases: int = 0
    known: dict[Formula, Sizes] = field(default_factory=dict)

    def sizes(self, formula: Formula) -> Sizes:
        """Return the counts over exactly the variables of the formula."""
        if isinstance(formula, int):
            return (0, 1)
        if formula not in self.known:
            if isinstance(formula, Any):
                # B satisfies none of the alternatives when what is outside B satisfies the dual.
                dual = self.sizes(_dual(formula))
                n = len(dual) - 1
                self.known[formula] = tuple(comb(n, j) - dual[n - j] for j in range(n + 1))
            else:
                product: Sizes = (1,)
                for group in _components(formula.parts):
                    product = _times(product, self._connected(group))
                self.known[formula] = product
        return self.known[formula]

    def _connected(self, parts: Sequence[Formula]) -> Sizes:
        """Return the counts for a conjunction whose parts hang together."""
        if len(parts) == 1:
            return self.sizes(parts[0])
        sure = [part for part in parts if isinstance(part, int)]
        if sure:
            return self._given(parts, sure[0], 1)
        common = frozenset.intersection(*(p.parts for p in parts if isinstance(p, Any)))
        if common:
            rest = all_of(any_of(p.parts - common) for p in parts if isinstance(p, Any))
            outer = any_of([*common, rest])
            full = variables(All(frozenset(parts)))
            return _widened(self.sizes(outer), len(full) - len(variables(outer)))
        self.cases += 1
        if self.cases > self.most_cases:
            raise _TooManyCases
        uses = Counter(v for part in parts for v in variables(part))
        often = max(uses, key=lambda v: (uses[v], -v))
        inside = self._given(parts, often, 1)
        outside = self._given(parts, often, 0)
        return tuple(a + b for a, b in zip(inside, outside, strict=True))

    def _given(self, parts: Sequence[Formula], variable: int, taken: int) -> Sizes:
        """Return the counts of the sets that contain a variable (1), or that do not (0)."""
        inside, outside = ((variable,), ()) if taken else ((), (variable,))
        rest = settled(all_of(parts), inside, outside)
        n = len(variables(All(frozenset(parts))))
        free = n - 1 - len(variables(rest))
        found = _widened(self.sizes(rest), free)
        return (0, *found) if taken else (*found, 0)


def _dual(formula: Formula) -> Formula:
    """Return the formula with "all" and "any" exchanged."""
    if isinstance(formula, int):
        return formula
    parts = map(_dual, formula.parts)
    return any_of(parts) if isinstance(formula, All) else all_of(parts)


def _components(parts: Iterable[Formula]) -> list[list[Formula]]:
    """Return the parts in groups that share no variable."""
    groups: list[tuple[frozenset[int], list[Formula]]] = []
    for part in parts:
        used, members = variables(part), [part]
        apart = []
        for group in groups:
            if group[0].isdisjoint(used):
                apart.append(group)
            else:
                used, members = used | group[0], members + group[1]
        groups = [*apart, (used, members)]
    return [members for _, members in groups]


def _times(one: Sizes, other: Sizes) -> Sizes:
    found = [0] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            found[i + j] += a * b
    return tuple(found)


def _widened(sizes: Sizes, free: int) -> Sizes:
    """Return the counts when so many variables more may or may not be in the set."""
    return _times(sizes, tuple(comb(free, j) for j in range(free + 1)))
