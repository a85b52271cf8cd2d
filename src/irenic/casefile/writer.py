"""Model -> canonical case file: stable key order, exact numbers, nothing left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from irenic.casefile.emit import Number, Value, number_text, to_json, to_yaml
from irenic.casefile.sums import write_comparison
from irenic.casefile.write_conflict import conflict_table
from irenic.model import (
    About,
    Case,
    ChoiceIssue,
    Compare,
    Condition,
    Count,
    Curve,
    Decision,
    Forbid,
    Issue,
    IssuePreference,
    NumericIssue,
    OneOf,
    OptionValues,
    Order,
    Party,
    Preference,
    Proposal,
    Quantity,
    Require,
    Rule,
    Test,
    parse_number,
)

__all__ = ["write_case", "write_json"]

_Table = dict[str | Number, Value]


def write_case(case: Case, /) -> str:
    """Return ``case`` as YAML; :func:`irenic.casefile.reader.read_text` gives it back.

    The same case gives the same text.  Comments and the division into files of the file
    that it was read from are not part of a case.

    Examples
    --------
    >>> from irenic.casefile.reader import read_text
    >>> case = read_text("{irenic: 1, title: T, parties: {a: {name: A}}, "
    ...                  "issues: {i: {title: I, options: {x: X, y: Y}}}}")
    >>> read_text(write_case(case)) == case
    True
    """
    return to_yaml(_case(case))


def write_json(case: Case, /) -> str:
    """Return ``case`` as JSON in the same format; it reads back as the same case."""
    return to_json(_case(case)) + "\n"


def _case(case: Case) -> _Table:
    issues = case.issue_by_id
    sections: _Table = {
        "irenic": Number(Fraction(1)),
        "title": case.title,
        "as_of": case.as_of,
        "about": _about(case.about),
        "parties": {party.id: _party(party, issues) for party in case.parties},
        "issues": {issue.id: _issue(issue) for issue in case.issues},
        "preferences": {
            party: _preference(preference, issues) for party, preference in case.preferences.items()
        },
        "rules": [_rule(rule, issues) for rule in case.rules],
        "decision": _decision(case.decision),
        "proposals": {p.id: _proposal(p, issues) for p in case.proposals},
    }
    if case.claims:
        sections["claims"] = {
            "estate": Number(case.claims.estate),
            "amounts": _numbers(case.claims.amounts),
        }
    sections["coalitions"] = [
        {"members": list(c.members), "value": Number(c.value)} for c in case.coalitions
    ]
    if case.conflict:
        sections["conflict"] = conflict_table(case.conflict)
    sections["absent"] = {a.id: _texts(name=a.name, why=a.why) for a in case.absent}
    sections["evidence"] = {
        e.id: _texts(citation=e.citation, date=e.date, url=e.url, says=e.says)
        for e in case.evidence
    }
    return _filled(sections)


def _filled(table: _Table) -> _Table:
    """Return ``table`` without what is empty."""
    return {key: value for key, value in table.items() if isinstance(value, Number) or value}


def _texts(**texts: str) -> _Table:
    return {key: text for key, text in texts.items() if text}


def _numbers(amounts: Mapping[str, Fraction]) -> _Table:
    return {key: Number(amount) for key, amount in amounts.items()}


def _about(about: About) -> _Table:
    sources = [_texts(citation=s.citation, url=s.url, what=s.what) for s in about.sources]
    return _filled(
        {
            "description": about.description,
            "sources": sources,
            "exact": about.exact,
            "not_verified": about.not_verified,
        }
    )


def _party(party: Party, issues: Mapping[str, Issue]) -> _Table:
    backers: _Table = {
        b.id: _filled({"name": b.name, "leaves_if": _condition(b.leaves_if, issues), "why": b.why})
        for b in party.backers
    }
    return _filled({"name": party.name, "role": party.role, "backers": backers})


def _issue(issue: Issue) -> _Table:
    table: _Table = {"title": issue.title}
    if isinstance(issue, ChoiceIssue):
        same = all(option.id == option.title for option in issue.options)
        table["options"] = (
            list(issue.option_ids) if same else {o.id: o.title for o in issue.options}
        )
    elif isinstance(issue, NumericIssue):
        span = {"from": issue.start, "to": issue.stop, "step": issue.step}
        table["range"] = {**_numbers(span), **_texts(unit=issue.unit)}
    else:
        table["share"] = list(issue.among)
    return table


def _quantity(quantity: Quantity) -> Value:
    if quantity.is_certain:
        return Number(quantity.low)
    return [Number(quantity.low), Number(quantity.high)]


def _option(issue: Issue, option: str) -> str | Number:
    """Return an option as it is written: a number where the issue is numeric."""
    return Number(parse_number(option)) if isinstance(issue, NumericIssue) else option


def _one_or_more(issue: Issue, options: Iterable[str]) -> Value:
    written = [_option(issue, option) for option in options]
    return written[0] if len(written) == 1 else written


def _condition(condition: Condition, issues: Mapping[str, Issue]) -> _Table:
    return {name: _test(issues[name], test) for name, test in condition.items()}


def _test(issue: Issue, test: Test) -> Value:
    if isinstance(test, OneOf):
        return _one_or_more(issue, test.options)
    return f"{test.operator} {number_text(test.bound)}"


def _preference(preference: Preference, issues: Mapping[str, Issue]) -> _Table:
    together: list[Value] = [
        {
            "when": _condition(t.when, issues),
            "add": _quantity(t.add),
            **_texts(why=t.why),
        }
        for t in preference.together
    ]
    packages: list[Value] = [
        {name: _option(issues[name], option) for name, option in example.choices.items()}
        for example in preference.packages
    ]
    no_deal = "unknown" if preference.no_deal is None else _quantity(preference.no_deal)
    return _filled(
        {
            "no_deal": no_deal,
            "by": preference.by,
            "evidence": list(preference.evidence),
            "ranking": list(preference.ranking),
            "issues": {
                name: _issue_preference(issues[name], view)
                for name, view in preference.issues.items()
            },
            "points": _numbers(preference.points),
            "together": together,
            "packages": packages,
        }
    )


def _issue_preference(issue: Issue, view: IssuePreference) -> _Table:
    table: _Table = {}
    if view.weight is not None:
        table["weight"] = _quantity(view.weight)
    match view.values:
        case OptionValues(values):
            table["values"] = {name: _quantity(value) for name, value in values.items()}
        case Curve(points):
            table["values"] = {Number(x): _quantity(y) for x, y in points}
        case Order(groups):
            table["order"] = [_one_or_more(issue, group) for group in groups]
    if view.by:
        table["by"] = view.by
    if view.evidence:
        table["evidence"] = list(view.evidence)
    return table


def _rule(rule: Rule, issues: Mapping[str, Issue]) -> _Table:
    table: _Table = {}
    match rule:
        case Forbid():
            table["forbid"] = _condition(rule.test, issues)
        case Require():
            table["require"] = _any_of(rule.any_of, issues)
        case Count():
            table = _count(rule)
            table["of"] = [_condition(test, issues) for test in rule.of]
        case Compare():
            table["compare"] = write_comparison(rule)
    if not isinstance(rule, Forbid):
        table["when"] = _any_of(rule.when, issues)
    return _filled({**table, **_texts(why=rule.why, by=rule.by)})


def _any_of(conditions: tuple[Condition, ...], issues: Mapping[str, Issue]) -> Value:
    written = [_condition(test, issues) for test in conditions]
    return written[0] if len(written) == 1 else written


def _count(rule: Count) -> _Table:
    if rule.at_least == rule.at_most:
        return {"exactly": Number(Fraction(rule.at_least))}
    table: _Table = {}
    if rule.at_least:
        table["at_least"] = Number(Fraction(rule.at_least))
    if rule.at_most is not None:
        table["at_most"] = Number(Fraction(rule.at_most))
    return table


def _decision(decision: Decision) -> _Table:
    table: _Table = {}
    if decision.at_least is not None:
        table["at_least"] = Number(Fraction(decision.at_least))
    if decision.must:
        table["must"] = list(decision.must)
    return table


def _proposal(proposal: Proposal, issues: Mapping[str, Issue]) -> _Table:
    table: _Table = {}
    for name, issue in issues.items():
        if name in proposal.choices:
            table[name] = _option(issue, proposal.choices[name])
        elif name in proposal.shares:
            table[name] = _numbers(proposal.shares[name])
    return table
