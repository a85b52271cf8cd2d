"""The best packages under a goal, without the frontier: bound, then a pruned merge.

1. Multipliers bound the goal from above (:mod:`irenic.solve.dual`).
2. A local search, or a merge that keeps only the most promising sums, finds a good package.
3. Options that no package as good as that one can have are dropped.
4. What is left is merged completely.  Nothing better can be missing, and every tie is found.

When a limit stops step 4 the answer is the best package known, and the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from irenic.errors import LimitReached
from irenic.solve.best import Box, Optimum
from irenic.solve.blocks import Plan, plan_blocks
from irenic.solve.bounded_search import Asked, Search
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.choose import METHODS, choose
from irenic.solve.goals import Goal
from irenic.solve.result import Status
from irenic.solve.space import Space

__all__ = ["Box", "Optimum", "optimise"]


def optimise(
    space: Space,
    goal: Goal,
    /,
    *,
    boxes: Sequence[Box] = (),
    ties: bool = True,
    method: str = "auto",
    budget: Budget = UNLIMITED,
) -> Optimum:
    r"""Return every feasible package that is best under the goal, within some box.

    .. math:: \operatorname{arg\,max}\{f(u(x)) : x \text{ feasible, }
              u(x) \ge \text{box for some of the boxes}\}

    Parameters
    ----------
    space : Space
    goal : Goal
        In the units of the space.
    boxes : sequence of Box
        Alternatives; a package has to satisfy one of them.  None given means no floors.
    ties : bool
        Whether to find every vector with the best value; one is found more quickly, and the
        vectors with the best score of one party can be very many.
    method : {"auto", "direct", "cutset", "milp"}
        ``auto`` is :func:`irenic.solve.choose.choose`.
    budget : Budget
        Time and memory; when they run out the status is LIMIT.

    Returns
    -------
    Optimum
        Status OPTIMAL, INFEASIBLE (no feasible package at all), NO_ZONE (none in a box) or
        LIMIT.

    Notes
    -----
    Exact: floating point only chooses the multipliers.  Of packages that tie, dominated
    ones are left out (they can tie where the goal does not look at every party).

    References
    ----------
    H. Everett (1963), see :mod:`irenic.solve.dual`; G. L. Nemhauser, Z. Ullmann (1969), see
    :mod:`irenic.solve.frontier`.

    Examples
    --------
    >>> space = Space(2, (((3, 0), (2, 2), (0, 3)), ((1, 0), (0, 2))))
    >>> best = optimise(space, Goal("product", (1, 1), (0, 0)), boxes=[(1, 1)])
    >>> best.value, best.points, best.one_package(0)
    ((2, 8), ((2, 4),), (1, 1))
    """
    plan = plan_blocks(space)
    choice = choose(space, "solutions", method=method, plan=plan)
    words = f"{METHODS[choice.method].title}, {choice.why}"
    if plan.impossible:
        return Optimum(Status.INFEASIBLE, words, reason="the rules leave an issue without options")
    if choice.method == "milp":
        from irenic.solve.milp import optimise_by_highs

        return optimise_by_highs(space, plan, goal, boxes=boxes, words=words, budget=budget)
    asked = Asked(goal, boxes, ties, words, budget)
    run = _in_parts if choice.method == "cutset" else _direct
    return run(space, plan, asked)


def _direct(space: Space, plan: Plan, asked: Asked, known: tuple[int, ...] = ()) -> Optimum:
    """Return the best packages that are at least as good as the ``known`` key.

    Better than it, when ties are of no interest.
    """
    from irenic.solve.network import build_network

    if plan.impossible:
        return Optimum(Status.INFEASIBLE, asked.words)
    try:
        network = build_network(plan)
    except LimitReached as stop:
        return Optimum(Status.LIMIT, asked.words, reason=str(stop))
    search = Search(plan, network, asked)
    search.key = known
    for box in asked.boxes or [(None,) * space.n_parties]:
        search.visit(box)
    return search.result()


def _in_parts(space: Space, plan: Plan, asked: Asked) -> Optimum:
    from irenic.solve.cutset import cutset_of
    from irenic.solve.milp import known_by_highs
    from irenic.solve.parts import best_of_parts, has_package, total, undominated

    def solve(part: Space, known: tuple[int, ...]) -> Optimum:
        return _direct(part, plan_blocks(part), asked, known)

    anything = replace(asked, goal=total(space.n_parties), boxes=(), ties=False)

    def solve_freely(part: Space, known: tuple[int, ...]) -> Optimum:
        return _direct(part, plan_blocks(part), anything, known)

    cutset, goal, boxes, budget = cutset_of(space), asked.goal, asked.boxes, asked.budget
    # Where one of many ties is asked for, it must be the same one with and without HiGHS.
    start = known_by_highs(space, plan, goal, boxes, budget) if asked.ties else ()
    best = best_of_parts(
        space, cutset, goal, boxes, solve, ties=asked.ties, start=start, budget=budget
    )
    status = best.status
    if status is Status.NO_ZONE and not has_package(space, cutset, solve_freely):
        status = Status.INFEASIBLE
    points = tuple(sorted(undominated(space.n_parties, list(best.found)), reverse=True))
    return Optimum(
        status,
        asked.words,
        goal.key(points[0]) if points else (),
        points,
        tuple(best.found[u][0] for u in points),
        best.bound,
        best.reason,
        partial=best.partial,
        all_ties=asked.ties,
        trails=tuple(best.found[u][1] for u in points),
    )
