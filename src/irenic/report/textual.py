"""Text for a terminal: cleaned of control characters, laid out in columns that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["clean", "columns"]

#: Narrowest column that still says something.
LEAST = 6
GAP = 2


def clean(words: str) -> str:
    r"""Return words without control characters, so that they cannot steer a terminal.

    Examples
    --------
    >>> clean("a\x1b[31mb")
    'a[31mb'
    """
    return "".join(c for c in words if unicodedata.category(c)[0] != "C")


def columns(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: set[int], width: int
) -> list[str]:
    """Return lines of at most ``width`` characters; cells that do not fit are wrapped.

    Parameters
    ----------
    head, rows : sequences of shape (n_columns,) and (n_rows, n_columns)
    right : set of int
        Columns set flush right.
    width : int
        When even the narrowest columns do not fit, the table is split into several, each
        with the first column.
    """
    count = len(head)
    room = max((width - LEAST) // (LEAST + GAP), 1)
    if count - 1 > room:
        lines: list[str] = []
        for start in range(1, count, room):
            part = [0, *range(start, min(start + room, count))]
            lines += columns(
                [head[k] for k in part],
                [[row[k] for k in part] for row in rows],
                {j for j, k in enumerate(part) if k in right},
                width,
            )
        return lines
    sizes = _sizes(head, rows, width - GAP * (count - 1))
    lines = _row(head, sizes, right)
    lines.append("-" * (sum(sizes) + GAP * (count - 1)))
    for row in rows:
        lines += _row(row, sizes, right)
    return lines


def _sizes(head: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return column widths: as wide as needed, the widest narrowed until all fit."""
    sizes = [max([_longest(head[k]), *(len(row[k]) for row in rows), 1]) for k in range(len(head))]
    while sum(sizes) > room:
        k = max(range(len(sizes)), key=lambda j: sizes[j])
        if sizes[k] <= 1:
            break
        sizes[k] -= 1
    return sizes


def _longest(words: str) -> int:
    return max((len(word) for word in words.split()), default=1)


def _row(cells: Sequence[str], sizes: Sequence[int], right: set[int]) -> list[str]:
    wrapped = [_wrapped(cell, size) for cell, size in zip(cells, sizes, strict=True)]
    lines = []
    for k in range(max(len(part) for part in wrapped)):
        words = [part[k] if k < len(part) else "" for part in wrapped]
        shown = [
            w.rjust(size) if j in right else w.ljust(size)
            for j, (w, size) in enumerate(zip(words, sizes, strict=True))
        ]
        lines.append((" " * GAP).join(shown).rstrip())
    return lines


def _wrapped(words: str, size: int) -> list[str]:
    """Return the words in lines of at most ``size``; a longer word is cut."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) <= size:
            lines[-1] += " " + word
            continue
        while len(word) > size:
            if lines[-1]:
                lines.append("")
            lines[-1], word = word[:size], word[size:]
            lines.append("")
        if lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return [line for line in lines if line] or [""]
