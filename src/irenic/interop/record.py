"""Sentences in a case that carry what the model has no place for, written and read back.

A discount does not change any score of a case, since a case has no clock.  It is kept where a
reader of the case sees it, in the evidence of the party's preference, and an export to a
form that has discounts finds it there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from irenic.model import Case, Evidence, Preference, parse_number, show_number

__all__ = ["ABOUT", "Discount", "discount_of", "is_record"]

#: How the description of a case starts that was imported; see :func:`irenic.interop.draft.build`.
ABOUT = "Imported from "
_FILE = "Profile file "
_DISCOUNT = re.compile(r"Discount factor (\S+) by (\w+):")


@dataclass(frozen=True, slots=True)
class Discount:
    """Scores are multiplied by ``factor`` to the power of a clock (``relative_time``, ``step``)."""

    factor: Fraction
    clock: str

    def __str__(self) -> str:
        """Return the sentence that :func:`discount_of` reads."""
        number = show_number(self.factor)
        clocks = {"relative_time": "the time passed, from 0 to 1", "step": "the rounds passed"}
        power = clocks.get(self.clock, self.clock)
        return (
            f"Discount factor {number} by {self.clock}: a deal at t ({power}) is worth its score "
            f"times {number}^t. The scores here are not discounted."
        )


def discount_of(case: Case, preference: Preference, /) -> Discount | None:
    """Return the discount that the evidence of a preference records."""
    for item in case.evidence:
        match = _DISCOUNT.search(item.says) if item.id in preference.evidence else None
        if match:
            try:
                return Discount(parse_number(match[1]), match[2])
            except ValueError:
                continue
    return None


def is_record(item: Evidence, /) -> bool:
    """Return whether an evidence entry is one that an import wrote."""
    return item.citation.startswith(_FILE) and not item.date and not item.url
