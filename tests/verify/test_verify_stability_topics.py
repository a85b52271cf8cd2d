"""Planted errors in further answers on conflicts: paths, coalitions, strength, the unknown."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest
from conflict_cases import HARBOUR, UNSURE, stability_of
from random_conflicts import random_conflict, with_strength, with_unknown

from irenic.analyse.conflict_coalitions import conflict_coalitions
from irenic.analyse.conflict_model import model_conflict
from irenic.analyse.conflict_paths import conflict_paths
from irenic.analyse.limited_moves import examine_limited_moves
from irenic.analyse.strength import examine_strength
from irenic.analyse.unknown_preference import read_unknown
from irenic.casefile.reader import read_case
from irenic.model import Case, Conflict
from irenic.report.jsonable import plain
from irenic.verify.conflict import Board
from irenic.verify.stability import TOPICS

CATALOG = Path(__file__).parents[2] / "catalog"


def everything(conflict: Conflict) -> dict:
    """Return all further answers on a conflict, as a program reads them."""
    case = Case(title="", parties=(), issues=(), conflict=conflict)
    model = model_conflict(conflict)
    result = stability_of(case)
    states = [s for s in result["states"] if any(s in e for e in result["equilibria"].values())]
    found = {
        "paths": conflict_paths(model, result["equilibria"]),
        "coalitions": conflict_coalitions(model, states),
        "strength": examine_strength(model),
        "foresight": examine_limited_moves(model, explain=model.ids(model.moves.states())),
    }
    if not model.ranked:
        found["unknown"] = read_unknown(model)
    return result | {key: json.loads(json.dumps(plain(value))) for key, value in found.items()}


def verdicts(conflict: Conflict, result: dict) -> list:
    board = Board(conflict)
    return [c for key, claims in TOPICS.items() if result.get(key) for c in claims(result, board)]


ELMIRA = read_case(CATALOG / "gdn" / "elmira-1991.yaml").conflict
#: Two decision makers, steps of three degrees, and states that hold only weakly.
STRONG = with_strength(random_conflict(8147, 4), 8147)
HONEST = {
    name: (conflict, everything(conflict))
    for name, conflict in {
        "elmira": ELMIRA,
        "harbour": HARBOUR.conflict,
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


PLANTED = [
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
    refuted = [c for c in verdicts(conflict, result) if c.verdict == "refuted"]
    assert [c for c in refuted if c.claim.startswith(broken) and c.detail], refuted
