"""A case without divisible issues, solved: the workings that score cards and solutions share.

Where the whole frontier is known, everything follows from it.  Where it is too large to list,
the same questions are put to the searches that need no frontier (:mod:`irenic.solve.direct`);
the answers are the same, only ranks among efficient packages are then not known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from irenic.analyse.compile import Compiled
from irenic.analyse.decision import accepts, carries, needed
from irenic.analyse.results import FrontierPoint, Package
from irenic.errors import LimitReached
from irenic.model import Case
from irenic.solve.bargaining import Choice, Criterion, choose
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.decision_boxes import decision_boxes
from irenic.solve.direct import DIRECT, Answer, Situation, choose_directly
from irenic.solve.frontier import Frontier
from irenic.solve.goals import Goal
from irenic.solve.methods import METHODS, Method
from irenic.solve.optimum import Optimum, optimise
from irenic.solve.result import Status
from irenic.solve.space import Package as Picks

__all__ = ["Chosen", "Solved"]

#: Why a method has no answer where the frontier cannot be listed.
NEEDS_FRONTIER = "needs-frontier"


@dataclass(frozen=True)
class Chosen:
    """What a method chose, however it was found.

    ``points`` are utility vectors in the units of the solver, ``counts`` the packages behind
    each; ``some(k, limit)`` gives packages of point *k*.  ``value`` is the key that the
    method maximises, over ``scale``.  ``rows`` is the number of efficient points it chose
    from; ``None`` when it needed none, and then ``bound`` is an upper bound of the value,
    over ``scale`` already.
    """

    status: Status
    value: tuple[int, ...] = ()
    scale: int = 1
    points: tuple[tuple[int, ...], ...] = ()
    counts: tuple[int, ...] = ()
    some: Callable[[int, int | None], tuple[Picks, ...]] = field(
        default=lambda _k, _limit: (), compare=False
    )
    ideal: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)
    rows: int | None = None
    bound: Fraction | None = None
    multipliers: tuple[tuple[Fraction, ...], ...] = ()
    reason: str = ""
    how: str = ""


@dataclass(frozen=True)
class Solved:
    """The frontier of a case without divisible issues, and what follows from it or without it."""

    compiled: Compiled
    frontier: Frontier
    budget: Budget = field(default_factory=lambda: UNLIMITED)
    method: str = "auto"

    @property
    def case(self) -> Case:
        """Return the case."""
        return self.compiled.case

    @property
    def complete(self) -> bool:
        """Return whether the whole frontier is known."""
        return self.frontier.status is Status.OPTIMAL

    @cached_property
    def situation(self) -> Situation:
        """Return the case as the searches without a frontier take it."""
        compiled = self.compiled
        must = [self.case.party_ids.index(p) for p in self.case.decision.must]
        return Situation(
            compiled.space,
            tuple(compiled.unit // s for s in compiled.scale),
            tuple(0 if f is None else f for f in compiled.floors),
            decision_boxes(compiled.floors, needed(self.case), must),
            self.budget,
            self.method if self.method in ("cutset", "milp") else "auto",
        )

    @cached_property
    def zone(self) -> tuple[bool | None, ...]:
        """Return, per frontier point, whether it carries (``None``: not known)."""
        answers = [self.answers(row) for row in self.frontier.points]
        known = {answer: carries(self.case, answer) for answer in dict.fromkeys(answers)}
        return tuple(known[answer] for answer in answers)

    @cached_property
    def zone_rows(self) -> tuple[int, ...]:
        """Return the frontier points that certainly carry."""
        return tuple(k for k, inside in enumerate(self.zone) if inside)

    @cached_property
    def zone_is_empty(self) -> bool | None:
        """Return whether it is sure that no package carries; ``None`` when not found out."""
        if self.complete:
            return all(inside is False for inside in self.zone)
        if self.compiled.unknown:
            return None
        try:
            return self.situation.ideal_in_zone is None
        except LimitReached:
            return None

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
        if self.complete:
            return self._ideal(self.zone_rows)
        return self._stated(lambda: self.situation.ideal_in_zone)

    @cached_property
    def ideal_feasible(self) -> tuple[Fraction | None, ...]:
        """Return each party's best score over all feasible packages."""
        if self.complete:
            return self._ideal(range(len(self.frontier.points)))
        return self._stated(lambda: self.situation.ideal_feasible)

    def _ideal(self, rows: Sequence[int]) -> tuple[Fraction | None, ...]:
        if not rows:
            return (None,) * len(self.case.parties)
        columns = zip(*(self.frontier.points[k] for k in rows), strict=True)
        return self.compiled.scores([max(column) for column in columns])

    def _stated(self, ideal: Callable[[], Sequence[int] | None]) -> tuple[Fraction | None, ...]:
        try:
            found = ideal()
        except LimitReached:
            found = None
        return (None,) * len(self.case.parties) if found is None else self.compiled.scores(found)

    def answers(self, vector: Sequence[int]) -> tuple[bool | None, ...]:
        """Return which parties accept a utility vector."""
        pairs = zip(vector, self.compiled.floors, strict=True)
        return tuple(None if floor is None else x >= floor for x, floor in pairs)

    def answers_to(self, scores: Sequence[Fraction]) -> tuple[bool | None, ...]:
        """Return which parties accept these scores."""
        pairs = zip(scores, self.compiled.no_deal, strict=True)
        return tuple(accepts(score, floor) for score, floor in pairs)

    def is_efficient(self, vector: tuple[int, ...]) -> bool | None:
        """Return whether no package dominates a feasible package with these utilities."""
        if self.complete:
            return vector in self.row_of
        goal = Goal("sum", self.situation.factor, (0,) * len(vector))
        best = optimise(self.compiled.space, goal, boxes=[vector], ties=False, budget=self.budget)
        if best.value > goal.key(vector):
            return False
        return True if best.status is Status.OPTIMAL else None

    def one_package(self, row: int) -> Package:
        """Return one package that attains a frontier point, always the same one."""
        return self.compiled.package(self.frontier.one_package(row))

    @cached_property
    def _references(self) -> dict[int, Package | None]:
        return {}

    def reference(self, party: int) -> Package | None:
        """Return the zone's package that is best for a party, then best for the worst-off.

        Without a zone, the best feasible package; ``None`` when nothing is feasible or a
        limit was in the way.
        """
        if party not in self._references:
            find = self._listed_reference if self.complete else self._found_reference
            self._references[party] = find(party)
        return self._references[party]

    def _listed_reference(self, party: int) -> Package | None:
        rows = self.zone_rows or range(len(self.frontier.points))
        row = max(
            rows,
            key=lambda k: (self.frontier.points[k][party], sorted(self.common[k])),
            default=None,
        )
        return None if row is None else self.one_package(row)

    def _found_reference(self, party: int) -> Package | None:
        situation = self.situation
        boxes = situation.boxes or ((None,) * len(situation.floors),)
        top = situation.best_for(party, boxes)
        if top.status is Status.NO_ZONE:
            boxes = ((None,) * len(situation.floors),)
            top = situation.best_for(party, boxes)
        if not top.points:
            return None
        best = top.points[0][party]
        raised = [tuple(best if i == party else f for i, f in enumerate(box)) for box in boxes]
        goal = Goal("leximin", situation.factor, (0,) * len(situation.factor))
        found = optimise(self.compiled.space, goal, boxes=raised, budget=self.budget)
        chosen: Optimum = found if found.points else top
        return self.compiled.package(chosen.one_package(0))

    @cached_property
    def floors(self) -> tuple[int, ...]:
        """Return the no-deal values in the common unit; 0 stands where a method needs none."""
        return tuple(0 if x is None else int(x * self.compiled.unit) for x in self.compiled.no_deal)

    @cached_property
    def choices(self) -> dict[str, tuple[Criterion, Choice]]:
        """Return what each method chose from the frontier, for methods that have what they need."""
        if not self.complete:
            return {}
        found = {}
        zone = [inside is True for inside in self.zone]
        for method in self.answerable:
            rule = method.rule(self.common, self.floors, zone)
            found[method.id] = (rule, choose(self.common, rule))
        return found

    @cached_property
    def rankings(self) -> dict[str, list[tuple[int, ...]]]:
        """Return the keys of the points that each method chooses from, worst first."""
        return {
            name: sorted(rule.key(self.common[k]) for k in rule.rows)
            for name, (rule, _) in self.choices.items()
        }

    def chosen(self, method: Method) -> Chosen:
        """Return what a method chose, from the frontier or without it."""
        if method not in self.answerable:
            return Chosen(Status.UNKNOWN, reason="no-deal-unknown")
        if self.complete:
            return self._from_frontier(*self.choices[method.id])
        if method.id not in DIRECT:
            return Chosen(Status.LIMIT, reason=NEEDS_FRONTIER)
        return _from_search(choose_directly(method.id, self.situation))

    def _from_frontier(self, rule: Criterion, choice: Choice) -> Chosen:
        frontier, winners = self.frontier, choice.winners
        return Chosen(
            choice.status,
            choice.value,
            rule.scale,
            tuple(frontier.points[k] for k in winners),
            tuple(frontier.counts[k] for k in winners),
            lambda k, limit: (
                (frontier.one_package(winners[k]),)
                if limit == 1
                else frontier.packages_at(winners[k], limit)
            ),
            rule.ideal,
            rule.compared,
            rule.facts,
            rows=len(rule.rows),
            how=frontier.method,
        )

    @property
    def answerable(self) -> Iterator[Method]:
        """Yield the methods whose needs the case meets."""
        for method in METHODS.values():
            if not (method.needs_no_deal and self.compiled.unknown):
                yield method

    def frontier_points(self) -> tuple[FrontierPoint, ...]:
        """Return the labelled frontier, one package each."""
        frontier, compiled = self.frontier, self.compiled
        picks = frontier.one_package_each()
        rows = zip(frontier.points, picks, frontier.counts, self.zone, strict=True)
        return tuple(
            FrontierPoint(compiled.scores(row), compiled.package(pick), count, inside)
            for row, pick, count, inside in rows
        )


def _from_search(answer: Answer) -> Chosen:
    best = answer.best
    if best is None or not best.points:
        bound = answer.bound if answer.status is Status.LIMIT else None
        return Chosen(answer.status, reason=answer.reason, bound=bound)
    return Chosen(
        answer.status,
        answer.value,
        answer.scale,
        best.points,
        best.counts,
        lambda k, limit: (best.one_package(k),) if limit == 1 else best.packages_at(k, limit),
        answer.ideal,
        answer.compared,
        answer.facts,
        bound=answer.bound,
        multipliers=best.multipliers,
        reason=answer.reason,
        how=best.method,
    )
