"""Repairs and empty zones of catalogue cases, by brute force over their packages; and readers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import combinations, product

import pytest

from irenic.analyse.audience import reduce_case
from irenic.analyse.candidates import find_candidate
from irenic.analyse.no_zone import explain_zone, nearest_gap
from irenic.analyse.points import midpoint
from irenic.analyse.repair import repair_proposal
from irenic.analyse.results import Audience, Package, Status
from irenic.casefile.catalogue import resolve
from irenic.casefile.reader import read_case
from irenic.errors import NotCovered, UnknownName
from irenic.model import Decision, Quantity
from irenic.report.jsonable import plain
from irenic.report.repair import repair_card
from irenic.report.zone import zone_card
from irenic.solve.budget import Budget

MEDIATOR = Audience()


def case_of(name):
    return read_case(resolve(name))


def every(case):
    """All packages with their scores, by the definition; for cases without rules."""
    points, _ = midpoint(case)
    ids = [i.id for i in case.issues]
    for options in product(*(i.option_ids for i in case.issues)):
        choices = dict(zip(ids, options, strict=True))
        yield choices, {p.party: p.score(Package(choices)) for p in points}


def floors(case):
    return {p: case.preferences[p].no_deal.midpoint for p in case.party_ids}


def passes_port(scores, no_deal):
    """Six of seven, SportCo and the Department of Tourism among them (the published rule)."""
    yes = {p for p, x in scores.items() if x >= no_deal[p]}
    return len(yes) >= 6 and {"sportco", "tourism"} <= yes


def test_the_opening_of_the_port_game_needs_three_changes():
    case = case_of("abdelnabi-2024-port")
    opening = next(p for p in case.proposals if p.id == "sportco-opening").choices
    start = dict(next(u for c, u in every(case) if c == opening))
    ranked = sorted(
        (
            sum(c[i] != o for i, o in opening.items()),
            sum(max(F(0), start[p] - x) for p, x in u.items()),
            sorted(c.items()),
        )
        for c, u in every(case)
        if passes_port(u, floors(case))
    )
    changes, given, _ = ranked[0]
    best = [c for k, g, c in ranked if (k, g) == (changes, given)]
    found = repair_proposal(case, find_candidate(case, "sportco-opening"), MEDIATOR)
    assert (found.changes, found.smallest.concession) == (changes, given) == (3, 26)
    assert [sorted(r.package.choices.items()) for r in found.smallest.repairs] == best
    said = repair_card(case, MEDIATOR, found)
    assert "3 changes are enough for a package that carries" in said
    assert "Where to build: On the water, freely → On water and land" in said
    assert "Mayor gives up 2 and SportCo gives up 24" in said
    assert "No package with 2 changes is enough" in said


def test_unanimity_in_the_port_game_with_a_demanding_union_leaves_no_zone():
    """A variant: everyone must accept; the union asks for 97 (it has 48), SportCo for 65 (54)."""
    case = case_of("abdelnabi-2024-port")
    raised = dict(case.preferences)
    for party, wanted in (("union", 97), ("sportco", 65)):
        raised[party] = replace(raised[party], no_deal=Quantity.exactly(F(wanted)))
    case = replace(case, decision=Decision(), preferences=raised)
    no_deal, packages = floors(case), list(every(case))

    def met(u, parties):
        return all(u[p] >= no_deal[p] for p in parties)

    found = explain_zone(case, MEDIATOR)
    assert found.status is Status.NO_ZONE
    for one in found.why.alone:
        others = set(case.party_ids) - {one.party}
        reach = max((u[one.party] for _, u in packages if met(u, others)), default=None)
        assert one.reach == reach
        assert one.fall == (None if reach is None else no_deal[one.party] - reach)
    ids = case.party_ids
    clash = [
        set(s)
        for k in range(1, 8)
        for s in combinations(ids, k)
        if not any(met(u, s) for _, u in packages)
    ]
    smallest = [s for s in clash if not any(t < s for t in clash)]
    assert sorted(map(sorted, found.why.conflicts)) == sorted(map(sorted, smallest))
    spans = {p: max(u[p] for _, u in packages) - min(u[p] for _, u in packages) for p in ids}
    part = min(max(max(F(0), no_deal[p] - u[p]) / spans[p] for p in ids) for _, u in packages)
    [gap] = found.why.gaps
    assert gap.part == part
    said = zone_card(case, MEDIATOR, found)
    reach = next(a.reach for a in found.why.alone if a.party == "union")
    assert (
        f"Local Labour Union would have to lower its no-deal value from 97 to {reach}"
        in " ".join(said.split())
    )
    assert "There is no zone of agreement" in said


def test_below_unanimity_the_nearest_coalition_comes_first():
    """Of the quarry two parties would be enough in any pair; the rule asks for all three."""
    case = case_of("quarry")
    assert explain_zone(case, MEDIATOR).status is Status.NO_ZONE
    assert explain_zone(replace(case, decision=Decision(2)), MEDIATOR).size > 0
    harder = {
        p: replace(v, no_deal=Quantity.exactly(v.no_deal.midpoint + 30))
        for p, v in case.preferences.items()
    }
    hard = replace(case, decision=Decision(2, ("village",)), preferences=harder)
    found = explain_zone(hard, MEDIATOR)
    assert found.status is Status.NO_ZONE
    assert {g.coalition for g in found.why.gaps} == {
        ("village", "farmers"),
        ("village", "company"),
    }
    parts = [g.part for g in found.why.gaps]
    assert parts == sorted(parts)
    said = zone_card(hard, MEDIATOR, found)
    assert "If Village council and" in said
    assert "agreed that would be enough" in said


def test_the_rule_that_closes_the_quarry_is_found():
    found = explain_zone(case_of("quarry"), MEDIATOR).why
    assert [lift.rules for lift in found.lifts] == [(0,)]
    assert found.lifts_complete
    assert found.conflicts == (("village", "farmers", "company"),)


def test_rules_that_contradict_each_other_are_named():
    case = case_of("quarry")
    first, second = case.rules
    [condition] = second.any_of
    [test] = condition.values()
    never = replace(second, when=())
    always_village = replace(never, any_of=({"road": replace(test, options=("village",))},))
    broken = replace(case, rules=(first, never, always_village))
    found = explain_zone(broken, MEDIATOR)
    assert found.status is Status.INFEASIBLE
    assert sorted(lift.rules for lift in found.why.lifts) == [(1,), (2,)]
    assert "The rules contradict each other" in zone_card(broken, MEDIATOR, found)
    fixed = repair_proposal(broken, find_candidate(broken, "council-draft"), MEDIATOR)
    assert fixed.status is Status.INFEASIBLE


def test_points_and_parts_of_ranges_can_disagree():
    """Where one party's scores are small, a change that costs it much looks cheap in points."""
    case = case_of("quarry")
    village = case.preferences["village"]
    free = replace(case, rules=())
    by_points = repair_proposal(free, find_candidate(free, "council-draft"), MEDIATOR)
    tiny = {
        name: replace(v, weight=Quantity.exactly(F(1, 1000))) for name, v in village.issues.items()
    }
    small = replace(
        free,
        preferences={
            **free.preferences,
            "village": replace(village, issues=tiny, no_deal=Quantity.exactly(F(6, 100))),
        },
    )
    by_range = repair_proposal(
        small, find_candidate(small, "council-draft"), MEDIATOR, measure="range"
    )
    again = repair_proposal(free, find_candidate(free, "council-draft"), MEDIATOR, measure="range")
    # Parts of a range do not depend on the units of a party; points do.
    assert by_range.smallest.concession == again.smallest.concession
    packages = [r.package for r in again.smallest.repairs]
    assert [r.package for r in by_range.smallest.repairs] == packages
    points = repair_proposal(small, find_candidate(small, "council-draft"), MEDIATOR)
    assert points.smallest.concession != by_points.smallest.concession


