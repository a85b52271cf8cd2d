"""An agreement from file to answer: the worked example, options, guarantees, levers, ranges."""

from __future__ import annotations

from fractions import Fraction as F
from itertools import permutations

import pytest

from irenic.analyse.agreement_deal import model_agreement
from irenic.analyse.candidates import find_candidate
from irenic.analyse.guarantee_orders import view_order
from irenic.analyse.guarantee_package import cheapest_package
from irenic.analyse.guarantees import analyse_agreement
from irenic.analyse.monitor import monitor
from irenic.analyse.settlement import analyse_case, score_proposal
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case, read_text
from irenic.errors import NotCovered, UnknownName
from irenic.report.jsonable import analysis_to_json
from irenic.report.terminal import score_card
from irenic.verify.checker import verify_result

EXAMPLE = """
irenic: 1
title: Worked example
parties: {gov: {name: Gov}, reb: {name: Reb}}
issues: {law: {title: Law, options: {short: Short, long: Long}}}
agreement:
  parties: {gov: {exposure: 4}, reb: {exposure: 4, discount: 0.9}}
  order: [g1, r1, g2, r2]
  obligations:
    g1: {title: G1, by: gov, value: {gov: -2, reb: 4}, due: 2026-01-01}
    r1: {title: R1, by: reb, value: {gov: 6, reb: -5}, due: 2026-02-01}
    g2: {title: G2, by: gov, value: {gov: -4, reb: 7}, due: 2026-03-01, when: {law: long}}
    r2: {title: R2, by: reb, value: {gov: 5, reb: -3}, due: 2026-04-01}
"""


def with_more(*lines: str) -> str:
    return EXAMPLE + "".join(f"  {line}\n" for line in lines)


def test_the_worked_example_of_two_parties_and_four_steps():
    answer = analyse_agreement(read_case(resolve("disarmament")))
    assert [s.temptation for s in answer.view.steps] == [-5, 1, -1, 3]
    assert [s.exposure["gov"] for s in answer.view.steps] == [2, -4, 0, -5]
    assert answer.view.needed == {"gov": 0, "reb": 3}
    assert answer.view.exposed == {"gov": 2, "reb": 1}
    assert [(p.complete, p.accepts) for p in answer.parties] == [(5, True), (3, True)]
    package = answer.more.package
    assert package is not None
    assert package.total == F(28, 100)
    assert {i.guarantee for i in package.items} == {"force", "watch"}
    trust = {t.obligation: t.needed for t in answer.more.trust.steps}
    assert trust["g1"] == F(2, 7)
    assert trust["r1"] == F(5, 4)
    best = answer.more.best
    assert best is not None
    assert best.best.worst == 2
    bands = [(w.low, w.high) for w in answer.more.warnings if w.kind == "half-guarantee"]
    assert bands == [(2, 3)]


def test_a_guarantee_in_force_holds_a_step_as_far_as_it_is_reliable():
    text = with_more(
        "guarantees:",
        "  force: {title: Force, kind: penalty, covers: [r2], size: 4, reliability: 0.75}",
    )
    steps = {s.obligation: s for s in analyse_agreement(read_text(text)).view.steps}
    assert (steps["r2"].bare, steps["r2"].held, steps["r2"].temptation) == (3, 3, 0)
    assert steps["r2"].kept
    assert steps["r2"].held_by == ("force",)


