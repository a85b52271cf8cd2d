"""Case -> GeniusWeb JSON: one profile for each party, or what would be lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from irenic.interop.exact import decimals, is_decimal, straight
from irenic.interop.geniusweb import PROFILE
from irenic.interop.losses import Loss, Valued, lost, valued_issues
from irenic.interop.names import Names, slug
from irenic.model import Case, NumericIssue, Preference, show_number

__all__ = ["MAX_SUMS", "find_bid", "geniusweb_losses", "write_geniusweb"]

#: Different scores of partial bids kept while looking for one with the no-deal value; with
#: 50 issues of 10 options the search then ends within a few seconds.
MAX_SUMS = 20_000


def geniusweb_losses(case: Case, /) -> list[Loss]:
    """Return everything of ``case`` that GeniusWeb profiles cannot hold exactly."""
    found = lost(case, clocks=(), titles=False)
    for issue in case.issues:
        if isinstance(issue, NumericIssue) and not decimals((issue.start, issue.stop, issue.step)):
            found.append(Loss(f"issues.{issue.id}", "a range that is no finite decimal"))
    if any(not loss.text for loss in found):
        return found
    for party, preference in case.preferences.items():
        found += _score_losses(case, party, preference)
    return found


def _score_losses(case: Case, party: str, preference: Preference) -> list[Loss]:
    where = f"preferences.{party}"
    found = []
    all_valued = valued_issues(case, preference)
    for valued in all_valued:
        place = f"{where}.issues.{valued.issue.id}"
        values = list(valued.values.values())
        if valued.weight < 0 or not is_decimal(valued.weight):
            found.append(Loss(f"{place}.weight", "a weight that is negative or no finite decimal"))
        if min(values) < 0 or max(values) > 1:
            found.append(Loss(f"{place}.values", "values outside of 0 to 1"))
        elif isinstance(valued.issue, NumericIssue) and not straight(values):
            found.append(Loss(f"{place}.values", "values that are not on one straight line"))
        elif not decimals(_ends(valued)):
            found.append(Loss(f"{place}.values", "values that are no finite decimals"))
    total = sum((valued.weight for valued in all_valued), Fraction(0))
    if total != 1:
        what = f"weights that add up to {show_number(total)}; GeniusWeb asks for 1"
        found.append(Loss(where, what))
    target = preference.no_deal
    if not found and target is not None and find_bid(all_valued, target.low) is None:
        what = (
            f"{show_number(target.low)}; GeniusWeb has a reservation bid, and no bid with this "
            "score was found"
        )
        found.append(Loss(f"{where}.no_deal", what))
    return found


def _ends(valued: Valued) -> list[Fraction]:
    """Return the values that are written: both ends of a range, else all."""
    values = list(valued.values.values())
    return [values[0], values[-1]] if isinstance(valued.issue, NumericIssue) else values


def find_bid(issues: Sequence[Valued], target: Fraction, /) -> dict[str, str] | None:
    """Return a bid, partial if need be, that scores exactly ``target``; ``None`` if none is found.

    Parameters
    ----------
    issues : sequence of Valued
        Issues whose weights and values are 0 or more.
    target : Fraction
        The score to reach.

    Notes
    -----
    Goes through the issues and keeps one partial bid for each different score from which the
    target can still be reached, at most ``MAX_SUMS`` of them: time O(issues * options *
    MAX_SUMS) on integers.  With more scores than that a bid may be missed, never a wrong one
    returned.
    """
    tables = [{o: v.weight * y for o, y in v.values.items()} for v in issues]
    numbers = [target, *(worth for table in tables for worth in table.values())]
    common = lcm(*(number.denominator for number in numbers))
    goal = int(target * common)
    scores = [{o: int(worth * common) for o, worth in table.items()} for table in tables]
    rest = sum(max(table.values()) for table in scores)
    layers: list[dict[int, tuple[int, str | None]]] = [{0: (0, None)}]
    for table in scores:
        rest -= max(table.values())
        layer: dict[int, tuple[int, str | None]] = {}
        for before in layers[-1]:
            for option, worth in [*table.items(), (None, 0)]:
                after = before + worth
                if after <= goal <= after + rest and len(layer) < MAX_SUMS:
                    layer.setdefault(after, (before, option))
        layers.append(layer)
    if goal not in layers[-1]:
        return None
    found: dict[str, str] = {}
    for valued, layer in zip(reversed(issues), reversed(layers), strict=False):
        goal, chosen = layer[goal]
        if chosen is not None:
            found[valued.issue.id] = chosen
    return found


def write_geniusweb(case: Case, /) -> dict[str, str]:
    """Return the text of each file by its name; call when nothing is lost."""
    names = Names(case)
    width = len(str(len(case.parties)))
    files = {}
    for number, party in enumerate(case.parties, start=1):
        preference = case.preferences[party.id]
        profile = {PROFILE: _profile(case, preference, names, names.party(number - 1))}
        files[f"profile-{number:0{width}}-{slug(party.id)}.json"] = _json(profile) + "\n"
    return files


class _Exact:
    """A number that is written as it is."""

    def __init__(self, value: Fraction) -> None:
        self.text = show_number(value)


def _profile(case: Case, preference: Preference, names: Names, name: str) -> dict[str, Any]:
    all_valued = valued_issues(case, preference)
    bid = None
    if preference.no_deal is not None:
        chosen = find_bid(all_valued, preference.no_deal.low) or {}
        bid = {
            "issuevalues": {
                names.issue(v.issue): _bid_value(v, chosen[v.issue.id], names)
                for v in all_valued
                if v.issue.id in chosen
            }
        }
    return {
        "domain": {
            "name": case.title,
            "issuesValues": {names.issue(v.issue): _values(v, names) for v in all_valued},
        },
        "name": name,
        "issueUtilities": {names.issue(v.issue): _utilities(v, names) for v in all_valued},
        "issueWeights": {names.issue(v.issue): _Exact(v.weight) for v in all_valued},
        "reservationBid": bid,
    }


def _bid_value(valued: Valued, option: str, names: Names) -> Any:
    if isinstance(valued.issue, NumericIssue):
        return _Exact(Fraction(option))
    return names.option(valued.issue, option)


def _values(valued: Valued, names: Names) -> dict[str, Any]:
    issue = valued.issue
    if isinstance(issue, NumericIssue):
        span = {"low": issue.start, "high": issue.stop, "step": issue.step}
        return {"range": {key: _Exact(value) for key, value in span.items()}}
    return {"values": [names.option(issue, option) for option in issue.option_ids]}


def _utilities(valued: Valued, names: Names) -> dict[str, Any]:
    issue, values = valued.issue, list(valued.values.values())
    if isinstance(issue, NumericIssue):
        ends = {
            "lowValue": issue.start,
            "lowUtility": values[0],
            "highValue": issue.stop,
            "highUtility": values[-1],
        }
        return {"NumberValueSetUtilities": {key: _Exact(value) for key, value in ends.items()}}
    by_name = {names.option(issue, o): _Exact(value) for o, value in valued.values.items()}
    return {"DiscreteValueSetUtilities": {"valueUtilities": by_name}}


def _json(value: Any, indent: str = "") -> str:
    """Return JSON with numbers as they are, one key a line."""
    inner = indent + "  "
    match value:
        case _Exact():
            return value.text
        case dict() if value:
            rows = [f"{inner}{_text(key)}: {_json(item, inner)}" for key, item in value.items()]
            return "{\n" + ",\n".join(rows) + f"\n{indent}}}"
        case list():
            return "[" + ", ".join(_json(item, inner) for item in value) + "]"
    return _text(value)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
