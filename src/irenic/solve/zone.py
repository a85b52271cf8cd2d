"""Which packages carry: the decision rule, on utilities of a space and inside a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from typing import TYPE_CHECKING, Any

from irenic.solve.blocks import Plan, Vector
from irenic.solve.decision_boxes import decision_boxes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.pruned import Rule

    Array = NDArray[Any]

__all__ = ["DecisionRule", "inside_floors"]


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """Who has to accept: at least ``at_least`` parties, those in ``must`` among them.

    A party accepts what is at least its floor.  A floor of ``None`` is unknown; such a
    party is never counted as accepting, so that what carries here certainly carries.

    Examples
    --------
    >>> rule = DecisionRule((2, 5, None), 1, ())
    >>> rule.carries((0, 5, 9)), rule.boxes()
    (True, ((2, None, None), (None, 5, None)))
    """

    floors: tuple[int | None, ...]
    at_least: int
    must: tuple[int, ...] = ()

    @classmethod
    def of(
        cls, floors: Sequence[int | None], at_least: int | None = None, must: Sequence[int] = ()
    ) -> DecisionRule:
        """Return a rule; everyone has to accept when ``at_least`` is not given."""
        needed = len(floors) if at_least is None else at_least
        return cls(tuple(floors), needed, tuple(sorted(set(must))))

    def carries(self, u: Sequence[int], /) -> bool:
        """Return whether a utility vector certainly carries."""
        yes = [f is not None and x >= f for x, f in zip(u, self.floors, strict=True)]
        return sum(yes) >= self.at_least and all(yes[i] for i in self.must)

    @property
    def unanimous(self) -> bool:
        """Return whether every party has to accept."""
        return len({*self.must}) == len(self.floors) or self.at_least >= len(self.floors)

    def sets(self) -> int:
        """Return the number of smallest sets of parties that carry a package alone."""
        others = [i for i, f in enumerate(self.floors) if f is not None and i not in self.must]
        missing = max(0, self.at_least - len(self.must))
        return 0 if any(self.floors[i] is None for i in self.must) else comb(len(others), missing)

    def boxes(self) -> tuple[tuple[int | None, ...], ...]:
        """Return the floors of each smallest set of parties that carries a package alone.

        A package carries exactly when it keeps the floors of one of them.
        """
        return decision_boxes(self.floors, self.at_least, self.must)

    def inside(self, plan: Plan, dtype: Any) -> Rule:
        """Return the rule in the units of a plan."""
        import numpy as np

        from irenic.solve.pruned import Rule

        known = np.array([f is not None for f in self.floors], dtype=bool)
        floors: Array = np.array(inside_floors(plan, self.floors), dtype=dtype)
        return Rule(floors, known, self.at_least, self.must)


def inside_floors(plan: Plan, floors: Sequence[int | None], /) -> Vector:
    """Return floors in the units of a plan, rounded up; 0 where there is none.

    A floor that nothing reaches is one above the span.
    """
    found = []
    for f, b, g, top in zip(floors, plan.base, plan.unit, plan.span, strict=True):
        found.append(0 if f is None else min(max(0, -((b - f) // g)), top + 1))
    return tuple(found)
