"""Remarks on cases that are usable."""

from __future__ import annotations

import pytest
from casefile.good_case import GOOD, broken

from irenic.casefile.reader import find_notes, read_text

SMALL = """\
irenic: 1
title: T
parties: {a: {name: A}, b: {name: B}}
issues:
  i: {title: I, options: [x, y]}
  n: {title: N, range: {from: 0, to: 2, step: 1}}
preferences:
  a: {no_deal: 1, evidence: [e], issues: {i: {values: {x: 1, y: 2}}, n: {values: {0: 0, 2: 1}}}}
  b: {no_deal: 1, issues: {i: {values: {x: 2, y: 1}}, n: {values: {0: 0, 2: 1}}}}
rules:
  - {forbid: {i: x, n: ">= 2"}, why: too much}
proposals:
  one: {i: x}
evidence: {e: {citation: E}}
"""


def test_a_plain_case_deserves_no_note():
    assert find_notes(read_text(SMALL)) == ()


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        ("evidence: {e: {citation: E}}", "evidence: {e: {citation: E}, f: {citation: F}}",
         "evidence.f: no preference refers to it"),
        ("rules:", "decision: {must: [a]}\nrules:",
         "decision: must adds nothing, since without at_least everyone has to accept"),
        ("rules:", "decision: {at_least: 2, must: [a]}\nrules:",
         "decision: must adds nothing, since at_least is the number of all parties"),
        ("rules:", "decision: {at_least: 1, must: [a, b]}\nrules:",
         "decision: must names 2 parties, so that at_least is 2 in effect"),
        ("options: [x, y]}", "options: [x, y]}\n  o: {title: O, options: [z, w]}",
         "issues.o: no party has a recorded view on it"),
        ("  b: {no_deal: 1, issues", "  b: {issues",
         "preferences.b: its no-deal value is unknown, so no test of its margin is possible"),
        ("  one: {i: x}", "  one: {i: x}\n  two: {i: x}",
         "proposals.two: it is the same package as one"),
        ("  one: {i: x}", "  one: {i: x, n: 2}", "proposals.one: it breaks rule 1 (too much)"),
        ('forbid: {i: x, n: ">= 2"}', "require: {n: [0, 1]}, when: {i: x}", None),
        ("rules:", 'rules:\n  - {require: {n: ">= 0"}}',
         "rules[1]: every package meets what it requires; it excludes nothing"),
        ("rules:", 'rules:\n  - {require: [{i: x}, {n: ">= 0"}]}',
         "rules[1]: every package meets what it requires; it excludes nothing"),
        ("rules:", "rules:\n  - {at_most: 2, of: [{i: x}, {n: 1}]}",
         "rules[1]: every number of its conditions is allowed; it excludes nothing"),
        ("rules:", 'rules:\n  - {at_most: 1, of: [{n: "<= 2"}, {i: x}]}',
         "rules[1].of[1]: every package meets it, so it always counts"),
        ("rules:", 'rules:\n  - {at_least: 1, of: [{n: "<= 2"}, {i: x}]}',
         "rules[1]: every number of its conditions is allowed; it excludes nothing"),
        ("rules:", "rules:\n  - {at_most: 1, of: [{i: x}, {n: 1}]}", None),
        ("rules:", "rules:\n  - {at_least: 1, of: [{i: x}, {n: 1}]}", None),
        ("rules:", 'rules:\n  - {at_most: 0, of: [{n: "<= 2"}], when: {i: x, n: 1}}',
         "rules[1].of[1]: every package meets it, so it always counts"),
        ("rules:", "rules:\n  - {compare: n <= 2}",
         "rules[1]: every package meets the comparison; it excludes nothing"),
        ("rules:", "rules:\n  - {compare: n < 2}", None),
        ('why: too much}', 'why: too much}\n  - {forbid: {i: x, n: ">= 2"}, why: too much}',
         "rules[2]: it repeats rule 1"),
        ("i: {values: {x: 2, y: 1}}", "i: {weight: -1, values: {x: 2, y: 1}}",
         "preferences.b.issues.i: a negative weight turns the order of its values round"),
    ],
)  # fmt: skip
def test_what_deserves_a_second_look_is_said(old, new, note):
    notes = find_notes(read_text(broken(old, new, SMALL)))
    assert (note in notes) if note else notes == ()


def test_a_requirement_is_broken_only_when_its_condition_holds():
    text = broken('forbid: {i: x, n: ">= 2"}', 'require: {n: "< 2"}, when: {i: x}', SMALL)
    for proposal, breaks in [("{i: x, n: 2}", True), ("{i: y, n: 2}", False), ("{n: 2}", False)]:
        notes = find_notes(read_text(broken("one: {i: x}", f"one: {proposal}", text)))
        assert ("proposals.one: it breaks rule 1 (too much)" in notes) is breaks


@pytest.mark.parametrize(
    ("rule", "proposal", "breaks"),
    [
        ("at_most: 1, of: [{i: x}, {n: 2}]", "{i: x, n: 2}", True),
        ("at_most: 1, of: [{i: x}, {n: 2}]", "{i: x}", False),
        ("at_least: 2, of: [{i: x}, {n: 2}]", "{n: 1}", True),
        ("at_least: 2, of: [{i: x}, {n: 2}]", "{n: 2}", False),
        ("compare: n <= 1", "{n: 2}", True),
        ("compare: n <= 1", "{i: x}", False),
        ("compare: n <= 1, when: {i: x}", "{n: 2}", False),
        ("compare: n <= 1, when: [{i: y}, {i: x}]", "{n: 2, i: x}", True),
        ("require: [{i: x}, {n: 1}]", "{n: 2}", False),
        ("require: [{i: x}, {n: 1}]", "{n: 2, i: y}", True),
    ],
)
def test_a_proposal_that_cannot_keep_a_rule_is_named(rule, proposal, breaks):
    text = broken('forbid: {i: x, n: ">= 2"}', rule, SMALL)
    notes = find_notes(read_text(broken("one: {i: x}", f"one: {proposal}", text)))
    assert ("proposals.one: it breaks rule 1 (too much)" in notes) is breaks


def test_parties_without_views_are_named():
    lines = SMALL.splitlines(keepends=True)
    without_b = "".join(line for line in lines if not line.startswith("  b:"))
    assert find_notes(read_text(without_b)) == (
        "preferences: b has none; its scores are 0 and its no-deal value unknown",
    )
    silent = "".join("  b: {no_deal: 0}\n" if line.startswith("  b:") else line for line in lines)
    assert "preferences.b: it values no issue; every package scores the same" in find_notes(
        read_text(silent)
    )


def test_weights_of_zero_are_named():
    text = SMALL.replace(
        "b: {no_deal: 1, issues: {i: {", "b: {no_deal: 1, issues: {i: {weight: 0, "
    )
    text = broken(
        "n: {values: {0: 0, 2: 1}}}}\nrules", "n: {weight: 0, values: {0: 0, 2: 1}}}}\nrules", text
    )
    assert "preferences.b: all weights are 0; every package scores the same" in find_notes(
        read_text(text)
    )


def test_a_ranked_issue_without_values_is_named():
    text = broken("    ranking: [deputy]", "    ranking: [deputy, berth]", GOOD)
    note = "preferences.union.ranking: berth is ranked, but what its options are worth is not given"
    assert note in find_notes(read_text(text))
