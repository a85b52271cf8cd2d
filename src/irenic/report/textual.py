"""Text for a terminal: cleaned of control characters, laid out in columns that fit."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

__all__ = ["clean", "columns", "fits"]

#: Narrowest column that still says something.
LEAST = 6
GAP = 2
#: Longest word that is never cut to make a column narrower: ``Kalai-Smorodinsky,``.
WHOLE = 18


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
        When the columns do not fit without cutting words, the table is split into several
        of about the same number of columns, each with the first column.
    """
    lines: list[str] = []
    for part in _parts(head, rows, width):
        lines += [""] if lines else []
        lines += _block(
            [head[k] for k in part],
            [[row[k] for k in part] for row in rows],
            {j for j, k in enumerate(part) if k in right},
            width,
        )
    return lines


def fits(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> bool:
    """Return whether a table fits in one piece without cutting words.

    Examples
    --------
    >>> fits(["Package", "Harbour"], [["draft", "12"]], 20)
    True
    >>> fits(["Package", "Harbour"], [["draft", "12"]], 14)
    False
    """
    return sum(_least(head, rows)) + GAP * (len(head) - 1) <= width


def _least(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width below which a column would cut a word, for each column."""
    return [
        min(max([_longest(head[k]), *(_longest(row[k]) for row in rows)]), WHOLE)
        for k in range(len(head))
    ]


def _parts(head: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[tuple[int, ...]]:
    """Return the columns of each table that is shown: one table, or several where one is wide."""
    count = len(head)
    if fits(head, rows, width):
        return [tuple(range(count))]
    least = _least(head, rows)
    room = max((width - LEAST) // (LEAST + GAP), 1)
    for pieces in range(2, count):
        size = -(-(count - 1) // pieces)
        parts = [(0, *range(start, min(start + size, count))) for start in range(1, count, size)]
        whole = all(sum(least[k] + GAP for k in part) - GAP <= width for part in parts)
        if size <= room and (whole or size == 1):
            return parts
    return [(0, *range(k, min(k + room, count))) for k in range(1, count, room)] or [(0,)]


def _block(
    head: Sequence[str], rows: Sequence[Sequence[str]], right: set[int], width: int
) -> list[str]:
    count = len(head)
    sizes = _sizes(head, rows, width - GAP * (count - 1))
    lines = _row(head, sizes, right)
    lines.append("-" * (sum(sizes) + GAP * (count - 1)))
    for row in rows:
        lines += _row(row, sizes, right)
    return lines


def _sizes(head: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return column widths: as wide as needed, the widest narrowed until all fit."""
    sizes = [max([_longest(head[k]), *(len(row[k]) for row in rows), 1]) for k in range(len(head))]
    least = _least(head, rows)
    while sum(sizes) > room:
        # Words are cut only when no column can be narrowed otherwise.
        spare = [j for j in range(len(sizes)) if sizes[j] > least[j]]
        k = max(spare or range(len(sizes)), key=lambda j: sizes[j])
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
    """Return the words in lines of at most ``size``; a longer word is cut, best at a hyphen."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) <= size:
            lines[-1] += " " + word
            continue
        while len(word) > size:
            if lines[-1]:
                lines.append("")
            cut = word.rfind("-", 0, size) + 1 or size
            lines[-1], word = word[:cut], word[cut:]
            lines.append("")
        if lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return [line for line in lines if line] or [""]
