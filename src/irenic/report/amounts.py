"""Numbers as people read them: short exact ones as they are, others rounded and marked."""

from __future__ import annotations

from fractions import Fraction

from irenic.model import Quantity, show_number
from irenic.report.text import Shown, Text, text

__all__ = ["count_of", "grouped", "number", "percent", "plural", "quantity", "share", "signed"]

#: Longest exact decimal that is shown as it is.
MAX_EXACT = 8
#: Most decimal places of an exact number that is shown as it is.
MAX_PLACES = 3
#: Significant figures of a rounded number; scores are judgements, never finer than that.
FIGURES = 4
#: Largest denominator of a part of one that people read as a fraction.
MAX_DENOMINATOR = 20
#: From here on a count is written as a power of ten.
HUGE = 10**15

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def grouped(value: int, /) -> str:
    """Return a whole number with its thousands set apart, or as a power of ten.

    Examples
    --------
    >>> grouped(1944000), grouped(10**50)
    ('1,944,000', '1 × 10⁵⁰')
    """
    if abs(value) < HUGE:
        return f"{value:,}".replace("-", "−")
    power = len(str(abs(value))) - 1
    lead = show_number(round(Fraction(value, 10**power), 2))
    return f"{lead.replace('-', '−')} × 10{str(power).translate(_SUPERSCRIPT)}"


def number(value: Fraction | int, /) -> Shown:
    """Return a number exactly when that is short, else rounded with a sign that says so.

    Examples
    --------
    >>> number(Fraction(1, 8)).text, number(Fraction(395, 6)).text, number(Fraction(2, 15)).text
    ('0.125', '≈65.83', '2/15')
    """
    value = Fraction(value)
    exact = show_number(value)
    if value.denominator == 1:
        shown = grouped(value.numerator)
        return Shown(shown if abs(value) >= HUGE or abs(value) >= 10_000 else _sign(exact), "")
    decimal = "/" not in exact
    if decimal and len(exact) <= MAX_EXACT and len(exact.partition(".")[2]) <= MAX_PLACES:
        return Shown(_sign(exact))
    if not decimal and abs(value) < 1 and value.denominator <= MAX_DENOMINATOR:
        return Shown(_sign(exact))
    return Shown("≈" + _rounded(value), exact)


def _sign(digits: str) -> str:
    return digits.replace("-", "−")


def _rounded(value: Fraction) -> str:
    size = abs(value)
    if size >= HUGE:
        return grouped(round(value))
    if size >= 1:
        places = max(min(FIGURES - len(str(int(size))), 2), 0)
    else:
        places = FIGURES - 1
        while size and size < Fraction(1, 10 ** (places - FIGURES + 2)) and places < 12:
            places += 1
    found = round(value, places)
    digits = show_number(found)
    if abs(found) >= 10_000:
        return grouped(round(found))
    return _sign(digits)


def signed(value: Fraction, /) -> Shown:
    """Return a number with its sign, ``+`` included."""
    shown = number(value)
    if value <= 0:
        return shown
    mark = "≈+" if shown.text.startswith("≈") else "+"
    return Shown(mark + shown.text.removeprefix("≈"), shown.exact)


def percent(value: Fraction, /) -> Shown:
    """Return a part of one as a whole percentage; the exact fraction is kept beside it.

    Examples
    --------
    >>> percent(Fraction(1, 2)).text, percent(Fraction(2, 3)).text
    ('50%', '≈67%')
    """
    hundredths = value * 100
    if hundredths.denominator == 1:
        return Shown(f"{_sign(str(hundredths.numerator))}%")
    near = round(hundredths)
    if near in (0, 100):  # never call something "none" or "all" that is not
        return Shown(f"≈{_sign(show_number(round(hundredths, 2)))}%", show_number(value))
    return Shown(f"≈{_sign(str(near))}%", show_number(value))


def share(value: Fraction, /) -> Shown:
    """Return a share of something divisible: all, nothing, or a fraction."""
    if value == 1:
        return Shown("all")
    if value == 0:
        return Shown("nothing")
    if value.denominator <= MAX_DENOMINATOR:
        return Shown(str(value))
    return number(value)


def quantity(value: Quantity, /) -> Text:
    """Return ``40``, or ``35 to 45`` where only a range is known."""
    if value.is_certain:
        return text(number(value.low))
    return text(number(value.low), " to ", number(value.high))


def plural(count: int, one: str, many: str = "") -> str:
    """Return the word that fits the count.

    Examples
    --------
    >>> plural(1, "party", "parties"), plural(0, "package")
    ('party', 'packages')
    """
    return one if count == 1 else many or one + "s"


def count_of(count: int, one: str, many: str = "") -> str:
    """Return the count with its word: ``3 packages``, ``1 package``, ``no packages``."""
    return f"{grouped(count) if count else 'no'} {plural(count, one, many)}"
