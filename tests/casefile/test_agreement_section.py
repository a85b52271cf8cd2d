"""The ``agreement`` section: what it means, every problem in its words, remarks, hostile files."""

from __future__ import annotations

import json
import time
from fractions import Fraction
from itertools import pairwise

import jsonschema
import pytest
from casefile.good_agreement import AGREEMENT, broken
from casefile.other_yaml import load
from casefile.problem_table_agreement import AGREEMENT_PROBLEMS
from casefile.test_problems import JARGON
from hypothesis import given
from hypothesis import strategies as st

from irenic.casefile.build_agreement import MAX_HOLDS, MAX_OBLIGATIONS
from irenic.casefile.build_agreement_order import find_circles
from irenic.casefile.reader import read_case, read_text
from irenic.casefile.schema import json_schema
from irenic.errors import CaseError
from irenic.model import (
    Lever,
    Obligation,
    OneOf,
    Phase,
    Quantity,
    Record,
    Reliability,
    Standing,
)

VALIDATOR = jsonschema.Draft202012Validator(json_schema())
HEAD = "irenic: 1\ntitle: T\nparties: {a: {name: Ada}, b: {name: Ben}}\nagreement:\n"


def problems_of(text: str):
    with pytest.raises(CaseError) as caught:
        read_text(text, "case.yaml")
    return caught.value.problems


def wheres(text: str) -> list[tuple[str, str]]:
    return [(p.where, p.found) for p in problems_of(text)]


def span(low, high=None) -> Quantity:
    return Quantity(Fraction(low), Fraction(low if high is None else high))


def steps(*rows: str, rest: str = "") -> str:
    """Return a case whose obligations are ``id: more keys``, each worth 1 to a."""
    lines = []
    for row in rows:
        name, _, more = row.partition(":")
        lines.append(f"    {name}: {{title: T, by: a, value: {{a: 1}}{more and ', ' + more}}}\n")
    return HEAD + "  obligations:\n" + "".join(lines) + rest


# What it means


def test_obligations_are_read_whole():
    agreement = read_text(AGREEMENT).agreement
    assert agreement
    assert [o.id for o in agreement.obligations] == ["g1", "r1", "g2", "r2"]
    assert agreement.obligation_by_id["g1"] == Obligation(
        id="g1",
        title="Release prisoners",
        by="gov",
        value={"gov": span(-2), "reb": span(4)},
        kept={"gov": span(-2), "reb": span(3, 4)},
        gain=span("0.5"),
        due="2026-05-01",
        days=30,
        pieces=2,
        stops=("r1", "r2"),
        notice=1,
        undone=Fraction(1, 2),
        when={"law": OneOf(("long",))},
        judged_by="analyst",
        evidence=("ev1",),
    )
    assert [(o.after, o.stops) for o in agreement.obligations[1:]] == [
        (("g1",), None),
        ((), ()),
        (("r1",), None),
    ]
    assert agreement.order == ("g1", "r1", "g2", "r2")
    assert agreement.margin == Fraction(1, 2)
    assert agreement.standings == {
        "gov": Standing("gov", span(0), Fraction(2), span("0.8", 1)),
        "reb": Standing("reb", span(-1, 0), Fraction(5), None),
    }


