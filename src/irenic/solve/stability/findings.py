"""Whether a state is stable for a decision maker, with what shows it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Answer", "Finding", "Step"]


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, and to which state."""

    maker: int
    target: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows when the decision maker takes one improvement.

    ``path`` is what the others would do (a legal sequence of their moves, none twice in a row
    by the same), ending where the first mover is no better off than at the start; ``None`` when
    no such sequence exists, so that the improvement is free.  Under SIM the steps of ``path`` are
    made at the same time as the improvement: each ``target`` is where that step alone would lead
    from the original state, and ``result`` is the state that all of them together make.
    An empty ``path``: GMCR+ passes over the improvement and counts it as answered.
    """

    improvement: int
    path: tuple[Step, ...] | None
    result: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether one state is stable for one decision maker under one concept.

    ``answers`` has one entry for each improvement that the decision maker has; the state is
    stable when none of them is free.
    """

    concept: str
    maker: int
    state: int
    answers: tuple[Answer, ...]

    @property
    def stable(self) -> bool:
        """Return whether no improvement is free."""
        return all(answer.path is not None for answer in self.answers)
