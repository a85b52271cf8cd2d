"""Claims about score cards that need all packages or the frontier: what is better, or left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from irenic.verify.cards import (
    Card,
    beats,
    improvement_counterexamples,
    named_cards,
    part,
    party_rows,
    plain_claims,
)
from irenic.verify.claims import (
    Claim,
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
    whole,
)
from irenic.verify.frontier import Ground
from irenic.verify.meters import maybe
from irenic.verify.methods import DEFINITIONS, Table
from irenic.verify.question import Rooms
from irenic.verify.survey import Survey, survey

__all__ = ["card_claims"]


def card_claims(
    result: Mapping[str, Any], ground: Ground, table: Table | None, reader: str
) -> Iterator[Claim]:
    """Yield the claims on every score card of a case without divisible issues."""
    for found in named_cards(result, ground.yardstick):
        if isinstance(found, Claim):
            yield found
            continue
        name, card = found
        yield from plain_claims(name, card, ground.yardstick, reader, result)
        yield claim(f"{name}: open issues settled in every way", _completed(card, ground, reader))
        if reader == "mediator":
            yield claim(f"{name}: relative gains", _relative(card, ground, table))
            yield claim(f"{name}: efficient, or improved upon", _efficient(card, ground, table))
            yield claim(f"{name}: places under the methods", _ranks(card, ground, table))


def _completed(card: Card, ground: Ground, reader: str) -> Iterator[str]:
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
    stated = party_rows(card, ground.yardstick, reader)
    for party, least, most in zip(ground.yardstick.parties, low, high, strict=True):
        if party.id in stated:
            row = stated[party.id]
            yield from differs(f"{party.id}: low", number(at(row, "low")), least)
            yield from differs(f"{party.id}: high", number(at(row, "high")), most)
    if reader == "mediator":
        yield from _completions(card, ground, found)


def _completions(card: Card, ground: Ground, found: Survey) -> Iterator[str]:
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


def _relative(card: Card, ground: Ground, table: Table | None) -> Iterator[str]:
    if table is None:
        raise Unchecked(ground.reason or ground.open)
    stated = party_rows(card, ground.yardstick, "mediator")
    for i, (party, score) in enumerate(zip(ground.yardstick.parties, card.scores, strict=True)):
        gain = None if card.open_issues else _minus(score, party.no_deal)
        zone = max((table.scores[k][i] for k in table.zone), default=None)
        best = max((row[i] for row in table.scores), default=None)
        attainable = _minus(zone, party.no_deal)
        row = stated[party.id]
        if table.u and at(row, "reference") is None:
            yield f"{party.id} has no reference, though there are feasible packages"
        for key, true in (
            ("attainable", attainable),
            ("relative_gain", part(gain, attainable)),
            ("share_of_attainable", part(gain, _minus(best, party.no_deal))),
        ):
            yield from differs(f"{party.id}: {key}", maybe(at(row, key)), true)


def _minus(a: Fraction | None, b: Fraction | None) -> Fraction | None:
    return None if a is None or b is None else a - b


def _efficient(card: Card, ground: Ground, table: Table | None) -> Iterator[str]:
    stated, improvement = flag(at(card.stated, "efficient")), at(card.stated, "improvement")
    if card.open_issues or card.broken:
        yield from differs("efficient", stated, None)
        yield from differs("improvement", improvement, None)
        return
    if improvement is not None:
        yield from improvement_counterexamples(ground.yardstick, card.package, record(improvement))
        yield from differs("efficient", stated, False)
        return
    if stated is None and table is None:
        raise Unchecked("the result does not say")
    better = _better(card, ground, table)
    if better is not None and (stated is not False or ground.points is not None):
        yield f"{shown(better)} is better for somebody and worse for nobody"
    yield from differs("efficient", stated, better is None)


def _better(card: Card, ground: Ground, table: Table | None) -> tuple[Fraction, ...] | None:
    """Return better scores, from the efficient points, or by a search where they are unknown."""
    if table is not None:
        return next((row for row in table.scores if beats(row, card.scores)), None)
    vector = ground.scaled.whole(card.scores)
    found = None if vector is None else Rooms(ground.scaled).better_for_somebody(vector)
    return None if found is None else ground.scaled.scores(found)


def _ranks(card: Card, ground: Ground, table: Table | None) -> Iterator[str]:
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
