"""A repair for the terminal."""

from __future__ import annotations

from irenic.analyse.repair_results import RepairAnswer, RepairSet
from irenic.analyse.results import Audience, Status
from irenic.model import Case
from irenic.report.paragraphs import WIDTH, facts_lines, hanging, head_lines
from irenic.report.text import text
from irenic.report.view import View, bare_view
from irenic.report.wording.repair import (
    better_facts,
    change_words,
    concession_words,
    proof_fact,
    repair_verdict,
    rule_reminder,
    set_words,
    why_not,
)
from irenic.report.wording.trades import trade_lines

__all__ = ["repair_card"]

#: Most tied repairs shown on a terminal.
SHOWN = 5


def repair_card(case: Case, audience: Audience, answer: RepairAnswer, *, width: int = WIDTH) -> str:
    """Return a repair as text.

    Parameters
    ----------
    case : Case
        The case, reduced to what the audience may see.
    audience : Audience
        Who reads it.
    answer : RepairAnswer
        Found on the reduced case.
    width : int
        Longest line.
    """
    view = bare_view(case, audience)
    lines = head_lines(view, width, answer.id)
    lines += ["", *facts_lines([repair_verdict(view, answer), *why_not(view, answer)], width)]
    if view.is_mediator:
        lines += hanging(rule_reminder(view), width, "  - ")
    lines += hanging(text("Package: ", view.labels.package(answer.package, 60)), width, "  ")
    if answer.smallest is not None:
        title = "Smallest repair" if answer.changes else "How it can be completed"
        lines += _repairs(view, answer, answer.smallest, title, width)
        proof = proof_fact(answer)
        lines += facts_lines([proof] if proof else [], width)
    if answer.other is not None:
        lines += _repairs(view, answer, answer.other, "Counted the other way", width)
    if answer.efficient is not None:
        title = "Best repair that is efficient (nobody can gain unless somebody loses)"
        lines += _repairs(view, answer, answer.efficient, title, width)
    elif answer.efficient_status is Status.LIMIT:
        lines += ["", f"The best efficient repair was not found: {answer.reason}."]
    if answer.improvement is not None:
        lines += _better(view, answer, width)
    return "\n".join(lines) + "\n"


def _repairs(
    view: View, answer: RepairAnswer, found: RepairSet, title: str, width: int
) -> list[str]:
    lines = ["", title]
    shown = found.repairs[:SHOWN]
    for k, repair in enumerate(shown, start=1):
        lead = f"  {k}. " if len(shown) > 1 else "  "
        words = text(change_words(view, answer.package, repair), ".")
        lines += hanging(words, width, lead)
        if view.seen:
            lines += hanging(concession_words(view, repair), width, " " * (len(lead) + 2))
    if found.count > len(shown):
        lines.append(f"  ({found.count - len(shown)} more: --json lists the first 20)")
    if view.is_mediator:
        lines += hanging(set_words(found), width, "  - ")
    return lines


def _better(view: View, answer: RepairAnswer, width: int) -> list[str]:
    found = answer.improvement
    if found is None:
        return []
    lines = ["", "What would be better for everyone"]
    lines += facts_lines(better_facts(view, answer, found), width)
    if found.best is not None:
        trades = trade_lines(view, answer.package, found.best)
        lines += [line for words in trades for line in hanging(words, width, "    ")]
    return lines
