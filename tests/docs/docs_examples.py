"""Examples in the documentation: finding them, running them, and writing their output anew.

What a page may hold:

- a ``yaml`` or ``xml`` block after ``<!-- file: NAME -->``: a file that later commands read;
- any other ``yaml`` block: a fragment, to be merged into the page's first file;
- a ``console`` block: ``$ irenic ...`` with the output below it.  A line ``...`` stands for any
  lines.  ``<!-- exits: 1 -->`` before the block says that the last command ends so;
- a ``python`` block: a doctest.

``python tests/docs/docs_examples.py [PAGE ..]`` writes the outputs anew.  There
``<!-- show: 1-8 20 -->`` before a block keeps these lines of a long output only.
"""

from __future__ import annotations

import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

from irenic.cli.main import cli

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"

_FENCE = re.compile(r"```(\w+)\s*$")
_NOTE = re.compile(r"<!-- (file|exits|show): (.+?) -->")


@dataclass(frozen=True)
class Block:
    """One fenced block; ``first`` and ``last`` are the indices of its inner lines."""

    kind: str
    first: int
    last: int
    text: str
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One command of a console block and what the page shows below it."""

    command: str
    shown: str


@dataclass(frozen=True)
class Outcome:
    """What a command printed, and how it ended."""

    output: str
    code: int


def pages() -> list[Path]:
    """Return every page that is tested, in a stable order."""
    built = DOCS / "_build"
    found = [p for p in sorted(DOCS.rglob("*.md")) if built not in p.parents]
    return [ROOT / "README.md", *found]


def blocks(text: str) -> Iterator[Block]:
    """Yield the fenced blocks of a page, in order."""
    lines = text.splitlines()
    notes: dict[str, str] = {}
    k = 0
    while k < len(lines):
        line = lines[k]
        if match := _FENCE.match(line):
            end = next(j for j in range(k + 1, len(lines)) if lines[j].startswith("```"))
            yield Block(match[1], k + 1, end, "\n".join(lines[k + 1 : end]) + "\n", notes)
            notes, k = {}, end
        elif match := _NOTE.match(line):
            notes = {**notes, match[1]: match[2]}
        elif line.strip():
            notes = {}
        k += 1


def steps(block: Block) -> list[Step]:
    """Return the commands of a console block with the output shown for each."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return [Step(command, "\n".join(shown).strip("\n")) for command, shown in found]


def run(command: str) -> Outcome:
    """Run ``irenic ... [> FILE]`` in the current folder."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        place = words.index(">")
        words, target = words[:place], words[place + 1]
    if words[0] != "irenic":
        raise ValueError(f"only irenic is run in a console block, not {words[0]!r}")
    result = CliRunner().invoke(cli, words[1:], prog_name="irenic")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if target is not None:
        Path(target).write_text(result.stdout, encoding="utf-8")
        return Outcome(result.stderr.strip("\n"), result.exit_code)
    return Outcome(result.output.strip("\n"), result.exit_code)


def same(shown: str, output: str) -> bool:
    """Return whether the output is what the page shows; a line ``...`` stands for any lines."""
    parts: list[list[str]] = [[]]
    for line in shown.splitlines():
        if line.strip() == "...":
            parts.append([])
        else:
            parts[-1].append(line.rstrip())
    lines = [line.rstrip() for line in output.splitlines()]
    if len(parts) == 1:
        return parts[0] == lines
    head, *middle, tail = parts
    if lines[: len(head)] != head or len(lines) < len(head) + len(tail):
        return False
    if tail and lines[-len(tail) :] != tail:
        return False
    rest = lines[len(head) : len(lines) - len(tail)]
    for part in middle:
        at = next((k for k in range(len(rest) + 1) if rest[k : k + len(part)] == part), None)
        if at is None:
            return False
        rest = rest[at + len(part) :]
    return True


def selected(output: str, show: str) -> str:
    """Return the lines that ``show`` names (``1-8 20 -3``), with ``...`` for those left out."""
    lines = output.splitlines()
    keep: set[int] = set()
    for part in show.split():
        first, _, last = part.partition("-")
        if not first:
            keep.update(range(max(len(lines) - int(last), 0) + 1, len(lines) + 1))
        else:
            keep.update(range(int(first), int(last or first) + 1))
    found: list[str] = []
    for number, line in enumerate(lines, 1):
        if number in keep:
            found.append(line.rstrip())
        elif not found or found[-1] != "...":
            found.append("...")
    return "\n".join(found)


def refresh(page: Path) -> bool:
    """Write the outputs of a page's console blocks anew; return whether anything changed."""
    text = page.read_text(encoding="utf-8")
    lines = text.splitlines()
    changes: list[tuple[int, int, list[str]]] = []
    for block in blocks(text):
        if "file" in block.notes:
            write(block)
        if block.kind != "console":
            continue
        fresh: list[str] = []
        for step in steps(block):
            outcome = run(step.command)
            fresh.append(f"$ {step.command}")
            if not step.shown:
                continue
            if "show" not in block.notes and same(step.shown, outcome.output):
                fresh.extend(step.shown.splitlines())
            else:
                show = block.notes.get("show", "1-100000")
                fresh.extend(selected(outcome.output, show).splitlines())
        changes.append((block.first, block.last, fresh))
    for first, last, fresh in reversed(changes):
        lines[first:last] = fresh
    new = "\n".join(lines) + "\n"
    if new != text:
        page.write_text(new, encoding="utf-8")
    return new != text


def write(block: Block) -> None:
    """Write the file that a block defines."""
    path = Path(block.notes["file"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(block.text, encoding="utf-8")


def main() -> None:
    """Refresh the pages named on the command line, or all."""
    chosen = [Path(name).resolve() for name in sys.argv[1:]] or pages()
    start = Path.cwd()
    for page in chosen:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                changed = refresh(page)
            finally:
                os.chdir(start)
        sys.stdout.write(f"{'changed  ' if changed else 'unchanged'} {page}\n")


if __name__ == "__main__":
    main()
