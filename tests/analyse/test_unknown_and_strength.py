"""Unknown preferences, strength and concepts of one's own, by name."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_conflicts import (
    ECONOMY,
    ENVIRONMENT,
    conflict,
    gisborne,
    ranking,
    states,
    two_by_two,
)

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.own_concepts import equilibria
from irenic.analyse.strength import examine_strength
from irenic.analyse.unknown_preference import explain_extension, read_unknown
from irenic.errors import LimitReached, UnknownName
from irenic.model import Conflict, DecisionMaker, KnownPreference
from irenic.solve.result import Status

CONCEPTS = ("nash", "gmr", "smr", "seq")

# Unknown preference: Lake Gisborne


def test_gisborne_counts_what_is_unknown():
    """28 pairs of states, of which four are known."""
    assert read_unknown(gisborne()).unknown == {"federal": 0, "provincial": 24, "support": 0}


def test_gisborne_extensions():
    """Computed from the definitions; the table of Li et al. (2004) was not seen."""
    found = read_unknown(gisborne()).equilibria
    expected = {
        "a": ("", "", "", ""),
        "b": ("46", "468", "468", "468"),
        "c": ("", "468", "468", "46"),
        "d": ("46", "468", "468", "468"),
    }
    for extension, row in expected.items():
        held = [found[extension][concept] for concept in CONCEPTS]
        assert [set(h) for h in held] == [set(states(digits)) for digits in row], extension


@pytest.mark.parametrize("order", [ECONOMY, ENVIRONMENT])
def test_gisborne_completions_lie_between_always_and_sometimes(order):
    """The two orders that the province may have are completions of what is known."""
    robust = read_unknown(gisborne()).robust_equilibria
    known = read_unknown(gisborne(order))
    assert known.open == ()
    for concept in CONCEPTS:
        held = set(known.equilibria["a"][concept])
        assert set(robust[concept].always) <= held
        assert held <= {*robust[concept].always, *robust[concept].sometimes}
        assert set(known.robust_equilibria[concept].always) == held


def test_gisborne_conditions_are_met_by_the_completion_that_holds():
    found = read_unknown(gisborne())
    by_state = {(o.concept, o.state): o for o in found.open}
    (four,) = states("4")
    held = by_state["nash", four].holds_if
    assert [(c.decision_maker, c.state, c.relation, c.than) for c in held] == [
        ("provincial", *states("2"), "worse", four)
    ]
    assert by_state["nash", four].hangs_on == ("provincial",)
    # the province puts the economy first: 4 is better than 2, and 4 holds
    assert four in read_unknown(gisborne(ECONOMY)).equilibria["a"]["nash"]
    # it puts the environment first: 2 is better than 4, and 4 fails
    assert four not in read_unknown(gisborne(ENVIRONMENT)).equilibria["a"]["nash"]


def test_gisborne_seq_is_less_sure_than_extension_a():
    """The supporters would drop the appeal at 8 unless the province then wants to answer."""
    found = read_unknown(gisborne())
    (eight,) = states("8")
    assert eight in found.stable["a"]["seq"]["support"]
    assert eight in found.robust["seq"]["support"].sometimes


def test_an_extension_is_explained_by_its_moves():
    model = gisborne()
    four = model.index(states("4")[0])
    bold = explain_extension(model, "a", "nash", 1, four)
    careful = explain_extension(model, "d", "nash", 1, four)
    assert [a.improvement for a in bold.answers] == list(states("2"))
    assert (bold.stable, careful.stable) == (False, True)
    with pytest.raises(UnknownName, match="expected one of: a, b, c, d"):
        explain_extension(model, "e", "nash", 1, four)


def test_a_search_that_ends_early_says_so():
    found = read_unknown(gisborne(), nodes=1)
    assert found.status is Status.LIMIT
    assert set(states("468")) <= set(found.robust_equilibria["seq"].undecided)
    assert found.robust_equilibria["gmr"].undecided == ()


def test_conditions_are_looked_for_where_asked():
    found = read_unknown(gisborne(), settle=2)
    assert [bool(o.holds_if and o.fails_if) for o in found.open] == [True, True] + [False] * 9
    assert [o.state for o in found.open] == [o.state for o in read_unknown(gisborne()).open]


def test_too_many_states_are_refused_beforehand():
    large = model_conflict(
        Conflict(
            decision_makers=(DecisionMaker("a", "A"),),
            titles={f"s{k}": "" for k in range(5001)},
            moves={"a": {}},
        )
    )
    for question in (read_unknown, examine_strength):
        with pytest.raises(LimitReached, match="5,001 states"):
            question(large)


# Strength: sustainable development

NUMBER = {"YY": "1", "YN": "2", "NY": "3", "NN": "4"}


def digits(found):
    return "".join(sorted(NUMBER[s] for s in found))


@pytest.mark.parametrize(
    ("developers", "general"),
    [
        ("3>1>>2=4", {"gmr": "13", "smr": "13", "seq": "1"}),
        ("2>4>>1=3", {"gmr": "24", "smr": "24", "seq": "24"}),
    ],
)
def test_sustainable_development(developers, general):
    """Computed; the table of Hamouda, Kilgour and Hipel (2004) was not seen.

    By hand for the first: at 3 the groups gain by going to 1, which the developers can answer
    with 2, much worse for the groups than 3; that answer costs the developers much, so SEQ fails.
    """
    found = examine_strength(two_by_two("1>3>>2=4", developers))
    for level in found.levels:
        assert {c: digits(s) for c, s in level.equilibria.items()} == general
    assert [level.degree for level in found.levels] == [0, 2]
    assert all(s == () for s in found.weak_equilibria.values())


def test_a_mild_answer_makes_a_weak_equilibrium():
    """Prisoner's dilemma with the steps named: who leaves 1 falls to 4, one mild step below 1."""
    found = examine_strength(two_by_two("3>1>4>>2", "2>1>4>>3"))
    assert digits(found.levels[0].equilibria["smr"]) == "14"
    assert digits(found.levels[1].equilibria["smr"]) == "4"
    assert digits(found.weak_equilibria["smr"]) == "1"
    assert digits(found.weakly["seq"]["one"]) == "1"
    harsh = examine_strength(two_by_two("3>1>>4>2", "2>1>>4>3"))
    assert digits(harsh.levels[1].equilibria["seq"]) == "14"
    assert harsh.weak_equilibria["seq"] == ()


