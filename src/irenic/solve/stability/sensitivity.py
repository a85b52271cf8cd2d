"""Which small changes of one ranking turn a verdict round.

The neighbourhood of a ranking: two neighbouring groups change places (``swap``); two become one
(``level``); one state leaves a group of equals, up or down (``part``).  Sets of states are whole
numbers, bit s for state s.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import or_
from typing import Literal

from irenic.solve.stability.inverse_change import Groups
from irenic.solve.stability.moves import Moves

__all__ = ["Effect", "Flip", "Kind", "Sensitivity", "Small", "examine_changes", "small_changes"]

Kind = Literal["swap", "level", "part"]
Rows = list[list[int]]
_CONCEPTS = ("nash", "gmr", "smr", "seq")


@dataclass(frozen=True, slots=True)
class Small:
    """One small change: ``place`` is the group that it starts at, best first.

    ``swap`` and ``level``: ``upper`` is preferred to ``lower`` now.  ``part``: all are equal
    now, and ``upper`` is preferred afterwards.
    """

    maker: int
    kind: Kind
    place: int
    upper: tuple[int, ...]
    lower: tuple[int, ...]

    def groups(self) -> Groups:
        """Return the groups that stand at the place afterwards, best first."""
        if self.kind == "swap":
            return (self.lower, self.upper)
        if self.kind == "level":
            return (tuple(sorted(self.upper + self.lower)),)
        return (self.upper, self.lower)

    @property
    def replaced(self) -> int:
        """Return how many groups it replaces."""
        return 1 if self.kind == "part" else 2


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that a change turns round; ``stable`` is what it is afterwards."""

    concept: str
    maker: int
    state: int
    stable: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """What one small change does; equilibria as (concept, state)."""

    change: Small
    flips: tuple[Flip, ...]
    appear: tuple[tuple[str, int], ...]
    disappear: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The changes that turn a verdict round, those of equilibria first.

    ``equilibria[concept]`` are the present ones, ``robust[concept]`` those that no single small
    change removes.  ``examined`` changes were looked at.
    """

    effects: tuple[Effect, ...]
    equilibria: Mapping[str, tuple[int, ...]]
    robust: Mapping[str, tuple[int, ...]]
    examined: int


def small_changes(maker: int, groups: Groups, /) -> Iterator[Small]:
    """Yield the neighbourhood of a ranking.

    Examples
    --------
    >>> [c.kind for c in small_changes(0, ((2,), (0, 1)))]
    ['swap', 'level', 'part', 'part']
    """
    for place in range(len(groups) - 1):
        for kind in ("swap", "level"):
            yield Small(maker, kind, place, groups[place], groups[place + 1])
    for place, group in enumerate(groups):
        if len(group) < 2:
            continue
        for state in group:
            rest = tuple(s for s in group if s != state)
            yield Small(maker, "part", place, (state,), rest)
            if len(group) > 2:  # of two, one going down is the other going up
                yield Small(maker, "part", place, rest, (state,))


def examine_changes(moves: Moves, rankings: Sequence[Groups], /) -> Sensitivity:
    """Return which small changes turn which verdicts round (Nash, GMR, SMR, SEQ).

    Notes
    -----
    A change concerns the comparisons within two neighbouring groups of one decision maker.  Its
    own verdicts can change only at the states of these groups, because every comparison of a
    verdict is with the state itself.  A verdict of another one can change only under SEQ, and
    only where a sanction could pass a state of the groups whose improvements change.  Only these
    are examined again.  O(N^2) memory.
    """
    graph = _Graph(moves, rankings)
    effects: list[Effect] = []
    lost = dict.fromkeys(_CONCEPTS, 0)
    examined = 0
    for maker, groups in enumerate(rankings):
        for change in small_changes(maker, groups):
            examined += 1
            flips = tuple(graph.flips(change))
            if flips:
                effect = graph.effect(change, flips)
                effects.append(effect)
                for concept, state in effect.disappear:
                    lost[concept] |= 1 << state
    effects.sort(key=lambda e: (-len(e.appear) - len(e.disappear), -len(e.flips)))
    present = graph.equilibria
    robust = {concept: tuple(_bits(present[concept] & ~lost[concept])) for concept in _CONCEPTS}
    held = {concept: tuple(_bits(present[concept])) for concept in _CONCEPTS}
    return Sensitivity(tuple(effects), held, robust, examined)


def _bits(states: int, /) -> Iterator[int]:
    """Yield the members of a set, ascending."""
    while states:
        low = states & -states
        yield low.bit_length() - 1
        states ^= low


def _mask(states: Sequence[int]) -> int:
    return sum(1 << s for s in states)


class _Graph:
    """Moves, comparisons and sanctions of the present rankings, as sets."""

    def __init__(self, moves: Moves, rankings: Sequence[Groups]) -> None:
        size = moves.size
        self.makers = range(moves.n_makers)
        self.rankings = rankings
        # under[i][k]: the states of group k and of all worse ones
        self.under = [
            [0, *accumulate(map(_mask, reversed(groups)), or_)][::-1] for groups in rankings
        ]
        self.not_better = [[0] * size for _ in self.makers]
        for i, groups in enumerate(rankings):
            for k, group in enumerate(groups):
                for s in group:
                    self.not_better[i][s] = self.under[i][k]
        self.targets = [[0] * size for _ in self.makers]
        self.origins = [[0] * size for _ in self.makers]
        for i in self.makers:
            for s in range(size):
                for t in moves.of(i, s):
                    self.targets[i][s] |= 1 << t
                    self.origins[i][t] |= 1 << s
        self.up = [
            [row & ~low for row, low in zip(self.targets[i], self.not_better[i], strict=True)]
            for i in self.makers
        ]
        self.ends, self.ends_up, self.passes = self._all_ends(size)
        self.stable = self._all_verdicts(size)
        self.equilibria = {c: self._common(self.stable[c]) for c in _CONCEPTS}

    def _all_ends(self, size: int) -> tuple[Rows, Rows, list[Rows]]:
        """Return where sanctions of each move can end: by any moves, by improvements.

        The third, ``[j][i][s]``, is where i could move on in a sanction by improvements of j's
        move to s.
        """
        ends = [[0] * size for _ in self.makers]
        ends_up = [[0] * size for _ in self.makers]
        passes = [[[0] * size for _ in self.makers] for _ in self.makers]
        for j in self.makers:
            for s in range(size):
                if not self.origins[j][s]:
                    continue  # j never moves there
                ends[j][s] = self._ends(j, s, self.targets)[0]
                ends_up[j][s], at = self._ends(j, s, self.up)
                for i in self.makers:
                    passes[j][i][s] = at[i]
        return ends, ends_up, passes

    def _all_verdicts(self, size: int) -> dict[str, list[int]]:
        stable = {concept: [0] * len(self.makers) for concept in _CONCEPTS}
        for i in self.makers:
            for s in range(size):
                verdicts = self._verdicts(i, s, self.not_better[i][s])
                for concept, holds in zip(_CONCEPTS, verdicts, strict=True):
                    stable[concept][i] |= holds << s
        return stable

    @staticmethod
    def _common(stable: Sequence[int]) -> int:
        found = stable[0]
        for states in stable[1:]:
            found &= states
        return found

    def _ends(
        self, maker: int, start: int, steps: Sequence[Sequence[int]]
    ) -> tuple[int, list[int]]:
        """Return where the others can end, and for each where it could have moved on from."""
        others = [j for j in self.makers if j != maker]
        reached = [0] * len(self.makers)
        queue = [(start, -1)]
        while queue:
            state, last = queue.pop()
            for j in others:
                if j != last:
                    new = steps[j][state] & ~reached[j]
                    if new:
                        reached[j] |= new
                        queue.extend((t, j) for t in _bits(new))
        on = [1 << start] * len(self.makers)
        for i in self.makers:
            for j in others:
                if i != j:
                    on[i] |= reached[j]
        found = 0
        for states in reached:
            found |= states
        return found, on

    def _verdicts(self, maker: int, state: int, low: int) -> tuple[bool, bool, bool, bool]:
        """Return whether a state is stable under each concept; ``low`` is not preferred to it."""
        targets = self.targets[maker]
        up = targets[state] & ~low
        gmr = smr = seq = True
        for move in _bits(up):
            ends = self.ends[maker][move] & low
            gmr = gmr and ends != 0
            smr = smr and any(not targets[t] & ~low for t in _bits(ends))
            seq = seq and self.ends_up[maker][move] & low != 0
        return not up, gmr, smr, seq

    def flips(self, change: Small) -> Iterator[Flip]:
        """Yield the verdicts that a change turns round."""
        i = change.maker
        low = self.under[i][change.place + change.replaced]
        changed: dict[int, int] = {}  # improvements of i that are others than before
        for group in reversed(change.groups()):
            low |= _mask(group)
            for s in group:
                yield from self._compared(i, s, low)
                up = self.targets[i][s] & ~low
                if up != self.up[i][s]:
                    changed[s] = up
        if changed:
            yield from self._sanctions(i, changed)

    def _compared(self, maker: int, state: int, low: int) -> Iterator[Flip]:
        if low == self.not_better[maker][state]:
            return
        verdicts = self._verdicts(maker, state, low)
        for concept, stable in zip(_CONCEPTS, verdicts, strict=True):
            if stable != bool(self.stable[concept][maker] >> state & 1):
                yield Flip(concept, maker, state, stable)

    def _sanctions(self, maker: int, changed: Mapping[int, int]) -> Iterator[Flip]:
        """Yield SEQ verdicts of others that change because ``maker`` improves elsewhere."""
        row = list(self.up[maker])
        for s, up in changed.items():
            row[s] = up
        steps = [*self.up[:maker], row, *self.up[maker + 1 :]]
        moved = _mask(tuple(changed))
        for j in self.makers:
            if j == maker:
                continue
            ends: dict[int, int] = {}
            again = 0
            for start, at in enumerate(self.passes[j][maker]):
                if at & moved:
                    found = self._ends(j, start, steps)[0]
                    if found != self.ends_up[j][start]:
                        ends[start] = found
                        again |= self.origins[j][start]
            for s in _bits(again):
                low = self.not_better[j][s]
                stable = all(
                    ends.get(move, self.ends_up[j][move]) & low for move in _bits(self.up[j][s])
                )
                if stable != bool(self.stable["seq"][j] >> s & 1):
                    yield Flip("seq", j, s, stable)

    def effect(self, change: Small, flips: Sequence[Flip]) -> Effect:
        """Return a change with the equilibria that appear and disappear."""
        appear: list[tuple[str, int]] = []
        disappear: list[tuple[str, int]] = []
        for concept in _CONCEPTS:
            stable = list(self.stable[concept])
            for flip in flips:
                if flip.concept == concept:
                    stable[flip.maker] ^= 1 << flip.state
            now, before = self._common(stable), self.equilibria[concept]
            appear += [(concept, s) for s in _bits(now & ~before)]
            disappear += [(concept, s) for s in _bits(before & ~now)]
        return Effect(change, tuple(flips), tuple(appear), tuple(disappear))
