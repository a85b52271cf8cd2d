"""Conflicts for the checker: one in option form with an agreement, one as a graph; invented."""

from __future__ import annotations

import json
from typing import Any

from random_conflicts import random_conflict

from irenic.analyse.conflict_analysis import Questions, analyse_conflict
from irenic.model import (
    AllOf,
    Case,
    Conflict,
    ConflictOption,
    ConflictPreference,
    DecisionMaker,
    Formula,
    Holds,
    If,
    Iff,
    KnownPreference,
    Not,
    SettlementLink,
    Statement,
    Statements,
    StateRanking,
)
from irenic.report.stability_jsonable import stability_to_json


def stability_of(case: Case, questions: Questions | None = None) -> dict[str, Any]:
    """Return what ``irenic stability --json`` prints, as a program reads it."""
    return json.loads(json.dumps(stability_to_json(analyse_conflict(case, questions))))


def statements(maker: str, *formulas: Formula) -> ConflictPreference:
    return ConflictPreference(maker, Statements(tuple(Statement("", f) for f in formulas)))


def ranking(maker: str, *groups: str) -> ConflictPreference:
    return ConflictPreference(maker, StateRanking(tuple(tuple(g.split()) for g in groups)))


SIGN, LEVY, CLOSE, STRIKE = map(Holds, range(4))
HARBOUR = Case(
    title="A levy and a strike",
    as_of="2026-05-04",
    parties=(),
    issues=(),
    conflict=Conflict(
        decision_makers=(
            DecisionMaker("city", "City", (ConflictOption("sign", ""), ConflictOption("levy", ""))),
            DecisionMaker("firm", "Firm", (ConflictOption("close", "", "to-yes"),)),
            DecisionMaker("union", "Union", (ConflictOption("strike", ""),)),
        ),
        infeasible=("Y-Y-",),
        status_quo="NNNN",
        preferences={
            "city": statements("city", Not(CLOSE), LEVY, Not(STRIKE), If(SIGN, Not(LEVY))),
            "firm": statements("firm", Not(AllOf((LEVY, STRIKE))), Iff(CLOSE, STRIKE), Not(LEVY)),
            "union": statements("union", Not(CLOSE), If(STRIKE, LEVY), SIGN, Not(STRIKE)),
        },
        settlements=(SettlementLink("draft", "YNNN", "YNNN", ("NYNN", "YNNY")),),
    ),
)

RING = Case(
    title="A ring of states",
    parties=(),
    issues=(),
    conflict=Conflict(
        decision_makers=(DecisionMaker("a", "A"), DecisionMaker("b", "B"), DecisionMaker("c", "C")),
        titles={s: s.upper() for s in "pqrstu"},
        moves={
            "a": {"p": ("q",), "u": ("q",)},
            "b": {"q": ("r",), "s": ("t",), "r": ("u",)},
            "c": {"r": ("s",), "q": ("p",), "s": ("p",)},
        },
        status_quo="p",
        preferences={
            "a": ranking("a", "q", "r u", "s", "p", "t"),
            "b": ranking("b", "t", "s", "r", "q p", "u"),
            "c": ranking("c", "s", "p t", "r", "q", "u"),
        },
    ),
)

UNSURE = Case(
    title="Half known",
    parties=(),
    issues=(),
    conflict=Conflict(
        decision_makers=RING.conflict.decision_makers if RING.conflict else (),
        titles={s: s.upper() for s in "pqrstu"},
        moves=RING.conflict.moves if RING.conflict else None,
        status_quo="p",
        preferences={
            "a": ConflictPreference("a", KnownPreference(((("q",), ("p",)), (("u",), ("p", "t"))))),
            "b": ranking("b", "t", "s", "r", "q p", "u"),
        },
    ),
)

#: 88 states, too many for a table: told in patterns.
WIDE = Case(title="Seven options", parties=(), issues=(), conflict=random_conflict(30, 8))
