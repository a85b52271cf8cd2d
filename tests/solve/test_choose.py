"""Which algorithm is chosen: the table, row by row, and what a user may ask for instead."""

from __future__ import annotations

import pytest
from spaces import linked_space

from irenic.cli.common import SEARCHES
from irenic.errors import NotCovered, UnknownName
from irenic.solve import choose as choosing
from irenic.solve.choose import METHODS, TABLE, Facts, choose, decide, facts_of
from irenic.solve.frontier import pareto_frontier
from irenic.solve.goals import Goal
from irenic.solve.optimum import optimise
from irenic.solve.space import Space

MILLION = 10**6
#: question, facts, method, a word of the reason
ROWS = [
    ("frontier", Facts(5, 10_000, 1, 1, 1, True), "enumerate", "many parties"),
    ("frontier", Facts(5, 10_001, 1, 1, 1, True), "merge", "add up"),
    ("frontier", Facts(4, 10_000, 1, 1, 1, True), "merge", "add up"),
    ("frontier", Facts(2, 10**50, 50, 10_000, 1, False), "merge", "add up"),
    ("frontier", Facts(2, 10**50, 50, 10_001, 25, True), "cutset", "25 parts"),
    ("frontier", Facts(2, 10**50, 50, MILLION, MILLION, True), "cutset", "1,000,000 parts"),
    ("listing", Facts(3, 10**50, 1, 1, 1, True), "merge", "add up"),
    ("listing", Facts(4, 10**13, 1, 1, 1, True), "merge", "add up"),
    ("listing", Facts(4, 10**13 + 1, 1, 1, 1, True), "zone", "4 parties"),
    ("listing", Facts(6, 10**7 + 1, 1, 1, 1, True), "zone", "than anybody reads"),
    ("listing", Facts(9, 10**6, 1, 1, 1, True), "merge", "add up"),
    ("listing", Facts(9, 10_000, 1, 1, 1, True), "enumerate", "many parties"),
    ("listing", Facts(2, 10**50, 50, 10_001, 25, True), "cutset", "25 parts"),
    ("solutions", Facts(8, 10**50, 1, 1, 1, True), "direct", "add up"),
    ("solutions", Facts(5, 100, 1, 1, 1, True), "direct", "add up"),
    ("solutions", Facts(2, 10**50, 50, 10_000, 1, True), "direct", "add up"),
    ("solutions", Facts(2, 10**50, 50, 10_001, 20_000, True), "cutset", "20,000 parts"),
    ("solutions", Facts(2, 10**50, 50, 10_001, 20_001, True), "milp", "20,001 parts"),
    ("solutions", Facts(2, 10**50, 50, 10_001, 20_001, False), "cutset", "pip install"),
]


@pytest.mark.parametrize(("question", "facts", "method", "word"), ROWS)
def test_every_row(question, facts, method, word):
    choice = decide(facts, question)
    assert choice.method == method
    assert word in choice.why
    assert choice.why.startswith("because ")


def test_every_row_of_the_table_is_tested_and_every_method_answers_what_it_is_chosen_for():
    for question, rows in TABLE.items():
        tested = [row for q, facts, _, _ in ROWS if q == question for row in [first(rows, facts)]]
        assert {id(row) for row in tested} == {id(row) for row in rows}
        assert all(question in METHODS[row.method].questions for row in rows)


def first(rows, facts):
    return next(row for row in rows if row.holds(facts))


def test_facts_of_spaces():
    plain = Space(2, (((3, 0), (0, 2)), ((1, 1), (0, 0), (2, 2))))
    assert facts_of(plain) == Facts(2, 6, 1, 1, 1, facts_of(plain).highs)
    sparse = facts_of(linked_space(1, 2, sizes=(5,) * 20, pairs=30))
    assert sparse.packages == 5**20
    assert 2 < sparse.states <= 300
    assert sparse.parts == 1
    entangled = facts_of(linked_space(1, 3, sizes=(5,) * 20, pairs=190))
    assert entangled.states > choosing.WHOLE_STATES
    assert entangled.parts > choosing.MANY_PARTS
    assert entangled.tied == 20


def test_groups_that_are_simply_listed_have_no_states():
    few = facts_of(linked_space(1, 2, sizes=(5,) * 6, pairs=12))
    assert (few.tied, few.states) == (6, 1)


@pytest.mark.parametrize("question", ["frontier", "listing", "solutions"])
@pytest.mark.parametrize("method", sorted(METHODS))
def test_whoever_asks_for_a_method_gets_it(question, method):
    space = Space(2, (((3, 0), (0, 2)),))
    if question in METHODS[method].questions:
        assert choose(space, question, method=method) == choosing.Choice(method, "as asked")
    else:
        with pytest.raises(UnknownName, match=f"no method '{method}' for {question}; known are"):
            choose(space, question, method=method)


def test_unknown_methods_name_the_known_ones():
    space = Space(2, (((3, 0), (0, 2)),))
    with pytest.raises(UnknownName, match="known are auto, enumerate, merge, cutset, cover"):
        choose(space, "frontier", method="magic")
    with pytest.raises(UnknownName, match="known are auto, direct, cutset, milp"):
        optimise(space, Goal("sum", (1, 1), (0, 0)), method="magic")
    with pytest.raises(NotCovered, match="not the frontier"):
        pareto_frontier(space, method="cover")


def test_the_answer_says_which_and_why():
    space = Space(2, (((3, 0), (0, 2)),))
    best = optimise(space, Goal("sum", (1, 1), (0, 0)))
    assert best.method == "bound and pruned merge, because scores add up over issues"
    asked = pareto_frontier(space, method="cutset")
    assert asked.method == "fix some issues and solve what is left, as asked"


def test_an_entangled_space_is_divided_without_being_asked(monkeypatch):
    space = linked_space(1, 2, sizes=(5,) * 20, pairs=30)
    assert choose(space, "frontier").method == "merge"
    monkeypatch.setattr(choosing, "WHOLE_STATES", 100)
    assert choose(space, "frontier").method == "cutset"
    assert choose(space, "solutions").method == "cutset"
    monkeypatch.setattr(choosing, "MANY_PARTS", 0)
    monkeypatch.setattr(choosing, "find_spec", lambda name: object())
    assert choose(space, "solutions").method == "milp"
    monkeypatch.setattr(choosing, "find_spec", lambda name: None)
    assert choose(space, "solutions").method == "cutset"


def test_the_command_line_offers_every_method():
    assert set(SEARCHES) == {"auto", *METHODS}
