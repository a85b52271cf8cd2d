"""The JSON Schema that editors use: the same format as the reader's."""

from __future__ import annotations

import json

import jsonschema
import pytest
from casefile.good_case import GOOD, broken
from casefile.other_yaml import load
from hypothesis import HealthCheck, given, settings
from strategies import cases

from irenic.casefile.catalogue import entries
from irenic.casefile.reader import read_text
from irenic.casefile.schema import json_schema
from irenic.casefile.skeleton import skeleton
from irenic.casefile.writer import write_json

SCHEMA = json_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def test_it_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_cases_of_the_catalogue_are_valid(entry):
    assert [e.message for e in VALIDATOR.iter_errors(load(entry.path.read_text("utf-8")))] == []


@pytest.mark.parametrize("text", [GOOD, skeleton("New")], ids=["good", "skeleton"])
def test_other_good_files_are_valid(text):
    assert [e.message for e in VALIDATOR.iter_errors(load(text))] == []


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_whatever_is_written_is_valid(case):
    assert [e.message for e in VALIDATOR.iter_errors(json.loads(write_json(case)))] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Harbour dispute", "titel: Harbour dispute"),
        ("irenic: 1", "irenic: 2"),
        ("city: {name: City}", "city: {}"),
        ("  firm: {name: Firm}", "  firm: {name: Firm, colour: red}"),
        ("levy: {title: Levy, share: [city, firm]}", "levy: {title: Levy}"),
        ("step: 0.5, unit", "setp: 0.5, unit"),
        ("no_deal: [35, 45]", "no_deal: [35]"),
        ("no_deal: [35, 45]", "no_deal: much"),
        ("weight: 40,", "weight: forty,"),
        ("why: too dear, by: firm}", "why: too dear, when: {hours: h36}}"),
        ("why: too dear, by: firm}", "why: too dear, at_most: 1}"),
        ('{require: {wages: "<= 3"}, when', "{at_most: 1, when"),
        ('{require: {wages: "<= 3"}, when', "{of: [{wages: 3}, {hours: h38}], when"),
        ('{require: {wages: "<= 3"}, when', "{exactly: 1, at_most: 1, of: [{wages: 3}], when"),
        ('{require: {wages: "<= 3"}, when', "{compare: [wages], when"),
        ('{require: {wages: "<= 3"}, when', "{require: h36, when"),
        ('{require: {wages: "<= 3"}, when: {hours: h36}}', "{compare: wages <= 3, when: []}"),
        ('{require: {wages: "<= 3"}, when', "{exactly: 1, at_least: 1, of: [{wages: 3}], when"),
        ('leaves_if: {wages: "< 3"}', "leaves_if: {}"),
        ("claims: {estate: 200,", "claims: {"),
        ("- {members: [firm], value: 1}", "- {members: [], value: 1}"),
        ("preferences:", "prefrences:"),
    ],
)
def test_wrong_keys_and_shapes_are_refused_as_the_reader_does(old, new):
    text = broken(old, new)
    assert list(VALIDATOR.iter_errors(load(text)))
    with pytest.raises(Exception, match="problem"):
        read_text(text)


def keys_below(schema, path=""):
    """Yield every key of the format, with its schema."""
    if isinstance(schema, dict):
        for key, value in schema.get("properties", {}).items():
            yield f"{path}.{key}", value
        for key, value in schema.items():
            yield from keys_below(value, f"{path}.{key}")


def test_every_key_is_described():
    keys = dict(keys_below(SCHEMA))
    assert len(keys) > 60
    assert [key for key, value in keys.items() if not value.get("description")] == []


def test_every_section_has_a_title_and_a_description():
    sections = SCHEMA["$defs"].values()
    assert all(section.get("title") and section.get("description") for section in sections)


def test_every_example_is_valid_where_it_stands():
    checked = 0
    for key, value in keys_below(SCHEMA):
        for example in value.get("examples", []):
            inner = {**value, "$defs": SCHEMA["$defs"]}
            errors = jsonschema.Draft202012Validator(inner).iter_errors(example)
            assert [(key, e.message) for e in errors] == []
            checked += 1
    assert checked > 20
