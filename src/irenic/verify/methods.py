"""Claims about what the bargaining methods chose: each method's definition, a second time.

``u`` are the distinct efficient points, all parties in one common unit, as whole numbers;
``d`` the no-deal values in that unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Any

from irenic.verify.answers import DIRECT, LISTED
from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    items,
    numbers,
    record,
    shown,
    text,
    whole,
)
from irenic.verify.direct import assumption, bound_claim, direct_claims, stopped_claims
from irenic.verify.frontier import Ground
from irenic.verify.question import COMPARING, Rooms
from irenic.verify.spaces import Vector
from irenic.verify.utility import Settlement

__all__ = [
    "COMPARING",
    "DEFINITIONS",
    "Choice",
    "Table",
    "best",
    "solution_claims",
    "table_of",
]

Key = Callable[[Vector], tuple[int, ...]]


@dataclass(frozen=True)
class Table:
    """The efficient points as every method sees them.

    ``everyone`` are the rows that all parties accept, ``zone`` the rows that certainly
    carry.  ``counts`` says how many packages attain each row, where known.
    """

    u: list[Vector]
    d: Vector
    unit: int
    everyone: tuple[int, ...]
    zone: tuple[int, ...]
    unknown: tuple[str, ...]
    counts: list[int] | None
    scores: list[tuple[Fraction, ...]]

    @property
    def all_rows(self) -> tuple[int, ...]:
        """Return every row."""
        return tuple(range(len(self.u)))

    def ideal(self, rows: Sequence[int]) -> Vector:
        """Return the best score of each party over some rows."""
        return tuple(max(self.u[k][i] for k in rows) for i in range(len(self.d)))


@dataclass(frozen=True)
class Choice:
    """A method's definition on a table: which rows it compares, by what, in which unit.

    ``value`` turns the key of a winner into the number that the method maximises.
    """

    rows: tuple[int, ...]
    key: Key
    value: Callable[[tuple[int, ...]], tuple[Fraction, ...]]
    status: str = "optimal"
    ideal: Vector = ()
    compared: tuple[int, ...] = ()


def table_of(ground: Ground) -> Table:
    """Return the efficient points of a case in one unit."""
    vectors, counts = ground.efficient()
    yardstick, scale = ground.yardstick, ground.scaled.scale
    unit = lcm(*scale)
    scores = [ground.scaled.scores(v) for v in vectors]
    answers = [yardstick.answers(row) for row in scores]
    floors = [Fraction(0) if p.no_deal is None else p.no_deal for p in yardstick.parties]
    return Table(
        u=[tuple(x * (unit // s) for x, s in zip(v, scale, strict=True)) for v in vectors],
        d=tuple(int(x * unit) for x in floors),
        unit=unit,
        everyone=tuple(k for k, row in enumerate(answers) if all(row)),
        zone=tuple(k for k, row in enumerate(answers) if yardstick.carries(row) is True),
        unknown=yardstick.unknown,
        counts=counts,
        scores=scores,
    )


def _gains(point: Vector, base: Vector) -> list[int]:
    return [x - r for x, r in zip(point, base, strict=True)]


def _over(scale: int) -> Callable[[tuple[int, ...]], tuple[Fraction, ...]]:
    return lambda key: tuple(Fraction(x, scale) for x in key)


def _nash(t: Table) -> Choice:
    """Product of the gains of as many parties as can gain, among points all accept."""

    def key(point: Vector) -> tuple[int, ...]:
        gaining = [g for g in _gains(point, t.d) if g > 0]
        return len(gaining), prod(gaining)

    def value(won: tuple[int, ...]) -> tuple[Fraction, ...]:
        return (Fraction(won[1], t.unit ** won[0]),)

    most = max((key(t.u[k])[0] for k in t.everyone), default=0)
    status = "optimal" if most == len(t.d) else "no-strict-gain"
    return Choice(t.everyone, key, value, status)


def _by_relative_gain(
    t: Table, ideal_rows: Sequence[int], judge: Callable[[list[int], int], tuple[int, ...]]
) -> Choice:
    """Judge the gains relative to what each party could gain at best over ``ideal_rows``.

    Parties that cannot gain at all have no relative gain and are left out.
    """
    if not t.zone:
        return Choice((), lambda _: (), _over(1))
    ideal = t.ideal(ideal_rows)
    room = _gains(ideal, t.d)
    compared = tuple(i for i, width in enumerate(room) if width > 0)
    scale = lcm(*(room[i] for i in compared))

    def key(point: Vector) -> tuple[int, ...]:
        gains = _gains(point, t.d)
        return judge([gains[i] * (scale // room[i]) for i in compared], scale)

    status = "optimal" if compared else "no-strict-gain"
    return Choice(t.zone, key, _over(scale), status, ideal, compared)


def _leximin(values: Sequence[int], _scale: int = 1) -> tuple[int, ...]:
    return tuple(sorted(values))


def _minus_spread(values: Sequence[int], _scale: int) -> tuple[int, ...]:
    return (min(values, default=0) - max(values, default=0),)


def _minus_losses(values: Sequence[int], scale: int) -> tuple[int, ...]:
    return tuple(sorted(-(scale - x) for x in values))


def _absolute_losses(t: Table) -> Choice:
    if not t.zone:
        return Choice((), lambda _: (), _over(1))
    ideal = t.ideal(t.zone)
    everyone = tuple(range(len(t.d)))

    def key(point: Vector) -> tuple[int, ...]:
        return _leximin(_gains(point, ideal))

    return Choice(t.zone, key, _over(t.unit), "optimal", ideal, everyone)


def _simple(rows: tuple[int, ...], t: Table, key: Key) -> Choice:
    return Choice(rows, key, _over(t.unit))


#: Every method that this checker knows: whether it needs no-deal values, and its definition.
DEFINITIONS: Mapping[str, tuple[bool, Callable[[Table], Choice]]] = {
    "nash": (True, _nash),
    "kalai-smorodinsky": (True, lambda t: _by_relative_gain(t, t.zone, _leximin)),
    "kalai-smorodinsky-feasible-ideal": (
        True,
        lambda t: _by_relative_gain(t, t.all_rows, _leximin),
    ),
    "kalai-smorodinsky-nearest": (True, lambda t: _by_relative_gain(t, t.zone, _minus_spread)),
    "egalitarian": (True, lambda t: _simple(t.zone, t, lambda p: _leximin(_gains(p, t.d)))),
    "utilitarian": (True, lambda t: _simple(t.everyone, t, lambda p: (sum(_gains(p, t.d)),))),
    "utilitarian-in-zone": (True, lambda t: _simple(t.zone, t, lambda p: (sum(_gains(p, t.d)),))),
    "equal-loss": (True, lambda t: _by_relative_gain(t, t.zone, _minus_losses)),
    "equal-loss-absolute": (True, _absolute_losses),
    "greatest-total": (False, lambda t: _simple(t.all_rows, t, lambda p: (sum(p),))),
    "greatest-least-score": (False, lambda t: _simple(t.all_rows, t, _leximin)),
}


def best(t: Table, choice: Choice) -> tuple[tuple[int, ...] | None, list[int]]:
    """Return the greatest key over the rows of a choice, and every row that attains it."""
    keys = {k: choice.key(t.u[k]) for k in choice.rows}
    top = max(keys.values(), default=None)
    return top, [k for k, key in keys.items() if key == top]


@dataclass(frozen=True)
class _Truth:
    """What a method's definition gives: status, winners, what is maximised, and where."""

    status: str
    winners: tuple[int, ...] = ()
    value: tuple[Fraction, ...] = ()
    choice: Choice | None = None


