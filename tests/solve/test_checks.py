"""What a deal promises that it does not have, and what its guarantees cost."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from deal_strategies import deals, shares
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import (
    G1,
    G2,
    GOV,
    ORDER_A,
    ORDER_B,
    R1,
    R2,
    REB,
    make_deal,
    worked_example,
)

from irenic.solve.guarantees.checks import (
    Use,
    empty_threats,
    last_steps,
    triggers,
    would_use,
)
from irenic.solve.guarantees.reliability import Held
from irenic.solve.guarantees.side_effects import (
    common_causes,
    escrow_risk,
    false_alarms,
    incapacity,
)

F = Fraction


def test_the_last_mover_has_nothing_left_to_lose():
    gov, reb = last_steps(worked_example(penalty={R2: 2}), ORDER_A)
    assert (gov.step, gov.to_come, gov.nothing_to_lose, gov.final) == (G2, 5, False, False)
    assert (reb.step, reb.to_come, reb.nothing_to_lose, reb.final) == (R2, 0, True, True)
    assert (reb.unpunished, reb.penalty, reb.held, reb.most) == (3, 2, False, True)
    assert last_steps(worked_example(penalty={R2: 3}), ORDER_A)[1].held


@given(deals(plain=True), st.data())
def test_the_last_step_of_all_tempts_by_what_it_costs(deal, data):
    """Nothing else is left: the worst temptation is never below the cheapest last piece."""
    order = data.draw(st.permutations(range(deal.n_steps)))
    final = last_steps(deal, order)[-1]
    assert final.final
    assert final.nothing_to_lose
    assert final.unpunished == -deal.value[final.step][final.party]


def test_a_step_that_its_performer_gains_from_is_no_threat():
    """The second step pays the one who would withhold it."""
    rows = [(0, (-2, 3)), (1, (4, 1)), (0, (0, 0))]
    (threat,) = empty_threats(make_deal(rows), (0, 1, 2))
    assert (threat.step, threat.steps) == (0, (1,))
    assert (threat.counted, threat.really, threat.changes_verdict) == (-2, 2, True)
    costly = make_deal([rows[0], (1, (4, -1)), rows[2]])
    assert empty_threats(costly, (0, 1, 2)) == ()
    assert empty_threats(make_deal(rows, gain={1: 2}), (0, 1, 2)) == ()
    assert empty_threats(make_deal(rows, stops=[0, 0, 0]), (0, 1, 2)) == ()


def test_every_step_of_the_worked_example_is_a_real_threat():
    assert empty_threats(worked_example(), ORDER_A) == ()
    assert empty_threats(worked_example(), ORDER_B) == ()


@given(deals(), st.data())
def test_without_empty_threats_is_the_deal_that_does_not_make_them(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    for threat in empty_threats(deal, order):
        stops = list(deal.stops)
        stops[threat.step] &= ~sum(1 << k for k in threat.steps)
        moment = replace(deal, stops=tuple(stops)).moments(order)[order.index(threat.step)]
        assert threat.really == moment.temptation > threat.counted


def test_who_would_stop_when_a_step_of_the_other_is_refused():
    found = {t.step: t for t in triggers(worked_example(), ORDER_A)}
    assert set(found) == {G1, R1, G2}
    assert (found[R1].party, found[R1].use) == (GOV, Use(F(-2), F(-1)))
    assert not found[R1].use.used
    assert found[R1].use.short_by == 1
    assert (found[R1].counted, found[R1].really) == (1, 8)
    assert (found[G2].party, found[G2].use.used) == (REB, True)
    trusted = {t.step: t for t in triggers(worked_example(), ORDER_A, [F(1), F(0)])}
    assert trusted[R1].use.used


@given(deals(parties=(2, 2)), st.data())
def test_a_sanction_that_is_not_used_is_a_deal_without_it(deal, data):
    """For two parties: who lets it pass has all but that step, and the other has all that comes."""
    order = data.draw(st.permutations(range(deal.n_steps)))
    for found in triggers(deal, order):
        stops = list(deal.stops)
        stops[found.step] = 0
        moment = replace(deal, stops=tuple(stops)).moments(order)[order.index(found.step)]
        assert found.really == moment.temptation
        all_else = sum(deal.value[k][found.party] for k in order if k != found.step)
        assert found.use.passing == all_else


def test_a_sanction_that_costs_its_user():
    assert would_use(F(4), F(2), cost=F(2), reputation=F(0)).used
    assert not would_use(F(4), F(2), cost=F(3), reputation=F(0)).used
    assert would_use(F(4), F(2), cost=F(3), reputation=F(1)).used


def test_what_is_left_when_a_common_cause_fails():
    donors = [
        Held(1 << R2, F(2), F(3, 4), cause=0),
        Held(1 << R2 | 1 << R1, F(2), F(3, 4), cause=0),
    ]
    own = Held(1 << R1, F(1), F(1))
    first, second = common_causes(worked_example(), ORDER_A, [*donors, own])
    assert (first.step, first.demand, first.with_it, first.without) == (R1, 1, F(5, 2), 1)
    assert not first.depends
    assert (second.step, second.demand, second.with_it, second.without) == (R2, 3, 3, 0)
    assert second.depends


def test_the_risk_of_the_one_who_holds_the_deposit():
    """Reb gains 3 by the deal; it pays in 8 and 4 with holders that may not be able to return."""
    deposits = [(REB, F(8), F(3, 4)), (REB, F(4), F(1, 2)), (GOV, F(4), F(1))]
    gov, reb = escrow_risk(worked_example(), deposits)
    assert (gov.cost, gov.left, gov.turns_away) == (0, 5, False)
    assert (reb.cost, reb.left, reb.turns_away) == (4, -1, True)


def test_false_alarms_make_a_penalty_that_is_just_enough_too_small():
    held = worked_example(penalty={R1: 3, R2: 3})
    parties, rows = false_alarms(held, ORDER_A, F(1, 10))
    assert [(p.party, p.cost, p.left) for p in parties] == [(REB, F(6, 10), F(24, 10))]
    assert [(r.step, r.cost, r.temptation, r.breaks) for r in rows] == [
        (R1, F(6, 10), F(-14, 10), False),
        (R2, F(3, 10), F(3, 10), True),
    ]


@given(deals(plain=True), shares, st.data())
def test_false_alarms_are_a_cost_of_each_step_that_is_performed(deal, rate, data):
    """Written as a deal: each step costs its performer the false alarm as well."""
    order = data.draw(st.permutations(range(deal.n_steps)))
    value = tuple(
        tuple(
            x - rate * deal.penalty[k] * (i == deal.actor[k]) for i, x in enumerate(deal.value[k])
        )
        for k in range(deal.n_steps)
    )
    costly = {m.step: m.temptation for m in replace(deal, value=value, kept=value).moments(order)}
    parties, rows = false_alarms(deal, order, rate)
    plain = {m.step: m.temptation for m in deal.moments(order)}
    assert costly == {k: {r.step: r.temptation for r in rows}.get(k, plain[k]) for k in order}
    for party in parties:
        whole = sum(row[party.party] for row in value)
        assert party.left == whole - deal.start[party.party]


@given(st.integers(-6, 6), st.integers(-6, 6), st.integers(0, 6), shares)
def test_a_penalty_moves_the_unable_only_by_their_chance(stays, has, penalty, able):
    """Trying succeeds sometimes; who fails is punished like who refuses."""
    tries = able * stays + (1 - able) * (has - penalty)
    refuses = has - penalty
    effect = incapacity(F(penalty), able)
    assert tries - refuses == able * (stays - has) + effect.deters
    assert effect.deters + effect.on_the_unable == penalty
