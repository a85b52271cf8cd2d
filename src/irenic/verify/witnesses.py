"""Claims about reasons: each improvement, the answer to it, and that there is none where none is.

A witness can be checked without a solver: every move is looked up in the case, and where a
result says that nobody answers, every legal sequence of the others is followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    flag,
    items,
    text,
    texts,
)
from irenic.verify.conflict import Board
from irenic.verify.replies import CONCEPTS, Judge, Patience

__all__ = ["Path", "path_of", "sanction_errors", "witness_claims"]

Path = tuple[tuple[str, int], ...]
Stable = Callable[[str, str], frozenset[int]]


@dataclass(frozen=True)
class _Reply:
    """What is said to follow one improvement."""

    improvement: int
    sanction: Path | None
    result: int | None


@dataclass(frozen=True)
class _Witness:
    """One reason as it was read."""

    state: int
    maker: str
    concept: str
    stable: bool | None
    replies: tuple[_Reply, ...]


def path_of(value: object, board: Board, /) -> Path:
    """Return a list of moves as (by, to)."""
    found = []
    for step in items(value):
        by = text(at(step, "by"))
        if by not in board.makers:
            raise Malformed(f"there is no decision maker {by[:80]!r}")
        found.append((by, board.state(text(at(step, "to")))))
    return tuple(found)


def _reply(value: object, board: Board) -> _Reply:
    sanction, result = at(value, "sanction"), at(value, "result")
    return _Reply(
        board.state(text(at(value, "improvement"))),
        None if sanction is None else path_of(sanction, board),
        None if result is None else board.state(text(result)),
    )


def _witness(value: object, board: Board) -> _Witness:
    maker, concept = text(at(value, "decision_maker")), text(at(value, "concept"))
    if maker not in board.makers or concept not in CONCEPTS:
        raise Malformed(f"there is no {concept[:40]} of {maker[:40]!r}")
    return _Witness(
        board.state(text(at(value, "state"))),
        maker,
        concept,
        flag(at(value, "stable")),
        tuple(_reply(v, board) for v in items(at(value, "answers"))),
    )


def witness_claims(
    value: object,
    listed: Mapping[str, Any],
    judge: Judge,
    stable: Stable,
    /,
    *,
    about: str = "reasons",
) -> Iterator[Claim]:
    """Yield the claims about some reasons.

    ``listed`` says which states are said to be stable, by concept and decision maker;
    ``stable`` which are.
    """
    board = judge.board
    witnesses = [_witness(v, board) for v in items(value)]
    for title, errors in (
        ("none is given twice", _twice),
        ("each names every improvement, and nothing else", _improvements),
        ("a state is stable when every improvement is answered", _answered),
    ):
        yield claim(f"{about}: {title}", _each(errors, witnesses, judge))
    yield claim(f"{about}: they agree with the verdicts", _agree(listed, witnesses, board, stable))
    for title, errors in (
        ("every answer is open to those who give it, and deters", _sanctions),
        ("what goes unanswered has no answer", _free),
    ):
        yield claim(f"{about}: {title}", _each(errors, witnesses, judge))


Errors = Callable[[Sequence[_Witness], Judge], Iterator[str]]


def _each(errors: Errors, witnesses: Sequence[_Witness], judge: Judge) -> Iterator[str]:
    yield from errors(witnesses, judge)


def _called(witness: _Witness, board: Board) -> str:
    return f"{witness.concept} of {board.name(witness.state)} for {witness.maker}"


def _twice(witnesses: Sequence[_Witness], judge: Judge) -> Iterator[str]:
    seen = set()
    for w in witnesses:
        if (w.state, w.maker, w.concept) in seen:
            yield f"{_called(w, judge.board)} is given twice"
        seen.add((w.state, w.maker, w.concept))


def _improvements(witnesses: Sequence[_Witness], judge: Judge) -> Iterator[str]:
    board = judge.board
    for w in witnesses:
        stated = [reply.improvement for reply in w.replies]
        true = judge.improvements(w.maker, w.state)
        if sorted(stated) != sorted(true):
            said, so = ([board.name(s) for s in states] for states in (stated, true))
            yield from differs(f"{_called(w, board)}: improvements", sorted(said), sorted(so))


def _answered(witnesses: Sequence[_Witness], judge: Judge) -> Iterator[str]:
    for w in witnesses:
        stable = all(reply.sanction is not None for reply in w.replies)
        yield from differs(f"{_called(w, judge.board)}: stable", w.stable, stable)


def _agree(
    listed: Mapping[str, Any], witnesses: Sequence[_Witness], board: Board, stable: Stable
) -> Iterator[str]:
    """Compare with what is listed, and with the checker's own verdicts where it has them."""
    for w in witnesses:
        said = f"{_called(w, board)}: stable"
        if listed:
            yield from differs(
                said, w.stable, board.name(w.state) in texts(at(listed, w.concept, w.maker))
            )
    unknown: dict[str, str] = {}
    for w in witnesses:
        try:
            held = stable(w.concept, w.maker) if w.concept not in unknown else None
        except Unchecked as error:
            unknown[w.concept], held = str(error), None
        if held is not None:
            yield from differs(f"{_called(w, board)}: stable", w.stable, w.state in held)
    if unknown:
        raise Unchecked("; ".join(f"{concept}: {reason}" for concept, reason in unknown.items()))