def test_what_holds_them_is_read_whole():
    agreement = read_text(AGREEMENT).agreement
    assert agreement
    bond, fine, fund, watch, lock = agreement.guarantees
    assert (bond.kind, bond.guarantor, bond.covers) == ("deposit", "un", ("r1", "r2"))
    assert (bond.size, bond.most, bond.cause, bond.in_force) == (None, 5, "donors", True)
    assert (fine.size, fine.most, fine.in_force) == (span(2, 4), None, False)
    assert fine.reliability == Reliability(willing=span("0.75"))
    assert (fund.pays, fund.cost, fund.fixed) == ("gov", Fraction(1, 10), 2)
    assert (watch.kind, watch.size, watch.most) == ("monitor", None, None)
    assert watch.reliability == Reliability(span("0.9"), span(1), span("0.8", 1))
    assert (lock.covers, lock.judged_by, lock.evidence) == (("g2", "r2"), "un", ("ev1",))
    assert agreement.shared == {"donors": Fraction(1, 2)}
    aid, trade = agreement.levers
    assert aid == Lever(
        "aid", "Aid", "milestone", "reb", span(3), None, "g2", Fraction(4, 5), Fraction(1)
    )
    assert (trade.party, trade.size, trade.most, trade.in_force) == ("gov", None, 4, False)
    assert agreement.phases == (
        Phase(
            "truce",
            "Truce",
            {"gov": span(3), "reb": span(3)},
            {"gov": span(5), "reb": span(4, 5)},
            {"gov": span(1), "reb": span(1)},
            transfers=True,
        ),
    )
    assert agreement.records == (
        Record("g1", "2026-04-20", 1, "Lists exchanged", "un"),
        Record("g1", "2026-05-01", 3),
        Record("r1", "2026-04-25", 0),
    )


def test_what_is_left_out_is_certain_costs_nothing_and_is_in_force():
    rest = "  guarantees: {p: {title: P, kind: penalty, covers: [x], size: 1}}\n"
    agreement = read_text(steps("x", rest=rest)).agreement
    assert agreement
    (found,) = agreement.guarantees
    assert (found.reliability, found.cost, found.fixed, found.in_force) == (
        Reliability(),
        0,
        0,
        True,
    )
    (x,) = agreement.obligations
    assert (x.kept, x.gain, x.due, x.days, x.pieces, x.stops) == ({}, span(0), "", None, 1, None)
    assert (agreement.order, agreement.margin, agreement.standings) == ((), 0, {})


def test_json_of_the_same_structure_is_the_same_case():
    assert read_text(json.dumps(load(AGREEMENT))) == read_text(AGREEMENT)


@pytest.mark.parametrize("word", ["yes", "no", "true", "false"])
def test_yes_and_no_may_be_truth_values(word):
    text = broken(AGREEMENT, "transfers: yes", f"transfers: {word}")
    agreement = read_text(text).agreement
    assert agreement
    assert agreement.phases[0].transfers == (word in ("yes", "true"))
    assert list(VALIDATOR.iter_errors(load(text))) == []


def test_an_agreement_is_enough_for_a_case_but_needs_parties():
    case = read_text(steps("x"))
    assert (case.issues, case.conflict) == ((), None)
    without = steps("x").replace("parties: {a: {name: Ada}, b: {name: Ben}}\n", "")
    assert ("the case file", "no key 'parties'") in wheres(without)


def test_an_agreement_may_stand_in_another_file(tmp_path):
    head, _, section = AGREEMENT.partition("agreement:")
    (tmp_path / "case.yaml").write_text(head + "include: [agreement.yaml]\n")
    (tmp_path / "agreement.yaml").write_text("agreement:" + section)
    assert read_case(tmp_path) == read_text(AGREEMENT)
    (tmp_path / "agreement.yaml").write_text(
        "agreement:" + broken(section, "margin: 0.5", "margin: -1")
    )
    with pytest.raises(CaseError, match=r"agreement\.yaml:6:11: agreement\.margin: found -1"):
        read_case(tmp_path)


# Problems


@pytest.mark.parametrize(
    ("old", "new", "where", "line", "found", "expected"),
    AGREEMENT_PROBLEMS,
    ids=[f"{row[2].removeprefix('agreement.')}-{row[4][:30]}" for row in AGREEMENT_PROBLEMS],
)
def test_a_mistake_in_an_agreement_is_one_problem(old, new, where, line, found, expected):
    problems = problems_of(broken(AGREEMENT, old, new))
    assert [(p.where, p.line, p.found, p.expected) for p in problems] == [
        (where, line, found, expected)
    ]
    assert all(p.column for p in problems)
    assert not JARGON.search(found + expected)


