"""The analysis of every published case is confirmed in every claim."""

from __future__ import annotations

import pytest
from verified_cases import result_of

from irenic.casefile.catalogue import entries
from irenic.casefile.reader import read_case
from irenic.verify.checker import verify_result


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_every_claim_on_a_published_case_is_confirmed(entry):
    case = read_case(entry.path)
    claims = verify_result(result_of(case), case)
    assert claims
    assert [c for c in claims if c.verdict != "confirmed"] == []
