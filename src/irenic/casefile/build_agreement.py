"""The agreement: obligations, guarantees, levers, phases, and what was seen of it so far."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import cast, get_args

from irenic.casefile.access import Context, entries, get, items, key_place, quantity, text
from irenic.casefile.build_agreement_order import check_prerequisites, order
from irenic.casefile.build_agreement_parts import (
    ONE,
    amount,
    amounts,
    at_least_zero,
    count,
    day,
    is_yes,
    probabilities,
    probability,
    references_at,
    size_or_most,
    too_many,
)
from irenic.casefile.build_obligations import obligations
from irenic.casefile.nodes import Node, Table
from irenic.casefile.problems import listed, quoted
from irenic.model import (
    Agreement,
    Guarantee,
    GuaranteeKind,
    Lever,
    LeverKind,
    Obligation,
    Phase,
    Quantity,
    Record,
    Reliability,
    Standing,
)

__all__ = ["MAX_HOLDS", "MAX_OBLIGATIONS", "agreement"]

#: Obligations of an agreement; long peace agreements have about a hundred provisions.
MAX_OBLIGATIONS = 200
#: Guarantees, levers and phases, of each kind.
MAX_HOLDS = 100
_GUARANTEES: tuple[str, ...] = get_args(GuaranteeKind)
_LEVERS: tuple[str, ...] = get_args(LeverKind)
#: Kinds of guarantees that have no size.
_WITHOUT_SIZE = ("monitor", "swap")
_MAX_STATUS = 3


def agreement(context: Context, node: Node | None, names: Mapping[str, str], /) -> Agreement | None:
    """Return the agreement; ``None`` when the case has none.

    Parameters
    ----------
    names : mapping
        The names of the parties of the case, by id.
    """
    table = get(node, "obligations")
    if not isinstance(node, Table) or not isinstance(table, Table):
        return None
    if too_many(context, table, "obligations", MAX_OBLIGATIONS):
        return None
    found = obligations(context, table)
    sound, early = check_prerequisites(context, table, found)
    guarantees = _guarantees(context, get(node, "guarantees"), table, found, names)
    return Agreement(
        obligations=found,
        standings=_standings(context, get(node, "parties")),
        order=order(context, get(node, "order"), table, found, sound=sound, early=early),
        guarantees=guarantees,
        levers=_levers(context, get(node, "levers"), table),
        shared=_shared(context, get(node, "shared"), get(node, "guarantees"), guarantees),
        phases=_phases(context, get(node, "phases")),
        records=_records(context, get(node, "record"), table),
        margin=at_least_zero(context, get(node, "margin")) or Fraction(0),
    )


def _standings(context: Context, node: Node | None) -> dict[str, Standing]:
    found = {}
    for party, value in entries(node):
        if party not in context.parties:
            place = key_place(node, party, value.place)
            context.unknown(value.where, place, party, "party", context.parties)
        found[party] = Standing(
            party,
            amount(context, get(value, "no_deal")),
            at_least_zero(context, get(value, "exposure")),
            _discount(context, get(value, "discount")),
        )
    return found


def _discount(context: Context, node: Node | None) -> Quantity | None:
    found = quantity(node, context.problems)
    if node is not None and found is not None and not 0 < found.low <= found.high <= 1:
        words = str(found) if found.is_certain else f"a range from {found}"
        context.problems.at(node, words, "a number or a range above 0, up to 1")
        return None
    return found


def _guarantees(
    context: Context,
    node: Node | None,
    table: Table,
    obligations: tuple[Obligation, ...],
    names: Mapping[str, str],
) -> tuple[Guarantee, ...]:
    if too_many(context, node, "guarantees", MAX_HOLDS):
        return ()
    found = []
    for name, value in entries(node):
        if not isinstance(value, Table):
            continue
        guarantee = _guarantee(context, name, value, table)
        _check_guarantor(context, guarantee, value, obligations, names)
        found.append(guarantee)
    return tuple(found)


def _kind(node: Table, kinds: tuple[str, ...]) -> str:
    """Return the kind in a node; nothing when it is none of those there are."""
    kind = text(get(node, "kind"))
    return kind if kind in kinds else ""


def _guarantee(context: Context, name: str, node: Table, table: Table) -> Guarantee:
    kind = _kind(node, _GUARANTEES)
    covers = references_at(context, get(node, "covers"), table.entries.keys())
    written = sum(1 for _ in items(get(node, "covers")))
    if kind == "swap" and len(covers) == written == 1:
        context.problems.at(
            get(node, "covers") or node,
            "a swap of one obligation",
            "two obligations or more, which happen at the same moment",
        )
    size, most = size_or_most(context, node, kind, without=_WITHOUT_SIZE)
    return Guarantee(
        id=name,
        title=text(get(node, "title")),
        kind=cast("GuaranteeKind", kind),
        covers=tuple(covers),
        guarantor=text(get(node, "guarantor")),
        size=size,
        most=most,
        reliability=_reliability(context, get(node, "reliability")),
        cost=at_least_zero(context, get(node, "cost")) or Fraction(0),
        fixed=at_least_zero(context, get(node, "fixed")) or Fraction(0),
        cause=text(get(node, "cause")),
        pays=_pays(context, node, kind),
        in_force=is_yes(get(node, "in_force"), absent=True),
        judged_by=text(get(node, "judged_by")),
        evidence=context.references(get(node, "evidence"), "evidence", context.evidence),
    )


def _pays(context: Context, node: Table, kind: str) -> str:
    """Return the party that a compensation is paid to; report one of anything else."""
    paid = get(node, "pays")
    if paid is None:
        if kind == "compensation" and not node.spoiled:
            context.problems.at(
                node, "a compensation without 'pays'", "pays: the party that it is paid to"
            )
        return ""
    if kind and kind != "compensation":
        context.problems.add(
            f"{node.where}.pays",
            node.keys["pays"],
            f"'pays' of a {kind}",
            "'pays' of a compensation only",
        )
    return context.reference(paid, "party", context.parties) or ""


def _reliability(context: Context, node: Node | None) -> Reliability:
    """Return three factors; a single number counts as how willing the guarantor is."""
    if isinstance(node, Table):
        parts = (
            probabilities(context, get(node, key)) or ONE for key in ("noticed", "willing", "able")
        )
        return Reliability(*parts)
    return Reliability(willing=probabilities(context, node) or ONE)


def _check_guarantor(
    context: Context,
    guarantee: Guarantee,
    node: Table,
    obligations: tuple[Obligation, ...],
    names: Mapping[str, str],
) -> None:
    """Report a guarantor that would have to act against itself."""
    who = guarantee.guarantor.strip()
    party = next((p for p, name in names.items() if who and who in (p, name)), None)
    own = [o.id for o in obligations if o.id in guarantee.covers and o.by == party]
    if party is not None and own:
        context.problems.at(
            get(node, "guarantor") or node,
            f"{quoted(who)}, which performs {listed(own)} itself",
            "someone who cannot be a party to the breach: it performs nothing that is covered",
        )


def _shared(
    context: Context, node: Node | None, table: Node | None, guarantees: tuple[Guarantee, ...]
) -> dict[str, Fraction]:
    causes = dict.fromkeys(g.cause for g in guarantees if g.cause)
    found = {}
    for cause, value in entries(node):
        if cause not in causes and not getattr(table, "spoiled", False):
            place = key_place(node, cause, value.place)
            context.unknown(value.where, place, cause, "cause", causes)
        part = probability(context, value)
        if part is not None:
            found[cause] = part
    return found


def _levers(context: Context, node: Node | None, table: Table) -> tuple[Lever, ...]:
    if too_many(context, node, "levers", MAX_HOLDS):
        return ()
    return tuple(
        _lever(context, name, value, table)
        for name, value in entries(node)
        if isinstance(value, Table)
    )


def _lever(context: Context, name: str, node: Table, table: Table) -> Lever:
    kind = _kind(node, _LEVERS)
    size, most = size_or_most(context, node, kind)
    party, after = get(node, "for"), get(node, "after")
    if after is not None and kind and kind != "milestone":
        context.problems.add(
            f"{node.where}.after",
            node.keys["after"],
            f"'after' of the kind {kind}",
            "'after' of a milestone only",
        )
    if after is None and kind == "milestone" and not node.spoiled:
        context.problems.at(
            node, "a milestone without 'after'", "after: the obligation that it follows"
        )
    reliability = probability(context, get(node, "reliability"))
    return Lever(
        id=name,
        title=text(get(node, "title")),
        kind=cast("LeverKind", kind),
        party=(context.reference(party, "party", context.parties) if party else None) or "",
        size=size,
        most=most,
        after=(context.reference(after, "obligation", table.entries.keys()) if after else None)
        or "",
        reliability=Fraction(1) if reliability is None else reliability,
        cost=at_least_zero(context, get(node, "cost")) or Fraction(0),
        in_force=is_yes(get(node, "in_force"), absent=True),
    )


def _phases(context: Context, node: Node | None) -> tuple[Phase, ...]:
    if too_many(context, node, "phases", MAX_HOLDS):
        return ()
    return tuple(
        _phase(context, name, value) for name, value in entries(node) if isinstance(value, Table)
    )


def _phase(context: Context, name: str, node: Table) -> Phase:
    parts = {key: get(node, key) for key in ("kept", "breach", "punished")}
    named = dict.fromkeys(
        party for part in parts.values() for party, _ in entries(part) if party in context.parties
    )
    for key, part in parts.items():
        missing = [party for party in named if get(part, party) is None]
        if not isinstance(part, Table) or not part.entries or part.spoiled:
            continue
        if missing and all(party in context.parties for party in part.entries):
            context.problems.add(
                f"{node.where}.{key}",
                node.keys[key],
                f"no number of {listed(missing)}",
                "the same parties in kept, breach and punished",
            )
    kept, breach, punished = (amounts(context, part) for part in parts.values())
    paying = is_yes(get(node, "transfers"), absent=False)
    return Phase(name, text(get(node, "title")), kept, breach, punished, paying)


def _records(context: Context, node: Node | None, table: Table) -> tuple[Record, ...]:
    found: list[Record] = []
    last: dict[str, str] = {}
    for item in items(node):
        about, on = get(item, "obligation"), get(item, "date")
        name = context.reference(about, "obligation", table.entries.keys()) if about else None
        seen = day(context, on)
        status = count(context, get(item, "status"), least=0, most=_MAX_STATUS)
        if name is not None and on is not None and seen and seen < last.get(name, seen):
            context.problems.at(
                on,
                f"{seen}, after an entry on {quoted(name)} of {last[name]}",
                f"{last[name]} or later; what was seen later stands below",
            )
        elif name is not None and seen:
            last[name] = seen
        note, by = text(get(item, "note")), text(get(item, "by"))
        found.append(Record(name or "", seen, status or 0, note, by))
    return tuple(found)
