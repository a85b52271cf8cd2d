"""Many states in few words: patterns that together stand for exactly the states of a set.

A *pattern* fixes some options and leaves the others open.  It is *prime* when none of its fixed
options can be opened without taking in a state that does not belong to the set.  States that
are not possible may be taken in: nobody ever meets them.  Bit k of a state is option k.

References
----------
W. V. Quine, "The Problem of Simplifying Truth Functions", American Mathematical Monthly 59
(1952) 521-531.
R. K. Brayton, G. D. Hachtel, C. T. McMullen, A. L. Sangiovanni-Vincentelli, "Logic Minimization
Algorithms for VLSI Synthesis" (1984): expand, irredundant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.prime_cover import MAX_EXACT, Pattern, least_cover

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MOST_PATTERNS", "Pattern", "Patterns", "patterns"]

#: A longer list is no shorter way to say it; what is then left out is counted.
MOST_PATTERNS = 2_000


@dataclass(frozen=True, slots=True)
class Patterns:
    """Patterns that stand for a set of states, the one with most states first.

    ``covered`` is how many states of the set fit one of them, ``total`` how many there are.
    ``minimal`` says that no shorter list does the same; else the list is irredundant (without
    any one pattern it would miss a state) but a shorter one may exist.  ``reason`` says why a list
    is not complete.
    """

    found: tuple[Pattern, ...]
    total: int
    covered: int
    minimal: bool
    reason: str = ""

    @property
    def complete(self) -> bool:
        """Return whether the patterns stand for all states of the set."""
        return self.covered == self.total


def patterns(
    member: NDArray[np.bool_] | bytes,
    possible: NDArray[np.bool_] | bytes,
    m: int,
    /,
    *,
    most: int = MOST_PATTERNS,
    budget: Budget = UNLIMITED,
) -> Patterns:
    """Return a short list of prime patterns that together stand for exactly a set of states.

    Parameters
    ----------
    member, possible : arrays of bool, or bytes of 0 and 1, shape (2 ** m,)
        The set, and which states are possible at all; a member that is not is ignored.
    m : int
        The number of options.
    most : int
        The most patterns that are sought.

    Notes
    -----
    Up to :data:`~irenic.solve.stability.prime_cover.MAX_EXACT` options all prime patterns are
    found in O(m 3^m) and the fewest of them chosen, by branch and bound with a limit.  Above, and
    where there are very many to choose from, each state that no pattern covers yet is widened,
    option by option, towards the most states not yet covered; at the end patterns that the others
    cover are dropped.  O(m 2^f) for a pattern with f open options.

    Examples
    --------
    >>> found = patterns(bytes([1, 1, 1, 0]), bytes([1, 1, 1, 1]), 2)
    >>> [(p.fixed, p.value, p.count) for p in found.found]
    [(1, 0, 2), (2, 0, 2)]
    """
    import numpy as np

    allowed = _flags(possible)
    inside = _flags(member) & allowed
    total = int(np.count_nonzero(inside))
    least = least_cover(inside, allowed, m) if m <= MAX_EXACT else None
    if least is not None:
        (chosen, minimal), reason = least, ""
    else:
        chosen, reason = _widened(inside, allowed, m, most, budget)
        minimal = total == 0
    ranked = sorted(chosen, key=lambda p: (-p.count, p.fixed, p.value))[:most]
    covered = _covered(ranked, inside, m) if reason or len(ranked) < len(chosen) else total
    if len(ranked) < len(chosen):
        reason = f"only the {most:,} patterns with most states are kept"
    return Patterns(tuple(ranked), total, covered, minimal and covered == total, reason)


def _flags(states: NDArray[np.bool_] | bytes) -> NDArray[np.bool_]:
    import numpy as np

    if isinstance(states, bytes | bytearray | memoryview):
        states = np.frombuffer(states, dtype=np.uint8)
    return np.asarray(states, dtype=np.bool_)


@dataclass
class _Cube:
    """A pattern while it grows: the position of each axis (option m-1 first) or a slice."""

    at: list[int | slice]

    @classmethod
    def of(cls, state: int, m: int) -> _Cube:
        """Return the pattern of one state."""
        return cls([state >> (m - 1 - axis) & 1 for axis in range(m)])

    def beside(self, axis: int) -> tuple[int | slice, ...]:
        """Return the states that the pattern takes in when an option is opened."""
        position = self.at[axis]
        other = [*self.at]
        other[axis] = 1 - position if isinstance(position, int) else position
        return tuple(other)

    def pattern(self, count: int) -> Pattern:
        """Return the pattern as masks."""
        m = len(self.at)
        fixed = value = 0
        for axis, position in enumerate(self.at):
            if isinstance(position, int):
                fixed |= 1 << (m - 1 - axis)
                value |= position << (m - 1 - axis)
        return Pattern(fixed, value, count)


def _index(pattern: Pattern, m: int) -> tuple[int | slice, ...]:
    """Return where the states of a pattern stand in an array of shape (2,) * m."""
    bits = range(m - 1, -1, -1)
    return tuple(pattern.value >> k & 1 if pattern.fixed >> k & 1 else slice(None) for k in bits)


def _widened(
    inside: NDArray[np.bool_], allowed: NDArray[np.bool_], m: int, most: int, budget: Budget
) -> tuple[list[Pattern], str]:
    """Return an irredundant list of prime patterns, and why it is not complete."""
    import numpy as np

    shape = (2,) * m
    member, outside = inside.reshape(shape), (allowed & ~inside).reshape(shape)
    open_states = inside.copy()
    left = open_states.reshape(shape)
    covers = np.zeros(shape, dtype=np.uint16)
    found: list[Pattern] = []
    reason, at = "", 0
    while (step := int(open_states[at:].argmax())) or open_states[at : at + 1].any():
        at += step
        reason = budget.spent()
        if reason or len(found) >= most:
            reason = reason or f"more than {most:,} patterns are needed"
            break
        cube = _widest(_Cube.of(at, m), outside, left)
        here = tuple(cube.at)
        left[here] = False
        covers[here] += 1
        found.append(cube.pattern(int(np.count_nonzero(member[here]))))
    return _irredundant(found, member, covers), reason


def _widest(cube: _Cube, outside: NDArray[np.bool_], left: NDArray[np.bool_]) -> _Cube:
    """Open options one by one, each time the one that takes in most states not yet covered."""
    import numpy as np

    closed = list(range(len(cube.at)))
    while True:
        # What cannot be opened now cannot be opened in a wider pattern either.
        closed = [axis for axis in closed if not outside[cube.beside(axis)].any()]
        if not closed:
            return cube
        gains = [int(np.count_nonzero(left[cube.beside(axis)])) for axis in closed]
        best = closed[gains.index(max(gains))]
        cube.at[best] = slice(None)
        closed.remove(best)


def _irredundant(
    found: list[Pattern], member: NDArray[np.bool_], covers: NDArray[np.uint16]
) -> list[Pattern]:
    """Drop patterns, those with fewest states first, whose states the others cover too."""
    m = member.ndim
    kept = []
    for pattern in sorted(found, key=lambda p: (p.count, p.fixed, p.value)):
        here = _index(pattern, m)
        if (covers[here] > 1)[member[here]].all():
            covers[here] -= 1
        else:
            kept.append(pattern)
    return kept


def _covered(chosen: list[Pattern], inside: NDArray[np.bool_], m: int) -> int:
    """Return how many states of a set fit one of the patterns."""
    import numpy as np

    left = inside.reshape((2,) * m).copy()
    for pattern in chosen:
        left[_index(pattern, m)] = False
    return int(np.count_nonzero(inside)) - int(np.count_nonzero(left))
