"""Finding cases by name."""

from __future__ import annotations

import pytest

from irenic.casefile.catalogue import entries, resolve
from irenic.casefile.reader import read_case
from irenic.errors import UnknownName


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.id)
def test_the_title_in_the_list_is_the_title_of_the_case(entry):
    assert read_case(entry.path).title == entry.title
    assert entry.venue == entry.path.parent.name
    assert resolve(entry.id) == entry.path


def test_the_entries_are_sorted_and_unique():
    ids = [entry.id for entry in entries()]
    assert ids == sorted(set(ids))
    assert "nash-1950" in ids


def test_a_path_that_exists_wins(tmp_path, monkeypatch):
    path = tmp_path / "nash-1950"
    path.write_text("x")
    monkeypatch.chdir(tmp_path)
    assert resolve("nash-1950").resolve() == path.resolve()


@pytest.mark.parametrize("name", ["nash-195", "nash1950", "Nash-1950.yaml", "catalog/nash-190"])
def test_an_unknown_name_suggests_the_closest(name):
    with pytest.raises(UnknownName, match="did you mean 'nash-1950'"):
        resolve(name)


@pytest.mark.parametrize("name", ["zzzzzz", "", "a\x00b", "x" * 5000])
def test_a_name_like_no_other_points_to_the_list(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    if not name:
        assert resolve(name).is_dir()  # an empty path is the current folder
        return
    with pytest.raises(UnknownName, match="`irenic catalog` lists the names"):
        resolve(name)
