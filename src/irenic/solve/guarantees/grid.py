"""Every state of a deal, numbered: how many pieces of each step are done.

With whole steps a state is a set and its number the usual one, bit k for step k.  A sum over the
pieces done is looked up in two small tables, one for the first half of the steps and one for the
rest, so that no table of all states is needed for each row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Grid", "Layer", "number_type"]

#: Sums stay below half of what the type holds, so that the greatest number is free for "never".
NARROW, WIDE = 1 << 30, 1 << 62


def number_type(greatest: int, /) -> tuple[Any, int]:
    """Return the type of arrays for numbers up to a size, and a number that is greater than all.

    Numbers beyond 62 bits stay exact as Python integers, slowly.
    """
    import numpy as np

    if greatest < NARROW:
        return np.int32, 2 * NARROW - 1
    if greatest < WIDE:
        return np.int64, 2 * WIDE - 1
    return object, 2 * greatest + 1


@dataclass(frozen=True)
class Layer:
    """The states with equally many pieces done; ``low`` and ``high`` are their two halves."""

    states: Array
    low: Array
    high: Array


class Grid:
    """The states of steps cut into pieces.

    Parameters
    ----------
    pieces : sequence of int, shape (m,)
        A state counts 0 to ``pieces[k]`` done of each step.
    """

    def __init__(self, pieces: Sequence[int]) -> None:
        self.pieces = tuple(pieces)
        self.strides = tuple(prod(s + 1 for s in pieces[:k]) for k in range(len(pieces)))
        self.size = prod(s + 1 for s in pieces)
        # The half of the steps that makes the smaller pair of tables.
        sums = [
            prod(s + 1 for s in pieces[:h]) + prod(s + 1 for s in pieces[h:])
            for h in range(len(pieces) + 1)
        ]
        self.half = sums.index(min(sums))
        self.width = prod(s + 1 for s in pieces[: self.half])

    def counts(self, state: int, /) -> tuple[int, ...]:
        """Return how many pieces of each step are done."""
        return tuple(
            state // stride % (s + 1) for stride, s in zip(self.strides, self.pieces, strict=True)
        )

    def tables(self, row: Sequence[int], kind: Any, /) -> tuple[Array, Array]:
        """Return the sums of a row over the pieces done, for the two halves of all states."""
        return self._sums(row, 0, self.half, kind), self._sums(row, self.half, len(row), kind)

    def total(self, tables: tuple[Array, Array], layer: Layer, /) -> Array:
        """Return the sums of a row for the states of a layer."""
        return tables[0][layer.low] + tables[1][layer.high]

    def indicator(self, step: int, pieces: int, /) -> tuple[bool, Array]:
        """Return in which half a step is, and where that many of its pieces are done."""
        import numpy as np

        first = step < self.half
        start, stop = (0, self.half) if first else (self.half, len(self.pieces))
        row = [0] * len(self.pieces)
        row[step] = 1
        return first, self._sums(row, start, stop, np.int32) == pieces

    def holds(self, indicator: tuple[bool, Array], layer: Layer, /) -> Array:
        """Return where an indicator holds among the states of a layer."""
        first, table = indicator
        found: Array = table[layer.low if first else layer.high]
        return found

    def layer(self, states: Array, /) -> Layer:
        """Return some states with their halves."""
        return Layer(states, states % self.width, states // self.width)

    def layers(self, *, forward: bool = False) -> Iterator[Layer]:
        """Yield the states by the number of pieces done, greatest first unless ``forward``."""
        import numpy as np

        done = self._sums([1] * len(self.pieces), 0, len(self.pieces), np.uint16)
        order = np.argsort(done, kind="stable").astype(np.int32)
        ends = [0, *np.cumsum(np.bincount(done)).tolist()]
        del done
        for p in range(1, len(ends)) if forward else range(len(ends) - 1, 0, -1):
            yield self.layer(order[ends[p - 1] : ends[p]])

    def _sums(self, row: Sequence[int], start: int, stop: int, kind: Any) -> Array:
        """Return the sums over steps ``start`` to ``stop``, the first changing fastest."""
        import numpy as np

        found = np.zeros(1, dtype=kind)
        for k in range(start, stop):
            adds = np.array([row[k] * c for c in range(self.pieces[k] + 1)], dtype=kind)
            found = (adds[:, None] + found[None, :]).reshape(-1)
        return found
