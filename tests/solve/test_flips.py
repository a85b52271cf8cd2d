"""The smallest change of one value that changes the verdict on an order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from deal_strategies import deals
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_deals import G2, GOV, ORDER_A, R1, R2, REB, worked_example

from irenic.solve.guarantees.flips import conditions, flips

F = Fraction
LITTLE = F(1, 10**6)


def kept(deal, order):
    return max(conditions(deal, order)) <= 0


def changed(deal, flip, by):
    """Return the deal with one value changed; what is kept moves along where it is the same."""
    k, i = flip.step, flip.party
    if flip.what in ("value", "kept"):
        both = flip.what == "value" and deal.value[k][i] == deal.kept[k][i]
        tables = {}
        for name in ("value", "kept") if both else (flip.what,):
            rows = [list(row) for row in getattr(deal, name)]
            rows[k][i] += by
            tables[name] = tuple(map(tuple, rows))
        return replace(deal, **tables)
    row = list(getattr(deal, flip.what))
    row[i if flip.what == "start" else k] += by
    return replace(deal, **{flip.what: tuple(row)})


def test_what_flips_order_a_when_it_is_just_held():
    found = flips(worked_example(penalty={R1: 3, R2: 3}), ORDER_A)
    gov = {(f.what, f.step): f for f in found if f.party == GOV}
    assert (gov["value", G2].change, gov["value", G2].beyond) == (-1, True)
    assert (gov["value", R2].change, gov["value", R1].change) == (-1, -5)
    reb = [f for f in found if f.party == REB]
    assert (reb[0].change, reb[0].beyond) == (0, True)
    values = {f.step: f.change for f in reb if f.what == "value"}
    assert values == {R2: 0, R1: -2, G2: -2, 0: -3}


def test_what_makes_order_a_held_when_one_step_tempts():
    found = flips(worked_example(penalty={R2: 3}), ORDER_A)
    assert {(f.what, f.step, f.party, f.change) for f in found} == {
        ("value", R1, REB, 1),
        ("value", G2, REB, 1),
        ("value", R2, REB, 1),
        ("penalty", R1, REB, 1),
        ("gain", R1, REB, -1),
        ("start", -1, REB, -1),
    }
    assert not any(f.beyond for f in found)


def test_two_tempted_parties_cannot_be_helped_by_one_penalty():
    deal = worked_example(penalty={R2: 2}, gain={G2: 3})
    assert not any(f.what == "penalty" for f in flips(deal, ORDER_A))


def test_a_cap_on_exposure_is_part_of_the_verdict():
    held = worked_example(penalty={R1: 3, R2: 3}, caps=[2, 1])
    assert kept(held, ORDER_A)
    assert not kept(replace(held, caps=(F(1), F(1))), ORDER_A)
    short = flips(replace(held, caps=(F(1), F(1))), ORDER_A)
    assert [(f.what, f.step, f.change) for f in short if f.party == GOV] == [("value", 0, 1)]


@settings(max_examples=40)
@given(deals(parties=(2, 2), steps=(1, 3)), st.data())
def test_the_verdict_changes_there_and_not_before(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    now = kept(deal, order)
    found = flips(deal, order)
    for flip in found:
        side = 1 if flip.rises else -1
        assert flip.change * side >= 0
        assert flip.beyond == now
        past = flip.change + side * LITTLE if flip.beyond else flip.change
        assert kept(changed(deal, flip, past), order) != now
        for part in (F(1, 3), F(2, 3), F(999, 1000)):
            for by in (flip.change * part, -flip.change * part):
                same = kept(changed(deal, flip, by), order) == now
                below = flip.what == "penalty" and flip.now + by < 0
                assert same or below


@settings(max_examples=40)
@given(deals(parties=(2, 2), steps=(1, 3)), st.data())
def test_no_value_that_flips_is_left_out(deal, data):
    order = data.draw(st.permutations(range(deal.n_steps)))
    now = kept(deal, order)
    listed = {(f.what, f.step, f.party) for f in flips(deal, order)}
    for k in range(deal.n_steps):
        for i in range(2):
            if ("value", k, i) not in listed:
                probe = Probe("value", k, i)
                for by in (F(x, 4) for x in range(-120, 121, 7)):
                    assert kept(changed(deal, probe, by), order) == now


class Probe:
    def __init__(self, what, step, party):
        self.what, self.step, self.party = what, step, party
