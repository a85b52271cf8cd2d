"""A case with its frontier found: the workings that score cards and solutions share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from irenic.analyse.compile import Compiled
from irenic.analyse.decision import accepts, carries
from irenic.analyse.results import FrontierPoint, Package
from irenic.model import Case
from irenic.solve.bargaining import Choice, Criterion, choose
from irenic.solve.frontier import Frontier
from irenic.solve.methods import METHODS, Method
from irenic.solve.result import Status

__all__ = ["Solved"]


@dataclass(frozen=True)
class Solved:
    """The frontier of a case without divisible issues, and what follows from it at once."""

    compiled: Compiled
    frontier: Frontier

    @property
    def case(self) -> Case:
        """Return the case."""
        return self.compiled.case

    @property
    def complete(self) -> bool:
        """Return whether the whole frontier is known."""
        return self.frontier.status is Status.OPTIMAL

    @cached_property
    def zone(self) -> tuple[bool | None, ...]:
        """Return, per frontier point, whether it carries (``None``: not known)."""
        return tuple(carries(self.case, self.answers(row)) for row in self.frontier.points)

    @cached_property
    def zone_rows(self) -> tuple[int, ...]:
        """Return the frontier points that certainly carry."""
        return tuple(k for k, inside in enumerate(self.zone) if inside)

    @cached_property
    def common(self) -> tuple[tuple[int, ...], ...]:
        """Return the frontier points in the common unit."""
        return tuple(self.compiled.common(row) for row in self.frontier.points)

    @cached_property
    def common_rows(self) -> frozenset[tuple[int, ...]]:
        """Return the frontier points in the common unit, to look them up."""
        return frozenset(self.common)

    @cached_property
    def row_of(self) -> dict[tuple[int, ...], int]:
        """Return the row of each frontier point."""
        return {tuple(row): k for k, row in enumerate(self.frontier.points)}

    @cached_property
    def ideal_in_zone(self) -> tuple[Fraction | None, ...]:
        """Return each party's best score in the zone of agreement."""
        return self._ideal(self.zone_rows)

    @cached_property
    def ideal_feasible(self) -> tuple[Fraction | None, ...]:
        """Return each party's best score over all feasible packages."""
        return self._ideal(range(len(self.frontier.points)))

    def _ideal(self, rows: Sequence[int]) -> tuple[Fraction | None, ...]:
        if not rows:
            return (None,) * len(self.case.parties)
        columns = zip(*(self.frontier.points[k] for k in rows), strict=True)
        return self.compiled.scores([max(column) for column in columns])

    def answers(self, vector: Sequence[int]) -> tuple[bool | None, ...]:
        """Return which parties accept a utility vector."""
        pairs = zip(vector, self.compiled.floors, strict=True)
        return tuple(None if floor is None else x >= floor for x, floor in pairs)

    def answers_to(self, scores: Sequence[Fraction]) -> tuple[bool | None, ...]:
        """Return which parties accept these scores."""
        pairs = zip(scores, self.compiled.no_deal, strict=True)
        return tuple(accepts(score, floor) for score, floor in pairs)

    def one_package(self, row: int) -> Package:
        """Return one package that attains a frontier point, always the same one."""
        return self.compiled.package(self.frontier.one_package(row))

    def packages(self, rows: Sequence[int], limit: int) -> tuple[Package, ...]:
        """Return all packages at some frontier points; one each where there are too many.

        Points whose packages do not all fit within ``limit`` are represented by one
        package, because a cut list would look complete.
        """
        found: list[Package] = []
        for row in rows:
            if len(found) + self.frontier.counts[row] <= limit:
                picks = self.frontier.packages_at(row)
                found.extend(self.compiled.package(pick) for pick in picks)
            elif len(found) < limit:
                found.append(self.one_package(row))
        return tuple(found)

    def best_for(self, party: int) -> int | None:
        """Return the zone's point that is best for a party, then best for the worst-off.

        Without a zone, the best feasible point; ``None`` when nothing is feasible.
        """
        rows = self.zone_rows or range(len(self.frontier.points))
        return max(
            rows,
            key=lambda k: (self.frontier.points[k][party], sorted(self.common[k])),
            default=None,
        )

    @cached_property
    def floors(self) -> tuple[int, ...]:
        """Return the no-deal values in the common unit; 0 stands where a method needs none."""
        return tuple(0 if x is None else int(x * self.compiled.unit) for x in self.compiled.no_deal)

    @cached_property
    def choices(self) -> dict[str, tuple[Criterion, Choice]]:
        """Return what each method chose, for methods that have what they need."""
        if not self.complete:
            return {}
        found = {}
        zone = [inside is True for inside in self.zone]
        for method in self.answerable:
            rule = method.rule(self.common, self.floors, zone)
            found[method.id] = (rule, choose(self.common, rule))
        return found

    @property
    def answerable(self) -> Iterator[Method]:
        """Yield the methods whose needs the case meets."""
        for method in METHODS.values():
            if not (method.needs_no_deal and self.compiled.unknown):
                yield method

    def frontier_points(self) -> tuple[FrontierPoint, ...]:
        """Return the labelled frontier, one package each."""
        return tuple(
            FrontierPoint(self.compiled.scores(row), self.one_package(k), count, inside)
            for k, (row, count, inside) in enumerate(
                zip(self.frontier.points, self.frontier.counts, self.zone, strict=True)
            )
        )
