"""Running text as data: words, names from the case file, numbers with their exact value.

A :data:`Text` is a tuple of pieces.  The page shows a number rounded with its exact value
in a tooltip and isolates the direction of names; the terminal joins the pieces.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "Badge",
    "Code",
    "Link",
    "Name",
    "Shown",
    "Strong",
    "Text",
    "capitalised",
    "join",
    "listed",
    "plain",
    "text",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as people read it; ``exact`` is empty when ``text`` already is exact."""

    text: str
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """Words from the case file; ``full`` is empty unless ``text`` was shortened."""

    text: str
    full: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """The letter of a package, drawn like its sign in the charts."""

    text: str
    is_proposal: bool


@dataclass(frozen=True, slots=True)
class Strong:
    """Words to be stressed."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A command or an identifier, to be typed as it stands."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that a reader may follow by hand; only http and https become links."""

    url: str

    @property
    def text(self) -> str:
        """Return the address."""
        return self.url

    @property
    def is_safe(self) -> bool:
        """Return whether the address may be a link."""
        return self.url.lower().startswith(("https://", "http://"))


Piece = str | Badge | Shown | Name | Strong | Code | Link
Text = tuple[Piece, ...]


def text(*parts: Piece | Text) -> Text:
    """Return one text made of pieces and texts."""
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, tuple):
            found.extend(part)
        else:
            found.append(part)
    return tuple(found)


def plain(words: Piece | Text, /) -> str:
    """Return a text without its tooltips.

    Examples
    --------
    >>> plain(text("the ", Name("city"), " gets ", Shown("≈0.67", "2/3")))
    'the city gets ≈0.67'
    """
    pieces = words if isinstance(words, tuple) else (words,)
    return "".join(piece if isinstance(piece, str) else piece.text for piece in pieces)


def join(parts: Iterable[Piece | Text], glue: Piece | Text) -> Text:
    """Return the parts with ``glue`` between them."""
    found: Text = ()
    for k, part in enumerate(parts):
        found = text(found, glue, part) if k else text(part)
    return found


def listed(parts: Sequence[Piece | Text], word: str = "and", limit: int = 0) -> Text:
    """Return ``a, b and c``; beyond ``limit`` parts the rest is counted.

    Examples
    --------
    >>> plain(listed(["a", "b", "c"])), plain(listed(["a", "b", "c", "d"], limit=2))
    ('a, b and c', 'a, b and 2 more')
    """
    parts = list(parts)
    if limit and len(parts) > limit + 1:
        parts = [*parts[:limit], f"{len(parts) - limit} more"]
        word = "and"
    if len(parts) < 2:
        return join(parts, "")
    return text(join(parts[:-1], ", "), f" {word} ", parts[-1])


def capitalised(words: Text) -> Text:
    """Return the text with its first letter raised; names from the case keep their own."""
    if words and isinstance(words[0], str) and words[0]:
        return (words[0][0].upper() + words[0][1:], *words[1:])
    return words
