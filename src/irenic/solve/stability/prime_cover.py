"""The fewest prime patterns that stand for a set of states, for few options.

All patterns at once: an array with three places an option (not taken, taken, open), in which
an entry with an open option is what both entries without it have in common.

References
----------
E. J. McCluskey, "Minimization of Boolean Functions", Bell System Technical Journal 35 (1956)
1417-1444.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["MAX_EXACT", "Pattern", "least_cover", "prime_patterns"]

#: With this many options there are 3^12 = 531,441 patterns; one more is three times as many.
MAX_EXACT = 12
#: Choices tried before the best list so far is taken.
MAX_CHOICES = 5_000
#: Most pairs of a pattern and a state; beyond, the fewest are not sought.
MAX_PAIRS = 300_000


@dataclass(frozen=True, slots=True)
class Pattern:
    """States whose options ``fixed`` have the values ``value``; ``count`` of the set fit.

    Both are masks: bit k is option k.
    """

    fixed: int
    value: int
    count: int


def prime_patterns(
    member: NDArray[np.bool_], possible: NDArray[np.bool_], m: int, /
) -> tuple[Pattern, ...]:
    """Return all prime patterns that some state of the set fits, by fixed options and values.

    Parameters
    ----------
    member, possible : arrays of bool, shape (2 ** m,)
        The set, and which states are possible at all.

    Notes
    -----
    O(m 3^m) time and memory.
    """
    import numpy as np

    within = (member | ~possible).reshape((2,) * m)
    counts = (member & possible).astype(np.int64).reshape((2,) * m)
    for axis in range(m):
        halves = np.take(within, 0, axis), np.take(within, 1, axis)
        both = np.expand_dims(halves[0] & halves[1], axis)
        within = np.concatenate([within, both], axis)
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis)
    prime = within & (counts > 0)
    for axis in range(m):
        wider = within.take([2], axis)
        fixed = [slice(None)] * m
        fixed[axis] = slice(0, 2)
        prime[tuple(fixed)] &= ~wider
    found = []
    for place in np.argwhere(prime).tolist():
        fixed_bits = value = 0
        for axis, position in enumerate(place):
            if position < 2:
                fixed_bits |= 1 << (m - 1 - axis)
                value |= position << (m - 1 - axis)
        found.append(Pattern(fixed_bits, value, int(counts[tuple(place)])))
    return tuple(sorted(found, key=lambda p: (p.fixed, p.value)))


def least_cover(
    member: NDArray[np.bool_], possible: NDArray[np.bool_], m: int, /
) -> tuple[list[Pattern], bool] | None:
    """Return the fewest prime patterns that cover a set, and whether that is proved.

    ``None`` when there are too many to choose from (:data:`MAX_PAIRS`).  Among lists of equal
    length the first one in a fixed order is taken.
    """
    states = (member & possible).nonzero()[0].tolist()
    primes = sorted(prime_patterns(member, possible, m), key=lambda p: (-p.count, p.fixed, p.value))
    if len(states) * len(primes) > MAX_PAIRS:
        return None
    search = _Search(
        [sum(1 << j for j, s in enumerate(states) if s & p.fixed == p.value) for p in primes],
        len(states),
    )
    return [primes[k] for k in search.run()], search.choices <= MAX_CHOICES


class _Search:
    """Set cover: which sets (as bit masks), as few as possible, hold every thing."""

    def __init__(self, sets: list[int], size: int) -> None:
        self.sets = sets
        self.holders = [[k for k, s in enumerate(sets) if s >> j & 1] for j in range(size)]
        self.all = (1 << size) - 1
        self.choices = 0
        self.best: list[int] = []

    def run(self) -> list[int]:
        """Return the numbers of the sets, ascending."""
        needed = sorted({holders[0] for holders in self.holders if len(holders) == 1})
        left = self.all
        for k in needed:
            left &= ~self.sets[k]
        self.best = self._greedy(left)
        self._branch(left, [])
        return sorted([*needed, *self.best])

    def _greedy(self, left: int) -> list[int]:
        chosen: list[int] = []
        whole = left
        while left:
            k = max(range(len(self.sets)), key=lambda k: ((self.sets[k] & left).bit_count(), -k))
            chosen.append(k)
            left &= ~self.sets[k]
        return self._irredundant(chosen, whole)

    def _irredundant(self, chosen: list[int], whole: int) -> list[int]:
        for k in sorted(chosen, key=lambda k: (self.sets[k].bit_count(), -k)):
            rest = 0
            for other in chosen:
                if other != k:
                    rest |= self.sets[other]
            if self.sets[k] & whole & ~rest == 0:
                chosen = [other for other in chosen if other != k]
        return chosen

    def _branch(self, left: int, chosen: list[int]) -> None:
        """Choose sets for the thing that fewest sets hold, until no shorter list can be found."""
        if not left:
            if len(chosen) < len(self.best):
                self.best = chosen
            return
        self.choices += 1
        if self.choices > MAX_CHOICES:
            return
        need, hardest = self._apart(left)
        if len(chosen) + need >= len(self.best):
            return
        options = sorted(
            self.holders[hardest], key=lambda k: (-(self.sets[k] & left).bit_count(), k)
        )
        for k in options:
            self._branch(left & ~self.sets[k], [*chosen, k])

    def _apart(self, left: int) -> tuple[int, int]:
        """Return how many things no two of which one set holds, and the one fewest sets hold."""
        things = [j for j in range(len(self.holders)) if left >> j & 1]
        things.sort(key=lambda j: (len(self.holders[j]), j))
        count, blocked = 0, 0
        for j in things:
            if not blocked >> j & 1:
                count += 1
                for k in self.holders[j]:
                    blocked |= self.sets[k]
        return count, things[0]
