"""The three meters of a package as facts: comprehensive, just, sustainable."""

from __future__ import annotations

from fractions import Fraction

from irenic.analyse.results import Blocking, ScoreCard
from irenic.report.agreement_labels import AgreementLabels
from irenic.report.amounts import count_of, number, percent, signed
from irenic.report.blocks import Fact, Mark, Meter
from irenic.report.charts.strips import draw_strip
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.text import Name, Text, listed, text
from irenic.report.view import View
from irenic.report.wording.settlements import settlement_facts

__all__ = ["comprehensive_meter", "just_meter", "mark_of", "sustainable_meter"]

#: Most blocking sets named in one sentence.
MAX_BLOCKING = 4


def mark_of(answer: bool | None) -> Mark:
    """Return the mark of a yes, a no or a not known."""
    return "unknown" if answer is None else "yes" if answer else "no"


def _fact(words: Text, answer: bool | None) -> Fact:
    return Fact(words, mark_of(answer))


def comprehensive_meter(view: View, card: ScoreCard) -> Meter:
    """Return the first meter: what is left open, left out, or left at somebody's worst."""
    found, labels = card.comprehensive, view.labels
    opened = set(card.open_issues)
    worst = {w.issue for w in found.worst}
    issues = view.case.issues
    states = [None if i.id in opened else i.id not in worst for i in issues]
    verdict = f"{len(issues) - len(opened)} of {count_of(len(issues), 'issue')} settled"
    facts: list[Fact] = []
    if opened:
        names = listed([labels.issue(i) for i in card.open_issues], limit=6)
        facts.append(Fact(text("Left open: ", names, "."), "unknown"))
    else:
        facts.append(Fact(("Every issue is settled.",), "yes"))
    for w in found.worst[:4]:
        where = text(labels.issue(w.issue), ", ", percent(w.importance), " of what it weighs")
        facts.append(Fact(text(labels.party(w.party), " gets its worst on ", where, "."), "no"))
    if len(found.worst) > 4:
        facts.append(Fact((f"{len(found.worst) - 4} more main issues at somebody's worst.",), "no"))
    if not found.worst and view.seen:
        fine = " gets its worst on an issue that matters most to it."
        if view.is_mediator:
            facts.append(Fact(text("No party", fine), "yes"))
        else:  # a party's own figures say nothing about the others
            own = labels.party(view.analysis.audience.party)
            facts.append(Fact(text(own, " does not get", fine.removeprefix(" gets")), "yes"))
    if found.without_preferences and view.is_mediator:
        without = labels.parties(found.without_preferences, limit=5)
        facts.append(Fact(text("No preferences are recorded for ", without, "."), "unknown"))
    if found.absent:
        known = {a.id: a.name for a in view.case.absent}
        absent = listed([Name(known.get(a, a)) for a in found.absent], limit=5)
        facts.append(Fact(text("Concerned, but not at the table: ", absent, "."), "no"))
    title = f"Comprehensive: {verdict}"
    return Meter(
        "Comprehensive",
        "What is left open, or left out?",
        (verdict,),
        draw_strip(title, states),
        tuple(facts),
    )


def just_meter(view: View, card: ScoreCard) -> Meter:
    """Return the second meter: fairness tests side by side, never one answer."""
    found = card.just
    question = "Is it fair, by several tests?"
    if not view.is_mediator:
        hidden = "Whether it is acceptable to all, and efficient, depends on figures of others."
        facts = [Fact((hidden,), "unknown"), *_relative(view, card)]
        verdict = "not known from one party's figures"
        strip = draw_strip(f"Just: {verdict}", [None, None])
        return Meter("Just", question, (verdict,), strip, tuple(facts))
    tests: list[bool | None] = [found.acceptable_to_all, found.efficient]
    acceptable = {
        True: "Acceptable to all: nobody gets less than its no-deal value.",
        False: "Not acceptable to all.",
        None: "Whether it is acceptable to all is not known.",
    }
    facts = [_fact((acceptable[found.acceptable_to_all],), found.acceptable_to_all)]
    efficient = {
        True: "Efficient: nobody can gain unless somebody loses.",
        False: "Not efficient: another package is better for some and worse for nobody.",
        None: "Whether it is efficient is not known"
        + (" while issues are open." if card.open_issues else "."),
    }
    facts.append(_fact((efficient[found.efficient],), found.efficient))
    if found.envy is not None:
        tests.append(not found.envy)
        facts.append(_envy(view, found.envy))
    facts.extend(_relative(view, card))
    met = sum(t is True for t in tests)
    verdict = f"{met} of {len(tests)} yes-or-no tests met"
    return Meter(
        "Just",
        question,
        (verdict,),
        draw_strip(f"Just: {verdict}", tests),
        tuple(facts),
    )


def _envy(view: View, pairs: tuple[tuple[str, str], ...]) -> Fact:
    if not pairs:
        return Fact(("Free of envy: nobody would rather have another's shares.",), "yes")
    labels = view.labels
    named = [text(labels.party(a), " the shares of ", labels.party(b)) for a, b in pairs]
    return Fact(
        text("Envy: some would rather have another's shares: ", listed(named, limit=3), "."), "no"
    )


