r"""Linear programs in exact arithmetic, with a proof of every answer.

.. math:: \max_x \; c \cdot x \quad\text{subject to } a_k \cdot x \le b_k
          \text{ (or } = b_k \text{) for every row } k

The variables are free; a sign condition is a row.  The method is the revised simplex on the
dual, whose basis has one row per *variable*: coalition games have thousands of rows but at
most thirteen variables.  The basis inverse is kept in integers over one common denominator
(Edmonds' integer pivoting), so nothing is rounded and no fraction is ever reduced.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from math import lcm
from operator import mul

from irenic.solve.result import Status

__all__ = ["LinearAnswer", "Row", "maximise"]

Rational = Fraction | int
Vector = tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """The condition ``coefficients . x <= bound``, or ``=`` when ``equal``."""

    coefficients: tuple[Rational, ...]
    bound: Rational
    equal: bool = False


@dataclass(frozen=True, slots=True)
class LinearAnswer:
    """What a linear program amounts to, with the proof.

    ===========  ==========================================================================
    ``finding``  proof
    ===========  ==========================================================================
    optimal      ``y``: not negative on inequalities, its combination of the rows is the
                 objective, and its combination of the bounds is ``value``
    infeasible   ``y``: not negative on inequalities, its combination of the rows is zero,
                 its combination of the bounds is negative
    unbounded    ``x`` satisfies every row; ``ray`` leads from it to better and better points
    ===========  ==========================================================================

    The status of an unbounded program is "unknown": there is no best point to report.
    """

    status: Status
    finding: str
    value: Fraction | None = None
    x: Vector = ()
    y: Vector = ()
    ray: Vector = ()


def maximise(objective: Sequence[Rational], rows: Sequence[Row], /) -> LinearAnswer:
    """Return an exact optimum and its dual, or a proof that there is none.

    Parameters
    ----------
    objective : sequence of shape (n_variables,)
    rows : sequence of Row
        With ``n_variables`` coefficients each.

    Raises
    ------
    ValueError
        When a row has another number of coefficients than the objective.

    Notes
    -----
    The largest violation enters; ties in the ratio test are broken lexicographically, which
    excludes cycling.  One step takes O(n_rows * n_variables) integer operations; the number
    of steps is small in practice and exponential in the worst case.

    References
    ----------
    G. B. Dantzig, A. Orden, P. Wolfe, "The generalized simplex method for minimizing a
    linear form under linear inequality restraints", Pacific J. Math. 5 (1955) 183-195.
    Integer pivoting: J. Edmonds and J.-F. Maurras, "Note sur les Q-matrices d'Edmonds",
    RAIRO Oper. Res. 31 (1997) 203-209.

    Examples
    --------
    >>> rows = [Row((1, 2), 4), Row((3, 1), 6), Row((-1, 0), 0), Row((0, -1), 0)]
    >>> answer = maximise((1, 1), rows)
    >>> str(answer.value), [str(v) for v in answer.x], [str(v) for v in answer.y]
    ('14/5', ['8/5', '6/5'], ['2/5', '1/5', '0', '0'])
    """
    if any(len(row.coefficients) != len(objective) for row in rows):
        raise ValueError(f"every row needs {len(objective)} coefficients, as the objective has")
    tableau = _Tableau([Fraction(c) for c in objective], rows)
    if not tableau.reach_feasibility():
        ray = tableau.multipliers()
        start = maximise([0] * len(objective), rows)
        if start.status is Status.INFEASIBLE:
            return start
        return LinearAnswer(Status.UNKNOWN, "unbounded", x=start.x, ray=ray)
    tableau.drive_out_artificials()
    direction = tableau.minimise()
    if direction is not None:
        return LinearAnswer(Status.INFEASIBLE, "infeasible", y=direction)
    x = tableau.multipliers()
    value = sum((c * v for c, v in zip(objective, x, strict=True)), Fraction(0))
    return LinearAnswer(Status.OPTIMAL, "optimal", value, x, tableau.solution())


class _Tableau:
    """The dual: minimise b.y subject to A'y = c, y >= 0, an equality being two columns.

    Each line of ``lines`` holds, over the common denominator ``det``: the value of the basic
    variable, its row of the basis inverse, and its row of (basis inverse times the reference
    basis), which decides ties.  A basic variable below zero is artificial.
    """

    def __init__(self, objective: Sequence[Fraction], rows: Sequence[Row]) -> None:
        self.n = len(objective)
        self.n_rows = len(rows)
        self.unit = lcm(*(c.denominator for c in objective))
        self.columns: list[tuple[int, ...]] = []
        self.bounds: list[int] = []
        self.owner: list[tuple[int, int]] = []
        for k, row in enumerate(rows):
            numbers = [Fraction(v) for v in (*row.coefficients, row.bound)]
            scale = lcm(*(v.denominator for v in numbers))
            *column, bound = (int(v * scale) for v in numbers)
            for sign in (1, -1) if row.equal else (1,):
                self.columns.append(tuple(sign * v for v in column))
                self.bounds.append(sign * bound)
                self.owner.append((k, sign * scale))
        self.det = 1
        self.basis = [-1 - i for i in range(self.n)]
        self.lines: list[list[int]] = []
        for i, c in enumerate(objective):
            right = int(c * self.unit)
            unit_row = [int(i == k) for k in range(self.n)]
            sign = -1 if right < 0 else 1
            self.lines.append([abs(right), *(sign * v for v in unit_row), *unit_row])
        self._costs: Callable[[int], int] = self._artificial_cost

    def reach_feasibility(self) -> bool:
        """Return whether some y >= 0 has A'y = c; the basis then is such a y."""
        self._run()
        return all(line[0] == 0 for j, line in zip(self.basis, self.lines, strict=True) if j < 0)

    def drive_out_artificials(self) -> None:
        """Replace artificial variables, all of them zero, where a real column can."""
        for i in range(self.n):
            if self.basis[i] >= 0:
                continue
            inverse = self.lines[i][1 : self.n + 1]
            for j, column in enumerate(self.columns):
                if sum(map(mul, inverse, column)):
                    self._pivot(i, j, self._transformed(column))
                    break
        # From here on ties are decided relative to this basis, which is feasible, and so
        # positive in the lexicographic sense.
        for i, line in enumerate(self.lines):
            line[self.n + 1 :] = [self.det * (i == k) for k in range(self.n)]

    def minimise(self) -> Vector | None:
        """Reach the optimum and return nothing, or return a y that proves there is none."""
        self._costs = self._cost
        found = self._run()
        if found is None:
            return None
        entering, w = found
        y = [Fraction(0)] * self.n_rows
        self._add(y, entering, self.det)
        for j, step in zip(self.basis, w, strict=True):
            if j >= 0:
                self._add(y, j, -step)
        return tuple(y)

    def multipliers(self) -> Vector:
        """Return the primal point (or direction) that belongs to the basis."""
        return tuple(Fraction(v, self.det) for v in self._prices())

    def solution(self) -> Vector:
        """Return y in the units of the rows as they were given."""
        y = [Fraction(0)] * self.n_rows
        for j, line in zip(self.basis, self.lines, strict=True):
            if j >= 0:
                self._add(y, j, Fraction(line[0], self.det * self.unit))
        return tuple(y)

    def _add(self, y: list[Fraction], j: int, amount: Rational) -> None:
        k, scale = self.owner[j]
        y[k] += amount * scale

    def _artificial_cost(self, j: int) -> int:
        return int(j < 0)

    def _cost(self, j: int) -> int:
        return self.bounds[j] if j >= 0 else 0

    def _prices(self) -> list[int]:
        prices = [0] * self.n
        for j, line in zip(self.basis, self.lines, strict=True):
            if cost := self._costs(j):
                prices = [p + cost * v for p, v in zip(prices, line[1 : self.n + 1], strict=True)]
        return prices

    def _transformed(self, column: tuple[int, ...]) -> list[int]:
        return [sum(map(mul, line[1 : self.n + 1], column)) for line in self.lines]

    def _run(self) -> tuple[int, list[int]] | None:
        """Pivot to the optimum; return a column along which the cost falls for ever."""
        real_costs = self._costs == self._cost
        while True:
            prices = self._prices()
            worst, entering = 0, -1
            for j, column in enumerate(self.columns):
                cost = self.bounds[j] * self.det if real_costs else 0
                reduced = cost - sum(map(mul, prices, column))
                if reduced < worst:
                    worst, entering = reduced, j
            if entering < 0:
                return None
            w = self._transformed(self.columns[entering])
            leaving = self._leaving(w)
            if leaving is None:
                return entering, w
            self._pivot(leaving, entering, w)

    def _leaving(self, w: Sequence[int]) -> int | None:
        """Return the line with the lexicographically smallest ratio to a positive entry."""
        best: int | None = None
        for i, step in enumerate(w):
            if step > 0 and (best is None or self._ratio_below(i, best, w)):
                best = i
        return best

    def _ratio_below(self, i: int, k: int, w: Sequence[int]) -> bool:
        a, b = self.lines[i], self.lines[k]
        for place in chain((0,), range(self.n + 1, 2 * self.n + 1)):
            left, right = a[place] * w[k], b[place] * w[i]
            if left != right:
                return left < right
        return False

    def _pivot(self, r: int, entering: int, w: Sequence[int]) -> None:
        old, sign = self.lines[r], 1 if w[r] > 0 else -1
        # The sign is negative only for an artificial variable at zero; taking it out keeps
        # the common denominator positive.
        pivot = sign * w[r]
        for i, line in enumerate(self.lines):
            factor = sign * w[i]
            self.lines[i] = [
                (pivot * v - factor * o) // self.det for v, o in zip(line, old, strict=True)
            ]
        self.lines[r] = [sign * v for v in old]
        self.det = pivot
        self.basis[r] = entering
