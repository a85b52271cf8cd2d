"""The reference of ``irenic stability --json`` is complete."""

from __future__ import annotations

import json

import pytest
from docs_examples import blocks
from docs_fields import (
    alike,
    compare,
    documented_fields,
    entries,
    fits,
    invoke,
    read,
    with_alike,
)

PAGE = "json-stability.md"

#: Seven options, so that equilibria are told by patterns too; the strike that would follow a
#: broken agreement holds the firm to it.
PORT = """\
irenic: 1
title: Seven options
parties: {firm: {name: The firm}, union: {name: The union}}
issues: {pay: {title: Pay, options: {low: Low, high: High}}}
preferences:
  firm: {no_deal: 0, issues: {pay: {values: {low: 2, high: 1}}}}
  union: {no_deal: 0, issues: {pay: {values: {low: 1, high: 2}}}}
proposals:
  deal: {pay: high}
conflict:
  decision_makers:
    firm:
      name: The firm
      options:
        pay: Pay the rise
        train: Train
        lease: Lease
        sell: {title: Sell, direction: to-yes}
    union:
      name: The union
      options: {strike: Strike, march: March, talk: Talk}
  infeasible: ["---YY--"]
  status_quo: NNNNNNN
  preferences:
    firm: {statements: [NOT sell, NOT strike, NOT pay, train, pay OR NOT train]}
    union: {statements: [strike IFF NOT pay, talk, NOT march]}
  proposals:
    deal: {signed: YNNNNNN, kept: YYNNNNY, broken: [NYNNNNY]}
"""

COMMANDS = (
    ("elmira-1991", "--inverse", "YNYNY", "--sensitivity"),
    ("ridge-talks", "--inverse", "NYN", "--interventions", "--concept", "coast=seq"),
    ("lake-gisborne",),
    ("sustainable-development",),
    ("prisoners-dilemma", "--foresight", "3"),
    ("chicken", "--foresight", "2", "--sanctions", "gmcr-plus"),
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    path = tmp_path_factory.mktemp("port") / "port.yaml"
    path.write_text(PORT, encoding="utf-8")
    own = (str(path), "--inverse", "NNNNNNY")
    return [invoke("stability", *words) for words in (*COMMANDS, own)]


def test_json_of_stability_is_documented(outputs):
    fields = documented_fields("", PAGE)
    everything = with_alike(fields, alike(PAGE))
    seen: set[str] = set()
    wrong = [w for output in outputs for w in compare(output, everything, seen)]
    assert sorted(set(wrong)) == []
    assert set(everything) - seen == set()


def test_makers_of_answers_are_those_of_the_conflict(outputs):
    """Keys of what is documented "by decision maker" are their ids."""

    def keys(value, kind):
        head, _, inner = kind.removeprefix("null or ").partition(": ")
        if value is None or not head.startswith("by "):
            return set()
        own = set(value) if head == "by decision maker" else set()
        return own.union(*(keys(v, inner) for v in value.values()))

    fields = documented_fields("", PAGE)
    found = 0
    for output in outputs:
        for field, kind in fields.items():
            value = output
            for name in field.split("."):
                value = value.get(name) if isinstance(value, dict) else None
            if "decision maker" in kind and value is not None:
                assert keys(value, kind) <= set(output["decision_makers"]), field
                found += 1
    assert found > 20


def test_example_of_the_page_is_a_part_of_the_output(outputs):
    block = next(b for b in blocks(read(PAGE)) if b.kind == "json")
    shown, printed = json.loads(block.text), outputs[0]
    assert len(shown) > 8
    for key, value in shown.items():
        if key == "witnesses":
            assert value
            assert all(entry in printed[key] for entry in value)
        else:
            assert printed[key] == value, key


def test_every_word_for_a_type_is_explained():
    words = read("json.md").partition("\n## ")[0]
    known = words + read(PAGE).partition("\n## ")[0]
    for kind in documented_fields("", PAGE).values():
        rest = kind.removeprefix("null or ").removesuffix(" or null")
        while rest.startswith("by "):
            word, _, rest = rest.partition(": ")
            assert f"| {word} |" in known, kind
        rest = rest.removeprefix("list of ").removesuffix(" or null")
        assert f"| {rest} |" in known, kind


def test_types_are_told_apart():
    assert fits({"nash": {"a": ["YN"]}}, "by concept: by decision maker: texts")
    assert not fits({"nash": {"a": "YN"}}, "by concept: by decision maker: texts")
    assert not fits({"a": ["YN"]}, "by concept: texts")
    assert not fits({"joint": {"gmr": None}}, "by way: by concept: flag")
    assert fits({"joint": {"gmr": None}}, "by way: by concept: flag or null")
    assert fits([{"by": "a", "to": "YN"}], "moves")
    assert not fits([{"to": "YN"}], "moves")
    assert not fits(None, "by concept: texts or null")
    assert fits(None, "null or by concept: texts")
    assert fits([["YN", "NY"], ["NN"]], "ranking")
    assert not fits(["YN"], "ranking")
    assert entries("by concept: list") == "{}[]"
    assert entries("object or null") == ""


def test_fields_inside_maps_and_lists_are_compared():
    fields = {"a": "by concept: list", "a{}[].b": "count"}
    seen: set[str] = set()
    assert compare({"a": {"nash": [{"b": 1}]}}, fields, seen) == []
    assert seen == set(fields)
    assert compare({"a": {"nash": [{"b": "1", "c": 1}]}}, fields, seen) == [
        "a{}[].b is '1', documented as count",
        "a{}[].c is not documented",
    ]
