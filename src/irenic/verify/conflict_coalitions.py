"""Claims about coalitions: who could leave a state together, and what the others would answer.

Every coalition of every size is looked at, single decision makers included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from irenic.verify.claims import (
    Claim,
    Unchecked,
    at,
    claim,
    differs,
    items,
    record,
    text,
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge, Patience, sequence_ends
from irenic.verify.witnesses import Path, path_of

__all__ = ["coalition_move_claims"]

SEMANTICS = ("joint", "merged")
CONCEPTS = ("nash", "gmr", "smr", "seq")
#: More decision makers form too many coalitions.
MOST_MAKERS = 10

Members = tuple[str, ...]


@dataclass
class _Together:
    """What coalitions can bring about on a board, under one reading of "together"."""

    judge: Judge
    semantics: str
    patience: Patience
    _ends: dict[tuple[Members, int], frozenset[int]] = field(default_factory=dict)

    @property
    def board(self) -> Board:
        """Return the conflict."""
        return self.judge.board

    def ends(self, members: Members, state: int, /) -> frozenset[int]:
        """Return what a coalition can bring about from a state."""
        key = (members, state)
        if key not in self._ends:
            if self.semantics == "merged" and len(members) > 1:
                found = set(self._merged(members, state))
            else:
                found = set(sequence_ends(members, state, self.board.moves, self.patience))
            self._ends[key] = frozenset(found - {state})
        return self._ends[key]

    def _merged(self, members: Members, state: int) -> Iterator[int]:
        """Yield what a coalition can change as one: listed moves in any order, or any options."""
        board = self.board
        if board.conflict.is_graph:
            seen, stack = {state}, [state]
            while stack:
                here = stack.pop()
                for member in members:
                    stack.extend(t for t in board.moves(member, here) if t not in seen)
                    seen.update(board.moves(member, here))
            yield from seen
            return
        for code in board.members(state):
            targets = board.together(members, code)
            self.patience.spend(len(targets))
            yield from map(board.home, targets)

    def departures(self, members: Members, state: int, /) -> frozenset[int]:
        """Return where every member is better off."""
        return frozenset(
            t
            for t in self.ends(members, state)
            if all(self.board.compare(i, t, state) in self.judge.leaves for i in members)
        )

    def deters(self, concept: str, members: Members, end: int, origin: int, /) -> bool:
        """Return whether an end keeps a coalition from leaving: some member is no better off."""

        def stops(place: int) -> bool:
            return any(self.judge.deters(i, place, origin) for i in members)

        return stops(end) and (concept != "smr" or all(map(stops, self.ends(members, end))))

    def others(self, members: Members, /) -> list[str]:
        """Return who does not belong to a coalition."""
        return [j for j in self.board.makers if j not in members]

    def answered(self, concept: str, members: Members, origin: int, target: int, /) -> bool:
        """Return whether the others have an answer to a departure."""
        if concept == "nash":
            return False
        ends = sequence_ends(
            self.others(members),
            target,
            lambda mover, state: self.judge.steps(concept, mover, state),
            self.patience,
        )
        return any(self.deters(concept, members, end, origin) for end in ends)

    def coalitions(self) -> Iterator[Members]:
        """Yield all coalitions."""
        for size in range(1, len(self.board.makers) + 1):
            yield from combinations(self.board.makers, size)

    def free(self, state: int, /) -> dict[tuple[Members, int], frozenset[str]]:
        """Return every departure from a state, with the concepts under which nobody answers."""
        return {
            (members, t): frozenset(c for c in CONCEPTS if not self.answered(c, members, state, t))
            for members in self.coalitions()
            for t in self.departures(members, state)
        }


def coalition_move_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about who could leave together."""
    stated = record(at(result, "coalitions"))
    n = len(board.makers)
    yield claim("coalitions: how many there are, and were looked at", _counts(stated, n))
    for semantics in SEMANTICS:
        together = _Together(Judge.of(board), semantics, Patience())
        states = [
            (board.state(text(at(one, "state"))), record(one))
            for one in items(at(stated, "states"))
        ]
        yield claim(
            f"coalitions, {semantics}: each departure is open, and its answers deter",
            _moves(states, together),
        )
        yield claim(
            f"coalitions, {semantics}: what holds, and who else could leave",
            _everything(states, together),
        )


def _counts(stated: Mapping[str, Any], n_makers: int) -> Iterator[str]:
    there_are = (1 << n_makers) - 1
    yield from differs("the coalitions", whole(at(stated, "coalitions")), there_are)
    looked = [
        whole(at(one, "examined", semantics))
        for one in items(at(stated, "states"))
        for semantics in SEMANTICS
    ]
    if any(not 0 <= count <= there_are for count in looked):
        yield f"{max(looked)} were looked at of {there_are}"
    status = "optimal" if all(count == there_are for count in looked) else "limit-reached"
    yield from differs("status", at(stated, "status"), status)


