"""GeniusWeb JSON -> case: one LinearAdditiveUtilitySpace for each party.

A profile holds its own copy of the domain.  It scores a package by the sum over issues of
weight times utility; a range of numbers has utilities at its ends and is straight between
them.  The reservation bid's score is the party's no-deal value.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from irenic.interop.draft import Draft, Profile, Steps, tidy, values_on
from irenic.interop.files import Source, decode
from irenic.interop.geniusweb_domain import WebDomain, number_at, table_at
from irenic.interop.json_tree import parse_json
from irenic.interop.tree import (
    Node,
    Place,
    Problems,
    Scalar,
    Table,
    brief,
    listed,
    quoted,
    shown,
)
from irenic.model import (
    ChoiceIssue,
    Curve,
    Issue,
    NumericIssue,
    OptionValues,
    parse_number,
    show_number,
)

__all__ = ["PROFILE", "REFUSED", "RULE", "read_geniusweb"]

PROFILE = "LinearAdditiveUtilitySpace"
#: Kind of profile -> why a case cannot represent it.
REFUSED = {
    "PartialOrdering": "it says which bids are better than which, without scores",
    "DefaultPartialOrdering": "it says which bids are better than which, without scores",
    "SumOfGroupsUtilitySpace": "it scores groups of issues, not single issues",
    "FullOrdering": "it orders bids without scores",
}
RULE = (
    "Scores follow the rule of GeniusWeb exactly: the sum of weight times utility, straight "
    "between the ends of a range. GeniusWeb itself rounds the utility of a number to 8 places. "
    "The score of a reservation bid is the no-deal value."
)
_DISCRETE = ("discreteutils", "DiscreteValueSetUtilities")
_NUMBERS = ("numberutils", "NumberValueSetUtilities")


def read_geniusweb(sources: Sequence[Source], steps: Steps, problems: Problems, /) -> Draft | None:
    """Return the domain and profiles in GeniusWeb JSON files.

    Parameters
    ----------
    sources : sequence of Source
        The profiles in the order of the parties; a domain file may be among them.
    steps : Steps
        Grid steps of the user, in place of those of the files.
    problems : Problems
        Gets everything wrong with any of the files.
    """
    domain: WebDomain | None = None
    profiles = []
    for source in sources:
        text = decode(source, problems)
        root = parse_json(text, source.name, problems) if text is not None else None
        if root is None:
            continue
        body = _body(root, problems)
        if body is None:
            continue
        node = body if "issuesValues" in body.entries else body.entries.get("domain")
        own = WebDomain.read(node, body.place, steps, problems)
        if own is not None and domain is None:
            domain = own
        if own is None or domain is None:
            continue
        domain.compare(own, problems)
        if body is not node:
            profiles.append(_profile(source, body, domain, problems))
    if domain is None:
        return None
    issues = [issue for issue in domain.issues.values() if issue is not None]
    return Draft(domain.title, "GeniusWeb JSON", RULE, issues, profiles, domain.place)


def _body(root: Node, problems: Problems) -> Table | None:
    """Return the profile or the domain that a file is; report any other content."""
    expected = f"a profile {{'{PROFILE}': ..}} or a domain with 'issuesValues'"
    if not isinstance(root, Table) or not root.entries:
        problems.add("the file", root.place, shown(root), expected)
        return None
    if "issuesValues" in root.entries:
        return root
    kind, body = next(iter(root.entries.items()))
    place = root.keys[kind].place
    if kind in REFUSED:
        found = f"a profile of the kind {kind}: {REFUSED[kind]}"
        expected = f"a {PROFILE}; a case cannot represent this one"
        problems.add("the profile", place, found, expected)
        return None
    if kind != PROFILE or not isinstance(body, Table):
        problems.add("the file", place, f"the key {quoted(kind)}", expected)
        return None
    for extra in list(root.entries)[1:]:
        problems.add("the file", root.keys[extra].place, f"the key {quoted(extra)}", "one profile")
    known = ("domain", "name", "issueUtilities", "issueWeights", "reservationBid")
    for extra in body.entries:
        if extra not in known:
            found = f"the unknown key {quoted(extra)}"
            problems.add("the profile", body.keys[extra].place, found, f"one of {listed(known)}")
    return body


def _profile(source: Source, body: Table, domain: WebDomain, problems: Problems) -> Profile:
    node = body.entries.get("name")
    name = tidy(node.text) if isinstance(node, Scalar) and not node.is_nothing else ""
    profile = Profile(name or source.stem, source.file, body.place)
    utilities = table_at(body.entries.get("issueUtilities"), "issueUtilities", body.place, problems)
    weights = table_at(body.entries.get("issueWeights"), "issueWeights", body.place, problems)
    for noun, table in (("utilities", utilities), ("weight", weights)):
        for key in table.entries if table else ():
            if table and key not in domain.issues:
                found = f"{noun} for the unknown issue {quoted(key)}"
                expected = f"one of {listed(domain.issues)}"
                problems.add("the profile", table.keys[key].place, found, expected)
    total, complete = Fraction(0), True
    for key, issue in domain.issues.items():
        where = f"issue {quoted(key)}"
        weight = values = None
        if weights is not None:
            node = weights.entries.get(key)
            weight = number_at(node, f"weight of {where}", weights.place, problems)
            total += weight or 0
            complete &= weight is not None
        if weight is not None and weight < 0:
            place = weights.entries[key].place if weights else body.place
            problems.add(where, place, f"the weight {brief(weight)}", "0 or more")
        if utilities is not None:
            place = utilities.place
            values = _utilities(utilities.entries.get(key), key, place, domain, problems)
        if issue is not None and weight is not None and values is not None:
            profile.views[issue.id] = (weight, values)
    if weights is not None and complete and total != 1:
        found = f"weights that add up to {brief(total)}"
        problems.add("issueWeights", weights.place, found, "exactly 1, as GeniusWeb asks")
    _reservation(profile, body, domain, problems)
    return profile


def _utilities(
    node: Node | None, key: str, place: Place, domain: WebDomain, problems: Problems
) -> OptionValues | Curve | None:
    """Return the values of one issue."""
    where = f"utilities of issue {quoted(key)}"
    table = table_at(node, where, place, problems)
    issue = domain.issues[key]
    if table is None:
        return None
    kind = next(iter(table.entries), "")
    if kind not in (*_DISCRETE, *_NUMBERS) or len(table.entries) != 1:
        expected = f"one of {listed((_DISCRETE[0], _NUMBERS[0]))}"
        problems.add(where, table.place, shown(table), expected)
        return None
    content = table_at(table.entries[kind], where, table.place, problems)
    if content is None or issue is None:
        return None
    if (kind in _NUMBERS) != (key in domain.spans):
        expected = "utilities of the kind of the issue's values"
        problems.add(where, table.place, quoted(kind), expected)
        return None
    if kind in _NUMBERS:
        return _straight(content, issue, domain.spans[key], where, problems)
    named = table_at(content.entries.get("valueUtilities"), where, content.place, problems)
    if named is None:
        return None
    options = domain.options[key]
    for name in named.entries:
        if name not in options:
            found = f"a utility for {quoted(name)}"
            problems.add(where, named.keys[name].place, found, f"one of {listed(options)}")
    by_id: dict[str, Fraction] = {}
    for name, option in options.items():
        amount = _unit(named.entries.get(name), f"{where}, {quoted(name)}", named.place, problems)
        if amount is not None:
            by_id[option] = amount
    if len(by_id) < len(options):
        return None
    return values_on(issue, lambda option: by_id[option])


def _unit(node: Node | None, where: str, place: Place, problems: Problems) -> Fraction | None:
    """Return a utility, a number from 0 to 1."""
    amount = number_at(node, where, place, problems)
    if amount is None or 0 <= amount <= 1:
        return amount
    problems.add(where, node.place if node else place, brief(amount), "a utility from 0 to 1")
    return None


def _straight(
    content: Table,
    issue: Issue,
    span: tuple[Fraction, Fraction, Fraction],
    where: str,
    problems: Problems,
) -> OptionValues | Curve | None:
    """Return the values of a range: utilities at its ends, straight between them."""
    ends = [
        number_at(content.entries.get(key), f"{where}, {key}", content.place, problems)
        for key in ("lowValue", "highValue")
    ]
    utilities = [
        _unit(content.entries.get(key), f"{where}, {key}", content.place, problems)
        for key in ("lowUtility", "highUtility")
    ]
    (low, high), (worth, best) = ends, utilities
    if low is None or high is None or worth is None or best is None:
        return None
    if (low, high) != span[:2]:
        found = f"values from {brief(low)} to {brief(high)}"
        expected = f"{brief(span[0])} to {brief(span[1])}, as in the domain"
        problems.add(where, content.place, found, expected)
        return None
    slope = (best - worth) / (high - low) if high > low else Fraction(0)
    return values_on(issue, lambda text: worth + slope * (parse_number(text) - low))


def _reservation(profile: Profile, body: Table, domain: WebDomain, problems: Problems) -> None:
    """Score the reservation bid; issues that it leaves out add nothing."""
    node = body.entries.get("reservationBid")
    if node is None or (isinstance(node, Scalar) and node.is_nothing):
        return
    bid = table_at(node, "reservationBid", body.place, problems)
    if bid is None:
        return
    chosen = table_at(bid.entries.get("issuevalues"), "reservationBid", bid.place, problems)
    if chosen is None:
        return
    total = Fraction(0)
    words = []
    for key, value in chosen.entries.items():
        where = f"reservationBid, issue {quoted(key)}"
        issue = domain.issues.get(key)
        if key not in domain.issues:
            expected = f"one of {listed(domain.issues)}"
            problems.add(where, chosen.keys[key].place, "an unknown issue", expected)
        if issue is None:
            continue
        option = _option(issue, value, domain.options.get(key), where, problems)
        if option is None or issue.id not in profile.views:
            continue
        weight, values = profile.views[issue.id]
        total += weight * _worth(values, option)
        words.append(f"{tidy(key)} {option}")
    profile.no_deal = total
    bid_words = ", ".join(words) or "nothing agreed"
    profile.says.append(f"The no-deal value is the score of the reservation bid: {bid_words}.")


def _option(
    issue: Issue,
    node: Node,
    options: dict[str, str] | None,
    where: str,
    problems: Problems,
) -> str | None:
    """Return the id of the option that a bid names."""
    if options is not None:
        if isinstance(node, Scalar) and node.text in options:
            return options[node.text]
        problems.add(where, node.place, shown(node), f"one of {listed(options)}")
        return None
    value = number_at(node, where, node.place, problems)
    if value is None:
        return None
    if isinstance(issue, NumericIssue):
        steps = (value - issue.start) / issue.step
        if issue.start <= value <= issue.stop and steps.denominator == 1:
            return show_number(value)
    elif isinstance(issue, ChoiceIssue) and show_number(value) in issue.option_ids:
        return show_number(value)
    problems.add(where, node.place, brief(value), "one of the numbers of its range")
    return None


def _worth(values: OptionValues | Curve, option: str) -> Fraction:
    """Return the value of an option, straight between the points of a curve."""
    if isinstance(values, OptionValues):
        return values.values[option].low
    x = parse_number(option)
    for (a, low), (b, high) in pairwise(values.points):
        if a <= x <= b:
            return low.low + (high.low - low.low) * (x - a) / (b - a)
    return values.points[0][1].low
