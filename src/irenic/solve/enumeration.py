"""Every combination of a block, in numpy slices of bounded memory.

Arrays hold one row per party and one column per combination, so that a test on one party
reads contiguous memory.  Combinations are numbered in lexicographic order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.blocks import Block, Plan
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.limits import tally
from irenic.solve.space import Limit, Pattern, matches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Columns = NDArray[Any]

__all__ = ["MACHINE_INT", "SLICE", "Slice", "exact_dtype", "frontier_of_block", "slices"]

#: Combinations looked at together; a slice of 3 parties then takes 3 MB.
SLICE = 1 << 17
#: Sums below this bound fit a signed 64-bit integer with room for adding a few of them.
MACHINE_INT = 1 << 60


@dataclass(frozen=True, slots=True)
class Slice:
    """Combinations ``first, first + 1, ..`` of a block.

    ``values`` has shape (n_parties, n); ``feasible`` has shape (n,), or is ``None`` when
    every one of them is feasible.
    """

    first: int
    values: Columns
    feasible: NDArray[np.bool_] | None


def exact_dtype(bound: int, /) -> Any:
    """Return a numpy type in which sums up to ``bound`` are exact."""
    import numpy as np

    return np.dtype(np.int64) if bound < MACHINE_INT else np.dtype(object)


def slices(block: Block, bound: int, /) -> Iterator[Slice]:
    """Yield all combinations of a block, in order; ``bound`` is the greatest sum.

    Time O(combinations * (parties + terms + patterns)), memory O(SLICE * parties).
    """
    import numpy as np

    sizes = [len(options) for options in block.options]
    cut = len(sizes)
    while cut > 0 and prod(sizes[cut - 1 :]) <= SLICE:
        cut -= 1
    cut = min(cut, max(len(sizes) - 1, 0))
    inner = sizes[cut:]
    width = prod(inner)
    dtype = exact_dtype(bound)
    values = np.array([[x] for x in block.start], dtype=dtype)
    for table in block.tables[cut:]:
        column = np.array(table, dtype=dtype).T
        values = (values[:, :, None] + column[:, None, :]).reshape(len(block.start), -1)
    masks = {
        pattern: _mask(pattern, cut, inner)
        for pattern in [*block.forbidden, *(term.when for term in block.terms)]
    }
    limits = [_Inner.of(limit, block, cut) for limit in block.limits]
    adds = {term: np.array(term.add, dtype=dtype)[:, None] for term in block.terms}
    for number, outer in enumerate(product(*(range(size) for size in sizes[:cut]))):
        here = values
        if outer:
            rows = [table[o] for table, o in zip(block.tables, outer, strict=False)]
            total = [sum(row[i] for row in rows) for i in range(len(block.start))]
            here = values + np.array(total, dtype=dtype)[:, None]
        for term in block.terms:
            if matches(_head(term.when, cut), outer):
                here = np.where(masks[term.when], here + adds[term], here)
        feasible = None
        for pattern in block.forbidden:
            if matches(_head(pattern, cut), outer):
                allowed = ~masks[pattern]
                feasible = allowed if feasible is None else feasible & allowed
        for limit in limits:
            allowed = limit.allows(outer)
            feasible = allowed if feasible is None else feasible & allowed
        yield Slice(number * width, here, feasible)


def _head(pattern: Pattern, cut: int) -> Pattern:
    return tuple(part for part in pattern if part[0] < cut)


def _mask(pattern: Pattern, cut: int, inner: list[int]) -> NDArray[np.bool_]:
    """Return which of the inner combinations match the parts about inner issues."""
    import numpy as np

    mask = np.ones(inner, dtype=bool)
    for issue, chosen in pattern:
        if issue >= cut:
            hit = np.zeros(inner[issue - cut], dtype=bool)
            hit[list(chosen)] = True
            shape = [1] * len(inner)
            shape[issue - cut] = -1
            mask &= hit.reshape(shape)
    return mask.reshape(-1)


@dataclass(frozen=True, slots=True)
class _Inner:
    """A limit over the inner combinations: ``total`` is what inner issues add by themselves."""

    limit: Limit
    outer: Mapping[int, Mapping[int, int]]
    total: Columns
    joint: Sequence[tuple[Pattern, int, NDArray[np.bool_]]]

    @classmethod
    def of(cls, limit: Limit, block: Block, cut: int) -> _Inner:
        """Return a limit of a block whose issues from ``cut`` on are inner ones."""
        import numpy as np

        counted = tally(limit, [range(len(options)) for options in block.options])
        dtype = exact_dtype(sum(abs(amount) for _, amount in limit.parts))
        total: Columns = np.zeros(1, dtype=dtype)
        for j in range(cut, len(block.issues)):
            row = counted.single.get(j, {})
            column = np.array([row.get(o, 0) for o in range(len(block.options[j]))], dtype=dtype)
            total = (total[:, None] + column[None, :]).reshape(-1)
        inner = [len(options) for options in block.options[cut:]]
        joint = [
            (_head(pattern, cut), amount, _mask(pattern, cut, inner))
            for pattern, amount in counted.joint
        ]
        outer = {j: row for j, row in counted.single.items() if j < cut}
        return cls(limit, outer, total, joint)

    def allows(self, outer: tuple[int, ...]) -> Columns:
        """Return which inner combinations keep the limit, the outer options being chosen."""
        import numpy as np

        total = self.total + sum(row[outer[j]] for j, row in self.outer.items())
        for head, amount, mask in self.joint:
            if matches(head, outer):
                total = total + amount * mask.astype(total.dtype)
        low, high = self.limit.low, self.limit.high
        allowed: Columns = np.ones(len(total), dtype=bool)
        if low is not None:
            allowed &= (total >= low).astype(bool)
        if high is not None:
            allowed &= (total <= high).astype(bool)
        return allowed


def frontier_of_block(
    block: Block,
    plan: Plan,
    /,
    *,
    max_points: int,
    progress: Callable[[int, int], None] | None = None,
    budget: Budget = UNLIMITED,
) -> tuple[Columns, Columns]:
    """Return the non-dominated vectors of the feasible combinations, and how many have each.

    Returns
    -------
    tuple of arrays of shape (n_parties, n_points) and (n_points,)
        Sorted lexicographically ascending.

    Raises
    ------
    LimitReached
        When there are more than ``max_points`` points, or the budget is spent.
    """
    import numpy as np

    from irenic.solve.dominance import distinct_frontier, drop_dominated

    bound = max(plan.span)
    best: Columns = np.empty((len(block.start), 0), dtype=exact_dtype(bound))
    counts: Columns = np.empty(0, dtype=np.int64)
    for piece in slices(block, bound):
        budget.check()
        values = piece.values
        if piece.feasible is not None:
            values = values[:, piece.feasible]
        values = drop_dominated(values, best)
        if values.shape[1]:
            fresh = np.ones(values.shape[1], dtype=np.int64)
            together = np.concatenate([best, values], axis=1)
            best, counts = distinct_frontier(together, np.concatenate([counts, fresh]), bound)
        if best.shape[1] > max_points:
            seen = piece.first + piece.values.shape[1]
            raise LimitReached(
                f"after {seen} of {block.combinations} combinations {best.shape[1]} points are "
                f"efficient, more than the limit of {max_points}"
            )
        if progress is not None:
            progress(piece.first + piece.values.shape[1], block.combinations)
    return best, counts
