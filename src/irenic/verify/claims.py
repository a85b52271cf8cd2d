"""What the checker says of a result, and how it reads one that may hold anything at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from irenic.model import show_number

__all__ = [
    "Claim",
    "Malformed",
    "Unchecked",
    "at",
    "claim",
    "differs",
    "flag",
    "items",
    "number",
    "numbers",
    "record",
    "shown",
    "text",
    "texts",
    "whole",
]

Verdict = Literal["confirmed", "refuted", "not checked"]

#: Longest number read.  Products over many parties grow long; Python itself refuses to
#: read whole numbers of more than 4300 digits.
MAX_NUMBER = 4_000
_NUMBER = re.compile(r"-?\d+(\.\d+|/\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a result: confirmed, refuted (``detail`` is the counterexample), or left.

    ``detail`` of a claim that was not checked is the reason.
    """

    claim: str
    verdict: Verdict
    detail: str = ""


class Malformed(Exception):
    """A part of the result does not have the shape that its format prescribes."""


class Unchecked(Exception):
    """A claim that this checker does not decide; carries the reason."""


def claim(title: str, counterexamples: Iterable[str], note: str = "") -> Claim:
    """Return the claim as confirmed when there is no counterexample, else refuted by the first.

    A counterexample search that meets a malformed part refutes the claim; one that gives
    up with :class:`Unchecked` leaves it.
    """
    try:
        found = next(iter(counterexamples), None)
    except Malformed as error:
        found = f"it cannot be read: {error}"
    except Unchecked as error:
        return Claim(title, "not checked", str(error))
    return Claim(title, "confirmed", note) if found is None else Claim(title, "refuted", found)


def differs(what: str, stated: object, true: object) -> Iterator[str]:
    """Yield one counterexample when a statement differs from the truth."""
    if stated != true or isinstance(stated, bool) is not isinstance(true, bool):
        yield f"{what} is stated as {shown(stated)}, but is {shown(true)}"


def shown(value: object) -> str:
    """Return a value for a sentence, cut when it is long."""
    match value:
        case Fraction():
            said = show_number(value)
        case None:
            said = "not known"
        case bool():
            said = "true" if value else "false"
        case str():
            said = value
        case Mapping():
            said = "{" + ", ".join(f"{k}: {shown(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            said = "(" + ", ".join(shown(v) for v in value) + ")"
        case set() | frozenset():
            said = "{" + ", ".join(sorted(shown(v) for v in value)) + "}"
        case _:
            said = str(value)
    return said if len(said) <= 300 else f"{said[:300]} ..."


def _wrong(value: object, wanted: str) -> Malformed:
    return Malformed(f"found {shown(value)[:80]}, expected {wanted}")


def record(value: object) -> Mapping[str, Any]:
    """Return a JSON object."""
    if not isinstance(value, Mapping):
        raise _wrong(value, "an object")
    return value


def at(value: object, *keys: str) -> Any:
    """Return what lies under a path of keys; every object on the way must have its key."""
    for key in keys:
        inside = record(value)
        if key not in inside:
            raise Malformed(f"{key} is missing")
        value = inside[key]
    return value


def items(value: object) -> Sequence[Any]:
    """Return a JSON list."""
    if not isinstance(value, list | tuple):
        raise _wrong(value, "a list")
    return value


def text(value: object) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise _wrong(value, "a text")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return a list of texts."""
    return tuple(text(v) for v in items(value))


def whole(value: object) -> int:
    """Return a whole number (not a boolean)."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(value, "a whole number")
    return value


def flag(value: object) -> bool | None:
    """Return true, false or ``None`` (not known)."""
    if value is not None and not isinstance(value, bool):
        raise _wrong(value, "true, false or null")
    return value


def number(value: object) -> Fraction:
    """Return an exact number, written as text."""
    if not isinstance(value, str) or len(value) > MAX_NUMBER or not _NUMBER.fullmatch(value):
        raise _wrong(value, 'an exact number such as "0.25" or "5/9"')
    try:
        return Fraction(value)
    except ZeroDivisionError:
        raise _wrong(value, "a number that does not divide by zero") from None


def numbers(value: object) -> tuple[Fraction, ...]:
    """Return a list of exact numbers."""
    return tuple(number(v) for v in items(value))
