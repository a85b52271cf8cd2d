"""Verdicts on many states at once, for conflicts in which no state is merged and no move closed.

There two moves of one decision maker in a row are one move, so it does not matter who moved last.
What the others can bring about is found by passing the least value back along every way to change
options, again and again until nothing changes.  Arrays have one entry for each combination of
options, possible or not; bit k is option k.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Any

from irenic.model import (
    AllOf,
    AnyOf,
    Formula,
    Holds,
    If,
    Iff,
    Matches,
    Not,
    OptionWeights,
    Statements,
    StateRanking,
)
from irenic.verify.claims import Unchecked
from irenic.verify.conflict import Board

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]
    Ranks = NDArray[np.int64]

__all__ = ["Wide"]

#: Ways to change options, times states, times decision makers; about half a minute.
MAX_CHANGES = 100_000_000
#: States, possible or not.
MAX_CODES = 1 << 18
_LONGEST = 1 << 61


class Wide:
    """All verdicts but those under SIM, for decision makers whose preferences are complete."""

    def __init__(self, board: Board, *, one_step: bool = False) -> None:
        self.board, self.one_step = board, one_step
        self._ranks: dict[str, Ranks] = {}
        self._ways: dict[str, list[tuple[int, Flags]]] = {}

    @staticmethod
    def covers(board: Board, /) -> bool:
        """Return whether a conflict can be looked at in this way."""
        conflict = board.conflict
        if conflict.is_graph or conflict.coalesce or conflict.no_moves:
            return False
        if not all(map(board.complete, board.makers)) or 1 << board.width > MAX_CODES:
            return False
        ways = sum((1 << len(maker.options)) - 1 for maker in conflict.decision_makers)
        return (ways * len(board.makers) << board.width) <= MAX_CHANGES

    @cached_property
    def codes(self) -> Ranks:
        """Return every combination of options."""
        import numpy as np

        return np.arange(1 << self.board.width, dtype=np.int64)

    @cached_property
    def possible(self) -> Flags:
        """Return which combinations are possible."""
        import numpy as np

        found = np.ones(len(self.codes), dtype=bool)
        for fixed, taken in map(self.board.bits, self.board.conflict.infeasible):
            found &= (self.codes & fixed) != taken
        return found

    def ways(self, maker: str, /) -> list[tuple[int, Flags]]:
        """Return the ways to change a decision maker's options, and from where each is open."""
        if maker not in self._ways:
            self._ways[maker] = list(self._open_ways(maker))
        return self._ways[maker]

    def _open_ways(self, maker: str) -> Iterator[tuple[int, Flags]]:
        own = self.board.own_options(maker)
        for chosen in range(1, 1 << len(own)):
            places = [own[k] for k in range(len(own)) if chosen >> k & 1]
            change = sum(1 << k for k in places)
            is_open = self.possible & self.possible[self.codes ^ change]
            for k in places:
                way = self.board.conflict.options[k].direction
                if way != "both":
                    is_open &= (self.codes >> k & 1) == (way == "to-no")
            yield change, is_open

    def rank(self, maker: str, /) -> Ranks:
        """Return a preference as numbers, greater is better."""
        if maker not in self._ranks:
            self._ranks[maker] = self._scores(maker)
        return self._ranks[maker]

    def _scores(self, maker: str) -> Ranks:
        import numpy as np

        form = self.board.form(maker)
        found: Any = np.zeros(len(self.codes), dtype=np.int64)
        if isinstance(form, Statements):
            for item in form.items:
                found = 2 * found + self._truth(item.formula)
                if int(found.max()) > _LONGEST:
                    found = np.unique(found, return_inverse=True)[1].astype(np.int64)
        elif isinstance(form, StateRanking):
            for place, group in enumerate(form.groups):
                found[[self.board.bits(name)[1] for name in group]] = -place
        elif isinstance(form, OptionWeights):
            weights = self.board.weights(maker)
            scale = lcm(*(w.denominator for w in weights.values())) if weights else 1
            if sum(map(abs, weights.values()), Fraction(0)) * scale > _LONGEST:
                raise Unchecked("the weights are too long for whole numbers of 64 bits")
            for k, weight in weights.items():
                found += int(weight * scale) * (self.codes >> k & 1)
        return np.asarray(found, dtype=np.int64)

    def _truth(self, formula: Formula) -> Flags:
        import numpy as np

        match formula:
            case Holds(option):
                return np.asarray(self.codes >> option & 1, dtype=bool)
            case Matches(pattern):
                fixed, taken = self.board.bits(pattern)
                return np.asarray((self.codes & fixed) == taken)
            case Not(of):
                return np.logical_not(self._truth(of))
            case AllOf(parts):
                return np.asarray(np.logical_and.reduce(self._all(parts)), dtype=bool)
            case AnyOf(parts):
                return np.asarray(np.logical_or.reduce(self._all(parts)), dtype=bool)
            case If(then, when):
                return np.logical_or(self._truth(then), np.logical_not(self._truth(when)))
            case Iff(left, right):
                return np.asarray(self._truth(left) == self._truth(right))

    def _all(self, parts: Sequence[Formula]) -> list[Flags]:
        return [self._truth(part) for part in parts]

    def stable(self, concept: str, maker: str, /) -> frozenset[int]:
        """Return all states that are stable for a decision maker."""
        import numpy as np

        rank = self.rank(maker)
        held = self.possible.copy()
        least = None if concept == "nash" else self._least(concept, maker)
        for change, is_open in self.ways(maker):
            there = self.codes ^ change
            leaves = is_open & (rank[there] > rank)
            held &= ~leaves if least is None else ~leaves | (least[there] <= rank)
        return frozenset(np.flatnonzero(held).tolist())

    def _least(self, concept: str, maker: str) -> Ranks:
        """Return the least that the others can leave a decision maker with, from each state.

        Where they do nothing counts too: it is better than the start, so it never deters.
        """
        import numpy as np

        value = self.rank(maker).copy()
        if concept == "smr":
            rank = self.rank(maker)
            for change, is_open in self.ways(maker):
                there = rank[self.codes ^ change]
                np.maximum(value, there, out=value, where=is_open)
        least = value.copy()
        while True:
            before = least.copy()
            for other in self.board.makers:
                if other == maker:
                    continue
                rank = self.rank(other)
                for change, is_open in self.ways(other):
                    there = self.codes ^ change
                    may = is_open & (rank[there] > rank) if concept == "seq" else is_open
                    source = value if self.one_step else least
                    np.minimum(least, source[there], out=least, where=may)
            if self.one_step or bool((before == least).all()):
                return least
