"""What the checker finds in answers about agreements, honest ones and altered ones."""

from __future__ import annotations

import copy
import json

import pytest

from irenic.analyse.guarantees import analyse_agreement
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.guarantees_jsonable import guarantees_to_json
from irenic.verify.checker import verify_result

CASES = {name: read_case(resolve(name)) for name in ("disarmament", "four-sided-ceasefire")}
HONEST = {
    name: json.loads(json.dumps(guarantees_to_json(analyse_agreement(case))))
    for name, case in CASES.items()
}


@pytest.mark.parametrize("name", CASES)
def test_an_honest_answer_is_not_refuted(name):
    claims = verify_result(HONEST[name], CASES[name])
    assert [c for c in claims if c.verdict == "refuted"] == []
    assert sum(c.verdict == "confirmed" for c in claims) >= 12


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("case", "title"), "Another"),
        (("parties",), ["gov"]),
        (("order", "steps", 1, "temptation"), "0"),
        (("order", "steps", 1, "bare"), "0"),
        (("order", "steps", 1, "kept"), True),
        (("order", "steps", 0, "by"), "reb"),
        (("order", "steps", 0, "collapse", "reb"), "5"),
        (("order", "steps", 0, "exposure", "gov"), "1"),
        (("order", "order"), ["r1", "g1", "g2", "r2"]),
        (("order", "worst"), "2"),
        (("order", "worst_step"), "g1"),
        (("order", "needed", "reb"), "2"),
        (("order", "exposed", "gov"), "0"),
        (("order", "holds"), True),
        (("party_views", 0, "complete"), "6"),
        (("party_views", 1, "accepts"), False),
        (("party_views", 0, "worst_exposure"), "3"),
        (("corridors", 0, "values", 1), "7"),
        (("corridors", 0, "floor"), "-3"),
        (("corridors", 1, "ceiling", 1), "9"),
        (("break_evens", 0, "needed"), "0.5"),
        (("best", "best", "worst"), "1"),
        (("best", "best", "holds"), True),
        (("package", "total"), "0.2"),
        (("package", "items", 0, "cost"), "0.1"),
        (("package", "items"), []),
    ],
    ids=lambda x: ".".join(map(str, x)) if isinstance(x, tuple) else "",
)
def test_an_altered_answer_is_refuted(path, value):
    result = copy.deepcopy(HONEST["disarmament"])
    here = result
    for key in path[:-1]:
        here = here[key]
    assert here[path[-1]] != value
    here[path[-1]] = value
    claims = verify_result(result, CASES["disarmament"])
    assert any(c.verdict == "refuted" for c in claims)


def test_a_worse_order_is_not_the_best():
    result = copy.deepcopy(HONEST["disarmament"])
    result["best"]["best"] = result["order"]
    refuted = [c for c in verify_result(result, CASES["disarmament"]) if c.verdict == "refuted"]
    assert any("no order has a smaller worst temptation" in c.claim for c in refuted)
