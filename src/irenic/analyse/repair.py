"""What is the smallest change with which a proposal carries, and can it be better for everyone?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from irenic.analyse.compile import Compiled, compile_case
from irenic.analyse.decision import needed
from irenic.analyse.improve import improvement_between
from irenic.analyse.points import midpoint
from irenic.analyse.repair_results import (
    KeptProof,
    Measure,
    MutualGain,
    Repair,
    RepairAnswer,
    RepairSet,
)
from irenic.analyse.results import Audience, Improvement, Package, Status
from irenic.analyse.scorecard import Candidate, broken_rules
from irenic.errors import LimitReached, NotCovered, UnknownName
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.decision_boxes import decision_boxes
from irenic.solve.extremes import extremes
from irenic.solve.improvement import best_mutual, nearest_better
from irenic.solve.kept_bound import kept_bounds
from irenic.solve.optimum import Box
from irenic.solve.repair import (
    Picks,
    Tied,
    efficient_repair,
    fewest_changes,
    hoped_for,
    least_concession,
)
from irenic.solve.space import Package as Chosen
from irenic.solve.space import Restriction

__all__ = ["MAX_LISTED", "repair_proposal"]

#: Most tied repairs listed; their exact number is always given.
MAX_LISTED = 20
#: Most boxes for which multipliers are searched.
MAX_PROOFS = 50


def repair_proposal(
    case: Case,
    candidate: Candidate,
    audience: Audience,
    *,
    closed: Sequence[str] = (),
    measure: Measure = "points",
    efficient: bool = False,
    budget: Budget = UNLIMITED,
) -> RepairAnswer:
    """Return the smallest repairs of a proposal, or what is better when it carries.

    Parameters
    ----------
    case : Case
        Reduced to what the audience may see.
    candidate : Candidate
    audience : Audience
        For a party only its own acceptance counts, for everyone none: what others would
        accept is not theirs to know.
    closed : sequence of str
        Issues that must stay as proposed.
    measure : {"points", "range"}
        How concessions are added up.
    efficient : bool
        Also look for the best repair that no package dominates.
    budget : Budget

    Raises
    ------
    NotCovered
        For cases with divisible issues or without issues.
    UnknownName
        For a closed issue that does not exist or that the proposal leaves open.
    """
    if case.share_issues or not case.issues:
        what = "divisible issues" if case.share_issues else "no issues"
        raise NotCovered(f"a repair changes options, and this case has {what}")
    return _Question(case, candidate, audience, tuple(closed), measure, budget).answer(efficient)


@dataclass(frozen=True)
class _Question:
    case: Case
    candidate: Candidate
    audience: Audience
    closed: tuple[str, ...]
    measure: Measure
    budget: Budget

    @cached_property
    def compiled(self) -> Compiled:
        return compile_case(self.case, midpoint(self.case)[0])

    @cached_property
    def whole_picks(self) -> Picks:
        choices = self.candidate.package.choices
        return tuple(
            issue.option_ids.index(choices[issue.id]) if issue.id in choices else None
            for issue in self.compiled.issues
        )

    @cached_property
    def part(self) -> Restriction:
        """The packages that keep the closed issues."""
        choices = self.candidate.package.choices
        wrong = [i for i in self.closed if i not in self.case.issue_by_id]
        left_open = [i for i in self.closed if i not in wrong and i not in choices]
        if wrong or left_open:
            issues = ", ".join(self.case.issue_by_id)
            problems = [f"no issue {i!r} (issues: {issues})" for i in wrong]
            problems += [f"the proposal leaves {i!r} open, so it cannot stay" for i in left_open]
            raise UnknownName("; ".join(problems))
        return self.compiled.restricted({i: choices[i] for i in self.closed})

    @cached_property
    def picks(self) -> Picks:
        """The proposal in the option numbers of the part."""
        pairs = zip(self.part.kept, self.whole_picks, strict=True)
        return tuple(None if pick is None else kept.index(pick) for kept, pick in pairs)

    def boxes(self, *, unknown_accepts: bool = False) -> tuple[Box, ...]:
        floors = self.compiled.floors
        if self.audience.kind == "joint":
            return ((None,) * len(floors),)
        if self.audience.kind == "party":
            own = self.case.party_ids.index(self.audience.party)
            if floors[own] is None and not unknown_accepts:
                return ()
            return (tuple(f if i == own else None for i, f in enumerate(floors)),)
        must = [self.case.party_ids.index(p) for p in self.case.decision.must]
        return decision_boxes(floors, needed(self.case), must, unknown_accepts=unknown_accepts)

    def rate(self, measure: Measure) -> tuple[Fraction, ...]:
        """Return what a unit of the solver counts for each party."""
        if measure == "points":
            return tuple(Fraction(1, s) for s in self.compiled.scale)
        found = [extremes(self.compiled.space, i) for i in range(len(self.compiled.scale))]
        spans = [0 if pair is None else pair[1] - pair[0] for pair in found]
        return tuple(Fraction(1, span) if span else Fraction(0) for span in spans)

    def answer(self, efficient: bool) -> RepairAnswer:
        package, part = self.candidate.package, self.part
        scopes: dict[str, Literal["rule", "own", "none"]] = {"party": "own", "joint": "none"}
        base = RepairAnswer(
            id=self.candidate.id,
            package=package,
            open_issues=tuple(i.id for i in self.case.issues if i.id not in package.choices),
            closed=self.closed,
            scope=scopes.get(self.audience.kind, "rule"),
            status=Status.UNKNOWN,
            carries=self._carries(),
            refusing=self._refusing(),
            broken_rules=broken_rules(self.case, package),
            settled=len(package.choices),
            unknown=self._unknown(),
        )
        boxes = self.boxes()
        if base.carries:
            return replace(base, status=Status.OPTIMAL, changes=0, improvement=self._better())
        found = fewest_changes(part.space, self.picks, boxes, budget=self.budget)
        if found.status is Status.NO_ZONE and base.unknown and self._perhaps():
            return replace(base, reason="no-deal-unknown")
        if not found.points:
            least = None if found.bound is None else max(0, base.settled - int(found.bound))
            return replace(base, status=found.status, reason=found.reason, at_least=least)
        return self._found(base, found, boxes, efficient)

    def _found(
        self, base: RepairAnswer, found: Tied, boxes: Sequence[Box], efficient: bool
    ) -> RepairAnswer:
        space = self.part.space
        start = hoped_for(self.compiled.space, self.whole_picks)
        changes = base.settled - found.kept
        sure = found.status is Status.OPTIMAL
        bound = found.kept if found.bound is None else max(int(found.bound // 1), found.kept)
        mine = least_concession(found, start, self.rate(self.measure))
        otherwise: Measure = "range" if self.measure == "points" else "points"
        other = least_concession(found, start, self.rate(otherwise))
        differs = set(other.points) != set(mine.points)
        proofs = self._proofs(boxes) if sure and changes else ()
        shown = bool(proofs) and all(p.bound < found.kept + 1 for p in proofs)
        result = replace(
            base,
            status=found.status,
            reason=found.reason,
            changes=changes,
            at_least=changes if sure else max(0, base.settled - bound),
            smallest=self._set(mine, self.measure, start),
            other=self._set(other, otherwise, start) if differs else None,
            proofs=proofs,
            proved_by="" if not sure else "multipliers" if shown else "search",
        )
        if not (efficient and sure):
            return result
        try:
            best = efficient_repair(
                space,
                self.picks,
                boxes,
                start,
                self.rate(self.measure),
                kept=found.kept,
                budget=self.budget,
            )
        except LimitReached as stop:
            return replace(result, efficient_status=Status.LIMIT, reason=str(stop))
        chosen = self._set(best, self.measure, start) if best.points else None
        return replace(result, efficient=chosen, efficient_status=best.status)

    def _carries(self) -> bool | None:
        """Return whether a complete proposal carries; partial ones have to be completed."""
        if None in self.whole_picks:
            return None
        picks = tuple(pick for pick in self.whole_picks if pick is not None)
        if not self.compiled.space.is_feasible(picks):
            return False
        u = self.compiled.space.utility(picks)

        def inside(boxes: Sequence[Box]) -> bool:
            return any(
                all(f is None or x >= f for x, f in zip(u, box, strict=True)) for box in boxes
            )

        if inside(self.boxes()):
            return True
        return None if inside(self.boxes(unknown_accepts=True)) else False

    def _refusing(self) -> tuple[str, ...]:
        if None in self.whole_picks:
            return ()
        scores = [p.score(self.candidate.package) for p in self.compiled.points]
        pairs = zip(self.case.party_ids, scores, self.compiled.no_deal, strict=True)
        return tuple(party for party, x, floor in pairs if floor is not None and x < floor)

    def _unknown(self) -> tuple[str, ...]:
        """Return the parties that count and whose no-deal value is not known."""
        if self.audience.kind == "joint":
            return ()
        own = self.audience.party
        return tuple(p for p in self.compiled.unknown if not own or p == own)

    def _perhaps(self) -> bool:
        boxes = self.boxes(unknown_accepts=True)
        found = fewest_changes(self.part.space, self.picks, boxes, budget=self.budget)
        return bool(found.points) or found.status is Status.LIMIT

    def _proofs(self, boxes: Sequence[Box]) -> tuple[KeptProof, ...]:
        if len(boxes) > MAX_PROOFS:
            return ()
        ids, scale = self.case.party_ids, self.compiled.scale
        found = []
        for bound in kept_bounds(self.part.space, self.picks, boxes):
            members = [i for i, floor in enumerate(bound.box) if floor is not None]
            rows = {ids[i]: bound.multipliers[i] * scale[i] for i in members}
            found.append(KeptProof(tuple(ids[i] for i in members), rows, bound.bound))
        return tuple(found)

    def _set(self, tied: Tied, measure: Measure, start: Sequence[int]) -> RepairSet:
        settled = len(self.candidate.package.choices)
        repairs = tuple(self._repair(picks, start) for picks in tied.packages(MAX_LISTED))
        given = tied.concession or Fraction(0)
        return RepairSet(measure, settled - tied.kept, given, tied.total, repairs)

    def _package(self, picks: Chosen) -> Package:
        return self.compiled.package(self.part.original(picks))

    def _repair(self, picks: Chosen, start: Sequence[int]) -> Repair:
        package = self._package(picks)
        u = self.compiled.space.utility(self.part.original(picks))
        ids, scale = self.case.party_ids, self.compiled.scale
        rows = list(zip(ids, start, u, scale, self.compiled.floors, strict=True))
        return Repair(
            package,
            self._seen(improvement_between(self.compiled, self.candidate.package, package)),
            {
                p: Fraction(max(0, s - x), unit)
                for p, s, x, unit, _ in rows
                if p in self.case.preferences
            },
            tuple(p for p, _, x, _, f in rows if f is not None and x >= f),
            tuple(p for p, _, x, _, f in rows if f is not None and x < f),
        )

    def _seen(self, change: Improvement) -> Improvement:
        """Return a change without figures of parties whose preferences are not in reach."""
        seen = self.case.preferences
        pairs = zip(self.case.party_ids, change.utilities, strict=True)
        trades = tuple(
            replace(t, changes={p: x for p, x in t.changes.items() if p in seen})
            for t in change.trades
        )
        return replace(
            change,
            utilities=tuple(x for p, x in pairs if p in seen),
            gains={p: x for p, x in change.gains.items() if p in seen},
            trades=trades,
        )

    def _better(self) -> MutualGain | None:
        """Return what is better than a package that carries; the mediator alone may compare."""
        if self.audience.kind != "mediator":
            return None
        space, ids, scale = self.part.space, self.case.party_ids, self.compiled.scale
        picks = tuple(pick for pick in self.picks if pick is not None)
        start = space.utility(picks)
        best = best_mutual(space, picks, start, budget=self.budget)
        improved = nearest = None
        if best.package is not None:
            improved = self._change(best.package)
            near = nearest_better(space, picks, start, budget=self.budget)
            if near.points:
                nearest = self._change(near.packages(1)[0])
        pairs = zip(ids, best.attainable, scale, strict=False)
        return MutualGain(
            best.status,
            improved,
            dict(zip(ids, best.relative, strict=False)),
            {p: Fraction(x, s) for p, x, s in pairs},
            best.count,
            nearest,
            best.reason,
        )

    def _change(self, picks: Chosen) -> Improvement:
        other = self._package(picks)
        return improvement_between(self.compiled, self.candidate.package, other)
