"""Each planted error in an otherwise honest answer about a conflict is refuted, by its claim."""

from __future__ import annotations

import copy
from random import Random

import pytest
from conflict_cases import HARBOUR, RING, UNSURE, WIDE, stability_of

from irenic.analyse.conflict_analysis import Questions
from irenic.verify.checker import verify_result

OWN = Questions(own={"city": "seq", "firm": "gmr", "union": "seq"})
HONEST = {
    "harbour": (HARBOUR, stability_of(HARBOUR, OWN)),
    "ring": (RING, stability_of(RING)),
    "unsure": (UNSURE, stability_of(UNSURE)),
    "wide": (WIDE, stability_of(WIDE)),
    "one-step": (RING, stability_of(RING, Questions(sanctions="one-step"))),
}


def witness(r, state, maker, concept):
    return next(
        w
        for w in r["witnesses"]
        if (w["state"], w["decision_maker"], w["concept"]) == (state, maker, concept)
    )


def answer(r, state, maker, concept, improvement):
    found = witness(r, state, maker, concept)["answers"]
    return next(a for a in found if a["improvement"] == improvement)


# --- the errors: each changes one thing


def another_case(r):
    r["case"]["title"] = "Airport"


def another_date(r):
    r["case"]["as_of"] = "2020-01-01"


def makers_swapped(r):
    r["decision_makers"].reverse()


def option_renamed(r):
    r["options"][0] = "refuse"


def status_quo_moved(r):
    r["status_quo"] = "YNNN"


def form_changed(r):
    r["form"] = "graph"


def reader_invented(r):
    r["audience"] = "joint"


def sanctions_renamed(r):
    r["sanctions"] = "none"


def doubt_hidden(r):
    r["doubtful"] = not r["doubtful"]


def states_off_by_one(r):
    r["n_states"] += 1


def state_dropped(r):
    r["states"].pop()


def state_twice(r):
    r["states"][0] = r["states"][1]


def limit_invented(r):
    r["status"] = "limit-reached"


def left_out_in_silence(r):
    r["missed"] = ["paths"]


def impossible_state_listed(r):
    r["states"][0] = "YNYN"


def stable_state_dropped(r):
    r["stable"]["smr"]["firm"].pop(0)


def stable_state_added(r):
    r["stable"]["gmr"]["city"].append("YNNN")


def stable_concept_dropped(r):
    del r["stable"]["sim"]


def stable_maker_dropped(r):
    del r["stable"]["seq"]["union"]


def equilibrium_dropped(r):
    r["equilibria"]["seq"].remove("NYNN")
    r["counts"]["seq"] -= 1


def equilibrium_added_everywhere(r):
    for maker in r["decision_makers"]:
        r["stable"]["nash"][maker] = sorted({*r["stable"]["nash"][maker], "NYNN"})
    r["equilibria"]["nash"].append("NYNN")
    r["counts"]["nash"] += 1


def equilibrium_of_sim_dropped(r):
    r["equilibria"]["sim"].pop()


def count_off_by_one(r):
    r["counts"]["gmr"] += 1


def concept_of_counts_dropped(r):
    del r["counts"]["smr"]


def own_equilibrium_dropped(r):
    r["own_equilibria"].pop()


def own_concept_changed(r):
    r["own_concepts"] = dict.fromkeys(r["decision_makers"], "nash")


def own_equilibria_of_nobody(r):
    r["own_concepts"] = {}


# the wide conflict, of which equilibria are told in patterns


def rows(r):
    return r["patterns"]["nash"]["rows"]


def pattern_widened(r):
    row = next(row for row in rows(r) if "-" in row["pattern"])
    row["pattern"] = row["pattern"].replace("Y", "-", 1)


def pattern_dropped(r):
    rows(r).pop()


