"""A conflict as the checker reads it: which states there are, who can move, who prefers what.

A state is a whole number.  In option form it is the set of options taken, as bits; a coalesced
state is a negative number, -1 for the first pattern.  In graph form it is the place in the file.
Nothing is listed before it is asked for, so that a few states of a large conflict are cheap.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import cache, cached_property
from itertools import pairwise
from typing import Any, Literal

from irenic.model import (
    AllOf,
    AnyOf,
    Conflict,
    Formula,
    Holds,
    If,
    Iff,
    KnownPreference,
    Matches,
    Not,
    OptionWeights,
    Statements,
    StateRanking,
)
from irenic.verify.claims import Malformed, Unchecked

__all__ = ["Board", "Relation", "holds_in"]

Relation = Literal[">", "~", "<", "U"]
#: Moves times decision makers up to which all states are looked at; about half a minute.
MAX_WORK = 10_000_000


class Board:
    """States, moves and preferences of a conflict."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        self.makers = conflict.maker_ids
        self.width = len(conflict.options)
        self._titles = {name: k for k, name in enumerate(conflict.titles)}
        self._infeasible = [_bits(p) for p in conflict.infeasible]
        self._coalesced = [_bits(p) for p in conflict.coalesce]
        self.moves = cache(self._moves)
        self.worth = cache(self._worth)
        self.better_than = cache(self._better_than)
        self.changes = cache(self._changes)
        self.members = cache(self._members)

    # --- states

    @cached_property
    def size(self) -> int:
        """Return how many states there are, without listing them.

        Letter by letter: all beginnings that still fit the same patterns are counted together.
        """
        if self.conflict.is_graph:
            return len(self._titles)
        patterns = (*self.conflict.infeasible, *self.conflict.coalesce)
        fitting = Counter({frozenset(range(len(patterns))): 1})
        for k in range(self.width):
            longer: Counter[frozenset[int]] = Counter()
            for alive, count in fitting.items():
                for letter in "YN":
                    longer[frozenset(p for p in alive if patterns[p][k] in ("-", letter))] += count
            fitting = longer
        barred = len(self.conflict.infeasible)
        possible = {alive: n for alive, n in fitting.items() if not any(p < barred for p in alive)}
        merged = {min(alive) for alive in possible if alive}
        return possible.get(frozenset(), 0) + len(merged)

    @cached_property
    def small(self) -> bool:
        """Return whether all states can be looked at."""
        if self.width > 24:
            return False
        if self.conflict.is_graph:
            each = sum(len(t) for row in (self.conflict.moves or {}).values() for t in row.values())
        else:
            each = self.size * sum((1 << len(m.options)) - 1 for m in self.conflict.decision_makers)
        return each * len(self.makers) <= MAX_WORK

    @cached_property
    def states(self) -> tuple[int, ...]:
        """Return all states."""
        if not self.small:
            raise Unchecked(f"{self.size} states are too many to look at each")
        if self.conflict.is_graph:
            return tuple(range(self.size))
        return tuple(sorted({self.home(c) for c in range(1 << self.width) if self.possible(c)}))

    def possible(self, code: int, /) -> bool:
        """Return whether a combination of options is possible."""
        return not any(code & mask == wanted for mask, wanted in self._infeasible)

    def home(self, code: int, /) -> int:
        """Return the state to which a combination of options belongs."""
        for k, (mask, wanted) in enumerate(self._coalesced):
            if code & mask == wanted:
                return -1 - k
        return code

    def _members(self, state: int) -> tuple[int, ...]:
        """Return the combinations of options that a state stands for."""
        if state >= 0:
            return (state,)
        mask, wanted = self._coalesced[-1 - state]
        found = [wanted]
        for k in range(self.width):
            if not mask >> k & 1:
                found += [code | 1 << k for code in found]
        return tuple(c for c in found if self.possible(c) and self.home(c) == state)

    def name(self, state: int, /) -> str:
        """Return the name of a state."""
        if self.conflict.is_graph:
            return tuple(self._titles)[state]
        if state < 0:
            return self.conflict.coalesce[-1 - state]
        return "".join("Y" if state >> k & 1 else "N" for k in range(self.width))

    def state(self, name: str, /) -> int:
        """Return the state of a name; a name without a state is malformed."""
        found: int | None = None
        if self.conflict.is_graph:
            found = self._titles.get(name)
        elif name in self.conflict.coalesce:
            found = -1 - self.conflict.coalesce.index(name)
            found = found if self.members(found) else None
        elif len(name) == self.width and set(name) <= {"Y", "N"}:
            code = _bits(name)[1]
            found = code if self.possible(code) and self.home(code) == code else None
        if found is None:
            raise Malformed(f"there is no state {name[:80]!r}")
        return found

    @staticmethod
    def bits(pattern: str, /) -> tuple[int, int]:
        """Return which options a pattern fixes, and which of them as taken."""
        return _bits(pattern)

    # --- moves

    @cached_property
    def _own(self) -> dict[str, range]:
        first, own = 0, {}
        for maker in self.conflict.decision_makers:
            own[maker.id] = range(first, first + len(maker.options))
            first += len(maker.options)
        return own

    def own_options(self, maker: str, /) -> range:
        """Return the places of a decision maker's options."""
        return self._own[maker]

    def _changes(self, maker: str, code: int) -> tuple[int, ...]:
        """Return to which combinations of options one decision maker alone can change one."""
        return self.together((maker,), code)

    def together(self, makers: tuple[str, ...], code: int, /) -> tuple[int, ...]:
        """Return to which combinations decision makers can change one in a single move."""
        found = [code]
        for k in (k for maker in makers for k in self._own[maker]):
            way = self.conflict.options[k].direction
            if way in ("both", "to-no" if code >> k & 1 else "to-yes"):
                found += [other ^ 1 << k for other in found]
        return tuple(c for c in found[1:] if self.possible(c) and self._open(makers, code, c))

    @cached_property
    def _closed(self) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
        return [(n.by, _bits(n.source), _bits(n.target)) for n in self.conflict.no_moves]

    def _open(self, makers: tuple[str, ...], old: int, new: int) -> bool:
        return not any(
            by in ("", *makers) and old & source[0] == source[1] and new & target[0] == target[1]
            for by, source, target in self._closed
        )

    def _moves(self, maker: str, state: int) -> tuple[int, ...]:
        """Return where a decision maker can move from a state."""
        if self.conflict.is_graph:
            listed = (self.conflict.moves or {}).get(maker, {}).get(self.name(state), ())
            found = {self._titles[name] for name in listed}
        else:
            found = {self.home(d) for c in self.members(state) for d in self.changes(maker, c)}
        return tuple(sorted(found - {state}))

    # --- preferences

    def form(self, maker: str, /) -> object:
        """Return the form in which the preference of a decision maker is given."""
        preference = self.conflict.preferences.get(maker)
        return preference.form if preference else None

    def complete(self, maker: str, /) -> bool:
        """Return whether a decision maker's preference compares every two states."""
        return isinstance(self.form(maker), Statements | OptionWeights | StateRanking)

    def _worth(self, maker: str, state: int) -> Any:
        """Return something that compares as a complete preference does."""
        form = self.form(maker)
        if isinstance(form, StateRanking):
            return -self._place(maker)[self.name(state)]
        inside = self.members(state)
        if isinstance(form, Statements):
            return [all(holds_in(item.formula, c) for c in inside) for item in form.items]
        weights = self.weights(maker)
        return sum((w for k, w in weights.items() if all(c >> k & 1 for c in inside)), Fraction(0))

    @cached_property
    def _places(self) -> dict[str, dict[str, int]]:
        return {}

    def _place(self, maker: str) -> dict[str, int]:
        """Return in which group of a ranking each state stands, 0 for the best."""
        form = self.form(maker)
        if maker not in self._places and isinstance(form, StateRanking):
            self._places[maker] = {s: k for k, group in enumerate(form.groups) for s in group}
        return self._places[maker]

    def weights(self, maker: str, /) -> dict[int, Fraction]:
        """Return the weights that a decision maker gives to options, by place."""
        form = self.form(maker)
        if not isinstance(form, OptionWeights):
            return {}
        found = {}
        for owner in self.conflict.decision_makers:
            for k, option in zip(self._own[owner.id], owner.options, strict=True):
                for name in (option.id, f"{owner.id}.{option.id}"):
                    if name in form.weights:
                        found[k] = form.weights[name]
        return found

    def compare(self, maker: str, one: int, other: int, /) -> Relation:
        """Return how one state compares with another for a decision maker."""
        if one == other:
            return "~"
        if self.complete(maker):
            a, b = self.worth(maker, one), self.worth(maker, other)
            return ">" if a > b else "<" if a < b else "~"
        down = self.better_than(maker, self.name(one)).get(self.name(other))
        up = self.better_than(maker, self.name(other)).get(self.name(one))
        if down is None:
            return "U" if up is None else "<"
        return ">" if down or up is None else "~"

    def degree(self, maker: str, one: int, other: int, /) -> int:
        """Return how much better one state is: 1 mild, 2 strong, ..; negative when worse."""
        form = self.form(maker)
        relation = self.compare(maker, one, other)
        if relation not in (">", "<"):
            return 0
        strength = 1
        if isinstance(form, StateRanking) and form.degrees:
            a, b = sorted(self._place(maker)[self.name(s)] for s in (one, other))
            strength = max(form.degrees[a:b])
        return strength if relation == ">" else -strength

    def _better_than(self, maker: str, name: str) -> dict[str, bool]:
        """Return what is known to be no better than a state, and whether it is worse."""
        form = self.form(maker)
        steps: dict[str, list[tuple[str, bool]]] = {}
        for chain in form.chains if isinstance(form, KnownPreference) else ():
            for group in chain:
                for a in group:
                    steps.setdefault(a, []).extend((b, False) for b in group)
            for group, below in pairwise(chain):
                for a in group:
                    steps.setdefault(a, []).extend((b, True) for b in below)
        found: dict[str, bool] = {}
        stack = [(name, False)]
        while stack:
            here, worse = stack.pop()
            if here not in found or (worse and not found[here]):
                found[here] = worse
                stack.extend((b, worse or strict) for b, strict in steps.get(here, ()))
        return found


def _bits(pattern: str) -> tuple[int, int]:
    """Return which options a pattern fixes, and which of them as taken."""
    fixed = sum(1 << k for k, sign in enumerate(pattern) if sign != "-")
    return fixed, sum(1 << k for k, sign in enumerate(pattern) if sign == "Y")


def holds_in(formula: Formula, code: int, /) -> bool:
    """Return whether a formula holds in one combination of options."""
    match formula:
        case Holds(option):
            return bool(code >> option & 1)
        case Matches(pattern):
            fixed, taken = _bits(pattern)
            return code & fixed == taken
        case Not(of):
            return not holds_in(of, code)
        case AllOf(parts):
            return all(holds_in(part, code) for part in parts)
        case AnyOf(parts):
            return any(holds_in(part, code) for part in parts)
        case If(then, when):
            return holds_in(then, code) or not holds_in(when, code)
        case Iff(left, right):
            return holds_in(left, code) is holds_in(right, code)
