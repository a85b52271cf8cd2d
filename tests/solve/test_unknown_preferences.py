"""Unknown preferences: the four extensions, and what all completions agree on."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from small_graphs import agrees, completions, graphs, is_stable, partials, weak_orders

from irenic.solve.stability.completions import Completions, Verdict, refined
from irenic.solve.stability.foresight import Foresight
from irenic.solve.stability.moves import ListedMoves
from irenic.solve.stability.preference import Partial, Ranked, Relation
from irenic.solve.stability.readings import (
    EXTENSIONS,
    FORESIGHT_CONCEPTS,
    stable_under,
    unknown_pairs,
)

CONCEPTS = st.sampled_from(FORESIGHT_CONCEPTS)


@st.composite
def models(draw, most_worlds=700):
    """Return a graph with partial preferences that have not too many completions."""
    moves = draw(graphs())
    n = moves.size
    least = 2 if n * moves.n_makers > 9 else 0
    known = [draw(partials(n, least=least, most=5)) for _ in range(moves.n_makers)]
    worlds = [completions(p) for p in known]
    count = 1
    for world in worlds:
        count *= len(world)
    assume(count <= most_worlds)
    return moves, known, list(product(*worlds))


def stable_sets(model, extension):
    moves, known, _ = model
    return stable_under(moves, known, EXTENSIONS[extension].reading)


# Completions


@given(known=st.integers(2, 4).flatmap(partials), data=st.data())
def test_refined_says_what_is_known_and_nothing_else(known, data):
    """The transitive closure: exactly what all complete orders that agree have in common."""
    n = len(known.worse)
    pairs = [(s, t) for s in range(n) for t in range(n) if known.compare(s, t).value == "U"]
    assume(pairs)
    s, t = data.draw(st.sampled_from(pairs))
    relation = data.draw(st.sampled_from([Relation.BETTER, Relation.EQUAL, Relation.WORSE]))
    more = refined(known, s, relation, t)
    fitting = [r for r in completions(known) if Ranked(r).compare(s, t) is relation]
    assert fitting == completions(more)
    for a, b in product(range(n), repeat=2):
        seen = {Ranked(r).compare(a, b) for r in fitting}
        assert more.compare(a, b) is (seen.pop() if len(seen) == 1 else Relation.UNKNOWN)


@settings(deadline=None, max_examples=60)
@given(model=models(), concept=CONCEPTS)
def test_verdicts_agree_with_every_completion(model, concept):
    """Independent: enumerate all complete orders of everybody, apply the plain definitions."""
    moves, known, worlds = model
    search = Completions(moves, known)
    groups = [(i,) for i in range(moves.n_makers)] + [tuple(range(moves.n_makers))]
    for state, group in product(range(moves.size), groups):
        found = [all(is_stable(moves, pay, concept, i, state) for i in group) for pay in worlds]
        expected = Verdict.ALWAYS if all(found) else Verdict.NEVER
        if any(found) and not all(found):
            expected = Verdict.SOMETIMES
        assert search.verdict(concept, group, state) is expected
        if expected is Verdict.SOMETIMES:
            check_conditions(search, concept, group, state, worlds, found)


def check_conditions(search, concept, group, state, worlds, found):
    """What settles a question is consistent, enough, and has no part that can be left out."""
    for stable, conditions in zip(
        (True, False), search.conditions(concept, group, state), strict=True
    ):
        assert conditions

        def left(chosen):
            return [
                is_so
                for pay, is_so in zip(worlds, found, strict=True)
                if all(Ranked(pay[c.maker]).compare(c.state, c.than) is c.relation for c in chosen)
            ]

        assert set(left(conditions)) == {stable}
        for one in conditions:
            fewer = [c for c in conditions if c is not one]
            # under SEQ the check without it may be cautious: it asks for what is sure at once
            assert concept == "seq" or set(left(fewer)) == {True, False}


@settings(deadline=None, max_examples=40)
@given(model=models())
def test_nash_gmr_and_smr_need_no_search(model):
    """Always stable is extension a, possibly stable is extension d (proof: completions.py)."""
    moves, _, worlds = model
    bold, careful = stable_sets(model, "a"), stable_sets(model, "d")
    for concept, i, s in product(("nash", "gmr", "smr"), range(moves.n_makers), range(moves.size)):
        found = [is_stable(moves, pay, concept, i, s) for pay in worlds]
        assert all(found) == (s in bold[concept][i])
        assert any(found) == (s in careful[concept][i])


#: A, B and C: B can go from 0 to 1, C has what may be an answer, and A may be one too.
SEQ_A_IS_NOT_SURE = (
    ListedMoves((((1,), (), ()), ((), (2,), ()))),
    (
        Ranked((1, 2, 0)),
        Partial((0, 0, 0), (1, 2, 4)),
    ),
)


def test_extension_a_does_not_make_seq_sure():
    """The answer is an improvement only if the other prefers it, which is not known."""
    moves, known = SEQ_A_IS_NOT_SURE
    assert 0 in stable_under(moves, known, EXTENSIONS["a"].reading)["seq"][0]
    assert Completions(moves, known).verdict("seq", (0,), 0) is Verdict.SOMETIMES
    assert not is_stable(moves, ((1, 2, 0), (0, 0, 0)), "seq", 0, 0)


def test_extension_d_does_not_make_seq_possible():
    """Two answers need opposite preferences of the same decision maker.

    The first can leave 0 for 1 or 2.  From 1 the third goes to 3, then only the second can lead
    on to 4, where the third ends it at 5; from 2 the third goes to 4, then only the second can
    lead on to 3, where the third ends it at 5.
    """
    first = ((1, 2), (), (), (), (), ())
    second = ((), (), (), (4,), (3,), ())
    third = ((), (3,), (4,), (5,), (5,), ())
    moves = ListedMoves((first, second, third))
    nothing = Partial((0,) * 6, tuple(1 << s for s in range(6)))
    known = (Ranked((1, 2, 2, 2, 2, 0)), nothing, Ranked((0, 0, 0, 1, 1, 2)))
    assert 0 in stable_under(moves, known, EXTENSIONS["d"].reading)["seq"][0]
    assert Completions(moves, known).verdict("seq", (0,), 0) is Verdict.NEVER
    for three, four in ((0, 1), (0, 0), (1, 0)):
        pay = (known[0].rank, (0, 0, 0, three, four, 0), known[2].rank)
        assert not is_stable(moves, pay, "seq", 0, 0)


def test_a_tie_may_be_the_only_way_to_fail():
    """As above, with one improvement and both ways open: only if 3 and 4 tie there is no answer."""
    first = ((1,), (), (), (), (), ())
    second = ((), (), (), (4,), (3,), ())
    third = ((), (3, 4), (), (5,), (5,), ())
    moves = ListedMoves((first, second, third))
    nothing = Partial((0,) * 6, tuple(1 << s for s in range(6)))
    known = (Ranked((1, 2, 2, 2, 2, 0)), nothing, Ranked((0, 0, 0, 1, 1, 2)))
    found = Completions(moves, known)
    assert found.verdict("seq", (0,), 0) is Verdict.SOMETIMES
    (only,) = found.conditions("seq", (0,), 0)[1]
    assert {only.state, only.than} == {3, 4}
    assert only.relation is Relation.EQUAL


def test_a_search_that_ends_early_says_so():
    moves, known = SEQ_A_IS_NOT_SURE
    assert Completions(moves, known, nodes=1).verdict("seq", (0,), 0) is Verdict.UNDECIDED
    assert Completions(moves, known, nodes=1).conditions("seq", (0,), 0) == ((), ())


# Inclusions


@settings(deadline=None)
@given(model=models(), concept=CONCEPTS)
def test_inclusions_between_extensions(model, concept):
    """a => b => d and a => c => d, for every concept; Nash does not look at answers."""
    found = {e: stable_sets(model, e)[concept] for e in EXTENSIONS}
    for weaker, stronger in (("b", "a"), ("c", "a"), ("d", "b"), ("d", "c")):
        for some, more in zip(found[stronger], found[weaker], strict=True):
            assert set(some) <= set(more)
    if concept == "nash":
        assert (found["a"], found["b"]) == (found["c"], found["d"])


@settings(deadline=None)
@given(model=models(), extension=st.sampled_from(sorted(EXTENSIONS)))
def test_inclusions_between_concepts(model, extension):
    found = stable_sets(model, extension)
    for some, more in (("nash", "smr"), ("smr", "gmr"), ("nash", "seq"), ("seq", "gmr")):
        for fewer, all_of in zip(found[some], found[more], strict=True):
            assert set(fewer) <= set(all_of)


@settings(deadline=None, max_examples=50)
@given(moves=graphs(), data=st.data())
def test_extensions_agree_when_all_is_known(moves, data):
    n = moves.size
    pay = [data.draw(st.sampled_from(weak_orders(n))) for _ in range(moves.n_makers)]
    for extension in EXTENSIONS.values():
        found = stable_under(moves, [Ranked(p) for p in pay], extension.reading)
        for concept, i, s in product(found, range(moves.n_makers), range(n)):
            assert (s in found[concept][i]) == is_stable(moves, pay, concept, i, s)


@pytest.mark.parametrize(
    ("extension", "nash", "gmr"),
    [("a", False, False), ("b", True, True), ("c", False, True), ("d", True, True)],
)
def test_extensions_differ_where_they_should(extension, nash, gmr):
    """One move to a state, one answer to another, nothing known of either."""
    moves = ListedMoves((((1,), (), ()), ((), (2,), ())))
    nothing = Partial((0, 0, 0), (1, 2, 4))
    found = Foresight(moves, (nothing, nothing), EXTENSIONS[extension].reading)
    assert found.examine("nash", 0, 0).stable == nash
    assert found.examine("gmr", 0, 0).stable == gmr


def test_only_a_sure_answer_stops_in_a_and_b():
    """The improvement is known, the answer is not: c and d are stopped, a and b are not."""
    moves = ListedMoves((((1,), (), ()), ((), (2,), ())))
    known = refined(Partial((0, 0, 0), (1, 2, 4)), 1, Relation.BETTER, 0)
    held = {
        e: Foresight(moves, (known, Ranked((0, 0, 1))), row.reading).examine("gmr", 0, 0).stable
        for e, row in EXTENSIONS.items()
    }
    assert held == {"a": False, "b": False, "c": True, "d": True}


def test_unknown_pairs_are_counted():
    known = refined(Partial((0,) * 4, (1, 2, 4, 8)), 0, Relation.EQUAL, 1)
    assert unknown_pairs(known, range(4)) == 5
    assert unknown_pairs(Ranked((1, 0)), range(2)) == 0
    assert agrees((0, 0, 1, 2), known)
    assert not agrees((0, 1, 1, 2), known)
