"""Case -> NegMAS YAML: a domain and one utility function for each party, or what is lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from fractions import Fraction

from irenic.interop.exact import decimals, is_decimal, scaled, straight
from irenic.interop.losses import Loss, Valued, lost, valued_issues
from irenic.interop.names import Names, slug
from irenic.interop.record import discount_of
from irenic.model import Case, ChoiceIssue, Issue, NumericIssue, Preference, show_number

__all__ = ["negmas_losses", "write_negmas"]


def negmas_losses(case: Case, /) -> list[Loss]:
    """Return everything of ``case`` that NegMAS YAML cannot hold exactly."""
    found = lost(case, clocks=("relative_time", "step"), titles=False)
    for issue in case.issues:
        if isinstance(issue, NumericIssue) and not decimals((issue.start, issue.step)):
            found.append(Loss(f"issues.{issue.id}", "a range that is no finite decimal"))
    if any(not loss.text for loss in found):
        return found
    for party, preference in case.preferences.items():
        where = f"preferences.{party}"
        if preference.no_deal is not None and not is_decimal(preference.no_deal.low):
            what = f"{show_number(preference.no_deal.low)}, which is no finite decimal"
            found.append(Loss(f"{where}.no_deal", what))
        for valued in valued_issues(case, preference):
            if scaled(valued.weight, valued.values) is None:
                what = "scores that are no finite decimals"
                found.append(Loss(f"{where}.issues.{valued.issue.id}", what))
    return found


def write_negmas(case: Case, /) -> dict[str, str]:
    """Return the text of each file by its name; call when nothing is lost."""
    names = Names(case)
    files = {"domain.yml": _domain(case, names)}
    width = len(str(len(case.parties)))
    for number, party in enumerate(case.parties, start=1):
        text = _function(case, case.preferences[party.id], names, names.party(number - 1))
        files[f"util-{number:0{width}}-{slug(party.id)}.yml"] = text
    return files


def _text(text: str) -> str:
    """Return a text in double quotes, so that no reader takes it for anything else."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() or c > "\uffff" else f"\\u{ord(c):04x}" for c in quoted)


def _number(value: Fraction) -> str:
    return show_number(value)


def _domain(case: Case, names: Names) -> str:
    rows = ["issues:"]
    for issue in case.issues:
        rows.append(f"- name: {_text(names.issue(issue))}")
        rows += _issue(issue, names)
    rows.append(f"name: {_text(case.title)}")
    return "\n".join([*rows, "path: null", "type: DiscreteCartesianOutcomeSpace", ""])


def _issue(issue: Issue, names: Names) -> list[str]:
    if isinstance(issue, NumericIssue):
        if issue.step == 1 and issue.start.denominator == 1:
            ends = [issue.start, issue.stop]
            return ["  type: ContiguousIssue", *_listing(map(_number, ends))]
        kind = "DiscreteOrdinalIssue"
        if all(x.denominator == 1 for x in (issue.start, issue.step)):
            kind = "DiscreteCardinalIssue"
        return [f"  type: {kind}", *_listing(map(_number, issue.grid))]
    ids = issue.option_ids if isinstance(issue, ChoiceIssue) else ()
    options = [_text(names.option(issue, o)) for o in ids if isinstance(issue, ChoiceIssue)]
    return ["  type: CategoricalIssue", *_listing(options)]


def _listing(items: Iterable[str]) -> list[str]:
    return ["  values:", *(f"  - {item}" for item in items)]


def _function(case: Case, preference: Preference, names: Names, name: str) -> str:
    weights, rows = ["weights:"], ["values:"]
    for valued in valued_issues(case, preference):
        weight, values = scaled(valued.weight, valued.values) or (Fraction(0), {})
        weights.append(f"- {_number(weight)}")
        rows += _values(valued, values, names)
    reserved = "-.inf" if preference.no_deal is None else _number(preference.no_deal.low)
    head = [f"name: {_text(name)}", f"reserved_value: {reserved}"]
    body = [*head, "type: LinearAdditiveUtilityFunction", *rows, *weights]
    discount = discount_of(case, preference)
    if discount is None:
        return "\n".join([*body, ""])
    outer = [f"discount: {_number(discount.factor)}", f"factor: {discount.clock}", *head]
    outer += ["type: ExpDiscountedUFun", "ufun:", *(f"  {row}" for row in body)]
    return "\n".join([*outer, ""])


def _values(valued: Valued, values: dict[str, Fraction], names: Names) -> list[str]:
    issue = valued.issue
    heights = list(values.values())
    if isinstance(issue, NumericIssue) and straight(heights):
        slope = (heights[1] - heights[0]) / issue.step
        bias = heights[0] - slope * issue.start
        if decimals((slope, bias)):
            return [f"- bias: {_number(bias)}", f"  slope: {_number(slope)}", "  type: AffineFun"]
    rows = ["- mapping:"]
    for option, value in values.items():
        key = option if isinstance(issue, NumericIssue) else _text(names.option(issue, option))
        rows.append(f"    {key}: {_number(value)}")
    return [*rows, "  type: TableFun"]
