"""Claims about what a method chose where no frontier is listed: by a search of the checker's own.

The result names packages, a bound and multipliers.  The packages are scored anew, the bound is
derived anew from the multipliers, and a search looks for a better package and for ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from irenic.verify.answers import LISTED, Answer, read_answer
from irenic.verify.claims import (
    Claim,
    Malformed,
    Unchecked,
    at,
    claim,
    differs,
    items,
    number,
    numbers,
    shown,
    text,
    whole,
)
from irenic.verify.frontier import Ground
from irenic.verify.measures import Measure
from irenic.verify.question import COMPARING, EVERYWHERE, KINDS, Question, Rooms, undominated_of
from irenic.verify.spaces import Vector

__all__ = ["assumption", "bound_claim", "direct_claims", "stopped_claims"]

ANSWERED = ("optimal", "no-strict-gain", "limit-reached")


def assumption(name: str, stated: Mapping[str, Any]) -> Iterator[str]:
    """Compare what a result says of comparing scores with what the method does."""
    compares = name in COMPARING
    yield from differs("compares_scores", at(stated, "compares_scores"), compares)


def direct_claims(
    name: str, stated: Mapping[str, Any], ground: Ground, rooms: Rooms
) -> Iterator[Claim]:
    """Yield the claims on a solution that was found without the frontier."""
    status = text(at(stated, "status"))
    if name not in KINDS:
        yield Claim(f"{name}: its choice", "not checked", "it needs the frontier")
        return
    yield claim(f"{name}: assumption", assumption(name, stated))
    if status in ANSWERED and items(at(stated, "packages")):
        yield from _answered(name, stated, ground, rooms, status)
        return
    yield claim(f"{name}: status", _without(name, stated, ground, rooms, status))
    yield claim(f"{name}: no packages", _nothing_listed(stated))


def bound_claim(name: str, stated: Mapping[str, Any], ground: Ground, rooms: Rooms) -> Claim:
    """Return the claim on the bound of a solution whose choice is checked elsewhere."""
    try:
        answer = read_answer(name, stated, ground, rooms, text(at(stated, "status")))
        return claim(f"{name}: bound", _bound(answer))
    except Malformed as error:
        return Claim(f"{name}: bound", "refuted", str(error))
    except Unchecked as error:
        return Claim(f"{name}: bound", "not checked", str(error))


def stopped_claims(
    name: str, stated: Mapping[str, Any], ground: Ground, rooms: Rooms
) -> Iterator[Claim]:
    """Yield the claims on a solution whose search was stopped by a limit."""
    if name in KINDS and items(at(stated, "packages")):
        yield from _answered(name, stated, ground, rooms, "limit-reached")
    yield claim(f"{name}: stopped by a limit", _stopped(stated, ground))


def _stopped(stated: Mapping[str, Any], ground: Ground) -> Iterator[str]:
    if ground.points is not None:
        yield "the whole frontier is listed, so no limit was in the way"
    if not text(at(stated, "reason")):
        yield "it does not say which limit"
    raise Unchecked("the result says that its search was stopped by a limit")


def _nothing_listed(stated: Mapping[str, Any]) -> Iterator[str]:
    for key in ("packages", "utilities", "value"):
        yield from differs(key, list(items(at(stated, key))), [])
    yield from differs("count", whole(at(stated, "count")), 0)


def _without(
    name: str, stated: Mapping[str, Any], ground: Ground, rooms: Rooms, status: str
) -> Iterator[str]:
    """Look for a package where the result says that there is none."""
    unknown = ground.yardstick.unknown and name not in EVERYWHERE
    if rooms.paths.blocked or unknown:
        true = "infeasible" if rooms.paths.blocked else "unknown"
        yield from differs("it", status, true)
    elif status == "no-zone":
        found = rooms.one(rooms.lows_of(name))
        if found is not None:
            scores = shown(ground.scaled.scores(found))
            yield f"a package that the method may choose gives {scores}"
    else:
        yield f"it is stated as {status}, without a package"
    reason = "no-deal-unknown" if status == "unknown" else ""
    yield from differs("the reason", text(at(stated, "reason")), reason)


def _answered(
    name: str, stated: Mapping[str, Any], ground: Ground, rooms: Rooms, status: str
) -> Iterator[Claim]:
    try:
        answer = read_answer(name, stated, ground, rooms, status)
    except (Malformed, Unchecked) as error:
        refuted = isinstance(error, Malformed)
        yield Claim(f"{name}: its choice", "refuted" if refuted else "not checked", str(error))
        return
    yield claim(f"{name}: packages", _packages(answer))
    yield claim(f"{name}: value", _value(answer))
    if answer.ideal:
        yield claim(f"{name}: ideal point", _ideal(answer))
    if status != "limit-reached":
        yield claim(f"{name}: status", _status(answer))
        yield from _best(answer)
    yield claim(f"{name}: bound", _bound(answer))


def _packages(answer: Answer) -> Iterator[str]:
    yardstick, stated = answer.ground.yardstick, answer.stated
    seen: set[tuple[tuple[str, str], ...]] = set()
    packages = items(at(stated, "packages"))
    listed = {numbers(u) for u in items(at(stated, "utilities"))}
    own = set()
    for value, vector in zip(packages, answer.vectors, strict=True):
        choices = yardstick.read_complete(value).choices
        for index in yardstick.broken(choices):
            yield f"{shown(choices)} breaks rule {index + 1}"
        scores = answer.ground.scaled.scores(vector)
        if scores not in listed:
            yield f"{shown(choices)} gives {shown(scores)}, which is not among the utilities"
        own.add(scores)
        answer.key(vector)
        name = tuple(sorted(choices.items()))
        if name in seen:
            yield f"{shown(choices)} is listed twice"
        seen.add(name)
    if len(listed) < len(items(at(stated, "utilities"))):
        yield "a point is listed twice"
    if len(packages) < LISTED:
        for scores in listed - own:
            yield f"no package is listed that gives {shown(scores)}"
    count = whole(at(stated, "count"))
    if count < len(packages):
        yield f"the count is stated as {count}, but more packages are listed"
    if answer.status != "limit-reached" and len(packages) < min(count, LISTED):
        yield f"{len(packages)} packages are listed of {count}"


def _value(answer: Answer) -> Iterator[str]:
    stated = numbers(at(answer.stated, "value"))
    for vector in dict.fromkeys(answer.vectors):
        key = answer.key(vector)
        if key != stated:
            yield f"it is stated as {shown(stated)}, but {answer.shown(vector)} gives {shown(key)}"
    yield from differs("that of the certificate", numbers(at(answer.certificate, "value")), stated)


def _ideal(answer: Answer) -> Iterator[str]:
    """Look for a package that is better for one party than the ideal, and for one as good."""
    rooms, scaled = answer.rooms, answer.ground.scaled
    everywhere = answer.name == "kalai-smorodinsky-feasible-ideal"
    ideal = scaled.whole(answer.ideal)
    if ideal is None:
        yield "it is no score that a package can have"
        return
    asked = ("feasible" if everywhere else "zone", ideal)
    if asked not in rooms.ideals:
        lows = rooms.anywhere if everywhere else rooms.zone
        rooms.ideals[asked] = next(_not_ideal(answer, ideal, lows), "")
    if rooms.ideals[asked]:
        yield rooms.ideals[asked]


def _not_ideal(answer: Answer, ideal: Vector, lows: Sequence[Vector]) -> Iterator[str]:
    rooms = answer.rooms
    for i, party in enumerate(answer.ground.yardstick.parties):
        better = rooms.one(lows, i, ideal[i] + 1)
        if better is not None:
            yield f"{answer.shown(better)} is better for {party.id} than the ideal"
        known = any(v[i] == ideal[i] for v in answer.vectors)
        if not known and rooms.one(lows, i, ideal[i]) is None:
            yield f"no package gives {party.id} its ideal"


def _status(answer: Answer) -> Iterator[str]:
    """Compare with who can gain at all."""
    yield from differs("the reason", text(at(answer.stated, "reason")), "")
    n = answer.ground.scaled.n_parties
    true = "optimal"
    if answer.name == "nash":
        true = "optimal" if answer.gaining == n else "no-strict-gain"
        more = () if answer.gaining == n else answer.rooms.gaining(answer.gaining + 1)
        for _, low in more:
            found = answer.rooms.one([low])
            if found is not None:
                yield f"{answer.shown(found)} is a gain for more than {answer.gaining} parties"
    elif answer.ideal:
        floors = [p.no_deal or Fraction(0) for p in answer.ground.yardstick.parties]
        gain = tuple(i for i, (x, d) in enumerate(zip(answer.ideal, floors, strict=True)) if x > d)
        if answer.name == "equal-loss-absolute":
            gain = tuple(range(n))
        yield from differs("compared", answer.compared, gain)
        true = "optimal" if gain else "no-strict-gain"
    yield from differs("it", answer.status, true)


def _best(answer: Answer) -> Iterator[Claim]:
    """Search for a better package and for every tie; where ties are too many, for better only."""
    better, ties = f"{answer.name}: no package is better", f"{answer.name}: all that tie"
    try:
        found = _at_least(answer, above=False)
    except Malformed as error:
        yield Claim(better, "refuted", str(error))
        return
    except Unchecked as error:
        yield claim(better, _none_better(answer))
        yield Claim(ties, "not checked", str(error))
        return
    key = answer.measured
    stronger = next((v for v in found if answer.key(v) > key), None)
    if stronger is not None:
        yield Claim(better, "refuted", _stronger(answer, stronger))
        return
    answer.optimal = True
    yield Claim(better, "confirmed")
    yield claim(ties, _ties(answer, found))


def _ties(answer: Answer, winners: Mapping[Vector, int]) -> Iterator[str]:
    scaled = answer.ground.scaled
    # Where all parties count, a package better for somebody would have a greater key.
    if any(len(measure.compared) < scaled.n_parties for measure, _ in answer.measures):
        winners = undominated_of(winners)
    listed = {numbers(u) for u in items(at(answer.stated, "utilities"))}
    true = {scaled.scores(v) for v in winners}
    for scores in sorted(true - listed):
        yield f"{shown(scores)} is as good, and is not listed"
    for scores in sorted(listed - true):
        yield f"{shown(scores)} is listed, and another package is better for somebody"
    yield from differs("the count", whole(at(answer.stated, "count")), sum(winners.values()))


def _none_better(answer: Answer) -> Iterator[str]:
    for vector in _at_least(answer, above=True):
        yield _stronger(answer, vector)
    answer.optimal = True


def _stronger(answer: Answer, vector: Vector) -> str:
    value, own = shown(answer.key(vector)), shown(answer.measured)
    return f"a package that gives {answer.shown(vector)} has {value}, more than {own}"


def _at_least(answer: Answer, *, above: bool) -> dict[Vector, int]:
    key, found = answer.measured, dict[Vector, int]()
    for measure, low in answer.measures:
        question = Question(
            answer.rooms, measure, low, key, answer.seeds(), above=above, first=above
        )
        found.update(question.answer())
        if above and found:
            break
    return found


def _bound(answer: Answer) -> Iterator[str]:
    """Derive the bound anew from the multipliers; else look for a package beyond it."""
    stated = answer.certificate.get("bound")
    other = answer.stated.get("bound")
    if answer.status == "limit-reached" and other is not None:
        yield from differs("that of the certificate", stated, other)
    if stated is None:
        return
    bound = number(stated)
    key = answer.measured
    if key and key[0] > bound:
        yield f"it is stated as {shown(bound)}, but the value is {shown(key[0])}"
    seeds = answer.seeds()
    tops = [answer.rooms.paths.support(row) for row in seeds]
    for measure, low in answer.measures:
        pairs = zip(seeds, tops, strict=True)
        if any(measure.implies(row, low, top, bound) for row, top in pairs):
            continue
        if not answer.optimal:
            yield from _beyond(answer, measure, low, bound)


def _beyond(answer: Answer, measure: Measure, low: Vector, bound: Fraction) -> Iterator[str]:
    key = (bound,) * (len(measure.compared) if measure.kind == "smallest" else 1)
    question = Question(answer.rooms, measure, low, key, answer.seeds(), above=True, first=True)
    try:
        found = question.answer()
    except Unchecked as error:
        raise Unchecked(f"its multipliers do not prove it, and {error}") from error
    for vector in found:
        if measure.key(vector)[0] > bound:
            yield f"{answer.shown(vector)} gives {shown(measure.key(vector)[0])}"
