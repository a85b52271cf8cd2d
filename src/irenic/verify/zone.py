"""Claims about why nothing carries: packages, falls, conflicts, relaxations, rules to lift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from irenic.verify.claims import (
    Claim,
    Unchecked,
    at,
    claim,
    differs,
    items,
    number,
    record,
    shown,
    text,
    texts,
    whole,
)
from irenic.verify.meters import maybe
from irenic.verify.spaces import Vector
from irenic.verify.trial import Trial
from irenic.verify.utility import Settlement, Yardstick

__all__ = ["zone_claims"]

#: Most rules lifted together that are tried.
_LIFTED = 3


def zone_claims(result: Mapping[str, Any], yardstick: Yardstick, reader: str) -> Iterator[Claim]:
    """Yield the claims of what ``irenic zone --json`` prints."""
    stated = record(at(result, "zone_explained"))
    ground = _Ground(yardstick, reader)
    yield claim("how many packages carry", _size(stated, ground))
    if at(stated, "why") is None:
        return
    why = record(at(stated, "why"))
    yield claim("what one party alone could do", _alone(why, ground))
    yield claim("whose demands exclude each other", _conflicts(why, ground))
    yield claim("the smallest relaxations", _gaps(why, ground))
    yield claim("which rules stand in the way", _lifts(stated, why, ground))


class _Ground:
    """All packages of a case, looked at once."""

    def __init__(self, yardstick: Yardstick, reader: str) -> None:
        self.yardstick, self.reader = yardstick, reader
        self.trial = Trial(yardstick, Settlement(), (), reader)
        ids = yardstick.case.party_ids
        seen = [p for p in ids if reader in ("mediator", f"party:{p}")]
        floors = {p.id: p.no_deal for p in yardstick.parties if p.no_deal is not None}
        self.asked = {i: floors[p] for i, p in enumerate(ids) if p in seen and p in floors}
        self.ids = ids

    @cached_property
    def scores(self) -> list[tuple[Fraction, ...]]:
        """The distinct scores of the feasible packages."""
        found = {u for _, u in self.trial.feasible(self.trial.every(), lambda _: True)}
        return [self.trial.scaled.scores(u) for u in sorted(found)]

    def met(self, u: Sequence[Fraction], parties: Iterable[int]) -> bool:
        """Return whether scores meet the demands of some parties, as far as they are known."""
        return all(i not in self.asked or u[i] >= self.asked[i] for i in parties)

    @cached_property
    def coalitions(self) -> list[tuple[int, ...]]:
        """The smallest sets whose agreement is enough, for the reader's purpose."""
        if self.reader == "joint":
            return [()]
        if self.reader != "mediator":
            return [(self.ids.index(self.reader.removeprefix("party:")),)]
        n, found = len(self.ids), list[tuple[int, ...]]()
        for size in range(n + 1):
            for some in combinations(range(n), size):
                enough = self.yardstick.carries([i in some for i in range(n)])
                if enough and not any(set(c) <= set(some) for c in found):
                    found.append(some)
        return found

    def read(self, value: object) -> tuple[Settlement, tuple[Fraction, ...]]:
        """Return a complete package and its scores."""
        package = self.yardstick.read_complete(value)
        return package, self.yardstick.scores(package)


def _size(stated: Mapping[str, Any], ground: _Ground) -> Iterator[str]:
    trial = ground.trial
    good: list[Vector] = []
    feasible = 0
    for _, u in trial.feasible(trial.every(), lambda _: True):
        feasible += 1
        good += [u] if trial.good(u) else []
    yield from differs("total", whole(at(stated, "total")), trial.scaled.total)
    if at(stated, "feasible") is not None:
        yield from differs("feasible", whole(at(stated, "feasible")), feasible)
    status = text(at(stated, "status"))
    if status == "limit-reached":
        raise Unchecked("the search was not finished")
    possible = any(ground.met(u, c) for u in ground.scores for c in ground.coalitions)
    true = "infeasible" if not feasible else "optimal" if good else "unknown"
    if feasible and not possible:
        true = "no-zone"
    yield from differs("status", status, true)
    if at(stated, "size") is not None:
        yield from differs("size", whole(at(stated, "size")), len(good))
    for party, most in record(at(stated, "most")).items():
        i = ground.ids.index(party) if party in ground.ids else -1
        best = max((trial.scaled.scores(u)[i] for u in good), default=None)
        yield from differs(f"the best score of {party}", number(most), best)
    if at(stated, "example") is not None:
        package, scores = ground.read(at(stated, "example"))
        whole_scores = trial.scaled.whole(scores)
        broken = ground.yardstick.broken(package.choices)
        if broken or whole_scores is None or not trial.good(whole_scores):
            yield f"the example {shown(package.choices)} does not carry"


def _alone(why: Mapping[str, Any], ground: _Ground) -> Iterator[str]:
    rows = {text(at(r, "party")): record(r) for r in items(at(why, "alone"))}
    wanted = [] if at(why, "impossible") else [ground.ids[i] for i in sorted(ground.asked)]
    yield from differs("the parties", list(rows), wanted)
    for party, row in rows.items():
        i = ground.ids.index(party)
        reach = max(
            (
                u[i]
                for u in ground.scores
                for c in ground.coalitions
                if i in c and ground.met(u, set(c) - {i})
            ),
            default=None,
        )
        yield from differs(f"{party}: no_deal", number(at(row, "no_deal")), ground.asked[i])
        yield from differs(f"{party}: reach", maybe(at(row, "reach")), reach)
        fall = None if reach is None else ground.asked[i] - reach
        yield from differs(f"{party}: fall", maybe(at(row, "fall")), fall)
        if reach is None:
            continue
        package, scores = ground.read(at(row, "package"))
        enough = any(i in c and ground.met(scores, set(c) - {i}) for c in ground.coalitions)
        if ground.yardstick.broken(package.choices) or scores[i] != reach or not enough:
            yield f"{party}: {shown(package.choices)} does not open a zone"


