"""The best packages under a goal: the answer of every search without the frontier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice

from irenic.solve.blocks import Vector
from irenic.solve.result import Status
from irenic.solve.space import Package
from irenic.solve.ways import Way

__all__ = ["Box", "Optimum"]

#: What each party has at least, in the units of the space; ``None`` for a party without a floor.
Box = tuple[int | None, ...]


@dataclass(frozen=True)
class Optimum:
    """The best packages under a goal.

    ``value`` is the key of the goal (:meth:`irenic.solve.goals.Goal.key`); ``points`` are
    the distinct utility vectors that attain it and ``counts`` the packages behind each.
    ``bound`` is an upper bound: of the sum, of the geometric mean of the compared values, or
    of the smallest of them.  With status LIMIT the points are the best known, and nothing
    better than ``bound`` exists.  ``multipliers`` prove the bound: one row of whole numbers
    per box, in the units of the space; none when the space was solved in parts or by HiGHS.
    ``all_ties`` says that no other package attains the value; ``tolerance`` is how far a
    floating-point bound may be off, ``None`` where everything was exact.
    """

    status: Status
    method: str
    value: tuple[int, ...] = ()
    points: tuple[Vector, ...] = ()
    counts: tuple[int, ...] = ()
    bound: Fraction | None = None
    reason: str = ""
    multipliers: tuple[tuple[Fraction, ...], ...] = ()
    partial: int = 0
    all_ties: bool = True
    tolerance: Fraction | None = None
    trails: tuple[Way, ...] = field(default=(), repr=False, compare=False)

    def one_package(self, k: int, /) -> Package:
        """Return one package with utility ``points[k]``, always the same one."""
        found = self.trails[k].one(self.points[k])
        if found is None:
            raise IndexError(f"no point {k} among the best")
        return found

    def iter_packages(self, k: int, /) -> Iterator[Package]:
        """Yield every package with utility ``points[k]``; in lexicographic order."""
        return self.trails[k].packages(self.points[k])

    def packages_at(self, k: int, limit: int | None = None) -> tuple[Package, ...]:
        """Return the first ``limit`` packages with utility ``points[k]``; all by default."""
        return tuple(islice(self.iter_packages(k), limit))
