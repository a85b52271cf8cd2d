"""Which order of a decision maker's statements would make a state hold?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from irenic.analyse.conflict_model import ConflictModel
from irenic.analyse.conflict_truth import truth_of
from irenic.analyse.inverse_results import NewOrder, StatementMove
from irenic.model import Statements
from irenic.solve.result import Status
from irenic.solve.stability.inverse import Requirement
from irenic.solve.stability.statement_order import Telling, nearest_order, single_shifts

__all__ = ["new_order"]


def new_order(
    model: ConflictModel, form: Statements, asked: Sequence[Requirement], target: int, /
) -> NewOrder:
    """Return the smallest re-ordering of statements that meets a condition.

    Parameters
    ----------
    model : ConflictModel
        With its moves listed.
    """
    texts = tuple(statement.text for statement in form.items)
    states = sorted({s for r in asked for way in r.ways for s in way.states})
    telling = _tellings(model, form, states, target)
    found = nearest_order(asked, telling, len(texts))
    shifts = single_shifts(asked, telling, len(texts)) if found.swaps != 0 else ()
    order, swaps = found.order, found.swaps
    if found.status is Status.LIMIT and shifts:
        order, swaps = shifts[0].order(len(texts)), shifts[0].swaps
    moves = tuple(StatementMove(texts[s.statement], s.statement + 1, s.place + 1) for s in shifts)
    places = tuple(j + 1 for j in order or ())
    return NewOrder(
        found.status, swaps, found.bound, places, tuple(texts[j - 1] for j in places), moves
    )


def _tellings(
    model: ConflictModel, form: Statements, states: Sequence[int], target: int
) -> Mapping[int, Telling]:
    """Return which statements tell each state from the target.

    A statement holds in a coalesced state when it holds in all its members.
    """
    import numpy as np

    groups = [model.members[s] for s in (target, *states)]
    codes = np.array([code for group in groups for code in group], dtype=np.int64)
    starts = np.cumsum([0, *(len(group) for group in groups[:-1])])
    holds = [0] * len(groups)
    for j, statement in enumerate(form.items):
        truth = np.logical_and.reduceat(truth_of(statement.formula, codes), starts)
        for k in truth.nonzero()[0].tolist():
            holds[k] |= 1 << j
    here = holds[0]
    return {
        s: Telling(there & ~here, here & ~there) for s, there in zip(states, holds[1:], strict=True)
    }
