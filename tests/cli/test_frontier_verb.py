"""``irenic frontier`` as a user meets it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from irenic.analyse import efficient
from irenic.casefile.catalogue import entries
from irenic.cli.main import cli
from irenic.solve.frontier import Frontier
from irenic.solve.result import Status

CASE = """\
irenic: 1
title: Two shops
parties: {ann: {name: Ann}, bob: {name: Bob}}
issues:
  rent: {title: Rent, options: {low: Low, high: High}}
  sign: {title: Sign, options: {big: Big, small: Small}}
preferences:
  ann: {no_deal: 3, issues: {rent: {values: {low: 6, high: 0}}, sign: {values: {big: 2, small: 0}}}}
  bob: {issues: {rent: {values: {low: 0, high: 6}}, sign: {values: {big: 0, small: 0.5}}}}
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shops.yaml").write_text(CASE, encoding="utf-8")

    def invoke(*words, code=0):
        result = CliRunner().invoke(cli, ["frontier", *words], prog_name="irenic")
        assert result.exit_code == code, result.output
        return result.output

    return invoke


def test_the_table_has_every_point_with_scores_and_counts(run):
    lines = run("shops.yaml").splitlines()
    assert "4 efficient points with 4 packages on the Pareto frontier" in " ".join(lines)
    rows = [line.split() for line in lines if line[:1].isdigit() and "efficient" not in line]
    # Bob's no-deal value is not known: whether what Ann accepts carries is not known either.
    assert rows == [
        ["1", "8", "0", "1", "?"],
        ["2", "6", "0.5", "1", "?"],
        ["3", "2", "6", "1", "no"],
        ["4", "0", "6.5", "1", "no"],
    ]
    assert "Scores rest on 1 assumptions" in " ".join(lines)


def test_a_limit_says_how_many_there_are_and_packages_are_shown_on_request(run):
    text = run("shops.yaml", "--limit", "1", "--packages")
    assert "(3 more: --limit 4, or --json)" in text
    assert "rent=low, sign=big" in text
    assert "rent=low, sign=small" not in text
    assert "rent=" not in run("shops.yaml")


def test_json_is_the_frontier_of_the_whole_analysis(run):
    compared = 0
    for entry in entries():
        whole = CliRunner().invoke(cli, ["analyze", entry.id, "--json"])
        expected = json.loads(whole.stdout).get("frontier")
        if expected is None:  # a case with nothing but a conflict
            assert whole.exit_code == 1
            continue
        if expected["kind"] != "points":
            continue
        compared += 1
        found = json.loads(run(entry.id, "--json"))
        assert found["points"] == expected["points"], entry.id
        assert (found["size"], found["packages"]) == (expected["size"], expected["packages"])
        cut = json.loads(run(entry.id, "--json", "--limit", "2"))
        assert (cut["points"], cut["size"]) == (expected["points"][:2], expected["size"])
    assert compared > 5


def test_cases_without_a_list_of_packages_are_refused_with_the_verb_that_helps(run):
    assert "`irenic analyze` divides them" in run("raiffa-1982-panama-canal", code=2)
    assert "no issues" in run("aumann-1985-estate-200", code=2)


def test_rules_that_leave_nothing_and_limits_are_said(run, tmp_path, monkeypatch):
    rule = "rules: [{forbid: {rent: low}}, {forbid: {rent: high}}]\n"
    (tmp_path / "none.yaml").write_text(CASE + rule, encoding="utf-8")
    assert "No package satisfies every rule." in run("none.yaml")
    text = run("shops.yaml", "--time-limit", "1e-9", code=3)
    assert "not known: the time limit of 1e-09 seconds was reached." in text
    stopped = Frontier(Status.LIMIT, "merge", reason="5 partial points are efficient")
    monkeypatch.setattr(efficient, "pareto_frontier", lambda *_, **__: stopped)
    assert "not known: 5 partial points are efficient." in run("shops.yaml", code=3)
    assert json.loads(run("shops.yaml", "--json", code=3))["size"] is None


def test_two_parties_need_no_arrays_and_no_schema(tmp_path):
    """What makes the answer quick: neither numpy nor the solvers of other questions."""
    (tmp_path / "shops.yaml").write_text(CASE, encoding="utf-8")
    code = (
        "import sys; from irenic.cli.main import cli; cli(['frontier', 'shops.yaml'], "
        "standalone_mode=False); heavy = {'numpy', 'moocore', 'jinja2', 'irenic.solve.optimum'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
