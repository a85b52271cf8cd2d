r"""A deal as steps with values: collapse values, temptations and exposures.

For party i and the set S of steps done so far

.. math::
    U_i = \sum_k v_{ik}, \qquad b_i(S) = b^0_i + \sum_{k \in S} \beta_{ik}

are what it has when the deal is completed, and when the process stops after S.  When it is party
i's turn to perform step k, what it gains by refusing is its *temptation*

.. math::
    T = b_i(S) + g_k + \sum_{l\ \text{not noticed in time}} v_{il}
        + \sum_{l\ \text{not stopped}} v_{il} - \text{taken back} - P_{ik} - U_i

and the deal holds at this step when :math:`T \le 0`.  What it risks is its *exposure*
:math:`b^0_i - b_i(S)`, less what it would be compensated.  If no step tempts its performer,
"everybody performs" is a subgame-perfect outcome of performing or stopping, step by step, because a
single deviation ends the process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

__all__ = ["Deal", "Moment", "Position", "bits"]

Vector = tuple[Fraction, ...]


def bits(steps: int, /) -> Iterator[int]:
    """Yield the members of a set of steps, ascending.

    Examples
    --------
    >>> list(bits(0b1011))
    [0, 1, 3]
    """
    while steps:
        low = steps & -steps
        yield low.bit_length() - 1
        steps ^= low


@dataclass(frozen=True, slots=True)
class Position:
    """Where a party stands after some steps: b_i(S), exposure (positive: worse off than b0)."""

    collapse: Fraction
    exposure: Fraction


@dataclass(frozen=True, slots=True)
class Moment:
    """One step of an order: who performs it, how tempted it is to refuse, where all stand then.

    ``temptation`` is what the performer gains by refusing (at most 0: it performs); ``before``
    and ``after`` are the positions of all parties before and after the step.
    """

    step: int
    actor: int
    temptation: Fraction
    before: tuple[Position, ...]
    after: tuple[Position, ...]


@dataclass(frozen=True)
class Deal:
    """Steps with their values to each party, and what holds them.

    Parameters
    ----------
    actor : tuple of int, shape (m,)
        Who performs each step.
    value, kept : tuple of tuple of Fraction, shape (m, n)
        What a step is worth to each party when the deal is completed, and when it collapses.
    start : tuple of Fraction, shape (n,)
        b0: what each party has without a deal.
    caps : tuple of Fraction or None, shape (n,)
        The greatest exposure each party accepts; ``None`` for no limit.
    gain : tuple of Fraction, shape (m,)
        What the performer gets in addition by refusing.
    penalty : tuple of Fraction, shape (m,)
        What the performer expects to lose by refusing.
    cover : tuple of tuple of Fraction, shape (m, n)
        What party i expects to be compensated when step k is refused.
    needs : tuple of int, shape (m,)
        The set of steps that have to be done before.
    stops : tuple of int, shape (m,)
        The set of steps (of others) that are not performed once step k is refused.
    notice : tuple of int, shape (m,)
        How many further steps of others happen before a refusal is noticed.
    undone : tuple of Fraction, shape (m,)
        The share of what others have received by step k that is taken back on a refusal.
    bonus : tuple of Fraction, shape (n,), optional
        What each party gets from outside when, and only when, the deal is completed.
    """

    actor: tuple[int, ...]
    value: tuple[Vector, ...]
    kept: tuple[Vector, ...]
    start: Vector
    caps: tuple[Fraction | None, ...]
    gain: Vector
    penalty: Vector
    cover: tuple[Vector, ...]
    needs: tuple[int, ...]
    stops: tuple[int, ...]
    notice: tuple[int, ...]
    undone: Vector
    bonus: Vector = ()

    @property
    def n_steps(self) -> int:
        """Return the number m of steps."""
        return len(self.actor)

    @property
    def n_parties(self) -> int:
        """Return the number n of parties."""
        return len(self.start)

    @property
    def everything(self) -> int:
        """Return the set of all steps."""
        return (1 << self.n_steps) - 1

    @cached_property
    def complete(self) -> Vector:
        """Return U_i: what each party has of the completed deal, counted from today."""
        bonus = self.bonus or (Fraction(0),) * self.n_parties
        return tuple(sum((row[i] for row in self.value), bonus[i]) for i in range(self.n_parties))

    def collapse(self, party: int, done: int, /) -> Fraction:
        """Return b_i(S): what a party has when the process stops after some steps."""
        return self.start[party] + sum((self.kept[k][party] for k in bits(done)), Fraction(0))

    def exposure(self, party: int, done: int, /) -> Fraction:
        """Return how much worse off than without a deal a party is when the process stops."""
        return self.start[party] - self.collapse(party, done)

    def may(self, step: int, done: int, /) -> bool:
        """Return whether a step can come next."""
        return not done >> step & 1 and self.needs[step] & ~done == 0

    def temptation(self, step: int, done: int, later: Sequence[int], /) -> Fraction:
        """Return what the performer of a step gains by refusing it.

        Parameters
        ----------
        done : int
            The steps done so far.
        later : sequence of int
            The steps that would follow this one, in their order; it matters only for steps that
            still happen before a refusal is noticed.
        """
        i = self.actor[step]
        others = [k for k in later if self.actor[k] != i]
        unstopped = [k for k in others if not self.stops[step] >> k & 1]
        unnoticed = [k for k in later[: self.notice[step]] if self.actor[k] != i]
        still = sum((self.value[k][i] for k in {*unstopped, *unnoticed}), Fraction(0))
        back = sum(
            (
                self.undone[k] * self.kept[k][i]
                for k in bits(done)
                if self.actor[k] != i and self.kept[k][i] > 0
            ),
            Fraction(0),
        )
        refuses = self.collapse(i, done) + self.gain[step] + still - back - self.penalty[step]
        return refuses - self.complete[i]

    def moments(self, order: Sequence[int], /) -> tuple[Moment, ...]:
        """Return an order step by step: temptation of each performer, positions of everybody.

        Complexity: O(m^2 n).
        """
        found, done = [], 0
        here = self._positions(0)
        for place, step in enumerate(order):
            tempted = self.temptation(step, done, order[place + 1 :])
            done |= 1 << step
            after = self._positions(done)
            found.append(Moment(step, self.actor[step], tempted, here, after))
            here = after
        return tuple(found)

    def _positions(self, done: int) -> tuple[Position, ...]:
        return tuple(
            Position(self.collapse(i, done), self.exposure(i, done)) for i in range(self.n_parties)
        )

    def accepted(self, party: int, /) -> bool:
        """Return whether a party is at least as well off with the completed deal as without it."""
        return self.complete[party] >= self.start[party]
