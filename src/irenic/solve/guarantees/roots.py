r"""Where polynomials are at least 0, exactly: for discount factors and confidence.

Polynomials are tuples of coefficients, lowest power first.  The set

.. math:: \{x \in [a, b] : p_1(x) \ge 0, \dots, p_r(x) \ge 0\}

is a union of closed intervals, some of them single points, and need not be one interval.  Their
ends are a, b or roots.  Roots are isolated with Sturm's theorem, so none is missed however close
two of them are; equal roots of two polynomials are recognised by their greatest common divisor.

References
----------
Saugata Basu, Richard Pollack and Marie-Francoise Roy, "Algorithms in Real Algebraic Geometry",
2nd ed., Springer 2006, sections 2.2 and 10.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count, pairwise
from math import floor, gcd, lcm

__all__ = ["Point", "Span", "meet", "power_root", "same", "value_at", "where", "where_all"]

#: How narrowly a root that is no simple fraction is enclosed: far below what any judgement of a
#: value can mean, and narrow enough that a fraction with up to 10^5 in its denominator is found.
WIDTH = Fraction(1, 10**12)

Whole = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A number between two fractions, which are equal when it is known exactly.

    When they differ, it is the only root of ``poly`` (square-free) between them, and neither end
    is a root.
    """

    low: Fraction
    high: Fraction
    poly: Whole = field(default=(), repr=False, compare=False)

    @property
    def exact(self) -> Fraction | None:
        """Return the number when it is a known fraction."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Span:
    """All numbers from one point to another, both included."""

    start: Point
    end: Point


def value_at(poly: Sequence[Fraction | int], x: Fraction, /) -> Fraction:
    """Return the value of a polynomial.

    Examples
    --------
    >>> value_at([-4, 5], Fraction(4, 5))
    Fraction(0, 1)
    """
    total = Fraction(0)
    for coefficient in reversed(poly):
        total = total * x + coefficient
    return total


def where(
    poly: Sequence[Fraction | int],
    /,
    low: Fraction = Fraction(0),
    high: Fraction = Fraction(1),
) -> tuple[Span, ...]:
    """Return where between two numbers a polynomial is at least 0.

    Examples
    --------
    >>> span, = where([-4, 5])
    >>> span.start.exact, span.end.exact
    (Fraction(4, 5), Fraction(1, 1))
    """
    whole = _whole(poly)
    stops = [Point(low, low), *_roots(whole, low, high), Point(high, high)]
    points = [stops[0]]
    for stop in stops[1:]:
        if _compare(points[-1], stop) < 0:
            points.append(stop)
    spans = [Span(p, p) for p in points if _sign_at_point(whole, p) >= 0]
    between = [Span(p, q) for p, q in pairwise(points)]
    spans += [span for span in between if _sign(whole, _inside(span)) >= 0]
    return _joined(spans)


def where_all(
    polys: Sequence[Sequence[Fraction | int]],
    /,
    low: Fraction = Fraction(0),
    high: Fraction = Fraction(1),
) -> tuple[Span, ...]:
    """Return where between two numbers all polynomials are at least 0.

    Notes
    -----
    A polynomial of degree d costs O(d^2) operations with whole numbers of O(d) digits for each
    halving; the tests hold it to a second at degree 120.

    Examples
    --------
    >>> spans = where_all([[-4, 5], [9, -10]])
    >>> [(s.start.exact, s.end.exact) for s in spans]
    [(Fraction(4, 5), Fraction(9, 10))]
    """
    found: tuple[Span, ...] = (Span(Point(low, low), Point(high, high)),)
    for poly in polys:
        found = meet(found, where(poly, low, high))
    return found


def meet(first: Sequence[Span], second: Sequence[Span], /) -> tuple[Span, ...]:
    """Return what two unions of intervals have in common."""
    found = []
    for a in first:
        for b in second:
            start = a.start if _compare(a.start, b.start) >= 0 else b.start
            end = a.end if _compare(a.end, b.end) <= 0 else b.end
            if _compare(start, end) <= 0:
                found.append(Span(start, end))
    return tuple(found)


def power_root(x: Fraction, n: int, /) -> Point:
    """Return the n-th root of a number from 0 to 1.

    Examples
    --------
    >>> power_root(Fraction(1, 4), 2).exact
    Fraction(1, 2)
    """
    (span,) = where([-x, *[0] * (n - 1), 1])
    return span.start


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """Return a union of intervals, which only touch at ends, without pieces that touch."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start.low, s.end.low)):
        if found and _compare(found[-1].end, span.start) >= 0:
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return tuple(found)


def _inside(span: Span) -> Fraction:
    """Return a fraction between two different points, outside what encloses them."""
    start, end = span.start, span.end
    while start.high >= end.low:
        start, end = _halved(start), _halved(end)
    return (start.high + end.low) / 2


