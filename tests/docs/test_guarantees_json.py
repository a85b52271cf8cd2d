"""The reference of ``irenic guarantees --json`` and ``irenic monitor --json`` is complete."""

from __future__ import annotations

import re

import pytest
from docs_fields import documented_fields, invoke

PAGE = "json-guarantees.md"


@pytest.mark.parametrize("verb", ["guarantees", "monitor"])
@pytest.mark.parametrize("case", ["disarmament", "four-sided-ceasefire"])
def test_every_field_is_documented_and_none_is_invented(verb, case):
    fields = documented_fields(f"`irenic {verb}", PAGE)
    words = ("--as-of", "2026-07-20") if verb == "monitor" else ()
    found = invoke(verb, case, *words)
    assert set(found) == {name for name in fields if re.fullmatch(r"\w+", name)}
    if verb == "guarantees":
        inside = {f"order.{key}" for key in found["order"]}
        inside |= {f"order.steps[].{key}" for step in found["order"]["steps"] for key in step}
        assert inside == {name for name in fields if name.startswith("order.")}
