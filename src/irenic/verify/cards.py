"""Claims about score cards that need nothing but the case: scores, answers, costs, meters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from irenic.model import Case, Quantity
from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    flag,
    items,
    number,
    record,
    shown,
    text,
    texts,
    whole,
)
from irenic.verify.conflict import Board
from irenic.verify.guarantees import order_counterexamples
from irenic.verify.meters import Measured, comprehensive, just, maybe, sustainable
from irenic.verify.replies import Judge
from irenic.verify.rules import meets
from irenic.verify.settlements import settlement_errors
from irenic.verify.utility import Party, Settlement, Yardstick

__all__ = [
    "Card",
    "beats",
    "improvement_counterexamples",
    "named_cards",
    "part",
    "party_rows",
    "plain_claims",
    "stands_for",
]

ZERO = Fraction(0)
#: Of a proposal in a larger conflict a score card may say nothing.
FEW_STATES = 1_000


@dataclass(frozen=True)
class Card:
    """A score card, its package read and scored anew."""

    stated: Mapping[str, Any]
    package: Settlement
    scores: tuple[Fraction, ...]
    open_issues: tuple[str, ...]
    broken: tuple[int, ...]


def named_cards(
    result: Mapping[str, Any], yardstick: Yardstick
) -> Iterator[tuple[str, Card] | Claim]:
    """Yield every score card with its name, and claims where that is not possible."""
    cards = [record(c) for c in items(at(result, "proposals"))]
    proposals = [text(at(c, "id")) for c in cards if flag(at(c, "is_proposal"))]
    expected = [p.id for p in yardstick.case.proposals]
    yield claim("every proposal has one score card", differs("the list", proposals, expected))
    for stated in cards:
        name = f"proposal {text(at(stated, 'id'))}"
        if flag(at(stated, "is_proposal")) is not True:
            name = f"package of {text(at(stated, 'id'))}"
        try:
            yield name, _read(stated, yardstick)
        except Malformed as error:
            yield Claim(f"{name}: its package", "refuted", str(error))


def plain_claims(
    name: str, card: Card, yardstick: Yardstick, reader: str, result: Mapping[str, Any]
) -> Iterator[Claim]:
    """Yield the claims on a card that follow from the case alone.

    ``reader`` is ``mediator``, ``joint`` or ``party:ID``; whoever is not the mediator gets
    cards on which most of what they say is left out, so only the rest is checked.
    """
    yield claim(f"{name}: package, open issues, rules", _package(card, yardstick))
    yield claim(f"{name}: scores", _scores(card, yardstick, reader))
    yield claim(f"{name}: who accepts, and whether it carries", _answers(card, yardstick, reader))
    if reader == "mediator":
        yield claim(f"{name}: what each issue costs", _costs(card, yardstick))
        yield claim(f"{name}: comprehensive", _comprehensive(card, yardstick))
        yield claim(f"{name}: just", _just(card, yardstick))
        yield claim(f"{name}: sustainable", _sustainable(card, yardstick))
        yield claim(f"{name}: signed, kept, broken", _settled(card, yardstick.case))
        yield claim(f"{name}: carried out", _performed(card, yardstick.case))
        yield claim(f"{name}: chosen by", _chosen_by(card, yardstick, result))


def _read(stated: Mapping[str, Any], yardstick: Yardstick) -> Card:
    package = yardstick.read(at(stated, "package"))
    settled = {*package.choices, *package.shares}
    return Card(
        stated,
        package,
        yardstick.scores(package),
        tuple(i.id for i in yardstick.case.issues if i.id not in settled),
        yardstick.broken(package.choices),
    )


def stands_for(value: object) -> Quantity | None:
    """Return a number, or a range written as a list of its ends, or ``None``."""
    if value is None or isinstance(value, str):
        return None if value is None else Quantity.exactly(number(value))
    ends = [number(v) for v in items(value)]
    if len(ends) != 2 or ends[0] > ends[1]:
        raise Malformed(f"{shown(value)} is no range")
    return Quantity(ends[0], ends[1])


def _package(card: Card, yardstick: Yardstick) -> Iterator[str]:
    case = yardstick.case
    if flag(at(card.stated, "is_proposal")):
        proposals = {p.id: p for p in case.proposals}
        proposal = proposals.get(text(at(card.stated, "id")))
        if proposal is None:
            yield "the case has no such proposal"
        else:
            yield from differs("the package", dict(card.package.choices), dict(proposal.choices))
            shares = {issue: dict(held) for issue, held in proposal.shares.items()}
            yield from differs("the shares", dict(card.package.shares), shares)
    stated = set(texts(at(card.stated, "open_issues")))
    yield from differs("open_issues", stated, set(card.open_issues))
    rules = [whole(at(rule, "index")) for rule in items(at(card.stated, "broken_rules"))]
    yield from differs("broken_rules", rules, list(card.broken))


def party_rows(card: Card, yardstick: Yardstick, reader: str) -> dict[str, Mapping[str, Any]]:
    """Return what the card says of each party that its reader may see."""
    scores = {text(at(s, "party")): record(s) for s in items(at(card.stated, "scores"))}
    wanted = [p.id for p in yardstick.parties]
    if reader != "mediator":
        wanted = [p for p in wanted if reader == f"party:{p}"]
    if list(scores) != wanted:
        raise Malformed(f"scores are given for {shown(list(scores))}, not for {shown(wanted)}")
    return scores


def _scores(card: Card, yardstick: Yardstick, reader: str) -> Iterator[str]:
    stated = party_rows(card, yardstick, reader)
    for party, score in zip(yardstick.parties, card.scores, strict=True):
        if party.id not in stated:
            continue
        row = stated[party.id]
        preference = yardstick.case.preferences.get(party.id)
        no_deal = None if preference is None else preference.no_deal
        yield from differs(f"{party.id}: no_deal", stands_for(at(row, "no_deal")), no_deal)
        gain = None if party.no_deal is None else score - party.no_deal
        if card.open_issues:
            score_, gain = None, None
        else:
            score_ = score
            yield from differs(f"{party.id}: low", number(at(row, "low")), score)
            yield from differs(f"{party.id}: high", number(at(row, "high")), score)
        yield from differs(f"{party.id}: score", maybe(at(row, "score")), score_)
        yield from differs(f"{party.id}: gain", maybe(at(row, "gain")), gain)
        choices = card.package.choices
        backers = next(p.backers for p in yardstick.case.parties if p.id == party.id)
        leaving = [b.id for b in backers if b.leaves_if and meets(choices, b.leaves_if)]
        said = list(texts(at(row, "backers_leaving")))
        yield from differs(f"{party.id}: backers_leaving", said, leaving)


def _range_answer(row: Mapping[str, Any], party: Party) -> bool | None:
    """Return a party's answer to all settlements of the open issues, as far as they agree."""
    low, high = number(at(row, "low")), number(at(row, "high"))
    answers = {party.accepts(low), party.accepts(high)}
    return answers.pop() if len(answers) == 1 else None


