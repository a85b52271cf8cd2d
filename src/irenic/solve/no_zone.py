r"""Why nothing carries, and how little would have to change.

*Alone*: how far one no-deal value would have to fall, all others standing.  *Together*: the
smallest *t* for which some feasible package *x* has

.. math:: u_i(x) \ge d_i - t R_i \quad\text{for every } i \text{ of a coalition},

where :math:`R_i` is the difference between the best and the worst feasible utility of party
*i*: everyone gives up the same part of its own range, and no scores are compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from irenic.errors import LimitReached
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.decision_boxes import Box, coalition_box
from irenic.solve.goals import Goal, Kind
from irenic.solve.minimal_sets import minimal_hitting_sets, minimal_openings
from irenic.solve.optimum import Optimum, optimise
from irenic.solve.result import Status
from irenic.solve.space import Package, Space

__all__ = ["Conflicts", "Relaxation", "conflicts", "is_possible", "least_relaxation", "reach_alone"]


def _only(party: int, n: int) -> Goal:
    return Goal("sum", tuple(int(k == party) for k in range(n)), (0,) * n)


def _sure(found: Optimum) -> Optimum:
    """Return an answer that is not cut short.

    Raises
    ------
    LimitReached
    """
    if found.status is Status.LIMIT:
        raise LimitReached(found.reason)
    return found


def is_possible(space: Space, box: Box, /, *, budget: Budget = UNLIMITED) -> bool:
    """Return whether some feasible package lies in a box.

    Raises
    ------
    LimitReached
    """
    asked = next((i for i, floor in enumerate(box) if floor is not None), 0)
    goal = _only(asked, space.n_parties)
    return bool(_sure(optimise(space, goal, boxes=[box], budget=budget)).points)


def reach_alone(
    space: Space,
    floors: Sequence[int | None],
    coalitions: Sequence[Sequence[int]],
    party: int,
    /,
    *,
    budget: Budget = UNLIMITED,
) -> tuple[int, Package] | None:
    """Return the most a party can have while the rest of some coalition keeps its floors.

    With it a package that gives it so much.  ``None`` when the others exclude each other in
    every coalition that the party belongs to: then it is not up to this party alone.

    Raises
    ------
    LimitReached

    Examples
    --------
    >>> space = Space(2, (((9, 0), (5, 3), (0, 9)),))
    >>> reach_alone(space, (7, 3), [(0, 1)], 0)
    (5, (1,))
    """
    with_it = [c for c in coalitions if party in c]
    boxes = [coalition_box(floors, [i for i in c if i != party]) for c in with_it]
    if not boxes:
        return None
    found = _sure(optimise(space, _only(party, space.n_parties), boxes=boxes, budget=budget))
    return (found.value[0], found.one_package(0)) if found.points else None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The smallest equal relaxation for one coalition, and a package that then carries.

    ``part`` is *t*: 0 when the coalition needs none, ``None`` when no part of their ranges
    is enough because a party that wants more always gets the same.  ``short[i]`` is what
    the package lacks of the floor of party *i*, 0 when it reaches it.
    """

    coalition: tuple[int, ...]
    part: Fraction | None
    package: Package | None = None
    utility: tuple[int, ...] = ()
    short: tuple[int, ...] = ()


def least_relaxation(
    space: Space,
    floors: Sequence[int | None],
    coalition: Sequence[int],
    ranges: Sequence[tuple[int, int]],
    /,
    *,
    budget: Budget = UNLIMITED,
) -> Relaxation:
    """Return the smallest equal relaxation with which a coalition can agree.

    Parameters
    ----------
    space : Space
    floors : sequence of shape (n_parties,)
        No-deal values; members whose floor is ``None`` ask for nothing.
    coalition : sequence of int
    ranges : sequence of shape (n_parties, 2)
        Worst and best feasible utility of each party (:mod:`irenic.solve.extremes`).
    budget : Budget

    Raises
    ------
    LimitReached

    Notes
    -----
    A leximin of :math:`(u_i - d_i) / R_i`: of the packages that need the smallest *t* it
    takes the one that is kindest to the next worst-off, and so on.

    Examples
    --------
    >>> space = Space(2, (((9, 0), (5, 3), (0, 9)),))
    >>> found = least_relaxation(space, (7, 5), (0, 1), [(0, 9), (0, 9)])
    >>> found.part, found.package, found.short
    (Fraction(2, 9), (1,), (2, 2))
    """
    n = space.n_parties
    members = tuple(coalition)
    span = [best - worst for worst, best in ranges]
    asked = {i: floor for i in members if (floor := floors[i]) is not None}
    if any(not span[i] and ranges[i][1] < floor for i, floor in asked.items()):
        return Relaxation(members, None)
    seen = [i for i in asked if span[i]]
    unit = lcm(*(span[i] for i in seen)) if seen else 1
    weight = tuple(unit // span[i] if i in seen else 0 for i in range(n))
    base = tuple(weight[i] * asked[i] if i in seen else 0 for i in range(n))
    kind: Kind = "leximin" if seen else "sum"
    found = _sure(optimise(space, Goal(kind, weight, base), budget=budget))
    if not found.points:
        return Relaxation(members, None)
    u = found.points[0]
    short = tuple(max(0, asked[i] - u[i]) if i in asked else 0 for i in range(n))
    part = max((Fraction(short[i], span[i]) for i in seen), default=Fraction(0))
    return Relaxation(members, part, found.one_package(0), u, short)


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Which demands exclude each other.

    ``minimal`` are the smallest sets of parties whose floors no feasible package meets
    together; ``together`` the largest sets whose floors some package does meet.
    """

    minimal: tuple[tuple[int, ...], ...]
    together: tuple[tuple[int, ...], ...]


def conflicts(
    space: Space, floors: Sequence[int | None], /, *, budget: Budget = UNLIMITED
) -> Conflicts:
    """Return all minimal conflicts between the parties' demands, and what can be met together.

    Parties without a known floor demand nothing.

    Raises
    ------
    LimitReached

    Examples
    --------
    >>> space = Space(3, (((9, 0, 1), (5, 3, 1), (0, 9, 1)),))
    >>> conflicts(space, (7, 3, 1))
    Conflicts(minimal=((0, 1),), together=((0, 2), (1, 2)))
    """
    asking = [i for i, floor in enumerate(floors) if floor is not None]

    def opens(out: frozenset[int]) -> bool:
        kept = [i for k, i in enumerate(asking) if k not in out]
        return is_possible(space, coalition_box(floors, kept), budget=budget)

    dropped = minimal_openings(len(asking), opens).sets
    clashes = minimal_hitting_sets(dropped) if dropped else ()
    minimal = tuple(tuple(asking[k] for k in sorted(s)) for s in clashes)
    together = tuple(tuple(i for k, i in enumerate(asking) if k not in out) for out in dropped)
    return Conflicts(tuple(m for m in minimal if m), tuple(sorted(together)))