def _relative(view: View, card: ScoreCard) -> list[Fact]:
    found, labels = card.just, view.labels
    facts = []
    if found.least_relative_gain is not None:
        party, part = found.least_relative_gain
        words = text("Furthest from its best is ", labels.party(party), ", with ", percent(part))
        words = text(words, " of the gain it could attain")
        if found.spread is not None and len(card.scores) > 1:
            points = number(Fraction(round(found.spread * 100)))
            words = text(words, "; the parties are ", points, " percentage points apart")
        facts.append(Fact(text(words, "."), "note"))
    given = [
        text(labels.party(w.party), " on ", labels.issue(w.issue), " (", percent(w.importance), ")")
        for w in found.concedes_most[:3]
    ]
    if given:
        facts.append(Fact(text("Largest concession: ", listed(given), "."), "note"))
    return facts


def sustainable_meter(view: View, card: ScoreCard) -> Meter:
    """Return the third meter: margins over no deal, who leaves first, who can block."""
    found, labels = card.sustainable, view.labels
    states = [s.accepts for s in card.scores]
    margins = {p: m for p, m in found.margins.items() if m is not None}
    if margins:
        least = min(
            margins, key=lambda p: found.leaves_first.index(p) if p in found.leaves_first else -1
        )
        verdict = text("thinnest margin: ", labels.party(least), " ", signed(margins[least]))
    else:
        certain = sum(s is True for s in states)
        verdict = (f"{certain} of {len(states)} certain to stay",)
    facts: list[Fact] = []
    for party in found.leaves_first[:1]:
        part = next((s.relative_gain for s in card.scores if s.party == party), None)
        margin = found.margins.get(party)
        if margin is not None and margin < 0:
            continue
        words = text("If no-deal values rise, ", labels.party(party), " leaves first")
        if part is not None:
            words = text(words, ": it keeps ", percent(part), " of its attainable gain")
        facts.append(Fact(text(words, "."), "note"))
    below = [p for p, m in margins.items() if m < 0]
    if below:
        words = text("Below no deal: ", labels.parties(tuple(below), limit=5), ".")
        facts.append(Fact(words, "no"))
    elif margins and len(margins) == len(found.margins):
        who: Text = ("Everyone",) if view.is_mediator else labels.parties(tuple(margins))
        facts.append(Fact(text(who, " is at least as well off as without a deal."), "yes"))
    unknown = tuple(p for p, m in found.margins.items() if m is None)
    if unknown and card.open_issues:
        facts.append(Fact(("Margins depend on how the open issues are settled.",), "unknown"))
    elif unknown:
        words = text("Margin not known: ", labels.parties(unknown, limit=5), ".")
        facts.append(Fact(words, "unknown"))
    facts.extend(_blocking(view, found.blocking))
    for party, backer in found.backers_leaving[:3]:
        who = text(labels.backer(party, backer), ", a backer of ", labels.party(party))
        facts.append(Fact(text(who, ", would withdraw its support."), "no"))
    facts.extend(_kept(view, card))
    facts.extend(_performed(view, card))
    title = f"Sustainable: {sum(s is True for s in states)} of {len(states)} would stay"
    return Meter(
        "Sustainable",
        "Who would leave, alone or together?",
        verdict,
        draw_strip(title, states),
        tuple(facts),
    )


def _kept(view: View, card: ScoreCard) -> tuple[Fact, ...]:
    """Return whether a proposal would be signed and kept, where the case has a conflict."""
    conflict, found = view.case.conflict, card.sustainable.stability
    if conflict is None or not card.is_proposal:
        return ()
    if found is None:
        words = "Whether it would be kept is not examined: conflict.proposals does not name it."
        return (Fact((words,), "unknown"),)
    return settlement_facts(ConflictLabels(conflict), found)


def _performed(view: View, card: ScoreCard) -> tuple[Fact, ...]:
    """Return whether the obligations of a proposal would be performed, where there are any."""
    found = card.sustainable.agreement
    if found is None:
        return ()
    labels = AgreementLabels(view.case)
    if found.holds:
        return (
            Fact(text("In the order ", labels.order(found.order), " it would be kept."), "yes"),
        )
    tempted = next((s for s in found.steps if not s.kept), None)
    lead = text("In the order ", labels.order(found.order), " it does not hold: ")
    if tempted is None:
        return (Fact(text(lead, "somebody would be exposed more than it accepts."), "no"),)
    who = text(labels.party(tempted.by), " would be tempted to refuse ")
    return (Fact(text(lead, who, labels.obligation(tempted.obligation), "."), "no"),)


def _blocking(view: View, sets: tuple[Blocking, ...]) -> list[Fact]:
    if not sets:
        return []
    labels = view.labels
    if {b.parties for b in sets} == {(p,) for p in view.case.party_ids}:
        return [Fact(("Any party alone can block it.",), "note")] if len(sets) > 1 else []
    named = [
        text(labels.parties(b.parties), " (now)" if b.refuses_now else "")
        for b in sets[:MAX_BLOCKING]
    ]
    word = "Can block, most fragile first: "
    joined = listed(named, "or", limit=MAX_BLOCKING)
    more = len(sets) - MAX_BLOCKING
    extra = f" ({more} more)" if more > 0 else ""
    return [Fact(text(word, joined, extra, "."), "note")]
