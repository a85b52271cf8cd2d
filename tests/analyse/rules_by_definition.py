"""Rules by their literal definition, on names and fractions, for one complete package."""

from __future__ import annotations

from fractions import Fraction

from irenic.model import Case, Compare, Comparison, Count, Forbid, OneOf, Require


def passes(test, option) -> bool:
    if isinstance(test, OneOf):
        return option in test.options
    value, bound = Fraction(option), test.bound
    assert isinstance(test, Comparison)
    return {
        "<": value < bound, "<=": value <= bound, ">": value > bound,
        ">=": value >= bound, "!=": value != bound,
    }[test.operator]  # fmt: skip


def meets(condition, package) -> bool:
    return all(passes(test, package[issue]) for issue, test in condition.items())


def amount(side, package) -> Fraction:
    return side.constant + sum(factor * Fraction(package[issue]) for issue, factor in side.terms)


def breaks(rule, package) -> bool:
    if isinstance(rule, Forbid):
        return meets(rule.test, package)
    if rule.when and not any(meets(when, package) for when in rule.when):
        return False
    if isinstance(rule, Require):
        return not any(meets(test, package) for test in rule.any_of)
    if isinstance(rule, Count):
        met = len([test for test in rule.of if meets(test, package)])
        return met < rule.at_least or (rule.at_most is not None and met > rule.at_most)
    assert isinstance(rule, Compare)
    left, right = amount(rule.left, package), amount(rule.right, package)
    return not {
        "<": left < right, "<=": left <= right, ">": left > right,
        ">=": left >= right, "==": left == right,
    }[rule.relation]  # fmt: skip


def feasible(case: Case, package) -> bool:
    return not any(breaks(rule, package) for rule in case.rules)
