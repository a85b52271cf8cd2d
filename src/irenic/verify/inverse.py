"""Claims about what would make a state hold: conditions, how many rankings meet them, changes.

Whether a state is stable for a decision maker depends, as far as its own preference goes, only
on which states it does not prefer to that one.  For each move away, some *way* must keep it from
going: a set of states none of which it prefers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations, permutations
from math import factorial
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
    number,
    record,
    text,
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.inverse_orders import order_errors
from irenic.verify.ranking_changes import (
    change_errors,
    distance,
    groups_of,
    reranked,
    smallest_swaps,
)
from irenic.verify.replies import Judge, Patience
from irenic.verify.witnesses import Path, path_of

__all__ = ["inverse_claims"]

CONCEPTS = ("nash", "gmr", "smr", "seq")
#: All sets of so many states are tried.
MOST_STATES = 14
#: All rankings of so many states are tried.
MOST_RANKED = 6

Ways = dict[int, list[frozenset[int]]]
Formula = list[list[frozenset[int]]]


@dataclass(frozen=True)
class _Fixed(Judge):
    """As if every move of one decision maker made it better off, or none did."""

    maker: str = ""
    eager: bool = False

    def steps(self, concept: str, mover: str, state: int, /) -> Sequence[int]:
        if concept == "seq" and mover == self.maker:
            return self.board.moves(mover, state) if self.eager else ()
        return super().steps(concept, mover, state)


def inverse_claims(result: Mapping[str, Any], board: Board, /) -> Iterator[Claim]:
    """Yield the claims about what would make a state hold."""
    stated = record(at(result, "inverse"))
    judge = Judge(board, one_step=at(result, "sanctions") == "one-step")
    target = board.state(text(at(stated, "target")))
    free = texts(at(stated, "free"))
    yield claim("inverse: what was asked", _asked(stated, board))
    for value in items(at(stated, "needs")):
        concept, maker = text(at(value, "concept")), text(at(value, "decision_maker"))
        if maker not in free or concept not in CONCEPTS:
            raise Malformed(f"there is no {concept[:40]} of {maker[:40]!r}")
        need = _Need(record(value), judge, concept, maker, target)
        about = f"inverse, {concept} for {maker}"
        yield claim(f"{about}: the conditions", need.conditions())
        yield claim(f"{about}: how many rankings meet them", need.shares())
        if at(value, "change") is not None:
            yield claim(f"{about}: the smallest change", need.change())
        if at(value, "order") is not None:
            errors = order_errors(record(at(value, "order")), board, maker, target, need.met)
            yield claim(f"{about}: another order of statements", errors)
    for value in items(at(stated, "together")):
        concept = text(at(value, "concept"))
        title = f"inverse, {concept}: the smallest change of all rankings"
        yield claim(title, _together(record(value), judge, target))


def _asked(stated: Mapping[str, Any], board: Board) -> Iterator[str]:
    yield from differs("n_states", whole(at(stated, "n_states")), board.size)
    free = texts(at(stated, "free"))
    if not set(free) <= set(board.makers) or len(set(free)) < len(free):
        yield "somebody is asked about who is no decision maker, or twice"
    needs = [(at(v, "concept"), at(v, "decision_maker")) for v in items(at(stated, "needs"))]
    concepts = dict.fromkeys(concept for concept, _ in needs)
    yield from differs("the questions", needs, [(c, m) for c in concepts for m in free])


def _states_in(formula: Formula, /) -> frozenset[int]:
    """Return the states that conditions speak of."""
    none: frozenset[int] = frozenset()
    return none.union(*(w for ways in formula for w in ways))


def _units(formula: Formula, /) -> frozenset[int]:
    """Return the states that have to be no better in any case, as far as is plain."""
    fixed: frozenset[int] = frozenset()
    while True:
        reduced = [_least([w - fixed for w in ways]) for ways in formula]
        more = _states_in([ways for ways in reduced if len(ways) == 1])
        if not more:
            return fixed
        fixed |= more


def _implies(formula: Formula, demand: list[frozenset[int]], /) -> bool:
    """Return whether a demand follows from conditions in a plain way."""
    fixed = _units(formula)
    reduced = [w - fixed for w in demand]
    return any(not w for w in reduced) or any(
        all(any(v <= w - fixed for v in reduced) for w in ways) for ways in formula
    )


def _least(ways: list[frozenset[int]]) -> list[frozenset[int]]:
    """Return the ways that do not ask more than another one."""
    return [w for w in set(ways) if not any(v < w for v in ways)]


def _way(value: object, board: Board) -> tuple[frozenset[int], Path]:
    states = frozenset(map(board.state, texts(at(value, "states"))))
    return states, path_of(at(value, "answer"), board)


class _Need:
    """What one decision maker's preference has to satisfy under one concept."""

    def __init__(
        self, stated: Mapping[str, Any], judge: Judge, concept: str, maker: str, target: int
    ) -> None:
        self.stated, self.judge, self.board = stated, judge, judge.board
        self.concept, self.maker, self.target = concept, maker, target
        self.patience = Patience()
        self.ways = self._ways()

    def _ways(self) -> Ways:
        return {
            move: _least([frozenset([move]), *map(self._asks, self._ends(move))])
            for move in self.board.moves(self.maker, self.target)
        }

    def _ends(self, move: int) -> Iterator[int]:
        if self.concept == "nash":
            return iter(())
        return self.judge.ends(self.concept, self.maker, move, self.patience)

    def _asks(self, end: int) -> frozenset[int]:
        """Return which states must not be preferred for an end of an answer to deter."""
        back = self.board.moves(self.maker, end) if self.concept == "smr" else ()
        return frozenset([end, *back]) - {self.target}

    def met(self, low: frozenset[int], /) -> bool:
        """Return whether it is enough that these states are not preferred to the target."""
        return all(any(w <= low for w in ways) for ways in self.ways.values())

    def open_moves(self, low: frozenset[int], /) -> list[int]:
        """Return the moves that nothing keeps it from when these states are not preferred."""
        return [m for m, ways in self.ways.items() if not any(w <= low for w in ways)]

    def conditions(self) -> Iterator[str]:
        """Yield what is wrong with the demands, and what they leave out.

        A state that has to be no better in any case may be left out of the other ways.
        """
        board = self.board
        stable = self.judge.is_stable(self.concept, self.maker, self.target, self.patience)
        yield from differs("stable", flag(at(self.stated, "stable")), stable)
        demands: dict[int, list[tuple[frozenset[int], Path]]] = {}
        for demand in items(at(self.stated, "demands")):
            move = board.state(text(at(demand, "move")))
            if move not in self.ways or move in demands:
                yield f"{board.name(move)} is no move, or listed twice"
                return
            demands[move] = [
                (
                    frozenset(map(board.state, texts(at(w, "states")))),
                    path_of(at(w, "answer"), board),
                )
                for w in items(at(demand, "ways"))
            ]
        stated = [[states for states, _ in ways] for ways in demands.values()]
        given = _units(stated)
        for move, ways in demands.items():
            for states, path in ways:
                yield from self._answer(move, states, path, given)
        yield from self._same(stated)

    def _answer(
        self, move: int, states: frozenset[int], path: Path, given: frozenset[int]
    ) -> Iterator[str]:
        name = self.board.name(move)
        here, last = move, ""
        for by, to in path:
            if by in (last, self.maker) or to not in self.judge.steps(self.concept, by, here):
                yield f"the answer to {name}: {by} does not then go to {self.board.name(to)}"
            here, last = to, by
        asked = self._asks(here) if path else frozenset([move])
        if not (states <= asked <= states | given):
            yield f"the answer to {name} does not ask for what is said"

    def _same(self, stated: Formula) -> Iterator[str]:
        """Look for a set of states on which the stated conditions and the true ones differ."""
        true = list(self.ways.values())
        if all(_implies(true, d) for d in stated) and all(_implies(stated, d) for d in true):
            return
        states = sorted(_states_in(stated) | _states_in(true))
        if len(states) > MOST_STATES:
            raise Unchecked(f"the conditions speak of {len(states)} states: too many to compare")
        for size in range(len(states) + 1):
            for low in map(frozenset, combinations(states, size)):
                said = all(any(w <= low for w in ways) for ways in stated)
                if said is not self.met(low):
                    names = ", ".join(map(self.board.name, sorted(low))) or "nothing"
                    yield f"if just {names} is not preferred, the conditions are wrong"

    # --- how many rankings

    def shares(self) -> Iterator[str]:
        """Compare the numbers of rankings with those of the checker's own counting."""
        share, both = (self._maybe(key) for key in ("share", "equilibrium_share"))
        n = self.board.size
        total = at(self.stated, "total")
        if total is not None:
            yield from differs("total", whole(total), factorial(n) if n <= 1_000 else None)
        for key, part in (("count", share), ("equilibrium_count", both)):
            if total is not None and part is not None:
                yield from differs(key, at(self.stated, key), int(part * whole(total)))
            elif at(self.stated, key) is not None:
                yield f"{key} is given, but not the part that it is of all"
        if share is not None:
            yield from differs("share", share, self._share())
        if both is not None:
            yield from differs("equilibrium_share", both, self._both_share())

    def _maybe(self, key: str) -> Fraction | None:
        value = at(self.stated, key)
        return None if value is None else number(value)

    def _share(self) -> Fraction:
        states = sorted(_states_in(list(self.ways.values())))
        k = len(states)
        if k > MOST_STATES:
            raise Unchecked(f"the conditions speak of {k} states, which are too many to count")
        found = Fraction(0)
        for size in range(k + 1):
            weight = Fraction(factorial(size) * factorial(k - size), factorial(k + 1))
            met = sum(self.met(frozenset(low)) for low in combinations(states, size))
            found += met * weight
        return found

    def _both_share(self) -> Fraction:
        """Return the part of the rankings that make the target an equilibrium."""
        others = self.judge.others(self.maker)

        def hold(judge: Judge) -> bool:
            return all(judge.is_stable(self.concept, j, self.target, self.patience) for j in others)

        if self.concept != "seq":
            return self._share() if hold(self.judge) else Fraction(0)
        one_step, willing = self.judge.one_step, self.judge.willing
        fixed = _Fixed(self.board, one_step=one_step, willing=willing, maker=self.maker)
        if hold(fixed):
            return self._share()
        if not hold(replace(fixed, eager=True)):
            return Fraction(0)
        if self.board.size > MOST_RANKED:
            raise Unchecked("what the others answer depends on the ranking, and these are many")
        states = self.board.states
        met = 0
        for ranking in permutations(states):
            board = reranked(self.board, {self.maker: tuple((s,) for s in ranking)})
            judge = replace(self.judge, board=board)
            met += all(
                judge.is_stable("seq", j, self.target, self.patience) for j in self.board.makers
            )
        return Fraction(met, factorial(len(states)))

    def change(self) -> Iterator[str]:
        """Yield what is wrong with the smallest change of the present ranking."""
        if not self.board.complete(self.maker):
            yield "a change of a ranking that is not complete"
            return
        yield from change_errors(
            record(at(self.stated, "change")), self.board, self.maker, self.target, self
        )


