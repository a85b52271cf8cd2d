"""Case file -> model, or a complete list of what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from irenic.casefile.access import label
from irenic.casefile.build import build_case
from irenic.casefile.files import MAX_BYTES, load_file, load_text, plain_text
from irenic.casefile.nodes import Table
from irenic.casefile.notes import find_notes
from irenic.casefile.problems import Problems
from irenic.casefile.quick import quick_tree
from irenic.casefile.quick_shape import surely_right
from irenic.errors import CaseError, Problem
from irenic.model import Case

__all__ = ["find_notes", "find_problems", "read_case", "read_text"]


def read_case(path: Path | str) -> Case:
    """Return the case in a file, or in a folder with a ``case.yaml``.

    Parameters
    ----------
    path : Path or str
        A YAML (or JSON) file, or a folder; files that it includes are read with it.

    Raises
    ------
    CaseError
        When the case is not usable; lists every problem with file, line and column.
        Unreadable and hostile files raise it too, within seconds.

    Notes
    -----
    Takes time linear in the size of the files, which are limited
    (:data:`irenic.casefile.files.MAX_BYTES`, :data:`irenic.casefile.document.MAX_NODES`).
    """
    text = plain_text(Path(path))
    if text is not None and (case := _quick_case(text)) is not None:
        return case
    problems = Problems()
    root = load_file(Path(path), problems)
    return _finish(root, str(path), problems)


def read_text(text: str, name: str = "<text>") -> Case:
    """Return the case written in ``text``; ``name`` stands for the file in messages.

    Raises
    ------
    CaseError
        When the case is not usable; lists every problem.

    Examples
    --------
    >>> case = read_text('''
    ... irenic: 1
    ... title: An estate
    ... parties: {a: {name: Ada}, b: {name: Ben}}
    ... claims: {estate: 100, amounts: {a: 100, b: "200/3"}}
    ... ''')
    >>> case.claims.amounts["b"]
    Fraction(200, 3)
    """
    if len(text) <= MAX_BYTES and (case := _quick_case(text)) is not None:
        return case
    problems = Problems()
    root = load_text(text, name, problems)
    return _finish(root, name, problems)


def find_problems(path: Path | str) -> tuple[Problem, ...]:
    """Return everything wrong with the case in ``path``; empty when it is usable."""
    try:
        read_case(path)
    except CaseError as error:
        return error.problems
    return ()


def _quick_case(text: str) -> Case | None:
    """Return the case when the text is a plain one without any problem, else ``None``."""
    root = quick_tree(text)
    if root is None or not surely_right(root):
        return None
    problems = Problems()
    case = build_case(root, problems)
    return None if problems else case


def _finish(root: Table | None, name: str, problems: Problems) -> Case:
    """Check shape and meaning of the tree, and build the case."""
    from irenic.casefile.check import check_shape

    case = None
    if root is not None:
        label(root)
        check_shape(root, problems)
        case = build_case(root, problems)
    if case is None or problems:
        raise CaseError(name, problems.in_order())
    return case
