"""Files of GENIUS, GeniusWeb and NegMAS on the command line, both ways."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from interop.hand_made import (
    FLAT,
    NONLINEAR,
    OWNER,
    TENANT,
    TRADE_BUYER,
    TRADE_DOMAIN,
    TRADE_SELLER,
    job_profile,
    write,
)

from irenic.casefile.reader import read_case
from irenic.cli.main import cli

GRID = ("--step", "Rent=0.1")


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "flat", domain_xml=FLAT, owner_xml=OWNER, tenant_xml=TENANT)
    write(tmp_path / "jobs", a_json=job_profile("boss"), b_json=job_profile("staff"))
    write(tmp_path / "trade", domain_yml=TRADE_DOMAIN, a_yml=TRADE_SELLER, b_yml=TRADE_BUYER)

    def invoke(*words, code=0):
        result = CliRunner().invoke(cli, [*words], prog_name="irenic")
        assert result.exit_code == code, result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return invoke


@pytest.mark.parametrize(
    ("words", "parties"),
    [
        (["flat", *GRID], ("owner", "tenant")),
        (["flat/domain.xml", "flat/tenant.xml", "flat/owner.xml", *GRID], ("tenant", "owner")),
        (["jobs"], ("boss", "staff")),
        (["jobs/b.json", "jobs/a.json"], ("staff", "boss")),
        (["trade", "--step", "price=0.5"], ("seller", "buyer")),
        (["--from", "negmas", "trade", "--step", "price=0.5"], ("seller", "buyer")),
    ],
)
def test_other_files_become_a_case_file(run, tmp_path, words, parties):
    run("convert", *words, "--out", "case.yaml")
    assert read_case(tmp_path / "case.yaml").party_ids == parties
    run("analyze", "case.yaml")


def test_what_was_understood_how_is_said_on_stderr(run):
    result = run("convert", "flat", *GRID)
    assert "note: owner.xml: discount factor 0.8" in result.stderr
    assert result.stdout.startswith("irenic: 1\n")


@pytest.mark.parametrize(
    ("words", "form", "lost"),
    [
        (["jobs"], "geniusweb", "preferences.boss.issues.fte.values: values that are no finite"),
        (["trade", "--step", "price=0.5"], "negmas", "preferences.seller.issues.share: scores"),
        (["flat", *GRID], "genius", "issues.Rent: a range in steps of 0.1"),
    ],
)
def test_a_grid_that_was_chosen_can_stand_in_the_way_back(run, tmp_path, words, form, lost):
    """The last step of fte ends at 1, short of 1.05, and 1/11 is no decimal; and so on."""
    assert lost in run("convert", *words, "--to", form, "--out", "back", code=1).stderr
    assert not (tmp_path / "back").exists()


def test_writing_names_the_folder_and_overwrites_nothing(run, tmp_path):
    for form in ("genius", "negmas"):
        folder = f"out-{form}"
        run("convert", _shop(tmp_path), "--to", form, "--out", folder)
        assert len(list((tmp_path / folder).iterdir())) == 3
        again = run("convert", folder, "--to", form, "--out", folder, code=2)
        assert "exists already; nothing was written" in again.output
        assert "Two shops" in run("analyze", folder).output


SHOP = """\
irenic: 1
title: Two shops
parties: {ann: {name: ann}, bob: {name: bob}}
issues:
  rent: {title: rent, options: [low, high]}
  years: {title: years, range: {from: 1, to: 3, step: 1}}
preferences:
  ann:
    no_deal: 0.3
    issues:
      rent: {weight: 0.6, values: {low: 1, high: 0.25}}
      years: {weight: 0.4, values: {1: 0, 3: 1}}
  bob:
    no_deal: 0.2
    issues:
      rent: {weight: 0.5, values: {low: 0, high: 1}}
      years: {weight: 0.5, values: {1: 1, 3: 0}}
"""


def _shop(folder):
    (folder / "shop.yaml").write_text(SHOP, encoding="utf-8")
    return "shop.yaml"


def test_a_loss_is_listed_and_nothing_is_written(run, tmp_path):
    result = run("convert", "harbour", "--to", "genius", "--out", "g", code=1)
    assert "nothing was written. Lost would be:" in result.stderr
    assert "rules[1]: a rule" in result.stderr
    assert not (tmp_path / "g").exists()
    told = json.loads(
        run("convert", "harbour", "--to", "genius", "--out", "g", "--json", code=1).stdout
    )
    assert "rules[1]: a rule" in told["error"]


def test_json_lists_the_files_written(run, tmp_path):
    _shop(tmp_path)
    told = json.loads(run("convert", "shop.yaml", "--to", "genius", "--out", "g", "--json").stdout)
    assert told["files"] == ["g/domain.xml", "g/profile-1-ann.xml", "g/profile-2-bob.xml"]


def test_problems_have_lines_in_json_as_elsewhere(run, tmp_path):
    write(tmp_path / "bad", domain_xml=FLAT, p_xml=NONLINEAR)
    told = json.loads(run("convert", "bad", "--json", code=1).stdout)
    assert [(p["file"], p["line"]) for p in told["problems"]][:1] == [("bad/domain.xml", 10)]
    assert ("bad/p.xml", 6) in [(p["file"], p["line"]) for p in told["problems"]]


@pytest.mark.parametrize("verb", ["analyze", "check"])
def test_other_verbs_read_a_folder_too(run, verb):
    assert "jobs" in run(verb, "jobs").output
    refused = run(verb, "flat", code=1).output
    assert "irenic convert .. --step Rent=STEP" in refused


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["flat", "--step", "Rent"], "write ISSUE=STEP"),
        (["flat", "--step", "Rent=x"], "is not an integer"),
        (["flat", "--step", "Rent=0"], "a step above 0"),
        (["flat", "--step", "Rent=1", "--step", "Rnt=1"], "no range of numbers is called 'Rnt'"),
        (["harbour", "nash-1950"], "several files are one case only for"),
        (["harbour", "--step", "wages=1"], "--step is for files of"),
        (["harbour", "--to", "genius"], "name their folder with --out"),
        (["flat/domain.xml", "--from", "excel"], "is not one of"),
        ([], "Missing argument 'CASE...'"),
    ],
)
def test_wrong_usage_is_said(run, words, said):
    assert said in run("convert", *words, code=2).output


def test_a_file_in_place_of_the_folder(run, tmp_path):
    _shop(tmp_path)
    result = run("convert", "shop.yaml", "--to", "negmas", "--out", "shop.yaml", code=2)
    assert "exists already; nothing was written" in result.output
