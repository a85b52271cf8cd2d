"""``irenic stability`` as a user meets it."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from irenic.cli.main import cli

CONTRACT = {
    "irenic": 1,
    "title": "Contract",
    "conflict": {
        "decision_makers": {
            "ministry": {
                "name": "Ministry",
                "options": {"modify": {"title": "Modify", "direction": "to-yes"}},
            },
            "firm": {
                "name": "Firm",
                "options": {
                    "delay": {"title": "Delay", "direction": "to-no"},
                    "accept": {"title": "Accept", "direction": "both"},
                    "abandon": {"title": "Abandon", "direction": "to-yes"},
                },
            },
            "town": {"name": "Town", "options": {"insist": {"title": "Insist"}}},
        },
        "infeasible": ["-YY--", "-Y-Y-", "--YY-", "-NNN-"],
        "coalesce": ["---Y-"],
        "status_quo": "NYNNN",
        "preferences": {
            "ministry": {
                "ranking": [["NNYNY"], ["NNYNN"], ["YNYNN"], ["YNYNY"], ["NYNNY"], ["NYNNN"],
                            ["YYNNN"], ["YYNNY"], ["---Y-"]],
            },
            "firm": {
                "ranking": [["NYNNN"], ["YNYNN"], ["YNYNY"], ["NYNNY"], ["---Y-"], ["NNYNN"],
                            ["NNYNY"], ["YYNNN"], ["YYNNY"]],
            },
            "town": {
                "ranking": [["NNYNY"], ["NNYNN"], ["NYNNY"], ["NYNNN"], ["YNYNY"], ["YYNNY"],
                            ["YNYNN"], ["YYNNN"], ["---Y-"]],
            },
        },
    },
}  # fmt: skip
GRAPH = {
    "irenic": 1,
    "title": "Graph",
    "conflict": {
        "decision_makers": {"a": {"name": "A"}, "b": {"name": "B"}},
        "states": {"s1": "Both swerve", "s2": "A drives on", "s3": "B drives on", "s4": "Crash"},
        "moves": {
            "a": {"s1": ["s2"], "s2": ["s1"], "s3": ["s4"], "s4": ["s3"]},
            "b": {"s1": ["s3"], "s3": ["s1"], "s2": ["s4"], "s4": ["s2"]},
        },
        "status_quo": "s1",
        "preferences": {
            "a": {"ranking": [["s2"], ["s1"], ["s3"], ["s4"]]},
            "b": {"ranking": [["s3"], ["s1"], ["s2"], ["s4"]]},
        },
    },
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "options.json").write_text(json.dumps(CONTRACT), encoding="utf-8")
    (tmp_path / "graph.json").write_text(json.dumps(GRAPH), encoding="utf-8")

    def invoke(*words, code=0):
        result = CliRunner().invoke(cli, ["stability", *words], prog_name="irenic")
        assert result.exit_code == code, result.output
        return result

    return invoke


def test_the_contract_of_the_option_form(run):
    found = json.loads(run("options.json", "--json").stdout)
    assert found["form"] == "options"
    assert set(found["states"]) == {
        "NYNNN", "YYNNN", "NNYNN", "YNYNN", "NYNNY", "YYNNY", "NNYNY", "YNYNY", "---Y-",
    }  # fmt: skip
    rest = {"NYNNY", "YNYNY", "---Y-"}
    held = {c: set(e) for c, e in found["equilibria"].items()}
    assert set(held) == {"nash", "gmr", "smr", "seq", "sim"}
    assert held["nash"] == held["seq"] == rest
    assert held["gmr"] == held["smr"] == rest | {"NYNNN", "YNYNN"}
    assert set(found["stable"]["nash"]) == {"ministry", "firm", "town"}
    for concept, makers in found["stable"].items():
        together = set.intersection(*(set(states) for states in makers.values()))
        assert together == held[concept]


def test_the_contract_of_the_graph_form(run):
    found = json.loads(run("graph.json", "--json").stdout)
    assert found["form"] == "graph"
    assert found["states"] == ["s1", "s2", "s3", "s4"]
    assert found["equilibria"] == {
        "nash": ["s2", "s3"],
        "gmr": ["s1", "s2", "s3"],
        "smr": ["s1", "s2", "s3"],
        "seq": ["s2", "s3"],
    }


def test_sentences_say_who_would_answer(run):
    shown = run("options.json").stdout
    words = " ".join(shown.split())
    assert "Equilibria (stable for everyone): Nash 3, GMR 5, SMR 5, SEQ 3" in words
    assert (
        "Town would not take up “Insist”: Ministry would take up “Modify”, which leaves Town"
        in words
    )
    assert max(map(len, shown.splitlines())) <= 100


def test_a_state_can_be_asked_for(run):
    shown = " ".join(run("options.json", "--state", "YYNNN").stdout.split())
    assert "At YYNNN" in shown
    assert "Firm would take up “Abandon”" in shown


def test_concepts_of_their_own(run):
    found = json.loads(run("options.json", "--concept", "town=gmr", "--json").stdout)
    assert found["own_concepts"] == {"town": "gmr"}
    # Ministry and firm stay at the status quo under Nash, the town under GMR.
    assert set(found["own_equilibria"]) == {"NYNNN", "YNYNN", "NYNNY", "YNYNY", "---Y-"}


def test_old_rules_are_named_in_the_output(run):
    assert "One-step sanctions" in run("options.json", "--sanctions", "one-step").stdout
    assert "GMCR+ compatible" in run("options.json", "--sanctions", "gmcr-plus").stdout
    found = json.loads(run("options.json", "--sanctions", "one-step", "--json").stdout)
    assert found["sanctions"] == "one-step"


def test_a_page(run, tmp_path):
    assert "report: options.mediator.stability.html" in run("options.json", "--html").output
    page = (tmp_path / "options.mediator.stability.html").read_text(encoding="utf-8")
    assert "<title>Contract: stability (mediator)</title>" in page
    assert "Where it comes to rest" in page
    run("--html", "options.json")


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["options.json", "--state", "NYNN"], 2, "expected 5 letters Y or N"),
        (["options.json", "--state", "NYYNN"], 2, "the pattern '-YY--' excludes it"),
        (["options.json", "--state", "NNNYN"], 2, "belongs to the coalesced state '---Y-'"),
        (["graph.json", "--state", "s5"], 2, "no state 's5'; expected one of: s1, s2, s3, s4"),
        (["options.json", "--concept", "twon=gmr"], 2, "did you mean town"),
        (["options.json", "--concept", "town=best"], 2, "no concept 'best'"),
        (["graph.json", "--concept", "a=sim"], 2, "no concept 'sim'"),
        (["options.json", "--concept", "town"], 2, "expected MAKER=CONCEPT"),
        (["harbour"], 1, "has no conflict"),
        (["options.json", "--html", "none/x.html"], 2, "there is no folder none"),
    ],
)
def test_mistakes_get_a_sentence(run, words, code, message):
    result = run(*words, code=code)
    assert message in result.output
    assert not re.search("Traceback", result.output)


def large(tmp_path, options: int) -> str:
    """Write a conflict of two decision makers with so many options, and return its name."""
    half = options // 2
    makers = {
        name: {
            "name": name.upper(),
            "options": {f"{name}{k}": f"Option {name}{k}" for k in range(half)},
        }
        for name in ("a", "b")
    }
    preferences = {
        "a": {"statements": [f"b{k} IFF a{k}" for k in range(half)]},
        "b": {"statements": [f"NOT a{k} OR b{k}" for k in range(half)]},
    }
    conflict = {
        "decision_makers": makers,
        "status_quo": "N" * options,
        "preferences": preferences,
    }
    path = tmp_path / f"large{options}.json"
    path.write_text(json.dumps({"irenic": 1, "title": "Large", "conflict": conflict}))
    return path.name


def test_a_conflict_that_is_too_large_is_refused_beforehand(run, tmp_path):
    result = run(large(tmp_path, 40), code=3)
    assert "40 options make 1,099,511,627,776 states: about" in result.output
    assert "GB" in result.output
    limited = run(large(tmp_path, 20), "--memory-limit", "20", code=3)
    assert "more than the memory limit of 20 MB" in limited.output


def test_equilibria_of_a_large_conflict_are_told_by_patterns(run, tmp_path):
    found = json.loads(run(large(tmp_path, 18), "--json").stdout)
    assert found["listed"] is False
    assert found["states"] == []
    assert found["n_states"] == 1 << 18
    rows = found["patterns"]["nash"]["rows"]
    assert sum(row["count"] for row in rows) >= found["counts"]["nash"] > 0
    assert found["reach"]["moves"] == 1 << 18


def test_a_limit_later_on_leaves_the_verdicts(run, monkeypatch):
    from irenic.analyse import conflict_further
    from irenic.errors import LimitReached

    def stopped(*_, **__):
        raise LimitReached("it was interrupted")

    monkeypatch.setattr(conflict_further, "_paths", stopped)
    shown = " ".join(run("options.json", code=3).stdout.split())
    assert "Nash 3, GMR 5, SMR 5, SEQ 3" in shown
    assert "Left out, because it was interrupted: ways from the status quo." in shown


def test_tables_for_a_spreadsheet(run, tmp_path):
    run("options.json", "--tables", "tables")
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert {"states.csv", "stability.csv", "equilibria.csv", "moves.csv"} <= names
    assert "'---Y-" in (tmp_path / "tables" / "states.csv").read_text(encoding="utf-8")
