"""Exact numbers, and numbers of which only a range is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["MAX_DIGITS", "Quantity", "parse_number", "show_number"]

#: Longest number accepted.  Sixty characters are far beyond any judgement about a
#: negotiation, and they keep exact arithmetic from being used to exhaust memory.
MAX_DIGITS = 60
#: Largest power of ten in ``1e12``; beyond it exact integers would grow without use.
MAX_EXPONENT = 30

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?|[+-]?\d+/\d+", re.IGNORECASE)


def parse_number(text: str, /) -> Fraction:
    """Return the exact value of an integer, a decimal or a fraction.

    Parameters
    ----------
    text : str
        ``"7"``, ``"-0.45"``, ``"1.5e3"`` or ``"5/9"``; surrounding blanks are ignored.

    Raises
    ------
    ValueError
        When the text is none of these (``nan`` and infinities included), is longer than
        ``MAX_DIGITS`` characters, or divides by zero.

    Examples
    --------
    >>> parse_number("0.1") + parse_number("0.2") == parse_number("0.3")
    True
    """
    text = text.strip()
    if len(text) > MAX_DIGITS:
        raise ValueError(f"a number of {len(text)} characters; at most {MAX_DIGITS} are read")
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise ValueError(f"{text!r} is not an integer, a decimal or a fraction")
    if "e" in text.lower() and abs(int(text.lower().partition("e")[2])) > MAX_EXPONENT:
        raise ValueError(f"{text!r} is beyond 10^{MAX_EXPONENT}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"{text!r} divides by zero") from None


def show_number(value: Fraction | int, /) -> str:
    """Return the exact value as a decimal when that is finite, else as a fraction.

    The inverse of :func:`parse_number`: reading the text back gives the same value.

    Examples
    --------
    >>> show_number(Fraction(1, 8)), show_number(Fraction(5, 9)), show_number(Fraction(40))
    ('0.125', '5/9', '40')
    """
    value = Fraction(value)
    if value.denominator == 1:
        return str(value.numerator)
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return f"{value.numerator}/{value.denominator}"
    places = max(twos, fives)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or the range it is known to lie in.

    ``low == high`` is a certain number.  The *named midpoint* stands for the range
    wherever an analysis needs one number; every such use is said in the result.
    """

    low: Fraction
    high: Fraction

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError("a range ends below its start")

    @classmethod
    def exactly(cls, value: Fraction | int) -> Quantity:
        """Return the certain quantity ``value``."""
        return cls(Fraction(value), Fraction(value))

    @property
    def is_certain(self) -> bool:
        """Return whether this is one number."""
        return self.low == self.high

    @property
    def midpoint(self) -> Fraction:
        """Return the number itself, or the middle of the range."""
        return (self.low + self.high) / 2

    def __str__(self) -> str:
        """Return ``40`` or ``35 to 45``."""
        if self.is_certain:
            return show_number(self.low)
        return f"{show_number(self.low)} to {show_number(self.high)}"
