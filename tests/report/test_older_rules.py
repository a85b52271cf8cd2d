"""What is said of an improvement that GMCR+ passes over."""

from __future__ import annotations

from irenic.analyse.stability_results import Counter, MoveTo
from irenic.model import Conflict, ConflictOption, DecisionMaker
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.wording.witnesses import improvement_fact

CONFLICT = Conflict(
    (
        DecisionMaker("firm", "Firm", (ConflictOption("sell", "Sell the depot"),)),
        DecisionMaker("union", "Union", (ConflictOption("strike", "Strike"),)),
    )
)


def said(**held):
    fact = improvement_fact(ConflictLabels(CONFLICT), "firm", "NN", "YN", held)
    return "".join(str(part) for part in fact.text), fact.mark


def test_it_is_told_as_one_that_is_free_with_the_reason_why_the_verdict_differs():
    words, mark = said(gmr=Counter("YN", None), sim=Counter("YN", ()))
    assert "no answer of the others would undo that" in words
    assert "GMCR+ passes over this improvement" in words
    assert mark == "no"


def test_an_answer_under_another_concept_is_told_instead():
    words, mark = said(gmr=Counter("YN", (MoveTo("union", "YY"),)), sim=Counter("YN", ()))
    assert "passes over" not in words
    assert "SIM" not in words
    assert mark == "yes"


def test_a_free_improvement_is_told_without_it():
    assert "passes over" not in said(gmr=Counter("YN", None), sim=Counter("YN", None))[0]
