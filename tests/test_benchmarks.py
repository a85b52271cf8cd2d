"""The benchmark of scale runs on tiny sizes and states what it compares correctly.

None of the programs compared with is needed: what they are given is checked by definition.
"""

from __future__ import annotations

import sys
from itertools import product
from pathlib import Path

import pytest

from irenic.analyse.compile import compile_case
from irenic.analyse.points import midpoint
from irenic.casefile.reader import read_case

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from scaling import cold, growth, instances, linear, programs, rows, table  # noqa: E402
from scaling.measure import digest, measure, tiny  # noqa: E402

ROWS = [r for r in rows.all_rows() if r["goal"] != "cold"]
LINKS = ("", "chain", "sparse", "dense", "rules")


def small(row):
    return {**row, "issues": 4, "options": 3}


@pytest.mark.parametrize("row", ROWS, ids=lambda r: r["name"])
def test_every_row_gives_the_same_answer_by_two_ways(row):
    ours, other = (digest(programs.PROGRAMS[p](small(row), 60)()) for p in ("irenic", "second"))
    assert other["complete"]
    if row["goal"] == "cover":  # complete or not, its certificate holds
        assert other["bound"] <= ours["bound"] + 1e-12
        return
    assert ours["complete"]
    answer = "sha256" if row["goal"] == "frontier" else "value"
    assert ours[answer] == other[answer]


def test_a_row_is_measured_with_time_memory_and_answer():
    found = measure("irenic", tiny(ROWS[0]), 60)
    assert found["runs"] >= 1
    assert 0 < found["wall"] < 60
    assert 0 < found["before"] <= found["peak"]
    assert found["size"] == len(found["points"]) > 0


def test_growth_takes_another_instance_each_time():
    found = measure("irenic", growth.growth_row("frontier", 2, 4, 5), 60)
    assert len(found["sizes"]) == found["runs"] > 1
    assert len(set(found["sizes"])) > 1


@pytest.mark.parametrize("links", LINKS)
def test_integer_solvers_are_given_exactly_the_feasible_packages(links):
    """Every assignment of the extra variables is tried; at most one can satisfy the rows."""
    space = instances.make_space(2, 4, "anti", options=2, links=links)
    made = linear.linear(space)
    extra = made.n_variables - sum(map(len, made.option))
    for package in product(*(range(size) for size in space.sizes)):
        chosen = {variables[o] for variables, o in zip(made.option, package, strict=True)}
        fitting = [
            on
            for bits in product((0, 1), repeat=extra)
            if keeps(made, on := chosen | extras(made, bits))
        ]
        assert len(fitting) == (1 if space.is_feasible(package) else 0)
        for on in fitting:
            assert scores(made, on) == space.utility(package)
            assert linear.package_of(made, on.__contains__) == package
            for i, x in enumerate(scores(made, on)):
                least, most = made.range_of(i)
                assert least <= x <= most


def extras(made, bits):
    known = {v for variables in made.option for v in variables}
    others = [v for v in range(made.n_variables) if v not in known]
    return {v for v, bit in zip(others, bits, strict=True) if bit}


def keeps(made, on):
    sums = [(sum(a for v, a in row.items() if v in on), low, high) for row, low, high in made.rows]
    return all((low is None or s >= low) and (high is None or s <= high) for s, low, high in sums)


def scores(made, on):
    return tuple(sum(x for v, x in column.items() if v in on) for column in made.scores)


def test_links_are_there_and_repeatable():
    for links in LINKS[1:]:
        one, two = (instances.make_space(2, 8, "int100", links=links) for _ in range(2))
        assert one == two
        assert one.forbidden
        assert bool(one.limits) == (links == "rules") == (not one.terms)


def test_the_case_file_of_a_cold_start_holds_the_instance_of_its_row(tmp_path):
    row = rows.row("cold", 2, "wint", 4, 3)
    cold.commands(row, tmp_path)
    case = read_case(tmp_path / "case.yaml")
    compiled = compile_case(case, midpoint(case)[0])
    space = programs.space_of(row)
    assert compiled.space.tables == space.tables
    assert compiled.no_deal == instances.no_deal(space)


def test_a_different_answer_is_named_and_an_unfinished_one_is_not_called_the_same():
    row = rows.row("nash", 4, "int100", 10)
    ours = {"row": row, "complete": True, "value": [12], "wall": 1, "cpu": 1}
    wrong, better, open_ = (
        {**ours, "value": [11]},
        {**ours, "value": [13], "complete": False, "bound": 2.0, "limit": 9},
        {**ours, "value": [11], "complete": False, "bound": 2.0, "limit": 9},
    )
    words = table.agreement({"cpsat": wrong, "highs": better, "second": open_}, ours)
    assert words == "**differs: CP-SAT, HiGHS**; no contradiction: second way"
    assert table.gap(open_) == f"gap {100 * (2 / 11 ** (1 / 4) - 1):.2g} %"
    stopped = {**ours, "value": [10], "complete": False}
    assert table.agreement({"cpsat": ours}, stopped) == "no contradiction: CP-SAT"
    assert table.agreement({"cpsat": ours}, ours) == "same: CP-SAT"
