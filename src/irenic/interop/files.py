"""Reading the files of a domain: which there are, and what stands in them, within limits."""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from irenic.interop.tree import Place, Problems, quoted

__all__ = ["MAX_BYTES", "MAX_FILES", "Source", "decode", "expand", "read_sources"]

#: Size of one file; the largest published domains take a tenth of it.
MAX_BYTES = 2_000_000
#: Files of one domain: one for the domain and one for each party.
MAX_FILES = 101
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: Folders of other programs hold records of runs beside the domain; their names start so.
_RECORDS = ("_", ".")
#: GENIUS keeps the frontiers that it worked out in files of this name.
_CACHE = "pareto.xml"


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read: its name in messages, its own name without folders, its bytes."""

    name: str
    stem: str
    file: str
    data: bytes


def expand(paths: Sequence[Path], endings: Sequence[str], /) -> list[Path]:
    """Return ``paths`` with every folder replaced by the files in it that end so, sorted.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders, in the user's order.
    endings : sequence of str
        Such as ``.xml``.  Files that are named on their own may have any ending.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        found += sorted(
            inner
            for inner in path.iterdir()
            if inner.suffix.lower() in endings
            and not inner.name.startswith(_RECORDS)
            and not inner.name.endswith(_CACHE)
            and inner.is_file()
        )
    return found


def read_sources(paths: Sequence[Path], problems: Problems, /) -> list[Source]:
    """Return the content of the files; report each that cannot be read."""
    if len(paths) > MAX_FILES:
        found = f"{len(paths)} files"
        problems.add("the files", Place(None), found, f"at most {MAX_FILES} in one domain")
        return []
    sources = []
    for path in paths:
        problems.opened(str(path))
        data = _bytes(path, problems)
        if data is not None:
            sources.append(Source(str(path), path.stem, path.name, data))
    return sources


def decode(source: Source, problems: Problems, /) -> str | None:
    """Return the text of a file in UTF-8; report any other encoding with its position."""
    place = Place(source.name, 1)
    expected = "UTF-8; save the file again with that encoding"
    if source.data.startswith(_UTF_16):
        problems.add("the file", place, "a file in UTF-16 (its first two bytes say so)", expected)
        return None
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.data.count(b"\n", 0, error.start) + 1
        column = error.start - source.data.rfind(b"\n", 0, error.start)
        found = f"byte 0x{source.data[error.start]:02X}, which is not UTF-8"
        problems.add("the file", Place(source.name, line, column), found, expected)
        return None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        problems.add("the file", Place(source.name, line), "the character U+0000", "text")
        return None
    return text


def _bytes(path: Path, problems: Problems) -> bytes | None:
    """Return the bytes of a regular file, reading no more than is allowed."""
    place = Place(str(path))
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                problems.add("the file", place, f"{quoted(path.name)}, no file", "a file")
                return None
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = str(getattr(error, "strerror", None) or error).lower()
        problems.add("the file", place, f"{quoted(path.name)}: {reason}", "a file to read")
        return None
    if len(data) > MAX_BYTES:
        found = f"more than {MAX_BYTES:,} bytes"
        problems.add("the file", place, found, f"at most {MAX_BYTES:,} bytes a file")
        return None
    return data
