"""What one decision maker prefers: a complete order, or what is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

__all__ = ["Partial", "Preference", "Ranked", "Relation"]


class Relation(Enum):
    """How one state compares with another."""

    BETTER = ">"
    EQUAL = "~"
    WORSE = "<"
    UNKNOWN = "U"


@dataclass(frozen=True)
class Ranked:
    """A complete preorder: every two states compare.

    Parameters
    ----------
    rank : sequence of int, shape (n_states,)
        Greater is better; equal is indifferent.  Only the order of the numbers counts.
    degrees : tuple of int
        How strong the step from the k-th lowest rank up to the next is (1 mild, 2 strong, ..);
        empty when every step is mild.  Ranks are then 0, 1, 2, ...  The degree between two states
        is the greatest of the steps between them.
    """

    rank: Sequence[int]
    degrees: tuple[int, ...] = ()

    def compare(self, s: int, t: int, /) -> Relation:
        """Return how state s compares with state t."""
        a, b = self.rank[s], self.rank[t]
        return Relation.BETTER if a > b else Relation.WORSE if a < b else Relation.EQUAL

    def degree(self, s: int, t: int, /) -> int:
        """Return how much better s is than t: 1 mild, 2 strong, ..; negative when worse."""
        a, b = int(self.rank[s]), int(self.rank[t])
        if a == b:
            return 0
        low, high = min(a, b), max(a, b)
        strength = max(self.degrees[low:high], default=1)
        return strength if a > b else -strength


@dataclass(frozen=True)
class Partial:
    """What is known of a preference; all else is unknown.

    Parameters
    ----------
    worse : tuple of int, shape (n_states,)
        Bit t of ``worse[s]`` says that state t is known to be worse than state s.
        Transitively closed, together with ``equal``.
    equal : tuple of int, shape (n_states,)
        Bit t of ``equal[s]`` says that both are known to be equally good; bit s is set.
    """

    worse: tuple[int, ...]
    equal: tuple[int, ...]

    def compare(self, s: int, t: int, /) -> Relation:
        """Return how state s compares with state t."""
        if self.equal[s] >> t & 1:
            return Relation.EQUAL
        if self.worse[s] >> t & 1:
            return Relation.BETTER
        return Relation.WORSE if self.worse[t] >> s & 1 else Relation.UNKNOWN


Preference = Ranked | Partial
