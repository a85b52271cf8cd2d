"""Claims about a case in which parties divide things, perhaps with options beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from irenic.verify.cards import (
    Card,
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
    numbers,
    record,
    shown,
    text,
    whole,
)
from irenic.verify.meters import maybe
from irenic.verify.methods import COMPARING, DEFINITIONS
from irenic.verify.mixed import mixed_choice
from irenic.verify.pots import Mix, mix_of
from irenic.verify.proofs import proof_counterexamples
from irenic.verify.share_runs import Lines, as_lines, run_claims
from irenic.verify.shares import RULES, Chosen, choose
from irenic.verify.spaces import scale_case
from irenic.verify.survey import survey
from irenic.verify.utility import Yardstick
from irenic.verify.winner import WINNER, winner_counterexamples

__all__ = ["division_claims"]

ZERO = Fraction(0)
#: Reasons for an unlisted frontier that leave the rest of the result to be checked.
ANSWERED = (
    "",
    "infeasible",
    "withheld",
    "shares-among-many",
    "shares-not-among-all",
    "shares-not-concave",
    "too-many-lines",
)


_Way = Lines | Mix | str


def _as_mix(yardstick: Yardstick) -> Mix | str:
    try:
        return mix_of(yardstick)
    except Unchecked as error:
        return str(error)


def division_claims(
    result: Mapping[str, Any], yardstick: Yardstick, reader: str
) -> Iterator[Claim]:
    """Yield the claims on a case with divisible issues."""
    endless = {"total": None, "feasible": None}
    said = differs("packages", dict(record(at(result, "packages"))), endless)
    yield claim("packages are endless where something is divisible", said)
    lines = as_lines(yardstick)
    way: _Way = lines
    if isinstance(lines, str) or yardstick.needed < 2:
        way = _as_mix(yardstick)
    reason = text(at(result, "frontier", "reason"))
    if reason not in ANSWERED:
        way = f"the result gives no answer: {reason}"
    elif reason not in ("", "withheld"):
        yield claim(
            "the reason for not listing the frontier holds", _excuse(reason, yardstick, way)
        )
    if reader == "mediator":
        yield claim("zone of agreement: status and size", _zone(at(result, "zone"), way))
        yield from run_claims(record(at(result, "frontier")), lines, reason)
    if reader in ("mediator", "joint"):
        yield from _solution_claims(result, yardstick, way, withheld=reader == "joint")
    yield from _card_claims(result, yardstick, way, reader)


def _excuse(reason: str, yardstick: Yardstick, way: _Way) -> Iterator[str]:
    """Check why a result does not list the frontier."""
    shared = yardstick.case.share_issues
    everyone = set(yardstick.case.party_ids)
    values = [line for party in yardstick.parties for line in party.lines.values()]
    steps = [[(d - b) / (c - a) for (a, b), (c, d) in pairwise(line)] for line in values]
    if reason == "infeasible":
        known = _known(way)
        nothing = not (known.divisions if isinstance(known, Lines) else known.ways)
        yield from differs("that no package is feasible", True, nothing)
        return
    holds = {
        "shares-among-many": len(everyone) != 2,
        "shares-not-among-all": any(set(issue.among) != everyone for issue in shared),
        "shares-not-concave": any(p < q for step in steps for p, q in pairwise(step)),
    }
    if reason not in holds:
        raise Unchecked(f"this checker does not know the limit behind {reason}")
    yield from differs(reason, True, holds[reason])


def _known(case: _Way) -> Lines | Mix:
    if isinstance(case, str):
        raise Unchecked(case)
    return case


def _zone(zone: object, case: _Way) -> Iterator[str]:
    known = _known(case)
    status, size = text(at(zone, "status")), at(zone, "size")
    if not (known.divisions if isinstance(known, Lines) else known.ways):
        yield from differs("zone.status", status, "infeasible")
        return
    if known.floors is None:
        yield from differs("zone.status", status, "unknown")
        yield from differs("zone.unknown", tuple(at(zone, "unknown")), known.yardstick.unknown)
        return
    empty = not any(known.zone) if isinstance(known, Lines) else known.empty
    yield from differs("zone.status", status, "no-zone" if empty else "optimal")
    yield from differs("zone.size", size, 0 if empty else None)


def _solution_claims(
    result: Mapping[str, Any], yardstick: Yardstick, case: _Way, *, withheld: bool
) -> Iterator[Claim]:
    solutions = [record(s) for s in items(at(result, "solutions"))]
    named = [text(at(s, "method")) for s in solutions]
    yield claim("every method is listed, and only once", _once(named))
    for name, stated in zip(named, solutions, strict=True):
        if name == WINNER:
            yield claim(f"{name}: its division", _winner(stated, yardstick, case, withheld))
        elif name not in RULES:
            yield claim(f"{name}: its choice", _no_choice(name, stated, case))
        else:
            yield claim(f"{name}: its choice", _choice(name, stated, case, withheld))


def _once(named: Sequence[str]) -> Iterator[str]:
    for name in (*DEFINITIONS, *named):
        yield from differs(f"how often {name} is listed", named.count(name), 1)


def _no_choice(name: str, stated: Mapping[str, Any], case: _Way) -> Iterator[str]:
    if name not in DEFINITIONS:
        raise Unchecked("this checker has no such method")
    known = _known(case)
    infeasible = not (known.divisions if isinstance(known, Lines) else known.ways)
    status = "infeasible" if infeasible else "unknown"
    yield from differs("its status, as a method not for shares", at(stated, "status"), status)
    yield from differs("its packages", list(items(at(stated, "packages"))), [])


def _winner(
    stated: Mapping[str, Any], yardstick: Yardstick, case: _Way, withheld: bool
) -> Iterator[str]:
    found = items(at(stated, "packages"))
    known = _known(case)
    if text(at(stated, "status")) == "optimal":
        yield from differs("the number of divisions", (len(found), at(stated, "count")), (1, 1))
        package = yardstick.read_complete(found[0])
        if known.beaten(yardstick.scores(package)):
            yield "another division is better"
    yield from winner_counterexamples(stated, yardstick, withheld=withheld)


def _choice(name: str, stated: Mapping[str, Any], case: _Way, withheld: bool) -> Iterator[str]:
    known = _known(case)
    if isinstance(known, Mix):
        yield from mixed_choice(name, stated, known, withheld)
        return
    true = Chosen("infeasible")
    if known.divisions:
        true = choose(RULES[name], known.divisions, known.floors)
    yield from differs("the status", text(at(stated, "status")), true.status)
    compares = name in COMPARING
    yield from differs("compares_scores", at(stated, "compares_scores"), compares)
    packages = [known.yardstick.read_complete(p) for p in items(at(stated, "packages"))]
    yield from differs("count", whole(at(stated, "count")), len(packages))
    reached = set()
    for package in packages:
        scores = known.yardstick.scores(package)
        reached.add((scores[0], scores[1]))
        if known.yardstick.broken(package.choices):
            yield f"{shown(package.choices)} breaks a rule"
    for scores in reached:
        if not true.is_best(scores):
            yield f"{shown(true.places[:1])} is better than {shown(scores)}"
        if known.beaten(scores):
            yield f"{shown(scores)} is dominated"
        refused = False in known.yardstick.answers(scores)
        if refused and RULES[name].origin != "nothing":
            yield f"{shown(scores)} is refused by a party"
    if lost := set(true.places) - reached:
        yield f"{shown(next(iter(lost)))} is as good, and is not listed"
    if not withheld:
        listed = set(map(numbers, items(at(stated, "utilities"))))
        yield from differs("the utilities", listed, reached)
        yield from differs("the value", numbers(at(stated, "value")), true.value)
        certificate = at(stated, "certificate")
        yield from proof_counterexamples(certificate, true, known.divisions, known.floors)


def _card_claims(
    result: Mapping[str, Any], yardstick: Yardstick, case: _Way, reader: str
) -> Iterator[Claim]:
    for found in named_cards(result, yardstick):
        if isinstance(found, Claim):
            yield found
            continue
        name, card = found
        yield from plain_claims(name, card, yardstick, reader, result)
        yield claim(f"{name}: open issues settled in every way", _ranges(card, yardstick, reader))
        if reader == "mediator":
            yield claim(f"{name}: relative gains", _relative(card, case))
            yield claim(f"{name}: efficient, or improved upon", _improved(card, case))


def _ranges(card: Card, yardstick: Yardstick, reader: str) -> Iterator[str]:
    """Options and shares vary independently, so their ranges add up."""
    scaled = scale_case(yardstick).restricted(card.package.choices)
    found = survey(scaled)
    rows = party_rows(card, yardstick, reader)
    possible = not card.broken and (not card.open_issues or found.feasible > 0)
    yield from differs("feasible", flag(at(card.stated, "feasible")), possible)
    for i, party in enumerate(yardstick.parties):
        if party.id not in rows or not found.low:
            continue
        ends = []
        for pick, bounds in ((min, found.low), (max, found.high)):
            total = scaled.scores(bounds)[i]
            for issue, line in party.lines.items():
                settled = issue in card.package.shares
                total += (
                    party.on_issue(issue, card.package) if settled else pick(y for _, y in line)
                )
            ends.append(total)
        stated = [number(at(rows[party.id], key)) for key in ("low", "high")]
        yield from differs(f"{party.id}: low and high", stated, ends)


def _relative(card: Card, case: _Way) -> Iterator[str]:
    known = _known(case)
    rows = party_rows(card, known.yardstick, "mediator")
    for i, (party, score) in enumerate(zip(known.yardstick.parties, card.scores, strict=True)):
        zone, most = known.ideal(i, in_zone=True), known.ideal(i, in_zone=False)
        floor = party.no_deal
        gain = None if card.open_issues or floor is None else score - floor
        attainable = None if zone is None or floor is None else zone - floor
        everywhere = None if most is None or floor is None else most - floor
        for key, true in (
            ("attainable", attainable),
            ("relative_gain", part(gain, attainable)),
            ("share_of_attainable", part(gain, everywhere)),
        ):
            yield from differs(f"{party.id}: {key}", maybe(at(rows[party.id], key)), true)


def _improved(card: Card, case: _Way) -> Iterator[str]:
    known = _known(case)
    stated, improvement = flag(at(card.stated, "efficient")), at(card.stated, "improvement")
    if card.open_issues or card.broken:
        yield from differs("efficient", stated, None)
        yield from differs("improvement", improvement, None)
        return
    if improvement is not None:
        package = record(improvement)
        yield from improvement_counterexamples(known.yardstick, card.package, package)
    yield from differs("efficient", stated, not known.beaten(card.scores))
    yield from differs("that nothing better is named", improvement is None, stated)
