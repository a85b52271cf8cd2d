"""Divisible issues beside options, any number of parties and any decision rule.

Every method is a goal and the packages it chooses from; :mod:`irenic.solve.mixed` finds the
best.  Where a whole range of divisions is equally good, one is given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import comb

from irenic.analyse.compile import Compiled, compile_case
from irenic.analyse.decision import needed, no_zone_known
from irenic.analyse.points import PartyPoints
from irenic.analyse.results import FrontierAnswer, Package, Solution, Zone
from irenic.errors import LimitReached
from irenic.model import Case
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.methods import METHODS
from irenic.solve.mixed import Best, Floors, Mixture, Winner
from irenic.solve.mixed_goals import MixedGoal
from irenic.solve.nash_shares import NASH_TOLERANCE
from irenic.solve.pools import Pool, held_shares, modes_of
from irenic.solve.result import Status

__all__ = ["MAX_GROUPS", "MAX_PROOFS", "Mixed", "blank"]

#: Most smallest groups that can carry a package; each is searched separately.
MAX_GROUPS = 2_000
#: Most multipliers listed as the proof of one method.
MAX_PROOFS = 1_000

ZERO, ONE = Fraction(0), Fraction(1)
Vector = tuple[Fraction, ...]


def blank(name: str) -> Solution:
    """Return a solution of a method of the table without an answer."""
    method = METHODS[name]
    return Solution(
        name,
        method.title,
        method.citation,
        Status.UNKNOWN,
        criterion=method.criterion,
        compares_scores=method.compares_scores,
    )


@dataclass(frozen=True)
class _Question:
    """What a method maximises, over which boxes; ``value`` is the part of the key it shows."""

    goal: MixedGoal
    boxes: tuple[Floors, ...]
    ideal: Vector = ()


@dataclass(frozen=True)
class Mixed:
    """A case with divisible issues, ready to be solved by programs."""

    case: Case
    points: tuple[PartyPoints, ...]
    budget: Budget = field(default_factory=lambda: UNLIMITED)

    @cached_property
    def compiled(self) -> Compiled:
        """Return the options of the case as integers."""
        return compile_case(self.case, self.points)

    @cached_property
    def mixture(self) -> Mixture:
        """Return options and pools together.

        Raises
        ------
        LimitReached
            When values that are not concave make too many modes.
        """
        flat = ((ZERO, ZERO), (ONE, ZERO))
        index = {party: i for i, party in enumerate(self.case.party_ids)}
        values = [
            [(index[p], self.points[index[p]].shares.get(issue.id, flat)) for p in issue.among]
            for issue in self.case.share_issues
        ]
        modes = modes_of(values, len(index))
        return Mixture.of(self.compiled.space, self.compiled.scale, modes)

    @cached_property
    def obstacle(self) -> str:
        """Return why there is no answer at all, or nothing."""
        try:
            mixture = self.mixture
            _ = self.zone_boxes
        except LimitReached:
            return "too-many-cases"
        if mixture.reason:
            return "too-many-links"
        return "" if self.anything else "infeasible"

    @cached_property
    def anything(self) -> bool:
        """Return whether any package is feasible."""
        return self.best_anywhere(0).status is not Status.INFEASIBLE

    @cached_property
    def floors(self) -> Vector | None:
        """Return the no-deal values, ``None`` when one of them is unknown."""
        known = tuple(p.no_deal for p in self.points if p.no_deal is not None)
        return known if len(known) == len(self.points) else None

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Return the smallest groups of parties whose acceptance carries a package.

        Raises
        ------
        LimitReached
            When there are more than :data:`MAX_GROUPS`.
        """
        must = [self.case.party_ids.index(p) for p in self.case.decision.must]
        others = [i for i in range(len(self.points)) if i not in must]
        more = max(0, needed(self.case) - len(must))
        if comb(len(others), more) > MAX_GROUPS:
            raise LimitReached(f"more than {MAX_GROUPS} groups can carry a package")
        return tuple(tuple(sorted((*must, *rest))) for rest in combinations(others, more))

    @cached_property
    def zone_boxes(self) -> tuple[Floors, ...]:
        """Return the zone of agreement as boxes: the floors of each group that can carry."""
        floors = self.floors
        if floors is None:
            return ()
        return tuple(
            tuple(d if i in group else None for i, d in enumerate(floors)) for group in self.groups
        )

    @cached_property
    def _all_accept(self) -> tuple[Floors, ...]:
        return () if self.floors is None else (self.floors,)

    def best_anywhere(self, party: int) -> Best:
        """Return the best feasible packages of a party, whoever would refuse them."""
        return self._best_of(party, ())

    def best_carrying(self, party: int) -> Best:
        """Return the best packages of a party within the zone of agreement."""
        return self._best_of(party, self.zone_boxes)

    @cached_property
    def _cache(self) -> dict[object, Best]:
        return {}

    def _best_of(self, party: int, boxes: tuple[Floors, ...]) -> Best:
        if (party, boxes) not in self._cache:
            n = len(self.points)
            alone = tuple(Fraction(int(i == party)) for i in range(n))
            goal = MixedGoal("sum", alone, (ZERO,) * n)
            self._cache[party, boxes] = self.mixture.best(goal, boxes=boxes, budget=self.budget)
        return self._cache[party, boxes]

    def ideal(self, party: int, *, in_the_zone: bool) -> Fraction | None:
        """Return the best score of a party over the zone, or over everything feasible."""
        if in_the_zone and self.floors is None:
            return None
        best = self.best_carrying(party) if in_the_zone else self.best_anywhere(party)
        return best.key[0] if best.key and best.status is Status.OPTIMAL else None

    def reference(self, party: int) -> Package | None:
        """Return the best package of a party in the zone; without one, of all."""
        best = self.best_carrying(party) if self.floors is not None else Best(Status.UNKNOWN)
        best = best if best.winners else self.best_anywhere(party)
        return self.package(best.winners[0]) if best.winners else None

    def improve(self, scores: Sequence[Fraction]) -> tuple[Package, Vector] | None:
        """Return the package that raises the smallest gain over ``scores`` most, if any gains.

        Raises
        ------
        LimitReached
            When the search was stopped.
        """
        goal = MixedGoal("leximin", (ONE,) * len(scores), tuple(scores))
        best = self.mixture.best(goal, boxes=(tuple(scores),), budget=self.budget)
        if best.status is Status.LIMIT:
            raise LimitReached(best.reason)
        if not best.winners or best.winners[0].utilities == tuple(scores):
            return None
        return self.package(best.winners[0]), best.winners[0].utilities

    def package(self, winner: Winner) -> Package:
        """Return a winner with the names of the case."""
        choices = self.compiled.package(winner.package).choices
        shares = {}
        pools = self.mixture.modes[winner.mode]
        for issue, pool, row in zip(self.case.share_issues, pools, winner.amounts, strict=True):
            held = held_shares(pool, _even(pool) or row)
            shares[issue.id] = {p: held[self.case.party_ids.index(p)] for p in issue.among}
        return Package(choices, shares)

    def zone(self) -> Zone:
        """Return whether anything carries."""
        zone = no_zone_known(self.case)
        if self.floors is None:
            unknown = tuple(p.party for p in self.points if p.no_deal is None)
            return replace(zone, unknown=unknown)
        status = self.best_carrying(0).status
        if status is Status.NO_ZONE:
            return replace(zone, status=status, size=0, low=0, high=0)
        return replace(zone, status=status)

    def frontier(self) -> FrontierAnswer:
        """Return that the frontier is not listed."""
        reason = "shares-among-many" if len(self.points) > 2 else "shares-not-concave"
        return FrontierAnswer(Status.UNKNOWN, "none", (), None, "", reason)

    def solution(self, name: str) -> Solution:
        """Return what a method chooses."""
        base = blank(name)
        if name not in _QUESTIONS:
            return replace(base, reason="not-for-shares")
        if METHODS[name].needs_no_deal and self.floors is None:
            return replace(base, reason="no-deal-unknown")
        if METHODS[name].needs_no_deal:
            zone = self.best_carrying(0)
            if zone.status in (Status.NO_ZONE, Status.LIMIT):
                return replace(base, status=zone.status, reason=_limit(zone))
        question = _QUESTIONS[name](self)
        found = self.mixture.best(question.goal, boxes=question.boxes, budget=self.budget)
        if not found.winners:
            return replace(base, status=found.status, reason=_limit(found))
        status = found.status
        if status is Status.OPTIMAL and not self._gains(question, found):
            status = Status.NO_STRICT_GAIN
        packages = tuple(self.package(w) for w in found.winners)
        value = found.key[1:] if question.goal.kind == "product" else found.key
        return replace(
            base,
            status=status,
            reason=_limit(found),
            packages=packages,
            count=len(packages),
            utilities=tuple(dict.fromkeys(w.utilities for w in found.winners)),
            value=value,
            certificate=self._certificate(question, found, value),
            how="multipliers, a pruned merge of the options, and programs for the shares",
        )

    def _gains(self, question: _Question, found: Best) -> bool:
        if question.goal.kind == "product":
            return found.key[0] == len(self.points)
        return bool(question.goal.compared)

    def _certificate(self, question: _Question, found: Best, value: Vector) -> Mapping[str, object]:
        parties = self.case.party_ids
        goal = question.goal
        certificate: dict[str, object] = {
            "kind": "mixed-shares",
            "value": value,
            "compared": tuple(parties[i] for i in goal.compared),
            "divisions_solved": found.divisions,
            "option_packages": tuple(w.count for w in found.winners),
            "multipliers": found.multipliers[:MAX_PROOFS],
        }
        if question.ideal:
            certificate["ideal"] = question.ideal
        if goal.kind == "product":
            certificate["gaining"] = int(found.key[0])
            if not found.exact:
                certificate["certified_within"] = NASH_TOLERANCE
                certificate["excess"] = found.excess
        return certificate


