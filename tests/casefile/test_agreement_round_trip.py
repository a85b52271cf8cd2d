"""Agreements written and read back, in both forms and by both roads."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import agreement_cases, plain_ids

from irenic.casefile.notes import find_notes
from irenic.casefile.quick import quick_tree
from irenic.casefile.quick_shape import surely_right
from irenic.casefile.reader import _quick_case, read_text
from irenic.casefile.schema import json_schema
from irenic.casefile.writer import write_case, write_json

slow = settings(deadline=None, suppress_health_check=list(HealthCheck))
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@settings(slow, max_examples=120)
@given(case=agreement_cases())
def test_reading_what_was_written_gives_the_same_agreement(case):
    text = write_case(case)
    assert read_text(text) == case
    assert write_case(read_text(text)) == text
    find_notes(case)


@settings(slow, max_examples=40)
@given(case=agreement_cases(plain_ids))
def test_json_reads_back_and_fits_the_schema(case):
    text = write_json(case)
    assert read_text(text) == case
    assert [e.message for e in VALIDATOR.iter_errors(json.loads(text))] == []


@settings(slow, max_examples=60)
@given(case=agreement_cases(plain_ids), form=st.sampled_from([write_case, write_json]))
def test_both_roads_lead_to_the_same_agreement(case, form):
    text = form(case)
    root = quick_tree(text)
    if root is not None and surely_right(root):
        assert _quick_case(text) == case
