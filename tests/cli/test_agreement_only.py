"""Cases with nothing but an agreement: counted by check, refused in a sentence by the others."""

from __future__ import annotations

import json

import pytest
from casefile.good_agreement import AGREEMENT
from click.testing import CliRunner

from irenic.analyse.audience import parse_audience, reduce_case
from irenic.casefile.reader import find_notes, read_text
from irenic.cli.main import cli

ONLY = AGREEMENT.replace("issues: {law: {title: Law, options: [short, long]}}\n", "").replace(
    "      when: {law: long}\n", ""
)
NOTES = (
    "agreement.obligations: un has none to perform",
    "agreement.obligations.r2: it has no due date, though others have one",
)


def run(*arguments: str):
    return CliRunner().invoke(cli, list(arguments))


@pytest.fixture
def ceasefire(tmp_path) -> str:
    path = tmp_path / "ceasefire.yaml"
    path.write_text(ONLY, encoding="utf-8")
    return str(path)


def test_check_counts_what_an_agreement_has(ceasefire):
    assert run("check", ceasefire).stdout == (
        "Ceasefire: no problems (3 parties, 0 issues, 0 proposals, 4 obligations, 5 guarantees)\n"
        f"  note: {NOTES[0]}\n"
    )


def test_an_obligation_without_a_date_among_others_with_one_is_remarked_on():
    text = ONLY.replace("due: 2026-07-01, after: [r1]", "after: [r1]")
    assert find_notes(read_text(text)) == NOTES
    without = "\n".join(
        line
        for line in text.replace("due: 2026-06-01, ", "").splitlines()
        if "due: 2026-05" not in line
    ).replace("due: 2026-07-01, ", "")
    assert find_notes(read_text(without)) == NOTES[:1]


def test_evidence_of_a_guarantee_or_an_obligation_is_used():
    text = ONLY.replace(", evidence: [ev1]", "")
    assert text != ONLY
    assert find_notes(read_text(text)) == NOTES[:1]
    text = text.replace("      evidence: [ev1]\n", "")
    assert [note for note in find_notes(read_text(text)) if "ev1" in note]


@pytest.mark.parametrize(
    "verb", [("analyze",), ("score", "draft"), ("repair", "draft"), ("zone",), ("frontier",)]
)
def test_verbs_about_packages_name_the_verb_that_helps(ceasefire, verb):
    name, *rest = verb
    result = run(name, ceasefire, *rest)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == (
        "irenic: Ceasefire is an agreement with nothing left to negotiate in it; `irenic "
        f"guarantees {ceasefire}` says who would be exposed, who tempted and what holds it\n"
    )
    assert "irenic guarantees" in json.loads(run(name, ceasefire, *rest, "--json").stdout)["error"]


@pytest.mark.parametrize("form", ["genius", "geniusweb", "negmas"])
def test_other_programs_cannot_hold_it(ceasefire, tmp_path, form):
    result = run("convert", ceasefire, "--to", form, "--out", str(tmp_path / "out"))
    assert result.exit_code == 1
    assert "agreement: an agreement: who is to do what, and what holds it" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_table_of_scores_has_no_place_for_it(ceasefire):
    result = run("convert", ceasefire, "--to", "csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "an agreement has no place in it" in result.stderr


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_convert_writes_it_anew(ceasefire, form):
    result = run("convert", ceasefire, "--to", form)
    assert result.exit_code == 0
    assert read_text(result.stdout) == read_text(ONLY)


@pytest.mark.parametrize("audience", ["party:gov", "party:un", "joint"])
def test_only_the_mediator_sees_it(audience):
    case = read_text(AGREEMENT)
    assert reduce_case(case, parse_audience("mediator", case)).agreement == case.agreement
    seen = reduce_case(case, parse_audience(audience, case))
    assert seen.agreement is None
    assert seen.evidence == ()
