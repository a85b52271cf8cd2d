"""What the parts of an agreement are made of: amounts, counts, shares, days, yes and no."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from fractions import Fraction

from irenic.casefile.access import Context, entries, get, key_place, quantity, text
from irenic.casefile.nodes import Node, Scalar, Table, number_of
from irenic.casefile.problems import brief, quoted
from irenic.model import Quantity

__all__ = [
    "ONE",
    "ZERO",
    "amount",
    "amounts",
    "at_least_zero",
    "count",
    "day",
    "is_yes",
    "probabilities",
    "probability",
    "references_at",
    "size_or_most",
    "too_many",
]

ZERO = Quantity.exactly(0)
ONE = Quantity.exactly(1)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def too_many(context: Context, node: Node | None, noun: str, most: int, /) -> bool:
    """Report a section with more than ``most`` entries; return whether it has."""
    found = sum(1 for _ in entries(node))
    if node is not None and found > most:
        context.problems.at(node, f"{found:,} {noun}", f"at most {most:,}")
    return found > most


def amount(context: Context, node: Node | None, /) -> Quantity:
    """Return a number or a range; 0 when there is none."""
    return quantity(node, context.problems) or ZERO


def amounts(context: Context, node: Node | None, /) -> dict[str, Quantity]:
    """Return what something is worth to parties; report parties that do not exist."""
    found = {}
    for party, value in entries(node):
        if party not in context.parties:
            place = key_place(node, party, value.place)
            context.unknown(value.where, place, party, "party", context.parties)
        number = quantity(value, context.problems)
        if number is not None:
            found[party] = number
    return found


def at_least_zero(context: Context, node: Node | None, /) -> Fraction | None:
    """Return a number of 0 or more; report one below 0."""
    number = number_of(node)
    if node is not None and number is not None and number < 0:
        context.problems.at(node, brief(number), "a number of 0 or more")
        return None
    return number


def count(
    context: Context, node: Node | None, /, *, least: int, most: int | None = None
) -> int | None:
    """Return a whole number in its bounds; report any other number."""
    number = number_of(node)
    if node is None or number is None:
        return None
    if number.denominator != 1 or number < least or (most is not None and number > most):
        upper = f"from {least} to {most}" if most is not None else f"of {least} or more"
        context.problems.at(node, brief(number), f"a whole number {upper}")
        return None
    return int(number)


def probability(context: Context, node: Node | None, /) -> Fraction | None:
    """Return a number from 0 to 1; report any other number."""
    number = number_of(node)
    if node is not None and number is not None and not 0 <= number <= 1:
        context.problems.at(node, brief(number), "a number from 0 to 1")
        return None
    return number


def probabilities(context: Context, node: Node | None, /) -> Quantity | None:
    """Return a number or a range from 0 to 1; report any other."""
    found = quantity(node, context.problems)
    if node is not None and found is not None and not 0 <= found.low <= found.high <= 1:
        context.problems.at(node, _span(found), "a number or a range from 0 to 1")
        return None
    return found


def _span(found: Quantity) -> str:
    if found.is_certain:
        return brief(found.low)
    return f"a range from {brief(found.low)} to {brief(found.high)}"


def size_or_most(
    context: Context, node: Table, kind: str, /, *, without: tuple[str, ...] = ()
) -> tuple[Quantity | None, Fraction | None]:
    """Return the fixed size, or the size up to which one can be chosen; report both or neither.

    Parameters
    ----------
    without : tuple of str
        Kinds that have neither.
    """
    given = [key for key in ("size", "most") if key in node.entries]
    size = quantity(get(node, "size"), context.problems)
    if size is not None and size.low < 0 and "size" in node.entries:
        context.problems.at(node.entries["size"], _span(size), "a number or a range of 0 or more")
        size = None
    most = at_least_zero(context, get(node, "most"))
    if kind in without:
        for key in given:
            context.problems.add(
                f"{node.where}.{key}",
                node.keys[key],
                f"{key!r} of the kind {kind}",
                f"none; a {kind} has no size",
            )
        return None, None
    if len(given) == 2:
        context.problems.add(
            f"{node.where}.most",
            node.keys["most"],
            "'most' beside 'size'",
            "'size' when it is fixed, 'most' when it can be chosen up to there",
        )
        return None, None
    if not given and kind and not node.spoiled:
        context.problems.at(
            node,
            f"the kind {kind} without 'size' and 'most'",
            "size: how much it is, or most: up to where it can be chosen",
        )
    return size, most


def day(context: Context, node: Node | None, /) -> str:
    """Return a day such as 2026-05-01; report what is none."""
    if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
        return ""
    written = node.text.strip()
    try:
        if not _DAY.fullmatch(written):
            raise ValueError(written)
        date.fromisoformat(written)
    except ValueError:
        context.problems.at(node, quoted(written), "a day of the calendar such as 2026-05-01")
        return ""
    return written


def is_yes(node: Node | None, /, *, absent: bool) -> bool:
    """Return whether a node says yes; what is meant when there is none."""
    return absent if node is None else text(node) in ("yes", "true")


def references_at(
    context: Context, node: Node | None, names: Collection[str], /
) -> dict[str, Node]:
    """Return the obligations in a list with their nodes, each known and none twice."""
    found: dict[str, Node] = {}
    for item in getattr(node, "items", ()):
        name = context.reference(item, "obligation", names)
        if name is not None and name in found:
            context.problems.at(
                item, f"the obligation {quoted(name)} a second time", "each obligation once"
            )
        elif name is not None:
            found[name] = item
    return found
