"""What the methods choose where two parties divide things, found on the corners of the frontier.

On an edge between two corners each method is best at an end, where both compared numbers
meet, or (Nash) at the top of a parabola.  Those places are all that has to be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from irenic.verify.lines import Division, Pair

__all__ = ["RULES", "Chosen", "Rule", "choose"]

ZERO, ONE = Fraction(0), Fraction(1)
Key = tuple[Fraction, ...]


@dataclass(frozen=True)
class Rule:
    """``kind`` of comparison, of scores ``origin`` is taken from, in units of ``unit``.

    Origin: no deal, the ideal, or nothing (then the whole frontier is open, whoever would
    refuse).  ``ideal`` says where the ideal is taken: in the zone, or anywhere.
    """

    kind: Literal["product", "sum", "least"]
    origin: Literal["no deal", "ideal", "nothing"] = "no deal"
    unit: Literal["score", "attainable"] = "score"
    ideal: Literal["zone", "anywhere"] = "zone"


#: Methods that are defined on shares.
RULES: Mapping[str, Rule] = {
    "nash": Rule("product"),
    "kalai-smorodinsky": Rule("least", unit="attainable"),
    "kalai-smorodinsky-feasible-ideal": Rule("least", unit="attainable", ideal="anywhere"),
    "egalitarian": Rule("least"),
    "utilitarian": Rule("sum"),
    "utilitarian-in-zone": Rule("sum"),
    "equal-loss": Rule("least", origin="ideal", unit="attainable"),
    "equal-loss-absolute": Rule("least", origin="ideal"),
    "greatest-total": Rule("sum", origin="nothing"),
    "greatest-least-score": Rule("least", origin="nothing"),
}


@dataclass(frozen=True)
class Chosen:
    """The best places by a rule, all that matter; between two of them others may be as good.

    ``value`` is what the result has to state, ``key`` compares places.
    """

    status: str
    places: tuple[Pair, ...] = ()
    value: Key = ()
    scaled: _Scaled | None = None
    top: Key = ()

    def is_best(self, place: Pair) -> bool:
        """Return whether a place attains the greatest key."""
        return self.scaled is not None and self.scaled.key(place) == self.top


@dataclass(frozen=True)
class _Scaled:
    """Scores less ``origin``, in units of ``unit``; only parties ``compared`` matter."""

    rule: Rule
    origin: Pair
    unit: Pair
    compared: tuple[int, ...]

    def of(self, place: Pair) -> Pair:
        return (
            (place[0] - self.origin[0]) / self.unit[0],
            (place[1] - self.origin[1]) / self.unit[1],
        )

    def key(self, place: Pair) -> Key:
        numbers = self.of(place)
        if self.rule.kind == "sum":
            return (numbers[0] + numbers[1],)
        if self.rule.kind == "least":
            return tuple(sorted(numbers[i] for i in self.compared))
        product = ONE
        for gain in (gaining := [x for x in numbers if x > 0]):
            product *= gain
        return Fraction(len(gaining)), product

    def places(self, corners: Sequence[Pair]) -> Iterator[Pair]:
        """Yield every place where the best may be."""
        yield from corners
        for here, there in pairwise(corners):
            a, b = self.of(here), self.of(there)
            rise, fall = b[0] - a[0], a[1] - b[1]
            if self.rule.kind == "product":
                # (a0 + t rise)(a1 - t fall) is greatest where its slope is zero.
                t = (rise * a[1] - fall * a[0]) / (2 * rise * fall)
            elif self.rule.kind == "least":
                t = (a[1] - a[0]) / (rise + fall)
            else:
                continue
            if 0 < t < 1:
                yield _between(here, there, t)


def _between(here: Pair, there: Pair, t: Fraction) -> Pair:
    return here[0] + t * (there[0] - here[0]), here[1] + t * (there[1] - here[1])


def _best_of_each(parts: Sequence[Sequence[Pair]]) -> Pair:
    places = [place for part in parts for place in part]
    return max(p[0] for p in places), max(p[1] for p in places)


def choose(rule: Rule, divisions: Sequence[Division], floors: Pair | None) -> Chosen:
    """Return what a rule chooses; ``floors`` are the no-deal values, where it needs them."""
    if rule.origin == "nothing":
        parts = [division.corners for division in divisions]
        return _compare(_Scaled(rule, (ZERO, ZERO), (ONE, ONE), (0, 1)), parts)
    if floors is None:
        return Chosen("unknown")
    parts = [part for division in divisions if (part := division.acceptable(floors))]
    if not parts:
        return Chosen("no-zone")
    everywhere = [division.corners for division in divisions]
    ideal = _best_of_each(parts if rule.ideal == "zone" else everywhere)
    origin = ideal if rule.origin == "ideal" else floors
    if rule.unit == "score":
        return _compare(_Scaled(rule, origin, (ONE, ONE), (0, 1)), parts)
    room = ideal[0] - floors[0], ideal[1] - floors[1]
    compared = tuple(i for i in (0, 1) if room[i] > 0)
    unit = room[0] or ONE, room[1] or ONE
    return _compare(_Scaled(rule, origin, unit, compared), parts)


def _compare(scaled: _Scaled, parts: Sequence[Sequence[Pair]]) -> Chosen:
    places = dict.fromkeys(place for part in parts for place in scaled.places(part))
    keys = {place: scaled.key(place) for place in places}
    top = max(keys.values())
    strict = bool(scaled.compared) and (scaled.rule.kind != "product" or top[0] == 2)
    return Chosen(
        "optimal" if strict else "no-strict-gain",
        tuple(place for place, key in keys.items() if key == top),
        top[1:] if scaled.rule.kind == "product" else top,
        scaled,
        top,
    )