def _sanctions(witnesses: Sequence[_Witness], judge: Judge) -> Iterator[str]:
    for w in witnesses:
        for reply in w.replies:
            if reply.sanction is None:
                continue
            wrong = sanction_errors(
                judge, w.concept, w.maker, w.state, reply.improvement, reply.sanction, reply.result
            )
            for error in wrong:
                yield f"{_called(w, judge.board)}: {error}"


def sanction_errors(
    judge: Judge,
    concept: str,
    maker: str,
    state: int,
    improvement: int,
    path: Path,
    result: int | None,
    /,
) -> Iterator[str]:
    """Yield what is wrong with an answer to an improvement."""
    name = judge.board.name
    if concept == "nash":
        yield "an answer is given, but Nash looks no further than the improvement"
        return
    if concept == "sim" and judge.passed_over(maker, state, improvement):
        yield from differs("an answer to what is passed over", (path, result), ((), None))
        return
    if concept == "sim":
        yield from _joint_errors(judge, maker, state, improvement, path, result)
        return
    yield from differs("the result of moves made one after the other", result, None)
    if not path:
        yield f"the answer to {name(improvement)} has no moves"
    if judge.one_step and len(path) > 1:
        yield f"the answer to {name(improvement)} has {len(path)} moves, not one"
    if judge.once and len({by for by, _ in path}) < len(path):
        yield "somebody moves twice, which GMCR+ does not look at"
    here, last = improvement, ""
    for by, to in path:
        if by == maker:
            yield f"{by} answers its own improvement"
        if by == last:
            yield f"{by} moves twice in a row"
        if to not in judge.board.moves(by, here):
            yield f"{by} cannot move from {name(here)} to {name(to)}"
        elif to not in judge.steps(concept, by, here):
            yield f"moving from {name(here)} to {name(to)} does not make {by} better off"
        here, last = to, by
    if not judge.deters(maker, here, state):
        yield f"{maker} is better off at {name(here)} than at {name(state)}"
    elif not judge.punishes(concept, maker, here, state):
        yield f"from {name(here)} {maker} has a way back above {name(state)}"


def _joint_errors(
    judge: Judge, maker: str, state: int, improvement: int, path: Path, result: int | None
) -> Iterator[str]:
    """Yield what is wrong with an answer made at the same time as the improvement."""
    wanted = (result, tuple(sorted(path)))
    for end, moved in judge.joint(maker, state, improvement, Patience()):
        if (end, tuple(sorted(moved))) == wanted:
            return
    name = judge.board.name
    together = ", ".join(f"{by} to {name(to)}" for by, to in path) or "nobody"
    made = "nothing" if result is None else name(result)
    yield (
        f"with {name(improvement)}, {together} at the same time does not make {made}, or does "
        f"not leave {maker} where it is no better off"
    )


def _free(witnesses: Sequence[_Witness], judge: Judge) -> Iterator[str]:
    board = judge.board
    patience = Patience()
    for w in witnesses:
        for reply in w.replies:
            if reply.sanction is None:
                yield from differs(
                    f"{_called(w, board)}: the result of no answer", reply.result, None
                )
                end = judge.answer(w.concept, w.maker, w.state, reply.improvement, patience)
                if end is not None:
                    yield (
                        f"{_called(w, board)}: {board.name(reply.improvement)} can be answered, "
                        f"by what ends at {board.name(end)}"
                    )
