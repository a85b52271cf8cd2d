"""Formulas over options, for all states at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from irenic.model import AllOf, AnyOf, Formula, Holds, If, Iff, Matches, Not

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["options_in", "spread", "truth_everywhere", "truth_of"]


def options_in(formula: Formula, /) -> frozenset[int]:
    """Return the places of the options that a formula speaks of."""
    match formula:
        case Holds(option):
            return frozenset({option})
        case Matches(pattern):
            return frozenset(k for k, sign in enumerate(pattern) if sign != "-")
        case Not(of):
            return options_in(of)
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*map(options_in, parts))
        case If(then, when):
            return options_in(then) | options_in(when)
        case Iff(left, right):
            return options_in(left) | options_in(right)


def truth_of(formula: Formula, codes: NDArray[np.int64], /) -> NDArray[np.bool_]:
    """Return whether a formula holds in each state.

    Parameters
    ----------
    codes : array of shape (n_states,)
        Bit k is set when option k is taken.
    """
    import numpy as np

    match formula:
        case Holds(option):
            return (codes >> option & 1).astype(bool)
        case Matches(pattern):
            mask = sum(1 << k for k, sign in enumerate(pattern) if sign != "-")
            wanted = sum(1 << k for k, sign in enumerate(pattern) if sign == "Y")
            return np.asarray((codes & mask) == wanted)
        case Not(of):
            return ~truth_of(of, codes)
        case AllOf(parts):
            return np.asarray(np.logical_and.reduce([truth_of(part, codes) for part in parts]))
        case AnyOf(parts):
            return np.asarray(np.logical_or.reduce([truth_of(part, codes) for part in parts]))
        case If(then, when):
            return truth_of(then, codes) | ~truth_of(when, codes)
        case Iff(left, right):
            return np.asarray(truth_of(left, codes) == truth_of(right, codes))


def truth_everywhere(formula: Formula, n_options: int, /) -> NDArray[np.bool_]:
    """Return whether a formula holds in each of the 2^m states, possible or not.

    Works out the formula only on the options that it speaks of.
    """
    import numpy as np

    used = sorted(options_in(formula))
    table = np.zeros(1 << len(used), dtype=np.int64)
    for place, option in enumerate(used):
        table |= (np.arange(len(table)) >> place & 1) << option
    return spread(truth_of(formula, table), used, n_options)


def spread(table: NDArray[np.bool_], used: Sequence[int], n_options: int, /) -> NDArray[np.bool_]:
    """Return a table over some options as one over all of them; option 0 changes fastest."""
    import numpy as np

    shape: list[int] = []
    full: list[int] = []
    inside = set(used)
    for option in reversed(range(n_options)):
        if option in inside:
            shape.append(2)
            full.append(2)
        elif shape and shape[-1] == 1:
            full[-1] *= 2
        else:
            shape.append(1)
            full.append(2)
    return np.ascontiguousarray(np.broadcast_to(table.reshape(shape), full)).reshape(-1)
