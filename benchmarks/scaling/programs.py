"""Every program of the comparison: ``run(row, limit)`` returns work to be timed.

The work starts from integer tables in memory and ends with an answer: a dictionary with

*frontier*: ``points`` (distinct integer vectors), ``complete``;
*nash*, *leximin*: ``point``, ``value`` (compared exactly), ``bound``, ``complete``.
"""

from __future__ import annotations

import time
from math import prod

from scaling.instances import make_space, no_deal

#: What a cover is asked for, as a part of each party's range.
COVER = "1/100"


def space_of(row):
    """Return the space of a row, made anew so that nothing is remembered from before."""
    return make_space(
        row["parties"],
        row["issues"],
        row["kind"],
        options=row["options"],
        seed=row.get("seed", 0),
        links=row.get("links", ""),
    )


def value_of(goal, point, low):
    """Return what a goal compares: the product of the gains, or the gains sorted."""
    if point is None:
        return None
    gains = [x - y for x, y in zip(point, low, strict=True)]
    return [prod(gains)] if goal == "nash" else sorted(gains)


def chosen(goal, point, low, bound, complete, note=""):
    """Return the answer of a goal."""
    value = value_of(goal, point, low)
    return {"point": point, "value": value, "bound": bound, "complete": complete, "note": note}


def irenic_frontier(row, limit, method="auto"):
    from irenic.solve.budget import Budget
    from irenic.solve.frontier import pareto_frontier
    from irenic.solve.result import Status

    space = space_of(row)

    def work():
        found = pareto_frontier(space, method=method, budget=Budget(limit))
        complete = found.status is not Status.LIMIT
        return {
            "points": found.points,
            "packages": found.packages,
            "complete": complete,
            "note": found.reason,
        }

    return work


def irenic_goal(row, limit):
    from irenic.solve.budget import Budget
    from irenic.solve.goals import Goal
    from irenic.solve.optimum import optimise
    from irenic.solve.result import Status

    space, goal = space_of(row), row["goal"]
    low = no_deal(space)

    def work():
        box = tuple(x + 1 for x in low) if goal == "nash" else low
        kind = "product" if goal == "nash" else "leximin"
        wanted = Goal(kind, (1,) * len(low), low)
        found = optimise(space, wanted, boxes=[box], budget=Budget(limit))
        point = found.points[0] if found.points else None
        bound = None if found.bound is None else float(found.bound)
        note = f"{found.method}; {found.partial} partial packages at most; {found.reason}"
        return chosen(goal, point, low, bound, found.status is not Status.LIMIT, note)

    return work


def irenic_cover(row, limit):
    """Run the cover: a short list that comes within one hundredth of every package."""
    from irenic.solve.budget import Budget
    from irenic.solve.cover import cover
    from irenic.solve.result import Status

    space = space_of(row)

    def work():
        found = cover(space, COVER, budget=Budget(limit))
        return {
            "points": found.points,
            "bound": float(found.epsilon) if found.epsilon is not None else None,
            "exact": str(found.epsilon),
            "ranges": found.ranges,
            "complete": found.status is Status.OPTIMAL,
            "note": found.reason,
        }

    return work


def true_distance(row, limit):
    """Return how far the whole frontier really is from the list of the cover."""
    whole, listed = irenic_frontier(row, limit, "merge"), irenic_cover(row, limit)

    def work():
        import numpy as np

        found, short = whole(), listed()
        points = np.array(short["points"], dtype=np.int64)
        ranges = np.maximum(np.array(short["ranges"], dtype=np.float64), 1)
        far = 0.0
        for point in found["points"]:
            beyond = (np.array(point, dtype=np.int64) - points) / ranges
            far = max(far, float(beyond.max(axis=1).min()))
        return {"bound": far, "complete": found["complete"], "note": found["note"]}

    return work


def irenic(row, limit):
    """Run the algorithm that Irenic uses."""
    ways = {"frontier": irenic_frontier, "cover": irenic_cover}
    return ways.get(row["goal"], irenic_goal)(row, limit)


def second(row, limit):
    """Run another algorithm of Irenic that shares no step: enumeration, or the frontier."""
    goal = row["goal"]
    if goal == "cover":
        return true_distance(row, limit)
    if goal == "frontier":
        return irenic_frontier(row, limit, "enumerate")
    whole = irenic_frontier(row, limit, row.get("second", "merge"))
    low = no_deal(space_of(row))

    def work():
        found = whole()
        least = 1 if goal == "nash" else 0
        fine = [
            p for p in found["points"] if all(x - y >= least for x, y in zip(p, low, strict=True))
        ]
        point = max(fine, key=lambda p: value_of(goal, p, low), default=None)
        return chosen(goal, point, low, None, found["complete"], found["note"])

    return work


def peer_utilities(row):
    from negmas import LinearAdditiveUtilityFunction, make_issue
    from negmas.preferences.value_fun import TableFun

    scores = space_of(row).tables
    issues = [make_issue(len(table), f"issue {j}") for j, table in enumerate(scores)]
    ufuns = [
        LinearAdditiveUtilityFunction(
            values=[
                TableFun({o: float(scores_of[i]) for o, scores_of in enumerate(table)})
                for table in scores
            ],
            weights=[1.0] * len(scores),
            issues=issues,
        )
        for i in range(row["parties"])
    ]
    return issues, ufuns


def negmas(row, _limit):
    """Run ``pareto_frontier`` of NegMAS, which looks at every package."""
    from negmas.preferences.ops import pareto_frontier

    def work():
        issues, ufuns = peer_utilities(row)
        points, _ = pareto_frontier(ufuns, issues=issues)
        return {"points": whole_numbers(points), "complete": True}

    return work


def mobanos(row, _limit):
    """Run ``MOBANOSParetoSampler`` of NegMAS: two parties, additive, issue by issue."""
    from negmas.preferences.pareto_sampler.mobanos import MOBANOSParetoSampler

    def work():
        _, (one, two) = peer_utilities(row)
        sampler = MOBANOSParetoSampler()
        sampler.init(one, two)
        points = [(one(x), two(x)) for x in sampler.pareto_outcomes()]
        return {"points": whole_numbers(points), "packages": len(points), "complete": True}

    return work


def whole_numbers(points):
    """Return the distinct points; every score is a whole number, exact in floating point."""
    return sorted({tuple(round(float(x)) for x in point) for point in points}, reverse=True)


def with_solver(row, limit, name):
    from scaling import solvers

    space = space_of(row)
    low = no_deal(space)

    def work():
        solver = getattr(solvers, name)(space, time.monotonic() + limit)
        if row["goal"] == "frontier":
            points, complete = solvers.frontier(solver)
            return {"points": points, "complete": complete}
        run = solvers.nash if row["goal"] == "nash" else solvers.leximin
        point, bound, complete = run(solver, low)
        return chosen(row["goal"], point, low, bound, complete)

    return work


def cpsat(row, limit):
    return with_solver(row, limit, "CpSat")


def highs(row, limit):
    return with_solver(row, limit, "Highs")


PROGRAMS = {
    "irenic": irenic,
    "second": second,
    "negmas": negmas,
    "mobanos": mobanos,
    "cpsat": cpsat,
    "highs": highs,
}
