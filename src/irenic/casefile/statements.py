"""Preference statements as text: ``levy AND NOT (strike OR port) IF --Y--``.

An atom is an option, or a pattern with one of Y, N and - for each option.  ``NOT`` binds
closest, then ``AND``, ``OR``, ``IF`` and ``IFF``; the words may be written small.  An option
whose id is not one plain word, or is one of these words, stands in backquotes (a backquote in it
is doubled).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from irenic.casefile.problems import closest, listed, quoted
from irenic.model import AllOf, AnyOf, Formula, Holds, If, Iff, Matches, Not

__all__ = ["MAX_STATEMENT", "Names", "StatementFault", "option_names", "read_statement"]

#: Longest statement; those that other programs wrote as lists of patterns can be long.
MAX_STATEMENT = 10_000
#: Parentheses and NOT inside each other.
_DEEPEST = 50
_TOKEN = re.compile(r"\s*(?:(?P<bracket>[()])|`(?P<quoted>(?:[^`]|``)+)`|(?P<word>[^\s()`]+))\s*")
_WORDS = frozenset({"AND", "OR", "NOT", "IF", "IFF"})
_ATOM = "an option, a pattern, NOT or ("
_SIGNS = {"&": "AND", "&&": "AND", "|": "OR", "||": "OR", "!": "NOT", "~": "NOT", "-": "NOT"}


class StatementFault(Exception):
    """Why a text is no statement; ``found`` and ``expected`` say it as in every problem."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Names:
    """What the options of a conflict may be called, and how many there are.

    ``places`` has the places of the options that a name may mean: bare ids, and
    ``MAKER.OPTION``.  ``full[k]`` is the full name of option k, and ``short[k]`` the bare id
    where that is enough.
    """

    places: Mapping[str, tuple[int, ...]]
    full: tuple[str, ...]
    short: tuple[str, ...]

    def find(self, name: str, /) -> int:
        """Return the place of the option that is called so.

        Raises
        ------
        StatementFault
            When there is none, or more than one.
        """
        places = self.places.get(name, ())
        if len(places) == 1:
            return places[0]
        if places:
            names = " or ".join(self.full[place] for place in places[:6])
            raise StatementFault(
                f"the option {quoted(name)} of {len(places)} decision makers", names
            )
        known = self.short
        hint = ""
        if len(known) <= 500 and (near := closest(name, known)):
            hint = f"; did you mean {quoted(near)}?"
        expected = f"one of {listed(known)}{hint}" if known else "no option: there are none"
        raise StatementFault(f"the unknown option {quoted(name)}", expected)


def option_names(makers: list[tuple[str, str]], /) -> Names:
    """Return the names of options, given as pairs of maker and option in file order.

    Examples
    --------
    >>> option_names([("city", "levy"), ("firm", "levy"), ("firm", "port")]).short
    ('city.levy', 'firm.levy', 'port')
    """
    places: dict[str, list[int]] = {}
    for place, (maker, option) in enumerate(makers):
        for name in (option, f"{maker}.{option}"):
            places.setdefault(name, []).append(place)
    full = tuple(f"{maker}.{option}" for maker, option in makers)
    short = tuple(
        option if len(places[option]) == 1 else whole
        for (_, option), whole in zip(makers, full, strict=True)
    )
    return Names({name: tuple(found) for name, found in places.items()}, full, short)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    kind: str
    at: int

    @property
    def word(self) -> str:
        """Return the operator that this is, in capitals; empty for anything else."""
        upper = self.text.upper()
        return upper if self.kind == "word" and upper in _WORDS else ""


def read_statement(text: str, names: Names, /) -> Formula:
    """Return what a statement means.

    Raises
    ------
    StatementFault
        When it means nothing; says where (characters count from 1).

    Examples
    --------
    >>> names = option_names([("city", "levy"), ("union", "strike")])
    >>> read_statement("levy if not strike", names)
    If(then=Holds(option=0), when=Not(of=Holds(option=1)))
    """
    if len(text) > MAX_STATEMENT:
        raise StatementFault(
            f"a statement of {len(text):,} characters", f"at most {MAX_STATEMENT:,}"
        )
    return _Parser(text, names).whole()


