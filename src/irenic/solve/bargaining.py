r"""Bargaining solutions over the Pareto frontier, each stated as a criterion to maximise.

Notation: rows are frontier points, columns are parties; ``u[k][i]`` is the utility of point
*k* for party *i*, ``d[i]`` the no-deal value, ``zone[k]`` whether point *k* carries under
the decision rule.  All numbers are integers in one common unit, so that gains of different
parties are in the same unit as the scores of the case file.

Looking at the frontier alone is enough: every criterion here is monotone (a better score for
somebody and a worse one for nobody is never worse), and whatever carries still carries when
somebody gets more.  So every optimal package that nothing dominates lies on the frontier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import lcm, prod

from irenic.solve.result import Status

__all__ = [
    "Choice",
    "Criterion",
    "Key",
    "Point",
    "choose",
    "egalitarian",
    "equal_loss",
    "equal_loss_absolute",
    "greatest_least_score",
    "greatest_total",
    "ideal_point",
    "kalai_smorodinsky",
    "kalai_smorodinsky_feasible",
    "kalai_smorodinsky_nearest",
    "nash",
    "utilitarian",
    "utilitarian_in_zone",
]

Point = Sequence[int]
Key = Callable[[Point], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Criterion:
    """What a method maximises: ``key`` of a utility vector, over the frontier rows ``rows``.

    Keys are compared lexicographically; the true value is ``key / scale``.  ``ideal`` and
    ``compared`` (the parties that enter the comparison) are given where a method uses them.
    """

    status: Status
    rows: tuple[int, ...] = ()
    key: Key = tuple
    scale: int = 1
    ideal: tuple[int, ...] = ()
    compared: tuple[int, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """All rows that maximise a criterion, in row order, and the value they attain."""

    status: Status
    winners: tuple[int, ...] = ()
    value: tuple[int, ...] = ()


def choose(u: Sequence[Point], criterion: Criterion, /) -> Choice:
    """Return every row with the greatest key; ties are the mediator's to decide.

    O(rows) evaluations of the key.
    """
    best: tuple[int, ...] | None = None
    winners: list[int] = []
    for k in criterion.rows:
        value = criterion.key(u[k])
        if best is None or value > best:
            best, winners = value, [k]
        elif value == best:
            winners.append(k)
    if best is None:
        return Choice(criterion.status)
    return Choice(criterion.status, tuple(winners), best)


def ideal_point(u: Sequence[Point], rows: Sequence[int], /) -> tuple[int, ...]:
    """Return the best utility of each party over ``rows`` (which must not be empty)."""
    return tuple(max(column) for column in zip(*(u[k] for k in rows), strict=True))


def _inside(zone: Sequence[bool]) -> tuple[int, ...]:
    return tuple(k for k, inside in enumerate(zone) if inside)


def _acceptable_to_all(u: Sequence[Point], d: Sequence[int]) -> tuple[int, ...]:
    return tuple(k for k, row in enumerate(u) if all(x >= r for x, r in zip(row, d, strict=True)))


def _sorted_differences(a: Point, b: Point) -> tuple[int, ...]:
    return tuple(sorted(x - y for x, y in zip(a, b, strict=True)))


def nash(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    r"""Return the product of gains, over the points that nobody would refuse.

    .. math:: \arg\max_k \prod_i (u_{ki} - d_i)
              \quad\text{subject to } u_{ki} \ge d_i \text{ for every } i

    The constraint is part of the definition: without it two losses multiply into a gain.
    It asks for everybody's acceptance whatever the decision rule, so ``zone`` is not used.
    When no point is a strict gain for everyone the product is zero throughout; then the
    product is taken over the parties that do gain, at a point where most of them do, and
    the status says "no strict gain".  The key is (parties that gain, product of their gains).

    Parameters
    ----------
    u : sequence of shape (n_points, n_parties)
    d : sequence of shape (n_parties,)
    zone : sequence of shape (n_points,)
        Not used; every method of the table takes the same three arguments.

    References
    ----------
    J. F. Nash, "The Bargaining Problem", Econometrica 18 (1950) 155-162.
    The rule for a zero product: I. Caragiannis et al., "The Unreasonable Fairness of
    Maximum Nash Welfare", ACM Trans. Econ. Comput. 7(3) (2019).

    Examples
    --------
    >>> u = [[1, 5], [3, 3], [9, 0]]
    >>> choose(u, nash(u, [0, 1], [True] * 3)).winners
    (1,)
    """
    del zone
    rows = _acceptable_to_all(u, d)
    if not rows:
        return Criterion(Status.NO_ZONE)

    def key(point: Point) -> tuple[int, ...]:
        positive = [x - r for x, r in zip(point, d, strict=True) if x > r]
        return len(positive), prod(positive)

    gaining = max(key(u[k])[0] for k in rows)
    status = Status.OPTIMAL if gaining == len(d) else Status.NO_STRICT_GAIN
    return Criterion(status, rows, key, facts={"gaining": gaining})


def _relative(
    u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], ideal_over_all: bool
) -> tuple[Criterion, Key]:
    """Return a criterion without its key, and relative gains as integers over its scale.

    A party whose ideal does not exceed its no-deal value has nothing to gain; its relative
    gain is undefined and it is left out of the comparison.
    """
    rows = _inside(zone)
    if not rows:
        return Criterion(Status.NO_ZONE), tuple
    ideal = ideal_point(u, range(len(u)) if ideal_over_all else rows)
    compared = tuple(i for i, (best, r) in enumerate(zip(ideal, d, strict=True)) if best > r)
    scale = lcm(*(ideal[i] - d[i] for i in compared))
    weight = {i: scale // (ideal[i] - d[i]) for i in compared}

    def relative(point: Point) -> tuple[int, ...]:
        return tuple((point[i] - d[i]) * weight[i] for i in compared)

    status = Status.OPTIMAL if compared else Status.NO_STRICT_GAIN
    return Criterion(status, rows, tuple, scale, ideal, compared), relative


def kalai_smorodinsky(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    r"""Return the leximin of relative gains, the ideal taken over the zone of agreement.

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
    base, relative = _relative(u, d, zone, False)
    return replace(base, key=lambda point: tuple(sorted(relative(point))))


