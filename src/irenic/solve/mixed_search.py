"""The search for the best mixture of options and shares: one goal, mode by mode, box by box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.blocks import Plan
from irenic.solve.budget import Budget
from irenic.solve.mixed_goals import MixedGoal
from irenic.solve.mixed_point import PointAnswer, polish, solve_point
from irenic.solve.packages import Trail
from irenic.solve.pools import Pools, fill, support, worth
from irenic.solve.result import Status
from irenic.solve.space import Package

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.network import Network
    from irenic.solve.pruned import Cuts, Survivors

    Array = NDArray[Any]

__all__ = ["Best", "Floors", "Search", "Visit", "Winner"]

#: What each party has at least, in the units of the case; ``None`` for a party without a floor.
Floors = tuple[Fraction | None, ...]
#: Sizes of the beams that look for good packages before the complete merge.
BEAMS = (300, 3_000, 30_000)
#: Choices of options whose division is solved after each beam.
TRIED = 4
#: Multipliers around the best ones.
POOL = 48
#: A complete merge with more partial packages than this is given up.
MAX_PARTIAL = 3_000_000
#: Most choices of options beside which the best division is solved for one goal.
MAX_DIVISIONS = 5_000
#: Directions in which the corners of a pool are looked for; they only guide the multipliers.
DIRECTIONS = 24

ZERO = Fraction(0)
Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class Winner:
    """One best choice of options with its division.

    ``amounts`` fill the cells of the pools of ``mode``; ``point`` is what the options give,
    ``utilities`` what they and the shares give; ``count`` packages of options have ``point``.
    """

    utilities: Vector
    point: Vector
    mode: int
    amounts: tuple[Vector, ...]
    count: int
    package: Package


@dataclass(frozen=True)
class Best:
    """The best packages under a goal: one division for each best choice of options.

    ``key`` is what the goal compares.  ``multipliers`` are weights on utilities that prove it:
    beside every choice of options one of them, with the support of the pools, leaves no room
    for more.  ``exact`` is false when a product is only certified to be within
    :data:`irenic.solve.nash_shares.NASH_TOLERANCE` of the best; ``excess`` says how far the
    bound may exceed it.  ``divisions`` counts the programs solved.
    """

    status: Status
    key: Vector = ()
    winners: tuple[Winner, ...] = ()
    multipliers: tuple[Vector, ...] = ()
    exact: bool = True
    excess: Fraction = ZERO
    reason: str = ""
    divisions: int = 0


class Search:
    """One goal; what one mode and box finds prunes the next."""

    def __init__(
        self,
        plan: Plan,
        scale: Sequence[int],
        modes: Sequence[Pools],
        network: Network,
        goal: MixedGoal,
        budget: Budget,
    ) -> None:
        import numpy as np

        self.plan, self.scale, self.modes = plan, scale, modes
        self.network, self.goal, self.budget = network, goal, budget
        units = np.eye(plan.n_parties, dtype=network.dtype)
        self.top = network.support(units)[0][0]
        self.feasible = not any(x == -float("inf") for x in self.top.tolist())
        self.key: Vector = ()
        self.known = False
        self.winners: dict[tuple[Any, ...], Winner] = {}
        self.multipliers: dict[Vector, None] = {}
        self.bounds: list[PointAnswer] = []
        self.reason = ""
        self.divisions = 0

    def over(self, boxes: Sequence[Floors]) -> Best:
        """Search every mode within every box, and return what all have shown."""
        try:
            for mode in range(len(self.modes)):
                for box in boxes:
                    Visit(self, mode, box).run()
        except LimitReached as stop:
            self.reason = str(stop)
        return self.result()

    def utilities(self, w: Sequence[int]) -> Vector:
        """Return what options with these sums in the plan give, in the units of the case."""
        pairs = zip(self.plan.utility(w), self.scale, strict=True)
        return tuple(Fraction(x, s) for x, s in pairs)

    def offer(self, key: Vector) -> bool:
        """Take note of a key that is reached; say whether it is among the best."""
        if not self.known or key > self.key:
            self.key, self.known = key, True
            self.winners = {}
        return key == self.key

    def result(self) -> Best:
        """Return what all modes and boxes together have shown."""
        if not self.feasible:
            return Best(Status.INFEASIBLE)
        winners = _undominated(list(self.winners.values()))
        status = Status.OPTIMAL if self.known else Status.NO_ZONE
        inexact = [a for a in self.bounds if not a.exact]
        excess = ZERO
        if inexact and self.known:
            top = max(a.ceiling for a in inexact)
            excess = max(ZERO, top / self.key[1] - 1)
        return Best(
            Status.LIMIT if self.reason else status,
            self.key,
            tuple(winners),
            tuple(self.multipliers),
            not inexact,
            excess,
            self.reason,
            self.divisions,
        )


class Visit:
    """The search within one mode of the pools and one box."""

    def __init__(self, search: Search, mode: int, box: Floors) -> None:
        self.search, self.mode, self.box = search, mode, box
        self.goal, self.network = search.goal, search.network
        self.plan, self.pools = search.plan, search.modes[mode]
        n = self.plan.n_parties
        self.scale = [Fraction(s, g) for s, g in zip(search.scale, self.plan.unit, strict=True)]
        self.start = search.utilities((0,) * n)
        units = [[Fraction(int(i == k)) for k in range(n)] for i in range(n)]
        self.most = [support(self.pools, unit) for unit in units]
        fewest = [-support(self.pools, [-x for x in unit]) for unit in units]
        self.floors = [
            s + low if f is None else f for s, low, f in zip(self.start, fewest, box, strict=True)
        ]
        self.seen: set[tuple[int, ...]] = set()

    def run(self) -> None:
        """Find multipliers, good packages, and then everything at least as good."""
        from irenic.solve.pruned import pruned_merge, viable

        if not self.search.feasible:
            return
        self.rows = self._first_rows()
        weights = self._weights(self.rows)
        self.search.multipliers |= dict.fromkeys(weights)
        self.support = [support(self.pools, w) for w in weights]
        for beam in (*BEAMS, None):
            cuts = self._cuts()
            network = viable(self.network, cuts)
            if any(not len(stage.vectors) for stage in network.stages):
                return
            left = pruned_merge(
                network, cuts, beam=beam, max_points=MAX_PARTIAL, budget=self.search.budget
            )
            complete = left.dropped is None
            self._divide(left, None if complete else TRIED)
            if complete:
                return

    def _first_rows(self) -> Array:
        """Return whole multipliers: good ones, others near them, and each party alone."""
        import numpy as np

        from irenic.solve.dual import Smooth, descend, whole_multipliers

        n = self.plan.n_parties
        alone = np.eye(n)
        if not self.goal.compared:
            return whole_multipliers(self.network, alone)
        factor = np.array([float(x) for x in self.scale])
        beside = [rows * factor for rows in _corners(self.pools, n)]
        reach = np.array([float(x) for x in self.plan.span])
        span = np.maximum(reach + sum((np.ptp(rows, axis=0) for rows in beside), start=0.0), 1.0)
        weight = np.array([float(a) for a in self.goal.weight]) / factor
        start = [a * s for a, s in zip(self.goal.weight, self.start, strict=True)]
        base = np.array([float(b - x) for b, x in zip(self.goal.base, start, strict=True)])
        low = [float(f - s) for f, s in zip(self.floors, self.start, strict=True)]
        goal = (weight, base, np.array(low) * factor)
        smooth = Smooth(self.network, span, beside=beside)
        with np.errstate(over="ignore", invalid="ignore"):
            found, _ = descend(smooth, span, self.goal.kind, goal)
        if not np.isfinite(found).all():
            found = np.ones(n) / span
        rng = np.random.default_rng(0)
        widths = np.repeat([0.05, 0.15, 0.4, 1.0], POOL // 4)[:, None]
        near = found * np.exp(rng.normal(size=(POOL, n)) * widths)
        return whole_multipliers(self.network, np.concatenate([found[None], near, alone]))

    def _weights(self, rows: Array) -> list[Vector]:
        """Return the weights on utilities that multipliers on the plan amount to."""
        return [
            tuple(int(x) * s for x, s in zip(row, self.scale, strict=True)) for row in rows.tolist()
        ]

    def _needs(self, rows: Array, supports: Sequence[Fraction]) -> Array:
        """Return what options must reach at each row, the shares adding all they can."""
        import numpy as np

        key = self.search.key
        found = []
        for weights, added in zip(self._weights(rows), supports, strict=True):
            least = self.goal.least(weights, self.floors, key) - added
            least -= sum((w * s for w, s in zip(weights, self.start, strict=True)), ZERO)
            found.append(-(-least.numerator // least.denominator))
        exact: Array = np.array(found, dtype=self.network.dtype)
        return exact

    def _cuts(self) -> Cuts:
        import numpy as np

        from irenic.solve.pruned import Cuts, Rule

        n = self.plan.n_parties
        raised = self.goal.raised(self.floors, self.search.key)
        wanted = []
        for f, most, s, k, span in zip(
            raised, self.most, self.start, self.scale, self.plan.span, strict=True
        ):
            need = (f - most - s) * k
            wanted.append(min(max(0, -(-need.numerator // need.denominator)), span + 1))
        floors: Array = np.array(wanted, dtype=self.network.dtype)
        ranks = [self.goal.rank(w, self.floors) for w in self._weights(self.rows)]
        shifts = [
            shift - float(added) - sum(float(w * s) for w, s in zip(ws, self.start, strict=True))
            for (shift, _), added, ws in zip(
                ranks, self.support, self._weights(self.rows), strict=True
            )
        ]
        return Cuts(
            Rule(floors, np.ones(n, dtype=bool), n, ()),
            self.rows,
            self._needs(self.rows, self.support),
            np.array(shifts),
            np.array([factor for _, factor in ranks]),
        )

    def _divide(self, left: Survivors, limit: int | None) -> None:
        """Solve the divisions beside the choices left, the most promising first."""
        import numpy as np

        search = self.search
        points, counts, trail = left.points, left.counts, left.trail
        tried, key = 0, None
        bound: Array = np.full(len(points), np.inf)
        done = 0
        while len(points) and (limit is None or tried < limit):
            if key != search.key or done < len(self.rows):
                cuts = self._cuts()
                values = points @ self.rows.T
                keep = (values >= cuts.least).all(axis=1)
                ranked = (values.astype(np.float64) - cuts.shift) * cuts.factor
                points, counts = points[keep], counts[keep]
                bound, key, done = ranked.min(axis=1)[keep], search.key, len(self.rows)
                if not len(points):
                    return
            best = int(np.argmax(bound))
            w = tuple(int(x) for x in points[best].tolist())
            if w not in self.seen:
                search.budget.check()
                if search.divisions >= MAX_DIVISIONS:
                    raise LimitReached(f"more than {MAX_DIVISIONS} divisions to solve")
                tried += 1
                self._solve(w, int(counts[best]), trail, complete=limit is None)
            points, counts = np.delete(points, best, axis=0), np.delete(counts, best)
            bound = np.delete(bound, best)

    def _solve(self, w: tuple[int, ...], count: int, trail: Trail, *, complete: bool) -> None:
        search = self.search
        search.divisions += 1
        point = search.utilities(w)
        answer = solve_point(self.goal, point, self.pools, self.box, search.key)
        search.multipliers[answer.weights] = None
        self._add_row(answer.weights)
        if not answer.feasible:
            return
        if complete:
            self.seen.add(w)
            search.bounds.append(answer)
        if answer.key >= search.key and search.offer(answer.key):
            amounts = polish(self.goal, point, self.pools, self.box, answer)
            given = worth(self.pools, amounts, self.plan.n_parties)
            utilities = tuple(p + x for p, x in zip(point, given, strict=True))
            package = trail.one(self.plan.utility(w))
            if package is not None:
                winner = Winner(utilities, point, self.mode, amounts, count, package)
                search.winners[w, self.mode] = winner

    def _add_row(self, weights: Vector) -> None:
        """Let the multipliers of a solved division cut away other choices of options."""
        import numpy as np

        from irenic.solve.dual import whole_multipliers

        if not any(weights):
            return
        top = max(weights)
        row = np.array([[float(w / top / s) for w, s in zip(weights, self.scale, strict=True)]])
        fresh = whole_multipliers(self.network, row)
        self.rows = np.concatenate([self.rows, fresh])
        self.support.append(support(self.pools, self._weights(fresh)[0]))


def _corners(pools: Pools, n: int) -> list[Array]:
    """Return corners of each pool, as worth to every party; they only guide the multipliers."""
    import numpy as np

    rng = np.random.default_rng(0)
    directions = [*np.eye(n).tolist(), *rng.exponential(size=(DIRECTIONS, n)).tolist()]
    found = []
    for pool in pools:
        rows = {
            tuple(worth((pool,), (fill(pool, [Fraction(x) for x in row])[1],), n))
            for row in directions
        }
        found.append(np.array([[float(x) for x in row] for row in sorted(rows)]))
    return found


def _undominated(winners: list[Winner]) -> list[Winner]:
    def worse(u: Vector) -> bool:
        return any(
            v.utilities != u and all(x >= y for x, y in zip(v.utilities, u, strict=True))
            for v in winners
        )

    kept = [w for w in winners if not worse(w.utilities)]
    return sorted(kept, key=lambda w: (w.utilities, w.point, w.mode), reverse=True)