def _move(value: object, board: Board) -> tuple[Members, int, Path, Mapping[str, Any]]:
    members = texts(at(value, "members"))
    target = board.state(text(at(value, "target")))
    return members, target, path_of(at(value, "path"), board), record(at(value, "answers"))


def _moves(states: Sequence[tuple[int, Mapping[str, Any]]], together: _Together) -> Iterator[str]:
    board = together.board
    for state, one in states:
        for value in items(at(one, "moves", together.semantics)):
            members, target, path, answers = _move(value, board)
            where = f"{' and '.join(members)} from {board.name(state)} to {board.name(target)}"
            yield from differs("the origin", text(at(value, "origin")), board.name(state))
            if not set(members) <= set(board.makers) or len(set(members)) < max(2, len(members)):
                yield f"{where}: no coalition"
                continue
            if target not in together.departures(members, state):
                yield f"{where}: not open to them, or not better for all of them"
            if together.semantics == "joint" or path:
                twice = together.semantics == "joint"
                yield from _legal(where, path, members, state, target, board, twice)
            yield from differs(f"{where}: the concepts", list(answers), list(CONCEPTS))
            for concept, answer in answers.items():
                if answer is not None:
                    yield from _answer(
                        f"{where}, {concept}", concept, path_of(answer, board), members, state,
                        target, together,
                    )  # fmt: skip
                elif together.answered(concept, members, state, target):
                    yield f"{where}: can be answered under {concept}"


def _legal(
    where: str,
    path: Path,
    members: Sequence[str],
    start: int,
    goal: int,
    board: Board,
    in_turn: bool,
) -> Iterator[str]:
    """Yield what is wrong with a sequence of moves of some decision makers."""
    here, last = start, ""
    for by, to in path:
        if by not in members or (in_turn and by == last) or to not in board.moves(by, here):
            yield f"{where}: {by} cannot then move from {board.name(here)} to {board.name(to)}"
        here, last = to, by
    yield from differs(f"{where}: the end of the moves", board.name(here), board.name(goal))


def _answer(
    where: str,
    concept: str,
    path: Path,
    members: Members,
    origin: int,
    target: int,
    together: _Together,
) -> Iterator[str]:
    board = together.board
    if concept == "nash" or not path:
        yield f"{where}: an answer without moves, or where none is foreseen"
        return
    end = path[-1][1]
    yield from _legal(where, path, together.others(members), target, end, board, in_turn=True)
    here = target
    for by, to in path:
        if to not in together.judge.steps(concept, by, here):
            yield f"{where}: {by} is not better off at {board.name(to)}"
        here = to
    if not together.deters(concept, members, end, origin):
        yield f"{where}: every member is better off at {board.name(end)}, or can be again"


def _everything(
    states: Sequence[tuple[int, Mapping[str, Any]]], together: _Together
) -> Iterator[str]:
    board = together.board
    if len(board.makers) > MOST_MAKERS:
        raise Unchecked(f"{len(board.makers)} decision makers form too many coalitions")
    for state, one in states:
        name = board.name(state)
        stated = record(at(one, "stable", together.semantics))
        yield from differs(f"{name}: the concepts", list(stated), list(CONCEPTS))
        examined = whole(at(one, "examined", together.semantics))
        free = together.free(state)
        for concept, said in stated.items():
            true = not any(concept in concepts for concepts in free.values())
            if said is not None:
                yield from differs(f"{name}: stable under {concept}", said, true)
        if examined < (1 << len(board.makers)) - 1:
            raise Unchecked("not every coalition was looked at, and the result says so")
        if None in stated.values():
            yield f"{name}: all coalitions were looked at, but it is not said what holds"
        said_moves = [_move(v, board)[:2] for v in items(at(one, "moves", together.semantics))]
        least = {
            (members, t)
            for (members, t), concepts in free.items()
            if len(members) > 1 and not _smaller(members, t, concepts, free)
        }
        yield from _same(name, said_moves, least, board)


def _same(
    name: str, said: list[tuple[Members, int]], true: set[tuple[Members, int]], board: Board
) -> Iterator[str]:
    if len(said) > len(set(said)):
        yield f"{name}: a departure is listed twice"
    for members, target in sorted(true ^ set(said)):
        word = "missing" if (members, target) in true else "not one of the least"
        yield f"{name}: {' and '.join(members)} leaving for {board.name(target)} is {word}"


def _smaller(
    members: Members,
    target: int,
    concepts: frozenset[str],
    free: Mapping[tuple[Members, int], frozenset[str]],
) -> bool:
    """Return whether a part of a coalition could do the same, as freely."""
    return any(
        t == target and set(part) < set(members) and found >= concepts
        for (part, t), found in free.items()
    )
