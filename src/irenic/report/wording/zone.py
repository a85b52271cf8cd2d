"""The zone of agreement, or why there is none, in sentences."""

from __future__ import annotations

from irenic.analyse.results import Status
from irenic.analyse.zone_results import Alone, CoalitionGap, NoZone, ZoneAnswer
from irenic.report.amounts import count_of, grouped, number, percent, plural
from irenic.report.blocks import Fact
from irenic.report.text import Text, join, listed, text
from irenic.report.view import View
from irenic.report.wording.decision import needed_words
from irenic.report.wording.rules import rule_words

__all__ = [
    "alone_facts",
    "conflict_facts",
    "gap_facts",
    "lift_facts",
    "relaxation_words",
    "size_facts",
    "zone_verdict",
]


def zone_verdict(view: View, answer: ZoneAnswer) -> Fact:
    """Return whether there is a zone of agreement, in one sentence."""
    if answer.status is Status.INFEASIBLE:
        return Fact(("The rules contradict each other: no package keeps to all of them.",), "no")
    if answer.status is Status.LIMIT:
        return Fact((f"Not finished: {answer.reason}.",), "unknown")
    if answer.scope != "rule":
        return _own_verdict(view, answer)
    needs = needed_words(view)
    if answer.status is Status.UNKNOWN:
        who = view.labels.parties(answer.unknown, limit=5)
        words = text("Whether there is a zone of agreement is not known: it depends on what ", who)
        return Fact(text(words, " would have without a deal."), "unknown")
    if answer.status is Status.NO_ZONE:
        kept = " that keeps to the rules" if view.case.rules else ""
        words = text(f"There is no zone of agreement: no package{kept} carries")
        if answer.unknown:
            who = view.labels.parties(answer.unknown, limit=5)
            words = text(words, ", whatever ", who, " would have without a deal")
        return Fact(text(words, ". It would when ", needs, "."), "no")
    if answer.size is None:
        return Fact(
            text("There is a zone of agreement: packages that carry when ", needs, "."), "yes"
        )
    of_all = f" of the {grouped(answer.feasible)}" if answer.feasible is not None else ""
    verb = plural(answer.size, "carries", "carry")
    some = f"{grouped(answer.size)}{of_all} possible packages {verb}"
    return Fact(text(f"There is a zone of agreement: {some} (", needs, ")."), "yes")


def _own_verdict(view: View, answer: ZoneAnswer) -> Fact:
    if answer.scope == "none":
        count = "" if answer.feasible is None else f" ({count_of(answer.feasible, 'package')})"
        return Fact((f"The rules leave something to agree on{count}.",), "yes")
    own = view.labels.party(view.analysis.audience.party)
    if answer.status is Status.UNKNOWN:
        return Fact(text("What ", own, " would have without a deal is not recorded."), "unknown")
    if answer.status is Status.NO_ZONE:
        return Fact(text("No package gives ", own, " its no-deal value."), "no")
    count = "Some packages" if answer.size is None else count_of(answer.size, "package")
    verb = plural(answer.size or 2, "gives", "give")
    return Fact(text(f"{count} {verb} ", own, " at least its no-deal value."), "yes")


def size_facts(view: View, answer: ZoneAnswer) -> list[Fact]:
    """Return who limits the zone, and what each party can have in it."""
    facts = []
    size = answer.size
    known = {p: n for p, n in answer.without.items() if n and size is not None and n > size}
    if known and len(answer.without) > 1:
        ranked = sorted(known.items(), key=lambda pair: -pair[1])
        parts = [text(view.labels.party(p), f" {grouped(n)}") for p, n in ranked[:8]]
        words = text("Packages that would carry if one party took anything: ", listed(parts))
        facts.append(Fact(text(words, ". The first limits the zone most."), "note"))
    if answer.most:
        where = "Best score within the zone" if answer.scope == "rule" else "Best possible score"
        parts = [text(view.labels.party(p), " ", number(x)) for p, x in answer.most.items()]
        facts.append(Fact(text(where, ": ", listed(parts, limit=10), "."), "note"))
    return facts