def test_many_mistakes_are_listed_at_once():
    text = AGREEMENT
    for old, new in (
        ("by: gov\n", "by: gvo\n"),
        ("undone: 0.5", "undone: 2"),
        ("value: {gov: 6, reb: -5}", "value: {gov: 0}"),
        ("guarantor: un", "guarantor: reb"),
        ("reliability: 0.75", "reliability: 7.5"),
        ("status: 3}", "status: 5}"),
    ):
        text = broken(text, old, new)
    assert wheres(text) == [
        ("agreement.obligations.g1.by", "the unknown party 'gvo'"),
        ("agreement.obligations.g1.undone", "2"),
        ("agreement.obligations.r1", "an obligation that nobody values: all its values are 0"),
        ("agreement.guarantees.bond.guarantor", "'reb', which performs r1, r2 itself"),
        ("agreement.guarantees.fine.reliability", "7.5"),
        ("agreement.record[2].status", "5"),
    ]


def test_a_long_circle_is_named_and_compared_with_nothing_else():
    text = steps(
        "x: after: [z]",
        "y: after: [x], due: 2026-01-01",
        "z: after: [y], due: 2026-02-01",
        "v: after: [w]",
        "w: after: [v, x]",
        rest="  order: [x, y, z, v, w]\n",
    )
    assert wheres(text) == [
        ("agreement.obligations.x.after", "a circle: x waits for z, z waits for y, y waits for x"),
        ("agreement.obligations.v.after", "a circle: v waits for w, w waits for v"),
    ]


@given(
    st.dictionaries(
        st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3).map(tuple)
    )
)
def test_a_circle_is_found_exactly_when_no_order_keeps_all(after):
    """Oracle: take away, again and again, what waits for nothing that is left."""
    left = dict(after)
    while free := [n for n, waits in left.items() if not any(w in left for w in waits)]:
        for name in free:
            del left[name]
    circles = find_circles(after)
    assert bool(circles) == bool(left)
    named = [name for circle in circles for name in circle[1:]]
    assert len(named) == len(set(named))
    for circle in circles:
        assert circle[0] == circle[-1]
        assert all(b in after[a] for a, b in pairwise(circle))


def test_a_date_contradicts_what_is_waited_for_through_others_too():
    text = steps("x: due: 2026-03-01", "y: after: [x]", "z: after: [y], due: 2026-02-01")
    (problem,) = problems_of(text)
    assert (problem.where, problem.line, problem.found) == (
        "agreement.obligations.z.due",
        8,
        "2026-02-01, before 'x' is due (2026-03-01), for which it waits",
    )
    read_text(text.replace("2026-02-01", "2026-03-01"))


def test_an_order_keeps_what_waits_for_what():
    text = steps("x", "y: after: [x]", rest="  order: [y, x]\n")
    assert [(p.where, p.found, p.expected) for p in problems_of(text)] == [
        (
            "agreement.order[1]",
            "'y' before 'x', for which it waits",
            "an order that keeps every 'after'",
        )
    ]
    assert read_text(text.replace("[y, x]", "[x, y]"))


def test_a_wrong_date_is_not_reported_a_second_time_as_a_wrong_order():
    text = broken(AGREEMENT, "due: 2026-06-01, after", "due: 2026-04-01, after")
    assert wheres(text) == [
        (
            "agreement.obligations.r1.due",
            "2026-04-01, before 'g1' is due (2026-05-01), for which it waits",
        )
    ]


