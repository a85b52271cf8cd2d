"""Answers to improvements in conflicts of many options, with the moves that show them.

A short search finds most answers.  Where it does not, all states that the others can make are
searched at once, as in :mod:`irenic.solve.stability.reach`, remembering in which pass each was
found, so that a way can be told and "there is none" is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from irenic.solve.stability.findings import Answer, Finding, Step
from irenic.solve.stability.foresight import legal_steps
from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked
from irenic.solve.stability.reach import best_target, least_source

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["NEAR", "WideForesight"]

#: So many ends of the others' sequences are tried one by one before all states are searched.
NEAR = 500


@dataclass
class WideForesight:
    """The definitions of GMR, SMR and SEQ on one conflict in option form, state by state.

    Complexity: for each improvement a few passes over the states in which its mover's own options
    stay as they are, O(m 2^(m - w)) with w options of its own; less where an answer is near.
    """

    moves: OptionMoves
    preferences: Sequence[Ranked]
    one_step: bool = False
    _others: dict[tuple[int, int], _Others] = field(default_factory=dict)
    _best: dict[int, NDArray[Any]] = field(default_factory=dict)

    def examine(self, concept: str, maker: int, state: int, /) -> Finding:
        """Return whether a state is stable for a decision maker, with what shows it.

        ``concept`` is nash, gmr, smr or seq.
        """
        rank = self.preferences[maker].rank
        gains = [t for t in self.moves.of(maker, state) if rank[t] > rank[state]]
        answers = (Answer(t, self._sanction(concept, maker, state, t)) for t in gains)
        return Finding(concept, maker, state, tuple(answers))

    def _sanction(
        self, concept: str, maker: int, state: int, improvement: int
    ) -> tuple[Step, ...] | None:
        if concept == "nash":
            return None
        rank, improving = self.preferences[maker].rank, concept == "seq"
        others = [j for j in range(self.moves.n_makers) if j != maker]

        def may(mover: int, s: int, t: int) -> bool:
            return not improving or bool(
                self.preferences[mover].rank[t] > self.preferences[mover].rank[s]
            )

        def deters(end: int) -> bool:
            return bool(rank[end] <= rank[state]) and (
                concept != "smr" or all(rank[u] <= rank[state] for u in self.moves.of(maker, end))
            )

        near = legal_steps(self.moves, others, improvement, may, steps=1 if self.one_step else None)
        tried = 0
        for end, reply in islice(near, None if self.one_step else NEAR):
            tried += 1
            if deters(end):
                return reply.path()
        if self.one_step or tried < NEAR:
            return None
        return self._far(concept, maker, state, improvement)

    def _far(
        self, concept: str, maker: int, state: int, improvement: int
    ) -> tuple[Step, ...] | None:
        """Return an answer found among all states; ``None`` when there is certainly none."""
        import numpy as np

        others = self._others_of(maker, improvement)
        start, improving = others.inside(improvement), concept == "seq"
        passes = others.passes(improving, start)
        rank = np.asarray(self.preferences[maker].rank)
        fits = (passes > 0) & (others.cut(rank) <= rank[state])
        if concept == "smr":
            if maker not in self._best:
                self._best = {maker: best_target(self.moves, maker, rank)}
            fits &= others.cut(self._best[maker]) <= rank[state]
        ends = fits.nonzero()[0]
        if not len(ends):
            return None
        nearest = int(ends[np.argmin(passes[ends])])
        way = others.way(passes, start, nearest, improving)
        return tuple(Step(step.maker, others.outside(step.target)) for step in way)

    def _others_of(self, maker: int, state: int) -> _Others:
        """Return the conflict of the others while the maker's own options stay as in a state."""
        low, high = self.moves.starts[maker], self.moves.starts[maker + 1]
        setting = state >> low & ((1 << (high - low)) - 1)
        if (maker, setting) not in self._others:  # only the last: the arrays are large
            others = _Others(self.moves, self.preferences, maker, setting)
            self._others = {(maker, setting): others}
        return self._others[maker, setting]


