r"""The Pareto frontier within the zone of agreement, for any number of parties.

The zone's frontier is what can be asked for when the whole frontier is too large: the cut
at the no-deal values often leaves a small part of it.

*Efficient in the zone* and *efficient among all packages, and in the zone* are the same.
Carrying is monotone: if *x* carries and *y* is at least as good for everyone, then whoever
accepts *x* accepts *y*, so *y* carries as well.  Hence a package of the zone that is dominated
by any feasible package is dominated by one of the zone, and

.. math:: \{u \in Z : \text{no } v \in Z \text{ dominates } u\}
          = \{u \in Z : \text{no feasible } v \text{ dominates } u\}.

For the same reason dominated partial sums may be dropped under any decision rule, unanimous
or not: what completes the worse one to a package that carries does so for the better one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.blocks import Plan, plan_blocks
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.frontier import MAX_POINTS, Frontier
from irenic.solve.result import Status
from irenic.solve.space import Space
from irenic.solve.zone import DecisionRule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.network import Network
    from irenic.solve.pruned import Cuts, Survivors

    Array = NDArray[Any]

__all__ = ["zone_frontier"]

#: With more partial packages than this, bounds on weighted sums of scores pay as well.
FEW_PARTIAL = 10_000
#: Weights of these sums.
WEIGHTS = 60


def zone_frontier(
    space: Space,
    floors: Sequence[int | None],
    /,
    *,
    at_least: int | None = None,
    must: Sequence[int] = (),
    max_points: int = MAX_POINTS,
    budget: Budget = UNLIMITED,
) -> Frontier:
    r"""Return the efficient utility vectors of the packages that certainly carry.

    Parameters
    ----------
    space : Space
    floors : sequence of shape (n_parties,)
        No-deal values in the units of the space; a party whose value is ``None`` is never
        counted as accepting.
    at_least : int, optional
        How many parties must accept; everyone by default.
    must : sequence of int
        Parties without whom no package carries.
    max_points : int
        A partial or final frontier with more points ends the search with status LIMIT.
    budget : Budget
        Time and memory; when they run out the status is LIMIT.

    Returns
    -------
    Frontier
        Status OPTIMAL, NO_ZONE, INFEASIBLE (no package satisfies every rule) or LIMIT.

    Notes
    -----
    A merge stage by stage (:mod:`irenic.solve.pruned`) in which a partial sum is kept only
    while the best that each party can still get satisfies the decision rule.  When many
    are left and everyone must agree, a partial sum *p* must also satisfy
    :math:`\lambda \cdot p + h_{rest}(\lambda) \ge \lambda \cdot \text{floors}` for
    :data:`WEIGHTS` weights.

    Examples
    --------
    >>> space = Space(2, (((3, 0), (2, 2), (0, 3)), ((1, 0), (0, 2))))
    >>> zone_frontier(space, (2, 2)).points, zone_frontier(space, (2, 2), at_least=1).points
    (((3, 2), (2, 4)), ((4, 0), (3, 2), (2, 4), (0, 5)))
    """
    rule = DecisionRule.of(floors, at_least, must)
    plan = plan_blocks(space)
    if plan.impossible:
        return Frontier(Status.INFEASIBLE, METHOD)
    from irenic.solve.network import build_network

    try:
        network = build_network(plan)
        if not _feasible(network):
            return Frontier(Status.INFEASIBLE, METHOD)
        left = _merged(network, rule, max_points, budget)
    except LimitReached as stop:
        return Frontier(Status.LIMIT, METHOD, reason=str(stop))
    if left is None:
        return Frontier(Status.NO_ZONE, METHOD)
    # Without issues there is no step that looks at the rule.
    keep = rule.inside(plan, network.dtype).may_hold(left.points)[::-1]
    if not keep.any():
        return Frontier(Status.NO_ZONE, METHOD)
    rows = left.points[::-1][keep].tolist()
    return Frontier(
        Status.OPTIMAL,
        METHOD,
        tuple(plan.utility(row) for row in rows),
        tuple(int(count) for count in left.counts[::-1][keep].tolist()),
        trail=left.trail,
    )


METHOD = "merge issue by issue, without what can no longer carry"


def _feasible(network: Network) -> bool:
    import numpy as np

    n = network.plan.n_parties
    top = network.support(np.eye(1, n, dtype=network.dtype))[0][0]
    return bool((top != -float("inf")).all())


def _merged(
    network: Network, rule: DecisionRule, max_points: int, budget: Budget
) -> Survivors | None:
    from irenic.solve.pruned import pruned_merge, viable

    plain = _cuts(network, rule, weighted=False)
    if rule.unanimous and len(rule.floors) > 1 and None not in rule.floors:
        few = min(max_points, FEW_PARTIAL)
        try:
            return pruned_merge(network, plain, max_points=few, budget=budget)
        except LimitReached:
            budget.check()
        plain = _cuts(network, rule, weighted=True)
        network = viable(network, plain)
        if any(not len(stage.vectors) for stage in network.stages):
            return None
    return pruned_merge(network, plain, max_points=max_points, budget=budget)


def _cuts(network: Network, rule: DecisionRule, *, weighted: bool) -> Cuts:
    import numpy as np

    from irenic.solve.dual import whole_multipliers
    from irenic.solve.pruned import Cuts

    plan: Plan = network.plan
    inner = rule.inside(plan, network.dtype)
    multipliers: Array = np.empty((0, plan.n_parties), dtype=network.dtype)
    if weighted:
        span = np.maximum(np.array([float(x) for x in plan.span]), 1.0)
        drawn = np.random.default_rng(0).exponential(size=(WEIGHTS, plan.n_parties))
        multipliers = whole_multipliers(network, drawn / span)
    least = multipliers @ inner.floors
    nothing = np.zeros(len(least))
    return Cuts(inner, multipliers, least, nothing, nothing)
