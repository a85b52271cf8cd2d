"""Which states are stable, worked out by the checker from the definitions.

Two roads.  For one state, every legal sequence of the others is followed, depth first.  For all
states at once, and a decision maker whose preference is complete, the worst that the others can
bring about is spread backwards: the worst state first, to everything from which it can be
reached, then the next worst; each place is settled once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Any

from irenic.verify.claims import Unchecked
from irenic.verify.conflict import Board
from irenic.verify.wide import Wide

__all__ = ["Judge", "Patience", "sequence_ends"]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sim")
#: Moves that are looked at for one claim before it is left.
MOST_MOVES = 3_000_000


class Patience:
    """How many more moves are looked at before a claim is left."""

    def __init__(self, moves: int = MOST_MOVES) -> None:
        self.allowed = self.left = moves

    def spend(self, moves: int, /) -> None:
        """Take some moves off; raise :class:`Unchecked` when there are no more."""
        self.left -= moves
        if self.left < 0:
            raise Unchecked(f"given up after {self.allowed} moves")


def sequence_ends(
    movers: Sequence[str],
    start: int,
    steps: Callable[[str, int], Sequence[int]],
    patience: Patience,
    /,
    *,
    one_step: bool = False,
    once: bool = False,
) -> Iterator[int]:
    """Yield where legal sequences of some decision makers can end, depth first.

    ``steps`` are the moves that may be made; nobody moves twice in a row, or, with ``once``, twice
    at all.
    """
    nobody: frozenset[str] = frozenset()
    seen: set[tuple[int, frozenset[str]]] = set()
    stack = [(start, nobody)]
    while stack:
        state, barred = stack.pop()
        for mover in movers:
            if mover in barred:
                continue
            after = barred | {mover} if once else frozenset([mover])
            targets = steps(mover, state)
            patience.spend(1 + len(targets))
            for target in targets:
                if (target, after) not in seen:
                    seen.add((target, after))
                    yield target
                    if not one_step:
                        stack.append((target, after))


@dataclass(frozen=True)
class Judge:
    """The definitions on a board, under one reading of unknown comparisons.

    ``leaves`` are the comparisons that make a move attractive, ``deterred`` those that make an
    end of it unattractive; ``one_step`` says that an answer is one move of one decision maker,
    ``depth`` how much worse off an answer must leave somebody (0: no better off is enough),
    ``willing`` which comparisons make a move one that others may answer with under SEQ.

    ``once`` is how the program GMCR+ searches: in an answer nobody moves twice, under SIM one
    other decision maker alone answers, and only the improvement to the state with the lowest
    number is looked at; the others count as answered.
    """

    board: Board
    leaves: str = ">"
    deterred: str = "~<"
    one_step: bool = False
    depth: int = 0
    willing: str = ">U"
    once: bool = False

    @classmethod
    def of(cls, board: Board, sanctions: str = "sequences", /) -> Judge:
        """Return the reading of ``irenic stability``.

        Where some comparisons are unknown, a state is called stable only when it is whatever they
        are: who leaves may hope, who answers must be sure.
        """
        known = all(map(board.complete, board.makers))
        return cls(
            board,
            leaves=">" if known else ">U",
            willing=">",
            one_step=sanctions == "one-step",
            once=sanctions == "gmcr-plus",
        )

    @property
    def concepts(self) -> tuple[str, ...]:
        """Return the concepts that mean something on this board.

        What two moves make at the same time is only known where states are made of options, and
        asked only of complete preferences; GMCR+ does not know listed moves in this form.
        """
        board = self.board
        conflict = board.conflict
        no_sim = conflict.is_graph or not all(map(board.complete, board.makers))
        if no_sim or (self.once and (conflict.coalesce or conflict.no_moves)):
            return CONCEPTS[:4]
        return CONCEPTS

    def improvements(self, maker: str, state: int, /) -> list[int]:
        """Return where a decision maker would go from a state."""
        compare = self.board.compare
        return [
            t for t in self.board.moves(maker, state) if compare(maker, t, state) in self.leaves
        ]

    def deters(self, maker: str, end: int, origin: int, /) -> bool:
        """Return whether an end makes leaving the origin pointless."""
        if self.depth:
            return self.board.degree(maker, end, origin) <= -self.depth
        return self.board.compare(maker, end, origin) in self.deterred

    def punishes(self, concept: str, maker: str, end: int, origin: int, /) -> bool:
        """Return whether an end of a sequence deters under a concept."""
        return self.deters(maker, end, origin) and (
            concept != "smr"
            or all(self.deters(maker, u, origin) for u in self.board.moves(maker, end))
        )

    def others(self, maker: str, /) -> list[str]:
        """Return everyone else."""
        return [j for j in self.board.makers if j != maker]

    def steps(self, concept: str, mover: str, state: int, /) -> Sequence[int]:
        """Return the moves that an answer may consist of under a concept."""
        targets = self.board.moves(mover, state)
        if concept != "seq":
            return targets
        return [t for t in targets if self.board.compare(mover, t, state) in self.willing]

    def ends(self, concept: str, maker: str, start: int, patience: Patience, /) -> Iterator[int]:
        """Yield where legal sequences of the others can end."""
        return sequence_ends(
            self.others(maker),
            start,
            lambda mover, state: self.steps(concept, mover, state),
            patience,
            one_step=self.one_step,
            once=self.once,
        )

    def answer(
        self, concept: str, maker: str, state: int, improvement: int, patience: Patience, /
    ) -> int | None:
        """Return an end that deters from an improvement; ``None`` when there is none."""
        if concept == "nash":
            return None
        if concept == "sim":
            if self.passed_over(maker, state, improvement):
                return state
            return next(self.joint(maker, state, improvement, patience), (None, ()))[0]
        for end in self.ends(concept, maker, improvement, patience):
            if self.punishes(concept, maker, end, state):
                return end
        return None

    def passed_over(self, maker: str, state: int, improvement: int, /) -> bool:
        """Return whether GMCR+ does not look at an improvement under SIM."""
        return self.once and improvement != min(self.improvements(maker, state))

    def is_stable(self, concept: str, maker: str, state: int, patience: Patience, /) -> bool:
        """Return whether a state is stable for a decision maker, by looking at this state only."""
        return all(
            self.answer(concept, maker, state, t, patience) is not None
            for t in self.improvements(maker, state)
        )

    def joint(
        self, maker: str, state: int, improvement: int, patience: Patience, /
    ) -> Iterator[tuple[int, tuple[tuple[str, int], ...]]]:
        """Yield what deters when others take improvements at the same time, and their own ends."""
        board = self.board
        for code in board.members(state):
            own = [c for c in board.changes(maker, code) if board.home(c) == improvement]
            if not own:
                continue
            parts: list[list[tuple[str, int]]] = []
            for other in self.others(maker):
                taken = [
                    (other, c)
                    for c in board.changes(other, code)
                    if board.compare(other, board.home(c), state) in self.leaves
                ]
                parts.append([(other, code), *taken])
            for rest in product(*parts):
                if self.once and sum(c != code for _, c in rest) > 1:
                    continue
                patience.spend(4 * len(own))  # each takes as long as a few moves
                changed = 0
                for _, c in rest:
                    changed |= c ^ code
                for joint in (c ^ changed for c in own):
                    if board.possible(joint) and self.deters(maker, board.home(joint), state):
                        moved = tuple((by, board.home(c)) for by, c in rest if c != code)
                        yield board.home(joint), moved

    # --- all states at once

    def stable(self, concept: str, maker: str, /) -> frozenset[int]:
        """Return all states that are stable for a decision maker."""
        if concept != "sim" and self._wide is not None:
            return self._wide.stable(concept, maker)
        quick = self.board.complete(maker) and not self.depth and not self.once
        if concept in ("gmr", "smr", "seq") and quick:
            return self._by_spreading(concept, maker)
        patience = Patience()
        return frozenset(
            s for s in self.board.states if self.is_stable(concept, maker, s, patience)
        )

    @cached_property
    def _wide(self) -> Wide | None:
        """Return the way to look at many states, where there are many and this is possible."""
        plain = (self.leaves, self.deterred, self.depth, self.once) == (">", "~<", 0, False)
        if self.board.small or not plain or not Wide.covers(self.board):
            return None
        return Wide(self.board, one_step=self.one_step)

    @cached_property
    def _ranks(self) -> dict[str, dict[int, int]]:
        return {}

    def _rank(self, maker: str) -> dict[int, int]:
        """Return a complete preference as 0 for the worst, 1 for the next ..."""
        if maker not in self._ranks:
            worth = {s: self.board.worth(maker, s) for s in self.board.states}
            rank: dict[int, int] = {}
            last: Any = None
            place = -1
            for s in sorted(worth, key=lambda s: worth[s]):
                place += place < 0 or worth[s] != last
                rank[s], last = place, worth[s]
            self._ranks[maker] = rank
        return self._ranks[maker]

    def _by_spreading(self, concept: str, maker: str) -> frozenset[int]:
        rank = self._rank(maker)
        moves = self.board.moves
        value = rank
        if concept == "smr":  # how well off the decision maker can at least be afterwards
            value = {s: max(rank[s], *(rank[u] for u in moves(maker, s)), -1) for s in rank}
        worst = self._worst(concept, maker, value)
        return frozenset(
            s
            for s in rank
            if all(
                (low := worst(t)) is not None and low <= rank[s]
                for t in moves(maker, s)
                if rank[t] > rank[s]
            )
        )

    def _worst(
        self, concept: str, maker: str, value: Mapping[int, int]
    ) -> Callable[[int], int | None]:
        """Return the least value with which the others can make a sequence from a state end."""
        others = self.others(maker)
        before: dict[tuple[int, str], list[int]] = {}
        for state in value:
            for mover in others:
                for target in self.steps(concept, mover, state):
                    before.setdefault((target, mover), []).append(state)
        least: dict[tuple[int, str], int] = {}
        for end in sorted(value, key=lambda s: value[s]):
            stack = [(end, j) for j in others if (end, j) in before and (end, j) not in least]
            least.update(dict.fromkeys(stack, value[end]))
            while stack and not self.one_step:
                here, mover = stack.pop()
                for state in before[here, mover]:
                    for k in others:
                        place = (state, k)
                        if k != mover and place in before and place not in least:
                            least[place] = value[end]
                            stack.append(place)

        @cache
        def worst(state: int) -> int | None:
            found = (least[t, j] for j in others for t in self.steps(concept, j, state))
            return min(found, default=None)

        return worst
