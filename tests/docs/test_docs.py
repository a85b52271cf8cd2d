"""The reference is complete: each page is compared with the table it describes."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from docs_examples import DOCS, ROOT, pages
from docs_fields import (
    alike,
    compare,
    documented_fields,
    first_cells,
    invoke,
    read,
    section,
    with_alike,
)

import irenic
from irenic.analyse.results import Assumption
from irenic.casefile.schema import json_schema
from irenic.cli.main import cli
from irenic.interop.formats import FORMATS
from irenic.solve.claims import CLAIMS_RULES
from irenic.solve.coalition_methods import COALITION_METHODS
from irenic.solve.methods import METHODS
from irenic.solve.result import Status
from irenic.solve.stability.concepts import CONCEPTS

ROWS = {**METHODS, **CLAIMS_RULES, **COALITION_METHODS}


# Case files


def schema_paths(schema: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield every key of the format with its place, and whether it is required."""

    def resolved(node: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in node:
            node = schema["$defs"][node["$ref"].rpartition("/")[2]]
        return node

    def walk(node: dict[str, Any], path: str) -> Iterator[tuple[str, bool]]:
        node = resolved(node)
        if node.get("title") == "RangeOfNumbers":
            return
        for key, value in node.get("properties", {}).items():
            place = f"{path}.{key}" if path else key
            yield place, key in node.get("required", ())
            yield from walk(value, place)
        if isinstance(node.get("additionalProperties"), dict):
            yield from walk(node["additionalProperties"], f"{path}.<id>")
        if isinstance(node.get("items"), dict):
            yield from walk(node["items"], f"{path}[]")
        for branch in node.get("anyOf", []):
            yield from walk(branch, path)

    yield from walk(schema, "")


def test_every_key_of_case_files_is_documented():
    documented = first_cells(read("case-file.md"))
    keys = dict(schema_paths(json_schema()))
    assert len(keys) > 50
    assert set(keys) - set(documented) == set()
    assert {d for d in documented if re.fullmatch(r"[a-z_.<>\[\]]+", d)} - set(keys) == set()


def test_required_keys_of_case_files_are_marked():
    rows = re.findall(r"^\| `([^`]+)` \| (\w+)", read("case-file.md"), re.MULTILINE)
    marked = {key for key, word in rows if word == "yes"}
    assert {key for key, required in schema_paths(json_schema()) if required} == marked


# Command line


@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_every_option_is_documented(verb):
    found = section(read("cli.md"), f"`irenic {verb}")
    command = cli.commands[verb]
    options = {name for p in command.params if isinstance(p, click.Option) for name in p.opts} - {
        "--help"
    }
    assert set(first_cells(found)) == options


@pytest.mark.parametrize("verb", sorted(cli.commands))
def test_every_argument_is_documented(verb):
    text = read("cli.md")
    heading = next(line for line in text.splitlines() if line.startswith(f"## `irenic {verb}"))
    named = re.sub(r"[\[\]`]", "", heading).split()[3:]
    arguments = [p for p in cli.commands[verb].params if isinstance(p, click.Argument)]
    assert named == [p.metavar or (p.name or "").upper() for p in arguments]


def test_every_verb_has_help_with_an_example():
    for name, command in cli.commands.items():
        assert "Example" in (command.help or ""), name


# JSON

CASES = (
    "harbour",
    "nash-1950",
    "raiffa-1982-panama-canal",
    "aumann-1985-estate-200",
    "susskind-1991-three-parties",
)
RANGES = """\
irenic: 1
title: Ranges
parties: {a: {name: A}}
issues: {i: {title: I, options: {x: X, y: Y}}}
preferences: {a: {no_deal: [0, 2], issues: {i: {values: {x: [1, 2], y: 0}}}}}
"""


def with_settlements(fields: dict[str, str], place: str = "") -> dict[str, str]:
    """Return the fields with those of a proposal in a conflict, which another page describes."""
    row = re.search(r"^\| `sustainable.stability` .*$", read("json.md"), re.MULTILINE)
    assert row
    assert "`settlements[]` of [](json-stability.md)" in row[0]
    page = "json-stability.md"
    there = with_alike(documented_fields("", page), alike(page))
    start = "settlements[]."
    inside = {k.removeprefix(start): v for k, v in there.items() if k.startswith(start)}
    assert len(inside) > 10
    return fields | {f"{place}sustainable.stability.{k}": v for k, v in inside.items()}


def test_json_of_analyze_is_documented():
    fields = documented_fields("`irenic analyze") | documented_fields("A frontier of kind")
    card = documented_fields("`irenic score")
    for key in ("case", "case.title", "audience"):
        del card[key]
    everything = {**fields, **{f"proposals[].{key}": kind for key, kind in card.items()}}
    everything = with_settlements(everything, "proposals[].")
    seen: set[str] = set()
    calls = [*([name] for name in CASES), ["harbour", "--epsilon", "0.1"], ["ridge-talks"]]
    calls += [["baarslag-2014-laptop", "--epsilon", "0.1"]]
    wrong = [w for words in calls for w in compare(invoke("analyze", *words), everything, seen)]
    assert sorted(set(wrong)) == []
    assert set(fields) - seen == set()
    assert "proposals[].sustainable.stability.breaches[].tempted" in seen


def test_json_of_frontier_is_documented(tmp_path):
    path = tmp_path / "ranges.yaml"
    path.write_text(RANGES, encoding="utf-8")
    fields = documented_fields("`irenic frontier")
    seen: set[str] = set()
    wrong = [
        w
        for name in ("harbour", str(path))
        for w in compare(invoke("frontier", name), fields, seen)
    ]
    assert sorted(set(wrong)) == []
    assert set(fields) - seen == set()


def test_json_of_score_is_documented():
    fields = documented_fields("`irenic score")
    seen: set[str] = set()
    wrong = []
    for proposal in (
        "ministry-draft",
        "pay-for-hours",
        "firm-offer",
        "city-outline",
        "hours=h36,wages=4",
    ):
        wrong += compare(invoke("score", "harbour", proposal), fields, seen)
    wrong += compare(invoke("score", "raiffa-1982-panama-canal", "halves"), fields, seen)
    wrong += compare(invoke("score", "ridge-talks", "framework"), with_settlements(fields), seen)
    assert sorted(set(wrong)) == []
    assert set(fields) - seen == set()
    assert "sustainable.stability.breaches[].tempted" in seen


def with_copies(fields: dict[str, str]) -> dict[str, str]:
    """Return the fields with those of objects that the page says are built alike."""
    best = "repair.improvement.best."
    change = {k.removeprefix(best): v for k, v in fields.items() if k.startswith(best)}
    found = dict(fields)
    for key, kind in change.items():
        found[f"repair.improvement.nearest.{key}"] = kind
        found[f"repair.smallest.repairs[].change.{key}"] = kind
    for key, kind in list(found.items()):
        for other in ("other", "efficient"):
            found[key.replace("repair.smallest", f"repair.{other}")] = kind
    return found


def test_json_of_repair_is_documented():
    fields = documented_fields("`irenic repair")
    seen: set[str] = set()
    wrong = []
    for words in (
        ("harbour", "firm-offer", "--efficient"),
        ("harbour", "pay-for-hours"),
        ("harbour", "hours=h36,wages=4"),
        ("abdelnabi-2024-port", "sportco-opening"),
        ("quarry", "council-draft", "--for", "party:farmers"),
        ("quarry", "area=h20,road=village"),
    ):
        wrong += compare(invoke("repair", *words), with_copies(fields), seen)
    assert sorted(set(wrong)) == []
    assert set(fields) - seen == set()


def test_json_of_zone_is_documented():
    fields = documented_fields("`irenic zone")
    seen: set[str] = set()
    wrong = [w for n in ("quarry", "harbour") for w in compare(invoke("zone", n), fields, seen)]
    assert sorted(set(wrong)) == []
    assert set(fields) - seen == set()


def test_json_of_check_is_documented(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("irenic: 1\ntitle: Bad\npartys: {}\n", encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", str(path), "--json"])
    assert result.exit_code == 1
    fields = documented_fields("`irenic check")
    seen: set[str] = set()
    assert compare(json.loads(result.stdout), fields, seen) == []
    assert set(fields) == seen


def test_json_of_verify_is_documented(tmp_path):
    path = tmp_path / "result.json"
    path.write_text(json.dumps(invoke("analyze", "aumann-1985-estate-200")), encoding="utf-8")
    fields = documented_fields("`irenic verify")
    seen: set[str] = set()
    assert compare(invoke("verify", str(path), "aumann-1985-estate-200"), fields, seen) == []
    assert set(fields) == seen


# Forms of other programs


@pytest.mark.parametrize("row", [*FORMATS.values()], ids=lambda row: row.id)
def test_every_form_is_documented_with_its_source(row):
    text = read("forms.md")
    line = next((x for x in text.splitlines() if x.startswith(f"| `{row.id}` |")), "")
    assert row.title in line
    assert row.citation in line
    assert row.citation in bibliography()
    assert all(f"`{ending}`" in line for ending in row.extensions)
    assert section(text, row.title)


# Methods, statuses, limits


def bibliography() -> set[str]:
    return set(re.findall(r"^- \*\*(.+?)\.\*\*", read("bibliography.md"), re.MULTILINE))


@pytest.mark.parametrize("row", [*ROWS.values()], ids=lambda row: row.id)
def test_every_method_is_documented_with_its_source(row):
    line = next((x for x in read("methods.md").splitlines() if x.startswith(f"| `{row.id}` |")), "")
    assert row.citation in line
    known = bibliography()
    for part in row.citation.split("; "):
        assert any(part == key or part.startswith(f"{key},") for key in known), part


@pytest.mark.parametrize("row", [*METHODS.values()], ids=lambda row: row.id)
def test_methods_page_says_which_methods_compare_scores(row):
    cells = next(x for x in read("methods.md").splitlines() if x.startswith(f"| `{row.id}` |"))
    assert cells.split(" | ")[3] == ("yes" if row.compares_scores else "no")
    assert f"`{row.id}`" in "".join(re.findall(r"^### .*$", read("methods.md"), re.MULTILINE))


@pytest.mark.parametrize("row", [*CONCEPTS.values()], ids=lambda row: row.id)
def test_every_stability_concept_is_documented_with_its_source(row):
    text = read("stability.md")
    rows = [x for x in text.splitlines() if x.startswith(f"| `{row.id}` |")]
    assert len(rows) == 1
    _, cell, letters, meaning, citation, _ = [part.strip() for part in rows[0].split("|")]
    assert (cell, letters, citation) == (f"`{row.id}`", row.letters, row.citation)
    assert meaning == row.plain
    assert row.citation in bibliography()


def test_every_stability_concept_is_in_the_glossary():
    words = re.findall(r"^\| ([^|]+?)(?: \([^)]*\))? \|", read("glossary.md"), re.MULTILINE)
    assert {row.letters for row in CONCEPTS.values()} - set(words) == set()


def test_stability_page_names_no_concept_that_does_not_exist():
    assert set(first_cells(read("stability.md"))) == set(CONCEPTS)


def test_methods_page_names_no_method_that_does_not_exist():
    assert set(first_cells(read("methods.md"))) - set(ROWS) == {"adjusted-winner"}


def test_every_status_is_documented():
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", read("statuses.md"), re.MULTILINE)
    meanings = dict(rows)
    for status in Status:
        assert meanings[status.value] == status.meaning


def test_every_reason_is_documented():
    sources = [p.read_text(encoding="utf-8") for p in (ROOT / "src/irenic/analyse").glob("*.py")]
    slug = r"([a-z]+(?:-[a-z]+)*)"
    found = set(re.findall(rf'reason="{slug}"', "\n".join(sources)))
    found |= set(re.findall(rf'return "(?=shares-|too-many-){slug}"', "\n".join(sources)))
    found |= set(re.findall(rf'^[A-Z_]+ = "{slug}"$', "\n".join(sources), re.MULTILINE))
    assert len(found) > 5
    documented = section(read("statuses.md"), "Reasons")
    assert found - set(first_cells(documented)) == set()


def test_every_kind_of_assumption_is_documented():
    kinds = set(re.findall(r"``([a-z-]+)``", Assumption.__doc__ or "")) - {"kind", "quantity"}
    assert len(kinds) >= 10
    text = read("statuses.md")
    assert set(first_cells(text.partition("## Kinds of assumption")[2])) == kinds


def limits() -> dict[str, int]:
    """Return every public limit of the program with its value."""
    found = {}
    for module in pkgutil.walk_packages(irenic.__path__, "irenic."):
        if module.ispkg or module.name.startswith("irenic.report"):
            continue
        loaded = importlib.import_module(module.name)
        source = Path(loaded.__file__ or "").read_text(encoding="utf-8")
        for name in re.findall(r"^((?:MAX|MOST)_\w+)(?:: \w+)? = ", source, re.MULTILINE):
            found[f"{module.name.removeprefix('irenic.')}.{name}"] = getattr(loaded, name)
    return found


def test_every_limit_is_documented_with_its_value():
    rows = re.findall(r"^\| `([^`]+)` \| ([\d,]+) \|", read("limits.md"), re.MULTILINE)
    assert {name: int(value.replace(",", "")) for name, value in rows} == limits()


# Pages


def test_links_between_pages_resolve():
    broken = []
    for page in pages():
        text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
        broken += [
            f"{page.relative_to(ROOT)}: {target}"
            for target in targets
            if "://" not in target and not (page.parent / target).exists()
        ]
    assert broken == []


def test_every_page_is_in_a_table_of_contents():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^([a-z-]+/[\w-]+)$", index, re.MULTILINE))
    found = {p.relative_to(DOCS).with_suffix("").as_posix() for p in pages()[1:]}
    assert found - listed - {"index"} == {p for p in found if p.startswith("decisions/0")}


def test_every_folder_of_the_catalogue_is_named():
    rows = first_cells((ROOT / "catalog" / "README.md").read_text(encoding="utf-8"))
    folders = sorted(p.name for p in (ROOT / "catalog").iterdir() if p.is_dir())
    assert rows == folders


def test_structure_page_names_files_that_exist():
    text = (DOCS / "explanation" / "structure.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z]+/)+[a-z_]+\.py)`", text)
    assert len(named) > 20
    places = (ROOT / "src/irenic", ROOT)
    assert [n for n in named if not any((place / n).is_file() for place in places)] == []


def test_every_how_to_is_short_enough_to_be_used():
    for page in (DOCS / "how-to").glob("*.md"):
        assert len(page.read_text(encoding="utf-8").splitlines()) < 300, page.name


def test_pages_build_without_a_warning_and_load_nothing(tmp_path):
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "-q",
        "-b",
        "html",
        "-d",
        str(tmp_path / "trees"),
        str(DOCS),
        str(tmp_path / "html"),
    ]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": ""},
    )
    assert done.returncode == 0, done.stderr
    loaded = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]+\"")
    for page in (tmp_path / "html").rglob("*.html"):
        assert loaded.findall(page.read_text(encoding="utf-8")) == [], page.name


def test_readme_picture_is_small():
    picture = DOCS / "images" / "report.png"
    assert 10_000 < picture.stat().st_size < 300_000
