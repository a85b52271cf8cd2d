"""Every example of the documentation does what its page says."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from docs_examples import DOCS, ROOT, Block, blocks, pages, run, same, steps, write
from ruamel.yaml import YAML

from irenic.casefile.reader import find_problems

PAGES = pages()
KINDS = {"yaml", "xml", "console", "python", "sh", "text", "json", "vim", "lua"}
#: Places of a case file where a fragment adds to what is there instead of replacing it.
OPEN = {
    (),
    ("parties",),
    ("issues",),
    ("preferences",),
    ("preferences", "*"),
    ("preferences", "*", "issues"),
    ("proposals",),
    ("conflict",),
    ("conflict", "interventions"),
    ("absent",),
    ("evidence",),
    ("about",),
}


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def in_page(page: Path) -> list[Block]:
    return list(blocks(page.read_text(encoding="utf-8")))


def having(kind: str) -> list[Path]:
    return [page for page in PAGES if any(b.kind == kind for b in in_page(page))]


def test_there_are_examples():
    assert len(having("console")) > 10
    assert len(having("python")) > 0


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_blocks_are_of_a_kind_that_is_tested_or_known(page):
    assert {b.kind for b in in_page(page)} <= KINDS


@pytest.mark.parametrize("page", having("console"), ids=name)
def test_commands_print_what_the_page_shows(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong = []
    for block in in_page(page):
        if "file" in block.notes:
            write(block)
        if block.kind != "console":
            continue
        commands = steps(block)
        for step in commands:
            outcome = run(step.command)
            expected = int(block.notes.get("exits", 0)) if step is commands[-1] else 0
            if outcome.code != expected:
                wrong.append(f"$ {step.command}\nends with {outcome.code}\n{outcome.output}")
            elif step.shown and not same(step.shown, outcome.output):
                wrong.append(f"$ {step.command}\nprints:\n{outcome.output}")
    assert not wrong, f"{name(page)} (python tests/docs/docs_examples.py)\n" + "\n\n".join(wrong)


@pytest.mark.parametrize("page", having("python"), ids=name)
def test_python_blocks_are_doctests(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for block in in_page(page):
        if block.kind == "yaml" and "file" in block.notes:
            write(block)
    source = "\n".join(b.text for b in in_page(page) if b.kind == "python")
    assert ">>>" in source
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest(source, {}, name(page), str(page), 0)
    report: list[str] = []
    doctest.DocTestRunner(optionflags=flags).run(test, out=report.append)
    assert not report, "".join(report)


def merged(base: object, part: object, path: tuple[str, ...] = ()) -> object:
    """Return the case with a fragment put in its place."""
    if path not in OPEN or not isinstance(base, dict) or not isinstance(part, dict):
        return part
    found = dict(base)
    for key, value in part.items():
        below = (*path, key)
        if len(below) == 2 and below[0] == "preferences":
            below = ("preferences", "*")
        found[key] = merged(base[key], value, below) if key in base else value
    return found


def fragments() -> list[object]:
    return [
        pytest.param(page, block, id=f"{name(page)}:{block.first}")
        for page in PAGES
        for block in in_page(page)
        if block.kind == "yaml" and "file" not in block.notes
    ]


@pytest.mark.parametrize(("page", "block"), fragments())
def test_fragments_fit_into_the_first_file_of_their_page(page, block, tmp_path):
    base = next(b for b in in_page(page) if b.kind == "yaml" and "file" in b.notes)
    yaml = YAML(typ="safe", pure=True)
    case = merged(yaml.load(base.text), yaml.load(block.text))
    path = tmp_path / "case.yaml"
    with path.open("w", encoding="utf-8") as file:
        yaml.dump(case, file)
    assert [str(p) for p in find_problems(path)] == []


def test_comparison_of_outputs_knows_its_ellipsis():
    assert same("a\nb", "a\nb")
    assert not same("a\nb", "a\nb\nc")
    assert same("a\n...\nd", "a\nb\nc\nd")
    assert not same("a\n...\nd", "a\nb\nc")
    assert same("...\nb\n...", "a\nb\nc")
    assert not same("...\nx\n...", "a\nb\nc")
    assert DOCS.is_dir()
