r"""Claims about what a method chooses where shares and options mix, for any number of parties.

The packages that a result states are scored anew and give the value; then every way is looked
at for something better.  Multipliers of the certificate rule most ways out by adding up: when
everything as good as the value reaches :math:`\lambda \cdot u \ge r`, and nothing beside a way
passes less than *r*, there is nothing better.  Where that is not decided, a linear program of
the checker's own decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from typing import Any

from irenic.verify.claims import (  # fmt: skip
    Malformed,
    Unchecked,
    at,
    differs,
    items,
    number,
    numbers,
    record,
    shown,
    text,
    whole,
)
from irenic.verify.methods import COMPARING
from irenic.verify.pots import Demand, Floors, Mix, Way, demands_of
from irenic.verify.shares import RULES, Rule
from irenic.verify.utility import Settlement

__all__ = ["mixed_choice"]

ZERO, ONE = Fraction(0), Fraction(1)
Key = tuple[Fraction, ...]
#: Methods that ask for everybody's acceptance, whatever the decision rule.
UNANIMOUS = ("nash", "utilitarian")
UNPROVED = "no multipliers rule out more"
#: Greatest tolerance that a certificate of a product may claim.
TOLERATED = Fraction(1, 10**9)


@dataclass(frozen=True)
class _Task:
    """A rule on a case: compared values are ``scale[i] * u_i - start[i]``."""

    rule: Rule
    mix: Mix
    scale: tuple[Fraction, ...]
    start: tuple[Fraction, ...]
    boxes: list[Floors]

    @cached_property
    def compared(self) -> tuple[int, ...]:
        return tuple(i for i, a in enumerate(self.scale) if a)

    def key(self, u: Sequence[Fraction]) -> Key:
        """Return what is compared."""
        y = [self.scale[i] * u[i] - self.start[i] for i in self.compared]
        if self.rule.kind == "sum":
            return (sum(y, ZERO),)
        if self.rule.kind == "least":
            return tuple(sorted(y))
        gaining = [x for x in y if x > 0]
        return Fraction(len(gaining)), prod(gaining, start=ONE)

    def needs(self, weights: Sequence[Fraction], low: Sequence[Fraction], key: Key) -> Fraction:
        """Return what the weighted sum reaches in anything as good as ``key``; no product."""
        if self.rule.kind == "least":
            raised = [
                max(f, (key[0] + b) / a) if a and key else f
                for f, a, b in zip(low, self.scale, self.start, strict=True)
            ]
            return sum((w * f for w, f in zip(weights, raised, strict=True)), ZERO)
        # Any part of the sum, as long as no weight becomes negative; the floors pay the rest.
        most = min(w / a for w, a in zip(weights, self.scale, strict=True) if a)
        goal = key[0] + sum(self.start, ZERO)
        found = []
        for part in {ZERO, min(most, ONE), most}:
            rest = ((w - part * a) * f for w, a, f in zip(weights, self.scale, low, strict=True))
            found.append(part * goal + sum(rest, ZERO))
        return max(found)

    def solve(self, way: Way, box: Floors) -> Key | None:
        """Return the greatest key beside a way, by linear programs; no product."""
        demands = demands_of(box)
        values: list[Demand] = [({i: self.scale[i]}, self.start[i]) for i in self.compared]
        if self.rule.kind == "sum":
            total = {i: self.scale[i] for i in self.compared}
            found = self.mix.program(way, [(total, sum(self.start, ZERO))], demands)
            return None if found is None else (found[0],)
        if not values:
            return None if self.mix.program(way, (), demands) is None else ()
        key: list[Fraction] = []
        while values:
            found = self.mix.program(way, values, demands)
            if found is None:
                return None
            level = found[0]
            floor = [(c, least + level) for c, least in values]
            stuck = []
            for k, (c, least) in enumerate(values):
                alone = self.mix.program(way, [(c, least)], [*demands, *floor])
                if alone is None or alone[0] <= level:
                    stuck.append(k)
            key += [level] * len(stuck)
            demands += [floor[k] for k in stuck]
            values = [v for k, v in enumerate(values) if k not in stuck]
        return tuple(key)


def mixed_choice(name: str, stated: Mapping[str, Any], mix: Mix, withheld: bool) -> Iterator[str]:
    """Yield what is wrong with the choice of one method."""
    yield from differs("compares_scores", at(stated, "compares_scores"), name in COMPARING)
    rule, status = RULES[name], text(at(stated, "status"))
    packages = [mix.yardstick.read_complete(p) for p in items(at(stated, "packages"))]
    yield from differs("count", whole(at(stated, "count")), len(packages))
    if not mix.ways:
        yield from differs("the status", status, "infeasible")
        return
    task = _task(name, rule, mix)
    if isinstance(task, str):
        yield from differs("the status", status, task)
        yield from differs("the packages", len(packages), 0)
        return
    if not packages:
        yield f"no package is given, although the method has an answer ({status})"
        return
    scores = [mix.yardstick.scores(p) for p in packages]
    key = task.key(scores[0])
    if status != "limit-reached":
        yield from differs("the status", status, _status(task, key))
    yield from _packages(packages, scores, key, task)
    if status == "limit-reached":
        raise Unchecked("a limit stopped the search, so nothing is claimed to be best")
    tolerance = ZERO
    rows: list[Key] = []
    if not withheld:
        certificate = record(at(stated, "certificate"))
        tolerance = number(certificate.get("certified_within", "0"))
        if not 0 <= tolerance <= TOLERATED:
            yield f"a tolerance of {shown(tolerance)} is too much"
        rows = [
            _row(row, len(mix.yardstick.parties)) for row in items(at(certificate, "multipliers"))
        ]
        value = key[1:] if rule.kind == "product" else key
        yield from differs("the value", numbers(at(stated, "value")), value)
        yield from differs("the certified value", numbers(at(certificate, "value")), value)
        yield from differs(
            "the utilities", set(map(numbers, items(at(stated, "utilities")))), set(scores)
        )
        rows = [row for row in rows if any(row)]
    elif rule.kind == "product":
        # The multipliers are withheld; those of the best division are its inverse gains.
        gains = [u - d for u, d in zip(scores[0], task.start, strict=True)]
        rows = [tuple(1 / g if g > 0 else ZERO for g in gains)]
    listed = {_options(task, p) for p in packages}
    for found in _better(task, key, rows, listed, tolerance):
        if withheld and found.startswith(UNPROVED):
            raise Unchecked("the multipliers that prove it are withheld")
        yield found


def _row(value: object, n: int) -> Key:
    found = numbers(value)
    if len(found) != n or min(found) < 0:
        raise Malformed(f"{shown(found)} are no multipliers of {n} parties")
    return found


def _options(task: _Task, package: Settlement) -> Key:
    return task.mix.yardstick.scores(Settlement(package.choices))


def _status(task: _Task, key: Key) -> str:
    if task.rule.kind == "product":
        return "optimal" if key[0] == len(task.scale) else "no-strict-gain"
    return "optimal" if task.compared else "no-strict-gain"


def _task(name: str, rule: Rule, mix: Mix) -> _Task | str:
    """Return the rule on the case, or the status of a method without an answer."""
    n = len(mix.yardstick.parties)
    if rule.origin == "nothing":
        return _Task(rule, mix, (ONE,) * n, (ZERO,) * n, [(None,) * n])
    floors = mix.floors
    if floors is None:
        return "unknown"
    boxes: list[Floors] = [floors] if name in UNANIMOUS else mix.groups
    if mix.empty or not any(mix.open_to(way, box) for box in boxes for way in mix.ways):
        return "no-zone"
    if rule.origin == "no deal" and rule.unit == "score":
        return _Task(rule, mix, (ONE,) * n, floors, boxes)
    ideal = [mix.ideal(i, in_zone=rule.ideal == "zone") or ZERO for i in range(n)]
    origin = ideal if rule.origin == "ideal" else list(floors)
    if rule.unit == "score":
        return _Task(rule, mix, (ONE,) * n, tuple(origin), boxes)
    scale = tuple(1 / (i - d) if i > d else ZERO for i, d in zip(ideal, floors, strict=True))
    start = tuple(a * x for a, x in zip(scale, origin, strict=True))
    return _Task(rule, mix, scale, start, boxes)


def _packages(
    packages: Sequence[Settlement], scores: Sequence[Key], key: Key, task: _Task
) -> Iterator[str]:
    for package, u in zip(packages, scores, strict=True):
        if task.mix.yardstick.broken(package.choices):
            yield f"{shown(package.choices)} breaks a rule"
        if task.key(u) != key:
            yield f"{shown(scores[0])} and {shown(u)} are not equally good"
        if not any(_keeps(u, box) for box in task.boxes):
            yield f"{shown(u)} is refused"
        if task.mix.beaten(u):
            yield f"{shown(u)} is dominated"


def _keeps(u: Sequence[Fraction], box: Floors) -> bool:
    return all(f is None or x >= f for x, f in zip(u, box, strict=True))


def _better(
    task: _Task, key: Key, rows: Sequence[Key], listed: set[Key], tolerance: Fraction
) -> Iterator[str]:
    """Yield a way that has something better, or as good and not listed."""
    most = {id(way.mode): [way.mode.most(row) for row in rows] for way in task.mix.ways}
    for way in task.mix.ways:
        lowest = [way.least(i) for i in range(len(way.base))]
        tops = [
            above + sum((w * x for w, x in zip(row, way.base, strict=True)), ZERO)
            for row, above in zip(rows, most[id(way.mode)], strict=True)
        ]
        for box in task.boxes:
            low = [s if f is None else f for s, f in zip(lowest, box, strict=True)]
            if task.rule.kind == "product":
                bounds = list(zip(rows, tops, strict=True))
                yield from _product(task, way, key, bounds, listed, tolerance)
                continue
            needed = [task.needs(row, low, key) for row in rows]
            if any(top < need for top, need in zip(tops, needed, strict=True)):
                continue
            if (
                task.compared
                and rows
                and not any(top == need for top, need in zip(tops, needed, strict=True))
            ):
                yield f"{UNPROVED} beside options worth {shown(way.base)}"
            found = task.solve(way, box)
            if found is not None and found > key:
                yield f"beside options worth {shown(way.base)} a method value of {shown(found)}"
            everyone = len(task.compared) == len(task.scale)
            if found == key and everyone and way.base not in listed:
                yield f"options worth {shown(way.base)} are as good, and not listed"


def _product(
    task: _Task,
    way: Way,
    key: Key,
    bounds: Sequence[tuple[Key, Fraction]],
    listed: set[Key],
    slack: Fraction,
) -> Iterator[str]:
    """Decide by the inequality of arithmetic and geometric means, for those who can gain."""
    floors = task.start
    above = [t - sum((w * d for w, d in zip(r, floors, strict=True)), ZERO) for r, t in bounds]
    if any(x < 0 for x in above) or not task.mix.open_to(way, floors):
        return
    n = len(floors)
    gaining = list(range(n))
    if key[0] < n or any(x == 0 for x in above):
        best = [task.mix.best(way, i, floors) for i in range(n)]
        gaining = [i for i, x in enumerate(best) if x is not None and x > floors[i]]
    if len(gaining) != key[0]:
        if len(gaining) > key[0]:
            yield f"beside options worth {shown(way.base)} more parties can gain"
        return
    limit, ruled_out = key[1] * (1 + slack), not gaining
    for (row, _), room in zip(bounds, above, strict=True):
        inside = prod((row[i] for i in gaining), start=ONE)
        if not inside or not gaining:
            continue
        reached = (room / len(gaining)) ** len(gaining)
        ruled_out = ruled_out or reached <= inside * limit
        if reached == inside * key[1] and way.base not in listed:
            # Equality leaves a single point; it ties when a division reaches it.
            point = [({i: ONE}, floors[i] + room / len(gaining) / row[i]) for i in gaining]
            if task.mix.program(way, (), [*demands_of(floors), *point]) is not None:
                yield f"options worth {shown(way.base)} are as good, and not listed"
    if not ruled_out:
        yield f"{UNPROVED} beside options worth {shown(way.base)}"
