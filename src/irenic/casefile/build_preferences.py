"""The preferences section: what each party wants, and how sure we are of it."""

from __future__ import annotations

from fractions import Fraction

from irenic.casefile.access import Context, entries, get, items, quantity, text
from irenic.casefile.build_conditions import condition, grid_words, option, option_key
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table, number_of
from irenic.casefile.problems import brief, listed, quoted, shown
from irenic.model import (
    ChoiceIssue,
    Curve,
    Issue,
    IssuePreference,
    NumericIssue,
    OptionValues,
    Order,
    PackageExample,
    Preference,
    Quantity,
    ShareIssue,
    Together,
    parse_number,
)
from irenic.model.preferences import Values

__all__ = ["preferences"]

#: Points are spread so that they add up to this (Brams and Taylor 1996, Fair Division).
_ALL_POINTS = 100


def preferences(context: Context, node: Node | None, /) -> dict[str, Preference]:
    """Return the preferences by party."""
    found = {}
    for party, value in entries(node):
        if isinstance(node, Table) and party not in context.parties:
            where = f"{node.where}.{party}"
            context.unknown(where, node.keys[party], party, "party", context.parties)
        found[party] = _preference(context, party, value)
    return found


def _preference(context: Context, party: str, node: Node) -> Preference:
    ranking = context.references(get(node, "ranking"), "issue", context.issues)
    no_deal = get(node, "no_deal")
    return Preference(
        party,
        no_deal=quantity(no_deal, context.problems),
        issues=_issue_preferences(context, get(node, "issues"), ranking),
        points=_points(context, party, node),
        ranking=ranking,
        together=_together(context, get(node, "together")),
        packages=_packages(context, get(node, "packages")),
        by=text(get(node, "by")),
        evidence=context.references(get(node, "evidence"), "evidence id", context.evidence),
    )


def _issue_preferences(
    context: Context, node: Node | None, ranking: tuple[str, ...]
) -> dict[str, IssuePreference]:
    found: dict[str, IssuePreference] = {}
    for name, value in entries(node):
        if not isinstance(node, Table) or not isinstance(value, Table):
            continue
        place = node.keys[name]
        if name not in context.issues:
            context.unknown(value.where, place, name, "issue", context.issues)
        issue = context.issues.get(name)
        weight = quantity(get(value, "weight"), context.problems)
        if name in ranking and "weight" in value.entries:
            context.problems.add(
                f"{value.where}.weight",
                value.keys["weight"],
                f"a weight for {quoted(name)}, which is in the ranking too",
                "a weight or a place in the ranking",
            )
        if weight is None and name not in ranking:
            weight = Quantity.exactly(1)
        found[name] = IssuePreference(
            weight,
            _values(context, issue, value, place),
            text(value.entries.get("by")),
            context.references(value.entries.get("evidence"), "evidence id", context.evidence),
        )
    return found


def _values(context: Context, issue: Issue | None, node: Table, place: Place) -> Values | None:
    values, order = node.entries.get("values"), node.entries.get("order")
    problems = context.problems
    if values is not None and order is not None:
        problems.add(
            f"{node.where}.order",
            node.keys["order"],
            "'order' beside 'values'",
            "values or an order of the options",
        )
    if isinstance(issue, ShareIssue):
        if order is not None:
            problems.add(
                f"{node.where}.order",
                node.keys["order"],
                "an order for a divisible issue",
                "values by own share, such as {0: 0, 1: 100}, or nothing",
            )
        zero, one = Fraction(0), Fraction(1)
        return _curve(context, values, zero, one, "a share") if values else None
    if values is None and order is None and issue and not node.spoiled & {"values", "order"}:
        problems.add(
            node.where,
            place,
            f"neither values nor an order for {quoted(issue.id)}",
            "what its options are worth: values, or an order",
        )
    if issue is None:
        for _, value in entries(values):
            quantity(value, problems)
        return None
    if order is not None:
        return _order(context, issue, order)
    if isinstance(issue, NumericIssue):
        return _curve(context, values, issue.start, issue.stop, "a number")
    return _option_values(context, issue, values)


def _option_values(context: Context, issue: ChoiceIssue, node: Node | None) -> OptionValues | None:
    if not isinstance(node, Table):
        return None
    found: dict[str, Quantity] = {}
    unknown = 0
    for name, value in node.entries.items():
        known = option_key(context, issue, name, f"{node.where}.{name}", node.keys[name])
        unknown += known is None
        amount = quantity(value, context.problems)
        if amount is not None:
            found[name] = amount
    named = node.entries.keys() | node.spoiled
    missing = [name for name in issue.option_ids if name not in named]
    # An option under a wrong name is one mistake; its right name is not missing as well.
    if len(missing) > unknown:
        context.problems.at(
            node, f"no value for {listed(missing)}", f"a value for every option of {issue.id}"
        )
    return OptionValues({name: found[name] for name in issue.option_ids if name in found})


