"""Claims about unknown preferences: four readings, and what holds whatever is unknown.

A *completion* makes every preference complete and keeps all that is known.  The checker draws
some at random, with a fixed seed, and looks for one that contradicts the result.  What is said to
hold under all of them is not proved by that, except where a reading settles it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from irenic.model import ConflictPreference, KnownPreference, StateRanking
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
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.conflict_strength import same_states
from irenic.verify.replies import Judge

__all__ = ["unknown_claims"]

CONCEPTS = ("nash", "gmr", "smr", "seq")
#: Extension -> what it leaves for, and what deters it.
EXTENSIONS = {"a": (">U", "~<"), "b": (">", "~<"), "c": (">U", "~<U"), "d": (">", "~<U")}
#: Completions drawn; and states times makers up to which they are.
DRAWN = 60
MOST_DRAWN = 400


def unknown_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about the four extensions and about all completions."""
    stated = record(at(result, "unknown"))
    yield claim("unknown: how many comparisons", _pairs(stated, board))
    yield claim("unknown: the four readings", _extensions(stated))
    for name in EXTENSIONS:
        yield claim(f"unknown, {name}: what holds", _extension(stated, name, board))
    if len(board.states) * len(board.makers) > MOST_DRAWN:
        reason = "there are too many states to complete the preferences in many ways"
        yield Claim("unknown: what holds whatever is unknown", "not checked", reason)
        return
    sure = _Sure(stated, board)
    for concept in CONCEPTS:
        yield claim(f"unknown, {concept}: what holds whatever is unknown", sure.check(concept))
    yield claim("unknown: what would settle an open state", sure.conditions())


