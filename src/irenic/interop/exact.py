"""Exact numbers for forms that have decimals only."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import lcm

from irenic.model import show_number
from irenic.model.quantity import MAX_DIGITS

__all__ = ["decimals", "is_decimal", "scaled", "straight"]


def is_decimal(value: Fraction, /) -> bool:
    """Return whether a finite decimal of readable length is exactly this number.

    Examples
    --------
    >>> is_decimal(Fraction(1, 8)), is_decimal(Fraction(1, 3))
    (True, False)
    """
    text = show_number(value)
    return "/" not in text and len(text) <= MAX_DIGITS


def decimals(values: Iterable[Fraction], /) -> bool:
    """Return whether all of these are finite decimals."""
    return all(is_decimal(value) for value in values)


def scaled(
    weight: Fraction, values: dict[str, Fraction], /
) -> tuple[Fraction, dict[str, Fraction]] | None:
    """Return weight and values with the same products, all of them decimals, if there are any.

    Those given are kept when they are decimals; else the values become whole numbers and the
    weight takes up the difference; else the weight becomes 1.

    Examples
    --------
    >>> scaled(Fraction(3), {"a": Fraction(1, 3), "b": Fraction(1)})
    (Fraction(1, 1), {'a': Fraction(1, 1), 'b': Fraction(3, 1)})
    """
    if is_decimal(weight) and decimals(values.values()):
        return weight, values
    common = lcm(*(value.denominator for value in values.values()))
    whole = {name: value * common for name, value in values.items()}
    if is_decimal(weight / common) and decimals(whole.values()):
        return weight / common, whole
    products = {name: weight * value for name, value in values.items()}
    return (Fraction(1), products) if decimals(products.values()) else None


def straight(values: list[Fraction], /) -> bool:
    """Return whether values at equal distances lie on one straight line."""
    steps = {b - a for a, b in pairwise(values)}
    return len(steps) <= 1
