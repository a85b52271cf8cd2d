"""The best packages that mix options with divisible issues, exact, for any number of parties.

1. Multipliers bound a goal from above; the divisible issues add their own support to that of
   the options (:mod:`irenic.solve.pools`), so the bounds work as without them.
2. The options are merged with every cut that the best package known allows, what the shares
   can add at most being granted to each partial package (:mod:`irenic.solve.pruned`).
3. What is left is looked at in the order of its bound: an exact program finds the best
   division beside each choice of options, and its multipliers cut away others.

Nothing at least as good can be missing.  When a limit stops the search, the answer is the best
known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from irenic.errors import LimitReached
from irenic.solve.blocks import Plan, plan_blocks
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.mixed_goals import MixedGoal
from irenic.solve.mixed_search import Best, Floors, Search, Winner
from irenic.solve.pools import Pools
from irenic.solve.result import Status
from irenic.solve.space import Space

if TYPE_CHECKING:
    from irenic.solve.network import Network

__all__ = ["Best", "Floors", "Mixture", "Winner"]

ZERO = Fraction(0)


@dataclass(frozen=True)
class Mixture:
    """The options of a space, and divisible issues beside them.

    ``scale[i]`` times a utility of party *i* is in the units of the space.  ``modes`` are the
    pools, see :func:`irenic.solve.pools.modes_of`.

    Examples
    --------
    >>> from irenic.solve.pools import modes_of
    >>> line = [(ZERO, ZERO), (Fraction(1), Fraction(4))]
    >>> mixture = Mixture.of(Space(2, (((3, 0), (0, 2)),)), (1, 1),
    ...                      modes_of([[(0, line), (1, line)]], 2))
    >>> best = mixture.best(MixedGoal("leximin", (Fraction(1),) * 2, (ZERO,) * 2))
    >>> [str(u) for u in best.winners[0].utilities], best.winners[0].package
    (['7/2', '7/2'], (0,))
    """

    plan: Plan
    scale: tuple[int, ...]
    modes: tuple[Pools, ...]
    network: Network | None = field(repr=False)
    reason: str = ""

    @staticmethod
    def of(space: Space, scale: Sequence[int], modes: Sequence[Pools], /) -> Mixture:
        """Prepare a mixture; when the options are linked too widely, its ``reason`` says so."""
        plan = plan_blocks(space)
        if plan.impossible:
            return Mixture(plan, tuple(scale), tuple(modes), None)
        from irenic.solve.network import build_network

        try:
            return Mixture(plan, tuple(scale), tuple(modes), build_network(plan))
        except LimitReached as stop:
            return Mixture(plan, tuple(scale), tuple(modes), None, str(stop))

    def best(
        self,
        goal: MixedGoal,
        /,
        *,
        boxes: Sequence[Floors] = (),
        budget: Budget = UNLIMITED,
    ) -> Best:
        """Return the best packages under a goal within some of the boxes (none: anywhere).

        Of choices of options that tie, all are found whose options are not worse for somebody
        and better for nobody; each comes with one division.  Where several divisions tie (a
        sum), it is the one whose smallest compared value is greatest, then the next.
        """
        if self.plan.impossible or not self.modes:
            return Best(Status.INFEASIBLE)
        if self.network is None:
            return Best(Status.LIMIT, reason=self.reason)
        search = Search(self.plan, self.scale, self.modes, self.network, goal, budget)
        return search.over(boxes or [(None,) * self.plan.n_parties])