def _conflicts(why: Mapping[str, Any], ground: _Ground) -> Iterator[str]:
    if at(why, "impossible"):
        return
    asking = sorted(ground.asked)
    every = [frozenset(s) for k in range(len(asking) + 1) for s in combinations(asking, k)]
    together = [s for s in every if any(ground.met(u, s) for u in ground.scores)]
    clash = [s for s in every if s not in together]
    smallest = {s for s in clash if not any(t < s for t in clash)}
    largest = {s for s in together if not any(s < t for t in together)}
    for key, true in (("conflicts", smallest), ("together", largest)):
        said = [frozenset(texts(s)) for s in items(at(why, key))]
        named = {frozenset(ground.ids[i] for i in s) for s in true}
        yield from differs(key, {shown(s) for s in said}, {shown(s) for s in named})


def _gaps(why: Mapping[str, Any], ground: _Ground) -> Iterator[str]:
    yield from differs("coalitions", whole(at(why, "coalitions")), len(ground.coalitions))
    if at(why, "impossible"):
        return
    spans = [max(c) - min(c) for c in zip(*ground.scores, strict=True)]
    true = {c: _part(c, spans, ground) for c in ground.coalitions}
    seen: list[Fraction | None] = []
    for row in items(at(why, "gaps")):
        coalition = tuple(sorted(ground.ids.index(p) for p in texts(at(row, "coalition"))))
        name = shown([ground.ids[i] for i in coalition])
        if coalition not in true:
            yield f"the agreement of {name} is not a smallest one that is enough"
            return
        part = maybe(at(row, "part"))
        yield from differs(f"the part of {name}", part, true[coalition])
        seen.append(part)
        if part is not None:
            yield from _gap(record(row), coalition, part, spans, ground)
    order = sorted(true.values(), key=lambda x: (x is None, x or 0))[: len(seen)]
    yield from differs("the nearest coalitions", seen, order)


def _part(coalition: Sequence[int], spans: Sequence[Fraction], ground: _Ground) -> Fraction | None:
    """Return the least part, over all packages, of the greatest lack of a member."""

    def needs(u: Sequence[Fraction]) -> Fraction | None:
        lacks = {
            i: ground.asked[i] - u[i]
            for i in coalition
            if i in ground.asked and u[i] < ground.asked[i]
        }
        if any(not spans[i] for i in lacks):
            return None
        return max((x / spans[i] for i, x in lacks.items()), default=Fraction(0))

    return min((p for u in ground.scores if (p := needs(u)) is not None), default=None)


def _gap(
    row: Mapping[str, Any],
    coalition: Sequence[int],
    part: Fraction,
    spans: Sequence[Fraction],
    ground: _Ground,
) -> Iterator[str]:
    package, scores = ground.read(at(row, "package"))
    members = [i for i in coalition if i in ground.asked]
    lowered = {ground.ids[i]: ground.asked[i] - part * spans[i] for i in members}
    said = {p: number(x) for p, x in record(at(row, "lowered")).items()}
    yield from differs("the lowered no-deal values", said, lowered)
    if ground.yardstick.broken(package.choices) or any(
        scores[i] < lowered[ground.ids[i]] for i in members
    ):
        yield f"{shown(package.choices)} does not carry after the relaxation"
    short = {ground.ids[i]: max(Fraction(0), ground.asked[i] - scores[i]) for i in members}
    said = {p: number(x) for p, x in record(at(row, "short")).items()}
    yield from differs("what the package lacks", said, short)


def _lifts(stated: Mapping[str, Any], why: Mapping[str, Any], ground: _Ground) -> Iterator[str]:
    case = ground.yardstick.case
    impossible = at(why, "impossible") is True
    yield from differs("impossible", impossible, text(at(stated, "status")) == "infeasible")
    said = [tuple(whole(k) for k in items(at(row, "rules"))) for row in items(at(why, "lifts"))]
    for row, rules in zip(items(at(why, "lifts")), said, strict=True):
        package, scores = ground.read(at(row, "package"))
        if not set(ground.yardstick.broken(package.choices)) <= set(rules):
            yield f"{shown(package.choices)} breaks a rule that is not lifted"
        enough = impossible or any(ground.met(scores, c) for c in ground.coalitions)
        if not enough:
            yield f"{shown(package.choices)} does not carry"
    free = _Ground(Yardstick(replace(case, rules=())), ground.reader)
    broken: set[frozenset[int]] = set()
    for picks in free.trial.every():
        u = free.trial.scaled.scores(free.trial.scores(picks))
        if impossible or any(free.met(u, c) for c in free.coalitions):
            choices = free.trial.scaled.package(picks).choices
            broken.add(frozenset(ground.yardstick.broken(choices)))
    minimal = {s for s in broken if not any(t < s for t in broken)}
    complete = at(why, "lifts_complete") is True
    true = {
        s for s in minimal if complete or len(s) <= min(_LIFTED, max(map(len, said), default=0))
    }
    if complete or len(said) < 50:
        wanted = {shown(sorted(s)) for s in true}
        kept = [s for s in said if complete or len(s) <= _LIFTED]
        yield from differs("the rules to lift", {shown(sorted(s)) for s in kept}, wanted)
