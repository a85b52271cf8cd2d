"""Nodes against the classes of :mod:`irenic.casefile.schema`: every wrong key and shape."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from irenic.casefile.nodes import Listing, Node, Place, Scalar, Table
from irenic.casefile.problems import Problems, quoted, shown
from irenic.casefile.schema import CaseFile
from irenic.casefile.shapes import KIND_TAGS

__all__ = ["check_shape"]


#: An unknown key this close to a known one is read as that one, after it is reported, so
#: that a misspelled section is one problem and its contents are checked all the same.
_SURELY_MEANT = 0.75


def check_shape(root: Table, problems: Problems, /) -> None:
    """Add every key or value of the wrong shape below ``root`` to ``problems``.

    A misspelled key is corrected in ``root``, for the checks that follow.

    Complexity: linear in the size of the tree, times the depth of misspelled keys.
    """
    while True:
        errors = _errors(root)
        unknown = [detail for detail in errors if detail["type"] == "extra_forbidden"]
        corrected = [_unknown_key(_path(detail), root, problems) for detail in unknown]
        if True not in corrected:
            break
    for detail in errors:
        if detail["type"] == "missing":
            _missing_key(_path(detail), root, problems)
        elif detail["type"] != "extra_forbidden":
            _explain(detail, root, problems)


def _errors(root: Table) -> list[ErrorDetails]:
    try:
        CaseFile.model_validate(_plain(root))
    except ValidationError as error:
        return error.errors(include_url=False)
    return []


def _path(detail: ErrorDetails) -> tuple[int | str, ...]:
    return tuple(part for part in detail["loc"] if part not in KIND_TAGS)


def _plain(node: Node) -> Any:
    """Return ``node`` as dict and list, with scalars as they are; for pydantic."""
    if isinstance(node, Table):
        return {key: _plain(value) for key, value in node.entries.items()}
    if isinstance(node, Listing):
        return [_plain(item) for item in node.items]
    return node


def _explain(detail: ErrorDetails, root: Table, problems: Problems) -> None:
    """Turn one pydantic error about a value into a problem in plain words."""
    path = _path(detail)
    node, _ = _find(root, path)
    form = _form(path)
    such_as = f", such as {form}" if form else ""
    match detail["type"]:
        case "irenic":
            problems.at(node, detail["ctx"]["found"], detail["ctx"]["expected"])
        case "dict_type" | "model_type":
            if isinstance(node, Scalar) and node.is_nothing:
                such_as += "; leave the key out when there is nothing to say"
            problems.at(node, shown(node), f"a mapping of keys to values{such_as}")
        case "list_type":
            problems.at(node, shown(node), f"a list{such_as}")
        case "too_short" | "too_long" if detail["ctx"].get("min_length") != 1:
            problems.at(node, shown(node), "two numbers, the lowest and the highest")
        case _:
            problems.at(node, shown(node), f"at least one entry{such_as}")


def _missing_key(path: tuple[int | str, ...], root: Table, problems: Problems) -> None:
    key = str(path[-1])
    table, place = _find(root, path[:-1])
    if not isinstance(table, Table) or key in table.spoiled:
        return
    description = (_fields(path[:-1])[key].description or "").rstrip(".")
    form = _form(path)
    problems.add(
        table.where,
        place,
        f"no key {quoted(key)}",
        f"{key}: {description[:1].lower()}{description[1:]}" + (f", such as {form}" * bool(form)),
    )


def _unknown_key(path: tuple[int | str, ...], root: Table, problems: Problems) -> bool:
    """Report an unknown key; return whether it was surely meant and is now corrected."""
    key = str(path[-1])
    table, _ = _find(root, path[:-1])
    if not isinstance(table, Table):
        return False
    known = list(_fields(path[:-1]))
    where = f"{table.where}.{key}" if table.where else key
    expected = f"one of the keys {', '.join(known)}{problems.suggest(key, known)}"
    problems.add(where, table.keys[key], f"the unknown key {quoted(key)}", expected)
    free = [name for name in known if name not in table.entries]
    meant = problems.closest(key, free, cutoff=_SURELY_MEANT)
    if meant is None:
        return False
    table.entries[meant] = table.entries.pop(key)
    table.keys[meant] = table.keys[key]
    return True


def _find(root: Node, path: tuple[int | str, ...]) -> tuple[Node, Place]:
    """Return the node at ``path``, and where it is introduced (its key, when it has one).

    For a path that leads nowhere, the last node on the way.
    """
    node: Node = root
    place = root.place
    for part in path:
        if isinstance(node, Table) and isinstance(part, str) and part in node.entries:
            place = node.keys[part]
            node = node.entries[part]
        elif isinstance(node, Listing) and isinstance(part, int):
            node = node.items[part]
            place = node.place
    return node, place


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _models_in(argument)


def _fields(path: tuple[Any, ...]) -> dict[str, FieldInfo]:
    """Return the keys that the format has at ``path``, with what they hold."""
    here: Any = CaseFile
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = _by_key(here).get(str(part))
            here = field.annotation if field else None
        else:
            here = next(iter(getattr(here, "__args__", ())[-1:]), None)
        here = _without_wrapping(here)
    return _by_key(here) if isinstance(here, type) and issubclass(here, BaseModel) else {}


def _without_wrapping(annotation: Any) -> Any:
    """Return the mapping, list or section inside ``X | None``, ``Annotated[X, ..]``, unions."""
    if get_origin(annotation) is Annotated:
        return _without_wrapping(annotation.__origin__)
    if get_origin(annotation) in (Union, UnionType):
        inner = [_without_wrapping(argument) for argument in annotation.__args__]
        return next((a for a in inner if next(_models_in(a), None)), inner[-1])
    return annotation


@cache
def _by_key(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _form(path: tuple[int | str, ...]) -> str:
    """Return what stands at ``path``, as YAML on one line: an example, or the needed keys."""
    field = _fields(path[:-1]).get(str(path[-1]))
    if field and field.examples and isinstance(field.examples[0], dict | list):
        return _flow(field.examples[0])
    needed = [key for key, inner in _fields(path).items() if inner.is_required()]
    return "{" + ", ".join(f"{key}: .." for key in needed) + "}" if needed and not field else ""


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(v)}" for key, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(v) for v in value) + "]"
    text = str(value)
    return f'"{text}"' if text[:1] in "<>!" else text
