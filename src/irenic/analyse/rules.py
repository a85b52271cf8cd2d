"""From rules to what the solvers know: forbidden patterns, and bounds on sums of patterns.

A pattern maps issues to options, and a package matches it when every named issue is settled
by one of the named options.  A rule becomes patterns where a few of them say the same, since
a pattern links fewer issues than a sum does; otherwise it becomes a bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from irenic.analyse.points import resolve
from irenic.model import Case, Compare, Count, Forbid, NumericIssue, Rule, ShareIssue

__all__ = ["Bound", "rule_bounds", "rule_patterns"]

Pattern = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Bound:
    """The amounts of the patterns that a package matches add up to ``low`` .. ``high``."""

    parts: tuple[tuple[Pattern, int], ...]
    low: int | None
    high: int | None


def rule_patterns(case: Case) -> Iterator[Pattern]:
    """Yield the forbidden patterns: issue -> options that must not all occur together."""
    return (found for found in _compiled(case) if not isinstance(found, Bound))


def rule_bounds(case: Case) -> Iterator[Bound]:
    """Yield the bounds: what patterns alone would not say, or only in great numbers."""
    return (found for found in _compiled(case) if isinstance(found, Bound))


def _compiled(case: Case) -> Iterator[Pattern | Bound]:
    for rule in case.rules:
        if isinstance(rule, Forbid):
            yield from _merged([resolve(case, rule.test)])
            continue
        # A rule under "any of these" holds under each of them by itself.
        for when in rule.when or ({},):
            yield from _under(case, rule, resolve(case, when))


def _under(case: Case, rule: Rule, when: Pattern) -> Iterator[Pattern | Bound]:
    """Yield what a rule comes to for the packages that match ``when``."""
    if isinstance(rule, Forbid):
        return
    if isinstance(rule, Compare):
        yield from _comparison(case, rule, when)
    elif isinstance(rule, Count):
        of = [resolve(case, test) for test in rule.of]
        yield from _count(case, of, (rule.at_least, rule.at_most), when)
    else:
        yield from _count(case, [resolve(case, test) for test in rule.any_of], (1, None), when)


def _count(
    case: Case, of: Sequence[Pattern], span: tuple[int, int | None], when: Pattern
) -> Iterator[Pattern | Bound]:
    """Yield what keeps the number of matched patterns within ``span``."""
    low, high = span
    if high == 0:
        for test in of:
            yield from _merged([when, test])
        high = None
    elif high == len(of) - 1:
        yield from _merged([when, *of])
        high = None
    if low == len(of):
        for test in of:
            for other in _others(case, test):
                yield from _merged([when, other])
        low = 0
    elif low == 1 and all(len(test) == 1 for test in of):
        yield from _merged([when, *(other for test in of for other in _others(case, test))])
        low = 0
    yield from _bounds(tuple((test, 1) for test in of), (low, high), (0, len(of)), when)


def _merged(patterns: Iterable[Pattern]) -> Iterator[Pattern]:
    """Yield the pattern that all of these say together; nothing when they exclude each other."""
    found: dict[str, frozenset[str]] = {}
    for pattern in patterns:
        for issue, options in pattern.items():
            found[issue] = options & found.get(issue, options)
    if all(found.values()):
        yield found


def _others(case: Case, test: Pattern) -> Iterator[Pattern]:
    """Yield, issue by issue, how a package can fail to match ``test``."""
    for name, wanted in test.items():
        issue = case.issue_by_id[name]
        if not isinstance(issue, ShareIssue):
            yield {name: frozenset(issue.option_ids) - wanted}


def _bounds(
    parts: tuple[tuple[Pattern, int], ...],
    span: tuple[int | None, int | None],
    reach: tuple[int, int],
    when: Pattern,
) -> Iterator[Bound]:
    r"""Yield the bounds that hold the sum within ``span`` where a package matches ``when``.

    ``reach`` is the least and the greatest sum there can be.  The condition is one more
    part, whose amount takes up all the room that there is beyond the bound (exact "big M"):

    .. math:: \text{sum} + (\text{most} - \text{high}) \cdot [\text{when}] \le \text{most}
    """
    least, most = reach
    low = None if span[0] is None or span[0] <= least else span[0]
    high = None if span[1] is None or span[1] >= most else span[1]
    if not when:
        if low is not None or high is not None:
            yield Bound(parts, low, high)
        return
    if high is not None:
        yield Bound((*parts, (when, most - high)), None, most)
    if low is not None:
        yield Bound((*parts, (when, least - low)), least, None)


def _comparison(case: Case, rule: Compare, when: Pattern) -> Iterator[Pattern | Bound]:
    """Yield what makes ``left - right`` stand to 0 as the rule says.

    All numbers are multiplied by one common denominator, so that they are integers and
    "below" is "at most one less".
    """
    constant = rule.left.constant - rule.right.constant
    amounts: dict[str, dict[str, Fraction]] = {}
    for name, factor in rule.factors.items():
        issue = case.issue_by_id[name]
        if not isinstance(issue, NumericIssue):  # readers refuse to compare anything else
            raise TypeError(f"issue {name} has no numbers to compare")
        pairs = zip(issue.option_ids, issue.grid, strict=True)
        amounts[name] = {option: factor * x for option, x in pairs}
    numbers = [x for table in amounts.values() for x in table.values()]
    unit = lcm(constant.denominator, *(x.denominator for x in numbers))
    whole = {n: {o: int(x * unit) for o, x in table.items()} for n, table in amounts.items()}
    edge = -int(constant * unit)
    low, high = {
        "<": (None, edge - 1),
        "<=": (None, edge),
        ">": (edge + 1, None),
        ">=": (edge, None),
        "==": (edge, edge),
    }[rule.relation]
    if len(whole) == 1:
        ((name, table),) = whole.items()
        wrong = (o for o, x in table.items() if not _within(x, low, high))
        yield from _merged([when, {name: frozenset(wrong)}])
        return
    parts = [({n: frozenset({o})}, x) for n, table in whole.items() for o, x in table.items() if x]
    least = sum(min(table.values()) for table in whole.values())
    most = sum(max(table.values()) for table in whole.values())
    yield from _bounds(tuple(parts), (low, high), (least, most), when)


def _within(x: int, low: int | None, high: int | None) -> bool:
    return (low is None or x >= low) and (high is None or x <= high)
