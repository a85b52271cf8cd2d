"""NegMAS YAML: the issues of an outcome space."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from irenic.interop.draft import Steps, choice_issue, ids_for, range_issue, step_option, tidy
from irenic.interop.negmas_values import canonical, plain_number
from irenic.interop.tree import Listing, Node, Problems, Scalar, Table, brief, listed, quoted, shown
from irenic.model import ChoiceIssue, Issue, NumericIssue

__all__ = ["Named", "read_issues", "text_at"]

_RANGES = ("ContiguousIssue", "ContinuousIssue")
_LISTS = ("CategoricalIssue", "DiscreteCardinalIssue", "DiscreteOrdinalIssue")


@dataclass(frozen=True, slots=True)
class Named:
    """An issue by its name in the files; ``options`` maps options as written to their ids."""

    name: str
    issue: Issue | None = None
    options: Mapping[str, str] = field(default_factory=dict)


def text_at(node: Table, key: str, /) -> str:
    """Return the text under ``key``, on one line; empty when there is none."""
    value = node.entries.get(key)
    return tidy(value.text) if isinstance(value, Scalar) and not value.is_nothing else ""


def read_issues(root: Table, steps: Steps, problems: Problems, /) -> list[Named]:
    """Return name and issue of every entry; ``None`` for one that is not usable."""
    listing = root.entries["issues"]
    if not isinstance(listing, Listing):
        problems.add("issues", listing.place, shown(listing), "a list of issues")
        return []
    names = []
    for k, node in enumerate(listing.items):
        name = text_at(node, "name") if isinstance(node, Table) else ""
        if not name:
            problems.add(f"issue {k + 1}", node.place, "an issue without a name", "`name:`")
        elif name in names:
            problems.add(f"issue {k + 1}", node.place, f"a second issue {quoted(name)}", "one")
        names.append(name)
    found = []
    for name, issue_id, node in zip(names, ids_for(names), listing.items, strict=True):
        issue, written = _issue(issue_id, name, node, steps, problems)
        ids = issue.option_ids if isinstance(issue, ChoiceIssue | NumericIssue) else ()
        found.append(Named(name, issue, dict(zip(written or ids, ids, strict=True))))
    return found


_Read = tuple[Issue | None, list[str]]


def _issue(issue_id: str, name: str, node: Node, steps: Steps, problems: Problems) -> _Read:
    """Return an issue, and its options as they are written where they are names."""
    if not isinstance(node, Table):
        return None, []
    where = f"issue {quoted(name)}"
    kind = text_at(node, "type").rpartition(".")[2]
    values = node.entries.get("values")
    if kind not in (*_RANGES, *_LISTS):
        expected = f"one of {listed((*_RANGES, *_LISTS))}"
        problems.add(where, node.place, f"type {quoted(kind)}", expected)
        return None, []
    if not isinstance(values, Listing) or not values.items:
        place = values.place if values else node.place
        problems.add(where, place, f"values: {shown(values)}", "a list")
        return None, []
    numbers = [plain_number(item) for item in values.items]
    given = [number for number in numbers if number is not None]
    names = (issue_id, tidy(name) or issue_id)
    if kind in _LISTS:
        return _listed_issue(names, kind, values, given, problems)
    if len(numbers) != 2 or len(given) != 2:
        problems.add(where, values.place, "no two numbers", "the lowest and the highest number")
        return None, []
    low, high = given
    step = steps.of(issue_id)
    if kind == "ContiguousIssue":
        step = step or Fraction(1)
        if any(x.denominator != 1 for x in (low, high, step)):
            problems.add(where, values.place, "numbers that are not whole", "whole numbers")
            return None, []
    if step is None:
        found = f"any number from {brief(low)} to {brief(high)} (ContinuousIssue)"
        expected = f"a grid of numbers to agree on: irenic convert .. {step_option(issue_id)}"
        problems.add(where, node.place, found, expected)
        return None, []
    return range_issue(names, (low, high), step, node.place, problems), []


def _listed_issue(
    names: tuple[str, str], kind: str, values: Listing, numbers: list[Fraction], problems: Problems
) -> _Read:
    """Return an issue with listed options; equal steps between numbers make it a range."""
    where = f"issue {quoted(names[0])}"
    options: dict[str, None] = {}
    for item in values.items:
        if not isinstance(item, Scalar) or not item.text.strip():
            problems.add(where, item.place, shown(item), "the name of an option")
            return None, []
        option = canonical(item)
        if option in options:
            problems.add(where, item.place, f"the option {quoted(option)} a second time", "once")
            return None, []
        options[option] = None
    if kind != "CategoricalIssue" and len(numbers) == len(options) > 1:
        step = numbers[1] - numbers[0]
        if step > 0 and all(b - a == step for a, b in pairwise(numbers)):
            span = (numbers[0], numbers[-1])
            return range_issue(names, span, step, values.place, problems), []
    return choice_issue(names[0], names[1], [(o, "") for o in options]), list(options)
