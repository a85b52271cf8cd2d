"""Problems of case files: each found, once, at its line, in words that help."""

from __future__ import annotations

import re

import pytest
from casefile.good_case import GOOD, broken
from casefile.problem_table import PROBLEMS
from casefile.problem_table_rules import RULE_1, RULE_PROBLEMS

from irenic.casefile.problems import MAX_PROBLEMS, brief, did_you_mean, quoted
from irenic.casefile.reader import read_case, read_text
from irenic.errors import CaseError

#: Words of the libraries underneath, which must not reach a user.
JARGON = re.compile(
    r"pydantic|ruamel|Input should|valid dictionary|union_tag|NoneType|Traceback|<\w+ object"
    r"|scalar|token|dict\b|<block",
    re.IGNORECASE,
)


def problems_of(text: str):
    with pytest.raises(CaseError) as caught:
        read_text(text, "case.yaml")
    return caught.value.problems


def test_the_good_case_has_no_problem():
    assert read_text(GOOD).title == "Harbour dispute"


@pytest.mark.parametrize(
    ("old", "new", "where", "line", "found", "expected"),
    PROBLEMS + RULE_PROBLEMS,
    ids=[f"{row[2]}-{row[4][:30]}" for row in PROBLEMS + RULE_PROBLEMS],
)
def test_a_mistake_is_one_problem_at_its_line(old, new, where, line, found, expected):
    problems = problems_of(broken(old, new))
    assert [(p.where, p.line, p.found, p.expected) for p in problems] == [
        (where, line, found, expected)
    ]
    assert problems[0].file == "case.yaml"
    assert not JARGON.search(found + expected)


def test_all_mistakes_of_a_rule_are_listed_at_once():
    rule = """{exactly: 9, at_most: -1, of: [{hour: h36}, {wages: 9}], compare: wagse <= levy}"""
    found = [(p.where, p.found) for p in problems_of(broken(RULE_1, rule))]
    assert sorted(found) == [
        ("rules[1].at_most", "'at_most' beside 'exactly'"),
        ("rules[1].at_most", "-1"),
        ("rules[1].compare", "'compare' beside 'of'"),
        ("rules[1].compare", "the divisible issue 'levy'"),
        ("rules[1].compare", "the unknown issue 'wagse'"),
        ("rules[1].exactly", "9"),
        ("rules[1].of[1].hour", "the unknown issue 'hour'"),
        ("rules[1].of[2].wages", "9"),
    ]


@pytest.mark.parametrize(
    ("rule", "found"),
    [("{compare: pay-rise <= 3}", "the unknown issue 'pay'"),
     ("{compare: 2 + pay-rise<=3}", "the unknown issue 'pay'"),
     ("{compare: extra pay <= 3}", "'pay' without + - or * before it")],
)  # fmt: skip
def test_an_odd_id_without_its_backquotes_is_recognised(rule, found):
    odd = "pay-rise" if "-" in rule else "extra pay"
    text = broken("issues:\n  hours", f"issues:\n  {odd}: {{title: T, range: "
                  "{from: 0, to: 3, step: 1}}\n  hours")  # fmt: skip
    first, *_ = problems_of(broken(RULE_1, rule, text))
    assert first.found == found
    assert first.expected.endswith(f"; write {odd} in backquotes")
    assert read_text(
        broken(
            RULE_1,
            rule.replace(odd, f"`{odd}`").replace("{compare: ", '{compare: "').replace("3}", '2"}'),
            text,
        )
    )


@pytest.mark.parametrize(
    ("edit", "line", "column"),
    [
        (("no_deal: [35, 45]", "no_deal: much"), 19, 14),
        (("decision: {at_least: 2,", "decision: {at_least: 9,"), 40, 22),
        (("title: Levy, share", "titel: Levy, share"), 14, 10),
        (("  firm: {name: Firm}", "  firm: {}"), 10, 3),
    ],
)
def test_line_and_column_count_from_one(edit, line, column):
    (problem,) = problems_of(broken(*edit))
    assert (problem.line, problem.column) == (line, column)


TWELVE = """\
irenic: 1
title: Twelve mistakes
parties:
  city: {nam: City}
  union: {name: Union}
  firm: {name: Firm, role: [big]}
issues:
  hours: {title: Hours, options: {h36: 36, h38: 38}}
  wages: {title: Wages, range: {from: 0, to: 6, step: 0.7}}
  levy: {title: Levy, share: [city, frim]}
  seats: {title: Seats, range: {from: 0, to: 4, step: 1}}
preferences:
  union:
    no_deal: [45, 35]
    issues:
      hours: {weight: 4O, values: {h36: 100, h38: 70}}
      seats: {values: {0: 0, 3: 100}}
  firm:
    issues:
      hours: {values: {h36: 100}}
rules:
  - {forbid: {hours: h37}}
decision: {at_least: 5}
proposals:
  draft: {hours: h36, seats: 2.5}
  draft: {hours: h38}
"""


def test_twelve_mistakes_are_twelve_problems_each_with_its_line():
    problems = problems_of(TWELVE)
    assert [(p.line, p.where) for p in problems] == [
        (4, "parties.city.nam"),
        (6, "parties.firm.role"),
        (9, "issues.wages.range"),
        (10, "issues.levy.share[2]"),
        (14, "preferences.union.no_deal"),
        (16, "preferences.union.issues.hours.weight"),
        (17, "preferences.union.issues.seats.values"),
        (20, "preferences.firm.issues.hours.values"),
        (22, "rules[1].forbid.hours"),
        (23, "decision.at_least"),
        (25, "proposals.draft.seats"),
        (26, "proposals.draft"),
    ]


