"""The reference tables of JSON, and how an output is compared with them.

A row of a table is ``| `field` | type | meaning |``.  ``[]`` in a field is any entry of a list,
``{}`` any value of an object such as one "by concept".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from click.testing import CliRunner
from docs_examples import DOCS

from irenic.cli.main import cli
from irenic.solve.stability.concepts import CONCEPTS
from irenic.solve.stability.readings import EXTENSIONS

REFERENCE = DOCS / "reference"

#: Kinds of objects whose keys are known, whatever the case.
KEYS = {"concept": set(CONCEPTS), "extension": set(EXTENSIONS), "way": {"joint", "merged"}}

_NUMBER = re.compile(r"-?\d+(\.\d+|/\d+)?")
_BY = re.compile(r"by ([a-z]+(?: [a-z]+)*): (.+)")
_ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|(.*)\|$", re.MULTILINE)
_ALIKE = re.compile(r"fields as in `([^`]+)`(?! of)")


def read(name: str) -> str:
    """Return a page of the reference."""
    return (REFERENCE / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """Return what stands below a heading of the second level, up to the next one."""
    _, found, rest = text.partition(f"\n## {heading}")
    assert found, heading
    return rest.partition("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """Return what stands in backquotes in the first cell of each table row."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def documented_fields(heading: str, page: str = "json.md") -> dict[str, str]:
    """Return field and type of each row below a heading; of the whole page without one."""
    text = section(read(page), heading) if heading else read(page)
    return {field: kind.strip() for field, kind, _ in _ROW.findall(text)}


def entries(kind: str) -> str:
    """Return what stands behind a field of a type for anything inside it: ``[]``, ``{}``.

    Examples
    --------
    >>> entries("by concept: list"), entries("object or null")
    ('{}[]', '')
    """
    kind = kind.removeprefix("null or ")
    if match := _BY.fullmatch(kind):
        return "{}" + entries(match[2])
    return "[]" if kind.removesuffix(" or null") in ("list", "packages") else ""


def alike(page: str) -> dict[str, str]:
    """Return the fields of which a page says that they have the fields of others."""
    rows = _ROW.findall(read(page))
    return {
        field + entries(kind.strip()): other[1]
        for field, kind, meaning in rows
        if (other := _ALIKE.search(meaning))
    }


def with_alike(fields: Mapping[str, str], same: Mapping[str, str]) -> dict[str, str]:
    """Return the fields with those that are only described by reference to others."""
    found = dict(fields)
    for place, other in same.items():
        inside = {k.removeprefix(other): v for k, v in found.items() if k.startswith(f"{other}.")}
        assert inside, f"{place}: no fields of {other}"
        inside = {f"{place}{rest}": kind for rest, kind in inside.items()}
        found |= {k: kind for k, kind in inside.items() if k not in fields}
    return found


def invoke(*words: str) -> Any:
    """Return what a command prints with ``--json``."""
    result = CliRunner().invoke(cli, [*words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def fits(value: Any, kind: str) -> bool:
    """Return whether a value is of the documented type."""
    if kind.startswith("null or "):
        return value is None or fits(value, kind.removeprefix("null or "))
    if match := _BY.fullmatch(kind):
        return (
            isinstance(value, dict)
            and set(value) <= KEYS.get(match[1], set(value))
            and all(fits(v, match[2]) for v in value.values())
        )
    if value is None:
        return kind.endswith(" or null")
    kind = kind.removesuffix(" or null")
    if kind.startswith("list of "):
        inner = kind.removeprefix("list of ")
        return isinstance(value, list) and all(fits(v, inner) for v in value)
    match kind:
        case "text":
            return isinstance(value, str)
        case "number":
            return isinstance(value, str) and _NUMBER.fullmatch(value) is not None
        case "quantity":
            parts = value if isinstance(value, list) else [value]
            return len(parts) in (1, 2) and all(fits(part, "number") for part in parts)
        case "count":
            return isinstance(value, int) and not isinstance(value, bool)
        case "flag":
            return isinstance(value, bool)
        case "move":
            return fits(value, "by any: text") and list(value) == ["by", "to"]
        case "joint move":
            return list(value) == ["by", "to"] and fits(value["by"], "texts")
        case "texts" | "numbers" | "moves" | "joint moves":
            return fits(value, f"list of {kind[:-1]}")
        case "ranking":
            return fits(value, "list of texts")
        case "list" | "packages":
            return isinstance(value, list)
        case "object" | "package" | "any":
            return isinstance(value, dict)
    return False


def compare(value: Any, fields: Mapping[str, str], seen: set[str], path: str = "") -> list[str]:
    """Return what an output holds that is not documented so; collect the fields seen."""
    wrong: list[str] = []
    for key, item in value.items():
        place = f"{path}{key}"
        kind = fields.get(place)
        if kind is None:
            wrong.append(f"{place} is not documented")
            continue
        seen.add(place)
        if not fits(item, kind):
            wrong.append(f"{place} is {item!r:.60}, documented as {kind}")
        else:
            wrong += _inside(item, kind, fields, seen, place)
    return wrong


def _inside(
    value: Any, kind: str, fields: Mapping[str, str], seen: set[str], place: str
) -> list[str]:
    """Return the same for what a value holds, where that is documented too."""
    if value is None:
        return []
    kind = kind.removeprefix("null or ")
    if match := _BY.fullmatch(kind):
        parts, inner, place = value.values(), match[2], f"{place}{{}}"
    elif kind.removesuffix(" or null") == "object":
        return compare(value, fields, seen, f"{place}.")
    elif kind.removesuffix(" or null") == "list":
        parts, inner, place = [v for v in value if isinstance(v, dict)], "object", f"{place}[]"
    else:
        return []
    return [w for part in parts for w in _inside(part, inner, fields, seen, place)]