def test_an_obligation_counts_as_valued_when_it_is_worth_something_at_a_collapse():
    assert read_text(steps("x").replace("value: {a: 1}", "value: {a: 0}, kept: {b: -1}"))
    assert read_text(steps("x").replace("value: {a: 1}", "value: {a: [0, 1]}"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: deposit", "kind: escrow"),
        ("in_force: no}\n    fund", "in_force: maybe}\n    fund"),
        ("stops: [r1, r2]", "stops: some"),
        ("covers: [r1, r2], most", "covers: [], most"),
        ("reliability: 0.75", "reliability: [0.5]"),
        ("for: reb, ", ""),
        ("      punished: {gov: 1, reb: 1}\n", ""),
        ("  obligations:\n", "  obligation:\n"),
        (", status: 0}", "}"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old, new):
    assert list(VALIDATOR.iter_errors(load(AGREEMENT))) == []
    assert list(VALIDATOR.iter_errors(load(broken(AGREEMENT, old, new))))
    assert problems_of(broken(AGREEMENT, old, new))


# Sizes and hostile files


def test_large_agreements_read_in_a_second_or_two():
    rows = [f"s{k}: after: [{', '.join(f's{j}' for j in range(k))}]" for k in range(100)]
    rows += [f"t{k}: due: 2026-01-{1 + k % 28:02}" for k in range(MAX_OBLIGATIONS - 100)]
    start = time.perf_counter()
    assert len(read_text(steps(*rows)).agreement.obligations) == MAX_OBLIGATIONS
    assert time.perf_counter() - start < 5
    (problem,) = problems_of(steps(*rows, "one_more"))
    assert problem.found == f"{MAX_OBLIGATIONS + 1} obligations"
    lever = "{title: L, kind: signing, for: a, size: 1}"
    many = ", ".join(f"l{k}: {lever}" for k in range(MAX_HOLDS + 1))
    (problem,) = problems_of(steps("x", rest=f"  levers: {{{many}}}\n"))
    assert problem.expected == f"at most {MAX_HOLDS}"


HOSTILE = {
    "many obligations": steps(*(f"s{k}" for k in range(900))),
    "long circle": steps(*(f"s{k}: after: [s{(k + 1) % 200}]" for k in range(200))),
    "everything waits for everything": steps(
        *(f"s{k}: after: [{', '.join(f's{j}' for j in range(90))}]" for k in range(90))
    ),
    "order of strangers": steps("x", rest="  order: [" + "q, " * 4000 + "q]\n"),
    "covers strangers": steps(
        "x", rest="  guarantees: {g: {title: G, kind: swap, covers: [" + "q, " * 4000 + "q]}}\n"
    ),
    "huge numbers": steps("x", rest="  margin: -1e30\n  shared: {c: 1e29}\n"),
    "many records": steps(
        "x", rest="  record: [" + "{obligation: x, date: 2026-13-01, status: 9}, " * 2000 + "]\n"
    ),
    "wrong kinds": HEAD
    + "  obligations: [x]\n  guarantees: 3\n  levers: []\n  order: {}\n  record: {a: 1}\n",
    "nothing": HEAD + "  obligations:\n  guarantees:\n  record:\n",
    "lists everywhere": HEAD + "  obligations: {x: []}\n  parties: []\n  phases: [[]]\n",
    "a list": HEAD.replace("agreement:\n", "agreement: [1]\n"),
    "empty": HEAD.replace("agreement:\n", "agreement: {}\n"),
    "odd inside": steps(
        "x",
        rest="  guarantees: {g: {title: [], kind: {}, covers: {}, size: {}, reliability: [[]], "
        "pays: [], guarantor: {}}}\n  levers: {l: {title: T, kind: [], for: {}, after: []}}\n"
        "  phases: {p: {title: T, kept: [], breach: {}, punished: 3}}\n"
        "  record: [[], 3, {obligation: [], date: {}, status: []}]\n",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_agreements_are_refused_in_seconds(name):
    start = time.perf_counter()
    problems = problems_of(HOSTILE[name])
    assert time.perf_counter() - start < 5
    assert problems
    assert not any(JARGON.search(p.found + p.expected) for p in problems)
