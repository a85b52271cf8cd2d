"""The smallest repair of a proposal, and what would be better for everyone, in sentences."""

from __future__ import annotations

from irenic.analyse.repair_results import MutualGain, Repair, RepairAnswer, RepairSet
from irenic.analyse.results import Package, Status
from irenic.report.amounts import count_of, grouped, number, percent, plural, signed
from irenic.report.blocks import Fact
from irenic.report.text import Code, Text, join, listed, text
from irenic.report.view import View
from irenic.report.wording.decision import needed_words
from irenic.report.wording.rules import rule_words

__all__ = [
    "better_facts",
    "change_words",
    "concession_words",
    "proof_fact",
    "repair_verdict",
    "rule_reminder",
    "set_words",
    "short_repair",
    "why_not",
]


def _aim(view: View, answer: RepairAnswer) -> Text:
    """Return what a repair achieves: ``carries``, or what the reader may know of that."""
    if answer.scope == "own":
        own = view.labels.party(view.analysis.audience.party)
        return text("keeps to every rule and gives ", own, " at least its no-deal value")
    return ("keeps to every rule",) if answer.scope == "none" else ("carries",)


def repair_verdict(view: View, answer: RepairAnswer) -> Fact:
    """Return whether the proposal carries, and how many changes it needs."""
    aim = _aim(view, answer)
    kept = text(", with ", listed([view.labels.issue(i) for i in answer.closed]), " closed")
    under: Text = kept if answer.closed else ()
    if answer.carries:
        return Fact(text("As it is, the proposal ", aim, "."), "yes")
    if answer.status is Status.INFEASIBLE:
        words = text("No package keeps to every rule", under, ", so nothing repairs the proposal.")
        return Fact(words, "no")
    if answer.status is Status.NO_ZONE:
        words = text("No change repairs it", under, ": no package ", aim, ".")
        if view.is_mediator and not answer.closed:
            words = text(words, " Why, and what would open a zone: ", Code("irenic zone"), ".")
        return Fact(words, "no")
    if answer.status is Status.UNKNOWN:
        who = view.labels.parties(answer.unknown, limit=5)
        words = text("Not known: the no-deal value of ", who, " is not recorded, and no package ")
        return Fact(text(words, "certainly ", aim, under, "."), "unknown")
    if answer.status is Status.LIMIT:
        return Fact(_limit_words(answer), "unknown")
    if answer.changes == 0:
        words = text("No settled issue has to change: with the open issues settled it ", aim)
        return Fact(text(words, under, "."), "yes")
    count = count_of(answer.changes or 0, "change")
    verb = plural(answer.changes or 0, "is", "are")
    words = text(f"It {_fails(answer)}; {count} {verb} enough for a package that ", aim, under)
    if answer.scope == "own" and not answer.broken_rules:
        words = text(f"{count.capitalize()} {verb} enough for a package that ", aim, under)
    return Fact(text(words, "."), "no")


def _fails(answer: RepairAnswer) -> str:
    return "breaks a rule" if answer.broken_rules else "does not carry as it is"


def _limit_words(answer: RepairAnswer) -> Text:
    words: Text = (f"Not finished: {answer.reason}.",)
    if answer.at_least is not None and answer.at_least > 0:
        words = text(words, f" At least {count_of(answer.at_least, 'change')} are needed")
        if answer.changes is not None:
            words = text(words, f"; {answer.changes} are known to be enough")
        return text(words, ".")
    if answer.changes is not None:
        return text(words, f" {count_of(answer.changes, 'change')} are known to be enough.")
    return words


def why_not(view: View, answer: RepairAnswer) -> list[Fact]:
    """Return the rules that the proposal breaks and who refuses it."""
    facts = [
        Fact(text("It breaks a rule: ", rule_words(view, b.index), "."), "no")
        for b in answer.broken_rules
    ]
    if answer.refusing and not answer.carries:
        who = view.labels.parties(answer.refusing, limit=8)
        facts.append(Fact(text("As it is, ", who, " would refuse."), "no"))
    return facts


def change_words(view: View, package: Package, repair: Repair) -> Text:
    """Return what is changed: ``Weekly hours: 36 hours → 38 hours``."""
    labels = view.labels
    parts = [
        text(
            labels.issue(trade.issue),
            ": ",
            labels.settled(package, trade.issue),
            " → ",
            labels.settled(repair.package, trade.issue),
        )
        for trade in repair.change.trades
    ]
    return join(parts, "; ") if parts else ("nothing changes",)


