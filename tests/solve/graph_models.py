"""Random graph models for the tests of paths and coalitions."""

from __future__ import annotations

from hypothesis import strategies as st

from irenic.solve.stability.moves import ListedMoves, OptionMoves
from irenic.solve.stability.preference import Ranked


@st.composite
def listed_models(draw, makers=(1, 3), states=(2, 5), most=4):
    """Draw moves given one by one (mostly intransitive, often common) and rankings with ties."""
    n = draw(st.integers(*makers))
    size = draw(st.integers(*states))
    targets = tuple(
        tuple(
            tuple(sorted(draw(st.sets(st.integers(0, size - 1), max_size=most)) - {s}))
            for s in range(size)
        )
        for _ in range(n)
    )
    return ListedMoves(targets), draw(rankings(n, size))


@st.composite
def option_models(draw, makers=(1, 4), options=(1, 6)):
    """Draw moves of the option form, with one-way options and impossible states."""
    m = draw(st.integers(*options))
    n = draw(st.integers(makers[0], min(makers[1], m)))
    cuts = sorted(draw(st.permutations(range(1, m)))[: n - 1])
    directions = tuple(draw(st.sampled_from((0, 0, 0, 1, -1))) for _ in range(m))
    feasible = bytes(draw(st.sampled_from((1, 1, 1, 0))) for _ in range(1 << m))
    if not any(feasible):
        feasible = b"\x01" + feasible[1:]
    moves = OptionMoves((0, *cuts, m), directions, feasible)
    return moves, draw(rankings(n, 1 << m))


def rankings(n: int, size: int) -> st.SearchStrategy[tuple[Ranked, ...]]:
    """Return one ranking for each decision maker, with ties."""
    ranks = st.lists(st.integers(0, 5), min_size=size, max_size=size)
    return st.lists(ranks, min_size=n, max_size=n).map(
        lambda rows: tuple(Ranked(tuple(row)) for row in rows)
    )
