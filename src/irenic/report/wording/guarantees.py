"""Why somebody would be tempted or exposed at a step of an agreement, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from irenic.analyse.guarantees_results import OrderView, StepView
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import count_of, number
from irenic.report.text import Text, join, listed, text

__all__ = ["cause_of_exposure", "holding", "missing", "temptation", "why_tempted"]

_ZERO = Fraction(0)
#: Most steps named in the reason of one temptation.
_NAMED = 4


def temptation(labels: AgreementLabels, view: OrderView, step: StepView) -> Text:
    """Return a sentence on a step that is not safe: who would be tempted, by how much, why."""
    at = text("At ", labels.obligation(step.obligation), ", ", labels.party(step.by))
    if step.temptation <= 0:
        return text(
            at,
            " would not be tempted, but only just: performing is worth ",
            number(-step.temptation),
            " more to that party than refusing, less than the margin of ",
            number(labels.agreement.margin),
            " asked for.",
        )
    words = text(
        at,
        " would be tempted: refusing is worth ",
        number(step.temptation),
        " more to that party than performing",
    )
    why = why_tempted(labels, view, step)
    return text(words, ", because ", why, ".") if why else text(words, ".")


def why_tempted(labels: AgreementLabels, view: OrderView, step: StepView) -> Text:
    """Return what makes refusing pay at a step: what is done already, and what is still to come."""
    place = view.order.index(step.obligation)
    done, rest = view.order[:place], view.order[place:]
    received = _worth(labels, done, step.by, others=True, gain=True)
    coming = _worth(labels, rest[1:], step.by, others=True, gain=True)
    giving = _worth(labels, rest, step.by, others=False, gain=False)
    parts: list[Text] = []
    if received:
        are = "is" if len(received) == 1 else "are"
        parts.append(text(labels.steps(tuple(received)), f" {are} already done"))
    if sum(giving.values(), _ZERO) > sum(coming.values(), _ZERO):
        still = text("what it would still have to give (", _sums(labels, giving), ")")
        if coming:
            come = text("what is still to come for it (", _sums(labels, coming), ")")
            parts.append(text(come, " is worth less than ", still))
        else:
            parts.append(text("nothing is still to come for it, against ", still))
    return listed(parts + _clauses(labels, step, rest[1:]))


def _clauses(labels: AgreementLabels, step: StepView, later: Sequence[str]) -> list[Text]:
    """Return what the clauses of the step add: surprise, late notice, others that carry on."""
    known, parts = labels.about(step.obligation), list[Text]()
    if known is None:
        return parts
    if known.gain.midpoint > 0:
        parts.append(text("refusing by surprise gains it ", number(known.gain.midpoint)))
    if known.notice:
        late = count_of(known.notice, "further step")
        parts.append((f"a refusal is noticed only {late} later",))
    if known.stops is not None:
        stopped = set(known.stops)
        going = _worth(labels, later, step.by, others=True, gain=True)
        free = tuple(k for k in going if k not in stopped)
        if free:
            parts.append(text("a refusal would not stop ", labels.steps(free)))
    return parts


def _worth(
    labels: AgreementLabels, steps: Sequence[str], party: str, *, others: bool, gain: bool
) -> Mapping[str, Fraction]:
    """Return the size of what a party gains (or gives) by steps of others (or its own)."""
    found = {}
    for name in steps:
        known = labels.about(name)
        if known is None or (known.by != party) != others or party not in known.value:
            continue
        worth = known.value[party].midpoint
        if worth and (worth > 0) == gain:
            found[name] = abs(worth)
    return found


def _sums(labels: AgreementLabels, worth: Mapping[str, Fraction]) -> Text:
    """Return "G2: 7, G3: 1"; beyond a few, their number and their sum."""
    shown = list(worth.items())
    if len(shown) > _NAMED + 1:
        total = sum(worth.values(), _ZERO)
        return text(count_of(len(shown), "step"), ", ", number(total), " in all")
    return join([text(labels.step(k), ": ", number(x)) for k, x in shown], ", ")


def holding(labels: AgreementLabels, step: StepView) -> Text:
    """Return what holds a step that is not safe, and what would have to be expected besides."""
    needed = step.bare + labels.agreement.margin
    if not step.held_by or not step.held:
        return text(
            "Nothing holds ",
            labels.step(step.obligation),
            "; a penalty of ",
            number(needed),
            " at least would have to be expected.",
        )
    return text(
        labels.step(step.obligation),
        " is held by ",
        labels.held_by(step.held_by),
        "; together they are expected to take away " if len(step.held_by) > 1 else ", expected to ",
        "" if len(step.held_by) > 1 else "take away ",
        number(step.held),
        " of the ",
        number(needed),
        " needed: ",
        number(needed - step.held),
        " at least is missing.",
    )


def missing(labels: AgreementLabels, view: OrderView) -> Text:
    """Return what would have to be expected in addition, step by step; empty when nothing."""
    margin = labels.agreement.margin
    short = [(s, s.temptation + margin) for s in view.steps if not s.kept]
    parts = [text(number(x), " at ", labels.step(s.obligation)) for s, x in short]
    return listed(parts, limit=_NAMED)


def cause_of_exposure(labels: AgreementLabels, view: OrderView, after: str) -> Text:
    """Return who could bring about that the process stops after a step."""
    place = view.order.index(after) + 1
    if place == len(view.order):
        return ("no one: that is the end of the order",)
    step = view.steps[place]
    words = text(labels.party(step.by), ", by refusing ", labels.step(step.obligation))
    return text(words, ": would be tempted") if step.temptation > 0 else words
