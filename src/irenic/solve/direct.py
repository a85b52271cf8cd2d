r"""What the methods choose, without the frontier: each method as goals for the pruned merge.

The definitions are those of :mod:`irenic.solve.bargaining`; here they are written as
questions to :func:`irenic.solve.optimum.optimise`.  ``factor[i] * u_i`` is the score of party
*i* in the one unit in which gains of different parties are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import lcm

from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.goals import Goal, Kind
from irenic.solve.optimum import Box, Optimum, optimise
from irenic.solve.result import Status
from irenic.solve.space import Space

__all__ = ["DIRECT", "TIES_UNKNOWN", "Answer", "Situation", "choose_directly"]


#: What is left open when HiGHS was needed; see :attr:`irenic.solve.best.Optimum.all_ties`.
TIES_UNKNOWN = (
    "HiGHS, which calculates in floating point, found no better package within its tolerance, "
    "but whether others are as good is not known"
)


@dataclass(frozen=True)
class Answer:
    """What a method chose.

    ``value`` is the key of the method as in :class:`irenic.solve.bargaining.Choice`, over
    ``scale``; ``bound`` an upper bound of the sum, the product or the smallest value, over
    ``scale`` too.  ``best`` holds the packages.
    """

    status: Status
    value: tuple[int, ...] = ()
    scale: int = 1
    bound: Fraction | None = None
    best: Optimum | None = None
    ideal: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True)
class Situation:
    """A space with no-deal values ``floors`` (in its units) and the boxes of a decision rule."""

    space: Space
    factor: tuple[int, ...]
    floors: tuple[int, ...]
    boxes: tuple[Box, ...]
    budget: Budget = field(default_factory=lambda: UNLIMITED)
    method: str = "auto"

    @cached_property
    def nobody_loses(self) -> tuple[Box, ...]:
        """Return the box in which nobody gets less than no deal."""
        return (self.floors,)

    @cached_property
    def ideal_in_zone(self) -> tuple[int, ...] | None:
        """Return each party's best utility in the zone; ``None`` when the zone is empty."""
        return self._ideal(self.boxes) if self.boxes else None

    @cached_property
    def ideal_feasible(self) -> tuple[int, ...] | None:
        """Return each party's best utility over all feasible packages."""
        return self._ideal(())

    def _ideal(self, boxes: Sequence[Box]) -> tuple[int, ...] | None:
        best: list[int] = []
        for i in range(self.space.n_parties):
            found = self.best_for(i, boxes)
            if found.status is Status.LIMIT:
                raise LimitReached(found.reason)
            if found.status is not Status.OPTIMAL:
                return None
            best.append(found.points[0][i])
        return tuple(best)

    def best_for(self, party: int, boxes: Sequence[Box], /) -> Optimum:
        """Return a package that is best for one party."""
        weight = tuple(int(i == party) for i in range(self.space.n_parties))
        goal = Goal("sum", weight, (0,) * self.space.n_parties)
        return optimise(
            self.space, goal, boxes=boxes, ties=False, method=self.method, budget=self.budget
        )


def choose_directly(method: str, situation: Situation, /) -> Answer:
    """Return what a method of :data:`DIRECT` chooses, all ties included.

    With status LIMIT ``best`` is the best package known, where one is.
    """
    try:
        return DIRECT[method](situation)
    except LimitReached as stop:
        return Answer(Status.LIMIT, reason=str(stop))


def _ask(situation: Situation, goal: Goal, boxes: Sequence[Box], scale: int) -> Answer:
    best = optimise(
        situation.space, goal, boxes=boxes, method=situation.method, budget=situation.budget
    )
    bound = best.bound
    if goal.kind == "product" and bound is not None:
        bound = max(bound, Fraction(0)) ** len(goal.compared)
    bound = None if bound is None else bound / scale
    status, reason = best.status, best.reason
    if status is Status.OPTIMAL and not best.all_ties:
        status, reason = Status.LIMIT, TIES_UNKNOWN
    return Answer(status, best.value, scale, bound, best, reason=reason)


def _nash(situation: Situation) -> Answer:
    """Maximise the product of gains; of the largest set that can gain where not all can."""
    n = situation.space.n_parties
    floors, factor = situation.floors, situation.factor
    for size in range(n, -1, -1):
        found = []
        for gaining in combinations(range(n), size):
            weight = tuple(factor[i] if i in gaining else 0 for i in range(n))
            base = tuple(w * f for w, f in zip(weight, floors, strict=True))
            box = tuple(f + (i in gaining) for i, f in enumerate(floors))
            answer = _ask(situation, Goal("product", weight, base), [box], 1)
            if answer.status is Status.LIMIT or answer.status is Status.INFEASIBLE:
                return replace(answer, facts={"gaining": size})
            if answer.status is Status.OPTIMAL:
                found.append(answer)
        if found:
            best = _united(found)
            if size < n:
                best = replace(best, status=Status.NO_STRICT_GAIN)
            return replace(best, facts={"gaining": size})
    return Answer(Status.NO_ZONE)


