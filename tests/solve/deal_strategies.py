"""Random small deals, and definitions of what is kept spelled out the long way."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import strategies as st
from worked_deals import make_deal

small = st.integers(-6, 6)
halves = st.integers(-8, 8).map(lambda x: Fraction(x, 2))
shares = st.integers(0, 6).map(lambda x: Fraction(x, 6))


@st.composite
def deals(draw, parties=(2, 3), steps=(1, 5), *, plain=False):
    """Return a deal with everything that can be in one, or with values and penalties only."""
    n, m = draw(st.integers(*parties)), draw(st.integers(*steps))
    row = st.lists(halves, min_size=n, max_size=n)
    rows = [(draw(st.integers(0, n - 1)), draw(row)) for _ in range(m)]
    penalty = {k: draw(st.integers(0, 6)) for k in range(m)}
    if plain:
        return make_deal(rows, penalty=penalty)
    cover = st.lists(st.integers(0, 3), min_size=n, max_size=n)
    return make_deal(
        rows,
        kept=[draw(row) for _ in range(m)],
        start=draw(row),
        penalty=penalty,
        gain={k: draw(st.integers(0, 2)) for k in range(m)},
        cover=[draw(cover) for _ in range(m)],
        stops=[draw(st.integers(0, (1 << m) - 1)) for _ in range(m)],
        notice=[draw(st.integers(0, 2)) for _ in range(m)],
        undone=[draw(shares) for _ in range(m)],
    )


def perfect_endings(deal, order, outcomes):
    """Return all endings of plans from which nobody gains at any step by changing one decision.

    The definition itself, over all 2^m plans; ``outcomes[t]`` is what each party has when the step
    at place t is refused, the last row when all is performed.
    """
    found = set()
    for plan in product([True, False], repeat=len(order)):
        ends = [
            next((s for s in range(t, len(order)) if not plan[s]), len(order))
            for t in range(len(order) + 1)
        ]
        if all(
            outcomes[ends[t]][deal.actor[k]]
            >= outcomes[t if plan[t] else ends[t + 1]][deal.actor[k]]
            for t, k in enumerate(order)
        ):
            found.add(tuple(outcomes[ends[0]]))
    return found
