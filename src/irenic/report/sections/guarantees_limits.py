"""What to look at before relying on an answer: warnings, changes that turn it, ranges, patience."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from irenic.analyse.guarantees_more_results import (
    DiscountSet,
    Flip,
    Interval,
    PhaseThreshold,
    Ranges,
    Warned,
    WarningKind,
)
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import number, percent, plural
from irenic.report.base_rates import BASE_RATES, SELECTION
from irenic.report.blocks import Bullets, Cell, Fact, Mark, Prose, Section, Table
from irenic.report.labels import LONG, shorten
from irenic.report.text import Name, Text, listed, text

__all__ = [
    "base_rates",
    "discount_factors",
    "flip_list",
    "phases",
    "verdicts_in_ranges",
    "warnings",
]

_ZERO = Fraction(0)


def warnings(labels: AgreementLabels, found: Sequence[Warned], /) -> Section | None:
    """Return each warning as one sentence."""
    if not found:
        return None
    facts = tuple(Fact(_SENTENCES[w.kind](labels, w), "no") for w in found)
    return Section("warnings", "Warnings", (Bullets(facts),))


def _half(labels: AgreementLabels, w: Warned) -> Text:
    return text(
        "Half a guarantee would be worse than none: expected penalties on ",
        labels.steps(w.obligations),
        " from ",
        number(w.low or _ZERO),
        " up to ",
        number(w.high or _ZERO),
        " make ",
        labels.party(w.other),
        " perform, and then let ",
        labels.party(w.party),
        " refuse.",
    )


def _last(labels: AgreementLabels, w: Warned) -> Text:
    words = text(
        "The last step has no other step behind it: when ",
        labels.party(w.party),
        " refuses ",
        labels.steps(w.obligations),
        ", nobody has anything left to withhold",
    )
    if w.amount is not None and w.amount > 0:
        words = text(words, ", and refusing is worth ", number(w.amount), " more to that party")
    return text(words, ".")


def _idle(labels: AgreementLabels, w: Warned) -> Text:
    return text(
        "Leverage that is not leverage: ",
        labels.party(w.party),
        " gains by ",
        labels.steps(w.obligations),
        " in any case, so a threat to withhold ",
        "it" if len(w.obligations) == 1 else "them",
        " holds nobody.",
    )


def _shift(labels: AgreementLabels, w: Warned) -> Text:
    return text(
        labels.steps(w.obligations),
        " shifts power: once ",
        labels.party(w.other),
        " has performed it, ",
        labels.party(w.party),
        " is ",
        number(w.amount or _ZERO),
        " better off even if everything stops there.",
    )


def _together(labels: AgreementLabels, w: Warned) -> Text:
    return text(
        listed([labels.guarantee(g) for g in w.guarantees]),
        " can fail together (",
        _words(w.cause or "a common cause"),
        "): at least one works with ",
        percent(w.low or _ZERO),
        ", not with the ",
        percent(w.high or _ZERO),
        " of independent ones.",
    )


def _escrow(labels: AgreementLabels, w: Warned) -> Text:
    return text(
        "The deposit has a risk of its own: ",
        labels.party(w.party),
        " would lose ",
        listed([labels.guarantee(g) for g in w.guarantees]),
        " with ",
        percent(w.amount or _ZERO),
        " although it complies.",
    )


def _dispute(labels: AgreementLabels, w: Warned) -> Text:
    have = "has" if len(w.obligations) == 1 else "have"
    return text(
        labels.steps(w.obligations),
        f" {have} a penalty, but nobody is named who decides whether there was a breach; a false "
        "alarm would cost whoever complies.",
    )


def _incapacity(labels: AgreementLabels, w: Warned) -> Text:
    return text(
        labels.party(w.party),
        " may be unable to perform ",
        labels.steps(w.obligations, "or"),
        "; a penalty would not help with that, aid or more time might.",
    )


_SENTENCES: dict[WarningKind, Callable[[AgreementLabels, Warned], Text]] = {
    "half-guarantee": _half,
    "last-mover": _last,
    "idle-leverage": _idle,
    "power-shift": _shift,
    "fail-together": _together,
    "escrow-risk": _escrow,
    "dispute": _dispute,
    "incapacity": _incapacity,
}


def flip_list(labels: AgreementLabels, flips: Sequence[Flip], /) -> Section | None:
    """Return the smallest single changes that would turn the verdict on the order."""
    if not flips:
        return None
    facts = tuple(Fact(_flip(labels, flip), "yes" if flip.holds else "no") for flip in flips)
    lead = Prose(("Each of these alone would turn the verdict on the order:",))
    return Section("flips", "What would turn the verdict", (lead, Bullets(facts)))


def _flip(labels: AgreementLabels, flip: Flip) -> Text:
    subject = (
        labels.party(flip.subject)
        if flip.kind in ("no-deal", "exposure")
        else labels.guarantee_by(flip.subject)
        if flip.kind in ("size", "reliability")
        else labels.step(flip.subject)
    )
    to = labels.party(flip.party) if flip.party else ()
    what: Text = {
        "value": text("What ", subject, " is worth to ", to),
        "kept": text("What ", to, " keeps of ", subject, " if the process stops"),
        "no-deal": text("What ", subject, " has without a deal"),
        "exposure": text("The exposure that ", subject, " accepts"),
        "size": text("The size of ", subject),
        "reliability": text("The reliability of ", subject),
        "gain": text("What ", to, " gains by refusing ", subject, " by surprise"),
    }[flip.kind]
    shown = percent if flip.kind == "reliability" else number
    then = "the order would hold" if flip.holds else "the order would hold no longer"
    return text(what, ": at ", shown(flip.then), " instead of ", shown(flip.now), ", ", then, ".")


def verdicts_in_ranges(labels: AgreementLabels, answer: Ranges, /) -> Section:
    """Return which verdicts hold whatever the values in their ranges are."""
    lead = {
        True: "Whatever the values within their ranges are, the order holds.",
        False: "Whatever the values within their ranges are, the order does not hold.",
        None: "Whether the order holds depends on where in their ranges the values are.",
    }[answer.holds]
    marks: dict[bool | None, Mark] = {True: "yes", False: "no", None: "unknown"}
    words = {True: "performs throughout", False: "tempted throughout", None: "depends"}
    rows = tuple(
        (
            Cell(labels.obligation(s.obligation)),
            Cell(labels.party(s.by)),
            Cell(_between(s.temptation), "number"),
            Cell((words[s.kept],), mark=marks[s.kept]),
        )
        for s in answer.steps
    )
    head: tuple[Text, ...] = (
        ("Obligation",),
        ("Performed by",),
        ("Refusing is worth more by",),
        ("Verdict",),
    )
    exposed = tuple(
        Fact(text(labels.party(p), ": greatest exposure ", _between(x), "."), "note")
        for p, x in answer.exposure.items()
    )
    table = Table(("With values as ranges, in the performer's own unit",), head, rows, numeric=(2,))
    blocks = (Prose((lead,)), table, *((Bullets(exposed),) if exposed else ()))
    return Section("ranges", "What holds throughout the ranges", blocks)


def _between(ends: Interval) -> Text:
    low, high = ends
    return (number(low),) if low == high else text(number(low), " to ", number(high))


def discount_factors(labels: AgreementLabels, answers: Sequence[DiscountSet], /) -> Section | None:
    """Return for which discount factors each party performs: a set, not always one interval."""
    if not answers:
        return None
    facts = []
    for a in answers:
        mark: Mark = "unknown" if a.enough is None else "yes" if a.enough else "no"
        if a.intervals:
            parts = [_between(ends) for ends in a.intervals]
            words = text(
                labels.party(a.party),
                " performs all its steps if a unit at the next date is worth ",
                listed(parts, "or"),
                " of one today",
            )
        else:
            words = text(labels.party(a.party), " would not perform, however patient it is")
            mark = "no"
        if a.binding:
            words = text(words, "; what limits it is ", labels.step(a.binding))
        facts.append(Fact(text(words, "."), mark))
    widest = max(a.width for a in answers)
    blocks = [Bullets(tuple(facts))]
    if not widest:
        return Section("patience", "How patient each would have to be", tuple(blocks))
    note = Prose(text("Ends are exact to within ", number(widest), "."), "note")
    return Section("patience", "How patient each would have to be", (*blocks, note))


def phases(labels: AgreementLabels, answers: Sequence[PhaseThreshold], /) -> Section | None:
    """Return how patient a party must be to keep to an open-ended phase."""
    if not answers:
        return None
    titles = {p.id: p.title or p.id for p in labels.agreement.phases}
    facts = []
    for a in answers:
        who = labels.party(a.party) if a.party else ("everybody, if they may pay one another",)
        phase = _words(titles.get(a.phase, a.phase))
        mark: Mark = "unknown" if a.enough is None else "yes" if a.enough else "no"
        if a.needed is None:
            words = text(phase, ": no patience is enough for ", who, " to keep to it.")
            facts.append(Fact(words, "no"))
            continue
        words = text(phase, ": to keep to it, a unit in the next period must be worth at least ")
        facts.append(Fact(text(words, number(a.needed), " of one today to ", who, "."), mark))
    return Section("phases", "Phases without an end", (Bullets(tuple(facts)),))


def base_rates() -> Section:
    """Return published figures as context, with what they cannot say."""
    rows = tuple(
        (
            Cell((rate.what,)),
            Cell((percent(rate.share),), "number"),
            Cell((rate.counts or "–",)),
            Cell((rate.citation,), "long"),
        )
        for rate in BASE_RATES
    )
    head: tuple[Text, ...] = (("Of what",), ("Share",), ("Count",), ("Printed in",))
    caption = f"{len(rows)} published {plural(len(rows), 'figure')}"
    table = Table((caption,), head, rows, note=(SELECTION,), numeric=(1,))
    return Section("context", "How settlements fared elsewhere", (table,))


def _words(words: str) -> Name:
    short = shorten(words, LONG)
    return Name(short, words if short != words else "")
