"""What a reader is told about interventions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from section_words import words_of

from irenic.analyse.interventions import (
    ConflictInterventions,
    EquilibriumChange,
    InterventionEffect,
    Reached,
)
from irenic.analyse.stability_results import MoveTo
from irenic.model import Conflict, ConflictOption, DecisionMaker, Intervention
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.sections.conflict_interventions import conflict_interventions_section
from irenic.solve.result import Status

MONITORS = DecisionMaker("un", "The UN", (ConflictOption("m", "monitors"),))
LABELS = ConflictLabels(
    Conflict(
        (
            DecisionMaker("city", "The city", (ConflictOption("levy", "levy"),)),
            DecisionMaker("union", "The union", (ConflictOption("strike", "strike"),)),
        ),
        titles={"NN": "deal kept", "NY": "strike"},
        status_quo="NY",
        interventions=(
            Intervention("m", "Monitors on the ground", add=(MONITORS,), why="they are trusted"),
        ),
    )
)
KEPT = EquilibriumChange("NN", ("seq",), ("union",), ("NNY",), ("monitors",))
OWN = InterventionEffect(
    "m",
    "file",
    (),
    gained=(KEPT,),
    lost=(EquilibriumChange("NY", ("nash", "gmr"), ("un", "union"), ("NYN", "NYY")),),
    reached=(Reached("NN", "NNY", (MoveTo("un", "NYY"), MoveTo("union", "NNY"))),),
    out_of_reach=("NY",),
    status_quo="NYN",
)


def words(*own: InterventionEffect, **rest) -> str:
    given = {"automatic": (), "tried": 0, "wanted": (), "status": Status.OPTIMAL, **rest}
    section = conflict_interventions_section(LABELS, ConflictInterventions(own=own, **given))
    assert section is not None
    return words_of(section)


def test_what_an_intervention_of_the_file_does():
    told = words(OWN)
    assert "Monitors on the ground\nWhy it may work: they are trusted." in told
    assert (
        "- “deal kept” becomes an equilibrium (SEQ) with “monitors” taken up; The union would no "
        "longer leave it." in told
    )
    assert "- “strike” is an equilibrium no longer (Nash, GMR); The UN and The union would" in told
    assert (
        "improvements now lead to “deal kept”: The UN takes up “monitors”, then The union drops "
        "“strike”." in told
    )
    assert "improvements lead no longer to “strike”." in told


def test_an_intervention_that_does_nothing_says_so():
    assert "It changes no equilibrium." in words(InterventionEffect("m", "file", ()))


def test_an_intervention_that_was_not_examined_says_why():
    effect = InterventionEffect("m", "file", (), status=Status.LIMIT, reason="too large")
    assert "Not examined: too large." in words(effect, status=Status.LIMIT, reason="too large")


@pytest.mark.parametrize(
    ("kind", "subject", "expected"),
    [
        ("removed", ("city.levy",), "If The city could not choose “levy”: "),
        ("imposed", ("city.levy",), "If The city were bound to “levy”: "),
        ("to-yes", ("city.levy",), "If The city could not take back “levy” once it is done: "),
        ("to-no", ("city.levy",), "If The city could not take up “levy” (again): "),
        ("both", ("city.levy",), "If The city could take up and drop “levy” at any time: "),
        ("frozen", ("union",), "If The union could not move: "),
        (
            "move",
            ("union", "NY", "NN"),
            "If The union could not move from “strike” to “deal kept”: ",
        ),
    ],
)
def test_simple_changes_are_conditions(kind, subject, expected):
    gained = replace(KEPT, only_with=())
    effect = InterventionEffect("x", kind, subject, gained=(gained,), wanted=("NN",))
    told = words(automatic=(effect,), tried=7, wanted=("NN",))
    assert f"- {expected}“deal kept” becomes an equilibrium (SEQ); The union would no" in told
    assert "Of 7 changes of one option or one decision maker, 1 would change" in told
    assert "1 of them would make “deal kept” hold; it comes first." in told


def test_what_becomes_impossible_and_where_the_status_quo_leads():
    gone = InterventionEffect("x", "frozen", ("union",), gone=("NN", "NY"))
    ways = InterventionEffect("y", "frozen", ("city",), reached=(Reached("NN", "NN", ()),))
    told = words(automatic=(gone, ways), tried=2, wanted=("NN",))
    assert "“deal kept” and “strike”, which are equilibria now, would be impossible." in told
    assert (
        "If The city could not move: improvements lead from the status quo to “deal kept”." in told
    )
    assert "None of them makes “deal kept” hold that did not." in told


def test_nothing_was_tried():
    empty = ConflictInterventions(Status.OPTIMAL, (), (), 0, ())
    assert conflict_interventions_section(LABELS, empty) is None
