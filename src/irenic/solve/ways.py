"""Ways back from a utility vector to its packages, when a space was solved in parts.

A :class:`~irenic.solve.packages.Trail` is the way of a space that was merged as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from heapq import merge
from typing import Protocol

from irenic.solve.blocks import Vector
from irenic.solve.space import Package, Restriction

__all__ = ["Listed", "Part", "Several", "Way"]


class Way(Protocol):
    """What finds the packages behind a utility vector."""

    def one(self, u: Vector, /) -> Package | None:
        """Return one package with utility ``u``, always the same; ``None`` without any."""
        ...

    def packages(self, u: Vector, /) -> Iterator[Package]:
        """Yield the packages with utility ``u`` in lexicographic order."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """The way of a restricted space, in the option numbers of the whole one."""

    way: Way
    restriction: Restriction

    def one(self, u: Vector, /) -> Package | None:
        """Return one package with utility ``u``; ``None`` when this part has none."""
        found = self.way.one(u)
        return None if found is None else self.restriction.original(found)

    def packages(self, u: Vector, /) -> Iterator[Package]:
        """Yield the packages of this part; renumbering keeps their order."""
        return map(self.restriction.original, self.way.packages(u))


@dataclass(frozen=True, slots=True)
class Several:
    """Ways through parts of a space that have no package in common, by utility vector."""

    ways: Mapping[Vector, tuple[Way, ...]]

    def one(self, u: Vector, /) -> Package | None:
        """Return the package of the first part that has one."""
        found = (way.one(u) for way in self.ways.get(u, ()))
        return next((package for package in found if package is not None), None)

    def packages(self, u: Vector, /) -> Iterator[Package]:
        """Yield the packages of all parts in lexicographic order."""
        return merge(*(way.packages(u) for way in self.ways.get(u, ())))


@dataclass(frozen=True, slots=True)
class Listed:
    """Packages that are simply known."""

    known: Mapping[Vector, tuple[Package, ...]]

    def one(self, u: Vector, /) -> Package | None:
        """Return the first known package with utility ``u``."""
        return next(iter(self.known.get(u, ())), None)

    def packages(self, u: Vector, /) -> Iterator[Package]:
        """Yield the known packages with utility ``u`` in lexicographic order."""
        return iter(sorted(self.known.get(u, ())))
