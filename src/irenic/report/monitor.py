"""How far an agreement is carried out, for the terminal."""

from __future__ import annotations

from irenic.analyse.monitor import STATUSES, MonitorAnswer, NextStep
from irenic.model import Case
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import number, signed
from irenic.report.blocks import Bullets, Cell, Fact, Section, Table
from irenic.report.labels import shorten
from irenic.report.paragraphs import WIDTH
from irenic.report.section_text import section_lines
from irenic.report.text import Text, listed, text
from irenic.report.textual import clean

__all__ = ["monitor_sections", "monitor_text"]


def monitor_sections(case: Case, answer: MonitorAnswer) -> tuple[Section, ...]:
    """Return what is to be said of an agreement on a day."""
    labels = AgreementLabels(case)
    return (
        Section("today", "Where it stands", (Bullets(_today(labels, answer)),)),
        Section("steps", "Step by step", (_table(labels, answer),)),
        Section("next", "What could come next", (Bullets(_next(labels, answer)),)),
    )


def monitor_text(case: Case, answer: MonitorAnswer, *, width: int = WIDTH) -> str:
    """Return the answer as text; no line is longer than ``width``."""
    title = shorten(f"{clean(case.title)}: as of {answer.as_of}", width)
    lines = [
        title,
        "=" * min(len(title), width),
        "for the mediator only: contains every party's values and limits",
        *section_lines(monitor_sections(case, answer), width=width),
    ]
    return "\n".join(lines) + "\n"


def _today(labels: AgreementLabels, answer: MonitorAnswer) -> tuple[Fact, ...]:
    done = sum(s.status == len(STATUSES) - 1 for s in answer.states)
    facts = [Fact((f"{done} of {len(answer.states)} obligations are done.",), "note")]
    if answer.overdue:
        late = listed([labels.obligation(o) for o in answer.overdue])
        facts.append(Fact(text("Overdue: ", late, "."), "no"))
    else:
        facts.append(Fact(("Nothing is overdue.",), "yes"))
    for party, exposure in answer.exposure.items():
        words = text(labels.party(party), " is exposed by ", number(exposure))
        if party in answer.too_exposed:
            facts.append(Fact(text(words, ", more than it accepts."), "no"))
        elif exposure:
            facts.append(Fact(text(words, " if the process stops today."), "unknown"))
    return tuple(facts)


def _table(labels: AgreementLabels, answer: MonitorAnswer) -> Table:
    rows = tuple(
        (
            Cell(labels.obligation(s.obligation)),
            Cell(labels.party(s.by)),
            Cell((STATUSES[s.status],), mark="yes" if s.status == len(STATUSES) - 1 else ""),
            Cell((s.since or "-",)),
            Cell((s.due or "-",), mark="no" if s.overdue else ""),
            Cell((s.note,), "long"),
        )
        for s in answer.states
    )
    columns: tuple[Text, ...] = (
        ("Step",),
        ("By",),
        ("State",),
        ("Since",),
        ("Due",),
        ("Last note",),
    )
    return Table(("Latest record of each obligation",), columns, rows, ("✗ overdue",))


def _next(labels: AgreementLabels, answer: MonitorAnswer) -> tuple[Fact, ...]:
    if answer.completed:
        return (Fact(("Everything is done.",), "yes"),)
    facts = [_step(labels, step) for step in answer.next_steps]
    if answer.recommended:
        words = text("The next safe step is ", labels.obligation(answer.recommended), ".")
        return (Fact(words, "yes"), *facts)
    if not facts:
        return (Fact(("No step can come next: each waits for another.",), "no"),)
    return (Fact(("No step is safe as things are.",), "no"), *facts)


def _step(labels: AgreementLabels, step: NextStep) -> Fact:
    who = text(labels.obligation(step.obligation), ", by ", labels.party(step.by), ": ")
    if step.temptation > 0:
        words = text(who, "it would be tempted to refuse, by ", signed(step.temptation), ".")
        return Fact(words, "no")
    if not step.safe:
        return Fact(text(who, "somebody would be exposed more than it accepts."), "no")
    return Fact(text(who, "its performer has nothing to gain by refusing."), "yes")