def _together(stated: Mapping[str, Any], judge: Judge, target: int) -> Iterator[str]:
    """Check that the rankings do, how far they are, and that none nearer does."""
    board, patience = judge.board, Patience()
    concept = text(at(stated, "concept"))
    if concept not in CONCEPTS:
        raise Malformed(f"there is no concept {concept[:40]!r}")
    new: dict[str, list[list[int]]] = {}
    for maker, groups in record(at(stated, "rankings")).items():
        if maker not in board.makers:
            raise Malformed(f"there is no decision maker {maker[:40]!r}")
        new[maker] = [[board.state(name) for name in texts(group)] for group in items(groups)]
        if sorted(s for group in new[maker] for s in group) != sorted(board.states):
            raise Unchecked(f"the ranking of {maker} does not list every state")
    there = replace(judge, board=reranked(board, new))
    for maker in board.makers:
        if not there.is_stable(concept, maker, target, patience):
            yield f"with these rankings, {board.name(target)} is not stable for {maker}"
    swaps, bound = number(at(stated, "swaps")), number(at(stated, "bound"))
    far = sum((distance(groups_of(board, m), groups) for m, groups in new.items()), Fraction(0))
    yield from differs("the swaps", swaps, far)
    lower = Fraction(0)
    for maker in board.makers:
        base = "gmr" if concept == "seq" else concept
        need = _Need({}, judge, base, maker, target)
        lower += smallest_swaps(board, maker, target, need)
    if swaps < lower or bound > swaps:
        yield f"fewer than {lower} swaps are not enough for each alone"
    optimal = text(at(stated, "status")) == "optimal"
    if optimal and bound != swaps:
        yield "it is called the smallest change, but less is not excluded"
    if bound > lower:
        raise Unchecked(f"that fewer than {bound} swaps are not enough was not looked at")
