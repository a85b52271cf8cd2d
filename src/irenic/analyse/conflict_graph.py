"""The moves of a small conflict one by one, and whom they make better off."""

from __future__ import annotations

from dataclasses import dataclass

from irenic.analyse.conflict_model import ConflictModel
from irenic.solve.stability.preference import Relation

__all__ = ["Arc", "ConflictGraph", "MOST_DRAWN", "conflict_graph"]

#: A picture of more states cannot be read.
MOST_DRAWN = 60


@dataclass(frozen=True, slots=True)
class Arc:
    """A move; ``better`` says whether it makes its mover better off (``None``: not known)."""

    by: str
    origin: str
    to: str
    better: bool | None


@dataclass(frozen=True, slots=True)
class ConflictGraph:
    """All states and moves of a conflict, by decision maker and then by state."""

    states: tuple[str, ...]
    arcs: tuple[Arc, ...]


def conflict_graph(model: ConflictModel, /, *, most: int = MOST_DRAWN) -> ConflictGraph | None:
    """Return the states and moves of a conflict; ``None`` when there are more than ``most``."""
    if model.n_states > most:
        return None
    states = list(model.moves.states())
    arcs = []
    for maker, maker_id in enumerate(model.conflict.maker_ids):
        preference = model.preferences[maker]
        for s in states:
            for t in model.moves.of(maker, s):
                relation = preference.compare(t, s)
                better = None if relation is Relation.UNKNOWN else relation is Relation.BETTER
                arcs.append(Arc(maker_id, model.name(s), model.name(t), better))
    return ConflictGraph(model.ids(states), tuple(arcs))
