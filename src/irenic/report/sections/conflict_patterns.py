"""The equilibria of a large conflict, told by patterns of options."""

from __future__ import annotations

from collections.abc import Mapping

from irenic.analyse.stability_results import CONCEPTS
from irenic.analyse.state_patterns import PatternRow, StatePatterns
from irenic.report.amounts import count_of, grouped
from irenic.report.blocks import Block, Cell, Prose, Section, Table
from irenic.report.conflict_labels import ConflictLabels
from irenic.report.labels import shorten
from irenic.report.text import Code, Name, Text, join, listed, text

__all__ = ["patterns_of_equilibria"]

#: Most patterns of one concept in a table.
MAX_ROWS = 12


def patterns_of_equilibria(
    labels: ConflictLabels, found: Mapping[str, StatePatterns], *, only: str = ""
) -> Section | None:
    """Return the equilibria of each concept as patterns, those with most states first.

    Parameters
    ----------
    labels : ConflictLabels
    found : mapping
        Concept -> patterns of its equilibria.
    only : str
        Which of the equilibria these are, in words that follow "equilibria", such as "that can be
        reached from the status quo"; empty for all.
    """
    if not found:
        return None
    blocks: list[Block] = [Prose((_lead(only),))]
    for concepts, patterns in _alike(found):
        names = listed([CONCEPTS[c].letters for c in concepts])
        if not patterns.total:
            blocks.append(Prose(text("Under ", names, " there is none.")))
        else:
            blocks.append(_table(labels, names, patterns))
    return Section("patterns", "Equilibria as patterns", tuple(blocks))


def _lead(only: str) -> str:
    which = f"equilibria {only}" if only else "equilibria"
    return (
        f"The {which} in few words. Each pattern stands for all possible states that fit it: Y "
        "the option is taken, N it is not, - either way. Patterns may overlap."
    )


def _alike(found: Mapping[str, StatePatterns]) -> list[tuple[list[str], StatePatterns]]:
    """Return the patterns with their concepts; concepts with the same ones stand together."""
    groups: list[tuple[list[str], StatePatterns]] = []
    for concept, patterns in found.items():
        home = next((names for names, known in groups if known == patterns), None)
        if home is None:
            groups.append(([concept], patterns))
        else:
            home.append(concept)
    return groups


def _table(labels: ConflictLabels, names: Text, patterns: StatePatterns) -> Table:
    shown = patterns.rows[:MAX_ROWS]
    quo = " (status quo)"
    rows = [
        (
            Cell(text(Code(row.pattern), quo if row.status_quo else "")),
            Cell((grouped(row.count),), "number"),
            Cell(_fixed(labels, row), "long"),
        )
        for row in shown
    ]
    states = count_of(patterns.total, "equilibrium", "equilibria")
    in_patterns = count_of(len(patterns.rows), "pattern")
    return Table(
        text(names, f": {states} in {in_patterns}"),
        (("Pattern",), ("States",), ("What it says",)),
        tuple(rows),
        _note(patterns, len(shown)),
        (1,),
    )


def _note(patterns: StatePatterns, shown: int) -> Text:
    words = []
    if shown < len(patterns.rows):
        more = count_of(len(patterns.rows) - shown, "more pattern")
        words.append(f"{more}: all are in the output of irenic stability CASE --json.")
    if patterns.reason:
        words.append(
            f"Not all: {patterns.reason}. The patterns cover {grouped(patterns.covered)} of "
            f"{grouped(patterns.total)} states."
        )
    elif patterns.minimal and patterns.rows:
        words.append("No shorter list of patterns says the same.")
    return (" ".join(words),) if words else ()


def _fixed(labels: ConflictLabels, row: PatternRow) -> Text:
    """Return what a pattern fixes, decision maker by decision maker."""
    parts: list[Text] = []
    at = 0
    for maker in labels.conflict.decision_makers:
        letters = row.pattern[at : at + len(maker.options)]
        at += len(maker.options)
        said = [
            text("" if letter == "Y" else "not ", _option(option.title))
            for option, letter in zip(maker.options, letters, strict=True)
            if letter != "-"
        ]
        if said:
            parts.append(text(labels.maker(maker.id), ": ", join(said, ", ")))
    return join(parts, "; ") if parts else ("anything",)


def _option(title: str) -> Text:
    short = shorten(title)
    return text("“", Name(short, title if short != title else ""), "”")
