"""Hypothesis strategies for agreements: every key, in an order that contradicts nothing."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

from hypothesis import strategies as st

from irenic.model import (
    Agreement,
    Guarantee,
    GuaranteeKind,
    Lever,
    LeverKind,
    Obligation,
    Phase,
    Quantity,
    Record,
    Reliability,
    Standing,
)

days = st.dates().map(lambda day: day.isoformat())
parts = st.fractions(0, 1, max_denominator=12)


def spans(numbers: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Quantity]:
    """Return a strategy for numbers and ranges of such numbers."""
    ranges = st.tuples(numbers, numbers).map(lambda pair: Quantity(min(pair), max(pair)))
    return numbers.map(Quantity.exactly) | ranges


def reliabilities() -> st.SearchStrategy[Reliability]:
    whole = st.builds(Reliability, willing=spans(parts))
    return whole | st.builds(Reliability, spans(parts), spans(parts), spans(parts))


@st.composite
def subsets(draw: st.DrawFn, items, *, least=0):
    if not items:
        return ()
    return tuple(draw(st.lists(st.sampled_from(items), min_size=least, unique=True)))


@st.composite
def obligations(draw: st.DrawFn, texts, parties, conditions, evidence):
    """Return obligations, and an order that keeps prerequisites and dates."""
    ids = draw(st.lists(texts["ids"], min_size=1, max_size=4, unique=True))
    by = {name: draw(st.sampled_from(parties)) for name in ids}
    order = draw(st.permutations(ids))
    dates = dict(zip(order, sorted(draw(days) for _ in ids), strict=True))
    worth = spans(texts["numbers"])
    found = []
    for name in ids:
        value = draw(st.dictionaries(st.sampled_from(parties), worth))
        kept = draw(st.dictionaries(st.sampled_from(parties), worth))
        if not any(q.low or q.high for q in (*value.values(), *kept.values())):
            value[parties[0]] = Quantity.exactly(1)
        others = [other for other in ids if by[other] != by[name]]
        found.append(
            Obligation(
                id=name,
                title=draw(texts["names"]),
                by=by[name],
                value=value,
                kept=kept,
                gain=draw(worth),
                due=dates[name] if draw(st.booleans()) else "",
                days=draw(st.none() | st.integers(0, 400)),
                after=draw(subsets(order[: order.index(name)])),
                pieces=draw(st.integers(1, 12)),
                stops=draw(st.none() | subsets(others)),
                notice=draw(st.integers(0, 3)),
                undone=draw(parts),
                when=draw(conditions),
                judged_by=draw(texts["prose"]),
                evidence=draw(subsets(evidence)),
            )
        )
    return tuple(found), tuple(order)


@st.composite
def sizes(draw: st.DrawFn, numbers):
    """Return a size, or how much can be chosen."""
    positive = numbers.map(abs)
    return draw(st.tuples(spans(positive), st.none()) | st.tuples(st.none(), positive))


@st.composite
def guarantees(draw: st.DrawFn, texts, parties, ids, evidence, name):
    kinds = get_args(GuaranteeKind)
    kind = draw(st.sampled_from(kinds if len(ids) > 1 else kinds[:-1]))
    size, most = draw(sizes(texts["numbers"])) if kind not in ("monitor", "swap") else (None, None)
    guarantor = draw(texts["prose"])
    return Guarantee(
        id=name,
        title=draw(texts["names"]),
        kind=kind,
        covers=draw(subsets(ids, least=2 if kind == "swap" else 1)),
        guarantor="" if guarantor.strip() in parties else guarantor,
        size=size,
        most=most,
        reliability=draw(reliabilities()),
        cost=abs(draw(texts["numbers"])),
        fixed=abs(draw(texts["numbers"])),
        cause=draw(st.just("") | texts["ids"]),
        pays=draw(st.sampled_from(parties)) if kind == "compensation" else "",
        in_force=draw(st.booleans()),
        judged_by=draw(texts["prose"]),
        evidence=draw(subsets(evidence)),
    )


@st.composite
def levers(draw: st.DrawFn, texts, parties, ids, name):
    kind = draw(st.sampled_from(get_args(LeverKind)))
    size, most = draw(sizes(texts["numbers"]))
    return Lever(
        id=name,
        title=draw(texts["names"]),
        kind=kind,
        party=draw(st.sampled_from(parties)),
        size=size,
        most=most,
        after=draw(st.sampled_from(ids)) if kind == "milestone" else "",
        reliability=draw(parts),
        cost=abs(draw(texts["numbers"])),
        in_force=draw(st.booleans()),
    )


@st.composite
def phases(draw: st.DrawFn, texts, parties, name):
    concerned = draw(subsets(parties, least=1))
    worth = st.fixed_dictionaries({party: spans(texts["numbers"]) for party in concerned})
    title = draw(texts["names"])
    return Phase(name, title, draw(worth), draw(worth), draw(worth), draw(st.booleans()))


@st.composite
def standings(draw: st.DrawFn, texts, party):
    discounts = spans(st.fractions(Fraction(1, 12), 1, max_denominator=12))
    return Standing(
        party,
        draw(spans(texts["numbers"])),
        draw(st.none() | texts["numbers"].map(abs)),
        draw(st.none() | discounts),
    )


@st.composite
def agreements(draw: st.DrawFn, texts, parties, conditions, evidence=()):
    """Return a strategy for agreements of these parties.

    ``texts`` holds strategies of small pieces, ``conditions`` one of conditions on a package.
    """
    some = st.lists(texts["ids"], max_size=2, unique=True)
    found, order = draw(obligations(texts, parties, conditions, evidence))
    ids = [o.id for o in found]
    holding = tuple(draw(guarantees(texts, parties, ids, evidence, n)) for n in draw(some))
    causes = list(dict.fromkeys(g.cause for g in holding if g.cause))
    seen = sorted(draw(st.lists(days, max_size=3)))
    return Agreement(
        obligations=found,
        standings={p: draw(standings(texts, p)) for p in draw(subsets(parties))},
        order=order if draw(st.booleans()) else (),
        guarantees=holding,
        levers=tuple(draw(levers(texts, parties, ids, name)) for name in draw(some)),
        shared={cause: draw(parts) for cause in draw(subsets(causes))},
        phases=tuple(draw(phases(texts, parties, name)) for name in draw(some)),
        records=tuple(
            Record(
                draw(st.sampled_from(ids)),
                day,
                draw(st.integers(0, 3)),
                draw(texts["prose"]),
                draw(texts["prose"]),
            )
            for day in seen
        ),
        margin=abs(draw(texts["numbers"])),
    )
