"""Signing, keeping and breaking a proposal, on a conflict small enough to check by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from irenic.analyse.candidates import find_candidate
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.settlement import score_proposal
from irenic.analyse.settlement_stability import MOST_OPTIONS, examine_settlement, stability_of
from irenic.analyse.stability import Examiner, concepts_of
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case, read_text
from irenic.model import Case, SettlementLink

#: Buyer and seller: the seller may deliver, the buyer may pay.  Both prefer the trade to none;
#: each prefers to get without giving.
TRADE = """
irenic: 1
title: Trade
conflict:
  decision_makers:
    seller: {name: Seller, options: {deliver: {title: Deliver}}}
    buyer: {name: Buyer, options: {pay: {title: Pay}}}
  status_quo: NN
  preferences:
    seller: {ranking: [[NY], [YY], [NN], [YN]]}
    buyer: {ranking: [[YN], [YY], [NN], [NY]]}
"""


def trade(kept: str, *broken: str, **changes: str) -> Case:
    case = read_text(TRADE)
    assert case.conflict is not None
    link = SettlementLink("deal", kept, kept, broken)
    return replace(case, conflict=replace(case.conflict, settlements=(link,), **changes))


def test_a_trade_without_trust_is_not_signed_step_by_step_but_would_be_kept():
    found = stability_of(trade("YY", "YN", "NY"), "deal")
    assert found is not None
    # Each first step makes its mover worse off: nobody begins.
    assert found.signing is None
    assert found.any_way is not None
    assert len(found.any_way) == 2
    assert found.status_quo_rests["nash"] is True
    # Kept: each gains by withholding, and is answered in kind, gladly (SEQ).
    assert found.kept_rests["nash"] is False
    assert found.kept_rests["seq"] is True
    assert {(t.decision_maker, t.to) for t in found.temptations} == {
        ("seller", "NY"),
        ("buyer", "YN"),
    }
    assert found.held_by == ("buyer", "seller")
    for temptation in found.temptations:
        sanction = temptation.held["seq"]
        assert sanction is not None
        assert sanction.sanction is not None
        assert sanction.sanction[-1].to == "NN"


def test_breaches_say_who_could_and_who_would():
    found = stability_of(trade("YY", "YN", "NN"), "deal")
    assert found is not None
    by_state = {b.state: b for b in found.breaches}
    assert by_state["YN"].by == ("buyer",)
    assert by_state["YN"].tempted == ("buyer",)
    assert by_state["YN"].rests["nash"] is False
    assert by_state["YN"].leaves == ("seller",)
    assert by_state["NN"].by == ()
    assert by_state["NN"].rests["nash"] is True


def test_a_signed_status_quo_needs_no_way():
    found = stability_of(trade("NN"), "deal")
    assert found is not None
    assert found.signing == ()
    assert found.kept_rests["nash"] is True
    assert found.temptations == ()


def test_without_a_status_quo_signing_is_not_examined():
    found = stability_of(trade("YY", status_quo=""), "deal")
    assert found is not None
    assert found.signing is None
    assert found.any_way is None
    assert found.status_quo_rests == {}


def test_signed_and_kept_may_be_different_states():
    case = trade("YY")
    assert case.conflict is not None
    model = model_conflict(case.conflict)
    found = examine_settlement(
        Examiner(model), SettlementLink("deal", "NN", "YY"), concepts_of(model)
    )
    assert found.signed_rests["nash"] is True
    assert found.kept_rests["nash"] is False
    assert {t.state for t in found.temptations} == {"YY"}


@pytest.mark.parametrize("proposal", ["other", ""])
def test_a_proposal_that_the_conflict_does_not_name_is_not_examined(proposal):
    assert stability_of(trade("YY"), proposal) is None


def test_a_case_without_a_conflict_has_no_stability():
    assert stability_of(read_case(resolve("harbour")), "ministry-draft") is None


def test_a_large_conflict_is_not_examined_in_passing():
    options = ", ".join(f"o{k}: {{title: O{k}}}" for k in range(MOST_OPTIONS + 1))
    case = read_text(
        "{irenic: 1, title: Large, conflict: {decision_makers: {a: {name: A, options: {"
        + options
        + "}}}, preferences: {a: {statements: [o0]}}}}"
    )
    assert case.conflict is not None
    state = "N" * (MOST_OPTIONS + 1)
    link = SettlementLink("deal", state, state)
    case = replace(case, conflict=replace(case.conflict, settlements=(link,)))
    assert stability_of(case, "deal") is None


def test_the_third_meter_of_a_proposal_has_it():
    case = read_case(resolve("ridge-talks"))
    card = score_proposal(case, find_candidate(case, "framework"))
    assert card.sustainable.stability == stability_of(case, "framework")
    assert card.sustainable.stability is not None
    assert card.sustainable.stability.kept_rests["nash"] is False
