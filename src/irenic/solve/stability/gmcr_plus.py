"""Stability as the program GMCR+ computes it, to explain why an older study differs.

Where it departs from the definitions (``foresight.py``):

* In a sanction each of the others moves at most once.  By the definitions only two moves *in a
  row* by the same decision maker are excluded; it may move again after someone else.
* Under SIM an improvement is answered by an improvement of one other decision maker; a joint
  answer of several is not tried.  Only the first improvement (the state with the lowest number)
  is examined; the list that the search goes through is then used up, and the improvements after
  it are passed over.

Nash, and what an improvement is, agree.  The verdicts under SEQ and SIM can differ, those under
GMR and SMR only when states are impossible, options one-way, or moves listed.

References
----------
R. A. Kinsara, O. Petersons, K. W. Hipel, D. M. Kilgour, "Advanced Decision Support for the Graph
Model for Conflict Resolution", Journal of Decision Systems 24 (2015) 117-145.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from irenic.errors import NotCovered
from irenic.solve.stability.findings import Answer, Finding, Step
from irenic.solve.stability.foresight import Reply
from irenic.solve.stability.moves import Moves, OptionMoves
from irenic.solve.stability.preference import Ranked

__all__ = ["MAX_STATES", "GmcrPlus"]

#: GMCR+ keeps a table of all pairs of states; beyond this it takes minutes, and so would we.
MAX_STATES = 1 << 12


@dataclass
class GmcrPlus:
    """The verdicts of GMCR+ on one graph model, with what shows them.

    Complexity: for each improvement a search over (state, who has moved), O(2^n x arcs).

    Raises
    ------
    NotCovered
        When there are more than :data:`MAX_STATES` states or combinations of options.

    Examples
    --------
    >>> from irenic.solve.stability.moves import ListedMoves
    >>> moves = ListedMoves((((1,), (), (), ()), ((), (2,), (), (3,)), ((), (), (3,), ())))
    >>> ranks = [Ranked((1, 2, 2, 0)), Ranked((0, 0, 1, 0)), Ranked((0, 0, 0, 1))]
    >>> GmcrPlus(moves, ranks).examine("seq", 0, 0).answers[0].path
    (Step(maker=1, target=2), Step(maker=2, target=3))
    """

    moves: Moves
    preferences: Sequence[Ranked]
    _ends: dict[tuple[bool, int, int], Mapping[int, Reply]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what is too large, before any work."""
        if self.moves.size > MAX_STATES:
            raise NotCovered(
                f"GMCR+ is imitated up to {MAX_STATES:,} states; this conflict has "
                f"{self.moves.size:,}"
            )

    def examine(self, concept: str, maker: int, state: int, /) -> Finding:
        """Return whether GMCR+ calls a state stable for a decision maker, with what shows it.

        ``concept`` is nash, gmr, smr, seq or, in option form, sim.  The path of an improvement
        that GMCR+ passes over is empty.
        """
        if concept == "sim":
            return self._simultaneous(maker, state)
        answers = (
            Answer(target, self._sanction(concept, maker, state, target))
            for target in self._improvements(maker, state)
        )
        return Finding(concept, maker, state, tuple(answers))

    def _improvements(self, maker: int, state: int) -> list[int]:
        rank = self.preferences[maker].rank
        return [t for t in self.moves.of(maker, state) if rank[t] > rank[state]]

    def _sanction(
        self, concept: str, maker: int, state: int, improvement: int
    ) -> tuple[Step, ...] | None:
        if concept == "nash":
            return None
        rank = self.preferences[maker].rank
        for end, reply in self._replies(maker, improvement, improving=concept == "seq").items():
            if rank[end] > rank[state]:
                continue
            back = self.moves.of(maker, end) if concept == "smr" else ()
            if all(rank[u] <= rank[state] for u in back):
                return reply.path()
        return None

    def _replies(self, maker: int, start: int, *, improving: bool) -> Mapping[int, Reply]:
        """Return where the others can go when each moves at most once, shortest ways first."""
        key = (improving, maker, start)
        if key not in self._ends:
            others = [j for j in range(self.moves.n_makers) if j != maker]
            self._ends[key] = self._once_each(others, start, improving)
        return self._ends[key]

    def _once_each(self, others: Sequence[int], start: int, improving: bool) -> dict[int, Reply]:
        ends: dict[int, Reply] = {}
        seen: set[tuple[int, int]] = set()
        queue: deque[tuple[int, int, Reply | None]] = deque([(start, 0, None)])
        while queue:
            state, moved, before = queue.popleft()
            for other in others:
                if moved >> other & 1:
                    continue
                after = moved | 1 << other
                where = self._improvements if improving else self.moves.of
                for target in where(other, state):
                    if (target, after) in seen:
                        continue
                    seen.add((target, after))
                    reply = Reply(Step(other, target), before)
                    ends.setdefault(target, reply)
                    queue.append((target, after, reply))
        return ends

    def _simultaneous(self, maker: int, state: int) -> Finding:
        moves = self.moves
        if not isinstance(moves, OptionMoves):
            raise NotCovered(
                "GMCR+ finds simultaneous stability for conflicts with options only, without "
                "coalesced states and closed moves"
            )
        improvements = self._improvements(maker, state)
        answers = [self._joint_answer(moves, maker, state, first) for first in improvements[:1]]
        answers += [Answer(passed_over, ()) for passed_over in improvements[1:]]
        return Finding("sim", maker, state, tuple(answers))

    def _joint_answer(self, moves: OptionMoves, maker: int, state: int, improvement: int) -> Answer:
        """Return the first step of one other decision maker that spoils an improvement."""
        rank = self.preferences[maker].rank
        for other in range(moves.n_makers):
            for target in self._improvements(other, state) if other != maker else ():
                result = improvement ^ target ^ state
                if moves.feasible[result] and rank[result] <= rank[state]:
                    return Answer(improvement, (Step(other, target),), result)
        return Answer(improvement, None)