def test_closed_issues_stay_and_unknown_ones_are_refused():
    case = case_of("abdelnabi-2024-port")
    opening = find_candidate(case, "sportco-opening")
    found = repair_proposal(case, opening, MEDIATOR, closed=("A",))
    assert all(r.package.choices["A"] == "A1" for r in found.smallest.repairs)
    with pytest.raises(UnknownName, match="no issue 'Z'"):
        repair_proposal(case, opening, MEDIATOR, closed=("Z",))
    half = find_candidate(case, "A=A1")
    with pytest.raises(UnknownName, match="leaves 'B' open"):
        repair_proposal(case, half, MEDIATOR, closed=("B",))


def test_unknown_no_deal_values_are_said_and_never_assumed():
    case = case_of("quarry")
    silent = {**case.preferences, "farmers": replace(case.preferences["farmers"], no_deal=None)}
    unknown = replace(case, preferences=silent)
    found = explain_zone(unknown, MEDIATOR)
    assert (found.status, found.unknown) == (Status.UNKNOWN, ("farmers",))
    answer = repair_proposal(unknown, find_candidate(unknown, "council-draft"), MEDIATOR)
    assert answer.status is Status.UNKNOWN
    assert "is not recorded" in repair_card(unknown, MEDIATOR, answer)
    village = silent["village"]
    greedy = replace(village, no_deal=Quantity.exactly(F(1000)))
    hopeless = replace(case, preferences={**silent, "village": greedy})
    sure = explain_zone(hopeless, MEDIATOR)
    assert sure.status is Status.NO_ZONE
    said = " ".join(zone_card(hopeless, MEDIATOR, sure).split())
    assert "whatever Farmers' association would have without a deal" in said


