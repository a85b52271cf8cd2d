"""Claims about score cards: what a package gives each party, and what would be better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from irenic.model import Quantity
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
from irenic.verify.frontier import Ground
from irenic.verify.meters import Measured, comprehensive, just, maybe, sustainable
from irenic.verify.methods import DEFINITIONS, Table
from irenic.verify.survey import Survey, survey
from irenic.verify.utility import Party, Settlement, Yardstick, meets

__all__ = ["card_claims", "improvement_counterexamples", "stands_for"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class _Card:
    """A score card, its package read and scored anew."""

    stated: Mapping[str, Any]
    package: Settlement
    scores: tuple[Fraction, ...]
    open_issues: tuple[str, ...]
    broken: tuple[int, ...]


def card_claims(
    result: Mapping[str, Any], ground: Ground, table: Table | None, reader: str
) -> Iterator[Claim]:
    """Yield the claims on every score card.

    ``reader`` is ``mediator``, ``joint`` or ``party:ID``; whoever is not the mediator gets
    cards on which most of what they say is left out, so only the rest is checked.
    """
    cards = [record(c) for c in items(at(result, "proposals"))]
    proposals = [text(at(c, "id")) for c in cards if flag(at(c, "is_proposal"))]
    expected = [p.id for p in ground.yardstick.case.proposals]
    yield claim("every proposal has one score card", differs("the list", proposals, expected))
    for stated in cards:
        name = f"proposal {text(at(stated, 'id'))}"
        if flag(at(stated, "is_proposal")) is not True:
            name = f"package of {text(at(stated, 'id'))}"
        try:
            card = _read(stated, ground.yardstick)
        except Malformed as error:
            yield Claim(f"{name}: its package", "refuted", str(error))
            continue
        yield claim(f"{name}: package, open issues, rules", _package(card, ground))
        yield claim(f"{name}: scores", _scores(card, ground, reader))
        yield claim(f"{name}: who accepts, and whether it carries", _answers(card, ground, reader))
        yield claim(f"{name}: open issues settled in every way", _completed(card, ground, reader))
        if reader != "mediator":
            continue
        yield claim(f"{name}: relative gains", _relative(card, ground, table))
        yield claim(f"{name}: what each issue costs", _costs(card, ground, table))
        yield claim(f"{name}: efficient, or improved upon", _efficient(card, ground, table))
        yield claim(f"{name}: comprehensive", _comprehensive(card, ground))
        yield claim(f"{name}: just", _just(card, ground))
        yield claim(f"{name}: sustainable", _sustainable(card, ground))
        yield claim(f"{name}: places under the methods", _ranks(card, ground, table))
        yield claim(f"{name}: chosen by", _chosen_by(card, result))


def _read(stated: Mapping[str, Any], yardstick: Yardstick) -> _Card:
    package = yardstick.read(at(stated, "package"))
    settled = {*package.choices, *package.shares}
    return _Card(
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


def _package(card: _Card, ground: Ground) -> Iterator[str]:
    case = ground.yardstick.case
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


def _party_scores(card: _Card, ground: Ground, reader: str) -> dict[str, Mapping[str, Any]]:
    scores = {text(at(s, "party")): record(s) for s in items(at(card.stated, "scores"))}
    wanted = [p.id for p in ground.yardstick.parties]
    if reader != "mediator":
        wanted = [p for p in wanted if reader == f"party:{p}"]
    if list(scores) != wanted:
        raise Malformed(f"scores are given for {shown(list(scores))}, not for {shown(wanted)}")
    return scores


def _scores(card: _Card, ground: Ground, reader: str) -> Iterator[str]:
    stated = _party_scores(card, ground, reader)
    for party, score in zip(ground.yardstick.parties, card.scores, strict=True):
        if party.id not in stated:
            continue
        row = stated[party.id]
        preference = ground.yardstick.case.preferences.get(party.id)
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
        backers = next(p.backers for p in ground.yardstick.case.parties if p.id == party.id)
        leaving = [b.id for b in backers if b.leaves_if and meets(choices, b.leaves_if)]
        said = list(texts(at(row, "backers_leaving")))
        yield from differs(f"{party.id}: backers_leaving", said, leaving)


def _range_answer(row: Mapping[str, Any], party: Party) -> bool | None:
    """Return a party's answer to all settlements of the open issues, as far as they agree."""
    low, high = number(at(row, "low")), number(at(row, "high"))
    answers = {party.accepts(low), party.accepts(high)}
    return answers.pop() if len(answers) == 1 else None