def _answers(card: Card, yardstick: Yardstick, reader: str) -> Iterator[str]:
    stated = party_rows(card, yardstick, reader)
    true = yardstick.answers(card.scores)
    if card.open_issues:
        true = tuple(
            _range_answer(stated[p.id], p) if p.id in stated else None for p in yardstick.parties
        )
    named = dict(zip([p.id for p in yardstick.parties], true, strict=True))
    for party, row in stated.items():
        yield from differs(f"{party}: accepts", flag(at(row, "accepts")), named[party])
    for key, wanted in (("accepting", True), ("refusing", False), ("undecided", None)):
        parties = [p for p in stated if named[p] is wanted]
        yield from differs(key, list(texts(at(card.stated, key))), parties)
    vetoes = [p for p in yardstick.case.decision.must if p in stated and named[p] is False]
    yield from differs("missing_vetoes", list(texts(at(card.stated, "missing_vetoes"))), vetoes)
    if reader == "mediator" and not card.open_issues:
        carried = False if card.broken else yardstick.carries(true)
        yield from differs("carries", flag(at(card.stated, "carries")), carried)


def _costs(card: Card, yardstick: Yardstick) -> Iterator[str]:
    stated = party_rows(card, yardstick, "mediator")
    for party in yardstick.parties:
        row = stated[party.id]
        costs = [record(c) for c in items(at(row, "costs"))]
        listed = {text(at(c, "issue")): c for c in costs}
        if at(row, "reference") is None:
            yield from differs(f"{party.id}: costs without a reference", len(costs), 0)
            continue
        reference = yardstick.read_complete(at(row, "reference"))
        if yardstick.broken(reference.choices):
            yield f"{party.id}: the reference {shown(reference.choices)} breaks a rule"
        true = {
            issue: loss
            for issue in (*card.package.choices, *card.package.shares)
            if (loss := party.on_issue(issue, reference) - party.on_issue(issue, card.package)) > 0
        }
        losses = {issue: number(at(c, "loss")) for issue, c in listed.items()}
        yield from differs(f"{party.id}: costs", losses, true)
        for issue, cost in listed.items():
            if issue not in card.package.choices:
                continue
            there, here = reference.choices[issue], card.package.choices[issue]
            yield from differs(f"{party.id}: {issue}", at(cost, "better_option"), there)
            yield from differs(f"{party.id}: {issue}", at(cost, "option"), here)
        lost = party.on_terms(reference) - party.on_terms(card.package)
        yield from differs(f"{party.id}: term_loss", number(at(row, "term_loss")), lost)


