"""Claims about two decision makers who look a fixed number of moves ahead.

With h moves left, who is to move compares staying with what would follow each of its moves.  A
tie may be broken in any way, everywhere by itself, so several ends can be possible: choose one
end of each move; staying is right when none of those chosen is better, and else the best are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    items,
    record,
    text,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.conflict_strength import same_states
from irenic.verify.witnesses import path_of

__all__ = ["horizon_claims"]

#: (decision maker, state) -> all possible ends.
Round = dict[tuple[str, int], frozenset[int]]
#: Ends that are looked at before the rounds are given up.
MOST_ENDS = 5_000_000


def horizon_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about limited moves and what is left of them in the long run."""
    stated = record(at(result, "foresight"))
    known = all(board.complete(maker) for maker in board.makers)
    if len(board.makers) != 2 or not known:
        status = differs("status", at(stated, "status"), "unknown")
        yield claim("moves ahead: nothing is said where it is not defined", status)
        return
    try:
        ahead = _Ahead(board)
        rounds = ahead.rounds
    except Unchecked as error:
        yield Claim("moves ahead", "not checked", str(error))
        return
    yield claim("moves ahead: when it settles", _settles(stated, ahead))
    for k, one in enumerate(items(at(stated, "horizons"))):
        h = k + 1
        yield claim(f"moves ahead, {h}: what holds", _horizon(record(one), h, ahead))
    if at(stated, "settles") is not None:
        yield claim("moves ahead: what holds in the long run", _long_run(stated, ahead))
    yield claim("moves ahead: the lines of play", _lines(stated, ahead, len(rounds)))


class _Ahead:
    """What two decision makers can foresee, round by round until it repeats."""

    def __init__(self, board: Board) -> None:
        self.board = board
        first, second = board.makers
        self.other = {first: second, second: first}
        now: Round = {(m, s): frozenset([s]) for m in board.makers for s in board.states}
        self.rounds = [now]
        left = MOST_ENDS
        while True:
            now = {place: self._ends(*place, now) for place in now}
            if now in self.rounds:
                break
            self.rounds.append(now)
            left -= sum(map(len, now.values())) * len(self.rounds)
            if left < 0:
                raise Unchecked("what is foreseen goes on changing for too long")
        self.settles = self.rounds.index(now)
        self.period = len(self.rounds) - self.settles

    def _ends(self, maker: str, state: int, before: Round) -> frozenset[int]:
        def worth(end: int) -> Any:
            return self.board.worth(maker, end)

        after = {m: before[self.other[maker], m] for m in self.board.moves(maker, state)}
        worst = {m: min(map(worth, ends)) for m, ends in after.items()}
        found = {state} if all(low <= worth(state) for low in worst.values()) else set()
        for m, ends in after.items():
            rest = [low for other, low in worst.items() if other != m]
            found.update(
                e for e in ends if worth(e) > worth(state) and all(low <= worth(e) for low in rest)
            )
        return frozenset(found)

    def at(self, h: int, maker: str, state: int, /) -> frozenset[int]:
        """Return the possible ends with h moves left."""
        if h >= len(self.rounds):
            h = self.settles + (h - self.settles) % self.period
        return self.rounds[h][maker, state]

    def hold(self, h: int, maker: str, state: int, /) -> str:
        """Return whether somebody with h moves left stays."""
        ends = self.at(h, maker, state)
        if ends == {state}:
            return "stays"
        return "depends on ties" if state in ends else "leaves"

    def those(self, maker: str, holds: str, hs: range, /) -> frozenset[int]:
        """Return the states with the same verdict at several horizons."""
        return frozenset(
            s for s in self.board.states if all(self.hold(h, maker, s) == holds for h in hs)
        )


def _settles(stated: Mapping[str, Any], ahead: _Ahead) -> Iterator[str]:
    if at(stated, "settles") is None:
        raise Unchecked("the work ended before it settled, and the result says so")
    settles = max(1, ahead.settles)
    yield from differs("settles", whole(at(stated, "settles")), settles)
    yield from differs("period", whole(at(stated, "period")), ahead.period)
    count = len(items(at(stated, "horizons")))
    yield from differs("the number of horizons", count, settles + ahead.period - 1)


