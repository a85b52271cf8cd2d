"""The states that one decision maker can move between, sorted by how good they are for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from irenic.solve.stability.prepared import Axis

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["SortedRows", "row_starts", "sort_rows"]

#: Ranks sorted at a time: a few arrays of 64-bit numbers of this length stay in the cache.
_AT_A_TIME = 1 << 16


@dataclass(frozen=True)
class SortedRows:
    """Moves of one decision maker from one setting of its one-way options.

    A row is a setting of everybody else's options, R rows in all.  From the ``sources`` (S of
    them) the maker can go to any of the ``targets`` (T of them, the sources included).

    Parameters
    ----------
    sources, targets : array of shape (S,), (T,)
        Number of a state less that of the first state of its row.
    order : array of shape (T, R)
        The places of the targets in ``targets``, best first.
    better : array of shape (S, R)
        How many targets are better than the source; 0 where the source is impossible.
    """

    sources: NDArray[np.intp]
    targets: NDArray[np.intp]
    order: NDArray[Any]
    better: NDArray[Any]


def row_starts(axis: Axis, rows: NDArray[np.intp], /) -> NDArray[np.intp]:
    """Return the first state of rows, numbered by everybody else's options."""
    return rows // axis.below * (axis.below * axis.width) + rows % axis.below


def _settings(axis: Axis) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """Yield for each setting of the one-way options the places it has, and those ahead of it."""
    up = sum(1 << k for k, d in enumerate(axis.directions) if d > 0)
    down = sum(1 << k for k, d in enumerate(axis.directions) if d < 0)
    fixed = up | down
    ahead = [(place ^ down) & fixed for place in range(axis.width)]
    for setting in sorted(set(ahead)):
        sources = [place for place, found in enumerate(ahead) if found == setting]
        yield sources, [p for p, found in enumerate(ahead) if found & setting == setting]


def sort_rows(axis: Axis, pay: NDArray[Any], /) -> list[SortedRows]:
    """Return the sorted rows of a decision maker, one for each setting of its one-way options.

    Parameters
    ----------
    pay : array of shape (2^m,)
        Ranks from 0; -1 at impossible states.

    Notes
    -----
    O(2^m log width) time; q one-way options make it 1.5^q times as long and large.
    """
    import numpy as np

    n_rows = axis.above * axis.below
    kind = np.uint8 if axis.width <= 1 << 8 else np.uint16 if axis.width <= 1 << 16 else np.uint32
    found = []
    for source_places, target_places in _settings(axis):
        inside = np.searchsorted(target_places, source_places)
        order = np.empty((len(target_places), n_rows), dtype=kind)
        better = np.empty((len(source_places), n_rows), dtype=kind)
        targets = np.array(target_places, dtype=np.intp) * axis.below
        sources = np.array(source_places, dtype=np.intp) * axis.below
        step = max(1, _AT_A_TIME // len(targets))
        for low in range(0, n_rows, step):
            rows = np.arange(low, min(low + step, n_rows))
            ranks = pay[row_starts(axis, rows)[:, None] + targets]
            part = slice(low, low + step)
            _sort_part(ranks, inside, order[:, part], better[:, part])
        found.append(SortedRows(sources, targets, order, better))
    return found


def _sort_part(
    ranks: NDArray[Any], inside: NDArray[Any], order: NDArray[Any], better: NDArray[Any]
) -> None:
    """Fill in the order of some rows and how many targets are better than each source.

    Rank and place are packed into one number, because sorting numbers is several times quicker
    than sorting places by their ranks.
    """
    import numpy as np

    width = ranks.shape[1]
    bits = (width - 1).bit_length()
    most = int(ranks.max())
    wide = (most + 2) << bits > np.iinfo(np.int32).max
    keys = np.subtract(most, ranks, dtype=np.int64 if wide else np.int32)
    keys <<= bits
    keys |= np.arange(width, dtype=keys.dtype)
    keys.sort(axis=1)
    places = keys & ((1 << bits) - 1)
    order[...] = places.T
    keys >>= bits
    first = np.zeros(keys.shape, dtype=np.int32)
    np.multiply(keys[:, 1:] != keys[:, :-1], np.arange(1, width, dtype=np.int32), out=first[:, 1:])
    np.maximum.accumulate(first, axis=1, out=first)
    count = np.empty_like(first)
    np.put_along_axis(count, places, first, axis=1)
    count[ranks < 0] = 0
    better[...] = count[:, inside].T
