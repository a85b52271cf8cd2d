"""Files that are meant to do harm, or are no case files at all: a clear error, quickly."""

from __future__ import annotations

import os
import time
import tracemalloc

import pytest
from casefile.good_case import GOOD
from casefile.good_conflict import BY_MOVES, BY_OPTIONS
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from irenic.casefile.document import MAX_DEPTH, MAX_NODES
from irenic.casefile.files import MAX_BYTES
from irenic.casefile.problems import MAX_PROBLEMS
from irenic.casefile.reader import read_case, read_text
from irenic.errors import CaseError

HEAD = "irenic: 1\ntitle: T\nparties: {a: {name: A}, b: {name: B}}\n"
#: Processor seconds for one hostile file: 5 are promised, on a machine that is not busy;
#: the double leaves room for a shared one.
SECONDS = 10
#: Bytes of memory in use at once, measured by tracemalloc.
MEMORY = 100_000_000


def refused(read, argument):
    """Return the problems of a hostile file, after checking the time it took."""
    begin = time.process_time()
    with pytest.raises(CaseError) as caught:
        read(argument)
    assert time.process_time() - begin < SECONDS
    problems = caught.value.problems
    assert 0 < len(problems) <= MAX_PROBLEMS + 1
    return problems


def options(count: int) -> str:
    return "issues: {i: {title: T, options: [" + ", ".join(map(str, range(count))) + "]}}"


BILLION_LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
ISSUES = "issues:\n" + "".join(
    f"  i{k}: {{title: T{k}, options: {{a: A, b: B}}}}\n" for k in range(10_000)
)
RULES = "rules: [" + ", ".join("{forbid: {x: y}}" for _ in range(6_000)) + "]"
MANY = [f"x{k}" for k in range(40_000)]
COMPARED = 'rules: [{compare: "'
COUNTED = "rules: [{at_most: 1, of: [" + ", ".join(f"{{x{k}: y}}" for k in range(5_000)) + "]}]"
SHARED = "issues: {" + ", ".join(f"i{k}: {{title: T, share: [a, b]}}" for k in range(900)) + "}\n"
POINTS = ", ".join(f"i{k}: 1/{10**27 + k}" for k in range(900))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (BILLION_LAUGHS, "an anchor (&a)"),
        (HEAD + ISSUES, "more than 1,000 entries in this section"),
        (HEAD + RULES, "more than 5,000 entries in this section"),
        ("[" * 100_000, f"values nested more than {MAX_DEPTH} deep"),
        ("- " * 100_000, f"values nested more than {MAX_DEPTH} deep"),
        ("{a: " * 100_000, f"values nested more than {MAX_DEPTH} deep"),
        (HEAD + "x: [[" + "1," * 200_000 + "]]", f"more than {MAX_NODES:,} keys and values"),
        (HEAD + "x: [" + "&a y, " * 60_000 + "]", "an anchor (&a)"),
        (HEAD + options(10_001), "10,001 options"),
        (HEAD + SHARED + "preferences: {a: {points: {" + POINTS + "}}}", "points that add up to"),
        (HEAD + 'x: "' + "y " * (MAX_BYTES // 2) + '"', "a file of more than"),
        ("---\n" * 100_000, "a second YAML document"),
        (HEAD + "k" * 400_000 + ": 1", "a key without its colon"),
        (HEAD + "\t" * 400_000, "a tab"),
        (HEAD + ": " * 200_000, "an empty key"),
        (HEAD + "a: *" + "x" * 400_000, "an alias"),
        (HEAD + "a: " + "9" * 400_000, "the unknown key 'a'"),
        (HEAD + COMPARED + "`" * 400_001 + '"}]', "a backquote that stands alone in"),
        (HEAD + COMPARED + "x + " * 100_000 + '"}]', "'x + x + x"),
        (HEAD + COMPARED + "1 < " * 100_000 + '"}]', "100,000 comparison signs in"),
        (HEAD + COMPARED + "9" * 400_000 + ' < 1"}]', "'99999"),
        (HEAD + COMPARED + "x" * 400_000 + ' < 1"}]', "the unknown issue"),
        (HEAD + COMPARED + " + ".join(MANY) + ' < 1"}]', "the unknown issue"),
        (HEAD + COUNTED, "the unknown issue"),
        ("\n" * (MAX_BYTES - 1), "an empty file"),
        ("a: \x00", "the character U+0000 at position 3"),
        ("\ud800", "byte 0xED at position 0, which is not UTF-8"),
        (HEAD + 'a: "\\ud800"', "a text with the control character U+D800"),
        (HEAD + 'a: "\\UFFFFFFFF"', "text that is not YAML"),
    ],
    ids=lambda value: repr(value[-20:]),
)
def test_hostile_text_is_refused_in_bounded_time_and_memory(text, found):
    problems = refused(read_text, text)
    assert any(problem.found.startswith(found) for problem in problems)


