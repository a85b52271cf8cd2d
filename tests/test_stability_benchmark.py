"""The benchmark of conflict verdicts runs on tiny sizes, and its ways agree."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

from conflicts import instances, measure, programs, table  # noqa: E402

FAMILIES = sorted({row["family"] for row in instances.all_rows()})


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("makers", [2, 3, 4])
def test_all_ways_find_the_same_verdicts(family, makers):
    moves, preferences = instances.conflict({"options": 6, "makers": makers, "family": family})
    ours, *others = (way(moves, preferences) for way in programs.PROGRAMS.values())
    for other in others:
        for concept in programs.CONCEPTS:
            assert all(map(np.array_equal, ours[concept], other[concept]))


def test_limited_conflicts_are_limited():
    moves, _ = instances.conflict({"options": 10, "makers": 4, "family": "limited"})
    assert 1 - sum(moves.feasible) / moves.size >= instances.IMPOSSIBLE
    assert sum(d != 0 for d in moves.directions) == 10 // instances.ONE_WAY


def test_a_row_is_measured_and_becomes_a_line_of_the_table():
    row = {"options": 6, "makers": 2, "family": "limited"}
    ours, other = (measure.measure(p, row) for p in ("irenic", "matrix"))
    assert ours["sha256"] == other["sha256"]
    assert 0 < ours["wall"] < 60
    assert ours["sim_work"] > 0 < ours["sim_wall"]
    figures = {(instances.name(row), "irenic"): ours, (instances.name(row), "matrix"): other}
    page = table.document([row], figures, "command")
    assert "1 conflicts the same, 0 different" in page
    assert "| 6 | 2 | " in page
    spoilt = figures | {(instances.name(row), "matrix"): other | {"sha256": "0"}}
    assert "DIFFERENT: matrices" in table.document([row], spoilt, "command")
