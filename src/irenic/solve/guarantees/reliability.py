r"""How reliable a guarantee has to be, alone, with others, and where it could be mended.

A step that tempts its performer by D > 0 when nothing punishes a refusal is held by a guarantee
of size L that acts with probability q when

.. math:: q L \ge D, \qquad q^* = D / L,

by n independent guarantors of whom one is enough when :math:`L (1 - \prod_g (1 - q_g)) \ge D`.
Guarantors are never quite independent: when a share :math:`\beta` of the failures has one common
cause, one of n acts with probability :math:`1 - [\beta f + (1 - \beta) f^n]`, f = 1 - q.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from irenic.solve.guarantees.deal import Deal
from irenic.solve.guarantees.roots import Point, power_root

__all__ = [
    "Held",
    "Need",
    "acts",
    "demand",
    "each_needed",
    "factors_needed",
    "needed",
    "needs_of",
    "number_needed",
]

#: More guarantors of one step than this are no answer to anybody's question.
MANY = 1000


@dataclass(frozen=True, slots=True)
class Held:
    """A guarantee as numbers: the set of steps it covers, its size, how surely it acts.

    Guarantees with the same ``cause`` (at least 0) can fail together.
    """

    covers: int
    size: Fraction
    reliability: Fraction
    cause: int = -1

    @property
    def expected(self) -> Fraction:
        """Return what a refusal is expected to cost: size times reliability."""
        return self.size * self.reliability


@dataclass(frozen=True, slots=True)
class Need:
    """How reliable one guarantee has to be at one step.

    ``alone``: when nothing else holds the step; ``beside``: when the other guarantees do what they
    are expected to do.  Above 1, no reliability is enough; ``None``: its size is 0.
    """

    step: int
    guarantee: int
    demand: Fraction
    alone: Fraction | None
    beside: Fraction | None
    claimed: Fraction

    @property
    def enough(self) -> bool:
        """Return whether the claimed reliability is enough beside the other guarantees."""
        return self.beside is not None and self.claimed >= self.beside


def needed(demand: Fraction, size: Fraction, /) -> Fraction | None:
    """Return the break-even reliability D / L: above 1 none is enough, ``None`` when L is 0.

    Examples
    --------
    >>> needed(Fraction(3), Fraction(4))
    Fraction(3, 4)
    """
    if demand <= 0:
        return Fraction(0)
    return demand / size if size > 0 else None


def demand(deal: Deal, order: Sequence[int], /) -> dict[int, Fraction]:
    """Return what has to hold each step of an order: its temptation if nothing punishes it."""
    return {
        m.step: max(Fraction(0), m.temptation + deal.penalty[m.step]) for m in deal.moments(order)
    }


def needs_of(deal: Deal, order: Sequence[int], guarantees: Sequence[Held], /) -> tuple[Need, ...]:
    """Return how reliable each guarantee has to be at each tempting step that it covers.

    The penalties of the deal itself are left out: the guarantees given here are all that holds it.
    """
    found = []
    for step, wanted in demand(deal, order).items():
        here = [g for g, held in enumerate(guarantees) if held.covers >> step & 1]
        total = sum((guarantees[g].expected for g in here), Fraction(0))
        for g in here if wanted > 0 else ():
            held = guarantees[g]
            left = wanted - (total - held.expected)
            alone, beside = needed(wanted, held.size), needed(left, held.size)
            found.append(Need(step, g, wanted, alone, beside, held.reliability))
    return tuple(found)


def acts(reliabilities: Sequence[Fraction], /, shared: Fraction = Fraction(0)) -> Fraction:
    r"""Return how surely at least one of several guarantors acts.

    Parameters
    ----------
    reliabilities : sequence of Fraction
        How surely each acts.
    shared : Fraction
        The share beta of failures that have a common cause: then all fail who would fail, and the
        most reliable one decides.

    Notes
    -----
    With equal reliabilities :math:`1 - [\beta f + (1 - \beta) f^n]`.

    Examples
    --------
    >>> acts([Fraction(3, 5)] * 3, shared=Fraction(1, 2))
    Fraction(96, 125)
    """
    fails = [1 - q for q in reliabilities]
    if not fails:
        return Fraction(0)
    return 1 - (shared * min(fails) + (1 - shared) * prod(fails))


def number_needed(
    demand: Fraction, size: Fraction, reliability: Fraction, /, shared: Fraction = Fraction(0)
) -> int | None:
    """Return how many equally reliable guarantors are needed, of whom one is enough.

    ``None``: no number is enough, or more than a thousand would be needed.

    Examples
    --------
    >>> number_needed(Fraction(6), Fraction(10), Fraction(1, 2))
    2
    """
    fails = 1 - reliability
    if demand <= 0:
        return 0
    if size * (1 - shared * fails) < demand:
        return None
    alone = Fraction(1)
    for n in range(1, MANY + 1):
        alone *= fails
        if size * (1 - (shared * fails + (1 - shared) * alone)) >= demand:
            return n
    return None


def each_needed(demand: Fraction, size: Fraction, n: int, /) -> tuple[Fraction, Fraction] | None:
    """Return how reliable each of n equal, independent guarantors has to be.

    Two fractions that enclose it, equal when it is known exactly; ``None`` when D > L.

    Examples
    --------
    >>> each_needed(Fraction(3), Fraction(4), 2)
    (Fraction(1, 2), Fraction(1, 2))
    """
    if demand <= 0:
        return Fraction(0), Fraction(0)
    if demand > size:
        return None
    fails: Point = power_root(1 - demand / size, n)
    return 1 - fails.high, 1 - fails.low


def factors_needed(
    factors: Sequence[Fraction], demand: Fraction, size: Fraction, /
) -> tuple[Fraction | None, ...]:
    """Return how high each factor of a reliability would have to be, the others as they are.

    A factor above 1, or ``None`` when another factor is 0, says that mending this factor alone
    is not enough; otherwise it could be, if raised to 1.

    Examples
    --------
    >>> noticed, willing, able = Fraction(1, 2), Fraction(9, 10), Fraction(1)
    >>> factors_needed([noticed, willing, able], Fraction(3), Fraction(4))
    (Fraction(5, 6), Fraction(3, 2), Fraction(5, 3))
    """
    wanted = needed(demand, size)
    if wanted is None:
        return tuple(None for _ in factors)
    others = [prod([*factors[:k], *factors[k + 1 :]]) for k in range(len(factors))]
    if wanted == 0:
        return tuple(Fraction(0) for _ in factors)
    return tuple(wanted / Fraction(rest) if rest else None for rest in others)
