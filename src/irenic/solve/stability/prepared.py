"""A conflict in option form as small arrays: what the quick way to verdicts works on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irenic.solve.stability.moves import OptionMoves
from irenic.solve.stability.preference import Ranked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Axis", "Prepared", "prepare", "small_ranks"]

#: Ranks beyond this are numbered anew when there may be few enough different ones.
_SHORT = (1 << 15) - 2
#: States looked at to guess whether there are few different ranks.
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the options of one decision maker sit among all.

    The states are an array of shape (``above``, ``width``, ``below``): the middle index says
    which of the maker's options are taken.  ``directions`` are those of its options.
    """

    above: int
    width: int
    below: int
    directions: tuple[int, ...]

    @property
    def free(self) -> bool:
        """Return whether every option may change both ways."""
        return not any(self.directions)

    def view(self, array: NDArray[Any], /) -> NDArray[Any]:
        """Return an array over the states in the shape of this axis."""
        return array.reshape(self.above, self.width, self.below)


@dataclass(frozen=True)
class Prepared:
    """Ranks as small whole numbers, and the shape of the moves.

    ``pay[i]`` has shape (2^m,): 0 and more, greater is better, -1 where a state is impossible.
    ``closed`` has the same shape: ``top`` where a state is impossible, else 0; ``None`` when all
    are possible.  ``top`` is greater than every rank, all of whose bits it has.
    """

    axes: tuple[Axis, ...]
    pay: tuple[NDArray[Any], ...]
    closed: NDArray[Any] | None
    top: int

    @property
    def size(self) -> int:
        """Return the number of combinations of options."""
        return int(self.pay[0].shape[0])

    def shut(self, values: NDArray[Any], /) -> NDArray[Any]:
        """Return a copy of values of 0 and more with ``top`` at the impossible states."""
        import numpy as np

        if self.closed is None:
            return values.copy()
        return np.asarray(np.bitwise_and(np.bitwise_or(values, self.closed), self.top))


def prepare(moves: OptionMoves, preferences: Sequence[Ranked], /) -> Prepared:
    """Return the arrays of a conflict in option form.

    Notes
    -----
    O(2^m) time; 1 to 4 bytes for each state and decision maker, by the number of ranks.
    """
    import numpy as np

    possible = np.frombuffer(moves.feasible, dtype=np.uint8) != 0
    whole = bool(possible.all())
    small = [small_ranks(p.rank, None if whole else possible) for p in preferences]
    kind = np.result_type(*small)
    pay = []
    for ranks in small:
        own = ranks.astype(kind, copy=False)
        if not whole:
            own[~possible] = -1
        pay.append(own)
    top = int(np.iinfo(kind).max)
    closed = None if whole else np.where(possible, 0, top).astype(kind)
    axes = []
    for low, high in zip(moves.starts, moves.starts[1:], strict=False):
        above, width, below = moves.size >> high, 1 << (high - low), 1 << low
        axes.append(Axis(above, width, below, tuple(moves.directions[low:high])))
    return Prepared(tuple(axes), tuple(pay), closed, top)


def small_ranks(rank: Sequence[int], possible: NDArray[np.bool_] | None, /) -> NDArray[Any]:
    """Return ranks in the same order as whole numbers from 0, in the smallest signed type.

    Impossible states get a rank without meaning.  The greatest number of the type is not used.
    """
    import numpy as np

    ranks: Any = np.asarray(rank)
    if ranks.dtype == object:
        place = {value: k for k, value in enumerate(sorted(set(rank)))}
        ranks = np.fromiter((place[value] for value in rank), dtype=np.int64, count=len(rank))
    seen = ranks if possible is None else ranks[possible]
    if not len(seen):
        return np.zeros(len(ranks), dtype=np.int8)
    low, high = int(seen.min()), int(seen.max())
    if high - low > _SHORT and _few(seen[:: max(1, len(seen) // _SAMPLE)], high - low):
        return _numbered_anew(ranks, possible, low, high)
    return _narrow(np.subtract(ranks, low, dtype=_wide(ranks)), high - low)


def _wide(ranks: NDArray[Any]) -> type[np.signedinteger[Any]]:
    """Return a type in which differences of ranks do not overflow."""
    import numpy as np

    return np.int64 if ranks.dtype.itemsize >= 4 or ranks.dtype.kind == "u" else np.int32


def _few(sample: NDArray[Any], reach: int) -> bool:
    """Return whether numbering ranks anew may save memory, or is needed to fit 32 bits."""
    import numpy as np

    return reach >= (1 << 31) - 2 or len(np.unique(sample)) <= _SHORT


def _numbered_anew(
    ranks: NDArray[Any], possible: NDArray[np.bool_] | None, low: int, high: int
) -> NDArray[Any]:
    """Return ranks as 0, 1, 2, .. in the same order, by a table or by sorting."""
    import numpy as np

    seen = ranks if possible is None else ranks[possible]
    if high - low < 4 * len(ranks):
        there = np.zeros(high - low + 1, dtype=np.bool_)
        there[np.subtract(seen, low, dtype=np.int64)] = True
        place = np.cumsum(there, dtype=np.int32) - 1
        inside = np.clip(np.subtract(ranks, low, dtype=np.int64), 0, high - low)
        return _narrow(place[inside], int(place[-1]))
    # Sorting places is several times quicker here than looking up values among the sorted.
    order = seen.argsort()
    ordered = seen[order]
    count = np.zeros(len(seen), dtype=np.int32)
    np.cumsum(ordered[1:] != ordered[:-1], out=count[1:])
    found = np.empty(len(seen), dtype=np.int32)
    found[order] = count
    if possible is not None:
        found, inside = np.zeros(len(ranks), dtype=np.int32), found
        found[possible] = inside
    return _narrow(found, int(count[-1]))


def _narrow(ranks: NDArray[Any], most: int) -> NDArray[Any]:
    """Return ranks from 0 to ``most`` in the smallest type; others are cut off without harm."""
    import numpy as np

    kinds = (np.int8, np.int16, np.int32, np.int64)
    kind = next(k for k in kinds if most < np.iinfo(k).max - 1)
    return ranks.astype(kind)
