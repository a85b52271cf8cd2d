"""A two-party frontier as three columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Curve"]


@dataclass(frozen=True, slots=True)
class Curve:
    """A two-party frontier: ``minus_a`` and ``b`` strictly ascend together.

    ``minus_a`` is the utility of party 0 times -1, so that one direction serves both.
    The columns are lists, or numpy arrays where the curve is long.
    """

    minus_a: Sequence[int]
    b: Sequence[int]
    counts: Sequence[int]

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.b)

    def listed(self) -> Curve:
        """Return the curve with lists of Python integers as columns."""
        columns: list[Any] = [self.minus_a, self.b, self.counts]
        if isinstance(columns[0], list):
            return self
        return Curve(*(column.tolist() for column in columns))
