"""What the parts of a conflict are made of: decision makers, options, states and patterns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from irenic.casefile.access import Context, entries, get, items, text
from irenic.casefile.conflict_states import OptionStates, States
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table
from irenic.casefile.problems import quoted
from irenic.casefile.statements import Names, StatementFault
from irenic.model import ConflictOption, DecisionMaker, Direction

__all__ = [
    "MAX_PATTERNS",
    "Meaning",
    "beside",
    "decision_makers",
    "direction_of",
    "option",
    "pattern",
    "patterns",
    "state",
    "state_at",
]

#: Patterns in each of the lists infeasible, coalesce and no_moves; published models have dozens.
MAX_PATTERNS = 1_000


@dataclass(frozen=True, slots=True)
class Meaning:
    """What names in a conflict may mean.

    ``states`` is ``None`` when so much is broken that no name of a state can be judged; not
    ``sure`` means that some of them may be impossible, because a pattern is broken.
    """

    makers: tuple[str, ...]
    names: Names
    states: States | None
    graph: bool = False
    sure: bool = True


def beside(context: Context, node: Table, key: str, other: str, expected: str, /) -> None:
    """Report a key that cannot stand beside another."""
    context.problems.add(
        f"{node.where}.{key}", node.keys[key], f"{key!r} beside {other!r}", expected
    )


def decision_makers(
    context: Context, node: Node | None, names: Mapping[str, str], /
) -> tuple[DecisionMaker, ...]:
    """Return the decision makers in a mapping.

    Parameters
    ----------
    names : mapping
        The names of those who need not be named again, by id.
    """
    found = []
    for maker, value in entries(node):
        if not isinstance(value, Table) or not isinstance(node, Table):
            found.append(DecisionMaker(maker, maker))
            continue
        name = text(get(value, "name")) or names.get(maker, "")
        if not name and not value.spoiled and "name" not in value.entries:
            context.problems.add(value.where, node.keys[maker], "no key 'name'", "name: full name")
        options = tuple(_option(o, inner) for o, inner in entries(get(value, "options")))
        found.append(DecisionMaker(maker, name, options))
    return tuple(found)


def _option(name: str, node: Node) -> ConflictOption:
    if isinstance(node, Table):
        return ConflictOption(name, text(get(node, "title")), direction_of(get(node, "direction")))
    return ConflictOption(name, text(node))


def direction_of(node: Node | None, /) -> Direction:
    """Return the direction in a node; both ways when there is none."""
    word = text(node)
    return cast("Direction", word) if word in ("to-yes", "to-no") else "both"


def option(context: Context, name: str, where: str, place: Place, names: Names, /) -> str | None:
    """Return the short name of an option; report one that does not exist."""
    try:
        return names.short[names.find(name)]
    except StatementFault as fault:
        context.problems.add(where, place, fault.found, fault.expected)
        return None


def state(context: Context, node: Node | None, states: States | None, /) -> str | None:
    """Return the state in a node; report one that does not exist."""
    if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
        return None
    return state_at(context, node.text.strip(), node.where, node.place, states)


def state_at(
    context: Context, name: str, where: str, place: Place, states: States | None, /
) -> str | None:
    """Return ``name`` when it is a state; otherwise report it."""
    if states is None:
        return None
    fault = states.fault(name, context.problems)
    if fault is None:
        return name
    context.problems.add(where, place, *fault)
    return None


def pattern(context: Context, node: Node | None, n_options: int, /) -> str | None:
    """Return the pattern in a node; report one with the wrong letters or number of them."""
    if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
        return None
    name = node.text.strip()
    fault = OptionStates(n_options).letters_fault(name, "YN-", "a pattern: Y, N or - for each")
    if fault is None:
        return name
    context.problems.at(node, *fault)
    return None


def patterns(
    context: Context, node: Node | None, n_options: int, /, *, most: int = MAX_PATTERNS
) -> dict[str, Scalar]:
    """Return the patterns in a list with their nodes; report wrong ones and repeated ones."""
    found: dict[str, Scalar] = {}
    if isinstance(node, Listing) and len(node.items) > most:
        context.problems.at(node, f"{len(node.items):,} patterns", f"at most {most:,}")
        return found
    for item in items(node):
        name = pattern(context, item, n_options)
        if name is None or not isinstance(item, Scalar):
            continue
        if name in found:
            context.problems.at(item, f"{quoted(name)} a second time", "each pattern once")
        elif not name.strip("-"):
            context.problems.at(
                item,
                f"{quoted(name)}, which every state fits",
                "a pattern with at least one Y or N",
            )
        else:
            found[name] = item
    return found
