"""Claims about a case in which two parties divide things, perhaps with options beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
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
from irenic.verify.halving import frontier_by_halves
from irenic.verify.lines import Division, Pair, divide
from irenic.verify.meters import maybe
from irenic.verify.methods import COMPARING, DEFINITIONS
from irenic.verify.proofs import proof_counterexamples
from irenic.verify.shares import RULES, Chosen, choose
from irenic.verify.spaces import scale_case
from irenic.verify.survey import survey
from irenic.verify.utility import Settlement, Yardstick
from irenic.verify.winner import WINNER, winner_counterexamples

__all__ = ["division_claims"]

ZERO = Fraction(0)
#: Reasons for an unlisted frontier that leave the rest of the result to be checked.
ANSWERED = ("", "infeasible", "shares-and-options", "withheld")


@dataclass(frozen=True)
class _Case:
    """A case of two parties, as one set of divisions for each efficient choice of options."""

    yardstick: Yardstick
    divisions: list[Division]
    floors: Pair | None

    def beaten(self, scores: Sequence[Fraction]) -> bool:
        """Return whether some division is better for somebody and worse for nobody."""
        point = scores[0], scores[1]
        return any(division.beats(point) for division in self.divisions)

    @cached_property
    def zone(self) -> list[tuple[Pair, ...]]:
        """Return the frontier of each division, as far as both accept it."""
        return [d.acceptable(self.floors) for d in self.divisions] if self.floors else []

    def ideal(self, party: int, *, in_zone: bool) -> Fraction | None:
        """Return a party's best score, anywhere or among what both accept."""
        parts = self.zone if in_zone else [d.corners for d in self.divisions]
        return max((corner[party] for corners in parts for corner in corners), default=None)


def _prepared(yardstick: Yardstick) -> _Case | str:
    """Return the case as divisions, or why this checker cannot."""
    if yardstick.needed < 2:
        return "what one party may decide alone is no line of divisions"
    scaled = scale_case(yardstick)
    try:
        bases = [scaled.scores(v) for v in frontier_by_halves(scaled)]
        divisions = divide(yardstick, bases)
    except Unchecked as error:
        return str(error)
    a, b = (party.no_deal for party in yardstick.parties)
    return _Case(yardstick, divisions, None if a is None or b is None else (a, b))


def division_claims(
    result: Mapping[str, Any], yardstick: Yardstick, reader: str
) -> Iterator[Claim]:
    """Yield the claims on a case with divisible issues."""
    endless = {"total": None, "feasible": None}
    said = differs("packages", dict(record(at(result, "packages"))), endless)
    yield claim("packages are endless where something is divisible", said)
    case = _prepared(yardstick)
    reason = text(at(result, "frontier", "reason"))
    if reason not in ANSWERED:
        yield claim("the reason for giving no answer holds", _excuse(reason, yardstick))
        case = f"the result gives no answer: {reason}"
    if reader == "mediator":
        yield claim("zone of agreement: status and size", _zone(at(result, "zone"), case))
        yield from _frontier_claims(record(at(result, "frontier")), case)
    if reader in ("mediator", "joint"):
        yield from _solution_claims(result, yardstick, case, withheld=reader == "joint")
    yield from _card_claims(result, yardstick, case, reader)


def _excuse(reason: str, yardstick: Yardstick) -> Iterator[str]:
    """Check why a result says nothing about the shares."""
    shared = yardstick.case.share_issues
    everyone = set(yardstick.case.party_ids)
    lines = [line for party in yardstick.parties for line in party.lines.values()]
    holds = {
        "shares-need-two-parties": len(everyone) != 2,
        "shares-not-among-all": any(set(issue.among) != everyone for issue in shared),
        "shares-not-linear": any(len(line) != 2 for line in lines),
        "shares-unwanted": any(line[-1][1] < line[0][1] for line in lines),
        "shares-need-unanimity": yardstick.needed < 2,
    }
    if reason not in holds:
        raise Unchecked(f"this checker does not know the reason {reason}")
    yield from differs(reason, True, holds[reason])


def _known(case: _Case | str) -> _Case:
    if isinstance(case, str):
        raise Unchecked(case)
    return case


def _zone(zone: object, case: _Case | str) -> Iterator[str]:
    known = _known(case)
    status, size = text(at(zone, "status")), at(zone, "size")
    if not known.divisions:
        yield from differs("zone.status", status, "infeasible")
        return
    if known.floors is None:
        yield from differs("zone.status", status, "unknown")
        yield from differs("zone.unknown", tuple(at(zone, "unknown")), known.yardstick.unknown)
        return
    empty = not any(known.zone)
    yield from differs("zone.status", status, "no-zone" if empty else "optimal")
    yield from differs("zone.size", size, 0 if empty else None)


