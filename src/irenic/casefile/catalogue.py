"""The published cases that come with Irenic, by name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from irenic.casefile.problems import did_you_mean, quoted
from irenic.errors import UnknownName

__all__ = ["Entry", "entries", "resolve"]

_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*(?:[ \t]#.*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One case of the catalogue; ``venue`` is where it was published."""

    id: str
    title: str
    venue: str
    path: Path


def _folder() -> Path:
    """Return the packaged catalogue, or the one of the checkout that this code runs from."""
    package = Path(__file__).resolve().parents[1]
    packaged = package / "catalog"
    return packaged if packaged.is_dir() else package.parents[1] / "catalog"


@cache
def entries() -> tuple[Entry, ...]:
    """Return the cases of the catalogue, sorted by id.

    Reads only the line with the title of each file, so that listing stays quick.
    """
    found = [
        Entry(path.stem, _title(path), path.parent.name, path)
        for path in _folder().glob("*/*.yaml")
    ]
    return tuple(sorted(found, key=lambda entry: entry.id))


def _title(path: Path) -> str:
    match = _TITLE.search(path.read_text(encoding="utf-8"))
    if match is None:
        return path.stem
    title = match[1]
    if title[0] == "'" == title[-1]:
        return title[1:-1].replace("''", "'")
    if title[0] == '"' == title[-1]:
        return title[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return title


def resolve(name_or_path: str | Path) -> Path:
    """Return the file or folder of a case, given its path or its name in the catalogue.

    A path that exists wins over a name of the catalogue.

    Raises
    ------
    UnknownName
        When it is neither; the message names the closest case of the catalogue.

    Examples
    --------
    >>> resolve("nash-1950").name
    'nash-1950.yaml'
    """
    text = str(name_or_path)
    path = Path(text)
    if _exists(path):
        return path
    by_id = {entry.id: entry.path for entry in entries()}
    if text in by_id:
        return by_id[text]
    stem = path.stem if path.suffix in (".yaml", ".yml", ".json") else path.name
    hint = did_you_mean(stem, by_id) or "; `irenic catalog` lists the names"
    raise UnknownName(f"there is no file and no case of the catalogue called {quoted(text)}{hint}")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
