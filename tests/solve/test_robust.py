"""What holds for all values within their ranges."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from deal_strategies import deals, shares
from hypothesis import given
from hypothesis import strategies as st
from worked_deals import ORDER_A, ORDER_B, R1, R2, worked_example

from irenic.solve.guarantees.robust import (
    Ranges,
    Throughout,
    give_or_take,
    order_holds,
    step_ranges,
)

F = Fraction


def worst(order, **changes):
    ranges = give_or_take(worked_example(**changes), F(1))
    return [s.temptation[1] for s in step_ranges(ranges, order)]


def test_worst_temptations_one_more_or_less():
    assert worst(ORDER_A) == [-1, 4, 1, 4]
    assert worst(ORDER_B) == [1, 4, 1, 3]


def test_what_holds_throughout():
    rows = step_ranges(give_or_take(worked_example(), F(1)), ORDER_A)
    assert [r.held for r in rows] == [
        Throughout.HOLDS,
        Throughout.DEPENDS,
        Throughout.DEPENDS,
        Throughout.FAILS,
    ]
    held = give_or_take(worked_example(penalty={2: 1, R1: 4, R2: 4}), F(1))
    assert order_holds(held, ORDER_A) is Throughout.HOLDS
    assert order_holds(give_or_take(worked_example(), F(1)), ORDER_A) is Throughout.FAILS


@st.composite
def ranged(draw):
    low = draw(deals(parties=(2, 2), steps=(1, 4)))
    tied = tuple(
        tuple(draw(st.booleans()) for _ in range(low.n_parties)) for _ in range(low.n_steps)
    )
    more = st.integers(0, 3)
    both = [
        tuple(tuple(x + draw(more) for x in row) for row in low.value),
        tuple(tuple(x + draw(more) for x in row) for row in low.kept),
    ]
    low = replace(low, kept=_tie(low.value, low.kept, tied))
    high = replace(
        low,
        value=both[0],
        kept=_tie(both[0], both[1], tied),
        start=tuple(x + draw(more) for x in low.start),
        gain=tuple(x + draw(more) for x in low.gain),
        penalty=tuple(x + draw(more) for x in low.penalty),
    )
    return Ranges(low, high, tied)


def _tie(value, kept, tied):
    return tuple(
        tuple(v if t else k for v, k, t in zip(*rows, strict=True))
        for rows in zip(value, kept, tied, strict=True)
    )


def between(draw, low, high):
    if isinstance(low, tuple):
        return tuple(between(draw, a, b) for a, b in zip(low, high, strict=True))
    return low + draw(shares) * (high - low)


@given(ranged(), st.data())
def test_no_deal_within_the_ranges_is_outside_the_bounds(ranges, data):
    order = data.draw(st.permutations(range(ranges.low.n_steps)))
    names = ("value", "kept", "start", "gain", "penalty")
    drawn = {n: between(data.draw, getattr(ranges.low, n), getattr(ranges.high, n)) for n in names}
    drawn["kept"] = _tie(drawn["value"], drawn["kept"], ranges.tied)
    inside = replace(ranges.low, **drawn)
    for row, moment in zip(step_ranges(ranges, order), inside.moments(order), strict=True):
        assert row.temptation[0] <= moment.temptation <= row.temptation[1]
        for (least, most), position in zip(row.exposure, moment.after, strict=True):
            assert least <= position.exposure <= most


@given(ranged(), st.data())
def test_the_bounds_are_reached_by_deals_within_the_ranges(ranges, data):
    order = data.draw(st.permutations(range(ranges.low.n_steps)))
    rows = step_ranges(ranges, order)
    for deal, end in ((ranges.best, 0), (ranges.worst, 1)):
        assert [m.temptation for m in deal.moments(order)] == [r.temptation[end] for r in rows]
        for name in ("value", "kept", "start", "gain", "penalty"):
            assert within(*(getattr(d, name) for d in (ranges.low, deal, ranges.high)))
        assert deal.kept == _tie(deal.value, deal.kept, ranges.tied)


def within(low, x, high):
    if isinstance(x, tuple):
        return all(map(within, low, x, high))
    return low <= x <= high