@dataclass
class _Others:
    """What the others can do while one decision maker's own options stay as they are.

    Its states are numbered by the options of the others alone.
    """

    whole: OptionMoves
    preferences: Sequence[Ranked]
    maker: int
    setting: int
    _found: dict[tuple[bool, int], NDArray[np.int16]] = field(default_factory=dict)

    @cached_property
    def _own(self) -> tuple[int, int]:
        """Return the first of the own options, and the first after them."""
        return self.whole.starts[self.maker], self.whole.starts[self.maker + 1]

    def cut(self, values: Any, /) -> NDArray[Any]:
        """Return an array over all states for these states only."""
        import numpy as np

        low, high = self._own
        rows = np.asarray(values).reshape(-1, 1 << (high - low), 1 << low)
        return np.ascontiguousarray(rows[:, self.setting, :]).reshape(-1)

    def inside(self, state: int, /) -> int:
        """Return the number of a state here."""
        low, high = self._own
        return state >> high << low | state & ((1 << low) - 1)

    def outside(self, state: int, /) -> int:
        """Return the number among all states of a state here."""
        low, high = self._own
        return state >> low << high | self.setting << low | state & ((1 << low) - 1)

    @cached_property
    def moves(self) -> OptionMoves:
        """Return the moves of the others; the one who stays has no options."""
        import numpy as np

        low, high = self._own
        starts = [s if s <= low else s - (high - low) for s in self.whole.starts]
        directions = self.whole.directions[:low] + self.whole.directions[high:]
        feasible = self.cut(np.frombuffer(self.whole.feasible, dtype=np.uint8))
        return OptionMoves(tuple(starts), directions, feasible.tobytes())

    @cached_property
    def ranks(self) -> list[NDArray[Any]]:
        """Return the ranks of everybody."""
        return [self.cut(p.rank) for p in self.preferences]

    def passes(self, improving: bool, start: int, /) -> NDArray[np.int16]:
        """Return in which pass the others reach each state: 0 the start, -1 never."""
        import numpy as np

        key = (improving, start)
        if key in self._found:
            return self._found[key]
        possible = np.frombuffer(self.moves.feasible, dtype=np.uint8).astype(bool)
        passes = np.full(self.moves.size, -1, dtype=np.int16)
        passes[start] = 0
        number, idle = 0, 0
        others = [j for j in range(self.moves.n_makers) if j != self.maker]
        none = np.zeros(self.moves.size, dtype=np.int8)
        while others and idle < len(others):
            for mover in others:
                number += 1
                rank = self.ranks[mover] if improving else none
                least = least_source(self.moves, mover, rank, passes >= 0)
                new = possible & (passes < 0) & (rank > least if improving else least == 0)
                passes[new] = number
                idle = 0 if new.any() else idle + 1
        self._found = {key: passes}
        return passes

    def way(
        self, passes: NDArray[np.int16], start: int, end: int, improving: bool, /
    ) -> tuple[Step, ...]:
        """Return the moves by which the others came to a state, from the passes.

        The source of each move is the one found first, so that nobody moves twice in a row: a
        source found by the same mover has a source of its own, from which that mover can make
        the move directly.
        """
        steps: list[Step] = []
        while end != start:
            before, mover = min(
                (int(passes[s]), s, j)
                for j in range(self.moves.n_makers)
                if j != self.maker
                for s in self._sources(j, end)
                if 0 <= passes[s] < passes[end]
                and (not improving or self.ranks[j][end] > self.ranks[j][s])
            )[1:]
            steps.append(Step(mover, end))
            end = before
        return tuple(reversed(steps))

    def _sources(self, mover: int, state: int) -> Sequence[int]:
        """Return the states from which a decision maker can move to a state."""
        turned = OptionMoves(
            self.moves.starts, tuple(-d for d in self.moves.directions), self.moves.feasible
        )
        return turned.of(mover, state)
