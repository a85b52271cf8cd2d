"""Nodes -> model: what the file means, with every problem of meaning."""

from __future__ import annotations

from irenic.casefile.access import Context, entries, get, items, text
from irenic.casefile.build_agreement import agreement
from irenic.casefile.build_conditions import condition
from irenic.casefile.build_conflict import conflict
from irenic.casefile.build_issues import issues
from irenic.casefile.build_preferences import preferences
from irenic.casefile.build_rest import claims, coalitions, decision, proposals
from irenic.casefile.build_rules import rules
from irenic.casefile.nodes import Node, Table
from irenic.casefile.problems import Problems
from irenic.model import About, Absent, Backer, Case, Evidence, Party, Source

__all__ = ["MAX_PARTIES", "build_case"]

#: Beyond any negotiation on record; keeps a broken or hostile file from taking long.
MAX_PARTIES = 100


def build_case(root: Table, problems: Problems, /) -> Case:
    """Return the case in ``root``; it is usable only when no problem was added.

    Parts that are broken are left out, so that the rest can be checked all the same.
    """
    context = Context(problems)
    context.parties = tuple(name for name, _ in entries(get(root, "parties")))
    context.evidence = frozenset(name for name, _ in entries(get(root, "evidence")))
    _check_extent(root, context)
    found_issues = issues(context, get(root, "issues"))
    parties = _parties(context, get(root, "parties"))
    found_proposals = proposals(context, get(root, "proposals"))
    names = {party.id: party.name for party in parties}
    return Case(
        title=text(get(root, "title")),
        parties=parties,
        issues=found_issues,
        preferences=preferences(context, get(root, "preferences")),
        rules=rules(context, get(root, "rules")),
        decision=decision(context, get(root, "decision")),
        proposals=found_proposals,
        claims=claims(context, get(root, "claims")),
        coalitions=coalitions(context, get(root, "coalitions")),
        absent=tuple(
            Absent(name, text(get(node, "name")), text(get(node, "why")))
            for name, node in entries(get(root, "absent"))
        ),
        evidence=tuple(_evidence(name, node) for name, node in entries(get(root, "evidence"))),
        about=_about(get(root, "about")),
        as_of=text(get(root, "as_of")),
        conflict=conflict(
            context,
            get(root, "conflict"),
            names,
            found_proposals,
        ),
        agreement=agreement(context, get(root, "agreement"), names),
    )


def _check_extent(root: Table, context: Context) -> None:
    parties = get(root, "parties")
    if parties is not None and len(context.parties) > MAX_PARTIES:
        context.problems.at(parties, f"{len(context.parties):,} parties", f"at most {MAX_PARTIES}")
    sections = ("issues", "claims", "coalitions", "conflict", "agreement")
    filled = [
        key for key in sections if (node := get(root, key)) is not None and not _is_empty(node)
    ]
    if not filled and not root.spoiled.intersection(sections):
        context.problems.add(
            "",
            root.place,
            "nothing to negotiate",
            "at least one of issues, claims, coalitions, conflict and agreement",
        )
    if parties is None and filled != ["conflict"] and "parties" not in root.spoiled:
        context.problems.add(
            "",
            root.place,
            "no key 'parties'",
            "parties: those at the table, by id, such as {city: {name: City}}",
        )


def _is_empty(node: Node) -> bool:
    return (
        not any(True for _ in entries(node))
        and not any(True for _ in items(node))
        and (not text(node))
    )


def _parties(context: Context, node: Node | None) -> tuple[Party, ...]:
    return tuple(
        Party(
            name,
            text(get(value, "name")),
            text(get(value, "role")),
            tuple(_backer(context, b, inner) for b, inner in entries(get(value, "backers"))),
        )
        for name, value in entries(node)
    )


def _backer(context: Context, name: str, node: Node) -> Backer:
    leaves_if = condition(context, get(node, "leaves_if")) or {}
    return Backer(name, text(get(node, "name")), leaves_if, text(get(node, "why")))


def _evidence(name: str, node: Node) -> Evidence:
    parts = {key: text(get(node, key)) for key in ("citation", "date", "url", "says")}
    return Evidence(name, **parts)


def _about(node: Node | None) -> About:
    sources = tuple(
        Source(text(get(item, "citation")), text(get(item, "url")), text(get(item, "what")))
        for item in items(get(node, "sources"))
    )
    return About(
        text(get(node, "description")),
        sources,
        text(get(node, "exact")),
        text(get(node, "not_verified")),
    )
