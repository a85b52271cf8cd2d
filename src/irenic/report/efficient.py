"""The list of efficient packages, on a terminal."""

from __future__ import annotations

from textwrap import wrap

from irenic.analyse.basics import FrontierPoint
from irenic.analyse.efficient import Efficient
from irenic.model import Case, show_number
from irenic.report.textual import clean, columns

__all__ = ["efficient_table"]

_CARRIES = {True: "yes", False: "no", None: "?"}


def efficient_table(case: Case, found: Efficient, /, *, named: bool, width: int = 100) -> str:
    """Return the efficient packages as text, no line longer than ``width``.

    Parameters
    ----------
    case : Case
    found : Efficient
        With ``size`` points, of which some or all are labelled.
    named : bool
        Whether to show one package for each point.
    width : int
        Longest line.
    """
    title = " ".join(clean(case.title).split())
    title = title if len(title) <= width else f"{title[: width - 1]}…"
    lines = [title, "=" * len(title)]
    lines += wrap("for the mediator only: contains every party's private figures", width)
    lines += ["", *wrap(_headline(found), width)]
    if found.points:
        lines += ["", *_table(case, found, named, width)]
    if found.size is not None and len(found.points) < found.size:
        more = found.size - len(found.points)
        lines += wrap(f"({more} more: --limit {found.size}, or --json)", width)
    if found.assumptions:
        words = (
            f"Scores rest on {len(found.assumptions)} assumptions, such as the middle of a range; "
            "irenic analyze lists them."
        )
        lines += ["", *wrap(words, width)]
    return "\n".join(lines) + "\n"


def _headline(found: Efficient) -> str:
    if found.size is None:
        return f"The Pareto frontier is not known: {found.reason}."
    if not found.size:
        return "No package satisfies every rule."
    points = "1 efficient point" if found.size == 1 else f"{found.size} efficient points"
    packages = "1 package" if found.packages == 1 else f"{found.packages} packages"
    return f"{points} with {packages} on the Pareto frontier ({found.method})."


def _table(case: Case, found: Efficient, named: bool, width: int) -> list[str]:
    head = ["#", *(clean(party.name) for party in case.parties), "packages", "carries"]
    rows = [_row(k, point, named) for k, point in enumerate(found.points, 1)]
    right = set(range(len(head) - 1))
    return columns([*head, "one of them"] if named else head, rows, right, width)


def _row(k: int, point: FrontierPoint, named: bool) -> list[str]:
    scores = [show_number(x) for x in point.utilities]
    cells = [str(k), *scores, str(point.count), _CARRIES[point.in_zone]]
    if not named:
        return cells
    chosen = (f"{issue}={option}" for issue, option in point.package.choices.items())
    return [*cells, clean(", ".join(chosen))]
