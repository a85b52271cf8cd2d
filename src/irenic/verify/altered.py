"""A conflict after an intervention, as the checker reads it.

The letters of a state after it: each decision maker's options, those that are added after the
ones that it had, new decision makers last.  The intervention itself is *written* in other
letters: all options of before, then all added ones.  Who is given no new preference looks only
at the options of before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from irenic.model import (
    Conflict,
    DecisionMaker,
    Intervention,
    KnownPreference,
    NoMove,
    OptionWeights,
    Statements,
    StateRanking,
)
from irenic.verify.conflict import Board, Relation, holds_in

__all__ = ["Altered", "frozen", "intervened"]


class Altered(Board):
    """A changed conflict that remembers the one before; ``old`` is that one's board."""

    def __init__(
        self, conflict: Conflict, old: Board, written: Sequence[int], change: Intervention
    ) -> None:
        super().__init__(conflict)
        self.old = old
        self.change = change
        #: written[k] is where the k-th letter of the intervention stands in a state.
        self.written = tuple(written)
        self.kept = self.written[: old.width]
        self.added = self.written[old.width :]

    def before(self, name: str, /) -> str:
        """Return the state of before that a state is, as far as its options go."""
        return "".join(name[k] for k in self.kept) if self.width else name

    def form(self, maker: str, /) -> object:
        """Return the form of a preference: the new one, or that of before."""
        new = self.change.preferences.get(maker)
        if new is not None:
            return new.form
        return self.old.form(maker) if maker in self.old.makers else None

    def _is_new(self, maker: str) -> bool:
        return maker in self.change.preferences

    def _seen(self, maker: str, code: int) -> int:
        """Return a combination of options in the letters of a decision maker's preference."""
        letters = self.written if self._is_new(maker) else self.kept
        return sum(1 << k for k, place in enumerate(letters) if code >> place & 1)

    def _called(self, maker: str, state: int) -> str:
        """Return the name of a state in the letters of a decision maker's preference."""
        name = self.name(state)
        if not self.width:
            return name
        letters = self.written if self._is_new(maker) else self.kept
        return "".join(name[k] for k in letters)

    def _worth(self, maker: str, state: int) -> Any:
        form = self.form(maker)
        if isinstance(form, StateRanking):
            name = self._called(maker, state)
            return -next(k for k, group in enumerate(form.groups) if name in group)
        inside = [self._seen(maker, code) for code in self.members(state)]
        if isinstance(form, Statements):
            return [all(holds_in(item.formula, c) for c in inside) for item in form.items]
        weights = self._own_weights(form)
        return sum((w for k, w in weights if all(c >> k & 1 for c in inside)), Fraction(0))

    def _own_weights(self, form: object) -> list[tuple[int, Fraction]]:
        """Return the weights by place, in the letters of an intervention (the old come first)."""
        if not isinstance(form, OptionWeights):
            return []
        makers = (*self.old.conflict.decision_makers, *self.change.add)
        names = [(maker.id, option.id) for maker in makers for option in maker.options]
        return [
            (k, form.weights[name])
            for k, (maker, option) in enumerate(names)
            for name in (option, f"{maker}.{option}")
            if name in form.weights
        ]

    def compare(self, maker: str, one: int, other: int, /) -> Relation:
        """Return how one state compares with another; versions of one old state are equal."""
        if self.complete(maker):
            return super().compare(maker, one, other)
        names = [self._called(maker, state) for state in (one, other)]
        if names[0] == names[1]:
            known = self._is_new(maker) or isinstance(self.form(maker), KnownPreference)
            return "~" if one == other or known else "U"
        down, up = (self.better_than(maker, a).get(b) for a, b in (names, names[::-1]))
        if down is None:
            return "U" if up is None else "<"
        return ">" if down or up is None else "~"


def frozen(conflict: Conflict, maker: str, /) -> Board:
    """Return the conflict with a decision maker that cannot move."""
    if conflict.moves is not None:
        return Board(replace(conflict, moves={**conflict.moves, maker: {}}))
    everywhere = "-" * len(conflict.options)
    closed = NoMove(everywhere, everywhere, maker)
    return Board(replace(conflict, no_moves=(*conflict.no_moves, closed)))


def intervened(old: Board, change: Intervention, /) -> Altered:
    """Return the conflict after an intervention."""
    conflict = old.conflict
    if conflict.is_graph:
        return Altered(replace(conflict, interventions=()), old, (), change)
    more = {maker.id: maker.options for maker in change.add}
    makers = [
        replace(m, options=(*m.options, *more.pop(m.id, ()))) for m in conflict.decision_makers
    ]
    makers += [m for m in change.add if m.id in more]
    order = [(m.id, o.id) for m in makers for o in m.options]
    named = [(m.id, o.id) for m in (*conflict.decision_makers, *change.add) for o in m.options]
    written = [order.index(pair) for pair in named]

    def place(name: str) -> int:
        full = [f"{maker}.{option}" for maker, option in named]
        short = [option for _, option in named]
        return written[full.index(name) if name in full else short.index(name)]

    def moved(pattern: str) -> str:
        letters = ["-"] * len(order)
        for k, letter in enumerate(pattern):
            letters[written[k]] = letter
        return "".join(letters)

    barred = [
        *map(moved, (*conflict.infeasible, *change.infeasible)),
        *(_single(place(name), "Y", len(order)) for name in change.remove),
        *(_single(place(name), "N", len(order)) for name in change.require),
    ]
    changed = replace(
        conflict,
        decision_makers=_turned(makers, {place(n): d for n, d in change.directions.items()}),
        infeasible=tuple(barred),
        coalesce=tuple(map(moved, conflict.coalesce)),
        no_moves=tuple(
            replace(n, source=moved(n.source), target=moved(n.target)) for n in conflict.no_moves
        ),
        titles={},
        preferences={},
        settlements=(),
        interventions=(),
        status_quo="",
    )
    after = Altered(changed, old, written, change)
    quo = moved(conflict.status_quo)
    if conflict.status_quo and "-" not in conflict.status_quo:
        ways = {place(name): "Y" for name in change.require}
        ways |= {place(name): "N" for name in change.remove}
        quo = "".join(ways.get(k, x) for k, x in enumerate(quo.replace("-", "N")))
    quo = _there(after, quo) if conflict.status_quo else ""
    return Altered(replace(changed, status_quo=quo), old, written, change)


def _single(place: int, letter: str, width: int) -> str:
    """Return the pattern that fixes one option."""
    return "-" * place + letter + "-" * (width - place - 1)


def _turned(makers: Sequence[DecisionMaker], ways: dict[int, Any]) -> tuple[DecisionMaker, ...]:
    found, k = [], 0
    for maker in makers:
        options = []
        for option in maker.options:
            options.append(replace(option, direction=ways.get(k, option.direction)))
            k += 1
        found.append(replace(maker, options=tuple(options)))
    return tuple(found)


def _there(board: Board, name: str) -> str:
    """Return the name of the state that letters stand for; empty when it is not possible."""
    if "-" in name:
        k = board.conflict.coalesce.index(name)
        return name if board.members(-1 - k) else ""
    code = board.bits(name)[1]
    return board.name(board.home(code)) if board.possible(code) else ""
