r"""Good multipliers: the weights at which the support function bounds a goal best.

For a concave goal *f* and any multipliers :math:`\lambda \ge 0`,
:math:`f(w) \le h(\lambda) + f^*(\lambda)`; the smallest such bound is close to the best
package when there are many issues.  It is searched for in floating point, by a quasi-Newton
method on a smoothed support function.  Nothing depends on its exactness: the multipliers are
rounded to whole numbers, and every number that a proof uses is computed from these.

References
----------
H. Everett, "Generalized Lagrange Multiplier Method for Solving Problems of Optimum Allocation
of Resources", Operations Research 11 (1963) 399-417.
Y. Nesterov, "Smooth Minimization of Non-Smooth Functions", Mathematical Programming 103 (2005)
127-152.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from irenic.solve.goals import Goal, Kind
from irenic.solve.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

__all__ = ["Smooth", "best_multipliers", "descend", "multipliers_around", "whole_multipliers"]

#: Smoothing, as parts of the range of the support function, from rough to fine.
SMOOTHING = (0.03, 0.006, 0.0012)
#: Quasi-Newton steps for each of them.
STEPS = 14
#: Largest natural logarithm of a multiplier, either way.
FAR = 30.0
#: Sums of multipliers times scores stay below this, so that float64 carries them exactly.
ROOM = float(1 << 50)


class Smooth:
    r"""The support function with every maximum replaced by a soft one, and its gradient.

    .. math:: h_\mu(\lambda) = \mu \log \sum_{\text{paths } w} \exp(\lambda \cdot w / \mu)
    """

    def __init__(self, network: Network, scale: Array, /, *, beside: Sequence[Array] = ()) -> None:
        #: What is chosen beside the network, such as who gets a divisible issue: rows each.
        self.beside = [rows / scale for rows in beside]
        vectors = [np.asarray(s.vectors, dtype=np.float64) / scale for s in network.stages]
        self.stages = list(zip(network.stages, vectors, strict=True))
        self.simple = network.simple
        if self.simple:
            width = max(map(len, vectors), default=1)
            self.padded = np.zeros((len(vectors), width, len(scale)))
            self.missing = np.zeros((len(vectors), width))
            for j, v in enumerate(vectors):
                self.padded[j, : len(v)] = v
                self.missing[j, len(v) :] = -np.inf

    def __call__(self, multipliers: Array, mu: float, /) -> tuple[float, Array]:
        """Return value and gradient; the gradient is a mixture of packages."""
        value, gradient = self._of_network(multipliers, mu)
        for rows in self.beside:
            z = rows @ multipliers / mu
            p = np.exp(z - z.max())
            value += mu * (float(z.max()) + float(np.log(p.sum())))
            gradient = gradient + p @ rows / p.sum()
        return value, gradient

    def _of_network(self, multipliers: Array, mu: float) -> tuple[float, Array]:
        if self.simple:
            z = self.padded @ multipliers / mu + self.missing
            top = z.max(axis=1, keepdims=True)
            p = np.exp(z - top)
            total = p.sum(axis=1, keepdims=True)
            p /= total
            value = mu * float((top + np.log(total)).sum())
            return value, np.tensordot(p, self.padded, axes=2)
        return self._layered(multipliers, mu)

    def _layered(self, multipliers: Array, mu: float) -> tuple[float, Array]:
        right = np.zeros(1)
        shares: list[Array] = []
        for stage, vectors in reversed(self.stages):
            z = vectors @ multipliers / mu + right[stage.target]
            starts = stage.starts
            sources = stage.source[starts]
            soft = np.full(len(stage.states), -np.inf)
            soft[sources] = np.logaddexp.reduceat(z, starts)
            with np.errstate(invalid="ignore"):
                shares.append(np.nan_to_num(np.exp(z - soft[stage.source])))
            right = soft
        here: Array = np.ones(1)
        gradient: Array = np.zeros(len(multipliers))
        for (stage, vectors), share in zip(self.stages, reversed(shares), strict=True):
            p = here[stage.source] * share
            gradient += p @ vectors
            here = np.bincount(stage.target, weights=p, minlength=int(stage.target.max()) + 1)
        return mu * float(right[0]), gradient


def best_multipliers(network: Network, goal: Goal, floors: Array, /) -> tuple[Array, Array]:
    """Return multipliers that bound the goal well, and the mixture of packages they point to.

    Parameters
    ----------
    network : Network
    goal : Goal
        In the units of the plan.
    floors : array of shape (n_parties,)
        What each party must have; 0, the least of a plan, where it need not.

    Returns
    -------
    (array of shape (n_parties,), array of shape (n_parties,))
        Floats; not negative.
    """
    scale = np.maximum(np.array([float(x) for x in network.plan.span]), 1.0)
    weight = np.array([float(a) for a in goal.weight])
    base = np.array([float(b) for b in goal.base])
    low = np.asarray(floors, dtype=np.float64)
    kind = goal.kind if goal.compared else "sum"
    return descend(Smooth(network, scale), scale, kind, (weight, base, low))


def descend(
    smooth: Smooth, scale: Array, kind: Kind, goal: tuple[Array, Array, Array], /
) -> tuple[Array, Array]:
    """Return multipliers and mixture as :func:`best_multipliers`, for any support function.

    ``goal`` holds weights, bases and floors, floats of shape (n_parties,); ``scale`` the
    units in which ``smooth`` was made.
    """
    weight, base, low = goal[0] * scale, goal[1], goal[2] / scale
    value, z = {"sum": _sum, "product": _product, "leximin": _leximin}[kind](weight, base, low)
    point = np.zeros(len(scale))
    with np.errstate(all="ignore"):
        for part in SMOOTHING:
            z, point = _descend(partial(_at, value, smooth, part), z)
        found = np.exp(z - z.max())
        if kind == "sum":  # what the goal itself weighs is never weighed less
            found = np.maximum(np.exp(z), weight / max(float(weight.max()), 1e-300))
        found = found / scale
    if not np.isfinite(found).all():  # numbers beyond floats: any multipliers are valid
        found = 1.0 / scale
    return found, point * scale


def _at(value: _Value, smooth: Smooth, part: float, z: Array) -> tuple[float, Array, Array]:
    return value(smooth, z, part)


#: From (support function, logarithms of multipliers, smoothing) to (value, gradient, mixture).
_Value = Callable[[Smooth, "Array", float], "tuple[float, Array, Array]"]


def _product(weight: Array, base: Array, low: Array) -> tuple[_Value, Array]:
    """Bound the sum of logarithms: h(l) - l.b - sum log l, its conjugate at l."""
    seen = weight > 0
    a = np.where(seen, weight, 1.0)
    offset = np.where(seen, base / a, low)

    def value(smooth: Smooth, z: Array, mu: float) -> tuple[float, Array, Array]:
        multipliers = np.exp(z)
        mean = max(float(multipliers.mean()), 1e-300)
        h, w = smooth(multipliers, mu * mean)
        total = h - float(multipliers @ offset) - float(z[seen].sum())
        return total, multipliers * (w - offset) - seen, w

    return value, np.zeros(len(weight))


def _leximin(weight: Array, base: Array, low: Array) -> tuple[_Value, Array]:
    """Bound the smallest value: (h(l) - l.o) / (l.s), with w_i >= o_i + t s_i."""
    seen = weight > 0
    a = np.where(seen, weight, 1.0)
    offset, slope = np.where(seen, base / a, low), np.where(seen, a[seen].min() / a, 0.0)

    def value(smooth: Smooth, z: Array, mu: float) -> tuple[float, Array, Array]:
        multipliers = np.exp(z - z.max())
        h, w = smooth(multipliers, mu * float(multipliers.mean()))
        bottom = max(float(multipliers @ slope), 1e-300)
        t = (h - float(multipliers @ offset)) / bottom
        return t, multipliers * (w - offset - t * slope) / bottom, w

    return value, np.where(seen, np.log(a / a[seen].max()), -5.0)


def _sum(weight: Array, base: Array, low: Array) -> tuple[_Value, Array]:
    """Bound the sum under floors: h(a + m) - m.f over m >= 0."""
    del base
    size = max(float(weight.max(initial=0.0)), 1e-300)
    a = weight / size

    def value(smooth: Smooth, z: Array, mu: float) -> tuple[float, Array, Array]:
        extra = np.maximum(np.exp(z) - a, 0.0)
        h, w = smooth(a + extra, mu)
        return h - float(extra @ low), np.where(extra > 0, np.exp(z), 0.0) * (w - low), w

    return value, np.log(a + 0.1)


def _descend(value: Callable[[Array], tuple[float, Array, Array]], z: Array) -> tuple[Array, Array]:
    """Minimise by BFGS with a backtracking line search; a rough minimum is good enough."""
    n = len(z)
    inverse = np.eye(n)
    f, g, point = value(z)
    for _ in range(STEPS):
        step = -inverse @ g
        if g @ step >= 0:
            inverse, step = np.eye(n), -g
        length = float(np.abs(step).max())
        if length < 1e-6:  # a change of the multipliers that no bound notices
            break
        step *= min(1.0, 2.0 / length)
        rate = 1.0
        for _ in range(8):
            fresh = np.clip(z + rate * step, -FAR, FAR)
            f2, g2, p2 = value(fresh)
            if f2 <= f + 1e-4 * rate * float(g @ step):
                break
            rate /= 2
        else:
            break
        s, y = fresh - z, g2 - g
        z, f, g, point = fresh, f2, g2, p2
        curve = float(s @ y)
        if curve > 1e-12:
            left = np.eye(n) - np.outer(s, y) / curve
            inverse = left @ inverse @ left.T + np.outer(s, s) / curve
    return z, point


def multipliers_around(multipliers: Array, number: int, /) -> Array:
    """Return the multipliers and others near them, always the same ones."""
    rng = np.random.default_rng(0)
    n = len(multipliers)
    widths = np.repeat([0.05, 0.15, 0.4, 1.0], number // 4)
    noise = rng.normal(size=(len(widths), n)) * widths[:, None]
    return np.concatenate([multipliers[None], multipliers * np.exp(noise)])


def whole_multipliers(network: Network, multipliers: Array, /) -> Array:
    """Return rows of multipliers as whole numbers that keep every product exact.

    Each row is scaled so that no package has more than :data:`ROOM`; what is positive stays
    positive.
    """
    span = np.maximum(np.array([float(x) for x in network.plan.span]), 1.0)
    most = np.maximum((multipliers * span).sum(axis=1, keepdims=True), 1e-300)
    room = ROOM / max(1, 2 * len(span))
    scaled: Array = np.ceil(multipliers / most * room)
    if network.exact_float:
        return scaled
    rows = [[int(x) for x in row] for row in scaled.tolist()]
    exact: Array = np.array(rows, dtype=object).reshape(scaled.shape)
    return exact
