"""Claims about small changes of one ranking: each is made, and everything looked at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.conflict_strength import same_states
from irenic.verify.ranking_changes import groups_of, reranked
from irenic.verify.replies import Judge

__all__ = ["sensitivity_claims"]

CONCEPTS = ("nash", "gmr", "smr", "seq")
#: States times decision makers, squared, up to which every small change is made.
MOST_WORK = 40_000

#: (decision maker, kind, preferred now, the others): one small change.
Change = tuple[str, str, tuple[int, ...], tuple[int, ...]]
#: concept -> decision maker -> stable states.
Held = dict[str, dict[str, frozenset[int]]]


def sensitivity_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about what small changes turn round."""
    stated = record(at(result, "sensitivity"))
    status = text(at(stated, "status"))
    if status != "optimal":
        known = all(map(board.complete, board.makers))
        if status == "unknown" and not known:
            yield Claim("sensitivity: nothing is said of unknown preferences", "confirmed")
        else:
            yield Claim("sensitivity", "not checked", text(at(stated, "reason")))
        return
    nearby = _Nearby(board)
    yield claim("sensitivity: the present equilibria", nearby.present(stated))
    yield claim("sensitivity: what each change turns round", nearby.effects(stated))
    yield claim("sensitivity: no other change turns anything round", nearby.others(stated))


class _Nearby:
    """A conflict and all conflicts at the distance of one small change."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.rankings = {maker: groups_of(board, maker) for maker in board.makers}
        self.now = _held(board)

    def changed(self, change: Change, /) -> Held:
        """Return what holds after one small change."""
        maker, kind, upper, lower = change
        old = self.rankings[maker]
        parts = {"swap": [lower, upper], "level": [upper + lower], "part": [upper, lower]}
        before = [set(upper + lower)] if kind == "part" else [set(upper), set(lower)]
        for k in range(len(old)):
            if [set(group) for group in old[k : k + len(before)]] == before:
                new = [*old[:k], *parts[kind], *old[k + len(before) :]]
                return _held(reranked(self.board, {maker: new}))
        raise Malformed("a change that is not near the ranking")

    def every(self) -> Iterator[Change]:
        """Yield all small changes."""
        for maker, groups in self.rankings.items():
            for k, group in enumerate(groups):
                if k + 1 < len(groups):
                    for kind in ("swap", "level"):
                        yield maker, kind, tuple(group), tuple(groups[k + 1])
                for s in group if len(group) > 1 else ():
                    rest = tuple(t for t in group if t != s)
                    yield maker, "part", (s,), rest
                    if len(rest) > 1:
                        yield maker, "part", rest, (s,)

    def present(self, stated: Mapping[str, Any], /) -> Iterator[str]:
        """Compare the present equilibria."""
        listed = record(at(stated, "equilibria"))
        yield from differs("the concepts", list(listed), list(CONCEPTS))
        for concept in CONCEPTS:
            true = _together(self.now[concept])
            yield from same_states(f"equilibria of {concept}", listed[concept], true, self.board)

    def read(self, effect: object, /) -> Change:
        """Return the change of one stated effect."""
        maker, kind = text(at(effect, "decision_maker")), text(at(effect, "kind"))
        if maker not in self.board.makers or kind not in ("swap", "level", "part"):
            raise Malformed(f"there is no {kind[:40]} of {maker[:40]!r}")
        upper, lower = (
            tuple(sorted(map(self.board.state, texts(at(effect, key)))))
            for key in ("upper", "lower")
        )
        return maker, kind, upper, lower

    def effects(self, stated: Mapping[str, Any], /) -> Iterator[str]:
        """Make every stated change, and compare what it turns round."""
        for effect in items(at(stated, "effects")):
            change = self.read(effect)
            after = self.changed(change)
            said = {
                (
                    text(at(f, "concept")),
                    text(at(f, "decision_maker")),
                    text(at(f, "state")),
                    flag(at(f, "stable")),
                )
                for f in items(at(effect, "flips"))
            }
            if len(said) < len(items(at(effect, "flips"))):
                yield "a verdict is turned round twice"
            true = {
                (c, m, self.board.name(s), s in after[c][m])
                for c in CONCEPTS
                for m in self.board.makers
                for s in self.now[c][m] ^ after[c][m]
            }
            where = f"{change[1]} of {change[0]} at {self.board.name(change[2][0])}"
            yield from differs(f"{where}: flips", sorted(said, key=str), sorted(true, key=str))
            for key, sign in (("appear", 1), ("disappear", -1)):
                listed = record(at(effect, key))
                for concept in {*CONCEPTS, *listed}:
                    if concept not in CONCEPTS:
                        raise Malformed(f"there is no concept {concept[:40]!r}")
                    here, there = _together(self.now[concept]), _together(after[concept])
                    new = there - here if sign > 0 else here - there
                    value = listed.get(concept, [])
                    yield from same_states(f"{where}: {concept} {key}", value, new, self.board)

    def others(self, stated: Mapping[str, Any], /) -> Iterator[str]:
        """Make every small change, and look for one with an effect that is not listed."""
        work = (self.board.size * len(self.board.makers)) ** 2
        if work > MOST_WORK:
            raise Unchecked("there are too many small changes to make each")
        listed = [_sorted(self.read(e)) for e in items(at(stated, "effects"))]
        if len(listed) > len(set(listed)):
            yield "a change is listed twice"
        robust = {c: _together(self.now[c]) for c in CONCEPTS}
        count = 0
        for change in self.every():
            count += 1
            after = self.changed(change)
            if after != self.now and _sorted(change) not in listed:
                name = self.board.name(change[2][0])
                yield f"{change[1]} of {change[0]} at {name} turns something round"
            if after == self.now and _sorted(change) in listed:
                yield "a change is listed that turns nothing round"
            for concept in CONCEPTS:
                robust[concept] &= _together(after[concept])
        yield from differs("examined", whole(at(stated, "examined")), count)
        for concept, true in robust.items():
            value = at(stated, "robust", concept)
            yield from same_states(f"robust equilibria of {concept}", value, true, self.board)


def _sorted(change: Change) -> Change:
    maker, kind, upper, lower = change
    return maker, kind, tuple(sorted(upper)), tuple(sorted(lower))


def _held(board: Board) -> Held:
    judge = Judge(board)
    return {c: {m: judge.stable(c, m) for m in board.makers} for c in CONCEPTS}


def _together(rows: Mapping[str, frozenset[int]]) -> frozenset[int]:
    parts: Sequence[frozenset[int]] = tuple(rows.values())
    return frozenset.intersection(*parts)
