"""The table of coalition concepts.  Captions, docs and tests read it.

Adding a concept is adding a function and a row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from irenic.solve.coalition_game import CoalitionGame, CoalitionResult
from irenic.solve.core import core, least_core
from irenic.solve.nucleolus import nucleolus
from irenic.solve.shapley import shapley

__all__ = ["COALITION_METHODS", "CoalitionMethod"]


@dataclass(frozen=True, slots=True)
class CoalitionMethod:
    """One row: what the concept is called, who proposed it, how to compute it."""

    id: str
    title: str
    citation: str
    function: Callable[[CoalitionGame], CoalitionResult]


COALITION_METHODS: dict[str, CoalitionMethod] = {
    method.id: method
    for method in (
        CoalitionMethod("core", "Core", "Gillies 1959; Bondareva 1963; Shapley 1967", core),
        CoalitionMethod("least-core", "Least core", "Maschler, Peleg and Shapley 1979", least_core),
        CoalitionMethod("nucleolus", "Nucleolus", "Schmeidler 1969", nucleolus),
        CoalitionMethod("shapley", "Shapley value", "Shapley 1953", shapley),
    )
}
