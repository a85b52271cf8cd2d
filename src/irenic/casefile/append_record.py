"""Appending to the record of an agreement, without touching anything else in the file."""

from __future__ import annotations

import json
import os
import re
import tempfile
from pathlib import Path

from irenic.casefile.reader import read_case
from irenic.errors import CaseError, NotCovered, Problem
from irenic.model import Case, Record

__all__ = ["append_record"]

_AGREEMENT = re.compile(r"agreement:[ \t]*(#.*)?$")
_RECORD = re.compile(r"record:[ \t]*(#.*)?$")


def append_record(path: Path, record: Record, /) -> None:
    """Append an entry at the end of the record of a case file, or of a folder's file.

    Every other character of the file stays as it is.  The new file takes the place of the old
    one in one step, and only after it was read back with exactly one more entry.

    Raises
    ------
    CaseError
        When the place for the entry is not sure (JSON, or braces around the section); the
        message has the entry, to be added by hand.
    NotCovered
        When the file cannot be written; it is then as before.
    """
    file = _file_of(path)
    before = read_case(path)
    text = file.read_bytes().decode("utf-8")
    entry = _entry(record)
    changed = None if file.suffix == ".json" else _with_entry(text, entry)
    if changed is None:
        raise _refused(file, entry)
    try:
        _replace(file, changed)
    except OSError as error:
        reason = error.strerror or str(error)
        raise NotCovered(f"{file} cannot be written ({reason}); it is as before") from error
    try:
        after = read_case(path)
    except BaseException:
        _replace(file, text)
        raise
    if _records(after) != (*_records(before), record):
        _replace(file, text)
        raise _refused(file, entry)


def _file_of(path: Path) -> Path:
    """Return the file that has the agreement: the case file itself, or one of a folder's."""
    if not path.is_dir():
        return path
    for file in sorted(path.glob("*.y*ml")):
        if any(_AGREEMENT.match(line) for line in file.read_text(encoding="utf-8").splitlines()):
            return file
    return path / "case.yaml"


def _records(case: Case) -> tuple[Record, ...]:
    return case.agreement.records if case.agreement else ()


def _entry(record: Record) -> str:
    parts = [
        f"obligation: {json.dumps(record.obligation, ensure_ascii=False)}",
        f"date: {record.date}",
        f"status: {record.status}",
    ]
    if record.note:
        parts.append(f"note: {json.dumps(record.note, ensure_ascii=False)}")
    if record.by:
        parts.append(f"by: {json.dumps(record.by, ensure_ascii=False)}")
    return f"- {{{', '.join(parts)}}}"


def _refused(file: Path, entry: str) -> CaseError:
    found = "no place of its own for a record, one entry a line"
    expected = f"the entry added by hand under agreement, record: {entry}"
    return CaseError(str(file), [Problem("agreement.record", found, expected, file=str(file))])


def _with_entry(text: str, entry: str) -> str | None:
    """Return the text with the entry at the end of the record; ``None`` when that is not sure."""
    lines = text.splitlines(keepends=True)
    end_of_line = "\r\n" if "\r\n" in text else "\n"
    start = next((k for k, line in enumerate(lines) if _AGREEMENT.match(line.rstrip())), None)
    if start is None:
        return None
    end = _end_of_block(lines, start, 0)
    inner = next((k for k in range(start + 1, end) if _is_content(lines[k])), None)
    if inner is None:
        return None
    indent = _indent(lines[inner])
    key = next(
        (
            k
            for k in range(start + 1, end)
            if _indent(lines[k]) == indent and lines[k].lstrip().startswith("record:")
        ),
        None,
    )
    if key is None:
        place = _after_content(lines, start, end)
        new = f"{' ' * indent}record:{end_of_line}{' ' * (indent + 2)}{entry}{end_of_line}"
    else:
        if not _RECORD.match(lines[key].strip()):
            return None
        stop = _end_of_block(lines, key, indent, dashes=True)
        items = [k for k in range(key + 1, stop) if lines[k].lstrip().startswith("- ")]
        deeper = _indent(lines[items[0]]) if items else indent + 2
        place = _after_content(lines, key, stop)
        new = f"{' ' * deeper}{entry}{end_of_line}"
    if place and not lines[place - 1].endswith("\n"):
        lines[place - 1] += end_of_line
    return "".join([*lines[:place], new, *lines[place:]])


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end_of_block(lines: list[str], start: int, indent: int, *, dashes: bool = False) -> int:
    """Return the line after the block that begins below ``start``."""
    for k in range(start + 1, len(lines)):
        if not _is_content(lines[k]) or _indent(lines[k]) > indent:
            continue
        if dashes and _indent(lines[k]) == indent and lines[k].lstrip().startswith("- "):
            continue
        return k
    return len(lines)


def _after_content(lines: list[str], start: int, end: int) -> int:
    """Return the line after the last one of a block that says something."""
    return max(k for k in range(start, end) if _is_content(lines[k])) + 1


def _replace(file: Path, text: str) -> None:
    """Write a file in one step: a new one takes the place of the old."""
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as new:
            new.write(text)
        Path(name).chmod(file.stat().st_mode & 0o777)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
