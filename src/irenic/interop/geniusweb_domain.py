"""GeniusWeb JSON: the issues of a domain, of which every profile holds a copy."""

from __future__ import annotations

from fractions import Fraction

from irenic.interop.draft import Steps, choice_issue, ids_for, range_issue, tidy
from irenic.interop.tree import (
    Listing,
    Node,
    Place,
    Problems,
    Scalar,
    Table,
    decimal,
    listed,
    quoted,
    shown,
)
from irenic.model import Issue

__all__ = ["WebDomain", "number_at", "table_at"]


def table_at(node: Node | None, where: str, place: Place, problems: Problems) -> Table | None:
    """Return ``node`` when it is a mapping; report anything else."""
    if isinstance(node, Table):
        return node
    problems.add(where, node.place if node else place, shown(node), "a mapping {..}")
    return None


def number_at(node: Node | None, where: str, place: Place, problems: Problems) -> Fraction | None:
    """Return the exact number in ``node``, written as a number or as text."""
    if isinstance(node, Scalar) and not node.is_nothing:
        try:
            return decimal(node.text)
        except ValueError:
            pass
    found = shown(node)
    expected = "a decimal number of usual size, such as 0.25"
    problems.add(where, node.place if node else place, found, expected)
    return None


class WebDomain:
    """The issues of a domain by their names in the files."""

    def __init__(self, title: str, place: Place) -> None:
        self.title = title
        self.place = place
        self.issues: dict[str, Issue | None] = {}
        self.spans: dict[str, tuple[Fraction, Fraction, Fraction]] = {}
        self.options: dict[str, dict[str, str]] = {}

    @classmethod
    def read(
        cls, node: Node | None, place: Place, steps: Steps, problems: Problems
    ) -> WebDomain | None:
        """Return a domain; ``None`` when there is none to speak of."""
        table = table_at(node, "the domain", place, problems)
        if table is None:
            return None
        name = table.entries.get("name")
        title = tidy(name.text) if isinstance(name, Scalar) and not name.is_nothing else ""
        values = table_at(table.entries.get("issuesValues"), "issuesValues", table.place, problems)
        if values is None:
            return None
        domain = cls(title or "GeniusWeb domain", table.place)
        for issue_id, (key, content) in zip(
            ids_for(values.entries), values.entries.items(), strict=True
        ):
            place = values.keys[key].place
            domain.issues[key] = domain._issue(key, issue_id, content, place, steps, problems)
        return domain

    def _issue(
        self,
        key: str,
        issue_id: str,
        node: Node,
        place: Place,
        steps: Steps,
        problems: Problems,
    ) -> Issue | None:
        where = f"issue {quoted(key)}"
        content = table_at(node, where, place, problems)
        if content is None:
            return None
        title = tidy(key) or issue_id
        if "values" in content.entries and "range" not in content.entries:
            options = self._values(content.entries["values"], where, problems)
            if options is None:
                return None
            issue = choice_issue(issue_id, title, [(option, "") for option in options])
            self.options[key] = dict(zip(options, issue.option_ids, strict=True))
            return issue
        span = _span(content.entries.get("range"), where, content.place, problems)
        if span is None:
            return None
        low, high, step = span
        self.spans[key] = span
        step = steps.of(issue_id) or step
        if step > 0 and high >= low:
            high = low + (high - low) // step * step
        return range_issue((issue_id, title), (low, high), step, content.place, problems)

    @staticmethod
    def _values(node: Node, where: str, problems: Problems) -> list[str] | None:
        if not isinstance(node, Listing) or not node.items:
            problems.add(where, node.place, shown(node), "a list of values")
            return None
        found: dict[str, None] = {}
        for item in node.items:
            if not isinstance(item, Scalar) or not item.text.strip():
                problems.add(where, item.place, shown(item), "the name of an option")
            elif item.text in found:
                twice = f"the value {quoted(item.text)} a second time"
                problems.add(where, item.place, twice, "each value once")
            else:
                found[item.text] = None
        return list(found) if len(found) == len(node.items) else None

    def compare(self, other: WebDomain, problems: Problems) -> None:
        """Report where the domain of a further profile differs from this one."""
        if other is self:
            return
        if set(other.issues) != set(self.issues):
            found = f"the issues {listed(other.issues)}"
            expected = f"{listed(self.issues)}, as in the first file"
            problems.add("the domain", other.place, found, expected)
        for key in self.issues:
            same = set(self.options.get(key, ())) == set(other.options.get(key, ()))
            if key in other.issues and (not same or self.spans.get(key) != other.spans.get(key)):
                found = f"other values for {quoted(key)}"
                problems.add("the domain", other.place, found, "those of the first file")


def _span(
    node: Node | None, where: str, place: Place, problems: Problems
) -> tuple[Fraction, Fraction, Fraction] | None:
    """Return low, high and step of a range, which is a list or a mapping."""
    parts: list[Node | None]
    if isinstance(node, Listing) and len(node.items) == 3:
        parts = list(node.items)
    elif isinstance(node, Table):
        parts = [node.entries.get(key) for key in ("low", "high", "step")]
    else:
        expected = "'values': [..] or 'range': [low, high, step]"
        problems.add(where, node.place if node else place, shown(node), expected)
        return None
    numbers = [number_at(part, where, node.place, problems) for part in parts]
    low, high, step = numbers
    if low is None or high is None or step is None:
        return None
    return low, high, step
