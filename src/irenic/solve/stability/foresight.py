"""Stability by its definitions, one state at a time, with the moves that show it.

Works for any moves and any preference, complete or not.  It looks at every legal sequence of
the others' moves: nobody moves twice in a row, and the same decision maker may move again
later.  Large conflicts with complete preferences have a quicker road (``ranked.py``).

References
----------
L. Fang, K. W. Hipel, D. M. Kilgour, "Interactive Decision Making" (1993), chapter 3 and 4.
K. W. Li, K. W. Hipel, D. M. Kilgour, L. Fang, "Preference Uncertainty in the Graph Model for
Conflict Resolution", IEEE Trans. SMC-A 34 (2004) 507-520.
L. Hamouda, D. M. Kilgour, K. W. Hipel, "Strength of Preference in the Graph Model for
Conflict Resolution", Group Decision and Negotiation 13 (2004) 449-462.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from irenic.solve.stability.findings import Answer, Finding, Step
from irenic.solve.stability.moves import Moves
from irenic.solve.stability.preference import Preference, Ranked, Relation

__all__ = ["CRISP", "Foresight", "Reading", "Reply", "legal_ends", "legal_steps"]

Sanctions = Literal["sequences", "one-step"]


@dataclass(frozen=True, slots=True)
class Reading:
    """How unknown comparisons are read, how strong an answer must be, how far it may go.

    ``leaves_unknown``: the decision maker also leaves for a state whose comparison is unknown.
    ``deterred_unknown``: it is also deterred by one.  ``depth``: an answer must leave it so
    much worse off; 0 says "no better off".  ``sanctions``: any legal sequence, or one move.
    ``others_unknown``: under SEQ the others also make moves that may be improvements (in all
    four extensions they do); without it, only those that are known to be.
    """

    leaves_unknown: bool = False
    deterred_unknown: bool = False
    depth: int = 0
    sanctions: Sanctions = "sequences"
    others_unknown: bool = True


CRISP = Reading()


@dataclass(frozen=True, slots=True)
class Reply:
    """Where a legal sequence can end, and how: the step before, or ``None`` at its start."""

    last: Step
    before: Reply | None

    def path(self) -> tuple[Step, ...]:
        """Return the sequence from its start."""
        steps: list[Step] = []
        here: Reply | None = self
        while here is not None:
            steps.append(here.last)
            here = here.before
        return tuple(reversed(steps))


def legal_ends(
    moves: Moves,
    movers: Sequence[int],
    start: int,
    may: Callable[[int, int, int], bool],
    /,
    *,
    steps: int | None = None,
) -> Mapping[int, Reply]:
    r"""Return where legal sequences of some decision makers can end, with a shortest one each.

    .. math:: R_H(s), \quad R_H^+(s)

    Parameters
    ----------
    movers : sequence of int
        The members of H.
    may : function of (maker, from, to)
        Which moves are taken into account.
    steps : int, optional
        The most steps of a sequence.

    Notes
    -----
    Breadth first on (state, last mover), O(|H| x arcs).
    """
    return dict(legal_steps(moves, movers, start, may, steps=steps))


def legal_steps(
    moves: Moves,
    movers: Sequence[int],
    start: int,
    may: Callable[[int, int, int], bool],
    /,
    *,
    steps: int | None = None,
) -> Iterator[tuple[int, Reply]]:
    """Yield the ends of :func:`legal_ends` one by one, nearest first; each once."""
    ends: set[int] = set()
    seen: set[tuple[int, int]] = set()
    queue: deque[tuple[int, int, Reply | None, int]] = deque([(start, -1, None, 0)])
    while queue:
        state, last, reply, length = queue.popleft()
        if steps is not None and length >= steps:
            continue
        for maker in movers:
            if maker == last:
                continue
            for target in moves.of(maker, state):
                if (target, maker) in seen or not may(maker, state, target):
                    continue
                seen.add((target, maker))
                after = Reply(Step(maker, target), reply)
                if target not in ends:
                    ends.add(target)
                    yield target, after
                queue.append((target, maker, after, length + 1))


def _any_move(_maker: int, _state: int, _target: int) -> bool:
    return True


@dataclass
class Foresight:
    """The definitions of stability on one graph model, under one reading.

    Complexity: for each improvement a search over the others' sequences, kept for the next
    question; O(N x arcs) time and O(N^2) memory when every state is asked about.
    """

    moves: Moves
    preferences: Sequence[Preference]
    reading: Reading = CRISP
    _ends: dict[tuple[bool, int, int], Mapping[int, Reply]] = field(default_factory=dict)

    def better(self, maker: int, state: int, than: int, /, *, unknown: bool = False) -> bool:
        """Return whether a state is better for a decision maker (or, if so asked, may be)."""
        relation = self.preferences[maker].compare(state, than)
        return relation is Relation.BETTER or (unknown and relation is Relation.UNKNOWN)

    def deters(self, maker: int, state: int, origin: int, /) -> bool:
        """Return whether ending up in ``state`` makes leaving ``origin`` pointless."""
        preference = self.preferences[maker]
        if self.reading.depth:
            return (
                isinstance(preference, Ranked)
                and preference.degree(state, origin) <= -self.reading.depth
            )
        relation = preference.compare(state, origin)
        if relation is Relation.UNKNOWN:
            return self.reading.deterred_unknown
        return relation is not Relation.BETTER

    def improvements(self, maker: int, state: int, /) -> list[int]:
        """Return the moves of a decision maker that make it better off."""
        unknown = self.reading.leaves_unknown
        return [
            t for t in self.moves.of(maker, state) if self.better(maker, t, state, unknown=unknown)
        ]

    def ends(self, maker: int, state: int, /, *, improving: bool) -> Mapping[int, Reply]:
        """Return where the others can go from a state, by any moves or by improvements only."""
        key = (improving, maker, state)
        if key not in self._ends:
            others = [j for j in range(self.moves.n_makers) if j != maker]
            may = self._improves if improving else _any_move
            steps = 1 if self.reading.sanctions == "one-step" else None
            self._ends[key] = legal_ends(self.moves, others, state, may, steps=steps)
        return self._ends[key]

    def _improves(self, maker: int, state: int, target: int) -> bool:
        return self.better(maker, target, state, unknown=self.reading.others_unknown)

    def examine(self, concept: str, maker: int, state: int, /) -> Finding:
        """Return whether a state is stable for a decision maker, with what shows it.

        ``concept`` is nash, gmr, smr or seq.
        """
        answers = (
            Answer(t, self._sanction(concept, maker, state, t))
            for t in self.improvements(maker, state)
        )
        return Finding(concept, maker, state, tuple(answers))

    def _sanction(
        self, concept: str, maker: int, state: int, improvement: int
    ) -> tuple[Step, ...] | None:
        """Return the shortest sanction of an improvement, or ``None`` when there is none."""
        if concept == "nash":
            return None
        ends = self.ends(maker, improvement, improving=concept == "seq")
        fitting: Iterable[Reply] = (
            reply
            for end, reply in ends.items()
            if self.deters(maker, end, state)
            and (concept != "smr" or self._no_way_up(maker, end, state))
        )
        found = next(iter(fitting), None)
        return found.path() if found else None

    def _no_way_up(self, maker: int, end: int, origin: int) -> bool:
        """Return whether no move from the end of a sanction brings the decision maker back up."""
        return all(self.deters(maker, u, origin) for u in self.moves.of(maker, end))