def _horizon(one: Mapping[str, Any], h: int, ahead: _Ahead) -> Iterator[str]:
    board = ahead.board
    yield from differs("moves", whole(at(one, "moves")), h)
    stays = {m: ahead.those(m, "stays", range(h, h + 1)) for m in board.makers}
    for maker in board.makers:
        ties = ahead.those(maker, "depends on ties", range(h, h + 1))
        stable = at(one, "stable", maker)
        yield from same_states(f"what holds for {maker}", stable, stays[maker], board)
        yield from same_states(f"ties of {maker}", at(one, "ties", maker), ties, board)
    both = frozenset.intersection(*stays.values())
    yield from same_states("equilibria", at(one, "equilibria"), both, board)


def _long_run(stated: Mapping[str, Any], ahead: _Ahead) -> Iterator[str]:
    board = ahead.board
    hs = range(ahead.settles, ahead.settles + ahead.period)
    stays = {m: ahead.those(m, "stays", hs) for m in board.makers}
    for maker in board.makers:
        never = ahead.those(maker, "leaves", hs)
        wavers = frozenset(board.states) - stays[maker] - never
        firm, open_ = at(stated, "non_myopic", maker), at(stated, "wavering", maker)
        yield from same_states(f"non-myopic for {maker}", firm, stays[maker], board)
        yield from same_states(f"wavering for {maker}", open_, wavers, board)
    both = frozenset.intersection(*stays.values())
    yield from same_states(
        "non-myopic equilibria", at(stated, "non_myopic_equilibria"), both, board
    )


def _lines(stated: Mapping[str, Any], ahead: _Ahead, rounds: int) -> Iterator[str]:
    board = ahead.board
    for one in items(at(stated, "foreseen")):
        maker, h = text(at(one, "decision_maker")), whole(at(one, "moves"))
        state = board.state(text(at(one, "state")))
        if maker not in board.makers or not 1 <= h <= 2 * rounds + ahead.period:
            raise Malformed(f"there is no {maker[:40]!r} who looks {h} moves ahead")
        where = f"{maker} at {board.name(state)}"
        yield from differs(f"{where}: holds", at(one, "holds"), ahead.hold(h, maker, state))
        ends = ahead.at(h, maker, state)
        yield from same_states(f"{where}: ends", at(one, "ends"), ends, board)
        leaving = sorted(ends - {state})
        line = path_of(at(one, "line"), board)
        if leaving:
            yield from _line(f"{where}: line", line, h, maker, state, frozenset(leaving), ahead)
        else:
            yield from differs(f"{where}: line", list(line), [])
        options = [record(o) for o in items(at(one, "options"))]
        firsts = sorted(board.state(text(at(o, "first"))) for o in options)
        yield from differs(f"{where}: its moves", firsts, sorted(board.moves(maker, state)))
        for option in options:
            first, end = (board.state(text(at(option, k))) for k in ("first", "end"))
            after = ahead.at(h - 1, ahead.other[maker], first)
            then = path_of(at(option, "then"), board)
            said = f"{where}: after {board.name(first)}"
            yield from _line(said, then, h - 1, ahead.other[maker], first, frozenset([end]), ahead)
            worst = min(board.worth(maker, e) for e in after)
            if end not in after or board.worth(maker, end) > worst:
                yield f"{said}: {board.name(end)} is not the worst that can follow"
            better = board.compare(maker, end, state) == ">"
            yield from differs(f"{said}: better", at(option, "better"), better)


def _line(
    where: str,
    line: tuple[tuple[str, int], ...],
    h: int,
    maker: str,
    state: int,
    ends: frozenset[int],
    ahead: _Ahead,
) -> Iterator[str]:
    """Yield what is wrong with a line of play: in turn, each move one, its end foreseen."""
    board = ahead.board
    here, mover, left = state, maker, h
    end = line[-1][1] if line else state
    for by, to in line:
        if by != mover or to not in board.moves(by, here) or left < 1:
            yield f"{where}: {by} cannot then move from {board.name(here)} to {board.name(to)}"
            return
        if end not in ahead.at(left, by, here):
            yield f"{where}: {by} does not expect to end at {board.name(end)}"
        here, mover, left = to, ahead.other[mover], left - 1
    if end not in ends or end not in ahead.at(left, mover, here):
        yield f"{where}: does not end at {board.name(end)}"
