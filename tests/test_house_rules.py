"""Rules of the house that no linter knows: sizes, names in docs, quiet libraries."""

from __future__ import annotations

import ast
import pkgutil
from pathlib import Path

import pytest

import irenic

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
MAX_MODULE = 400
MAX_FUNCTION = 50
#: path or path:function -> why it may be longer
EXCEPTIONS: dict[str, str] = {}


def name(path: Path) -> str:
    return path.relative_to(ROOT / "src" / "irenic").as_posix()


def test_there_are_sources():
    assert len(SOURCES) > 30


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_modules_stay_small(path):
    length = len(path.read_text(encoding="utf-8").splitlines())
    assert length <= MAX_MODULE or name(path) in EXCEPTIONS, length


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_functions_stay_small(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    long = {
        f"{name(path)}:{node.name}": body_length(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and body_length(node) > MAX_FUNCTION
    }
    assert set(long) <= set(EXCEPTIONS), long


def body_length(node: ast.FunctionDef) -> int:
    """Return the lines of a function without its docstring."""
    first = node.body[0]
    has_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    start = (first.end_lineno or 0) + 1 if has_docstring else first.lineno
    return (node.end_lineno or 0) - start + 1


def test_every_exception_is_needed():
    known = {name(p) for p in SOURCES}
    assert {key.partition(":")[0] for key in EXCEPTIONS} <= known


def test_structure_page_names_every_package():
    packages = {m.name for m in pkgutil.iter_modules(irenic.__path__) if m.ispkg}
    page = (ROOT / "docs" / "explanation" / "structure.md").read_text(encoding="utf-8")
    assert {p for p in packages if f"`{p}/`" not in page} == set()


def exported(path: Path) -> list[str] | None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return [ast.literal_eval(item) for item in node.value.elts]
    return None


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_exports_are_complete(path):
    """Sorting them is the linter's work."""
    names = exported(path)
    if names is None:
        assert path.name in ("__init__.py", "__main__.py")
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.ClassDef)
    public = {n.name for n in tree.body if isinstance(n, kinds) and not n.name.startswith("_")}
    assert public <= set(names), public - set(names)