@pytest.mark.parametrize("reader", [Audience("joint"), Audience("party", "farmers")])
def test_no_figure_of_others_reaches_a_reader(reader):
    """The answer does not change with what others want, so it cannot tell anything of it."""
    case = case_of("quarry")
    other = {
        p: v if reader.party == p else replace(v, no_deal=Quantity.exactly(F(1)), issues={})
        for p, v in case.preferences.items()
    }
    answers = []
    for one in (case, replace(case, preferences=other)):
        reduced = reduce_case(one, reader)
        draft = find_candidate(reduced, "council-draft")
        repair = repair_proposal(reduced, draft, reader, efficient=True)
        zone = explain_zone(reduced, reader)
        answers.append(
            (
                plain(repair),
                plain(zone),
                repair_card(reduced, reader, repair),
                zone_card(reduced, reader, zone),
            )
        )
    assert answers[0] == answers[1]
    for party in {"village", "farmers", "company"} - {reader.party}:
        assert f"'{party}': '" not in str(answers[0][:2])


def test_divisible_issues_are_refused_in_plain_words():
    case = case_of("raiffa-1982-panama-canal")
    with pytest.raises(NotCovered, match="divisible issues"):
        repair_proposal(case, find_candidate(case, case.proposals[0].id), MEDIATOR)
    with pytest.raises(NotCovered, match="divisible issues"):
        explain_zone(case, MEDIATOR)


def test_a_limit_ends_the_zone_with_its_reason():
    found = explain_zone(case_of("quarry"), MEDIATOR, budget=Budget(seconds=0))
    assert found.status in (Status.LIMIT, Status.NO_ZONE)
    if found.status is Status.LIMIT:
        assert "time limit" in found.reason


def test_the_gap_for_the_headline_is_the_nearest_of_the_explanation():
    from irenic.analyse.compile import compile_case

    case = case_of("quarry")
    compiled = compile_case(case, midpoint(case)[0])
    assert nearest_gap(compiled) == explain_zone(case, MEDIATOR).why.gaps[0]


def test_too_many_coalitions_are_not_compared_in_part(monkeypatch):
    from irenic.analyse import no_zone

    case = case_of("quarry")
    monkeypatch.setattr(no_zone, "MAX_GAPS", 0)
    found = explain_zone(case, MEDIATOR)
    assert found.why.gaps == ()
    assert nearest_gap(no_zone.compile_case(case, midpoint(case)[0])) is None