def test_the_error_says_how_many_problems_and_where():
    with pytest.raises(CaseError, match=r"case\.yaml has 12 problems\n  - case\.yaml:4:10: ") as it:
        read_text(TWELVE, "case.yaml")
    assert str(it.value).count("\n") == 12


def test_a_misspelled_section_is_one_problem_and_its_contents_are_still_checked():
    text = broken("preferences:", "prefrences:").replace("no_deal: [35, 45]", "no_deal: x")
    assert [p.where for p in problems_of(text)] == ["prefrences", "prefrences.union.no_deal"]


def test_a_broken_issue_is_reported_once_and_not_at_every_use():
    text = broken(
        "range: {from: 0, to: 6, step: 0.5, unit", "range: {from: 0, to: six, step: 0.5, unit"
    )
    assert [p.where for p in problems_of(text)] == ["issues.wages.range.to"]


@pytest.mark.parametrize("name", ["<list>", "list", "scalar", "options", "backers", "values", "0"])
def test_no_id_can_hide_a_mistake(name):
    text = GOOD.replace("hours", name).replace("city", f"{name}2")
    text = text.replace("{weight: 40, ", "{weight: forty, ").replace("name: City", "nam: City")
    assert [p.where for p in problems_of(text)] == [
        f"parties.{name}2.nam",
        f"preferences.union.issues.{name}.weight",
    ]


def test_a_case_needs_something_to_negotiate():
    text = "irenic: 1\ntitle: T\nparties: {a: {name: A}}\n"
    (problem,) = problems_of(text)
    assert problem.found == "nothing to negotiate"
    assert problem.expected == "at least one of issues, claims, coalitions, conflict and agreement"


def test_the_list_stops_and_says_so():
    many = "".join(f"  - {{forbid: {{wages: {k}.3}}}}\n" for k in range(1200))
    problems = problems_of(broken("rules:\n", f"rules:\n{many}"))
    assert len(problems) == MAX_PROBLEMS + 1
    assert problems[-1].found == "more than 1,000 problems; the rest are not listed"


@pytest.mark.parametrize(
    ("text", "line", "column", "found"),
    [
        ("a: b: c", 1, 5, "a colon where no key can stand"),
        ("a: [1, 2", 1, 9, "a list that is not closed"),
        ("a: {b: 1", 1, 9, "a mapping that is not closed"),
        ("a: 1\nb: 'x", 2, 6, "the end of the file inside a quoted text"),
        ("a:\n  b: 1\n c: 2", 3, 2, "a line that does not fit the section before it"),
        ("a: 1\n\tb: 2", 2, 1, "a tab"),
        ("a: @x", 1, 4, "a character that cannot start a value"),
        ("a: >= 4", 1, 5, "a text that starts with > or |"),
        ("a: 'it's'", 1, 8, "text after the end of a value"),
        ("a: ]", 1, 4, "something where a value should start"),
        ("{a: 1}}", 1, 7, "something after the end of the case"),
        ("a: &", 1, 5, "a text that starts with & or *"),
        ('a: "\\q"', 1, 6, "a backslash that stands for nothing"),
        ("# c\n%YAML 1.1\n---\na: 1", 2, 1, "a YAML directive"),
        ("a: 1\n---\nb: 1", 2, 1, "a second YAML document"),
        ("a\nb:c\nd: 1", 3, 2, "a colon where no key can stand"),
        ("", 1, 1, "an empty file"),
        ("just text", 1, 1, "'just text'"),
        ("- a", 1, 1, "a list of 1 entry"),
    ],
)
def test_text_that_is_not_a_case_has_one_problem_in_plain_words(text, line, column, found):
    (problem,) = problems_of(text)
    assert (problem.line, problem.column) == (line, column)
    assert problem.found.startswith(found)
    assert not JARGON.search(problem.found + problem.expected)


def test_suggestions_need_some_likeness():
    assert did_you_mean("xyz", ["parties"]) == ""
    assert did_you_mean("Parties", ["parties"]) == "; did you mean 'parties'?"


def test_long_and_odd_text_is_shortened_and_made_visible():
    assert quoted("x" * 100) == "'" + "x" * 39 + "…'"
    assert quoted("a\nb") == "'a\\nb'"
    assert quoted("it's") == '"it\'s"'


def test_a_long_number_is_rounded_in_a_message_and_says_so():
    from fractions import Fraction

    assert brief(Fraction(1, 3)) == "1/3"
    assert brief(Fraction(10**40, 3)) == "about 3.33333e+39"


def test_problems_come_file_by_file_in_the_order_of_reading(tmp_path):
    top, other = tmp_path / "case.yaml", tmp_path / "b.yaml"
    top.write_text("irenic: 1\ntitle: T\ninclude: [b.yaml]\nx: 1\nclaims: 3\n")
    other.write_text("parties: {a: {name: A, z: 1}}\ny: 1\n")
    with pytest.raises(CaseError) as caught:
        read_case(tmp_path)
    assert [(p.file, p.line) for p in caught.value.problems] == [
        (str(top), 4),
        (str(top), 5),
        (str(other), 1),
        (str(other), 2),
    ]
