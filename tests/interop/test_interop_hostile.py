"""Files that are meant to do harm, or are no such files at all: a clear error, quickly."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from interop.hand_made import (
    FLAT,
    OWNER,
    STEPS,
    TRADE_DOMAIN,
    TRADE_SELLER,
    job_profile,
)

from irenic.casefile.reader import read_text
from irenic.casefile.writer import write_case
from irenic.errors import CaseError, IrenicError
from irenic.interop.draft import Steps, build
from irenic.interop.files import MAX_BYTES, Source
from irenic.interop.formats import FORMATS, detect, import_case
from irenic.interop.tree import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, Problems

#: Processor seconds for one hostile file, on a machine that may be busy.
SECONDS = 10

DTD = '<!DOCTYPE a [<!ENTITY x "{}">]>\n<negotiation_template a="&x;"/>'
LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE lolz [\n <!ENTITY a "ha">\n'
    + "".join(
        f' <!ENTITY {new} "&{old};&{old};&{old};&{old};&{old};&{old};&{old};&{old};">\n'
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>\n<utility_space>&i;</utility_space>"
)
EXTERNAL = '<!DOCTYPE a SYSTEM "file:///etc/passwd">\n<utility_space/>'
FETCHED = '<!DOCTYPE a [\n<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<utility_space a="&x;"/>'

XML = [
    (LAUGHS, 2, "a document type definition"),
    (DTD.format("y"), 1, "a document type definition"),
    (EXTERNAL, 1, "a document type definition"),
    (FETCHED, 1, "a document type definition"),
    ('\n<utility_space a="&x;"/>', 2, "an entity that is not defined"),
    ("<a>" * 1000, 1, f"elements nested more than {MAX_DEPTH} deep"),
    ("<a>" * 100_000, 1, f"elements nested more than {MAX_DEPTH} deep"),
    ("<a>" + "<b/>" * MAX_NODES, 1, f"more than {MAX_NODES:,} elements"),
    ("", 1, "the end of the file before"),
    ("\n\nhello", 3, "text that is not XML"),
    ("<utility_space>\n<objective>\n</utility_space>", 3, "an end tag that fits no open element"),
    ("<utility_space>\n<objective", 2, "a tag that is not closed"),
    ('<utility_space a="1"\n a="2"/>', 2, "an attribute a second time"),
    ("<utility_space/>\n<utility_space/>", 2, "something after the end of the root"),
    ('<?xml version="1.0" encoding="klingon"?>\n<a/>', 1, "an encoding that cannot be read"),
    ('<?xml version="1.0" encoding="utf-7"?>\n<a/>', 1, "an encoding"),
    ('<?xml version="1.0" encoding="utf-16"?>\n<a/>', 1, "bytes that do not fit"),
    (b"\n<a x='\xff\xfe'/>", 2, "a character that cannot stand here"),
    (b"\x00\x01\x02", 1, "a character that cannot stand here"),
    ("<html><body/></html>", 1, "the root element 'html'"),
    ('<utility_space type="nonlinear"/>', 1, "a utility space of type 'nonlinear'"),
    ("<utility_space>\n<spell/></utility_space>", 2, "the unknown element 'spell'"),
]


def refused(tmp_path, name, content, form):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    begin = time.process_time()
    with pytest.raises(CaseError) as caught:
        import_case([path], form)
    assert time.process_time() - begin < SECONDS
    problems = caught.value.problems
    assert 0 < len(problems) <= MAX_PROBLEMS + 1
    return problems


@pytest.mark.parametrize(("content", "line", "found"), XML)
def test_hostile_xml_is_refused_with_its_line(tmp_path, content, line, found):
    problems = refused(tmp_path, "x.xml", content, "genius")
    assert any(p.line == line and found in p.found for p in problems), problems


JSON = [
    ("[" * 100_000, 1, f"values nested more than {MAX_DEPTH} deep"),
    ('{"a":' * 100_000, 1, f"values nested more than {MAX_DEPTH} deep"),
    ("[" + "1," * (MAX_NODES + 1) + "1]", 1, f"more than {MAX_NODES:,} values"),
    ("", 1, "the end of the file"),
    ("\n\n{'a': 1}", 3, "\"'a'\""),
    ('{"a": 1}\n{"b": 2}', 2, "'{'"),
    ("{}", 1, "an empty mapping"),
    ('["LinearAdditiveUtilitySpace"]', 1, "a list of 1"),
    ('{"LinearAdditiveUtilitySpace": 3}', 1, "the key 'LinearAdditiveUtilitySpace'"),
    ('{"LinearAdditiveUtilitySpace": {}}', 1, "nothing"),
    (b'{"a": "\xff"}', 1, "byte 0xFF, which is not UTF-8"),
    ("{}".encode("utf-16"), 1, "a file in UTF-16"),
    (b"{\n\x00}", 2, "the character U+0000"),
    ('{"issuesValues": {"a": {"values": ["x"]}}}', 1, "no profile of a party"),
    ('{"issuesValues": {"a": {"values": [{}]}}}', 1, "an empty mapping"),
    ('{"issuesValues": {"a": {"range": [1, 2, "1e31"]}}}', 1, "'1e31'"),
    ('{"a": ' + "9" * 100_000 + "}", 1, "the key 'a'"),
]


@pytest.mark.parametrize(("content", "line", "found"), JSON)
def test_hostile_json_is_refused_with_its_line(tmp_path, content, line, found):
    problems = refused(tmp_path, "x.json", content, "geniusweb")
    assert any(p.line == line and found in p.found for p in problems), problems


BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
YAML = [
    (BOMB, 1, "an anchor (&a)"),
    ("[" * 10_000, 1, f"values nested more than {MAX_DEPTH} deep"),
    ("a: " + "[1, " * 60, 1, f"values nested more than {MAX_DEPTH} deep"),
    ("- 1\n- 2\n", 1, "a list of 2"),
    ("just text", 1, "'just text'"),
    ("type: x\n---\ntype: y\n", 2, "a second YAML document"),
    ("a: b: c", 1, "text that is not YAML"),
    ('a: "\\q"', 1, "text that is not YAML"),
    ("issues: 3\n", 1, "'3'"),
    ("issues:\n- 7\n", 2, "an issue without a name"),
    ("issues:\n- {name: n, type: ContiguousIssue, values: [0, 99999999999999999999]}\n", 2,
     "numbers to choose from"),
    ("? [a, b]\n: c\n", 1, "a utility function of the type ''"),
    (b"a: \xff", 1, "byte 0xFF"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "line", "found"), YAML)
def test_hostile_yaml_is_refused_with_its_line(tmp_path, content, line, found):
    if b"type ''" in (found.encode(), b"") or "type ''" in found:
        (tmp_path / "a.yml").write_text(TRADE_DOMAIN, encoding="utf-8")
        (tmp_path / "b.yml").write_text(content, encoding="utf-8")
        with pytest.raises(CaseError) as caught:
            import_case([tmp_path], "negmas", STEPS)
        problems = caught.value.problems
    else:
        problems = refused(tmp_path, "x.yml", content, "negmas")
    assert any(p.line == line and found in p.found for p in problems), problems


def test_a_large_file_a_missing_one_and_one_that_is_no_file(tmp_path):
    (problem,) = refused(tmp_path, "x.xml", b" " * (MAX_BYTES + 1), "genius")
    assert "more than 2,000,000 bytes" in problem.found
    with pytest.raises(CaseError, match="no such file"):
        import_case([tmp_path / "none.xml"], "genius")
    os.mkfifo(tmp_path / "pipe.xml")
    with pytest.raises(CaseError, match=r"'pipe\.xml', no file"):
        import_case([tmp_path / "pipe.xml"], "genius")


def test_a_thousand_mistakes_are_listed_and_the_rest_counted(tmp_path):
    rows = "".join(f'<weight index="{k}" value="x"/>\n' for k in range(3_000))
    (tmp_path / "d.xml").write_text(FLAT, encoding="utf-8")
    (tmp_path / "p.xml").write_text(OWNER.replace("</objective>", rows + "</objective>", 1))
    with pytest.raises(CaseError) as caught:
        import_case([tmp_path], "genius", STEPS)
    assert len(caught.value.problems) == MAX_PROBLEMS + 1
    assert "the rest are not listed" in caught.value.problems[-1].found


#: Texts of which pieces are cut out, doubled and exchanged.
WHOLE = {
    "genius": [FLAT, OWNER],
    "geniusweb": [job_profile("a", reservation='{"issuevalues": {"car": "no"}}')],
    "negmas": [TRADE_DOMAIN, TRADE_SELLER],
}
ODD = [
    "", "<", ">", '"', "&", "{", "}", "[", "]", ":", ",", "-", "\n", "\t", "\x00", "0", "1e9",
    "-.inf", "nan", "null", "~", "!!x", "&a", "*a", "?", "é", "\ud7ff", "\U0001f54a",
]  # fmt: skip


@st.composite
def broken(draw):
    form = draw(st.sampled_from(sorted(WHOLE)))
    texts = []
    for text in WHOLE[form]:
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(text)))
            stop = min(start + draw(st.integers(0, 12)), len(text))
            text = text[:start] + draw(st.sampled_from(ODD)) + text[stop:]
        texts.append(text)
    return form, texts


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(broken())
def test_a_broken_file_never_ends_in_a_traceback(case):
    form, texts = case
    problems = Problems()
    sources = [
        Source(f"f{k}", f"f{k}", f"f{k}", text.encode("utf-8", "surrogatepass"))
        for k, text in enumerate(texts)
    ]
    draft = FORMATS[form].read(sources, Steps(dict(STEPS)), problems)
    assert draft is not None or len(problems)
    assert all(p.line for p in problems.in_order())
    case = build(draft, problems) if draft is not None and not problems else None
    if case is not None:
        assert read_text(write_case(case)) == case


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(sorted(FORMATS)))
def test_any_bytes_are_refused_or_read(data, form):
    problems = Problems()
    FORMATS[form].read([Source("f", "f", "f", data)], Steps(), problems)


def test_detection_reads_what_it_can_and_never_fails(tmp_path):
    assert detect([tmp_path / "none.xml"]) is None
    assert detect([tmp_path]) is None
    (tmp_path / "x.yaml").write_bytes(b"\xff\xfe")
    assert detect([tmp_path / "x.yaml"]) is None
    assert issubclass(CaseError, IrenicError)
