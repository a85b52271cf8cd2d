"""Minimal sets: which few things have to go so that the rest is possible.

A question "is it possible when these are left out?" is *monotone*: leaving out more never
makes it harder.  Its minimal answers and the minimal conflicts are hitting sets of each
other, which lets either be found from the other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

__all__ = ["MinimalSets", "minimal_hitting_sets", "minimal_openings"]

#: True when it is possible with these left out.
Opens = Callable[[frozenset[int]], bool]


@dataclass(frozen=True, slots=True)
class MinimalSets:
    """The minimal sets found, by size and then in lexicographic order.

    ``complete`` is false when larger ones may exist that were not looked for.
    """

    sets: tuple[frozenset[int], ...]
    complete: bool


def minimal_openings(
    n: int, opens: Opens, /, *, max_size: int | None = None, max_sets: int | None = None
) -> MinimalSets:
    """Return the minimal sets of things to leave out so that the rest is possible.

    Parameters
    ----------
    n : int
        How many things there are, numbered from 0.
    opens : callable
        Monotone: when it holds for a set it holds for every larger one.
    max_size, max_sets : int, optional
        Where to stop.

    Notes
    -----
    By increasing size.  A set that does not open is grown until one thing more would open;
    what is then still kept is a conflict, and every later candidate must touch it, so most
    candidates are never asked about.

    References
    ----------
    R. Reiter, "A Theory of Diagnosis from First Principles", Artificial Intelligence 32
    (1987) 57-95.

    Examples
    --------
    >>> minimal_openings(3, lambda out: 0 in out or {1, 2} <= out).sets
    (frozenset({0}), frozenset({1, 2}))
    """
    every = frozenset(range(n))
    if not opens(every):
        return MinimalSets((), True)
    found: list[frozenset[int]] = []
    conflicts: list[frozenset[int]] = []
    most = n if max_size is None else min(n, max_size)
    for size in range(most + 1):
        for some in combinations(range(n), size):
            candidate = frozenset(some)
            if any(f <= candidate for f in found) or any(not c & candidate for c in conflicts):
                continue
            if not opens(candidate):
                conflicts.append(every - _grown(candidate, every, opens))
                continue
            found.append(candidate)
            if max_sets is not None and len(found) >= max_sets:
                return MinimalSets(tuple(found), False)
    return MinimalSets(tuple(found), _all_found(found, conflicts, most, n))


def _grown(candidate: frozenset[int], every: frozenset[int], opens: Opens) -> frozenset[int]:
    """Return the set with everything added that does not make it open."""
    grown = candidate
    for k in sorted(every - candidate):
        if not opens(grown | {k}):
            grown |= {k}
    return grown


def _all_found(
    found: list[frozenset[int]], conflicts: list[frozenset[int]], most: int, n: int
) -> bool:
    """Return whether no larger minimal set can exist.

    Every set that opens touches every conflict; when each way to do that contains a set
    found, none is missing.
    """
    if most >= n:
        return True
    return all(any(f <= h for f in found) for h in minimal_hitting_sets(conflicts))


def minimal_hitting_sets(sets: Iterable[Iterable[int]], /) -> tuple[frozenset[int], ...]:
    """Return all minimal sets that share a member with each given set; by size, then order.

    Notes
    -----
    Set by set (C. Berge, Hypergraphs, 1989, chapter 2); exponential in the worst case, small
    for a handful of parties or rules.

    Examples
    --------
    >>> minimal_hitting_sets([{0, 1}, {1, 2}])
    (frozenset({1}), frozenset({0, 2}))
    """
    partial: list[frozenset[int]] = [frozenset()]
    for wanted in sets:
        members = frozenset(wanted)
        done = [p for p in partial if p & members]
        grown = {p | {k} for p in partial if not p & members for k in members}
        fresh = [g for g in grown if not any(d <= g for d in done)]
        partial = done + [g for g in fresh if not any(o < g for o in fresh)]
    return tuple(sorted(partial, key=lambda s: (len(s), sorted(s))))
