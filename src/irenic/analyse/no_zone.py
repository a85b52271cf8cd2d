"""How large is the zone of agreement, and when there is none: why, and what would open one?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from irenic.analyse.compile import Compiled, compile_case
from irenic.analyse.decision import needed
from irenic.analyse.points import midpoint
from irenic.analyse.results import Audience, Package, Status
from irenic.analyse.zone_results import Alone, CoalitionGap, Lift, NoZone, ZoneAnswer
from irenic.errors import LimitReached, NotCovered
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.count import count_feasible, zone_count
from irenic.solve.decision_boxes import Box, decision_boxes, winning_coalitions
from irenic.solve.extremes import extremes
from irenic.solve.goals import Goal
from irenic.solve.minimal_sets import minimal_openings
from irenic.solve.no_zone import Relaxation, conflicts, least_relaxation, reach_alone
from irenic.solve.optimum import optimise
from irenic.solve.space import Package as Picks
from irenic.solve.space import Space

__all__ = ["explain_zone", "nearest_gap"]

#: With more coalitions than this no gaps are worked out.
MAX_GAPS = 200
#: Coalitions that are listed, nearest first.
LISTED_GAPS = 10
#: Coalitions whose nearest is looked for in passing, where it was not asked for.
FEW_COALITIONS = 20
#: Most rules lifted together.
MAX_LIFTED = 4
#: Most sets of rules to lift that are listed.
MAX_LIFTS = 50


def explain_zone(case: Case, audience: Audience, *, budget: Budget = UNLIMITED) -> ZoneAnswer:
    """Return the zone of agreement of a case, or why there is none.

    Parameters
    ----------
    case : Case
        Reduced to what the audience may see.
    audience : Audience
        For a party only its own demand counts, for everyone none: the answer then says
        whether the rules, and the reader's own no-deal value, leave anything.
    budget : Budget

    Raises
    ------
    NotCovered
        For cases with divisible issues or without issues.
    """
    if case.share_issues or not case.issues:
        what = "divisible issues" if case.share_issues else "no issues"
        raise NotCovered(f"the zone is explained for packages of options; this case has {what}")
    return _Question(case, audience, budget).answer()


def nearest_gap(compiled: Compiled, *, budget: Budget = UNLIMITED) -> CoalitionGap | None:
    """Return the smallest equal relaxation with which something carries.

    ``None`` where that would take long: many coalitions, or a limit.
    """
    try:
        question = _Question(compiled.case, Audience(), budget, compiled)
        gaps = question.gaps if len(question.coalitions) <= FEW_COALITIONS else ()
    except LimitReached:
        return None
    return gaps[0] if gaps else None


@dataclass(frozen=True)
class _Question:
    case: Case
    audience: Audience
    budget: Budget
    given: Compiled | None = None

    @cached_property
    def compiled(self) -> Compiled:
        return self.given or compile_case(self.case, midpoint(self.case)[0])

    @property
    def space(self) -> Space:
        return self.compiled.space

    @cached_property
    def rule(self) -> tuple[int, tuple[int, ...]]:
        """How many must accept and who in any case, as far as the reader may know."""
        if self.audience.kind == "party":
            return 1, (self.case.party_ids.index(self.audience.party),)
        if self.audience.kind == "joint":
            return 0, ()
        return needed(self.case), tuple(
            self.case.party_ids.index(p) for p in self.case.decision.must
        )

    @cached_property
    def coalitions(self) -> tuple[tuple[int, ...], ...]:
        return winning_coalitions(len(self.compiled.floors), *self.rule)

    def boxes(self, *, unknown_accepts: bool = False) -> tuple[Box, ...]:
        return decision_boxes(self.compiled.floors, *self.rule, unknown_accepts=unknown_accepts)

    @cached_property
    def unknown(self) -> tuple[str, ...]:
        """The parties that count and whose no-deal value is not known."""
        if self.audience.kind == "joint":
            return ()
        own = self.audience.party
        return tuple(p for p in self.compiled.unknown if not own or p == own)

    @cached_property
    def ranges(self) -> tuple[tuple[int, int], ...] | None:
        """Worst and best feasible score of each party; ``None`` when nothing is feasible."""
        found = [extremes(self.space, i) for i in range(len(self.compiled.floors))]
        known = tuple(pair for pair in found if pair is not None)
        return known if len(known) == len(found) else None

    def answer(self) -> ZoneAnswer:
        scopes: dict[str, Literal["rule", "own", "none"]] = {"party": "own", "joint": "none"}
        at_least, must = self.rule
        base = ZoneAnswer(
            status=Status.LIMIT,
            scope=scopes.get(self.audience.kind, "rule"),
            total=self.space.total_packages,
            feasible=count_feasible(self.space),
            size=None,
            needed=at_least,
            must=tuple(self.case.party_ids[i] for i in must),
            unknown=self.unknown,
            without={},
            most={},
            example=None,
        )
        try:
            return self._judged(base)
        except LimitReached as stop:
            return replace(base, reason=str(stop))

    def _judged(self, base: ZoneAnswer) -> ZoneAnswer:
        if self.ranges is None:
            return replace(base, status=Status.INFEASIBLE, size=0, why=self._contradiction())
        example = self._inside(self.space, self.boxes())
        if example is not None:
            return self._zone(replace(base, status=Status.OPTIMAL), example)
        if self.unknown:
            perhaps = self._inside(self.space, self.boxes(unknown_accepts=True))
            if perhaps is not None:
                return replace(base, status=Status.UNKNOWN)
        return replace(base, status=Status.NO_ZONE, size=0, why=self._why())

    def _inside(self, space: Space, boxes: Sequence[Box]) -> Picks | None:
        """Return some package in one of the boxes."""
        if not boxes:
            return None
        n = space.n_parties
        first = next((i for box in boxes for i, f in enumerate(box) if f is not None), 0)
        goal = Goal("sum", tuple(int(i == first) for i in range(n)), (0,) * n)
        found = optimise(space, goal, boxes=boxes, ties=False, budget=self.budget)
        if found.points:
            return found.one_package(0)
        if found.status is Status.LIMIT:
            raise LimitReached(found.reason)
        return None

    def _zone(self, base: ZoneAnswer, example: Picks) -> ZoneAnswer:
        """Return how large the zone is and who limits it."""
        ids, (at_least, must) = self.case.party_ids, self.rule
        floors = list(self.compiled.floors)
        counted = zone_count(self.space, floors, at_least=at_least, must=must)
        without: dict[str, int | None] = {}
        most: dict[str, Fraction] = {}
        for i, party in enumerate(ids):
            if floors[i] is None or base.scope == "none":
                continue
            easy = [self._worst(i) if k == i else f for k, f in enumerate(floors)]
            without[party] = zone_count(self.space, easy, at_least=at_least, must=must).exact
            n = self.space.n_parties
            goal = Goal("sum", tuple(int(k == i) for k in range(n)), (0,) * n)
            best = optimise(self.space, goal, boxes=self.boxes(), ties=False, budget=self.budget)
            if best.status is Status.OPTIMAL:
                most[party] = Fraction(best.value[0], self.compiled.scale[i])
        if base.scope == "own":
            without = {}
        shown = self.compiled.package(example)
        return replace(base, size=counted.exact, without=without, most=most, example=shown)

    def _worst(self, party: int) -> int:
        return self.ranges[party][0] if self.ranges else 0

    def _why(self) -> NoZone:
        found = conflicts(self.space, self._asked, budget=self.budget)
        lifts, complete = self._lifts(self.boxes(unknown_accepts=True))
        ids = self.case.party_ids
        return NoZone(
            impossible=False,
            alone=tuple(self._alone(i) for i, f in enumerate(self._asked) if f is not None),
            gaps=self.gaps[:LISTED_GAPS],
            coalitions=len(self.coalitions),
            conflicts=tuple(tuple(ids[i] for i in s) for s in found.minimal),
            together=tuple(tuple(ids[i] for i in s) for s in found.together),
            lifts=lifts,
            lifts_complete=complete,
        )

    @cached_property
    def _asked(self) -> tuple[int | None, ...]:
        """The demands that the reader may know."""
        if self.audience.kind == "mediator":
            return self.compiled.floors
        own = self.audience.party
        pairs = zip(self.case.party_ids, self.compiled.floors, strict=True)
        return tuple(f if p == own else None for p, f in pairs)

    def _alone(self, i: int) -> Alone:
        floors, scale = self._asked, self.compiled.scale[i]
        no_deal = Fraction(floors[i] or 0, scale)
        found = reach_alone(self.space, floors, self.coalitions, i, budget=self.budget)
        party = self.case.party_ids[i]
        if found is None:
            return Alone(party, no_deal, None, None, None)
        reach = Fraction(found[0], scale)
        return Alone(party, no_deal, reach, no_deal - reach, self.compiled.package(found[1]))

    @cached_property
    def gaps(self) -> tuple[CoalitionGap, ...]:
        """What each coalition lacks, nearest first; those that no part helps come last."""
        if self.ranges is None or len(self.coalitions) > MAX_GAPS:
            return ()  # the nearest of some would not be the nearest
        found = []
        for coalition in self.coalitions:
            one = least_relaxation(
                self.space, self._asked, coalition, self.ranges, budget=self.budget
            )
            found.append(self._gap(one))
        return tuple(sorted(found, key=lambda g: (g.part is None, g.part or 0)))

    def _gap(self, one: Relaxation) -> CoalitionGap:
        ids, scale = self.case.party_ids, self.compiled.scale
        members = tuple(ids[i] for i in one.coalition)
        if one.part is None or one.package is None:
            return CoalitionGap(members, None, None, {}, {}, {})
        pairs = zip(ids, self.compiled.scores(one.utility), strict=True)
        scores = {p: x for p, x in pairs if p in self.case.preferences}
        lowered: dict[str, Fraction] = {}
        short: dict[str, Fraction] = {}
        for i in one.coalition:
            floor = self._asked[i]
            if floor is not None and self.ranges is not None:
                worst, best = self.ranges[i]
                lowered[ids[i]] = (floor - one.part * (best - worst)) / scale[i]
                short[ids[i]] = Fraction(one.short[i], scale[i])
        package = self.compiled.package(one.package)
        return CoalitionGap(members, one.part, package, scores, lowered, short)

    def _contradiction(self) -> NoZone:
        lifts, complete = self._lifts(((None,) * self.space.n_parties,))
        return NoZone(True, (), (), len(self.coalitions), (), (), lifts, complete)

    def _lifts(self, boxes: Sequence[Box]) -> tuple[tuple[Lift, ...], bool]:
        """Return the minimal sets of rules without which something lies in the boxes."""
        rules = self.case.rules
        found: dict[frozenset[int], Package | None] = {}

        def opens(out: frozenset[int]) -> bool:
            if out not in found:
                kept = tuple(rule for k, rule in enumerate(rules) if k not in out)
                part = compile_case(replace(self.case, rules=kept), self.compiled.points)
                picks = self._inside(part.space, boxes)
                found[out] = None if picks is None else part.package(picks)
            return found[out] is not None

        sets = minimal_openings(len(rules), opens, max_size=MAX_LIFTED, max_sets=MAX_LIFTS)
        lifts = [
            Lift(tuple(sorted(s)), package)
            for s in sets.sets
            if s and (package := found[s]) is not None
        ]
        return tuple(lifts), sets.complete
