"""The command line as a user meets it: output, exit codes, errors, files."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from irenic.cli.main import cli

CASE = """\
irenic: 1
title: Two shops
parties:
  ann: {name: Ann}
  bob: {name: Bob}
issues:
  rent: {title: Rent, options: {low: Low, high: High}}
  sign: {title: Sign, options: {big: Big, small: Small}}
preferences:
  ann:
    no_deal: 3
    issues:
      rent: {weight: 1, values: {low: 6, high: 0}}
      sign: {values: {big: 2, small: 0}}
  bob:
    no_deal: "1/2"
    issues:
      rent: {values: {low: 0, high: 6}}
      sign: {values: {big: 0, small: 1}}
proposals:
  draft: {rent: low, sign: small}
  half: {rent: low}
  bad: {rent: high, sign: small}
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shops.yaml").write_text(CASE, encoding="utf-8")

    def invoke(*words, code=0):
        result = CliRunner().invoke(cli, [*words], prog_name="irenic")
        assert result.exit_code == code, result.output
        return result

    return invoke


@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_every_verb_has_help_with_an_example_and_json(run, verb):
    text = run(verb, "--help").output
    assert "Example:" in text
    assert f"irenic {verb}" in text
    assert "--json" in text


def test_analyze_json_keeps_the_contract(run):
    result = json.loads(run("analyze", "shops.yaml", "--json").stdout)
    assert result["case"]["title"] == "Two shops"
    assert result["parties"] == ["ann", "bob"]
    assert (result["packages"]["total"], result["packages"]["feasible"]) == (4, 4)
    # low+small gives (6, 1): the only package with at least (3, 1/2)
    assert result["zone"]["size"] == 1
    # (8, 0), (6, 1), (2, 6), (0, 7): none dominates another
    assert (result["frontier"]["size"], result["frontier"]["packages"]) == (4, 4)
    assert [p["utilities"] for p in result["frontier"]["points"]] == [
        ["8", "0"], ["6", "1"], ["2", "6"], ["0", "7"],
    ]  # fmt: skip
    nash = next(s for s in result["solutions"] if s["method"] == "nash")
    assert nash["status"] == "optimal"
    assert nash["packages"] == [{"rent": "low", "sign": "small"}]
    assert nash["utilities"] == [["6", "1"]]
    assert nash["value"] == ["1.5"]
    assert nash["certificate"]["kind"] == "best-on-frontier"


def test_analyze_prints_tables_within_a_hundred_columns(run):
    text = run("analyze", "shops.yaml").output
    assert "Two shops" in text
    assert max(len(line) for line in text.splitlines()) <= 100


def test_analyze_gives_the_same_bytes_in_fresh_processes(run, tmp_path):
    words = [sys.executable, "-m", "irenic", "analyze", "shops.yaml", "--json", "--html"]
    seen = set()
    for seed in ("1", "2"):
        env = {"PYTHONHASHSEED": seed, "PATH": ""}
        out = subprocess.run(words, capture_output=True, check=True, env=env, cwd=tmp_path)
        seen.add((out.stdout, (tmp_path / "shops.mediator.report.html").read_bytes()))
    assert len(seen) == 1


def test_a_report_says_in_its_name_whom_it_is_for(run, tmp_path):
    run("analyze", "shops.yaml", "--html", "--for", "party:ann")
    assert (tmp_path / "shops.party-ann.report.html").exists()


def test_the_page_may_be_asked_for_before_the_case(run, tmp_path):
    run("analyze", "--html", "shops.yaml")
    assert (tmp_path / "shops.mediator.report.html").exists()
    assert "Missing argument" in run("analyze", "--html", code=2).output


def test_an_unknown_audience_is_wrong_usage(run):
    result = run("analyze", "shops.yaml", "--for", "party:eve", code=2)
    assert "expected one of: mediator, joint, party:ann, party:bob" in result.output


def test_score_says_who_refuses_and_what_a_partial_package_can_become(run):
    card = json.loads(run("score", "shops.yaml", "bad", "--json").stdout)
    assert (card["carries"], card["refusing"]) == (False, ["ann"])
    assert card["scores"][0]["costs"][0] == {
        "issue": "rent", "option": "high", "better_option": "low", "loss": "6",
    }  # fmt: skip
    half = json.loads(run("score", "shops.yaml", "half", "--json").stdout)
    assert half["open_issues"] == ["sign"]
    assert half["completions"] == {
        "feasible": 2, "carrying": 1, "example": {"rent": "low", "sign": "small"},
    }  # fmt: skip


def test_score_takes_a_package_spelt_out(run):
    card = json.loads(run("score", "shops.yaml", "rent=low, sign=big", "--json").stdout)
    assert [s["score"] for s in card["scores"]] == ["8", "0"]


@pytest.mark.parametrize(
    ("package", "message"),
    [
        ("nowhere", "no proposal 'nowhere'"),
        ("rent=medium", "no option 'medium' in 'rent'"),
        ("rend=low", "no issue 'rend'"),
        ("rent=x,sign=y", "no option 'y' in 'sign'"),
    ],
)
def test_score_lists_everything_wrong_with_a_package(run, package, message):
    assert message in run("score", "shops.yaml", package, code=2).output


