r"""Why no repair changes less: multipliers whose bound on the kept issues anybody can check.

For any :math:`\lambda \ge 0` and every feasible package *x* in a box with floors *f*,

.. math:: \text{kept}(x) \le \text{kept}(x) + \sum_i \lambda_i (u_i(x) - f_i)
          \le \max_y \Bigl(\text{kept}(y) + \sum_i \lambda_i u_i(y)\Bigr) - \sum_i \lambda_i f_i.

Without rules and terms the maximum on the right is a sum of one maximum per issue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from irenic.errors import LimitReached
from irenic.solve.blocks import Plan, plan_blocks
from irenic.solve.goals import Goal
from irenic.solve.optimum import Box
from irenic.solve.repair import Picks, counting_space
from irenic.solve.space import Space

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from irenic.solve.network import Network

    Array = NDArray[Any]

__all__ = ["KeptBound", "kept_bounds"]

#: Rounds of the pattern search that sharpens the multipliers: first step (of the logarithm)
#: and how it shrinks from round to round.
ROUNDS = 40
_STEPS = (0.7, 0.87)


@dataclass(frozen=True, slots=True)
class KeptBound:
    """For one box: ``multipliers`` per party, and the bound on kept issues that they prove."""

    box: Box
    multipliers: tuple[Fraction, ...]
    bound: Fraction


def kept_bounds(space: Space, picks: Picks, boxes: Sequence[Box], /) -> tuple[KeptBound, ...]:
    """Return one bound per box on how many issues a package in it can keep as proposed.

    Parameters
    ----------
    space : Space
    picks : Picks
    boxes : sequence of Box

    Returns
    -------
    tuple of KeptBound
        Empty when the rules leave nothing, or are entangled too widely for a bound.

    Notes
    -----
    Floating point chooses the multipliers; the bounds are exact.

    Examples
    --------
    >>> space = Space(1, (((0,), (4,)), ((0,), (4,))))
    >>> [found] = kept_bounds(space, (0, 0), [(4,)])
    >>> int(found.bound)
    1
    """
    plan = plan_blocks(counting_space(space, picks))
    if plan.impossible:
        return ()
    import numpy as np

    from irenic.solve.network import build_network

    try:
        network = build_network(plan)
    except LimitReached:
        return ()
    tops = network.support(np.eye(plan.n_parties, dtype=network.dtype))[0][0].tolist()
    if any(x == -float("inf") for x in tops):
        return ()
    top = plan.utility([int(x) for x in tops])
    return tuple(_bound(plan, network, box, top) for box in boxes)


def _bound(plan: Plan, network: Network, box: Box, top: Sequence[int]) -> KeptBound:
    import numpy as np

    from irenic.solve.dual import best_multipliers

    n = len(box)
    short = [(i, f - top[i]) for i, f in enumerate(box) if f is not None and top[i] < f]
    if short:  # nobody can satisfy this party even alone; a large multiplier shows it
        [(party, gap), *_] = short
        row = tuple(Fraction(int(i == party) * (top[-1] + 1), gap) for i in range(n))
        return KeptBound(box, row, Fraction(-1))
    pairs = zip((*box, None), plan.base, plan.unit, strict=True)  # the last counts kept issues
    low = [0 if f is None else max(0, -((b - f) // g)) for f, b, g in pairs]
    goal = Goal("sum", (*(0,) * n, 1), (0,) * (n + 1)).rescaled(plan.base, plan.unit)
    best, _ = best_multipliers(network, goal, np.array(low, dtype=network.dtype))
    best[:n] = np.where([f > 0 for f in low[:n]], best[:n], 0.0)
    found = _exact(plan, network, box, best[None])[0]
    for k in range(ROUNDS):
        some = best * np.exp(_STEPS[0] * _STEPS[1] ** k * _directions(n))
        tried = _exact(plan, network, box, some)
        j = min(range(len(tried)), key=lambda j: tried[j].bound)
        if tried[j].bound < found.bound:
            best, found = some[j], tried[j]
    return found


def _directions(n: int) -> Array:
    """Return the steps of a pattern search in logarithms: one multiplier, or all, up or down."""
    import numpy as np

    one = np.concatenate([np.eye(n, n + 1), np.ones((1, n + 1))])
    one[:, n] = 0.0
    return np.concatenate([one, -one])


def _exact(plan: Plan, network: Network, box: Box, rows: Array) -> list[KeptBound]:
    """Return what each row of multipliers proves, in units of kept issues."""
    from irenic.solve.dual import whole_multipliers

    n = len(box)
    whole = whole_multipliers(network, rows)
    tops = network.support(whole)[0][0].tolist()
    found = []
    for row, top in zip(whole.tolist(), tops, strict=True):
        most = Fraction(int(top))
        rate = [Fraction(int(x), g) for x, g in zip(row, plan.unit, strict=True)]
        for r, b, f in zip(rate, plan.base, (*box, 0), strict=True):
            most += r * (b - (f or 0))
        found.append(KeptBound(box, tuple(r / rate[-1] for r in rate[:n]), most / rate[-1]))
    return found
