"""Every exception that Irenic raises on purpose.

IrenicError
+-- CaseError            a case file or case model is not usable; lists every problem
+-- UnknownName          a case, party, proposal or method of that name does not exist
+-- NotCovered           a question that is well posed but that this version cannot answer
+-- LimitReached         a time, size or memory limit stopped the work
+-- FeatureMissing       an optional dependency is not installed; names the install command

A finding about a negotiation ("there is no zone of agreement") is a result, never an exception.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "CaseError",
    "FeatureMissing",
    "IrenicError",
    "LimitReached",
    "NotCovered",
    "Problem",
    "UnknownName",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a case, and how to put it right.

    ``where`` is the path inside the case (``preferences.union.issues.wages``),
    ``file``, ``line`` and ``column`` (both counted from 1) the place in the file;
    they are ``None`` for a case that was not read from a file.
    """

    where: str
    found: str
    expected: str
    file: str | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return the problem on one line, place first."""
        place = ":".join(str(p) for p in (self.file, self.line, self.column) if p is not None)
        head = f"{place}: " if place else ""
        return f"{head}{self.where}: found {self.found}; expected {self.expected}"


class IrenicError(Exception):
    """Base of everything that Irenic raises on purpose."""


class CaseError(IrenicError):
    """A case is not usable; ``problems`` lists everything wrong with it, in file order."""

    def __init__(self, title: str, problems: Sequence[Problem]) -> None:
        self.title = title
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = "\n".join(f"  - {p}" for p in self.problems)
        super().__init__(f"{title} has {count} problem{'' if count == 1 else 's'}\n{lines}")


class UnknownName(IrenicError):
    """Something was asked for by a name that does not exist."""


class NotCovered(IrenicError):
    """The question is well posed, but this version has no method for it."""


class LimitReached(IrenicError):
    """A stated limit stopped the work before it was finished."""


class FeatureMissing(IrenicError):
    """An optional dependency is missing; the message names the install command."""
