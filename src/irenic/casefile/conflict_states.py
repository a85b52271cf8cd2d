"""Which states a conflict has: of its options and patterns, or as listed.

All combinations of m options are kept as the bits of one whole number, bit k for the state
with code k (:func:`code_of`); a pattern is then an AND of a few such numbers.  That is quick up
to :data:`MAX_LISTED_OPTIONS` options; with more, states can be judged but not listed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Protocol

from irenic.casefile.problems import Problems, listed, quoted
from irenic.model import (
    AllOf,
    AnyOf,
    Conflict,
    Formula,
    Holds,
    If,
    Iff,
    Matches,
    Not,
)

__all__ = [
    "MAX_LISTED_OPTIONS",
    "ListedStates",
    "OptionStates",
    "States",
    "code_of",
    "letters_of",
    "overlap",
    "states_of",
]

#: With more options the states are not listed: a ranking cannot be checked for completeness.
MAX_LISTED_OPTIONS = 20
_BITS = str.maketrans("YN", "10")
Fault = tuple[str, str]


def code_of(state: str, /) -> int:
    """Return the number of a state: bit k is set where letter k is Y."""
    return int(state[::-1].translate(_BITS), 2)


def letters_of(code: int, n_options: int, /) -> str:
    """Return the letters of a state.

    Examples
    --------
    >>> letters_of(1, 3), code_of("YNN")
    ('YNN', 1)
    """
    return "".join("Y" if code >> k & 1 else "N" for k in range(n_options))


def overlap(one: str, other: str, /) -> str | None:
    """Return the pattern of what fits two patterns, or ``None`` when nothing does.

    Examples
    --------
    >>> overlap("Y--", "-N-"), overlap("Y--", "N--")
    ('YN-', None)
    """
    if any("-" not in (p, q) and p != q for p, q in zip(one, other, strict=True)):
        return None
    return "".join(q if p == "-" else p for p, q in zip(one, other, strict=True))


class States(Protocol):
    """The states that names in a file may mean."""

    def fault(self, name: str, problems: Problems, /) -> Fault | None:
        """Return why ``name`` is no state, as (found, expected), or ``None`` when it is one."""

    @property
    def count(self) -> int | None:
        """Return how many there are, if that is known."""

    def others(self, names: Collection[str], /, *, most: int) -> list[str]:
        """Return up to ``most`` states that are not among ``names``."""


@dataclass(frozen=True)
class ListedStates:
    """The states of a conflict in graph form."""

    names: tuple[str, ...]

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    def fault(self, name: str, problems: Problems, /) -> Fault | None:
        """Return why ``name`` is no state."""
        if name in self._known:
            return None
        hint = problems.suggest(name, self.names)
        return f"the unknown state {quoted(name)}", f"one of {listed(self.names)}{hint}"

    @property
    def count(self) -> int:
        """Return how many states there are."""
        return len(self.names)

    def others(self, names: Collection[str], /, *, most: int) -> list[str]:
        """Return up to ``most`` states that are not among ``names``."""
        return [name for name in self.names if name not in names][:most]


@cache
def _columns(m: int) -> tuple[int, ...]:
    """Return for each of m options the states in which it is taken, as bits."""
    found = []
    for k in range(m):
        bits = (1 << (1 << k)) - 1 << (1 << k)
        for width in range(k + 1, m):
            bits |= bits << (1 << width)
        found.append(bits)
    return tuple(found)


def _with_bits(pattern: str) -> tuple[str, int, int]:
    """Return a pattern, the places that it fixes, and those of them where it has Y, as bits."""
    wanted = pattern.replace("-", "N")
    fixed = pattern.replace("N", "Y").replace("-", "N")
    return pattern, code_of(fixed), code_of(wanted)


@dataclass(frozen=True)
class OptionStates:
    """The states of a conflict in option form.

    ``infeasible`` and ``coalesce`` have ``n_options`` letters each.  With ``base``, which has the
    first of the options, only what ``infeasible`` says beyond the patterns of ``base`` is given.
    """

    n_options: int
    infeasible: tuple[str, ...] = ()
    coalesce: tuple[str, ...] = ()
    base: OptionStates | None = None

    @property
    def can_list(self) -> bool:
        """Return whether there are few enough options to list the states."""
        return self.n_options <= MAX_LISTED_OPTIONS

    @cached_property
    def _closed(self) -> tuple[tuple[str, int, int], ...]:
        return tuple(map(_with_bits, self.infeasible))

    @cached_property
    def _merged(self) -> tuple[tuple[str, int, int], ...]:
        return tuple(map(_with_bits, self.coalesce))

    def excluded_by(self, state: str, /) -> str | None:
        """Return the first infeasible pattern that a combination of options fits."""
        code = code_of(state)
        own = next((p for p, mask, want in self._closed if code & mask == want), None)
        if own is None and self.base is not None:
            return self.base.excluded_by(state[: self.base.n_options])
        return own

    def home(self, state: str, /) -> str | None:
        """Return the coalesced state that a combination of options belongs to."""
        code = code_of(state)
        return next((p for p, mask, want in self._merged if code & mask == want), None)

    def column(self, option: int, /) -> int:
        """Return the combinations in which the option at a place is taken, as bits."""
        return _columns(self.n_options)[option]

    def where(self, pattern: str, /) -> int:
        """Return the combinations of options that fit a pattern, as bits."""
        bits = (1 << (1 << self.n_options)) - 1
        for column, letter in zip(_columns(self.n_options), pattern, strict=True):
            if letter != "-":
                bits &= column if letter == "Y" else ~column
        return bits

    @cached_property
    def possible(self) -> int:
        """Return the combinations that no infeasible pattern excludes, as bits."""
        if self.base is None:
            bits = (1 << (1 << self.n_options)) - 1
        else:
            bits = self.base.possible
            for width in range(self.base.n_options, self.n_options):
                bits |= bits << (1 << width)
        for pattern in self.infeasible:
            bits &= ~self.where(pattern)
        return bits

    @cached_property
    def groups(self) -> tuple[tuple[str, int], ...]:
        """Return each coalesced state that has members, with these as bits."""
        found = ((p, self.possible & self.where(p)) for p in self.coalesce)
        return tuple((p, bits) for p, bits in found if bits)

    @cached_property
    def single(self) -> int:
        """Return the combinations that are states of their own, as bits."""
        bits = self.possible
        for _, members in self.groups:
            bits &= ~members
        return bits

    @cached_property
    def _single_bytes(self) -> bytes:
        return self.single.to_bytes((1 << self.n_options) + 7 >> 3, "little")

    @property
    def count(self) -> int | None:
        """Return how many states there are; ``None`` when there are too many to list."""
        return self.single.bit_count() + len(self.groups) if self.can_list else None

    def fault(self, name: str, problems: Problems, /) -> Fault | None:
        """Return why ``name`` is no state."""
        del problems
        if fault := self.letters_fault(name, "YN", "the letter Y or N for each"):
            return fault if self.letters_fault(name, "YN-", "") else self._pattern_fault(name)
        if self.can_list:
            code = code_of(name)
            if self._single_bytes[code >> 3] >> (code & 7) & 1:
                return None
        if pattern := self.excluded_by(name):
            return (
                f"the impossible state {quoted(name)}",
                f"a possible one; it is excluded by the infeasible pattern {quoted(pattern)}",
            )
        if home := self.home(name):
            return (
                f"{quoted(name)}, which is part of the coalesced state {quoted(home)}",
                f"{quoted(home)}",
            )
        return None

    def _pattern_fault(self, name: str) -> Fault | None:
        """Return why a pattern with ``-`` is no coalesced state."""
        if name in self.coalesce:
            if not self.can_list or any(name == pattern for pattern, _ in self.groups):
                return None
            return (
                f"the coalesced state {quoted(name)}, to which no possible state belongs",
                "a state that is possible",
            )
        near = f", or one of the coalesced states {listed(self.coalesce)}" if self.coalesce else ""
        return (
            f"the pattern {quoted(name)}, which stands for several states",
            f"one state: the letter Y or N for each option{near}",
        )

    def letters_fault(self, text: str, letters: str, what: str, /) -> Fault | None:
        """Return why a text does not have one of ``letters`` for each option."""
        m = self.n_options
        count = f"{m} option{'' if m == 1 else 's'}"
        if len(text) != m:
            size = f"{len(text)} letter{'' if len(text) == 1 else 's'}"
            return f"{quoted(text)}, which has {size}", f"{what} of the {count}"
        if wrong := next((c for c in text if c not in letters), None):
            return f"{quoted(text)} with the letter {quoted(wrong)}", f"{what} of the {count}"
        return None

    def others(self, names: Collection[str], /, *, most: int) -> list[str]:
        """Return up to ``most`` states that are not among ``names``, by their codes."""
        found: list[str] = []
        seen = bytearray(self._single_bytes)
        for name in names:
            if "-" not in name:
                code = code_of(name)
                seen[code >> 3] &= ~(1 << (code & 7))
        bits = int.from_bytes(seen, "little")
        while bits and len(found) < most:
            low = bits & -bits
            found.append(letters_of(low.bit_length() - 1, self.n_options))
            bits ^= low
        return (found + [p for p, _ in self.groups if p not in names])[:most]

    def truth(self, formula: Formula, /) -> int:
        """Return the combinations of options in which a formula holds, as bits."""
        every = (1 << (1 << self.n_options)) - 1
        match formula:
            case Holds(option):
                return self.column(option)
            case Matches(pattern):
                return self.where(pattern)
            case Not(of):
                return every & ~self.truth(of)
            case AllOf(parts):
                return _all(map(self.truth, parts), every)
            case AnyOf(parts):
                return every & ~_all((every & ~self.truth(p) for p in parts), every)
            case If(then, when):
                return self.truth(then) | (every & ~self.truth(when))
            case Iff(left, right):
                return every & ~(self.truth(left) ^ self.truth(right))


def _all(parts: Iterable[int], bits: int) -> int:
    for part in parts:
        bits &= part
    return bits


def states_of(conflict: Conflict, /) -> OptionStates | ListedStates:
    """Return the states of a conflict.

    Examples
    --------
    >>> from irenic.model import ConflictOption, DecisionMaker
    >>> options = (ConflictOption("a", "A"), ConflictOption("b", "B"))
    >>> states_of(Conflict((DecisionMaker("x", "X", options),), infeasible=("YY",))).count
    3
    """
    if conflict.is_graph:
        return ListedStates(tuple(conflict.titles))
    return OptionStates(len(conflict.options), conflict.infeasible, conflict.coalesce)