def test_check_exits_with_one_and_lists_every_problem(run, tmp_path):
    text = CASE.replace("weight: 1", "wieght: 1").replace("rent: high, sign", "rent: hihg, sign")
    (tmp_path / "wrong.yaml").write_text(text, encoding="utf-8")
    problems = json.loads(run("check", "wrong.yaml", "--json", code=1).stdout)["problems"]
    assert [p["line"] for p in problems] == [13, 23]
    assert set(problems[0]) == {"file", "line", "column", "where", "found", "expected"}
    assert "weight" in problems[0]["expected"]
    assert "high" in problems[1]["expected"]
    assert run("analyze", "wrong.yaml", "--json", code=1).stdout.startswith("{")


def test_check_of_a_good_case(run):
    assert json.loads(run("check", "shops.yaml", "--json").stdout)["problems"] == []


@pytest.mark.parametrize("verb", ["check", "analyze", "convert"])
def test_a_missing_file_is_an_error_not_a_traceback(run, verb):
    result = run(verb, "nowhere.yaml", code=2 if verb else 0)
    assert "nowhere.yaml" in result.output
    assert "Traceback" not in result.output


def test_verify_confirms_and_refutes(run, tmp_path):
    result = run("analyze", "shops.yaml", "--json").stdout
    (tmp_path / "r.json").write_text(result, encoding="utf-8")
    assert "0 refuted" in run("verify", "r.json", "shops.yaml").output
    (tmp_path / "r.json").write_text(result.replace('"size": 1', '"size": 2'), encoding="utf-8")
    assert "refuted" in run("verify", "r.json", "shops.yaml", code=1).output


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_convert_loses_nothing(run, tmp_path, form):
    from irenic.casefile.reader import read_case

    run("convert", "shops.yaml", "--out", f"copy.{form}")
    assert read_case(tmp_path / f"copy.{form}") == read_case(tmp_path / "shops.yaml")


def test_convert_to_a_table(run):
    rows = run("convert", "shops.yaml", "--to", "csv").stdout.splitlines()
    assert rows[:2] == ["issue,option,title,ann,bob", "rent,low,Low,6,0"]


@pytest.mark.parametrize("verb", [["new"], ["convert", "shops.yaml", "--out"]])
def test_an_existing_file_is_never_overwritten(run, tmp_path, verb):
    (tmp_path / "mine.yaml").write_text("precious", encoding="utf-8")
    run(*verb, "mine.yaml", code=2)
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    "words",
    [
        ["analyze", "shops.yaml", "--html", "nowhere/page.html"],
        ["convert", "shops.yaml", "--out", "nowhere/copy.yaml"],
        ["new", "nowhere/mine.yaml"],
        ["demo", "--to", "shops.yaml/reports"],
    ],
)
def test_a_place_that_cannot_be_written_is_an_error_not_a_traceback(run, words):
    result = run(*words, code=2)
    assert "nothing was written" in result.output
    assert isinstance(result.exception, SystemExit)


@pytest.mark.parametrize("option", ["--time-limit", "--memory-limit"])
def test_a_limit_that_is_no_number_is_refused(run, option):
    assert (
        f"Invalid value for '{option}': nan"
        in run("analyze", "shops.yaml", option, "nan", code=2).output
    )


@pytest.mark.parametrize("part", ["2", "-1/10", "1"])
def test_a_part_that_is_none_is_said_with_what_was_found(run, part):
    said = run("analyze", "shops.yaml", "--epsilon", part, code=2).output
    assert f"--epsilon {'-0.1' if part == '-1/10' else part}: expected a part" in said


def test_a_missing_folder_is_noticed_before_the_work(run, monkeypatch):
    monkeypatch.setattr(
        "irenic.analyse.settlement.analyse_case", lambda *a, **k: pytest.fail("worked")
    )
    run("analyze", "shops.yaml", "--html", "nowhere/page.html", code=2)


def test_new_writes_a_case_that_works(run):
    run("new", "wages.yaml", "--title", "Wage round")
    assert json.loads(run("check", "wages.yaml", "--json").stdout)["problems"] == []
    assert "Wage round" in run("analyze", "wages.yaml").output


def test_catalog_lists_cases_and_prints_one(run):
    names = [entry["name"] for entry in json.loads(run("catalog", "--json").stdout)]
    assert "nash-1950" in names
    assert run("catalog", "nash-1950").output.startswith(("#", "irenic: 1"))
    assert "did you mean" in run("analyze", "nash-1590", code=2).output


def test_demo_ends_with_the_path_of_a_real_case(run, tmp_path):
    last = run("demo", "--to", "reports").output.splitlines()[-1]
    assert (tmp_path / last).read_text(encoding="utf-8").startswith("<!")
    assert "panama" in last


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_name_the_command(run, shell):
    assert "_IRENIC_COMPLETE" in run("completion", shell).output


def test_the_schema_is_json(run):
    assert "properties" in json.loads(run("schema").stdout)


def test_help_needs_no_heavy_import():
    code = (
        "import sys\nfrom irenic.cli.main import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print(sorted({'numpy', 'pydantic', 'ruamel', 'moocore', 'highspy', 'jinja2'}"
        " & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.splitlines()[-1] == "[]"