def _answers(card: _Card, ground: Ground, reader: str) -> Iterator[str]:
    yardstick = ground.yardstick
    stated = _party_scores(card, ground, reader)
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


def _completed(card: _Card, ground: Ground, reader: str) -> Iterator[str]:
    """Look at every feasible way to settle the open issues."""
    feasible = flag(at(card.stated, "feasible"))
    if not card.open_issues:
        yield from differs("feasible", feasible, not card.broken)
        if reader == "mediator":
            yield from differs("completions", at(card.stated, "completions"), None)
        return
    found = survey(ground.scaled.restricted(card.package.choices))
    yield from differs("feasible", feasible, found.feasible > 0)
    low = ground.scaled.scores(found.low) if found.low else card.scores
    high = ground.scaled.scores(found.high) if found.high else card.scores
    stated = _party_scores(card, ground, reader)
    for party, least, most in zip(ground.yardstick.parties, low, high, strict=True):
        if party.id in stated:
            row = stated[party.id]
            yield from differs(f"{party.id}: low", number(at(row, "low")), least)
            yield from differs(f"{party.id}: high", number(at(row, "high")), most)
    if reader == "mediator":
        yield from _completions(card, ground, found)


def _completions(card: _Card, ground: Ground, found: Survey) -> Iterator[str]:
    stated = record(at(card.stated, "completions"))
    known = found.certain == found.possible
    yield from differs("completions.feasible", whole(at(stated, "feasible")), found.feasible)
    carrying = found.certain if known else None
    yield from differs("completions.carrying", at(stated, "carrying"), carrying)
    carried: bool | None = None
    if found.possible == 0:
        carried = False
    elif known and found.certain == found.feasible:
        carried = True
    yield from differs("carries", flag(at(card.stated, "carries")), carried)
    example = at(stated, "example")
    if example is None:
        if found.certain:
            yield "a completion carries, but none is given as example"
        return
    package = ground.yardstick.read_complete(example)
    if not set(card.package.choices.items()) <= set(package.choices.items()):
        yield f"the example {shown(package.choices)} changes what is settled"
    if ground.yardstick.broken(package.choices):
        yield f"the example {shown(package.choices)} breaks a rule"
    if not ground.yardstick.in_zone(ground.yardstick.scores(package)):
        yield f"the example {shown(package.choices)} does not carry"


def _relative(card: _Card, ground: Ground, table: Table | None) -> Iterator[str]:
    if table is None:
        raise Unchecked(ground.reason or ground.open)
    stated = _party_scores(card, ground, "mediator")
    for i, (party, score) in enumerate(zip(ground.yardstick.parties, card.scores, strict=True)):
        gain = None if card.open_issues else _minus(score, party.no_deal)
        zone = max((table.scores[k][i] for k in table.zone), default=None)
        best = max((row[i] for row in table.scores), default=None)
        attainable = _minus(zone, party.no_deal)
        row = stated[party.id]
        for key, true in (
            ("attainable", attainable),
            ("relative_gain", _part(gain, attainable)),
            ("share_of_attainable", _part(gain, _minus(best, party.no_deal))),
        ):
            yield from differs(f"{party.id}: {key}", maybe(at(row, key)), true)


def _minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def _part(gain: Fraction | None, whole_gain: Fraction | None) -> Fraction | None:
    if gain is None or whole_gain is None or whole_gain <= 0:
        return None
    return gain / whole_gain


