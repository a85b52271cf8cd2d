r"""What is better than a package for everyone, without the frontier.

A package that nobody likes less lies in the box whose floors are the package's own scores.
Within it the *best mutual improvement* shares the possible gains as evenly as it can:

.. math:: \operatorname{lex\,max\,min}_i
          \frac{u_i(x) - u_i(p)}{A_i - u_i(p)}, \qquad
          A_i = \max \{u_i(x) : u(x) \ge u(p)\}

over the parties that can gain at all.  Each gain is compared with what that party itself
could gain, so no score of one party is compared with a score of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.goals import Goal
from irenic.solve.optimum import Optimum, optimise
from irenic.solve.repair import Picks, Tied, counting_space, fewest_changes
from irenic.solve.result import Status
from irenic.solve.space import Package, Space

__all__ = ["Mutual", "best_mutual", "nearest_better"]


@dataclass(frozen=True, slots=True)
class Mutual:
    """The best mutual improvement of a utility vector.

    ``attainable[i]`` is the most that party *i* can have while nobody has less; ``relative``
    are the parts of the attainable gains that ``point`` gives, ``None`` for a party that
    cannot gain.  ``count`` packages tie in all; ``package`` is one that changes fewest issues.
    Status NO_STRICT_GAIN: nothing is better for somebody and worse for nobody.
    """

    status: Status
    attainable: tuple[int, ...] = ()
    point: tuple[int, ...] = ()
    relative: tuple[Fraction | None, ...] = ()
    package: Package | None = None
    count: int = 0
    reason: str = ""


def best_mutual(
    space: Space, picks: Picks, start: Sequence[int], /, *, budget: Budget = UNLIMITED
) -> Mutual:
    """Return the package that shares the possible gains over ``start`` most evenly.

    Parameters
    ----------
    space : Space
    picks : Picks
        The package itself: of tied improvements the one that changes least is chosen.
    start : sequence of shape (n_parties,)
        Its utilities; nobody gets less.
    budget : Budget

    Notes
    -----
    One search per party for what it can gain, and one leximin.

    Examples
    --------
    >>> space = Space(2, (((0, 2), (1, 1)), ((3, 0), (0, 0))))
    >>> best_mutual(space, (1, 1), (1, 1)).relative
    (Fraction(2, 3), Fraction(1, 1))
    """
    n = space.n_parties
    box = tuple(start)
    attainable = []
    for i in range(n):
        goal = Goal("sum", tuple(int(k == i) for k in range(n)), (0,) * n)
        found = optimise(space, goal, boxes=[box], ties=False, budget=budget)
        if found.status is not Status.OPTIMAL:
            return Mutual(found.status, reason=found.reason)
        attainable.append(found.value[0])
    room = [a - s for a, s in zip(attainable, start, strict=True)]
    if not any(room):
        return Mutual(Status.NO_STRICT_GAIN, tuple(attainable))
    unit = lcm(*(r for r in room if r))
    weight = tuple(unit // r if r else 0 for r in room)
    base = tuple(a * s for a, s in zip(weight, start, strict=True))
    goal = Goal("leximin", (*weight, 0), (*base, 0))
    found = optimise(counting_space(space, picks), goal, boxes=[(*box, None)], budget=budget)
    if found.status is not Status.OPTIMAL:
        return Mutual(found.status, tuple(attainable), reason=found.reason)
    return _mutual(found, start, attainable, room)


def _mutual(found: Optimum, start: Sequence[int], attainable: list[int], room: list[int]) -> Mutual:
    row = max(range(len(found.points)), key=lambda k: (found.points[k][-1], found.points[k]))
    point = found.points[row][:-1]
    relative = tuple(
        Fraction(u - s, r) if r else None for u, s, r in zip(point, start, room, strict=True)
    )
    return Mutual(
        Status.OPTIMAL,
        tuple(attainable),
        point,
        relative,
        found.one_package(row),
        sum(found.counts),
    )


def nearest_better(
    space: Space,
    picks: Picks,
    start: Sequence[int],
    /,
    *,
    everyone: bool = True,
    budget: Budget = UNLIMITED,
) -> Tied:
    """Return the fewest changes that are better for everyone, or for somebody at nobody's cost.

    Utilities are whole numbers, so "better" is "at least one unit more".

    Examples
    --------
    >>> space = Space(2, (((0, 2), (1, 1)), ((3, 0), (0, 0))))
    >>> nearest_better(space, (1, 1), (1, 1)).packages()
    ((0, 0),)
    >>> nearest_better(space, (1, 1), (1, 1), everyone=False).packages()
    ((1, 0),)
    """
    n = space.n_parties
    if everyone:
        boxes = [tuple(x + 1 for x in start)]
    else:
        boxes = [tuple(x + (k == i) for k, x in enumerate(start)) for i in range(n)]
    return fewest_changes(space, picks, boxes, budget=budget)