def _truth(method: str, t: Table) -> _Truth:
    needs_no_deal, define = DEFINITIONS[method]
    if not t.u:
        return _Truth("infeasible")
    if needs_no_deal and t.unknown:
        return _Truth("unknown")
    choice = define(t)
    top, winners = best(t, choice)
    if top is None:
        return _Truth("no-zone", choice=choice)
    return _Truth(choice.status, tuple(winners), choice.value(top), choice)


def solution_claims(
    result: Mapping[str, Any], ground: Ground, table: Table | None, *, withheld: bool
) -> Iterator[Claim]:
    """Yield the claims on every solution; ``withheld`` when figures are left out on purpose.

    ``table`` is ``None`` when the efficient points are not known (``ground.reason``); then
    the choices are searched for (:mod:`irenic.verify.direct`), unless figures are withheld.
    """
    rooms = Rooms(ground.scaled)
    solutions = [record(s) for s in items(at(result, "solutions"))]
    named = [text(at(s, "method")) for s in solutions]
    yield claim("every method is listed, and only once", _once(named))
    for name, stated in zip(named, solutions, strict=True):
        if name not in DEFINITIONS:
            yield Claim(f"{name}: its choice", "not checked", "this checker has no such method")
        elif text(at(stated, "status")) == "limit-reached":
            yield from stopped_claims(name, stated, ground, rooms)
        elif table is None and withheld:
            yield Claim(f"{name}: its choice", "not checked", ground.reason or ground.open)
        elif table is None:
            yield from direct_claims(name, stated, ground, rooms)
        else:
            yield from _one(name, stated, ground, table, _truth(name, table), withheld)
            if record(at(stated, "certificate")).get("kind") == DIRECT:
                yield bound_claim(name, stated, ground, rooms)


def _once(named: Sequence[str]) -> Iterator[str]:
    for name in named:
        if named.count(name) > 1:
            yield f"{name} is listed {named.count(name)} times"
    for name in DEFINITIONS:
        if name not in named:
            yield f"{name} is missing"


