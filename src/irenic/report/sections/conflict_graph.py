"""A small conflict as a picture: states, moves, equilibria, a path from the status quo."""

from __future__ import annotations

from collections.abc import Sequence

from irenic.analyse.conflict_graph import Arc, ConflictGraph
from irenic.analyse.stability_results import CONCEPTS, MoveTo, Verdicts
from irenic.report.blocks import Cell, Figure, Key, Section, Table
from irenic.report.charts.state_graph import (
    MOST_SQUARES,
    GraphMove,
    GraphState,
    StateGraph,
    detail_of,
    draw_states,
    shown_lines,
)
from irenic.report.charts.state_marks import MAKER_STYLES, move_key, state_key
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.conflict_tables import state_title
from irenic.report.labels import shorten
from irenic.report.text import Code, Name, Text, listed, plain, text

__all__ = ["drawn_graph", "picture_of_conflict", "strongest"]

_TITLE = "Who can move where"


def picture_of_conflict(
    labels: ConflictLabels,
    graph: ConflictGraph | None,
    verdicts: Verdicts,
    path: Sequence[MoveTo] = (),
) -> Section | None:
    """Return the picture of a conflict with the same data as a table.

    Parameters
    ----------
    labels : ConflictLabels
    graph : ConflictGraph, optional
        ``None`` for a conflict that is too large to be drawn; there is then no such section.
    verdicts : Verdicts
    path : sequence of MoveTo
        Moves from the status quo that are drawn thick, with the number of each step.
    """
    if graph is None or not graph.states:
        return None
    drawn = drawn_graph(labels, graph, verdicts, path)
    figure = Figure(
        "conflict",
        (_TITLE,),
        (_subtitle(drawn),),
        draw_states(drawn),
        _legend(labels, drawn),
        _note(drawn),
        _table(labels, graph, drawn),
    )
    return Section("graph", "The conflict as a picture", (figure,))


def drawn_graph(
    labels: ConflictLabels,
    graph: ConflictGraph,
    verdicts: Verdicts,
    path: Sequence[MoveTo] = (),
) -> StateGraph:
    """Return what the picture shows: states by number, moves by decision maker."""
    conflict = labels.conflict
    number = {state: k for k, state in enumerate(graph.states)}
    maker = {m: k for k, m in enumerate(conflict.maker_ids)}
    quo = number.get(conflict.status_quo)
    moves = tuple(
        GraphMove(maker[a.by], number[a.origin], number[a.to], a.better) for a in graph.arcs
    )
    steps, here = [], quo
    for step in path:
        if here is not None:
            steps.append(GraphMove(maker[step.by], here, number[step.to]))
            here = number[step.to]
    states = tuple(
        _state(labels, verdicts, k, state, _stays(labels, graph, state))
        for state, k in number.items()
    )
    names = tuple(plain(labels.maker(m)) for m in conflict.maker_ids)
    return StateGraph(
        _TITLE,
        _described(names, states, moves, quo, steps),
        names,
        states,
        moves,
        quo,
        tuple(steps),
        () if conflict.is_graph else tuple(len(m.options) for m in conflict.decision_makers),
    )


def strongest(concepts: Sequence[str]) -> tuple[str, ...]:
    """Return the concepts that the others follow from: Nash alone, else all but a needless GMR.

    Examples
    --------
    >>> strongest(["nash", "gmr", "smr", "seq"]), strongest(["gmr", "seq"]), strongest(["gmr"])
    (('nash',), ('seq',), ('gmr',))
    """
    if "nash" in concepts:
        return ("nash",)
    if "smr" in concepts or "seq" in concepts:
        return tuple(c for c in concepts if c != "gmr")
    return tuple(concepts)


def _stays(labels: ConflictLabels, graph: ConflictGraph, state: str) -> tuple[bool | None, ...]:
    """Return for each decision maker whether no move makes it better off; ``None``: not known."""
    found: dict[str, bool | None] = dict.fromkeys(labels.conflict.maker_ids, True)
    for arc in graph.arcs:
        if arc.origin == state and arc.better is not False and found[arc.by] is not False:
            found[arc.by] = None if arc.better is None else False
    return tuple(found.values())


def _state(
    labels: ConflictLabels,
    verdicts: Verdicts,
    k: int,
    state: str,
    stays: tuple[bool | None, ...],
) -> GraphState:
    rests = strongest([c for c, found in verdicts.equilibria.items() if state in found])
    return GraphState(
        k + 1,
        state,
        state_title(labels, state),
        tuple(CONCEPTS[c].letters for c in rests),
        stays,
    )


