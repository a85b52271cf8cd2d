r"""Claims about the weights that prove a choice on shares best, line by line.

For weights :math:`\lambda \ge 0` no division passes :math:`h(\lambda)` (see
:mod:`irenic.verify.lines`), so each stated bound is recomputed from its weights, and none
may exceed the value that the method reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from irenic.verify.claims import Malformed, at, differs, items, number, numbers, record, shown
from irenic.verify.lines import Division, Pair
from irenic.verify.shares import Chosen

__all__ = ["proof_counterexamples"]

ZERO = Fraction(0)


def proof_counterexamples(
    stated: object, true: Chosen, divisions: Sequence[Division], floors: Pair | None
) -> Iterator[str]:
    """Yield what is wrong with the certificate of a choice on shares."""
    certificate = record(stated)
    if true.status in ("unknown", "infeasible"):
        yield from differs("the certificate without an answer", dict(certificate), {})
        return
    value = numbers(at(certificate, "value"))
    yield from differs("the certified value", value[len(value) - len(true.value) :], true.value)
    lines = [record(line) for line in items(at(certificate, "lines"))]
    yield from differs("the number of lines", len(lines), len(divisions))
    for line in lines:
        bound = number(at(line, "bound"))
        if not any(_bound(line, true, d, floors) == bound for d in divisions):
            yield f"no line has the bound {shown(bound)} at its weights"
        refusal = "criterion_weights" not in line and line.get("strict_gain") is not True
        limit = ZERO if refusal else true.value[0] if true.value else ZERO
        if bound > limit:
            yield f"the bound {shown(bound)} allows more than {shown(limit)}"


def _pair(value: object) -> Pair:
    found = numbers(value)
    if len(found) != 2 or min(found) < 0:
        raise Malformed(f"{shown(found)} are no two weights")
    return found[0], found[1]


def _dot(a: Pair, b: Pair) -> Fraction:
    return a[0] * b[0] + a[1] * b[1]


def _bound(
    line: Mapping[str, Any], true: Chosen, division: Division, floors: Pair | None
) -> Fraction | None:
    """Return what the weights of a proof allow; ``None`` when they do not fit together."""
    weights, low = _pair(at(line, "weights")), floors or (ZERO, ZERO)
    above = division.bound(weights)
    if "criterion_weights" not in line or true.scaled is None:
        if not any(weights):
            return None
        excess = above - _dot(weights, low)
        if line.get("strict_gain") is not True:
            return excess
        return excess**2 / (4 * weights[0] * weights[1]) if all(weights) else None
    origin, unit = true.scaled.origin, true.scaled.unit
    mu, nu = _pair(line["criterion_weights"]), _pair(at(line, "floor_weights"))
    inside = mu[0] / unit[0], mu[1] / unit[1]
    if weights != (inside[0] + nu[0], inside[1] + nu[1]):
        return None
    if sum(mu) != 1 and not mu[0] == mu[1] == 1:
        return None
    return above - _dot(inside, origin) - _dot(nu, low)
