"""Claims about whether an agreement would be kept, checked without the solvers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from irenic.model import Case
from irenic.verify.agreement import ZERO, Ledger, ledger_of
from irenic.verify.claims import (
    Claim,
    Malformed,
    at,
    claim,
    differs,
    flag,
    items,
    number,
    record,
    text,
    texts,
)

__all__ = ["MOST_ORDERED", "guarantee_claims", "order_counterexamples"]

#: Best orders are searched for again up to so many steps, over all sets of steps.
MOST_ORDERED = 14
_HOLDING = ("penalty", "deposit", "snapback")
#: What this checker does not work out a second time.
_LEFT = ("trust", "swaps", "splits", "levers", "triggers", "warnings", "flips", "ranges")
_LEFT_TOO = ("discounts", "phases")


def guarantee_claims(result: Mapping[str, Any], case: Case, /) -> Iterator[Claim]:
    """Yield the claims of what ``irenic guarantees --json`` prints."""
    yield claim("the result belongs to this case", _belongs(result, case))
    if case.agreement is None:
        yield Claim("the case has an agreement", "refuted", "it has none")
        return
    choices = None
    if proposal := text(at(result, "proposal")):
        named = next((p for p in case.proposals if p.id == proposal), None)
        if named is None:
            yield Claim("the proposal is one of the case", "refuted", proposal)
            return
        choices = dict(named.choices)
    ledger = ledger_of(case, case.agreement, choices)
    view = record(at(result, "order"))
    yield claim(
        "the order has every obligation once, after what it waits for", _order(view, ledger)
    )
    yield from _view_claims("the order", view, ledger)
    yield claim("each party: the whole, no deal, exposure", _parties(result, ledger, view))
    yield claim("the corridors", _corridors(result, ledger, view))
    yield claim("break-even reliabilities", _break_evens(result, ledger, view))
    yield from _best_claims(result, ledger)
    yield from _package_claims(result, ledger, view)
    for topic in (*_LEFT, *_LEFT_TOO):
        if result.get(topic):
            yield Claim(topic, "not checked", "this checker does not work it out a second time")


def order_counterexamples(
    stated: object, case: Case, choices: Mapping[str, str], /
) -> Iterator[str]:
    """Yield what is wrong with the order of obligations on the score card of a proposal."""
    ledger = None if case.agreement is None else ledger_of(case, case.agreement, choices)
    if ledger is None or not ledger.steps:
        yield from differs("the order of obligations", stated, None)
        return
    view = record(stated)
    yield from _order(view, ledger)
    yield from _temptations(view, ledger)
    yield from _positions(view, ledger)
    yield from _totals(view, ledger)


def _belongs(result: Mapping[str, Any], case: Case) -> Iterator[str]:
    yield from differs("the title", text(at(result, "case", "title")), case.title)
    yield from differs("the parties", texts(at(result, "parties")), case.party_ids)


def _order(view: Mapping[str, Any], ledger: Ledger) -> Iterator[str]:
    order = texts(at(view, "order"))
    yield from differs("its obligations", sorted(order), sorted(ledger.steps))
    for place, step in enumerate(order):
        for before in ledger.steps[step].after if step in ledger.steps else ():
            if before in ledger.steps and before not in order[:place]:
                yield f"{step} comes before {before}"


def _view_claims(name: str, view: Mapping[str, Any], ledger: Ledger) -> Iterator[Claim]:
    yield claim(f"{name}: temptation at every step", _temptations(view, ledger))
    yield claim(f"{name}: who stands where after every step", _positions(view, ledger))
    yield claim(f"{name}: the worst, what is needed, whether it holds", _totals(view, ledger))


def _temptations(view: Mapping[str, Any], ledger: Ledger) -> Iterator[str]:
    order = _known(view, ledger)
    rows = items(at(view, "steps"))
    yield from differs("the steps", [text(at(r, "obligation")) for r in rows], list(order))
    for place, row in enumerate(rows[: len(order)]):
        step = order[place]
        held = ledger.temptation(order, place, held=True)
        bare = ledger.temptation(order, place, held=False)
        yield from differs(f"who performs {step}", text(at(row, "by")), ledger.steps[step].by)
        yield from differs(f"the temptation at {step}", number(at(row, "temptation")), held)
        yield from differs(f"the bare temptation at {step}", number(at(row, "bare")), bare)
        yield from differs(f"what holds {step}", number(at(row, "held")), bare - held)
        kept = held <= -ledger.agreement.margin
        yield from differs(f"whether {step} is performed", flag(at(row, "kept")), kept)


def _known(view: Mapping[str, Any], ledger: Ledger) -> tuple[str, ...]:
    order = texts(at(view, "order"))
    if sorted(order) != sorted(ledger.steps):
        raise Malformed("the order does not have the obligations of the case")
    return order


def _exposure(ledger: Ledger, order: Sequence[str], place: int, party: str) -> Fraction:
    """Return how exposed a party is after a step of an order, less what it would be paid."""
    left = ledger.start(party) - ledger.collapse(party, order[: place + 1])
    after = order[place + 1 : place + 2]
    return left - (ledger.compensation(after[0], party) if after else ZERO)


def _positions(view: Mapping[str, Any], ledger: Ledger) -> Iterator[str]:
    order = _known(view, ledger)
    for place, row in enumerate(items(at(view, "steps"))):
        for party in ledger.parties:
            true = ledger.collapse(party, order[: place + 1])
            said = number(at(row, "collapse", party))
            yield from differs(f"what {party} has after {order[place]}", said, true)
            said = number(at(row, "exposure", party))
            exposed = _exposure(ledger, order, place, party)
            yield from differs(f"the exposure of {party} after {order[place]}", said, exposed)


def _totals(view: Mapping[str, Any], ledger: Ledger) -> Iterator[str]:
    order, margin = _known(view, ledger), ledger.agreement.margin
    tempted = [ledger.temptation(order, k, held=True) for k in range(len(order))]
    bare = [ledger.temptation(order, k, held=False) for k in range(len(order))]
    yield from differs("the worst temptation", number(at(view, "worst")), max(tempted))
    step = text(at(view, "worst_step"))
    if step not in order or tempted[order.index(step)] != max(tempted):
        yield f"the worst temptation is not at {step}"
    holds = max(tempted) <= -margin
    for party in ledger.parties:
        own = [b + margin for b, s in zip(bare, order, strict=True) if ledger.steps[s].by == party]
        said = number(at(view, "needed", party))
        yield from differs(f"what {party} needs", said, max([ZERO, *own]))
        worst = max(ZERO, *(_exposure(ledger, order, k, party) for k in range(len(order))))
        said = number(at(view, "exposed", party))
        yield from differs(f"the greatest exposure of {party}", said, worst)
        cap = ledger.cap(party)
        holds = holds and (cap is None or worst <= cap)
    yield from differs("whether it holds", flag(at(view, "holds")), holds)


def _parties(result: Mapping[str, Any], ledger: Ledger, view: Mapping[str, Any]) -> Iterator[str]:
    rows = {text(at(r, "party")): r for r in items(at(result, "party_views"))}
    yield from differs("the parties", tuple(rows), ledger.parties)
    for party, row in rows.items():
        if party not in ledger.parties:
            continue
        whole, start = ledger.complete(party), ledger.start(party)
        yield from differs(f"the whole for {party}", number(at(row, "complete")), whole)
        yield from differs(f"no deal for {party}", number(at(row, "no_deal")), start)
        accepts = whole + number(at(row, "outside")) >= start
        yield from differs(f"whether {party} accepts", flag(at(row, "accepts")), accepts)
        worst = number(at(view, "exposed", party))
        said = number(at(row, "worst_exposure"))
        yield from differs(f"the worst exposure of {party}", said, worst)


def _corridors(result: Mapping[str, Any], ledger: Ledger, view: Mapping[str, Any]) -> Iterator[str]:
    order = _known(view, ledger)
    for row in items(at(result, "corridors")):
        party = text(at(row, "party"))
        if party not in ledger.parties:
            yield f"there is no party {party}"
            continue
        values = [ledger.collapse(party, order[:k]) for k in range(len(order) + 1)]
        said = [number(v) for v in items(at(row, "values"))]
        yield from differs(f"the values of {party}", said, values)
        cap = ledger.cap(party)
        floor = None if cap is None else ledger.start(party) - cap
        stated = at(row, "floor")
        yield from differs(
            f"the floor of {party}", None if stated is None else number(stated), floor
        )
        for place, ceiling in enumerate(items(at(row, "ceiling"))):
            own = ledger.steps[order[place]].by == party
            true = values[place] - ledger.temptation(order, place, held=True) if own else None
            yield from differs(
                f"the ceiling of {party} at {order[place]}",
                None if ceiling is None else number(ceiling),
                true,
            )


def _break_evens(
    result: Mapping[str, Any], ledger: Ledger, view: Mapping[str, Any]
) -> Iterator[str]:
    order = _known(view, ledger)
    known = {g.id: g for g in ledger.agreement.guarantees}
    for row in items(at(result, "break_evens")):
        step, name = text(at(row, "obligation")), text(at(row, "guarantee"))
        if step not in order or name not in known or step not in known[name].covers:
            yield f"{name} does not cover {step}"
            continue
        tempted = max(ZERO, ledger.temptation(order, order.index(step), held=False))
        yield from differs(f"what tempts at {step}", number(at(row, "temptation")), tempted)
        size, needed = number(at(row, "size")), number(at(row, "needed"))
        if size > 0 and needed * size != tempted:
            yield f"{name} at {step}: {needed} of {size} is not {tempted}"


def _best_claims(result: Mapping[str, Any], ledger: Ledger) -> Iterator[Claim]:
    if result.get("best") is None:
        return
    best = record(at(result, "best"))
    view = record(at(best, "best"))
    yield claim("the best order is one", _order(view, ledger))
    yield from _view_claims("the best order", view, ledger)
    title = "the best order: no order has a smaller worst temptation"
    patient = any(o.notice for o in ledger.steps.values())
    if text(at(best, "status")) != "optimal":
        yield Claim(title, "not checked", "the result does not claim it")
    elif len(ledger.steps) > MOST_ORDERED or patient:
        yield Claim(title, "not checked", f"more than {MOST_ORDERED} steps, or late notice")
    else:
        least = _least_worst(ledger)
        said = number(at(view, "worst"))
        yield claim(title, differs("the least worst temptation", said, least))


def _least_worst(ledger: Ledger) -> Fraction | None:
    """Return the least worst temptation over all orders within caps, set by set, from the end."""
    names = tuple(ledger.steps)
    best: dict[frozenset[str], Fraction | None] = {frozenset(names): ZERO}
    whole = frozenset(names)
    by_size: list[set[frozenset[str]]] = [set() for _ in range(len(names) + 1)]
    by_size[0].add(frozenset())
    for size in range(len(names)):
        for done in by_size[size]:
            by_size[size + 1].update(done | {s} for s in _ready(ledger, done))
    for size in reversed(range(len(names))):
        for done in by_size[size]:
            options = []
            for step in _ready(ledger, done):
                after = done | {step}
                rest = best.get(after)
                if rest is None or not _bearable(ledger, done, step):
                    continue
                order = [*(n for n in names if n in done), step]
                order += [n for n in names if n not in done and n != step]
                tempted = ledger.temptation(order, len(done), held=True)
                options.append(tempted if after == whole else max(tempted, rest))
            best[done] = min(options, default=None)
    return best[frozenset()]


def _ready(ledger: Ledger, done: frozenset[str]) -> list[str]:
    return [
        name
        for name, o in ledger.steps.items()
        if name not in done and all(a in done or a not in ledger.steps for a in o.after)
    ]


def _bearable(ledger: Ledger, done: frozenset[str], refused: str) -> bool:
    """Return whether nobody is exposed beyond its limit when a step is refused after others."""
    for party in ledger.parties:
        cap = ledger.cap(party)
        left = ledger.start(party) - ledger.collapse(party, sorted(done))
        if cap is not None and left - ledger.compensation(refused, party) > cap:
            return False
    return True


def _package_claims(
    result: Mapping[str, Any], ledger: Ledger, view: Mapping[str, Any]
) -> Iterator[Claim]:
    if result.get("package") is None:
        return
    package = record(at(result, "package"))
    if at(package, "total") is None:
        yield Claim("the cheapest guarantees: that none are enough", "not checked", "not repeated")
        return
    yield claim("the cheapest guarantees hold every step", _holds(package, ledger, view))
    yield claim("the cheapest guarantees: their cost", _cost(package, ledger))
    yield Claim("the cheapest guarantees: that nothing is cheaper", "not checked", "not repeated")


def _holds(package: Mapping[str, Any], ledger: Ledger, view: Mapping[str, Any]) -> Iterator[str]:
    order, margin = _known(view, ledger), ledger.agreement.margin
    known = {g.id: g for g in ledger.agreement.guarantees}
    sizes = {text(at(i, "guarantee")): at(i, "size") for i in items(at(package, "items"))}
    for place, step in enumerate(order):
        chosen = [known[n] for n in sizes if n in known and step in known[n].covers]
        watched = [g.reliability.noticed.midpoint for g in chosen if g.kind == "monitor"]
        supply = ZERO
        for g in chosen:
            if g.kind in _HOLDING:
                sure = g.reliability
                noticed = max([sure.noticed.midpoint, *watched])
                acts = noticed * sure.willing.midpoint * sure.able.midpoint
                supply += number(sizes[g.id]) * acts
        # Levers stay; only the guarantees are chosen anew.
        in_force = ledger.penalty(step) - ledger.levers(
            ledger.steps[step].by, "snapback", "breach-penalty"
        )
        tempted = ledger.temptation(order, place, held=True) + in_force
        if tempted + margin > supply:
            yield f"{step} still tempts by {tempted + margin - supply}"


def _cost(package: Mapping[str, Any], ledger: Ledger) -> Iterator[str]:
    known = {g.id: g for g in ledger.agreement.guarantees}
    total = ZERO
    for item in items(at(package, "items")):
        name = text(at(item, "guarantee"))
        if name not in known:
            yield f"there is no guarantee {name}"
            continue
        size = at(item, "size")
        cost = known[name].fixed + (ZERO if size is None else known[name].cost * number(size))
        yield from differs(f"the cost of {name}", number(at(item, "cost")), cost)
        total += cost
    yield from differs("the total", number(at(package, "total")), total)
