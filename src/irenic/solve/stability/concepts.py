"""The stability concepts, one row each; command line, reports, documentation and tests read it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CONCEPTS", "SANCTIONS", "Concept"]


@dataclass(frozen=True, slots=True)
class Concept:
    """One way in which a decision maker may foresee answers to its moves."""

    id: str
    title: str
    letters: str
    citation: str
    plain: str


CONCEPTS = {
    concept.id: concept
    for concept in (
        Concept(
            "nash",
            "Nash stability",
            "Nash",
            "Nash 1951",
            "has no move that makes it better off",
        ),
        Concept(
            "gmr",
            "general metarationality",
            "GMR",
            "Howard 1971",
            "every improvement can be answered by moves of the others, whatever these cost them, "
            "that leave it no better off",
        ),
        Concept(
            "smr",
            "symmetric metarationality",
            "SMR",
            "Howard 1971",
            "every improvement can be answered so, and it has no way back up afterwards",
        ),
        Concept(
            "seq",
            "sequential stability",
            "SEQ",
            "Fraser and Hipel 1979",
            "every improvement can be answered so by moves that each make their mover better off",
        ),
        Concept(
            "sim",
            "simultaneous stability",
            "SIM",
            "Fraser and Hipel 1979",
            "every improvement fails when others take improvements of their own at the same time",
        ),
    )
}

#: How far the others may go in an answer: any legal sequence of moves; one move of one of them;
#: or as the program GMCR+ computes it.
SANCTIONS = ("sequences", "one-step", "gmcr-plus")
