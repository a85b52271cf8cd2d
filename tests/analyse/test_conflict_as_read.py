"""What the reader takes for states and preferences is what the analysis works with."""

from __future__ import annotations

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from strategies import conflicts, plain_ids, texts_of
from strategies_conflict import holds, option_conflicts, short_names, states_by_hand

from irenic.analyse.conflict_model import model_conflict
from irenic.casefile.conflict_states import states_of
from irenic.casefile.reader import read_text
from irenic.casefile.writer import write_case
from irenic.model import Case, Matches, OptionWeights, Statements, StateRanking
from irenic.solve.stability.preference import Ranked

slow = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@slow
@given(conflict=conflicts(plain_ids))
def test_both_know_the_same_states(conflict):
    model = model_conflict(conflict, listed=True)
    assert model.n_states == states_of(conflict).count
    assert states_of(conflict).others(model.names, most=9) == []


@slow
@given(conflict=option_conflicts(texts_of(plain_ids)))
def test_preferences_that_were_read_order_states_by_their_definitions(conflict):
    """Lexicographic statements, sums of weights, places in a ranking; members all together."""
    conflict = read_text(write_case(Case("T", (), conflict=conflict))).conflict
    states, groups = states_by_hand(len(conflict.options), conflict.infeasible, conflict.coalesce)
    short = short_names(conflict.decision_makers)
    model = model_conflict(conflict, listed=True)
    for maker, preference in zip(conflict.maker_ids, model.preferences, strict=True):
        form = getattr(conflict.preferences.get(maker), "form", None)
        if isinstance(form, StateRanking):
            place = {s: -k for k, group in enumerate(form.groups) for s in group}
        elif isinstance(form, Statements):
            place = {
                s: [all(holds(f.formula, m) for m in groups.get(s, [s])) for f in form.items]
                for s in states
            }
        elif isinstance(form, OptionWeights):
            yes = ["-" * k + "Y" + "-" * (len(short) - k - 1) for k in range(len(short))]
            place = {
                s: sum(
                    form.weights.get(short[k], 0)
                    for k, taken in enumerate(yes)
                    if all(holds(Matches(taken), m) for m in groups.get(s, [s]))
                )
                for s in states
            }
        else:
            continue
        assert isinstance(preference, Ranked)
        rank = {model.name(k): preference.rank[k] for k in range(model.n_states)}
        for one, other in combinations(states, 2):
            assert (rank[one] > rank[other]) == (place[one] > place[other])
            assert (rank[one] == rank[other]) == (place[one] == place[other])