def pattern_added(r):
    row = rows(r)[0]
    inside = row["pattern"].replace("-", "Y", 1)
    rows(r).append({"pattern": inside, "count": row["count"] // 2, "status_quo": False})


def pattern_count_changed(r):
    rows(r)[0]["count"] += 1


def pattern_with_the_status_quo(r):
    rows(r)[0]["status_quo"] = not rows(r)[0]["status_quo"]


def total_of_patterns_changed(r):
    r["patterns"]["nash"]["total"] += 1


def reached_pattern_dropped(r):
    next(p for p in r["reached_patterns"].values() if p["rows"])["rows"].pop()


def reach_changed(r):
    r["reach"]["improvements"] += 1


def reached_equilibria_changed(r):
    r["reach"]["equilibria_by_moves"]["gmr"] -= 1


def reason_twice(r):
    r["witnesses"].append(copy.deepcopy(r["witnesses"][3]))


def improvement_hidden(r):
    witness(r, "YNNN", "city", "nash")["answers"].pop()


def improvement_invented(r):
    witness(r, "NYNN", "city", "nash")["answers"] = [
        {"improvement": "NNNN", "sanction": None, "result": None}
    ]


def reason_flipped(r):
    w = witness(r, "YNNN", "city", "gmr")
    w["stable"] = not w["stable"]


def answer_withheld(r):
    w = witness(r, "NYNN", "union", "seq")
    assert w["stable"]
    w.update(stable=False, answers=[{**a, "sanction": None} for a in w["answers"]])


def answer_invented(r):
    steps = [{"by": "firm", "to": "NYYN"}]
    for improvement in ("NYNN", "YYNN"):
        answer(r, "YNNN", "city", "seq", improvement)["sanction"] = steps
    witness(r, "YNNN", "city", "seq")["stable"] = True


def answer_given_under_nash(r):
    answer(r, "NNNN", "city", "nash", "NYNN")["sanction"] = [{"by": "firm", "to": "NYYN"}]


def answer_that_costs_its_giver(r):
    """The firm would be worse off: open to it under GMR, not under SEQ."""
    steps = answer(r, "YNNN", "city", "gmr", "NYNN")["sanction"]
    assert steps == [{"by": "firm", "to": "NYYN"}]
    answer(r, "YNNN", "city", "seq", "NYNN")["sanction"] = steps


def answer_by_the_first_mover(r):
    answer(r, "NNNN", "city", "gmr", "NYNN")["sanction"] = [{"by": "city", "to": "NNNN"}]


def answer_that_is_no_move(r):
    answer(r, "NNNN", "city", "gmr", "NYNN")["sanction"] = [{"by": "union", "to": "NYYY"}]


def answer_against_a_one_way_option(r):
    answer(r, "NNNN", "city", "gmr", "NYNN")["sanction"] = [
        {"by": "firm", "to": "NYYN"}, {"by": "union", "to": "NYYY"}, {"by": "firm", "to": "NYNY"},
    ]  # fmt: skip


def answer_that_does_not_deter(r):
    answer(r, "NNNN", "city", "gmr", "NYNN")["sanction"] = [{"by": "union", "to": "NYNY"}]


def answer_of_no_moves(r):
    answer(r, "NNNN", "city", "gmr", "NYNN")["sanction"] = []


def answer_to_another_improvement(r):
    steps = answer(r, "YNNN", "city", "gmr", "NYNN")["sanction"]
    answer(r, "YNNN", "city", "gmr", "YYNN")["sanction"] = steps


def result_of_moves_in_turn(r):
    answer(r, "NNNN", "city", "gmr", "NYNN")["result"] = "NYYN"


def joint_result_changed(r):
    answer(r, "NNNY", "city", "sim", "NYNY")["result"] = "NNYY"


def joint_partner_changed(r):
    answer(r, "NNNY", "city", "sim", "NYNY")["sanction"] = [{"by": "union", "to": "NNNN"}]


def joint_answer_withheld(r):
    answer(r, "NNNY", "city", "sim", "NYNY").update(sanction=None, result=None)
    witness(r, "NNNY", "city", "sim")["stable"] = False


def unknown_state_named(r):
    witness(r, "NNNN", "city", "nash")["state"] = "YNYN"


def unknown_maker_named(r):
    witness(r, "NNNN", "city", "nash")["decision_maker"] = "mayor"


def proposal_forgotten(r):
    r["settlements"] = []


def signed_state_moved(r):
    r["settlements"][0]["signed"] = "NYNN"


def signing_said_to_be_impossible(r):
    r["settlements"][0]["signing"] = None


def signing_by_a_detour(r):
    r["settlements"][0]["any_way"] = [
        {"by": "union", "to": "NNNY"}, {"by": "city", "to": "YNNY"}, {"by": "union", "to": "YNNN"},
    ]  # fmt: skip


def kept_said_to_rest(r):
    r["settlements"][0]["kept_rests"]["nash"] = True


def status_quo_said_to_rest(r):
    r["settlements"][0]["status_quo_rests"]["seq"] = True


def temptation_hidden(r):
    r["settlements"][0]["temptations"].pop()


def temptation_said_to_be_held(r):
    one, other = r["settlements"][0]["temptations"]
    other["held"]["gmr"] = copy.deepcopy(one["held"]["gmr"])


def hold_withheld(r):
    r["settlements"][0]["temptations"][0]["held"]["seq"] = None


def breach_by_another(r):
    r["settlements"][0]["breaches"][0]["by"] = ["firm"]


def breach_tempts_more(r):
    r["settlements"][0]["breaches"][1]["tempted"] = ["union"]


def breach_left_by_nobody(r):
    r["settlements"][0]["breaches"][0]["leaves"] = []


def breach_said_to_rest(r):
    r["settlements"][0]["breaches"][0]["rests"]["sim"] = True


def breach_dropped(r):
    r["settlements"][0]["breaches"].pop()


BELONGS, READ, STATES = "the result belongs", "how the question", "the states, and how many"
ANSWER, FREE = "reasons: every answer is open", "reasons: what goes unanswered"
SETTLED, OWNED = "settlement draft", "the equilibria with a concept of its own"
PLANTED = [
    (another_case, BELONGS),
    (another_date, BELONGS),
    (makers_swapped, BELONGS),
    (option_renamed, BELONGS),
    (status_quo_moved, BELONGS),
    (form_changed, BELONGS),
    (reader_invented, BELONGS),
    (sanctions_renamed, READ),
    (doubt_hidden, READ),
    (states_off_by_one, STATES),
    (state_dropped, STATES),
    (state_twice, STATES),
    (limit_invented, "what was left out"),
    (left_out_in_silence, "what was left out"),
    (impossible_state_listed, STATES),
    (stable_state_dropped, "smr: who is stable where"),
    (stable_state_added, "gmr: who is stable where"),
    (stable_concept_dropped, "stable: every concept"),
    (stable_maker_dropped, "stable: every concept"),
    (equilibrium_dropped, "seq: who is stable where"),
    (equilibrium_added_everywhere, "nash: who is stable where"),
    (equilibrium_of_sim_dropped, "sim: who is stable where"),
    (count_off_by_one, "gmr: who is stable where"),
    (concept_of_counts_dropped, "counts: every concept"),
    (own_equilibrium_dropped, OWNED),
    (own_concept_changed, OWNED),
    (own_equilibria_of_nobody, "no equilibria with concepts"),
    (reason_twice, "reasons: none is given twice"),
    (improvement_hidden, "reasons: each names every improvement"),
    (improvement_invented, "reasons: each names every improvement"),
    (reason_flipped, "reasons: a state is stable when"),
    (answer_withheld, FREE),
    (answer_withheld, "reasons: they agree"),
    (answer_invented, ANSWER),
    (answer_given_under_nash, ANSWER),
    (answer_that_costs_its_giver, ANSWER),
    (answer_by_the_first_mover, ANSWER),
    (answer_that_is_no_move, ANSWER),
    (answer_against_a_one_way_option, ANSWER),
    (answer_that_does_not_deter, ANSWER),
    (answer_of_no_moves, ANSWER),
    (answer_to_another_improvement, ANSWER),
    (result_of_moves_in_turn, ANSWER),
    (joint_result_changed, ANSWER),
    (joint_partner_changed, ANSWER),
    (joint_answer_withheld, FREE),
    (unknown_state_named, "the result has the shape"),
    (unknown_maker_named, "the result has the shape"),
    (proposal_forgotten, "every proposal of the conflict"),
    (signed_state_moved, SETTLED),
    (signing_said_to_be_impossible, SETTLED),
    (signing_by_a_detour, SETTLED),
    (kept_said_to_rest, SETTLED),
    (status_quo_said_to_rest, SETTLED),
    (temptation_hidden, SETTLED),
    (temptation_said_to_be_held, SETTLED),
    (hold_withheld, SETTLED),
    (breach_by_another, SETTLED),
    (breach_tempts_more, SETTLED),
    (breach_left_by_nobody, SETTLED),
    (breach_said_to_rest, SETTLED),
    (breach_dropped, SETTLED),
]


WIDELY = "patterns, nash: they stand for"
PLANTED_IN_WIDE = [
    (pattern_widened, WIDELY),
    (pattern_dropped, WIDELY),
    (pattern_added, "patterns, nash: no fewer"),
    (pattern_count_changed, WIDELY),
    (pattern_with_the_status_quo, WIDELY),
    (total_of_patterns_changed, WIDELY),
    (reached_pattern_dropped, "reached patterns"),
    (reach_changed, "reach by improvements"),
    (reached_equilibria_changed, "reach by moves"),
]


def refuted_by(name, plant):
    case, honest = HONEST[name]
    result = copy.deepcopy(honest)
    plant(result)
    assert result != honest
    return [c for c in verify_result(result, case) if c.verdict == "refuted"]


@pytest.mark.parametrize(("plant", "broken"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_planted_error_is_refuted(plant, broken):
    refuted = refuted_by("harbour", plant)
    named = [c for c in refuted if c.claim.startswith(broken)]
    assert named, refuted
    assert named[0].detail


@pytest.mark.parametrize(
    ("plant", "broken"), PLANTED_IN_WIDE, ids=lambda x: getattr(x, "__name__", "")
)
def test_an_error_planted_among_many_states_is_refuted(plant, broken):
    assert [c for c in refuted_by("wide", plant) if c.claim.startswith(broken) and c.detail]


@pytest.mark.parametrize("name", HONEST)
def test_every_claim_of_an_honest_result_is_confirmed(name):
    case, honest = HONEST[name]
    assert [c for c in verify_result(honest, case) if c.verdict != "confirmed"] == []


# --- errors that only a graph can hold: moves listed one by one, the same mover again later


def long_answer(r):
    return answer(r, "p", "a", "smr", "q")["sanction"]


def cut_short(r):
    """The first mover could go back up from where the others stop."""
    answer(r, "p", "a", "smr", "q")["sanction"] = [{"by": "c", "to": "p"}]


def twice_in_a_row(r):
    long_answer(r)[1]["by"] = "b"


def one_after_the_other_by_the_same(r):
    """Each is a move of c, and b is no better off at the end; but nobody moves twice in a row."""
    answer(r, "q", "b", "gmr", "r")["sanction"] = [{"by": "c", "to": "s"}, {"by": "c", "to": "p"}]


def jumped(r):
    del long_answer(r)[1]


@pytest.mark.parametrize(
    "plant", [cut_short, twice_in_a_row, one_after_the_other_by_the_same, jumped]
)
def test_a_wrong_sequence_is_refuted(plant):
    assert [s["by"] for s in long_answer(HONEST["ring"][1])] == ["b", "c", "b"]
    assert ANSWER in " ".join(c.claim for c in refuted_by("ring", plant))


def test_an_answer_longer_than_was_asked_for_is_refuted():
    """The answer of three moves is right, but not in a study of one-step answers."""
    long = copy.deepcopy(long_answer(HONEST["ring"][1]))

    def plant(r):
        answer(r, "p", "a", "smr", "q")["sanction"] = long

    assert ANSWER in " ".join(c.claim for c in refuted_by("one-step", plant))


def test_a_reading_of_unknown_comparisons_is_checked():
    """What may be better is left for; leaving it out makes too much stable."""

    def plant(r):
        for maker in ("a", "b", "c"):
            r["stable"]["nash"][maker] = list(r["states"])
        r["equilibria"]["nash"], r["counts"]["nash"] = list(r["states"]), len(r["states"])

    assert any(c.claim.startswith("nash:") for c in refuted_by("unsure", plant))


def test_what_the_checker_does_not_know_is_said():
    case, honest = HONEST["ring"]
    result = copy.deepcopy(honest) | {"telepathy": {"p": "q"}, "nothing": None}
    left = [c for c in verify_result(result, case) if c.verdict == "not checked"]
    assert [c.claim for c in left] == ["telepathy"]


# --- anything at all may stand in a result


JUNK = (None, True, -1, 10**30, 1.5, "", "x", "YNNN", [], {}, [[]], {"a": 1}, ["YNNN"], [None])


def places(value, path=()):
    yield path
    keys = value if isinstance(value, dict) else ()
    for key in range(len(value)) if isinstance(value, list) else keys:
        yield from places(value[key], (*path, key))


@pytest.mark.parametrize("name", ["harbour", "ring", "unsure"])
def test_a_spoilt_result_is_refuted_without_an_exception(name):
    case, honest = HONEST[name]
    rng = Random(name)
    everywhere = [p for p in places(honest) if p and p[-1] not in ("irenic", "title", "assumes")]
    for path in rng.sample(everywhere, 30 if name == "unsure" else 120):
        result = copy.deepcopy(honest)
        inside = result
        for key in path[:-1]:
            inside = inside[key]
        old = inside[path[-1]]
        inside[path[-1]] = new = rng.choice([x for x in JUNK if x != old])
        assert any(c.verdict != "confirmed" for c in verify_result(result, case)), (path, new)
