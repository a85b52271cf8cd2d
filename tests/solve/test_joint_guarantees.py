"""Order and guarantees together: every order tried, bounds that hold, the worked example."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from worked_deals import G1, G2, GOV, R1, R2, REB, make_deal, worked_example

from irenic.solve.guarantees.cheapest import Monitor, Offer, Program, cheapest, demands
from irenic.solve.guarantees.joint import cheapest_order, least_temptations
from irenic.solve.result import Status


def deposit(deal, party, cost, most=None):
    weights = tuple(F(int(actor == party)) for actor in deal.actor)
    return Offer(weights, unit=F(cost), most=most)


def possible(deal, order):
    done = 0
    for k in order:
        if not deal.may(k, done) or any(
            cap is not None and deal.exposure(i, done) - deal.cover[k][i] > cap
            for i, cap in enumerate(deal.caps)
        ):
            return False
        done |= 1 << k
    return True


def cost_of_every_order(deal, offers, monitors, margin):
    found = []
    for order in permutations(range(deal.n_steps)):
        if possible(deal, order):
            answer = cheapest(Program(demands(deal, order, margin), offers, monitors))
            if answer.cost is not None:
                found.append(answer.cost)
    return min(found, default=None)


def test_whoever_is_cheaper_to_hold_moves_last():
    """Order A needs 3 on Reb, order B needs 2 on Gov (worked example 1)."""
    deal = worked_example()
    held = cheapest_order(deal, (deposit(deal, GOV, 1), deposit(deal, REB, 1)))
    assert (held.status, held.guarantees.cost, held.order) == (Status.OPTIMAL, 2, (R1, G2, R2, G1))
    only_reb = cheapest_order(deal, (deposit(deal, REB, 1),))
    assert (only_reb.guarantees.cost, only_reb.order) == (3, (G1, R1, G2, R2))
    dear = cheapest_order(deal, (deposit(deal, GOV, 2), deposit(deal, REB, 1)))
    assert dear.guarantees.cost == 3


def test_accepted_exposures_can_make_it_dearer():
    """Of the eight undominated orders these keep (4, 0), and all of them need 4."""
    deal = worked_example(caps=[4, 0])
    held = cheapest_order(deal, (deposit(deal, GOV, 1), deposit(deal, REB, 1)))
    assert held.guarantees.cost == 4
    none = cheapest_order(worked_example(caps=[0, 0]), (deposit(deal, GOV, 1),))
    assert (none.status, none.ordered) == (Status.INFEASIBLE, False)


def test_no_order_can_be_held_by_too_little():
    deal = worked_example()
    held = cheapest_order(deal, (deposit(deal, GOV, 1, F(1)), deposit(deal, REB, 1, F(1, 2))))
    assert (held.status, held.ordered, held.guarantees) == (Status.INFEASIBLE, True, None)


def test_a_late_notice_is_a_matter_of_what_comes_next():
    deal = worked_example(notice=[1, 0, 2, 1])
    offers = (deposit(deal, GOV, 1), deposit(deal, REB, 1))
    held = cheapest_order(deal, offers)
    assert held.guarantees.cost == cost_of_every_order(deal, offers, (), F(0))


def test_a_cut_search_says_so_and_its_bound_holds():
    deal = worked_example()
    offers = (deposit(deal, GOV, 1), deposit(deal, REB, 1))
    cut = cheapest_order(deal, offers, width=1)
    assert cut.status is Status.LIMIT
    assert cut.bound <= 2 <= cut.guarantees.cost
    assert possible(deal, cut.order)


def test_prerequisites_are_kept():
    deal = worked_example(needs={R1: 1 << G1, R2: 1 << G2})
    held = cheapest_order(deal, (deposit(deal, GOV, 1), deposit(deal, REB, 1)))
    assert possible(deal, held.order)
    assert held.guarantees.cost == 3


def test_many_steps_end_with_a_bound():
    """Gifts to and fro, fourteen of them, each costing 2 and worth 3 to the other."""
    deal = make_deal([(k % 2, (-2, 3) if k % 2 == 0 else (3, -2)) for k in range(14)])
    held = cheapest_order(deal, (deposit(deal, 0, 1), deposit(deal, 1, 1)), width=60)
    assert held.status in (Status.LIMIT, Status.OPTIMAL)
    assert 0 <= held.bound <= held.guarantees.cost <= 2
    assert possible(deal, held.order)


small = st.integers(-4, 5)


@st.composite
def deals(draw, m):
    n = draw(st.integers(2, 3))
    rows = []
    for _ in range(m):
        actor = draw(st.integers(0, n - 1))
        rows.append((actor, [-abs(draw(small)) if i == actor else draw(small) for i in range(n)]))
    return make_deal(
        rows,
        kept=[[x + draw(st.integers(-1, 1)) for x in row] for _, row in rows],
        caps=[draw(st.none() | st.integers(2, 9)) for _ in range(n)],
        gain={k: draw(st.integers(0, 2)) for k in range(m)},
        needs={k: draw(st.integers(0, 2**k - 1)) & draw(st.integers(0, 2**m)) for k in range(m)},
        stops=[draw(st.sampled_from([2**m - 1, 2**m - 1, 1, 0])) for _ in range(m)],
        notice=[draw(st.sampled_from([0, 0, 0, 1, 2])) for _ in range(m)],
        undone=[draw(st.sampled_from([F(0), F(0), F(1, 2)])) for _ in range(m)],
    )


@st.composite
def guarded(draw, m):
    deal = draw(deals(m))
    offers = [deposit(deal, i, draw(st.integers(1, 3))) for i in range(deal.n_parties)]
    covered = tuple(F(draw(st.integers(0, 2))) for _ in range(m))
    offers.append(Offer(covered, F(1, 2), fixed=F(draw(st.integers(0, 3))), most=F(4), whole=True))
    if draw(st.booleans()):
        offers = offers[1:]
    monitors = (Monitor(draw(st.integers(0, 2**m - 1)), F(3, 4), F(1)),)
    return deal, tuple(offers), monitors


@settings(max_examples=40, deadline=None)
@given(problem=guarded(4), margin=st.sampled_from([F(0), F(1, 2)]))
def test_equals_every_order_tried(problem, margin):
    deal, offers, monitors = problem
    found = cheapest_order(deal, offers, monitors, margin=margin)
    expected = cost_of_every_order(deal, offers, monitors, margin)
    if expected is None:
        assert found.status is Status.INFEASIBLE
        assert found.ordered == any(possible(deal, o) for o in permutations(range(deal.n_steps)))
        return
    assert (found.status, found.guarantees.cost, found.bound) == (
        Status.OPTIMAL,
        expected,
        expected,
    )
    assert possible(deal, found.order)
    again = cheapest(Program(demands(deal, found.order, margin), offers, monitors))
    assert again.cost == expected


@settings(max_examples=6, deadline=None)
@given(problem=guarded(5))
def test_equals_every_order_of_five_steps(problem):
    deal, offers, monitors = problem
    found = cheapest_order(deal, offers, monitors)
    expected = cost_of_every_order(deal, offers, monitors, F(0))
    assert (found.guarantees.cost if found.guarantees else None) == expected


@settings(max_examples=60, deadline=None)
@given(deal=deals(4))
def test_no_place_tempts_less_than_the_least(deal):
    least = least_temptations(deal)
    for order in permutations(range(4)):
        done = 0
        for place, k in enumerate(order):
            if not deal.may(k, done):
                break
            assert deal.temptation(k, done, order[place + 1 :]) >= least[k]
            done |= 1 << k


@settings(max_examples=30, deadline=None)
@given(problem=guarded(4), width=st.integers(1, 6))
def test_a_cut_search_is_never_below_the_truth_nor_its_bound_above(problem, width):
    deal, offers, monitors = problem
    full = cheapest_order(deal, offers, monitors)
    cut = cheapest_order(deal, offers, monitors, width=width)
    if full.status is Status.INFEASIBLE:
        assert cut.guarantees is None
    elif cut.guarantees is not None:
        assert cut.bound <= full.guarantees.cost <= cut.guarantees.cost


def test_seven_steps_equal_every_order_with_every_choice():
    """Deposits are read off an order, whole guarantees tried as subsets: no program is solved."""
    rows = [(0, (-3, 4)), (1, (5, -4)), (0, (-2, 3)), (1, (1, -2)), (0, (-4, 6)), (1, (6, -3))]
    deal = make_deal([*rows, (0, (-1, 1))], needs={2: 0b1}, undone=[F(1, 8)] * 7)
    wholes = [
        Offer((F(0), F(2), F(0), F(2), F(0), F(0), F(0)), F(1, 2), fixed=F(1), most=F(3)),
        Offer((F(1), F(0), F(1), F(0), F(1), F(0), F(1)), fixed=F(2), most=F(2)),
    ]
    wholes = [replace(offer, whole=True) for offer in wholes]
    costs = []
    for order in permutations(range(7)):
        if not possible(deal, order):
            continue
        asked = demands(deal, order, F(1))
        for taken in product((False, True), repeat=2):
            had = [g for g, on in zip(wholes, taken, strict=True) if on]
            left = [
                d - sum(g.noticed * g.weights[k] * g.most for g in had) for k, d in enumerate(asked)
            ]
            deposits = [max(0, *(left[k] for k in range(7) if deal.actor[k] == i)) for i in (0, 1)]
            costs.append(sum(g.fixed for g in had) + 2 * deposits[0] + deposits[1])
    offers = (deposit(deal, 0, 2), deposit(deal, 1, 1), *wholes)
    found = cheapest_order(deal, offers, margin=F(1))
    assert (found.status, found.guarantees.cost) == (Status.OPTIMAL, min(costs))
    assert min(costs) > 0
