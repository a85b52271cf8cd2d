"""Rules, restated from the model: which are broken, and what they say of whole packages.

Every rule is one statement about a total: where a package meets one of ``when``, the number
of conditions that it meets, or the difference of two sums, lies between two bounds.  An open
issue leaves a range of totals; a rule is broken when the whole range lies outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from irenic.model import (
    Case,
    Compare,
    Condition,
    Count,
    Forbid,
    NumericIssue,
    OneOf,
    Require,
    Rule,
    Sum,
    Test,
)

__all__ = ["Statement", "broken", "meets", "passes", "statement"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Statement:
    """Where one of ``when`` holds (or always), a total lies from ``low`` to ``high``.

    The total is the number of ``conditions`` that hold, plus for each issue of ``factors``
    its number times the factor.  A strict bound may not be reached; ``None`` is no bound.
    """

    when: tuple[Condition, ...]
    conditions: tuple[Condition, ...] = ()
    factors: tuple[tuple[str, Fraction], ...] = ()
    low: Fraction | None = None
    high: Fraction | None = None
    strict: bool = False

    def excludes(self, least: Fraction, most: Fraction) -> bool:
        """Return whether every total from ``least`` to ``most`` is out of bounds."""
        below = self.low is not None and (most < self.low or (self.strict and most == self.low))
        above = self.high is not None and (
            least > self.high or (self.strict and least == self.high)
        )
        return below or above


def statement(rule: Rule) -> Statement:
    """Return a rule as a statement about a total."""
    match rule:
        case Forbid():
            return Statement((), (rule.test,), high=ZERO)
        case Require():
            return Statement(rule.when, rule.any_of, low=Fraction(1))
        case Count():
            high = None if rule.at_most is None else Fraction(rule.at_most)
            return Statement(rule.when, rule.of, low=Fraction(rule.at_least), high=high)
        case Compare():
            edge = rule.right.constant - rule.left.constant
            return Statement(
                rule.when,
                factors=_moved_left(rule.left, rule.right),
                low=None if rule.relation in ("<", "<=") else edge,
                high=None if rule.relation in (">", ">=") else edge,
                strict=rule.relation in ("<", ">"),
            )


def _moved_left(left: Sum, right: Sum) -> tuple[tuple[str, Fraction], ...]:
    names = dict.fromkeys(name for name, _ in (*left.terms, *right.terms))
    here, there = dict(left.terms), dict(right.terms)
    moved = ((name, here.get(name, ZERO) - there.get(name, ZERO)) for name in names)
    return tuple((name, factor) for name, factor in moved if factor != 0)


def passes(option: str, test: Test) -> bool:
    """Return whether an option passes one test of a condition."""
    if isinstance(test, OneOf):
        return option in test.options
    return test.holds(Fraction(option))


def meets(choices: Mapping[str, str], condition: Condition) -> bool:
    """Return whether the settled issues pass every test; an open issue passes none."""
    return all(issue in choices and passes(choices[issue], t) for issue, t in condition.items())


def _may_meet(choices: Mapping[str, str], condition: Condition) -> bool:
    return all(passes(choices[issue], t) for issue, t in condition.items() if issue in choices)


def broken(case: Case, rule: Rule, choices: Mapping[str, str]) -> bool:
    """Return whether the settled issues break a rule, each condition judged by itself."""
    stated = statement(rule)
    if stated.when and not any(meets(choices, when) for when in stated.when):
        return False
    least = Fraction(sum(meets(choices, c) for c in stated.conditions))
    most = Fraction(sum(_may_meet(choices, c) for c in stated.conditions))
    for name, factor in stated.factors:
        numbers = [Fraction(choices[name])] if name in choices else _ends(case, name)
        least += min(factor * x for x in numbers)
        most += max(factor * x for x in numbers)
    return stated.excludes(least, most)


def _ends(case: Case, name: str) -> list[Fraction]:
    issue = case.issue_by_id[name]
    return [issue.start, issue.stop] if isinstance(issue, NumericIssue) else []