@pytest.mark.parametrize("caps", [(4, 4), (2, 4), (1, 2), (6, 0)])
@pytest.mark.parametrize("most", [1, 3, 20])
def test_the_cheapest_order_is_the_cheapest_of_all_orders(caps, most):
    text = with_more(
        "guarantees:",
        f"  gov-pays: {{title: A, kind: deposit, covers: [g1, g2], most: {most}, cost: 0.1}}",
        "  reb-pays: {title: B, kind: deposit, covers: [r1, r2], most: 9, cost: 0.3, fixed: 0.5}",
    ).replace(
        "{gov: {exposure: 4}, reb: {exposure: 4,",
        "{{gov: {{exposure: {}}}, reb: {{exposure: {},".format(*caps),
    )
    model = model_agreement(read_text(text))
    prices = []
    for order in permutations(range(4)):
        view = view_order(model, order)
        limits = zip(model.parties, caps, strict=True)
        if all(view.exposed[p] <= cap for p, cap in limits):
            found = cheapest_package(model, view)
            assert found is not None
            prices += [] if found.total is None else [found.total]
    joint = analyse_agreement(read_text(text)).more.joint
    assert joint is not None
    assert joint.total == min(prices, default=None)
    if joint.total is not None:
        again = cheapest_package(model, view_order(model, [model.index[k] for k in joint.order]))
        assert again is not None
        assert again.total == joint.total == sum(i.cost for i in joint.items)


def test_a_monitor_makes_a_penalty_more_sure():
    text = with_more(
        "guarantees:",
        "  fine: {title: Fine, kind: penalty, covers: [r2], size: 4, reliability: {noticed: 0.5}}",
        "  eyes: {title: Eyes, kind: monitor, covers: [r2], reliability: {noticed: 1}}",
    )
    steps = {s.obligation: s for s in analyse_agreement(read_text(text)).view.steps}
    assert steps["r2"].held == 4


@pytest.mark.parametrize(
    ("lever", "held"),
    [
        ("{title: L, kind: signing, for: reb, size: 3}", 0),
        ("{title: L, kind: completion, for: reb, size: 3}", 3),
        ("{title: L, kind: pressure, for: reb, size: 3}", 0),
        ("{title: L, kind: snapback, for: reb, size: 3, reliability: 0.5}", F(3, 2)),
    ],
)
def test_what_an_outside_lever_buys(lever, held):
    answer = analyse_agreement(read_text(with_more("levers:", f"  l: {lever}")))
    assert {s.held for s in answer.view.steps if s.by == "reb"} == {held}
    assert {s.held for s in answer.view.steps if s.by == "gov"} == {0}


def test_another_option_of_the_package_takes_its_obligations_with_it():
    case = read_text(EXAMPLE)
    whole = model_agreement(case, choices={"law": "long"})
    without = model_agreement(case, choices={"law": "short"})
    assert whole.ids == ("g1", "r1", "g2", "r2")
    assert without.ids == ("g1", "r1", "r2")
    assert without.deal.complete == (9, -4)


def test_ranges_say_what_holds_throughout():
    text = EXAMPLE.replace("reb: -3}", "reb: [-4, -2]}")
    ranges = analyse_agreement(read_text(text)).more.ranges
    assert ranges is not None
    rows = {s.obligation: s for s in ranges.steps}
    assert rows["r2"].temptation == (2, 4)
    assert rows["r2"].kept is False
    assert rows["r1"].temptation == (0, 2)
    assert rows["r1"].kept is None
    assert ranges.holds is False
    assert analyse_agreement(read_text(EXAMPLE)).more.ranges is None


def test_discount_factors_as_a_set():
    text = EXAMPLE.replace("reb: -3}", "reb: 1}")
    found = {d.party: d for d in analyse_agreement(read_text(text)).more.discounts}
    assert found["gov"].intervals[-1][1] == 1
    assert found["gov"].intervals[-1][0] == F(4, 5)
    assert found["gov"].binding == "g2"


def test_another_order_is_compared_with_the_proposed_one():
    answer = analyse_agreement(read_text(EXAMPLE), order=("r1", "g2", "r2", "g1"))
    assert [s.temptation for s in answer.view.steps] == [-3, 1, -1, 2]
    [comparison] = answer.more.comparisons
    assert comparison.second.order == ("g1", "r1", "g2", "r2")


