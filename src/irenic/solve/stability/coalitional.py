r"""Who could leave a state together, and whether the others would answer.

A coalition H leaves s for t when H can bring t about and *every* member is better off in t.
What it can bring about is read in one of two ways, :data:`SEMANTICS`:

* ``joint``: t is the end of a legal sequence of the members' own moves, each of them possible
  when it is made, nobody twice in a row: :math:`R_H(s)` (Kilgour, Hipel, Fang, Peng 2001);
* ``merged``: the coalition acts as one decision maker in one move (as the program GMCR+ does),
  so that nothing in between need be possible.

A single decision maker moves as it always does, under both.  The others N \ H answer by legal
sequences of their own moves (SEQ: of their own improvements).  An answer deters the coalition
when it leaves *at least one member* no better off than in s.

References
----------
D. M. Kilgour, K. W. Hipel, L. Fang, X. Peng, "Coalition Analysis in Group Decision Support",
Group Decision and Negotiation 10 (2001) 159-175.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

from irenic.solve.stability.findings import Step
from irenic.solve.stability.foresight import Foresight, legal_ends, legal_steps
from irenic.solve.stability.moves import Moves

__all__ = [
    "COALITION_CONCEPTS",
    "SEMANTICS",
    "CoalitionFinding",
    "Coalitional",
    "CrewMoves",
    "Departure",
    "Spent",
    "closure_ends",
    "coalitions_of",
    "least_departures",
]

Semantics = Literal["joint", "merged"]
SEMANTICS: tuple[Semantics, ...] = ("joint", "merged")
COALITION_CONCEPTS = ("nash", "gmr", "smr", "seq")

Members = tuple[int, ...]
#: Where a coalition gets in one move, and with which steps to show for it.
MergedEnds = Callable[[Members, int], Mapping[int, tuple[Step, ...]]]


class Spent(Exception):
    """More moves had to be looked at than was allowed."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A coalition leaves a state for one in which every member is better off.

    ``path`` is how: the members' moves; it is empty when they move as one, by changing options
    of several members at once.  ``answers[concept]`` is what the others would do that deters it;
    ``None`` when nothing does.
    """

    members: Members
    state: int
    target: int
    path: tuple[Step, ...]
    answers: Mapping[str, tuple[Step, ...] | None]

    @property
    def free(self) -> frozenset[str]:
        """Return the concepts under which nothing deters it."""
        return frozenset(c for c, answer in self.answers.items() if answer is None)


@dataclass(frozen=True, slots=True)
class CoalitionFinding:
    """All departures that one coalition has from one state."""

    members: Members
    state: int
    departures: tuple[Departure, ...]

    def stable(self, concept: str, /) -> bool:
        """Return whether the coalition stays: every departure is deterred."""
        return all(concept not in d.free for d in self.departures)


@dataclass
class Coalitional:
    """The definitions of coalitional stability on one graph model.

    Parameters
    ----------
    foresight : Foresight
        Moves and preferences; unknown comparisons are read as its reading says.
    semantics : str
        ``joint`` or ``merged``.
    merged : function of (members, state)
        What a coalition can do in one move; used only when ``semantics`` is ``merged``.
    budget : int
        The most moves to look at, over all questions; then :class:`Spent` is raised.

    Notes
    -----
    O(2^n) coalitions, each with a search over its own sequences and, for each departure, one
    over those of the others.
    """

    foresight: Foresight
    semantics: Semantics
    merged: MergedEnds
    budget: int
    _ends: dict[tuple[Members, int], Mapping[int, tuple[Step, ...]]] = field(default_factory=dict)

    def examine(self, members: Members, state: int, /) -> CoalitionFinding:
        """Return every departure of a coalition from a state, and what deters it."""
        departures = [
            Departure(members, state, target, path, self._answers(members, state, target))
            for target, path in self.ends(members, state).items()
            if self._all_better(members, target, state)
        ]
        return CoalitionFinding(members, state, tuple(departures))

    def ends(self, members: Members, state: int, /) -> Mapping[int, tuple[Step, ...]]:
        """Return what a coalition can bring about from a state, and how."""
        key = (members, state)
        if key not in self._ends:
            if self.semantics == "merged" and len(members) > 1:
                found = self.merged(members, state)
                self._spend(len(found))
            else:
                moves = self.foresight.moves
                replies = legal_ends(moves, members, state, self._any_move)
                found = {t: reply.path() for t, reply in replies.items()}
            self._ends[key] = {t: path for t, path in found.items() if t != state}
        return self._ends[key]

    def _answers(
        self, members: Members, state: int, target: int
    ) -> dict[str, tuple[Step, ...] | None]:
        others = [j for j in range(self.foresight.moves.n_makers) if j not in members]
        answers: dict[str, tuple[Step, ...] | None] = dict.fromkeys(COALITION_CONCEPTS)
        if not others:
            return answers
        for concepts, may in ((("gmr", "smr"), self._any_move), (("seq",), self._improves)):
            for end, reply in legal_steps(self.foresight.moves, others, target, may):
                if not self._deters(members, end, state):
                    continue
                for concept in concepts:
                    if answers[concept] is None and (
                        concept != "smr" or self._no_way_up(members, end, state)
                    ):
                        answers[concept] = reply.path()
                if all(answers[concept] is not None for concept in concepts):
                    break
        return answers

    def _all_better(self, members: Members, state: int, than: int) -> bool:
        unknown = self.foresight.reading.leaves_unknown
        return all(self.foresight.better(i, state, than, unknown=unknown) for i in members)

    def _deters(self, members: Members, end: int, origin: int) -> bool:
        return any(self.foresight.deters(i, end, origin) for i in members)

    def _no_way_up(self, members: Members, end: int, origin: int) -> bool:
        return all(self._deters(members, u, origin) for u in self.ends(members, end))

    def _any_move(self, _maker: int, _state: int, _target: int) -> bool:
        self._spend(1)
        return True

    def _improves(self, maker: int, state: int, target: int) -> bool:
        self._spend(1)
        unknown = self.foresight.reading.others_unknown
        return self.foresight.better(maker, target, state, unknown=unknown)

    def _spend(self, amount: int) -> None:
        self.budget -= amount
        if self.budget < 0:
            raise Spent


def coalitions_of(n_makers: int, /) -> Iterator[Members]:
    """Yield all coalitions, the small ones first; single decision makers are coalitions too.

    Examples
    --------
    >>> list(coalitions_of(2))
    [(0,), (1,), (0, 1)]
    """
    for size in range(1, n_makers + 1):
        yield from combinations(range(n_makers), size)


def least_departures(findings: Sequence[CoalitionFinding], /) -> list[Departure]:
    """Return the departures that no smaller part of the coalition has as well.

    A departure is left out when a proper part of the coalition, or one member alone, leaves for
    the same state and is free under every concept under which the whole coalition is.
    """
    kept: list[Departure] = []
    for finding in sorted(findings, key=lambda f: (len(f.members), f.members)):
        inside = set(finding.members)
        kept += [
            d
            for d in finding.departures
            if not any(
                k.state == d.state
                and k.target == d.target
                and set(k.members) < inside
                and k.free >= d.free
                for k in kept
            )
        ]
    return kept


def closure_ends(moves: Moves, members: Members, state: int, /) -> dict[int, tuple[Step, ...]]:
    """Return where the members' moves lead, in any order, also by one twice in a row, and how.

    The transitive closure of the union of their graphs: how "one move of the coalition" is
    read where moves are listed and not made of options.
    """
    found: dict[int, tuple[Step, ...]] = {state: ()}
    queue = deque([state])
    while queue:
        here = queue.popleft()
        for maker in members:
            for there in moves.of(maker, here):
                if there not in found:
                    found[there] = (*found[here], Step(maker, there))
                    queue.append(there)
    del found[state]
    return found


@dataclass(frozen=True)
class CrewMoves:
    """The moves of single decision makers, and after them those of some coalitions.

    "Maker" n + k is the coalition ``crews[k]``, which moves by joint legal sequences.
    """

    moves: Moves
    crews: tuple[Members, ...]
    ends: Callable[[Members, int], Mapping[int, tuple[Step, ...]]]

    @property
    def n_makers(self) -> int:
        """Return the number of decision makers and coalitions."""
        return self.moves.n_makers + len(self.crews)

    @property
    def size(self) -> int:
        """Return one more than the greatest number of a state."""
        return self.moves.size

    def states(self) -> Iterator[int]:
        """Yield the states, ascending."""
        return self.moves.states()

    def of(self, maker: int, state: int, /) -> Sequence[int]:
        """Return where a decision maker or coalition can get from a state."""
        alone = self.moves.n_makers
        if maker < alone:
            return self.moves.of(maker, state)
        return sorted(self.ends(self.crews[maker - alone], state))
