"""What a reader is told about coalitions."""

from __future__ import annotations

from dataclasses import replace

from section_words import words_of

from irenic.analyse.conflict_coalitions import (
    CoalitionMove,
    ConflictCoalitions,
    StateCoalitions,
)
from irenic.analyse.stability_results import MoveTo
from irenic.model import Conflict, ConflictOption, DecisionMaker
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.sections.conflict_coalitions import conflict_coalitions_section
from irenic.solve.result import Status

LABELS = ConflictLabels(
    Conflict(
        tuple(
            DecisionMaker(k, name, (ConflictOption(k, option),))
            for k, name, option in (
                ("city", "The city", "levy"),
                ("firm", "The firm", "closure"),
                ("union", "The union", "strike"),
            )
        ),
        titles={"NNN": "calm", "YYN": "the deal"},
    )
)
MOVE = CoalitionMove(
    ("city", "firm"),
    "NNN",
    "YYN",
    (MoveTo("city", "YNN"), MoveTo("firm", "YYN")),
    {"nash": None, "gmr": (MoveTo("union", "YYY"),), "smr": (MoveTo("union", "YYY"),), "seq": None},
)
STABLE = {"nash": False, "gmr": True, "smr": True, "seq": False}
STATE = StateCoalitions(
    "NNN",
    {"joint": (MOVE,), "merged": (replace(MOVE, path=()),)},
    {"joint": STABLE, "merged": STABLE},
    {"joint": 7, "merged": 7},
)


def words(*states: StateCoalitions, status: Status = Status.OPTIMAL, reason: str = "") -> str:
    section = conflict_coalitions_section(LABELS, ConflictCoalitions(status, states, 7, reason))
    assert section is not None
    return words_of(section)


def test_who_leaves_how_and_what_the_others_would_do():
    told = words(STATE)
    assert "The city and The firm could go to “the deal” together, where both would be" in told
    assert "The city takes up “levy”, then The firm takes up “closure”." in told
    assert "The others could answer (SMR): The union takes up “strike”; no answer of" in told
    assert "it holds in the sense of GMR and SMR (universally coalitionally stable, both" in told


def test_a_reading_is_named_where_it_is_the_only_one():
    told = words(replace(STATE, moves={"joint": (), "merged": (replace(MOVE, path=()),)}))
    assert "better off, by changing all their options at once, as one decision maker" in told


def test_what_was_not_looked_at_is_not_called_stable():
    unknown = {"nash": None, "gmr": None, "smr": None, "seq": None}
    state = StateCoalitions(
        "NNN", {"joint": (), "merged": ()}, {"joint": unknown, "merged": unknown}, {"joint": 2}
    )
    told = words(state, status=Status.LIMIT, reason="too many")
    assert "No group was found that could gain by leaving “calm”, but not all groups" in told
    assert "Not finished: too many." in told


def test_there_is_nothing_to_tell_where_nobody_can_join_anybody():
    assert conflict_coalitions_section(LABELS, ConflictCoalitions(Status.OPTIMAL, (), 7)) is None
