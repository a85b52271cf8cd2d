"""The short road for plain files: it is only ever sure of what the long road accepts."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from random import Random

import pytest
from casefile.good_agreement import AGREEMENT
from casefile.good_case import GOOD
from casefile.good_conflict import BY_MOVES, BY_OPTIONS
from casefile.problem_table import PROBLEMS
from casefile.problem_table_agreement import AGREEMENT_PROBLEMS
from casefile.problem_table_conflict import MOVE_PROBLEMS, OPTION_PROBLEMS
from hypothesis import HealthCheck, given, settings
from strategies import cases

from irenic.casefile import quick, reader, schema, schema_agreement, schema_conflict, shapes
from irenic.casefile.catalogue import entries
from irenic.casefile.check import check_shape
from irenic.casefile.document import Budget, parse_document
from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table, walk
from irenic.casefile.problems import Problems
from irenic.casefile.quick import quick_tree
from irenic.casefile.quick_checks import Keys
from irenic.casefile.quick_shape import PLAIN_CASE, surely_right
from irenic.casefile.reader import read_case, read_text
from irenic.casefile.skeleton import skeleton
from irenic.casefile.writer import write_case, write_json

PIECES = [
    *" :#\"',{}[]-><|?!&*%@~.é\\", "\n", "  ", ": ", " #", "- ", "\n\n", "\n ", "\n- ", ">-", "...",
    "---", "null", "true", "a", "0", "1e3", ",,", "a: b", "''", '"a"', "\t", "\r", "\u2028", "\x85",
]  # fmt: skip


@cache
def sources() -> tuple[str, ...]:
    """Return texts of the catalogue and of the writer in both forms, and the skeleton."""
    found = [skeleton("New"), GOOD, BY_OPTIONS, BY_MOVES, AGREEMENT]
    for entry in entries():
        case = read_case(entry.path)
        found += [entry.path.read_text("utf-8"), write_case(case), write_json(case)]
    return tuple(found)


def plain(node: Node | None) -> object:
    """Return a tree without its places."""
    if isinstance(node, Table):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return None if node is None else (node.text, node.plain)


def long_way(text: str) -> tuple[Node | None, Problems]:
    problems = Problems()
    return parse_document(text, None, Budget(), problems), problems


def is_sure(text: str) -> bool:
    """Return whether the short road reads the text; then the long one reads the same."""
    tree = quick_tree(text)
    if tree is None:
        return False
    slow, problems = long_way(text)
    assert len(problems) == 0, (text, problems.in_order())
    assert plain(tree) == plain(slow), text
    return True


def test_most_files_of_the_catalogue_are_plain():
    sure = [is_sure(text) for text in sources()]
    assert sum(sure) > len(sure) * 0.8


@pytest.mark.parametrize("seed", range(8))
def test_damaged_text_is_read_as_the_other_parser_reads_it_or_not_at_all(seed):
    rng = Random(seed)
    sure = 0
    for _ in range(400):
        lines = rng.choice(sources()).split("\n")
        start = rng.randrange(len(lines))
        lines = lines[start : start + rng.randint(1, 12)]
        margin = min((len(x) - len(x.lstrip()) for x in lines if x.strip()), default=0)
        text = "\n".join(line[margin:] for line in lines)
        for _ in range(rng.randint(0, 3)):
            at = rng.randrange(len(text) + 1)
            kept = rng.choice([0, 0, 0, 1, 2])
            text = text[:at] + rng.choice(PIECES) + text[at + kept :]
        sure += is_sure(text)
    assert sure > 20


@pytest.mark.parametrize(
    "text",
    [
        "", "a", "- a", " a: b", "a:", "a: &x b", "a: *x", "a: !t b", "a: 'it''s'", "a: b: c",
        "a: b\n  c", "a: b\n c: d", "a: {b: c\n  }", "a: {b: c", "a: [b]]", "a: [b,,c]", "a: {b}",
        "a: b\na: c", "<<: a", "? a", "null: a", "~: a", "a: b #\"", "%YAML 1.2\n---\na: b",
        "a: >-",
        "--- \na: b", "a: b\n...", "a: b\n---\nc: d", "a: >+\n  b\n", "a: >\n  b",
        "a: >-\n  b\n\n  c\n",
        "a: |2\n  b\n", "a: {b: 12:30}", "a: \"x\\ty\"", "a:\n- b", "a:\n  -\n  - b",
        "x" * 81 + ": a",
        '{"a": true}', '{"a": null}', '{"a": NaN}', '{"a": 1, "a": 2}', '{"a": "\\u0041"}', '{"a"}',
        "{" * 2000, '{"a": ' * 2000, "a: " + "[" * 200 + "]" * 200,
    ],
)  # fmt: skip
def test_what_is_odd_is_left_to_the_other_reader(text):
    assert quick_tree(text) is None


def test_large_files_are_left_to_the_reader_that_counts(monkeypatch):
    entry = "a{}: b\n"
    assert quick_tree("".join(entry.format(k) for k in range(500))) is not None
    assert quick_tree("".join(entry.format(k) for k in range(501))) is None
    monkeypatch.setattr(quick, "MOST_NODES", 5)
    assert quick_tree("a: b\nc: d\n") is not None
    assert quick_tree("a: b\nc: d\ne: f\n") is None
    assert quick_tree('{"a": 1, "b": 2, "c": 3}') is None


def changed(rng: Random, text: str) -> Table:
    """Return the tree of a case with one to three keys or values replaced."""
    tree, _ = long_way(text)
    assert isinstance(tree, Table)
    nowhere = Place(None)
    other = [
        Scalar("", True, nowhere), Scalar(" ", False, nowhere), Scalar("5", True, nowhere),
        Scalar("x", False, nowhere), Scalar("1/0", True, nowhere), Listing([], nowhere),
        Scalar("unknown", True, nowhere), Table({}, {}, nowhere), Scalar("y" * 99, True, nowhere),
        Listing([Scalar("1", True, nowhere)] * 2, nowhere), Scalar("[]", True, nowhere),
    ]  # fmt: skip
    for _ in range(rng.randint(1, 3)):
        tables = [n for n in walk(tree) if isinstance(n, Table | Listing)]
        here = rng.choice(tables)
        if isinstance(here, Listing):
            here.items.insert(0, rng.choice(other))
            continue
        keys = list(here.entries)
        key = rng.choice(keys) if keys and rng.random() < 0.8 else "name"
        if rng.random() < 0.4:
            here.entries.pop(key, None)
        else:
            here.entries[key] = rng.choice([*other, *(n for n in rng.sample(tables, 1))])
            here.keys[key] = nowhere
            if here in walk(here.entries[key]):
                del here.entries[key]
    return tree


@pytest.mark.parametrize("seed", range(6))
def test_a_shape_that_is_surely_right_is_right(seed):
    rng = Random(seed)
    bare = [write_case(read_case(e.path)) for e in entries()]
    sure = 0
    for _ in range(150):
        tree = changed(rng, rng.choice(bare))
        if surely_right(tree):
            problems = Problems()
            check_shape(tree, problems)
            assert len(problems) == 0, (plain(tree), problems.in_order())
            sure += 1
    assert sure > 10


def sections(keys: Keys) -> list[Keys]:
    """Return the fixed mappings inside one another, looked up where the checks keep them."""
    found, stack = [], [keys]
    while stack:
        here = stack.pop()
        if isinstance(here, Keys):
            found.append(here)
            stack.extend(here.fields.values())
        elif getattr(here, "__closure__", None):
            for cell in here.__closure__:
                inside = cell.cell_contents
                stack.extend(inside if isinstance(inside, tuple) else [inside])
    return found


def test_the_quick_look_knows_the_keys_of_the_schema():
    found = sections(PLAIN_CASE)
    assert {keys.section for keys in found} >= {"CaseFile", "IssueSection", "PreferenceSection"}
    for keys in found:
        places = (
            m
            for m in (schema, schema_conflict, schema_agreement, shapes)
            if hasattr(m, keys.section)
        )
        model = getattr(next(places), keys.section)
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        assert set(keys.fields) <= set(fields), keys.section
        assert set(keys.needed) == {k for k, f in fields.items() if f.is_required()}, keys.section


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_both_roads_lead_to_the_same_case(case):
    for text in (write_case(case), write_json(case)):
        root = quick_tree(text)
        if root is not None and surely_right(root):
            assert reader._quick_case(text) == case


@pytest.mark.parametrize("text", [BY_OPTIONS, BY_MOVES, AGREEMENT])
def test_a_plain_conflict_or_agreement_takes_the_short_road(text):
    assert is_sure(text)
    case = read_text(text)
    assert reader._quick_case(write_json(case)) in (case, None)
    assert reader._quick_case(text) == case


@pytest.mark.parametrize(
    ("text", "row"),
    [(BY_OPTIONS, row) for row in OPTION_PROBLEMS] + [(BY_MOVES, row) for row in MOVE_PROBLEMS],
    ids=range(len(OPTION_PROBLEMS) + len(MOVE_PROBLEMS)),
)
def test_no_mistake_of_a_conflict_is_taken_for_a_plain_case(text, row):
    assert reader._quick_case(text.replace(row[0], row[1], 1)) is None


@pytest.mark.parametrize("row", AGREEMENT_PROBLEMS, ids=range(len(AGREEMENT_PROBLEMS)))
def test_no_mistake_of_an_agreement_is_taken_for_a_plain_case(row):
    assert reader._quick_case(AGREEMENT.replace(row[0], row[1], 1)) is None


@pytest.mark.parametrize("row", PROBLEMS, ids=range(len(PROBLEMS)))
def test_no_mistake_is_taken_for_a_plain_case(row):
    assert reader._quick_case(GOOD.replace(row[0], row[1], 1)) is None


def test_a_plain_case_is_read_without_the_schema_and_the_yaml_parser():
    code = (
        "import sys; from irenic.casefile.reader import read_text; "
        "read_text('irenic: 1\\ntitle: T\\nparties: {a: {name: A}}\\n"
        "issues:\\n  i: {title: I, options: [x, y]}\\n'); "
        "sys.exit(', '.join({'pydantic', 'ruamel.yaml', 'numpy'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_errors_of_a_plain_file_have_their_lines():
    text = (
        "irenic: 1\ntitle: T\nparties:\n  a: {name: A}\nissues:\n  i: {title: I, options: [x, x]}\n"
    )
    assert quick_tree(text) is not None
    with pytest.raises(reader.CaseError, match=r"<text>:6:30: .*the option 'x' a second time"):
        read_text(text)
