"""Verdicts of conflicts with complete preferences, for all states at once.

References
----------
H. Xu, K. W. Hipel, D. M. Kilgour, "Matrix Representation of Solution Concepts in Multiple-
Decision-Maker Graph Models", IEEE Trans. SMC-A 39 (2009) 96-108,
multiplies matrices of all pairs of states; here one number for each state is enough, because
only the worst that an answer can bring about decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.group_bounds import best_of_own, least_after_any_moves
from irenic.solve.stability.improvement_closure import least_after_improvements
from irenic.solve.stability.listed_closure import listed_verdicts
from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.prepared import Prepared, prepare
from irenic.solve.stability.workers import sharing

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["QUICK_CONCEPTS", "THREADS", "verdicts"]

#: The concepts that are worked out here; simultaneous stability has a way of its own.
QUICK_CONCEPTS = ("nash", "gmr", "smr", "seq")
THREADS = 2
Sanctions = Literal["sequences", "one-step"]


def verdicts(
    moves: OptionMoves | ListedMoves,
    preferences: Sequence[Ranked],
    concepts: Iterable[str] = QUICK_CONCEPTS,
    /,
    *,
    sanctions: Sanctions = "sequences",
    threads: int = THREADS,
    budget: Budget = UNLIMITED,
) -> Mapping[str, list[NDArray[np.bool_]]]:
    r"""Return for each concept and decision maker in which states it is stable.

    With pay_i(s) the rank of s for decision maker i, and H the others, a state s is stable when
    for all :math:`s_1 \in R_i(s)`, :math:`s_1 >_i s`

    .. math::
        \text{GMR: } & \min_{t \in R_H(s_1)} \mathrm{pay}_i(t) \le \mathrm{pay}_i(s) \\
        \text{SMR: } & \min_{t \in R_H(s_1)} \max_{u \in R_i(t) \cup \{t\}} \mathrm{pay}_i(u)
            \le \mathrm{pay}_i(s) \\
        \text{SEQ: } & \min_{t \in R_H^+(s_1)} \mathrm{pay}_i(t) \le \mathrm{pay}_i(s)

    and under Nash when there is no such :math:`s_1`.

    Parameters
    ----------
    concepts : iterable of str
        Some of nash, gmr, smr, seq.
    sanctions : str
        "sequences": an answer is any legal sequence; "one-step": one move of one opponent.

    Returns
    -------
    mapping from concept to a list of arrays of shape (size,), one for each decision maker
        False at impossible states.

    Raises
    ------
    LimitReached
        When the budget is spent.

    Notes
    -----
    Exact.  Option form: O(n 2^m) for a pass over all decision makers, a few passes; about
    n + 6 numbers of 1 to 4 bytes for each of the 2^m states.  Listed moves: O(n arcs) a pass.
    """
    wanted = [c for c in QUICK_CONCEPTS if c in set(concepts)]
    one_step = sanctions == "one-step"
    if isinstance(moves, ListedMoves):
        return listed_verdicts(moves, preferences, wanted, one_step=one_step, budget=budget)
    prepared = prepare(moves, preferences)
    n = moves.n_makers
    found: dict[str, list[NDArray[np.bool_]]] = {}
    plain = [c for c in wanted if c != "seq"]
    if plain:
        budget.say("answers by any moves")
        with sharing(threads, prepared.size) as each:
            rows = list(each(lambda i: _plain(prepared, i, plain, one_step, budget), range(n)))
        found |= {c: [row[c] for row in rows] for c in plain}
    if "seq" in wanted:
        ends = least_after_improvements(prepared, one_step=one_step, threads=threads, budget=budget)
        found["seq"] = [_deterred(prepared, i, least) for i, least in enumerate(ends)]
    return {c: found[c] for c in wanted}


def _plain(
    prepared: Prepared, maker: int, concepts: Collection[str], one_step: bool, budget: Budget
) -> dict[str, NDArray[np.bool_]]:
    """Return the verdicts of one decision maker that do not ask what the others prefer."""
    import numpy as np

    axis, pay = prepared.axes[maker], prepared.pay[maker]
    found = {}
    if "nash" in concepts:
        found["nash"] = _deterred(prepared, maker, pay)
    for concept in ("gmr", "smr"):
        if concept not in concepts:
            continue
        budget.check()
        values = pay
        if concept == "smr":  # the best that it can still make of the end of an answer
            values = np.maximum(axis.view(pay), best_of_own(axis, pay)).reshape(-1)
        ends = least_after_any_moves(
            prepared.axes,
            maker,
            values,
            prepared.closed,
            one_step=one_step,
            budget=budget,
        )
        found[concept] = _deterred(prepared, maker, ends)
    return found


def _deterred(prepared: Prepared, maker: int, ends: NDArray[Any]) -> NDArray[np.bool_]:
    """Return whether every improvement of a decision maker can be brought down again.

    ``ends`` is the worst that may follow a state, that state included.  Of it and the state
    itself the lower counts: this changes nothing for an improvement, whose rank is above that
    of the origin, and makes every other move harmless, so that no improvement has to be sought.
    """
    import numpy as np

    axis, pay = prepared.axes[maker], prepared.pay[maker]
    rows = axis.view(pay)
    after = np.minimum(ends if ends.ndim > 1 else axis.view(ends), rows)
    stable: NDArray[np.bool_] = (best_of_own(axis, after.reshape(-1)) <= rows).reshape(-1)
    if prepared.closed is not None:
        stable &= pay >= 0
    return stable