def _pairs(stated: Mapping[str, Any], board: Board) -> Iterator[str]:
    counted = record(at(stated, "unknown"))
    yield from differs("the decision makers", list(counted), list(board.makers))
    for maker in board.makers:
        true = sum(board.compare(maker, s, t) == "U" for s in board.states for t in board.states)
        yield from differs(f"unknown to {maker}", whole(counted[maker]), true // 2)


def _extensions(stated: Mapping[str, Any]) -> Iterator[str]:
    found = {
        text(at(e, "id")): (flag(at(e, "leaves_unknown")), flag(at(e, "deterred_unknown")))
        for e in items(at(stated, "extensions"))
    }
    true = {k: ("U" in leaves, "U" in deters) for k, (leaves, deters) in EXTENSIONS.items()}
    yield from differs("the readings", found, true)


def _judge(board: Board, extension: str) -> Judge:
    leaves, deterred = EXTENSIONS[extension]
    return Judge(board, leaves=leaves, deterred=deterred)


def _extension(stated: Mapping[str, Any], name: str, board: Board) -> Iterator[str]:
    judge = _judge(board, name)
    yield from differs("the concepts", list(record(at(stated, "stable", name))), list(CONCEPTS))
    for concept in CONCEPTS:
        found = {maker: judge.stable(concept, maker) for maker in board.makers}
        for maker, true in found.items():
            value = at(stated, "stable", name, concept, maker)
            yield from same_states(f"{concept} for {maker}", value, true, board)
        both = frozenset.intersection(*found.values())
        value = at(stated, "equilibria", name, concept)
        yield from same_states(f"{concept}: equilibria", value, both, board)


def _completed(board: Board, rng: Random, /) -> Board:
    """Return the conflict with every preference completed at random.

    The best that are left come next, some of them as equals, again and again.
    """
    preferences = dict(board.conflict.preferences)
    for maker in board.makers:
        if board.complete(maker):
            continue
        left = set(board.states)
        groups: list[tuple[str, ...]] = []
        while left:
            top = [
                s for s in sorted(left) if not any(board.compare(maker, t, s) == ">" for t in left)
            ]
            chosen = set(rng.sample(top, rng.choice([1, 1, rng.randint(1, len(top))])))
            group = {t for s in chosen for t in left if board.compare(maker, s, t) == "~"}
            groups.append(tuple(board.name(s) for s in sorted(group)))
            left -= group
        preferences[maker] = ConflictPreference(maker, StateRanking(tuple(groups)))
    return Board(replace(board.conflict, preferences=preferences))


class _Sure:
    """What a result says of all completions, and some of them."""

    def __init__(self, stated: Mapping[str, Any], board: Board) -> None:
        self.stated, self.board = stated, board
        self.rng = Random(1)  # noqa: S311 (repeatable, not secret)
        self.drawn = [Judge(_completed(board, self.rng)) for _ in range(DRAWN)]

    def check(self, concept: str, /) -> Iterator[str]:
        """Yield what some completion contradicts; leave what none proves."""
        board = self.board
        unproved: set[int] = set()
        rows: dict[tuple[str, ...], Any] = {}
        rows |= {(m,): at(self.stated, "robust", concept, m) for m in board.makers}
        rows[tuple(board.makers)] = at(self.stated, "robust_equilibria", concept)
        for makers, row in rows.items():
            always, sometimes, undecided = (
                frozenset(map(board.state, texts(at(row, k))))
                for k in ("always", "sometimes", "undecided")
            )
            who = " and ".join(makers)
            never = frozenset(board.states) - always - sometimes - undecided
            if len(always) + len(sometimes) + len(undecided) + len(never) != len(board.states):
                yield f"{who}: a state is listed under two headings"
            seen = [
                frozenset.intersection(*(judge.stable(concept, m) for m in makers))
                for judge in self.drawn
            ]
            for judge, held in zip(self.drawn, seen, strict=True):
                for state in always - held:
                    yield f"{board.name(state)} does not always hold for {who}: {_said(judge)}"
                for state in held & never:
                    yield f"{board.name(state)} may hold for {who}: {_said(judge)}"
            if concept != "seq":
                yield from self._settled(concept, makers, always, sometimes | always)
                continue
            sure, possible = _bounds("seq", board, makers)
            both = frozenset.union(*seen) - frozenset.intersection(*seen)
            unproved |= (always - sure) | (never & possible) | (sometimes - both)
        if unproved:
            raise Unchecked(
                f"none of {DRAWN} ways to complete the preferences contradicts it, which proves "
                f"nothing of {', '.join(map(board.name, sorted(unproved)))}"
            )

    def _settled(
        self, concept: str, makers: tuple[str, ...], always: frozenset[int], maybe: frozenset[int]
    ) -> Iterator[str]:
        """Compare with the two outer readings, which settle every concept but SEQ.

        For one decision maker only the set of states better than the present one matters; the
        largest and the smallest that may be are those of the readings a and d.
        """
        for what, extension, said in (("always", "a", always), ("possibly", "d", maybe)):
            judge = _judge(self.board, extension)
            true = frozenset.intersection(*(judge.stable(concept, m) for m in makers))
            if said != true:
                names = [sorted(map(self.board.name, s)) for s in (said, true)]
                yield from differs(f"what holds {what} for {' and '.join(makers)}", *names)

    def conditions(self) -> Iterator[str]:
        """Yield what is wrong with comparisons that are said to settle a state.

        With them taken as known, the outer readings have to settle it.
        """
        board = self.board
        unproved = 0
        listed = [(at(o, "concept"), at(o, "state")) for o in items(at(self.stated, "open"))]
        together = record(at(self.stated, "robust_equilibria"))
        true = [(c, s) for c in CONCEPTS for s in texts(at(together, c, "sometimes"))]
        yield from differs("the open states", listed, true)
        for one in items(at(self.stated, "open")):
            concept, state = text(at(one, "concept")), board.state(text(at(one, "state")))
            if concept not in CONCEPTS:
                raise Malformed(f"there is no concept {concept[:40]!r}")
            robust, name = at(self.stated, "robust", concept), board.name(state)
            hangs = [m for m in board.makers if name not in texts(at(robust, m, "always"))]
            yield from differs(f"on whom {name} hangs", list(texts(at(one, "hangs_on"))), hangs)
            for key, wanted in (("holds_if", True), ("fails_if", False)):
                known = [_known(k, board) for k in items(at(one, key))]
                if not known:
                    continue
                assumed = _assume(board, known)
                sure, possible = _bounds(concept, assumed, board.makers)
                if state in sure if wanted else state not in possible:
                    continue
                for judge in (Judge(_completed(assumed, self.rng)) for _ in range(DRAWN)):
                    held = all(state in judge.stable(concept, m) for m in board.makers)
                    if held is not wanted:
                        said = f"{key} of {board.name(state)} under {concept} does not settle it"
                        yield f"{said}: {_said(judge)}"
                unproved += 1
        if unproved:
            raise Unchecked(f"{unproved} of the conditions are not contradicted, but not proved")


def _bounds(
    concept: str, board: Board, makers: Sequence[str]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return what surely holds, and what may: with the fewest answers, and with the most."""
    fewest = replace(_judge(board, "a"), willing=">")
    sure, possible = (
        frozenset.intersection(*(judge.stable(concept, m) for m in makers))
        for judge in (fewest, _judge(board, "d"))
    )
    return sure, possible


def _assume(board: Board, known: Sequence[tuple[str, int, str, int]]) -> Board:
    """Return the conflict in which some more comparisons are known."""
    preferences = dict(board.conflict.preferences)
    for maker, state, sign, than in known:
        given = preferences.get(maker)
        form = given.form if given else None
        chains = form.chains if isinstance(form, KnownPreference) else ()
        one, other = board.name(state), board.name(than)
        chain = {">": ((one,), (other,)), "<": ((other,), (one,)), "~": ((one, other),)}[sign]
        preferences[maker] = ConflictPreference(maker, KnownPreference((*chains, chain)))
    return Board(replace(board.conflict, preferences=preferences))


SIGNS = {"better": ">", "worse": "<", "equal": "~"}


def _known(value: object, board: Board) -> tuple[str, int, str, int]:
    maker, relation = text(at(value, "decision_maker")), text(at(value, "relation"))
    if maker not in board.makers or relation not in SIGNS or board.complete(maker):
        raise Malformed(f"{maker[:40]!r} has nothing unknown that can be {relation[:40]!r}")
    state, than = (board.state(text(at(value, key))) for key in ("state", "than"))
    return maker, state, SIGNS[relation], than


def _said(judge: Judge) -> str:
    """Return a completion in words."""
    found = []
    for maker in judge.board.makers:
        form = judge.board.form(maker)
        if isinstance(form, StateRanking):
            found.append(f"{maker}: " + " > ".join(" ~ ".join(group) for group in form.groups))
    return "; ".join(found)
