"""Each planted error in an otherwise honest result is refuted, by the claim that it breaks."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest
from verified_cases import HARBOUR, result_of

from irenic.model import show_number
from irenic.verify.checker import verify_result

HONEST = result_of(HARBOUR)


def more(text, by=1):
    return show_number(Fraction(text) + by)


def method(result, name):
    return next(s for s in result["solutions"] if s["method"] == name)


def card(result, name):
    return next(c for c in result["proposals"] if c["id"] == name)


def score(result, name, party):
    return next(s for s in card(result, name)["scores"] if s["party"] == party)


def points(result):
    return result["frontier"]["points"]


# --- the errors: each changes one thing and names the claim that must be refuted


def another_case(r):
    r["case"]["title"] = "Airport"


def parties_swapped(r):
    r["parties"].reverse()


def decision_rule_softened(r):
    r["decision"]["at_least"] = 1


def assumption_hidden(r):
    r["assumptions"].pop()


def assumption_invented(r):
    r["assumptions"].append({"kind": "no-deal-unknown", "party": "firm"})


def total_off_by_one(r):
    r["packages"]["total"] += 1


def feasible_off_by_one(r):
    r["packages"]["feasible"] -= 1


def zone_off_by_one(r):
    for key in ("size", "low", "high"):
        r["zone"][key] += 1


def zone_bound_loosened(r):
    r["zone"]["high"] += 5


def zone_said_to_be_empty(r):
    r["zone"]["status"] = "no-zone"


def acceptance_off_by_one(r):
    r["zone"]["accepted_by"]["firm"] -= 1


def unknown_no_deal_invented(r):
    r["zone"]["unknown"] = ["firm"]


def utility_changed(r):
    points(r)[3]["utilities"][0] = more(points(r)[3]["utilities"][0], Fraction(1, 1000))


def package_swapped(r):
    points(r)[0]["package"], points(r)[1]["package"] = (
        points(r)[1]["package"],
        points(r)[0]["package"],
    )


def point_dropped(r):
    lost = points(r).pop(5)
    r["frontier"]["size"] -= 1
    r["frontier"]["packages"] -= lost["count"]


def dominated_point_added(r):
    poor = {"hours": "h36", "wages": "0", "seat": "vote", "flag": "red"}
    extra = {"utilities": ["60", "40"], "package": poor, "count": 2, "in_zone": False}
    points(r).append(extra)
    r["frontier"]["size"] += 1
    r["frontier"]["packages"] += 2


def point_listed_twice(r):
    points(r).append(copy.deepcopy(points(r)[2]))
    r["frontier"]["size"] += 1
    r["frontier"]["packages"] += points(r)[2]["count"]


def barred_package_listed(r):
    points(r)[0]["package"]["wages"] = "4"


def count_off_by_one(r):
    points(r)[4]["count"] += 1
    r["frontier"]["packages"] += 1


def size_off_by_one(r):
    r["frontier"]["size"] += 1


def in_zone_flipped(r):
    points(r)[0]["in_zone"] = True


def frontier_said_to_be_infeasible(r):
    r["frontier"]["status"] = "infeasible"


def method_dropped(r):
    r["solutions"].remove(method(r, "egalitarian"))


def method_listed_twice(r):
    r["solutions"].append(copy.deepcopy(method(r, "nash")))


def status_wrong(r):
    method(r, "kalai-smorodinsky")["status"] = "no-strict-gain"


def value_changed(r):
    method(r, "nash")["value"] = [more(method(r, "nash")["value"][0])]


def tie_removed_from_packages(r):
    method(r, "utilitarian")["packages"].pop()


def tie_removed_altogether(r):
    method(r, "utilitarian")["packages"].pop()
    method(r, "utilitarian")["count"] -= 1


def tie_replaced_by_its_twin(r):
    packages = method(r, "utilitarian")["packages"]
    packages[1] = dict(packages[0])


def another_point_chosen(r):
    other = points(r)[4]
    assert other["utilities"] not in method(r, "equal-loss")["utilities"]
    method(r, "equal-loss").update(
        utilities=[other["utilities"]], packages=[other["package"]], count=other["count"]
    )


def nash_on_two_losses(r):
    lost = {"hours": "h40", "wages": "0", "seat": "no", "flag": "red"}
    method(r, "nash").update(packages=[lost], utilities=[["0", "59"]], count=1)


def package_of_solution_barred(r):
    method(r, "greatest-total")["packages"][0] = {
        "hours": "h36", "wages": "4", "seat": "no", "flag": "red",
    }  # fmt: skip


def certificate_value_changed(r):
    method(r, "egalitarian")["certificate"]["value"][0] = "3"


def certificate_ideal_changed(r):
    ideal = method(r, "kalai-smorodinsky")["certificate"]["ideal"]
    ideal["firm"] = more(ideal["firm"])


def points_compared_changed(r):
    method(r, "egalitarian")["certificate"]["points_compared"] += 1


def proposal_rewritten(r):
    card(r, "poor")["package"]["wages"] = "1"


def proposal_forgotten(r):
    r["proposals"].remove(card(r, "half"))


def rule_overlooked(r):
    card(r, "barred")["broken_rules"] = []


def barred_called_feasible(r):
    card(r, "barred")["feasible"] = True


def score_changed(r):
    score(r, "poor", "union")["score"] = more(score(r, "poor", "union")["score"])


def no_deal_changed(r):
    score(r, "poor", "firm")["no_deal"] = "34"


def refusal_hidden(r):
    refusing = score(r, "poor", "firm")
    refusing["accepts"] = not refusing["accepts"]


def carries_flipped(r):
    card(r, "poor")["carries"] = not card(r, "poor")["carries"]


def relative_gain_changed(r):
    row = score(r, "poor", "firm")
    row["relative_gain"] = more(row["relative_gain"], Fraction(1, 100))


def cost_changed(r):
    cost = score(r, "poor", "firm")["costs"][0]
    cost["loss"] = more(cost["loss"])


def cost_dropped(r):
    score(r, "poor", "firm")["costs"].pop()


def dominated_called_efficient(r):
    card(r, "poor")["efficient"] = True
    card(r, "poor")["improvement"] = None


def improvement_that_does_not_dominate(r):
    card(r, "poor")["improvement"]["package"] = points(r)[0]["package"]


def improvement_gain_changed(r):
    gains = card(r, "poor")["improvement"]["gains"]
    gains["union"] = more(gains["union"])


def trade_changed(r):
    trade = card(r, "poor")["improvement"]["trades"][0]
    trade["changes"]["union"] = more(trade["changes"]["union"])


def completions_off_by_one(r):
    card(r, "half")["completions"]["feasible"] += 1


def completion_example_refused(r):
    card(r, "half")["completions"]["example"]["wages"] = "0"


def range_of_scores_widened(r):
    row = score(r, "half", "union")
    row["high"] = more(row["high"])


def margin_changed(r):
    margins = card(r, "poor")["sustainable"]["margins"]
    margins["firm"] = more(margins["firm"])


def blocking_set_dropped(r):
    card(r, "poor")["sustainable"]["blocking"].pop()


def order_of_leaving_reversed(r):
    card(r, "nash")["sustainable"]["leaves_first"].reverse()


def spread_changed(r):
    card(r, "nash")["just"]["spread"] = "0"


def concession_moved(r):
    card(r, "poor")["just"]["concedes_most"][0]["issue"] = "flag"


def absentee_invented(r):
    card(r, "poor")["comprehensive"]["absent"] = ["fishers"]


def worst_issue_hidden(r):
    card(r, "poor")["comprehensive"]["worst"].pop()


def comparison_of_scores_denied(r):
    method(r, "utilitarian")["compares_scores"] = False


def place_changed(r):
    card(r, "nash")["just"]["ranks"][0]["place"] = 2


def chosen_by_nobody(r):
    card(r, "poor")["chosen_by"] = ["nash"]


PLANTED = [
    (another_case, "the result belongs"),
    (parties_swapped, "the result belongs"),
    (decision_rule_softened, "the result belongs"),
    (assumption_hidden, "the assumptions"),
    (assumption_invented, "the assumptions"),
    (total_off_by_one, "packages.total"),
    (feasible_off_by_one, "packages.feasible"),
    (zone_off_by_one, "zone of agreement"),
    (zone_bound_loosened, "zone of agreement"),
    (zone_said_to_be_empty, "zone of agreement"),
    (acceptance_off_by_one, "zone of agreement"),
    (unknown_no_deal_invented, "zone: decision rule"),
    (utility_changed, "every frontier point has the utilities"),
    (package_swapped, "every frontier point has the utilities"),
    (point_dropped, "every feasible package is matched"),
    (dominated_point_added, "no frontier point dominates"),
    (point_listed_twice, "the frontier points are distinct"),
    (barred_package_listed, "every frontier package keeps"),
    (count_off_by_one, "every frontier point counts"),
    (size_off_by_one, "frontier.size"),
    (in_zone_flipped, "every frontier point says rightly"),
    (frontier_said_to_be_infeasible, "frontier.status"),
    (method_dropped, "every method is listed"),
    (method_listed_twice, "every method is listed"),
    (status_wrong, "kalai-smorodinsky: status and"),
    (value_changed, "nash: value"),
    (tie_removed_from_packages, "utilitarian: packages"),
    (tie_removed_altogether, "utilitarian: number"),
    (tie_replaced_by_its_twin, "utilitarian: packages"),
    (another_point_chosen, "equal-loss: chooses"),
    (nash_on_two_losses, "nash: chooses"),
    (package_of_solution_barred, "greatest-total: packages"),
    (certificate_value_changed, "egalitarian: certificate"),
    (certificate_ideal_changed, "kalai-smorodinsky: certificate"),
    (points_compared_changed, "egalitarian: certificate"),
    (proposal_rewritten, "proposal poor: package"),
    (proposal_forgotten, "every proposal"),
    (rule_overlooked, "proposal barred: package"),
    (barred_called_feasible, "proposal barred: open issues"),
    (score_changed, "proposal poor: scores"),
    (no_deal_changed, "proposal poor: scores"),
    (refusal_hidden, "proposal poor: who accepts"),
    (carries_flipped, "proposal poor: who accepts"),
    (relative_gain_changed, "proposal poor: relative gains"),
    (cost_changed, "proposal poor: what each issue costs"),
    (cost_dropped, "proposal poor: what each issue costs"),
    (dominated_called_efficient, "proposal poor: efficient"),
    (improvement_that_does_not_dominate, "proposal poor: efficient"),
    (improvement_gain_changed, "proposal poor: efficient"),
    (trade_changed, "proposal poor: efficient"),
    (completions_off_by_one, "proposal half: open issues"),
    (completion_example_refused, "proposal half: open issues"),
    (range_of_scores_widened, "proposal half: open issues"),
    (margin_changed, "proposal poor: sustainable"),
    (blocking_set_dropped, "proposal poor: sustainable"),
    (order_of_leaving_reversed, "package of nash: sustainable"),
    (spread_changed, "package of nash: just"),
    (concession_moved, "proposal poor: just"),
    (absentee_invented, "proposal poor: comprehensive"),
    (worst_issue_hidden, "proposal poor: comprehensive"),
    (comparison_of_scores_denied, "utilitarian: status and assumption"),
    (place_changed, "package of nash: places"),
    (chosen_by_nobody, "proposal poor: chosen by"),
]


@pytest.mark.parametrize(("plant", "broken"), PLANTED, ids=lambda x: getattr(x, "__name__", ""))
def test_a_planted_error_is_refuted(plant, broken):
    result = copy.deepcopy(HONEST)
    plant(result)
    assert result != HONEST
    refuted = [c for c in verify_result(result, HARBOUR) if c.verdict == "refuted"]
    named = [c for c in refuted if c.claim.startswith(broken)]
    assert named, refuted
    assert named[0].detail


def test_the_honest_result_has_no_refuted_claim():
    assert [c for c in verify_result(HONEST, HARBOUR) if c.verdict == "refuted"] == []
