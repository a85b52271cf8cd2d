"""Limited moves by name: horizons, the long run, and what is foreseen."""

from __future__ import annotations

import pytest
from small_conflicts import CHICKEN, PRISONERS, conflict, gisborne, two_by_two

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.limited_moves import COMPARISON_UNKNOWN, NOT_TWO, examine_limited_moves
from irenic.analyse.stability_results import MoveTo
from irenic.errors import LimitReached, UnknownName
from irenic.model import (
    Conflict,
    ConflictPreference,
    DecisionMaker,
    KnownPreference,
    StateRanking,
)
from irenic.solve.result import Status


def test_prisoners_dilemma():
    """L_1 is mutual defection, from L_2 on cooperation holds as well."""
    found = examine_limited_moves(PRISONERS)
    assert [set(row.equilibria) for row in found.horizons] == [{"NN"}, {"NN", "YY"}]
    assert (found.settles, found.period) == (2, 1)
    assert set(found.non_myopic_equilibria) == {"NN", "YY"}


def test_chicken():
    """L_1 is one of them giving way, L_2 nothing, from L_3 on both swerve."""
    found = examine_limited_moves(CHICKEN)
    assert [set(row.equilibria) for row in found.horizons] == [{"YN", "NY"}, set(), {"YY"}]
    assert found.non_myopic_equilibria == ("YY",)
    assert found.wavering == {"one": (), "two": ()}


def test_the_line_of_play_is_the_witness():
    found = examine_limited_moves(CHICKEN, horizon=3, explain=("YY", "NY"))
    stays = found.foreseen[0]
    assert (stays.state, stays.decision_maker, stays.holds) == ("YY", "one", "stays")
    (option,) = stays.options
    assert (option.first, option.end, option.better) == ("NY", "YN", False)
    assert option.then == (MoveTo("two", "NN"), MoveTo("one", "YN"))
    leaves = next(f for f in found.foreseen if f.state == "NY" and f.holds == "leaves")
    assert leaves.decision_maker == "two"
    assert leaves.line == (MoveTo("two", "NN"), MoveTo("one", "YN"))
    assert leaves.ends == ("YN",)


def test_it_may_never_settle():
    found = examine_limited_moves(two_by_two("1>2>3>4", "2>1>3>4"))
    assert (found.settles, found.period) == (2, 4)
    assert found.wavering == {"one": ("YN",), "two": ("YY",)}
    assert len(found.horizons) == 5
    assert found.non_myopic_equilibria == ()


def test_ties_are_not_counted_as_stable():
    """The second may answer with either of two moves that it finds equally good."""
    model = model_conflict(
        conflict(
            {"one": ("x",), "two": ("y", "z")},
            {
                "one": StateRanking(
                    (("YNY",), ("NNN",), ("YNN", "YYN", "YYY", "NYN", "NNY", "NYY"))
                ),
                "two": StateRanking((("YYN", "YNY", "YYY"), ("NNN", "YNN", "NYN", "NNY", "NYY"))),
            },
        )
    )
    found = examine_limited_moves(model, horizon=2, explain=("NNN",))
    row = found.horizons[1]
    assert "NNN" in row.ties["one"]
    assert "NNN" not in row.stable["one"]
    assert found.foreseen[0].holds == "depends on ties"
    assert set(found.foreseen[0].ends) == {"NNN", "YNY"}
    assert not any(option.better for option in found.foreseen[0].options)


def test_ties_in_the_long_run_are_wavering():
    """The first can go to b, from where the second goes to c or d, equally good for it."""
    model = model_conflict(
        Conflict(
            decision_makers=(DecisionMaker("one", "One"), DecisionMaker("two", "Two")),
            titles=dict.fromkeys("abcd", ""),
            moves={"one": {"a": ("b",)}, "two": {"b": ("c", "d")}},
            preferences={
                "one": ConflictPreference("one", StateRanking((("d",), ("a",), ("b", "c")))),
                "two": ConflictPreference("two", StateRanking((("c", "d"), ("a", "b")))),
            },
        )
    )
    found = examine_limited_moves(model)
    assert found.period == 1
    assert found.wavering == {"one": ("a",), "two": ()}
    assert "a" not in found.non_myopic_equilibria


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (gisborne(), NOT_TWO),
        (
            model_conflict(
                conflict({"a": ("x",), "b": ("y",)}, {"a": KnownPreference(()), "b": None})
            ),
            COMPARISON_UNKNOWN,
        ),
    ],
)
def test_what_is_not_offered_is_said(model, reason):
    found = examine_limited_moves(model)
    assert (found.status, found.reason) == (Status.UNKNOWN, reason)
    assert found.horizons == ()
    assert found.non_myopic is None


def test_work_that_ends_early_says_so():
    found = examine_limited_moves(CHICKEN, work=40)
    assert found.status is Status.LIMIT
    assert (found.settles, found.non_myopic) == (None, None)
    assert found.horizons


def test_names_and_sizes_are_checked():
    with pytest.raises(UnknownName, match="no state 'XX'"):
        examine_limited_moves(CHICKEN, explain=("XX",))
    options = tuple(f"o{k}" for k in range(7))
    states = tuple(f"{k:014b}".replace("0", "N").replace("1", "Y") for k in range(1 << 14))
    order = StateRanking((states,))
    large = model_conflict(conflict({"a": options, "b": options}, {"a": order, "b": order}))
    with pytest.raises(LimitReached, match="16,384 states"):
        examine_limited_moves(large)
