"""Files -> one tree: reading safely, and merging what a case includes."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from irenic.casefile.access import items, text
from irenic.casefile.document import Budget, parse_document
from irenic.casefile.nodes import Listing, Place, Scalar, Table
from irenic.casefile.problems import Problems, quoted, shown

__all__ = [
    "CASE_FILE",
    "MAX_BYTES",
    "MAX_FILES",
    "decode",
    "load_file",
    "load_text",
    "plain_text",
]

#: Size of a case with all its files.  The parser needs one or two seconds for this much text;
#: the values of all coalitions of 12 parties take half of it, a usual case a hundredth.
MAX_BYTES = 500_000
#: Files of one case.
MAX_FILES = 50
#: The file that stands for a folder.
CASE_FILE = "case.yaml"

_ONCE = ("irenic", "title", "as_of", "about", "decision", "claims")
#: What may not stand in a YAML file (YAML 1.2.2, production 1, c-printable).
_NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def load_text(text: str, name: str, problems: Problems, /) -> Table | None:
    """Return the tree of a case that is one text, without files to include."""
    decoded = decode(text.encode("utf-8", "surrogatepass"), name, problems)
    if decoded is None:
        return None
    root = _document(decoded, name, Budget(), problems)
    for item in items(root.entries.get("include")) if root else ():
        problems.add(
            "include",
            item.place,
            f"the file {shown(item)} to include",
            "no includes; only a case that is read from a file can include others",
        )
    return root


def load_file(path: Path, problems: Problems, /) -> Table | None:
    """Return the tree of the case in ``path``, with everything that it includes."""
    place = Place(str(path))
    try:
        if path.is_dir():
            if not (path / CASE_FILE).exists():
                problems.add(
                    "",
                    place,
                    "a folder without case.yaml",
                    "a case file, or a folder with a file case.yaml in it",
                )
                return None
            path = path / CASE_FILE
        home = path.parent.resolve()
    except (OSError, RuntimeError, ValueError) as error:
        problems.add("", place, f"a path that cannot be read ({_reason(error)})", "a case file")
        return None
    return _Loader(home, problems).load(path, Place(str(path)), ())


def plain_text(path: Path, /) -> str | None:
    """Return the text of a case that is one ordinary file in UTF-8; ``None`` for any other."""
    problems = Problems()
    data = _Loader(path.parent, problems).read(path, Place(str(path)))
    return None if data is None else decode(data, str(path), problems)


def decode(data: bytes, name: str, problems: Problems, /) -> str | None:
    """Return the text of a file in UTF-8; report any other encoding with its position."""
    place = Place(name)
    if len(data) > MAX_BYTES:
        problems.add(
            "",
            place,
            f"a file of more than {MAX_BYTES:,} bytes",
            f"at most {MAX_BYTES:,} bytes in all files of a case",
        )
        return None
    if data.startswith(_UTF_16):
        problems.add(
            "",
            place,
            "a file in UTF-16 (its first two bytes say so)",
            "UTF-8; save the file again with that encoding",
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        problems.add(
            "",
            Place(name, line, column),
            f"byte 0x{data[error.start]:02X} at position {error.start}, which is not UTF-8",
            "UTF-8; save the file again with that encoding",
        )
        return None
    return _without_controls(text, name, problems)


def _without_controls(text: str, name: str, problems: Problems) -> str | None:
    """Return ``text`` when it has only characters that YAML allows."""
    bad = _NOT_YAML.search(text)
    if bad is None:
        return text
    position = bad.start()
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    problems.add(
        "",
        Place(name, line, column),
        f"the character U+{ord(bad[0]):04X} at position {position}",
        "text; this looks like a binary file or one in another encoding",
    )
    return None


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()


def _document(text: str, name: str, budget: Budget, problems: Problems) -> Table | None:
    """Return the mapping that ``text`` is; report it when it is anything else."""
    before = len(problems)
    node = parse_document(text, name, budget, problems)
    if isinstance(node, Table):
        return node
    if len(problems) == before:
        place = node.place if node else Place(name, 1, 1)
        found = shown(node) if node else "an empty file"
        expected = "a case: irenic: 1, title, parties, ..; `irenic new` writes an example"
        problems.add("", place, found, expected)
    return None


class _Loader:
    """Reads a case's files once each, inside its folder and its limits."""

    def __init__(self, home: Path, problems: Problems) -> None:
        self._home = home
        self._problems = problems
        self._budget = Budget()
        self._bytes = MAX_BYTES
        self._seen: dict[Path, None] = {}

    def load(self, path: Path, asked: Place, chain: tuple[Path, ...]) -> Table | None:
        """Return the tree of ``path``; ``asked`` is where it was asked for."""
        self._problems.opened(str(path))
        data = self.read(path, asked)
        if data is None:
            return None
        decoded = decode(data, str(path), self._problems)
        if decoded is None:
            return None
        node = _document(decoded, str(path), self._budget, self._problems)
        if node is None:
            return None
        self._seen[path.resolve()] = None
        self._include(node, path, (*chain, path.resolve()))
        return node

    def read(self, path: Path, asked: Place) -> bytes | None:
        """Return the bytes of a regular file, reading no more than a case may have."""
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    self._problems.add(
                        "", asked, f"{quoted(path.name)}, which is not a file", "an ordinary file"
                    )
                    return None
                data = file.read(self._bytes + 1)
        except (OSError, ValueError) as error:
            self._problems.add(
                "", asked, f"{quoted(path.name)}: {_reason(error)}", "a case file that can be read"
            )
            return None
        if len(data) > self._bytes:
            self._problems.add(
                "",
                asked,
                f"more than {MAX_BYTES:,} bytes",
                f"at most {MAX_BYTES:,} bytes in all files of a case",
            )
            return None
        self._bytes -= len(data)
        return data

    def _include(self, root: Table, path: Path, chain: tuple[Path, ...]) -> None:
        for number, item in enumerate(items(root.entries.get("include")), start=1):
            if not isinstance(item, Scalar) or item.is_nothing:
                continue
            where = f"include[{number}]"
            target = self._target(item, path, where, chain)
            if target is None:
                continue
            tree = self.load(target, item.place, chain)
            if tree is not None:
                self._merge(root, tree)

    def _target(self, item: Scalar, path: Path, where: str, chain: tuple[Path, ...]) -> Path | None:
        """Return the file that ``item`` names, or report why it is not read."""
        name, fault = item.text, ("", "")
        target = path.parent / name
        try:
            real = target.resolve()
        except (OSError, RuntimeError, ValueError) as error:
            fault = f"{quoted(name)}: {_reason(error)}", "the path of a file"
            real = target
        if fault[0]:
            pass
        elif Path(name).is_absolute() or not real.is_relative_to(self._home):
            fault = (
                f"{quoted(name)}, which leaves the folder of the case",
                ("a file inside the folder of the case, by its relative path"),
            )
        elif real in chain:
            fault = f"{quoted(name)}, which includes this file in turn", "no circle of includes"
        elif real in self._seen:
            fault = f"{quoted(name)} a second time", "each file once"
        elif len(self._seen) >= MAX_FILES:
            fault = f"more than {MAX_FILES} files", f"at most {MAX_FILES}"
        elif not real.exists():
            fault = f"{quoted(name)}, which does not exist", f"a file in {quoted(path.parent.name)}"
        if fault[0]:
            self._problems.add(where, item.place, *fault)
            return None
        return target

    def _merge(self, root: Table, other: Table) -> None:
        """Put the sections of ``other`` into ``root``; an id in both is a problem."""
        root.spoiled |= other.spoiled
        for key, value in other.entries.items():
            mine = root.entries.get(key)
            if key == "include" or (key == "irenic" and mine is not None and text(value) == "1"):
                continue
            if mine is None:
                root.entries[key] = value
                root.keys[key] = other.keys[key]
            elif isinstance(mine, Table) and isinstance(value, Table) and key not in _ONCE:
                self._merge_entries(mine, value, key)
            elif isinstance(mine, Listing) and isinstance(value, Listing):
                mine.items.extend(value.items)
            else:
                first = root.keys[key]
                found, place = f"a second {quoted(key)}", other.keys[key]
                expected = f"one in all files; it stands in {first.file}, line {first.line}"
                if key not in _ONCE:
                    found, place = shown(value), value.place
                    expected = f"entries like those in {first.file}, line {first.line}"
                self._problems.add(key, place, found, expected)

    def _merge_entries(self, mine: Table, other: Table, key: str) -> None:
        mine.spoiled |= other.spoiled
        for name, value in other.entries.items():
            if name in mine.entries:
                first = mine.keys[name]
                self._problems.add(
                    f"{key}.{name}",
                    other.keys[name],
                    f"the id {quoted(name)} a second time",
                    f"each id once; it stands in {first.file}, line {first.line}",
                )
            else:
                mine.entries[name] = value
                mine.keys[name] = other.keys[name]
