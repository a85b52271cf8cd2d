"""What would make a state hold, and what is sensitive, as people read it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.inverse import find_inverse
from irenic.analyse.inverse_results import Demand, NewOrder, StatementMove, Unless
from irenic.analyse.results import Status
from irenic.analyse.sensitivity import find_sensitive
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.report.blocks import Bullets, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.section_text import section_lines
from irenic.report.sections.conflict_inverse import inverse
from irenic.report.sections.conflict_sensitivity import sensitivity
from irenic.report.text import plain
from irenic.report.wording.inverse import (
    change_facts,
    demand_fact,
    order_facts,
    order_words,
    rankings_words,
)


@pytest.fixture(scope="module")
def conflict():
    return read_case(resolve("syria-iraq-1975")).conflict


@pytest.fixture(scope="module")
def labels(conflict):
    return ConflictLabels(conflict)


@pytest.fixture(scope="module")
def answer(conflict):
    return find_inverse(model_conflict(conflict), "YNN")


def words(facts):
    return [plain(fact.text) for fact in facts]


def test_conditions_read_as_sentences(labels, answer):
    section = inverse(labels, answer)
    assert section.title == "What would make YNN hold"
    bullets = [block for block in section.blocks if isinstance(block, Bullets)]
    assert words(bullets[1].items) == [
        "Syria must not prefer NNN to YNN, or it must not prefer NNY to YNN (the answer: Iraq "
        "takes up “Attack”).",
        "Syria must not prefer NYN to YNN, or it must not prefer NYY to YNN (the answer: Iraq "
        "takes up “Attack”).",
    ]
    assert [fact.mark for fact in bullets[1].items] == ["yes", "no"]


def test_concepts_with_the_same_conditions_are_told_once(labels, answer):
    lines = section_lines([inverse(labels, answer)])
    assert lines.count("GMR and SEQ: all of this has to be true.") == 1
    assert lines.count("SEQ: all of this has to be true.") == 0


def test_the_figures_of_each_concept_stand_in_a_table(labels, answer):
    table = next(b for b in inverse(labels, answer).blocks if isinstance(b, Table))
    rows = {plain(row[0].text): [plain(cell.text) for cell in row[2:]] for row in table.rows}
    assert rows["SMR"] == ["300 of 720 (≈42%)", "300 of 720 (≈42%)", "1 swap", "1 swap"]
    assert rows["Nash"][2:] == ["3 swaps", "no order does"]


def test_titles_of_states_are_used(conflict, answer):
    named = ConflictLabels(replace(conflict, titles={"YNN": "Water flows"}))
    section = inverse(named, answer)
    assert section.title == "What would make “Water flows” hold"


def test_every_line_fits(conflict, labels, answer):
    found = find_sensitive(model_conflict(conflict))
    for width in (60, 100):
        for section in (inverse(labels, answer), sensitivity(labels, found)):
            assert all(len(line) <= width for line in section_lines([section], width=width))


def test_nothing_to_ask_for(labels, answer):
    need = replace(answer.needs[0], demands=())
    lines = section_lines([inverse(labels, replace(answer, needs=(need,), free=("syria",)))])
    assert "Nash: nothing; YNN is stable for Syria whatever it prefers." in lines


def test_ways_with_one_two_and_more_states(labels):
    ways = [Unless(states, ()) for states in (("NNN",), ("NNN", "NYN"), ("NNN", "NYN", "NYY"))]
    fact = demand_fact(labels, "syria", "YNN", Demand("NNN", tuple(ways), None))
    assert plain(fact.text) == (
        "Syria must not prefer NNN to YNN, or it must prefer neither NNN nor NYN to YNN, or it "
        "must prefer none of NNN, NYN and NYY to YNN."
    )
    assert fact.mark == "unknown"
    many = Demand("NNN", tuple(ways[:1] * 9), True)
    assert plain(demand_fact(labels, "syria", "YNN", many).text).endswith(
        ", or one of 3 more conditions holds."
    )


def test_a_smallest_change_comes_with_its_reason(labels, answer):
    nash = answer.needs[0]
    assert words(change_facts(labels, "YNN", nash)) == [
        "Smallest change: 3 swaps. YNN rises above NYY, NYN and NNN.",
        "Fewer swaps are not enough: NNN would stay above YNN, and Syria would still gain by "
        "moving to NNN.",
        "New ranking: YNN > NNN > NYN > NYY > NNY > YNY",
        "It is enough that YNN becomes as good as NNN: 2.5 swaps.",
    ]
    alone = replace(nash.change, single="NNN", below=("NYY",), others=((("NNN", "NYN"), ("NNY",)),))
    told = words(change_facts(labels, "YNN", replace(nash, change=alone)))
    assert told[0] == "Smallest change: 3 swaps. NNN falls below YNN, and both pass NYY."
    assert "As small: NNN ~ NYN > NNY" in told


ORDER = NewOrder(Status.OPTIMAL, 2, 2, (2, 3, 1), ("b", "c", "a"), ())


@pytest.mark.parametrize(
    ("order", "entry", "told"),
    [
        (None, "–", []),
        (replace(ORDER, swaps=0), "0 swaps", []),
        (ORDER, "2 swaps", ["Smallest re-ordering of its statements, 2 swaps: “b”, “c”, “a”."]),
        (
            replace(ORDER, moves=(StatementMove("a", 1, 3),)),
            "2 swaps",
            ["Moving one statement is enough: “a” from place 1 to place 3."],
        ),
        (
            replace(ORDER, status=Status.LIMIT, swaps=None, order=(), bound=5),
            "at least 5",
            ["The search stopped: no order with fewer than 5 swaps is enough, none is known."],
        ),
        (
            replace(ORDER, status=Status.LIMIT, swaps=8, bound=5),
            "at least 5",
            [
                "The search stopped: no order with fewer than 5 swaps is enough, the best known "
                "takes 8."
            ],
        ),
        (
            replace(ORDER, status=Status.INFEASIBLE, swaps=None),
            "no order does",
            ["No order of its statements is enough; a statement would have to change."],
        ),
    ],
)
def test_orders_of_statements(order, entry, told):
    assert plain(order_words(order)) == entry
    assert words(order_facts(order)) == told


@pytest.mark.parametrize(
    ("share", "count", "total", "told"),
    [
        (None, None, 720, "not counted"),
        (Fraction(0), 0, 720, "none"),
        (Fraction(1), 720, 720, "all"),
        (Fraction(8, 15), 384, 720, "384 of 720 (≈53%)"),
        (Fraction(1, 2), None, None, "50%"),
    ],
)
def test_numbers_of_rankings(share, count, total, told):
    assert plain(rankings_words(share, count, total)) == told


def test_sensitivity_reads_as_sentences(conflict, labels):
    section = sensitivity(labels, find_sensitive(model_conflict(conflict)))
    lines = section_lines([section])
    assert "  ✗ GMR: NYY stays, whichever is made; NNN can be lost by a single one." in lines
    table = next(b for b in section.blocks if isinstance(b, Table))
    assert [plain(cell.text) for cell in table.rows[0]] == [
        "Syria prefers YNN to NYY",
        "YNN (GMR, SMR and SEQ)",
        "–",
    ]
    facts = words(next(b for b in reversed(section.blocks) if isinstance(b, Bullets)).items)
    assert facts[0] == (
        "If Syria prefers NYN to NNN: Syria would leave NNN (Nash) and Syria would stay in NYN "
        "(Nash)."
    )
    assert not any("()" in fact for fact in facts)


def test_what_was_not_examined_is_said(conflict, labels):
    found = find_sensitive(model_conflict(replace(conflict, preferences={})))
    lines = section_lines([sensitivity(labels, found)])
    assert lines[-1] == ("Not examined: the preference of syria is not known for every two states.")
