"""Small random conflicts, and every ranking of a few states."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

from hypothesis import strategies as st

from irenic.solve.stability.moves import ListedMoves


@st.composite
def graphs(draw, most_makers=3, most_states=5, ties=True):
    """Any graphs: intransitive, with common moves; rankings as groups, best first."""
    n = draw(st.integers(2, most_makers))
    m = draw(st.integers(3, most_states))
    arcs = st.lists(st.booleans(), min_size=m * m, max_size=m * m)
    rows = []
    for _ in range(n):
        has = draw(arcs)
        rows.append(
            tuple(tuple(t for t in range(m) if t != s and has[s * m + t]) for s in range(m))
        )
    places = st.lists(st.integers(0, m - 1), min_size=m, max_size=m)
    rankings = tuple(
        grouped(draw(places) if ties else draw(st.permutations(range(m)))) for _ in range(n)
    )
    return ListedMoves(tuple(rows)), rankings


def grouped(rank):
    levels = sorted(set(rank), reverse=True)
    return tuple(tuple(s for s, r in enumerate(rank) if r == level) for level in levels)


def ranks(groups):
    place = {s: -k for k, group in enumerate(groups) for s in group}
    return tuple(place[s] for s in range(len(place)))


def weak_orders(m):
    """Every ranking of m states, ties included."""
    return sorted({grouped(rank) for rank in product(range(m), repeat=m)})


def sign(x):
    return (x > 0) - (x < 0)


def distance(one, other):
    """Kemeny and Snell's distance, in swaps: a pair turned round is 1, a tie made or broken 1/2."""
    a, b = ranks(one), ranks(other)
    pairs = combinations(range(len(a)), 2)
    return Fraction(sum(abs(sign(a[s] - a[t]) - sign(b[s] - b[t])) for s, t in pairs), 2)


def makes_no_tie(one, other):
    """Whether states that are equal in the other ranking were equal in the one already."""
    return all(any(set(group) <= set(old) for old in one) for group in other)


@st.composite
def option_graphs(draw):
    """Three decision makers with one option each, some states impossible, strict rankings."""
    impossible = draw(st.sets(st.integers(0, 7), min_size=2, max_size=4))
    states = [s for s in range(8) if s not in impossible]
    index = {s: k for k, s in enumerate(states)}
    rows = tuple(
        tuple((index[s ^ bit],) if s ^ bit in index else () for s in states) for bit in (1, 2, 4)
    )
    m = len(states)
    rankings = tuple(grouped(draw(st.permutations(range(m)))) for _ in range(3))
    return ListedMoves(rows), rankings
