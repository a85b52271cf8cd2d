"""What is no error in a case but deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from irenic.casefile.build_rules import always_met
from irenic.casefile.notes_agreement import agreement_evidence, on_agreement
from irenic.casefile.notes_conflict import conflict_evidence, on_conflict
from irenic.casefile.problems import listed
from irenic.model import Case, ChoiceIssue, Compare, Count, Preference, Require, Rule
from irenic.model.verdicts import always_holds, difference, is_broken

__all__ = ["find_notes"]


def find_notes(case: Case, /) -> tuple[str, ...]:
    """Return remarks on a usable case, in the order of its sections.

    Examples
    --------
    >>> from irenic.casefile.reader import read_text
    >>> find_notes(read_text("{irenic: 1, title: T, parties: {a: {name: A}, b: {name: B}}, "
    ...     "claims: {estate: 1, amounts: {a: 1, b: 1}}, decision: {must: [a]}}"))
    ('decision: must adds nothing, since without at_least everyone has to accept',)
    """
    return tuple(note for notes_on in _NOTES for note in notes_on(case))


def _on_issues(case: Case) -> Iterator[str]:
    valued = {
        issue
        for preference in case.preferences.values()
        for issue in (*preference.issues, *preference.points, *preference.ranking)
    }
    for issue in case.issues:
        if case.preferences and issue.id not in valued:
            yield f"issues.{issue.id}: no party has a recorded view on it"
        if isinstance(issue, ChoiceIssue) and len(issue.options) == 1:
            yield f"issues.{issue.id}: it has one option only, so there is nothing to choose"


def _on_preferences(case: Case) -> Iterator[str]:
    if not case.issues:
        return
    for party in case.party_ids:
        preference = case.preferences.get(party)
        if preference is None:
            yield f"preferences: {party} has none; its scores are 0 and its no-deal value unknown"
        else:
            yield from _on_preference(case, preference)


def _on_preference(case: Case, preference: Preference) -> Iterator[str]:
    where = f"preferences.{preference.party}"
    named = {*preference.issues, *preference.points, *preference.ranking}
    if preference.no_deal is None:
        yield f"{where}: its no-deal value is unknown, so no test of its margin is possible"
    if not named and not preference.packages:
        yield f"{where}: it values no issue; every package scores the same"
    elif silent := [issue.id for issue in case.issues if issue.id not in named]:
        yield f"{where}: no recorded view on {listed(silent)}; such an issue adds 0 to its score"
    weights = [view.weight for view in preference.issues.values()]
    if weights and not preference.points and all(w and w.low == w.high == 0 for w in weights):
        yield f"{where}: all weights are 0; every package scores the same"
    for issue, view in preference.issues.items():
        if view.weight and view.weight.low < 0:
            yield f"{where}.issues.{issue}: a negative weight turns the order of its values round"
    for issue in preference.ranking:
        if issue not in preference.issues:
            yield f"{where}.ranking: {issue} is ranked, but what its options are worth is not given"


def _on_rules(case: Case) -> Iterator[str]:
    for number, rule in enumerate(case.rules, start=1):
        for note in _on_rule(case, rule):
            yield f"rules[{number}]{note}"
        if rule in case.rules[: number - 1]:
            yield f"rules[{number}]: it repeats rule {case.rules.index(rule) + 1}"


def _on_rule(case: Case, rule: Rule) -> Iterator[str]:
    issues = case.issue_by_id
    if isinstance(rule, Require) and any(always_met(test, issues) for test in rule.any_of):
        yield ": every package meets what it requires; it excludes nothing"
    if isinstance(rule, Compare) and always_holds(rule.relation, difference(rule, issues)):
        yield ": every package meets the comparison; it excludes nothing"
    if isinstance(rule, Count):
        certain = [k for k, test in enumerate(rule.of, start=1) if always_met(test, issues)]
        for k in certain:
            yield f".of[{k}]: every package meets it, so it always counts"
        most = len(rule.of) if rule.at_most is None else rule.at_most
        if rule.at_least <= len(certain) and most == len(rule.of):
            yield ": every number of its conditions is allowed; it excludes nothing"


def _on_decision(case: Case) -> Iterator[str]:
    decision = case.decision
    if decision.must and decision.at_least is None:
        yield "decision: must adds nothing, since without at_least everyone has to accept"
    elif decision.must and decision.at_least == len(case.parties):
        yield "decision: must adds nothing, since at_least is the number of all parties"
    elif decision.at_least is not None and len(decision.must) > decision.at_least:
        count = len(decision.must)
        yield f"decision: must names {count} parties, so that at_least is {count} in effect"


def _on_proposals(case: Case) -> Iterator[str]:
    for number, proposal in enumerate(case.proposals):
        for earlier in case.proposals[:number]:
            if (earlier.choices, earlier.shares) == (proposal.choices, proposal.shares):
                yield f"proposals.{proposal.id}: it is the same package as {earlier.id}"
                break
        for position, rule in enumerate(case.rules, start=1):
            if is_broken(rule, proposal.choices, case.issue_by_id):
                why = f" ({rule.why.strip()})" if rule.why else ""
                yield f"proposals.{proposal.id}: it breaks rule {position}{why}"


def _on_evidence(case: Case) -> Iterator[str]:
    used = conflict_evidence(case) | agreement_evidence(case)
    for preference in case.preferences.values():
        used.update(preference.evidence)
        used.update(name for view in preference.issues.values() for name in view.evidence)
    for item in case.evidence:
        if item.id not in used:
            yield f"evidence.{item.id}: no preference refers to it"


#: Every remark, by section.
_NOTES: tuple[Callable[[Case], Iterator[str]], ...] = (
    _on_issues,
    _on_preferences,
    _on_rules,
    _on_decision,
    _on_proposals,
    on_conflict,
    on_agreement,
    _on_evidence,
)
