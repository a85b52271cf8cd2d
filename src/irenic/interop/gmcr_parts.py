"""What a GMCR+ file is made of: keys, numbers, conditions, and its numbers for states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from irenic.interop.tree import Listing, Node, Place, Problems, Scalar, Table, quoted, shown

__all__ = [
    "MAX_RANKED",
    "Condition",
    "condition",
    "feasible_states",
    "items_at",
    "label_at",
    "position",
    "state_letters",
    "whole_number",
]

#: Options up to which a ranking of states can be read: its numbers count all possible states.
MAX_RANKED = 20
_CONDITION = 'pairs of an option and "Y" or "N", such as [[0, "Y"], [2, "N"]]'
#: A condition, or any of several: one pattern of Y, N and - for each.
Condition = tuple[str, ...]


def label_at(table: Table, key: str, where: str, problems: Problems, /) -> str | None:
    """Return the text at a key; report anything else."""
    node = table.entries.get(key)
    if isinstance(node, Scalar) and node.quoted and node.text.strip():
        return node.text
    place = node.place if node is not None else table.place
    problems.add(where, place, f"{shown(node)} as {key!r}", "a text")
    return None


def items_at(
    table: Table, key: str, where: str, problems: Problems, /, *, needed: bool = True
) -> list[Node]:
    """Return the items of the list at a key; report anything else."""
    node = table.entries.get(key)
    if isinstance(node, Listing):
        return node.items
    if node is not None or needed:
        place = node.place if node is not None else table.place
        problems.add(where, place, f"{shown(node)} as {key!r}", "a list")
    return []


def whole_number(node: Node | None, /) -> int | None:
    """Return a whole number from 0 that is written as one; ``None`` for anything else."""
    if isinstance(node, Scalar) and not node.quoted and node.text.isdigit():
        return int(node.text) if len(node.text) <= 9 else None
    return None


def condition(
    node: Node, places: Sequence[int], where: str, problems: Problems, /
) -> Condition | None:
    """Return a condition as patterns of which any may fit; report what is none.

    Parameters
    ----------
    node : Node
        A list of pairs, or ``{"compound": true, "members": [..]}``: any of several such lists.
    places : sequence of int
        Where in a state the options of the file stand, in file order.
    """
    if not isinstance(node, Table):
        pattern = _pattern(node, places, where, problems)
        return None if pattern is None else (pattern,)
    for key in node.entries:
        if key not in ("compound", "members"):
            problems.add(where, node.keys[key].place, f"the unknown key {quoted(key)}", "'members'")
    members = items_at(node, "members", where, problems)
    found = [_pattern(member, places, where, problems) for member in members]
    kept = [pattern for pattern in found if pattern is not None]
    if len(kept) < len(found) or not isinstance(node.entries.get("members"), Listing):
        return None
    return tuple(dict.fromkeys(kept))


def _pattern(node: Node, places: Sequence[int], where: str, problems: Problems) -> str | None:
    if not isinstance(node, Listing):
        problems.add(where, node.place, shown(node), _CONDITION)
        return None
    letters = ["-"] * len(places)
    sound = True
    for pair in node.items:
        inner = pair.items if isinstance(pair, Listing) else []
        option = whole_number(inner[0]) if len(inner) == 2 else None
        value = inner[1] if len(inner) == 2 else None
        wanted = value.text if isinstance(value, Scalar) and value.quoted else ""
        if option is None or wanted not in ("Y", "N"):
            problems.add(where, pair.place, shown(pair), _CONDITION)
        elif option >= len(places):
            found = f"the option {option}"
            problems.add(where, pair.place, found, f"0 to {len(places) - 1}: one of the options")
        elif letters[places[option]] != "-":
            found = f"the option {option} a second time"
            problems.add(where, pair.place, found, "each option once in a condition")
        else:
            letters[places[option]] = wanted
            continue
        sound = False
    return "".join(letters) if sound else None


def feasible_states(n_options: int, infeasible: Sequence[str], /) -> Iterator[int]:
    """Yield the possible states, ascending: GMCR+ numbers them in this order, from 1.

    Bit k of a state is set when letter k is Y, which is the decimal that GMCR+ shows.

    Notes
    -----
    Sets of states are whole numbers of 2^m bits, so that 1,000 patterns over 20 options take
    less than a second.

    Examples
    --------
    >>> list(feasible_states(2, ["YY"]))
    [0, 1, 2]
    """
    size = 1 << n_options
    everything = (1 << size) - 1
    taken = [_where_taken(option, size) for option in range(n_options)]
    left = everything
    for pattern in infeasible:
        fitting = everything
        for option, letter in enumerate(pattern):
            if letter == "Y":
                fitting &= taken[option]
            elif letter == "N":
                fitting &= everything ^ taken[option]
        left &= everything ^ fitting
    return (state for state, bit in enumerate(reversed(f"{left:b}")) if bit == "1")


def _where_taken(option: int, size: int) -> int:
    """Return the set of the states in which an option is taken."""
    width = 1 << option
    found = ((1 << width) - 1) << width
    width *= 2
    while width < size:
        found |= found << width
        width *= 2
    return found


def state_letters(state: int, n_options: int, /) -> str:
    """Return the letters of a state.

    Examples
    --------
    >>> state_letters(1, 3)
    'YNN'
    """
    return "".join("Y" if state >> k & 1 else "N" for k in range(n_options))


def position(place: Place, /) -> str:
    """Return a place as it stands in a note."""
    return ":".join(str(part) for part in (place.file, place.line, place.column) if part)
