"""The smallest single change of one value that changes the verdict on an order.

An order is kept when nobody is tempted at any step, nobody is more exposed than it accepts, and
everybody gains by the whole.  Each of these is a figure that must not be above 0 and depends on
each value along a line (with one kink where something can be taken back: only what is worth having
is).  So the distance to the point where the verdict changes is a division.  Changes are in the unit
of the party whose value it is; those of different parties are not compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import zip_longest
from typing import Any, Literal

from irenic.solve.guarantees.deal import Deal

__all__ = ["Flip", "conditions", "flips"]

What = Literal["value", "kept", "start", "gain", "penalty"]
Figures = tuple[Fraction, ...]
Mover = Callable[[Fraction], Deal]


@dataclass(frozen=True, slots=True)
class Flip:
    """How far one value has to change for the verdict to change.

    ``what`` is the value of ``step`` to ``party`` when the deal completes (and collapses, where
    these are one judgement), what it keeps, b0 (``step`` is -1), the gain or the penalty of
    the performer.  ``change`` has the sign of the direction unless it is 0; ``rises`` gives it.
    When ``beyond``, the verdict changes only past that point, not at it.
    """

    what: What
    step: int
    party: int
    now: Fraction
    change: Fraction
    rises: bool
    beyond: bool


def conditions(deal: Deal, order: Sequence[int], /) -> Figures:
    """Return all that must not be above 0: temptations, exposures over caps, b0 - U."""
    moments = deal.moments(order)
    over = [
        position.exposure - cap
        for moment in moments
        for position, cap in zip(moment.after, deal.caps, strict=True)
        if cap is not None
    ]
    short = [b - u for b, u in zip(deal.start, deal.complete, strict=True)]
    return (*(m.temptation for m in moments), *over, *short)


def flips(
    deal: Deal, order: Sequence[int], /, tied: Sequence[Sequence[bool]] | None = None
) -> tuple[Flip, ...]:
    """Return for each value the smallest change, up or down, that changes the verdict.

    Parameters
    ----------
    tied : sequence of shape (m, n)
        Where what is kept is the same judgement as the value; where they are equal when not given.

    Returns
    -------
    tuple of Flip
        By party, the smallest change first; values that cannot change the verdict alone are left
        out.

    Notes
    -----
    Complexity: O(m n) values, for each a few evaluations of O(m^2 n).
    """
    kept = max(conditions(deal, order)) <= 0
    found = []
    for what, step, party, now, moved in _values(deal, tied):
        sides = [
            (change, side > 0)
            for side in (1, -1)
            if (change := _along(moved, order, side, -now, kept=kept)) is not None
            and not (what == "penalty" and _negative(now + change, kept, side))
        ]
        if sides:
            change, rises = min(sides, key=lambda s: abs(s[0]))
            found.append(Flip(what, step, party, now, change, rises, kept))
    return tuple(sorted(found, key=lambda f: (f.party, abs(f.change), f.what, f.step)))


def _negative(penalty: Fraction, beyond: bool, side: int) -> bool:
    """Return whether a penalty would have to become a reward."""
    return penalty < 0 or (penalty == 0 and beyond and side < 0)


def _along(
    moved: Mover, order: Sequence[int], side: int, kink: Fraction, *, kept: bool
) -> Fraction | None:
    """Return the nearest change with another verdict on one side of now."""
    ends: list[Fraction] = [Fraction(0), *([kink] if kink * side > 0 else [])]
    for start, end in zip_longest(ends, ends[1:]):
        length = None if end is None else abs(end - start)
        step = length or Fraction(1)
        here = conditions(moved(start), order)
        there = conditions(moved(start + side * step), order)
        slopes = [(b - a) / step for a, b in zip(here, there, strict=True)]
        reach = _leaves(here, slopes) if kept else _enters(here, slopes)
        if reach is None:
            continue
        if length is None or reach < length or (reach == length and not kept):
            return start + side * reach
    return None


def _leaves(here: Figures, slopes: Sequence[Fraction]) -> Fraction | None:
    """Return how far all stay at most 0: where the first of them rises above."""
    return min((-a / c for a, c in zip(here, slopes, strict=True) if c > 0), default=None)


def _enters(here: Figures, slopes: Sequence[Fraction]) -> Fraction | None:
    """Return how far it is until all are at most 0 at once, ``None`` when they never are."""
    pairs = list(zip(here, slopes, strict=True))
    if any(a > 0 and c >= 0 for a, c in pairs):
        return None
    reach = max((-a / c for a, c in pairs if a > 0), default=Fraction(0))
    return reach if all(a + c * reach <= 0 for a, c in pairs) else None


def _values(
    deal: Deal, tied: Sequence[Sequence[bool]] | None
) -> Iterator[tuple[What, int, int, Fraction, Mover]]:
    """Yield each value with the deal in which it is changed by something."""
    for k in range(deal.n_steps):
        actor = deal.actor[k]
        for i in range(deal.n_parties):
            value, kept = deal.value[k][i], deal.kept[k][i]
            both = value == kept if tied is None else tied[k][i]
            names: tuple[What, ...] = ("value", "kept") if both else ("value",)
            yield "value", k, i, value, _mover(deal, names, k, i)
            if not both:
                yield "kept", k, i, kept, _mover(deal, ("kept",), k, i)
        yield "gain", k, actor, deal.gain[k], _single(deal, "gain", k)
        yield "penalty", k, actor, deal.penalty[k], _single(deal, "penalty", k)
    for i in range(deal.n_parties):
        yield "start", -1, i, deal.start[i], _single(deal, "start", i)


def _mover(deal: Deal, names: tuple[What, ...], k: int, i: int) -> Mover:
    def moved(by: Fraction) -> Deal:
        tables: dict[str, Any] = {
            name: tuple(
                tuple(x + by if (r, c) == (k, i) else x for c, x in enumerate(row))
                for r, row in enumerate(getattr(deal, name))
            )
            for name in names
        }
        return replace(deal, **tables)

    return moved


def _single(deal: Deal, name: What, place: int) -> Mover:
    def moved(by: Fraction) -> Deal:
        row = getattr(deal, name)
        changed: dict[str, Any] = {name: (*row[:place], row[place] + by, *row[place + 1 :])}
        return replace(deal, **changed)

    return moved
