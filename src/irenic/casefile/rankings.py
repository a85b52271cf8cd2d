"""Rankings of states as text: ``s1 > s3 >> s2 = s4``.

``>`` separates better from worse, ``>>`` and ``>>>`` say that the step is strong or stronger,
``=`` or ``~`` stands between equally good states.  A state whose id has one of these characters
stands in backquotes (a backquote in it is doubled).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from irenic.casefile.problems import quoted

__all__ = ["MAX_DEGREE", "RankingFault", "read_ranking", "write_ranking"]

#: Strongest step: ``>>>``.
MAX_DEGREE = 3
_NAME = re.compile(r"\s*(?:`((?:[^`]|``)+)`|([^>=~`]+))\s*")
_SIGN = re.compile(r">+|=|~")
_PLAIN = re.compile(r"[^>=~`]+")


class RankingFault(Exception):
    """Why a text is no ranking; ``found`` and ``expected`` say it as in every problem."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.found = found
        self.expected = expected


def read_ranking(text: str, /) -> tuple[tuple[tuple[str, ...], ...], tuple[int, ...]]:
    """Return the groups of a ranking, best first, and the degrees of the steps between them.

    The degrees are left out, as ``()``, when every step is a plain one.

    Raises
    ------
    RankingFault
        When the text is no ranking; says where (characters count from 1).

    Examples
    --------
    >>> read_ranking("s1 > s3 >> s2 = s4")
    ((('s1',), ('s3',), ('s2', 's4')), (1, 2))
    """
    groups: list[list[str]] = [[]]
    degrees: list[int] = []
    at = 0
    while True:
        name = _NAME.match(text, at)
        word = "" if name is None else (name[1] or "").replace("``", "`") or (name[2] or "").strip()
        if name is None or not word:
            raise _fault(text, at, "a state")
        groups[-1].append(word)
        at = name.end()
        if at == len(text):
            break
        sign = _SIGN.match(text, at)
        if sign is None:
            raise _fault(text, at, "> or = before the next state")
        if len(sign[0]) > MAX_DEGREE:
            raise RankingFault(
                f"{quoted(sign[0])} at character {at + 1} of the ranking", ">, >> or >>>"
            )
        if sign[0][0] == ">":
            groups.append([])
            degrees.append(len(sign[0]))
        at = sign.end()
    mild = all(degree == 1 for degree in degrees)
    return tuple(map(tuple, groups)), () if mild else tuple(degrees)


def _fault(text: str, at: int, expected: str) -> RankingFault:
    if not text[at:].strip():
        return RankingFault("the end of the ranking", f"{expected} there")
    start = at + len(text[at:]) - len(text[at:].lstrip())
    return RankingFault(f"{quoted(text[start])} at character {start + 1} of the ranking", expected)


def write_ranking(groups: Sequence[Sequence[str]], degrees: Sequence[int], /) -> str:
    """Return a ranking as text; :func:`read_ranking` gives it back.

    Examples
    --------
    >>> write_ranking([["s1"], ["s3"], ["s2", "s4"]], [1, 2])
    's1 > s3 >> s2 = s4'
    """
    parts = [" = ".join(map(_written, groups[0]))]
    for degree, group in zip(degrees, groups[1:], strict=True):
        parts += [">" * degree, " = ".join(map(_written, group))]
    return " ".join(parts)


def _written(state: str) -> str:
    return state if _PLAIN.fullmatch(state) else f"`{state.replace('`', '``')}`"
