"""Letters of states and patterns, moved to where they stand after options were added."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from irenic.model import AllOf, AnyOf, Formula, Holds, If, Iff, Matches, Not

__all__ = ["Places"]


@dataclass(frozen=True, slots=True)
class Places:
    """Where letters stand.

    Letter k as written (those of before first, then the added ones) becomes letter ``at[k]``.
    ``old`` is the number of options of before.

    Examples
    --------
    >>> places = Places(2, (0, 2, 1))  # an option is added to the first of two decision makers
    >>> places.old_pattern("Y-"), places.pattern("YNY"), places.old_state("YN", {1})
    ('Y--', 'YYN', 'YYN')
    """

    old: int
    at: tuple[int, ...]

    @property
    def kept(self) -> tuple[int, ...]:
        """Return the places of the options of before."""
        return self.at[: self.old]

    @property
    def added(self) -> tuple[int, ...]:
        """Return the places of the added options."""
        return self.at[self.old :]

    def of(self, letter: int, /) -> int:
        """Return the place of a letter."""
        return self.at[letter]

    def pattern(self, pattern: str, /) -> str:
        """Return a state or pattern with all letters."""
        letters = ["-"] * len(self.at)
        for k, letter in enumerate(pattern):
            letters[self.at[k]] = letter
        return "".join(letters)

    def old_pattern(self, pattern: str, /) -> str:
        """Return a pattern of before: it says nothing about added options."""
        return self.pattern(pattern + "-" * (len(self.at) - self.old))

    def old_state(self, state: str, taken: Collection[int], /) -> str:
        """Return a state of before, with the added options at places in ``taken`` taken."""
        more = "".join("Y" if place in taken else "N" for place in self.added)
        return self.pattern(state + more)

    def single(self, letter: int, sign: str, /) -> str:
        """Return the pattern of all states in which one option has a sign."""
        letters = ["-"] * len(self.at)
        letters[self.at[letter]] = sign
        return "".join(letters)

    def formula(self, formula: Formula, /) -> Formula:
        """Return a formula about the same options."""
        match formula:
            case Holds(option):
                return Holds(self.at[option])
            case Matches(pattern):
                more = "-" * (len(self.at) - len(pattern))
                return Matches(self.pattern(pattern + more))
            case Not(of):
                return Not(self.formula(of))
            case AllOf(parts):
                return AllOf(tuple(map(self.formula, parts)))
            case AnyOf(parts):
                return AnyOf(tuple(map(self.formula, parts)))
            case If(then, when):
                return If(self.formula(then), self.formula(when))
            case Iff(left, right):
                return Iff(self.formula(left), self.formula(right))
