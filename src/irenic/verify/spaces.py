"""The packages of a case as whole numbers: tables, terms and rules for counting machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import lcm, prod

from irenic.model import Condition
from irenic.verify.rules import Statement, passes, statement
from irenic.verify.utility import Settlement, Yardstick

__all__ = ["Pattern", "Scaled", "Total", "Vector", "scale_case"]

Vector = tuple[int, ...]
#: For each issue named (by position), which of its options pass.
Pattern = Mapping[int, tuple[bool, ...]]


@dataclass(frozen=True)
class Total:
    """A rule: where one of ``when`` holds (or always), a whole number is in bounds.

    It is how many of ``patterns`` hold plus the weight of the option of each issue in
    ``weights``, from ``low`` to ``high``; ``None`` is no bound.
    """

    when: tuple[Pattern, ...]
    patterns: tuple[Pattern, ...]
    weights: Mapping[int, Vector]
    low: int | None
    high: int | None

    @cached_property
    def issues(self) -> frozenset[int]:
        """Return the issues that the rule looks at."""
        return frozenset().union(*self.when, *self.patterns, self.weights)

    @cached_property
    def largest(self) -> int:
        """Return a bound on the size of any total, and of the bounds."""
        reach = sum(max(map(abs, w), default=0) for w in self.weights.values())
        return max(len(self.patterns) + reach, abs(self.low or 0), abs(self.high or 0))

    def keeps(self, at: Mapping[int, int]) -> bool:
        """Return whether a package keeps to the rule."""
        if self.when and not any(_all(at, when) for when in self.when):
            return True
        total = sum(_all(at, pattern) for pattern in self.patterns)
        total += sum(weights[at[j]] for j, weights in self.weights.items())
        return (self.low is None or total >= self.low) and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Scaled:
    """``scale[i]`` times a score of party *i* is whole; positions stand for names.

    ``tables[issue][option]`` are utilities, ``terms`` what a pattern adds.
    """

    yardstick: Yardstick
    scale: Vector
    options: tuple[tuple[str, ...], ...]
    tables: tuple[tuple[Vector, ...], ...]
    terms: tuple[tuple[Pattern, Vector], ...]
    rules: tuple[Total, ...]
    floors: tuple[int | None, ...]

    @property
    def n_parties(self) -> int:
        """Return the number of parties."""
        return len(self.scale)

    @cached_property
    def total(self) -> int:
        """Return the number of packages, feasible or not."""
        return prod(len(options) for options in self.options)

    @cached_property
    def largest(self) -> int:
        """Return a bound on the size of any score, partial sums and no-deal values included."""
        rows = [max(abs(x) for vector in table for x in vector) for table in self.tables]
        added = [max(abs(x) for x in add) for _, add in self.terms]
        floors = [abs(floor) for floor in self.floors if floor is not None]
        return sum(rows) + sum(added) + max(floors, default=0)

    def whole(self, scores: Sequence[Fraction]) -> Vector | None:
        """Return scores as whole numbers; ``None`` when no package can have such scores."""
        scaled = [x * s for x, s in zip(scores, self.scale, strict=True)]
        return tuple(map(int, scaled)) if all(x.denominator == 1 for x in scaled) else None

    def scores(self, vector: Sequence[int]) -> tuple[Fraction, ...]:
        """Return whole numbers as scores in the units of the case."""
        return tuple(Fraction(int(x), s) for x, s in zip(vector, self.scale, strict=True))

    def package(self, picks: Sequence[int]) -> Settlement:
        """Return the package with these option positions."""
        pairs = zip(self.yardstick.issues, picks, strict=True)
        return Settlement({issue.id: issue.option_ids[pick] for issue, pick in pairs})

    def restricted(self, choices: Mapping[str, str]) -> Scaled:
        """Return the packages that settle some issues in the given way.

        Other options of those issues are dropped; positions are counted anew.
        """
        kept = tuple(
            tuple(k for k, o in enumerate(options) if choices.get(issue.id, o) == o)
            for issue, options in zip(self.yardstick.issues, self.options, strict=True)
        )

        def cut(pattern: Pattern) -> Pattern:
            return {j: tuple(passing[k] for k in kept[j]) for j, passing in pattern.items()}

        return Scaled(
            self.yardstick,
            self.scale,
            tuple(tuple(o[k] for k in ks) for o, ks in zip(self.options, kept, strict=True)),
            tuple(tuple(t[k] for k in ks) for t, ks in zip(self.tables, kept, strict=True)),
            tuple((cut(when), add) for when, add in self.terms),
            tuple(
                Total(
                    tuple(map(cut, rule.when)),
                    tuple(map(cut, rule.patterns)),
                    {j: tuple(w[k] for k in kept[j]) for j, w in rule.weights.items()},
                    rule.low,
                    rule.high,
                )
                for rule in self.rules
            ),
            self.floors,
        )

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Return the issues in groups such that no rule or term spans two groups."""
        links = [set(when) for when, _ in self.terms]
        links += [set(rule.issues) for rule in self.rules]
        groups: list[set[int]] = [{j} for j in range(len(self.tables))]
        for link in links:
            joined = [g for g in groups if g & link]
            groups = [g for g in groups if not g & link]
            if joined:
                groups.append(set().union(*joined))
        return tuple(tuple(sorted(group)) for group in groups)

    def group_totals(self, group: Sequence[int]) -> dict[Vector, int]:
        """Return the sums that one group of issues can add, with how many ways lead to each."""
        found: dict[Vector, int] = {}
        inside = set(group)
        terms = [(when, add) for when, add in self.terms if set(when) <= inside]
        rules = [rule for rule in self.rules if rule.issues <= inside]
        for picks in product(*(range(len(self.tables[j])) for j in group)):
            at = dict(zip(group, picks, strict=True))
            if not all(rule.keeps(at) for rule in rules):
                continue
            parts = [self.tables[j][pick] for j, pick in at.items()]
            parts += [add for when, add in terms if _all(at, when)]
            vector = tuple(sum(p[i] for p in parts) for i in range(self.n_parties))
            found[vector] = found.get(vector, 0) + 1
        return found


