"""The obligations of an agreement: who performs what, and what it is worth to whom."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from irenic.casefile.access import Context, entries, get, text
from irenic.casefile.build_agreement_parts import (
    amount,
    amounts,
    count,
    day,
    probability,
    references_at,
)
from irenic.casefile.build_conditions import condition
from irenic.casefile.nodes import Listing, Node, Table
from irenic.casefile.problems import quoted
from irenic.model import Obligation

__all__ = ["MAX_PIECES", "obligations"]

#: Pieces that an obligation can be cut into; orders are sought over all pieces, so that each
#: further one multiplies the work.
MAX_PIECES = 12


def obligations(context: Context, node: Node | None, /) -> tuple[Obligation, ...]:
    """Return the obligations; report those that nobody values."""
    if not isinstance(node, Table):
        return ()
    performers = {
        name: text(get(value, "by"))
        for name, value in node.entries.items()
        if text(get(value, "by")) in context.parties
    }
    return tuple(
        _obligation(context, name, value, node, performers)
        for name, value in node.entries.items()
        if isinstance(value, Table)
    )


def _obligation(
    context: Context, name: str, node: Table, table: Table, performers: dict[str, str]
) -> Obligation:
    names = table.entries.keys()
    by = get(node, "by")
    performer = context.reference(by, "party", context.parties) if by else None
    found = Obligation(
        id=name,
        title=text(get(node, "title")),
        by=performer or "",
        value=amounts(context, get(node, "value")),
        kept=amounts(context, get(node, "kept")),
        gain=amount(context, get(node, "gain")),
        due=day(context, get(node, "due")),
        days=count(context, get(node, "days"), least=0),
        after=tuple(references_at(context, get(node, "after"), names)),
        pieces=count(context, get(node, "pieces"), least=1, most=MAX_PIECES) or 1,
        stops=_stops(context, get(node, "stops"), name, names, performers),
        notice=count(context, get(node, "notice"), least=0) or 0,
        undone=probability(context, get(node, "undone")) or Fraction(0),
        when=condition(context, get(node, "when")) or {},
        judged_by=text(get(node, "judged_by")),
        evidence=context.references(get(node, "evidence"), "evidence", context.evidence),
    )
    _check_valued(context, found, node, table)
    return found


def _check_valued(context: Context, found: Obligation, node: Table, table: Table) -> None:
    """Report an obligation that is worth nothing to anyone, carried out or kept."""
    written = [value for key in ("value", "kept") for _, value in entries(get(node, key))]
    numbers = [*found.value.values(), *found.kept.values()]
    if len(numbers) < len(written) or node.spoiled.intersection(("value", "kept")):
        return
    if any(number.low or number.high for number in numbers):
        return
    found_words = "an obligation that nobody values"
    if numbers:
        found_words += ": all its values are 0"
    context.problems.add(
        node.where,
        table.keys[found.id],
        found_words,
        "value: {PARTY: number}, what it is worth to those whom it concerns",
    )


def _stops(
    context: Context,
    node: Node | None,
    name: str,
    names: Collection[str],
    performers: dict[str, str],
) -> tuple[str, ...] | None:
    """Return what the others stop when an obligation is withheld; ``None`` for everything."""
    if not isinstance(node, Listing):
        return () if text(node) == "none" else None
    found = references_at(context, node, names)
    own = performers.get(name)
    for other, item in found.items():
        if own is not None and performers.get(other) == own:
            context.problems.at(
                item,
                f"{quoted(other)}, which {own} performs itself",
                f"obligations that others than {own} perform",
            )
    return tuple(found)
