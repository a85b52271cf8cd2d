"""Rules: what every package keeps to.

Four kinds, each a plain class; ``Rule`` is any of them.  ``when`` limits a rule to the
packages that meet one of its conditions; empty means every package.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from irenic.model.conditions import Condition

__all__ = ["Compare", "Count", "Forbid", "Relation", "Require", "Rule", "Sum"]

Relation = Literal["<", "<=", ">", ">=", "=="]


@dataclass(frozen=True, slots=True)
class Forbid:
    """No package meets ``test``."""

    test: Condition
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Require:
    """A package meets at least one of ``any_of``."""

    any_of: tuple[Condition, ...]
    when: tuple[Condition, ...] = ()
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """Of the conditions ``of``, a package meets ``at_least`` and ``at_most`` so many."""

    of: tuple[Condition, ...]
    at_least: int = 0
    at_most: int | None = None
    when: tuple[Condition, ...] = ()
    why: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of ``factor`` times the number of an issue over ``terms``, plus ``constant``."""

    terms: tuple[tuple[str, Fraction], ...] = ()
    constant: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Compare:
    """In a package, ``left`` stands to ``right`` as ``relation`` says."""

    left: Sum
    relation: Relation
    right: Sum
    when: tuple[Condition, ...] = ()
    why: str = ""
    by: str = ""

    @property
    def factors(self) -> dict[str, Fraction]:
        """Return by what each issue counts in ``left - right``; those that cancel are out."""
        found: dict[str, Fraction] = {}
        for side, sign in ((self.left, 1), (self.right, -1)):
            for issue, factor in side.terms:
                found[issue] = found.get(issue, Fraction(0)) + sign * factor
        return {issue: factor for issue, factor in found.items() if factor}


Rule = Forbid | Require | Count | Compare
