"""Conflicts and graphs for the tests of pictures and tables."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import strategies as st

from irenic.analyse.stability_results import Verdicts
from irenic.model import Conflict, ConflictOption, ConflictPreference, DecisionMaker, StateRanking
from irenic.report.charts.state_graph import GraphMove, GraphState, StateGraph
from irenic.solve.result import Status

NASTY = '<script>alert("x")</script>&'


def small_conflict(title: str = "Levy", **changes) -> Conflict:
    """Return a city with two options and a firm with one; the firm's strike ends everything."""
    city = DecisionMaker(
        "city", "The city", (ConflictOption("levy", title), ConflictOption("ban", "Ban"))
    )
    firm = DecisionMaker("firm", "The firm", (ConflictOption("strike", "Strike"),))
    best = [("NNN",), ("YNN",), ("NYN",), ("--Y",)]
    given = {
        "decision_makers": (city, firm),
        "infeasible": ("YY-",),
        "coalesce": ("--Y",),
        "status_quo": "NNN",
        "titles": {"NNN": title},
        "preferences": {
            "city": ConflictPreference("city", StateRanking(tuple(best))),
            "firm": ConflictPreference("firm", StateRanking((("--Y",), *best[:3]))),
        },
    }
    return Conflict(**{**given, **changes})


def verdicts_of(states: tuple[str, ...], rests: tuple[str, ...], makers: tuple[str, ...]):
    """Return verdicts in which some states are stable for everyone, the others for nobody."""
    return Verdicts(
        status=Status.OPTIMAL,
        states=states,
        n_states=len(states),
        equilibria={"nash": rests, "gmr": rests},
        stable={c: dict.fromkeys(makers, rests) for c in ("nash", "gmr")},
        counts={"nash": len(rests), "gmr": len(rests)},
    )


#: How many options the decision makers have.
SIZES = ((1,), (1, 1), (2, 1), (3, 3), (2, 2, 2), (1, 1, 1, 1), (2, 1, 1, 1), (1,) * 5, (1,) * 6)


@st.composite
def option_graphs(draw) -> StateGraph:
    """Return up to 50 states made of options, some impossible, with all their moves."""
    sizes = draw(st.sampled_from(SIZES))
    m = sum(sizes)
    count = draw(st.integers(1, min(2**m, 49)))
    rng = Random(draw(st.integers(0, 2**32)))
    codes = sorted(rng.sample(range(2**m), count))
    return option_graph(rng, sizes, codes, coalesced=draw(st.booleans()))


def option_graph(rng: Random, sizes, codes, *, coalesced: bool = False) -> StateGraph:
    """Return states made of options with all their moves, better or not by chance."""
    m = sum(sizes)
    names = ["".join("Y" if c >> k & 1 else "N" for k in range(m)) for c in codes]
    names += ["-" * m] if coalesced else []
    starts = [sum(sizes[:k]) for k in range(len(sizes) + 1)]
    moves = []
    for i, (a, b) in enumerate(pairwise(starts)):
        for s, name in enumerate(names):
            for t, other in enumerate(names):
                if s != t and name[:a] + name[b:] == other[:a] + other[b:]:
                    moves.append(GraphMove(i, s, t, rng.choice((True, False, None))))
    return random_graph(rng, names, moves, sizes)


@st.composite
def listed_graphs(draw, most: int = 50) -> StateGraph:
    """Return up to ``most`` named states with any moves, at most about four for each."""
    count = draw(st.integers(1, most))
    rng = Random(draw(st.integers(0, 2**32)))
    return listed_graph(rng, count, draw(st.integers(0, 4)) * count)


def listed_graph(rng: Random, count: int, n_moves: int) -> StateGraph:
    """Return named states with moves by chance."""
    makers = rng.randint(1, 7)
    found = {}
    for _ in range(n_moves if count > 1 else 0):
        s, t = rng.sample(range(count), 2)
        found[rng.randrange(makers), s, t] = rng.choice((True, False, None))
    moves = [GraphMove(*key, better) for key, better in found.items()]
    names = [f"s{k + 1}" for k in range(count)]
    return replace(random_graph(rng, names, moves, (0,) * makers), groups=())


def random_graph(rng: Random, names, moves, sizes) -> StateGraph:
    """Return a graph with equilibria, a status quo and a path by chance."""
    rests = ((), (), ("Nash",), ("SMR", "SEQ", "SIM"))
    states = tuple(
        GraphState(k + 1, name, f"Title of {name}", rng.choice(rests), (True,) * len(sizes))
        for k, name in enumerate(names)
    )
    quo = rng.choice((None, rng.randrange(len(names))))
    path = []
    for _ in range(rng.randrange(5) if quo is not None else 0):
        here = path[-1].target if path else quo
        onward = [m for m in moves if m.origin == here]
        path += [rng.choice(onward)] if onward else []
    makers = tuple(f"Maker {i}" for i in range(len(sizes)))
    return StateGraph("Graph", "", makers, states, tuple(moves), quo, tuple(path), sizes)
