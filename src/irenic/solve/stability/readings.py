"""How a decision maker reads what is not known of its own preferences: four extensions.

With unknown comparisons each concept splits by two questions: does the decision maker leave for
a state that only *may* be better, and does a state that only *may* be no better stop it?

Notes
-----
Write > for known to be better, U for unknown.  In all four, the others may answer under SEQ
with moves that are, or may be, improvements for them.  From the definitions:

* a implies b and c, either of these implies d, for Nash, GMR, SMR and SEQ alike: fewer reasons to
  leave, or more that deters, make more states stable;
* Nash has no answers, so there a = c and b = d;
* within one extension Nash implies SMR implies GMR, and Nash implies SEQ implies GMR.

References
----------
K. W. Li, K. W. Hipel, D. M. Kilgour, L. Fang, "Preference Uncertainty in the Graph Model for
Conflict Resolution", IEEE Trans. SMC-A 34 (2004) 507-520.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from irenic.solve.stability.foresight import Foresight, Reading
from irenic.solve.stability.moves import Moves
from irenic.solve.stability.preference import Preference, Ranked, Relation

__all__ = ["EXTENSIONS", "FORESIGHT_CONCEPTS", "Extension", "stable_under", "unknown_pairs"]

#: The concepts that the definitions with unknown comparisons cover.
FORESIGHT_CONCEPTS = ("nash", "gmr", "smr", "seq")


@dataclass(frozen=True, slots=True)
class Extension:
    """One way to read unknown comparisons; ``title`` in few words, ``assumes`` as a clause."""

    id: str
    title: str
    assumes: str
    leaves_unknown: bool
    deterred_unknown: bool

    @property
    def reading(self) -> Reading:
        """Return the extension in the form that the definitions take."""
        return Reading(self.leaves_unknown, self.deterred_unknown)


EXTENSIONS = {
    row.id: row
    for row in (
        Extension(
            "a",
            "bold in moving, bold about answers",
            "leaves for what may be better, and only what is surely no better stops it",
            True,
            False,
        ),
        Extension(
            "b",
            "careful in moving, bold about answers",
            "leaves only for what is surely better, and only what is surely no better stops it",
            False,
            False,
        ),
        Extension(
            "c",
            "bold in moving, careful about answers",
            "leaves for what may be better, and whatever may be no better stops it",
            True,
            True,
        ),
        Extension(
            "d",
            "careful in moving, careful about answers",
            "leaves only for what is surely better, and whatever may be no better stops it",
            False,
            True,
        ),
    )
}


def stable_under(
    moves: Moves,
    preferences: Sequence[Preference],
    reading: Reading,
    /,
) -> dict[str, tuple[tuple[int, ...], ...]]:
    """Return which states are stable, by concept and decision maker, under one reading."""
    foresight = Foresight(moves, preferences, reading)
    return {
        concept: tuple(
            tuple(s for s in moves.states() if foresight.examine(concept, maker, s).stable)
            for maker in range(moves.n_makers)
        )
        for concept in FORESIGHT_CONCEPTS
    }


def unknown_pairs(preference: Preference, states: Sequence[int], /) -> int:
    """Return how many pairs of states a decision maker is not known to compare."""
    if isinstance(preference, Ranked):
        return 0
    return sum(
        preference.compare(s, t) is Relation.UNKNOWN
        for k, s in enumerate(states)
        for t in states[:k]
    )
