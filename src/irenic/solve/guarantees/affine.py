r"""A deal as whole numbers: a temptation is a constant and a sum over the steps done before.

All that happens before step k enters the temptation of its performer i step by step: what i keeps
of each, less what is taken back, less what i would have got of it anyway.  So

.. math:: T_k(S) = c_k + \sum_{l \in S} w_{kl}

and likewise exposures.  A step cut into equal pieces counts in proportion to the pieces done.  Only
a refusal that is noticed late depends on more: on what comes next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from irenic.solve.guarantees.deal import Deal, bits

__all__ = ["Affine", "affine"]

Whole = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Affine:
    """Temptations and exposures of a deal, in whole numbers.

    Parameters
    ----------
    scale : int
        A temptation is its whole number divided by this, in the units chosen for the parties.
    constant : tuple of int, shape (m,)
        c: the temptation at each step when nothing is done yet.
    weight : tuple of tuple of int, shape (m, m)
        w: what a piece of step l done before adds to the temptation at step k.
    loss : tuple of tuple of int, shape (n, m)
        What a piece of a step adds to a party's exposure, in whole numbers of that party.
    room : tuple of tuple of int or None, shape (m, n)
        The greatest exposure each party accepts when step k is asked for, compensation included.
    covered : tuple of tuple of int, shape (m, n)
        What each party is compensated when step k is refused, in whole numbers of that party.
    anyway : tuple of tuple of int, shape (m, m)
        What the performer of step k gets of step l, all pieces, although it refuses.
    late : tuple of tuple of int, shape (m, m)
        What step l adds when it still happens because the refusal of step k is noticed late.
    lag : tuple of int, shape (m,)
        How many further steps happen before a refusal of step k is noticed.
    pieces : tuple of int, shape (m,)
        Into how many equal pieces each step is cut.
    needs : tuple of int, shape (m,)
        The set of steps that have to be complete before.
    """

    scale: int
    constant: Whole
    weight: tuple[Whole, ...]
    loss: tuple[Whole, ...]
    room: tuple[tuple[int | None, ...], ...]
    covered: tuple[Whole, ...]
    anyway: tuple[Whole, ...]
    late: tuple[Whole, ...]
    lag: Whole
    pieces: Whole
    needs: Whole

    @property
    def n_steps(self) -> int:
        """Return the number m of steps."""
        return len(self.constant)

    @property
    def patient(self) -> bool:
        """Return whether some refusal is noticed late in a way that matters."""
        return any(n and any(row) for n, row in zip(self.lag, self.late, strict=True))

    def greatest(self) -> int:
        """Return a bound of the size of every number met."""
        sizes = [1]
        for k in range(self.n_steps):
            row = zip(self.weight[k], self.pieces, strict=True)
            sizes.append(
                abs(self.constant[k])
                + sum(abs(w) * s for w, s in row)
                + sum(abs(x) for x in self.late[k])
                + sum(abs(x) for x in self.anyway[k])
            )
            sizes += [abs(x) for x in self.room[k] if x is not None]
        most = max((abs(x) for row in self.covered for x in row), default=0)
        sizes += [
            most + sum(abs(x) * s for x, s in zip(row, self.pieces, strict=True))
            for row in self.loss
        ]
        return max(sizes)

    def temptation(self, step: int, done: Iterable[int], /) -> int:
        """Return T_k(S) without what happens because a refusal is noticed late."""
        return self.constant[step] + sum(self.weight[step][k] for k in done)

    def bearable(self, step: int, done: Iterable[int], /) -> bool:
        """Return whether nobody is exposed too much when a step is asked for after others."""
        steps = tuple(done)
        return all(
            most is None or sum(row[k] for k in steps) <= most
            for row, most in zip(self.loss, self.room[step], strict=True)
        )

    def value(self, whole: int, /) -> Fraction:
        """Return a temptation as it is counted in the units chosen."""
        return Fraction(whole, self.scale)


def affine(
    deal: Deal,
    /,
    *,
    pieces: Sequence[int] | None = None,
    units: Sequence[Fraction] | None = None,
) -> Affine:
    """Return a deal in whole numbers.

    Parameters
    ----------
    deal : Deal
    pieces : sequence of int, shape (m,)
        Into how many equal pieces each step is cut; 1 each when left out.  Gain, penalty and
        compensation belong to the refusal and are the same for every piece.
    units : sequence of Fraction, shape (n,)
        What counts as one for each party, when temptations of different parties are compared;
        1 each when left out.  Whether an order holds does not depend on it.
    """
    m, n = deal.n_steps, deal.n_parties
    cut = tuple(pieces or [1] * m)
    one = tuple(units or [Fraction(1)] * n)
    rows = [_row(deal, k, cut, one[deal.actor[k]]) for k in range(m)]
    late = [_late(deal, k, one[deal.actor[k]]) for k in range(m)]
    anyway = [_anyway(deal, k, one[deal.actor[k]]) for k in range(m)]
    every = [x for constant, row in rows for x in (constant, *row)]
    every += [x for row in (*late, *anyway) for x in row]
    scale = lcm(*(x.denominator for x in every))
    losses = [[-deal.kept[k][i] / cut[k] for k in range(m)] for i in range(n)]
    covers = [[row[i] for row in deal.cover] for i in range(n)]
    factors = [
        lcm(*(x.denominator for x in (*losses[i], *covers[i], deal.caps[i] or Fraction(0))))
        for i in range(n)
    ]
    return Affine(
        scale=scale,
        constant=tuple(_whole(constant, scale) for constant, _ in rows),
        weight=tuple(tuple(_whole(x, scale) for x in row) for _, row in rows),
        loss=tuple(tuple(_whole(x, f) for x in losses[i]) for i, f in enumerate(factors)),
        room=tuple(
            tuple(
                None if cap is None else _whole(cap + deal.cover[k][i], factors[i])
                for i, cap in enumerate(deal.caps)
            )
            for k in range(m)
        ),
        covered=tuple(
            tuple(_whole(x, factors[i]) for i, x in enumerate(row)) for row in deal.cover
        ),
        anyway=tuple(tuple(_whole(x, scale) for x in row) for row in anyway),
        late=tuple(tuple(_whole(x, scale) for x in row) for row in late),
        lag=deal.notice,
        pieces=cut,
        needs=deal.needs,
    )


def _whole(value: Fraction, scale: int) -> int:
    return value.numerator * (scale // value.denominator)


def _row(
    deal: Deal, step: int, pieces: Sequence[int], unit: Fraction
) -> tuple[Fraction, list[Fraction]]:
    """Return the constant of a step and what a piece of every other adds."""
    i = deal.actor[step]
    constant = deal.start[i] + deal.gain[step] - deal.penalty[step] - deal.complete[i]
    row = []
    for k in range(deal.n_steps):
        adds = deal.kept[k][i]
        if deal.actor[k] != i:
            if adds > 0:
                adds -= deal.undone[k] * deal.kept[k][i]
            if not deal.stops[step] >> k & 1:
                constant += deal.value[k][i]
                adds -= deal.value[k][i]
        row.append(adds / pieces[k] / unit)
    return constant / unit, row


def _anyway(deal: Deal, step: int, unit: Fraction) -> list[Fraction]:
    """Return what the performer of a step gets of each step that its refusal does not stop."""
    i, found = deal.actor[step], [Fraction(0)] * deal.n_steps
    for k in bits(deal.everything & ~deal.stops[step]):
        if deal.actor[k] != i:
            found[k] = deal.value[k][i] / unit
    return found


def _late(deal: Deal, step: int, unit: Fraction) -> list[Fraction]:
    """Return what each step adds when it is not stopped in time; nothing when never stopped."""
    i, found = deal.actor[step], [Fraction(0)] * deal.n_steps
    if deal.notice[step]:
        for k in bits(deal.stops[step] & deal.everything):
            if deal.actor[k] != i:
                found[k] = deal.value[k][i] / unit
    return found
