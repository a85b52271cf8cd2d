r"""Bargaining solutions over the Pareto frontier.

Notation, used by every file that imports this one: rows are frontier points, columns are
parties; ``u[k][i]`` is the utility of point *k* for party *i*, ``d[i]`` the no-deal value,
``zone[k]`` whether point *k* carries under the decision rule.  All numbers are integers in
one common unit, so that gains of different parties are in the same unit as the scores of
the case file.

Looking at the frontier alone is enough: every method here is strictly monotone (a better
score for somebody and a worse one for nobody is better), and whatever carries still carries
when somebody gets more.  So every optimal package lies on the frontier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import lcm, prod

from irenic.solve.result import Status

__all__ = ["Choice", "Point", "best_by_leximin", "gains", "ideal_point", "undominated"]

Point = Sequence[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a bargaining solution chose, and the criterion that chose it.

    ``winners`` are all optimal rows, in row order.  ``criterion`` is the value that every
    winner attains and no other row exceeds: one number, or a sorted vector for leximin.
    ``scale`` divides it: the true value is ``criterion / scale``.  ``ideal`` and
    ``compared`` (the parties that enter the comparison) are given where a method uses them.
    """

    status: Status
    winners: tuple[int, ...] = ()
    criterion: tuple[int, ...] = ()
    scale: int = 1
    ideal: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()
    facts: Mapping[str, object] = field(default_factory=dict)


def gains(u: Sequence[Point], d: Sequence[int], rows: Sequence[int], /) -> list[tuple[int, ...]]:
    """Return ``u[k] - d`` for each row *k* of ``rows``."""
    return [tuple(x - r for x, r in zip(u[k], d, strict=True)) for k in rows]


def ideal_point(u: Sequence[Point], rows: Sequence[int], /) -> tuple[int, ...]:
    """Return the best utility of each party over ``rows`` (which must not be empty)."""
    return tuple(max(column) for column in zip(*(u[k] for k in rows), strict=True))


def undominated(u: Sequence[Point], rows: Sequence[int], /) -> tuple[int, ...]:
    """Return the rows that no other row of ``rows`` dominates; O(rows^2 * parties)."""

    def dominates(a: Point, b: Point) -> bool:
        return a != b and all(x >= y for x, y in zip(a, b, strict=True))

    return tuple(k for k in rows if not any(dominates(u[j], u[k]) for j in rows))


