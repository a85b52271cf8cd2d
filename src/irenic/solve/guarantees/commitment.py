r"""When a peace that both prefer cannot be agreed: first strikes, rising powers, fast shifts.

Two sides divide 1 (or B in all).  Fighting gives A the whole with probability p and costs c_A, c_B
once; :math:`\delta` is what a unit of the next period is worth now.

References
----------
James D. Fearon, "Rationalist Explanations for War", International Organization 49 (1995) 379-414.
Robert Powell, "War as a Commitment Problem", International Organization 60 (2006) 169-203.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Comparison", "fast_shift", "first_strike_range", "peace_range", "rising_power"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Peace breaks down when what is to be feared is more than what there is to share."""

    feared: Fraction
    bearable: Fraction

    @property
    def breaks(self) -> bool:
        """Return whether it does."""
        return self.feared > self.bearable


def peace_range(p: Fraction, cost_a: Fraction, cost_b: Fraction, /) -> tuple[Fraction, Fraction]:
    r"""Return the shares of A that both prefer to fighting: :math:`[p - c_A, p + c_B]`."""
    return first_strike_range(p, p, cost_a, cost_b)


def first_strike_range(
    first: Fraction, second: Fraction, cost_a: Fraction, cost_b: Fraction, /
) -> tuple[Fraction, Fraction]:
    r"""Return the shares of A at which nobody gains by striking first; empty when low > high.

    A wins with probability p_f when it strikes first and p_s when it strikes second:
    :math:`[p_f - c_A, p_s + c_B]`.

    Examples
    --------
    >>> half, edge = Fraction(1, 2), Fraction(1, 20)
    >>> low, high = first_strike_range(Fraction(3, 5), Fraction(2, 5), edge, edge)
    >>> low > high
    True
    """
    return first - cost_a, second + cost_b


def rising_power(
    now: Fraction, later: Fraction, cost_b: Fraction, delta: Fraction, /
) -> Comparison:
    r"""Compare for B, while A's chance rises from p1 to p2: to fight now or to wait.

    A makes the offers from the next period on, so B then gets what fighting would give it.  Even
    the whole of this period does not make up for it when

    .. math:: \delta p_2 - p_1 > c_B (1 - \delta)^2.
    """
    return Comparison(delta * later - now, cost_b * (1 - delta) ** 2)


def fast_shift(
    riser_now: Fraction,
    riser_next: Fraction,
    other_now: Fraction,
    whole: Fraction,
    delta: Fraction,
    /,
) -> Comparison:
    r"""Compare how fast a side's lock-in value rises with what there is to share.

    With M_i(t) what side i can lock in by fighting at t, and B the present value of everything,
    no agreement is efficient when

    .. math:: \delta M_2(t+1) - M_2(t) > B - [M_1(t) + M_2(t)].

    Examples
    --------
    >>> shift = fast_shift(Fraction(3), Fraction(8), Fraction(4), Fraction(10), Fraction(9, 10))
    >>> shift.feared, shift.bearable, shift.breaks
    (Fraction(21, 5), Fraction(3, 1), True)
    """
    return Comparison(delta * riser_next - riser_now, whole - (other_now + riser_now))
