"""Model -> canonical case file: stable key order, exact numbers, nothing left out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from irenic.casefile.emit import Number, Value, to_json, to_yaml
from irenic.casefile.sums import write_comparison
from irenic.casefile.write_agreement import agreement_data
from irenic.casefile.write_conflict import conflict_table
from irenic.casefile.write_parts import (
    Data,
    condition_data,
    filled,
    one_or_more,
    option_data,
    quantity_data,
)
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
    OptionValues,
    Order,
    Party,
    Preference,
    Proposal,
    Require,
    Rule,
)

__all__ = ["write_case", "write_json"]


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


def _case(case: Case) -> Data:
    issues = case.issue_by_id
    sections: Data = {
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
    if case.agreement:
        sections["agreement"] = agreement_data(case.agreement, issues)
    sections["absent"] = {a.id: _texts(name=a.name, why=a.why) for a in case.absent}
    sections["evidence"] = {
        e.id: _texts(citation=e.citation, date=e.date, url=e.url, says=e.says)
        for e in case.evidence
    }
    return filled(sections)


def _texts(**texts: str) -> Data:
    return {key: text for key, text in texts.items() if text}


def _numbers(amounts: Mapping[str, Fraction]) -> Data:
    return {key: Number(amount) for key, amount in amounts.items()}


def _about(about: About) -> Data:
    sources = [_texts(citation=s.citation, url=s.url, what=s.what) for s in about.sources]
    return filled(
        {
            "description": about.description,
            "sources": sources,
            "exact": about.exact,
            "not_verified": about.not_verified,
        }
    )


def _party(party: Party, issues: Mapping[str, Issue]) -> Data:
    backers: Data = {
        b.id: filled(
            {"name": b.name, "leaves_if": condition_data(b.leaves_if, issues), "why": b.why}
        )
        for b in party.backers
    }
    return filled({"name": party.name, "role": party.role, "backers": backers})


def _issue(issue: Issue) -> Data:
    table: Data = {"title": issue.title}
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


def _preference(preference: Preference, issues: Mapping[str, Issue]) -> Data:
    together: list[Value] = [
        {
            "when": condition_data(t.when, issues),
            "add": quantity_data(t.add),
            **_texts(why=t.why),
        }
        for t in preference.together
    ]
    packages: list[Value] = [
        {name: option_data(issues[name], option) for name, option in example.choices.items()}
        for example in preference.packages
    ]
    no_deal = "unknown" if preference.no_deal is None else quantity_data(preference.no_deal)
    return filled(
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


def _issue_preference(issue: Issue, view: IssuePreference) -> Data:
    table: Data = {}
    if view.weight is not None:
        table["weight"] = quantity_data(view.weight)
    match view.values:
        case OptionValues(values):
            table["values"] = {name: quantity_data(value) for name, value in values.items()}
        case Curve(points):
            table["values"] = {Number(x): quantity_data(y) for x, y in points}
        case Order(groups):
            table["order"] = [one_or_more(issue, group) for group in groups]
    if view.by:
        table["by"] = view.by
    if view.evidence:
        table["evidence"] = list(view.evidence)
    return table


def _rule(rule: Rule, issues: Mapping[str, Issue]) -> Data:
    table: Data = {}
    match rule:
        case Forbid():
            table["forbid"] = condition_data(rule.test, issues)
        case Require():
            table["require"] = _any_of(rule.any_of, issues)
        case Count():
            table = _count(rule)
            table["of"] = [condition_data(test, issues) for test in rule.of]
        case Compare():
            table["compare"] = write_comparison(rule)
    if not isinstance(rule, Forbid):
        table["when"] = _any_of(rule.when, issues)
    return filled({**table, **_texts(why=rule.why, by=rule.by)})


def _any_of(conditions: tuple[Condition, ...], issues: Mapping[str, Issue]) -> Value:
    written = [condition_data(test, issues) for test in conditions]
    return written[0] if len(written) == 1 else written


def _count(rule: Count) -> Data:
    if rule.at_least == rule.at_most:
        return {"exactly": Number(Fraction(rule.at_least))}
    table: Data = {}
    if rule.at_least:
        table["at_least"] = Number(Fraction(rule.at_least))
    if rule.at_most is not None:
        table["at_most"] = Number(Fraction(rule.at_most))
    return table


def _decision(decision: Decision) -> Data:
    table: Data = {}
    if decision.at_least is not None:
        table["at_least"] = Number(Fraction(decision.at_least))
    if decision.must:
        table["must"] = list(decision.must)
    return table


def _proposal(proposal: Proposal, issues: Mapping[str, Issue]) -> Data:
    table: Data = {}
    for name, issue in issues.items():
        if name in proposal.choices:
            table[name] = option_data(issue, proposal.choices[name])
        elif name in proposal.shares:
            table[name] = _numbers(proposal.shares[name])
    return table