def _frontier_claims(frontier: Mapping[str, Any], case: _Case | str) -> Iterator[Claim]:
    yield claim("frontier.kind and status fit the case", _kind(frontier, case))
    if frontier.get("kind") == "line":
        yield claim("every corner has the scores of its division", _corners(frontier, case))
        yield claim("no division is better than a corner", _efficient(frontier, case))
        yield claim("the corners are the whole frontier", _whole_line(frontier, case))


def _kind(frontier: Mapping[str, Any], case: _Case | str) -> Iterator[str]:
    known = _known(case)
    kind, status = at(frontier, "kind"), at(frontier, "status")
    lines = len(known.divisions)
    expected = {0: ("none", "infeasible"), 1: ("line", "optimal")}.get(lines, ("none", "unknown"))
    yield from differs("kind and status", (kind, status), expected)
    yield from differs("frontier.packages", at(frontier, "packages"), None)
    if kind == "line":
        yield from differs("size", at(frontier, "size"), len(items(at(frontier, "points"))))


def _points(frontier: Mapping[str, Any], case: _Case) -> list[tuple[Settlement, Pair]]:
    found = []
    for stated in items(at(frontier, "points")):
        package = case.yardstick.read_complete(at(stated, "package"))
        scores = case.yardstick.scores(package)
        found.append((package, (scores[0], scores[1])))
    return found


def _corners(frontier: Mapping[str, Any], case: _Case | str) -> Iterator[str]:
    known = _known(case)
    stated = items(at(frontier, "points"))
    for (package, scores), point in zip(_points(frontier, known), stated, strict=True):
        if known.yardstick.broken(package.choices):
            yield f"{shown(package.choices)} breaks a rule"
        yield from differs("its scores", numbers(at(point, "utilities")), scores)
        inside = known.yardstick.in_zone(scores)
        yield from differs(f"in_zone of {shown(scores)}", flag(at(point, "in_zone")), inside)
        yield from differs(f"the count of {shown(scores)}", whole(at(point, "count")), 1)


def _efficient(frontier: Mapping[str, Any], case: _Case | str) -> Iterator[str]:
    known = _known(case)
    for _, scores in _points(frontier, known):
        if known.beaten(scores):
            yield f"{shown(scores)} is dominated"


def _whole_line(frontier: Mapping[str, Any], case: _Case | str) -> Iterator[str]:
    """The ends are the best of each party, and the middle of each edge is efficient too."""
    known = _known(case)
    points = [scores for _, scores in _points(frontier, known)]
    if not points:
        yield "no corner is listed"
        return
    if any(p[0] >= q[0] or p[1] <= q[1] for p, q in pairwise(points)):
        yield "along the line the first party does not always gain, and the second lose"
    for (a, b), (c, d) in pairwise(points):
        if known.beaten(((a + c) / 2, (b + d) / 2)):
            yield f"between {shown((a, b))} and {shown((c, d))} lies something better"
    for party, end in ((1, points[0]), (0, points[-1])):
        yield from differs("the best end", end[party], known.ideal(party, in_zone=False))


def _solution_claims(
    result: Mapping[str, Any], yardstick: Yardstick, case: _Case | str, *, withheld: bool
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


def _no_choice(name: str, stated: Mapping[str, Any], case: _Case | str) -> Iterator[str]:
    if name not in DEFINITIONS:
        raise Unchecked("this checker has no such method")
    infeasible = isinstance(case, _Case) and not case.divisions
    status = "infeasible" if infeasible else "unknown"
    yield from differs("its status, as a method not for shares", at(stated, "status"), status)
    yield from differs("its packages", list(items(at(stated, "packages"))), [])


def _winner(
    stated: Mapping[str, Any], yardstick: Yardstick, case: _Case | str, withheld: bool
) -> Iterator[str]:
    known = _known(case)
    found = items(at(stated, "packages"))
    if yardstick.case.share_issues and text(at(stated, "status")) == "optimal":
        yield from differs("the number of divisions", (len(found), at(stated, "count")), (1, 1))
        package = yardstick.read_complete(found[0])
        if known.beaten(yardstick.scores(package)):
            yield "another division is better"
    yield from winner_counterexamples(stated, yardstick, withheld=withheld)


def _choice(
    name: str, stated: Mapping[str, Any], case: _Case | str, withheld: bool
) -> Iterator[str]:
    known = _known(case)
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
    result: Mapping[str, Any], yardstick: Yardstick, case: _Case | str, reader: str
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


def _relative(card: Card, case: _Case | str) -> Iterator[str]:
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


def _improved(card: Card, case: _Case | str) -> Iterator[str]:
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