def _all(at: Mapping[int, int], pattern: Pattern) -> bool:
    return all(passing[at[j]] for j, passing in pattern.items())


def _pattern(yardstick: Yardstick, condition: Condition) -> Pattern:
    return {
        j: tuple(passes(option, condition[issue.id]) for option in yardstick.options[issue.id])
        for j, issue in enumerate(yardstick.issues)
        if issue.id in condition
    }


def _total(yardstick: Yardstick, stated: Statement) -> Total:
    """Return a rule in whole numbers: all of them times one common denominator."""
    factors = dict(stated.factors)
    weights = {
        j: [factors[issue.id] * Fraction(option) for option in yardstick.options[issue.id]]
        for j, issue in enumerate(yardstick.issues)
        if issue.id in factors
    }
    bounds = [bound for bound in (stated.low, stated.high) if bound is not None]
    unit = lcm(*(x.denominator for row in (bounds, *weights.values()) for x in row))
    # What is strictly below a whole number is at most one less.
    inward = 1 if stated.strict else 0
    return Total(
        tuple(_pattern(yardstick, condition) for condition in stated.when),
        tuple(_pattern(yardstick, condition) for condition in stated.conditions),
        {j: tuple(int(x * unit) for x in row) for j, row in weights.items()},
        None if stated.low is None else int(stated.low * unit) + inward,
        None if stated.high is None else int(stated.high * unit) - inward,
    )


def scale_case(yardstick: Yardstick) -> Scaled:
    """Return the packages of a case, its divisible issues left out, as whole numbers."""
    parties = yardstick.parties
    scale = tuple(
        lcm(
            *(x.denominator for table in p.options.values() for x in table.values()),
            *(add.denominator for _, add in p.terms),
            1 if p.no_deal is None else p.no_deal.denominator,
        )
        for p in parties
    )
    options = tuple(yardstick.options[issue.id] for issue in yardstick.issues)
    nothing = Fraction(0)

    def whole(values: Sequence[Fraction]) -> Vector:
        return tuple(int(x * s) for x, s in zip(values, scale, strict=True))

    def pattern(condition: Condition) -> Pattern:
        return _pattern(yardstick, condition)

    return Scaled(
        yardstick,
        scale,
        options,
        tuple(
            tuple(whole([p.options.get(i.id, {}).get(o, nothing) for p in parties]) for o in names)
            for i, names in zip(yardstick.issues, options, strict=True)
        ),
        tuple(
            (pattern(when), whole([add if q is p else nothing for q in parties]))
            for p in parties
            for when, add in p.terms
        ),
        tuple(_total(yardstick, statement(rule)) for rule in yardstick.case.rules),
        tuple(
            None if p.no_deal is None else int(p.no_deal * s)
            for p, s in zip(parties, scale, strict=True)
        ),
    )
