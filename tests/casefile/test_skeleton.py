"""The case that `irenic new` writes."""

from __future__ import annotations

import re

import pytest

from irenic.casefile.notes import find_notes
from irenic.casefile.reader import read_text
from irenic.casefile.schema import json_schema
from irenic.casefile.skeleton import skeleton


@pytest.mark.parametrize(
    "title", ["Wage round 2026", "Port: 2026", "no", "12", 'say "x"', "# not a comment", "{x}", "é"]
)
def test_it_reads_without_problems_or_notes_under_any_title(title):
    case = read_text(skeleton(title))
    assert case.title == title
    assert find_notes(case) == ()


@pytest.mark.parametrize(
    ("title", "expected"), [("two\nlines", "two lines"), ("a\x00b", "a b"), (" ", "A negotiation")]
)
def test_what_cannot_stand_in_a_title_becomes_a_blank(title, expected):
    assert read_text(skeleton(title)).title == expected


def test_it_says_that_it_is_invented():
    assert "INVENTED" in skeleton("T")


def test_every_key_of_the_format_is_shown():
    sections = [json_schema(), *json_schema()["$defs"].values()]
    keys = {key for section in sections for key in section.get("properties", {})}
    shown = set(re.findall(r"(\w+):", skeleton("T")))
    assert keys - shown == set()


def test_what_is_commented_out_reads_too():
    """All of it in use at once, but for what excludes something else, and the words."""
    lines = []
    for line in skeleton("T").splitlines():
        found = re.fullmatch(r"( *)# ( *(?:- )?[\w{].*)", line)
        is_key = found and re.match(r" *(- )?(\{\{?)?\w+:( |$)|.*\{.*\}$", found[2])
        if found and is_key and not re.match(r"(order|ranking|include):", found[2]):
            lines.append(found[1] + found[2])
        elif not line.lstrip().startswith("#"):
            lines.append(line)
    case = read_text("\n".join(lines))
    assert case.as_of == "2026-03-01"
    assert case.about.sources
    assert case.parties[0].backers
    assert case.share_issues
    preference = case.preferences["works"]
    assert preference.points
    assert preference.together
    assert preference.packages
    assert [type(rule).__name__ for rule in case.rules] == [
        "Forbid", "Require", "Count", "Count", "Count", "Compare"
    ]  # fmt: skip
    assert case.decision.at_least == 1
    assert case.proposals[0].shares
    assert case.claims
    assert len(case.coalitions) == 3
    assert case.absent
    assert case.evidence[0].says
