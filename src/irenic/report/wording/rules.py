"""Rules as plain sentences: ``at most 2 of: Weekly hours is 36 hours; Pay rise at least 4%``."""

from __future__ import annotations

from irenic.model import Compare, Condition, Count, Forbid, Require, Rule, Sum
from irenic.report.amounts import number
from irenic.report.labels import Labels
from irenic.report.text import Text, join, text
from irenic.report.view import View

__all__ = ["rule_words"]

#: Most conditions of one rule that are spelled out.
MAX_CONDITIONS = 12
_RELATIONS = {
    "<": "is below",
    "<=": "is at most",
    ">": "is above",
    ">=": "is at least",
    "==": "equals",
}


def rule_words(view: View, index: int) -> Text:
    """Return a rule of the case in words."""
    rule = view.case.rules[index]
    words = _words(view.labels, rule)
    return text(words, f" ({rule.why})") if rule.why else words


def _words(labels: Labels, rule: Rule) -> Text:
    match rule:
        case Forbid():
            return text("not allowed: ", labels.condition(rule.test))
        case Require():
            always, words = "always: ", _alternatives(labels, rule.any_of)
        case Count():
            always, words = "", text(_count_words(rule), _listed(labels, rule.of, "; "))
        case Compare():
            relation = _RELATIONS[rule.relation]
            left, right = _sum_words(labels, rule.left), _sum_words(labels, rule.right)
            always, words = "always: ", text(left, f" {relation} ", right)
    if rule.when:
        return text("if ", _alternatives(labels, rule.when), ", then ", words)
    return text(always, words)


def _alternatives(labels: Labels, conditions: tuple[Condition, ...]) -> Text:
    return _listed(labels, conditions, ", or ")


def _listed(labels: Labels, conditions: tuple[Condition, ...], glue: str) -> Text:
    shown: list[Text] = [labels.condition(test) for test in conditions[:MAX_CONDITIONS]]
    if len(conditions) > MAX_CONDITIONS:
        shown.append((f"{len(conditions) - MAX_CONDITIONS} more",))
    return join(shown, glue)


def _count_words(rule: Count) -> str:
    least, most = rule.at_least, rule.at_most
    if most == 0:
        return "none of: "
    if least == len(rule.of):
        return "all of: "
    if most is None or most == len(rule.of):
        return f"at least {least} of: "
    if least == most:
        return f"exactly {least} of: "
    return f"at most {most} of: " if not least else f"from {least} to {most} of: "


def _sum_words(labels: Labels, side: Sum) -> Text:
    """Return ``2 × Pay rise − Bonus + 3``, with the titles of the issues."""
    parts = [(factor, text(labels.issue(issue))) for issue, factor in side.terms]
    if side.constant or not parts:
        parts.append((side.constant, ()))
    words: Text = ()
    for factor, name in parts:
        sign = (" − " if words else "−") if factor < 0 else (" + " if words else "")
        size = abs(factor)
        term = name if name and size == 1 else text(number(size), " × " if name else "", name)
        words = text(words, sign, term) if sign else text(words, term)
    return words
