"""Small graph models with preferences known in part, and the definitions on complete orders.

The definitions are written here a second time, from the field's formulas: sets and fixed points,
nothing of the package but the data.
"""

from __future__ import annotations

from itertools import product

from hypothesis import strategies as st

from irenic.solve.stability.completions import refined
from irenic.solve.stability.moves import ListedMoves
from irenic.solve.stability.preference import Partial, Ranked, Relation


@st.composite
def graphs(draw, most_makers=3):
    """Return moves without any structure: intransitive, one-way, common."""
    n, k = draw(st.integers(2, 4)), draw(st.integers(2, most_makers))
    arcs = st.sets(st.integers(0, n - 1), max_size=n)
    rows = [[tuple(sorted(draw(arcs) - {s})) for s in range(n)] for _ in range(k)]
    return ListedMoves(tuple(tuple(row) for row in rows))


@st.composite
def orders(draw, n):
    """Return ranks with ties."""
    return tuple(draw(st.lists(st.integers(0, n - 1), min_size=n, max_size=n)))


@st.composite
def partials(draw, n, least=0, most=4):
    """Return what is known of a hidden order after some comparisons of it."""
    hidden = Ranked(draw(orders(n)))
    known = Partial((0,) * n, tuple(1 << s for s in range(n)))
    pairs = [(s, t) for s in range(n) for t in range(s)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=least, max_size=most, unique=True))
    for s, t in chosen:
        if known.compare(s, t) is Relation.UNKNOWN:
            known = refined(known, s, hidden.compare(s, t), t)
    return known


def weak_orders(n):
    """Return every complete preorder of n states, as dense ranks."""
    found = set()
    for ranks in product(range(n), repeat=n):
        dense = {v: k for k, v in enumerate(sorted(set(ranks)))}
        found.add(tuple(dense[v] for v in ranks))
    return sorted(found)


def agrees(ranks, known):
    """Return whether a complete order says all that is known."""
    n = len(ranks)
    return all(
        known.compare(s, t) in (Relation.UNKNOWN, Ranked(ranks).compare(s, t))
        for s in range(n)
        for t in range(n)
    )


def completions(known):
    return [ranks for ranks in weak_orders(len(known.worse)) if agrees(ranks, known)]


def ends(moves, others, start, allowed):
    """Return where non-empty legal sequences end: pairs (state, last mover) to a fixed point."""
    found = {(start, None)}
    while True:
        more = {
            (t, j)
            for s, last in found
            for j in others
            if j != last
            for t in moves.targets[j][s]
            if allowed(j, s, t)
        }
        if more <= found:
            return {s for s, last in found if last is not None}
        found |= more


def is_stable(moves, pay, concept, i, s):
    """Return whether s is stable for i when every preference is a complete order."""
    others = [j for j in range(moves.n_makers) if j != i]

    def sanctioned(s1):
        if concept == "nash":
            return False
        if concept == "seq":
            reached = ends(moves, others, s1, lambda j, a, b: pay[j][b] > pay[j][a])
        else:
            reached = ends(moves, others, s1, lambda j, a, b: True)
        return any(
            pay[i][t] <= pay[i][s]
            and (concept != "smr" or all(pay[i][u] <= pay[i][s] for u in moves.targets[i][t]))
            for t in reached
        )

    return all(sanctioned(s1) for s1 in moves.targets[i][s] if pay[i][s1] > pay[i][s])
