"""A primal-dual interior-point method for the greatest sum of logarithms.

Floating point: it only finds out which shares are at the margin; what is proved from it is
proved in fractions (:mod:`irenic.solve.nash_shares`).

References
----------
S. J. Wright, "Primal-Dual Interior-Point Methods", SIAM (1997).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["interior_point"]

#: Most steps, and the complementarity at which the method stops.
STEPS, CLOSE = 120, 1e-14


def interior_point(slopes: Array, offset: Array, member: Array, width: Array, x: Array) -> Array:
    r"""Return x that maximises :math:`\sum_i \log (\text{offset} + \text{slopes} \, x)_i`.

    Parameters
    ----------
    slopes : array of shape (n_parties, n_cells)
    offset : array of shape (n_parties,)
    member : array of shape (n_pools, n_cells)
        Ones and zeros; ``member @ x`` stays as it is at the start.
    width : array of shape (n_cells,)
        Upper bounds, or infinity; the lower bounds are 0.
    x : array of shape (n_cells,)
        A start strictly within the bounds, with a positive sum for every party.

    Notes
    -----
    One linear system of n_cells + n_pools unknowns a step, about twenty steps.
    """
    bounded = np.isfinite(width)
    total = member @ x
    gain = offset + slopes @ x
    level = max(float(np.abs(slopes.T @ (1 / gain)).max()), 1e-9)
    low = np.full(len(x), level)
    high = np.where(bounded, level, 0.0)
    price: Array = np.full(len(member), level)
    for _ in range(STEPS):
        gain = offset + slopes @ x
        room = np.where(bounded, width - x, 1.0)
        pairs = float(low @ x + high @ room) / (len(x) + bounded.sum())
        if pairs < CLOSE * max(1.0, float(np.abs(price).max())):
            break
        mu = 0.1 * pairs
        hessian = (slopes / gain[:, None]).T @ (slopes / gain[:, None])
        hessian += np.diag(low / x + np.where(bounded, high / room, 0.0))
        pull = slopes.T @ (1 / gain) + mu / x - np.where(bounded, mu / room, 0.0)
        q = len(member)
        matrix = np.block([[hessian, member.T], [member, np.zeros((q, q))]])
        right = np.concatenate([pull, total - member @ x])
        try:
            solved = np.linalg.solve(matrix, right)
        except np.linalg.LinAlgError:
            break
        dx, price = solved[: len(x)], solved[len(x) :]
        dlow = mu / x - low - low / x * dx
        dhigh = np.where(bounded, mu / room - high + high / room * dx, 0.0)
        step = 1.0
        ends = [(x, dx), (low, dlow), (gain, slopes @ dx)]
        ends += [(room[bounded], -dx[bounded]), (high[bounded], dhigh[bounded])]
        for now, change in ends:
            falling = change < 0
            if falling.any():
                step = min(step, 0.99 * float((-now[falling] / change[falling]).min()))
        x, low, high = x + step * dx, low + step * dlow, high + step * dhigh
    return x
