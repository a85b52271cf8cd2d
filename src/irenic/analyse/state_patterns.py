"""Many states of a conflict in few words: which options they fix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from irenic.analyse.conflict_model import ConflictModel, feasible_codes
from irenic.model import fits
from irenic.solve.budget import UNLIMITED, Budget
from irenic.solve.stability.patterns import MOST_PATTERNS, Pattern, patterns

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["PatternRow", "StatePatterns", "pattern_name", "state_patterns"]


@dataclass(frozen=True, slots=True)
class PatternRow:
    """A pattern, how many states of the set fit it, and whether the status quo does."""

    pattern: str
    count: int
    status_quo: bool


@dataclass(frozen=True, slots=True)
class StatePatterns:
    """Patterns that stand for a set of states, the one with most states first.

    ``total`` states are in the set, ``covered`` of them fit a pattern (all, unless ``reason``
    says why not).  ``minimal``: no shorter list does the same.  A state that fits a pattern is in
    the set, or is not possible at all.
    """

    rows: tuple[PatternRow, ...]
    total: int
    covered: int
    minimal: bool
    reason: str = ""


def pattern_name(pattern: Pattern, n_options: int, /) -> str:
    """Return a pattern with one of Y, N and - for each option.

    Examples
    --------
    >>> pattern_name(Pattern(fixed=0b101, value=0b001, count=2), 4)
    'Y-N-'
    """
    return "".join(
        ("Y" if pattern.value >> k & 1 else "N") if pattern.fixed >> k & 1 else "-"
        for k in range(n_options)
    )


def state_patterns(
    model: ConflictModel,
    member: NDArray[np.bool_],
    /,
    *,
    most: int = MOST_PATTERNS,
    budget: Budget = UNLIMITED,
) -> StatePatterns | None:
    """Return patterns for a set of states; ``None`` in graph form, where states have no options.

    Parameters
    ----------
    model : ConflictModel
    member : array of bool, shape (size of the moves,)
        The set, such as the equilibria that can be reached from the status quo.
    most : int
        The most patterns that are sought.

    Notes
    -----
    A coalesced state is in the set with all combinations of options that it stands for, and is
    counted so.
    """
    if model.conflict.is_graph:
        return None
    possible = feasible_codes(model.conflict).astype(bool)
    found = patterns(
        _by_options(model, member), possible, model.n_options, most=most, budget=budget
    )
    quo = model.conflict.status_quo
    rows = []
    for pattern in found.found:
        name = pattern_name(pattern, model.n_options)
        rows.append(PatternRow(name, pattern.count, bool(quo) and fits(quo, name)))
    return StatePatterns(tuple(rows), found.total, found.covered, found.minimal, found.reason)


def _by_options(model: ConflictModel, member: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the set as one entry for each combination of options."""
    import numpy as np

    if model.names is None:
        return member
    flags = np.zeros(1 << model.n_options, dtype=bool)
    for state in member.nonzero()[0].tolist():
        flags[list(model.members[state])] = True
    return flags
