"""Answers about the stability of a conflict, with the names of the case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from irenic.solve.result import Status
from irenic.solve.stability.concepts import CONCEPTS

__all__ = ["CONCEPTS", "Counter", "MoveTo", "Verdicts", "Witness"]


@dataclass(frozen=True, slots=True)
class MoveTo:
    """One move: by whom, and to which state."""

    by: str
    to: str


@dataclass(frozen=True, slots=True)
class Counter:
    """What follows when a decision maker takes one improvement.

    ``sanction`` are the moves of the others, one after the other, that leave it no better off
    than at the start; ``None`` when there are none.  Under SIM they are made at the same
    time, and ``result`` is the state that they make together with the improvement.  It is
    empty when GMCR+ passes over the improvement and counts it as answered.
    """

    improvement: str
    sanction: tuple[MoveTo, ...] | None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """Why a state is stable for a decision maker under a concept, or why it is not."""

    state: str
    decision_maker: str
    concept: str
    stable: bool
    answers: tuple[Counter, ...]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Which states are stable for whom, and which are equilibria.

    ``stable[concept][maker]`` and ``equilibria[concept]`` list states; they are empty where
    there are too many to list (``listed`` is false).  ``counts[concept]`` is the number of
    equilibria.
    """

    status: Status
    states: tuple[str, ...]
    n_states: int
    equilibria: Mapping[str, tuple[str, ...]]
    stable: Mapping[str, Mapping[str, tuple[str, ...]]]
    counts: Mapping[str, int]
    listed: bool = True
    reason: str = ""
