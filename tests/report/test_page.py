"""The page: self-contained, well-formed, safe, complete, and the same each time."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest
from builders import CASES, EVERY, MEDIATOR, analysis_of, many_parties, two_parties
from pages import Page

from irenic.analyse.settlement import analyse_case
from irenic.model import About, Option, Proposal, Source
from irenic.report.html import MAX_BYTES, render

every = pytest.mark.parametrize(("name", "reader"), EVERY)


@cache
def page(name: str, reader: str = "mediator") -> Page:
    from builders import made

    return Page(render(made(name, reader)))


@every
def test_page_is_well_formed_and_small(name, reader):
    found = page(name, reader)
    assert found.errors == []
    assert found.stack == []
    assert len(found.source.encode()) < MAX_BYTES


@every
def test_page_never_prints_a_missing_value(name, reader):
    found = page(name, reader)
    for word in ("None", "nan", "Fraction(", "Status.", "<irenic", "Undefined"):
        assert not re.search(rf"(?<![\w]){re.escape(word)}", found.text), word
        assert all(word not in value for _, a in found.elements for value in a.values()), word


@every
def test_page_shows_no_number_with_many_digits(name, reader):
    numbers = re.findall(r"\d+\.\d+", page(name, reader).text)
    assert [n for n in numbers if len(n.partition(".")[2]) > 4] == []


@every
def test_page_loads_nothing_and_runs_nothing_of_others(name, reader):
    found = page(name, reader)
    for tag, attributes in found.elements:
        assert "style" not in attributes, tag
        assert not [a for a in attributes if a.startswith("on")], tag
        assert "src" not in attributes, tag
        if "href" in attributes:
            expected = ("#", "data:,") if tag != "a" else ("#", "https://example.org/")
            assert attributes["href"].startswith(expected)
    assert not re.search(r"@import|url\(|fetch\(|XMLHttpRequest|eval\(|innerHTML", found.source)


def test_policy_holds_the_hashes_of_style_and_script():
    found = page("two_parties")
    policy = next(m["content"] for m in found.of("meta") if "http-equiv" in m)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    data, script = found.inside["script"]
    assert data.startswith("{")
    for content in (found.inside["style"][0], script):
        digest = b64encode(sha256(content.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


@every
def test_headings_are_in_order_and_ids_unique(name, reader):
    found = page(name, reader)
    levels = [int(tag[1]) for tag, _ in found.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))
    ids = [a["id"] for _, a in found.elements if "id" in a]
    assert len(ids) == len(set(ids))
    targets = [a["href"][1:] for a in found.of("a") if a["href"].startswith("#")]
    assert set(targets) <= set(ids)


@every
def test_landmarks_tables_and_pictures_are_named(name, reader):
    found = page(name, reader)
    for landmark in ("header", "nav", "main", "footer"):
        assert len(found.of(landmark)) == 1
    assert all(a.get("scope") in ("row", "col") for a in found.of("th"))
    assert len(found.of("table")) == len(found.of("caption"))
    for picture in found.of("svg"):
        assert picture.get("aria-hidden") == "true" or picture.get("aria-label")


@every
def test_page_says_whom_it_is_for(name, reader):
    words = page(name, reader).text
    kind = reader.partition(":")[0]
    expected = {
        "mediator": "For the mediator only: contains every party's private figures.",
        "joint": "For everyone at the table: contains no party's private figures.",
        "party": "only: contains its own figures and nothing of other parties'.",
    }
    assert [k for k, sentence in expected.items() if sentence in words] == [kind]


RENDER = """
import sys
sys.path.insert(0, sys.argv[1])
from builders import analysis_of
from irenic.report.html import render
from irenic.report.terminal import summary
for name in ("two_parties", "many_parties", "shares"):
    analysis = analysis_of(name)
    sys.stdout.write(render(analysis) + summary(analysis))
"""


def test_same_case_gives_the_same_bytes_in_fresh_processes():
    here = str(Path(__file__).parent)
    pages = {
        subprocess.run(
            [sys.executable, "-c", RENDER, here],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1
    assert len(pages.pop()) > 100_000


EVIL = "</script></style><script>boom()</script><img src=x onerror=boom()>\"'&{{ 7*7 }}<!--"


def test_hostile_words_stay_words():
    case = two_parties()
    evil = replace(
        case,
        title=EVIL,
        parties=tuple(replace(p, name=EVIL + p.id, role=EVIL) for p in case.parties),
        issues=(
            replace(case.issues[0], title=EVIL, options=tuple(Option(o, EVIL) for o in "abc")),
            *case.issues[1:],
        ),
        proposals=(replace(case.proposals[0], id=EVIL), Proposal(EVIL + "2", {"price": "b"})),
        rules=tuple(replace(r, why=EVIL) for r in case.rules),
        absent=tuple(replace(a, name=EVIL, why=EVIL) for a in case.absent),
        about=About(EVIL, (Source(EVIL, "javascript:boom()", EVIL),), EVIL, EVIL),
        as_of=EVIL,
    )
    found = Page(render(analyse_case(evil)))
    assert found.errors == []
    assert len(found.of("script")) == 2
    assert found.of("img") == []
    assert not [a for _, a in found.elements for key in a if key.startswith("on")]
    assert not [a for a in found.of("a") if "javascript" in a["href"]]
    assert "{{ 7*7 }}" in found.text  # shown as it is, not run as a template
    assert "boom" in found.inside["script"][0]
    assert "<" not in found.inside["script"][0]


def test_very_large_case_is_thinned_and_says_so():
    found = page("many_parties")
    assert "of outcomes" not in found.text
    big = analyse_case(many_parties(6, 8))
    assert len(big.frontier.points) > 400
    drawn = Page(render(big))
    strands = [a for a in drawn.of("polyline") if "strand" in a["class"]]
    assert len(strands) <= 400
    assert f"of {len(big.frontier.points):,} efficient outcomes are drawn" in drawn.text
    assert "all are in the output of irenic analyze CASE --json" in drawn.text
    assert len(drawn.source.encode()) < MAX_BYTES


def test_every_chart_has_its_figures_as_a_table():
    for name in ("two_parties", "many_parties", "shares", "claims_only", "coalitions_only"):
        found = page(name)
        figures = [a for a in found.of("figure") if a.get("class") == "exhibit"]
        assert figures, name
        assert found.text.count("The same figures as a table") == len(figures), name


def test_claims_and_coalitions_are_the_main_content_without_issues():
    assert "Dividing what is not enough" in page("claims_only").text
    assert "The space of packages" not in page("claims_only").text
    words = page("coalitions_only").text
    assert "However that is divided, some of them would do better without the others" in words


def test_what_was_found_is_said_in_words():
    analysis = analysis_of("two_parties")
    words = page("two_parties").text
    assert f"{analysis.zone.size} carry" in words
    assert "It breaks a rule: not allowed: Price is a of price and Delivery date" in words
    assert "There is no zone of agreement" in page("no_zone").text
    assert "The rules contradict each other" in page("infeasible").text
    assert "does not say what Seller would have without a deal" in page("unknown_no_deal").text
    assert "the search stopped at a limit" in page("limit_reached").text
    assert "Not known: what Seller wants" in page("no_preferences").text


def test_long_names_are_cut_and_kept_whole_in_a_tooltip():
    found = page("foreign")
    assert "Ω" * 100 not in found.text.replace((found.of("title") and "") or "", "")
    assert any(a.get("title") == "Ω" * 400 for a in found.of("bdi"))


def test_every_builder_is_analysed():
    assert len({analysis_of(name, MEDIATOR).case.title for name in CASES}) >= 9
