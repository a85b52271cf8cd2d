"""Who must accept, who does, what carries: in sentences."""

from __future__ import annotations

from irenic.analyse.results import PartyScore, ScoreCard
from irenic.report.amounts import count_of, number, quantity, signed
from irenic.report.blocks import Fact
from irenic.report.text import Text, join, listed, text
from irenic.report.view import View
from irenic.report.wording.rules import rule_words

__all__ = ["needed_words", "refusal", "verdict"]


def needed_words(view: View) -> Text:
    """Return what a package needs to carry: ``everyone accepts``."""
    zone, count = view.analysis.zone, len(view.case.parties)
    must = zone.must if view.is_mediator else view.case.decision.must
    if zone.needed >= count:
        return ("everyone accepts",) if count > 1 else ("the party accepts",)
    words: Text = (f"at least {zone.needed} of the {count} parties accept",)
    if must:
        words = text(words, ", ", view.labels.parties(must), " among them")
    return words


def verdict(view: View, card: ScoreCard) -> Fact:
    """Return whether a package carries, and because of whom."""
    labels = view.labels
    if card.broken_rules:
        broken = [rule_words(view, b.index) for b in card.broken_rules]
        return Fact(text("Ruled out. It breaks a rule: ", join(broken, "; "), "."), "no")
    if not view.is_mediator:
        return _own_verdict(view, card)
    if card.open_issues and card.completions is not None:
        return _open_verdict(card)
    refusing = labels.parties(card.refusing, limit=5)
    if card.carries is True:
        if card.refusing:
            return Fact(
                text("Carries, although ", refusing, " would refuse: ", needed_words(view), "."),
                "yes",
            )
        return Fact(("Carries: everyone gets at least its no-deal value.",), "yes")
    if card.carries is False:
        return Fact(text("Does not carry: ", refusing, " would refuse."), "no")
    unknown = labels.parties(card.undecided, limit=5)
    return Fact(text("Not known: what ", unknown, " would do is open."), "unknown")


def _own_verdict(view: View, card: ScoreCard) -> Fact:
    if not card.scores:
        if card.feasible:
            return Fact(("Keeps to every rule.",), "yes")
        return Fact(("No way of settling what is open keeps to the rules.",), "no")
    own = card.scores[0]
    name = view.labels.party(own.party)
    if own.accepts is None:
        return Fact(text("Whether ", name, " would accept is not known."), "unknown")
    if own.accepts:
        return Fact(text(name, " would get at least its no-deal value."), "yes")
    return Fact(text(name, " would get less than its no-deal value."), "no")


def _open_verdict(card: ScoreCard) -> Fact:
    filled = card.completions
    opened = count_of(len(card.open_issues), "issue")
    if filled is None or filled.feasible is None or filled.carrying is None:
        words = f"Leaves {opened} open; how many ways of settling them carry is not known."
        return Fact((words,), "unknown")
    if filled.feasible == 0:
        return Fact(
            (f"Leaves {opened} open, and no way of settling them keeps to the rules.",), "no"
        )
    ways = count_of(filled.feasible, "way")
    if filled.carrying == 0:
        return Fact((f"Leaves {opened} open; none of the {ways} to settle them carries.",), "no")
    if filled.carrying == filled.feasible:
        return Fact((f"Leaves {opened} open; each of the {ways} to settle them carries.",), "yes")
    some = f"{filled.carrying:,} of the {ways} to settle them"
    carry = "carries" if filled.carrying == 1 else "carry"
    return Fact((f"Leaves {opened} open; {some} {carry}.",), "unknown")


def refusal(view: View, card: ScoreCard, score: PartyScore) -> Text:
    """Return why a party refuses: score, no-deal value, the issues that cost it most."""
    labels = view.labels
    if score.score is not None:
        words = text(labels.party(score.party), " gets ", number(score.score))
    else:
        words = text(labels.party(score.party), " gets at most ", number(score.high))
    if score.no_deal is not None:
        words = text(words, "; without a deal it has ", quantity(score.no_deal))
        if not score.no_deal.is_certain:
            words = text(words, " (the middle, ", number(score.no_deal.midpoint), ", was used)")
    costs = [
        text(
            labels.issue(cost.issue),
            " (",
            labels.settled(card.package, cost.issue),
            " instead of ",
            labels.settled(score.reference, cost.issue) if score.reference else "another",
            ": ",
            signed(-cost.loss),
            ")",
        )
        for cost in score.costs[:3]
    ]
    if costs:
        words = text(words, ". Against its best package, what costs it most is ", listed(costs))
    if score.term_loss > 0:
        words = text(
            words, ". A further ", number(score.term_loss), " belong to options taken together"
        )
    return text(words, ".")
