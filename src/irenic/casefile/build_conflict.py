"""The conflict: decision makers, states, moves, and where proposals stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

from irenic.casefile.access import Context, entries, get, items, key_place, text
from irenic.casefile.build_conflict_parts import (
    MAX_PATTERNS,
    Meaning,
    beside,
    decision_makers,
    pattern,
    patterns,
    state,
    state_at,
)
from irenic.casefile.build_conflict_preferences import conflict_preferences
from irenic.casefile.build_interventions import interventions
from irenic.casefile.conflict_states import ListedStates, OptionStates, overlap
from irenic.casefile.nodes import Listing, Node, Scalar, Table
from irenic.casefile.problems import quoted
from irenic.casefile.statements import option_names
from irenic.model import Conflict, DecisionMaker, NoMove, Proposal, SettlementLink

__all__ = ["MAX_COALESCED", "conflict"]

#: Coalesced states; each pair is checked for states that both have.
MAX_COALESCED = 100
_ONLY_OPTIONS = ("infeasible", "coalesce", "no_moves")
_EITHER = "options with their patterns, or states with all moves"


def conflict(
    context: Context,
    node: Node | None,
    parties: Mapping[str, str],
    proposals: tuple[Proposal, ...],
    /,
) -> Conflict | None:
    """Return the conflict; ``None`` when the case has none.

    Parameters
    ----------
    parties : mapping
        The names of the parties of the case, by id.
    proposals : tuple of Proposal
        Those of the case.
    """
    if not isinstance(node, Table):
        return None
    makers = decision_makers(context, get(node, "decision_makers"), parties)
    if not makers:  # reported already; without them nothing else can be judged
        return None
    graph = "moves" in node.entries
    infeasible: tuple[str, ...] = ()
    coalesce: tuple[str, ...] = ()
    if graph:
        meaning = _by_moves(context, node, makers)
    else:
        meaning, infeasible, coalesce = _by_options(context, node, makers)
    return Conflict(
        makers,
        infeasible,
        coalesce,
        () if graph else _no_moves(context, get(node, "no_moves"), meaning),
        _titles(context, get(node, "states"), meaning),
        _moves(context, get(node, "moves"), meaning) if graph else None,
        state(context, get(node, "status_quo"), meaning.states) or "",
        conflict_preferences(context, get(node, "preferences"), meaning),
        _settlements(context, get(node, "proposals"), meaning, proposals),
        interventions(context, get(node, "interventions"), makers, meaning, parties),
    )


def _by_moves(context: Context, node: Table, makers: tuple[DecisionMaker, ...]) -> Meaning:
    """Return what names mean in graph form."""
    for key in _ONLY_OPTIONS:
        if key in node.entries:
            beside(context, node, key, "moves", _EITHER)
    for _, value in entries(get(node, "decision_makers")):
        if isinstance(value, Table) and "options" in value.entries:
            beside(context, value, "options", "moves", _EITHER)
    states = get(node, "states")
    if states is None and "states" not in node.spoiled:
        context.problems.add(
            node.where,
            node.place,
            "'moves' without 'states'",
            "states: {s1: title, ..}, all of them",
        )
    elif isinstance(states, Table) and not states.entries and not states.spoiled:
        context.problems.at(states, "no state", "all states, such as {s1: Talks, s2: Strike}")
    listed = ListedStates(tuple(name for name, _ in entries(states)))
    ids = tuple(maker.id for maker in makers)
    known = isinstance(states, Table) and not states.spoiled and bool(states.entries)
    return Meaning(ids, option_names([]), listed if known else None, graph=True)


def _by_options(
    context: Context, node: Table, makers: tuple[DecisionMaker, ...]
) -> tuple[Meaning, tuple[str, ...], tuple[str, ...]]:
    """Return what names mean in option form, and the patterns of the states."""
    table = get(node, "decision_makers")
    pairs = [(maker.id, option.id) for maker in makers for option in maker.options]
    ids, names = tuple(maker.id for maker in makers), option_names(pairs)
    sound = isinstance(table, Table) and not table.spoiled
    sound = sound and not any(
        isinstance(value, Table)
        and (value.spoiled or getattr(get(value, "options"), "spoiled", False))
        for _, value in entries(table)
    )
    if sound and not pairs and isinstance(table, Table):
        context.problems.at(table, "no option of any decision maker", _EITHER)
    if not sound or not pairs:
        return Meaning(ids, names, None), (), ()
    infeasible = patterns(context, get(node, "infeasible"), len(pairs))
    coalesce = patterns(context, get(node, "coalesce"), len(pairs), most=MAX_COALESCED)
    for name, item in list(coalesce.items()):
        if "-" not in name:
            context.problems.at(
                item, f"{quoted(name)}, which is one state", "a pattern with - for some option"
            )
            del coalesce[name]
    states = OptionStates(len(pairs), tuple(infeasible), tuple(coalesce))
    nothing_left = states.can_list and not states.possible
    if nothing_left and infeasible:
        context.problems.at(
            get(node, "infeasible") or node,
            "patterns that exclude every state",
            "patterns that leave some states",
        )
    shared = _overlapping(context, states, coalesce)
    states = replace(states, coalesce=tuple(name for name in coalesce if name not in shared))
    broken = nothing_left or _lost(node, "coalesce", coalesce)
    meaning = Meaning(
        ids, names, None if broken else states, sure=not _lost(node, "infeasible", infeasible)
    )
    return meaning, states.infeasible, states.coalesce


def _lost(node: Table, key: str, found: Mapping[str, Scalar]) -> bool:
    """Return whether some of the patterns of a list are broken."""
    return key in node.spoiled or len(found) < sum(1 for _ in items(get(node, key)))


def _overlapping(
    context: Context, states: OptionStates, coalesce: Mapping[str, Scalar]
) -> set[str]:
    """Report and return coalesced states that share a possible combination with another."""
    found = set()
    for one, other in combinations(coalesce, 2):
        both = overlap(one, other)
        if both is None or (states.can_list and not states.possible & states.where(both)):
            continue
        context.problems.at(
            coalesce[other],
            f"{quoted(other)}, which shares the states {quoted(both)} with {quoted(one)}",
            "patterns of which no state fits two",
        )
        found.add(other)
    return found


def _no_moves(context: Context, node: Node | None, meaning: Meaning) -> tuple[NoMove, ...]:
    size = len(meaning.names.full)
    if meaning.states is None:
        return ()
    if isinstance(node, Listing) and len(node.items) > MAX_PATTERNS:
        context.problems.at(node, f"{len(node.items):,} entries", f"at most {MAX_PATTERNS:,}")
        return ()
    found = []
    for item in items(node):
        source = pattern(context, get(item, "from"), size)
        target = pattern(context, get(item, "to"), size)
        by = get(item, "by")
        maker = context.reference(by, "decision maker", meaning.makers) if by else ""
        if source is not None and target is not None and maker is not None:
            found.append(NoMove(source, target, maker, text(get(item, "why"))))
    return tuple(found)


def _titles(context: Context, node: Node | None, meaning: Meaning) -> dict[str, str]:
    """Return the titles of states; in graph form these are the states."""
    found = {}
    for name, value in entries(node):
        place = key_place(node, name, value.place)
        if meaning.graph or state_at(context, name, value.where, place, meaning.states):
            found[name] = text(value)
    return found


def _moves(
    context: Context, node: Node | None, meaning: Meaning
) -> dict[str, dict[str, tuple[str, ...]]]:
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for maker, table in entries(node):
        place = key_place(node, maker, table.place)
        if maker not in meaning.makers:
            context.unknown(table.where, place, maker, "decision maker", meaning.makers)
        rows = {}
        for source, targets in entries(table):
            place = key_place(table, source, targets.place)
            state_at(context, source, targets.where, place, meaning.states)
            rows[source] = _targets(context, source, targets, meaning)
        found[maker] = {source: row for source, row in rows.items() if row}
    return {maker: rows for maker, rows in found.items() if rows}


def _targets(context: Context, source: str, node: Node, meaning: Meaning) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for item in items(node):
        target = state(context, item, meaning.states)
        if target is None:
            continue
        if target == source:
            context.problems.at(
                item, f"a move from {quoted(source)} to itself", "moves to other states"
            )
        elif target in found:
            context.problems.at(item, f"{quoted(target)} a second time", "each state once")
        found[target] = None
    return tuple(found)


def _settlements(
    context: Context, node: Node | None, meaning: Meaning, proposals: tuple[Proposal, ...]
) -> tuple[SettlementLink, ...]:
    known = [proposal.id for proposal in proposals]
    found = []
    for name, value in entries(node):
        if name not in known:
            place = key_place(node, name, value.place)
            context.unknown(value.where, place, name, "proposal", known)
        signed = state(context, get(value, "signed"), meaning.states)
        kept = state(context, get(value, "kept"), meaning.states) or signed
        broken: dict[str, None] = {}
        for item in items(get(value, "broken")):
            where = state(context, item, meaning.states)
            if where in broken:
                context.problems.at(item, f"{quoted(where or '')} a second time", "each state once")
            elif where is not None:
                broken[where] = None
        if signed is not None and kept is not None:
            found.append(SettlementLink(name, signed, kept, tuple(broken)))
    return tuple(found)