class _Parser:
    """Reads a statement by descent, one method for each strength of binding."""

    def __init__(self, text: str, names: Names) -> None:
        self._names = names
        self._tokens: list[_Token] = []
        self._next = 0
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                raise StatementFault(
                    f"a backquote (`) without its second at character {at + 1}",
                    "`..` around the id of an option",
                )
            kind = str(found.lastgroup)
            word = found[kind].replace("``", "`") if kind == "quoted" else found[kind]
            self._tokens.append(_Token(word, kind, found.start(kind) + 1))
            at = found.end()

    def whole(self) -> Formula:
        formula = self._iff(0)
        if self._next < len(self._tokens):
            self._unexpected("AND, OR, IF, IFF or the end")
        return formula

    def _peek(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self, word: str) -> bool:
        token = self._peek()
        if token is None or token.word != word:
            return False
        self._next += 1
        return True

    def _unexpected(self, expected: str) -> NoReturn:
        token = self._peek()
        if token is None:
            raise StatementFault("the end of the statement", f"{expected} there")
        sign = _SIGNS.get(token.text)
        if sign and token.kind == "word":
            expected = f"the word {sign}"
        where = f"{quoted(token.text)} at character {token.at} of the statement"
        if token.kind == "word" and not token.word and not sign and self._next:
            expected += "; an id of several words stands in backquotes, as in `air strike`"
        raise StatementFault(where, expected)

    def _iff(self, depth: int) -> Formula:
        return self._pair("IFF", self._if, Iff, depth)

    def _if(self, depth: int) -> Formula:
        return self._pair("IF", self._or, If, depth)

    def _pair(
        self,
        word: str,
        inner: Callable[[int], Formula],
        make: Callable[[Formula, Formula], Formula],
        depth: int,
    ) -> Formula:
        left = inner(depth)
        if not self._take(word):
            return left
        right = inner(depth)
        if (token := self._peek()) is not None and token.word == word:
            raise StatementFault(
                f"a second {word} at character {token.at} of the statement",
                "parentheses that say which of them belongs together",
            )
        return make(left, right)

    def _or(self, depth: int) -> Formula:
        parts = [self._and(depth)]
        while self._take("OR"):
            parts.append(self._and(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _and(self, depth: int) -> Formula:
        parts = [self._not(depth)]
        while self._take("AND"):
            parts.append(self._not(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _not(self, depth: int) -> Formula:
        if depth > _DEEPEST:
            raise StatementFault(
                f"parentheses and NOT more than {_DEEPEST} deep", "a simpler statement"
            )
        if self._take("NOT"):
            return Not(self._not(depth + 1))
        token = self._peek()
        if token is None or token.word or (token.kind == "bracket" and token.text == ")"):
            self._unexpected(_ATOM)
        self._next += 1
        if token.kind != "bracket":
            return self._atom(token)
        formula = self._iff(depth + 1)
        closing = self._peek()
        if closing is None or closing.kind != "bracket" or closing.text != ")":
            if closing is None:
                raise StatementFault(
                    f"the parenthesis at character {token.at} of the statement, never closed", "a )"
                )
            self._unexpected("AND, OR, IF, IFF or )")
        self._next += 1
        return formula

    def _atom(self, token: _Token) -> Formula:
        size = len(self._names.full)
        if token.kind == "word" and token.text not in self._names.places:
            if set(token.text) <= set("YN-"):
                if len(token.text) == size:
                    return Matches(token.text)
                raise StatementFault(
                    f"the pattern {quoted(token.text)} of {len(token.text)} letters "
                    f"at character {token.at} of the statement",
                    f"a pattern with Y, N or - for each of the {size} options",
                )
            if token.text in _SIGNS or token.text[0] in _SIGNS:
                sign = _SIGNS.get(token.text) or _SIGNS[token.text[0]]
                raise StatementFault(
                    f"{quoted(token.text)} at character {token.at} of the statement",
                    f"the word {sign} instead of the sign",
                )
        try:
            return Holds(self._names.find(token.text))
        except StatementFault as fault:
            raise StatementFault(
                f"{fault.found} at character {token.at} of the statement", fault.expected
            ) from None