def _one(
    name: str,
    stated: Mapping[str, Any],
    ground: Ground,
    t: Table,
    truth: _Truth,
    withheld: bool,
) -> Iterator[Claim]:
    yield claim(f"{name}: status and assumption", _status(name, stated, truth))
    if not withheld:
        yield claim(f"{name}: chooses the best points, all of them", _winners(stated, t, truth))
        yield claim(f"{name}: value", differs("it", _numbers_at(stated, "value"), truth.value))
        yield claim(f"{name}: certificate", _certificate(stated, ground, t, truth))
    yield claim(f"{name}: packages", _packages(stated, ground, t, truth))
    yield claim(f"{name}: number of tied packages", _tied(stated, t, truth))


def _status(name: str, stated: Mapping[str, Any], truth: _Truth) -> Iterator[str]:
    yield from differs("it", text(at(stated, "status")), truth.status)
    reason = "no-deal-unknown" if truth.status == "unknown" else ""
    yield from differs("the reason", text(at(stated, "reason")), reason)
    yield from assumption(name, stated)


def _numbers_at(stated: Mapping[str, Any], key: str) -> tuple[Fraction, ...] | str:
    """Return a list of exact numbers, or what is wrong with it."""
    try:
        return numbers(at(stated, key))
    except Malformed as error:
        return str(error)


def _winners(stated: Mapping[str, Any], t: Table, truth: _Truth) -> Iterator[str]:
    listed = [numbers(u) for u in items(at(stated, "utilities"))]
    true = {t.scores[k]: k for k in truth.winners}
    if len(set(listed)) < len(listed):
        yield "a point is listed twice"
    for scores in listed:
        if scores in true:
            continue
        if not true:
            yield f"it has no answer, but {shown(scores)} is listed"
        elif scores not in t.scores:
            yield f"{shown(scores)} is no efficient point"
        elif truth.choice is None or t.scores.index(scores) not in truth.choice.rows:
            yield f"{shown(scores)} is no point that the method may choose"
        else:
            yield f"{shown(next(iter(true)))} is better than {shown(scores)}"
    for scores in set(true) - set(listed):
        yield f"{shown(scores)} is as good, and is not listed"


def _packages(stated: Mapping[str, Any], ground: Ground, t: Table, truth: _Truth) -> Iterator[str]:
    best_vectors = {t.u[k] for k in truth.winners}
    seen: set[tuple[tuple[str, str], ...]] = set()
    packages = items(at(stated, "packages"))
    for value in packages:
        package = ground.yardstick.read_complete(value)
        choices = shown(package.choices)
        if ground.yardstick.broken(package.choices):
            yield f"{choices} breaks a rule"
        if _common(package, ground, t) not in best_vectors:
            scores = ground.yardstick.scores(package)
            yield f"{choices} gives {shown(scores)}, which is not what the method chooses"
        name = tuple(sorted(package.choices.items()))
        if name in seen:
            yield f"{choices} is listed twice"
        seen.add(name)
    if len(packages) < min(whole(at(stated, "count")), LISTED):
        yield f"{len(packages)} packages are listed of {at(stated, 'count')}"


def _common(package: Settlement, ground: Ground, t: Table) -> Vector:
    return tuple(int(x * t.unit) for x in ground.yardstick.scores(package))


def _tied(stated: Mapping[str, Any], t: Table, truth: _Truth) -> Iterator[str]:
    count = whole(at(stated, "count"))
    if count < len(items(at(stated, "packages"))):
        yield f"it is stated as {count}, but more packages are listed"
    if not truth.winners:
        yield from differs("it", count, 0)
        return
    if t.counts is None:
        raise Unchecked("too many packages to count")
    yield from differs("it", count, sum(t.counts[k] for k in truth.winners))


def _certificate(
    stated: Mapping[str, Any], ground: Ground, t: Table, truth: _Truth
) -> Iterator[str]:
    certificate = record(at(stated, "certificate"))
    if truth.choice is None:
        if certificate:
            yield "there is no answer that it could prove"
        return
    if not certificate and not truth.winners:
        return
    yield from differs("value", numbers(at(certificate, "value")), truth.value)
    if certificate.get("kind") != DIRECT:
        compared = whole(at(certificate, "points_compared"))
        yield from differs("points_compared", compared, len(truth.choice.rows))
    parties = [p.id for p in ground.yardstick.parties]
    if "ideal" in certificate or truth.choice.ideal:
        listed = {p: numbers([x])[0] for p, x in record(at(certificate, "ideal")).items()}
        pairs = zip(parties, truth.choice.ideal, strict=False)
        yield from differs("ideal", listed, {p: Fraction(x, t.unit) for p, x in pairs})
    if "compared" in certificate or truth.choice.compared:
        true = tuple(parties[i] for i in truth.choice.compared)
        yield from differs("compared", tuple(items(at(certificate, "compared"))), true)
    if "gaining" in certificate:
        most = max(sum(g > 0 for g in _gains(t.u[k], t.d)) for k in truth.choice.rows)
        yield from differs("gaining", whole(certificate["gaining"]), most)
