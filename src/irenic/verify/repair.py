"""Claims about repairs: they carry, nothing smaller does, and what is better for everyone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from irenic.verify.cards import improvement_counterexamples
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
from irenic.verify.spaces import Vector
from irenic.verify.trial import Trial
from irenic.verify.utility import Settlement, Yardstick

__all__ = ["repair_claims"]

SETS = ("smallest", "other", "efficient")


def repair_claims(result: Mapping[str, Any], yardstick: Yardstick, reader: str) -> Iterator[Claim]:
    """Yield the claims of what ``irenic repair --json`` prints."""
    stated = record(at(result, "repair"))
    proposal = yardstick.read(at(stated, "package"))
    closed = texts(at(stated, "closed"))
    trial = Trial(yardstick, proposal, closed, reader)
    yield claim("the proposal is the one of the case", _proposal(stated, trial))
    yield claim("whether the proposal carries as it is", _as_it_is(stated, trial))
    for name in SETS:
        if at(stated, name) is not None:
            found = record(at(stated, name))
            yield claim(f"{name}: each repair is what it is said to be", _repairs(found, trial))
            if name != "efficient":
                yield claim(f"{name}: no other repair concedes less", _ties(found, trial))
    if at(stated, "efficient") is not None:
        best = record(at(stated, "efficient"))
        yield claim("efficient: nothing dominates it, nothing smaller does", _best(best, trial))
    yield _minimal(stated, trial)
    if at(stated, "improvement") is not None:
        better = record(at(stated, "improvement"))
        yield claim("the improvement is better", _improvement(better, trial))
        yield claim("no improvement is more even, or nearer", _most_even(better, trial))


def _proposal(stated: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    case = trial.yardstick.case
    name = text(at(stated, "id"))
    for proposal in case.proposals:
        if proposal.id == name:
            yield from differs(name, dict(trial.proposal.choices), dict(proposal.choices))
    left = [i.id for i in case.issues if i.id not in trial.proposal.choices]
    yield from differs("open_issues", list(texts(at(stated, "open_issues"))), left)
    yield from differs("settled", whole(at(stated, "settled")), len(trial.proposal.choices))
    for issue in trial.closed:
        if issue not in trial.proposal.choices:
            yield f"the closed issue {issue} is open in the proposal"
    broken = [whole(at(rule, "index")) for rule in items(at(stated, "broken_rules"))]
    yield from differs("broken_rules", broken, list(trial.yardstick.broken(trial.proposal.choices)))


def _as_it_is(stated: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    yardstick, reader = trial.yardstick, trial.reader
    carries = flag(at(stated, "carries"))
    scopes = {"mediator": "rule", "joint": "none"}
    yield from differs("scope", at(stated, "scope"), scopes.get(reader, "own"))
    if len(trial.proposal.choices) < len(yardstick.issues):
        yield from differs("carries", carries, None)
        return
    scores = yardstick.scores(trial.proposal)
    answers = dict(zip(yardstick.case.party_ids, yardstick.answers(scores), strict=True))
    seen = [p for p in answers if reader in ("mediator", f"party:{p}")]
    refusing = [p for p in seen if answers[p] is False]
    yield from differs("refusing", list(texts(at(stated, "refusing"))), refusing)
    true: bool | None
    if yardstick.broken(trial.proposal.choices):
        true = False
    elif reader == "mediator":
        true = yardstick.in_zone(scores)
    else:
        true = answers[seen[0]] if seen else True
    yield from differs("carries", carries, true)


def _repairs(found: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    yardstick = trial.yardstick
    measure = _measure(found)
    changes, given = whole(at(found, "changes")), number(at(found, "concession"))
    listed = items(at(found, "repairs"))
    count = whole(at(found, "count"))
    if not listed or len(listed) > count:
        yield f"{len(listed)} repairs are listed of {count}"
    names = [tuple(sorted(record(at(r, "package")).items())) for r in listed]
    if len(set(names)) < len(names):
        yield "a repair is listed twice"
    for one in listed:
        package = yardstick.read_complete(at(one, "package"))
        name = shown(package.choices)
        if broken := yardstick.broken(package.choices):
            yield f"{name} breaks rule {broken[0] + 1}"
        moved = [i for i in trial.closed if package.choices[i] != trial.proposal.choices.get(i)]
        if moved:
            yield f"{name} changes the closed issue {moved[0]}"
        yield from differs(f"changes of {name}", changes, trial.changed(package))
        picks = [i.option_ids.index(package.choices[i.id]) for i in yardstick.issues]
        scores = trial.scores(picks)
        if not trial.good(scores):
            yield f"{name} does not carry"
        if trial.reader == "mediator":
            yield from differs(f"concession of {name}", given, trial.concession(scores, measure))
        yield from _figures(record(one), package, scores, trial)


def _measure(found: Mapping[str, Any]) -> str:
    measure = text(at(found, "measure"))
    if measure not in ("points", "range"):
        raise Malformed(f"there is no measure {measure}")
    return measure


def _figures(
    one: Mapping[str, Any], package: Settlement, scores: Vector, trial: Trial
) -> Iterator[str]:
    """Look at what is said of each party that the reader may see."""
    yardstick, scale = trial.yardstick, trial.scaled.scale
    seen = {
        p.id: (i, p)
        for i, p in enumerate(yardstick.parties)
        if trial.reader in ("mediator", f"party:{p.id}") and p.id in yardstick.case.preferences
    }
    given = {p: number(x) for p, x in record(at(one, "concessions")).items()}
    lost = {p: Fraction(max(0, trial.start[i] - scores[i]), scale[i]) for p, (i, _) in seen.items()}
    yield from differs("concessions", given, lost)
    change = record(at(one, "change"))
    gains = {p: number(x) for p, x in record(at(change, "gains")).items()}
    true = {p: party.score(package) - party.score(trial.proposal) for p, (_, party) in seen.items()}
    if trial.reader == "mediator":
        true |= {p.id: Fraction(0) for p in yardstick.parties if p.id not in seen}
        gains = {p: gains.get(p, Fraction(0)) for p in true}
    yield from differs("gains", gains, true)
    trades = {text(at(t, "issue")): record(t) for t in items(at(change, "trades"))}
    moved = {i for i, o in package.choices.items() if trial.proposal.choices.get(i) != o}
    yield from differs("the issues traded", set(trades), moved)
    for issue, trade in trades.items():
        yield from differs(f"to_option of {issue}", at(trade, "to_option"), package.choices[issue])
        before = trial.proposal.choices.get(issue, "")
        yield from differs(f"from_option of {issue}", at(trade, "from_option"), before)
    answers = yardstick.answers(trial.scaled.scores(scores))
    for key, wanted in (("accepting", True), ("refusing", False)):
        parties = [p for p, (i, _) in seen.items() if answers[i] is wanted]
        yield from differs(key, list(texts(at(one, key))), parties)


def _ties(found: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    """Look at every package with as many changes."""
    if trial.reader != "mediator":
        raise Unchecked("the concessions of one party alone are not compared")
    measure, changes = _measure(found), whole(at(found, "changes"))
    good = list(trial.feasible(trial.near([changes]), trial.good))
    costs = [trial.concession(u, measure) for _, u in good]
    if not costs:
        yield f"no package with {changes} changes carries"
        return
    least = min(costs)
    yield from differs("the least concession", number(at(found, "concession")), least)
    cheap = [u for (_, u), cost in zip(good, costs, strict=True) if cost == least]
    kinds = set(cheap)
    best = _undominated(kinds)
    count = sum(u in best for u in cheap)
    yield from differs("how many tie", whole(at(found, "count")), count)


def _beats(a: Vector, b: Vector) -> bool:
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


def _undominated(vectors: Iterable[Vector]) -> set[Vector]:
    """Return the vectors that no other one beats; who beats another has a greater sum."""
    found: list[Vector] = []
    for u in sorted(set(vectors), key=sum, reverse=True):
        if not any(_beats(v, u) for v in found):
            found.append(u)
    return set(found)


def _best(found: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    """Look at every package for one that dominates, and for smaller efficient ones."""
    if trial.reader != "mediator":
        raise Unchecked("what is efficient is not for this reader to know")
    measure = _measure(found)
    every = {u: p for p, u in trial.feasible(trial.every(), lambda _: True)}
    if len(every) > 3_000:
        raise Unchecked(f"{len(every)} different scores are too many to compare each with each")
    efficient = _undominated(every)
    for one in items(at(found, "repairs")):
        package = trial.yardstick.read_complete(at(one, "package"))
        picks = [i.option_ids.index(package.choices[i.id]) for i in trial.yardstick.issues]
        if trial.scores(picks) not in efficient:
            yield f"{shown(package.choices)} is dominated"
    ranks = [
        (len(trial.movable) + len(trial.closed) - _kept(p, trial), trial.concession(u, measure))
        for p, u in trial.feasible(trial.every(), lambda u: u in efficient)
        if trial.good(u)
    ]
    stated = whole(at(found, "changes")), number(at(found, "concession"))
    if not ranks:
        yield "no efficient package carries"
    else:
        yield from differs("changes and concession", stated, min(ranks))
        yield from differs("how many tie", whole(at(found, "count")), ranks.count(min(ranks)))


def _kept(picks: tuple[int, ...], trial: Trial) -> int:
    return sum(p == o for p, o in zip(trial.picks, picks, strict=True))


def _minimal(stated: Mapping[str, Any], trial: Trial) -> Claim:
    """Look for a repair with fewer changes; where they are too many, check the multipliers."""
    status = text(at(stated, "status"))
    title = "no repair changes less"
    if status == "unknown" or at(stated, "carries") is True:
        return Claim("nothing is said of repairs", "confirmed")
    if status in ("no-zone", "infeasible"):
        return claim("no package carries", _nothing(trial))
    fewest = at(stated, "changes" if status == "optimal" else "at_least")
    if fewest is None:
        return Claim(title, "not checked", "the search was not finished")
    fewer = range(whole(fewest))
    proved = text(at(stated, "proved_by")) if status == "optimal" else ""
    found = claim(title, _smaller(fewer, trial))
    if found.verdict == "not checked" and proved == "multipliers":
        return claim(title, _multipliers(stated, trial), "by the multipliers")
    return found


def _nothing(trial: Trial) -> Iterator[str]:
    for picks, _ in trial.feasible(trial.every(), trial.good):
        yield f"{shown(trial.scaled.package(picks).choices)} carries"


def _smaller(fewer: range, trial: Trial) -> Iterator[str]:
    for picks, _ in trial.feasible(trial.near(fewer), trial.good):
        yield f"{shown(trial.scaled.package(picks).choices)} carries with fewer changes"


def _multipliers(stated: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    """Check that each coalition is bounded, and that the coalitions are enough of them.

    Rules only take packages away, so a bound that leaves them aside still holds.
    """
    if trial.reader != "mediator":
        raise Unchecked("the proof speaks of what others accept")
    kept = len(trial.proposal.choices) - whole(at(stated, "changes"))
    proofs = [record(p) for p in items(at(stated, "proofs"))]
    for proof in proofs:
        rows = {p: number(m) for p, m in record(at(proof, "multipliers")).items()}
        named = set(texts(at(proof, "coalition")))
        if not set(rows) <= named or not named <= set(trial.yardstick.case.party_ids):
            yield f"multipliers for {shown(sorted(rows))} do not belong to {shown(sorted(named))}"
            return
        if min(rows.values(), default=Fraction(0)) < 0:
            yield "a multiplier is negative"
        bound = trial.bound(rows)
        if bound >= kept + 1:
            raise Unchecked(f"without the rules the multipliers only bound it by {shown(bound)}")
    ids = trial.yardstick.case.party_ids
    coalitions = [set(texts(at(proof, "coalition"))) for proof in proofs]
    for size in range(len(ids) + 1):
        for some in combinations(ids, size):
            if trial.yardstick.carries([p in some for p in ids]) and not any(
                c <= set(some) for c in coalitions
            ):
                yield f"nothing is proved for {shown(some)}, whose agreement is enough"


def _improvement(stated: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    for name in ("best", "nearest"):
        if at(stated, name) is None:
            continue
        found = record(at(stated, name))
        yield from improvement_counterexamples(trial.yardstick, trial.proposal, found)
        package = trial.yardstick.read_complete(at(found, "package"))
        for issue in trial.closed:
            if package.choices[issue] != trial.proposal.choices[issue]:
                yield f"{name} changes the closed issue {issue}"
        gains = [number(x) for x in record(at(found, "gains")).values()]
        if name == "nearest" and min(gains) <= 0:
            yield "the nearest improvement is not better for everyone"


def _most_even(stated: Mapping[str, Any], trial: Trial) -> Iterator[str]:
    """Look at every package that nobody likes less."""
    yardstick, scale = trial.yardstick, trial.scaled.scale
    start = trial.start
    above = list(
        trial.feasible(trial.every(), lambda u: all(x >= s for x, s in zip(u, start, strict=True)))
    )
    most = [max(column) for column in zip(*(u for _, u in above), strict=True)]
    ids = yardstick.case.party_ids
    attainable = {p: number(x) for p, x in record(at(stated, "attainable")).items()}
    true = {p: Fraction(x, s) for p, x, s in zip(ids, most, scale, strict=True)}
    yield from differs("attainable", attainable, true)

    def even(u: Vector) -> list[Fraction]:
        parts = zip(u, start, most, strict=True)
        return sorted(Fraction(x - s, a - s) for x, s, a in parts if a > s)

    better = [(p, u) for p, u in above if _beats(u, start)]
    if at(stated, "best") is None:
        for picks, _ in better:
            yield f"{shown(trial.scaled.package(picks).choices)} is better"
        return
    top = max(even(u) for _, u in better)
    said = record(at(stated, "relative"))
    parts = sorted(number(x) for x in said.values() if x is not None)
    yield from differs("the relative gains", parts, top)
    strict = [p for p, u in better if all(x > s for x, s in zip(u, start, strict=True))]
    nearest = at(stated, "nearest")
    if nearest is None:
        for picks in strict:
            yield f"{shown(trial.scaled.package(picks).choices)} is better for everyone"
        return
    moved = trial.changed(yardstick.read_complete(at(nearest, "package")))
    fewest = min(len(trial.proposal.choices) - _kept(p, trial) for p in strict)
    yield from differs("the fewest changes that are better for everyone", moved, fewest)
