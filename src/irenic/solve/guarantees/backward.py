"""Who performs until where: the deal thought through from its end, for any size of penalty.

Each performer in turn performs or refuses, and a refusal ends the deal.  Thought through from the
last step backwards, everybody who is asked knows what would follow; who is indifferent performs.
With a penalty that grows with one number p at some steps (at a share of p each), where the deal
ends is constant between finitely many sizes of p, which are found exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.refusal import outcome_of_refusal

__all__ = ["Ending", "Stretch", "ending", "endings", "half_guarantees"]

Line = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Ending:
    """Where a deal ends and what each party has then.

    ``place`` is that of the refused step in the order, ``None`` when all is performed.
    """

    place: int | None
    outcome: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Sizes of penalty for which a deal ends at the same place.

    ``high`` is ``None`` for no upper end; ``with_low`` and ``with_high`` say whether the ends
    belong to it.  ``outcome[i]`` is (a, c): party i has a + c p.  ``worse`` are the parties that
    are worse off, throughout, than they are at p = 0.
    """

    low: Fraction
    with_low: bool
    high: Fraction | None
    with_high: bool
    place: int | None
    outcome: tuple[Line, ...]
    worse: tuple[int, ...]


def ending(deal: Deal, order: Sequence[int], /) -> Ending:
    """Return where a deal ends when everybody thinks ahead, and what each party has then.

    Complexity: O(m^2 n).
    """
    none = (Fraction(0),) * len(order)
    lines = _lines(deal, order, none)
    place = _stop(deal, order, lines, Fraction(0))
    return Ending(place, tuple(a for a, _ in lines[_row(order, place)]))


def endings(
    deal: Deal, order: Sequence[int], /, shares: Sequence[Fraction] | None = None
) -> tuple[Stretch, ...]:
    """Return where the deal ends for every size p >= 0 of a penalty.

    Parameters
    ----------
    shares : sequence of Fraction, shape (m,)
        By how much refusing step k costs more per unit of p; everywhere 1 when not given.  The
        penalties of the deal come on top.

    Complexity: O(m^2 n) sizes at which something can change, O(m) for each.
    """
    given = (Fraction(1),) * deal.n_steps if shares is None else shares
    lines = _lines(deal, order, [Fraction(given[k]) for k in order])
    base = lines[_row(order, _stop(deal, order, lines, Fraction(0)))]
    first = tuple(a for a, _ in base)
    found: list[Stretch] = []
    for low, high in _pieces(lines, first):
        middle = low if low == high else (low + 1 if high is None else (low + high) / 2)
        place = _stop(deal, order, lines, middle)
        row = lines[_row(order, place)]
        worse = tuple(i for i, (a, c) in enumerate(row) if a + c * middle < first[i])
        single = low == high
        found.append(Stretch(low, single, high, single, place, row, worse))
    return _joined(found)


def half_guarantees(
    deal: Deal, order: Sequence[int], /, shares: Sequence[Fraction] | None = None
) -> tuple[Stretch, ...]:
    """Return the sizes of penalty with which some party ends worse than with none."""
    return tuple(s for s in endings(deal, order, shares) if s.worse)


def _lines(deal: Deal, order: Sequence[int], shares: Sequence[Fraction]) -> list[tuple[Line, ...]]:
    """Return what each party has, as a line in p, for each place of a refusal and for none."""
    rows, done = [], 0
    for place, step in enumerate(order):
        outcome = outcome_of_refusal(deal, step, done, order[place + 1 :])
        actor = deal.actor[step]
        slopes = [-shares[place] if i == actor else Fraction(0) for i in range(deal.n_parties)]
        rows.append(tuple(zip(outcome, slopes, strict=True)))
        done |= 1 << step
    return [*rows, tuple((u, Fraction(0)) for u in deal.complete)]


def _row(order: Sequence[int], place: int | None) -> int:
    return len(order) if place is None else place


def _stop(
    deal: Deal, order: Sequence[int], lines: list[tuple[Line, ...]], p: Fraction
) -> int | None:
    """Return the place of the step that is refused at size p."""
    end = len(order)
    for place in reversed(range(len(order))):
        i = deal.actor[order[place]]
        (a, c), (b, d) = lines[place][i], lines[end][i]
        if a + c * p > b + d * p:
            end = place
    return None if end == len(order) else end


def _pieces(
    lines: list[tuple[Line, ...]], first: tuple[Fraction, ...]
) -> list[tuple[Fraction, Fraction | None]]:
    """Return points and open intervals of p >= 0 between which no two figures change order."""
    cuts = {Fraction(0)}
    for i, start in enumerate(first):
        mine = {row[i] for row in lines} | {(start, Fraction(0))}
        cuts |= {(b - a) / (c - d) for (a, c), (b, d) in combinations(mine, 2) if c != d}
    stops = sorted(cut for cut in cuts if cut >= 0)
    found: list[tuple[Fraction, Fraction | None]] = []
    for low, high in pairwise(stops):
        found += [(low, low), (low, high)]
    return [*found, (stops[-1], stops[-1]), (stops[-1], None)]


def _joined(pieces: list[Stretch]) -> tuple[Stretch, ...]:
    found: list[Stretch] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and (last.place, last.worse) == (piece.place, piece.worse):
            found[-1] = Stretch(last.low, last.with_low, piece.high, piece.with_high, *_rest(piece))
        else:
            found.append(piece)
    return tuple(found)


def _rest(piece: Stretch) -> tuple[int | None, tuple[Line, ...], tuple[int, ...]]:
    return piece.place, piece.outcome, piece.worse
