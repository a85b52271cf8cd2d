"""Literal definitions over every package, slow and plain: what every fast solver must equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from irenic.solve.space import Limit, Package, Space

Vector = tuple[int, ...]


def all_packages(space: Space) -> Iterator[Package]:
    return product(*(range(len(table)) for table in space.tables))


def holds(pattern: Sequence[tuple[int, frozenset[int]]], package: Package) -> bool:
    return not [issue for issue, options in pattern if package[issue] not in options]


def utility_by_definition(space: Space, package: Package) -> Vector:
    total = [0] * space.n_parties
    for i in range(space.n_parties):
        for issue, option in enumerate(package):
            total[i] += space.tables[issue][option][i]
        for term in space.terms:
            if holds(term.when, package):
                total[i] += term.add[i]
    return tuple(total)


def within(limit: Limit, package: Package) -> bool:
    total = 0
    for pattern, amount in limit.parts:
        if holds(pattern, package):
            total += amount
    too_low = limit.low is not None and total < limit.low
    too_high = limit.high is not None and total > limit.high
    return not too_low and not too_high


def feasible_by_definition(space: Space) -> list[Package]:
    return [
        package
        for package in all_packages(space)
        if not any(holds(pattern, package) for pattern in space.forbidden)
        and all(within(limit, package) for limit in space.limits)
    ]


def dominates(a: Vector, b: Vector) -> bool:
    return all(x >= y for x, y in zip(a, b, strict=True)) and any(
        x > y for x, y in zip(a, b, strict=True)
    )


def pareto_by_definition(space: Space) -> Mapping[Vector, list[Package]]:
    """Return efficient utility vector -> its packages, in lexicographic order."""
    found: dict[Vector, list[Package]] = {}
    for package in feasible_by_definition(space):
        found.setdefault(utility_by_definition(space, package), []).append(package)
    return {u: ps for u, ps in found.items() if not any(dominates(v, u) for v in found)}


def accepts_by_definition(u: Vector, floors: Sequence[int]) -> list[bool]:
    return [x >= floor for x, floor in zip(u, floors, strict=True)]


def carries_by_definition(
    u: Vector, floors: Sequence[int], at_least: int, must: Sequence[int]
) -> bool:
    yes = accepts_by_definition(u, floors)
    return sum(yes) >= at_least and all(yes[i] for i in must)


def zone_by_definition(
    space: Space, floors: Sequence[int], at_least: int, must: Sequence[int]
) -> tuple[int, list[int]]:
    """Return how many feasible packages carry, and how many of these each party accepts."""
    carried = 0
    accepted = Counter[int]()
    for package in feasible_by_definition(space):
        u = utility_by_definition(space, package)
        if carries_by_definition(u, floors, at_least, must):
            carried += 1
            for i, yes in enumerate(accepts_by_definition(u, floors)):
                accepted[i] += yes
    return carried, [accepted[i] for i in range(space.n_parties)]
