r"""Would the victim really use the sanction?

A sanction that hurts the one who uses it more than letting the breach pass is not expected, and
holds nothing.  It counts when

.. math:: \text{cost of using it} \le \text{what letting it pass loses}

both in the unit of the one who would act; what it would lose in reputation belongs to the right
side.  With probability :math:`\rho` the two settle the matter anew instead: then only the part
:math:`1 - \rho` counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["SanctionUse", "most_renegotiation", "would_use"]


@dataclass(frozen=True, slots=True)
class SanctionUse:
    """Whether a sanction would be used, and what it counts for.

    ``room`` is what letting it pass loses less what using it costs: how much dearer its use may
    become (negative: how much cheaper it would have to be).  ``counts`` is what the one in breach
    has to expect, in its own unit.
    """

    used: bool
    room: Fraction
    counts: Fraction


def would_use(
    size: Fraction,
    cost: Fraction,
    passing: Fraction,
    /,
    *,
    renegotiation: Fraction = Fraction(0),
) -> SanctionUse:
    """Return whether the victim would use a sanction, and what it then counts for.

    Parameters
    ----------
    size : Fraction
        What the sanction costs the one in breach, in that party's unit.
    cost, passing : Fraction
        What using it costs the victim, and what letting the breach pass loses it, in its unit.
    renegotiation : Fraction
        The probability that it is settled anew instead.

    Raises
    ------
    ValueError
        When the probability is outside 0..1 or the size is negative.

    Examples
    --------
    >>> found = would_use(Fraction(4), Fraction(2), Fraction(3), renegotiation=Fraction(1, 4))
    >>> found.used, str(found.room), str(found.counts)
    (True, '1', '3')
    >>> would_use(Fraction(4), Fraction(2), Fraction(1)).counts
    Fraction(0, 1)
    """
    if not 0 <= renegotiation <= 1 or size < 0:
        raise ValueError("a probability is between 0 and 1, and a size is at least 0")
    used = cost <= passing
    counts = size * (1 - renegotiation) if used else Fraction(0)
    return SanctionUse(used, passing - cost, counts)


def most_renegotiation(temptation: Fraction, size: Fraction, /) -> Fraction | None:
    """Return the greatest probability of settling anew at which a sanction still holds a step.

    ``None`` when it does not hold it even if it is certain.

    Examples
    --------
    >>> most_renegotiation(Fraction(3), Fraction(4))
    Fraction(1, 4)
    """
    if temptation <= 0:
        return Fraction(1)
    return 1 - temptation / size if size >= temptation else None
