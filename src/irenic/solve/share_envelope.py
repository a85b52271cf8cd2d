r"""The Pareto frontier of two parties over several lines, one for each choice of options.

What party 1 can have while party 0 gets at least *x* is the greatest over all lines,

.. math:: F(x) = \max_k \max \{u_1 : (u_0, u_1) \text{ on line } k, u_0 \ge x\},

a function that falls or stays level.  A point is efficient exactly where *F* falls right after
it.  So the frontier consists of runs: along a run party 0 gains what party 1 loses without a
break; between two runs there is nothing.  Where a run would go on under another line's end it
stops just short of it: that end of the run is *open*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from irenic.solve.shares import Place, SharePolyline, between

__all__ = ["Run", "envelope"]


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken part of the frontier: corners as (line, place), party 0 gaining.

    An open end is not efficient itself, but everything next to it in the run is.
    """

    corners: tuple[tuple[int, Place], ...]
    open_start: bool = False
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """F over (left, right]: straight from ``top`` (just right of left) to ``bottom`` at right.

    ``left`` is ``None`` at the very beginning.  ``edge`` is the edge of the line that it
    follows, ``None`` where F is level before the start of the line.
    """

    left: Fraction | None
    right: Fraction
    top: Fraction
    bottom: Fraction
    line: int
    edge: int | None

    def at(self, x: Fraction) -> Fraction:
        """Return the height at ``x``, or just right of the left end."""
        if self.left is None or self.top == self.bottom:
            return self.top
        part = (x - self.left) / (self.right - self.left)
        return self.top + part * (self.bottom - self.top)

    def cut(self, left: Fraction | None, right: Fraction) -> _Piece:
        """Return the part over (left, right]."""
        top = self.top if left is None else self.at(left)
        return _Piece(left, right, top, self.at(right), self.line, self.edge)


def envelope(lines: Sequence[SharePolyline], /) -> tuple[Run, ...]:
    """Return the frontier of the union of lines as runs, party 0 gaining from run to run.

    Notes
    -----
    Exact.  Lines are merged two by two; O(corners * log(lines)) steps when few of them cross.

    Examples
    --------
    >>> from irenic.solve.shares import share_frontier
    >>> runs = envelope([share_frontier([(4, 4)], (0, 0)), share_frontier([], (1, 5))])
    >>> [[tuple(map(str, p.utilities)) for _, p in run.corners] for run in runs]
    [[('1', '5')], [('1', '3'), ('4', '0')]]
    >>> runs[1].open_start
    True
    """
    heights = [_heights(k, line) for k, line in enumerate(lines)]
    while len(heights) > 1:
        pairs = zip(heights[::2], heights[1::2], strict=False)
        rest = heights[-1:] if len(heights) % 2 else []
        heights = [_higher(f, g) for f, g in pairs] + rest
    return _runs(lines, heights[0]) if heights else ()


def _heights(k: int, line: SharePolyline) -> list[_Piece]:
    first = line.corners[0].utilities
    found = [_Piece(None, first[0], first[1], first[1], k, None)]
    for edge, (a, b) in enumerate(pairwise(line.corners)):
        found.append(
            _Piece(a.utilities[0], b.utilities[0], a.utilities[1], b.utilities[1], k, edge)
        )
    return found


def _higher(f: Sequence[_Piece], g: Sequence[_Piece]) -> list[_Piece]:
    """Return the greater of two functions, piece by piece; the first where they are equal."""
    found: list[_Piece] = []
    left: Fraction | None = None
    i = j = 0
    while i < len(f) or j < len(g):
        if i == len(f) or j == len(g):
            piece = f[i] if i < len(f) else g[j]
            found.append(piece.cut(left, piece.right))
            left = piece.right
            i, j = i + (i < len(f)), j + (j < len(g))
            continue
        right = min(f[i].right, g[j].right)
        a, b = f[i].cut(left, right), g[j].cut(left, right)
        found += _greater(a, b)
        left = right
        i, j = i + (f[i].right == right), j + (g[j].right == right)
    return found


def _greater(a: _Piece, b: _Piece) -> list[_Piece]:
    before, after = a.top - b.top, a.bottom - b.bottom
    if before >= 0 and after >= 0:
        return [a]
    if before <= 0 and after <= 0:
        return [b]
    # They cross, so neither begins at the very left, where both are level.
    left = a.left if a.left is not None else a.right
    x = left + (a.right - left) * before / (before - after)
    first, second = (a, b) if before > 0 else (b, a)
    return [first.cut(a.left, x), second.cut(x, a.right)]


def _runs(lines: Sequence[SharePolyline], pieces: Sequence[_Piece]) -> tuple[Run, ...]:
    found: list[Run] = []
    corners: list[tuple[int, Place]] = []
    open_start = False
    for k, piece in enumerate(pieces):
        after = pieces[k + 1] if k + 1 < len(pieces) else None
        goes_on = after is not None and after.top == piece.bottom
        level_after = goes_on and after is not None and after.top == after.bottom
        falls = piece.top > piece.bottom
        if falls and not corners and piece.left is not None:
            corners.append((piece.line, _place(lines, piece, piece.left)))
            open_start = True
        if falls or not level_after:
            end = (piece.line, _place(lines, piece, piece.right))
            if not corners or corners[-1][1].utilities != end[1].utilities:
                corners.append(end)
        if corners and (level_after or not goes_on):
            found.append(Run(_straightened(corners), open_start, level_after))
            corners, open_start = [], False
    return tuple(found)


def _place(lines: Sequence[SharePolyline], piece: _Piece, x: Fraction) -> Place:
    corners = lines[piece.line].corners
    if piece.edge is None:
        return corners[0]
    a, b = corners[piece.edge], corners[piece.edge + 1]
    low, high = a.utilities[0], b.utilities[0]
    if x in (low, high):
        return a if x == low else b
    return between(a, b, (x - low) / (high - low))


def _straightened(corners: Sequence[tuple[int, Place]]) -> tuple[tuple[int, Place], ...]:
    """Leave out places in the middle of a straight stretch of one line."""
    kept = [corners[0]]
    for (k, here), (after, there) in pairwise(corners[1:]):
        (before, back) = kept[-1]
        (x0, y0), (x1, y1), (x2, y2) = back.utilities, here.utilities, there.utilities
        straight = (x1 - x0) * (y2 - y1) == (x2 - x1) * (y1 - y0)
        if not (straight and before == k == after and len(corners) > 2):
            kept.append((k, here))
    if len(corners) > 1:
        kept.append(corners[-1])
    return tuple(kept)
