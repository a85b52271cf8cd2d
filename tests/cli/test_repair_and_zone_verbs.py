"""``irenic repair`` and ``irenic zone`` as a user meets them."""

from __future__ import annotations

import json

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
  rent: {title: Rent, options: {low: Low, mid: Middle, high: High}}
  sign: {title: Sign, options: {big: Big, small: Small}}
preferences:
  ann:
    no_deal: 3
    issues:
      rent: {values: {low: 6, mid: 3, high: 0}}
      sign: {values: {big: 2, small: 0}}
  bob:
    no_deal: 3
    issues:
      rent: {values: {low: 0, mid: 3, high: 6}}
      sign: {values: {big: 0, small: 1}}
proposals:
  draft: {rent: low, sign: small}
  fair: {rent: mid, sign: small}
  half: {sign: small}
"""
SHARES = """\
irenic: 1
title: A cake
parties: {ann: {name: Ann}, bob: {name: Bob}}
issues:
  cake: {title: Cake, share: [ann, bob]}
preferences:
  ann: {no_deal: 0, issues: {cake: {weight: 1, values: {0: 0, 1: 10}}}}
  bob: {no_deal: 0, issues: {cake: {weight: 1, values: {0: 0, 1: 10}}}}
proposals:
  all: {cake: {ann: 1, bob: 0}}
"""


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shops.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "apart.yaml").write_text(CASE.replace("no_deal: 3", "no_deal: 5"), encoding="utf-8")
    (tmp_path / "cake.yaml").write_text(SHARES, encoding="utf-8")

    def invoke(*words, code=0):
        result = CliRunner().invoke(cli, [*words], prog_name="irenic")
        assert result.exit_code == code, result.output
        return result

    return invoke


def test_repair_says_what_to_change_and_who_gives_up_what(run):
    said = run("repair", "shops.yaml", "draft").output
    assert "1 change is enough for a package that carries" in said
    assert "Rent: Low → Middle" in said
    assert "Ann gives up 3; gains: Bob +3." in said
    assert "(points of different parties are added up" in said


def test_a_proposal_that_carries_is_improved_or_called_efficient(run):
    assert "nobody can gain unless somebody loses" in run("repair", "shops.yaml", "fair").output


def test_a_partial_proposal_is_completed_without_a_change(run):
    said = run("repair", "shops.yaml", "half").output
    assert "No settled issue has to change" in said
    assert "Rent: open → Middle" in said


def test_closed_issues_can_make_a_repair_impossible(run):
    said = run("repair", "shops.yaml", "draft", "--closed", "rent").output
    assert "No change repairs it, with Rent closed" in said
    assert (
        "no issue 'rant'" in run("repair", "shops.yaml", "draft", "--closed", "rant", code=2).output
    )


def test_repair_json_holds_both_texts_and_exact_numbers(run):
    found = json.loads(run("repair", "shops.yaml", "draft", "--json", "--efficient").output)
    assert found["repair"]["changes"] == 1
    assert found["repair"]["smallest"]["concession"] == "3"
    assert found["repair"]["efficient"]["repairs"][0]["package"] == {"rent": "mid", "sign": "small"}


def test_score_points_to_the_smallest_repair_and_analyze_to_the_relaxation(run):
    assert (
        "Smallest repair (1 change): Rent: Low → Middle."
        in run("score", "shops.yaml", "draft").output
    )
    said = " ".join(run("analyze", "apart.yaml").output.split())
    assert "One would open if no-deal values fell by" in said
    assert "irenic zone" in said


def test_zone_says_how_large_it_is_and_why_it_is_empty(run):
    assert "2 of the 6 possible packages carry" in run("zone", "shops.yaml").output
    said = " ".join(run("zone", "apart.yaml").output.split())
    assert "There is no zone of agreement: no package carries." in said
    assert "Ann would have to lower its no-deal value from 5 to 2 (by 3)" in said
    assert "These demands exclude each other: Ann and Bob." in said


@pytest.mark.parametrize("verb", [("repair", "cake.yaml", "all"), ("zone", "cake.yaml")])
def test_divisible_issues_are_not_covered_and_say_so(run, verb):
    said = run(*verb, code=1).output
    assert "divisible issues" in said
    assert "Traceback" not in said


def test_a_party_reads_only_what_its_own_figures_say(run):
    said = " ".join(run("repair", "shops.yaml", "draft", "--for", "party:bob").output.split())
    assert "Ann" not in said
    assert "gives Bob at least its no-deal value" in said
    assert "Bob gives up nothing" in said
    assert "no-deal value" not in run("zone", "shops.yaml", "--for", "joint").output


def test_a_limit_ends_with_code_3_and_says_so(run, tmp_path):
    from random import Random

    rng = Random(1)
    issues = {f"i{j}": [rng.randint(0, 10**6) for _ in range(8 * 5)] for j in range(40)}
    lines = ["irenic: 1", "title: Large", "parties:"]
    lines += [f"  p{k}: {{name: P{k}}}" for k in range(5)] + ["issues:"]
    options = ", ".join(f"o{o}: O{o}" for o in range(8))
    lines += [f"  {i}: {{title: {i}, options: {{{options}}}}}" for i in issues] + ["preferences:"]
    for k in range(5):
        least = sum(values[k] for values in issues.values())
        lines += [f"  p{k}:", f"    no_deal: {least + 4 * 10**6}", "    issues:"]
        for i, values in issues.items():
            row = ", ".join(f"o{o}: {values[5 * o + k]}" for o in range(8))
            lines.append(f"      {i}: {{values: {{{row}}}}}")
    settled = ", ".join(f"{i}: o0" for i in issues)
    lines += ["proposals:", f"  first: {{{settled}}}"]
    (tmp_path / "large.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = run("repair", "large.yaml", "first", "--time-limit", "0.05", code=3).output
    assert "Not finished: the time limit of 0.05 seconds was reached" in said


def test_where_nothing_repairs_the_way_to_the_reason_is_shown(run):
    said = run("repair", "quarry", "company-offer").output
    assert "No change repairs it: no package carries." in said
    assert "irenic zone" in said
