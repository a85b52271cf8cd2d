"""The claim that every assumption behind the scores is named, and none that was not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from irenic.model import (
    Case,
    Curve,
    Issue,
    OptionValues,
    Order,
    Preference,
    Quantity,
    ShareIssue,
    show_number,
)
from irenic.verify.claims import at, items, record, shown

__all__ = ["assumption_counterexamples"]

#: Kind, party, issue, option, and the range whose middle was used.
Assumption = tuple[str, str, str, str, tuple[str, ...]]


def assumption_counterexamples(result: Mapping[str, Any], case: Case, reader: str) -> Iterator[str]:
    """Yield an assumption that is missing, or one too many; readers see their own only."""
    true: Counter[Assumption] = Counter()
    if case.issues:
        for party in case.party_ids:
            if reader in ("mediator", f"party:{party}"):
                true.update(_of_party(case, party))
    stated = Counter(_read(record(a)) for a in items(at(result, "assumptions")))
    for made in true - stated:
        yield f"not named: {shown(made)}"
    for named in stated - true:
        yield f"not made: {shown(named)}"


def _read(stated: Mapping[str, Any]) -> Assumption:
    kind, party, issue, option = (
        str(stated.get(k, "")) for k in ("kind", "party", "issue", "option")
    )
    quantity = stated.get("quantity")
    ends = tuple(map(str, quantity)) if isinstance(quantity, list) else ()
    return kind, party, issue, option, ends


def _of_party(case: Case, party: str) -> Iterator[Assumption]:
    preference = case.preferences.get(party)
    if preference is None:
        yield "no-preferences", party, "", "", ()
        return
    for issue in case.issues:
        yield from _of_issue(issue, preference)
    if preference.packages:
        yield "examples-unused", party, "", "", ()
    for term in preference.together:
        yield from _range("term-midpoint", party, term.add)
    if preference.no_deal is None:
        yield "no-deal-unknown", party, "", "", ()
    else:
        yield from _range("no-deal-midpoint", party, preference.no_deal)


def _range(
    kind: str, party: str, quantity: Quantity, issue: str = "", option: str = ""
) -> Iterator[Assumption]:
    if quantity.low != quantity.high:
        ends = show_number(quantity.low), show_number(quantity.high)
        yield kind, party, issue, option, ends


def _of_issue(issue: Issue, preference: Preference) -> Iterator[Assumption]:
    party = preference.party
    if issue.id in preference.points:
        return
    if isinstance(issue, ShareIssue) and party not in issue.among:
        return
    view = preference.issues.get(issue.id)
    if view is None:
        yield "no-view", party, issue.id, "", ()
        return
    if view.weight is not None:
        yield from _range("weight-midpoint", party, view.weight, issue.id)
    elif issue.id in preference.ranking:
        yield "ranking-centroid", party, issue.id, "", ()
    match view.values:
        case OptionValues(values):
            for option, value in values.items():
                yield from _range("value-midpoint", party, value, issue.id, option)
        case Curve(points):
            for x, value in points:
                yield from _range("value-midpoint", party, value, issue.id, str(x))
        case Order():
            yield "order-spacing", party, issue.id, "", ()
