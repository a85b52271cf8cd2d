"""Literal definitions of the bargaining methods over *all* packages, not only efficient ones."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from math import prod


def dominates(a, b):
    return a != b and all(x >= y for x, y in zip(a, b, strict=True))


def efficient(u):
    return _efficient(tuple(u))


@lru_cache(maxsize=2)
def _efficient(u):
    return [k for k in range(len(u)) if not any(dominates(v, u[k]) for v in u)]


def argmax(rows, key):
    best = max((key(k) for k in rows), default=None)
    return {k for k in rows if key(k) == best}


def relative(u, d, ideal):
    def key(k):
        pairs = zip(u[k], d, ideal, strict=True)
        return [Fraction(x - r, best - r) for x, r, best in pairs if best > r]

    return key


def chosen_by_definition(name, u, d, zone):
    """Return the rows a method chooses among *all* rows, straight from its definition."""
    everyone = range(len(u))
    carried = [k for k in everyone if zone[k]]
    agreed = [k for k in everyone if all(x >= r for x, r in zip(u[k], d, strict=True))]

    def gain(k):
        return [x - r for x, r in zip(u[k], d, strict=True)]

    def ideal(rows):
        return [max(u[k][i] for k in rows) for i in range(len(d))] if rows else list(d)

    match name:
        case "nash":
            if any(min(gain(k)) > 0 for k in agreed):
                return argmax(agreed, lambda k: prod(gain(k)))
            most = max((sum(g > 0 for g in gain(k)) for k in agreed), default=0)
            rows = [k for k in agreed if sum(g > 0 for g in gain(k)) == most]
            return argmax(rows, lambda k: prod(g for g in gain(k) if g > 0))
        case "kalai-smorodinsky" | "equal-loss":
            rows = [k for k in carried if k in set(efficient(u))]
            return argmax(rows, lambda k: sorted(relative(u, d, ideal(carried))(k)))
        case "kalai-smorodinsky-feasible-ideal":
            rows = [k for k in carried if k in set(efficient(u))]
            return argmax(rows, lambda k: sorted(relative(u, d, ideal(everyone))(k)))
        case "kalai-smorodinsky-nearest":
            rows = [k for k in carried if k in set(efficient(u))]
            r = relative(u, d, ideal(carried))
            return argmax(rows, lambda k: min(r(k), default=0) - max(r(k), default=0))
        case "egalitarian":
            return argmax(carried, lambda k: sorted(gain(k)))
        case "utilitarian":
            return argmax(agreed, lambda k: sum(gain(k)))
        case "utilitarian-in-zone":
            return argmax(carried, lambda k: sum(gain(k)))
        case "equal-loss-absolute":
            best = ideal(carried)
            return argmax(carried, lambda k: sorted(u[k][i] - best[i] for i in range(len(d))))
        case "greatest-total":
            return argmax(everyone, lambda k: sum(u[k]))
        case "greatest-least-score":
            return argmax(everyone, lambda k: sorted(u[k]))
    raise AssertionError(f"no literal definition of {name}: write one")
