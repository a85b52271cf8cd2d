"""Looking into nodes that may have any shape.

The shape itself is checked elsewhere (:mod:`irenic.casefile.check`); here a value of the
wrong shape is simply absent, so that everything around it can still be checked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table, number_of
from irenic.casefile.problems import Problems, brief, listed, quoted
from irenic.model import ChoiceIssue, Issue, NumericIssue, Quantity

__all__ = [
    "Context",
    "entries",
    "get",
    "items",
    "key_place",
    "label",
    "on_grid",
    "quantity",
    "scalars",
    "text",
]


@dataclass(slots=True)
class Context:
    """What references may point to, and where problems go.

    ``issues`` maps every issue that the file names to its model, or to ``None`` when the
    issue itself is broken; references to a broken one are no further problem.
    """

    problems: Problems
    parties: tuple[str, ...] = ()
    evidence: frozenset[str] = frozenset()
    issues: dict[str, Issue | None] = field(default_factory=dict)
    _options: dict[str, dict[str, None]] = field(default_factory=dict)

    def options_of(self, issue: ChoiceIssue) -> Collection[str]:
        """Return the option ids of ``issue``, quick to search."""
        if issue.id not in self._options:
            self._options[issue.id] = dict.fromkeys(issue.option_ids)
        return self._options[issue.id].keys()

    def unknown(
        self, where: str, place: Place, name: str, noun: str, names: Collection[str], of: str = ""
    ) -> None:
        """Report that ``name`` is not among ``names``; ``of`` says whose names they are."""
        hint = self.problems.suggest(name, names)
        expected = f"one of {listed(names)}{hint}" if names else f"no {noun}: the case has none"
        self.problems.add(where, place, f"the unknown {noun} {quoted(name)}{of}", expected)

    def reference(self, node: Node, noun: str, names: Collection[str]) -> str | None:
        """Return the id in ``node`` when it is among ``names``; otherwise report it."""
        if not isinstance(node, Scalar) or node.is_nothing:
            return None
        if node.text in names:
            return node.text
        self.unknown(node.where, node.place, node.text, noun, names)
        return None

    def references(self, node: Node | None, noun: str, names: Collection[str]) -> tuple[str, ...]:
        """Return the ids in a list, each known and none twice; otherwise report them."""
        seen: dict[str, None] = {}
        for item in items(node):
            found = self.reference(item, noun, names)
            if found is not None and found in seen:
                self.problems.at(
                    item, f"the {noun} {quoted(found)} a second time", f"each {noun} once"
                )
            elif found is not None:
                seen[found] = None
        return tuple(seen)


def entries(node: Node | None, /) -> Iterator[tuple[str, Node]]:
    """Yield keys and values of a mapping; nothing for any other node."""
    if isinstance(node, Table):
        yield from node.entries.items()


def items(node: Node | None, /) -> Iterable[Node]:
    """Return the items of a list; nothing for any other node."""
    return node.items if isinstance(node, Listing) else ()


def scalars(node: Node | None, /) -> list[Scalar]:
    """Return a scalar as a list of one, or the scalars of a list."""
    if isinstance(node, Scalar):
        return [node]
    return [item for item in items(node) if isinstance(item, Scalar)]


def get(node: Node | None, key: str, /) -> Node | None:
    """Return the value under ``key`` of a mapping; ``None`` when there is none."""
    return node.entries.get(key) if isinstance(node, Table) else None


def text(node: Node | None, /) -> str:
    """Return the text of a scalar; empty for anything else."""
    return node.text if isinstance(node, Scalar) and not node.is_nothing else ""


def key_place(node: Node | None, key: str, fallback: Place, /) -> Place:
    """Return where ``key`` stands in a mapping."""
    return node.keys.get(key, fallback) if isinstance(node, Table) else fallback


def label(root: Node, /) -> None:
    """Write into every node its path: ``rules[1].forbid.hours``; items count from 1."""
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, Table):
            for key, value in node.entries.items():
                value.where = f"{node.where}.{key}" if node.where else key
                stack.append(value)
        elif isinstance(node, Listing):
            for number, item in enumerate(node.items, start=1):
                item.where = f"{node.where}[{number}]"
                stack.append(item)


def quantity(node: Node | None, problems: Problems, /) -> Quantity | None:
    """Return the number or range in ``node``; report a range that ends below its start."""
    if isinstance(node, Listing) and len(node.items) == 2:
        low, high = (number_of(item) for item in node.items)
    elif isinstance(node, Table):
        low, high = number_of(get(node, "from")), number_of(get(node, "to"))
    else:
        low = high = number_of(node)
    if node is None or low is None or high is None:
        return None
    if low > high:
        problems.at(
            node,
            f"a range from {brief(low)} to {brief(high)}",
            "the lowest number first, then the highest",
        )
        return None
    return Quantity(low, high)


def on_grid(issue: NumericIssue, value: Fraction, /) -> bool:
    """Return whether ``value`` is one of the numbers that ``issue`` can be settled by."""
    steps = (value - issue.start) / issue.step
    return issue.start <= value <= issue.stop and steps.denominator == 1
