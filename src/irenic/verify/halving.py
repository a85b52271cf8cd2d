"""The frontier and the counts of large cases by halving: a second algorithm for the checker.

The issues are put into groups that no rule or together term links.  The groups are then
halved, the halves solved, and their results added up pairwise.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Mapping
from math import prod

from irenic.verify.claims import Unchecked
from irenic.verify.spaces import Scaled, Vector

__all__ = ["all_totals", "feasible_packages", "frontier_by_halves", "undominated"]

#: Most combinations of one group of linked issues, in pure Python about one second.
MAX_GROUP = 100_000
#: Most additions of two partial sums before giving up (about ten seconds).
MAX_SUMS = 8_000_000
#: Most comparisons where no sweep applies (four and more parties), about ten seconds.
MAX_COMPARISONS = 20_000_000

Totals = dict[Vector, int]


def _groups(scaled: Scaled) -> list[Totals]:
    if any(not when for when, _ in scaled.terms):
        raise Unchecked("a together term without a condition belongs to no group of issues")
    for group in scaled.groups:
        if prod(len(scaled.tables[j]) for j in group) > MAX_GROUP:
            raise Unchecked("rules or together terms link too many issues with each other")
    return [scaled.group_totals(group) for group in scaled.groups]


def feasible_packages(scaled: Scaled) -> int:
    """Return how many packages satisfy every rule."""
    return prod(sum(totals.values()) for totals in _groups(scaled))


def frontier_by_halves(scaled: Scaled) -> Totals:
    """Return every efficient utility vector, with the number of its packages.

    Raises
    ------
    Unchecked
        When it takes too many sums, or too many linked issues.
    """
    return _combined(scaled, undominated)


def all_totals(scaled: Scaled) -> Totals:
    """Return every utility vector of a feasible package, with the number of its packages."""
    return _combined(scaled, lambda totals: dict(totals))


def _combined(scaled: Scaled, keep: Callable[[Totals], Totals]) -> Totals:
    layers = [keep(totals) for totals in _groups(scaled)]
    layers = layers or [{(0,) * scaled.n_parties: 1}]
    while len(layers) > 1:
        layers.sort(key=len, reverse=True)
        layers.append(keep(_added(layers.pop(), layers.pop())))
    return layers[0]


def _added(left: Mapping[Vector, int], right: Mapping[Vector, int]) -> Totals:
    if len(left) * len(right) > MAX_SUMS:
        raise Unchecked(f"{len(left)} x {len(right)} partial sums are too many to add up")
    found: Totals = {}
    for a, times in left.items():
        for b, ways in right.items():
            vector = tuple([x + y for x, y in zip(a, b, strict=True)])
            found[vector] = found.get(vector, 0) + times * ways
    return found


def undominated(totals: Totals) -> Totals:
    """Return the entries whose vector no other dominates.

    Sorted in falling order, a vector can only be dominated by an earlier one.  Two and
    three parties need only what the earlier ones reach in the second and third score.
    """
    order = sorted(totals, reverse=True)
    width = len(order[0]) if order else 0
    if width <= 1:
        kept = order[:1]
    elif width == 2:
        kept = _two(order)
    elif width == 3:
        kept = _three(order)
    else:
        kept = _many(order)
    return {vector: totals[vector] for vector in kept}


def _two(order: list[Vector]) -> list[Vector]:
    kept: list[Vector] = []
    for vector in order:
        if not kept or vector[1] > kept[-1][1]:
            kept.append(vector)
    return kept


def _three(order: list[Vector]) -> list[Vector]:
    kept = []
    # Best (second, third) scores so far: the second rises, the third falls.
    stairs: list[tuple[int, int]] = []
    for vector in order:
        second, third = vector[1], vector[2]
        k = bisect_left(stairs, (second,))
        if k < len(stairs) and stairs[k][1] >= third:
            continue
        kept.append(vector)
        while k > 0 and stairs[k - 1][1] <= third:
            k -= 1
            del stairs[k]
        while k < len(stairs) and stairs[k][0] == second:
            del stairs[k]
        insort(stairs, (second, third))
    return kept


def _many(order: list[Vector]) -> list[Vector]:
    kept: list[Vector] = []
    work = 0
    for vector in order:
        work += len(kept)
        if work > MAX_COMPARISONS:
            raise Unchecked("too many efficient points to compare for more than three parties")
        if not any(all(x >= y for x, y in zip(k, vector, strict=True)) for k in kept):
            kept.append(vector)
    return kept
