"""A record is appended; nothing else in the file changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from irenic.casefile.append_record import append_record
from irenic.casefile.reader import read_case
from irenic.errors import CaseError, NotCovered
from irenic.model import Record

HEAD = """\
irenic: 1   # a comment
title: T
parties: {a: {name: A}, b: {name: B}}
agreement:
  obligations:   # what is to be done
    x: {title: X, by: a, value: {a: -1, b: 2}}
    y: {title: Y, by: b, value: {a: 2, b: -1}}
"""
ENTRY = Record("x", "2026-05-01", 3, 'all: "done", #1', "UN")
WITHOUT = HEAD + "\nabsent: {c: {name: C}}\n"
WITH = (
    HEAD + "  record:\n    - {obligation: y, date: 2026-04-01, status: 1}\n  # end\n\nas_of: 2026\n"
)
FLUSH = HEAD + "  record:\n  - {obligation: y, date: 2026-04-01, status: 1}\nas_of: 2026\n"
NO_END = HEAD.rstrip("\n")


@pytest.mark.parametrize(
    "text", [WITHOUT, WITH, FLUSH, NO_END], ids=["new", "more", "flush", "end"]
)
def test_it_is_appended_and_all_else_stays(text, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    before = read_case(path).agreement.records
    append_record(path, ENTRY)
    assert read_case(path).agreement.records == (*before, ENTRY)
    old, new = text.splitlines(), path.read_text(encoding="utf-8").splitlines()
    left = list(old)
    added = [line for line in new if not (left and line == left[0] and left.pop(0) is not None)]
    assert left == []
    assert [line.strip() for line in added if "record:" not in line] == [added[-1].strip()]
    assert list(tmp_path.iterdir()) == [path]


def test_twice_keeps_the_order(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(WITHOUT, encoding="utf-8")
    append_record(path, ENTRY)
    append_record(path, Record("y", "2026-05-02", 1))
    assert [r.obligation for r in read_case(path).agreement.records] == ["x", "y"]


def test_a_folder_is_appended_to_where_its_agreement_is(tmp_path):
    case, _, agreement = WITHOUT.partition("agreement:\n")
    agreement, _, rest = agreement.partition("\nabsent")
    (tmp_path / "case.yaml").write_text(f"{case}include: [deal.yaml]\nabsent{rest}")
    (tmp_path / "deal.yaml").write_text(f"agreement:\n{agreement}")
    append_record(tmp_path, ENTRY)
    assert read_case(tmp_path).agreement.records == (ENTRY,)


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "  record: [{obligation: y, date: 2026-04-01, status: 1}]\n",
        "{irenic: 1, title: T, parties: {a: {name: A}, b: {name: B}}, agreement: {obligations: "
        "{x: {title: X, by: a, value: {a: -1, b: 2}}}}}\n",
    ],
    ids=["list in brackets", "all in braces"],
)
def test_where_the_place_is_not_sure_nothing_is_changed(text, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError, match="added by hand under agreement, record: "):
        append_record(path, ENTRY)
    assert path.read_text(encoding="utf-8") == text


def test_a_record_that_the_case_refuses_changes_nothing(tmp_path):
    path = Path(tmp_path / "case.yaml")
    path.write_text(WITH, encoding="utf-8")
    with pytest.raises(CaseError):
        append_record(path, Record("nobody", "2026-05-01", 3))
    assert path.read_text(encoding="utf-8") == WITH


@pytest.mark.parametrize("text", [WITHOUT, WITH, FLUSH], ids=["new", "more", "flush"])
def test_line_ends_of_another_system_stay(text, tmp_path):
    path = tmp_path / "case.yaml"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    append_record(path, ENTRY)
    after = path.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n") == text.count("\n") + 1 + (text == WITHOUT)


def test_when_the_disk_is_full_the_file_is_as_before(tmp_path, monkeypatch):
    path = tmp_path / "case.yaml"
    path.write_text(WITH, encoding="utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(NotCovered, match="No space left"):
        append_record(path, ENTRY)
    assert path.read_text(encoding="utf-8") == WITH
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_while_reading_back_restores_the_file(tmp_path, monkeypatch):
    path = tmp_path / "case.yaml"
    path.write_text(WITH, encoding="utf-8")
    calls = []

    def once(name):
        calls.append(name)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return read_case(name)

    monkeypatch.setattr("irenic.casefile.append_record.read_case", once)
    with pytest.raises(KeyboardInterrupt):
        append_record(path, ENTRY)
    assert path.read_text(encoding="utf-8") == WITH
