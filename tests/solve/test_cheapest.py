"""The cheapest guarantees: worked numbers, every choice tried, prices that prove themselves."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_deals import ORDER_A, R1, R2, worked_example

from irenic.solve.guarantees.cheapest import (
    Monitor,
    Offer,
    Program,
    cheapest,
    cost_bound,
    demands,
    savings,
)
from irenic.solve.guarantees.covering import cover_at_least_cost
from irenic.solve.result import Status

DEPOSIT = Offer((F(0), F(1), F(0), F(1)), noticed=F(9, 10), unit=F(1, 10))
FORCE = Offer((F(0), F(0), F(0), F(1)), acts=F(3, 4), fixed=F(1, 5), most=F(4), whole=True)
WATCH = Offer((F(0), F(1), F(0), F(0)), noticed=F(1, 2), fixed=F(2, 25), most=F(2), whole=True)


def cost_of_every_choice(program):
    """Try every on and off, with the linear program that is left."""
    best = None
    switched = [g for g, o in enumerate(program.offers) if o.switched]
    for on in product((False, True), repeat=len(switched) + len(program.monitors)):
        choice = dict(zip(switched, on, strict=False))
        watching = [j for j, w in enumerate(on[len(switched) :]) if w]
        cost = sum((program.monitors[j].fixed for j in watching), F(0))
        demand, free = list(program.demand), []
        for g, offer in enumerate(program.offers):
            if not choice.get(g, True):
                continue
            if choice.get(g):
                cost += offer.fixed
            if offer.whole:
                cost += offer.unit * offer.most
                demand = [
                    d - offer.most * program.hold(offer, k, watching) for k, d in enumerate(demand)
                ]
            else:
                free.append(offer)
        rows = [[program.hold(o, k, watching) for o in free] for k in range(len(demand))]
        rest = cover_at_least_cost([o.unit for o in free], rows, demand, [o.most for o in free])
        if rest is not None and (best is None or cost + rest.cost < best):
            best = cost + rest.cost
    return best


def holds(program, found):
    watching = [j for j, on in enumerate(found.watching) if on]
    return all(
        sum(
            program.hold(o, k, watching) * y
            for o, y in zip(program.offers, found.sizes, strict=True)
        )
        >= d
        for k, d in enumerate(program.demand)
    )


def price_of(program, found):
    bought = sum(
        (o.fixed + o.unit * y for o, y in zip(program.offers, found.sizes, strict=True) if y), F(0)
    )
    pairs = zip(program.monitors, found.watching, strict=True)
    return bought + sum((w.fixed for w, on in pairs if on), F(0))


def test_worked_numbers():
    demand = demands(worked_example(), ORDER_A)
    assert demand == (0, 1, 0, 3)
    found = cheapest(Program(demand, (DEPOSIT, FORCE, WATCH)))
    assert (found.status, found.cost, found.sizes) == (Status.OPTIMAL, F(28, 100), (0, 4, 2))
    alone = cheapest(Program(demand, (DEPOSIT,)))
    assert (alone.cost, alone.prices[R1], alone.prices[R2]) == (F(1, 3), 0, F(1, 9))


def test_what_each_clause_would_save():
    program = Program((F(0), F(1), F(0), F(3)), (DEPOSIT, FORCE, WATCH))
    # Without R1: force alone.  Without R2: the monitor alone.
    assert savings(program) == (0, F(2, 25), 0, F(1, 5))


def test_a_safety_margin_is_added_to_what_tempts():
    assert demands(worked_example(), ORDER_A, F(2)) == (0, 3, 1, 5)


def test_a_step_that_nothing_holds_is_named_with_what_is_missing():
    small = replace(DEPOSIT, most=F(2))
    found = cheapest(Program((F(0), F(1), F(0), F(3)), (small, WATCH)))
    assert (found.status, found.cost) == (Status.INFEASIBLE, None)
    assert found.short == (0, 0, 0, F(6, 5))
    assert cost_bound(Program((F(1),), ())) is None


def test_a_budget_that_is_too_small():
    program = Program((F(0), F(1), F(0), F(3)), (DEPOSIT, FORCE, WATCH))
    found = cheapest(program, budget=F(1, 4))
    assert (found.status, found.cost, found.short) == (Status.INFEASIBLE, F(7, 25), (0, 0, 0, 0))
    assert cheapest(program, budget=F(7, 25)).status is Status.OPTIMAL


def test_a_monitor_is_bought_where_noticing_is_what_is_missing():
    fine = Offer((F(1), F(1)), noticed=F(1, 4), unit=F(1))
    watch = Monitor(0b11, F(1, 2), F(1))
    # Without it 4 + 4 units of size for 2; with it 4 and its own 1; on one step it does not pay.
    found = cheapest(Program((F(2), F(1)), (fine,), (watch,)))
    assert (found.cost, found.watching, found.sizes) == (5, (True,), (4,))
    half = cheapest(Program((F(2), F(1)), (fine,), (replace(watch, fixed=F(5)),)))
    assert (half.cost, half.watching, half.sizes) == (8, (False,), (8,))
    # Two that see the same are not added up.
    two = Program((F(2), F(1)), (fine,), (watch, Monitor(0b01, F(1, 3), F(0))))
    assert cheapest(two).cost == 5


def test_a_stopped_search_says_so_with_a_bound():
    offers = tuple(
        Offer((F(a), F(b), F(c)), fixed=F(10 + a), most=F(1), whole=True)
        for a, b, c in [(3, 1, 2), (2, 3, 1), (1, 2, 3), (3, 3, 1), (1, 3, 3), (2, 2, 2)]
    )
    program = Program((F(7), F(7), F(7)), offers)
    stopped, full = cheapest(program, limit=1), cheapest(program)
    assert stopped.status is Status.LIMIT
    assert stopped.bound < full.cost <= stopped.cost
    assert holds(program, stopped)
    assert full.cost == cost_of_every_choice(program)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weights": (F(1),)}, "1 weights for 4 steps"),
        ({"most": None}, "needs its size"),
        ({"unit": F(-1)}, "at least 0"),
        ({"acts": F(2)}, "at most 1"),
    ],
)
def test_input_that_makes_no_sense(change, words):
    with pytest.raises(ValueError, match=words):
        Program((F(0),) * 4, (replace(FORCE, **change),))


def test_a_monitor_that_makes_no_sense():
    with pytest.raises(ValueError, match="monitors"):
        Program((F(0),), (), (Monitor(1, F(2), F(0)),))


tenths = st.integers(0, 4).map(lambda x: F(x, 4))
amounts = st.integers(0, 6).map(F)


@st.composite
def programs(draw):
    m = draw(st.integers(1, 3))
    offers = []
    for _ in range(draw(st.integers(1, 4))):
        whole = draw(st.booleans())
        most = draw(st.none() | amounts) if not whole else draw(amounts)
        offers.append(
            Offer(
                tuple(draw(st.integers(0, 3).map(F)) for _ in range(m)),
                noticed=draw(tenths),
                acts=draw(st.sampled_from([F(1), F(1, 2)])),
                unit=draw(amounts),
                fixed=draw(amounts),
                most=most,
                whole=whole,
            )
        )
    monitors = [
        Monitor(draw(st.integers(0, 2**m - 1)), draw(tenths), draw(amounts))
        for _ in range(draw(st.integers(0, 2)))
    ]
    demand = tuple(draw(amounts) for _ in range(m))
    return Program(demand, tuple(offers), tuple(monitors))


@settings(max_examples=150, deadline=None)
@given(program=programs())
def test_equals_every_choice_tried(program):
    found, expected = cheapest(program), cost_of_every_choice(program)
    if expected is None:
        assert found.status is Status.INFEASIBLE
        assert any(found.short)
        return
    assert (found.status, found.cost, found.bound) == (Status.OPTIMAL, expected, expected)
    assert holds(program, found)
    assert price_of(program, found) == found.cost
    assert cost_bound(program) <= expected
    assert all(
        o.most is None or (y == o.most if o.whole and y else 0 <= y <= o.most)
        for o, y in zip(program.offers, found.sizes, strict=True)
    )


@settings(max_examples=100, deadline=None)
@given(program=programs())
def test_what_is_short_is_exactly_what_is_missing(program):
    """With so much less to hold it can be held, and with any less than that it cannot."""
    short = program.short()
    eased = replace(
        program, demand=tuple(d - s for d, s in zip(program.demand, short, strict=True))
    )
    assert cost_of_every_choice(eased) is not None
    for k in (k for k, s in enumerate(short) if s):
        almost = list(eased.demand)
        almost[k] += F(1, 1000)
        assert cost_of_every_choice(replace(program, demand=tuple(almost))) is None


@settings(max_examples=60, deadline=None)
@given(program=programs(), which=st.integers(0, 3))
def test_a_surer_guarantee_never_costs_more(program, which):
    g = which % len(program.offers)
    offers = list(program.offers)
    offers[g] = replace(offers[g], noticed=(offers[g].noticed + 1) / 2, acts=F(1))
    before, after = cheapest(program), cheapest(replace(program, offers=tuple(offers)))
    if before.cost is not None:
        assert after.cost <= before.cost


@settings(max_examples=60, deadline=None)
@given(program=programs(), less=amounts, more=amounts)
def test_a_larger_budget_never_ends_worse(program, less, more):
    poor, rich = cheapest(program, budget=less), cheapest(program, budget=less + more)
    if poor.status is Status.OPTIMAL:
        assert rich.status is Status.OPTIMAL
        assert rich.cost <= poor.cost <= less


@settings(max_examples=60, deadline=None)
@given(program=programs(), scale=st.integers(2, 5).map(F))
def test_a_partys_unit_changes_only_its_own_rows(program, scale):
    """Step 0 counted in another unit: the same guarantees, its price alone is rescaled."""
    offers = tuple(
        replace(o, weights=(o.weights[0] * scale, *o.weights[1:])) for o in program.offers
    )
    demand = (program.demand[0] * scale, *program.demand[1:])
    before, after = cheapest(program), cheapest(Program(demand, offers, program.monitors))
    assert (before.cost, before.status) == (after.cost, after.status)
    if before.cost is not None:
        assert holds(Program(demand, offers, program.monitors), before)
        assert holds(program, after)


def test_the_price_of_a_row_is_per_unit_of_its_party():
    before = cheapest(Program((F(3), F(2)), (Offer((F(1), F(0)), unit=F(1)),
                                             Offer((F(0), F(1)), unit=F(2)))))  # fmt: skip
    after = cheapest(Program((F(30), F(2)), (Offer((F(10), F(0)), unit=F(1)),
                                             Offer((F(0), F(1)), unit=F(2)))))  # fmt: skip
    assert (before.prices, after.prices) == ((1, 2), (F(1, 10), 2))


lp_numbers = st.integers(0, 4).map(F)


@settings(max_examples=120, deadline=None)
@given(data=st.data(), n=st.integers(1, 4), m=st.integers(1, 4))
def test_prices_prove_that_no_covering_is_cheaper(data, n, m):
    """Weak duality: prices p >= 0 and r >= 0 for the limits, pA - r <= c, cost = pd - rY."""
    costs = data.draw(st.lists(lp_numbers, min_size=n, max_size=n))
    rows = [data.draw(st.lists(lp_numbers, min_size=n, max_size=n)) for _ in range(m)]
    demand = data.draw(st.lists(lp_numbers, min_size=m, max_size=m))
    most = data.draw(st.lists(st.none() | lp_numbers, min_size=n, max_size=n))
    found = cover_at_least_cost(costs, rows, demand, most)
    if found is None:
        supply = [
            [a * (F(10**6) if y is None else y) for a, y in zip(row, most, strict=True)]
            for row in rows
        ]
        assert any(sum(s) < d for s, d in zip(supply, demand, strict=True))
        return
    pairs = list(zip(found.amounts, most, strict=True))
    assert all(y >= 0 and (limit is None or y <= limit) for y, limit in pairs)
    assert all(
        sum(a * y for a, y in zip(row, found.amounts, strict=True)) >= d
        for row, d in zip(rows, demand, strict=True)
    )
    assert min(found.prices) >= 0
    worth = [sum(p * row[g] for p, row in zip(found.prices, rows, strict=True)) for g in range(n)]
    over = [max(F(0), w - c) for w, c in zip(worth, costs, strict=True)]
    assert all(limit is not None or not r for r, limit in zip(over, most, strict=True))
    proved = sum(p * d for p, d in zip(found.prices, demand, strict=True))
    proved -= sum(r * (limit or 0) for r, limit in zip(over, most, strict=True))
    assert proved == found.cost == sum(c * y for c, y in zip(costs, found.amounts, strict=True))
