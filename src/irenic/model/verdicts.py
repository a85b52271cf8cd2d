"""What the settled issues of a package say about conditions and rules.

Each condition is judged by itself, so "broken" means: however the open issues are settled,
the rule is not kept.  The other way round more may be impossible than is called broken,
since conditions can exclude each other; counting the completions finds that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from irenic.model.conditions import Condition, OneOf, Test
from irenic.model.issues import Issue, NumericIssue
from irenic.model.rules import Compare, Count, Forbid, Relation, Rule

__all__ = ["always_holds", "difference", "is_broken", "never_holds", "verdict"]

Choices = Mapping[str, str]


def verdict(condition: Condition, choices: Choices, /) -> bool | None:
    """Return whether the settled issues meet ``condition``; ``None`` while that is open."""
    answers = [_passes(choices.get(issue), test) for issue, test in condition.items()]
    if False in answers:
        return False
    return None if None in answers else True


def _passes(option: str | None, test: Test) -> bool | None:
    if option is None:
        return None
    if isinstance(test, OneOf):
        return option in test.options
    return test.holds(Fraction(option))


def is_broken(rule: Rule, choices: Choices, issues: Mapping[str, Issue], /) -> bool:
    """Return whether ``choices`` break ``rule`` however the open issues are settled.

    Examples
    --------
    >>> two = (OneOf(("a",)), OneOf(("b",)))
    >>> rule = Count(({"x": two[0]}, {"y": two[1]}), at_least=2)
    >>> is_broken(rule, {"x": "a"}, {}), is_broken(rule, {"x": "c"}, {})
    (False, True)
    """
    if isinstance(rule, Forbid):
        return verdict(rule.test, choices) is True
    if rule.when and True not in _verdicts(rule.when, choices):
        return False
    if isinstance(rule, Compare):
        return never_holds(rule.relation, difference(rule, issues, choices))
    of = rule.of if isinstance(rule, Count) else rule.any_of
    least = rule.at_least if isinstance(rule, Count) else 1
    most = rule.at_most if isinstance(rule, Count) else None
    answers = _verdicts(of, choices)
    if most is not None and answers.count(True) > most:
        return True
    return len(of) - answers.count(False) < least


def _verdicts(conditions: Iterable[Condition], choices: Choices) -> list[bool | None]:
    return [verdict(condition, choices) for condition in conditions]


def difference(
    rule: Compare, issues: Mapping[str, Issue], choices: Choices | None = None, /
) -> tuple[Fraction, Fraction]:
    """Return the least and the greatest ``left - right`` that the open issues leave possible.

    Only the ends of each range count, so it takes the same time for any number of options.
    """
    settled = choices or {}
    low = high = rule.left.constant - rule.right.constant
    for name, factor in rule.factors.items():
        issue = issues[name]
        if name in settled:
            ends = [factor * Fraction(settled[name])]
        elif isinstance(issue, NumericIssue):
            ends = [factor * issue.start, factor * issue.stop]
        else:
            raise TypeError(f"issue {name} has no numbers to compare")
        low, high = low + min(ends), high + max(ends)
    return low, high


def never_holds(relation: Relation, span: tuple[Fraction, Fraction], /) -> bool:
    """Return whether no number in ``span`` stands so to 0."""
    low, high = span
    match relation:
        case "<":
            return low >= 0
        case "<=":
            return low > 0
        case ">":
            return high <= 0
        case ">=":
            return high < 0
        case "==":
            return low > 0 or high < 0


def always_holds(relation: Relation, span: tuple[Fraction, Fraction], /) -> bool:
    """Return whether every number in ``span`` stands so to 0."""
    low, high = span
    match relation:
        case "<":
            return high < 0
        case "<=":
            return high <= 0
        case ">":
            return low > 0
        case ">=":
            return low >= 0
        case "==":
            return low == high == 0