def beats(a: Sequence[Fraction], b: Sequence[Fraction]) -> bool:
    """Return whether ``a`` is better for somebody and worse for nobody."""
    return tuple(a) != tuple(b) and all(x >= y for x, y in zip(a, b, strict=True))


def improvement_counterexamples(
    yardstick: Yardstick, package: Settlement, stated: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what is wrong with a package that is said to dominate another."""
    other = yardstick.read_complete(at(stated, "package"))
    name = shown({**other.choices, **other.shares})
    if yardstick.broken(other.choices):
        yield f"the improvement {name} breaks a rule"
    old, new = yardstick.scores(package), yardstick.scores(other)
    if not beats(new, old):
        yield f"the improvement {name} gives {shown(new)}, which does not dominate {shown(old)}"
    said = [number(x) for x in items(at(stated, "utilities"))]
    yield from differs("its utilities", said, list(new))
    gains = {p: number(x) for p, x in record(at(stated, "gains")).items()}
    parties = [p.id for p in yardstick.parties]
    true = {p: b - a for p, a, b in zip(parties, old, new, strict=True)}
    yield from differs("its gains", gains, true)
    changed = [i for i, option in other.choices.items() if package.choices.get(i) != option]
    changed += [i for i, held in other.shares.items() if package.shares.get(i) != held]
    terms = {p: number(x) for p, x in record(at(stated, "term_changes")).items()}
    added = {p.id: p.on_terms(other) - p.on_terms(package) for p in yardstick.parties}
    yield from differs("term_changes", terms, {p: x for p, x in added.items() if x})
    trades = {text(at(t, "issue")): record(t) for t in items(at(stated, "trades"))}
    yield from differs("the issues traded", set(trades), set(changed))
    for issue, trade in trades.items():
        for key, side in (("from_option", package), ("to_option", other)):
            if issue in side.choices:
                yield from differs(f"{key} of {issue}", at(trade, key), side.choices[issue])
        changes = {p: number(x) for p, x in record(at(trade, "changes")).items()}
        for party in yardstick.parties:
            change = party.on_issue(issue, other) - party.on_issue(issue, package)
            yield from differs(f"{issue} for {party.id}", changes.get(party.id, ZERO), change)


def part(gain: Fraction | None, attainable: Fraction | None) -> Fraction | None:
    """Return a gain relative to what is attainable; ``None`` when there is nothing."""
    if gain is None or attainable is None or attainable <= 0:
        return None
    return gain / attainable


def _measured(card: Card, yardstick: Yardstick) -> Measured:
    rows = party_rows(card, yardstick, "mediator")
    return Measured(yardstick, card.package, card.open_issues, rows)


def _comprehensive(card: Card, yardstick: Yardstick) -> Iterator[str]:
    yield from comprehensive(at(card.stated, "comprehensive"), _measured(card, yardstick))


def _just(card: Card, yardstick: Yardstick) -> Iterator[str]:
    yield from just(at(card.stated, "just"), card.stated, _measured(card, yardstick))


def _performed(card: Card, case: Case) -> Iterator[str]:
    """Yield what is wrong with what the agreement of the case says of a proposal."""
    stated = record(at(card.stated, "sustainable")).get("agreement")
    if flag(at(card.stated, "is_proposal")) is not True:
        yield from differs("what the agreement says", stated, None)
        return
    yield from order_counterexamples(stated, case, card.package.choices)


def _settled(card: Card, case: Case) -> Iterator[str]:
    """Yield what is wrong with what the conflict of the case says of a proposal."""
    stated = record(at(card.stated, "sustainable")).get("stability")
    links = case.conflict.settlements if case.conflict else ()
    proposal = text(at(card.stated, "id")) if flag(at(card.stated, "is_proposal")) else None
    link = next((x for x in links if x.proposal == proposal), None)
    if case.conflict is None or link is None:
        yield from differs("what the conflict says", stated, None)
        return
    board = Board(case.conflict)
    if stated is None:
        if board.size <= FEW_STATES:
            yield "nothing is said, though the conflict knows this proposal"
        raise Unchecked("nothing is said of a conflict of this size")
    yield from settlement_errors(stated, link, Judge.of(board))


def _sustainable(card: Card, yardstick: Yardstick) -> Iterator[str]:
    yield from sustainable(at(card.stated, "sustainable"), _measured(card, yardstick))


def _chosen_by(card: Card, yardstick: Yardstick, result: Mapping[str, Any]) -> Iterator[str]:
    for name in texts(at(card.stated, "chosen_by")):
        chosen = [
            yardstick.read(package)
            for solution in items(at(result, "solutions"))
            if at(solution, "method") == name
            for package in items(at(solution, "packages"))
        ]
        if card.package not in chosen:
            yield f"{name} did not choose it"
