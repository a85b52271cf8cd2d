"""A decision rule as boxes: what each party must have at least for a package to carry.

"k of n accept, some of them in any case" holds exactly when every member of some smallest
winning coalition accepts.  Each such coalition is one box; a package carries when it lies in
one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from math import comb

from irenic.errors import LimitReached

__all__ = ["MAX_BOXES", "coalition_box", "decision_boxes", "winning_coalitions"]

#: What each party has at least; ``None`` for a party whose agreement is not needed.
Box = tuple[int | None, ...]
#: Most coalitions that are looked at one by one.
MAX_BOXES = 5_000


def winning_coalitions(
    n_parties: int, at_least: int, must: Sequence[int], among: Sequence[int] | None = None, /
) -> tuple[tuple[int, ...], ...]:
    """Return the smallest coalitions whose agreement is enough, members ascending.

    Parameters
    ----------
    n_parties : int
    at_least : int
        How many must accept; more than there are means that nothing is enough.
    must : sequence of int
        Parties that must be among them.
    among : sequence of int, optional
        Parties that can be counted on at all; everyone by default.

    Raises
    ------
    LimitReached
        When there are more than :data:`MAX_BOXES`.

    Examples
    --------
    >>> winning_coalitions(3, 2, (0,))
    ((0, 1), (0, 2))
    """
    able = set(range(n_parties) if among is None else among)
    fixed = set(must)
    if not fixed <= able:
        return ()
    rest = sorted(able - fixed)
    missing = max(0, at_least - len(fixed))
    if comb(len(rest), missing) > MAX_BOXES:
        raise LimitReached(
            f"{comb(len(rest), missing)} coalitions are enough for a package to carry, more than "
            f"the limit of {MAX_BOXES}"
        )
    return tuple(tuple(sorted((*fixed, *some))) for some in combinations(rest, missing))


def coalition_box(floors: Sequence[int | None], coalition: Sequence[int], /) -> Box:
    """Return the box in which every member of the coalition has its floor."""
    return tuple(floor if i in coalition else None for i, floor in enumerate(floors))


def decision_boxes(
    floors: Sequence[int | None],
    at_least: int,
    must: Sequence[int],
    /,
    *,
    unknown_accepts: bool = False,
) -> tuple[Box, ...]:
    """Return the boxes of a decision rule: a package carries when it lies in one of them.

    Parameters
    ----------
    floors : sequence of shape (n_parties,)
        No-deal values; ``None`` where unknown.
    at_least, must
        As in :func:`winning_coalitions`.
    unknown_accepts : bool
        Without it only packages that certainly carry count: nobody relies on a party whose
        no-deal value is unknown.  With it those parties accept anything: outside of these
        boxes a package certainly does not carry.

    Returns
    -------
    tuple of Box
        Empty when nothing can carry.  (A solver that is given no box at all has no floors,
        so look before you pass it on.)

    Examples
    --------
    >>> decision_boxes((5, 7, None), 2, ())
    ((5, 7, None),)
    >>> decision_boxes((5, 7, None), 2, (), unknown_accepts=True)
    ((5, None, None), (None, 7, None))
    """
    known = [i for i, floor in enumerate(floors) if floor is not None]
    among = range(len(floors)) if unknown_accepts else known
    found = [
        coalition_box(floors, c) for c in winning_coalitions(len(floors), at_least, must, among)
    ]
    boxes = list(dict.fromkeys(found))
    if len(known) == len(floors) or not unknown_accepts:
        return tuple(boxes)
    asked = [frozenset(i for i, floor in enumerate(box) if floor is not None) for box in boxes]
    pairs = zip(boxes, asked, strict=True)
    return tuple(box for box, mine in pairs if not any(a < mine for a in asked))