def _described(
    names: Sequence[str],
    states: Sequence[GraphState],
    moves: Sequence[GraphMove],
    quo: int | None,
    steps: Sequence[GraphMove],
) -> str:
    """Return what the picture shows, for those who do not see it."""
    said = [f"{len(states)} states and {len(moves)} moves of {plain(listed(list(names)))}."]
    resting = [f"{s.number} ({' '.join(s.rests)})" for s in states if s.rests]
    said.append(f"Equilibria: {plain(listed(resting))}." if resting else "No equilibrium.")
    if quo is not None:
        said.append(f"The status quo is state {states[quo].number}.")
    if steps:
        way = [f"{names[s.by]} moves to {states[s.target].number}" for s in steps]
        said.append(f"The path drawn: {', then '.join(way)}.")
    return " ".join(said)


def _subtitle(drawn: StateGraph) -> str:
    what = "Each box is a state, with its number"
    if drawn.groups:
        what += " and one letter for each option (Y taken, N not), by decision maker"
    return (
        f"{what}. Each line is a move of one decision maker, in its colour and dash; the full head "
        "points to the state that its mover likes better."
    )


def _legend(labels: ConflictLabels, drawn: StateGraph) -> tuple[Key, ...]:
    keys = [
        Key(move_key(k, "better"), labels.maker(m))
        for k, m in enumerate(labels.conflict.maker_ids[:MAKER_STYLES])
    ]
    kinds = {kind for line in shown_lines(drawn) for kind in (line.there, line.back)}
    if "other" in kinds:
        keys.append(Key(move_key(0, "other"), ("makes its mover no better off",)))
    if "maybe" in kinds:
        keys.append(Key(move_key(0, "maybe"), ("not known whether it makes its mover better off",)))
    if any(s.rests for s in drawn.states):
        words = "stable for everyone (equilibrium) under the concept named"
        if any("Nash" in s.rests for s in drawn.states):
            words += "; Nash: under every concept"
        keys.append(Key(state_key("rest"), (words,)))
    if drawn.path:
        keys.append(Key(state_key("way"), ("path from the status quo, step by step",)))
    if len(drawn.makers) <= MOST_SQUARES:
        keys.append(Key(state_key("stays"), ("this decision maker has no better move",)))
        keys.append(Key(state_key("goes"), ("it has one",)))
        if any(None in s.stays for s in drawn.states):
            keys.append(Key(state_key("unsure"), ("not known whether it has",)))
    return tuple(keys)


def _note(drawn: StateGraph) -> Text:
    detail = detail_of(drawn)
    words = ""
    if detail != "all":
        words = (
            "So that the picture can be read, moves that make their mover no better off are not "
            "drawn, unless they belong to the path. "
        )
    if detail == "steps":
        words += (
            "Nor are better moves that the same decision maker can also make in two better moves, "
            "one after the other. "
        )
    if words:
        words += "The table below has all moves. "
    if len(drawn.makers) > MAKER_STYLES:
        words += (
            f"From the {MAKER_STYLES + 1}th decision maker on, colours and dashes are used "
            "again; the tooltip of a line names its decision maker."
        )
    return (words,) if words else ()


def _table(labels: ConflictLabels, graph: ConflictGraph, drawn: StateGraph) -> Table:
    makers = labels.conflict.maker_ids
    number = {state: k + 1 for k, state in enumerate(graph.states)}
    by_origin: dict[tuple[str, str], list[Arc]] = {}
    for arc in graph.arcs:
        by_origin.setdefault((arc.by, arc.origin), []).append(arc)
    rows = []
    for state, shown in zip(graph.states, drawn.states, strict=True):
        quo = " (status quo)" if state == labels.conflict.status_quo else ""
        title = Name(shorten(shown.title), shown.title)
        head = text(f"{shown.number} ", Code(state) if state != str(shown.number) else "", quo)
        cells = [Cell(head), Cell((title,), "long"), Cell((", ".join(shown.rests) or "no",))]
        cells += [Cell((_targets(by_origin.get((m, state), []), number),)) for m in makers]
        rows.append(tuple(cells))
    return Table(
        ("States, equilibria and moves",),
        (
            ("State",),
            ("What it is",),
            ("Equilibrium",),
            *(text(labels.maker(m), " can move to") for m in makers),
        ),
        tuple(rows),
        ("* makes its mover better off, ? not known.",),
    )


def _targets(arcs: Sequence[Arc], number: dict[str, int]) -> str:
    signs = {True: "*", False: "", None: "?"}
    return ", ".join(f"{number[a.to]}{signs[a.better]}" for a in arcs) or "-"
