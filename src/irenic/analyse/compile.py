"""From names to arrays: a case at its named midpoint, as integers for the solvers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from irenic.analyse.basics import Package
from irenic.analyse.points import PartyPoints
from irenic.analyse.rules import rule_bounds, rule_patterns
from irenic.model import Case, ChoiceIssue, NumericIssue, ShareIssue
from irenic.solve.space import Limit, Pattern, Restriction, Space, Term

__all__ = ["Compiled", "compile_case"]


@dataclass(frozen=True)
class Compiled:
    """A case as integers.

    ``scale[i]`` times a score of party *i* is an integer; ``floors[i]`` is its no-deal
    value so scaled, ``None`` when unknown.  ``unit`` is a common multiple of all scales.
    Divisible issues are not in ``space``; ``issues`` are the others, in file order.
    """

    case: Case
    points: tuple[PartyPoints, ...]
    issues: tuple[ChoiceIssue | NumericIssue, ...]
    space: Space
    scale: tuple[int, ...]
    floors: tuple[int | None, ...]

    @cached_property
    def unit(self) -> int:
        """Return the least common multiple of the scales."""
        return lcm(*self.scale)

    @cached_property
    def no_deal(self) -> tuple[Fraction | None, ...]:
        """Return the no-deal values at the midpoint, in party order."""
        return tuple(p.no_deal for p in self.points)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the parties whose no-deal value is unknown."""
        return tuple(p.party for p in self.points if p.no_deal is None)

    def scores(self, vector: Sequence[int]) -> tuple[Fraction, ...]:
        """Return a solver's utility vector in the units of the case file."""
        return tuple(Fraction(x, s) for x, s in zip(vector, self.scale, strict=True))

    def vector(self, scores: Sequence[Fraction]) -> tuple[int, ...]:
        """Return scores as a solver's utility vector."""
        return tuple(int(x * s) for x, s in zip(scores, self.scale, strict=True))

    def common(self, vector: Sequence[int]) -> tuple[int, ...]:
        """Return a solver's utility vector in the common unit."""
        return tuple(x * (self.unit // s) for x, s in zip(vector, self.scale, strict=True))

    def package(self, picks: Sequence[int]) -> Package:
        """Return a package from option indices, one per issue of ``issues``."""
        pairs = zip(self._option_ids, picks, strict=True)
        return Package({issue: options[pick] for (issue, options), pick in pairs})

    def picks(self, choices: Mapping[str, str]) -> tuple[int, ...]:
        """Return the option indices of a package that settles every issue of ``issues``."""
        return tuple(options.index(choices[issue]) for issue, options in self._option_ids)

    def restricted(self, choices: Mapping[str, str]) -> Restriction:
        """Return the packages that agree with ``choices`` on the issues it settles."""
        allowed = {
            j: frozenset({options.index(choices[issue])})
            for j, (issue, options) in enumerate(self._option_ids)
            if issue in choices
        }
        return self.space.restrict(allowed)

    @cached_property
    def _option_ids(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((issue.id, issue.option_ids) for issue in self.issues)


def compile_case(case: Case, points: tuple[PartyPoints, ...]) -> Compiled:
    """Return the case as integers: one table per issue, terms, forbidden patterns, limits.

    Every party's numbers are multiplied by the least common multiple of their
    denominators, so that no rounding happens anywhere.
    """
    issues = tuple(issue for issue in case.issues if not isinstance(issue, ShareIssue))
    scale = tuple(lcm(*(x.denominator for x in _numbers(p))) for p in points)
    tables = tuple(
        tuple(
            tuple(
                int(p.options[issue.id][option] * s) if issue.id in p.options else 0
                for p, s in zip(points, scale, strict=True)
            )
            for option in issue.option_ids
        )
        for issue in issues
    )
    position = {issue.id: j for j, issue in enumerate(issues)}
    numbers = {issue.id: {o: k for k, o in enumerate(issue.option_ids)} for issue in issues}

    def pattern(when: Mapping[str, frozenset[str]]) -> Pattern:
        return tuple(
            (position[issue], frozenset(numbers[issue][o] for o in options))
            for issue, options in when.items()
        )

    terms = tuple(
        Term(pattern(term.when), _only(i, int(term.add * s), len(scale)))
        for i, (p, s) in enumerate(zip(points, scale, strict=True))
        for term in p.terms
    )
    space = Space(
        len(points),
        tables,
        terms,
        tuple(pattern(when) for when in rule_patterns(case)),
        tuple(
            Limit(tuple((pattern(p), x) for p, x in bound.parts), bound.low, bound.high)
            for bound in rule_bounds(case)
        ),
    )
    floors = tuple(
        None if p.no_deal is None else int(p.no_deal * s)
        for p, s in zip(points, scale, strict=True)
    )
    return Compiled(case, points, issues, space, scale, floors)


def _only(i: int, amount: int, count: int) -> tuple[int, ...]:
    return tuple(amount if k == i else 0 for k in range(count))


def _numbers(points: PartyPoints) -> Iterator[Fraction]:
    yield Fraction(1 if points.no_deal is None else points.no_deal)
    for table in points.options.values():
        yield from table.values()
    yield from (term.add for term in points.terms)
