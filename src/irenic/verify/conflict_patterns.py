"""Claims that say many states in few words: patterns, and how far the status quo leads."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
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
    record,
    text,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.replies import Judge

__all__ = ["pattern_claims", "reach_claims", "reached"]

#: A pattern as the options that it fixes, and those of them that are taken.
Bits = tuple[int, int]
#: Patterns times combinations of options that are looked at.
MOST_FITS = 30_000_000


def pattern_claims(
    key: str,
    stated: object,
    sets: Mapping[str, frozenset[int]],
    board: Board,
    left: Collection[str],
    /,
) -> Iterator[Claim]:
    """Yield the claims about patterns of some sets of states, by concept.

    Nothing is said of the concepts in ``left``, whose states are not known.
    """
    for concept, value in record(stated).items():
        if concept in left:
            continue
        if concept not in sets:
            yield Claim(f"{key}, {concept}", "refuted", "there is no such set of states")
            continue
        one = _Patterns(record(value), sets[concept], board)
        yield claim(f"{key}, {concept}: they stand for exactly these states", one.exact())
        if flag(at(value, "minimal")):
            yield claim(f"{key}, {concept}: no fewer do", one.minimal())


class _Patterns:
    """Patterns of one set, as combinations of options."""

    def __init__(self, stated: Mapping[str, Any], states: frozenset[int], board: Board) -> None:
        self.stated, self.board = stated, board
        self.codes = frozenset(c for s in states for c in board.members(s))
        self.rows = [record(row) for row in items(at(stated, "rows"))]

    def bits(self) -> list[Bits]:
        """Return the patterns."""
        found = []
        for row in self.rows:
            pattern = text(at(row, "pattern"))
            if len(pattern) != self.board.width or not set(pattern) <= set("YN-"):
                raise Malformed(f"{pattern[:80]!r} is no pattern")
            found.append(self.board.bits(pattern))
        return found

    def exact(self) -> Iterator[str]:
        """Yield a state that fits a pattern wrongly or none, and wrong numbers."""
        quo = self.board.conflict.status_quo
        if len(self.rows) << self.board.width > MOST_FITS:
            raise Unchecked(f"{len(self.rows)} patterns of so many states are too many to look at")
        codes = range(1 << self.board.width)
        outside = [c for c in codes if c not in self.codes and self.board.possible(c)]
        covered: set[int] = set()
        for (fixed, taken), row in zip(self.bits(), self.rows, strict=True):
            pattern = text(at(row, "pattern"))
            wrong = next((c for c in outside if c & fixed == taken), None)
            if wrong is not None:
                yield f"{pattern} takes in {self.board.name(self.board.home(wrong))}"
            inside = {c for c in self.codes if c & fixed == taken}
            covered |= inside
            yield from differs(f"{pattern}: its states", whole(at(row, "count")), len(inside))
            here = bool(quo) and all(p in ("-", x) for p, x in zip(pattern, quo, strict=True))
            yield from differs(f"{pattern}: the status quo", flag(at(row, "status_quo")), here)
        yield from differs("total", whole(at(self.stated, "total")), len(self.codes))
        yield from differs("covered", whole(at(self.stated, "covered")), len(covered))
        if covered != self.codes and not text(at(self.stated, "reason")):
            yield f"{len(self.codes) - len(covered)} states fit no pattern, and no reason is given"

    def minimal(self) -> Iterator[str]:
        """Look for as many states as there are patterns, no two of which fit one pattern.

        Two states fit one pattern only when everything possible between them is in the set.
        """
        if len(self.rows) ** 2 << self.board.width > MOST_FITS:
            raise Unchecked(f"{len(self.rows)} patterns of so many states are too many to compare")
        barred = [c for c in range(1 << self.board.width) if self.board.possible(c)]
        barred = [c for c in barred if c not in self.codes]
        apart: list[int] = []
        patterns = self.bits()
        for fixed, taken in patterns:
            own = (
                c
                for c in sorted(self.codes)
                if c & fixed == taken and sum(c & f == t for f, t in patterns) == 1
            )
            lonely = list(own)
            if not lonely:
                yield "a pattern can be left out"
                return
            found = next((c for c in lonely if all(_apart(c, d, barred) for d in apart)), None)
            if found is None:
                raise Unchecked("that there is no shorter list was not shown")
            apart.append(found)
        yield from ()


def _apart(one: int, other: int, barred: Sequence[int]) -> bool:
    """Return whether every pattern that fits both states takes in one that is barred."""
    fixed = ~(one ^ other)
    return any(c & fixed == one & fixed for c in barred)


def reach_claims(
    stated: Mapping[str, Any], sets: Mapping[str, frozenset[int]], judge: Judge, /
) -> Iterator[Claim]:
    """Yield the claims about how much the status quo leads to."""
    for kind in ("improvements", "moves"):
        yield claim(
            f"reach by {kind}: how many states, and equilibria", _reach(stated, sets, judge, kind)
        )


def reached(judge: Judge, /, *, improving: bool) -> frozenset[int]:
    """Return the status quo and all states to which legal sequences from it lead."""
    board = judge.board
    start = board.state(board.conflict.status_quo)
    seen = {(start, "")}
    stack = list(seen)
    while stack:
        state, last = stack.pop()
        for by in board.makers:
            for to in board.moves(by, state) if by != last else ():
                if (to, by) not in seen and (not improving or board.compare(by, to, state) == ">"):
                    seen.add((to, by))
                    stack.append((to, by))
    return frozenset(state for state, _ in seen)


def _reach(
    stated: Mapping[str, Any], sets: Mapping[str, frozenset[int]], judge: Judge, kind: str
) -> Iterator[str]:
    if not judge.board.small:
        raise Unchecked(f"{judge.board.size} states are too many to look at each")
    found = reached(judge, improving=kind == "improvements")
    yield from differs("the states", whole(at(stated, kind)), len(found))
    counts = record(at(stated, f"equilibria_by_{kind}"))
    if not set(sets) <= set(counts):
        yield "a concept is missing"
    for concept, states in sets.items():
        yield from differs(f"equilibria of {concept}", whole(counts[concept]), len(states & found))