def best_by_leximin(
    rows: Sequence[int], key: Callable[[int], Sequence[int]], /
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return all rows whose ascending-sorted key is lexicographically greatest, and that key.

    This is the leximin order: the worst-off party counts first, then the second worst.
    """
    best: tuple[int, ...] = ()
    winners: list[int] = []
    for k in rows:
        candidate = tuple(sorted(key(k)))
        if not winners or candidate > best:
            best, winners = candidate, [k]
        elif candidate == best:
            winners.append(k)
    return tuple(winners), best


def nash(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    r"""Return the points with the greatest product of gains.

    .. math:: \arg\max_k \prod_i (u_{ki} - d_i)
              \quad\text{subject to } u_{ki} \ge d_i \text{ for every } i

    The constraint is part of the definition: without it two losses multiply into a gain.
    It asks for everybody's acceptance whatever the decision rule, so ``zone`` is not used.
    When no point is a strict gain for everyone the product is zero throughout; then the
    product is taken over the parties that do gain, at a point where most of them do, and
    the status says "no strict gain".

    Parameters
    ----------
    u : sequence of shape (n_points, n_parties)
    d : sequence of shape (n_parties,)
    zone : sequence of shape (n_points,)

    References
    ----------
    J. F. Nash, "The Bargaining Problem", Econometrica 18 (1950) 155-162.
    The rule for a zero product: I. Caragiannis et al., "The Unreasonable Fairness of
    Maximum Nash Welfare", ACM Trans. Econ. Comput. 7(3) (2019).

    Examples
    --------
    >>> nash([[1, 5], [3, 3], [9, 0]], [0, 1], [True] * 3).winners
    (1,)
    """
    rows = [k for k, row in enumerate(u) if all(x >= r for x, r in zip(row, d, strict=True))]
    if not rows:
        return Choice(Status.NO_ZONE)

    def key(g: tuple[int, ...]) -> tuple[int, int]:
        return sum(x > 0 for x in g), prod(x for x in g if x > 0)

    keys = [key(g) for g in gains(u, d, rows)]
    most, product = max(keys)
    winners = tuple(k for k, value in zip(rows, keys, strict=True) if value == (most, product))
    strict = most == len(d)
    return Choice(
        Status.OPTIMAL if strict else Status.NO_STRICT_GAIN,
        winners,
        (product,) if most else (0,),
        facts={"gaining": most},
    )


def _relative(
    u: Sequence[Point], d: Sequence[int], rows: Sequence[int], ideal: Sequence[int]
) -> tuple[Callable[[int], tuple[int, ...]], int, tuple[int, ...]]:
    """Return relative gains as integers over one denominator, that, and who is compared.

    A party whose ideal does not exceed its no-deal value has nothing to gain; its relative
    gain is undefined and it is left out of the comparison.
    """
    compared = tuple(i for i, (best, r) in enumerate(zip(ideal, d, strict=True)) if best > r)
    scale = lcm(*(ideal[i] - d[i] for i in compared))
    weight = {i: scale // (ideal[i] - d[i]) for i in compared}

    def key(k: int) -> tuple[int, ...]:
        return tuple((u[k][i] - d[i]) * weight[i] for i in compared)

    return key, scale, compared


def _leximin_of_relative_gains(
    u: Sequence[Point], d: Sequence[int], rows: Sequence[int], ideal: Sequence[int]
) -> Choice:
    key, scale, compared = _relative(u, d, rows, ideal)
    if not compared:
        return Choice(Status.NO_STRICT_GAIN, undominated(u, rows), (), 1, tuple(ideal), ())
    winners, best = best_by_leximin(rows, key)
    # Only parties left out of the comparison can differ here; a tie never hides a worse deal.
    winners = undominated(u, winners)
    return Choice(Status.OPTIMAL, winners, best, scale, tuple(ideal), compared)


def kalai_smorodinsky(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    r"""Return the leximin points of relative gains, the ideal taken over the zone of agreement.

    .. math:: r_i = \frac{u_i - d_i}{I_i - d_i}, \qquad I_i = \max_{k \in \text{zone}} u_{ki}

    On a convex zone this is the classical solution with equal relative gains; on a finite
    set, where equal gains need not exist, leximin is Imai's extension.

    References
    ----------
    E. Kalai, M. Smorodinsky, "Other Solutions to Nash's Bargaining Problem",
    Econometrica 43 (1975) 513-518.
    H. Imai, "Individual Monotonicity and Lexicographic Maxmin Solution",
    Econometrica 51 (1983) 389-401.
    """
    rows = [k for k, inside in enumerate(zone) if inside]
    if not rows:
        return Choice(Status.NO_ZONE)
    return _leximin_of_relative_gains(u, d, rows, ideal_point(u, rows))


def kalai_smorodinsky_feasible(
    u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /
) -> Choice:
    """Return the leximin points of relative gains, the ideal taken over all feasible packages.

    The ideal then counts packages that others would refuse; the answer can differ from
    :func:`kalai_smorodinsky`, so it has a row and a name of its own.
    """
    rows = [k for k, inside in enumerate(zone) if inside]
    if not rows:
        return Choice(Status.NO_ZONE)
    return _leximin_of_relative_gains(u, d, rows, ideal_point(u, range(len(u))))


def kalai_smorodinsky_nearest(
    u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /
) -> Choice:
    r"""Return the efficient points whose relative gains are closest to being equal.

    .. math:: \arg\min_k \; \max_i r_{ki} - \min_i r_{ki}

    This is what several programs call Kalai-Smorodinsky.  It can leave the worst-off party
    with less than another point would, because it prizes equality above gain.
    """
    rows = [k for k, inside in enumerate(zone) if inside]
    if not rows:
        return Choice(Status.NO_ZONE)
    ideal = ideal_point(u, rows)
    key, scale, compared = _relative(u, d, rows, ideal)
    if not compared:
        return Choice(Status.NO_STRICT_GAIN, undominated(u, rows), (), 1, ideal, ())
    spread = {k: max(key(k)) - min(key(k)) for k in rows}
    least = min(spread.values())
    winners = tuple(k for k in rows if spread[k] == least)
    return Choice(Status.OPTIMAL, winners, (least,), scale, ideal, compared)


def egalitarian(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    """Return the leximin points of gains: the smallest gain is as large as possible.

    Scores of different parties are compared; the caller says so.

    References
    ----------
    E. Kalai, "Proportional Solutions to Bargaining Situations", Econometrica 45 (1977)
    1623-1630; the lexicographic extension: Imai (1983).
    """
    rows = [k for k, inside in enumerate(zone) if inside]
    if not rows:
        return Choice(Status.NO_ZONE)
    gain = dict(zip(rows, gains(u, d, rows), strict=True))
    winners, best = best_by_leximin(rows, lambda k: gain[k])
    return Choice(Status.OPTIMAL, winners, best)


def utilitarian(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    """Return the points of the zone with the greatest sum of gains; scores are compared.

    References
    ----------
    J. C. Harsanyi, "Cardinal Welfare, Individualistic Ethics, and Interpersonal
    Comparisons of Utility", Journal of Political Economy 63 (1955) 309-321.
    """
    rows = [k for k, inside in enumerate(zone) if inside]
    if not rows:
        return Choice(Status.NO_ZONE)
    totals = {k: sum(u[k]) - sum(d) for k in rows}
    best = max(totals.values())
    return Choice(Status.OPTIMAL, tuple(k for k in rows if totals[k] == best), (best,))


def equal_loss(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    r"""Return the leximin points of :math:`-(I_i - u_i)/(I_i - d_i)`: least relative loss.

    A relative loss is one minus the relative gain, so this always chooses what
    :func:`kalai_smorodinsky` chooses; it is a row because people ask for it by name.  The
    solution on absolute losses is :func:`equal_loss_absolute`.
    """
    choice = kalai_smorodinsky(u, d, zone)
    if not choice.criterion:
        return choice
    losses = tuple(value - choice.scale for value in choice.criterion)
    return Choice(
        choice.status, choice.winners, losses, choice.scale, choice.ideal, choice.compared
    )


def equal_loss_absolute(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    r"""Return the leximin points of :math:`-(I_i - u_i)`; scores are compared.

    References
    ----------
    Y. Chun, "The Equal-Loss Principle for Bargaining Problems", Economics Letters 26
    (1988) 103-106.
    """
    del d
    rows = [k for k, inside in enumerate(zone) if inside]
    if not rows:
        return Choice(Status.NO_ZONE)
    ideal = ideal_point(u, rows)
    winners, best = best_by_leximin(
        rows, lambda k: [x - best for x, best in zip(u[k], ideal, strict=True)]
    )
    return Choice(Status.OPTIMAL, winners, best, 1, ideal, tuple(range(len(ideal))))


def greatest_total(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    """Return the feasible points with the greatest sum of scores, whoever would refuse them.

    Uses no no-deal value.  It shows what the zone of agreement costs in total score.
    """
    del d, zone
    totals = [sum(row) for row in u]
    best = max(totals)
    return Choice(
        Status.OPTIMAL, tuple(k for k, total in enumerate(totals) if total == best), (best,)
    )


def greatest_least_score(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Choice:
    """Return the leximin points of scores: the lowest score is as high as possible.

    Uses no no-deal value; scores are compared.
    """
    del d, zone
    winners, best = best_by_leximin(range(len(u)), lambda k: u[k])
    return Choice(Status.OPTIMAL, winners, best)
