"""Conflicts written and read back; what is read, against definitions worked out by hand."""

from __future__ import annotations

import json
from itertools import pairwise

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import conflicts, odd_ids, plain_ids, texts_of
from strategies_conflict import formulas, holds, option_conflicts, spelt, states_by_hand

from irenic.casefile.conflict_states import OptionStates, letters_of, states_of
from irenic.casefile.known_chains import find_cycle
from irenic.casefile.problems import Problems
from irenic.casefile.rankings import read_ranking, write_ranking
from irenic.casefile.reader import read_text
from irenic.casefile.schema import json_schema
from irenic.casefile.statements import option_names, read_statement
from irenic.casefile.writer import write_case, write_json
from irenic.model import Case, ConflictOption, DecisionMaker

slow = settings(deadline=None, suppress_health_check=list(HealthCheck))
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


@settings(slow, max_examples=120)
@given(conflict=conflicts())
def test_reading_what_was_written_gives_the_same_conflict(conflict):
    case = Case("T", (), conflict=conflict)
    text = write_case(case)
    assert read_text(text) == case
    assert write_case(read_text(text)) == text


@settings(slow, max_examples=40)
@given(conflict=conflicts(plain_ids))
def test_json_reads_back_and_fits_the_schema(conflict):
    case = Case("T", (), conflict=conflict)
    text = write_json(case)
    assert read_text(text) == case
    assert [e.message for e in VALIDATOR.iter_errors(json.loads(text))] == []


@settings(slow, max_examples=60)
@given(conflict=option_conflicts(texts_of(plain_ids)))
def test_states_are_what_going_through_all_combinations_finds(conflict):
    states, groups = states_by_hand(len(conflict.options), conflict.infeasible, conflict.coalesce)
    found = states_of(conflict)
    assert isinstance(found, OptionStates)
    assert found.count == len(states)
    assert sorted(found.others((), most=99)) == sorted(states)
    assert found.others(states, most=99) == []
    assert {name for name, _ in found.groups} == set(groups)
    problems = Problems()
    for code in range(1 << len(conflict.options)):
        name = letters_of(code, len(conflict.options))
        assert (found.fault(name, problems) is None) == (name in states)
    for pattern in conflict.coalesce:
        assert (found.fault(pattern, problems) is None) == (pattern in groups)


SHORT = ("strike", "close", "pay", "levy")
NAMES = option_names([("union", "strike"), ("firm", "close"), ("firm", "pay"), ("city", "levy")])


@settings(slow, max_examples=150)
@given(formula=formulas(4))
def test_a_statement_means_what_its_parentheses_say(formula):
    assert read_statement(spelt(formula, SHORT), NAMES) == formula


@settings(slow, max_examples=100)
@given(formula=formulas(4))
def test_truth_in_all_states_at_once_is_truth_in_each(formula):
    bits = OptionStates(4).truth(formula)
    assert [bits >> k & 1 == 1 for k in range(16)] == [
        holds(formula, letters_of(k, 4)) for k in range(16)
    ]


@settings(slow, max_examples=150)
@given(
    words=st.lists(st.tuples(st.booleans(), st.sampled_from(SHORT)), min_size=2, max_size=6),
    between=st.lists(st.sampled_from(["and", "or"]), min_size=5, max_size=5),
)
def test_not_binds_before_and_before_or(words, between):
    """Python has the same order for these three words; what it makes of the text is the oracle."""
    parts = [("not " if negated else "") + word for negated, word in words]
    text = parts[0] + "".join(
        f" {w} {p}" for w, p in zip(between[: len(parts) - 1], parts[1:], strict=True)
    )
    formula = read_statement(text, NAMES)
    for code in range(16):
        state = letters_of(code, 4)
        values = {word: letter == "Y" for word, letter in zip(SHORT, state, strict=True)}
        assert holds(formula, state) == eval(text, {}, values)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("strike OR pay IF close AND levy", "(strike OR pay) IF (close AND levy)"),
        ("strike IFF pay IF close", "strike IFF (pay IF close)"),
        ("strike IF pay IFF close IF levy", "(strike IF pay) IFF (close IF levy)"),
        ("not not strike", "NOT (NOT strike)"),
        ("union.strike", "strike"),
        ("`strike`", "strike"),
        ("NOT Y--N", "NOT (Y--N)"),
    ],
)
def test_if_and_iff_bind_last(text, same):
    assert read_statement(text, NAMES) == read_statement(same, NAMES)


@settings(slow, max_examples=100)
@given(
    groups=st.lists(st.lists(odd_ids, min_size=1, max_size=3), min_size=1, max_size=4),
    data=st.data(),
)
def test_rankings_as_text_come_back(groups, data):
    steps = data.draw(
        st.lists(st.integers(1, 3), min_size=len(groups) - 1, max_size=len(groups) - 1)
    )
    mild = all(step == 1 for step in steps)
    assert read_ranking(write_ranking(groups, steps)) == (
        tuple(map(tuple, groups)),
        () if mild else tuple(steps),
    )


@settings(slow, max_examples=150)
@given(
    chains=st.lists(
        st.lists(
            st.lists(st.sampled_from("abcde"), min_size=1, max_size=2), min_size=1, max_size=3
        ),
        max_size=4,
    )
)
def test_chains_contradict_each_other_when_no_order_contains_them(chains):
    """Oracle: at least as good as, closed by repetition; a strict step must not go back."""
    weak = {(a, b) for chain in chains for group in chain for a in group for b in group}
    strict = {
        (a, b)
        for chain in chains
        for better, worse in pairwise(chain)
        for a in better
        for b in worse
    }
    weak |= strict
    while more := {(a, d) for a, b in weak for c, d in weak if b == c} - weak:
        weak |= more
    contradicted = any((b, a) in weak for a, b in strict)
    found = find_cycle(chains)
    assert (found is not None) == contradicted
    if found is not None:
        number, better, worse = found
        assert (worse, better) in weak
        assert any(better in g and worse in h for g, h in pairwise(chains[number]))


def test_a_name_that_two_decision_makers_use_is_spelt_in_full():
    options = (ConflictOption("stop", "Stop"),)
    makers = (DecisionMaker("a", "A", options), DecisionMaker("b", "B", options))
    names = option_names([(m.id, o.id) for m in makers for o in m.options])
    assert names.short == ("a.stop", "b.stop")
