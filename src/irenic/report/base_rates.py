"""How settlements fared elsewhere: a few published figures, for context only.

Nothing else in the program reads them: they say nothing about the agreement at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

__all__ = ["BASE_RATES", "SELECTION", "BaseRate"]


@dataclass(frozen=True, slots=True)
class BaseRate:
    """One published figure: of what, when, how much of it, where it is printed."""

    what: str
    share: Fraction
    counts: str
    citation: str


#: Figures as printed; nothing is computed from them.
BASE_RATES = (
    BaseRate(
        "wars between states that ended at the table, 1940-1990",
        Fraction(55, 100),
        "",
        "Barbara F. Walter, The Critical Barrier to Civil War Settlement, International "
        "Organization 51 (1997), p. 335",
    ),
    BaseRate(
        "civil wars that ended at the table, 1940-1990",
        Fraction(20, 100),
        "",
        "Barbara F. Walter, The Critical Barrier to Civil War Settlement, International "
        "Organization 51 (1997), p. 335",
    ),
    BaseRate(
        "civil wars in which the parties negotiated",
        Fraction(17, 41),
        "17 of 41",
        "Barbara F. Walter, Designing Transitions from Civil War, International Security 24 "
        "(1999), p. 127",
    ),
    BaseRate(
        "of these negotiations, those that succeeded",
        Fraction(8, 17),
        "8 of 17",
        "Barbara F. Walter, Designing Transitions from Civil War, International Security 24 "
        "(1999), p. 127",
    ),
)

#: Why such figures do not say how much a guarantee helps.
SELECTION = (
    "Such figures describe which wars were settled and how, not what a clause would do. "
    "Guarantors and peacekeepers go where a settlement is least likely to last, so in raw counts "
    "agreements with them last less long; that is how the cases were selected, not an effect. "
    "No figure here enters any result on this page."
)