@pytest.mark.parametrize(
    ("order", "message"),
    [
        (("g1", "r9", "g2", "r2"), "no obligation 'r9'"),
        (("g1", "r1", "g2"), "names each obligation once"),
        (("g1", "g1", "g2", "r2"), "names each obligation once"),
    ],
)
def test_an_order_that_is_none_is_refused(order, message):
    with pytest.raises(UnknownName, match=message):
        analyse_agreement(read_text(EXAMPLE), order=order)


def test_a_case_without_an_agreement_is_refused():
    with pytest.raises(NotCovered, match="has no agreement part"):
        analyse_agreement(read_case(resolve("harbour")))


def test_the_monitor_counts_only_what_is_wholly_done_by_then():
    text = with_more(
        "record:",
        "  - {obligation: g1, date: 2026-01-02, status: 2}",
        "  - {obligation: g1, date: 2026-01-05, status: 3}",
        "  - {obligation: r1, date: 2026-01-20, status: 1}",
    )
    model = model_agreement(read_text(text))
    early, later = monitor(model, "2026-01-03"), monitor(model, "2026-02-10")
    assert early.exposure == {"gov": 0, "reb": 0}
    assert early.overdue == ("g1",)
    assert later.exposure == {"gov": 2, "reb": 0}
    assert later.overdue == ("r1",)
    assert [s.status for s in later.states] == [3, 1, 0, 0]
    assert later.owed["gov"] == ("r1", "r2")
    tempted = {s.obligation: s.temptation for s in later.next_steps}
    assert tempted["r1"] == 1
    assert "g1" not in tempted
    # g2 would expose Gov by 6, and Reb would be tempted at r1 and at r2.
    assert later.recommended == ""
    assert early.recommended == "g1"


def test_the_monitor_sees_the_end():
    records = [
        f"  - {{obligation: {name}, date: 2026-05-0{k}, status: 3}}"
        for k, name in enumerate(("g1", "r1", "g2", "r2"), start=1)
    ]
    answer = monitor(model_agreement(read_text(with_more("record:", *records))), "2026-06-01")
    assert answer.completed
    assert answer.next_steps == ()
    assert answer.overdue == ()


PROPOSED = EXAMPLE.replace(
    "agreement:",
    """preferences:
  gov: {no_deal: 0, issues: {law: {values: {short: 1, long: 2}}}}
  reb: {no_deal: 0, issues: {law: {values: {short: 1, long: 2}}}}
proposals: {whole: {law: long}, less: {law: short}}
agreement:""",
)


def test_the_third_meter_says_whether_a_proposal_would_be_carried_out():
    case = read_text(PROPOSED)
    cards = {name: score_proposal(case, find_candidate(case, name)) for name in ("whole", "less")}
    whole, less = (cards[name].sustainable.agreement for name in ("whole", "less"))
    assert whole.order == ("g1", "r1", "g2", "r2")
    assert whole.worst == 3
    assert less.order == ("g1", "r1", "r2")
    shown = " ".join(score_card(case, analyse_case(case).audience, cards["whole"]).split())
    assert "it does not hold: Reb would be tempted to refuse r1 (R1)." in shown


def test_what_the_third_meter_says_is_checked():
    case = read_text(PROPOSED)
    result = analysis_to_json(analyse_case(case))
    assert [c for c in verify_result(result, case) if c.verdict == "refuted"] == []
    result["proposals"][0]["sustainable"]["agreement"]["worst"] = "2"
    refuted = [c.claim for c in verify_result(result, case) if c.verdict == "refuted"]
    assert refuted == ["proposal whole: carried out"]


def test_steps_cut_in_two_halve_the_worst_temptation():
    text = EXAMPLE.replace(", due:", ", pieces: 2, due:")
    [found] = analyse_agreement(read_text(text)).more.splits
    assert found.pieces == 2
    assert max(found.needed.values()) == 1
    assert analyse_agreement(read_text(EXAMPLE)).more.splits == ()