def kalai_smorodinsky_feasible(
    u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /
) -> Criterion:
    """Return the leximin of relative gains, the ideal taken over all feasible packages.

    The ideal then counts packages that others would refuse; the answer can differ from
    :func:`kalai_smorodinsky`, so it has a row and a name of its own.
    """
    base, relative = _relative(u, d, zone, True)
    return replace(base, key=lambda point: tuple(sorted(relative(point))))


def kalai_smorodinsky_nearest(
    u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /
) -> Criterion:
    r"""Return closeness to equal relative gains, over the efficient points of the zone.

    .. math:: \arg\min_k \; \max_i r_{ki} - \min_i r_{ki}

    This is what several programs call Kalai-Smorodinsky.  It can leave the worst-off party
    with less than another point would, because it prizes equality above gain.  Unlike the
    other criteria it is not monotone, so here "efficient" is part of the definition.
    """
    base, relative = _relative(u, d, zone, False)

    def key(point: Point) -> tuple[int, ...]:
        gains = relative(point)
        return (min(gains, default=0) - max(gains, default=0),)

    return replace(base, key=key)


def egalitarian(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    """Return the leximin of gains: the smallest gain is as large as possible.

    Scores of different parties are compared; the caller says so.

    References
    ----------
    E. Kalai, "Proportional Solutions to Bargaining Situations", Econometrica 45 (1977)
    1623-1630; the lexicographic extension: Imai (1983).
    """
    del u
    rows = _inside(zone)
    status = Status.OPTIMAL if rows else Status.NO_ZONE
    return Criterion(status, rows, lambda point: _sorted_differences(point, d))


def utilitarian(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    """Return the sum of gains, over the points that nobody would refuse; scores are compared.

    Like :func:`nash` it asks for everybody's acceptance whatever the decision rule: a sum
    must not be bought with one party's loss.  :func:`utilitarian_in_zone` allows that.

    References
    ----------
    J. C. Harsanyi, "Cardinal Welfare, Individualistic Ethics, and Interpersonal
    Comparisons of Utility", Journal of Political Economy 63 (1955) 309-321.
    """
    del zone
    rows = _acceptable_to_all(u, d)
    status = Status.OPTIMAL if rows else Status.NO_ZONE
    return Criterion(status, rows, lambda point: (sum(point) - sum(d),))


def utilitarian_in_zone(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    """Return the sum of gains, over the zone of agreement; scores are compared.

    Differs from :func:`utilitarian` when the decision rule asks for less than everyone:
    the losses of parties that would be outvoted then count as negative gains.
    """
    del u
    rows = _inside(zone)
    status = Status.OPTIMAL if rows else Status.NO_ZONE
    return Criterion(status, rows, lambda point: (sum(point) - sum(d),))


def equal_loss(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    r"""Return the leximin of :math:`-(I_i - u_i)/(I_i - d_i)`: least relative loss.

    A relative loss is one minus the relative gain, so this always chooses what
    :func:`kalai_smorodinsky` chooses; it is a row because people ask for it by name.  The
    solution on absolute losses is :func:`equal_loss_absolute`.
    """
    base, relative = _relative(u, d, zone, False)
    return replace(
        base, key=lambda point: tuple(sorted(gain - base.scale for gain in relative(point)))
    )


def equal_loss_absolute(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    r"""Return the leximin of :math:`-(I_i - u_i)` over the zone; scores are compared.

    References
    ----------
    Y. Chun, "The Equal-Loss Principle for Bargaining Problems", Economics Letters 26
    (1988) 103-106.
    """
    del d
    rows = _inside(zone)
    if not rows:
        return Criterion(Status.NO_ZONE)
    ideal = ideal_point(u, rows)
    return Criterion(
        Status.OPTIMAL,
        rows,
        lambda point: _sorted_differences(point, ideal),
        ideal=ideal,
        compared=tuple(range(len(ideal))),
    )


def greatest_total(u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /) -> Criterion:
    """Return the sum of scores, over all feasible packages, whoever would refuse them.

    Uses no no-deal value.  It shows what the zone of agreement costs in total score.
    """
    del d, zone
    return Criterion(Status.OPTIMAL, tuple(range(len(u))), lambda point: (sum(point),))


def greatest_least_score(
    u: Sequence[Point], d: Sequence[int], zone: Sequence[bool], /
) -> Criterion:
    """Return the leximin of scores: the lowest score is as high as possible.

    Uses no no-deal value; scores are compared.
    """
    del d, zone
    return Criterion(Status.OPTIMAL, tuple(range(len(u))), lambda point: tuple(sorted(point)))
