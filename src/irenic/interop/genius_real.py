"""GENIUS XML: what the numbers of integer and real issues are worth."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from irenic.interop.genius_domain import number
from irenic.interop.tree import Element, Problems, brief, quoted

__all__ = ["clamp", "real_function"]

Function = Callable[[Fraction], Fraction]


def clamp(value: Fraction, /) -> Fraction:
    """Return ``value``, or the nearer one of 0 and 1 when it lies outside of them."""
    return min(max(value, Fraction(0)), Fraction(1))


def real_function(
    element: Element,
    kind: str,
    span: tuple[Fraction, Fraction] | None,
    where: str,
    problems: Problems,
    /,
) -> Function | None:
    r"""Return the function by which GENIUS 10.4 values the numbers of an issue.

    .. math:: \text{integer: } \operatorname{clamp}(s (v - l) + o, 0, 1) \qquad
              \text{linear: } \operatorname{clamp}(p_1 v + p_0, 0, 1) \qquad
              \text{constant: } p_0

    A triangular function rises from ``parameter0`` to its top at ``parameter2`` and falls to
    ``parameter1``; it is 0 outside.
    """
    evaluators = element.named("evaluator")
    if not evaluators:
        problems.add(where, element.place, "no <evaluator>", "how its numbers are valued")
        return None
    for extra in evaluators[1:]:
        problems.add(where, extra.place, "a second <evaluator>", "one")
    evaluator = evaluators[0]
    ftype = evaluator.attributes.get("ftype", "linear" if kind == "integer" else "")
    if kind == "integer":
        if ftype.lower() != "linear":
            found = f"ftype={quoted(ftype)} on an integer issue"
            problems.add(where, evaluator.place, found, "linear, the only one GENIUS has there")
            return None
        slope = number(evaluator, "slope", where, problems)
        offset = number(evaluator, "offset", where, problems)
        if slope is None or offset is None or span is None:
            return None
        low = span[0]
        return lambda v: clamp(slope * (v - low) + offset)
    counts = {"linear": 2, "constant": 1, "triangular": 3}
    if ftype.lower() not in counts:
        found = f"ftype={quoted(ftype)}" if ftype else "<evaluator> without ftype"
        problems.add(where, evaluator.place, found, "linear, constant or triangular")
        return None
    keys = [f"parameter{k}" for k in range(counts[ftype.lower()])]
    parameters = [number(evaluator, key, where, problems) for key in keys]
    given = [p for p in parameters if p is not None]
    if len(given) < len(parameters):
        return None
    if len(given) == 1:
        return lambda _: given[0]
    if len(given) == 2:
        return lambda v: clamp(given[1] * v + given[0])
    low, high, top = given
    if not low <= top <= high:
        found = f"a triangle from {brief(low)} to {brief(high)} with its top at {brief(top)}"
        problems.add(where, evaluator.place, found, "the top between the ends")
        return None
    return lambda v: _triangle(v, low, high, top)


def _triangle(v: Fraction, low: Fraction, high: Fraction, top: Fraction) -> Fraction:
    """Return the height of a triangle over ``v``, 1 at its top."""
    if low <= v < top:
        return (v - low) / (top - low)
    if top <= v < high:
        return 1 - (v - top) / (high - top)
    return Fraction(0)
