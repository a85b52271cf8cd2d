"""Corners at which no weights prove enough, settled by looking for a package above them.

Weighted sums do not see gaps between packages.  Where a few corners keep the bound of a list
from coming down, a pruned merge (:mod:`irenic.solve.pruned`) either finds a package more than
epsilon above the corner, which joins the list, or shows that there is none.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.errors import LimitReached
from irenic.solve.cover_search import Measure, Search
from irenic.solve.paths import path_of
from irenic.solve.pruned import Cuts, Rule, pruned_merge, viable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Settler"]

#: With more open corners than this the list is far from complete, and searching too slow.
MAX_OPEN = 400
#: Searches for one list.
MAX_SEARCHES = 1_500
#: Corners searched before the list is measured again.
BATCH = 40
#: A search with more partial packages than this is given up.
MAX_PARTIAL = 20_000
#: Multipliers that prune a search: those that bound the corner best.
POOL = 12


class Settler:
    """Corners that are settled: no package lies more than ``asked`` above them."""

    def __init__(self, search: Search, asked: Fraction) -> None:
        self.search, self.asked = search, asked
        self.settled: list[Array] = []
        self.searches = 0
        sizes = [int(r) * asked for r in search.ranges.tolist()]
        # Whole scores that exceed c + asked * R are at least c + floor(asked * R) + 1.
        self.step = np.array([int(x) + 1 for x in sizes], dtype=search.network.dtype)

    def open_corners(self, measure: Measure, target: float) -> Array:
        """Return the corners of a measure that are neither bounded well enough nor settled."""
        corners = measure.corners[measure.worst > target]
        known = self.mask(corners)
        found: Array = corners[~known]
        return found

    def mask(self, corners: Array) -> Array:
        """Return which corners lie on or above a settled one: these are settled as well."""
        found = np.zeros(len(corners), dtype=bool)
        for low in self.settled:
            found |= (corners >= low).all(axis=1).astype(bool)
        return found

    def run(self, measure: Measure, target: float) -> Measure:
        """Settle corners until none is open, and return the measure of the list then.

        Raises
        ------
        LimitReached
            When there are too many corners, or a search takes too long.
        """
        while True:
            left = self.open_corners(measure, target)
            if not len(left):
                return measure
            if len(left) > MAX_OPEN or self.searches > MAX_SEARCHES:
                raise LimitReached(
                    f"{len(left)} corners of the list are left, and weighted sums of scores "
                    "prove no more"
                )
            found = []
            for corner in left[:BATCH]:
                path = self._beyond(corner)
                if path is None:
                    self.settled.append(corner)
                else:
                    found.append(path)
            if found:
                self.search.add(np.array(found, dtype=np.intp), np.zeros(len(found), dtype=bool))
                measure = self.search.measure(self.search.listed)

    def _beyond(self, corner: Array) -> Array | None:
        """Return the path of a package more than asked above a corner; None when none is."""
        search = self.search
        for box in range(len(search.boxes)):
            floor = np.maximum(search.boxes[box], search.low)
            counted = (corner >= floor) & (search.ranges > 0)
            wanted = np.maximum(np.where(counted, corner + self.step, floor), floor)
            path = self._reaching(wanted, search.known[tuple(corner.tolist())][1][box])
            if path is not None:
                return path
        return None

    def _reaching(self, wanted: Array, row: int) -> Array | None:
        """Return the path of a package with at least these scores."""
        search = self.search
        self.searches += 1
        search.budget.check()
        n = len(wanted)
        if (wanted > search.low + search.ranges).any():
            return None
        rule = Rule(wanted, np.ones(n, dtype=bool), n, ())
        near = np.abs(search.weights - search.weights[row]).sum(axis=1)
        pool = search.pool[np.argsort(near, kind="stable")[:POOL]]
        least = (pool * wanted).sum(axis=1)
        nothing = np.zeros(len(pool))
        cuts = Cuts(rule, pool, least, nothing, nothing)
        if (search.network.support(pool)[0][0] < least).any():
            return None
        network = viable(search.network, cuts)
        if any(not len(stage.vectors) for stage in network.stages):
            return None
        quiet = replace(search.budget, progress=None)
        left = pruned_merge(network, cuts, max_points=MAX_PARTIAL, budget=quiet)
        if not len(left.points):
            return None
        above = search.parts(left.points) - search.parts(wanted)
        best = left.points[int(above.min(axis=1).argmax())]
        plan = search.network.plan
        package = left.trail.one(plan.utility(best.tolist()))
        if package is None:  # its way back is in the trail; never take it for "there is none"
            raise LimitReached("a package above a corner could not be traced back")
        return path_of(search.network, package)
