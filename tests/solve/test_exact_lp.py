"""Exact linear programs: every answer proves itself, and equals the best vertex."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from irenic.solve.exact_lp import LinearAnswer, Row, maximise
from irenic.solve.result import Status

ZERO = F(0)


def dot(a, b):
    return sum((x * y for x, y in zip(a, b, strict=True)), ZERO)


def combination(y, rows, n):
    return [sum((v * row.coefficients[j] for v, row in zip(y, rows, strict=True)), ZERO)
            for j in range(n)]  # fmt: skip


def satisfies(x, rows):
    return all(
        dot(row.coefficients, x) == row.bound
        if row.equal
        else dot(row.coefficients, x) <= row.bound
        for row in rows
    )


def check_proof(objective, rows, answer: LinearAnswer):
    """Confirm the answer with linear arithmetic alone."""
    n = len(objective)
    assert all(v >= 0 or row.equal for v, row in zip(answer.y, rows, strict=False))
    match answer.finding:
        case "optimal":
            assert answer.status is Status.OPTIMAL
            assert satisfies(answer.x, rows)
            assert combination(answer.y, rows, n) == list(objective)
            assert dot(answer.y, [row.bound for row in rows]) == answer.value
            assert dot(objective, answer.x) == answer.value
        case "infeasible":
            assert answer.status is Status.INFEASIBLE
            assert combination(answer.y, rows, n) == [0] * n
            assert dot(answer.y, [row.bound for row in rows]) < 0
        case _:
            assert (answer.status, answer.finding) == (Status.UNKNOWN, "unbounded")
            assert satisfies(answer.x, rows)
            assert dot(objective, answer.ray) > 0
            for row in rows:
                slope = dot(row.coefficients, answer.ray)
                assert slope == 0 if row.equal else slope <= 0


small = st.sampled_from([F(-2), F(-1), F(0), F(0), F(1), F(1), F(3), F(1, 2), F(-2, 3)])


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[F], list[Row]]:
    """Tiny programs: degenerate, redundant, infeasible and unbounded ones among them."""
    n = draw(st.integers(1, 4))
    vector = st.tuples(*[small] * n)
    rows = draw(st.lists(st.builds(Row, vector, small, st.sampled_from([False, False, True])),
                         max_size=7))  # fmt: skip
    return list(draw(vector)), rows


@settings(max_examples=200, deadline=None)
@given(program=programs())
def test_every_answer_proves_itself(program):
    check_proof(*program, maximise(*program))


def solved(matrix, right):
    """Return the solution of a square system by Cramer's rule, or None."""
    d = determinant(matrix)
    if d == 0:
        return None
    columns = list(zip(*matrix, strict=True))
    return [
        determinant(list(zip(*columns[:j], right, *columns[j + 1 :], strict=True))) / d
        for j in range(len(matrix))
    ]


def determinant(m):
    if len(m) == 1:
        return F(m[0][0])
    return sum(
        ((-1) ** j * m[0][j] * determinant([[*r[:j], *r[j + 1 :]] for r in m[1:]])
         for j in range(len(m)) if m[0][j]),
        ZERO,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(data=st.data(), n=st.integers(1, 3))
def test_the_value_is_that_of_the_best_vertex(data, n):
    """Oracle: all vertices of a program inside a box, by Cramer's rule."""
    vector = st.tuples(*[small] * n)
    objective = data.draw(vector)
    rows = data.draw(st.lists(st.builds(Row, vector, small), max_size=4))
    box = [Row(tuple(s * int(i == j) for j in range(n)), 2) for i in range(n) for s in (1, -1)]
    rows += box
    vertices = [
        x
        for chosen in combinations(rows, n)
        if (x := solved([r.coefficients for r in chosen], [r.bound for r in chosen]))
        and satisfies(x, rows)
    ]
    answer = maximise(objective, rows)
    if vertices:
        assert answer.value == max(dot(objective, x) for x in vertices)
    else:
        assert answer.finding == "infeasible"


def test_a_textbook_program():
    """V. Chvatal, Linear Programming (1983), chapter 1, problem (1.1): value 13 at (2, 0, 1)."""
    rows = [Row((2, 3, 1), 5), Row((4, 1, 2), 11), Row((3, 4, 2), 8)]
    rows += [Row(tuple(-int(i == j) for j in range(3)), 0) for i in range(3)]
    answer = maximise((5, 4, 3), rows)
    assert (answer.value, answer.x) == (13, (2, 0, 1))


def test_a_program_on_which_the_simplex_method_can_cycle():
    """E. M. L. Beale (1955), Naval Res. Logist. Q. 2:269-275: value 1/20."""
    rows = [Row((F(1, 4), -60, F(-1, 25), 9), 0), Row((F(1, 2), -90, F(-1, 50), 3), 0),
            Row((0, 0, 1, 0), 1)]  # fmt: skip
    rows += [Row(tuple(-int(i == j) for j in range(4)), 0) for i in range(4)]
    objective = (F(3, 4), -150, F(1, 50), -6)
    answer = maximise(objective, rows)
    assert answer.value == F(1, 20)
    check_proof(objective, rows, answer)


def test_the_tie_rule_prevents_going_round_in_circles():
    """Found by random search: taking the first of tied rows repeats six bases for ever."""
    numbers = [(-2, -3, 3, 2), (3, -2, -4, 2), (-2, -4, 3, 3), (-4, -4, -2, -1), (-5, -3, -2, 3),
               (-2, 4, 0, 1), (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0)]  # fmt: skip
    rows = [Row(tuple(a), b) for *a, b in numbers]
    check_proof((0, 0, 0), rows, maximise((0, 0, 0), rows))


def test_very_degenerate_programs_end():
    """Every 0/1 row of six variables, all tight at one point."""
    rows = [Row(tuple(-v for v in s), -sum(s)) for s in product((0, 1), repeat=6)]
    objective = (-1,) * 6
    answer = maximise(objective, rows)
    assert (answer.value, answer.x) == (-6, (1,) * 6)
    check_proof(objective, rows, answer)


def test_programs_without_variables_or_rows():
    assert maximise((), []).value == 0
    assert maximise((), [Row((), -1)]).finding == "infeasible"
    assert maximise((0, 0), []).value == 0
    assert maximise((0, 1), []).finding == "unbounded"


def test_huge_and_tiny_numbers_are_not_rounded():
    answer = maximise((1,), [Row((F(1, 10**30),), 10**30 + F(1, 7))])
    assert answer.x == (10**60 + F(10**30, 7),)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="every row needs 2 coefficients"):
        maximise((1, 1), [Row((1,), 0)])