def test_escapes_must_stay_much_worse_under_strong_smr():
    """At 1 the first may go to 3, the second then to 4 << 1, from where the first goes to 2 < 1.

    The escape is a sanction in general but not a strong one.
    """
    found = examine_strength(two_by_two("3>1>2>>4", "1=2=3=4"))
    assert "YY" in found.levels[0].stable["smr"]["one"]
    assert "YY" in found.levels[1].stable["gmr"]["one"]
    assert "YY" not in found.levels[1].stable["smr"]["one"]
    assert "YY" in found.weakly["smr"]["one"]


def test_three_levels():
    found = examine_strength(two_by_two("3>1>>>4>2", "2>1>>4>3"))
    assert [level.degree for level in found.levels] == [0, 2, 3]
    assert "YY" in found.levels[2].stable["gmr"]["one"]
    assert "YY" not in found.levels[2].stable["gmr"]["two"]
    assert "YY" in found.levels[1].stable["gmr"]["two"]


def test_strength_is_not_defined_with_unknown_comparisons():
    model = model_conflict(
        conflict(
            {"one": ("x",), "two": ("y",)}, {"one": ranking("3>1>>4>2"), "two": KnownPreference(())}
        )
    )
    found = examine_strength(model)
    assert found.status is Status.UNKNOWN
    assert found.undefined == ("two",)
    assert set(found.levels[0].stable["gmr"]) == {"one"}
    assert all(s == () for level in found.levels for s in level.equilibria.values())


def test_without_strong_steps_nothing_is_said():
    found = examine_strength(two_by_two("3>1>4>2", "2>1>4>3"))
    assert not found.has_strength
    assert found.mild == ("one", "two")
    assert all(s == () for s in found.weak_equilibria.values())


SIGNS = st.lists(st.sampled_from([">", ">>", ">>>", "="]), min_size=3, max_size=3)
ORDERS = st.builds(
    lambda digits, signs: "".join(d + s for d, s in zip(digits, [*signs, ""], strict=True)),
    st.permutations("1234"),
    SIGNS,
)


@given(first=ORDERS, second=ORDERS)
def test_stronger_answers_make_fewer_states_stable(first, second):
    found = examine_strength(two_by_two(first, second))
    general = found.levels[0]
    for concept, maker in product(general.stable, ("one", "two")):
        rows = [set(level.stable[concept][maker]) for level in found.levels]
        assert all(more >= fewer for more, fewer in pairwise(rows))
        assert all(set(found.without_moves[maker]) <= row for row in rows)
        if found.has_strength:
            assert set(found.weakly[concept][maker]) == rows[0] - rows[1]
    for level in found.levels:
        for maker in ("one", "two"):
            assert set(level.stable["smr"][maker]) <= set(level.stable["gmr"][maker])
            assert set(level.stable["seq"][maker]) <= set(level.stable["gmr"][maker])


@given(first=ORDERS, second=ORDERS)
def test_strong_gmr_by_its_definition(first, second):
    """For each improvement there is an answer of the other that is much worse than the start."""
    found = examine_strength(two_by_two(first, second))
    order = ranking(first)
    place = {s: k for k, group in enumerate(order.groups) for s in group}
    strong = next((level for level in found.levels if level.degree >= 2), None)
    for state in NUMBER:
        flipped = ("N" if state[0] == "Y" else "Y") + state[1]
        answer = flipped[0] + ("N" if state[1] == "Y" else "Y")
        a, b = place[state], place[answer]
        much = a < b and max(order.degrees[a:b]) >= 2
        stable = place[flipped] >= a or much
        if strong is not None:
            assert (state in strong.stable["gmr"]["one"]) == stable


# A concept for each decision maker


def test_each_decision_maker_may_have_its_own_concept():
    table = {
        "nash": {"a": ("s1",), "b": ("s2", "s1")},
        "seq": {"a": ("s1", "s3", "s2"), "b": ("s1", "s2", "s3")},
    }
    assert equilibria(table, {"a": "seq", "b": "nash"}) == ("s1", "s2")
    assert equilibria(table, {"a": "nash", "b": "seq"}) == ("s1",)


def test_own_extensions_work_like_own_concepts():
    found = read_unknown(gisborne()).stable
    table = {e: found[e]["nash"] for e in found}
    chosen = {"federal": "a", "support": "a", "provincial": "d"}
    assert set(equilibria(table, chosen)) == set(states("46"))


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        ({"a": "nash"}, "no concept is chosen for 'b'"),
        ({"a": "nash", "b": "gmr"}, "no concept 'gmr'"),
        ({"a": "nash", "b": "nash", "c": "nash"}, "no decision maker 'c'"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused(choice, message):
    with pytest.raises(UnknownName, match=message):
        equilibria({"nash": {"a": (), "b": ()}}, choice)
