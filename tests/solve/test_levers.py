"""What levers buy: the worked numbers, grids tried point by point, and who would use a sanction.

The worked numbers count Reb's no-deal value of 4 in acceptance (U = 3, so 1 is missing) and not in
what it falls back to when the signed deal collapses: with b0 = 4 in b(S) as well, R1 and R2
would tempt by 5 and 7, and not by the 1 and 3 that the numbers use.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_deals import ORDER_A, REB, worked_example

from irenic.solve.guarantees.levers import (
    Kind,
    Lever,
    Target,
    cheapest_mix,
    effect,
    frontier,
    tipping,
    unit_effect,
)
from irenic.solve.guarantees.sanction_use import most_renegotiation, would_use
from irenic.solve.result import Status

#: R1 and R2 are the second and the fourth step of order A.
PLACES = (1, 3)
BONUS, AID = Lever(Kind.SIGNING), Lever(Kind.COMPLETION)
PRESSURE = Lever(Kind.PRESSURE)
SNAPBACK = Lever(Kind.SNAPBACK, reliability=F(1, 2), unit=F(3, 10))


def reb(no_deal):
    deal = worked_example()
    own = [m.temptation for m in deal.moments(ORDER_A) if m.actor == REB]
    return Target(deal.complete[REB] - no_deal, PLACES, tuple(own))


def outcome(target, levers, sizes):
    added = effect(levers, [F(y) for y in sizes], target.places)
    margins = [m - t for m, t in zip(added.margins, target.temptations, strict=True)]
    return target.gain + added.acceptance, *margins


@pytest.mark.parametrize(
    ("levers", "sizes", "expected"),
    [
        ([], [], (-1, -1, -3)),
        ([BONUS], [3], (2, -1, -3)),
        ([AID], [3], (2, 2, 0)),
        ([PRESSURE], [3], (2, -1, -3)),
        ([PRESSURE, SNAPBACK], [3, 3], (2, F(1, 2), F(-3, 2))),
        ([PRESSURE, replace(SNAPBACK, reliability=F(1))], [3, 3], (2, 2, 0)),
    ],
)
def test_acceptance_and_margins(levers, sizes, expected):
    assert outcome(reb(4), levers, sizes) == expected


def test_a_milestone_holds_until_it_is_paid():
    early, late = (Lever(Kind.MILESTONE, F(4, 5), after=k) for k in (0, 1))
    assert unit_effect(early, PLACES).margins == (0, 0)
    assert unit_effect(late, PLACES).margins == (F(4, 5), 0)
    assert unit_effect(late, PLACES).acceptance == F(4, 5)


def test_what_buys_the_signature_only():
    bought = {k for k in Kind if unit_effect(Lever(k, after=0), PLACES).signature_only}
    assert bought == {Kind.SIGNING, Kind.PRESSURE, Kind.MILESTONE}


def test_tipping_sizes():
    sizes = tipping(AID, reb(4))
    assert (sizes.signs, sizes.keeps, sizes.both) == (1, 3, 3)
    assert (tipping(BONUS, reb(4)).signs, tipping(BONUS, reb(4)).keeps) == (1, None)
    assert (tipping(SNAPBACK, reb(4)).keeps, tipping(SNAPBACK, reb(4)).both) == (6, None)
    assert tipping(SNAPBACK, reb(0)).both == 6
    assert tipping(replace(AID, most=F(2)), reb(4)).keeps is None


def test_aid_alone():
    assert cheapest_mix([AID], reb(0)).sizes == (3,)
    assert cheapest_mix([replace(AID, reliability=F(4, 5))], reb(0)).sizes == (F(15, 4),)


def test_aid_and_snapback():
    found = cheapest_mix([AID, SNAPBACK], reb(4))
    assert (found.cost, found.sizes) == (F(11, 5), (1, 4))
    assert found.prices == (F(2, 5), 0, F(3, 5))
    dear = cheapest_mix([AID, replace(SNAPBACK, unit=F(3, 5))], reb(4))
    assert (dear.cost, dear.sizes) == (3, (3, 0))


def test_no_money_after_the_last_step():
    found = cheapest_mix([BONUS, SNAPBACK], reb(4))
    assert (found.cost, found.sizes) == (F(14, 5), (1, 6))


def test_what_no_lever_reaches_is_named():
    found = cheapest_mix([replace(AID, most=F(2)), BONUS], reb(4))
    assert (found.status, found.short) == (Status.INFEASIBLE, (0, 0, 1))


def test_the_frontier_of_aid_and_snapback():
    assert frontier(AID, SNAPBACK, reb(4)) == ((1, 4), (3, 0))
    assert frontier(BONUS, SNAPBACK, reb(4)) == ((1, 6),)
    assert frontier(BONUS, PRESSURE, reb(4)) == ()
    assert frontier(AID, replace(SNAPBACK, most=F(2)), reb(4)) == ((2, 2), (3, 0))


kinds = st.sampled_from(list(Kind))
quarters = st.integers(1, 4).map(lambda x: F(x, 4))


@st.composite
def levers(draw):
    return Lever(
        draw(kinds),
        draw(quarters),
        F(draw(st.integers(0, 4))),
        draw(st.none() | st.integers(0, 6).map(F)),
        draw(st.integers(0, 5)),
    )


targets = st.builds(
    Target,
    st.integers(-4, 4).map(F),
    st.just((1, 3, 4)),
    st.tuples(*[st.integers(-4, 4).map(F)] * 3),
)


def suffices(target, used, sizes):
    return all(x >= 0 for x in outcome(target, used, sizes)[1:]) and (
        outcome(target, used, sizes)[0] >= 0
    )


@settings(max_examples=80, deadline=None)
@given(target=targets, used=st.lists(levers(), min_size=1, max_size=3))
def test_a_mix_suffices_and_no_mix_on_a_grid_is_cheaper(target, used):
    found = cheapest_mix(used, target)
    if found.status is Status.OPTIMAL:
        assert suffices(target, used, found.sizes)
    grid = list(range(0, 18, 2 if len(used) > 2 else 1))
    for sizes in product(grid, repeat=len(used)):
        if any(v.most is not None and y > v.most for v, y in zip(used, sizes, strict=True)):
            continue
        if suffices(target, used, sizes):
            assert found.cost is not None
            assert found.cost <= sum(v.unit * y for v, y in zip(used, sizes, strict=True))


@settings(max_examples=100, deadline=None)
@given(target=targets, lever=levers())
def test_a_tipping_size_suffices_and_nothing_less(target, lever):
    both = tipping(lever, target).both
    if both is None:
        size = F(1000) if lever.most is None else lever.most
        assert not suffices(target, [lever], [size])
        return
    assert suffices(target, [lever], [both])
    assert both == 0 or not suffices(target, [lever], [both - F(1, 1000)])


@settings(max_examples=100, deadline=None)
@given(
    target=targets, pair=st.tuples(levers(), levers()), x=st.integers(0, 40), y=st.integers(0, 40)
)
def test_a_pair_suffices_exactly_when_it_is_above_the_frontier(target, pair, x, y):
    corners = frontier(*pair, target)
    sizes = (F(x, 2), F(y, 2))
    if any(v.most is not None and s > v.most for v, s in zip(pair, sizes, strict=True)):
        return
    for corner in corners:
        assert suffices(target, pair, corner)
    assert suffices(target, pair, sizes) == above(corners, sizes)


def above(corners, point):
    """Say whether a point is in the corners' convex hull or to the upper right of it."""
    x, y = point
    if any(x >= a and y >= b for a, b in corners):
        return True
    return any(
        a <= x <= c and (y - b) * (c - a) >= (d - b) * (x - a)
        for (a, b), (c, d) in pairwise(corners)
    )


def test_a_sanction_that_hurts_its_user_more_than_the_breach_holds_nothing():
    used = would_use(F(3), F(2), F(2))
    assert (used.used, used.room, used.counts) == (True, 0, 3)
    unused = would_use(F(3), F(2), F(3, 2))
    assert (unused.used, unused.room, unused.counts) == (False, F(-1, 2), 0)


def test_renegotiation_takes_its_share():
    """Reb's R2 tempts by 3: a penalty of 4 holds it up to a quarter, exactly."""
    limit = most_renegotiation(F(3), F(4))
    assert limit == F(1, 4)
    assert would_use(F(4), F(0), F(1), renegotiation=limit).counts == 3
    assert most_renegotiation(F(3), F(2)) is None
    assert most_renegotiation(F(-1), F(0)) == 1
    with pytest.raises(ValueError, match="between 0 and 1"):
        would_use(F(4), F(0), F(1), renegotiation=F(2))
