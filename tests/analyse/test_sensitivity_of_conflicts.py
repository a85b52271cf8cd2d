"""Sensitivity with names, and where it is not examined."""

from __future__ import annotations

import json
from dataclasses import replace

from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.sensitivity import find_sensitive
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.model import Conflict, ConflictOption, DecisionMaker
from irenic.report.jsonable import plain
from irenic.solve.result import Status


def conflict_of(name):
    return read_case(resolve(name)).conflict


def test_the_prisoners_dilemma():
    """Both staying silent is what foresight holds up; it hangs on few comparisons."""
    found = find_sensitive(model_conflict(conflict_of("prisoners-dilemma")))
    assert found.status is Status.OPTIMAL
    (nash,) = found.equilibria["nash"]
    for effect in found.effects:
        assert effect.flips
        for concept, states in effect.appear.items():
            assert not set(states) & set(found.equilibria[concept])
        for concept, states in effect.disappear.items():
            assert set(states) <= set(found.equilibria[concept])
            assert not set(states) & set(found.robust[concept])
    lost = {s for e in found.effects for s in e.disappear.get("nash", ())}
    assert (nash in found.robust["nash"]) == (nash not in lost)
    strong = [effect.moves_equilibria for effect in found.effects]
    assert strong == sorted(strong, reverse=True)
    assert json.loads(json.dumps(plain(found)))["examined"] == found.examined


def test_what_would_bring_the_release_of_water():
    """The nearest way to the release: Syria minds being attacked while it escalates more."""
    found = find_sensitive(model_conflict(conflict_of("syria-iraq-1975")))
    making = [e for e in found.effects if "YNN" in e.appear.get("seq", ())]
    assert [(e.decision_maker, e.kind, e.upper, e.lower) for e in making] == [
        ("syria", "swap", ("NYY",), ("YNN",)),
        ("syria", "level", ("NYY",), ("YNN",)),
    ]
    assert found.robust["nash"] == ("NYY",)


def test_merged_states_keep_their_pattern():
    found = find_sensitive(model_conflict(conflict_of("elmira-1991")))
    named = {f.state for e in found.effects for f in e.flips}
    named |= {s for held in found.equilibria.values() for s in held}
    assert any("-" in state for state in named)


def test_unknown_preferences_are_not_guessed():
    conflict = replace(conflict_of("syria-iraq-1975"), preferences={})
    found = find_sensitive(model_conflict(conflict))
    assert found.status is Status.UNKNOWN
    assert "syria" in found.reason


def test_beyond_the_limit_it_says_so():
    options = tuple(ConflictOption(f"o{k}", f"o{k}") for k in range(10))
    found = find_sensitive(model_conflict(Conflict((DecisionMaker("a", "A", options),))))
    assert found.status is Status.LIMIT
    assert found.reason == "1,024 states; up to 512 are examined"
