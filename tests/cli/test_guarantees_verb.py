"""``irenic guarantees`` and ``irenic monitor`` as a user meets them."""

from __future__ import annotations

import json
import shutil

import pytest
from click.testing import CliRunner

from irenic.casefile.catalogue import resolve
from irenic.cli.main import cli


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(resolve("disarmament"), tmp_path / "deal.yaml")

    def invoke(*words, code=0):
        result = CliRunner().invoke(cli, [*words], prog_name="irenic")
        assert result.exit_code == code, result.output
        return result

    return invoke


def test_the_answer_in_words(run):
    shown = run("guarantees", "deal.yaml").stdout
    words = " ".join(shown.split())
    assert "The order g1 → r1 → g2 → r2 does not hold as it stands." in words
    assert "Nothing holds r2; a penalty of 3 at least would have to be expected." in words
    assert "This page says what would have to be true for the deal to be kept" in words
    assert max(map(len, shown.splitlines())) <= 100


def test_json_and_its_check(run, tmp_path):
    (tmp_path / "g.json").write_text(run("guarantees", "deal.yaml", "--json").stdout)
    checked = run("verify", "g.json", "deal.yaml").stdout
    assert " 0 refuted" in checked


def test_a_page(run, tmp_path):
    run("guarantees", "deal.yaml", "--html")
    page = (tmp_path / "deal.mediator.guarantees.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert "Will the agreement be kept?" in page


def test_the_record_is_appended_and_seen(run, tmp_path):
    before = (tmp_path / "deal.yaml").read_text(encoding="utf-8")
    shown = run(
        "monitor", "deal.yaml", "--as-of", "2026-06-15", "--record", "g1=3", "--note", "all out"
    ).stdout
    assert "1 of 4 obligations are done." in shown
    assert "all out" in shown
    after = (tmp_path / "deal.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    found = json.loads(run("monitor", "deal.yaml", "--as-of", "2026-06-01", "--json").stdout)
    assert found["states"][0]["status"] == 0


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["guarantees", "harbour"], 1, "has no agreement part"),
        (["guarantees", "deal.yaml", "--order", "g1,r1"], 2, "names each obligation once"),
        (["guarantees", "deal.yaml", "draft"], 2, "draft"),
        (["monitor", "deal.yaml", "--as-of", "May"], 2, "expected a date such as"),
        (["monitor", "deal.yaml", "--record", "g1=9"], 2, "a status from 0 to 3"),
        (["monitor", "deal.yaml", "--record", "g9=1"], 2, "no obligation 'g9'"),
        (["monitor", "harbour"], 1, "has no agreement part"),
    ],
)
def test_mistakes_get_a_sentence(run, words, code, message):
    result = run(*words, code=code)
    assert message in result.output
    assert "Traceback" not in result.output
