"""What is shown where packages are many: the promise, what stands for them, what separates them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction as F
from functools import cache
from pathlib import Path

import pytest
from builders import made
from pages import Page

from irenic.analyse.audience import parse_audience
from irenic.analyse.results import Status
from irenic.analyse.settlement import analyse_case
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.html import render
from irenic.report.jsonable import analysis_to_json
from irenic.report.terminal import summary
from irenic.report.wording.many import share_of_range


@cache
def harbour(epsilon: str = "1/10", *, zone: bool = False):
    case = read_case(resolve("harbour"))
    return analyse_case(case, epsilon=F(epsilon), method="zone" if zone else "auto")


@pytest.mark.parametrize(
    ("value", "words"),
    [("1/100", "1%"), ("9901/1000000", "0.991%"), ("1/3", "34%"), ("0", "0%"), ("1", "100%")],
)
def test_a_promise_is_rounded_up(value, words):
    assert share_of_range(F(value)) == words
    assert F(words[:-1]) / 100 >= F(value)


@pytest.mark.parametrize("zone", [False, True])
@pytest.mark.parametrize("width", [100, 60])
def test_on_a_terminal(width, zone):
    words = summary(harbour(zone=zone), width=width)
    flat = " ".join(words.split())
    which = " that carry" if zone else ""
    assert f"stand for all efficient ones{which}: whatever package" in flat
    assert ("somebody proposes that certainly carries" in flat) is zone
    assert "This is proved." in flat
    assert "What separates them" in words
    assert zone or "6% favours Dock workers' union by up to 33;" in flat
    assert max(map(len, words.splitlines())) <= width


def test_what_was_not_reached_is_said():
    covered = harbour()
    limit = replace(
        covered.frontier.cover, status=Status.LIMIT, asked=F(1, 1000), reason="time ran out"
    )
    cut = replace(covered, frontier=replace(covered.frontier, cover=limit))
    words = " ".join(summary(cut).split())
    assert "0.1% was asked for, but time ran out." in words


def test_on_the_page():
    analysis = harbour()
    page = Page(render(analysis))
    assert page.errors == []
    assert page.stack == []
    for words in ("Packages that stand for the others", "What separates them", "best for"):
        assert words in page.source
    assert "Every efficient outcome" not in page.source
    assert "Every listed package" in page.source
    assert "not counted" in page.source
    assert "packages that stand for all" in page.source


def test_an_exact_frontier_may_have_a_summary_too():
    covered = harbour()
    analysis = analyse_case(covered.case)
    exact = replace(analysis.frontier, summary=covered.frontier.summary)
    source = render(replace(analysis, frontier=exact))
    assert "Packages that stand for the others" in source
    assert "stand for all efficient ones" not in source
    assert "Every efficient outcome" in source


@pytest.mark.parametrize("reader", ["joint", "party:p0"])
def test_others_see_nothing_of_it(reader):
    case = made("many_parties", "mediator").case
    analysis = analyse_case(case, parse_audience(reader, case), epsilon=F(1, 10))
    assert analysis.frontier.cover is analysis.frontier.summary is None
    assert "stand for" not in summary(analysis)


@pytest.mark.parametrize("name", ["two_parties", "many_parties", "foreign", "no_zone"])
def test_every_kind_of_case_can_be_drawn(name):
    covered = analyse_case(made(name, "mediator").case, epsilon=F(1, 5))
    page = Page(render(covered))
    assert page.errors == page.stack == []
    for width in (100, 60):
        assert max(map(len, summary(covered, width=width).splitlines())) <= width


DOCS = Path(__file__).parents[2] / "docs"


def documented() -> dict[str, str]:
    text = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
    part = text.partition("\n## A frontier of kind `cover`")[2].partition("\n## ")[0]
    return dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", part, re.M))


def paths(value, path: str):
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{path}.{key}"
            yield from paths(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, f"{path}[]")


#: Objects whose keys are names of the case.
NAMED = ("ranges", "least", "package", "spread", "options", "favours")


def test_json_is_documented():
    frontier = json.loads(json.dumps(analysis_to_json(harbour())))["frontier"]
    assert frontier["kind"] == "cover"
    assert {p["count"] for p in frontier["points"]} == {None}
    assert len(frontier["cover"]["efficient"]) == frontier["size"]
    zone = json.loads(json.dumps(analysis_to_json(harbour(zone=True))))["frontier"]
    found = {
        p
        for shown in (frontier, zone)
        for key in ("cover", "summary")
        for p in paths(shown[key], f"frontier.{key}")
        if not any(f".{name}." in p for name in NAMED)
    }
    assert found == set(documented())