def _limit(best: Best) -> str:
    return "too-many-divisions" if best.status is Status.LIMIT else ""


def _even(pool: Pool) -> tuple[Fraction, ...]:
    """Return equal parts where nobody minds; nothing where somebody does."""
    if any(cell.slope for cell in pool.cells):
        return ()
    width = sum((cell.width for cell in pool.cells), ZERO)
    return tuple(pool.total * cell.width / width for cell in pool.cells)


# What each method maximises.  Where a party is not compared its weight is 0.


def _gains_of(mixed: Mixed) -> tuple[Vector, Vector]:
    floors = mixed.floors or ()
    return (ONE,) * len(floors), floors


def _nash(mixed: Mixed) -> _Question:
    return _Question(MixedGoal("product", *_gains_of(mixed)), mixed._all_accept)


def _egalitarian(mixed: Mixed) -> _Question:
    return _Question(MixedGoal("leximin", *_gains_of(mixed)), mixed.zone_boxes)


def _utilitarian(mixed: Mixed) -> _Question:
    return _Question(MixedGoal("sum", *_gains_of(mixed)), mixed._all_accept)


def _utilitarian_in_zone(mixed: Mixed) -> _Question:
    return _Question(MixedGoal("sum", *_gains_of(mixed)), mixed.zone_boxes)


