"""How far an answer can be trusted: one status for every result."""

from __future__ import annotations

from enum import Enum

__all__ = ["Status"]


class Status(Enum):
    """What kind of answer a result is.

    "No", "unknown" and "limit reached" are different values, because a mediator acts
    differently on each.
    """

    OPTIMAL = "optimal"
    NO_ZONE = "no-zone"
    NO_STRICT_GAIN = "no-strict-gain"
    INFEASIBLE = "infeasible"
    LIMIT = "limit-reached"
    UNKNOWN = "unknown"

    @property
    def meaning(self) -> str:
        """Return the status as a sentence without its full stop."""
        return _MEANINGS[self]


_MEANINGS = {
    Status.OPTIMAL: "the answer is exact and complete",
    Status.NO_ZONE: "no package is acceptable to everyone whose agreement the method needs",
    Status.NO_STRICT_GAIN: "no package is strictly better than no deal for every party",
    Status.INFEASIBLE: "no package satisfies every rule",
    Status.LIMIT: "a stated limit stopped the search; the answer is partial",
    Status.UNKNOWN: "the case does not say enough to answer",
}