def _curve(
    context: Context, node: Node | None, low: Fraction, high: Fraction, noun: str
) -> Curve | None:
    if not isinstance(node, Table):
        return None
    span = f"{brief(low)} to {brief(high)}"
    points: dict[Fraction, Quantity | None] = {}
    for key, value in node.entries.items():
        where, place = f"{node.where}.{key}", node.keys[key]
        amount = quantity(value, context.problems)
        try:
            x = parse_number(key)
        except ValueError:
            context.problems.add(where, place, f"the key {quoted(key)}", f"{noun} from {span}")
            continue
        if not low <= x <= high:
            context.problems.add(where, place, f"a value for {brief(x)}", f"{noun} from {span}")
        elif x in points:
            context.problems.add(
                where, place, f"a second value for {brief(x)}", "one value for each number"
            )
        else:
            points[x] = amount
    missing = [brief(x) for x in (low, high) if x not in points]
    if len(missing) > len(node.entries) - len(points) and not node.spoiled:
        context.problems.at(
            node,
            f"no value for {' and '.join(missing)}",
            f"values that cover {span}, both ends included",
        )
    return Curve(tuple((x, y) for x, y in sorted(points.items(), key=lambda p: p[0]) if y))


def _order(context: Context, issue: ChoiceIssue | NumericIssue, node: Node) -> Order | None:
    groups: list[tuple[str, ...]] = []
    seen: set[str] = set()
    unknown = 0
    whole = isinstance(node, Listing)
    for item in items(node):
        group = []
        for member in item.items if isinstance(item, Listing) else [item]:
            name = option(context, issue, member)
            unknown += name is None
            whole &= isinstance(member, Scalar)
            if name in seen and isinstance(member, Scalar):
                context.problems.at(
                    member, f"the option {quoted(member.text)} a second time", "each option once"
                )
            elif name is not None:
                group.append(name)
                seen.add(name)
        groups.append(tuple(group))
    missing = [name for name in issue.option_ids if name not in seen]
    if whole and len(missing) > unknown:
        every = f"every option of {issue.id}"
        if isinstance(issue, NumericIssue):
            every = f"{grid_words(issue)}, each once"
        context.problems.at(node, f"an order without {listed(missing)}", every)
    return None if unknown else Order(tuple(groups))


def _points(context: Context, party: str, node: Node) -> dict[str, Fraction]:
    table = get(node, "points")
    if not isinstance(table, Table):
        return {}
    valued = {name for name, _ in entries(get(node, "issues"))}
    found: dict[str, Fraction] = {}
    for name, value in table.entries.items():
        where, place = f"{table.where}.{name}", table.keys[name]
        issue = context.issues.get(name)
        if name not in context.issues:
            shares = [i for i, x in context.issues.items() if isinstance(x, ShareIssue)]
            context.unknown(where, place, name, "issue", shares)
        elif issue and not _divides(context, party, issue):
            context.problems.add(
                where,
                place,
                f"points for {quoted(name)}",
                f"points for divisible issues that {party} has a share in",
            )
        elif name in valued:
            context.problems.add(
                where,
                place,
                f"points for {quoted(name)}, which has values too",
                "an issue in points or in issues, not in both",
            )
        number = number_of(value)
        if number is not None and number < 0:
            context.problems.at(value, brief(number), "points of 0 or more")
        if number is not None:
            found[name] = number
    complete = len(found) == len(table.entries) and not table.spoiled
    if complete and sum(found.values()) != _ALL_POINTS:
        total = brief(Fraction(sum(found.values())))
        context.problems.at(
            table, f"points that add up to {total}", f"points that add up to {_ALL_POINTS}"
        )
    return found


def _divides(context: Context, party: str, issue: Issue) -> bool:
    return isinstance(issue, ShareIssue) and (party in issue.among or party not in context.parties)


def _together(context: Context, node: Node | None) -> tuple[Together, ...]:
    found = []
    for item in items(node):
        when = condition(context, get(item, "when"))
        add = quantity(get(item, "add"), context.problems)
        if when is not None and add is not None:
            found.append(Together(when, add, text(get(item, "why"))))
    return tuple(found)


def _packages(context: Context, node: Node | None) -> tuple[PackageExample, ...]:
    found = []
    for item in items(node):
        if isinstance(item, Table) and not item.entries:
            context.problems.at(item, shown(item), "at least one issue with its option")
        choices = {}
        for name, value in entries(item):
            chosen = _example_choice(context, item, name, value)
            if chosen is not None:
                choices[name] = chosen
        found.append(PackageExample(choices))
    return tuple(found)


def _example_choice(context: Context, owner: Node, name: str, node: Node) -> str | None:
    if not isinstance(owner, Table):
        return None
    place = owner.keys[name]
    if name not in context.issues:
        context.unknown(node.where, place, name, "issue", context.issues)
        return None
    issue = context.issues[name]
    if isinstance(issue, ShareIssue):
        context.problems.add(
            node.where,
            place,
            f"the divisible issue {quoted(name)}",
            "issues with options or numbers; divisible ones are not supported here",
        )
        return None
    if isinstance(node, Listing):
        context.problems.at(node, shown(node), "one option")
        return None
    return option(context, issue, node) if issue else None
