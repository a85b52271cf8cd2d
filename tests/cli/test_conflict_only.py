"""Cases with nothing but a conflict: counted by check, refused in a sentence by the others."""

from __future__ import annotations

import json

import pytest
from casefile.good_conflict import BY_MOVES, BY_OPTIONS
from click.testing import CliRunner

from irenic.cli.main import cli


def run(*arguments: str):
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def strike(tmp_path) -> str:
    path = tmp_path / "strike.yaml"
    path.write_text(BY_MOVES, encoding="utf-8")
    return str(path)


def test_check_counts_what_a_conflict_has(strike, tmp_path):
    first = run("check", strike)
    assert first.stdout == (
        "Strike: no problems (2 decision makers, 3 states)\n"
        "  note: conflict.preferences.firm: nothing is known of what it prefers\n"
    )
    path = tmp_path / "both.yaml"
    path.write_text(BY_OPTIONS, encoding="utf-8")
    assert run("check", str(path)).stdout.splitlines()[0] == (
        "Strike: no problems (2 parties, 1 issue, 1 proposal, 3 decision makers, 4 options, "
        "9 states)"
    )


@pytest.mark.parametrize(
    "verb", [("analyze",), ("score", "draft"), ("repair", "draft"), ("zone",), ("frontier",)]
)
def test_verbs_about_agreements_name_the_verb_that_helps(strike, verb):
    name, *rest = verb
    result = run(name, strike, *rest)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr == (
        "irenic: Strike is a conflict with nothing to negotiate in it; `irenic stability "
        f"{strike}` says who would move, who would answer and what holds\n"
    )
    as_json = run(name, strike, *rest, "--json")
    assert as_json.exit_code == 1
    assert "irenic stability" in json.loads(as_json.stdout)["error"]


@pytest.mark.parametrize("form", ["genius", "geniusweb", "negmas"])
def test_other_programs_cannot_hold_it(strike, tmp_path, form):
    result = run("convert", strike, "--to", form, "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "conflict: a conflict: who can move where, and what each prefers" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_table_of_scores_has_no_place_for_it(strike):
    result = run("convert", strike, "--to", "csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a conflict has no place in it" in result.stderr


def test_convert_writes_it_anew(strike):
    assert "talks > strike >> closed" in run("convert", strike).stdout
    assert json.loads(run("convert", strike, "--json").stdout)["conflict"]["status_quo"] == "talks"