def alone_facts(view: View, why: NoZone) -> list[Fact]:
    """Return how far each no-deal value alone would have to fall."""
    return [_alone(view, one) for one in why.alone]


def _alone(view: View, one: Alone) -> Fact:
    party = view.labels.party(one.party)
    if one.reach is None or one.fall is None:
        words = text("Not by ", party, " alone: even if it took anything, too few of the others ")
        return Fact(text(words, "could be satisfied together."), "no")
    words = text(party, " would have to lower its no-deal value from ", number(one.no_deal))
    words = text(words, " to ", number(one.reach), " (by ", number(one.fall), ")")
    return Fact(text(words, ", all others standing."), "note")


def relaxation_words(view: View, gap: CoalitionGap) -> Text:
    """Return the smallest equal relaxation: who lowers what, and with which package."""
    labels = view.labels
    if gap.part is None:
        return text(labels.parties(gap.coalition, limit=8), ": no equal relaxation is enough.")
    parts = [text(labels.party(p), " to ", number(x)) for p, x in gap.lowered.items()]
    words = text("Smallest equal relaxation: everyone's no-deal value falls by ", percent(gap.part))
    words = text(words, " of what its score can vary by (", listed(parts, limit=8), ")")
    if gap.package is not None:
        words = text(words, "; then this carries: ", labels.package(gap.package, 60))
    return text(words, ".")


def gap_facts(view: View, why: NoZone) -> list[Fact]:
    """Return what the coalitions that would be enough lack, nearest first."""
    if not why.gaps:
        many = f"{grouped(why.coalitions)} coalitions would be enough, too many to compare here."
        return [Fact((many,), "unknown")] if why.coalitions > 1 and not why.impossible else []
    facts = [Fact(relaxation_words(view, why.gaps[0]), "note")]
    labels = view.labels
    for gap in why.gaps if why.coalitions > 1 else ():
        if gap.part is None:
            continue
        lacks = [text(labels.party(p), " lacks ", number(x)) for p, x in gap.short.items() if x]
        words = text(
            "If ", labels.parties(gap.coalition, limit=8), " agreed that would be enough: "
        )
        words = text(words, listed(lacks, limit=8) if lacks else ("nobody lacks anything",))
        facts.append(Fact(text(words, " (", percent(gap.part), " of its range at most)."), "note"))
    if why.coalitions > len(why.gaps):
        facts.append(
            Fact((f"{why.coalitions - len(why.gaps)} further coalitions are not shown.",), "note")
        )
    return facts


def conflict_facts(view: View, why: NoZone) -> list[Fact]:
    """Return whose demands exclude each other, and whose can be met together."""
    labels = view.labels
    facts = []
    for some in why.conflicts:
        if len(some) == 1:
            words = text("No package that keeps to the rules gives ", labels.party(some[0]))
            facts.append(Fact(text(words, " what it demands."), "no"))
        else:
            names = labels.parties(some, limit=8)
            facts.append(Fact(text("These demands exclude each other: ", names, "."), "no"))
    parts = [text(labels.parties(some, limit=8)) for some in why.together if some]
    if parts:
        facts.append(Fact(text("These can be met together: ", join(parts, "; or "), "."), "yes"))
    return facts


def lift_facts(view: View, why: NoZone) -> list[Fact]:
    """Return which rules would have to be lifted."""
    if not view.case.rules:
        return []
    if not why.lifts:
        if why.lifts_complete:
            return [Fact(("Lifting rules does not help, not even all of them.",), "no")]
        return [Fact(("No few rules were found whose lifting is enough.",), "unknown")]
    what = "makes a package possible" if why.impossible else "opens a zone"
    facts = []
    for lift in why.lifts:
        rules = [text(f"rule {k + 1} (", rule_words(view, k), ")") for k in lift.rules]
        words = text(
            f"Lifting this {what}: " if len(rules) == 1 else f"Lifting these together {what}: "
        )
        words = text(words, join(rules, " and "), "; then for example: ")
        facts.append(Fact(text(words, view.labels.package(lift.package, 60), "."), "note"))
    if not why.lifts_complete:
        facts.append(
            Fact(("Other sets of rules may do as well; only small sets were looked at.",), "note")
        )
    return facts
