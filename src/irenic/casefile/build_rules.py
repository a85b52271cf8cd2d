"""Rules: what they forbid, require, count and compare, with every problem of meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import gcd, lcm

from irenic.casefile.access import Context, items, text
from irenic.casefile.build_conditions import condition, share_of_options
from irenic.casefile.nodes import Listing, Node, Scalar, Table, number_of
from irenic.casefile.problems import brief, listed, quoted
from irenic.casefile.sums import SumFault, is_plain_name, read_comparison
from irenic.model import (
    ChoiceIssue,
    Compare,
    Condition,
    Count,
    Forbid,
    Issue,
    NumericIssue,
    OneOf,
    Require,
    Rule,
    ShareIssue,
)
from irenic.model.verdicts import difference, never_holds

__all__ = ["always_met", "rules"]

_KINDS = ("forbid", "require", "of", "compare")
_COUNTS = ("at_least", "at_most", "exactly")
_FORM = (
    "forbid: {..}, require: {..}, of: [{..}, {..}] with at_most, at_least or exactly, "
    'or compare: ".."'
)


def rules(context: Context, node: Node | None, /) -> tuple[Rule, ...]:
    """Return the rules; report those that exclude every package."""
    found = (_rule(context, item) for item in items(node) if isinstance(item, Table))
    return tuple(rule for rule in found if rule is not None)


def _rule(context: Context, node: Table) -> Rule | None:
    kinds = [kind for kind in _KINDS if kind in node.entries]
    _check_keys(context, node, kinds)
    when = _conditions(context, node.entries.get("when"))
    built = [_of_kind(context, node, kind, when or ()) for kind in kinds]
    return built[0] if len(built) == 1 else None


def _check_keys(context: Context, node: Table, kinds: list[str]) -> None:
    """Report keys that do not go together, and those that miss each other."""
    counts = [key for key in _COUNTS if key in node.entries]
    if not kinds and counts and not node.spoiled:
        context.problems.at(
            node, f"{counts[0]!r} without 'of'", "of: [{..}, {..}], the conditions that are counted"
        )
    elif not kinds and not node.spoiled:
        context.problems.at(node, "a rule without forbid, require, of or compare", _FORM)
    for kind in kinds[1:]:
        _beside(context, node, kind, kinds[0], "one of them; write two rules")
    if kinds == ["of"] and not counts and not node.spoiled:
        context.problems.at(node, "'of' without a number", "at_most, at_least or exactly")
    if kinds and "of" not in kinds:
        for key in counts:
            _beside(context, node, key, kinds[0], f"{key!r} beside 'of' only")
    if "exactly" in counts:
        for key in counts[:-1]:
            expected = "'exactly' alone, or a range with 'at_least' and 'at_most'"
            _beside(context, node, key, "exactly", expected)
    if kinds == ["forbid"] and "when" in node.entries:
        expected = "'when' beside 'require', 'of' or 'compare'; put the condition into 'forbid'"
        _beside(context, node, "when", "forbid", expected)


def _beside(context: Context, node: Table, key: str, other: str, expected: str) -> None:
    context.problems.add(
        f"{node.where}.{key}", node.keys[key], f"{key!r} beside {other!r}", expected
    )


def _of_kind(context: Context, node: Table, kind: str, when: tuple[Condition, ...]) -> Rule | None:
    why, by = text(node.entries.get("why")), text(node.entries.get("by"))
    if kind == "forbid":
        test = condition(context, node.entries["forbid"])
        if test is None:
            return None
        if "require" not in node.entries and always_met(test, context.issues):
            context.problems.at(
                node.entries["forbid"],
                "a condition that every package meets",
                "a condition that leaves some packages",
            )
        return Forbid(test, why, by)
    if kind == "require":
        any_of = _conditions(context, node.entries["require"])
        return Require(any_of, when, why, by) if any_of else None
    if kind == "compare":
        found = _comparison(context, node.entries["compare"])
        return Compare(found.left, found.relation, found.right, when, why, by) if found else None
    of = _conditions(context, node.entries["of"])
    span = _span(context, node, of)
    return Count(of, *span, when, why, by) if of and span else None


def always_met(test: Condition, issues: Mapping[str, Issue | None], /) -> bool:
    """Return whether every option of every issue of a condition passes its test."""
    for name, part in test.items():
        issue = issues[name]
        if not issue or isinstance(issue, ShareIssue) or share_of_options(issue, part) != "all":
            return False
    return True


def _conditions(context: Context, node: Node | None) -> tuple[Condition, ...] | None:
    """Return one condition or a list of them; ``None`` when one is broken or given twice."""
    if not isinstance(node, Listing):
        single = condition(context, node)
        return None if single is None else (single,)
    found: dict[object, Condition] = {}
    for item in node.items:
        test = condition(context, item)
        if test is None:
            continue
        key = frozenset(
            (name, frozenset(part.options) if isinstance(part, OneOf) else part)
            for name, part in test.items()
        )
        if key in found:
            context.problems.at(item, "the same condition a second time", "each condition once")
        found.setdefault(key, test)
    return tuple(found.values()) if found and len(found) == len(node.items) else None


def _span(
    context: Context, node: Table, of: tuple[Condition, ...] | None
) -> tuple[int, int | None] | None:
    """Return how many conditions may hold, from and to; report numbers that say nothing."""
    numbers: dict[str, int] = {}
    given = [key for key in _COUNTS if key in node.entries]
    listing = node.entries["of"]
    total = len(listing.items) if isinstance(listing, Listing) else 0
    for key in given:
        value = number_of(node.entries[key])
        least = 1 if key == "at_least" else 0
        if value is None or not total:
            continue
        if value.denominator != 1 or not least <= value <= total:
            context.problems.at(
                node.entries[key],
                brief(value),
                f"a whole number from {least} to {total}, the number of conditions",
            )
        else:
            numbers[key] = int(value)
    if not given or len(numbers) < len(given) or ("exactly" in given and len(given) > 1):
        return None
    if "exactly" in numbers:
        low, high = numbers["exactly"], numbers["exactly"]
    else:
        low, high = numbers.get("at_least", 0), numbers.get("at_most", total)
    if low > high:
        context.problems.at(
            node.entries["at_most"], f"at_most {high} with at_least {low}", f"{low} or more"
        )
        return None
    certain = sum(always_met(test, context.issues) for test in of or ())
    if certain > high and "when" not in node.entries:
        count = f"{certain} condition{'s'[: certain > 1]}"
        context.problems.at(
            listing,
            f"{count} that every package meets, where {high} may hold",
            "a rule that leaves some packages",
        )
    return low, high if "at_most" in numbers or "exactly" in numbers else None


def _comparison(context: Context, node: Node) -> Compare | None:
    if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
        return None
    try:
        rule = Compare(*read_comparison(node.text))
    except SumFault as fault:
        hint = _in_backquotes(context, node.text)
        context.problems.at(node, fault.found, fault.expected + hint)
        return None
    names = dict.fromkeys(name for side in (rule.left, rule.right) for name, _ in side.terms)
    usable = [_has_numbers(context, node, name) for name in names]
    if not all(usable):
        return None
    if not rule.factors:
        context.problems.at(
            node, f"{quoted(node.text)}, which no issue decides", "a comparison of issues"
        )
        return None
    issues = {name: issue for name, issue in context.issues.items() if issue}
    numeric = {n: i for n, i in issues.items() if n in names and isinstance(i, NumericIssue)}
    if never_holds(rule.relation, difference(rule, numeric)) or _misses(rule, numeric):
        context.problems.at(
            node,
            f"{quoted(node.text)}, which no package meets",
            "a comparison that leaves some packages",
        )
        return None
    return rule


def _in_backquotes(context: Context, written: str) -> str:
    """Return a hint when an id that needs backquotes seems to stand there without them."""
    odd = [
        name
        for name in context.issues
        if not is_plain_name(name) and name in written and f"`{name}`" not in written
    ]
    return f"; write {max(odd, key=len)} in backquotes" if odd else ""


def _has_numbers(context: Context, node: Scalar, name: str) -> bool:
    """Return whether ``name`` is an issue with numbers; report one that is not."""
    if name not in context.issues:
        hint = _in_backquotes(context, node.text)
        names = context.issues
        hint = hint or context.problems.suggest(name, names)
        expected = f"one of {listed(names)}{hint}" if names else "no issue: the case has none"
        context.problems.at(node, f"the unknown issue {quoted(name)}", expected)
        return False
    issue = context.issues[name]
    if isinstance(issue, ShareIssue):
        context.problems.at(
            node,
            f"the divisible issue {quoted(name)}",
            "issues with a range; rules on divisible issues are not supported",
        )
    elif isinstance(issue, ChoiceIssue):
        context.problems.at(
            node,
            f"the issue {quoted(name)}, which has options and no numbers",
            "issues with a range; use forbid, require or of for options",
        )
    return isinstance(issue, NumericIssue)


def _misses(rule: Compare, issues: dict[str, NumericIssue]) -> bool:
    """Return whether the sums of an "equal" rule jump over each other on the grids.

    The difference moves in steps of the greatest common divisor of factor times step.
    """
    if rule.relation != "==":
        return False
    low, _ = difference(rule, issues)
    steps = [
        abs(factor * issues[name].step)
        for name, factor in rule.factors.items()
        if issues[name].start < issues[name].stop
    ]
    return _remainder(low, steps) != 0


def _remainder(value: Fraction, steps: Iterable[Fraction]) -> Fraction:
    steps = list(steps)
    unit = lcm(*(x.denominator for x in steps))
    step = Fraction(gcd(*(int(x * unit) for x in steps)), unit)
    return value % step if step else value
