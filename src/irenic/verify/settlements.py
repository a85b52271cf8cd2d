"""Claims about agreements in a conflict: would they be signed, kept, broken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from irenic.model import Conflict, SettlementLink
from irenic.verify.claims import (
    Claim,
    at,
    claim,
    differs,
    flag,
    items,
    record,
    text,
    texts,
)
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge, Patience
from irenic.verify.witnesses import Path, path_of, sanction_errors

__all__ = ["settlement_claims", "settlement_errors"]


def settlement_claims(
    result: Mapping[str, Any], conflict: Conflict, judge: Judge, /
) -> Iterator[Claim]:
    """Yield the claims about the proposals that the conflict knows."""
    stated = items(at(result, "settlements"))
    named = [text(at(s, "proposal")) for s in stated]
    links = {link.proposal: link for link in conflict.settlements}
    if named or links:
        listed = differs("the proposals", named, list(links))
        yield claim("every proposal of the conflict is there, once", listed)
    for name, one in zip(named, stated, strict=True):
        if name not in links:
            continue
        title = f"settlement {name}: signed, kept, broken"
        yield claim(title, settlement_errors(one, links[name], judge))


def settlement_errors(stated: object, link: SettlementLink, judge: Judge, /) -> Iterator[str]:
    """Yield what is wrong with what is said of one agreement."""
    board, patience = judge.board, Patience()
    yield from differs("the signed state", text(at(stated, "signed")), link.signed)
    yield from differs("the kept state", text(at(stated, "kept")), link.kept)
    signed, kept = board.state(link.signed), board.state(link.kept)
    start = board.state(board.conflict.status_quo) if board.conflict.status_quo else None
    yield from _way(stated, "signing", start, signed, judge, patience)
    yield from _way(stated, "any_way", start, signed, judge, patience)
    for key, state in (("status_quo_rests", start), ("signed_rests", signed), ("kept_rests", kept)):
        yield from _rests(at(stated, key), key, state, judge, patience)
    yield from _temptations(stated, dict.fromkeys([signed, kept]), judge, patience)
    broken = [board.state(name) for name in link.broken]
    said = [board.state(text(at(b, "state"))) for b in items(at(stated, "breaches"))]
    yield from differs("the broken states", said, broken)
    for one, state in zip(items(at(stated, "breaches")), broken, strict=True):
        yield from _breach(one, kept, state, judge, patience)


def _way(
    stated: object, key: str, start: int | None, goal: int, judge: Judge, patience: Patience
) -> Iterator[str]:
    """Check that a way is one, and that none is shorter (or that there is none)."""
    board = judge.board
    value = at(stated, key)
    if start is None:
        yield from differs(key, value, None)
        return
    improving = key == "signing"
    path = None if value is None else path_of(value, board)
    if path is not None:
        yield from _legal(key, path, start, goal, improving, board)
    shortest = _distance(start, goal, improving, board, patience)
    yield from differs(f"{key}: the fewest moves", None if path is None else len(path), shortest)


def _legal(
    key: str, path: Path, start: int, goal: int, improving: bool, board: Board
) -> Iterator[str]:
    here, last = start, ""
    for by, to in path:
        if by == last or to not in board.moves(by, here):
            yield f"{key}: {by} cannot then move from {board.name(here)} to {board.name(to)}"
        elif improving and board.compare(by, to, here) != ">":
            yield f"{key}: {by} is no better off at {board.name(to)} than at {board.name(here)}"
        here, last = to, by
    yield from differs(f"{key}: its end", board.name(here), board.name(goal))


def _distance(
    start: int, goal: int, improving: bool, board: Board, patience: Patience
) -> int | None:
    """Return the fewest legal moves from a state to another, by rounds."""
    if start == goal:
        return 0
    seen: set[tuple[int, str]] = set()
    now = {(start, "")}
    rounds = 0
    while now:
        rounds += 1
        after: set[tuple[int, str]] = set()
        for state, last in now:
            for by in board.makers:
                targets = board.moves(by, state) if by != last else ()
                patience.spend(1 + len(targets))
                after.update(
                    (t, by) for t in targets if not improving or board.compare(by, t, state) == ">"
                )
        now = after - seen
        seen |= now
        if any(state == goal for state, _ in now):
            return rounds
    return None


def _rests(
    value: object, key: str, state: int | None, judge: Judge, patience: Patience
) -> Iterator[str]:
    board = judge.board
    true = {
        c: all(judge.is_stable(c, maker, state, patience) for maker in board.makers)
        for c in judge.concepts
        if state is not None
    }
    yield from differs(key, {c: flag(v) for c, v in record(value).items()}, true)


def _temptations(
    stated: object, states: Mapping[int, None], judge: Judge, patience: Patience
) -> Iterator[str]:
    board = judge.board
    true = [
        (maker, state, target)
        for state in states
        for maker in board.makers
        for target in judge.improvements(maker, state)
    ]
    found = items(at(stated, "temptations"))
    said = [
        (
            text(at(t, "decision_maker")),
            board.state(text(at(t, "state"))),
            board.state(text(at(t, "to"))),
        )
        for t in found
    ]
    if sorted(said) != sorted(true):
        names = [[(m, board.name(s), board.name(t)) for m, s, t in sorted(x)] for x in (said, true)]
        yield from differs("who is tempted", *names)
        return
    concepts = judge.concepts[1:]
    for (maker, state, target), one in zip(said, found, strict=True):
        held = record(at(one, "held"))
        yield from differs("the concepts of a temptation", list(held), list(concepts))
        for concept in concepts:
            counter = at(held, concept)
            where = f"{concept}: {maker} leaving {board.name(state)} for {board.name(target)}"
            if counter is None:
                if judge.answer(concept, maker, state, target, patience) is not None:
                    yield f"{where} can be answered"
                continue
            to = board.state(text(at(counter, "improvement")))
            yield from differs(f"{where}: the improvement", board.name(to), board.name(target))
            path = path_of(at(counter, "sanction"), board)
            result = at(counter, "result")
            end = None if result is None else board.state(text(result))
            for error in sanction_errors(judge, concept, maker, state, target, path, end):
                yield f"{where}: {error}"


def _breach(
    stated: object, kept: int, state: int, judge: Judge, patience: Patience
) -> Iterator[str]:
    board = judge.board
    name = board.name(state)
    by = [maker for maker in board.makers if state in board.moves(maker, kept)]
    tempted = [maker for maker in by if board.compare(maker, state, kept) == ">"]
    leaves = [maker for maker in board.makers if judge.improvements(maker, state)]
    for key, true in (("by", by), ("tempted", tempted), ("leaves", leaves)):
        yield from differs(f"broken at {name}: {key}", list(texts(at(stated, key))), true)
    yield from _rests(at(stated, "rests"), f"broken at {name}: rests", state, judge, patience)
