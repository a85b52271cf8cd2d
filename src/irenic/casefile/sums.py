"""Comparisons of sums, as text: ``2*wages + bonus <= 10``.

A side is a sum of terms: a number, an issue, or a number times an issue.  An issue id that
is not one plain word stands in backquotes (a backquote in it is doubled).  Every issue and
the plain number stand once on a side, so that no two written numbers ever combine and what
was read can be written exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import NoReturn, cast

from irenic.casefile.emit import number_text
from irenic.casefile.problems import quoted
from irenic.model import Compare, Sum, parse_number
from irenic.model.rules import Relation

__all__ = ["FORM", "SumFault", "is_plain_name", "read_comparison", "write_comparison"]

FORM = (
    'a comparison such as "wages <= bonus + 2" or "2*wages + bonus <= 10", with numbers, issues, '
    "number*issue, + and -, and one of < <= > >= =="
)
_RELATIONS = frozenset({"<", "<=", ">", ">=", "=="})
_NAME = re.compile(r"[^\W\d]\w*")
_TOKEN = re.compile(
    r"""\s*(?:(?P<relation><=|>=|==|!=|=<|=>|<|>|=|≤|≥|≠)|(?P<sign>[+-])|(?P<times>\*)
    |(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?:/[0-9]+)?)
    |(?P<name>[^\W\d]\w*)|`(?P<quoted>(?:[^`]|``)+)`)\s*""",
    re.VERBOSE,
)


class SumFault(Exception):
    """Why a text is no comparison; ``found`` and ``expected`` say it as in every problem."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def is_plain_name(issue: str, /) -> bool:
    """Return whether an issue id can stand in a comparison without backquotes."""
    return _NAME.fullmatch(issue) is not None


def read_comparison(text: str, /) -> tuple[Sum, Relation, Sum]:
    """Return both sides of a comparison and the sign between them; ids are not checked.

    Raises
    ------
    SumFault
        When the text is no comparison of two sums.

    Examples
    --------
    >>> left, relation, right = read_comparison("2*wages <= `pay-rise` + 1")
    >>> left.terms, relation, right.terms, right.constant
    ((('wages', Fraction(2, 1)),), '<=', (('pay-rise', Fraction(1, 1)),), Fraction(1, 1))
    """
    tokens = list(_tokens(text))
    signs = [k for k, token in enumerate(tokens) if token.kind == "relation"]
    if not signs:
        raise SumFault(f"{quoted(text)}, which compares nothing", FORM)
    if len(signs) > 1:
        raise SumFault(
            f"{len(signs):,} comparison signs in {quoted(text)}", "one of them; write two rules"
        )
    (at,) = signs
    relation = tokens[at].text
    if relation not in _RELATIONS:
        _refuse_relation(relation)
    left, right = _side(text, tokens[:at]), _side(text, tokens[at + 1 :])
    return left, cast("Relation", relation), right


def _refuse_relation(relation: str) -> NoReturn:
    more = ""
    if relation in ("!=", "≠"):
        more = "; to exclude single packages use forbid"
    raise SumFault(f"the comparison sign {quoted(relation)}", f"one of < <= > >= =={more}")


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            rest = text[at:].lstrip()
            if not rest:
                return
            if rest[0] == "`":
                raise SumFault(f"a backquote that stands alone in {quoted(text)}", FORM)
            more = "; write the sum out, without brackets" if rest[0] in "()" else ""
            raise SumFault(f"{quoted(rest[0])} in {quoted(text)}", FORM + more)
        kind = match.lastgroup or ""
        found = match[kind]
        yield (
            _Token("name", found.replace("``", "`")) if kind == "quoted" else _Token(kind, found)
        )
        at = match.end()


def _side(text: str, tokens: list[_Token]) -> Sum:
    terms: dict[str, Fraction] = {}
    constant: Fraction | None = None
    rest = list(tokens)
    if not rest:
        raise SumFault(f"{quoted(text)}, with nothing on one side", FORM)
    while rest:
        # A sign stands between two terms; before the first one it may be left out.
        sign = 1
        if rest[0].kind == "sign":
            sign = -1 if rest.pop(0).text == "-" else 1
        elif terms or constant is not None:
            raise SumFault(f"{quoted(rest[0].text)} without + - or * before it", FORM)
        factor, issue = _term(text, rest)
        if issue is None:
            if constant is not None:
                raise SumFault(f"two plain numbers on one side of {quoted(text)}", "their sum")
            constant = sign * factor
        elif issue in terms:
            raise SumFault(
                f"the issue {quoted(issue)} a second time on one side",
                f"each issue once on a side, with a factor such as 2*{issue}",
            )
        elif factor == 0:
            raise SumFault(f"the issue {quoted(issue)} times 0", "a factor that is not 0")
        else:
            terms[issue] = sign * factor
    return Sum(tuple(terms.items()), constant or Fraction(0))


def _term(text: str, rest: list[_Token]) -> tuple[Fraction, str | None]:
    """Take one term from the front of ``rest``; return its factor and its issue."""
    factors = [_take(text, rest)]
    if rest and rest[0].kind == "times":
        rest.pop(0)
        factors.append(_take(text, rest))
    numbers = [token for token in factors if token.kind == "number"]
    names = [token.text for token in factors if token.kind == "name"]
    if len(numbers) > 1 or len(names) > 1:
        raise SumFault(f"{'*'.join(t.text for t in factors)} in {quoted(text)}", FORM)
    factor = _number(numbers[0].text) if numbers else Fraction(1)
    return factor, (names[0] if names else None)


def _take(text: str, rest: list[_Token]) -> _Token:
    if not rest:
        raise SumFault(f"{quoted(text)}, with a term missing at the end of a side", FORM)
    if rest[0].kind not in ("number", "name"):
        raise SumFault(f"{quoted(rest[0].text)} where a term should be in {quoted(text)}", FORM)
    return rest.pop(0)


def _number(text: str) -> Fraction:
    try:
        return parse_number(text)
    except ValueError as error:
        if "characters" in str(error) or "beyond" in str(error):
            raise SumFault(
                f"{quoted(text)}, a number too {'long' if 'characters' in str(error) else 'large'} "
                "to read",
                "a number of at most 60 characters, below 10^30",
            ) from None
        raise SumFault(quoted(text), "a number such as 40, 0.5 or 5/9") from None


def write_comparison(rule: Compare, /) -> str:
    """Return the text that :func:`read_comparison` turns back into the same comparison."""
    return f"{_sum_text(rule.left)} {rule.relation} {_sum_text(rule.right)}"


def _sum_text(side: Sum) -> str:
    parts = [(factor, _name(issue)) for issue, factor in side.terms]
    if side.constant or not parts:
        parts.append((side.constant, ""))
    text = ""
    for factor, issue in parts:
        sign = ("-" if not text else " - ") if factor < 0 else (" + " if text else "")
        size = number_text(abs(factor))
        text += sign + (size if not issue else issue if size == "1" else f"{size}*{issue}")
    return text


def _name(issue: str) -> str:
    return issue if is_plain_name(issue) else f"`{issue.replace('`', '``')}`"
