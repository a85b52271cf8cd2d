"""GMCR+ files -> case: decision makers, options, impossible states, preferences.

The form is the JSON that GMCR+ (gmcr-py) writes since its version 0.3.  Files before that are
Python pickles, which may run code when they are opened, and are refused.  What a conflict here
has no place for (misperceptions, coalitions, statements beside a ranking that is used) is said
in a note, and kept in words in the evidence of the case.

References
----------
R. A. Kinsara, O. Petersons, K. W. Hipel, D. M. Kilgour, "Advanced Decision Support for the Graph
Model for Conflict Resolution", Journal of Decision Systems 24 (2015) 117-145; the form as saved
files of the program (gmcr-py, 0.3) show it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from irenic.interop.draft import MAX_PARTIES, Steps, ids_for, prose, tidy
from irenic.interop.files import Source, decode
from irenic.interop.gmcr_parts import condition, items_at, label_at, position, whole_number
from irenic.interop.gmcr_preferences import preferences
from irenic.interop.json_tree import parse_json
from irenic.interop.tree import Listing, Node, Place, Problems, Scalar, Table, quoted, shown
from irenic.model import (
    About,
    Case,
    Conflict,
    ConflictOption,
    DecisionMaker,
    Direction,
    Evidence,
)

__all__ = ["ABOUT", "MAX_OPTIONS", "RECORD", "read_gmcr"]

#: Options of a conflict.  Published models have up to 20; with more than 26 nothing is analysed.
MAX_OPTIONS = 100
ABOUT = "Imported from GMCR+ JSON."
#: Id of the evidence that holds what was not taken over.
RECORD = "gmcr-file"
_DIRECTIONS: dict[str, Direction] = {"both": "both", "fwd": "to-yes", "back": "to-no"}
_KEYS = (
    "decisionMakers",
    "options",
    "infeasibles",
    "useManualPreferenceRanking",
    "useManualPreferenceVectors",
    "coalitions",
    "coalitionsFull",
    "program",
    "version",
)
_MAKER_KEYS = (
    "name",
    "options",
    "preferences",
    "preferenceRanking",
    "preferenceVector",
    "misperceptions",
    "payoffs",
)


@dataclass(slots=True)
class _Reading:
    """One file while it is read, and what of it is not taken over."""

    root: Table
    problems: Problems
    kept: list[str] = field(default_factory=list)

    def keep(self, place: Place, text: str) -> None:
        """Note something that is not taken over."""
        self.problems.note(f"{position(place)}: {text}")
        self.kept.append(f"{text[0].upper()}{text[1:]}.")


def read_gmcr(sources: Sequence[Source], _steps: Steps, problems: Problems, /) -> Case | None:
    """Return the case in one GMCR+ file.

    Parameters
    ----------
    sources : sequence of Source
        The file; several are a problem.
    problems : Problems
        Gets everything wrong with the file, and notes on what is not taken over.
    """
    for source in sources[1:]:
        problems.add("the files", Place(source.name), "a second file", "one file for each conflict")
    source = sources[0]
    if source.data.startswith(b"\x80"):
        found = "a Python pickle, as GMCR+ wrote before its version 0.3; opening one may run code"
        expected = "JSON: open the file in a later GMCR+ and save it again"
        problems.add("the file", Place(source.name, 1), found, expected)
        return None
    text = decode(source, problems)
    root = parse_json(text, source.name, problems) if text is not None else None
    if root is None or len(sources) > 1:
        return None
    if not isinstance(root, Table) or "decisionMakers" not in root.entries:
        problems.add("the file", root.place, shown(root), "a GMCR+ file with 'decisionMakers'")
        return None
    reading = _Reading(root, problems)
    conflict = _conflict(reading)
    if conflict is None or problems:
        return None
    evidence = (
        (Evidence(RECORD, f"GMCR+ file {source.file}", says=" ".join(dict.fromkeys(reading.kept))),)
        if reading.kept
        else ()
    )
    title = tidy(source.stem) or "conflict"
    return Case(title, (), evidence=evidence, about=About(description=ABOUT), conflict=conflict)


def _conflict(reading: _Reading) -> Conflict | None:
    root, problems = reading.root, reading.problems
    _unknown_keys(root, _KEYS, "the file", problems)
    options = items_at(root, "options", "the file", problems)
    tables = _maker_tables(reading)
    owner = _owners(tables, len(options), problems)
    for number, node in enumerate(options):
        if number not in owner:
            found = f"the option {_label(node, number)} of no decision maker"
            problems.add("options", node.place, found, "one that somebody has")
    if not options or len(options) > MAX_OPTIONS:
        found = f"{len(options)} options" if options else "no option"
        problems.add("options", root.place, found, f"1 to {MAX_OPTIONS}")
    if problems:
        return None
    order = [number for table in tables for number in _own(table)]
    places = [order.index(number) for number in range(len(options))]
    makers = _makers(tables, options, problems)
    found_patterns = [
        (node, condition(node, places, "infeasibles", problems))
        for node in items_at(root, "infeasibles", "the file", problems)
    ]
    infeasible = tuple(dict.fromkeys(p for _, found in found_patterns for p in found or ()))
    _misperceptions(reading, tables, makers, places)
    _coalitions(reading, makers)
    wanted = preferences(root, tables, makers, infeasible, places, problems, reading.keep)
    return Conflict(makers, infeasible, preferences=wanted)


def _unknown_keys(table: Table, known: Sequence[str], where: str, problems: Problems) -> None:
    for key in table.entries:
        if key not in known:
            place = table.keys[key].place
            problems.add(where, place, f"the unknown key {quoted(key)}", "a key of GMCR+ files")


def _maker_tables(reading: _Reading) -> list[Table]:
    problems = reading.problems
    nodes = items_at(reading.root, "decisionMakers", "the file", problems)
    tables = []
    for node in nodes:
        if isinstance(node, Table):
            _unknown_keys(node, _MAKER_KEYS, "decisionMakers", problems)
            tables.append(node)
        else:
            problems.add("decisionMakers", node.place, shown(node), "a decision maker")
    if not nodes or len(nodes) > MAX_PARTIES:
        found = f"{len(nodes)} decision makers" if nodes else "no decision maker"
        problems.add("decisionMakers", reading.root.place, found, f"1 to {MAX_PARTIES}")
    return tables


def _own(table: Table) -> list[int]:
    """Return the options of a decision maker, by their numbers in the file."""
    node = table.entries.get("options")
    numbers = map(whole_number, node.items) if isinstance(node, Listing) else ()
    return [number for number in numbers if number is not None]


def _owners(tables: Sequence[Table], count: int, problems: Problems) -> set[int]:
    """Return the options that someone has; report those that two have, and what is none."""
    owned: set[int] = set()
    for table in tables:
        for node in items_at(table, "options", "decisionMakers", problems):
            number = whole_number(node)
            if number is None or number >= count:
                expected = f"the number of an option, from 0 to {count - 1}"
                problems.add("decisionMakers", node.place, shown(node), expected)
            elif number in owned:
                found = f"the option {number} a second time"
                expected = "each option with one decision maker"
                problems.add("decisionMakers", node.place, found, expected)
            else:
                owned.add(number)
    return owned


def _label(node: Node, number: int) -> str:
    name = node.entries.get("name") if isinstance(node, Table) else None
    return quoted(name.text) if isinstance(name, Scalar) else str(number)


def _makers(
    tables: Sequence[Table], options: Sequence[Node], problems: Problems
) -> tuple[DecisionMaker, ...]:
    names = [label_at(table, "name", "decisionMakers", problems) or "" for table in tables]
    every = [_option(node, problems) for node in options]
    makers = []
    for maker, name, table in zip(ids_for(names), names, tables, strict=True):
        own = [every[number] for number in _own(table)]
        ids = ids_for(title for title, _ in own)
        made = tuple(
            ConflictOption(_told_apart(option), prose(title) or option, direction)
            for option, (title, direction) in zip(ids, own, strict=True)
        )
        makers.append(DecisionMaker(maker, tidy(name) or maker, made))
    return tuple(makers)


def _told_apart(option: str) -> str:
    """Return an id that nobody takes for a pattern of Y, N and -."""
    return f"option {option}" if set(option) <= set("YN-") else option


def _option(node: Node, problems: Problems) -> tuple[str, Direction]:
    """Return name and direction of an option."""
    if not isinstance(node, Table):
        problems.add("options", node.place, shown(node), "an option with name and direction")
        return "", "both"
    _unknown_keys(node, ("name", "permittedDirection"), "options", problems)
    name = label_at(node, "name", "options", problems) or ""
    chosen = node.entries.get("permittedDirection")
    word = chosen.text if isinstance(chosen, Scalar) and chosen.quoted else ""
    if word not in _DIRECTIONS:
        place = chosen.place if chosen is not None else node.place
        found = f"{shown(chosen)} as 'permittedDirection'"
        problems.add("options", place, found, '"both", "fwd" or "back"')
        return name, "both"
    return name, _DIRECTIONS[word]


def _misperceptions(
    reading: _Reading,
    tables: Sequence[Table],
    makers: Sequence[DecisionMaker],
    places: Sequence[int],
) -> None:
    """Note the states that a decision maker does not perceive."""
    where = "misperceptions"
    for table, maker in zip(tables, makers, strict=True):
        nodes = items_at(table, where, "decisionMakers", reading.problems, needed=False)
        for node in nodes:
            for pattern in condition(node, places, where, reading.problems) or ():
                text = f"a misperception is not taken over: {maker.name} does not see {pattern}"
                reading.keep(node.place, text)


def _coalitions(reading: _Reading, makers: Sequence[DecisionMaker]) -> None:
    """Note the coalitions; everyone is analysed as a decision maker of its own."""
    problems = reading.problems
    for node in items_at(reading.root, "coalitions", "the file", problems, needed=False):
        inner = node.items if isinstance(node, Listing) else [node]
        numbers = [number for number in map(whole_number, inner) if number is not None]
        if len(numbers) < len(inner) or not all(number < len(makers) for number in numbers):
            expected = f"numbers of decision makers, from 0 to {len(makers) - 1}"
            problems.add("coalitions", node.place, shown(node), expected)
        elif len(numbers) > 1:
            members = " and ".join(makers[number].name for number in numbers)
            text = f"a coalition is not taken over: {members}; each stands alone here"
            reading.keep(node.place, text)
