"""What is negotiated: choices between options, numbers on a grid, shares of something divisible."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from irenic.model.quantity import show_number

__all__ = ["ChoiceIssue", "Issue", "NumericIssue", "Option", "ShareIssue"]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to settle an issue."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class ChoiceIssue:
    """An issue settled by choosing one of several options, in file order."""

    id: str
    title: str
    options: tuple[Option, ...]

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Return the ids of the options, in file order."""
        return tuple(option.id for option in self.options)

    def option_title(self, option_id: str) -> str:
        """Return the title of an option."""
        return next(option.title for option in self.options if option.id == option_id)


@dataclass(frozen=True, slots=True)
class NumericIssue:
    """An issue settled by a number on the grid ``start, start + step, .., stop``.

    Its options are the grid points; an option's id is the exact number as text.
    """

    id: str
    title: str
    start: Fraction
    stop: Fraction
    step: Fraction
    unit: str = ""

    @property
    def grid(self) -> tuple[Fraction, ...]:
        """Return the grid points, ascending."""
        count = (self.stop - self.start) // self.step + 1
        return tuple(self.start + k * self.step for k in range(count))

    @property
    def option_ids(self) -> tuple[str, ...]:
        """Return the grid points as exact text, ascending."""
        return tuple(show_number(x) for x in self.grid)

    def option_title(self, option_id: str) -> str:
        """Return the number with its unit (``%`` follows without a blank)."""
        glue = "" if self.unit in ("", "%") else " "
        return f"{option_id}{glue}{self.unit}"


@dataclass(frozen=True, slots=True)
class ShareIssue:
    """Something divisible; a package gives each party in ``among`` a share, adding up to 1."""

    id: str
    title: str
    among: tuple[str, ...]


Issue = ChoiceIssue | NumericIssue | ShareIssue
