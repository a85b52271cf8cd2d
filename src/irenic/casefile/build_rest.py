"""The decision rule, proposals, claims and coalition values."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

from irenic.casefile.access import Context, entries, get
from irenic.casefile.build_conditions import option
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table, number_of
from irenic.casefile.problems import brief, listed, shown
from irenic.model import Claims, Coalition, Decision, Proposal, ShareIssue

__all__ = ["MAX_COALITION_PARTIES", "claims", "coalitions", "decision", "proposals"]

#: 12 parties have 4,095 coalitions; a value for each cannot be judged by hand beyond that.
MAX_COALITION_PARTIES = 12


def decision(context: Context, node: Node | None, /) -> Decision:
    """Return the decision rule; everyone when there is none."""
    value = get(node, "at_least")
    number = number_of(value)
    most = len(context.parties)
    whole = number is not None and number.denominator == 1 and 1 <= number <= most
    if value is not None and number is not None and not whole:
        context.problems.at(value, brief(number), f"a whole number of parties from 1 to {most}")
    must = context.references(get(node, "must"), "party", context.parties)
    return Decision(int(number) if number is not None and whole else None, must)


def proposals(context: Context, node: Node | None, /) -> tuple[Proposal, ...]:
    """Return the proposals."""
    found = []
    for name, value in entries(node):
        if not isinstance(value, Table) or not isinstance(node, Table):
            continue
        if not value.entries:
            context.problems.add(
                value.where,
                node.keys[name],
                "a proposal that settles nothing",
                "at least one issue with its option",
            )
        found.append(_proposal(context, name, value))
    return tuple(found)


def _proposal(context: Context, name: str, node: Table) -> Proposal:
    choices: dict[str, str] = {}
    shares: dict[str, dict[str, Fraction]] = {}
    for key, value in node.entries.items():
        if key not in context.issues:
            context.unknown(value.where, node.keys[key], key, "issue", context.issues)
            continue
        issue = context.issues[key]
        if isinstance(issue, ShareIssue):
            split = _split(context, issue, value)
            if split is not None:
                shares[key] = split
        elif isinstance(value, Table):
            if issue:
                context.problems.at(
                    value, shown(value), f"one option of {key}; it is not divisible"
                )
        elif issue:
            chosen = option(context, issue, value)
            if chosen is not None:
                choices[key] = chosen
    return Proposal(name, choices, shares)


def _split(context: Context, issue: ShareIssue, node: Node) -> dict[str, Fraction] | None:
    if isinstance(node, Scalar):
        form = ", ".join(f"{party}: .." for party in issue.among[:3])
        context.problems.at(node, shown(node), f"the share of each party: {{{form}}}")
    if not isinstance(node, Table):
        return None
    found: dict[str, Fraction] = {}
    for party, value in node.entries.items():
        if party not in issue.among:
            context.unknown(
                value.where, node.keys[party], party, "party", issue.among, f" in {issue.id}"
            )
        number = number_of(value)
        if number is not None and not 0 <= number <= 1:
            context.problems.at(value, brief(number), "a share from 0 to 1")
        if number is not None:
            found[party] = number
    if len(found) < len(node.entries) or node.spoiled:
        return None
    total = sum(found.values(), Fraction(0))
    if total != 1:
        context.problems.at(
            node, f"shares that add up to {brief(total)}", "shares that add up to 1"
        )
    return {party: found.get(party, Fraction(0)) for party in issue.among}


def claims(context: Context, node: Node | None, /) -> Claims | None:
    """Return the estate and the claims on it; report claims that do not fit it."""
    estate_node, table = get(node, "estate"), get(node, "amounts")
    amounts: dict[str, Fraction] = {}
    complete = isinstance(table, Table) and not table.spoiled
    for party, value in entries(table):
        if party not in context.parties and isinstance(table, Table):
            context.unknown(value.where, table.keys[party], party, "party", context.parties)
        number = number_of(value)
        complete &= number is not None
        if number is not None and number < 0:
            context.problems.at(value, brief(number), "a claim of 0 or more")
            complete = False
        if number is not None:
            amounts[party] = number
    if isinstance(table, Table):
        missing = [p for p in context.parties if p not in table.entries and p not in table.spoiled]
        if missing:
            context.problems.at(
                table,
                f"no claim of {listed(missing)}",
                "a claim of every party; 0 for one that claims nothing",
            )
            complete = False
    estate = number_of(estate_node)
    if estate is None or estate_node is None:
        return None
    total = sum(amounts.values(), Fraction(0))
    if estate < 0 or (complete and estate > total):
        most = f" to {brief(total)}, the sum of all claims" if complete else " or more"
        context.problems.at(
            estate_node,
            f"an estate of {brief(estate)}",
            f"a number from 0{most}" if complete else f"a number of 0{most}",
        )
    return Claims(estate, {p: amounts[p] for p in context.parties if p in amounts})


def coalitions(context: Context, node: Node | None, /) -> tuple[Coalition, ...]:
    """Return the coalition values; report coalitions that are missing or given twice."""
    if not isinstance(node, Listing) or not node.items:
        return ()
    if len(context.parties) > MAX_COALITION_PARTIES:
        context.problems.at(
            node,
            f"coalition values for {len(context.parties)} parties",
            f"at most {MAX_COALITION_PARTIES} parties with coalition values",
        )
        return ()
    found: list[Coalition] = []
    seen: dict[frozenset[str], Place] = {}
    complete, repeated = True, 0
    for item in node.items:
        listing = get(item, "members")
        members = context.references(listing, "party", context.parties)
        value = number_of(get(item, "value"))
        whole = isinstance(listing, Listing) and 0 < len(members) == len(listing.items)
        complete &= whole
        if not whole:
            continue
        key = frozenset(members)
        if key in seen:
            repeated += 1
            context.problems.at(
                item,
                f"the coalition {listed(members)} a second time",
                f"each coalition once; it stands on line {seen[key].line} already",
            )
        seen.setdefault(key, item.place)
        if value is not None:
            found.append(Coalition(members, value))
    if complete:
        _missing_coalitions(context, node, seen, repeated)
    return tuple(found)


def _missing_coalitions(
    context: Context, node: Node, seen: dict[frozenset[str], Place], repeated: int
) -> None:
    """Report coalitions without a value; each repeated one stands for one of them."""
    parties = context.parties
    missing = [
        group
        for size in range(1, len(parties) + 1)
        for group in combinations(parties, size)
        if frozenset(group) not in seen
    ]
    if len(missing) > repeated:
        names = listed((f"[{', '.join(group)}]" for group in missing), most=4)
        context.problems.at(
            node,
            f"no value for {names}",
            f"a value for each of the {2 ** len(parties) - 1} coalitions",
        )
