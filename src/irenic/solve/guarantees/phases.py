r"""Phases without an end: how patient parties have to be to keep on, and how often to inspect.

Within a phase that repeats (a ceasefire, a shared revenue) each party compares what a breach gives
once with what it loses from the next period on.  :math:`\delta` is what a unit of the next period
is worth now, times the chance that there is a next period.  Every threshold is the least discount
factor that is enough; ``None`` says that none below 1 is.

References
----------
James W. Friedman, "A Non-cooperative Equilibrium for Supergames", Review of Economic Studies 38
(1971) 1-12.
Susanne Goldlücke and Sebastian Kranz, "Infinitely repeated games with public monitoring and
monetary transfers", Journal of Economic Theory 147 (2012) 1191-1221.
Andrew Kydd, "Trust, Reassurance, and Cooperation", International Organization 54 (2000) 325-357.
Melvin Dresher, "A Sampling Inspector Problem in Arms Control Agreements", RAND RM-2972 (1962).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb

__all__ = [
    "for_split",
    "grim_trigger",
    "inspection_game",
    "inspections_needed",
    "peace_dividend",
    "split",
    "trust_to_cooperate",
    "with_transfers",
]


def grim_trigger(keeps: Fraction, breaks: Fraction, punished: Fraction, /) -> Fraction | None:
    r"""Return :math:`(d - c) / (d - p)`: c by keeping to it, d by breaking once, p ever after.

    Examples
    --------
    >>> grim_trigger(Fraction(3), Fraction(5), Fraction(1))
    Fraction(1, 2)
    """
    if breaks <= keeps:
        return Fraction(0)
    return (breaks - keeps) / (breaks - punished) if keeps > punished else None


def peace_dividend(
    gain: Fraction, flow: Fraction, /, forgiven: Fraction = Fraction(0)
) -> Fraction | None:
    r"""Return :math:`g / (g + f)`: g gained once, f per period lost ever after.

    ``forgiven`` is the chance that the breach is forgiven and the flow goes on: the loss then
    counts for :math:`1 - \rho` of itself.

    Examples
    --------
    >>> peace_dividend(Fraction(6), Fraction(2))
    Fraction(3, 4)
    """
    if gain <= 0:
        return Fraction(0)
    lost = flow * (1 - forgiven)
    return gain / (gain + lost) if lost > 0 else None


def with_transfers(
    joint: Fraction, breaks: Sequence[Fraction], punished: Sequence[Fraction], /
) -> Fraction | None:
    r"""Return the threshold when payments between the parties can be part of the phase.

    Only totals matter then: :math:`\delta^* = (\sum c_i - G) / (\sum c_i - \sum v_i)` with G what
    they have together, c_i what i gets by breaking once, v_i what it has when punished.  This
    presupposes that money can be moved between them, at the same value to both.

    Examples
    --------
    >>> four, five, one = Fraction(4), Fraction(5), Fraction(1)
    >>> with_transfers(Fraction(6), [five, four], [one, one])
    Fraction(3, 7)
    """
    return grim_trigger(joint, sum(breaks, Fraction(0)), sum(punished, Fraction(0)))


def split(
    breaks: Sequence[Fraction], punished: Sequence[Fraction], delta: Fraction, /
) -> tuple[Fraction, ...]:
    r"""Return the least that each has to get per period to keep on: :math:`(1-\delta)c + \delta v`.

    Examples
    --------
    >>> least = split([Fraction(5), Fraction(4)], [Fraction(1)] * 2, Fraction(3, 7))
    >>> [str(x) for x in least]
    ['23/7', '19/7']
    """
    pairs = zip(breaks, punished, strict=True)
    return tuple((1 - delta) * c + delta * v for c, v in pairs)


def for_split(
    shares: Sequence[Fraction], breaks: Sequence[Fraction], punished: Sequence[Fraction], /
) -> Fraction | None:
    """Return the threshold for a given split: that of the party which needs most patience."""
    each = [grim_trigger(y, c, v) for y, c, v in zip(shares, breaks, punished, strict=True)]
    known = [x for x in each if x is not None]
    return max(known) if len(known) == len(each) else None


def trust_to_cooperate(
    both: Fraction, alone: Fraction, exploiting: Fraction, neither: Fraction, /
) -> Fraction | None:
    r"""Return how sure one has to be that the other cooperates, to cooperate oneself.

    .. math:: t^* = \frac{DD - CD}{(CC - DC) + (DD - CD)}

    Parameters
    ----------
    both, alone, exploiting, neither : Fraction
        CC, CD (one cooperates alone), DC, DD.

    Returns
    -------
    Fraction or None
        ``None``: exploiting is better than cooperating even with somebody who surely cooperates.

    Examples
    --------
    >>> trust_to_cooperate(Fraction(4), Fraction(0), Fraction(3), Fraction(2))
    Fraction(2, 3)
    """
    risk, reward = neither - alone, both - exploiting
    if risk <= 0:
        return Fraction(0)
    return risk / (reward + risk) if reward >= 0 else None


def inspections_needed(
    gain: Fraction, sanction: Fraction, /, finds: Fraction = Fraction(1)
) -> Fraction | None:
    r"""Return how often to inspect so that a violation does not pay: :math:`g / (g + s)` of it.

    Parameters
    ----------
    gain, sanction : Fraction
        What a violation brings when it is not found, and costs when it is.
    finds : Fraction
        How surely one inspection finds it.

    Returns
    -------
    Fraction or None
        The probability of an inspection; above 1 no number is enough.

    Examples
    --------
    >>> inspections_needed(Fraction(2), Fraction(6), Fraction(1, 2))
    Fraction(1, 2)
    """
    if gain <= 0:
        return Fraction(0)
    return gain / (gain + sanction) / finds if finds > 0 and gain + sanction > 0 else None


def inspection_game(periods: int, inspections: int, /) -> Fraction:
    r"""Return the value to the inspector of m inspections in n periods, with one violation.

    .. math:: -\binom{n-1}{m} \Big/ \sum_{i \le m} \binom{n}{i}

    from -1 (a violation is never found) to 0 (there is none that pays).  Both sides mix secretly.
    There is at least one period.

    Examples
    --------
    >>> inspection_game(4, 2)
    Fraction(-3, 11)
    """
    chances = sum(comb(periods, i) for i in range(inspections + 1))
    return -Fraction(comb(periods - 1, inspections), chances)
