"""Reading a result that may be anything: a clear message, never a traceback."""

from __future__ import annotations

import copy
import json
from random import Random

import pytest
from verified_cases import HARBOUR, result_of

from irenic.errors import CaseError, UnknownName
from irenic.verify import checker
from irenic.verify.checker import Claim, read_result, verify_result

HONEST = result_of(HARBOUR)
NONSENSE = [None, True, -1, 10**30, 0.5, "", "1/0", "nan", "x" * 5000, [], {}, [[]], {"a": [None]}]


def test_what_was_written_is_read(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(json.dumps(HONEST), encoding="utf-8")
    assert read_result(path) == HONEST
    assert read_result(str(path)) == HONEST


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "JSON"),
        (b"{", "JSON"),
        (b"[1, 2]", "irenic analyze"),
        (b"{}", "irenic analyze"),
        (b'{"problems": []}', "irenic analyze"),
        (b'{"irenic": NaN, "case": {}, "parties": []}', "NaN is not a number"),
        (b'{"irenic": -Infinity, "case": {}, "parties": []}', "-Infinity is not a number"),
        (b'{"irenic": 1, "irenic": 1, "case": {}, "parties": []}', "occurs twice"),
        (b'{"irenic": ' + b"9" * 5000 + b"}", "JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b"\xff\xfe\x00", "UTF-8"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_unusable_files_are_refused(tmp_path, content, said):
    path = tmp_path / "result.json"
    path.write_bytes(content)
    with pytest.raises(CaseError, match=said) as caught:
        read_result(path)
    assert caught.value.problems[0].file == str(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "result.json"
    path.write_text(json.dumps(HONEST), encoding="utf-8")
    monkeypatch.setattr(checker, "MAX_BYTES", 100)
    with pytest.raises(CaseError, match="at most 100 bytes"):
        read_result(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(UnknownName, match="there is no file"):
            read_result(path)


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from places(inside, (*path, key))
    elif isinstance(value, list):
        for key, inside in enumerate(value):
            yield from places(inside, (*path, key))


def test_nonsense_anywhere_is_refuted_or_harmless_but_never_an_error():
    """Parts that no claim reads (titles, sentences) may hold anything; the rest may not."""
    rng = Random(7)
    everywhere = [path for path in places(HONEST) if path]
    refuted = 0
    for path in rng.sample(everywhere, 80):
        result = copy.deepcopy(HONEST)
        inside = result
        for key in path[:-1]:
            inside = inside[key]
        if rng.random() < 0.2 and isinstance(inside, dict):
            del inside[path[-1]]
        else:
            inside[path[-1]] = rng.choice(NONSENSE)
        claims = verify_result(result, HARBOUR)
        assert all(isinstance(c, Claim) for c in claims)
        refuted += any(c.verdict == "refuted" for c in claims)
    assert refuted > 50


@pytest.mark.parametrize("result", [{}, {"irenic": 1}, {"audience": ["x"]}])
def test_an_empty_result_is_refuted(result):
    assert any(c.verdict == "refuted" for c in verify_result(result, HARBOUR))
