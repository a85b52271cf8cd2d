"""How many packages are feasible, and how many of these carry under the decision rule.

Exact wherever possible; otherwise an estimate that is called one and comes with an interval.
Party *i* accepts a package when its utility is at least ``floors[i]``, its no-deal value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, log, prod, sqrt
from typing import TYPE_CHECKING, Any

from irenic.solve.blocks import Block, Plan, plan_blocks, whole
from irenic.solve.dominance import distinct
from irenic.solve.linked import chain, count_chain
from irenic.solve.packages import MAX_COMBINATIONS, PYTHON_COMBINATIONS
from irenic.solve.result import Status
from irenic.solve.space import Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["MAX_COUNTED", "SAMPLES", "Count", "count_feasible", "zone_count"]

#: Up to this many packages are looked at one by one (about half a second for two parties).
MAX_COUNTED = 20_000_000
#: Combinations of one block of linked issues that are listed for an exact count.
MAX_BLOCK = 5_000_000
#: States of the exact count beyond that; a step then takes up to about a second.
MAX_STATES = 400_000
#: Distinct sums of one half of the issues when two parties meet in the middle (a few seconds).
MAX_HALF = 400_000
#: Random packages behind an estimate; the interval is then 0.4 % of all packages either way.
SAMPLES = 200_000
#: Chance that the interval of an estimate misses the truth.
MISS = 0.01


@dataclass(frozen=True, slots=True)
class Count:
    """How many packages carry.

    The number lies from ``low`` to ``high``: between them when a no-deal value is unknown
    (``low`` takes that party as refusing everything, ``high`` as accepting everything).
    ``exact`` is the number when ``low`` equals ``high`` and nothing was estimated.
    With status LIMIT the bounds are the ends of a 99 % interval around ``estimate``.
    ``accepted_by[i]`` counts the packages that party *i* accepts among those that carry
    for certain; ``None`` for a party whose no-deal value is unknown, and in an estimate.
    """

    status: Status
    method: str
    exact: int | None
    low: int
    high: int
    accepted_by: tuple[int | None, ...]
    estimate: int | None = None


def count_feasible(space: Space, /) -> int | None:
    """Return how many packages satisfy every rule, exactly.

    The product of the counts of the blocks of linked issues; ``None`` when a block has too
    many combinations to look at and too many states to decide issue by issue.

    Examples
    --------
    >>> rule = ((0, frozenset({0})), (1, frozenset({1})))
    >>> count_feasible(Space(1, (((0,), (1,)), ((0,), (1,)), ((0,), (1,))), forbidden=(rule,)))
    6
    """
    plan = plan_blocks(space)
    if plan.impossible:
        return 0
    counts = [_feasible(block, plan) for block in plan.blocks]
    return None if None in counts else prod(count for count in counts if count is not None)


def _feasible(block: Block, plan: Plan) -> int | None:
    if not block.forbidden and not block.limits:
        return block.combinations
    if block.combinations <= PYTHON_COMBINATIONS:
        return sum(1 for _ in block.rows())
    links = chain(replace(block, terms=()), max_states=MAX_STATES)
    if links is not None:
        return count_chain(links)
    if block.combinations > MAX_COMBINATIONS:
        return None
    from irenic.solve.enumeration import slices

    return sum(
        piece.values.shape[1] if piece.feasible is None else int(piece.feasible.sum())
        for piece in slices(block, max(plan.span))
    )


@dataclass(frozen=True, slots=True)
class _Rule:
    """The decision rule in the units of a plan; ``floors[i]`` is ``None`` when unknown."""

    floors: tuple[int | None, ...]
    at_least: int
    must: tuple[int, ...]

    def tally(self, values: Columns, counts: Columns | None) -> tuple[int, int, list[int | None]]:
        """Return low, high and accepted-by of columns, each counted once or ``counts`` times."""
        import numpy as np

        yes = [None if f is None else row >= f for f, row in zip(self.floors, values, strict=True)]
        sure = np.zeros(values.shape[1], dtype=np.int16)
        for accepts in yes:
            sure += 0 if accepts is None else accepts.astype(np.int16)
        unknown = sum(accepts is None for accepts in yes)
        may = sure + unknown >= self.at_least
        does = sure >= self.at_least
        for i in self.must:
            accepts = yes[i]
            may &= True if accepts is None else accepts
            does &= False if accepts is None else accepts

        def total(mask: Columns) -> int:
            return int(mask.sum() if counts is None else counts[mask].sum())

        by = [None if accepts is None else total(does & accepts) for accepts in yes]
        return total(does), total(may), by

    def may_carry(self, values: Columns) -> Columns:
        """Return which columns may still carry; a negative score is a sure refusal."""
        import numpy as np

        refused = [
            np.zeros(values.shape[1], dtype=bool) if f is None else row < 0
            for f, row in zip(self.floors, values, strict=True)
        ]
        hope: Columns = np.sum(refused, axis=0) <= len(refused) - self.at_least
        for i in self.must:
            hope &= ~refused[i]
        return hope


def zone_count(
    space: Space,
    floors: Sequence[int | None],
    /,
    *,
    at_least: int | None = None,
    must: Sequence[int] = (),
    seed: int = 0,
) -> Count:
    r"""Return how many feasible packages carry under the decision rule.

    .. math:: \#\{x \text{ feasible}: \#\{i : u_i(x) \ge \text{floor}_i\} \ge \text{at least},
              \ u_i(x) \ge \text{floor}_i \text{ for } i \in \text{must}\}

    Parameters
    ----------
    space : Space
    floors : sequence of shape (n_parties,)
        No-deal values in the units of the space; ``None`` where unknown.
    at_least : int, optional
        How many parties must accept; everyone by default.
    must : sequence of int
        Parties without whom no package carries.
    seed : int
        For the random packages of an estimate; the same seed gives the same answer.

    Notes
    -----
    Up to :data:`MAX_COUNTED` packages are looked at in numpy slices.  Beyond, blocks are
    added one by one and equal partial scores counted together: a party that is sure to
    accept, or sure to refuse, whatever follows needs no score any more.  When more than
    :data:`MAX_STATES` different partial scores remain, two parties meet in the middle
    (:mod:`irenic.solve.pair_count`); after that, random packages give an estimate with
    Hoeffding's interval.

    References
    ----------
    W. Hoeffding, "Probability Inequalities for Sums of Bounded Random Variables",
    Journal of the American Statistical Association 58 (1963) 13-30.

    Examples
    --------
    >>> space = Space(2, (((3, 0), (2, 2), (0, 3)),))
    >>> zone_count(space, (1, 1)).exact, zone_count(space, (1, None)).high
    (1, 2)
    """
    needed = space.n_parties if at_least is None else at_least
    plan = plan_blocks(space)
    if plan.impossible:
        return _exact("rules leave an issue without options", 0, 0, [0] * space.n_parties, floors)
    rule = _Rule(
        tuple(
            None if f is None else min(max(-((b - f) // g), 0), top + 1)
            for f, b, g, top in zip(floors, plan.base, plan.unit, plan.span, strict=True)
        ),
        needed,
        tuple(must),
    )
    if space.total_packages <= MAX_COUNTED:
        return _exact("every package was looked at", *_enumerated(whole(space), rule), floors)
    tally = _by_states(plan, rule)
    if tally is None and plan.n_parties == 2:
        tally = _by_halves(plan, rule)
    if tally is not None:
        return _exact("packages with equal scores were counted together", *tally, floors)
    return _estimated(space, rule, seed)


def _exact(
    method: str, low: int, high: int, by: Sequence[int | None], floors: Sequence[int | None]
) -> Count:
    known = tuple(None if f is None else n for n, f in zip(by, floors, strict=True))
    return Count(Status.OPTIMAL, method, low if low == high else None, low, high, known)


def _enumerated(plan: Plan, rule: _Rule) -> tuple[int, int, list[int | None]]:
    from irenic.solve.enumeration import slices

    low, high = 0, 0
    by: list[int | None] = [0] * plan.n_parties
    [block] = plan.blocks
    for piece in slices(block, max(plan.span)):
        values = piece.values if piece.feasible is None else piece.values[:, piece.feasible]
        some, more, accepted = rule.tally(values, None)
        low, high = low + some, high + more
        by = [None if x is None or y is None else x + y for x, y in zip(by, accepted, strict=True)]
    return low, high, by


def _by_states(plan: Plan, rule: _Rule) -> tuple[int, int, list[int | None]] | None:
    """Count by distinct partial scores; ``None`` when there are too many of them."""
    import numpy as np

    from irenic.solve.enumeration import MACHINE_INT, exact_dtype

    rows = [_distinct_rows(block, plan) for block in plan.blocks]
    left = [sum(int(r[0][i].max(initial=0)) for r in rows if r) for i in range(plan.n_parties)]
    values: Columns = np.zeros((plan.n_parties, 1), dtype=exact_dtype(max(plan.span)))
    counts: Columns = np.ones(1, dtype=np.int64)
    packages = 1
    for row, block in zip(rows, plan.blocks, strict=True):
        if row is None or values.shape[1] * row[0].shape[1] > 20 * MAX_STATES:
            return None
        left = [x - int(y.max(initial=0)) for x, y in zip(left, row[0], strict=True)]
        values = (values[:, :, None] + row[0][:, None, :]).reshape(plan.n_parties, -1)
        packages *= block.combinations
        if packages >= MACHINE_INT:  # machine integers are ten times quicker while they fit
            counts = counts.astype(object)
        counts = (counts[:, None] * row[1][None, :].astype(counts.dtype)).reshape(-1)
        for i, wanted in enumerate(rule.floors):
            if wanted is None:
                values[i] = 0
                continue
            lost = values[i] + left[i] < wanted
            values[i] = np.minimum(values[i], wanted)
            values[i][lost] = -plan.span[i] - 1
        hope = rule.may_carry(values)
        values, counts = distinct(values[:, hope], counts[hope])
        if values.shape[1] > MAX_STATES:
            return None
    return rule.tally(values, counts)


def _by_halves(plan: Plan, rule: _Rule) -> tuple[int, int, list[int | None]] | None:
    """Count for two parties from the distinct sums of two halves of the blocks."""
    import numpy as np

    from irenic.solve.enumeration import MACHINE_INT
    from irenic.solve.pair_count import count_pairs

    if max(plan.span) >= MACHINE_INT:
        return None
    halves: list[tuple[Columns, Columns]] = []
    for block in sorted(plan.blocks, key=lambda block: -block.combinations):
        row = _distinct_rows(block, plan)
        if row is None or row[0].shape[1] == 0:
            return None
        if len(halves) < 2:
            halves.append((row[0], row[1].astype(object)))
            continue
        halves.sort(key=lambda half: half[0].shape[1])
        (values, counts), (more, times) = halves[0], row
        if values.shape[1] * more.shape[1] > MAX_HALF:
            return None
        sums = (values[:, :, None] + more[:, None, :]).reshape(2, -1)
        halves[0] = distinct(sums, (counts[:, None] * times[None, :]).reshape(-1))
    if len(halves) < 2:
        return None
    one, two = halves
    x, y = (0 if f is None else f for f in rule.floors)
    total, first = count_pairs(one, two, (0, 0)), count_pairs(one, two, (x, 0))
    second, both = count_pairs(one, two, (0, y)), count_pairs(one, two, (x, y))
    # One column for each way in which the two can answer; -1 stands for a refusal.
    answers = np.array([[x, x, -1, -1], [y, -1, y, -1]], dtype=np.int64)
    split = [both, first - both, second - both, total - first - second + both]
    return rule.tally(answers, np.array(split, dtype=object))


def _distinct_rows(block: Block, plan: Plan) -> tuple[Columns, Columns] | None:
    """Return the distinct vectors of a block and how many combinations have each."""
    import numpy as np

    from irenic.solve.enumeration import slices

    if block.combinations > MAX_BLOCK:
        return None
    parts = [
        piece.values if piece.feasible is None else piece.values[:, piece.feasible]
        for piece in slices(block, max(plan.span))
    ]
    values = np.concatenate(parts, axis=1)
    return distinct(values, np.ones(values.shape[1], dtype=np.int64))


def _estimated(space: Space, rule: _Rule, seed: int) -> Count:
    """Estimate from random packages, drawn from all packages, feasible or not."""
    import numpy as np

    plan = whole(space)
    [block] = plan.blocks
    values, feasible = _sample(block, max(plan.span), np.random.default_rng(seed))
    some, more, _ = rule.tally(values[:, feasible], None)
    sides = 1 if None not in rule.floors else 2
    wide = sqrt(log(2 * sides / MISS) / (2 * SAMPLES))
    total = block.combinations
    low = max(0, floor(total * max(0.0, some / SAMPLES - wide)))
    high = min(total, ceil(total * min(1.0, more / SAMPLES + wide)))
    known = count_feasible(space)
    high = high if known is None else min(high, known)
    return Count(
        Status.LIMIT,
        f"estimate from {SAMPLES} random packages, with Hoeffding's 99 % interval",
        None,
        low,
        high,
        (None,) * space.n_parties,
        total * (some + more) // (2 * SAMPLES),
    )


def _sample(block: Block, bound: int, rng: Any) -> tuple[Columns, Columns]:
    import numpy as np

    from irenic.solve.enumeration import exact_dtype

    dtype = exact_dtype(bound)
    drawn = [rng.integers(len(options), size=SAMPLES) for options in block.options]
    values: Columns = np.array([[x] * SAMPLES for x in block.start], dtype=dtype)
    for table, choice in zip(block.tables, drawn, strict=True):
        values = values + np.array(table, dtype=dtype).T[:, choice]

    def hits(pattern: tuple[tuple[int, frozenset[int]], ...]) -> Columns:
        parts = [np.isin(drawn[issue], list(chosen)) for issue, chosen in pattern]
        mask: Columns = np.logical_and.reduce(parts)
        return mask

    for term in block.terms:
        values = values + np.array(term.add, dtype=dtype)[:, None] * hits(term.when)
    feasible = np.ones(SAMPLES, dtype=bool)
    for pattern in block.forbidden:
        feasible &= ~hits(pattern)
    for limit in block.limits:
        total: Columns = np.zeros(SAMPLES, dtype=exact_dtype(sum(abs(x) for _, x in limit.parts)))
        for pattern, amount in limit.parts:
            total = total + amount * hits(pattern).astype(total.dtype)
        if limit.low is not None:
            feasible &= (total >= limit.low).astype(bool)
        if limit.high is not None:
            feasible &= (total <= limit.high).astype(bool)
    return values, feasible
