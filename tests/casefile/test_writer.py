"""Writing and reading back: the same case, exactly."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from casefile.other_yaml import load
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import ODD_NAMES, cases, numbers, odd_ids, prose

from irenic.casefile.catalogue import entries
from irenic.casefile.emit import Number, number_text, scalar_text, to_yaml
from irenic.casefile.reader import read_case, read_text
from irenic.casefile.writer import write_case, write_json
from irenic.model import Case, ChoiceIssue, Option, Party, parse_number

slow = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@slow
@given(case=cases())
def test_reading_what_was_written_gives_the_same_case(case):
    assert read_text(write_case(case)) == case


@settings(slow, max_examples=50)
@given(case=cases())
def test_json_is_json_and_reads_back_as_the_same_case(case):
    text = write_json(case)
    json.loads(text)
    assert read_text(text) == case


@settings(slow, max_examples=30)
@given(case=cases())
def test_writing_twice_gives_the_same_text(case):
    text = write_case(case)
    assert write_case(read_text(text)) == text


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_cases_of_the_catalogue_survive_both_forms(entry):
    case = read_case(entry.path)
    assert read_text(write_case(case)) == case
    assert read_text(write_json(case)) == case


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_stay_what_they_are_everywhere(name):
    case = Case(
        title=name,
        parties=(Party(name, name, name),),
        issues=(ChoiceIssue(name, name, (Option(name, name), Option("other", name))),),
    )
    assert read_text(write_case(case)) == case


@given(text=odd_ids | prose)
def test_a_text_is_the_same_text_to_another_yaml_reader(text):
    more = {"key": {"key": {text or "k": text}}}
    loaded = load(to_yaml({"key": text, "list": [[text]], "more": more}))
    assert loaded == {"key": text, "list": [[text]], "more": more}


@given(number=numbers | st.fractions())
def test_every_number_is_written_so_that_it_is_read_exactly(number):
    assert parse_number(number_text(number)) == number or len(str(number)) > 60


@given(
    digits=st.text("0123456789", min_size=1, max_size=50),
    point=st.integers(0, 50),
    power=st.integers(-30, 30),
)
def test_every_number_that_can_be_read_can_be_written(digits, point, power):
    read = parse_number(f"{digits[:point]}.{digits[point:]}0e{power}")
    assert parse_number(number_text(read)) == read


def test_a_number_in_eighths_beyond_sixty_places_is_written_as_a_fraction():
    tiny = Fraction(1, 2**100)
    assert number_text(tiny) == f"1/{2**100}"


def test_numbers_stand_unquoted_and_fractions_quoted():
    written = to_yaml({"a": Number(Fraction(1, 4)), "b": Number(Fraction(5, 9))})
    assert written == 'a: 0.25\nb: "5/9"\n'


def test_quotes_only_where_needed():
    assert scalar_text("Weekly hours (36, 38); see: page 4".replace("see: ", "")) == (
        "Weekly hours (36, 38); page 4"
    )
    assert scalar_text("a: b") == '"a: b"'
    assert scalar_text("no") == "no"
    assert scalar_text("12") == '"12"'


def test_the_keys_come_in_the_order_of_the_format():
    case = read_case(next(e.path for e in entries() if e.id == "harbour"))
    sections = [
        line[:-1]
        for line in write_case(case).splitlines()
        if line.endswith(":") and not line.startswith(" ")
    ]
    assert sections == [
        "about", "parties", "issues", "preferences", "rules", "decision", "proposals", "absent",
        "evidence",
    ]  # fmt: skip
