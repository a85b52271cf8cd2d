"""Random small deals, and every order of one judged by the definitions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import permutations

from hypothesis import strategies as st

from irenic.solve.guarantees.deal import Deal

F = Fraction
#: Halves and thirds among whole numbers, so that a mistake in scaling shows.
small = st.sampled_from([F(x) for x in range(-6, 8)] + [F(1, 2), F(-5, 3), F(7, 4)])
CAPS = [F(0), F(2), F(9, 2), F(8)]
positive = st.sampled_from([F(0), F(0), F(1), F(2), F(3, 2)])


@st.composite
def deals(draw, *, most_steps=6, parties=3, lagged=False, simple=False):
    """Draw a deal; ``simple``: values kept, everything linked, and own steps cost something."""
    m, n = draw(st.integers(1, most_steps)), draw(st.integers(2, parties))
    actor = tuple(draw(st.integers(0, n - 1)) for _ in range(m))

    def vectors(numbers):
        return tuple(tuple(draw(numbers) for _ in range(n)) for _ in range(m))

    value = vectors(small)
    if simple:
        value = tuple(
            tuple(-abs(x) if i == actor[k] else abs(x) for i, x in enumerate(row))
            for k, row in enumerate(value)
        )
    masks = st.integers(0, (1 << m) - 1)
    everything = ((1 << m) - 1,) * m
    free = not simple
    return Deal(
        actor=actor,
        value=value,
        kept=vectors(small) if free and draw(st.booleans()) else value,
        start=tuple(draw(small) for _ in range(n)),
        caps=tuple(
            draw(st.none() | st.sampled_from([F(0), F(2), F(9, 2), F(8)])) for _ in range(n)
        ),
        gain=tuple(draw(positive) for _ in range(m)),
        penalty=tuple(draw(positive) for _ in range(m)),
        cover=vectors(positive) if free and draw(st.booleans()) else ((F(0),) * n,) * m,
        # Only earlier steps, in a mixed-up numbering would be the same problem: no cycles.
        needs=tuple(draw(masks) & draw(masks) & ((1 << k) - 1) for k in range(m)),
        stops=tuple(draw(masks) for _ in range(m)) if free and draw(st.booleans()) else everything,
        notice=tuple(draw(st.integers(0, 2)) for _ in range(m)) if lagged else (0,) * m,
        bonus=tuple(draw(positive) for _ in range(n)) if draw(st.booleans()) else (),
        undone=tuple(draw(st.sampled_from([F(0), F(1, 2), F(1)])) for _ in range(m)),
    )


def possible_orders(deal: Deal) -> Iterator[tuple[tuple[int, ...], list[Fraction]]]:
    """Yield every order that keeps prerequisites and caps, with its temptations."""
    for order in permutations(range(deal.n_steps)):
        before, ok = 0, True
        for k in order:
            ok = ok and deal.may(k, before)
            before |= 1 << k
        moments = deal.moments(order)
        for x in moments:
            for i, cap in enumerate(deal.caps):
                ok = ok and (cap is None or x.before[i].exposure - deal.cover[x.step][i] <= cap)
        if ok:
            yield order, [x.temptation for x in moments]


def ring(pieces: int = 1) -> Deal:
    """Return three gifts round a ring, each costing 2 and worth 3, or each in equal pieces."""
    from worked_deals import make_deal

    rows = [(0, (-2, 3, 0)), (1, (0, -2, 3)), (2, (3, 0, -2))]
    return make_deal([(who, [F(x, pieces) for x in row]) for who, row in rows * pieces])