def _costs(card: _Card, ground: Ground, table: Table | None) -> Iterator[str]:
    stated = _party_scores(card, ground, "mediator")
    for party in ground.yardstick.parties:
        row = stated[party.id]
        costs = [record(c) for c in items(at(row, "costs"))]
        listed = {text(at(c, "issue")): c for c in costs}
        if at(row, "reference") is None:
            yield from differs(f"{party.id}: costs without a reference", len(costs), 0)
            if table is not None and table.u:
                yield f"{party.id} has no reference, though there are feasible packages"
            continue
        reference = ground.yardstick.read_complete(at(row, "reference"))
        if ground.yardstick.broken(reference.choices):
            yield f"{party.id}: the reference {shown(reference.choices)} breaks a rule"
        true = {
            issue: loss
            for issue in card.package.choices
            if (loss := party.on_issue(issue, reference) - party.on_issue(issue, card.package)) > 0
        }
        losses = {issue: number(at(c, "loss")) for issue, c in listed.items()}
        yield from differs(f"{party.id}: costs", losses, true)
        for issue, cost in listed.items():
            there, here = reference.choices[issue], card.package.choices[issue]
            yield from differs(f"{party.id}: {issue}", at(cost, "better_option"), there)
            yield from differs(f"{party.id}: {issue}", at(cost, "option"), here)
        lost = party.on_terms(reference) - party.on_terms(card.package)
        yield from differs(f"{party.id}: term_loss", number(at(row, "term_loss")), lost)


def _efficient(card: _Card, ground: Ground, table: Table | None) -> Iterator[str]:
    stated, improvement = flag(at(card.stated, "efficient")), at(card.stated, "improvement")
    if card.open_issues or card.broken:
        yield from differs("efficient", stated, None)
        yield from differs("improvement", improvement, None)
        return
    if improvement is not None:
        yield from improvement_counterexamples(ground.yardstick, card.package, record(improvement))
        yield from differs("efficient", stated, False)
        return
    if table is None:
        raise Unchecked(ground.reason or ground.open)
    better = next((row for row in table.scores if _beats(row, card.scores)), None)
    if better is not None:
        yield f"{shown(better)} is better for somebody and worse for nobody"
    yield from differs("efficient", stated, True)


def _beats(a: Sequence[Fraction], b: Sequence[Fraction]) -> bool:
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
    if not _beats(new, old):
        yield f"the improvement {name} gives {shown(new)}, which does not dominate {shown(old)}"
    said = [number(x) for x in items(at(stated, "utilities"))]
    yield from differs("its utilities", said, list(new))
    gains = {p: number(x) for p, x in record(at(stated, "gains")).items()}
    parties = [p.id for p in yardstick.parties]
    true = {p: b - a for p, a, b in zip(parties, old, new, strict=True)}
    yield from differs("its gains", gains, true)
    changed = [i for i, option in other.choices.items() if package.choices.get(i) != option]
    changed += [i for i, held in other.shares.items() if package.shares.get(i) != held]
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


def _measured(card: _Card, ground: Ground) -> Measured:
    rows = _party_scores(card, ground, "mediator")
    return Measured(ground.yardstick, card.package, card.open_issues, rows)


def _comprehensive(card: _Card, ground: Ground) -> Iterator[str]:
    yield from comprehensive(at(card.stated, "comprehensive"), _measured(card, ground))


def _just(card: _Card, ground: Ground) -> Iterator[str]:
    yield from just(at(card.stated, "just"), card.stated, _measured(card, ground))


def _sustainable(card: _Card, ground: Ground) -> Iterator[str]:
    yield from sustainable(at(card.stated, "sustainable"), _measured(card, ground))


def _ranks(card: _Card, ground: Ground, table: Table | None) -> Iterator[str]:
    if table is None:
        raise Unchecked(ground.reason or ground.open)
    own = tuple(int(x * table.unit) for x in card.scores)
    for rank in items(at(card.stated, "just", "ranks")):
        method = text(at(rank, "method"))
        if card.open_issues:
            yield f"{method}: a package with open issues has no place"
        if method not in DEFINITIONS:
            continue
        choice = DEFINITIONS[method][1](table)
        key = choice.key(own)
        place = 1 + sum(choice.key(table.u[k]) > key for k in choice.rows)
        yield from differs(f"{method}: place", whole(at(rank, "place")), place)
        yield from differs(f"{method}: of", whole(at(rank, "of")), len(choice.rows))


def _chosen_by(card: _Card, result: Mapping[str, Any]) -> Iterator[str]:
    for name in texts(at(card.stated, "chosen_by")):
        chosen = [
            dict(record(package))
            for solution in items(at(result, "solutions"))
            if at(solution, "method") == name
            for package in items(at(solution, "packages"))
        ]
        if dict(card.package.choices) not in chosen and not card.package.shares:
            yield f"{name} did not choose it"
