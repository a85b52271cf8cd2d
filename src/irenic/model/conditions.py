"""Conditions on a package: "hours is h36 and wages is at least 4"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from irenic.model.issues import ChoiceIssue, NumericIssue
from irenic.model.quantity import show_number

__all__ = ["Comparison", "Condition", "OneOf", "Operator", "Test", "matching_options"]

Operator = Literal["<", "<=", ">", ">=", "!="]


@dataclass(frozen=True, slots=True)
class OneOf:
    """The issue is settled by one of these options."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The number that settles the issue compares so with ``bound``."""

    operator: Operator
    bound: Fraction

    def __str__(self) -> str:
        """Return ``>= 4``."""
        return f"{self.operator} {show_number(self.bound)}"

    def holds(self, value: Fraction) -> bool:
        """Return whether ``value`` passes the comparison."""
        match self.operator:
            case "<":
                return value < self.bound
            case "<=":
                return value <= self.bound
            case ">":
                return value > self.bound
            case ">=":
                return value >= self.bound
            case "!=":
                return value != self.bound


Test = OneOf | Comparison
#: Every listed issue must pass its test (a conjunction); keys are issue ids.
Condition = Mapping[str, Test]


def matching_options(issue: ChoiceIssue | NumericIssue, test: Test, /) -> frozenset[str]:
    """Return the ids of the options of ``issue`` that pass ``test``.

    Raises
    ------
    TypeError
        When a choice issue is compared with a number; readers refuse that earlier.
    """
    if isinstance(test, OneOf):
        return frozenset(test.options)
    if isinstance(issue, ChoiceIssue):
        raise TypeError(f"issue {issue.id} has no numbers to compare")
    pairs = zip(issue.option_ids, issue.grid, strict=True)
    return frozenset(option for option, value in pairs if test.holds(value))
