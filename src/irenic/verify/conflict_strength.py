"""Claims about strength of preference: what holds when an answer must hurt, and by how much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from irenic.model import StateRanking
from irenic.verify.claims import Claim, at, claim, differs, items, record, texts, whole
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge
from irenic.verify.witnesses import witness_claims

__all__ = ["same_states", "strength_claims"]

CONCEPTS = ("gmr", "smr", "seq")


def strength_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about strong and weak stability."""
    stated = record(at(result, "strength"))
    ranked = [maker for maker in board.makers if board.complete(maker)]
    levels = [record(level) for level in items(at(stated, "levels"))]
    yield claim("strength: whose preferences are strong, mild, unknown", _who(stated, board))
    degrees = (whole(at(level, "degree")) for level in levels)
    true = [0, *sorted({d for m in ranked for d in _degrees(board, m) if d > 1})]
    yield claim("strength: the degrees", differs("them", list(degrees), true))
    for level, degree in zip(levels, true, strict=False):
        yield claim(f"strength {degree}: what holds", _level(level, degree, ranked, board))
    yield claim("strength: what holds only weakly", _weak(stated, levels, ranked, board))
    if len(levels) > 1:
        judge = Judge(board, depth=true[1] if len(true) > 1 else 2)
        listed = record(at(levels[1], "stable"))
        yield from witness_claims(
            at(stated, "witnesses"), listed, judge, judge.stable, about="strength, reasons"
        )
    else:
        none = differs("reasons", list(items(at(stated, "witnesses"))), [])
        yield claim("strength: no reasons where nothing is strong", none)


def _degrees(board: Board, maker: str) -> tuple[int, ...]:
    form = board.form(maker)
    return form.degrees if isinstance(form, StateRanking) else ()


def same_states(what: str, value: object, true: frozenset[int], board: Board, /) -> Iterator[str]:
    """Yield a difference between a list of states and the states that belong there."""
    names = texts(value)
    yield from differs(what, sorted(names), sorted(map(board.name, true)))


def _who(stated: Mapping[str, Any], board: Board) -> Iterator[str]:
    ranked = [maker for maker in board.makers if board.complete(maker)]
    mild = [m for m in ranked if max(_degrees(board, m), default=1) < 2]
    unknown = [m for m in board.makers if m not in ranked]
    yield from differs("mild", list(texts(at(stated, "mild"))), mild)
    yield from differs("undefined", list(texts(at(stated, "undefined"))), unknown)
    yield from differs("status", at(stated, "status"), "unknown" if unknown else "optimal")
    without = record(at(stated, "without_moves"))
    yield from differs("without_moves: the decision makers", list(without), ranked)
    judge = Judge(board)
    for maker in ranked:
        true = frozenset(s for s in board.states if not judge.improvements(maker, s))
        yield from same_states(f"what {maker} would not leave", without[maker], true, board)


def _level(
    level: Mapping[str, Any], degree: int, ranked: Sequence[str], board: Board
) -> Iterator[str]:
    judge = replace(Judge(board), depth=degree)
    yield from differs("the concepts", list(record(at(level, "stable"))), list(CONCEPTS))
    for concept in CONCEPTS:
        rows = record(at(level, "stable", concept))
        yield from differs(f"{concept}: the decision makers", list(rows), list(ranked))
        found = {maker: judge.stable(concept, maker) for maker in ranked}
        for maker, true in found.items():
            yield from same_states(f"{concept} for {maker}", rows[maker], true, board)
        both = frozenset.intersection(*found.values()) if len(ranked) == len(board.makers) else None
        equilibria = at(level, "equilibria", concept)
        yield from same_states(f"{concept}: equilibria", equilibria, both or frozenset(), board)


def _weak(
    stated: Mapping[str, Any],
    levels: Sequence[Mapping[str, Any]],
    ranked: Sequence[str],
    board: Board,
) -> Iterator[str]:
    """Compare with what the levels say, which is checked by itself."""
    general, strong = levels[0], levels[min(1, len(levels) - 1)]
    for concept in CONCEPTS:
        for maker in ranked:
            both = (set(texts(at(level, "stable", concept, maker))) for level in (general, strong))
            here, firm = both
            weak = sorted(texts(at(stated, "weakly", concept, maker)))
            yield from differs(f"weakly {concept} for {maker}", weak, sorted(here - firm))
        pairs = (set(texts(at(level, "equilibria", concept))) for level in (general, strong))
        here, firm = pairs
        true = sorted(here - firm) if len(ranked) == len(board.makers) else []
        weak = sorted(texts(at(stated, "weak_equilibria", concept)))
        yield from differs(f"weak equilibria of {concept}", weak, true)