def _united(answers: Sequence[Answer]) -> Answer:
    """Return the best of several answers, with the packages of all that tie."""
    top = max(answer.value for answer in answers)
    tied = [a.best for a in answers if a.value == top and a.best is not None]
    chosen = next(a for a in answers if a.value == top)
    best = replace(
        tied[0],
        points=tuple(p for b in tied for p in b.points),
        counts=tuple(c for b in tied for c in b.counts),
        trails=tuple(t for b in tied for t in b.trails),
    )
    bounds = [a.bound for a in answers if a.bound is not None]
    return replace(chosen, best=best, bound=max(bounds, default=None))


def _relative(situation: Situation, *, feasible_ideal: bool) -> Answer:
    """Leximin of the gains relative to what each party could gain at best."""
    zone = situation.ideal_in_zone
    if zone is None:
        return Answer(Status.NO_ZONE if situation.ideal_feasible else Status.INFEASIBLE)
    ideal = (situation.ideal_feasible if feasible_ideal else zone) or zone
    factor, floors = situation.factor, situation.floors
    room = [c * (best - d) for c, best, d in zip(factor, ideal, floors, strict=True)]
    compared = tuple(i for i, width in enumerate(room) if width > 0)
    scale = lcm(*(room[i] for i in compared))
    weight = tuple(c * scale // r if r > 0 else 0 for c, r in zip(factor, room, strict=True))
    base = tuple(w * d for w, d in zip(weight, floors, strict=True))
    found = _ask(situation, Goal("leximin", weight, base), situation.boxes, scale)
    common = tuple(c * x for c, x in zip(factor, ideal, strict=True))
    found = replace(found, ideal=common, compared=compared)
    if not compared and found.status is Status.OPTIMAL:
        return replace(found, status=Status.NO_STRICT_GAIN)
    return found


def _equal_loss(situation: Situation) -> Answer:
    found = _relative(situation, feasible_ideal=False)
    value = tuple(x - found.scale for x in found.value)
    return replace(found, value=value, bound=None if found.bound is None else found.bound - 1)


def _gains(situation: Situation, kind: Kind, boxes: Sequence[Box]) -> Answer:
    base = tuple(c * d for c, d in zip(situation.factor, situation.floors, strict=True))
    return _ask(situation, Goal(kind, situation.factor, base), boxes, 1)


def _scores(situation: Situation, kind: Kind) -> Answer:
    nothing = (0,) * len(situation.factor)
    return _ask(situation, Goal(kind, situation.factor, nothing), (), 1)


def _equal_loss_absolute(situation: Situation) -> Answer:
    ideal = situation.ideal_in_zone
    if ideal is None:
        return Answer(Status.NO_ZONE if situation.ideal_feasible else Status.INFEASIBLE)
    base = tuple(c * x for c, x in zip(situation.factor, ideal, strict=True))
    found = _ask(situation, Goal("leximin", situation.factor, base), situation.boxes, 1)
    return replace(found, ideal=base, compared=tuple(range(len(ideal))))


def _in_zone(kind: Kind) -> Callable[[Situation], Answer]:
    def solve(situation: Situation) -> Answer:
        if not situation.boxes:
            return Answer(Status.NO_ZONE)
        return _gains(situation, kind, situation.boxes)

    return solve


#: Method id -> how it is answered without the frontier.  A method that is not here needs it.
DIRECT: dict[str, Callable[[Situation], Answer]] = {
    "nash": _nash,
    "kalai-smorodinsky": lambda s: _relative(s, feasible_ideal=False),
    "kalai-smorodinsky-feasible-ideal": lambda s: _relative(s, feasible_ideal=True),
    "egalitarian": _in_zone("leximin"),
    "utilitarian": lambda s: _gains(s, "sum", s.nobody_loses),
    "utilitarian-in-zone": _in_zone("sum"),
    "equal-loss": _equal_loss,
    "equal-loss-absolute": _equal_loss_absolute,
    "greatest-total": lambda s: _scores(s, "sum"),
    "greatest-least-score": lambda s: _scores(s, "leximin"),
}