def concession_words(view: View, repair: Repair) -> Text:
    """Return who gives up what by a repair, and who gains."""
    labels = view.labels
    given = [
        text(labels.party(p), " gives up ", number(x)) for p, x in repair.concessions.items() if x
    ]
    gained = [
        text(labels.party(p), " ", signed(x))
        for p, x in repair.change.gains.items()
        if x > 0 and not repair.concessions.get(p)
    ]
    words: Text = ("nobody gives up anything",)
    if given:
        words = listed(given, limit=8)
    elif not view.is_mediator:  # what others give up is not for this reader to know
        words = text(labels.parties(view.seen), " gives up nothing")
    if gained:
        words = text(words, "; gains: ", listed(gained, limit=8))
    if repair.refusing:
        words = text(words, "; ", labels.parties(repair.refusing, limit=5), " would still refuse")
    return text(words, ".")


def set_words(found: RepairSet) -> Text:
    """Return how many repairs tie, by which measure."""
    changes = count_of(found.changes, "change")
    ties = "" if found.count == 1 else f"{count_of(found.count, 'package')} tie. "
    if found.measure == "points":
        total = text("least total concession: ", number(found.concession), " points")
        note = "points of different parties are added up here, as if they were worth the same"
    else:
        total = text("least total concession: ", percent(found.concession))
        note = "in parts of what each party's score can vary by, so no points are compared"
    return text(ties, f"{changes}, then ", total, f" ({note}).")


def proof_fact(answer: RepairAnswer) -> Fact | None:
    """Return why fewer changes are not enough."""
    if (answer.changes or 0) < 2 or answer.status is not Status.OPTIMAL:
        return None
    fewer = count_of((answer.changes or 0) - 1, "change")
    if answer.proved_by == "multipliers":
        how = "multipliers in the JSON output prove it"
    else:
        how = "every package with so few changes was searched or ruled out by bounds"
    return Fact((f"No package with {fewer} is enough: {how}.",), "note")


def better_facts(view: View, answer: RepairAnswer, found: MutualGain) -> list[Fact]:
    """Return what would be better for everyone than a package that carries."""
    if found.status is Status.NO_STRICT_GAIN:
        return [Fact(("Efficient: nobody can gain unless somebody loses.",), "yes")]
    if found.best is None:
        return [Fact((f"What would be better was not found: {found.reason}.",), "unknown")]
    labels = view.labels
    gains = []
    for party, part in found.relative.items():
        if part is None:
            gains.append(text(labels.party(party), " 0 (it cannot gain)"))
        else:
            share = text(" (", percent(part), " of what it could gain)")
            gains.append(text(labels.party(party), " ", signed(found.best.gains[party]), share))
    ties = f" {grouped(found.count)} packages tie." if found.count > 1 else ""
    facts = [
        Fact(text("Best mutual improvement: ", listed(gains, limit=8), ".", ties), "note"),
    ]
    if found.nearest is not None and found.nearest.package != found.best.package:
        count = count_of(len(found.nearest.trades), "change")
        some = [text(labels.party(p), " ", signed(x)) for p, x in found.nearest.gains.items()]
        words = text(f"Fewest changes that are better for everyone ({count}): ")
        moves = [
            text(
                labels.issue(t.issue),
                ": ",
                labels.settled(answer.package, t.issue),
                " → ",
                labels.settled(found.nearest.package, t.issue),
            )
            for t in found.nearest.trades
        ]
        facts.append(Fact(text(words, join(moves, "; "), ". ", listed(some, limit=8), "."), "note"))
    elif found.nearest is None:
        facts.append(Fact(("No package is better for every single party.",), "note"))
    return facts


def short_repair(view: View, answer: RepairAnswer) -> Fact | None:
    """Return the smallest repair in one sentence, for a score card."""
    if answer.smallest is None or answer.status is not Status.OPTIMAL or not answer.changes:
        if answer.status in (Status.NO_ZONE, Status.INFEASIBLE):
            return repair_verdict(view, answer)
        return None
    first = answer.smallest.repairs[0]
    count = count_of(answer.changes, "change")
    words = text(f"Smallest repair ({count}): ", change_words(view, answer.package, first), ". ")
    ties = answer.smallest.count - 1
    more = f" ({count_of(ties, 'other package')} {plural(ties, 'does', 'do')} as well.)"
    given = concession_words(view, first)
    return Fact(text(words, _upper(given), more if ties else ""), "note")


def _upper(words: Text) -> Text:
    first = words[0]
    if isinstance(first, str) and first:
        return (first[0].upper() + first[1:], *words[1:])
    return words


def rule_reminder(view: View) -> Text:
    """Return what a package needs to carry."""
    return text("A package carries when ", needed_words(view), ".")