def _roots(poly: Whole, low: Fraction, high: Fraction) -> Iterator[Point]:
    """Yield the different roots strictly between two numbers, ascending."""
    if len(poly) < 2 or low >= high:
        return
    free = _quotient(poly, _common(poly, _derivative(poly)))
    for end in (low, high):
        if _sign(free, end) == 0:
            free = _quotient(free, _whole([-end, 1]))
    chain = _sturm(free)
    todo = [(low, high, _changes(chain, low), _changes(chain, high))]
    while todo:
        a, b, at_a, at_b = todo.pop()
        if at_a - at_b == 1:
            yield _settled(Point(a, b, free))
        elif at_a - at_b > 1:
            middle = next(x for k in count(2) if _sign(free, x := a + (b - a) / k))
            at_middle = _changes(chain, middle)
            todo += [(middle, b, at_middle, at_b), (a, middle, at_a, at_middle)]


def _settled(root: Point) -> Point:
    """Return a root within ``WIDTH``, or exactly when it is a simple fraction."""
    while root.high - root.low > WIDTH:
        root = _halved(root)
    plain = _simplest(root.low, root.high)
    return Point(plain, plain) if _sign(root.poly, plain) == 0 else root


def _halved(root: Point) -> Point:
    if root.exact is not None:
        return root
    middle = (root.low + root.high) / 2
    sign = _sign(root.poly, middle)
    if sign == 0:
        return Point(middle, middle)
    if sign == _sign(root.poly, root.low):
        return Point(middle, root.high, root.poly)
    return Point(root.low, middle, root.poly)


def _compare(p: Point, q: Point) -> int:
    """Return -1, 0 or 1 as p is less than, equal to or greater than q."""
    if same(p, q):
        return 0
    while True:
        if p.high <= q.low:
            return -1
        if q.high <= p.low:
            return 1
        p, q = _halved(p), _halved(q)


def same(p: Point, q: Point, /) -> bool:
    """Return whether two points are the same number, however each is enclosed."""
    low, high = max(p.low, q.low), min(p.high, q.high)
    if p.exact is not None or q.exact is not None:
        x = q.low if p.exact is None else p.low
        return low <= high and all(o.exact == x or _sign_of_root(o, x) for o in (p, q))
    if low >= high:
        return False
    shared = _common(p.poly, q.poly)
    chain = _sturm(shared)
    return len(shared) > 1 and _changes(chain, low) != _changes(chain, high)


def _sign_of_root(point: Point, x: Fraction) -> bool:
    return point.exact is None and _sign(point.poly, x) == 0


def _sign_at_point(poly: Whole, point: Point) -> int:
    """Return the sign of a polynomial at one of its own roots (0) or at a fraction."""
    return 0 if point.exact is None else _sign(poly, point.low)


def _sign(poly: Whole, x: Fraction) -> int:
    total, scale = 0, 1
    for coefficient in reversed(poly):
        total = total * x.numerator + coefficient * scale
        scale *= x.denominator
    return (total > 0) - (total < 0)


def _sturm(poly: Whole) -> list[Whole]:
    chain = [poly, _derivative(poly)]
    while chain[-1]:
        chain.append(tuple(-c for c in _remainder(chain[-2], chain[-1])))
    return chain[:-1]


def _changes(chain: list[Whole], x: Fraction) -> int:
    signs = [s for s in (_sign(p, x) for p in chain) if s]
    return sum(a != b for a, b in pairwise(signs))


def _derivative(poly: Whole) -> Whole:
    return _primitive([k * c for k, c in enumerate(poly)][1:])


def _common(a: Whole, b: Whole) -> Whole:
    while b:
        a, b = b, _remainder(a, b)
    return a


def _remainder(a: Whole, b: Whole) -> Whole:
    """Return the remainder of a division times some positive number."""
    rest, lead = list(a), b[-1]
    while len(rest) >= len(b):
        top, shift = rest[-1] if lead > 0 else -rest[-1], len(rest) - len(b)
        rest = [abs(lead) * c for c in rest]
        for k, c in enumerate(b):
            rest[shift + k] -= top * c
        rest.pop()
    return _primitive(rest)


def _quotient(a: Whole, b: Whole) -> Whole:
    """Return a / b, which leaves no remainder, times some number."""
    rest = [Fraction(c) for c in a]
    found: list[Fraction] = []
    while len(rest) >= len(b):
        found.append(rest[-1] / b[-1])
        shift = len(rest) - len(b)
        for k, c in enumerate(b):
            rest[shift + k] -= found[-1] * c
        rest.pop()
    return _whole(found[::-1])


def _whole(poly: Sequence[Fraction | int]) -> Whole:
    """Return a polynomial times the positive number that makes its coefficients whole."""
    scale = lcm(*(Fraction(c).denominator for c in poly))
    return _primitive([int(c * scale) for c in poly])


def _primitive(poly: list[int]) -> Whole:
    while poly and poly[-1] == 0:
        poly.pop()
    divisor = gcd(*poly)
    return tuple(c // divisor for c in poly)


def _simplest(low: Fraction, high: Fraction) -> Fraction:
    """Return the fraction with the smallest denominator between two others, ends included."""
    whole = floor(low)
    if whole == low:
        return low
    if whole + 1 <= high:
        return Fraction(whole + 1)
    return whole + 1 / _simplest(1 / (high - whole), 1 / (low - whole))
