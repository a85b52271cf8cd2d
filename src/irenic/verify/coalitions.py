"""Claims about what coalitions can insist on: core, least core, nucleolus, Shapley value.

Coalitions are whole numbers whose bit *i* says whether party *i* belongs; the excess of one
is what it could get alone minus what a division gives its members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import factorial
from typing import Any

from irenic.model import Case
from irenic.verify.balance import has_balanced_part, is_balanced, span_adds
from irenic.verify.claims import (
    Claim,
    Malformed,
    at,
    claim,
    differs,
    items,
    number,
    numbers,
    record,
    shown,
    text,
)

__all__ = ["CONCEPTS", "coalition_claims"]

ZERO = Fraction(0)
Worth = Mapping[int, Fraction]


def coalition_claims(result: Mapping[str, Any], case: Case, reader: str) -> Iterator[Claim]:
    """Yield the claims on every coalition concept."""
    answers = [record(a) for a in items(at(result, "coalitions"))]
    if not case.coalitions or reader != "mediator":
        title = "no coalition answers where there are no coalition values to be seen"
        yield claim(title, differs("answers", len(answers), 0))
        return
    bit = {party: 1 << i for i, party in enumerate(case.party_ids)}
    worth = {sum(bit[m] for m in c.members): c.value for c in case.coalitions}
    named = [text(at(a, "method")) for a in answers]
    yield claim("every coalition concept is listed once", _listed(named))
    for name, stated in zip(named, answers, strict=True):
        if name in CONCEPTS:
            yield claim(f"{name}: its answer", CONCEPTS[name](stated, worth, bit))
        else:
            yield Claim(f"{name}: its answer", "not checked", "this checker has no such concept")


def _listed(named: Sequence[str]) -> Iterator[str]:
    for name in CONCEPTS:
        if named.count(name) != 1:
            yield f"{name} is listed {named.count(name)} times"


def _division(stated: Mapping[str, Any]) -> tuple[Fraction, ...] | None:
    value = at(stated, "division")
    return None if value is None else numbers(value)


def _shares_all(x: Sequence[Fraction], worth: Worth, bit: Mapping[str, int]) -> Iterator[str]:
    if len(x) != len(bit):
        yield f"{len(x)} payments for {len(bit)} parties"
    elif sum(x) != worth[_everyone(bit)]:
        yield f"the payments add up to {shown(sum(x, ZERO))}, not to what all are worth"


def _everyone(bit: Mapping[str, int]) -> int:
    return (1 << len(bit)) - 1


def _paid(x: Sequence[Fraction], coalition: int) -> Fraction:
    return sum((p for i, p in enumerate(x) if coalition >> i & 1), ZERO)


def _excesses(x: Sequence[Fraction], worth: Worth, bit: Mapping[str, int]) -> dict[int, Fraction]:
    """Return the excess of every coalition but the one of all."""
    whole = _everyone(bit)
    return {s: value - _paid(x, s) for s, value in worth.items() if s != whole}


def _names(coalition: int, bit: Mapping[str, int]) -> str:
    return " and ".join(party for party, b in bit.items() if coalition & b)


def _core(stated: Mapping[str, Any], worth: Worth, bit: Mapping[str, int]) -> Iterator[str]:
    x = _division(stated)
    finding = text(at(stated, "finding"))
    yield from differs("its status", text(at(stated, "status")), "optimal")
    if x is None:
        yield from differs("its finding", finding, "core-empty")
        yield from _is_empty(stated, worth, bit)
        return
    yield from _shares_all(x, worth, bit)
    excesses = _excesses(x, worth, bit)
    for coalition, excess in excesses.items():
        if excess > 0:
            yield f"{_names(coalition, bit)} would get {shown(excess)} more alone"
    if finding == "core-empty":
        yield "a division in the core is given, so the core is not empty"
    if excesses:
        most = number(at(stated, "certificate", "excess"))
        yield from differs("the largest excess", most, max(excesses.values()))


def _is_empty(stated: Mapping[str, Any], worth: Worth, bit: Mapping[str, int]) -> Iterator[str]:
    """Check that weights give every party 1 and are together worth more than all are.

    O. Bondareva (1963), L. Shapley (1967): the core is empty exactly when there are such.
    """
    certificate = record(at(stated, "certificate"))
    weights = _weights(at(certificate, "balanced"), worth, bit)
    for party, own in bit.items():
        covered = sum((w for s, w in weights.items() if s & own), ZERO)
        yield from differs(f"the weight of the coalitions with {party}", covered, Fraction(1))
    needed = sum((w * worth[s] for s, w in weights.items()), ZERO)
    available = worth[_everyone(bit)]
    if needed <= available:
        yield f"the coalitions need {shown(needed)} in all, and there is {shown(available)}"
    yield from differs("needed", number(at(certificate, "needed")), needed)
    yield from differs("available", number(at(certificate, "available")), available)
    blocking = {_mask(c, bit) for c in items(at(stated, "blocking"))}
    yield from differs("the blocking coalitions", blocking, set(weights))


def _weights(stated: object, worth: Worth, bit: Mapping[str, int]) -> dict[int, Fraction]:
    found = {_mask(at(w, "coalition"), bit): number(at(w, "weight")) for w in items(stated)}
    for coalition, weight in found.items():
        if weight <= 0:
            raise Malformed(f"the weight of {_names(coalition, bit)} is not above 0")
        if coalition not in worth or coalition == _everyone(bit):
            raise Malformed("a weight is given to all parties together, or to none")
    return found


def _mask(members: object, bit: Mapping[str, int]) -> int:
    parties = list(bit)
    # A certificate may number the parties, from 0 in file order, instead of naming them.
    names = [
        parties[m] if isinstance(m, int) and 0 <= m < len(parties) else text(m)
        for m in items(members)
    ]
    if not set(names) <= set(bit) or len(set(names)) < len(names):
        raise Malformed(f"{shown(names)} is no coalition of this case")
    return sum(bit[name] for name in names)


def _least_core(stated: Mapping[str, Any], worth: Worth, bit: Mapping[str, int]) -> Iterator[str]:
    x = _division(stated)
    if x is None:
        yield "no division is given, but there always is one"
        return
    yield from _shares_all(x, worth, bit)
    excesses = _excesses(x, worth, bit)
    if not excesses:
        return
    most = max(excesses.values())
    tight = [s for s, excess in excesses.items() if excess == most]
    if not has_balanced_part(tight, len(bit)):
        yield f"the largest excess, {shown(most)}, can be made smaller"
    certificate = record(at(stated, "certificate"))
    yield from differs("epsilon", number(at(certificate, "epsilon")), most)
    weights = _weights(at(certificate, "weights"), worth, bit)
    yield from differs("the sum of the weights", sum(weights.values(), ZERO), Fraction(1))
    proved = sum((w * excesses[s] for s, w in weights.items()), ZERO)
    yield from differs("the excess that the weights prove", proved, most)
    for party, own in bit.items():
        covered = sum((w for s, w in weights.items() if s & own), ZERO)
        yield from differs(f"the cover of {party}", covered, number(at(certificate, "cover")))


def _nucleolus(stated: Mapping[str, Any], worth: Worth, bit: Mapping[str, int]) -> Iterator[str]:
    """Apply Kohlberg's criterion: the coalitions above any excess form a balanced collection.

    Only coalitions outside the span of earlier ones can break it.  A party that gets just
    what it is worth alone cannot be paid less, so it may have any weight, also zero.
    E. Kohlberg, SIAM Journal on Applied Mathematics 20 (1971) 62-66.
    """
    x = _division(stated)
    if x is None:
        needed = sum((worth[b] for b in bit.values()), ZERO)
        yield from differs("its status", text(at(stated, "status")), "infeasible")
        if needed <= worth[_everyone(bit)]:
            yield "no division is given, but everyone can have what it is worth alone"
        return
    yield from differs("its status", text(at(stated, "status")), "optimal")
    yield from _shares_all(x, worth, bit)
    n = len(bit)
    excesses = _excesses(x, worth, bit)
    alone = [excesses[b] for b in bit.values()] if n > 1 else []
    if any(excess > 0 for excess in alone):
        yield "a party gets less than it is worth alone"
    floor = [b for b, excess in zip(bit.values(), alone, strict=False) if excess == 0]
    span: list[list[Fraction]] = []
    above: list[int] = []
    for level in sorted(set(excesses.values()), reverse=True):
        added = [s for s, excess in excesses.items() if excess == level]
        above.extend(added)
        grown = sum(span_adds(span, s, n) for s in added)
        if grown and not is_balanced(above, floor, n):
            yield f"coalitions with an excess of {shown(level)} or more can be given more"
        if len(span) == n:
            return


def _shapley(stated: Mapping[str, Any], worth: Worth, bit: Mapping[str, int]) -> Iterator[str]:
    """Compare with the mean, over all orders of joining, of what each party adds."""
    x = _division(stated)
    if x is None:
        yield "no division is given, but there always is one"
        return
    n = len(bit)
    true = [ZERO] * n
    for coalition, value in {0: ZERO, **worth}.items():
        size = coalition.bit_count()
        for i in range(n):
            if coalition >> i & 1:
                continue
            orders = Fraction(factorial(size) * factorial(n - size - 1), factorial(n))
            true[i] += orders * (worth[coalition | 1 << i] - value)
    yield from differs("the value", x, tuple(true))


#: Every concept that this checker knows, as a search for a counterexample.
CONCEPTS: Mapping[str, Callable[[Mapping[str, Any], Worth, Mapping[str, int]], Iterator[str]]] = {
    "core": _core,
    "least-core": _least_core,
    "nucleolus": _nucleolus,
    "shapley": _shapley,
}
