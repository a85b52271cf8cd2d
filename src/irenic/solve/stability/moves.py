"""Who can move from where to where, in one step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

__all__ = ["ListedMoves", "Moves", "OptionMoves", "is_transitive"]


class Moves(Protocol):
    """The directed graphs A_1 .. A_n on the states."""

    @property
    def n_makers(self) -> int:
        """Return the number n of decision makers."""
        ...

    @property
    def size(self) -> int:
        """Return one more than the greatest number of a state."""
        ...

    def states(self) -> Iterator[int]:
        """Yield the states, ascending."""
        ...

    def of(self, maker: int, state: int, /) -> Sequence[int]:
        """Return R_i(s): where a decision maker can move from a state, ascending."""
        ...


@dataclass(frozen=True)
class ListedMoves:
    """Moves given one by one: ``targets[i][s]`` is R_i(s), ascending, without s itself."""

    targets: tuple[tuple[tuple[int, ...], ...], ...]

    @property
    def n_makers(self) -> int:
        """Return the number of decision makers."""
        return len(self.targets)

    @property
    def size(self) -> int:
        """Return the number of states."""
        return len(self.targets[0])

    def states(self) -> Iterator[int]:
        """Yield the states, ascending."""
        yield from range(self.size)

    def of(self, maker: int, state: int, /) -> Sequence[int]:
        """Return where a decision maker can move from a state."""
        return self.targets[maker][state]


@dataclass(frozen=True)
class OptionMoves:
    """Moves of the option form: a decision maker changes any of its own options at once.

    Bit k of a state is 1 when option k is taken.  The options of decision maker i are
    ``starts[i] .. starts[i+1]-1``.

    Parameters
    ----------
    starts : tuple of int, shape (n_makers + 1,)
    directions : tuple of int, shape (n_options,)
        0 when the option may change both ways, 1 only from N to Y, -1 only from Y to N.
    feasible : bytes, shape (2 ** n_options,)
        1 for every state that is possible, else 0 (a ``numpy.uint8`` view is free).
    """

    starts: tuple[int, ...]
    directions: tuple[int, ...]
    feasible: bytes | bytearray | memoryview

    @property
    def n_makers(self) -> int:
        """Return the number of decision makers."""
        return len(self.starts) - 1

    @property
    def size(self) -> int:
        """Return the number of states, possible or not."""
        return len(self.feasible)

    def states(self) -> Iterator[int]:
        """Yield the possible states, ascending."""
        return (s for s, possible in enumerate(self.feasible) if possible)

    @cached_property
    def _changes(self) -> tuple[tuple[int, ...], ...]:
        """Return, for each decision maker, every way to change its options, as a mask."""
        return tuple(
            tuple(k << low for k in range(1, 1 << (high - low)))
            for low, high in zip(self.starts, self.starts[1:], strict=False)
        )

    @cached_property
    def _one_way(self) -> tuple[int, int]:
        """Return the masks of the options that may only be taken, and only be given up."""
        to_yes = sum(1 << k for k, d in enumerate(self.directions) if d > 0)
        to_no = sum(1 << k for k, d in enumerate(self.directions) if d < 0)
        return to_yes, to_no

    def of(self, maker: int, state: int, /) -> Sequence[int]:
        """Return where a decision maker can move from a state."""
        to_yes, to_no = self._one_way
        stuck = (state & to_yes) | (~state & to_no)
        feasible = self.feasible
        found = [
            t
            for change in self._changes[maker]
            if not change & stuck and feasible[t := state ^ change]
        ]
        found.sort()
        return found


def is_transitive(moves: ListedMoves, maker: int, /) -> bool:
    """Return whether two moves of a decision maker in a row are always one move of it.

    (s, t) and (t, u) in A_i imply u = s or (s, u) in A_i.  The option form is always transitive.
    """
    targets = [set(row) for row in moves.targets[maker]]
    return all(targets[t] <= targets[s] | {s} for s in range(moves.size) for t in targets[s])
