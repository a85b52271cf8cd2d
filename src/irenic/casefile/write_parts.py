"""Small pieces of a case as plain data: quantities, options, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from irenic.casefile.emit import Number, Value, number_text
from irenic.model import Condition, Issue, NumericIssue, OneOf, Quantity, Test, parse_number

__all__ = ["Data", "condition_data", "filled", "one_or_more", "option_data", "quantity_data"]

Data = dict[str | Number, Value]


def filled(table: Data, /) -> Data:
    """Return a table without what is empty."""
    return {key: value for key, value in table.items() if isinstance(value, Number) or value}


def quantity_data(quantity: Quantity, /) -> Value:
    """Return a number, or lowest and highest."""
    if quantity.is_certain:
        return Number(quantity.low)
    return [Number(quantity.low), Number(quantity.high)]


def option_data(issue: Issue, option: str, /) -> str | Number:
    """Return an option as it is written: a number where the issue is numeric."""
    return Number(parse_number(option)) if isinstance(issue, NumericIssue) else option


def one_or_more(issue: Issue, options: Iterable[str], /) -> Value:
    """Return one option, or a list of them."""
    written = [option_data(issue, option) for option in options]
    return written[0] if len(written) == 1 else written


def condition_data(condition: Condition, issues: Mapping[str, Issue], /) -> Data:
    """Return a condition on a package; ``issues`` are those of the case."""
    return {name: _test(issues[name], test) for name, test in condition.items()}


def _test(issue: Issue, test: Test) -> Value:
    if isinstance(test, OneOf):
        return one_or_more(issue, test.options)
    return f"{test.operator} {number_text(test.bound)}"