@pytest.mark.parametrize("text", [BILLION_LAUGHS, HEAD + ISSUES, "[" * 100_000])
def test_hostile_text_takes_little_memory(text):
    tracemalloc.start()
    try:
        with pytest.raises(CaseError):
            read_text(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MEMORY


@pytest.mark.parametrize(
    ("data", "found", "place"),
    [
        (GOOD.encode("utf-16"), "a file in UTF-16", (None, None)),
        ("title: é".encode("latin-1"), "byte 0xE9 at position 7, which is not UTF-8", (1, 8)),
        (b"title: a\nx: \xff", "byte 0xFF at position 12, which is not UTF-8", (2, 4)),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "byte 0x89 at position 0, which is not UTF-8", (1, 1)),
        (b"a\x00b", "the character U+0000 at position 1", (1, 2)),
        (b"PK\x03\x04\x14", "the character U+0003 at position 2", (1, 3)),
        (b"", "an empty file", (1, 1)),
    ],
)
def test_other_encodings_and_binary_files_are_named(tmp_path, data, found, place):
    path = tmp_path / "case.yaml"
    path.write_bytes(data)
    (problem,) = refused(read_case, path)
    assert problem.found.startswith(found)
    assert (problem.line, problem.column) == place


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read_case(path) == read_text(GOOD)


def test_a_file_of_100_megabytes_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    (problem,) = refused(read_case, path)
    assert problem.found == "more than 500,000 bytes"


def test_what_is_not_a_file_is_not_read(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, found in [
        (pipe, "which is not a file"),
        ("/dev/zero", "which is not a file"),
        (tmp_path, "a folder without case.yaml"),
        (tmp_path / "none.yaml", "no such file or directory"),
        (tmp_path / ("x" * 300), "file name too long"),
        ("a\x00b", "null"),
    ]:
        (problem,) = refused(read_case, path)
        assert found in problem.found


@pytest.mark.parametrize(
    "number", [".nan", ".inf", "-.inf", "nan", "1e31", "9" * 61, "1/0", "0x1F"]
)
def test_only_finite_numbers_of_bounded_length_are_read(number):
    text = f"{HEAD}claims: {{estate: 1, amounts: {{a: {number}, b: 2}}}}"
    (problem,) = refused(read_text, text)
    assert problem.where == "claims.amounts.a"


@pytest.mark.parametrize(
    ("section", "found"),
    [
        ("parties: {" + ", ".join(f"p{k}: {{name: P}}" for k in range(101)) + "}", "101 parties"),
        (
            "parties: {a: {name: A}}\nissues: {i: {title: T, range: {from: 0, to: 1e9, step: 1}}}",
            "1,000,000,001 numbers to choose from",
        ),
    ],
)
def test_more_than_a_negotiation_has_is_refused(section, found):
    problems = refused(read_text, f"irenic: 1\ntitle: T\nclaims: {{}}\n{section}\n")
    assert found in [problem.found for problem in problems]


_PIECES = st.sampled_from(
    ["[", "]", "{", "}", ":", ": ", ",", "- ", "? ", "\n", "\n  ", "#", "&a", "*a", "!x", "|", ">",
     "'", '"', "\\", "%", "@", "~", "null", ".nan", "1/0", "-1", "h36", "union", "<<", "\t", "é",
     "\ud800", "\x00", "\ufeff", "---\n", "...\n", "1e99", "{}", "[]", "\u2028", "9" * 70]
)  # fmt: skip


def reads_or_is_refused(text: str) -> bool:
    """Return whether ``text`` gives a case, or problems; nothing else may happen."""
    try:
        case = read_text(text)
        return bool(case.parties or case.conflict)
    except CaseError as error:
        return bool(error.problems)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    good=st.sampled_from([GOOD, GOOD, BY_OPTIONS, BY_MOVES]),
    edits=st.lists(
        st.tuples(st.integers(0, len(GOOD)), st.integers(0, 40), _PIECES), min_size=1, max_size=4
    ),
)
@example(good=GOOD, edits=[(0, len(GOOD), "")])
def test_any_mutation_of_a_good_file_reads_or_is_a_case_error(good, edits):
    text = good
    for start, length, piece in edits:
        text = text[:start] + piece + text[start + length :]
    assert reads_or_is_refused(text)


@settings(max_examples=100, deadline=None)
@given(text=st.text() | st.lists(_PIECES, max_size=30).map("".join))
def test_any_text_reads_or_is_a_case_error(text):
    with pytest.raises(CaseError):
        read_text(text)
