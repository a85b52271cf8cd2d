"""The moves of a conflict one by one, whom they make better off, and how each ranks the states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from irenic.analyse.conflict_model import ConflictModel
from irenic.solve.stability.preference import Preference, Ranked, Relation

__all__ = ["MOST_ARCS", "MOST_DRAWN", "Arc", "ConflictGraph", "conflict_graph"]

#: A picture of more states cannot be read.
MOST_DRAWN = 60
#: A table of more moves is of no use to anybody, and fills the memory.
MOST_ARCS = 200_000


@dataclass(frozen=True, slots=True)
class Arc:
    """A move; ``better`` says whether it makes its mover better off (``None``: not known)."""

    by: str
    origin: str
    to: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class ConflictGraph:
    """All states and moves of a conflict, by decision maker and then by state.

    ``places[maker][k]`` is the place of the k-th state in the decision maker's ranking: 1 is best,
    equally good states share a place.  A decision maker whose ranking is only known in part is
    not in it; ``known[maker]`` then lists pairs of states, the first known to be better.
    ``complete`` is false when there are more moves than are listed.
    """

    states: tuple[str, ...]
    arcs: tuple[Arc, ...]
    places: Mapping[str, tuple[int, ...]]
    known: Mapping[str, tuple[tuple[str, str], ...]]
    complete: bool = True


def conflict_graph(
    model: ConflictModel, /, *, most: int = MOST_DRAWN, most_arcs: int = MOST_ARCS
) -> ConflictGraph | None:
    """Return the states and moves of a conflict; ``None`` when it has more states than ``most``."""
    if model.n_states > most:
        return None
    states = list(model.moves.states())
    arcs: list[Arc] = []
    complete = True
    for arc in _arcs(model, states):
        if len(arcs) == most_arcs:
            complete = False
            break
        arcs.append(arc)
    makers = list(zip(model.conflict.maker_ids, model.preferences, strict=True))
    return ConflictGraph(
        model.ids(states),
        tuple(arcs),
        {m: _places(p, states) for m, p in makers if isinstance(p, Ranked)},
        {m: _known(model, p, states) for m, p in makers if not isinstance(p, Ranked)},
        complete,
    )


def _arcs(model: ConflictModel, states: list[int]) -> Iterator[Arc]:
    for maker, maker_id in enumerate(model.conflict.maker_ids):
        preference = model.preferences[maker]
        for s in states:
            for t in model.moves.of(maker, s):
                relation = preference.compare(t, s)
                better = None if relation is Relation.UNKNOWN else relation is Relation.BETTER
                yield Arc(maker_id, model.name(s), model.name(t), better)


def _places(preference: Ranked, states: list[int]) -> tuple[int, ...]:
    ranks = [int(preference.rank[s]) for s in states]
    place = {rank: k for k, rank in enumerate(sorted(set(ranks), reverse=True), 1)}
    return tuple(place[rank] for rank in ranks)


def _known(
    model: ConflictModel, preference: Preference, states: list[int]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (model.name(s), model.name(t))
        for s in states
        for t in states
        if preference.compare(s, t) is Relation.BETTER
    )