def _ideals(mixed: Mixed, *, in_the_zone: bool) -> Vector:
    found = (mixed.ideal(i, in_the_zone=in_the_zone) for i in range(len(mixed.points)))
    return tuple(ZERO if x is None else x for x in found)


def _relative(mixed: Mixed, *, in_the_zone: bool, losses: bool) -> _Question:
    """Compare in units of the attainable gain; a party that cannot gain is left out."""
    ideal, floors = _ideals(mixed, in_the_zone=in_the_zone), mixed.floors or ()
    weight = tuple(
        1 / (best - d) if best > d else ZERO for best, d in zip(ideal, floors, strict=True)
    )
    origin = ideal if losses else floors
    base = tuple(a * x for a, x in zip(weight, origin, strict=True))
    return _Question(MixedGoal("leximin", weight, base), mixed.zone_boxes, ideal)


def _losses(mixed: Mixed) -> _Question:
    ideal = _ideals(mixed, in_the_zone=True)
    return _Question(MixedGoal("leximin", (ONE,) * len(ideal), ideal), mixed.zone_boxes, ideal)


def _scores(kind: str) -> Callable[[Mixed], _Question]:
    def question(mixed: Mixed) -> _Question:
        n = len(mixed.points)
        return _Question(
            MixedGoal("sum" if kind == "sum" else "leximin", (ONE,) * n, (ZERO,) * n), ()
        )

    return question


#: Method id -> what it asks.  Titles and citations are in :data:`METHODS` under the same ids.
_QUESTIONS: Mapping[str, Callable[[Mixed], _Question]] = {
    "nash": _nash,
    "kalai-smorodinsky": lambda m: _relative(m, in_the_zone=True, losses=False),
    "kalai-smorodinsky-feasible-ideal": lambda m: _relative(m, in_the_zone=False, losses=False),
    "egalitarian": _egalitarian,
    "utilitarian": _utilitarian,
    "utilitarian-in-zone": _utilitarian_in_zone,
    "equal-loss": lambda m: _relative(m, in_the_zone=True, losses=True),
    "equal-loss-absolute": _losses,
    "greatest-total": _scores("sum"),
    "greatest-least-score": _scores("leximin"),
}
