"""Planted errors in further answers on conflicts: paths, coalitions, strength, the unknown."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from conflict_cases import HARBOUR, UNSURE, stability_of
from random_conflicts import (
    random_conflict,
    with_interventions,
    with_strength,
    with_unknown,
)

from irenic.analyse.conflict_coalitions import conflict_coalitions
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.conflict_paths import conflict_paths
from irenic.analyse.interventions import find_interventions
from irenic.analyse.inverse import find_inverse
from irenic.analyse.limited_moves import examine_limited_moves
from irenic.analyse.sensitivity import find_sensitive
from irenic.analyse.strength import examine_strength
from irenic.analyse.unknown_preference import read_unknown
from irenic.casefile.reader import read_case
from irenic.model import Case, Conflict
from irenic.report.jsonable import plain
from irenic.verify.conflict import Board
from irenic.verify.stability import TOPICS

CATALOG = Path(__file__).parents[2] / "catalog"


def everything(conflict: Conflict, target: str = "") -> dict:
    """Return all further answers on a conflict, as a program reads them."""
    case = Case(title="", parties=(), issues=(), conflict=conflict)
    model = model_conflict(conflict)
    result = stability_of(case)
    states = [s for s in result["states"] if any(s in e for e in result["equilibria"].values())]
    found = {
        "paths": conflict_paths(model, result["equilibria"]),
        "coalitions": conflict_coalitions(model, states),
        "strength": examine_strength(model),
        "interventions": find_interventions(conflict, wanted=(target,) if target else ()),
        "foresight": examine_limited_moves(model, explain=model.ids(model.moves.states())),
    }
    if target:
        found |= {"inverse": find_inverse(model, target), "sensitivity": find_sensitive(model)}
    if not model.ranked:
        found["unknown"] = read_unknown(model)
    asked = {key: json.loads(json.dumps(plain(value))) for key, value in found.items()}
    return asked | {
        k: v for k, v in result.items() if k != "interventions" and (v or k not in asked)
    }


def verdicts(conflict: Conflict, result: dict) -> list:
    board = Board(conflict)
    return [c for key, claims in TOPICS.items() if result.get(key) for c in claims(result, board)]


ELMIRA = read_case(CATALOG / "gdn" / "elmira-1991.yaml").conflict
#: Two decision makers, steps of three degrees, and states that hold only weakly.
RIDGE = read_case(CATALOG / "irenic" / "ridge-talks.yaml").conflict
STRONG = with_strength(random_conflict(8147, 4), 8147)
HONEST = {
    name: (conflict, everything(conflict, "YNNN" if name == "harbour" else ""))
    for name, conflict in {
        "elmira": ELMIRA,
        "harbour": HARBOUR.conflict,
        "ridge": RIDGE,
        "strong": STRONG,
        "unsure": UNSURE.conflict,
    }.items()
    if conflict is not None
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_answers_are_not_refuted(name):
    left = [c for c in verdicts(*HONEST[name]) if c.verdict != "confirmed"]
    assert [c for c in left if c.verdict == "refuted"] == []
    assert {c.claim for c in left} <= {"unknown, seq: what holds whatever is unknown"}


@pytest.mark.parametrize("change", [None, with_unknown, with_strength])
@pytest.mark.parametrize("seed", range(7000, 7007))
def test_answers_on_random_conflicts_are_not_refuted(seed, change):
    conflict = random_conflict(seed, 4)
    conflict = change(conflict, seed) if change else conflict
    refuted = [c for c in verdicts(conflict, everything(conflict)) if c.verdict == "refuted"]
    assert refuted == [], f"seed {seed}"


@pytest.mark.parametrize("seed", range(7106, 7118))
def test_conditions_and_small_changes_of_random_conflicts_are_not_refuted(seed):
    conflict = random_conflict(seed, 3)
    result = everything(conflict, conflict.status_quo)
    refuted = [c for c in verdicts(conflict, result) if c.verdict == "refuted"]
    assert refuted == [], f"seed {seed}"


@pytest.mark.parametrize("seed", [*range(7200, 7220), 33])
def test_effects_of_interventions_in_random_conflicts_are_not_refuted(seed):
    """Seed 33: who knows some comparisons is indifferent to what is added, in any state."""
    conflict = random_conflict(seed, 4)
    conflict = with_unknown(conflict, seed) if seed % 3 == 0 else conflict
    conflict = with_interventions(conflict, seed)
    found = find_interventions(conflict, automatic=len(conflict.options) < 5)
    result = {"interventions": json.loads(json.dumps(plain(found)))}
    left = [c for c in verdicts(conflict, result) if c.verdict != "confirmed"]
    assert left == [], f"seed {seed}"


def elmira_move(r):
    """The ministry and the company could leave s5 for s8, and only together."""
    row = next(s for s in r["coalitions"]["states"] if s["state"] == "NYNNY")
    return row["moves"]["joint"][0]


# --- the errors: each changes one thing; which case, and the claim that is refuted


def start_moved(r):
    r["paths"]["status_quo"] = "NYNN"


def path_that_is_no_move(r):
    r["paths"]["moves"]["routes"][2]["paths"][0][0]["by"] = "firm"


def path_that_costs_its_mover(r):
    long = r["paths"]["moves"]["routes"][3]["paths"][0]
    r["paths"]["improvements"]["routes"][3]["paths"] = [long]


def path_dropped_from_the_count(r):
    r["paths"]["moves"]["routes"][3]["shortest"] -= 1


def path_listed_twice(r):
    paths = r["paths"]["moves"]["routes"][3]["paths"]
    paths[1] = paths[0]


def length_changed(r):
    r["paths"]["moves"]["routes"][3]["length"] += 1


def reached_called_unreached(r):
    by = r["paths"]["improvements"]
    by["unreached"].append(by["routes"].pop()["state"])


def equilibrium_forgotten(r):
    r["paths"]["moves"]["routes"].pop()


def concepts_of_a_route_changed(r):
    r["paths"]["moves"]["routes"][0]["concepts"].append("nash")


def endless_denied(r):
    r["paths"]["moves"]["routes"][0].update(every=1, endless=False)


def paths_counted_wrong(r):
    r["paths"]["improvements"]["routes"][0]["every"] = 2


def states_seen_changed(r):
    r["paths"]["moves"]["states"] -= 1


def joint_path(r):
    routes = r["paths"]["together"]["routes"]
    paths = (path for route in routes for path in route["paths"])
    return next(p for p in paths if any(len(step["by"]) > 1 for step in p))


def joint_move_by_one(r):
    step = next(step for step in joint_path(r) if len(step["by"]) > 1)
    step["by"].pop()


def joint_move_elsewhere(r):
    step = next(step for step in joint_path(r) if len(step["by"]) > 1)
    step["to"] = r["status_quo"]


def joint_length_changed(r):
    r["paths"]["together"]["routes"][-1]["length"] += 1


def paths_together_cut(r):
    r["paths"]["together"]["routes"].pop()


def number_of_coalitions_changed(r):
    r["coalitions"]["coalitions"] = 6


def departure_hidden(r):
    row = next(s for s in r["coalitions"]["states"] if s["state"] == "NYNNY")
    row["moves"]["merged"] = []


def departure_by_everybody(r):
    elmira_move(r)["members"] = list(r["decision_makers"])


def departure_elsewhere(r):
    elmira_move(r)["target"] = "NNYNY"


def departure_by_others_moves(r):
    elmira_move(r)["path"][0]["by"] = r["decision_makers"][2]


def departure_cut_short(r):
    elmira_move(r)["path"].pop()


def answer_to_coalition_invented(r):
    elmira_move(r)["answers"]["gmr"] = [{"by": r["decision_makers"][2], "to": "YNYNN"}]


def coalition_said_to_stay(r):
    row = next(s for s in r["coalitions"]["states"] if s["state"] == "NYNNY")
    row["stable"]["joint"]["nash"] = True


def strong_state_added(r):
    level = r["strength"]["levels"][1]
    maker = r["decision_makers"][0]
    level["stable"]["gmr"][maker] = list(r["states"])


def degree_changed(r):
    r["strength"]["levels"][1]["degree"] = 4


def weak_state_hidden(r):
    rows = r["strength"]["weakly"]["gmr"]
    maker = next(m for m in rows if rows[m])
    rows[maker].pop()


def mild_maker_invented(r):
    r["strength"]["mild"] = [*r["strength"]["mild"], r["decision_makers"][0]]


def strong_answer_that_is_weak(r):
    w = next(w for w in r["strength"]["witnesses"] if w["answers"] and w["stable"])
    w["answers"][0]["sanction"].pop()


def horizon_state_dropped(r):
    row = r["foresight"]["horizons"][0]["stable"]
    maker = next(m for m in row if row[m])
    row[maker].pop()


def settles_later(r):
    r["foresight"]["settles"] += 1


def long_run_changed(r):
    r["foresight"]["non_myopic_equilibria"] = list(r["states"])


def holds_flipped(r):
    one = r["foresight"]["foreseen"][0]
    one["holds"] = "leaves" if one["holds"] == "stays" else "stays"


def line_of_play_changed(r):
    one = next(f for f in r["foresight"]["foreseen"] if f["line"])
    one["line"][0]["by"] = next(m for m in r["decision_makers"] if m != one["line"][0]["by"])


def option_of_a_line_dropped(r):
    next(f for f in r["foresight"]["foreseen"] if f["options"])["options"].pop()


def better_flipped(r):
    option = next(f for f in r["foresight"]["foreseen"] if f["options"])["options"][0]
    option["better"] = not option["better"]


def unknown_pairs_changed(r):
    r["unknown"]["unknown"]["a"] -= 1


def reading_swapped(r):
    r["unknown"]["extensions"][1]["leaves_unknown"] = True


def extension_swapped(r):
    r["unknown"]["stable"]["a"], r["unknown"]["stable"]["d"] = (
        r["unknown"]["stable"]["d"],
        r["unknown"]["stable"]["a"],
    )


def extension_equilibrium_dropped(r):
    r["unknown"]["equilibria"]["c"]["gmr"].pop()


def said_to_hold_always(r):
    row = r["unknown"]["robust_equilibria"]["nash"]
    row["always"].append(row["sometimes"].pop())


def said_never_to_hold(r):
    r["unknown"]["robust"]["seq"]["c"]["sometimes"].pop()


def condition_turned_round(r):
    r["unknown"]["open"][0]["holds_if"][0]["relation"] = "better"


def condition_that_settles_nothing(r):
    r["unknown"]["open"][1]["fails_if"] = [
        {"decision_maker": "c", "state": "p", "relation": "better", "than": "q"}
    ]


def need(r, concept="gmr", maker="city"):
    needs = r["inverse"]["needs"]
    return next(n for n in needs if (n["concept"], n["decision_maker"]) == (concept, maker))


def demand_dropped(r):
    need(r)["demands"].pop()


def way_dropped(r):
    need(r)["demands"][0]["ways"].pop()


def way_asks_less(r):
    need(r, "smr")["demands"][0]["ways"][-1]["states"].pop()


def way_by_the_wrong_answer(r):
    way = next(w for w in need(r)["demands"][0]["ways"] if w["answer"])
    way["answer"][0]["by"] = "city"


def need_called_met(r):
    need(r)["stable"] = True


def share_changed(r):
    need(r)["share"] = "4/7"


def count_of_rankings_changed(r):
    need(r)["count"] += 1


def equilibrium_share_changed(r):
    need(r, "nash", "union")["equilibrium_share"] = "1/2"


def swaps_changed(r):
    need(r)["change"]["swaps"] = "1"


def level_swaps_changed(r):
    need(r)["change"]["level_swaps"] = "3"


def ranking_left_as_it_is(r):
    change = need(r, "nash")["change"]
    target = [r["inverse"]["target"]]
    change["ranking"].remove(target)
    change["ranking"].append(target)


def single_state_changed(r):
    assert need(r)["change"]["single"] == "YYNY"
    need(r)["change"]["single"] = "NNNN"


def open_move_hidden(r):
    need(r)["change"]["still_open"] = []


def order_changed(r):
    need(r)["order"]["order"].reverse()


def order_said_to_be_impossible(r):
    need(r)["order"].update(status="infeasible", swaps=None, order=[], statements=[], moves=[])


def order_with_more_swaps(r):
    assert need(r)["order"]["order"] == [1, 3, 2, 4]
    need(r)["order"].update(order=[3, 1, 2, 4], swaps=2, bound=2)


def move_of_a_statement_dropped(r):
    need(r)["order"]["moves"].pop()


def joint_change_called_smaller(r):
    r["inverse"]["together"][0]["swaps"] = r["inverse"]["together"][0]["bound"] = "3"


def joint_ranking_dropped(r):
    r["inverse"]["together"][0]["rankings"] = {}


def question_dropped(r):
    r["inverse"]["needs"].pop(0)


def flip_dropped(r):
    r["sensitivity"]["effects"][0]["flips"].pop()


def effect_dropped(r):
    r["sensitivity"]["effects"].pop()


def effect_on_equilibria_changed(r):
    effect = next(e for e in r["sensitivity"]["effects"] if e["disappear"])
    effect["disappear"] = {}


def robust_equilibrium_added(r):
    r["sensitivity"]["robust"]["seq"] = list(r["sensitivity"]["equilibria"]["seq"])


def examined_changed(r):
    r["sensitivity"]["examined"] -= 1


def change_that_is_not_near(r):
    r["sensitivity"]["effects"][0]["upper"] = ["NYYY"]


def present_equilibrium_dropped(r):
    r["sensitivity"]["equilibria"]["gmr"].pop()


def own_effect(r):
    """The bridge: with a fund in place of the aid, the talks hold."""
    return r["interventions"]["own"][1]


def gain_hidden(r):
    own_effect(r)["gained"].pop()


def gain_invented(r):
    extra = dict(own_effect(r)["gained"][0], state="NNN", after=["NNN"])
    own_effect(r)["gained"].append(extra)


def gain_by_another(r):
    own_effect(r)["gained"][0]["makers"] = ["league"]


def loss_invented(r):
    own_effect(r)["lost"].append(own_effect(r)["gained"][0])


def condition_of_a_gain_dropped(r):
    one = next(g for g in r["interventions"]["own"][0]["gained"] if g["only_with"] or g["after"])
    one["after"] = [*one["after"], one["after"][0]]


def number_of_states_changed(r):
    own_effect(r)["n_states"] += 1


def status_quo_afterwards_moved(r):
    own_effect(r)["status_quo"] = "NNN"


def reach_invented(r):
    own_effect(r)["out_of_reach"].append("YNN")


def intervention_forgotten(r):
    r["interventions"]["own"].pop()


def simple_change_forgotten(r):
    r["interventions"]["automatic"].pop()


def simple_change_renamed(r):
    r["interventions"]["automatic"][0]["id"] = "removed:coast.talk"


def tried_changed(r):
    r["interventions"]["tried"] += 1


CONDITIONS = "inverse, gmr for city: the conditions"
RANKINGS = "inverse, gmr for city: how many rankings"
CHANGE = "inverse, gmr for city: the smallest change"
ORDER = "inverse, gmr for city: another order"
EFFECT, SIMPLE = "intervention bridge: what it would", "interventions: the simple"
PLANTED = [
    (gain_hidden, "ridge", EFFECT),
    (gain_invented, "ridge", EFFECT),
    (gain_by_another, "ridge", EFFECT),
    (loss_invented, "ridge", EFFECT),
    (condition_of_a_gain_dropped, "ridge", "intervention observers: what it would"),
    (number_of_states_changed, "ridge", EFFECT),
    (status_quo_afterwards_moved, "ridge", EFFECT),
    (reach_invented, "ridge", EFFECT),
    (intervention_forgotten, "ridge", "interventions: those of the file"),
    (simple_change_forgotten, "ridge", SIMPLE),
    (simple_change_renamed, "ridge", SIMPLE),
    (tried_changed, "ridge", SIMPLE),
    (demand_dropped, "harbour", CONDITIONS),
    (way_dropped, "harbour", CONDITIONS),
    (way_asks_less, "harbour", "inverse, smr for city: the conditions"),
    (way_by_the_wrong_answer, "harbour", CONDITIONS),
    (need_called_met, "harbour", CONDITIONS),
    (share_changed, "harbour", RANKINGS),
    (count_of_rankings_changed, "harbour", RANKINGS),
    (equilibrium_share_changed, "harbour", "inverse, nash for union: how many"),
    (swaps_changed, "harbour", CHANGE),
    (level_swaps_changed, "harbour", CHANGE),
    (ranking_left_as_it_is, "harbour", "inverse, nash for city: the smallest change"),
    (single_state_changed, "harbour", CHANGE),
    (open_move_hidden, "harbour", CHANGE),
    (order_changed, "harbour", ORDER),
    (order_said_to_be_impossible, "harbour", ORDER),
    (order_with_more_swaps, "harbour", ORDER),
    (move_of_a_statement_dropped, "harbour", ORDER),
    (joint_change_called_smaller, "harbour", "inverse, nash: the smallest change of all"),
    (joint_ranking_dropped, "harbour", "inverse, nash: the smallest change of all"),
    (question_dropped, "harbour", "inverse: what was asked"),
    (flip_dropped, "harbour", "sensitivity: what each"),
    (effect_dropped, "harbour", "sensitivity: no other"),
    (effect_on_equilibria_changed, "harbour", "sensitivity: what each"),
    (robust_equilibrium_added, "harbour", "sensitivity: no other"),
    (examined_changed, "harbour", "sensitivity: no other"),
    (change_that_is_not_near, "harbour", "sensitivity: what each"),
    (present_equilibrium_dropped, "harbour", "sensitivity: the present"),
    (start_moved, "harbour", "paths: they start"),
    (path_that_is_no_move, "harbour", "paths by moves: each is legal"),
    (path_that_costs_its_mover, "harbour", "paths by improvements: each is legal"),
    (path_dropped_from_the_count, "harbour", "paths by moves: none is shorter"),
    (path_listed_twice, "harbour", "paths by moves: none is shorter"),
    (length_changed, "harbour", "paths by moves: none is shorter"),
    (reached_called_unreached, "harbour", "paths by improvements: what is not reached"),
    (equilibrium_forgotten, "harbour", "paths by moves: every equilibrium"),
    (concepts_of_a_route_changed, "harbour", "paths by moves: every equilibrium"),
    (endless_denied, "harbour", "paths by moves: how many of any length"),
    (paths_counted_wrong, "harbour", "paths by improvements: how many of any length"),
    (states_seen_changed, "harbour", "paths by moves: none is shorter"),
    (joint_move_by_one, "elmira", "paths together: each is legal"),
    (joint_move_elsewhere, "elmira", "paths together: each is legal"),
    (joint_length_changed, "elmira", "paths together: none is shorter"),
    (paths_together_cut, "elmira", "paths together: every equilibrium"),
    (number_of_coalitions_changed, "elmira", "coalitions: how many"),
    (departure_hidden, "elmira", "coalitions, merged: what holds"),
    (departure_by_everybody, "elmira", "coalitions, joint: each departure"),
    (departure_elsewhere, "elmira", "coalitions, joint: each departure"),
    (departure_by_others_moves, "elmira", "coalitions, joint: each departure"),
    (departure_cut_short, "elmira", "coalitions, joint: each departure"),
    (answer_to_coalition_invented, "elmira", "coalitions, joint: each departure"),
    (coalition_said_to_stay, "elmira", "coalitions, joint: what holds"),
    (strong_state_added, "strong", "strength 2: what holds"),
    (degree_changed, "strong", "strength: the degrees"),
    (weak_state_hidden, "strong", "strength: what holds only weakly"),
    (mild_maker_invented, "strong", "strength: whose preferences"),
    (strong_answer_that_is_weak, "strong", "strength, reasons: every answer"),
    (horizon_state_dropped, "strong", "moves ahead, 1"),
    (settles_later, "strong", "moves ahead: when it settles"),
    (long_run_changed, "strong", "moves ahead: what holds in the long run"),
    (holds_flipped, "strong", "moves ahead: the lines of play"),
    (line_of_play_changed, "strong", "moves ahead: the lines of play"),
    (option_of_a_line_dropped, "strong", "moves ahead: the lines of play"),
    (better_flipped, "strong", "moves ahead: the lines of play"),
    (unknown_pairs_changed, "unsure", "unknown: how many"),
    (reading_swapped, "unsure", "unknown: the four readings"),
    (extension_swapped, "unsure", "unknown, a: what holds"),
    (extension_equilibrium_dropped, "unsure", "unknown, c: what holds"),
    (said_to_hold_always, "unsure", "unknown, nash: what holds whatever"),
    (said_never_to_hold, "unsure", "unknown, seq: what holds whatever"),
    (condition_turned_round, "unsure", "unknown: what would settle"),
    (condition_that_settles_nothing, "unsure", "unknown: what would settle"),
]


@pytest.mark.parametrize(
    ("plant", "name", "broken"), PLANTED, ids=lambda x: getattr(x, "__name__", "")
)
def test_a_planted_error_is_refuted(plant, name, broken):
    conflict, honest = HONEST[name]
    result = copy.deepcopy(honest)
    plant(result)
    assert result != honest
    about = {k: v for k, v in result.items() if k not in TOPICS or v != honest[k]}
    touched = about | ({"coalitions": result["coalitions"]} if "paths" in about else {})
    refuted = [c for c in verdicts(conflict, touched) if c.verdict == "refuted"]
    assert [c for c in refuted if c.claim.startswith(broken) and c.detail], refuted
