"""A conflict and its verdicts as tables for spreadsheets (CSV) and for text pages (Markdown).

Words are guarded (:mod:`irenic.report.tables`): ``-Y-`` would be taken for a formula.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from irenic.analyse.conflict_graph import ConflictGraph
from irenic.analyse.stability_results import Verdicts
from irenic.analyse.state_patterns import StatePatterns
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.tables import guarded
from irenic.report.text import plain

__all__ = ["conflict_csv", "conflict_markdown", "state_title"]

_MARK = {True: "yes", False: "no", None: "unknown"}


@dataclass(frozen=True, slots=True)
class _Grid:
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def conflict_csv(
    labels: ConflictLabels,
    verdicts: Verdicts,
    graph: ConflictGraph | None = None,
    patterns: Mapping[str, StatePatterns] | None = None,
) -> dict[str, str]:
    """Return tables as CSV, by the name of their file.

    Parameters
    ----------
    labels : ConflictLabels
    verdicts : Verdicts
        Gives ``states.csv``, ``stability.csv`` (states x decision makers x concepts) and
        ``equilibria.csv`` where states are listed.
    graph : ConflictGraph, optional
        Gives ``moves.csv`` and ``preferences.csv``; where there are more moves than are listed,
        the first is named ``moves-incomplete.csv``.
    patterns : mapping, optional
        Concept -> patterns of its equilibria; gives ``patterns.csv``.
    """
    return {
        f"{name}.csv": _csv(grid)
        for name, grid in _grids(labels, verdicts, graph, patterns).items()
    }


def conflict_markdown(
    labels: ConflictLabels,
    verdicts: Verdicts,
    graph: ConflictGraph | None = None,
    patterns: Mapping[str, StatePatterns] | None = None,
) -> dict[str, str]:
    """Return the same tables as Markdown, by the name of their file."""
    return {
        f"{name}.md": _markdown(grid)
        for name, grid in _grids(labels, verdicts, graph, patterns).items()
    }


def state_title(labels: ConflictLabels, state: str, /) -> str:
    """Return what a state is called in the case, or else what is done in it."""
    title = labels.conflict.titles.get(state, "")
    return title if title and title != state else plain(labels.describe(state))


def _grids(
    labels: ConflictLabels,
    verdicts: Verdicts,
    graph: ConflictGraph | None,
    patterns: Mapping[str, StatePatterns] | None,
) -> dict[str, _Grid]:
    found = {}
    if verdicts.listed:
        found["states"] = _states(labels, verdicts)
        found["stability"] = _stability(labels, verdicts)
        found["equilibria"] = _equilibria(labels, verdicts)
    if graph is not None:
        found["moves" if graph.complete else "moves-incomplete"] = _moves(labels, graph)
        found["preferences"] = _preferences(labels, graph)
    if patterns:
        found["patterns"] = _patterns(patterns)
    return found


def _states(labels: ConflictLabels, verdicts: Verdicts) -> _Grid:
    """Return one row for each state, one column for each option."""
    conflict = labels.conflict
    options = [
        (f"{maker.id}.{option.id}", k)
        for k, (maker, option) in enumerate(
            (maker, option) for maker in conflict.decision_makers for option in maker.options
        )
    ]
    rows = []
    for number, state in enumerate(verdicts.states, 1):
        letters = [] if conflict.is_graph else [state[k] for _, k in options]
        quo = _MARK[state == conflict.status_quo]
        rows.append((str(number), state, state_title(labels, state), quo, *letters))
    names = [] if conflict.is_graph else [name for name, _ in options]
    return _Grid(("number", "state", "title", "status_quo", *names), tuple(rows))


def _stability(labels: ConflictLabels, verdicts: Verdicts) -> _Grid:
    """Return one row for each state and decision maker, one column for each concept."""
    concepts = tuple(verdicts.stable)
    held = {c: {m: set(states) for m, states in by.items()} for c, by in verdicts.stable.items()}
    rows = tuple(
        (state, maker, *(_MARK[state in held[c][maker]] for c in concepts))
        for state in verdicts.states
        for maker in labels.conflict.maker_ids
    )
    return _Grid(("state", "decision_maker", *concepts), rows)


def _equilibria(labels: ConflictLabels, verdicts: Verdicts) -> _Grid:
    """Return one row for each state that is an equilibrium under some concept."""
    concepts = tuple(verdicts.equilibria)
    held = {c: set(states) for c, states in verdicts.equilibria.items()}
    rows = tuple(
        (state, state_title(labels, state), *(_MARK[state in held[c]] for c in concepts))
        for state in verdicts.states
        if any(state in states for states in held.values())
    )
    return _Grid(("state", "title", *concepts), rows)


def _moves(labels: ConflictLabels, graph: ConflictGraph) -> _Grid:
    rows = tuple(
        (a.by, a.origin, a.to, _MARK[a.better], plain(labels.move(a.by, a.origin, a.to)))
        for a in graph.arcs
    )
    return _Grid(("decision_maker", "from", "to", "better", "in_words"), rows)


def _preferences(labels: ConflictLabels, graph: ConflictGraph) -> _Grid:
    """Return places in a ranking (1 is best), or what is known to be worse than each state."""
    rows = []
    for maker in labels.conflict.maker_ids:
        worse: dict[str, list[str]] = {}
        for better, than in graph.known.get(maker, ()):
            worse.setdefault(better, []).append(than)
        places = graph.places.get(maker)
        for k, state in enumerate(graph.states):
            place = "" if places is None else str(places[k])
            rows.append((maker, state, place, " ".join(worse.get(state, ()))))
    return _Grid(("decision_maker", "state", "place", "known_better_than"), tuple(rows))


def _patterns(patterns: Mapping[str, StatePatterns]) -> _Grid:
    rows = tuple(
        (concept, row.pattern, str(row.count), _MARK[row.status_quo])
        for concept, found in patterns.items()
        for row in found.rows
    )
    return _Grid(("concept", "pattern", "states", "status_quo"), rows)


def _csv(grid: _Grid) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in (grid.columns, *grid.rows):
        writer.writerow([guarded(cell) for cell in row])
    return buffer.getvalue()


def _markdown(grid: _Grid) -> str:
    lines = [grid.columns, tuple("---" for _ in grid.columns), *grid.rows]
    return "".join(_markdown_row(cells, k == 1) for k, cells in enumerate(lines))


def _markdown_row(cells: Sequence[str], rule: bool) -> str:
    shown = cells if rule else [_markdown_cell(cell) for cell in cells]
    return f"| {' | '.join(shown)} |\n"


def _markdown_cell(words: str) -> str:
    """Return words without anything that Markdown would read as markup or as a new cell."""
    for sign in "\\`*_[]|":
        words = words.replace(sign, f"\\{sign}")
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return " ".join(words.split())
