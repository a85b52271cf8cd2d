"""Options and conditions: "hours is h36 and wages is at least 4"."""

from __future__ import annotations

import re
from typing import cast

from irenic.casefile.access import Context, on_grid, scalars
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table, number_of
from irenic.casefile.problems import brief, quoted
from irenic.model import (
    ChoiceIssue,
    Comparison,
    Issue,
    NumericIssue,
    OneOf,
    ShareIssue,
    Test,
    parse_number,
    show_number,
)
from irenic.model.conditions import Operator

__all__ = ["condition", "grid_words", "option", "option_key", "share_of_options"]

_COMPARISON = re.compile(r"\s*(<=|>=|==|!=|=<|=>|<|>|=|≤|≥|≠)\s*(.*?)\s*")
_OPERATORS = frozenset({"<", "<=", ">", ">=", "!="})
_COMPARISON_FORM = 'a comparison such as ">= 4", with one of < <= > >= != and a number'


def grid_words(issue: NumericIssue, /) -> str:
    """Return ``a number from 0 to 6 in steps of 0.5``."""
    low, high, step = brief(issue.start), brief(issue.stop), brief(issue.step)
    return f"a number from {low} to {high} in steps of {step}"


def option(context: Context, issue: ChoiceIssue | NumericIssue, node: Node, /) -> str | None:
    """Return the id of the option in ``node``; report one that the issue does not have."""
    if not isinstance(node, Scalar) or node.is_nothing:
        return None
    return option_key(context, issue, node.text, node.where, node.place)


def option_key(
    context: Context, issue: ChoiceIssue | NumericIssue, name: str, where: str, place: Place, /
) -> str | None:
    """Return the id of the option called ``name``; report one that the issue does not have."""
    if isinstance(issue, ChoiceIssue):
        options = context.options_of(issue)
        if name in options:
            return name
        context.unknown(where, place, name, "option", options, f" of {issue.id}")
        return None
    try:
        value = parse_number(name)
    except ValueError:
        context.problems.add(where, place, quoted(name), grid_words(issue))
        return None
    if not on_grid(issue, value):
        context.problems.add(where, place, brief(value), grid_words(issue))
        return None
    return show_number(value)


def condition(context: Context, node: Node | None, /) -> dict[str, Test] | None:
    """Return the condition in ``node``, or ``None`` when a part of it is broken."""
    if not isinstance(node, Table):
        return None
    found: dict[str, Test] = {}
    for name, value in node.entries.items():
        place = node.keys[name]
        if name not in context.issues:
            context.unknown(f"{node.where}.{name}", place, name, "issue", context.issues)
            continue
        issue = context.issues[name]
        if isinstance(issue, ShareIssue):
            context.problems.add(
                f"{node.where}.{name}",
                place,
                f"the divisible issue {quoted(name)}",
                "issues with options or numbers; conditions on divisible issues are not supported",
            )
            continue
        test = _test(context, issue, value) if issue else None
        if test is not None:
            found[name] = test
    return found if found and len(found) == len(node.entries) else None


def _test(context: Context, issue: ChoiceIssue | NumericIssue, node: Node) -> Test | None:
    if isinstance(node, Scalar):
        is_option = isinstance(issue, ChoiceIssue) and node.text in context.options_of(issue)
        match = _COMPARISON.fullmatch(node.text)
        if match and not is_option:
            return _comparison(context, issue, node, match[1], match[2])
    return _one_of(context, issue, node)


def _one_of(context: Context, issue: ChoiceIssue | NumericIssue, node: Node) -> OneOf | None:
    nodes = scalars(node)
    chosen: dict[str, None] = {}
    for item in nodes:
        name = option(context, issue, item)
        if name is not None and name in chosen:
            context.problems.at(item, f"{quoted(item.text)} a second time", "each option once")
        elif name is not None:
            chosen[name] = None
    complete = len(chosen) == len(node.items) if isinstance(node, Listing) else bool(chosen)
    return OneOf(tuple(chosen)) if chosen and complete else None


def _comparison(
    context: Context, issue: Issue, node: Scalar, operator: str, bound: str
) -> Comparison | None:
    if isinstance(issue, ChoiceIssue):
        context.problems.at(
            node,
            f"the comparison {quoted(node.text)}",
            f"an option of {issue.id} or a list of them; it has no numbers to compare",
        )
        return None
    number = number_of(Scalar(bound, plain=True, place=node.place))
    if number is None or operator not in _OPERATORS or not isinstance(issue, NumericIssue):
        context.problems.at(node, quoted(node.text), _COMPARISON_FORM)
        return None
    test = Comparison(cast("Operator", operator), number)
    if share_of_options(issue, test) == "none":
        context.problems.at(
            node, f"{quoted(node.text)}, which no option of {issue.id} passes", grid_words(issue)
        )
        return None
    return test


def share_of_options(issue: ChoiceIssue | NumericIssue, test: Test, /) -> str:
    """Return whether ``all``, ``some`` or ``none`` of the options pass ``test``.

    Looks at the ends of a grid only, so it takes the same time for any number of options.
    """
    if isinstance(test, OneOf):
        total = len(issue.options) if isinstance(issue, ChoiceIssue) else _grid_size(issue)
        return "all" if len(test.options) == total else "some"
    if isinstance(issue, ChoiceIssue):
        return "none"
    if test.operator == "!=":
        if not on_grid(issue, test.bound):
            return "all"
        return "none" if issue.start == issue.stop else "some"
    ends = (test.holds(issue.start), test.holds(issue.stop))
    return "all" if all(ends) else "some" if any(ends) else "none"


def _grid_size(issue: NumericIssue) -> int:
    return int((issue.stop - issue.start) / issue.step) + 1
