"""Answers to improvements in conflicts of many options, with the moves that show them.

A short search finds most answers.  Where it does not, all states are searched at once, as in
:mod:`irenic.solve.stability.reach`, remembering in which pass each was found, so that a way can be
told and "there is none" is certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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

    Complexity: for each improvement a few passes over all states, O(m 2^m), and the memory of
    three arrays over the states; less where an answer is near.
    """

    moves: OptionMoves
    preferences: Sequence[Ranked]
    one_step: bool = False
    _found: dict[tuple[bool, int, int], NDArray[np.int16]] = field(default_factory=dict)

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

        improving = concept == "seq"
        passes = self._passes(improving, maker, improvement)
        rank = np.asarray(self.preferences[maker].rank)
        fits = (passes > 0) & (rank <= rank[state])
        if concept == "smr":
            fits &= best_target(self.moves, maker, rank) <= rank[state]
        ends = fits.nonzero()[0]
        if not len(ends):
            return None
        nearest = int(ends[np.argmin(passes[ends])])
        return self._way(passes, maker, improvement, nearest, improving)

    def _passes(self, improving: bool, maker: int, start: int) -> NDArray[np.int16]:
        """Return in which pass the others reach each state: 0 the start, -1 never."""
        import numpy as np

        key = (improving, maker, start)
        if key in self._found:
            return self._found[key]
        possible = np.frombuffer(self.moves.feasible, dtype=np.uint8).astype(bool)
        passes = np.full(self.moves.size, -1, dtype=np.int16)
        passes[start] = 0
        number, idle = 0, 0
        others = [j for j in range(self.moves.n_makers) if j != maker]
        while others and idle < len(others):
            for mover in others:
                number += 1
                rank: Any = np.asarray(self.preferences[mover].rank)
                if not improving:
                    rank = np.zeros(self.moves.size, dtype=np.int8)
                least = least_source(self.moves, mover, rank, passes >= 0)
                new = possible & (passes < 0) & (rank > least if improving else least == 0)
                passes[new] = number
                idle = 0 if new.any() else idle + 1
        self._found = {key: passes}  # only the last: the arrays are large
        return passes

    def _way(
        self, passes: NDArray[np.int16], maker: int, start: int, end: int, improving: bool
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
                if j != maker
                for s in self._sources(j, end)
                if 0 <= passes[s] < passes[end]
                and (not improving or self.preferences[j].rank[end] > self.preferences[j].rank[s])
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
