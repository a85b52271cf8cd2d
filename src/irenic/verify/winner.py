"""Claims about Adjusted Winner: equitable, free of envy, efficient, at most one issue split.

S. J. Brams, A. D. Taylor, "Fair Division", Cambridge University Press (1996), chapter 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from irenic.verify.claims import at, differs, items, number, numbers, record, shown, text
from irenic.verify.lines import Pair
from irenic.verify.utility import Party, Settlement, Yardstick, height

__all__ = ["WINNER", "winner_counterexamples"]

WINNER = "adjusted-winner"
ZERO, ONE = Fraction(0), Fraction(1)


def winner_counterexamples(
    stated: Mapping[str, Any], yardstick: Yardstick, *, withheld: bool
) -> Iterator[str]:
    """Yield what is wrong with the division, or with the reason for having none."""
    if not _plain(yardstick):
        yield from differs("that it is defined", text(at(stated, "status")) == "optimal", False)
        yield from differs("its packages", list(items(at(stated, "packages"))), [])
        return
    worth = _worth(yardstick)
    totals = sum((a for a, _ in worth.values()), ZERO), sum((b for _, b in worth.values()), ZERO)
    if text(at(stated, "status")) != "optimal":
        yield from differs("its packages", list(items(at(stated, "packages"))), [])
        if totals[0] == totals[1] > 0:
            yield "there is no division, though both spread the same points"
        return
    package = yardstick.read_complete(items(at(stated, "packages"))[0])
    first, second = (_value(p, package, p.id) for p in yardstick.parties)
    if first != second:
        yield f"one party gets {shown(first)} points, the other {shown(second)}"
    for party, other in zip(yardstick.parties, reversed(yardstick.parties), strict=True):
        if _value(party, package, other.id) > _value(party, package, party.id):
            yield f"{party.id} would rather have what {other.id} gets"
    split = [i for i, held in package.shares.items() if 0 < max(held.values()) < 1]
    if len(split) > 1:
        yield f"{shown(split)} are split, and at most one should be"
    if withheld:
        return
    yield from differs("its utilities", [numbers(u) for u in at(stated, "utilities")],
                       [yardstick.scores(package)])  # fmt: skip
    yield from differs("its value", numbers(at(stated, "value")), (first,))
    certificate = record(at(stated, "certificate"))
    yield from differs("the issue split", at(certificate, "split"), split[0] if split else None)
    weights = numbers(at(certificate, "weights"))
    if len(weights) != 2 or min(weights) < 0 or sum(weights) != 1:
        yield f"{shown(weights)} are no two weights that add up to 1"
        return
    bound = sum((max(weights[0] * a, weights[1] * b) for a, b in worth.values()), ZERO)
    yield from differs("the bound", number(at(certificate, "bound")), bound)
    yield from differs("the points that the bound allows", first, bound)


def _plain(yardstick: Yardstick) -> bool:
    """Return whether two parties share everything, in straight lines that do not fall."""
    case, lines = yardstick.case, [x for p in yardstick.parties for x in p.lines.values()]
    return (
        len(case.parties) == 2
        and len(case.share_issues) == len(case.issues)
        and all(set(issue.among) == set(case.party_ids) for issue in case.share_issues)
        and all(len(line) == 2 and line[0][1] <= line[1][1] for line in lines)
    )


def _worth(yardstick: Yardstick) -> dict[str, Pair]:
    """Return what the whole of each divisible issue is worth to each party."""
    a, b = yardstick.parties
    return {i.id: (_whole(a, i.id), _whole(b, i.id)) for i in yardstick.case.share_issues}


def _whole(party: Party, issue: str) -> Fraction:
    if issue not in party.lines:
        return ZERO
    return height(party.lines[issue], ONE) - height(party.lines[issue], ZERO)


def _value(party: Party, package: Settlement, holder: str) -> Fraction:
    """Return what the shares of ``holder`` are worth to a party."""
    parts = (
        height(line, package.shares[issue].get(holder, ZERO)) for issue, line in party.lines.items()
    )
    return sum(parts, ZERO)
